"""When a group's newsletter closes, as its owner says it, becomes days of the calendar.

What people say becomes rules of RFC 5545. A day that does not come within ten years is
none: nobody looks for it longer.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from postroom.model.base import Line
from postroom.model.recurrence import Recurrence, parse_recurrence
from postroom.model.text import MONTHS

START = date(2024, 1, 1)
"""A Monday: rules that leave weeks, months or years out count from here unless they say
from when."""

_FAR = timedelta(days=3660)
_YEARS = range(2000, 2100)
_MOST_CHARACTERS = 200
TELL = (
    "write `15th monthly`, `last friday monthly`, `wednesday weekly`, or a rule such as "
    "`FREQ=MONTHLY;BYDAY=-1FR` (RFC 5545)"
)
_COUNTED = (
    "say from when: `wednesday fortnightly from 2026-01-07`, or `DTSTART:20260107 ...`"
)
_COUNTED_FROM = f"let it count from a day between {_YEARS[0]} and {_YEARS[-1]}"
_NEVER = "name a day that comes: this one does not for ten years"

_RULE = re.compile(
    r"(?:DTSTART(?:;[\w=/]+)?:(?P<start>\d{8})\S* )?(?:RRULE:)?(?P<parts>\S+)", re.ASCII
)

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = [name.lower() for name in MONTHS]
_TURNS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_PACES = {
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
}
_ALIKE = {
    "every other week": "fortnightly",
    "every other": "fortnightly",
    "of the month": "monthly",
    "of each month": "monthly",
    "of every month": "monthly",
}
_FROM = re.compile(r"(.+) (?:from|since) (\d{4}-\d\d-\d\d)", re.ASCII)
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.ASCII)
_FILLERS = frozenset("and day days each every in of on the yearly".split())
_UNCLEAR = re.compile(r"\b(?:each|every) (?:second|third|fourth)\b")
"""`every second friday`: every other one, or that of a month?"""

_SHORT_MONTH, _LONG_MONTH, _MOST_TURNS = 28, 31, 5


@lru_cache(maxsize=256)
def _parse(said: str) -> tuple[Recurrence, ...]:
    """Read a deadline; each of the rules gives some of its days.

    Raises:
        ValueError: It says no day; the message says what to write.
    """
    if len(said) > _MOST_CHARACTERS:
        raise ValueError(TELL)
    rules = tuple(map(_parse_rule, list_rules(said)))
    if not any(_first_day(rule, rule.start) for rule in rules):
        raise ValueError(_NEVER)
    return rules


def _first_day(rule: Recurrence, since: date) -> date | None:
    """The first day of a rule within ten years."""
    until = since + min(_FAR, date.max - since)
    return next(rule.list_days(since, until), None)


def list_rules(said: str) -> Iterator[str]:
    """Give what is said as rules of RFC 5545, each with its start if it names one."""
    text = " ".join(said.split())
    if "=" in text:
        yield text.upper()
        return
    text = text.lower().replace(",", " ")
    dated = _FROM.fullmatch(" ".join(text.split()))
    start = f"DTSTART:{dated[2].replace('-', '')} " if dated else ""
    for rule in _translate(dated[1] if dated else text):
        yield start + rule


def _translate(words: str) -> Iterator[str]:
    """Turn the ways in which people say it into rules."""
    if _UNCLEAR.search(words):
        raise ValueError(TELL)
    for long, short in _ALIKE.items():
        words = words.replace(long, short)
    numbers, days, months, paces = _sort_words(_ORDINAL.sub(r"\1", words).split())
    is_bare = bool(days) and not numbers and not months
    pace = "".join(paces) or ("weekly" if is_bare else "")
    if pace in ("weekly", "fortnightly") and is_bare:
        yield f"{_PACES[pace]};BYDAY={','.join(days)}"
    elif pace in ("monthly", "quarterly") and not months:
        yield from _number_days(_PACES[pace], numbers, days)
    elif months and not pace:
        listed = ",".join(map(str, months))
        yield from _number_days(f"FREQ=MONTHLY;BYMONTH={listed}", numbers, days)
    else:
        raise ValueError(TELL)


def _number_days(every: str, numbers: list[int], days: list[str]) -> Iterator[str]:
    """Say which days of a month: the 15th, or the last Friday."""
    if not numbers or max(numbers) > (_MOST_TURNS if days else _LONG_MONTH):
        raise ValueError(TELL)
    if days:
        turns = (f"{number}{day}" for number in numbers for day in days)
        yield f"{every};BYDAY={','.join(turns)}"
    else:
        yield from (f"{every};{_day_of_month(number)}" for number in dict.fromkeys(numbers))


def _day_of_month(number: int) -> str:
    """The rule for a day; in a month that is too short for it, the last one counts."""
    first = min(number, _SHORT_MONTH) if number > 0 else number
    days = ",".join(map(str, range(first, number + 1)))
    return f"BYMONTHDAY={days};BYSETPOS=-1" if number > 0 else f"BYMONTHDAY={number}"


def _sort_words(
    words: list[str],
) -> tuple[list[int], list[str], list[int], list[str]]:
    """Sort words into numbers, codes of weekdays, numbers of months, and paces."""
    numbers, days, months, paces = [], [], [], []
    for word in words:
        if word.isdecimal() and len(word) < len("100") and int(word):
            numbers.append(int(word))
        elif word in _TURNS:
            numbers.append(_TURNS[word])
        elif name := _find_name(word.removesuffix("s"), _DAYS):
            days.append(name[:2].upper())
        elif name := _find_name(word, _MONTHS):
            months.append(_MONTHS.index(name) + 1)
        elif word in _PACES:
            paces.append(word)
        elif word not in _FILLERS:
            raise ValueError(TELL)
    return numbers, days, sorted(set(months)), paces


def _find_name(word: str, names: list[str]) -> str:
    """Find a name by its first letters, three at least."""
    found = (name for name in names if name.startswith(word))
    return next(found, "") if len(word) >= len("mon") else ""


def _parse_rule(text: str) -> Recurrence:
    rule = _RULE.fullmatch(text)
    if rule is None:
        raise ValueError(TELL)
    try:
        start = date.fromisoformat(rule["start"]) if rule["start"] else START
        recurrence = parse_recurrence(rule["parts"], start)
    except ValueError as error:
        raise ValueError(TELL) from error
    if start.year not in _YEARS:
        raise ValueError(_COUNTED_FROM)
    if recurrence.count and not rule["start"]:
        raise ValueError(_COUNTED)
    return recurrence


def _check(value: str) -> str:
    _parse(value)
    return value


Deadline = Annotated[Line, AfterValidator(_check)]
"""When items for an issue have to be there: in words, or as a rule of RFC 5545."""


def next_deadline(said: str, today: date) -> date | None:
    """Find the first closing day from ``today`` on; None if there is none for ten years."""
    days = (_first_day(rule, today) for rule in _parse(said))
    return min(filter(None, days), default=None)


def is_vague(said: str) -> bool:
    """Whether it leaves weeks or days out and does not say which: nobody told from when."""
    is_skipping = re.search(r"fortnight|every other|INTERVAL=(?!1\b)", said, re.I)
    is_short = not re.search(r"FREQ=(?:MONTHLY|YEARLY)", said, re.I)
    is_dated = re.search(r"\b(?:from|since)\b|DTSTART", said, re.I)
    return bool(is_skipping and is_short and not is_dated)
