"""What a built site says: its feeds, its posts, its pages' heads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import unescape

from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = ("feed.xml", "atom.xml", "feed.json")
_ARCHIVE = re.compile(r"(?P<folder>.*feeds/archive/)(?P<year>\d{4})\.json")

Files = Mapping[str, bytes]


def feeds_of(files: Files) -> list[tuple[str, str]]:
    """Every feed as (folder, year): a year for an archive, else nothing."""
    found = []
    for path in sorted(files):
        archive = _ARCHIVE.fullmatch(path)
        if archive:
            found.append((archive["folder"], archive["year"]))
        elif path.rpartition("/")[2] == "feed.json":
            found.append((path.removesuffix("feed.json"), ""))
    return found


def documents_of(files: Files) -> list[str]:
    """The path of every RSS, Atom, JSON and OPML file."""
    found = []
    for folder, year in feeds_of(files):
        names = (f"{year}.xml", f"{year}.atom.xml", f"{year}.json") if year else NAMES
        found += [folder + name for name in names]
    return [*found, *(path for path in files if path.endswith(".opml"))]


def items_of(files: Files, path: str = "feed.json") -> list[dict[str, object]]:
    """The items of a JSON feed."""
    items: list[dict[str, object]] = json.loads(files[path])["items"]
    return items


def ids_of(files: Files) -> dict[str, list[str]]:
    """By path, the id of each Atom feed and those of its entries."""
    return {
        path: [found.text or "" for found in etree.fromstring(files[path]).iter(f"{ATOM}id")]
        for path in documents_of(files)
        if path.endswith("atom.xml")
    }


def urls_of_posts(files: Files) -> list[str]:
    """The address of every post's own page."""
    return [
        head_of(document).find('.//meta[@property="og:url"]').get("content")
        for path, document in files.items()
        if path.endswith("/index.html")
        and "share/" not in path
        and head_of(document).find('.//meta[@content="article"]') is not None
    ]


@cache
def head_of(document: bytes) -> html.HtmlElement:
    """The head of a page."""
    text, _, _ = document.decode().partition("</head>")
    return html.document_fromstring(f"{text}</head><body></body></html>").find("head")


def discovered(document: bytes) -> list[str]:
    """The addresses of the feeds that a page's head offers, in its order."""
    return [
        link.get("href")
        for link in head_of(document).iterfind('link[@rel="alternate"]')
        if "oembed" not in link.get("type", "")
    ]


def title_of(document: bytes) -> str:
    """What a page's `title` says."""
    return " ".join(unescape(head_of(document).findtext("title") or "").split())
