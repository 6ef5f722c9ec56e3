"""RSS 2.0 with the rules of the RSS Advisory Board's profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from . import extensions, leaves, rssparts
from .common import Findings, finding, words
from .content import check_html
from .dates import parse_rfc822, parse_rfc3339
from .entries import Entry, check_entries
from .leaves import Checks, avoid, filled, mailbox, plain, rfc822, url
from .links import check_history, check_links, check_self, read_links
from .shapes import Shape, check_leaf, check_shape, child_text, children_of, name_of
from .xmlfile import XmlFile

_TYPE = "application/rss+xml"

_RSS = Shape(
    once=words("channel"),
    required={"channel": "MissingElement"},
    attributes=words("version"),
)
_CHANNEL = Shape(
    once=words(
        "title link description language copyright managingEditor webMaster pubDate"
        " lastBuildDate generator docs cloud ttl image rating textInput skipHours"
        " skipDays atom:id atom:updated atom:generator atom:icon atom:logo"
    )
    | extensions.CHANNEL_ONCE,
    many=words("item category atom:link atom:author atom:category atom:contributor")
    | extensions.MANY,
    required={
        "title": "MissingTitle",
        "link": "MissingLink",
        "description": "MissingDescription",
    },
)
_ITEM = Shape(
    once=words(
        "title link description guid pubDate author comments enclosure source"
        " content:encoded atom:id atom:author atom:published atom:updated atom:summary"
    )
    | extensions.ENTRY_ONCE,
    many=words("category atom:link atom:contributor") | extensions.ENTRY_MANY,
    required={
        "guid": "MissingGuid",
        "link": "MissingLink",
        "pubDate": "MissingElement",
    },
)
_IMAGE = Shape(
    once=words("url title link width height description"),
    required={"url": "MissingElement", "title": "MissingTitle", "link": "MissingLink"},
)
_STRUCTURED = words("image item textInput skipHours skipDays cloud atom:link atom:author")
_ATTRIBUTES = {
    "category": words("domain"),
    "guid": words("isPermaLink"),
    "enclosure": words("url length type"),
    "source": words("url"),
    **extensions.ATTRIBUTES,
}
_CHANNEL_TWINS = (
    ("managingEditor", "dc:creator"),
    ("webMaster", "dc:publisher"),
    ("category", "dc:subject"),
    ("pubDate", "dc:date"),
    ("language", "dc:language"),
    ("copyright", "dc:rights"),
)
_ITEM_TWINS = (
    ("guid", "atom:id"),
    ("author", "dc:creator"),
    ("category", "dc:subject"),
    ("pubDate", "dc:date"),
    ("pubDate", "atom:published"),
    ("source", "dc:source"),
)


def check_rss(file: XmlFile, address: str, now: datetime | None) -> Findings:
    """Everything an RSS file must keep."""
    yield from check_shape("rss", file.root, _RSS)
    if file.root.get("version") != "2.0":
        yield finding(
            "InvalidRSSVersion", "rss", f"is version {file.root.get('version')!r}"
        )
    for channel in file.root.findall("channel")[:1]:
        yield from _check_channel(channel, file, address)
        items = channel.findall("item")
        for number, item in enumerate(items, start=1):
            yield from _check_item(f"item {number}", item, file)
        updated = parse_rfc822(child_text(channel, "lastBuildDate") or "")
        entries = [
            _entry(f"item {number}", item) for number, item in enumerate(items, start=1)
        ]
        yield from check_entries(entries, updated=updated, now=now, twice="DuplicateValue")


def _entry(place: str, item: etree._Element) -> Entry:
    return Entry(
        place=place,
        id=child_text(item, "guid"),
        published=parse_rfc822(child_text(item, "pubDate") or ""),
        updated=parse_rfc3339(child_text(item, "atom:updated") or ""),
    )


def _check_channel(channel: etree._Element, file: XmlFile, address: str) -> Findings:
    yield from check_shape("channel", channel, _CHANNEL)
    yield from _check_values("channel", channel, file, _CHANNEL_CHECKS)
    yield from _check_twins("DuplicateSemantics", "channel", channel, _CHANNEL_TWINS)
    yield from _check_items_last(channel)
    yield from check_links("channel", channel)
    links = read_links("channel", channel)
    yield from check_self(links, address, kind=_TYPE, missing="MissingAtomSelfLink")
    names = {name_of(child) for child in children_of(channel)}
    archive, complete = "fh:archive" in names, "fh:complete" in names
    yield from check_history(links, address, is_archive=archive, is_complete=complete)
    if child_text(channel, "link") == address:
        yield finding("LinkIsFeed", "channel/link", "points to the feed, not to its page")


def _check_item(place: str, item: etree._Element, file: XmlFile) -> Findings:
    yield from check_shape(place, item, _ITEM)
    yield from _check_values(place, item, file, _ITEM_CHECKS)
    yield from _check_twins("DuplicateItemSemantics", place, item, _ITEM_TWINS)
    yield from check_links(place, item)
    names = [name_of(child) for child in children_of(item)]
    if not {"title", "description"} & set(names):
        yield finding("ItemMustContainTitleOrDescription", place, "has neither")
    if "content:encoded" in names:
        before = names[: names.index("content:encoded")]
        if "description" not in before:
            what = "has content:encoded without a description before it"
            yield finding("NeedDescriptionBeforeContent", place, what)
    html = child_text(item, "content:encoded")
    if html is not None:
        yield from check_html(
            f"{place}/content:encoded", html, title=child_text(item, "title")
        )


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


def _check_twins(
    rule: str, place: str, parent: etree._Element, twins: Sequence[tuple[str, str]]
) -> Findings:
    names = {name_of(child) for child in children_of(parent)}
    for core, extension in twins:
        if {core, extension} <= names:
            yield finding(rule, place, f"says the same by {core} and {extension}")


def _check_items_last(channel: etree._Element) -> Findings:
    names = [name_of(child) for child in children_of(channel)]
    after = names[names.index("item") :] if "item" in names else []
    for name in dict.fromkeys(after):
        if name != "item":
            yield finding("MisplacedItem", "channel", f"has {name} after its items")


def _check_image(place: str, image: etree._Element, file: XmlFile) -> Findings:
    """The channel's picture, named and linked like the channel."""
    yield from check_shape(place, image, _IMAGE)
    yield from _check_values(place, image, file, _IMAGE_CHECKS)
    channel = image.getparent()
    for name, rule in (
        ("title", "ImageTitleDoesntMatch"),
        ("link", "ImageLinkDoesntMatch"),
    ):
        own, other = child_text(image, name), child_text(channel, name)
        if own and other and own != other:
            yield finding(rule, place, f"its {name} {own!r} is not the channel's {other!r}")


_IMAGE_CHECKS: Checks = {
    "url": (leaves.image_url,),
    "title": (filled, plain),
    "link": (url,),
    "width": (rssparts.width,),
    "height": (rssparts.height,),
    "description": (plain,),
}
_CHANNEL_CHECKS: Checks = {
    **extensions.CHECKS,
    "title": (filled, plain),
    "link": (url,),
    "description": (filled, plain),
    "language": (leaves.language,),
    "copyright": (plain,),
    "managingEditor": (mailbox,),
    "webMaster": (mailbox,),
    "pubDate": (rfc822,),
    "lastBuildDate": (rfc822,),
    "category": (filled, plain),
    "generator": (plain,),
    "docs": (url,),
    "ttl": (rssparts.ttl,),
    "image": (_check_image,),
    "textInput": (rssparts.text_input,),
    "cloud": (avoid,),
    "rating": (avoid,),
    "skipHours": (avoid,),
    "skipDays": (avoid,),
    "dc:creator": (filled, plain),
    "dc:rights": (plain,),
    "atom:updated": (leaves.rfc3339,),
}
_ITEM_CHECKS: Checks = {
    **extensions.CHECKS,
    "title": (filled, plain),
    "link": (url,),
    "description": (rssparts.description,),
    "guid": (rssparts.guid,),
    "pubDate": (rfc822,),
    "author": (avoid, mailbox),
    "category": (filled, plain),
    "comments": (url,),
    "enclosure": (rssparts.enclosure,),
    "source": (rssparts.source,),
    "dc:creator": (filled, plain),
    "atom:published": (leaves.rfc3339,),
    "atom:updated": (leaves.rfc3339,),
}
