"""A table that is too wide for a telephone becomes a list of labelled lines there."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import html

from postroom.toolbox.spans import spread_cells
from postroom.toolbox.wrap import width_of

WIDE, HEAD, LABEL = "w", "h", "l"
"""The classes that the sheet of mails knows: a wide table, its head, a label in a cell."""

_ROOM = 288
"""Pixels between the margins of a letter on a telephone of 320."""

_LETTER, _GAP = 8, 12
_UNSEEN = "display:none;mso-hide:all"

Cells = list[html.HtmlElement | None]


def label_tables(tree: html.HtmlElement) -> html.HtmlElement:
    """Prepare the wide tables of a text for narrow screens; they look the same on others.

    Programs that know no media queries show the table, whose words never break.

    Returns:
        The same tree if it has none, else another.
    """
    if not any(True for _ in _list_wide(tree)):
        return tree
    made = deepcopy(tree)
    for table, rows in list(_list_wide(made)):
        table.set("class", WIDE)
        if len(rows) > 1 and all(cell is None or cell.tag == "th" for cell in rows[0]):
            _label_rows(rows)
    return made


def _list_wide(tree: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, list[Cells]]]:
    for table in tree.iter("table"):
        rows = spread_cells(table)
        if _measure(rows) > _ROOM:
            yield table, rows


def _measure(rows: list[Cells]) -> int:
    """How narrow a table can be, in pixels: each column is as wide as its longest word."""
    columns = zip(*rows, strict=True)
    return sum(max(map(_longest, column)) * _LETTER + _GAP for column in columns)


def _longest(cell: html.HtmlElement | None) -> int:
    words = cell.text_content().split() if cell is not None else []
    return max(map(width_of, words), default=0)


def _label_rows(rows: list[Cells]) -> None:
    """Say in each cell what heads its column, and let the head go where that is seen."""
    heads = [" ".join(c.text_content().split()) if c is not None else "" for c in rows[0]]
    for cell in rows[0]:
        if cell is not None:
            cell.set("class", HEAD)
    for row in rows[1:]:
        for head, cell in zip(heads, row, strict=True):
            if head and cell is not None:
                label = cell.makeelement("span", {"class": LABEL, "style": _UNSEEN})
                label.text, label.tail, cell.text = f"{head}: ", cell.text, None
                cell.insert(0, label)
