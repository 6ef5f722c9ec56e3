"""Why an offer is worth making now, said to its author."""

from collections.abc import Iterator
from datetime import date

from postroom.model.group import Group
from postroom.model.post import Post
from postroom.model.text import MONTHS, count, join_names, write_day
from postroom.offers.exclusive import list_copies
from postroom.offers.fit import Fit, say_range
from postroom.offers.situation import Situation


def why_post(books: Situation, post: Post, fit: Fit) -> Iterator[str]:
    """Say what of a post speaks for offering it to a group, what matters most first."""
    if fit.topics:
        yield f"on {join_names([*fit.topics])}, which they want"
    if fit.authors:
        yield f"by {join_names([*fit.authors])}, whom they ask for"
    version = "" if fit.length == "full" else " in the short version"
    yield f"{count(fit.words, 'word')}{version}"
    printed = sum(copy.printed is not None for copy in list_copies(books.site, post))
    if printed:
        yield f"printed in {count(printed, 'other place')} so far"
    terms = books.site.terms_of(post)
    if terms and terms.not_before and terms.not_before.date() > books.today:
        yield f"to be printed from {write_day(terms.not_before)} on"


def why_group(books: Situation, group: Group) -> Iterator[str]:
    """Say what of a group speaks for offering it something now."""
    if closing := books.closings[group.id]:
        yield f"closes on {write_day(closing)}"
    if group.wants.words:
        yield f"they take {say_range(group)} words"
    last = books.printed_by(group)
    if last and last.published:
        replies = count(last.replies, "reader")
        wrote = f" and {replies} wrote" if last.replies else ""
        yield f"they printed you in {_say_month(last.published, books.today)}{wrote}"
    elif not books.knows_us(group):
        yield "nothing was offered to them yet"
    if group.wants.exclusive_days:
        yield f"they want it alone for {group.wants.exclusive_days} days"


def _say_month(day: date, today: date) -> str:
    month = MONTHS[day.month - 1]
    return month if day.year == today.year else f"{month} {day.year}"
