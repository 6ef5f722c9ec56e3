"""A title and a category become a plate: the cover of a post that has none."""

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

_WITHIN = "'’\u200c\u200d"
"""What stands inside words and is no letter: apostrophes and joiners."""

_CUTS = ("upright", "italic")
_MOST_EMS = 7.5
"""Where a longer word is cut off."""


@dataclass(frozen=True)
class Plate:
    """One word of the title, as large as fits, in the ink of the category."""

    word: str
    category: str
    accent: Accent
    cut: str

    @property
    def ems(self) -> float:
        """About how wide the word is, measured in its own size."""
        return round(sum(map(_width, self.word)), 2)


def compose_plate(post: Post, options: Options) -> Plate:
    """Lay out the plate of a post: the same words give the same plate."""
    category = post.categories[0] if post.categories else ""
    return Plate(
        word=_cut(_longest_word(post.title)),
        category=category,
        accent=accent_of(post, options) or INKS[_number(category.casefold()) % len(INKS)],
        cut=_CUTS[_number(post.title) % len(_CUTS)],
    )


def accent_of(post: Post, options: Options) -> Accent | None:
    """The colour that a post's first category was given, if it was given one."""
    given = {name.casefold(): accent for name, accent in options.accents.items()}
    return given.get(post.categories[0].casefold()) if post.categories else None


def _longest_word(title: str) -> str:
    """The word that stands out: the longest, and the first of these; emoji if no other."""
    title = unicodedata.normalize("NFC", title)
    spaced = "".join(sign if _is_of_word(sign) else " " for sign in title)
    words = (word.strip(_WITHIN) for word in spaced.split())
    return max(words, key=len, default="") or title.strip()[:2]


def _is_of_word(sign: str) -> bool:
    """Whether it is a letter, a mark on one, a number, or stands inside words."""
    return unicodedata.category(sign)[0] in "LMN" or sign in _WITHIN


def _cut(word: str) -> str:
    while sum(map(_width, word)) > _MOST_EMS:
        word = word[:-1]
    return word


def _width(sign: str) -> float:
    """How wide a sign of a bold serif is, by its kind (UAX 11 for the wide ones)."""
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if unicodedata.combining(sign):
        return 0.0
    return 0.75 if sign.isupper() else 0.54


def _number(text: str) -> int:
    """A number that a text always has (CRC-32; `hash` differs from run to run)."""
    return zlib.crc32(text.encode())
