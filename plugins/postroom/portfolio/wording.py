"""How figures are written: numbers, months, the sentence that sums up, what to do next."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from postroom.model.text import MONTHS, count, join_names, write_day
from postroom.portfolio.holdings import Holding, Month, Portfolio, Silence
from postroom.toolbox.wrap import width_of

NOTHING = "–"
"""Stands where there is nothing to divide by."""

_ENOUGH = 3
"""Placements or answers from which on it is worth telling how they fell."""

_HALF = Fraction(1, 2)
_REMARKABLE = Fraction(3, 2)
_A_GAP = 2
"""Months in a row without a placement that are worth telling."""

_MONTHS_A_ROW = 13


def number(value: int) -> str:
    """Write a whole number, the same under every locale: 1,240."""
    return f"{value:,}"


def percent(part: Fraction | None) -> str:
    """Write a part of a whole, halves rounded up: 67%."""
    return NOTHING if part is None else f"{_rounded(part * 100)}%"


def decimal(value: Fraction | None) -> str:
    """Write a number with one decimal, halves rounded up: 4.3."""
    if value is None:
        return NOTHING
    whole, tenth = divmod(_rounded(value * 10), 10)
    return f"{number(whole)}.{tenth}"


def _rounded(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def month_name(first: date) -> str:
    """Write a month in full: November 2025."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def fit(text: str, columns: int) -> str:
    """Cut a name so that it takes at most so many columns of a terminal."""
    if width_of(text) <= columns:
        return text
    while width_of(text) >= columns:
        text = text[:-1]
    return f"{text.rstrip()}…"


def sum_up(portfolio: Portfolio) -> str:
    """Say all of it in a few sentences."""
    period = portfolio.period
    opening = f"From {write_day(period.since)} to {write_day(period.until)},"
    if not portfolio.groups:
        opening += " there was no group to offer anything to."
    else:
        opening += f" {_sum_up_offers(portfolio)}."
    parts = [opening, *_sum_up_published(portfolio), *_sum_up_platforms(portfolio)]
    return " ".join(parts)


def _sum_up_offers(portfolio: Portfolio) -> str:
    total = portfolio.total
    if not total.offered:
        return "nothing was offered"
    asked = sum(holding.tally.offered > 0 for holding in portfolio.groups)
    groups = count(len(portfolio.groups), "group")
    sentence = f"{count(total.offered, 'offer')} went to {number(asked)} of {groups}"
    sentence += f"; {number(total.answered)} got an answer"
    return f"{sentence}, {number(total.accepted)} a yes" if total.answered else sentence


def _sum_up_published(portfolio: Portfolio) -> Iterator[str]:
    total = portfolio.total
    if not total.published:
        yield "Nothing was published."
        return
    groups = sum(bool(holding.share) for holding in portfolio.groups)
    kinds = sum(bool(holding.share) for holding in portfolio.kinds)
    yield (
        f"{count(total.published, 'placement')} appeared with {count(groups, 'group')} of "
        f"{count(kinds, 'kind')}, and {count(total.replies, 'reply')} came, "
        f"{decimal(total.replies_each)} a placement."
    )
    yield (
        f"That is as spread as over {decimal(portfolio.effective_groups)} equal groups, or "
        f"{decimal(portfolio.effective_kinds)} equal kinds."
    )


def _sum_up_platforms(portfolio: Portfolio) -> Iterator[str]:
    used = [h.tally for h in portfolio.announcements if h.tally.published]
    if used:
        posted = count(sum(tally.published for tally in used), "announcement")
        yield f"Apart from that, {posted} on {count(len(used), 'platform')}."


def suggest(portfolio: Portfolio) -> tuple[str, ...]:
    """Say what the figures suggest, each in a sentence; never nothing."""
    remarks = (
        *_on_concentration(portfolio),
        *_on_missing(portfolio),
        *map(_on_silence, portfolio.silent),
        *_on_answers(portfolio),
        *_on_gaps(portfolio),
        *_on_replies(portfolio),
    )
    return remarks or ("Nothing stands out.",)


def _on_concentration(portfolio: Portfolio) -> Iterator[str]:
    """Ask what the essay asks: which one event would end it?"""
    group, kind = portfolio.largest_group, portfolio.largest_kind
    if group is None or kind is None or portfolio.total.published < _ENOUGH:
        return
    if _weight(group):
        yield (
            f"{_weight(group)} the placements ({_of_all(group, portfolio)}) are with one "
            f"group, {group.name}: a single event could end them."
        )
    elif _weight(kind):
        yield (
            f"{_weight(kind)} the placements ({_of_all(kind, portfolio)}) are with groups "
            f"of one kind, {kind.name}."
        )


def _weight(holding: Holding) -> str:
    share = holding.share or Fraction()
    if share < _HALF:
        return ""
    return "All of" if share == 1 else "Half of" if share == _HALF else "More than half of"


def _of_all(holding: Holding, portfolio: Portfolio) -> str:
    return f"{number(holding.tally.published)} of {number(portfolio.total.published)}"


def _on_missing(portfolio: Portfolio) -> Iterator[str]:
    if not portfolio.groups:
        yield "Describe the first group: who would print what you wrote?"
    elif kinds := portfolio.missing_kinds:
        named = " or ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1]]))
        yield f"There is no {named} group yet."
    if names := portfolio.never_offered:
        was = "was" if len(names) == 1 else "were"
        yield f"{join_names(list(names))} {was} never offered anything."


def _on_silence(silence: Silence) -> str:
    day = write_day(silence.since)
    if silence.offers == 1:
        return f"{silence.group} has not answered the offer of {day}."
    many = count(silence.offers, "offer")
    return f"{silence.group} has not answered {many}, the oldest of {day}."


def _on_answers(portfolio: Portfolio) -> Iterator[str]:
    for holding in portfolio.groups:
        tally = holding.tally
        if tally.declined >= _ENOUGH and not tally.accepted:
            yield (
                f"{holding.name} declined all {number(tally.declined)} offers that it "
                "answered: ask what it would print."
            )


def _on_gaps(portfolio: Portfolio) -> Iterator[str]:
    gap = portfolio.longest_idle
    if portfolio.groups and len(gap) >= _A_GAP:
        yield (
            f"No placement appeared for {len(gap)} months, from {month_name(gap[0])} to "
            f"{month_name(gap[-1])}."
        )


def _on_replies(portfolio: Portfolio) -> Iterator[str]:
    average = portfolio.total.replies_each
    holders = [h for h in portfolio.groups if h.share]
    if average is None or len(holders) <= 1:
        return
    best = max(holders, key=_replies_each)
    if average and _replies_each(best) >= average * _REMARKABLE:
        yield (
            f"The readers of {best.name} write most: {decimal(_replies_each(best))} "
            f"replies a placement, against {decimal(average)} over all."
        )


def _replies_each(holding: Holding) -> Fraction:
    return holding.tally.replies_each or Fraction()


def in_rows(months: Sequence[Month], most: int) -> list[Sequence[Month]]:
    """Break a row of months after at most so many, or after a year and a month."""
    length = min(most, _MONTHS_A_ROW)
    return [months[start : start + length] for start in range(0, len(months), length)]


def begins_year(month: Month, row: Sequence[Month]) -> bool:
    """Whether the year is worth writing beside a month of a row."""
    return month is row[0] or month.first.month == 1
