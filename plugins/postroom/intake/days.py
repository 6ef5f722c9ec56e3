"""Days and times as people and spreadsheets write them become those that forms ask for."""

import re
from contextlib import suppress
from datetime import date

from postroom.model.text import write_day

_STAMP = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_MONTHS = [write_day(date(2000, month, 1)).split()[1] for month in range(1, 13)]
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_NAMED = re.compile(
    rf"(?:\w{{3,9}},? )?(?:(\d{{1,2}})(?:st|nd|rd|th|\.)? ({_NAMES})"
    rf"|({_NAMES}) (\d{{1,2}})(?:st|nd|rd|th)?),? (\d{{4}})\b",
    re.I,
)
_TIME = re.compile(
    r"(?:,|\s|at|T)*(\d{1,2})[:.](\d\d)(?::\d\d)?\s*(?:([ap])\.?m\.?)?"
    r"\s*(?:(?:GMT|UTC)[+-]?[\d:]*)?",
    re.I,
)
_NOON = 12
"""As many as the months of a year, too: a greater number is a day."""


def read_day(stamp: str, *, day_first: bool) -> date | None:
    """Read the day at the beginning of a time stamp."""
    with suppress(ValueError):
        return date.fromisoformat(stamp[:10])
    found = _STAMP.match(stamp)
    if found is None:
        return None
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    with suppress(ValueError):
        if len(found[1]) > len(found[4]):
            return date(first, second, third)
        if day_first or found[2] == ".":
            return date(third, second, first)
        return date(third, first, second)
    return None


def is_day_first(stamp: str) -> bool:
    """Whether a day can only have been written before its month."""
    found = _STAMP.match(stamp.strip())
    return bool(found and int(found[1]) > _NOON and len(found[4]) > len(found[1]))


def is_either(stamp: str) -> bool:
    """Whether a day may be a month, and the month a day."""
    found = _STAMP.match(stamp.strip())
    if found is None or found[2] == "." or len(found[4]) <= len(found[1]):
        return False
    first, second = int(found[1]), int(found[3])
    return max(first, second) <= _NOON and first != second


def write_stamp(stamp: str, *, day_first: bool) -> str:
    """Write a day, and the time after it, as 2026-12-08 18:30; else leave them alone."""
    bare = stamp.strip()
    found = None if _ISO.match(bare) else _STAMP.match(bare)
    if found is None:
        return stamp
    return _write(read_day(bare, day_first=day_first), bare[found.end() :], stamp)


def write_named(answer: str) -> str:
    """Write 8 December 2026, 6.30 pm as 2026-12-08 18:30; else leave it alone."""
    found = _NAMED.match(answer.strip())
    if found is None:
        return answer
    month = (found[2] or found[3])[:3].title()
    number = [name[:3] for name in _MONTHS].index(month) + 1
    with suppress(ValueError):
        day = date(int(found[5]), number, int(found[1] or found[4]))
        return _write(day, answer.strip()[found.end() :], answer)
    return answer


def _write(day: date | None, rest: str, otherwise: str) -> str:
    time = _TIME.fullmatch(rest)
    if day is None or (rest.strip() and time is None):
        return otherwise
    return f"{day:%Y-%m-%d} {_hour(time)}:{time[2]}" if time else f"{day:%Y-%m-%d}"


def _hour(time: re.Match[str]) -> str:
    hour = int(time[1])
    if time[3]:
        hour = hour % _NOON + (_NOON if time[3] in "pP" else 0)
    return f"{hour:02}"
