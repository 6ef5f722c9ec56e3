"""A site as it was and as it is become what its readers keep, and what they would lose."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from lxml import etree

from postroom.edition.edition import Edition
from postroom.edition.feedspec import RSS_PLUGIN
from postroom.edition.views import paginate
from postroom.model.alias import former_of
from postroom.model.text import count
from postroom.reading.sitemap import path_of

_TOLD = 20
"""Of so many addresses of a sort each is told."""

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.S | re.I)
_DAY = re.compile(rb"<time\b[^>]*?\bdatetime=[\"']?(\d{4}-\d\d-\d\d)", re.I)
_REFRESH = re.compile(rb"<meta\b[^>]*\bhttp-equiv=[\"']?refresh", re.I)
_ENDINGS = (".html", ".htm")
_LOADED = re.compile(
    r"(^|/)(404\.html|sitemap\.xml(\.gz)?|\.nojekyll|objects\.inv|robots\.txt)$"
    r"|\.(js|css|map|woff2?|ttf|eot|xsl)$"
    r"|^(search|assets/external|assets/images/social)/|^assets/images/favicon\.png$"
)
"""What pages and robots load by themselves: its address is nobody's."""

_PLAIN = re.compile(r"\w[\w./-]*")
"""What YAML takes for text without quotes."""

_LISTS = re.compile(r"(^|/)(category|categories|tags?|authors?|archive|page)/[^/]+/", re.I)


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself."""

    title: str = ""
    """Without the site's name behind it; empty where nobody knows it."""

    day: str = ""
    """The first day that it shows, as `2026-03-04`."""

    leads_on: bool = False
    """Whether there is nothing but the way to another page."""


@dataclass(frozen=True)
class Snapshot:
    """What of a site has an address, and what its pages and feeds say."""

    pages: Mapping[str, PageFacts]
    """By the path of the file."""

    files: frozenset[str] = frozenset()
    """The paths of pictures and of all else that is no page."""

    feeds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each feed, by its path, the ids of its entries by their addresses."""

    @property
    def paths(self) -> frozenset[str]:
        """Every path that somebody may know."""
        return self.files | self.pages.keys()


@dataclass(frozen=True)
class FeedChange:
    """What became of a feed that stays where it is."""

    path: str
    same: int
    """Entries that a reader knows again."""

    renewed: int
    """Entries with another id: a reader sees them twice."""


@dataclass(frozen=True)
class Comparison:
    """What readers of a site keep and lose."""

    kept: tuple[str, ...]
    redirected: tuple[str, ...]
    lost: tuple[str, ...]
    titles: tuple[tuple[str, str, str], ...]
    """Pages that are called otherwise: the path, before, after."""

    days: tuple[tuple[str, str, str], ...]
    """Posts of another day: the path, before, after."""

    feeds: tuple[FeedChange, ...]
    lost_feeds: tuple[str, ...]
    """Those of the lost that somebody has subscribed to."""

    @property
    def is_lossy(self) -> bool:
        """Whether readers lose an address or their place in a feed."""
        return bool(self.lost) or any(feed.renewed for feed in self.feeds)


def take_snapshot(files: Iterable[tuple[str, bytes]], name: str) -> Snapshot:
    """Look at a built site.

    Args:
        files: Every file, by its path from the site's root.
        name: What the site is called, which stands in the titles of pages.
    """
    pages, others, feeds = {}, set(), {}
    for path, content in files:
        if _LOADED.search(path):
            continue
        if path.endswith(_ENDINGS):
            pages[path] = _read_page(content, name)
            continue
        others.add(path)
        if path.endswith((".xml", ".json", ".rss", ".atom")):
            entries = read_ids(content)
            if entries is not None:
                feeds[path] = entries
    return Snapshot(pages, frozenset(others), feeds)


def snapshot_of(addresses: Iterable[str], base: str) -> Snapshot:
    """Make of a sitemap what it tells of a site: where pages are, and no more.

    Args:
        addresses: Its addresses.
        base: Where the site is now; if none is below that, it was elsewhere before, and
            its front page is the shortest of them.
    """
    listed = [*addresses]
    is_below = base and any(path_of(address, base) is not None for address in listed)
    if listed and not is_below:
        base = f"{min(listed, key=len).rpartition('/')[0]}/"
    paths = (path_of(address, base) for address in listed)
    return Snapshot({_file_of(path): PageFacts() for path in paths if path is not None})


def _file_of(path: str) -> str:
    if path.endswith(_ENDINGS):
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")


def _read_page(content: bytes, name: str) -> PageFacts:
    title, day = _TITLE.search(content), _DAY.search(content)
    written = title[1].decode("utf-8", "replace") if title else ""
    return PageFacts(
        _without_name(" ".join(unescape(written).split()), " ".join(name.split())),
        day[1].decode() if day else "",
        bool(_REFRESH.search(content)),
    )


def _without_name(title: str, name: str) -> str:
    bare = title.removesuffix(name)
    return bare.rstrip(" -–—|·") or title if bare != title else title


def read_ids(content: bytes) -> dict[str, str] | None:
    """Give the ids of a feed's entries, by the addresses they lead to; None of no feed.

    Args:
        content: RSS, Atom or JSON Feed; anything else is no feed.
    """
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _read_json(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or etree.QName(root).localname not in ("rss", "RDF", "feed"):
        return None
    ids = {}
    for entry in root.iter("{*}item", "{*}entry"):
        link = entry.find("{*}link")
        url = "" if link is None else (link.get("href") or link.text or "").strip()
        name = entry.findtext("{*}guid") or entry.findtext("{*}id") or url
        ids[_plain(url or name)] = name.strip()
    return ids


def _read_json(content: bytes) -> dict[str, str] | None:
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        return None
    items = feed.get("items") if "jsonfeed.org" in str(feed.get("version", "")) else None
    if not isinstance(items, list):
        return None
    listed = (each for each in items if isinstance(each, dict))
    return {_plain(str(e.get("url") or e.get("id"))): str(e.get("id")) for e in listed}


def _plain(url: str) -> str:
    """An address without what counts its readers, and however it is escaped."""
    return unquote(url.partition("?")[0].partition("#")[0])


def list_further(edition: Edition) -> Iterator[str]:
    """List the second and further pages of lists: each is called as its first."""
    for view in edition.views:
        for listing in paginate(edition.site, view)[1:]:
            yield _file_of(listing.path)


def compare(
    old: Snapshot, new: Snapshot, dated: Iterable[str], further: Iterable[str] = ()
) -> Comparison:
    """Say what readers of a site keep and lose.

    Args:
        old: The site as it was.
        new: The site as it is.
        dated: The paths of posts: what else shows a day shows many.
        further: The paths of pages whose titles are of no interest.
    """
    there = {path: _find(path, new) for path in sorted(old.paths)}
    lost = tuple(path for path, found in there.items() if not found)
    redirected = tuple(
        path
        for path, found in there.items()
        if found in new.pages
        and new.pages[found].leads_on
        and not (path in old.pages and old.pages[path].leads_on)
    )
    kept = tuple(p for p, found in there.items() if found and p not in redirected)
    both = [(p, old.pages[p], new.pages[there[p]]) for p in kept if p in old.pages]
    posts, untitled = {*dated}, {*further}
    return Comparison(
        kept,
        redirected,
        lost,
        tuple(
            (p, a.title, b.title)
            for p, a, b in both
            if p not in untitled and a.title and a.title != b.title
        ),
        tuple(
            (p, a.day, b.day)
            for p, a, b in both
            if p in posts and a.day and b.day and a.day != b.day
        ),
        tuple(
            _compare_feed(path, entries, new.feeds[path])
            for path, entries in old.feeds.items()
            if path in new.feeds
        ),
        tuple(path for path in lost if path in old.feeds),
    )


def _find(path: str, new: Snapshot) -> str:
    """The file that answers for an address; hosts leave out `.html`, too."""
    folder = path.removesuffix("index.html").rstrip("/")
    names = (path, f"{folder}.html") if path.endswith("/index.html") else (path,)
    return next((name for name in names if name in new.paths), "")


def _compare_feed(
    path: str, before: Mapping[str, str], after: Mapping[str, str]
) -> FeedChange:
    known = {*before.values()}
    same = sum(name in known for name in after.values())
    renewed = sum(url in before and name not in known for url, name in after.items())
    return FeedChange(path, same, renewed)


def plan_aliases(
    comparison: Comparison, old: Snapshot, new: Snapshot, files: Mapping[str, str]
) -> dict[str, list[str]]:
    """Find the page that took the place of a lost one, where it is beyond doubt.

    It has the same title, if any is known, and else the same last part of its address;
    and it is the only one.

    Args:
        comparison: What is lost.
        old: The site as it was.
        new: The site as it is.
        files: The paths of its pages, by the Markdown file of each.

    Returns:
        The aliases that each file needs.
    """
    by_title, by_name = defaultdict(list), defaultdict(list)
    for file, path in files.items():
        if path in new.pages:
            by_title[new.pages[path].title].append(file)
            by_name[_name_of(path)].append(file)
    aliases: dict[str, list[str]] = {}
    for path in comparison.lost:
        if path not in old.pages or _LISTS.search(path):
            continue
        title = old.pages[path].title
        name = _name_of(path)
        found = by_title[title] if title else by_name[name]
        same_name = [file for file in found if file in by_name[name]]
        candidates = same_name if len(found) > 1 else found
        if len(candidates) == 1:
            aliases.setdefault(candidates[0], []).append(former_of(path))
    return aliases


def plan_feeds(comparison: Comparison, old: Snapshot) -> str:
    """Write the option that brings lost feeds back, if their ids are addresses.

    Args:
        comparison: What is lost.
        old: The site as it was.

    Returns:
        A line of settings, or nothing where it would help nobody.
    """
    plain = filter(_PLAIN.fullmatch, comparison.lost_feeds)
    lost = [path for path in plain if _has_addresses(old.feeds[path])]
    others = [path for path in lost if path not in RSS_PLUGIN]
    if not lost:
        return ""
    named = (f"{path}: {_likest(path)}" for path in others)
    aliases = f", aliases: {{{', '.join(named)}}}" if others else ""
    return f"feeds: {{replace: rss-plugin{aliases}}}"


def _likest(path: str) -> str:
    """Choose which of the four feeds stands for one of another name."""
    wanted = (
        "json" if path.endswith(".json") else "rss",
        "updated" if "updat" in path.lower() else "created",
    )
    return next(own for own, told in RSS_PLUGIN.items() if told == wanted)


def _has_addresses(entries: Mapping[str, str]) -> bool:
    return all(_plain(name) == url for url, name in entries.items())


def _name_of(path: str) -> str:
    bare = path.removesuffix("index.html").rstrip("/").rpartition("/")[2]
    return bare.removesuffix(".html").removesuffix(".htm")


def report(comparison: Comparison) -> Iterator[str]:
    """Say line by line what readers keep and lose, and sum it up at the end."""
    yield from _list_paths(comparison.lost, "is lost")
    if comparison.lost:
        yield "    fix: name it in the `aliases` of what took its place, or bring it back"
    yield from _list_paths(comparison.redirected, "leads on")
    yield from _list_changes(comparison.titles, "title")
    yield from _list_changes(comparison.days, "day")
    for feed in comparison.feeds:
        renewed = f", {feed.renewed} seen twice" if feed.renewed else ""
        yield f"/{feed.path}: a feed that stays, {feed.same} known again{renewed}"
    yield (
        f"addresses: {len(comparison.kept):,} kept, {len(comparison.redirected):,} "
        f"redirected, {len(comparison.lost):,} lost; "
        f"{count(len(comparison.titles), 'title')} and "
        f"{count(len(comparison.days), 'day')} changed"
    )


def _list_paths(paths: Sequence[str], what: str) -> Iterator[str]:
    for path in paths[:_TOLD]:
        yield f"{_show(path)}: {what}"
    if len(paths) > _TOLD:
        yield f"... and {len(paths) - _TOLD} more, of which each {what}"


def _list_changes(changes: Sequence[tuple[str, str, str]], noun: str) -> Iterator[str]:
    for path, before, after in changes[:_TOLD]:
        yield f"{_show(path)}: its {noun} was {before!r}, and is {after!r}"
    if len(changes) > _TOLD:
        yield f"... and {len(changes) - _TOLD} more with another {noun}"


def _show(path: str) -> str:
    return f"/{path.removesuffix('index.html')}"
