"""Font files: which there are, and which letters they can write."""

import unicodedata
from collections.abc import Iterable, Sequence
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

    A text whose letters no font has becomes empty: nothing is better than boxes.
    """
    font = font_for(text, fonts)
    if font:
        return text, font
    if missing_letters(text, fonts):
        return "", TITLE_FONT
    known = letters_of(TITLE_FONT)
    return " ".join("".join(c for c in text if ord(c) in known).split()), TITLE_FONT
