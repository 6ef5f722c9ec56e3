"""Days as spreadsheets write them become those that people write."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta

from postroom.intake.dates import Order, UnclearError, read_when, tell_parts

_NUMBERS = re.compile(r"\s*(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_WRITTEN = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:,? \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?)?"
    r"|[3-6]\d{4}(?:[.,]\d{1,12})?",
    re.I | re.ASCII,
)
_MONTHS = 12
"""A greater number is a day."""

_SERIAL = re.compile(r"([3-6]\d{4}|0(?=[.,]))(?:[.,](\d{1,18}))?")
"""The years from 1982 to 2091, in the days that spreadsheets count; a time is a part of a
day."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a local time, as all in a table
_MINUTES = 24 * 60


def find_order(cells: Iterable[str]) -> Order:
    """Find which number comes first in 03/04/2026: other cells of a table may show it.

    Returns:
        Nothing if none shows it, or one shows this and another that.
    """
    shown: set[Order] = set()
    for cell in cells:
        if found := _NUMBERS.match(cell[:40]):
            if int(found[1]) > _MONTHS and len(found[4]) > len("26"):
                shown.add("day")  # else it may be the year
            if int(found[3]) > _MONTHS:
                shown.add("month")
    return shown.pop() if len(shown) == 1 else ""


def is_either(cell: str) -> bool:
    """Whether a day may be a month, and the month a day."""
    found = _NUMBERS.match(cell[:40])
    if found is None:
        return False
    first, second = int(found[1]), int(found[3])
    return first != second and max(first, second) <= _MONTHS


def needs_order(cell: str) -> bool:
    """Whether only the order of its column tells what a day is, or which its year."""
    found = _NUMBERS.match(cell[:40])
    return found is not None and (is_either(cell) or len(found[4]) == len("26"))


def is_written_by_program(cell: str) -> bool:
    """Whether a cell is nothing but numbers of a day, and perhaps of a time."""
    return bool(_WRITTEN.fullmatch(cell.strip()))


def read_day(stamp: str, *, order: Order, today: date) -> date | None:
    """Read the day of a time stamp; of two that it can be, the one with the month first."""
    with suppress(UnclearError):
        return read_when(write_day(stamp), today=today, order=order or "month").begin.day
    return None


def join_day(first: str, second: str) -> str:
    """Join a day and a time that stand in two places; nothing if they are not those."""
    for day, at in ((first, second), (second, first)):
        parts, others = tell_parts(day), tell_parts(at)
        is_day = parts == {"day"} and "day" not in others
        if is_day or ("time" not in parts and others == {"time"}):
            return f"{day} {at}"
    return ""


def write_stamp(stamp: str, *, order: Order, today: date) -> str:
    """Write a stamp that has a day and a time in one way, whoever exports it; else nothing.

    It is local time: some programs say its offset from UTC, and some do not.
    """
    with suppress(UnclearError):
        side = read_when(write_day(stamp), today=today, order=order).begin
        return f"{side.day} {side.at}" if side.day and side.at else ""
    return ""


def write_day(cell: str) -> str:
    """Write the number that a spreadsheet counts days by as a day; else leave it alone."""
    serial = _SERIAL.fullmatch(cell.strip())
    if serial is None:
        return cell
    minutes = round(float(f"0.{serial[2] or 0}") * _MINUTES)
    if serial[1] == "0":
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}" if serial[2] else cell
    moment = _EPOCH + timedelta(days=int(serial[1]), minutes=minutes)
    return f"{moment:%Y-%m-%d %H:%M}" if serial[2] else f"{moment:%Y-%m-%d}"
