"""The figures of a portfolio become a private page that needs nothing from elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from postroom.model.text import count, write_day
from postroom.portfolio.charts import (
    SEGMENTS,
    Drawing,
    draw_months,
    draw_offers,
    draw_shares,
    draw_swatch,
    parts_of,
)
from postroom.portfolio.holdings import (
    SILENT_AFTER,
    Holding,
    Month,
    OfferTally,
    Portfolio,
    Travel,
)
from postroom.portfolio.wording import (
    decimal,
    month_name,
    number,
    percent,
    suggest,
    sum_up,
)
from postroom.toolbox.templates import Templates

_MEANINGS = (
    (
        "Offers",
        "Those made in the period, as they stood at its end. Answered is the part of the "
        "offers that got a yes or a no, a yes the part of the answers. Days are the median "
        "from an offer to its first answer.",
    ),
    (
        "Placements and replies",
        "What was published in the period, and who wrote in it, each in the month in which "
        "it happened, whenever the offer was made. A share is the part of all placements.",
    ),
    (
        "Equal groups, equal kinds",
        "One divided by the sum of the squared shares (the inverse Herfindahl index): 1 if "
        "everything lies with one, and as many as there are if all have the same.",
    ),
    (
        "Months without a placement",
        "Months that the period covers as a whole, in which nothing was published.",
    ),
    (
        "No answer",
        f"A group is said to owe an answer after more than {SILENT_AFTER} days.",
    ),
    (
        "Platforms",
        "What you post there yourself is an announcement; no other figure counts it.",
    ),
)
_HELD = ("Placements", "Share", "Replies", "Per placement")


@dataclass(frozen=True)
class Table:
    """Numbers in rows; the first cell of each is its head."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()


@dataclass(frozen=True)
class PageSection:
    """A section of the page: what is to be seen, its numbers, perhaps a drawing of them."""

    id: str
    title: str
    told: str
    table: Table
    chart: Markup | None = None
    legend: Sequence[tuple[Markup, str]] = ()


def render_portfolio(
    portfolio: Portfolio,
    titles: Mapping[str, str],
    *,
    site_name: str,
    templates: Templates,
) -> bytes:
    """Render the page; the same figures give the same bytes.

    Args:
        portfolio: The figures.
        titles: The titles of posts and issues, by their tags.
        site_name: Whose communities they are.
        templates: Where `portfolio/page.html` is.
    """
    period = portfolio.period
    page = templates.render(
        "portfolio/page.html",
        site_name=site_name,
        period=f"{write_day(period.since)} to {write_day(period.until)}",
        summary=sum_up(portfolio),
        advice=suggest(portfolio),
        parts=list(_list_parts(portfolio, titles)),
        meanings=_MEANINGS,
    )
    return page.encode()


def _list_parts(portfolio: Portfolio, titles: Mapping[str, str]) -> Iterator[PageSection]:
    yield _show_kinds(portfolio)
    if portfolio.groups:
        yield _show_groups(portfolio)
        yield _show_offers(portfolio)
    yield _show_months(portfolio)
    if portfolio.travels:
        yield _show_travels(portfolio.travels, titles)
    if portfolio.announcements:
        yield _show_platforms(portfolio.announcements)


def _show_kinds(portfolio: Portfolio) -> PageSection:
    kinds, groups = portfolio.kinds, portfolio.groups
    title = "Placements by kind of community"
    caption = _tell_spread("kinds", portfolio.effective_kinds, portfolio.largest_kind)
    return PageSection(
        "kinds",
        "Kinds of community",
        caption,
        Table(
            title,
            ("Kind", "Groups", *_HELD),
            [(h.name, number(h.groups), *_held(h.tally, percent(h.share))) for h in kinds],
            ("All", number(len(groups)), *_held(portfolio.total, "")),
        ),
        draw_shares(Drawing("kinds", title, caption), kinds),
    )


def _show_groups(portfolio: Portfolio) -> PageSection:
    groups = portfolio.groups
    title = "Placements by group"
    caption = _tell_spread("groups", portfolio.effective_groups, portfolio.largest_group)
    return PageSection(
        "groups",
        "Groups",
        caption,
        Table(
            title,
            ("Group", *_HELD, "Kind"),
            [(h.name, *_held(h.tally, percent(h.share)), h.kind) for h in groups],
            ("All", *_held(portfolio.total, ""), ""),
        ),
        draw_shares(Drawing("groups", title, caption), groups),
    )


def _tell_spread(noun: str, spread: Fraction | None, largest: Holding | None) -> str:
    if largest is None:
        return "Nothing was published."
    return (
        f"As spread as over {decimal(spread)} equal {noun}. The largest, {largest.name}, "
        f"holds {percent(largest.share)}."
    )


def _held(tally: OfferTally, share: str) -> tuple[str, ...]:
    """Write what belongs to `_HELD`."""
    return (
        number(tally.published),
        share,
        number(tally.replies),
        decimal(tally.replies_each),
    )


def _show_offers(portfolio: Portfolio) -> PageSection:
    groups, total = portfolio.groups, portfolio.total
    title, caption = "What became of the offers to each group", _tell_answers(total)
    fates = (fate.capitalize() for _, fate in SEGMENTS)
    return PageSection(
        "offers",
        "Who answers",
        caption,
        Table(
            title,
            ("Group", "Offered", *fates, "Answered", "A yes", "Days"),
            [(h.name, *_answers(h.tally)) for h in groups],
            ("All", *_answers(total)),
        ),
        draw_offers(Drawing("offers", title, caption), groups),
        [(draw_swatch(kind), fate) for kind, fate in SEGMENTS],
    )


def _tell_answers(total: OfferTally) -> str:
    sentence = f"{count(total.offered, 'offer')}, {percent(total.answer_rate)} answered"
    sentence += f", {percent(total.acceptance_rate)} of the answers a yes."
    if total.waits:
        days = decimal(total.median_wait).removesuffix(".0")
        sentence += f" Half of the answers came within {days} days."
    return sentence


def _answers(tally: OfferTally) -> tuple[str, ...]:
    return (
        number(tally.offered),
        *map(number, parts_of(tally)),
        percent(tally.answer_rate),
        percent(tally.acceptance_rate),
        decimal(tally.median_wait),
    )


def _show_months(portfolio: Portfolio) -> PageSection:
    months, total = portfolio.months, portfolio.total
    title = "Placements and replies by month"
    caption = (
        f"{count(total.published, 'placement')} and {count(total.replies, 'reply')} in "
        f"{count(len(months), 'month')}, {number(len(portfolio.idle_months))} of them "
        "without a placement."
    )
    return PageSection(
        "months",
        "Month by month",
        caption,
        Table(
            title,
            ("Month", "Offered", "Published", "Replies"),
            [(_name(month), *_counts(month)) for month in months],
            ("All", *_counts(total)),
        ),
        draw_months(Drawing("months", title, caption), months),
    )


def _name(month: Month) -> str:
    return month_name(month.first) + ("" if month.is_whole else ", in part")


def _counts(of: Month | OfferTally) -> tuple[str, ...]:
    return (number(of.offered), number(of.published), number(of.replies))


def _show_travels(travels: Sequence[Travel], titles: Mapping[str, str]) -> PageSection:
    return PageSection(
        "travels",
        "What travelled",
        "Essays and issues that others published, or that brought replies.",
        Table(
            "Placements and replies by essay",
            ("Essay", "Placements", "Replies"),
            [
                (titles.get(t.subject, t.subject), number(t.published), number(t.replies))
                for t in travels
            ],
        ),
    )


def _show_platforms(platforms: Sequence[Holding]) -> PageSection:
    return PageSection(
        "platforms",
        "Announced on platforms",
        "What you posted yourself, where nobody has to say yes.",
        Table(
            "Announcements by platform",
            ("Platform", "Announcements", "Replies"),
            [
                (h.name, number(h.tally.published), number(h.tally.replies))
                for h in platforms
            ],
        ),
    )
