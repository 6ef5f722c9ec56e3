"""A channel becomes an RSS 2.0 or an Atom 1.0 document, by way of feedgen."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape as escape_html
from html import unescape
from typing import Any

from feedgen.feed import FeedGenerator

from postroom.feeds.channel import Channel
from postroom.feeds.entry import Entry
from postroom.feeds.extras import EntryExtras, FeedExtras, LinkedEntry

escape = partial(escape_html, quote=False)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_PLAIN = re.compile(  # what feedgen and its extensions write by themselves
    r"<(title|description|category|copyright|generator|dc:creator|media:description)"
    r"( [^<>]*)?>"
    r"([^<]*&[^<]*)</\1>"
)
_HEX = {"&amp;": "&#x26;", "&lt;": "&#x3C;", "&gt;": "&#x3E;"}
_NAMED = re.compile("|".join(_HEX))
_LIVE = re.compile(r"<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_WORD_JOINER = "\u2060"


def render_rss(channel: Channel) -> bytes:
    """Render RSS 2.0: a plain summary, then the whole text as `content:encoded`.

    An item's description is HTML, so plain text in it is escaped once more. Of the
    channel's, of titles, categories and names the format does not say it, and readers do
    both: there, what would begin a tag is kept apart by a joiner that nobody sees.

    Source:
        RSS 2.0.11, https://www.rssboard.org/rss-specification, and the board's profile:
        plain text writes `&` and `<` as hexadecimal references.
        HTML Standard, 13.2.5.6 and 13.2.5.72: how a tag and a reference begin.
    """
    made: bytes = _generator(channel, write_summary=escape, write_plain=keep_apart).rss_str(
        pretty=False, xml_declaration=False
    )
    return _DECLARATION + _PLAIN.sub(_hexadecimal, made.decode()).encode() + b"\n"


def render_atom(channel: Channel) -> bytes:
    """Render Atom 1.0; titles are text, content is HTML.

    Source:
        RFC 4287; links of kind `license` are RFC 4946, archives RFC 5005.
    """
    feed = _generator(set_apart(channel))
    made: bytes = feed.atom_str(pretty=False, xml_declaration=False)
    return _DECLARATION + made + b"\n"


def set_apart(channel: Channel) -> Channel:
    """Let no two entries be of one second, since readers go by it (DuplicateUpdated)."""
    taken: set[datetime] = set()
    entries = []
    for entry in reversed(channel.entries):  # those above came later
        moment = entry.updated
        while moment in taken:
            moment += timedelta(seconds=1)
        taken.add(moment)
        entries.append(replace(entry, updated=moment))
    latest = max([channel.updated, *taken])
    return replace(channel, entries=tuple(reversed(entries)), updated=latest)


def _hexadecimal(found: re.Match[str]) -> str:
    name, attributes, text = found[1], found[2] or "", found[3]
    if name != "description":  # those were written by the rule of their own
        text = escape(keep_apart(unescape(text)))
    plain = _NAMED.sub(lambda m: _HEX[m[0]], text)
    return f"<{name}{attributes}>{plain}</{name}>"


def keep_apart(text: str) -> str:
    """Write plain text so that it holds no tag even for those who read it as HTML."""
    return _LIVE.sub(rf"\g<0>{_WORD_JOINER}", text)


def _generator(
    channel: Channel,
    write_summary: Callable[[str], str] = str,
    write_plain: Callable[[str], str] = str,
) -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension("postroom", FeedExtras, EntryExtras)
    feed.postroom.channel = channel
    feed.id(channel.id)
    feed.title(channel.title)
    feed.subtitle(write_plain(channel.description))
    feed.updated(channel.updated.astimezone(UTC))
    feed.language(channel.language)
    feed.author(name=channel.author, uri=channel.author_url)
    feed.generator("Postroom")
    if channel.icon:
        feed.logo(channel.icon)
        feed.icon(channel.icon)
    feed.link(href=channel.url, rel="self", type=channel.type)
    feed.link(href=channel.home, rel="alternate", type="text/html")  # RSS takes the last
    for entry in channel.entries:
        _add_entry(feed, entry, write_summary).postroom.language = channel.language
    return feed


def _add_entry(
    feed: FeedGenerator, entry: Entry, write_summary: Callable[[str], str]
) -> Any:
    made = feed.add_entry(LinkedEntry(), order="append")
    made.postroom.entry = entry
    made.id(entry.id)
    made.title(entry.title)
    made.link(href=entry.url, rel="alternate", type="text/html")
    if entry.via:
        made.link(href=entry.via, rel="via", type="text/html")
    made.published(entry.published.astimezone(UTC))
    made.updated(entry.updated.astimezone(UTC))
    for person in entry.authors:
        made.author(name=person.name, uri=person.url)
    for term in entry.terms:
        made.category(term=term.label, label=term.label, scheme=term.scheme)
    if entry.summary:
        made.summary(write_summary(entry.summary))
    if entry.html:
        made.content(entry.html, type="html")
    return made
