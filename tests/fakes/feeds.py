"""Feeds as others write them: good ones, sloppy ones, and those that mean harm."""

from __future__ import annotations

import json
from html import escape
from typing import Any

BY = "https://creativecommons.org/licenses/by/4.0/"
URL = "https://humber.example/feed.xml"
TITLE = "How a lift club mends things"
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def rss(*items: str, channel: str = "", encoding: str = "utf-8") -> bytes:
    """An RSS feed of items, each the inside of its element."""
    listed = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" {_SPACES}>'
        f"<channel><title>Lifts</title>{channel}{listed}</channel></rss>"
    ).encode(encoding)


def item(title: str = TITLE, at: str = "lifts", **more: str) -> str:
    """The inside of an RSS item; other elements by name, `_` standing for `:`."""
    values = {"title": title, "link": f"https://humber.example/{at}", **more}
    return "".join(
        f"<{name.replace('_', ':')}>{escape(text)}</{name.replace('_', ':')}>"
        for name, text in values.items()
    )


def atom(*entries: str, head: str = "") -> bytes:
    """An Atom feed of entries, each the inside of its element."""
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Lifts</title>{head}{listed}</feed>'
    ).encode()


def entry(title: str = TITLE, at: str = "lifts", more: str = "") -> str:
    """The inside of an Atom entry."""
    link = f'<link href="https://humber.example/{at}"/>'
    return f"<title>{escape(title)}</title>{link}{more}"


def json_feed(*items: dict[str, Any], version: str = "1.1", **more: Any) -> bytes:
    """A JSON Feed."""
    told = {"version": f"https://jsonfeed.org/version/{version}", "title": "Lifts"}
    return json.dumps({**told, **more, "items": list(items)}).encode()


BILLION_LAUGHS = (
    b'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10)
        for n in range(9)
    )
    + b"]>\n<rss version='2.0'><channel><title>&j;</title>"
    b"<item><title>&j;</title><link>https://evil.example/</link></item></channel></rss>"
)
"""A thousand bytes that stand for three thousand million."""

EXTERNAL = (
    b'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    b"<rss version='2.0'><channel><item><title>&x;</title>"
    b"<link>https://evil.example/</link></item></channel></rss>"
)

_PARAMETER = EXTERNAL.replace(b"ENTITY x", b"ENTITY % x")
_GRAMMAR = BILLION_LAUGHS.replace(b"<!ENTITY", b"<!ATTLIST")


def _wide(document: bytes, encoding: str) -> bytes:
    named = document.decode().replace(
        'version="1.0"', f'version="1.0" encoding="{encoding}"'
    )
    return named.encode(encoding)


DECLARING = {
    "a billion laughs": BILLION_LAUGHS,
    "a file of this machine": EXTERNAL,
    "an entity of the grammar's own": _PARAMETER,
    "a grammar within": _GRAMMAR,
    "hidden behind an element": b"<!-- <rss> -->" + EXTERNAL.partition(b"\n")[2],
    "in small letters": EXTERNAL.replace(b"ENTITY", b"entity"),
    **{
        f"in {encoding}": _wide(EXTERNAL, encoding)
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")
    },
}
"""Documents that declare what a feed has no use for."""

_ITEM = rss("{}").partition(b"{}")


def _within(tag: bytes, text: bytes) -> bytes:
    link = b"<title>A title</title><link>https://evil.example/</link>"
    return _ITEM[0] + link + b"<%s>%s</%s>" % (tag, text, tag) + _ITEM[2]


SLOW = {
    "a long word in a style": _within(
        b"description", b'&lt;p style="' + b"a" * 400_000 + b'"&gt;x&lt;/p&gt;'
    ),
    "a long word as an author": _within(b"author", b"a" * 400_000),
    "a base within a base": b'<feed xmlns="http://www.w3.org/2005/Atom">'
    + b'<a xml:base="b/">' * 100_000,
}
"""Small documents over which parsers sit for minutes."""

DEEP = {
    "elements": _ITEM[0] + b"<a>" * 50_000,
    "quotes": _within(b"description", b"&lt;blockquote&gt;" * 50_000),
    "brackets": b'{"version": "https://jsonfeed.org/version/1.1", "items": '
    + b"[" * 200_000,
    "open tags": b"<rss><channel><item><title>" + b"<" * 100_000,
}
"""Documents in which everything stands within everything."""
