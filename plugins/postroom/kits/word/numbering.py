"""The lists of a text become `numbering.xml`: how each counts, and where it begins."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from postroom.kits.word.shapes import STEP
from postroom.kits.word.xml import write_part

MOST = 32_767
"""The highest number that a list of Word begins at; the lowest is 0."""

LEVELS = 9
"""As many as Word has; what is deeper counts as the last."""

BULLETS = 1
"""The id of all lists that do not count."""

KINDS = {
    "": "decimal",
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
"""How a list counts, by the `type` of its `<ol>`."""

_BULLETS = "•–▪"
_NAMES = ("bullet", *dict.fromkeys(KINDS.values()))


class Count(NamedTuple):
    """A list that counts."""

    kind: str
    level: int
    start: int


def id_of(position: int) -> int:
    """The id of the list that is the n-th to count, from 0."""
    return BULLETS + 1 + position


def write_numbering(counts: Sequence[Count]) -> bytes:
    """Write the definitions of a text's lists, each counting on its own."""
    kinds = dict.fromkeys(("bullet", *(count.kind for count in counts)))
    made = [
        *map(_define, kinds),
        _apply(BULLETS, "bullet", ""),
        *(_apply(id_of(n), c.kind, _restart(c)) for n, c in enumerate(counts)),
    ]
    return write_part("numbering", "".join(made))


def _restart(count: Count) -> str:
    return (
        f'<w:lvlOverride w:ilvl="{count.level}"><w:startOverride w:val="{count.start}"/>'
        "</w:lvlOverride>"
    )


def _apply(list_id: int, kind: str, override: str) -> str:
    number = _NAMES.index(kind)
    return (
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{number}"/>{override}</w:num>'
    )


@cache
def _define(kind: str) -> str:
    number = _NAMES.index(kind)
    levels = "".join(_level(kind, level) for level in range(LEVELS))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="5005700{number}"/>'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    )


def _level(kind: str, level: int) -> str:
    shown = _BULLETS[level % len(_BULLETS)] if kind == "bullet" else f"%{level + 1}."
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{(level + 1) * STEP}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
    )
