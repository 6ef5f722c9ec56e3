"""A rule of RFC 5545 becomes days of the calendar.

Ours, because `dateutil` looks for a day that never comes until the year 9999 (six seconds
for 30 February) and cannot be told to stop. Here nothing is looked for outside a window.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_CODES = "MO TU WE TH FR SA SU".split()
_WEEK, _YEAR = 7, 12
_END = date.max.toordinal() + 1


@dataclass(frozen=True)
class Recurrence:
    """Whole days that recur, and from when they count.

    Empty sets ask for nothing. Negative numbers count from the end.
    """

    frequency: str
    """DAILY, WEEKLY, MONTHLY or YEARLY: what a period is."""

    start: date
    interval: int
    """Of so many periods, one counts."""

    count: int | None
    until: date
    months: frozenset[int]
    month_days: frozenset[int]
    weekdays: frozenset[tuple[int, int]]
    """Which one of its month or year, 0 for every one; and the day, 0 for Monday."""

    positions: frozenset[int]
    """Which of the days that a period has by all the rest."""

    week_start: int

    def list_days(self, since: date, until: date) -> Iterator[date]:
        """Give the days from ``since`` to ``until``; the work grows with this window alone.

        A rule with a count is counted from its start.
        """
        last = min(until, self.until)
        left = self.count
        for ordinals in self._list_periods(self.start if left else since, last):
            for day in self._pick_days(ordinals):
                if day < self.start:
                    continue
                if day > last or left == 0:
                    return
                left = left and left - 1
                if day >= since:
                    yield day

    def _list_periods(self, since: date, until: date) -> Iterator[range]:
        """Give the periods that count, each as the ordinals of its days."""
        number = self._number(max(since, self.start))
        number += (self._number(self.start) - number) % self.interval
        last = until.toordinal()
        while (begin := self._begin(number)) <= last:
            yield range(begin, self._begin(number + 1))
            number += self.interval

    def _number(self, day: date) -> int:
        """Number the periods of all time."""
        match self.frequency:
            case "DAILY":
                return day.toordinal()
            case "WEEKLY":
                return (day.toordinal() - 1 - self.week_start) // _WEEK
            case "MONTHLY":
                return day.year * _YEAR + day.month - 1
        return day.year

    def _begin(self, number: int) -> int:
        """The ordinal of a period's first day; time ends after the year 9999."""
        match self.frequency:
            case "DAILY":
                return min(number, _END)
            case "WEEKLY":
                return min(number * _WEEK + 1 + self.week_start, _END)
            case "MONTHLY":
                year, month = divmod(number, _YEAR)
            case _:
                year, month = number, 0
        return date(year, month + 1, 1).toordinal() if year <= date.max.year else _END

    def _pick_days(self, ordinals: range) -> list[date]:
        days = [day for day in map(date.fromordinal, ordinals) if self._has(day)]
        if not self.positions:
            return days
        from_end = range(-len(days), 0)
        return [
            day
            for place, (day, back) in enumerate(zip(days, from_end, strict=True), start=1)
            if place in self.positions or back in self.positions
        ]

    def _has(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not self.month_days & {day.day, day.day - _length(day) - 1}:
            return False
        return not self.weekdays or not self.weekdays.isdisjoint(self._turns(day))

    def _turns(self, day: date) -> set[tuple[int, int]]:
        """Which one of its weekdays a day is, in its month; without months, in its year."""
        weekday = day.weekday()
        if self.frequency == "YEARLY" and not self.months:
            before = day.timetuple().tm_yday - 1
            after = (date(day.year, _YEAR, 31) - day).days
        else:
            before, after = day.day - 1, _length(day) - day.day
        turns = (0, before // _WEEK + 1, -(after // _WEEK) - 1)
        return {(turn, weekday) for turn in turns}


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


_NUMBERS = r"[+-]?[1-9]\d{0,2}(?:,[+-]?[1-9]\d{0,2}){0,40}"
_CODE = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_TURN = rf"(?:[+-]?[1-9]\d?)?{_CODE}"
_PART = (
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=[1-9]\d{0,2}|COUNT=[1-9]\d{0,3}"
    rf"|UNTIL=\d{{8}}(?:T\d{{6}}Z?)?|WKST={_CODE}|BYDAY={_TURN}(?:,{_TURN})*"
    rf"|(?:BYMONTH|BYMONTHDAY|BYSETPOS)={_NUMBERS}"
)
_PARTS = re.compile(rf"(?:{_PART})(?:;(?:{_PART}))*;?", re.ASCII)


def parse_recurrence(text: str, start: date) -> Recurrence:
    """Read the parts of a rule; what it leaves open is as on the day that it starts.

    Raises:
        ValueError: It is no rule, or one about other things than days, weeks and months.

    Source:
        RFC 5545, 3.3.10.
    """
    if not _PARTS.fullmatch(text):
        raise ValueError("not a rule of RFC 5545")
    pairs = [part.partition("=")[::2] for part in text.strip(";").split(";")]
    parts = dict(pairs)
    if "FREQ" not in parts or len(parts) < len(pairs):
        raise ValueError("a rule has one frequency, and says nothing twice")
    frequency = parts["FREQ"]
    if not parts.keys() & {"BYDAY", "BYMONTHDAY"}:
        parts |= _as_on(start, frequency, parts)
    return Recurrence(
        frequency=frequency,
        start=start,
        interval=int(parts.get("INTERVAL", "1")),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        until=date.fromisoformat(parts["UNTIL"][:8]) if "UNTIL" in parts else date.max,
        months=_read_numbers(parts, "BYMONTH"),
        month_days=_read_numbers(parts, "BYMONTHDAY"),
        weekdays=_read_weekdays(parts.get("BYDAY", ""), frequency),
        positions=_read_numbers(parts, "BYSETPOS"),
        week_start=_CODES.index(parts.get("WKST", "MO")),
    )


def _as_on(start: date, frequency: str, parts: dict[str, str]) -> dict[str, str]:
    """Say of the first day what a rule says of none."""
    match frequency:
        case "WEEKLY":
            return {"BYDAY": _CODES[start.weekday()]}
        case "MONTHLY":
            return {"BYMONTHDAY": str(start.day)}
        case "YEARLY":
            month = parts.get("BYMONTH", str(start.month))
            return {"BYMONTH": month, "BYMONTHDAY": str(start.day)}
    return {}


def _read_numbers(parts: dict[str, str], key: str) -> frozenset[int]:
    return frozenset(map(int, filter(None, parts.get(key, "").split(","))))


def _read_weekdays(listed: str, frequency: str) -> frozenset[tuple[int, int]]:
    """Read `-1FR,MO`; within weeks and days there is no first and no last one."""
    has_turns = frequency in ("MONTHLY", "YEARLY")
    return frozenset(
        (int(code[:-2] or 0) if has_turns else 0, _CODES.index(code[-2:]))
        for code in filter(None, listed.split(","))
    )
