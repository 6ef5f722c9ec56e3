"""The bytes of a feed become finds: its newest posts, cleaned, or why there are none."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from lxml import etree

from postroom.harvest.cleaning import clean_entry
from postroom.harvest.decoding import decode_document
from postroom.harvest.find import Fault, Find, RawEntry
from postroom.harvest.jsonfeed import list_json
from postroom.harvest.xmlfeed import list_xml

MOST = 50
"""So many of the newest entries are looked at."""

_AHEAD = timedelta(days=1)
"""Clocks differ, and so do ideas of time zones; what lies further ahead is no date."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_HEAD = 200_000
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


def parse_feed(
    content: bytes, *, url: str, now: datetime, charset: str = ""
) -> tuple[Find, ...] | Fault:
    """Read a feed in any format: the newest of its entries that lead anywhere.

    Args:
        content: The document; hostile.
        url: Where it was found.
        now: When it was found; what is said to appear later has no date.
        charset: What its server said of its encoding.
    """
    is_json = content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    text = _decode_json(content) if is_json else decode_document(content, charset)
    if isinstance(text, Fault):
        return text
    entries = list_json(text, url) if is_json else list_xml(text, url)
    if entries is None:
        return _explain(text, url)
    newest = _choose_newest(entries, now)
    finds: dict[str, Find] = {}
    for find in filter(None, map(clean_entry, newest)):
        finds.setdefault(find.address, find)
    if entries and not finds:
        return Fault(
            "none of its entries has a title and a page of its own",
            "ask its owner whether the feed is as it should be",
        )
    return tuple(finds.values())


def _decode_json(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")  # RFC 8259, 8.1: it is always UTF-8


def _choose_newest(entries: Iterable[RawEntry], now: datetime) -> list[RawEntry]:
    """The newest first, then what has no date, in the order of the feed."""
    trusted = (
        replace(each, published=None)
        if each.published and each.published > now + _AHEAD
        else each
        for each in entries
    )
    ordered = sorted(trusted, key=lambda each: each.published or _NEVER, reverse=True)
    return ordered[:MOST]


def _explain(text: str, url: str) -> Fault:
    """Say what it is instead of a feed; pages often tell where theirs is."""
    if not _PAGE.search(text[:_HEAD]):
        return Fault(
            "this is no feed: neither RSS nor Atom nor JSON Feed",
            "open it in a browser, and check the address",
        )
    named = _find_named(text[:_HEAD], url)
    return Fault(
        "this is a web page, not a feed",
        f"write {named}" if named else "write the address of its feed",
    )


def _find_named(page: str, url: str) -> str:
    """The address of the feed that a page names in its head; empty if it names none."""
    root = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    for link in () if root is None else root.iter("link"):
        if link.get("type") in _TYPES and "alternate" in (link.get("rel") or ""):
            try:
                return urljoin(url, str(link.get("href", "")))
            except ValueError:  # a bracket that makes no sense
                return ""
    return ""
