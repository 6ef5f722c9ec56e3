"""What people write of days and times becomes the values of an item, or questions."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from postroom.errors import Place, Problem
from postroom.intake.dates import TELL, Side, UnclearError, When, read_when, says_all_day
from postroom.intake.repeats import read_repeats
from postroom.model.imprint import NewsletterOptions
from postroom.model.kinds import Field, Kind
from postroom.model.text import write_day

TYPES = frozenset({"moment", "date", "repeat"})
"""Types of the fields that are read here."""

_NIGHT = 6
"""The hour until which a time without a day is of the night that has just begun."""

_AGAIN = re.compile(
    r"\b(?:every|each|weekly|monthly|daily|jeden|jede[rs]?|wöchentlich|monatlich|chaque"
    r"|tous les|toutes les|cada|todos los|todas las)\b",
    re.I,
)
"""Words of what repeats."""

_SMALL = re.compile(r"(?<![\d:.])([1-7])[:.]\d\d(?![\d:.])(?!\s?[ap])", re.I)


def find_zone(kind: Kind) -> Field | None:
    """Find the field that asks for a time zone."""
    return next((field for field in kind.fields if field.type == "zone"), None)


def lend_zone(
    kind: Kind, answers: Mapping[str, str], newsletter: NewsletterOptions
) -> Mapping[str, str]:
    """Let the time zone of a newsletter that names one count where no answer says it."""
    zone = find_zone(kind)
    if zone is None or not newsletter.lent_zone:
        return answers
    is_said = (answers.get(zone.name) or "").strip()
    return answers if is_said else {**answers, zone.name: newsletter.lent_zone}


def remark_zone(where: str, key: str, zone: str) -> Problem:
    """Say whose time zone counts where nobody said one."""
    what = f"no time zone is said, so it is the newsletter's: {zone}"
    return Problem(Place(where, 0, key), what, "if it is elsewhere, say where", False)


def settle_times(
    kind: Kind,
    values: Mapping[str, str],
    *,
    today: date,
    where: str,
    is_lent: bool = False,
) -> tuple[dict[str, str], list[Problem]]:
    """Read the days and times among the answers of an item.

    Args:
        kind: What the answers are to be.
        values: Clean text by the name of its field.
        today: The day on which it was sent in.
        where: What problems name as their place.
        is_lent: Whether nobody said the time zone, and it is the newsletter's.

    Returns:
        The answers, days and times as files have them, and what is unclear in them.
    """
    desk = _Desk(kind, dict(values), today, where, is_lent=is_lent)
    problems = list(desk.settle())
    return desk.values, problems


class _Desk:
    """The answers of one item while their times are read."""

    def __init__(
        self, kind: Kind, values: dict[str, str], today: date, where: str, *, is_lent: bool
    ) -> None:
        self.kind, self.values, self.is_lent = kind, values, is_lent
        self.today, self.where = today, where
        self.read: dict[str, Side] = {}
        self.whole: set[str] = set()
        """Fields of which it is said that they last all day."""

    def settle(self) -> Iterator[Problem]:
        """Read everything, in the order of the questions."""
        zone = find_zone(self.kind)
        for field in self.kind.fields:
            if field.type in TYPES and self.values.get(field.name):
                yield from self._read_field(field)
        if zone and self.is_lent and any(side.at for side in self.read.values()):
            yield remark_zone(self.where, zone.name, self.values.get(zone.name, ""))
        for field in self.kind.fields:
            if field.name in self.read:
                yield from self._write(field, zone)

    def _note(self, name: str, what: str, fix: str, *, is_fatal: bool = False) -> Problem:
        return Problem(Place(self.where, 0, name), what, fix, is_fatal=is_fatal)

    def _read_field(self, field: Field) -> Iterator[Problem]:
        written = self.values.pop(field.name)
        try:
            if field.type == "repeat":
                if rule := read_repeats(written, today=self.today):
                    self.values[field.name] = rule
                return
            when = read_when(written, today=self._today_of(field))
        except UnclearError as error:
            fix = _find_fix(field, written, error.fix)
            yield self._note(field.name, error.what, fix, is_fatal=True)
            return
        if field.type == "moment" and _SMALL.search(written):
            what = "a time before eight was read as one in the morning"
            yield self._note(
                field.name, what, "if it is in the evening, write 18:30 or 6:30pm"
            )
        if says_all_day(written):
            self.whole.add(field.name)
        yield from self._enter(field, when)

    def _today_of(self, field: Field) -> date:
        """What a day without a year comes after: an end, after its beginning."""
        begins = self.read.get(self.kind.begins)
        is_end = field.name == self.kind.ends
        return begins.day if is_end and begins and begins.day else self.today

    def _enter(self, field: Field, when: When) -> Iterator[Problem]:
        """Enter what one answer says: of a beginning perhaps the end as well."""
        if when.begin.day is None and field.name != self.kind.ends:
            what = "it says a time and no day"
            yield self._note(field.name, what, "write the day as well", is_fatal=True)
            return
        self.read[field.name] = when.begin
        if when.end is None:
            return
        if field.name == self.kind.begins and self.kind.has_times:
            if not self.values.get(self.kind.ends):
                self.read[self.kind.ends] = when.end
            return
        what = "it says two days or times, and one is asked for"
        yield self._note(field.name, what, "write the one that is meant", is_fatal=True)

    def _write(self, field: Field, zone: Field | None) -> Iterator[Problem]:
        """Write what was read as the value of a field."""
        side = self.read[field.name]
        if field.type == "date":
            assert side.day is not None  # it was asked for
            self.values[field.name] = f"{side.day}"
            if side.at:
                what = (
                    f"the time is left out: it counts to the end of {write_day(side.day)}"
                )
                yield self._note(field.name, what, "say in the text if it is earlier")
            return
        day = side.day
        if day is None:
            day, problems = self._find_day(field, side)
            yield from problems
        if day is not None and side.at is None:
            self.values[field.name] = f"{day}"
            if field.name == self.kind.begins and field.name not in self.whole:
                what = "no time is said, so it lasts all day"
                fix = "if it begins at a time, write that as well"
                yield self._note(field.name, what, fix)
        elif day is not None and side.at is not None:
            local = datetime.combine(day, side.at)
            moved = self._move(local, side.offset, zone)
            self.values[field.name] = _write_local(moved)
            if moved != local and zone:
                place = self.values[zone.name]
                what = f"{local:%H:%M} with its offset from UTC is {moved:%H:%M} in {place}"
                fix = "write the local time alone, if that is what is meant"
                yield self._note(field.name, what, fix, is_fatal=not self.is_lent)

    def _find_day(self, field: Field, side: Side) -> tuple[date | None, list[Problem]]:
        """Find the day of an end that names none: that of its beginning, or the next."""
        begins = self.read.get(self.kind.begins)
        if begins is None or begins.day is None or side.at is None:
            return None, []  # its beginning is not clear, which is said
        if begins.at is None:
            what, fix = (
                "it ends at a time, and begins at none",
                "give both a time, or neither",
            )
            return None, [self._note(field.name, what, fix, is_fatal=True)]
        if side.at > begins.at or side.at.hour >= _NIGHT:
            return begins.day, []
        what = f"the end was read as {side.at:%H:%M} of the next day"
        fix = "if it is another day, write it"
        return begins.day + timedelta(days=1), [self._note(field.name, what, fix)]

    def _move(
        self, local: datetime, offset: timedelta | None, zone: Field | None
    ) -> datetime:
        """Move a time that has an offset into the zone of its item."""
        if offset is None:
            return local
        name = self.values.get(zone.name, "") if zone else ""
        try:
            here = ZoneInfo(name)
            instant = local.replace(tzinfo=timezone(offset))
            return instant.astimezone(here).replace(tzinfo=None)
        except (LookupError, OSError, ValueError, OverflowError):
            return local  # the zone is a problem of its own


def _find_fix(field: Field, written: str, otherwise: str) -> str:
    """Say what to write where a general word would not help."""
    if field.type == "moment" and _AGAIN.search(written):
        return "write the first day here, and under “Does it repeat?” when it comes again"
    if field.type == "date" and otherwise == TELL:
        return "write the day in figures, such as 2026-12-18"
    return otherwise


def _write_local(moment: datetime) -> str:
    return moment.isoformat(" ").removesuffix(":00")


def write_moment(value: date) -> str:
    """Write a day, and a time if there is one, in words: Tuesday 8 December 2026, 18:30."""
    said = f"{_WEEKDAYS[value.weekday()]} {write_day(value)}"
    return f"{said}, {value:%H:%M}" if isinstance(value, datetime) else said


_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
