"""Groups and placements become figures: how spread they are, who answers, what comes of it.

Offers are those made in the period, as they stood at its end. What was published and who
replied counts in the month in which it happened, whenever the offer was made. Platforms
that we post to ourselves are no communities, and are reckoned apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from postroom.errors import PostroomError
from postroom.model.group import Group
from postroom.model.placement import Placement
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.portfolio.holdings import (
    KINDS,
    SILENT_AFTER,
    Holding,
    Month,
    OfferTally,
    Period,
    Portfolio,
    Silence,
    Travel,
    next_month,
    ratio_of,
)


def reckon(
    groups: Iterable[Group], placements: Iterable[Placement], *, since: date, until: date
) -> Portfolio:
    """Reckon the figures of a period; what happened after it is not known yet.

    Args:
        groups: Platforms among them are reckoned apart.
        placements: Those with other groups are left out.
        since: The first day, not after the last.
        until: The last day; who is silent is told as of it.
    """
    period = Period(since, until)
    known = sorted(groups, key=lambda group: group.id)
    past = [past for p in placements if (past := _cut(p, until)) is not None]
    communities = [group for group in known if not group.platform]
    ids = {group.id for group in communities}
    placed = [placement for placement in past if placement.group in ids]
    at = _by_group(past)
    total = _tally(placed, period)
    held = [_hold(group, at[group.id], period, total.published) for group in communities]
    kinds = _hold_kinds(communities, placed, period, total.published)
    silent = _find_silent(communities, at, period)
    platforms = [_hold(group, at[group.id], period, 0) for group in known if group.platform]
    asked = {placement.group for placement in past if placement.day_of("offered")}
    return Portfolio(
        period=period,
        total=total,
        groups=tuple(sorted(held, key=_largest)),
        kinds=tuple(sorted(kinds, key=_largest)),
        months=tuple(_count_months(placed, period)),
        travels=tuple(_count_travels(placed, period)),
        never_offered=tuple(group.name for group in communities if group.id not in asked),
        silent=tuple(sorted(silent, key=lambda silence: silence.since)),
        announcements=tuple(sorted(platforms, key=_largest)),
    )


def begin_of(since: date | int, last: date) -> date:
    """The first day of a period.

    Args:
        since: That day, or how many whole months lie before that of the last day.
        last: The last day.

    Raises:
        PostroomError: It comes after the last day.
    """
    first = since if isinstance(since, date) else _months_before(last, since)
    if first > last:
        raise PostroomError(
            f"--since: {first} comes after the last day, {last}\n"
            "    fix: choose an earlier day, or a later --until"
        )
    return first


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of another."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def list_titles(site: Site, posts: Iterable[Post]) -> dict[str, str]:
    """The titles of posts, drafts too, and of all issues, by their tags."""
    titles = {post.tag: post.title for post in posts}
    return titles | {
        issue.tag: f"{newsletter.options.title}, № {issue.number}"
        for newsletter in site.newsletters
        for issue in newsletter.every
    }


def _cut(placement: Placement, until: date) -> Placement | None:
    """Forget what had not happened on a day; None if nothing had."""
    steps = tuple(step for step in placement.steps if step.date <= until)
    return replace(placement, steps=steps) if steps else None


def _by_group(placements: Iterable[Placement]) -> Mapping[str, Sequence[Placement]]:
    at: defaultdict[str, list[Placement]] = defaultdict(list)
    for placement in placements:
        at[placement.group].append(placement)
    return at


def _tally(placements: Iterable[Placement], period: Period) -> OfferTally:
    every = tuple(placements)
    offers = [p for p in every if p.day_of("offered") in period]
    states = Counter(offer.status for offer in offers)
    return OfferTally(
        offered=len(offers),
        accepted=states["accepted"] + states["published"],
        declined=states["declined"],
        appeared=states["published"],
        waits=tuple(sorted(days for p in offers if (days := _wait(p)) is not None)),
        published=sum(p.published in period for p in every),
        replies=sum(_replies(p, period).total() for p in every),
    )


def _wait(offer: Placement) -> int | None:
    """How many days the first answer took; None if it came before it was asked for."""
    offered, answered = offer.day_of("offered"), offer.answered
    if offered is None or answered is None or answered < offered:
        return None
    return (answered - offered).days


def _replies(placement: Placement, period: Period) -> Counter[date]:
    """Count the replies of the period, by the first days of their months."""
    counted: Counter[date] = Counter()
    for step in placement.steps:
        if step.date in period:
            counted[step.date.replace(day=1)] += step.replies
    return counted


def _hold(
    group: Group, placements: Iterable[Placement], period: Period, published: int
) -> Holding:
    tally = _tally(placements, period)
    share = ratio_of(tally.published, published)
    return Holding(group.id, group.name, group.kind, tally, share)


def _hold_kinds(
    groups: Sequence[Group],
    placements: Sequence[Placement],
    period: Period,
    published: int,
) -> Iterator[Holding]:
    for kind in KINDS:
        ids = {group.id for group in groups if group.kind == kind}
        tally = _tally((p for p in placements if p.group in ids), period)
        share = ratio_of(tally.published, published)
        yield Holding(kind, kind, kind, tally, share, len(ids))


def _largest(holding: Holding) -> tuple[int, int, int, int]:
    """Sort by what was published, then by replies, offers and groups; then as it was."""
    tally = holding.tally
    return (-tally.published, -tally.replies, -tally.offered, -holding.groups)


def _count_months(placements: Sequence[Placement], period: Period) -> Iterator[Month]:
    offered = Counter(_month(p.day_of("offered"), period) for p in placements)
    published = Counter(_month(p.published, period) for p in placements)
    replies = sum((_replies(p, period) for p in placements), Counter[date]())
    for first in period.months:
        last = next_month(first) - timedelta(days=1)
        is_whole = first in period and last in period
        yield Month(first, is_whole, offered[first], published[first], replies[first])


def _month(day: date | None, period: Period) -> date | None:
    return day.replace(day=1) if day is not None and day in period else None


def _count_travels(placements: Iterable[Placement], period: Period) -> list[Travel]:
    published: Counter[str] = Counter()
    replies: Counter[str] = Counter()
    for placement in placements:
        published[placement.subject] += placement.published in period
        replies[placement.subject] += _replies(placement, period).total()
    travels = [Travel(s, published[s], replies[s]) for s in published]
    far = [travel for travel in travels if travel.published or travel.replies]
    return sorted(far, key=lambda t: (-t.published, -t.replies, t.subject))


def _find_silent(
    groups: Iterable[Group], at: Mapping[str, Sequence[Placement]], period: Period
) -> Iterator[Silence]:
    latest = period.until - timedelta(days=SILENT_AFTER)
    for group in groups:
        asked = [
            p.since
            for p in at[group.id]
            if p.status == "offered" and p.day_of("offered") in period
        ]
        overdue = [day for day in asked if day < latest]
        if overdue:
            yield Silence(group.name, min(overdue), len(overdue))
