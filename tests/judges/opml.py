"""OPML 2.0: a list of feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from . import leaves
from .common import Findings, check_language, check_url, finding, words
from .content import check_summary_html
from .dates import check_rfc822, parse_rfc822
from .leaves import Checks, value_of
from .shapes import Shape, check_leaf, check_shape, child_text, children_of, name_of
from .xmlfile import XmlFile

_OPML = Shape(
    once=words("head body"),
    required={"head": "MissingElement", "body": "MissingElement"},
    attributes=words("version"),
)
_HEAD = Shape(
    once=words(
        "title dateCreated dateModified ownerName ownerEmail ownerId expansionState"
        " vertScrollState windowTop windowLeft windowBottom windowRight"
    ),
    required={"title": "MissingElement"},
)
_BODY = Shape(many=words("outline"), required={"outline": "MissingElement"})
_OUTLINE = Shape(
    many=words("outline"),
    required={},
    attributes=words(
        "category created description htmlUrl isBreakpoint isComment language text"
        " title type url version xmlUrl"
    ),
)
_OF_FEEDS = ("description", "htmlUrl", "language", "title", "version", "xmlUrl")
_VERSIONS = words("RSS RSS1 RSS2 scriptingNews")


def check_opml(file: XmlFile, _address: str, now: datetime | None) -> Findings:
    """Everything a list of feeds must keep."""
    yield from check_shape("opml", file.root, _OPML)
    if file.root.get("version") != "2.0":
        yield finding(
            "InvalidOPMLVersion", "opml", f"is version {file.root.get('version')!r}"
        )
    for head in file.root.findall("head")[:1]:
        yield from _check_head(head, file, now)
    for body in file.root.findall("body")[:1]:
        yield from check_shape("body", body, _BODY)
        for place, outline in _outlines("outline", body):
            yield from _check_outline(place, outline)
        yield from _check_unique(body)


def _check_head(head: etree._Element, file: XmlFile, now: datetime | None) -> Findings:
    yield from check_shape("head", head, _HEAD)
    for child in children_of(head):
        name = name_of(child)
        yield from check_leaf(f"head/{name}", child, frozenset())
        for check in _HEAD_CHECKS.get(name, ()):
            yield from check(f"head/{name}", child, file)
    modified = parse_rfc822(child_text(head, "dateModified") or "")
    if modified and now and modified > now:
        yield finding("ImplausibleDate", "head/dateModified", f"is after {now}")


def _outlines(place: str, parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for number, outline in enumerate(parent.iterchildren("outline"), start=1):
        yield f"{place} {number}", outline
        yield from _outlines(f"{place} {number}", outline)


def _check_outline(place: str, outline: etree._Element) -> Findings:
    yield from check_shape(place, outline, _OUTLINE)
    if "text" not in outline.attrib:
        yield finding("MissingAttribute", place, "has no text")
    yield from _check_kind(place, outline)
    for name, value in outline.items():
        yield from _check_attribute(f"{place} {name!s}", str(name), str(value))


def _check_kind(place: str, outline: etree._Element) -> Findings:
    kind = str(outline.get("type", "")).lower()
    if kind == "rss":
        if "xmlUrl" not in outline.attrib:
            yield finding("MissingXmlURL", place, "has no xmlUrl")
        if "title" not in outline.attrib:
            yield finding("MissingTitleAttr", place, "has no title")
    elif kind == "link" and "url" not in outline.attrib:
        yield finding("MissingUrlAttr", place, "has no url")
    elif not kind and any(name in outline.attrib for name in _OF_FEEDS):
        yield finding("MissingOutlineType", place, "looks like a feed but has no type")


def _check_attribute(place: str, name: str, value: str) -> Findings:
    if name in {"text", "title", "description"}:
        yield from check_summary_html(place, value)
    elif name in {"xmlUrl", "htmlUrl", "url"}:
        yield from check_url(place, value)
    elif name == "language":
        yield from check_language(place, value)
    elif name == "created":
        yield from check_rfc822(place, value)
    elif name in {"isComment", "isBreakpoint"} and value.lower() not in {
        "true",
        "false",
    }:
        yield finding("InvalidTrueFalse", place, f"{value!r} is neither true nor false")
    elif name == "version" and value not in _VERSIONS:
        yield finding("InvalidOutlineVersion", place, f"{value!r} is no version of a feed")


def _check_unique(body: etree._Element) -> Findings:
    seen: set[str] = set()
    for place, outline in _outlines("outline", body):
        address = str(outline.get("xmlUrl", ""))
        if address in seen:
            yield finding("DuplicateValue", place, f"lists {address!r} again")
        if address:
            seen.add(address)


def _html(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """Text that readers take for HTML."""
    yield from check_summary_html(place, value_of(element))


_HEAD_CHECKS: Checks = {
    "title": (_html,),
    "ownerName": (_html,),
    "ownerEmail": (leaves.email,),
    "ownerId": (leaves.url,),
    "dateCreated": (leaves.rfc822,),
    "dateModified": (leaves.rfc822,),
    "vertScrollState": (leaves.positive,),
    "windowTop": (leaves.positive,),
    "windowLeft": (leaves.positive,),
    "windowBottom": (leaves.positive,),
    "windowRight": (leaves.positive,),
}
