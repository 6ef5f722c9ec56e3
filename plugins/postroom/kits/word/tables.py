"""A table becomes a `w:tbl` element, its columns as wide as they need to be."""

from collections.abc import Callable
from dataclasses import replace

from postroom.fragments.story import Element
from postroom.kits.word.frame import Frame
from postroom.kits.word.grid import Cell, Row, lay_out
from postroom.kits.word.shapes import STEP, Shape, write_paragraph
from postroom.toolbox.wrap import width_of

Flow = Callable[[Element, Frame], list[str]]
"""Writes what an element holds as paragraphs and tables."""

_LETTER = 112
_BOLD = 1.15
_LONGEST = 60
_SHORTEST = 4
_MARGINS = 216
_ALIGNED = ("center", "right")
_END = write_paragraph("", Shape("TableEnd"))
"""Word makes one table of two unless a paragraph stands between them."""


def set_table(table: Element, frame: Frame, flow: Flow) -> list[str]:
    """Write a table, its caption above it, and what keeps it from the next block."""
    above = replace(frame, style="Caption", is_kept=True)
    captions = [caption for caption in table if caption.tag == "caption"]
    made = [block for caption in captions for block in flow(caption, above)]
    rows = list(lay_out(table))
    if not rows:
        return made
    widths = _measure(rows, frame.room)
    written = "".join(_write_row(row, widths, frame, flow) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _properties(frame, sum(widths), has_head=rows[0].is_head)
    return [
        *made,
        f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>",
        _END,
    ]


def _properties(frame: Frame, width: int, *, has_head: bool) -> str:
    """Say how a table stands, in the order in which CT_TblPr has it."""
    mirrored = "<w:bidiVisual/>" if "rtl" in frame.looks else ""
    indent = f'<w:tblInd w:w="{frame.depth * STEP}" w:type="dxa"/>' if frame.depth else ""
    look = 'w:val="0620" w:firstRow="1"' if has_head else 'w:val="0600" w:firstRow="0"'
    return (
        f'<w:tblPr><w:tblStyle w:val="RuledTable"/>{mirrored}'
        f'<w:tblW w:w="{width}" w:type="dxa"/>{indent}'
        f'<w:tblLook {look} w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/></w:tblPr>'
    )


def _measure(rows: list[Row], room: int) -> list[int]:
    """How wide each column is: what it needs, or its fair share if there is less.

    None is narrower than its longest word, as long as there is room for all of these.
    """
    columns = max(cell.taken.stop for row in rows for cell in row.cells)
    needed = [_SHORTEST * _LETTER + _MARGINS] * columns
    least = needed.copy()
    for cell in (cell for row in rows for cell in row.cells if cell.columns == 1):
        for node in cell.nodes:
            words = "".join(node.itertext()).split()
            line, longest = " ".join(words), max(words, key=width_of, default="")
            for widths, shown in ((needed, line), (least, longest)):
                wanted = round(_letters_of(node, shown) * _LETTER + _MARGINS)
                widths[cell.column] = max(widths[cell.column], wanted)
    if sum(least) > room:
        least = [0] * columns
    widths, left = needed.copy(), sum(least)
    for done, column in enumerate(sorted(range(columns), key=needed.__getitem__)):
        left -= least[column]
        share = max(least[column], room // (columns - done))
        widths[column] = min(needed[column], share, room - left)
        room -= widths[column]
    return widths


def _letters_of(cell: Element, shown: str) -> float:
    """How much room words of a cell take in one line, in letters."""
    return min(width_of(shown) * (_BOLD if cell.tag == "th" else 1) + 1, _LONGEST)


def _write_row(row: Row, widths: list[int], frame: Frame, flow: Flow) -> str:
    head = "<w:tblHeader/>" if row.is_head else ""
    cells = "".join(_write_cell(cell, widths, frame, flow) for cell in row.cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _write_cell(cell: Cell, widths: list[int], frame: Frame, flow: Flow) -> str:
    """Write a cell; its properties are in the order in which CT_TcPr has them."""
    width = sum(widths[column] for column in cell.taken)
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    inner = Frame("TableText", room=max(width - _MARGINS, STEP), looks=frame.looks)
    made = [block for node in cell.nodes for block in flow(node, _frame(node, inner))]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
        f"{''.join(made) or inner.set('')}</w:tc>"
    )


def _frame(cell: Element, inner: Frame) -> Frame:
    looks = inner.looks | {"strong"} if cell.tag == "th" else inner.looks
    align = cell.get("class") or cell.get("align") or ""
    return replace(inner, looks=looks, align=align if align in _ALIGNED else "")
