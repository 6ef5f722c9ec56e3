"""When the next issue is due: the same weekday, in its turn."""

from datetime import date, timedelta
from itertools import accumulate, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.model.cadence import Cadence, next_date

CASES = {
    "weekly": ("weekly", date(2026, 3, 5), date(2026, 3, 12)),
    "fortnightly": ("fortnightly", date(2026, 12, 24), date(2027, 1, 7)),
    "the first Thursday": ("monthly", date(2026, 3, 5), date(2026, 4, 2)),
    "the second Tuesday": ("monthly", date(2026, 12, 8), date(2027, 1, 12)),
    "after a fifth Thursday the last": ("monthly", date(2026, 1, 29), date(2026, 2, 26)),
    "a fifth Thursday after a fifth": ("monthly", date(2026, 4, 30), date(2026, 5, 28)),
    "a leap day": ("monthly", date(2028, 2, 29), date(2028, 3, 28)),
    "over new year": ("quarterly", date(2026, 11, 3), date(2027, 2, 2)),
    "three months of fives": ("quarterly", date(2026, 1, 31), date(2026, 4, 25)),
}


@pytest.mark.parametrize(("cadence", "last", "expected"), CASES.values(), ids=CASES)
def test_next_date(cadence, last, expected):
    assert next_date(last, cadence) == expected


DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
CADENCES = st.sampled_from(["weekly", "fortnightly", "monthly", "quarterly"])


@given(DAYS, CADENCES)
def test_the_next_issue_is_later_and_on_the_same_weekday(last, cadence: Cadence):
    due = next_date(last, cadence)

    most = {"weekly": 7, "fortnightly": 14, "monthly": 35, "quarterly": 98}[cadence]
    assert due.weekday() == last.weekday()
    assert timedelta(0) < due - last <= timedelta(days=most)


@given(DAYS)
def test_a_monthly_issue_comes_once_every_month(first):
    dates = list(accumulate(repeat("monthly", 24), next_date, initial=first))

    months = [day.year * 12 + day.month for day in dates]
    assert months == list(range(months[0], months[0] + 25))
