"""The text of an RSS or Atom feed becomes raw entries."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from typing import Any

from postroom.harvest.find import RawEntry

_STAMPS = ("published_parsed", "updated_parsed")


def list_xml(text: str, url: str) -> tuple[RawEntry, ...] | None:
    """List the entries of a feed in its order; None if it is no feed at all.

    Args:
        text: A document without declarations.
        url: Where it was found; addresses in it are relative to that.
    """
    feedparser = import_module("feedparser")  # untyped, and slow to load
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        parsed = feedparser.parse(
            io.BytesIO(text.encode()),  # bytes could be taken for the name of a file
            response_headers=headers,
            sanitize_html=True,
            resolve_relative_uris=True,
        )
    except Exception:  # whatever a parser trips over, it is no feed
        return None
    version = parsed.get("version") or ""
    if not version:
        return None
    # Atom's licence of a feed is that of the list, RSS' that of all it holds
    shared = () if version.startswith("atom") else tuple(_licences_of(parsed.feed))
    authors = tuple(_authors_of(parsed.feed))
    return tuple(_read_entry(entry, authors, shared) for entry in parsed.entries)


def _read_entry(entry: Any, authors: tuple[str, ...], shared: tuple[str, ...]) -> RawEntry:
    parts = entry.get("content") or ()
    stamps = (entry.get(key) for key in _STAMPS if key in entry)  # else it warns
    return RawEntry(
        url=entry.get("feedburner_origlink") or entry.get("link") or "",
        title=_html_of(entry.get("title_detail")),
        authors=tuple(filter(None, _authors_of(entry))) or authors,
        published=_moment(next(filter(None, stamps), None)),
        summary=_html_of(entry.get("summary_detail")),
        content=max(map(_html_of, parts), key=len, default=""),
        licences=tuple(_licences_of(entry)) or shared,
    )


def _html_of(detail: Any) -> str:
    value = (detail or {}).get("value") or ""
    is_plain = (detail or {}).get("type") == "text/plain"
    return escape(value) if is_plain else value


def _moment(stamp: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = stamp[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (TypeError, ValueError):  # a day that no calendar has
        return None


def _authors_of(node: Any) -> Iterator[str]:
    people = node.get("authors") or ()
    if len(people) == 1:  # the parser takes addresses apart, and often badly
        yield node.get("author") or ""
    else:
        yield from (person.get("name") or "" for person in people)


def _licences_of(node: Any) -> Iterator[str]:
    links = node.get("links") or ()
    yield from (link.get("href") or "" for link in links if link.get("rel") == "license")
    yield from filter(None, (node.get("rights"), node.get("dcterms_license")))
