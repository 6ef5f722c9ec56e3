"""Events become a calendar that one can subscribe to."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from postroom.model.item import Item
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.site import Site

if TYPE_CHECKING:
    from icalendar import Event

_MOST = 500
"""Calendar programs fetch the whole file again and again."""

_DAY = timedelta(days=1)


def render_calendar(
    site: Site, newsletter: Newsletter, plain: Callable[[Item], str]
) -> bytes:
    """Render the printed events of a newsletter, in the order in which they begin.

    Times are UTC: they are right everywhere, and need no table of zones.

    Source:
        RFC 5545; the calendar's name and pace, RFC 7986.
    """
    from icalendar import Calendar  # noqa: PLC0415  # slow to load, and rarely needed

    calendar = Calendar()
    name = f"{site.name}: {newsletter.options.title}"
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
    made: bytes = calendar.to_ical()
    return made


def _events(newsletter: Newsletter) -> list[Printed]:
    found = (p for p in newsletter.events if p.issue.uid not in newsletter.hidden)
    return sorted(found, key=lambda p: p.item.order)


def _event(site: Site, printed: Printed, permalink: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    item = printed.item
    start, end = item.moment(item.row.begins), item.moment(item.row.ends)
    assert start is not None  # every event has one
    event = Event()
    event.add("uid", f"{item.uid}@{site.domain}")
    event.add("dtstamp", printed.issue.date.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    if end is not None:
        event.add("dtend", end.astimezone(UTC))
    event.add("summary", item.title)
    if place := item.answer("place") or item.answer("online"):
        event.add("location", str(place))
    event.add("url", item.url or permalink)
    return event
