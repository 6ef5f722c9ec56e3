"""A believable portfolio for tests: five groups, a platform, thirteen months."""

from datetime import date

from tests.factories import a_group, a_placement, a_step

from postroom.model.placement import Placement
from postroom.portfolio.figures import reckon
from postroom.portfolio.holdings import Portfolio

GROUPS = (
    a_group("choir", kind="hobby", name="Sing Out & Sons, Harehills"),
    a_group("delta", kind="employer", name="Delta Libraries"),
    a_group(
        "forum", kind="online", name="The Forum of Newsletter Editors and Their Hyphens"
    ),
    a_group("humber", kind="association", name="Humber Engineers"),
    a_group("leavers", kind="online", name="Leeds Leavers’ Circle"),
    a_group("wall", kind="online", name="The Wall", platform="mastodon"),
)
TITLES = {
    "post/aaaa": "The forty letters",
    "post/bbbb": "Give <before> you ask",
    "post/cccc": "When to leave a group",
}
SINCE, UNTIL = date(2025, 11, 1), date(2026, 11, 28)


def _story(group: str, post: str, replies: int = 0, **days: str) -> Placement:
    steps = [
        a_step(move, group=group, post=post, date=date.fromisoformat(day))
        for move, day in days.items()
    ]
    if replies:
        day = steps[-1].date
        steps.append(a_step("replied", group=group, post=post, replies=replies, date=day))
    return a_placement(*steps)


PLACEMENTS = (
    _story("humber", "aaaa", 19, offered="2025-10-20", published="2025-11-10"),
    _story(
        "humber",
        "bbbb",
        40,
        offered="2026-01-05",
        accepted="2026-01-08",
        published="2026-02-10",
    ),
    _story("humber", "cccc", 4, offered="2026-02-20", published="2026-03-10"),
    _story("humber", "dddd", offered="2026-05-01", accepted="2026-05-03"),
    _story("humber", "eeee", offered="2026-09-01"),
    _story("choir", "aaaa", 7, published="2026-03-29"),
    _story("forum", "aaaa", 2, offered="2026-05-05", published="2026-07-01"),
    _story("forum", "bbbb", offered="2026-07-20", declined="2026-07-21"),
    _story("leavers", "aaaa", offered="2026-10-03"),
    _story("leavers", "bbbb", offered="2026-11-27"),
    _story("wall", "aaaa", 3, offered="2026-02-01", published="2026-02-01"),
)


def portfolio() -> Portfolio:
    """All of it."""
    return reckon(GROUPS, PLACEMENTS, since=SINCE, until=UNTIL)


def nothing() -> Portfolio:
    """Neither groups nor placements."""
    return reckon((), (), since=SINCE, until=UNTIL)
