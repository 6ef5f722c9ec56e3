"""A title, an author and a site's name become a picture for link previews."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from postroom.pages.typefaces import TEXT_FONT, TITLE_FONT, readable
from postroom.toolbox.cache import fingerprint

WIDTH, HEIGHT = 1200, 630

_LEFT, _TOP, _RIGHT, _BOTTOM = 110, 96, 1090, 540
_SIZES = (92, 84, 76, 68, 60, 52, 46, 40, 34)
_LINES = 4
_BREAKABLE = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|\\S+?(?=[\u2e80-\u9fff])|\\s*\\S+"
)
"""Words, and single characters of the scripts that write without spaces."""

_PAPER, _INK, _ACCENT = (247, 242, 232), (34, 32, 28), (172, 62, 38)
_SHADES = 16


@dataclass(frozen=True)
class Card:
    """What a card says."""

    title: str
    byline: str
    site: str

    @property
    def alt(self) -> str:
        """The card's words, for those who do not see it."""
        said = f"{self.title}. {self.byline}" if self.byline else self.title
        return f"{said}, in {self.site}"


def card_key(card: Card, fonts: Sequence[Path]) -> str:
    """Everything that a card's bytes depend on."""
    engine = [features.version(name) for name in ("freetype2", "raqm", "zlib")]
    return fingerprint(
        "card", card, [_digest(f, f.stat().st_mtime_ns) for f in fonts], engine
    )


@cache
def _digest(font: Path, _: int) -> bytes:
    """Tell a font file from another, read once for each moment at which it was written."""
    return hashlib.sha256(font.read_bytes()).digest()


def render_card(card: Card, fonts: Sequence[Path]) -> bytes:
    """Draw a card of 1200 × 630 pixels in two inks on paper, as a PNG.

    Letters that no font has are left out rather than shown as boxes. Nobody should see the
    card of a title that cannot be written, see `is_writable`.
    """
    ink, accent = (Image.new("L", (WIDTH, HEIGHT)) for _ in range(2))
    _draw_words(ImageDraw.Draw(ink), ImageDraw.Draw(accent), card, fonts)
    return _print_in_two_inks(ink, accent)


def _draw_words(
    ink: ImageDraw.ImageDraw, accent: ImageDraw.ImageDraw, card: Card, fonts: Sequence[Path]
) -> None:
    title, font = readable(card.title, fonts)
    site, small = readable(card.site, fonts)
    name = _load(small, 34)
    accent.text((_LEFT, _TOP), _cut(site, name), font=name, fill=255)
    ink.rectangle((_LEFT, _TOP + 58, _RIGHT, _TOP + 59), fill=255)
    face, lines = _fit(title or site, font)
    top = _TOP + 92
    for line in lines:
        ink.text((_LEFT, top), line, font=face, fill=255)
        top += round(face.size * 1.16)
    byline, italic = readable(card.byline, (TEXT_FONT, *fonts))
    small_face = _load(TEXT_FONT if italic == TITLE_FONT else italic, 36)
    accent.rectangle((_LEFT, _BOTTOM - 46, _LEFT + 64, _BOTTOM - 42), fill=255)
    ink.text((_LEFT, _BOTTOM - 18), _cut(byline, small_face), font=small_face, fill=255)


def _print_in_two_inks(ink: Image.Image, accent: Image.Image) -> bytes:
    """Mix each ink's coverage with the paper: a palette of 2 × 16 shades."""
    step = 256 // _SHADES
    levels = ImageChops.lighter(
        ink.point(lambda v: v // step),
        accent.point(lambda v: v // step + _SHADES if v >= step else 0),
    )
    levels.putpalette(
        [
            round(paper + (full - paper) * shade / (_SHADES - 1))
            for colour in (_INK, _ACCENT)
            for shade in range(_SHADES)
            for paper, full in zip(_PAPER, colour, strict=True)
        ]
    )
    out = io.BytesIO()
    levels.save(out, "PNG", compress_level=7)
    return out.getvalue()


@cache
def _load(font: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _load_shaped(font: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font), size, layout_engine=ImageFont.Layout.RAQM)


def _fit(text: str, font: Path) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the title takes at most four lines."""
    shaped = font != TITLE_FONT and features.check("raqm")
    load = _load_shaped if shaped else _load
    for size in _SIZES:
        face = load(font, size)
        lines = _wrap(text, face)
        tall = len(lines) * face.size * 1.16 > _BOTTOM - 60 - (_TOP + 92)
        if len(lines) <= _LINES and not tall and all(_fits(line, face) for line in lines):
            return face, lines
    shown = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
    return face, [_cut(line, face) for line in shown if line]


def _wrap(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for piece in _BREAKABLE.findall(text):
        if lines[-1] and not _fits(lines[-1] + piece.rstrip(), face):
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.strip() for line in lines]


def _fits(line: str, face: ImageFont.FreeTypeFont) -> bool:
    return face.getlength(line) <= _RIGHT - _LEFT


def _cut(line: str, face: ImageFont.FreeTypeFont) -> str:
    while len(line) > 1 and not _fits(line, face):
        line = line.rstrip("…")[:-1] + "…"
    return line
