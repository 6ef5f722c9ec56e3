"""Rules of RFC 5545 give the days that `dateutil` finds, and look no further than asked."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import ClassVar

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from postroom.model.recurrence import Recurrence, parse_recurrence

CODES = "MO TU WE TH FR SA SU".split()
TEN_YEARS = timedelta(days=3660)
START = date(2024, 1, 1)

starts = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def listed(values: st.SearchStrategy) -> st.SearchStrategy[str]:
    """One to four values, as a rule has them."""
    return st.lists(values, min_size=1, max_size=4).map(lambda v: ",".join(map(str, v)))


def from_either_end(highest: int) -> st.SearchStrategy[int]:
    return st.integers(-highest, highest).filter(bool)


def weekdays(highest: int) -> st.SearchStrategy[str]:
    """Weekdays: all of them with a turn, or none; `dateutil` wants no mixture."""
    plain = st.sampled_from(CODES)
    if not highest:
        return listed(plain)
    return listed(plain) | listed(st.builds("{}{}".format, from_either_end(highest), plain))


TURNS = {"DAILY": 0, "WEEKLY": 0, "MONTHLY": 5, "YEARLY": 53}
KEYS = "BYDAY BYMONTH BYMONTHDAY BYSETPOS COUNT INTERVAL UNTIL WKST".split()


@st.composite
def rules(draw: st.DrawFn) -> tuple[str, date]:
    """A rule as somebody could write it, and its start; it need not make sense."""
    frequency = draw(st.sampled_from(list(TURNS)))
    start = draw(starts)
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4))
    if {"COUNT", "UNTIL"} <= set(keys):
        keys.remove("COUNT")  # the standard forbids both together
    turns = min(TURNS[frequency], 5) if "BYMONTH" in keys else TURNS[frequency]
    if "BYSETPOS" in keys and frequency == "WEEKLY":
        keys = [key for key in keys if key != "WKST"]
        start -= timedelta(days=start.weekday())  # `dateutil` cuts the first week short
    values = {
        "INTERVAL": st.integers(1, 999),
        "COUNT": st.integers(1, 9999),
        "UNTIL": st.dates(start, date(2120, 1, 1)).map("{:%Y%m%d}".format),
        "BYMONTH": listed(st.integers(1, 12)),
        "BYMONTHDAY": listed(from_either_end(31)),
        "BYDAY": weekdays(turns),
        "BYSETPOS": listed(from_either_end(6)),
        "WKST": st.sampled_from(CODES),
    }
    parts = [f"FREQ={frequency}", *(f"{key}={draw(values[key])}" for key in keys)]
    return ";".join(parts), start


def judge(text: str, start: date) -> Iterator[date]:
    """The days that `dateutil` finds, however long it takes."""
    return map(datetime.date, rrulestr(text, dtstart=datetime.combine(start, time())))


@given(rules())
def test_a_rule_gives_the_days_that_somebody_else_finds(rule):
    text, start = rule

    days = list(parse_recurrence(text, start).list_days(start, start + TEN_YEARS))

    assert days == list(islice(judge(text, start), len(days)))


SELDOM = {
    "a day that most years have not": "FREQ=YEARLY;BYDAY=53MO",
    "a leap day": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "a Friday the 13th": "FREQ=DAILY;BYMONTHDAY=13;BYDAY=FR",
    "every third month with 31 days": "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31",
}


@pytest.mark.parametrize("text", SELDOM.values(), ids=SELDOM)
def test_what_comes_seldom_is_complete(text):
    until = START + TEN_YEARS * 4

    days = list(parse_recurrence(text, START).list_days(START, until))

    expected = judge(f"{text};UNTIL={until:%Y%m%d}", START)
    assert days == list(expected)


@given(rules(), st.dates(date(2000, 1, 1), date(2120, 1, 1)))
def test_a_window_shows_what_lies_in_it(rule, since):
    text, start = rule
    until = since + timedelta(days=400)
    recurrence = parse_recurrence(text, start)

    days = list(recurrence.list_days(since, until))

    whole = recurrence.list_days(date.min, until)
    assert days == [day for day in whole if day >= since]


NEVER = {
    "30 February": "BYMONTH=2;BYMONTHDAY=30",
    "31 days where there are none": "BYMONTH=4,6,9,11;BYMONTHDAY=31",
    "a month that is none": "BYMONTH=13",
    "the second of one": "BYMONTH=5;BYMONTHDAY=9;BYSETPOS=2",
    "seldom: 29 February on a Monday": "BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
}


class Watched(Recurrence):
    """A rule that remembers at which days it looks."""

    looked_at: ClassVar[list[date]] = []

    def _has(self, day: date) -> bool:
        self.looked_at.append(day)
        return super()._has(day)


@pytest.mark.parametrize("parts", NEVER.values(), ids=NEVER)
@pytest.mark.parametrize("frequency", TURNS)
def test_no_day_is_looked_at_twice_or_outside_the_window(frequency, parts):
    looked_at = Watched.looked_at = []
    rule = Watched(**vars(parse_recurrence(f"FREQ={frequency};{parts}", START)))

    days = list(rule.list_days(START, START + TEN_YEARS))

    assert days == []
    assert len(looked_at) == len(set(looked_at))
    assert min(looked_at) == START
    assert max(looked_at) < START + TEN_YEARS + timedelta(days=366)  # a period ends first


TURNED = {
    "every Monday and the last Friday": (
        "FREQ=MONTHLY;BYDAY=MO,-1FR;COUNT=6",
        "01-01 01-08 01-15 01-22 01-26 01-29",
    ),
    "weeks that begin on Sunday": (
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU;COUNT=2",
        "01-14 01-28",
    ),
    "the same weeks from Monday": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;COUNT=2",
        "01-07 01-21",
    ),
}


@pytest.mark.parametrize(("text", "expected"), TURNED.values(), ids=TURNED)
def test_turns_and_weeks_are_as_the_standard_has_them(text, expected):
    days = parse_recurrence(text, START).list_days(START, START + TEN_YEARS)

    assert [f"{day:%m-%d}" for day in days] == expected.split()


def test_time_has_an_end():
    for frequency in TURNS:
        rule = parse_recurrence(f"FREQ={frequency};BYMONTHDAY=-1", START)

        assert date.max in rule.list_days(date(9990, 1, 1), date.max)


REFUSED = {
    "nothing": "",
    "hours": "FREQ=HOURLY",
    "seconds": "FREQ=SECONDLY;INTERVAL=9",
    "no frequency": "BYDAY=MO",
    "a frequency said twice": "FREQ=DAILY;FREQ=DAILY",
    "a week that begins on a third Monday": "FREQ=WEEKLY;WKST=3MO",
    "a huge step": "FREQ=DAILY;INTERVAL=1000",
    "a huge count": "FREQ=DAILY;COUNT=10000",
    "days of the year": "FREQ=YEARLY;BYYEARDAY=100",
    "an end that is no day": "FREQ=DAILY;UNTIL=20260230",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_rule_of_days_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse_recurrence(text, START)
