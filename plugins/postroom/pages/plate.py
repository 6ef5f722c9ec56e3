"""A title and a category become a plate: the cover of a post that has none."""

import re
import unicodedata
import zlib
from dataclasses import dataclass

from postroom.model.options import Accent, Options
from postroom.model.post import Post

INKS = tuple(
    Accent(light=colour)
    for colour in ("#9a351f", "#7a5312", "#3d6248", "#2c5a6e", "#6b3f5b", "#545c2b")
)
"""Brick, ochre, moss, slate, plum, olive: what categories have that were given none."""

_WORD = re.compile(r"[^\W_]+(?:['’\-\u2011][^\W_]+)*")
_CUTS = ("upright", "italic")
_MOST_LETTERS = 14
_MOST_SIGNS = 3
"""Of scripts that write without spaces, whose signs are wide."""


@dataclass(frozen=True)
class Plate:
    """One word of the title, large and running off the edge, in the category's ink."""

    word: str
    category: str
    accent: Accent
    cut: str
    is_wide: bool
    """Whether its signs are as wide as they are high."""


def compose_plate(post: Post, options: Options) -> Plate:
    """Lay out the plate of a post: the same words give the same plate."""
    category = post.categories[0] if post.categories else ""
    word = _longest_word(post.title)
    is_wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in word)
    return Plate(
        word=word[: _MOST_SIGNS if is_wide else _MOST_LETTERS],
        category=category,
        accent=accent_of(post, options) or INKS[_number(category.casefold()) % len(INKS)],
        cut=_CUTS[_number(post.title) % len(_CUTS)],
        is_wide=is_wide,
    )


def accent_of(post: Post, options: Options) -> Accent | None:
    """The colour that a post's first category was given, if it was given one."""
    given = {name.casefold(): accent for name, accent in options.accents.items()}
    return given.get(post.categories[0].casefold()) if post.categories else None


def _longest_word(title: str) -> str:
    """The word that stands out: the longest, and the first of these; emoji if no other."""
    return max(_WORD.findall(title), key=len, default=title.strip()[:2])


def _number(text: str) -> int:
    """A number that a text always has (CRC-32; `hash` differs from run to run)."""
    return zlib.crc32(text.encode())
