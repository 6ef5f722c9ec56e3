"""Checks of elements that hold one value: a place, an element and its file go in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr

from lxml import etree

from . import common, dates
from .common import Findings, finding, words
from .text import check_plain, check_rss_text
from .xmlfile import XmlFile

Check = Callable[[str, etree._Element, XmlFile], Findings]
Checks = Mapping[str, tuple[Check, ...]]

PERIODS = words("hourly daily weekly monthly yearly")
_IMAGE = re.compile(r"\.(jpe?g|gif|png)$", re.IGNORECASE)


def value_of(element: etree._Element) -> str:
    """The element's own text without white space around it."""
    return (element.text or "").strip()


def filled(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is not empty."""
    yield from common.check_filled(place, element.text)


def url(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is an absolute address."""
    yield from common.check_url(place, value_of(element))


def image_url(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """The element is the address of an image that RSS knows."""
    yield from url(place, element, file)
    if not _IMAGE.search(value_of(element)):
        yield finding(
            "ImageUrlFormat", place, f"{value_of(element)!r} is no JPEG, GIF or PNG"
        )


def tag(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a tag URI without white space around it."""
    if element.text and element.text != value_of(element):
        yield finding("UnexpectedWhitespace", place, "has white space around its value")
    yield from common.check_tag(place, value_of(element))


def language(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a language tag."""
    yield from common.check_language(place, value_of(element))


def rfc822(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a date of RSS."""
    yield from dates.check_rfc822(place, value_of(element))


def rfc3339(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a date of Atom."""
    yield from dates.check_rfc3339(place, value_of(element))


def w3cdtf(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a date of Dublin Core."""
    yield from dates.check_w3cdtf(place, value_of(element))


def plain(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """The element is plain text in the way of RSS."""
    yield from check_rss_text(place, value_of(element), file.sources[element])


def undeclared(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """The element is plain text in the way of Atom."""
    source = file.sources[element]
    rule = "ContainsUndeclaredHTML"
    yield from check_plain(place, value_of(element), source=source, rule=rule)


def positive(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a whole number above zero."""
    yield from check_positive(place, value_of(element))


def period(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a period of the syndication module."""
    if value_of(element) not in PERIODS:
        yield finding("InvalidUpdatePeriod", place, f"{value_of(element)!r} is no period")


def email(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is a bare e-mail address."""
    if not common.is_email(value_of(element)):
        yield finding("InvalidContact", place, "is no e-mail address")


def mailbox(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """The element is an e-mail address with a name in brackets, as RSS wants it."""
    value = value_of(element)
    if not common.is_email(parseaddr(value)[1]):
        yield finding("InvalidContact", place, "is no e-mail address")
    elif not value.endswith(")"):
        rule = "EmailFormat" if " " in value else "MissingRealName"
        yield finding(rule, place, "is not like 'name@host (Real Name)'")


def avoid(place: str, _element: etree._Element, _file: XmlFile) -> Findings:
    """The element is valid, but no reader gains by it."""
    yield finding("AvoidElement", place, "is better left out")


def check_positive(place: str, value: str) -> Findings:
    """A value is a whole number above zero."""
    if not value.isdecimal() or int(value) == 0:
        yield finding("InvalidPositiveInteger", place, f"{value!r} is no number above zero")


def check_within(place: str, value: str, rule: str, largest: int) -> Findings:
    """A value is a whole number from one to the largest."""
    if not value.isdecimal() or not 0 < int(value) <= largest:
        yield finding(rule, place, f"{value!r} is not between 1 and {largest}")
