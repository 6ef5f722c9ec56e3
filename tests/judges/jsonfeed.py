"""JSON Feed 1.1: its schema, and what a schema cannot say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .common import (
    Findings,
    check_characters,
    check_decoding,
    check_language,
    check_tag,
    check_url,
    finding,
    is_mime,
)
from .content import check_html
from .dates import check_rfc3339, parse_rfc3339
from .entries import Entry, check_entries
from .text import check_plain

_SCHEMA = Path(__file__).parent / "schemas" / "jsonfeed.json"
_ADDRESSES = {
    "avatar",
    "banner_image",
    "external_url",
    "favicon",
    "feed_url",
    "home_page_url",
    "icon",
    "image",
    "next_url",
    "url",
}
_RULES = {
    "additionalProperties": "UnknownMember",
    "anyOf": "MissingMember",
    "const": "InvalidVersion",
    "minItems": "NotBlank",
    "minLength": "NotBlank",
    "required": "MissingMember",
    "type": "InvalidType",
}
"""What each keyword of the schema is called here when it is broken."""

Object = Mapping[str, Any]
_Pairs = Sequence[tuple[str, Any]]


class _DuplicateMemberError(ValueError):
    """An object names a member twice."""


def check_json(document: bytes, address: str, now: datetime | None) -> Findings:
    """Everything a JSON Feed must keep."""
    try:
        feed = json.loads(document, object_pairs_hook=_unique, parse_constant=_refuse)
    except _DuplicateMemberError as error:
        yield finding("DuplicateMember", "feed", f"{error} is there twice")
    except ValueError as error:
        yield finding("InvalidJson", "file", str(error))
    else:
        yield from _check_shape(feed)
        if isinstance(feed, dict):
            yield from _check_feed(feed, address)
            yield from _check_items(feed, now)


def _unique(pairs: _Pairs) -> dict[str, Any]:
    members = dict(pairs)
    names = [name for name, _ in pairs]
    for name in members:
        if names.count(name) > 1:
            raise _DuplicateMemberError(name)
    return members


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _check_shape(feed: object) -> Findings:
    for place, value in _values("feed", feed):
        if value is None:
            yield finding("NullMember", place, "is null instead of absent")
        elif isinstance(value, str):
            yield from check_characters(place, value)
            yield from check_decoding(place, value)
    for error in sorted(_validator().iter_errors(feed), key=lambda e: str(e.json_path)):
        if error.instance is not None:
            yield _describe(error)


def _describe(error: ValidationError) -> str:
    rule = _RULES.get(str(error.validator), "InvalidValue")
    return finding(rule, error.json_path, error.message)


def _values(place: str, value: object) -> Iterator[tuple[str, object]]:
    yield place, value
    inner: Iterator[tuple[object, object]] = iter(())
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value, start=1))
    for name, child in inner:
        yield from _values(f"{place}/{name}", child)


def _text(members: Object, name: str) -> str | None:
    """The member when it is a string; the schema reports when it is something else."""
    value = members.get(name)
    return value if isinstance(value, str) else None


def _objects(members: Object, name: str) -> list[Object]:
    values = members.get(name)
    return (
        [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
    )


def _check_feed(feed: Object, address: str) -> Findings:
    own = _text(feed, "feed_url")
    if own is None:
        yield finding("MissingSelf", "feed", "has no feed_url")
    elif own != address and ":" in own:
        yield finding("SelfDoesntMatchLocation", "feed", f"{own!r} is not {address!r}")
    if "home_page_url" not in feed:
        yield finding("MissingLink", "feed", "has no home_page_url")
    elif feed["home_page_url"] == address:
        yield finding("LinkIsFeed", "feed", "its home page is the feed")
    if feed.get("next_url") == address:
        yield finding("LinkPastEnd", "feed", "its next page is itself")
    yield from _check_texts("feed", feed, ("title", "description"))
    yield from _check_common("feed", feed)
    for hub in _objects(feed, "hubs"):
        yield from _check_addresses("feed/hub", hub)


def _check_items(feed: Object, now: datetime | None) -> Findings:
    items = _objects(feed, "items")
    for number, item in enumerate(items, start=1):
        yield from _check_item(f"item {number}", item)
    entries = [_entry(f"item {number}", item) for number, item in enumerate(items, start=1)]
    yield from check_entries(entries, updated=None, now=now, twice="DuplicateEntries")


def _entry(place: str, item: Object) -> Entry:
    return Entry(
        place=place,
        id=_text(item, "id"),
        published=parse_rfc3339(_text(item, "date_published") or ""),
        updated=parse_rfc3339(_text(item, "date_modified") or ""),
    )


def _check_item(place: str, item: Object) -> Findings:
    html = _text(item, "content_html")
    if (identity := _text(item, "id")) is not None:
        yield from check_tag(f"{place}/id", identity)
    for name in ("date_published", "date_modified"):
        if (moment := _text(item, name)) is not None:
            yield from check_rfc3339(f"{place}/{name}", moment)
    if html is not None:
        yield from check_html(f"{place}/content_html", html, title=_text(item, "title"))
        if "summary" not in item:
            yield finding("MissingSummary", place, "has no summary")
    yield from _check_texts(place, item, ("title", "summary"))
    yield from _check_common(place, item)
    for attachment in _objects(item, "attachments"):
        yield from _check_attachment(f"{place}/attachment", attachment)


def _check_texts(place: str, members: Object, names: Sequence[str]) -> Findings:
    for name in names:
        if (value := _text(members, name)) is not None:
            yield from check_plain(f"{place}/{name}", value)


def _check_common(place: str, members: Object) -> Findings:
    """What feeds and items share."""
    yield from _check_addresses(place, members)
    if (language := _text(members, "language")) is not None:
        yield from check_language(f"{place}/language", language)
    for author in _objects(members, "authors"):
        yield from _check_addresses(f"{place}/author", author)


def _check_addresses(place: str, members: Object) -> Findings:
    for name in sorted(_ADDRESSES & members.keys()):
        if (value := _text(members, name)) is not None:
            yield from check_url(f"{place}/{name}", value)


def _check_attachment(place: str, attachment: Object) -> Findings:
    yield from _check_addresses(place, attachment)
    kind = _text(attachment, "mime_type")
    if kind is not None and not is_mime(kind):
        yield finding("InvalidMIMEAttribute", place, f"{kind!r} is no media type")
