"""Lines of plain text: how wide they are on a screen, and where they may break."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LINE = 72
"""Columns of a line, so that a quoted answer still fits into 78."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WIDE = "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
_WIDE += "\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd"
_CLOSING = "、。，．：；？！）］｝」』】〉》〕・ー々"
_OPENING = "（［｛「『【〈《〔"
_PIECE = re.compile(
    f"[{_OPENING}]*(?:[{_WIDE}]|[^{_WIDE}]+)[\u0300-\u036f\u200d\ufe0f{_CLOSING}]*"
    f"|[{_OPENING}]+"
)
_HAS_WIDE = re.compile(f"[{_WIDE}]")
_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0391-\u0482\u2010-\u2027]*"
)
"""Of these, every character has one column."""

_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)")


def width_of(text: str) -> int:
    """How many columns a terminal or a mail program gives to a text."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(text: str) -> str:
    """Drop soft hyphens and characters without width; scripts keep their joiners."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def wrap(text: str, width: int = LINE) -> list[str]:
    """Break text into lines; addresses stay whole, whatever their length.

    Scripts without spaces break between their characters, but not before a full stop.
    """
    words = text.split()
    plain = " ".join(words)
    if _NARROW.fullmatch(plain) and max(map(len, words), default=0) <= width:
        return _lines_of(width).findall(plain)
    lines: list[str] = []
    line, used = "", 0
    for gap, piece in _pieces(visible(text), width):
        columns = width_of(piece)
        if line and used + len(gap) + columns > width:
            lines.append(line)
            line, used = piece, columns
        else:
            glue = gap if line else ""
            line, used = line + glue + piece, used + len(glue) + columns
    return [*lines, line] if line else lines


@cache
def _lines_of(width: int) -> re.Pattern[str]:
    """Find lines as long as they may be; no word may be longer than a line."""
    return re.compile(rf"[^ ].{{0,{width - 1}}}(?= |$)")


def _pieces(text: str, width: int) -> Iterator[tuple[str, str]]:
    """What may stand on a line of its own, each with the space before it."""
    for word in text.split():
        if (
            len(word) * 2 <= width and (word.isascii() or not _HAS_WIDE.search(word))
        ) or _ADDRESS.search(word):
            yield " ", word
        else:
            yield from _parts(word, width)


def _parts(word: str, width: int) -> Iterator[tuple[str, str]]:
    gap = " "
    for piece in _PIECE.findall(word):
        for part in _cut(piece, width):
            yield gap, part
            gap = ""


def _cut(piece: str, width: int) -> Iterator[str]:
    """Break what no line can hold."""
    begin, left = 0, width_of(piece)
    last = max((n for n, each in enumerate(piece) if not each.isascii()), default=-1)
    while left > width:
        part = piece[begin : begin + (width if begin > last else max(1, width // 2))]
        yield part
        begin, left = begin + len(part), left - width_of(part)
    yield piece[begin:]


def indent(lines: list[str], first: str, rest: str) -> list[str]:
    """Put something before the first line, and something before all others."""
    return [
        ((rest if number else first) + line).rstrip() for number, line in enumerate(lines)
    ]
