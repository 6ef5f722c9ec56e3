"""An item becomes the few words below its title: when, where, for whom, how."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from postroom.model.item import Item
from postroom.model.kinds import Field
from postroom.model.sheet import Fact
from postroom.model.text import count, join_names, write_day

_NEXT = 5
"""Days that are written out."""

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
    start = item.answer(item.row.begins) if item.row.has_times else None
    if start is None:
        return None
    end = item.answer(item.row.ends)
    said = f"{_DAYS[start.weekday()]} {write_day(start)}"
    if isinstance(start, datetime):
        said += f", {start:%H:%M}"
    if isinstance(end, datetime) and isinstance(start, datetime):
        same_day = end.date() == start.date()
        said += f" to {end:%H:%M}" if same_day else f" to {write_day(end)}, {end:%H:%M}"
    elif end is not None and end != start:
        said += f" to {write_day(end)}"
    elif item.is_all_day:
        said += ", all day"
    if isinstance(start, datetime):
        said += f" ({_name_zone(item)})"
    return Fact(said + write_again(item.days))


def _name_zone(item: Item) -> str:
    """Name a time zone as people do: by its town, or UTC."""
    town = str(item.answer("zone") or "UTC").rpartition("/")[2].replace("_", " ")
    return town if town == "UTC" else f"{town} time"


def write_again(days: Sequence[date]) -> str:
    """Write the next days of what repeats, and how often it does; else nothing."""
    if len(days) < 2:  # noqa: PLR2004 - it does not
        return ""
    first, *later = days
    shown = later if len(later) <= _NEXT else later[: _NEXT - 1]
    listed = [write_day(day).removesuffix(f" {first.year}") for day in shown]
    rest = len(later) - len(shown)
    if not rest:
        return f"; again on {join_names(listed)}"
    until = f"until {write_day(later[-1]).removesuffix(f' {first.year}')}"
    return f"; again on {', '.join(listed)} and {count(rest, 'more time')} {until}"
