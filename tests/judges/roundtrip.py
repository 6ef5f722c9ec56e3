"""What a reader gets out of a feed, in the same words for every format."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any, NamedTuple

import feedparser

# without a type, feedparser would look for signs of trouble in the transport
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


JOINER = "\u2060"
"""What keeps `<` apart from a letter, where some would take the two for a tag; unseen."""


class ReadEntry(NamedTuple):
    """One entry as a reader has it; None for what the format did not say.

    An entry without authors has those of its feed.
    """

    title: str | None
    authors: tuple[str, ...]
    link: str | None
    id: str | None
    html: str | None
    published: datetime | None
    updated: datetime | None


def read_with_feedparser(document: bytes) -> tuple[ReadEntry, ...]:
    """The entries of an RSS or Atom file, in its order; it must be well-formed.

    RSS has no date of change, so there ``updated`` is None. ``html`` is the content, or
    the summary of an entry that has nothing else, as written: nothing is sanitised.
    """
    feed = feedparser.parse(
        BytesIO(document),
        response_headers=_HEADERS,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    assert not feed.bozo, f"not well-formed: {feed.get('bozo_exception')!r}"
    inherited = _names(feed.feed.get("authors") or ())
    return tuple(_read_entry(entry, inherited) for entry in feed.entries)


def read_json_feed(document: bytes) -> tuple[ReadEntry, ...]:
    """The items of a JSON Feed, in its order."""
    feed = json.loads(document)
    inherited = _names(feed.get("authors", ()))
    return tuple(_read_item(item, inherited) for item in feed["items"])


def _read_entry(parsed: dict[str, Any], inherited: tuple[str, ...]) -> ReadEntry:
    entry = dict(parsed)  # feedparser's own get answers "updated" with "published"
    contents = entry.get("content") or [{"value": entry.get("summary")}]
    title = entry.get("title")
    return ReadEntry(
        title=title and title.replace(JOINER, ""),
        authors=_names(entry.get("authors") or ()) or inherited,
        link=entry.get("link"),
        id=entry.get("id"),
        html=contents[0]["value"],
        published=_moment(entry.get("published_parsed")),
        updated=_moment(entry.get("updated_parsed")),
    )


def _read_item(item: Mapping[str, Any], inherited: tuple[str, ...]) -> ReadEntry:
    published, updated = item.get("date_published"), item.get("date_modified")
    return ReadEntry(
        title=item.get("title"),
        authors=_names(item.get("authors", ())) or inherited,
        link=item.get("url"),
        id=item["id"],
        html=item.get("content_html", item.get("content_text")),
        published=datetime.fromisoformat(published) if published else None,
        updated=datetime.fromisoformat(updated) if updated else None,
    )


def _names(people: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(p["name"].replace(JOINER, "") for p in people if "name" in p)


def _moment(parsed: struct_time | None) -> datetime | None:
    return datetime(*parsed[:6], tzinfo=UTC) if parsed else None
