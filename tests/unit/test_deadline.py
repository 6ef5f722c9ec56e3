"""What owners say of a deadline becomes days; what says no day is refused."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_group

from postroom.model.deadline import START, is_vague, next_deadline

TODAY = date(2026, 12, 1)
"""A Tuesday."""


def days_of(said: str, many: int = 3) -> list[str]:
    """The next closing days from `TODAY` on."""
    found: list[date] = []
    day: date | None = TODAY
    while day and len(found) < many:
        day = next_deadline(said, day)
        found += [day] if day else []
        day = day and day + timedelta(days=1)
    return [f"{day:%Y-%m-%d}" for day in found]


WORDS = {
    "15th monthly": ["2026-12-15", "2027-01-15", "2027-02-15"],
    "1st monthly": ["2026-12-01", "2027-01-01", "2027-02-01"],
    "31st monthly": ["2026-12-31", "2027-01-31", "2027-02-28"],
    "15th of the month": ["2026-12-15", "2027-01-15", "2027-02-15"],
    "On the 15th of every month": ["2026-12-15", "2027-01-15", "2027-02-15"],
    "1st and 15th monthly": ["2026-12-01", "2026-12-15", "2027-01-01"],
    "1, 15 monthly": ["2026-12-01", "2026-12-15", "2027-01-01"],
    "15th and last day monthly": ["2026-12-15", "2026-12-31", "2027-01-15"],
    "last day monthly": ["2026-12-31", "2027-01-31", "2027-02-28"],
    "last day of the month": ["2026-12-31", "2027-01-31", "2027-02-28"],
    "last friday monthly": ["2026-12-25", "2027-01-29", "2027-02-26"],
    "second tuesday of each month": ["2026-12-08", "2027-01-12", "2027-02-09"],
    "2nd tuesday monthly": ["2026-12-08", "2027-01-12", "2027-02-09"],
    "first and third Tue monthly": ["2026-12-01", "2026-12-15", "2027-01-05"],
    "5th thursday monthly": ["2026-12-31", "2027-04-29", "2027-07-29"],
    "wednesday weekly": ["2026-12-02", "2026-12-09", "2026-12-16"],
    "wednesdays": ["2026-12-02", "2026-12-09", "2026-12-16"],
    "every wednesday": ["2026-12-02", "2026-12-09", "2026-12-16"],
    "tues and thurs": ["2026-12-01", "2026-12-03", "2026-12-08"],
    "wednesday fortnightly from 2026-11-25": ["2026-12-09", "2026-12-23", "2027-01-06"],
    "every other wednesday, from 2026-12-02": ["2026-12-02", "2026-12-16", "2026-12-30"],
    "every other week on wednesday since 2026-12-02": [
        "2026-12-02",
        "2026-12-16",
        "2026-12-30",
    ],
    "15th quarterly": ["2027-01-15", "2027-04-15", "2027-07-15"],
    "15th quarterly from 2026-03-01": ["2026-12-15", "2027-03-15", "2027-06-15"],
    "last friday of march, june, september and december": [
        "2026-12-25",
        "2027-03-26",
        "2027-06-25",
    ],
    "15 march": ["2027-03-15", "2028-03-15", "2029-03-15"],
    "March 15th yearly": ["2027-03-15", "2028-03-15", "2029-03-15"],
    "29 february yearly": ["2027-02-28", "2028-02-29", "2029-02-28"],
}


@pytest.mark.parametrize(("said", "expected"), WORDS.items(), ids=WORDS)
def test_a_deadline_is_said_in_words(said, expected):
    assert days_of(said) == expected


RULES = {
    "FREQ=MONTHLY;BYDAY=-1FR": ["2026-12-25", "2027-01-29", "2027-02-26"],
    "freq=monthly;byday=-1fr": ["2026-12-25", "2027-01-29", "2027-02-26"],
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=15;": ["2026-12-15", "2027-01-15", "2027-02-15"],
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR": ["2027-08-13", "2028-10-13", "2029-04-13"],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2": [
        "2026-12-30",
        "2027-01-28",
        "2027-02-25",
    ],
    "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1": ["2026-12-31", "2027-06-30", "2027-12-31"],
    "FREQ=YEARLY;BYDAY=50WE": ["2026-12-16", "2027-12-15", "2028-12-13"],
    "FREQ=YEARLY": ["2027-01-01", "2028-01-01", "2029-01-01"],
    "FREQ=MONTHLY": ["2026-12-01", "2027-01-01", "2027-02-01"],
    "FREQ=WEEKLY": ["2026-12-07", "2026-12-14", "2026-12-21"],
    "FREQ=DAILY": ["2026-12-01", "2026-12-02", "2026-12-03"],
    "FREQ=DAILY;BYMONTHDAY=1,-1": ["2026-12-01", "2026-12-31", "2027-01-01"],
    "DTSTART:20260105 RRULE:FREQ=WEEKLY;INTERVAL=2": [
        "2026-12-07",
        "2026-12-21",
        "2027-01-04",
    ],
    "DTSTART;TZID=Europe/London:20260105T090000 RRULE:FREQ=DAILY;INTERVAL=300": [
        "2027-08-28",
        "2028-06-23",
        "2029-04-19",
    ],
    "FREQ=WEEKLY;UNTIL=20261214T235959Z": ["2026-12-07", "2026-12-14"],
    "FREQ=WEEKLY;UNTIL=20251231": [],
    "DTSTART:20261130 RRULE:FREQ=WEEKLY;COUNT=3": ["2026-12-07", "2026-12-14"],
    "DTSTART:20260101 RRULE:FREQ=WEEKLY;COUNT=3": [],
    "DTSTART:20400101 RRULE:FREQ=WEEKLY": [],
}


@pytest.mark.parametrize(("said", "expected"), RULES.items(), ids=RULES)
def test_a_deadline_is_said_as_a_rule(said, expected):
    assert days_of(said) == expected


_WORDS = "write `15th monthly`, `last friday monthly`, `wednesday weekly`, or a rule"
_NEVER = "name a day that comes: this one does not for ten years"
REFUSED = {
    "nothing": ("?", _WORDS),
    "a time": ("12:30", _WORDS),
    "a day of nothing": ("15th", _WORDS),
    "a pace without a day": ("monthly", _WORDS),
    "a day without a month": ("15th yearly", _WORDS),
    "two paces": ("15th monthly quarterly", _WORDS),
    "a day that no month has": ("32nd monthly", _WORDS),
    "day zero": ("0 monthly", _WORDS),
    "a weekday that no month has": ("6th friday monthly", _WORDS),
    "a weekday and a day": ("friday 13th monthly", _WORDS),
    "a weekday without its turn": ("friday monthly", _WORDS),
    "a weekday of March without its turn": ("friday of march", _WORDS),
    "a turn or a fortnight": ("every second friday monthly", _WORDS),
    "a beginning that does not exist": ("wednesday fortnightly from 2026-02-30", _WORDS),
    "a beginning of long ago": (
        "wednesday fortnightly from 1999-02-03",
        "let it count from a day between 2000 and 2099",
    ),
    "hours": ("FREQ=HOURLY", _WORDS),
    "seconds": ("FREQ=SECONDLY;COUNT=9", _WORDS),
    "a time of day": ("FREQ=DAILY;BYHOUR=9", _WORDS),
    "no frequency": ("BYDAY=MO", _WORDS),
    "an exception": ("FREQ=DAILY EXDATE:20260101=", _WORDS),
    "two rules": ("FREQ=DAILY RRULE:FREQ=WEEKLY", _WORDS),
    "no step": ("FREQ=DAILY;INTERVAL=0", _WORDS),
    "a step back": ("FREQ=DAILY;INTERVAL=-1", _WORDS),
    "a huge step": ("FREQ=DAILY;INTERVAL=1000", _WORDS),
    "a day that is none": ("FREQ=MONTHLY;BYMONTHDAY=0", _WORDS),
    "a weekday that is none": ("FREQ=WEEKLY;BYDAY=XX", _WORDS),
    "two frequencies": ("FREQ=DAILY;FREQ=WEEKLY", _WORDS),
    "the noughth friday": ("FREQ=MONTHLY;BYDAY=0FR", _WORDS),
    "an end that does not exist": ("FREQ=DAILY;UNTIL=20260230", _WORDS),
    "a count from nowhere": ("FREQ=DAILY;COUNT=2", "say from when: `wednesday fortnightly"),
    "a start of long ago": (
        "DTSTART:19991231 RRULE:FREQ=DAILY",
        "let it count from a day between 2000 and 2099",
    ),
    "a start in days to come": (
        "DTSTART:99990101 RRULE:FREQ=DAILY",
        "let it count from a day between 2000 and 2099",
    ),
    "words without end": ("5th " * 100_000 + "friday monthly", _WORDS),
    "a very long rule": (f"FREQ=DAILY;BYMONTH={'1,' * 200}1", _WORDS),
    "30 February": ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", _NEVER),
    "30 February, looked for daily": ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", _NEVER),
    "29 February on a Monday": ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", _NEVER),
    "a 38th Monday of May": ("FREQ=YEARLY;BYMONTH=5;BYDAY=38MO", _NEVER),
    "a fifth Monday of February": ("fifth monday of february", _NEVER),
    "the last of few": ("FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=200", _NEVER),
    "a month that is none": ("FREQ=YEARLY;BYMONTH=13", _NEVER),
    "a sixth Monday": ("FREQ=MONTHLY;BYDAY=6MO", _NEVER),
    "Tuesdays among Mondays": ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", _NEVER),
    "an end before the beginning": ("FREQ=DAILY;UNTIL=18991231", _NEVER),
}


@pytest.mark.parametrize(("said", "fix"), REFUSED.values(), ids=REFUSED)
def test_what_says_no_day_is_refused_with_what_to_write(said, fix):
    with pytest.raises(ValueError, match=r"\w") as refusal:
        next_deadline(said, TODAY)

    assert str(refusal.value).startswith(fix)


@given(
    st.text(max_size=60) | st.from_regex(r"(RRULE:)?FREQ=[A-Z]{5,7}(;[A-Z]+=[\w,+-]*){0,4}")
)
def test_any_text_is_a_deadline_or_refused(said):
    day = None
    with suppress(ValueError):
        day = next_deadline(said, TODAY)

    assert day is None or TODAY <= day <= TODAY + timedelta(days=3660)


def test_there_is_an_answer_at_the_end_of_time():
    assert next_deadline("wednesday weekly", date.max) is None
    assert next_deadline("friday weekly", date.max) == date.max


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([*WORDS, *RULES]))
def test_the_next_deadline_is_none_that_has_passed_and_leaves_none_out(day, said):
    found = next_deadline(said, day)

    assert found is None or found >= day
    if found and found > day:
        assert next_deadline(said, day + timedelta(days=1)) == found


VAGUE = {
    "wednesday fortnightly": True,
    "every other wednesday": True,
    "FREQ=WEEKLY;INTERVAL=2": True,
    "FREQ=DAILY;INTERVAL=10": True,
    "wednesday fortnightly from 2026-01-07": False,
    "DTSTART:20260107 RRULE:FREQ=WEEKLY;INTERVAL=2": False,
    "wednesday weekly": False,
    "15th quarterly": False,
}


@pytest.mark.parametrize(("said", "expected"), VAGUE.items(), ids=VAGUE)
def test_every_other_week_needs_a_beginning(said, expected):
    assert is_vague(said) is expected


def test_rules_count_from_a_monday_that_begins_a_year():
    assert (START.weekday(), START.month, START.day) == (0, 1, 1)


FOLLOW_UPS = {
    "no deadline: two weeks": (None, date(2026, 12, 15)),
    "a deadline beyond them: two weeks": ("20th monthly", date(2026, 12, 15)),
    "a deadline within them: the day after": ("10th monthly", date(2026, 12, 11)),
    "a deadline on the last of them": ("14th monthly", date(2026, 12, 15)),
    "a deadline in five days": ("6th monthly", date(2026, 12, 7)),
    "a deadline in four days is not waited for": ("5th monthly", date(2026, 12, 15)),
    "the first one that leaves time": ("thursday weekly", date(2026, 12, 11)),
}


@pytest.mark.parametrize(
    ("deadline", "expected"), FOLLOW_UPS.values(), ids=FOLLOW_UPS.keys()
)
def test_one_asks_again_in_two_weeks_or_after_the_deadline(deadline, expected):
    group = a_group(deadline=deadline)

    assert group.follow_up_after(TODAY) == expected
