"""A table becomes rows of as many cells each: what spans more than one leaves gaps."""

from collections.abc import Iterator
from typing import TypeAlias

from lxml import html

Element: TypeAlias = html.HtmlElement

_WIDEST = 100
_ROWS = ("thead", "tbody", "tfoot")


def spread_cells(table: Element) -> list[list[Element | None]]:
    """Give the rows of a table; None stands where a cell beside or above it reaches."""
    rows = [row for row in _rows_of(table) if len(row)]
    taken: dict[tuple[int, int], Element | None] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            right = x + _span(cell, "colspan", _WIDEST)
            below = y + _span(cell, "rowspan", len(rows) - y)
            taken.update({(j, i): None for j in range(y, below) for i in range(x, right)})
            taken[y, x] = cell
            x = right
    width = max((x + 1 for _, x in taken), default=0)
    return [[taken.get((y, x)) for x in range(width)] for y in range(len(rows))]


def _rows_of(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _ROWS:
            yield from (row for row in child if row.tag == "tr")


def _span(cell: Element, name: str, most: int) -> int:
    written = cell.get(name) or ""
    is_number = written.isascii() and written.isdecimal() and len(written) < len("10000")
    return min(max(int(written), 1), most) if is_number else 1
