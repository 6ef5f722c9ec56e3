"""An item becomes the few words below its title: when, where, for whom, how."""

from datetime import date, datetime
from urllib.parse import urlsplit

from postroom.model.item import Item
from postroom.model.kinds import Field
from postroom.model.sheet import Fact
from postroom.model.text import write_day

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def list_facts(item: Item) -> tuple[Fact, ...]:
    """Say what the row of its kind calls facts, in the row's order."""
    facts = [_state(item, field) for field in item.row.fields if field.fact]
    found = [_when(item), *facts]
    if item.url and not any(field.fact for field in item.row.fields):
        found.append(Fact(host_of(item.url)))
    return tuple(fact for fact in found if fact is not None)


def _state(item: Item, field: Field) -> Fact | None:
    value = item.answer(field.name)
    if value is None:
        return None
    if field.type in ("url", "reach"):
        return Fact(field.fact.format(_short(value)), value)
    said = write_day(value) if isinstance(value, date) else str(value)
    return Fact(field.fact.replace("{}", said))


def _short(address: str) -> str:
    """Write an address for people: the mailbox, or the host and the path."""
    if address.startswith("mailto:"):
        return address.removeprefix("mailto:")
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def host_of(address: str) -> str:
    """Where an address leads, in a word."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _when(item: Item) -> Fact | None:
    """Write when an event is, in its own zone."""
    start = item.answer(item.row.begins) if item.row.begins else None
    if not isinstance(start, datetime):
        return None
    end = item.answer(item.row.ends)
    zone = str(item.answer("zone") or "UTC").rpartition("/")[2].replace("_", " ")
    said = f"{_DAYS[start.weekday()]} {write_day(start)}, {start:%H:%M}"
    if isinstance(end, datetime):
        same_day = end.date() == start.date()
        said += f" to {end:%H:%M}" if same_day else f" to {write_day(end)}, {end:%H:%M}"
    return Fact(f"{said} ({zone} time)")
