"""A job or an event becomes what search engines read of it.

Source:
    https://schema.org/JobPosting and https://schema.org/Event, as the documentation of
    search engines asks for them: one on a page, with the page itself.
"""

import re
from datetime import datetime
from functools import cache
from typing import Any

from babel import Locale

from postroom.edition.edition import Edition
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter, Printed
from postroom.pages.metadata import dump_json

_COUNTRIES = {
    **dict.fromkeys(("england", "scotland", "wales", "northern ireland", "uk"), "GB"),
    **dict.fromkeys(("us", "usa", "u.s.", "u.s.a."), "US"),
}
_LANGUAGES = ("es", "fr", "de", "en")
"""In which countries are known by name, as days are that people send in."""

_ANYWHERE = frozenset({"anywhere", "worldwide", "remote"})
_CURRENCIES = {"£": "GBP", "€": "EUR", "¥": "JPY", "zł": "PLN"}
"""Signs that stand for one currency; a dollar is one of many."""

_AMOUNT = r"\d{1,3}(?:[, ’']\d{3})+|\d+"
_PAY = re.compile(
    rf"(?P<sign>[£€¥]|\b[A-Z]{{3}}\b)\s*(?P<low>{_AMOUNT})(?:\.\d\d)?"
    rf"(?:\s*(?:-|–|to)\s*(?P=sign)?\s*(?P<high>{_AMOUNT})(?:\.\d\d)?)?(?P<rest>.*)"
)
_UNCLEAR = re.compile(r"\d\.\d{3}(?!\d)|\d,\d\d(?!\d)")
"""Points and commas as other countries write them."""

_UNITS = {
    "HOUR": re.compile(r"\b(?:an|per) hour\b|/\s*h", re.I),
    "DAY": re.compile(r"\b(?:a|per) day\b", re.I),
    "WEEK": re.compile(r"\b(?:a|per) week\b", re.I),
    "MONTH": re.compile(r"\b(?:a|per) month\b", re.I),
    "YEAR": re.compile(r"\b(?:a|per) year\b|\bp\.?a\b|\bannum\b", re.I),
}
_YEARLY = 12_000
"""What nobody is paid in a month, in the currencies above but the yen."""


def describe_posting(edition: Edition, newsletter: Newsletter, printed: Printed) -> str:
    """Describe a job or an event as JSON-LD that is safe inside a `script` element."""
    describe = _describe_job if printed.item.row.schema == "JobPosting" else _describe_event
    page = edition.site.absolute(edition.site.notice_page(newsletter, printed.item))
    said = {
        "@context": "https://schema.org",
        **describe(edition, printed),
        "mainEntityOfPage": page,
    }
    return dump_json({k: v for k, v in said.items() if v not in ("", None, {})})


def _describe_job(edition: Edition, printed: Printed) -> dict[str, Any]:
    item = printed.item
    closes = item.moment("closes")
    return {
        "@type": "JobPosting",
        "title": item.title,
        "description": edition.clean(item.text) or item.title,
        "identifier": {
            "@type": "PropertyValue",
            "name": item.answer("organisation"),
            "value": item.uid,
        },
        "datePosted": printed.issue.date.date().isoformat(),
        "validThrough": _moment(closes) if closes else "",
        "hiringOrganization": {
            "@type": "Organization",
            "name": item.answer("organisation"),
        },
        **_place_job(str(item.answer("place")), item.answer("remote")),
        "baseSalary": read_pay(item.answer("salary") or ""),
        "directApply": False,
        "url": item.url or "",
    }


def _place_job(place: str, remote: str | None) -> dict[str, Any]:
    """Say where it is done; one without a place says in which country its people live."""
    if remote != "remote":
        return {"jobLocation": {"@type": "Place", "address": _address(place)}}
    said: dict[str, Any] = {"jobLocationType": "TELECOMMUTE"}
    country = place.rpartition(",")[2].strip()
    if country.lower() not in _ANYWHERE:
        name = _COUNTRIES.get(country.lower(), country)
        said["applicantLocationRequirements"] = {"@type": "Country", "name": name}
    return said


def _address(place: str) -> dict[str, str]:
    """Take a venue, a town and a country apart, as far as commas and known names do."""
    parts = [part.strip() for part in place.split(",")]
    country = _find_country(parts[-1])
    before = parts[:-1] if country else parts
    said = {"addressLocality": before[-1]} if before else {}
    street = {"streetAddress": ", ".join(before[:-1])} if len(before) > 1 else {}
    where = {"addressCountry": country} if country else {}
    return {"@type": "PostalAddress", **street, **said, **where}


def _find_country(name: str) -> str:
    """Find the code of a country, by its name in some languages; else nothing."""
    known = _COUNTRIES.get(name.casefold(), "")
    return known or _list_countries().get(name.casefold(), "")


@cache
def _list_countries() -> dict[str, str]:
    return {
        name.casefold(): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == len("GB")
    }


def read_pay(said: str) -> dict[str, Any]:
    """Read what a job pays, if a currency and a time are clear; else nothing.

    Returns:
        A `MonetaryAmount` of schema.org; empty if a number would be a guess.
    """
    found = _PAY.search(said)
    if found is None or _UNCLEAR.search(said):
        return {}
    low, high = (_number(found[name]) for name in ("low", "high"))
    unit = next((u for u, words in _UNITS.items() if words.search(found["rest"])), "")
    currency = _CURRENCIES.get(found["sign"], found["sign"])
    if not unit and low >= _YEARLY and currency != "JPY":
        unit = "YEAR"
    if not unit:
        return {}
    range_ = {"minValue": low, "maxValue": high} if high else {"value": low}
    value = {"@type": "QuantitativeValue", **range_, "unitText": unit}
    return {"@type": "MonetaryAmount", "currency": currency, "value": value}


def _number(text: str | None) -> int:
    return int(re.sub(r"\D", "", text)) if text else 0


def _describe_event(edition: Edition, printed: Printed) -> dict[str, Any]:
    item = printed.item
    start = item.begins_at
    assert start is not None  # every event has one
    place, online = item.answer("place"), item.answer("online")
    return {
        "@type": "Event",
        "name": item.title,
        "description": edition.clean(item.text) or item.title,
        "startDate": _when(item, start),
        "endDate": _end(item),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{_attendance(place, online)}",
        "location": [
            *([_venue(str(place))] if place else []),
            *([{"@type": "VirtualLocation", "url": online}] if online else []),
        ],
        "organizer": _person(item),
        "url": item.url or "",
    }


def _venue(place: str) -> dict[str, Any]:
    name = place.partition(",")[0].strip()
    return {"@type": "Place", "name": name, "address": _address(place)}


def _attendance(place: object, online: object) -> str:
    if place and online:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if online else "OfflineEventAttendanceMode"


def _person(item: Item) -> dict[str, str]:
    if not item.by:
        return {}
    url = {"url": item.by_url} if item.by_url else {}
    return {"@type": "Person", "name": item.by, **url}


def _when(item: Item, moment: datetime) -> str:
    return moment.date().isoformat() if item.is_all_day else _moment(moment)


def _end(item: Item) -> str:
    """The last day of what lasts all day for several, or the moment of an end."""
    stated = item.answer(item.row.ends)
    if item.is_all_day:
        return stated.isoformat() if stated else ""
    return _moment(item.ends_at) if item.ends_at else ""


def _moment(value: datetime) -> str:
    """Write a moment with its distance from UTC (ISO 8601)."""
    return value.isoformat().replace("+00:00", "Z")
