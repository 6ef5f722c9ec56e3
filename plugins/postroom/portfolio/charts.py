"""Figures become drawings: inline SVG that is readable without colour, at any width.

Lengths are parts of the width, heights are multiples of the letters' size: so letters
keep their size in a narrow window, and grow with the reader's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from postroom.model.text import MONTHS
from postroom.portfolio.holdings import Holding, Month, OfferTally
from postroom.portfolio.wording import begins_year, fit, in_rows, number, percent

SEGMENTS = (
    ("appeared", "published"),
    ("coming", "accepted, not out yet"),
    ("declined", "declined"),
    ("unanswered", "no answer yet"),
)
"""What can become of an offer: the class of its part of a bar, and in words."""

_PATTERNS = Markup(
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="paper" width="6" height="6"/>'
    '<rect class="accent" width="2.5" height="6"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="paper" width="6" height="6"/><circle class="ink" cx="3" cy="3" r="1.2"/>'
    "</pattern></defs>"
)
_NAME, _LONG_NAME = 26, 60
"""Columns of a name beside its number, in a narrow window and in a wide one."""

_ROW = Fraction(31, 10)
"""How high the row of a bar is, in sizes of its letters; and what is in it."""

_NAME_LINE = Fraction(11, 10)
_BAR_TOP = Fraction(3, 2)
_BAR = Fraction(11, 10)
_BAR_LINE = _BAR_TOP + Fraction(17, 20)

_BAND = 7
"""How high the columns of months are with their numbers, and the dots of replies."""

_PEAK = Fraction(9, 2)
"""How high the highest of them is."""

_BETWEEN = 3
"""The room for names of months and years, and how far apart rows of months are."""

_LEAST_LABELLED = Fraction(6, 100)
"""The narrowest part of a bar that has room for its number."""

_DIGITS_A_ROW = 39
"""How many digits stand beside each other in a window of 320 pixels."""


@dataclass(frozen=True)
class Drawing:
    """What a chart is called, for those who do not see it."""

    id: str
    """Begins the ids of its parts."""

    title: str
    caption: str
    """What it shows, in a sentence."""


def draw_shares(drawing: Drawing, holdings: Sequence[Holding]) -> Markup:
    """Draw every holding's part of the whole as a bar in a frame that is the whole."""
    rows = [part for n, h in enumerate(holdings) for part in _draw_share(_ROW * n, h)]
    return _frame(drawing, rows, _ROW * len(holdings))


def _draw_share(top: Fraction, holding: Holding) -> Iterator[Markup]:
    published = number(holding.tally.published)
    figures = f"{published}, {percent(holding.share)}" if holding.groups else "no group"
    yield _write_row(top, holding.name, figures)
    whole = "whole" if holding.groups else "whole none"
    yield _rect(whole, Fraction(), top + _BAR_TOP, Fraction(1), _BAR)
    if holding.share:
        yield _rect("accent", Fraction(), top + _BAR_TOP, holding.share, _BAR)


def draw_offers(drawing: Drawing, holdings: Sequence[Holding]) -> Markup:
    """Draw what became of every holding's offers as a bar of four patterns."""
    most = max((holding.tally.offered for holding in holdings), default=0) or 1
    rows = [part for n, h in enumerate(holdings) for part in _draw_offer(_ROW * n, h, most)]
    return _frame(drawing, [_PATTERNS, *rows], _ROW * len(holdings))


def parts_of(tally: OfferTally) -> tuple[int, int, int, int]:
    """How many offers fell into each of `SEGMENTS`."""
    coming = tally.accepted - tally.appeared
    return (tally.appeared, coming, tally.declined, tally.unanswered)


def _draw_offer(top: Fraction, holding: Holding, most: int) -> Iterator[Markup]:
    yield _write_row(top, holding.name, f"{number(holding.tally.offered)} offered")
    left, bar = Fraction(), top + _BAR_TOP
    yield _rect("start", left, bar, left, _BAR)
    for (kind, _), value in zip(SEGMENTS, parts_of(holding.tally), strict=True):
        width = Fraction(value, most)
        if value:
            yield _rect(kind, left, bar, width, _BAR)
        if width >= _LEAST_LABELLED:
            middle = left + width / 2
            yield _text(f"in {kind}", middle, top + _BAR_LINE, number(value))
        left += width


def draw_swatch(kind: str) -> Markup:
    """Draw the pattern of one of `SEGMENTS`, for the legend."""
    return Markup(
        '<svg class="swatch" aria-hidden="true" width="1.6em" height=".9em">'
        '<rect class="{}" width="100%" height="100%"/></svg>'
    ).format(kind)


def draw_months(drawing: Drawing, months: Sequence[Month]) -> Markup:
    """Draw what was published as columns, and replies below as dots on stalks.

    Args:
        drawing: What it is called.
        months: At least one.
    """
    most_published = max(month.published for month in months) or 1
    most_replies = max(month.replies for month in months) or 1
    longest = max(len(number(most_published)), len(number(most_replies)))
    rows = in_rows(months, _DIGITS_A_ROW // longest)
    slot, high = Fraction(1, len(rows[0])), 2 * (_BAND + _BETWEEN)
    parts: list[Markup] = []
    for n, row in enumerate(rows):
        top = Fraction(n * high)
        parts += _draw_columns(top, row, slot, most_published)
        parts += _draw_names(top + _BAND, row, slot)
        parts += _draw_dots(top + _BAND + _BETWEEN, row, slot, most_replies)
    return _frame(drawing, parts, Fraction(high * len(rows) - _BETWEEN))


def _draw_columns(
    top: Fraction, months: Sequence[Month], slot: Fraction, most: int
) -> Iterator[Markup]:
    base = top + _BAND
    yield _text("", Fraction(), top + 1, "Published")
    for n, month in enumerate(months):
        high = Fraction(month.published * _PEAK, most)
        left = slot * n + slot / 5
        if high:
            yield _rect("accent", left, base - high, slot * Fraction(3, 5), high)
        yield from _write_value(slot * n + slot / 2, base - high, month, month.published)
    yield _line(Fraction(), base, slot * len(months), base)


def _draw_dots(
    top: Fraction, months: Sequence[Month], slot: Fraction, most: int
) -> Iterator[Markup]:
    base = top + _BAND
    yield _text("", Fraction(), top + 1, "Replies")
    for n, month in enumerate(months):
        high = Fraction(month.replies * _PEAK, most)
        middle = slot * n + slot / 2
        if high:
            yield _line(middle, base, middle, base - high)
            yield Markup('<circle class="dot" cx="{}" cy="{}" r=".3em"/>').format(
                _part(middle), _em(base - high)
            )
        lifted = base - high - (Fraction(1, 4) if high else 0)
        yield from _write_value(middle, lifted, month, month.replies)
    yield _line(Fraction(), base, slot * len(months), base)


def _write_value(
    middle: Fraction, bottom: Fraction, month: Month, value: int
) -> Iterator[Markup]:
    if value or month.is_whole:  # nothing yet is no fact of a month that is not over
        yield _text("in", middle, bottom - Fraction(3, 10), number(value))


def _draw_names(top: Fraction, months: Sequence[Month], slot: Fraction) -> Iterator[Markup]:
    for n, month in enumerate(months):
        middle, name = slot * n + slot / 2, MONTHS[month.first.month - 1]
        letters = Markup('{}<tspan class="more">{}</tspan>').format(name[0], name[1:3])
        yield _text("in", middle, top + Fraction(6, 5), letters)
        if begins_year(month, months):
            yield _text("", slot * n, top + Fraction(12, 5), str(month.first.year))


def _frame(drawing: Drawing, parts: Iterable[Markup], high: Fraction) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{id}-title {id}-told" width="100%" '
        'height="{high}" paint-order="stroke"><title id="{id}-title">{title}</title>'
        '<desc id="{id}-told">{caption}</desc>{inner}</svg>'
    ).format(
        id=drawing.id,
        high=_em(high + Fraction(1, 5)),
        title=drawing.title,
        caption=drawing.caption,
        inner=Markup().join(parts),
    )


def _write_row(top: Fraction, name: str, figures: str) -> Markup:
    """Write a name and a number over a bar, at its two ends."""
    base, whole = top + _NAME_LINE, fit(name, _LONG_NAME)
    cut = fit(whole, _NAME).removesuffix("…")
    rest = Markup('<tspan class="more">{}</tspan><tspan class="less">…</tspan>')
    named = cut + rest.format(whole[len(cut) :]) if whole != cut else Markup.escape(whole)
    return _text("", Fraction(), base, named) + _text("end", Fraction(1), base, figures)


def _text(kind: str, x: Fraction, y: Fraction, text: str | Markup) -> Markup:
    name = Markup(' class="{}"').format(kind) if kind else ""
    return Markup('<text{} x="{}" y="{}">{}</text>').format(name, _part(x), _em(y), text)


def _rect(kind: str, x: Fraction, y: Fraction, width: Fraction, high: Fraction) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, _part(x), _em(y), _part(width), _em(high)
    )


def _line(x: Fraction, y: Fraction, x2: Fraction, y2: Fraction) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        _part(x), _em(y), _part(x2), _em(y2)
    )


def _part(of_width: Fraction) -> str:
    return f"{_hundredths(of_width * 100)}%"


def _em(high: Fraction) -> str:
    return f"{_hundredths(high)}em"


def _hundredths(value: Fraction) -> str:
    """Write a length with at most two decimals, the same on every machine."""
    whole, rest = divmod(round(value * 100), 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")
