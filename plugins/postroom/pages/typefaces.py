"""Font files: which there are, and which letters they can write."""

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from postroom.errors import Place, Problem

_SHIPPED = Path(__file__).parent / "fonts"
TITLE_FONT = _SHIPPED / "SourceSerif4-SemiBold.ttf"
TEXT_FONT = _SHIPPED / "SourceSerif4-Italic.ttf"


def find_fonts(
    root: Path, names: Iterable[str]
) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Find the font files that a site names, relative to its root."""
    fonts: list[Path] = []
    problems: list[Problem] = []
    for name in names:
        try:
            letters_of(root / name)
        except OSError:
            what, fix = f"there is no file {name!r}", "write a path relative to mkdocs.yml"
        except TTLibError:
            what, fix = f"{name!r} is no font", "name a TTF or OTF file"
        else:
            fonts.append(root / name)
            continue
        place = Place("mkdocs.yml", 0, "share.card_fonts")
        problems.append(Problem(place, what, fix, is_fatal=False))
    return tuple(fonts), tuple(problems)


@cache
def letters_of(font: Path) -> frozenset[int]:
    """Give the characters that a font can write, as numbers."""
    with font.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as opened:
        return frozenset(opened.getBestCmap() or ())


def font_for(text: str, fonts: Sequence[Path]) -> Path | None:
    """Choose the first font that can write all of a text."""
    needed = {ord(c) for c in text if not c.isspace()}
    return next((f for f in (TITLE_FONT, *fonts) if needed <= letters_of(f)), None)


def missing_letters(text: str, fonts: Sequence[Path]) -> str:
    """Give the letters that no font can write; symbols and emoji do not count."""
    if text.isascii() or font_for(text, fonts):
        return ""
    known = frozenset().union(*map(letters_of, (TITLE_FONT, *fonts)))
    found = (c for c in text if ord(c) not in known and unicodedata.category(c)[0] in "LN")
    return "".join(dict.fromkeys(found))


def readable(text: str, fonts: Sequence[Path]) -> tuple[str, Path]:
    """Take out what cannot be written, and choose the font that writes the rest.

    A text of which no font has half of the letters becomes empty: nothing is better than
    boxes, or than a few letters of it.
    """
    font = font_for(text, fonts)
    if font:
        return text, font
    letters = [c for c in text if unicodedata.category(c)[0] in "LN"]
    font = max((TITLE_FONT, *fonts), key=lambda f: _count_known(letters, f))
    if letters and 2 * _count_known(letters, font) < len(letters):
        return "", TITLE_FONT
    known = letters_of(font)
    return " ".join("".join(c for c in text if ord(c) in known or c == " ").split()), font


def _count_known(letters: Iterable[str], font: Path) -> int:
    known = letters_of(font)
    return sum(ord(letter) in known for letter in letters)


def is_writable(text: str, fonts: Sequence[Path]) -> bool:
    """Whether most of a text can be written; also if there is nothing in it."""
    return not text.strip() or bool(readable(text, fonts)[0])


def find_system_fonts(texts: Iterable[str], fonts: Sequence[Path]) -> tuple[Path, ...]:
    """Find fonts of this machine that have the letters that others lack; fewest first.

    Nothing is looked at as long as nothing is missing.
    """
    missing = {ord(c) for text in texts for c in missing_letters(text, fonts)}
    found: list[Path] = []
    for font in _list_system_fonts() if missing else ():
        with suppress(OSError, TTLibError):
            if missing & letters_of(font):
                found.append(font)
                missing -= letters_of(font)
        if not missing:
            break
    return tuple(found)


_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
_ENDINGS = (".otf", ".ttc", ".ttf")
_PREFERRED = ("serif", "regular", "bold")


def _list_system_fonts() -> list[Path]:
    """Every font file of this machine, serifs and regular ones first."""
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    files = [file for folder in folders if folder.is_dir() for file in folder.rglob("*")]
    chosen = [file for file in files if file.suffix.lower() in _ENDINGS]

    def preference(font: Path) -> tuple[bool, bool, str]:
        name = font.stem.lower()
        is_plain = not any(word in name for word in ("italic", "oblique", "mono", "emoji"))
        return not is_plain, not any(word in name for word in _PREFERRED), str(font)

    return sorted(chosen, key=preference)
