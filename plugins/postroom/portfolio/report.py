"""The figures of a portfolio become a report for the terminal: plain text, aligned."""

from collections.abc import Iterator, Mapping, Sequence

from postroom.model.text import MONTHS, count
from postroom.portfolio.holdings import Holding, Month, OfferTally, Portfolio
from postroom.portfolio.wording import (
    begins_year,
    decimal,
    fit,
    in_rows,
    number,
    percent,
    suggest,
    sum_up,
)
from postroom.toolbox.wrap import width_of, wrap

WIDTH = 92
"""Columns of the report."""

_HEADS = (
    *("offered", "answered", "yes", "open", "days"),
    *("published", "share", "replies", "each"),
)
_LEAST_NAME = 12
_LEAST_CELL = 5
_TOP = 5
_LEGEND = (
    "answered: of the offers; yes: of the answers; open: no answer yet, or not out yet; "
    "days: median to an answer; share: of all that was published; each: replies a placement"
)


def render_report(portfolio: Portfolio, titles: Mapping[str, str]) -> str:
    """Render the report; no line is wider than `WIDTH`.

    Args:
        portfolio: The figures.
        titles: The titles of posts and issues, by their tags.
    """
    groups = [(holding.name, holding) for holding in portfolio.groups]
    kinds = [(_name_kind(holding), holding) for holding in portfolio.kinds]
    travels = [
        (titles.get(t.subject, t.subject), t.published, t.replies)
        for t in portfolio.travels[:_TOP]
    ]
    platforms = [
        (holding.name, holding.tally.published, holding.tally.replies)
        for holding in portfolio.announcements
    ]
    parts = {
        "In a sentence": wrap(sum_up(portfolio), WIDTH),
        "By group": _draw_holdings(groups, portfolio.total),
        "By kind": [*_draw_holdings(kinds), "", *wrap(_LEGEND, WIDTH)],
        "By month": list(_draw_months(portfolio.months)),
        "Travelled furthest": _draw_counts(travels),
        "Announced on platforms": _draw_counts(platforms),
        "What it suggests": [
            line for remark in suggest(portfolio) for line in _itemise(remark)
        ],
    }
    shown = ["\n".join([title, "", *lines]) for title, lines in parts.items() if lines]
    return "\n\n\n".join(shown) + "\n"


def _name_kind(holding: Holding) -> str:
    held = count(holding.groups, "group") if holding.groups else "no group"
    return f"{holding.name} ({held})"


def _draw_holdings(
    named: Sequence[tuple[str, Holding]], total: OfferTally | None = None
) -> list[str]:
    rows = [_row(name, holding.tally, holding) for name, holding in named]
    if total and len(rows) > 1:
        rows.append(_row("all", total))
    return _align([("", *_HEADS), *rows]) if rows else []


def _row(name: str, tally: OfferTally, holding: Holding | None = None) -> tuple[str, ...]:
    return (
        name,
        number(tally.offered),
        percent(tally.answer_rate),
        percent(tally.acceptance_rate),
        number(tally.open),
        decimal(tally.median_wait),
        number(tally.published),
        percent(holding.share) if holding else "",
        number(tally.replies),
        decimal(tally.replies_each),
    )


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set the first column to the left, cut if need be, and the others to the right."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    room = max(_LEAST_NAME, WIDTH - sum(widths[1:]) - len(widths) + 1)
    name = min(widths[0], room)
    lines = []
    for row in rows:
        first = fit(row[0], name)
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        padding = " " * (name - width_of(first))
        lines.append(" ".join([first + padding, *cells]).rstrip())
    return lines


def _draw_months(months: Sequence[Month]) -> Iterator[str]:
    """Write the counts of every month in a row; a dot stands for none."""
    counts = [n for m in months for n in (m.offered, m.published, m.replies)]
    cell = max(_LEAST_CELL, len(number(max(counts))) + 1)
    margin = len("published")
    for row in in_rows(months, (WIDTH - margin) // cell):
        if row[0] is not months[0]:
            yield ""
        lines = (
            ("", [str(m.first.year) if begins_year(m, row) else "" for m in row]),
            ("", [MONTHS[m.first.month - 1][:3] for m in row]),
            ("offered", [number(m.offered) if m.offered else "·" for m in row]),
            ("published", [number(m.published) if m.published else "·" for m in row]),
            ("replies", [number(m.replies) if m.replies else "·" for m in row]),
        )
        for name, cells in lines:
            columns = "".join(text.rjust(cell) for text in cells)
            yield f"{name:<{margin}}{columns}".rstrip()


def _draw_counts(counted: Sequence[tuple[str, int, int]]) -> list[str]:
    rows = [
        (name, number(published), number(replies)) for name, published, replies in counted
    ]
    return _align([("", "published", "replies"), *rows]) if rows else []


def _itemise(remark: str) -> list[str]:
    lines = wrap(remark, WIDTH - 2)
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
