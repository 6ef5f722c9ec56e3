"""Atom 1.0, RFC 4287: its schema, the feed validator's rules, and our own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from lxml import etree

from . import extensions, leaves
from .common import Findings, check_url, finding, is_mime, words
from .content import check_html
from .dates import parse_rfc3339
from .entries import Entry, check_entries
from .leaves import Checks, filled, rfc3339, tag, undeclared, url, value_of
from .links import check_alternates, check_history, check_links, check_self, read_links
from .shapes import Shape, check_leaf, check_shape, child_text, children_of, name_of
from .xmlfile import ATOM, XmlFile

_TYPE = "application/atom+xml"
_SCHEMA = Path(__file__).parent / "schemas" / "atom.rng"
_NS = {"a": ATOM}
_INLINE = words("text html xhtml")

_FEED = Shape(
    once=words("id title updated subtitle rights generator icon logo")
    | extensions.CHANNEL_ONCE,
    many=words("author contributor category link entry") | extensions.MANY,
    required=dict.fromkeys(("id", "title", "updated", "author"), "MissingElement"),
)
_ENTRY = Shape(
    once=words("id title updated published summary content rights source")
    | extensions.ENTRY_ONCE,
    many=words("author contributor category link") | extensions.ENTRY_MANY,
    required=dict.fromkeys(("id", "title", "updated", "published"), "MissingElement"),
)
_SOURCE = Shape(
    once=_FEED.once,
    many=words("author contributor category link") | extensions.MANY,
    required=dict.fromkeys(("id", "title", "updated"), "MissingSourceElement"),
)
_PERSON = Shape(once=words("name uri email"), required={"name": "MissingElement"})
_STRUCTURED = words("entry author contributor source link content fh:archive fh:complete")
_ATTRIBUTES = {
    "category": words("term scheme label"),
    "generator": words("uri version"),
    **dict.fromkeys(("title", "subtitle", "summary", "rights"), words("type")),
    **extensions.ATTRIBUTES,
}
_EXPLAINS_SCHEMA = words(
    "AttrNotBlank ContentType InvalidContact InvalidLanguage InvalidMIMEType"
    " InvalidRFC3339Date InvalidTextType MisplacedMetadata MissingAttribute"
    " MissingElement MissingHref DuplicateElement TextType UndefinedElement"
    " UnexpectedAttribute UnexpectedText"
)
"""Rules after whose breach the schema would only say the same again."""


def check_atom(file: XmlFile, address: str, now: datetime | None) -> Findings:
    """Everything an Atom file must keep."""
    found = list(_check_feed(file, address, now))
    yield from found
    if not _EXPLAINS_SCHEMA & {line.partition(":")[0] for line in found}:
        yield from _check_schema(file)


@cache
def _schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(_SCHEMA))


def _check_schema(file: XmlFile) -> Findings:
    schema = _schema()
    if not schema.validate(file.root):
        error = schema.error_log.last_error
        yield finding("AtomSchema", f"line {error.line}", error.message)


def _check_feed(file: XmlFile, address: str, now: datetime | None) -> Findings:
    feed = file.root
    entries = feed.findall("a:entry", _NS)
    yield from check_shape("feed", feed, _FEED)
    yield from _check_values("feed", feed, file, _FEED_CHECKS)
    yield from _check_metadata_first(feed)
    yield from _check_feed_links(feed, address)
    for number, entry in enumerate(entries, start=1):
        yield from _check_entry(f"entry {number}", entry, file)
    updated = parse_rfc3339(child_text(feed, "updated") or "")
    stated = [
        _entry(f"entry {number}", entry) for number, entry in enumerate(entries, start=1)
    ]
    yield from check_entries(stated, updated=updated, now=now, twice="DuplicateEntries")
    yield from _check_moments(stated)


def _entry(place: str, entry: etree._Element) -> Entry:
    return Entry(
        place=place,
        id=child_text(entry, "id"),
        published=parse_rfc3339(child_text(entry, "published") or ""),
        updated=parse_rfc3339(child_text(entry, "updated") or ""),
    )


def _check_moments(entries: Iterable[Entry]) -> Findings:
    seen: set[datetime] = set()
    for entry in entries:
        if entry.updated in seen:
            what = f"another entry was updated {entry.updated} too"
            yield finding("DuplicateUpdated", entry.place, what)
        if entry.updated:
            seen.add(entry.updated)


def _check_metadata_first(feed: etree._Element) -> Findings:
    names = [name_of(child) for child in children_of(feed)]
    after = names[names.index("entry") :] if "entry" in names else []
    for name in dict.fromkeys(after):
        if name != "entry":
            yield finding("MisplacedMetadata", "feed", f"has {name} after its entries")


def _check_feed_links(feed: etree._Element, address: str) -> Findings:
    links = read_links("feed", feed)
    names = {name_of(child) for child in children_of(feed)}
    archive, complete = "fh:archive" in names, "fh:complete" in names
    yield from check_links("feed", feed)
    yield from check_self(links, address, kind=_TYPE, missing="MissingSelf")
    yield from check_alternates("feed", links, missing="MissingAlternate")
    yield from check_history(links, address, is_archive=archive, is_complete=complete)
    if any(link.rel == "alternate" and link.href == address for link in links):
        yield finding("LinkIsFeed", "feed", "its alternate is the feed, not its page")


def _check_entry(place: str, entry: etree._Element, file: XmlFile) -> Findings:
    names = {name_of(child) for child in children_of(entry)}
    has_content = "content" in names
    yield from check_shape(place, entry, _ENTRY)
    yield from _check_values(place, entry, file, _ENTRY_CHECKS)
    yield from check_links(place, entry)
    missing = "MissingAlternate" if has_content else "MissingContentOrAlternate"
    yield from check_alternates(place, read_links(place, entry), missing=missing)
    if "summary" not in names:
        rule = "MissingSummary" if has_content else "MissingTextualContent"
        yield finding(rule, place, "has no summary")


def _check_values(
    place: str, parent: etree._Element, file: XmlFile, checks: Checks
) -> Findings:
    for child in children_of(parent):
        name = name_of(child)
        for check in checks.get(name, ()):
            yield from check(f"{place}/{name}", child, file)
        if name not in _STRUCTURED | extensions.STRUCTURED:
            attributes = _ATTRIBUTES.get(name, frozenset())
            yield from check_leaf(f"{place}/{name}", child, attributes)


def _check_text(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """A title, summary or the like: plain text, and saying nothing else."""
    kind = element.get("type", "text")
    if "/" in kind:
        yield finding("InvalidTextType", place, f"has the type {kind!r}")
    elif kind not in _INLINE:
        yield finding("InvalidMIMEType", place, f"{kind!r} is no type of text")
    elif kind != "text":
        yield finding("TextType", place, f"has the type {kind!r}; ours are plain text")
    else:
        yield from filled(place, element, file)
        yield from undeclared(place, element, file)


def _check_content(place: str, content: etree._Element, _file: XmlFile) -> Findings:
    """The full text of an entry, as HTML inside the feed."""
    kind = content.get("type", "text")
    if kind not in _INLINE and not is_mime(kind):
        yield finding("InvalidMIMEType", place, f"{kind!r} is no type of content")
    elif kind not in _INLINE or "src" in content.attrib:
        yield finding("ContentType", place, "is not text, html or xhtml inside the feed")
    elif kind == "html":
        title = child_text(content.getparent(), "title")
        yield from check_html(place, value_of(content), title=title)
    elif kind == "xhtml":
        yield from check_html(place, _markup(content))
    else:
        yield from leaves.filled(place, content, _file)


def _markup(content: etree._Element) -> str:
    divs = [etree.tostring(div, encoding="unicode", method="html") for div in content]
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", "".join(divs))


def _check_category(place: str, category: etree._Element, _file: XmlFile) -> Findings:
    """A term, with a scheme that is an address."""
    term, scheme = category.get("term"), category.get("scheme")
    if term is None:
        yield finding("MissingAttribute", place, "has no term")
    elif not term.strip():
        yield finding("AttrNotBlank", place, "has an empty term")
    if scheme is not None and ":" not in scheme:
        yield finding("InvalidFullLink", place, f"its scheme {scheme!r} is no address")


def _check_generator(place: str, generator: etree._Element, file: XmlFile) -> Findings:
    """The program that made the feed."""
    yield from filled(place, generator, file)
    yield from undeclared(place, generator, file)
    if "uri" in generator.attrib:
        yield from check_url(place, str(generator.get("uri")))


def _check_person(place: str, person: etree._Element, file: XmlFile) -> Findings:
    """An author or contributor: a name, perhaps an address."""
    yield from check_shape(place, person, _PERSON)
    yield from _check_values(place, person, file, _PERSON_CHECKS)


def _check_source(place: str, source: etree._Element, file: XmlFile) -> Findings:
    """The feed an entry was taken from."""
    yield from check_shape(place, source, _SOURCE)
    yield from check_links(place, source)
    yield from _check_values(place, source, file, _SOURCE_CHECKS)


_PERSON_CHECKS: Checks = {
    "name": (filled, undeclared),
    "uri": (url,),
    "email": (leaves.email,),
}
_SOURCE_CHECKS: Checks = {
    **extensions.CHECKS,
    "title": (_check_text,),
    "subtitle": (_check_text,),
    "rights": (_check_text,),
    "id": (filled,),
    "updated": (rfc3339,),
    "category": (_check_category,),
    "generator": (_check_generator,),
    "icon": (url,),
    "logo": (url,),
    "author": (_check_person,),
    "contributor": (_check_person,),
}
_FEED_CHECKS: Checks = {**_SOURCE_CHECKS, "id": (tag,)}
_ENTRY_CHECKS: Checks = {
    **extensions.CHECKS,
    "id": (tag,),
    "title": (_check_text,),
    "summary": (_check_text,),
    "rights": (_check_text,),
    "content": (_check_content,),
    "updated": (rfc3339,),
    "published": (rfc3339,),
    "category": (_check_category,),
    "author": (_check_person,),
    "contributor": (_check_person,),
    "source": (_check_source,),
}
