"""How often a newsletter appears, and when its next issue is due."""

from datetime import date, timedelta
from typing import Literal

Cadence = Literal["weekly", "fortnightly", "monthly", "quarterly"]

_DAYS = {"weekly": 7, "fortnightly": 14}
_MONTHS = {"monthly": 1, "quarterly": 3}
_WEEK = 7


def next_date(last: date, cadence: Cadence) -> date:
    """When the issue after the last one is due.

    Months keep the weekday and its turn: after a first Thursday comes the first Thursday,
    after a fifth one the last.
    """
    if cadence in _DAYS:
        return last + timedelta(days=_DAYS[cadence])
    months = last.year * 12 + last.month - 1 + _MONTHS[cadence]
    first = date(months // 12, months % 12 + 1, 1)
    turn = (last.day - 1) // _WEEK
    due = first + timedelta(days=(last.weekday() - first.weekday()) % _WEEK + turn * _WEEK)
    return due if due.month == first.month else due - timedelta(days=_WEEK)
