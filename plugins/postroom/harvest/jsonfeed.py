"""The text of a JSON Feed becomes raw entries."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from postroom.harvest.find import RawEntry

_VERSION = "jsonfeed.org/version/1"


def list_json(text: str, url: str) -> tuple[RawEntry, ...] | None:
    """List the items of a feed in its order; None if it is no JSON Feed.

    Source:
        JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/; its readers should take 1.0
        as well, and bear with members of a wrong type.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or _VERSION not in _text(feed, "version"):
        return None
    items = feed.get("items")
    return tuple(
        _read_entry(item, feed, url)
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
    )


def _read_entry(item: Mapping[str, Any], feed: Mapping[str, Any], url: str) -> RawEntry:
    stamp = _text(item, "date_published") or _text(item, "date_modified")
    text = _text(item, "content_text")
    link = _text(item, "url") or _text(item, "external_url")
    return RawEntry(
        url=_absolute(url, link),
        title=escape(_text(item, "title")),
        authors=tuple(_authors_of(item)) or tuple(_authors_of(feed)),
        published=_moment(stamp),
        summary=escape(_text(item, "summary")),
        content=_text(item, "content_html") or _paragraphs(text),
        licences=tuple(_licences_of(item)) or tuple(_licences_of(feed)),
    )


def _text(member: Mapping[str, Any], key: str) -> str:
    value = member.get(key)
    return value if isinstance(value, str) else ""


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:  # a bracket that makes no sense
        return ""


def _paragraphs(text: str) -> str:
    parts = filter(None, map(str.strip, text.split("\n\n")))
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


def _authors_of(member: Mapping[str, Any]) -> Iterator[str]:
    several = member.get("authors")
    people = several if isinstance(several, list) else [member.get("author")]
    for person in people:
        if isinstance(person, dict):
            yield from filter(None, [_text(person, "name")])


def _licences_of(member: Mapping[str, Any]) -> Iterator[str]:
    """Licences are in no version of the format, but in extensions of it, as in ours."""
    for name, extension in member.items():
        if name.startswith("_") and isinstance(extension, dict):
            names = (_text(extension, key) for key in ("licence", "license"))
            yield from filter(None, names)


def _moment(stamp: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
