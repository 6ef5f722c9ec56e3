"""Which feeds a site has: for each its identity, its entries and its addresses."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from postroom.model.address import folder_of_page
from postroom.model.group import Group
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.view import View


@dataclass(frozen=True)
class Style:
    """One format of a feed."""

    file: str
    """What its file is called, beside the page that it belongs to."""

    archive: str
    """What its file of a year is called, which stands for `{}`."""

    type: str
    """The media type."""

    title: str
    """For people."""

    writer: str
    """What writes it of a channel, as `module:function`, since the room that does stands
    above this table."""


STYLES: dict[str, Style] = {
    "rss": Style(
        "feed.xml", "{}.xml", "application/rss+xml", "RSS", "postroom.feeds.xml:render_rss"
    ),
    "atom": Style(
        "atom.xml",
        "{}.atom.xml",
        "application/atom+xml",
        "Atom",
        "postroom.feeds.xml:render_atom",
    ),
    "json": Style(
        "feed.json",
        "{}.json",
        "application/feed+json",
        "JSON Feed",
        "postroom.feeds.jsonfeed:render_json",
    ),
}
"""Every format of a feed, first choice first; all else follows."""

RSS_PLUGIN = {
    f"feed_{style}_{order}.{ending}": (style, order)
    for style, ending in (("rss", "xml"), ("json", "json"))
    for order in ("created", "updated")
}
"""The feeds of mkdocs-rss-plugin by the paths it gives them: style, and what they go by."""

_HEAD = 1500
"""Bytes that a feed takes before its first entry, at most."""

_UTMOST_KB = 450
"""Of text; with what XML adds it stays below what services and readers take."""


class Subject(Protocol):
    """What an entry is about: a post, an issue, or an item that an issue printed."""

    @property
    def uid(self) -> str: ...  # noqa: D102
    @property
    def tag(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> datetime: ...  # noqa: D102
    @property
    def updated(self) -> datetime: ...  # noqa: D102
    @property
    def sort_key(self) -> tuple[Any, ...]: ...  # noqa: D102


@dataclass(frozen=True)
class FeedSpec:
    """One feed in every format: what it is about and where it stands."""

    key: str
    """What it lists: `site`, `categories/giving-first`; part of its id."""

    name: str
    """What it lists, in a word or two."""

    title: str
    """The name with the site's before it."""

    description: str
    folder: str
    """Where its files lie, relative to the site's root; "" or ending in `/`."""

    home: str
    """The path of the page for people that it belongs to."""

    subjects: tuple[Subject, ...]
    """What it lists, newest first."""

    noun: str = "essays"
    """What its entries are, for people."""

    archives: str = ""
    """The folder of its yearly archives, if it has them."""

    year: int = 0
    """An archive of this year; 0 for a feed one subscribes to."""

    newer: str = ""
    """In an archive: the name of the next newer archive, if there is one."""

    older: str = ""
    """The name of the newest archive older than this feed."""

    group: Group | None = None
    """The group that it is made for."""

    is_complete: bool = False
    """Whether these are all entries it ever had (RFC 5005, 2)."""

    replaces: str = ""
    """The path at which another plugin had a feed whose place this one takes: its entries
    are known there by their addresses."""

    @property
    def kind(self) -> str:
        """What it is a feed of: site, categories, tags, series, authors, newsletter."""
        return self.key.partition("/")[0]

    def listed(self, limit: int) -> tuple[Subject, ...]:
        """What counts: the newest few, or all of a year or a series."""
        return self.subjects if self.year or self.is_complete else self.subjects[:limit]

    def path(self, style: str) -> str:
        """The path of its file in one format."""
        if self.replaces:
            return self.replaces
        if self.year:
            return self.archive(self.year, style)
        return f"{self.folder}{STYLES[style].file}"

    def archive(self, year: int | str, style: str) -> str:
        """The path of the archive of a year: `2025.xml`, `2025.atom.xml`, `2025.json`."""
        return f"{self.archives}{STYLES[style].archive.format(year)}"


def list_feeds(site: Site, views: Iterable[View]) -> tuple[FeedSpec, ...]:
    """All feeds one can subscribe to: the site's first, then those of the views."""
    own = FeedSpec(
        key="site",
        name=site.name,
        title=site.name,
        description=site.description or f"Essays from {site.name}",
        folder=in_folder(site.path()),
        home=site.page(),
        subjects=in_feed_order(site, site.posts),
        archives=in_folder(site.path("feeds", "archive")),
    )
    return (
        point_back(own, site),
        *(_view_feed(site, view) for view in views if view.feed_key),
    )


def _view_feed(site: Site, view: View) -> FeedSpec:
    return FeedSpec(
        key=view.feed_key,
        name=view.title,
        title=f"{site.name}: {view.title}",
        description=view.description or f"{view.title}, in {site.name}",
        folder=in_folder(folder_of_page(view.path)),
        home=view.path,
        subjects=in_feed_order(site, view.posts),
        is_complete=view.kind == "series",
    )


def point_back(spec: FeedSpec, site: Site) -> FeedSpec:
    """Let a feed name the newest of its archives, if it has any."""
    newest = next((str(year) for year, _ in _by_year(spec, site)), "")
    return replace(spec, older=newest)


def list_replaced(own: FeedSpec) -> Iterator[tuple[FeedSpec, str]]:
    """List the feeds of mkdocs-rss-plugin with our entries, and the style of each.

    They lead to no archive, where entries have other ids.

    Args:
        own: The feed of the site.

    Source:
        mkdocs-rss-plugin, 1.19: `feeds_filenames`, and `guid` in its `util.py`.
    """
    orders = {
        "created": own.subjects,
        "updated": tuple(sorted(own.subjects, key=lambda s: s.updated, reverse=True)),
    }
    for path, (style, order) in RSS_PLUGIN.items():
        key, subjects = f"rss-plugin/{order}", orders[order]
        spec = replace(own, key=key, subjects=subjects, archives="", older="")
        yield replace(spec, replaces=path), style


def list_archives(spec: FeedSpec, site: Site) -> tuple[FeedSpec, ...]:
    """One document for each year; those of past years change only with their entries.

    None while the feed itself holds everything.

    Source:
        RFC 5005, 4: archived feeds.
    """
    years = _by_year(spec, site) if spec.archives else []
    made = []
    for index, (year, subjects) in enumerate(years):
        made.append(
            replace(
                spec,
                name=str(year),
                title=f"{spec.title}: {year}",
                description=f"All {spec.noun} of {year}",
                subjects=subjects,
                year=year,
                newer=str(years[index - 1][0]) if index else "",
                older=str(years[index + 1][0]) if index + 1 < len(years) else "",
            )
        )
    return tuple(made)


def _by_year(spec: FeedSpec, site: Site) -> list[tuple[int, tuple[Subject, ...]]]:
    # by the instant that orders them, whatever zone their authors write in
    years = groupby(spec.subjects, lambda s: s.published.astimezone(UTC).year)
    found = [(year, tuple(of)) for year, of in years]
    limit = site.options.feeds.limit
    is_all_in_the_feed = len(found) == 1 and len(spec.subjects) <= limit
    return [] if is_all_in_the_feed else found


def in_feed_order(site: Site, posts: Iterable[Post]) -> tuple[Post, ...]:
    """What a feed may list, newest first: nothing that only a preview shows."""
    shown = (post for post in posts if not site.is_hidden(post))
    return tuple(sorted(shown, key=lambda p: p.sort_key, reverse=True))


def shortened(spec: FeedSpec, site: Site, size_of: Callable[[Subject], int]) -> FeedSpec:
    """Keep the newest entries, as many as the options allow.

    Archives and series keep all. A feed with archives may grow to the utmost while it has
    none yet that would hold the rest.

    Args:
        spec: The feed with all that it lists.
        site: Whose options say how many entries, and how many kilobytes.
        size_of: The bytes that an entry takes.
    """
    if spec.year or spec.is_complete:
        return spec
    is_alone = bool(spec.archives) and not spec.older
    room = (_UTMOST_KB if is_alone else site.options.feeds.max_kb) * 1000 - _HEAD
    kept: list[Subject] = []
    for subject in spec.listed(site.options.feeds.limit):
        room -= size_of(subject)
        if kept and room < 0:
            break
        kept.append(subject)
    return replace(spec, subjects=tuple(kept))


def in_folder(path: str) -> str:
    """The folder of a path: "" or ending in `/`."""
    return f"{path}/" if path else ""
