"""Events become a calendar that one can subscribe to."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from postroom.model.item import Item
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.site import Site

if TYPE_CHECKING:
    from icalendar import Event, vRecur

_MOST = 500
"""Calendar programs fetch the whole file again and again."""

_DAY, _YEAR = timedelta(days=1), timedelta(days=366)


def render_calendar(
    site: Site, newsletter: Newsletter, plain: Callable[[Item], str]
) -> bytes:
    """Render the printed events of a newsletter, in the order in which they begin.

    Times are UTC: they are right everywhere, and need no table of zones. What repeats is
    in its own zone, whose clocks may change meanwhile, and brings its table along.

    Source:
        RFC 5545; the calendar's name and pace, RFC 7986.
    """
    from icalendar import Calendar  # noqa: PLC0415  # slow to load, and rarely needed

    calendar = Calendar()
    name = newsletter.full_title(site.name)
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Postroom//Newsletter//EN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _DAY, parameters={"VALUE": "DURATION"})
    for printed in _events(newsletter)[-_MOST:]:
        permalink = site.absolute(site.place_of(newsletter, printed))
        event = _event(site, printed, permalink)
        said = (plain(printed.item), printed.item.answer("online"), permalink)
        event.add("description", "\n\n".join(filter(None, said)))
        calendar.add_component(event)
    if days := [day for p in _events(newsletter)[-_MOST:] for day in _again(p.item)]:
        calendar.add_missing_timezones(min(days) - _YEAR, max(days) + _YEAR)
    made: bytes = calendar.to_ical()
    return made


def _events(newsletter: Newsletter) -> list[Printed]:
    found = (p for p in newsletter.events if p.issue.uid not in newsletter.hidden)
    return sorted(found, key=lambda p: p.item.order)


def _event(site: Site, printed: Printed, permalink: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    item = printed.item
    start, end = item.begins_at, item.ends_at
    assert start is not None  # every event has one
    event = Event()
    event.add("uid", f"{item.uid}@{site.domain}")
    event.add("dtstamp", max(printed.issue.date, printed.updated).astimezone(UTC))
    event.add("dtstart", _write(item, start))
    if end is not None:
        event.add("dtend", _write(item, end))
    if rule := item.answer(item.row.repeats):
        event.add("rrule", _write_rule(item, rule))
    if item.changed:
        event.add("sequence", len(item.changed))
        event.add("last-modified", printed.updated.astimezone(UTC))
    if item.withdrawn:
        event.add("status", "CANCELLED")
    event.add("summary", item.title)
    if place := item.answer("place") or item.answer("online"):
        event.add("location", str(place))
    event.add("url", item.url or permalink)
    return event


def _write(item: Item, moment: datetime) -> date:
    """Write a moment as a calendar has it: a day, UTC, or local time where it repeats."""
    if item.is_all_day:
        return moment.date()
    return moment if item.answer(item.row.repeats) else moment.astimezone(UTC)


def _again(item: Item) -> tuple[date, ...]:
    """The days of what repeats."""
    return item.days if item.answer(item.row.repeats) else ()


def _write_rule(item: Item, rule: str) -> "vRecur":
    """Write a rule; where there are times, its end is one, too, in UTC (3.3.10)."""
    from icalendar import vRecur  # noqa: PLC0415

    parts: vRecur = vRecur.from_ical(rule)
    if "UNTIL" in parts and item.begins_at and not item.is_all_day:
        last = item.begins_at + (item.days[-1] - item.days[0])
        parts["UNTIL"] = [last.astimezone(UTC)]
    return parts
