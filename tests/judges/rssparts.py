"""Elements of RSS that are more than a text: guid, enclosure, source and others."""

from __future__ import annotations

from lxml import etree

from . import leaves
from .common import Findings, check_tag, check_url, finding, is_mime, is_url
from .content import check_summary_html
from .leaves import value_of
from .xmlfile import XmlFile

_TTL_MINUTES = 60
_WIDTH, _HEIGHT = 144, 400


def guid(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """A guid is a tag URI that says it is no address."""
    value, flag = value_of(element), element.get("isPermaLink", "true")
    if flag not in {"true", "false"}:
        yield finding("InvalidBooleanAttribute", place, f"isPermaLink is {flag!r}")
    elif not value:
        yield finding("NotBlank", place, "is empty")
    elif flag == "true" and value.startswith(("tag:", "urn:")):
        yield finding("InvalidPermalink", place, "lacks isPermaLink='false'")
    elif flag == "true" and not is_url(value):
        yield finding("InvalidHttpGUID", place, f"{value!r} is no address")
    else:
        yield from check_tag(place, value)


def enclosure(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """An attachment says where it is, how long and what."""
    for name in ("url", "length", "type"):
        if name not in element.attrib:
            yield finding("MissingAttribute", place, f"has no {name}")
    address, kind = element.get("url"), element.get("type")
    if address is not None and not is_url(address):
        yield finding("InvalidURLAttribute", place, f"{address!r} is no absolute address")
    if kind is not None and not is_mime(kind):
        yield finding("InvalidMIMEAttribute", place, f"{kind!r} is no media type")
    if (kind or "").startswith("image/"):
        yield finding(
            "ImageAsEnclosure", place, "shows as an attachment; use media:content"
        )
    yield from _check_length(place, element.get("length"))


def _check_length(place: str, length: str | None) -> Findings:
    if length is None or length.isdecimal():
        return
    if length == "-1":
        yield finding("UseZeroForUnknown", place, "says an unknown length by -1")
    elif length.removeprefix("-").isdecimal():
        yield finding("InvalidNonNegativeInteger", place, f"has the length {length}")
    else:
        yield finding("InvalidIntegerAttribute", place, f"{length!r} is no length")


def source(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """The feed an item was taken from."""
    if "url" not in element.attrib:
        yield finding("MissingAttribute", place, "has no url")
    else:
        yield from check_url(place, str(element.get("url")))
    yield from leaves.plain(place, element, file)


def description(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """A summary; readers take the element for HTML."""
    yield from check_summary_html(place, value_of(element))


def ttl(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """Minutes that readers wait: more than an hour delays posts."""
    value = value_of(element)
    if value.isdecimal() and int(value) > _TTL_MINUTES:
        yield finding("TtlTooLong", place, f"{value} minutes are more than {_TTL_MINUTES}")
    yield from leaves.positive(place, element, file)


def text_input(place: str, _element: etree._Element, _file: XmlFile) -> Findings:
    """No reader knows what to do with a form."""
    yield finding("AvoidTextInput", place, "is known to no reader")


def width(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """Pixels across the channel's picture."""
    yield from leaves.check_within(place, value_of(element), "InvalidWidth", _WIDTH)


def height(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """Pixels down the channel's picture."""
    yield from leaves.check_within(place, value_of(element), "InvalidHeight", _HEIGHT)
