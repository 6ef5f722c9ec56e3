"""What a built site says: its feeds, its posts, its pages' heads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from lxml import etree, html
from tests.e2e.building import NOW, Files
from tests.judges.feeds import check_feed
from tests.judges.roundtrip import read_with_feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
_ARCHIVE = re.compile(r"(?P<folder>.*feeds/archive/)(?P<year>\d{4})\.json")


class Feed(NamedTuple):
    """The paths of one feed's files."""

    folder: str
    rss: str
    atom: str
    json: str
    is_archive: bool = False


def feeds_of(files: Files) -> list[Feed]:
    """Every feed; archives among them."""
    found = []
    for path in sorted(files):
        archive = _ARCHIVE.fullmatch(path)
        if archive:
            folder, year = archive["folder"], f"{archive['folder']}{archive['year']}"
            found.append(Feed(folder, f"{year}.xml", f"{year}.atom.xml", path, True))
        elif path.rpartition("/")[2] == "feed.json":
            folder = path.removesuffix("feed.json")
            found.append(Feed(folder, f"{folder}feed.xml", f"{folder}atom.xml", path))
    return found


def post_feeds_of(files: Files) -> list[Feed]:
    """The feeds of essays, as opposed to those of the newsletter, and those for groups."""
    others = ("newsletter/", "groups/")
    return [feed for feed in feeds_of(files) if not feed.rss.startswith(others)]


def is_for_a_group(path: str) -> bool:
    """Whether a feed is made for one group, and nobody else is told of it."""
    return path.startswith("groups/")


def documents_of(files: Files) -> list[str]:
    """The path of every RSS, Atom, JSON and OPML file."""
    found = [path for feed in feeds_of(files) for path in (feed.rss, feed.atom, feed.json)]
    return [*found, *(path for path in files if path.endswith(".opml"))]


def items_of(files: Files, path: str = "feed.json") -> list[dict[str, Any]]:
    """The items of a JSON feed."""
    items: list[dict[str, Any]] = json.loads(files[path])["items"]
    return items


def uids_of(files: Files, path: str = "feed.json") -> list[str]:
    """The last part of each item's id."""
    return [item["id"].rpartition("/")[2] for item in items_of(files, path)]


def ids_of(files: Files) -> dict[str, list[str]]:
    """By path, the id of each Atom feed and those of its entries."""
    return {
        feed.atom: [
            found.text or ""
            for found in etree.fromstring(files[feed.atom]).iter(f"{ATOM}id")
        ]
        for feed in feeds_of(files)
    }


def links_of(files: Files, path: str) -> dict[str, str]:
    """What an RSS or Atom feed links to by each relation."""
    root = etree.fromstring(files[path])
    parent = root.find("channel") if root.tag == "rss" else root
    return {link.get("rel"): link.get("href") for link in parent.iterfind(f"{ATOM}link")}


def urls_of_posts(files: Files) -> list[str]:
    """The address of every post's own page."""
    return [
        head_of(document).find('.//meta[@property="og:url"]').get("content")
        for path, document in files.items()
        if path.endswith("/index.html")
        and not path.startswith(("share/", "newsletter/"))
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


def findings(files: Files, url: str, allow: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What the judge says of each feed that it finds fault with."""
    now = datetime.fromtimestamp(NOW, UTC)
    judged = {
        path: check_feed(files[path], url + path, now=now, allow=allow)
        for path in documents_of(files)
    }
    return {path: found for path, found in judged.items() if found}


def differing(one: Files, other: Files) -> list[str]:
    """The paths of files that only one site has, or that have other bytes."""
    paths = one.keys() | other.keys()
    return sorted(path for path in paths if one.get(path) != other.get(path))


def walk_back(files: Files, site: str, path: str) -> Iterator[str]:
    """The links of all entries, from the current document back to the first."""
    visited = []
    while path:
        assert path not in visited
        visited.append(path)
        if path.endswith(".json"):
            older = json.loads(files[path]).get("next_url", "")
            yield from (item["url"] for item in items_of(files, path))
        else:
            older = links_of(files, path).get("prev-archive", "")
            yield from (entry.link or "" for entry in read_with_feedparser(files[path]))
        assert older.startswith(site) or not older
        path = older.removeprefix(site)
    assert len(visited) > 1
