"""What an item is: one submission to a newsletter, its keys after the table of kinds."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    create_model,
)

from postroom.model.address import stem
from postroom.model.base import Frozen, Line, Prose, WebAddress
from postroom.model.characters import neutralise
from postroom.model.kinds import KINDS, Kind
from postroom.model.kinds import Field as Question
from postroom.model.recurrence import parse_recurrence
from postroom.model.target import MAIL, refuse
from postroom.model.text import plain_slug

MOST_DAYS = 100
"""Days on which something may begin again."""

_LONGEST = timedelta(days=2 * 366)
"""From the first of them to the last."""

UID = r"^[a-z0-9]{4,16}$"
_PLAIN = re.compile(r"[\w-]+", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.ASCII)
_YEARS = range(1900, 3000)


def _local_moment(value: object) -> object:
    """Read a local date and time, or a day; YAML makes such of some of them."""
    if isinstance(value, str):
        try:
            if _LOCAL.fullmatch(value.strip()):
                return datetime.fromisoformat(value.strip())
            return date.fromisoformat(value.strip())
        except ValueError:
            pass  # the thirtieth of February
        raise ValueError("write a date that exists and a time, such as 2026-12-08 18:30")
    if isinstance(value, date) and getattr(value, "tzinfo", None) is None:
        return value
    raise ValueError("write a local date and time, such as 2026-12-08 18:30")


def _day(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("write a date that exists, such as 2026-12-18") from None


def _in_our_time(value: date) -> date:
    """Refuse years in which reckoning with days and zones comes to an end."""
    if value.year not in _YEARS:
        raise ValueError(f"write a year from {_YEARS.start} to {_YEARS.stop - 1}")
    return value


def _zone(value: str) -> str:
    if value in ("UTC", "Etc/UTC") or "/" in value:
        try:
            return ZoneInfo(value).key
        except (LookupError, OSError, ValueError):  # an unknown name, a folder, a path
            pass
    raise ValueError("write a time zone by continent and city, such as Europe/London")


def _rule(value: str) -> str:
    parts = value.removeprefix("RRULE:")
    try:
        rule = parse_recurrence(parts, date(2024, 1, 1))
    except ValueError as error:
        raise ValueError(_RULE) from error
    if rule.count is None and rule.until == date.max:
        raise ValueError(f"{_RULE}; say until when, or how many times")
    return parts.strip(";")


_RULE = "write a rule of RFC 5545, such as FREQ=WEEKLY;UNTIL=20261222"


def _reach(value: str) -> str:
    bare = value.removeprefix("mailto:")
    if MAIL.fullmatch(bare):
        return f"mailto:{bare}"
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("write a public link that begins with https://")
    return _honest(value)


def _honest(address: str) -> str:
    """Refuse an address that can only deceive, or that is nobody's site."""
    if fault := refuse(address):
        what, fix = fault
        raise ValueError(f"{fix}; this is {what}")
    return address


LocalMoment = Annotated[
    datetime | date, BeforeValidator(_local_moment), AfterValidator(_in_our_time)
]
Rule = Annotated[Line, AfterValidator(_rule)]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_in_our_time)]
Zone = Annotated[Line, AfterValidator(_zone)]
Reach = Annotated[Line, AfterValidator(_reach)]
Target = Annotated[WebAddress, AfterValidator(_honest)]
"""An address that strangers give: what can only deceive is none."""


class Correction(Frozen):
    """What was put right after an item was printed."""

    date: Day
    note: Line = Field(min_length=1, max_length=280)


EDITORIAL = frozenset({"hold", "withdrawn", "same_as", "corrections"})
"""What an editor decides about an item; whoever sends it in cannot."""


class Item(Frozen):
    """One submission; each kind has a model of its own with the fields of its row."""

    path: str = Field(exclude=True)
    """The Markdown file, relative to the content folder."""

    kind: str
    uid: str = Field(pattern=UID)
    """Identity in every feed; never changes."""

    submitted: Day
    """The day on which it was sent in."""

    title: Line
    url: Target | None = None
    text: Prose = ""
    """A little Markdown; hostile until it is cleaned."""

    by: Line = ""
    """Who sent it, as they want to be named."""

    by_url: Target | None = None
    source: Line = ""
    """Where it came from, such as `github:owner/name#12`; tells a second version of it
    from a new item."""

    consent: Literal[True]
    """Whoever sent it may share it, and did."""

    mail_is_public: bool = False
    """Whether an e-mail address in it may be shown."""

    hold: StrictBool | Annotated[StrictInt, Field(ge=1)] = False
    """Kept for later: `true` until somebody releases it, or the number of the first issue
    that may have it."""

    withdrawn: Day | None = None
    """The day on which it was taken back; where it is printed already, only that is
    said in its place."""

    same_as: Line = ""
    """The name of an item that says the same: this one is never printed."""

    corrections: tuple[Correction, ...] = ()
    """What was put right after it was printed, told below it."""

    @property
    def name(self) -> str:
        """The file's name without its ending: what an issue lists."""
        return stem(self.path)

    @property
    def slug(self) -> str:
        """Its part of an address: its name, unless somebody gave its file an odd one."""
        if _PLAIN.fullmatch(self.name):
            return self.name
        return f"{plain_slug(self.name) or self.kind}-{self.uid}"

    @property
    def row(self) -> Kind:
        """Its row in the table of kinds."""
        return KINDS[self.kind]

    def answer(self, field: str) -> Any:
        """The value of one of the fields of its kind; None if it was not answered."""
        return getattr(self, field, None) or None

    def says_the_same_as(self, other: "Item | None") -> bool:
        """Whether another is the same, word for word, since whatever day."""
        beside = {"submitted", *EDITORIAL}
        return other is not None and (
            other.model_dump(exclude=beside) == self.model_dump(exclude=beside)
        )

    @property
    def is_gone(self) -> bool:
        """Whether it was taken back, or stands elsewhere: no issue prints it."""
        return self.withdrawn is not None or bool(self.same_as)

    def waits_for(self, number: int) -> bool:
        """Whether the issue of a number may print it, as far as its editor decided."""
        is_kept = self.hold is True or (self.hold is not False and number < self.hold)
        return not (is_kept or self.is_gone)

    @property
    def changed(self) -> tuple[date, ...]:
        """The days on which it was corrected or taken back, in their order."""
        days = [each.date for each in self.corrections]
        return tuple(sorted([*days, self.withdrawn] if self.withdrawn else days))

    @property
    def anchor(self) -> str:
        """Its place on the page of an issue."""
        return f"{self.kind}-{self.uid}"

    def moment(self, field: str) -> datetime | None:
        """An answer as an instant: local times in the item's zone, days at their end."""
        value = self.answer(field) if field else None
        zone = ZoneInfo(self.answer("zone") or "UTC")
        if isinstance(value, datetime):
            return value.replace(tzinfo=zone)
        if isinstance(value, date):
            return datetime.combine(value + timedelta(days=1), time(), zone)
        return None

    @property
    def is_all_day(self) -> bool:
        """Whether it begins with a day, and names no time."""
        begins = self.answer(self.row.begins) if self.row.has_times else None
        return begins is not None and not isinstance(begins, datetime)

    @property
    def begins_at(self) -> datetime | None:
        """The instant at which it begins: a whole day with its first minute."""
        begins = self.moment(self.row.begins)
        return begins - timedelta(days=1) if begins and self.is_all_day else begins

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which it ends the first time, if it says so."""
        stated = self.moment(self.row.ends)
        return stated or (self.moment(self.row.begins) if self.is_all_day else None)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it begins: one, or as many as it repeats."""
        begins = self.answer(self.row.begins) if self.row.has_times else None
        if begins is None:
            return ()
        first = begins.date() if isinstance(begins, datetime) else begins
        rule = self.answer(self.row.repeats) if self.row.repeats else None
        if rule is None:
            return (first,)
        listed = parse_recurrence(rule, first).list_days(first, first + _LONGEST)
        return tuple(islice(listed, MOST_DAYS + 1))

    def over_since(self, seen: datetime) -> datetime:
        """The instant from which it is of no use to anybody.

        Args:
            seen: When it was first seen, for items that name no end themselves.
        """
        row = self.row
        if self.withdrawn:
            return datetime.combine(self.withdrawn, time(), UTC)
        stated = self.moment(row.ends) or self.moment(row.begins)
        if stated is None:
            return seen + timedelta(days=row.days)
        days = self.days if row.repeats else ()
        return stated + (days[-1] - days[0]) if days else stated

    @property
    def over(self) -> datetime:
        """The instant from which no issue should print it."""
        return self.over_since(datetime.combine(self.submitted, time(), UTC))

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Sorts the items of a section: by what they begin with, else as they came."""
        first = self.begins_at
        came = datetime.combine(self.submitted, time(), UTC)
        return (first or came, f"{self.submitted}", self.name)

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.over <= now


def _shown(value: object) -> object:
    """Take out what nobody can see; a file by pull request saw no form before."""
    if isinstance(value, str) and not value.isascii():
        return neutralise(value)[0]
    return value


_LEVELS = 30


def _flat(text: str) -> str:
    """Refuse quotes and lists within each other that nobody can write out or read."""
    for line in text.split("\n"):
        words = line.lstrip("> \t-*+")
        begin = line[: len(line) - len(words)].expandtabs(4) if words else ""
        marks = sum(map(begin.count, "-*+"))
        indent = len(begin) - len(begin.lstrip()) if marks else 0
        if begin.count(">") + marks + indent // 4 > _LEVELS:
            raise ValueError(f"write at most {_LEVELS} quotes or lists within each other")
    return text


_TYPES: dict[str, Any] = {
    "line": Annotated[Line, BeforeValidator(_shown)],
    "text": Annotated[Prose, BeforeValidator(_shown), AfterValidator(_flat)],
    "url": Target,
    "moment": LocalMoment,
    "date": Day,
    "zone": Zone,
    "reach": Reach,
    "repeat": Rule,
}


@cache
def model_of(kind: Kind) -> type[Item]:
    """The model of one kind, made from its row."""
    fields: dict[str, Any] = {"kind": (Literal[kind.name], ...)}
    for field in kind.all_fields:
        fields[field.name] = _definition(field)
    return create_model(f"{kind.name.title()}Item", __base__=Item, **fields)


def _definition(field: Question) -> tuple[Any, Any]:
    kind: Any = Literal[field.options] if field.options else _TYPES[field.type]
    limits: dict[str, Any] = {}
    if field.type in ("line", "text"):
        limits = {"max_length": field.most}
        if field.required:
            limits["min_length"] = field.least
    if field.required:
        return (kind, Field(description=field.help, **limits))
    empty: Any = "" if field.type in ("line", "text") else None
    return (kind if empty == "" else kind | None, Field(default=empty, **limits))
