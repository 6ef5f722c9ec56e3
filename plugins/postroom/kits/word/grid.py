"""A table becomes a grid: every cell in its place, no row shorter than another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from postroom.fragments.story import Element
from postroom.toolbox.meaning import read_number

MOST_COLUMNS = 63
"""As many as Word opens."""

_PARTS = {"thead": 0, "tbody": 1, "tr": 1, "tfoot": 2}


@dataclass(slots=True)
class Cell:
    """One place of a row, or several side by side."""

    column: int
    columns: int = 1
    rows: int = 1
    """How many rows it reaches down through, this one among them."""

    merge: str = ""
    """Whether it begins (`restart`) or goes on (`continue`) downwards, if it does."""

    nodes: list[Element] = field(default_factory=list)
    """What it holds: one cell of the table, or all that Word has no columns for."""

    @property
    def taken(self) -> range:
        """The columns it takes."""
        return range(self.column, self.column + self.columns)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its cells take every column."""

    is_head: bool
    """Whether it stands at the top of every page."""

    cells: list[Cell]


def lay_out(table: Element) -> Iterator[Row]:
    """Find the place of every cell; where there is none, put an empty one."""
    groups = [(group, _fill(group)) for group in _groups_of(table)]
    ends = (cell.taken.stop for _, rows in groups for row in rows for cell in row)
    columns = max(ends, default=0)
    is_head = True
    for group, rows in groups:
        for row, cells in zip(group, rows, strict=True):
            is_head = is_head and _is_head(row)
            taken = {column for cell in cells for column in cell.taken}
            cells += [Cell(column) for column in range(columns) if column not in taken]
            yield Row(is_head, sorted(cells, key=lambda cell: cell.column))


def _groups_of(table: Element) -> Iterator[list[Element]]:
    """Give the rows that cells can reach down through: those of a head, a body, a foot."""
    parts = sorted((c for c in table if c.tag in _PARTS), key=lambda c: _PARTS[c.tag])
    for tag, run in groupby(parts, key=lambda part: part.tag):
        for rows in [run] if tag == "tr" else run:
            yield [row for row in rows if row.tag == "tr" and _cells_of(row)]


def _cells_of(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_head(row: Element) -> bool:
    return row.getparent().tag == "thead" or all(c.tag == "th" for c in _cells_of(row))


def _fill(group: list[Element]) -> list[list[Cell]]:
    """Put the cells of rows into columns, past those that reach down from above."""
    filled = []
    reaching: list[Cell] = []
    for position, row in enumerate(group):
        above = [
            Cell(cell.column, cell.columns, cell.rows - 1, "continue")
            for cell in reaching
            if cell.rows > 1
        ]
        own = _place(_cells_of(row), {column for cell in above for column in cell.taken})
        left = len(group) - position
        for cell in own:
            cell.rows = min(cell.rows or left, left)  # 0 means down to the end
            cell.merge = "restart" if cell.rows > 1 else ""
        reaching = above + own
        filled.append(reaching.copy())
    return filled


def _place(nodes: list[Element], taken: set[int]) -> list[Cell]:
    """Give each cell the next columns that are free; the last takes what is too much."""
    placed: list[Cell] = []
    column = 0
    for node in nodes:
        while column in taken:
            column += 1
        if column >= MOST_COLUMNS and placed:
            placed[-1].nodes.append(node)
            continue
        columns = 1
        most = min(read_number(node.get("colspan"), 1), MOST_COLUMNS - column)
        while columns < most and column + columns not in taken:
            columns += 1
        rows = read_number(node.get("rowspan"), 1)
        placed.append(Cell(column, columns, rows, nodes=[node]))
        column += columns
    return placed
