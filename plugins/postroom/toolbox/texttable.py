"""A table becomes lines: columns side by side, or one entry per line if it is too wide."""

from collections.abc import Callable, Iterator

from lxml import html

from postroom.toolbox.spans import spread_cells
from postroom.toolbox.wrap import width_of, wrap

Say = Callable[[html.HtmlElement], str]
"""Writes what an element holds as one line."""

_GAP = "  "


def draw_table(table: html.HtmlElement, width: int, say: Say) -> list[str]:
    """Write a table, its caption above it; what spans more than one cell leaves gaps."""
    rows = spread_cells(table)
    texts = [
        [" ".join(say(cell).split()) if cell is not None else "" for cell in cells]
        for cells in rows
    ]
    has_head = bool(rows) and all(cell is None or cell.tag == "th" for cell in rows[0])
    caption = [
        line for c in table if c.tag == "caption" for line in [*wrap(say(c), width), ""]
    ]
    widths = _measure(texts)
    if sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        return caption + _list_rows(texts, width, has_head=has_head)
    aligned = [
        ["" if cell is None else cell.get("align") or "" for cell in cells]
        for cells in rows
    ]
    return caption + list(_draw_rows(texts, aligned, widths, has_head=has_head))


def _measure(texts: list[list[str]]) -> list[int]:
    columns = max(map(len, texts), default=0)
    return [
        max((width_of(row[i]) for row in texts if i < len(row)), default=0)
        for i in range(columns)
    ]


def _draw_rows(
    texts: list[list[str]], aligned: list[list[str]], widths: list[int], *, has_head: bool
) -> Iterator[str]:
    for number, (row, sides) in enumerate(zip(texts, aligned, strict=True)):
        cells = map(_pad, row, widths, sides)
        yield _GAP.join(cells).rstrip()
        if has_head and number == 0:
            yield _GAP.join("-" * width for width in widths)


def _pad(text: str, width: int, align: str) -> str:
    room = width - width_of(text)
    before = {"right": room, "center": room // 2}.get(align, 0)
    return " " * before + text + " " * (room - before)


def _list_rows(texts: list[list[str]], width: int, *, has_head: bool) -> list[str]:
    """Write each cell after the heading of its column, a blank line between rows."""
    heads = texts[0] if has_head else []
    lines: list[str] = []
    for row in texts[1:] if has_head and len(texts) > 1 else texts:
        for column, text in enumerate(row):
            head = heads[column] if column < len(heads) and heads is not row else ""
            lines += wrap(f"{head}: {text}" if head and text else text, width)
        lines.append("")
    return lines[:-1]
