"""atom:link in Atom and RSS: relations, addresses, the archives of RFC 5005."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from .common import Findings, check_language, finding, is_mime, is_url, words
from .shapes import check_attributes, children_of
from .text import check_plain
from .xmlfile import ATOM

FEED_TYPES = words("application/atom+xml application/rss+xml application/rdf+xml")
_RELATIONS = words(
    "alternate current describedby edit edit-media enclosure first hub last license"
    " next next-archive payment prev-archive previous related replies search self"
    " service up via"
)
_PAGES = words("current first last next next-archive prev-archive previous")
_ATTRIBUTES = words("href rel type hreflang title length")


@dataclass(frozen=True)
class Link:
    """One atom:link."""

    place: str
    rel: str
    href: str
    type: str
    hreflang: str


def read_links(place: str, parent: etree._Element) -> list[Link]:
    """The links directly inside a feed or an entry."""
    return [
        Link(
            place=f"{place}/link {node.get('rel', 'alternate')}",
            rel=str(node.get("rel", "alternate")),
            href=str(node.get("href", "")),
            type=str(node.get("type", "")),
            hreflang=str(node.get("hreflang", "")),
        )
        for node in children_of(parent)
        if node.tag == f"{{{ATOM}}}link"
    ]


def check_links(place: str, parent: etree._Element) -> Findings:
    """Each link by itself."""
    nodes = [node for node in children_of(parent) if node.tag == f"{{{ATOM}}}link"]
    for link, node in zip(read_links(place, parent), nodes, strict=True):
        yield from _check_href(link, node)
        yield from _check_rel(link, node)
        yield from _check_type(link, node)
        yield from _check_details(link, node)


def _check_href(link: Link, node: etree._Element) -> Findings:
    if "href" not in node.attrib:
        yield finding("MissingHref", link.place, "has no href")
    elif not is_url(link.href):
        rule = "RelativeSelf" if link.rel == "self" else "InvalidFullLink"
        yield finding(rule, link.place, f"{link.href!r} is no absolute http(s) address")


def _check_rel(link: Link, node: etree._Element) -> Findings:
    if not link.rel:
        yield finding("AttrNotBlank", link.place, "has an empty rel")
    elif link.rel not in _RELATIONS and not is_url(link.rel):
        yield finding(
            "UnregisteredAtomLinkRel", link.place, f"{link.rel!r} is not registered"
        )
    if link.rel in _PAGES and etree.QName(node.getparent()).localname in {
        "entry",
        "item",
    }:
        yield finding("FeedHistoryRelInEntry", link.place, "is for feeds only")


def _check_type(link: Link, node: etree._Element) -> Findings:
    if "type" not in node.attrib:
        return
    if not is_mime(link.type):
        yield finding("InvalidMIMEType", link.place, f"{link.type!r} is no media type")
    elif link.rel == "self" and link.type not in FEED_TYPES:
        yield finding("SelfNotAtom", link.place, f"{link.type!r} is no feed")


def _check_details(link: Link, node: etree._Element) -> Findings:
    title, length = node.get("title"), node.get("length")
    if link.hreflang:
        yield from check_language(link.place, link.hreflang)
    if title is not None:
        yield from check_plain(link.place, title)
    if title is not None and not title.strip():
        yield finding("AttrNotBlank", link.place, "has an empty title")
    if length is not None and not length.isdecimal():
        yield finding("InvalidNonNegativeInteger", link.place, f"{length!r} is no length")
    if len(node) or (node.text or "").strip():
        yield finding("AtomLinkNotEmpty", link.place, "holds something")
    yield from check_attributes(link.place, node, _ATTRIBUTES)


def check_self(links: Sequence[Link], url: str, *, kind: str, missing: str) -> Findings:
    """Exactly one self link, to the address where the feed is, with its type."""
    selves = [link for link in links if link.rel == "self"]
    if not selves:
        yield finding(missing, "feed", "has no self link")
    if len(selves) > 1:
        yield finding("DuplicateSelf", "feed", f"has {len(selves)} self links")
    for link in selves:
        if is_url(link.href) and link.href != url:
            yield finding(
                "SelfDoesntMatchLocation", link.place, f"{link.href!r} is not {url!r}"
            )
        if link.type != kind and (link.type in FEED_TYPES or not link.type):
            yield finding(
                "SelfType", link.place, f"its type is {link.type!r}, not {kind!r}"
            )


def check_alternates(place: str, links: Sequence[Link], *, missing: str) -> Findings:
    """Exactly one alternate, the HTML page; readers take any other for the page too."""
    alternates = [link for link in links if link.rel == "alternate"]
    if not alternates:
        yield finding(missing, place, "has no alternate link")
    for first in alternates[:1]:
        if first.type != "text/html":
            yield finding(
                "AlternateNotHtml", place, f"its alternate has type {first.type!r}"
            )
    for number, link in enumerate(alternates[1:], start=1):
        same = [(one.type, one.hreflang) for one in alternates[:number]]
        rule = (
            "DuplicateAtomLink" if (link.type, link.hreflang) in same else "SecondAlternate"
        )
        yield finding(rule, place, f"has a further alternate {link.href!r}")


def check_history(
    links: Sequence[Link], url: str, *, is_archive: bool, is_complete: bool
) -> Findings:
    """Archives point to the living feed, complete feeds to no other part."""
    pages = [link for link in links if link.rel in _PAGES]
    relations = {link.rel for link in pages}
    if is_complete:
        yield from _check_complete(pages, url)
    elif is_archive:
        if "current" not in relations:
            yield finding(
                "MissingCurrentInArchive", "feed", "is an archive without current"
            )
        if not relations & {"prev-archive", "next-archive"}:
            yield finding("ArchiveIncomplete", "feed", "is an archive without neighbours")
    yield from _check_ends(pages, url)


def _check_complete(pages: Sequence[Link], url: str) -> Findings:
    for link in pages:
        if link.rel != "current":
            yield finding("FeedRelInCompleteFeed", link.place, "in a complete feed")
        elif link.href != url:
            yield finding(
                "CurrentNotSelfInCompleteFeed",
                link.place,
                f"{link.href!r} is elsewhere",
            )


def _check_ends(pages: Sequence[Link], url: str) -> Findings:
    relations = {link.rel for link in pages}
    here = {link.rel for link in pages if link.href == url}
    for end, beyond in (("first", "previous"), ("last", "next")):
        if end in here and beyond in relations:
            yield finding(
                "LinkPastEnd", "feed", f"is the {end} page and has a {beyond} one"
            )
