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
    match = _STAMP.match(stamp)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    with suppress(ValueError):
        if len(match[1]) > len(match[4]):
            return date(first, second, third)
        if day_first or match[2] == ".":
            return date(third, second, first)
        return date(third, first, second)
    return None


def is_day_first(stamp: str) -> bool:
    """Whether a day can only have been written before its month."""
    match = _STAMP.match(stamp.strip())
    return bool(match and int(match[1]) > _NOON and len(match[4]) > len(match[1]))


def is_either(stamp: str) -> bool:
    """Whether a day may be a month, and the month a day."""
    match = _STAMP.match(stamp.strip())
    if match is None or match[2] == "." or len(match[4]) <= len(match[1]):
        return False
    first, second = int(match[1]), int(match[3])
    return max(first, second) <= _NOON and first != second


def write_stamp(stamp: str, *, day_first: bool) -> str:
    """Write a day, and the time after it, as 2026-12-08 18:30; else leave them alone."""
    bare = stamp.strip()
    match = None if _ISO.match(bare) else _STAMP.match(bare)
    if match is None:
        return stamp
    return _write(read_day(bare, day_first=day_first), bare[match.end() :], stamp)


def write_named(answer: str) -> str:
    """Write 8 December 2026, 6.30 pm as 2026-12-08 18:30; else leave it alone."""
    match = _NAMED.match(answer.strip())
    if match is None:
        return answer
    month = (match[2] or match[3])[:3].title()
    number = [name[:3] for name in _MONTHS].index(month) + 1
    with suppress(ValueError):
        day = date(int(match[5]), number, int(match[1] or match[4]))
        return _write(day, answer.strip()[match.end() :], answer)
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
