"""What an item may not be: over before it is read, sent twice, or at odds with itself."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from postroom.errors import Place, Problem
from postroom.intake.manners import check_manners, words_of
from postroom.model.item import Item
from postroom.model.ledger import Ledger, Twin
from postroom.model.newsletter import Newsletter
from postroom.model.text import write_day
from postroom.reading.items import check_whole, find_deceits
from postroom.toolbox.wording import show

_YEARS = 5
"""A day further away than this is a slip of the pen."""


def check_item(  # noqa: PLR0913 - each is something that it may clash with
    item: Item,
    *,
    newsletter: Newsletter,
    ledger: Ledger,
    now: datetime,
    where: str = "",
    home: str = "",
) -> Iterator[Problem]:
    """Check an item that is new; what an issue has printed may be over.

    Args:
        item: The item, whose values are right one by one.
        newsletter: What it is sent to.
        ledger: All items there are; it may be among them.
        now: The moment at which it is checked.
        where: What problems name as their place; else the item's file.
        home: The site's own host; empty if it has none.
    """
    where = where or item.path
    words = words_of(item.row, item.answer)
    yield from check_manners(
        item.row, words, where=where, mail_is_public=item.mail_is_public, home=home
    )
    for _, fault in find_deceits(item.text):  # as a build will read it
        yield Problem(Place(where, 0, "text"), *fault)
    yield from check_whole(item, lambda keys: Place(where, 0, keys[0]))
    printed = newsletter.printed_in.get(item.name)
    if printed is None:
        yield from _check_times(item, newsletter, now, where)
    elif not (newsletter.holds(item) or item.says_the_same_as(ledger.of_uid(item.uid))):
        what = f"№ {printed.number} of {write_day(printed.date)} has printed it already"
        yield Problem(Place(where), what, "send what is new about it as an item of its own")
    for twin in ledger.find(item):
        yield _explain_twin(twin, newsletter, where)


def _check_times(
    item: Item, newsletter: Newsletter, now: datetime, where: str
) -> Iterator[Problem]:
    slips = list(_check_years(item, now, where))
    yield from slips
    if slips:
        return
    yield from _check_gaps(item, where)
    if item.moment(item.row.begins) or item.moment(item.row.ends):
        yield from _check_end(item, newsletter, now, where)


def _check_years(item: Item, now: datetime, where: str) -> Iterator[Problem]:
    for field in item.row.fields:
        value = item.answer(field.name)
        if isinstance(value, date) and abs(value.year - now.year) > _YEARS:
            place = Place(where, 0, field.name)
            yield Problem(place, f"got {value.year:04}-{value:%m-%d}", "check the year")


def _check_gaps(item: Item, where: str) -> Iterator[Problem]:
    """Find local times that clocks skip when they are put forward, and that come twice."""
    for field in item.row.fields:
        stated = item.answer(field.name)
        moment = item.moment(field.name) if isinstance(stated, datetime) else None
        if moment is None:
            continue
        zone = ZoneInfo(item.answer("zone") or "UTC")
        in_zone = moment.astimezone(UTC).astimezone(zone)
        if in_zone.replace(tzinfo=None) == stated:
            if moment.replace(fold=1).utcoffset() != moment.utcoffset():
                what = f"{stated:%H:%M} comes twice in {zone.key} on {write_day(stated)}"
                fix = "the clocks go back: write a time before that hour, or after it"
                yield Problem(Place(where, 0, field.name), what, fix)
        else:
            what = f"there is no {stated:%H:%M} in {zone.key} on {write_day(stated)}"
            fix = f"the clocks go forward: write {in_zone:%H:%M}, or check the day"
            yield Problem(Place(where, 0, field.name), what, fix)


def _check_end(
    item: Item, newsletter: Newsletter, now: datetime, where: str
) -> Iterator[Problem]:
    key = item.row.ends if item.answer(item.row.ends) else item.row.begins
    place = Place(where, 0, key)
    due = newsletter.next_date
    if item.over <= now:
        what = f"{_write(item, key)} has passed"
        yield Problem(place, what, "check the year, or send in what is still to come")
    elif due and item.over <= datetime.combine(due, time(), UTC) + timedelta(days=1):
        what = f"№ {newsletter.next_number} is due on {write_day(due)}, too late for it"
        fix = "tell people in another way as well"
        yield Problem(place, what, fix, is_fatal=False)


def _write(item: Item, field: str) -> str:
    value = item.answer(field)
    if len(item.days) > 1:
        return f"the last of its days, {write_day(item.days[-1])},"
    if isinstance(value, datetime):
        return f"{write_day(value)}, {value:%H:%M} ({item.answer('zone')})"
    return write_day(value)


def _explain_twin(twin: Twin, newsletter: Newsletter, where: str) -> Problem:
    issue = newsletter.printed_in.get(twin.item.name)
    home = (
        f"№ {issue.number} of {write_day(issue.date)}"
        if issue
        else f"{twin.item.path}, sent in on {write_day(twin.item.submitted)},"
    )
    is_same = twin.shares == "url"
    shared = "has this address" if is_same else "has nearly this title"
    fix = (
        "send in only what is new, with an address of its own"
        if is_same
        else "if it is the same, take this one back; if not, all is well"
    )
    what = f"{home} {shared}: {show(twin.item.title)}"
    return Problem(Place(where, 0, twin.shares), what, fix, is_fatal=is_same)
