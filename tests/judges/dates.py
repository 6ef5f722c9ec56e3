"""Dates of feeds: RFC 822 in RSS and OPML, RFC 3339 in Atom and JSON Feed."""

from __future__ import annotations

import re
from datetime import datetime

from .common import Findings, finding

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_DAY, _MONTH = "|".join(_DAYS), "|".join(_MONTHS)
_RFC822 = re.compile(
    rf"(?:(?:{_DAY}), )?(?P<date>\d{{1,2}}) (?P<month>{_MONTH})"
    r" (?P<year>\d{4}) (?P<time>\d{2}:\d{2}(?::\d{2})?) (?P<zone>[+-]\d{4})"
)
_LOOSE_RFC822 = re.compile(
    rf"(?:(?:{_DAY})\s*,\s*)?\d{{1,2}}\s+(?:{_MONTH})\s+(?:\d\d)?\d\d"
    r"\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|[A-Z]{1,3})",
    re.IGNORECASE,
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_W3CDTF = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_FIRST_YEAR = 1990


def parse_rfc822(text: str) -> datetime | None:
    """The moment of a date with a four-digit year and a numeric offset, else None."""
    match = _RFC822.fullmatch(text)
    if not match:
        return None
    month = _MONTHS.index(match["month"]) + 1
    day = f"{match['year']}-{month:02}-{int(match['date']):02}"
    return _moment(f"{day}T{match['time']}{match['zone']}")


def parse_rfc3339(text: str) -> datetime | None:
    """The moment of a full date with seconds and zone, else None."""
    return _moment(text) if _RFC3339.fullmatch(text) else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def check_rfc822(place: str, text: str) -> Findings:
    """A date of RSS or OPML: four-digit year, numeric offset, the right day."""
    moment = parse_rfc822(text)
    if moment is None:
        loose = _LOOSE_RFC822.fullmatch(text) and not _RFC822.fullmatch(text)
        rule = "ProblematicalRFC822Date" if loose else "InvalidRFC2822Date"
        yield finding(
            rule, place, f"{text!r} is not like 'Mon, 02 Feb 2026 09:30:00 +0000'"
        )
        return
    day = _DAYS[moment.weekday()]
    if "," in text and not text.startswith(day):
        yield finding("IncorrectDOW", place, f"{text!r} is a {day}")
    yield from check_age(place, moment)


def check_rfc3339(place: str, text: str) -> Findings:
    """A date of Atom or JSON Feed: complete, with seconds and zone."""
    moment = parse_rfc3339(text)
    if moment is None:
        yield finding("InvalidRFC3339Date", place, f"{text!r} is no date of RFC 3339")
        return
    yield from check_age(place, moment)


def check_w3cdtf(place: str, text: str) -> Findings:
    """A date of Dublin Core: a year, a month, a day, or a complete RFC 3339 date."""
    if not _W3CDTF.fullmatch(text) and parse_rfc3339(text) is None:
        yield finding("InvalidW3CDTFDate", place, f"{text!r} is no date of W3CDTF")


def check_age(place: str, moment: datetime) -> Findings:
    """A feed has no dates from before the web."""
    if moment.year < _FIRST_YEAR:
        yield finding("ImplausibleDate", place, f"{moment} is before {_FIRST_YEAR}")
