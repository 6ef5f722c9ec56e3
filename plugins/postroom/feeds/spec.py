"""Which feeds a site has: for each its identity, its entries and its addresses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import groupby

from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.view import View

FORMATS = {
    "rss": ("feed.xml", "application/rss+xml", "RSS"),
    "atom": ("atom.xml", "application/atom+xml", "Atom"),
    "json": ("feed.json", "application/feed+json", "JSON Feed"),
}
"""Each format's file name, media type and name for people, first choice first."""


_UTMOST_KB = 450
"""Of text; with what XML adds it stays below what services and readers take."""


@dataclass(frozen=True)
class FeedSpec:
    """One feed in three formats: what it is about and where it stands."""

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

    posts: tuple[Post, ...]
    """Newest first."""

    year: int = 0
    """An archive of this year; 0 for a feed one subscribes to."""

    newer: str = ""
    """In an archive: the name of the next newer archive, if there is one."""

    older: str = ""
    """The name of the newest archive older than this feed."""

    is_complete: bool = False
    """Whether these are all entries it ever had (RFC 5005, 2)."""

    @property
    def kind(self) -> str:
        """What it is a feed of: site, categories, tags, series or authors."""
        return self.key.partition("/")[0]

    def listed(self, limit: int) -> tuple[Post, ...]:
        """The posts that count: the newest few, or all of a year or a series."""
        return self.posts if self.year or self.is_complete else self.posts[:limit]

    def path(self, style: str) -> str:
        """The path of its file in one format."""
        name = FORMATS[style][0]
        return f"{self.folder}{archive_name(self.year, style) if self.year else name}"


def archive_name(year: int | str, style: str) -> str:
    """The file of one year's archive: `2025.xml`, `2025.atom.xml`, `2025.json`."""
    return {"rss": f"{year}.xml", "atom": f"{year}.atom.xml", "json": f"{year}.json"}[style]


def list_feeds(site: Site, views: Iterable[View]) -> tuple[FeedSpec, ...]:
    """All feeds one can subscribe to: the site's first, then those of the views."""
    own = FeedSpec(
        key="site",
        name=site.name,
        title=site.name,
        description=site.description or f"Essays from {site.name}",
        folder=_folder(site.path()),
        home=site.page(),
        posts=in_feed_order(site, site.posts),
        older=next((str(year) for year, _ in _by_year(site)), ""),
    )
    return (own, *(_view_feed(site, view) for view in views if view.feed_key))


def _view_feed(site: Site, view: View) -> FeedSpec:
    return FeedSpec(
        key=view.feed_key,
        name=view.title,
        title=f"{site.name}: {view.title}",
        description=view.description or f"{view.title}, in {site.name}",
        folder=_folder(view.path.removesuffix("index.html").rstrip("/")),
        home=view.path,
        posts=in_feed_order(site, view.posts),
        is_complete=view.kind == "series",
    )


def list_archives(site: Site) -> tuple[FeedSpec, ...]:
    """One document for each year; those of past years change only with their posts.

    None while the feed itself holds everything.

    Source:
        RFC 5005, 4: archived feeds.
    """
    years = _by_year(site)
    made = []
    for index, (year, posts) in enumerate(years):
        made.append(
            FeedSpec(
                key="site",
                name=str(year),
                title=f"{site.name}: {year}",
                description=f"All essays of {year}",
                folder=_folder(site.path("feeds", "archive")),
                home=site.page(),
                posts=in_feed_order(site, posts),
                year=year,
                newer=str(years[index - 1][0]) if index else "",
                older=str(years[index + 1][0]) if index + 1 < len(years) else "",
            )
        )
    return tuple(made)


def _by_year(site: Site) -> list[tuple[int, tuple[Post, ...]]]:
    posts = in_feed_order(site, site.posts)
    # by the instant that orders them, whatever zone their authors write in
    years = groupby(posts, lambda p: p.published.astimezone(UTC).year)
    found = [(year, tuple(of)) for year, of in years]
    is_all_in_the_feed = len(found) == 1 and len(posts) <= site.options.feeds.limit
    return [] if is_all_in_the_feed else found


def in_feed_order(site: Site, posts: Iterable[Post]) -> tuple[Post, ...]:
    """What a feed may list, newest first: nothing that only a preview shows."""
    shown = (post for post in posts if not site.is_hidden(post))
    return tuple(sorted(shown, key=lambda p: p.sort_key, reverse=True))


def shortened(spec: FeedSpec, site: Site, size_of: Callable[[Post], int]) -> FeedSpec:
    """Keep the newest entries, as many as the options allow.

    Archives and series keep all. The site's feed may grow to the utmost while it has no
    archive yet that would hold the rest.

    Args:
        spec: The feed with all its posts.
        site: Whose options say how many entries, and how many kilobytes.
        size_of: The bytes that a post's entry takes.
    """
    if spec.year or spec.is_complete:
        return spec
    is_alone = spec.kind == "site" and not spec.older
    room = (_UTMOST_KB if is_alone else site.options.feeds.max_kb) * 1000
    kept: list[Post] = []
    for post in spec.listed(site.options.feeds.limit):
        room -= size_of(post)
        if kept and room < 0:
            break
        kept.append(post)
    return replace(spec, posts=tuple(kept))


def _folder(path: str) -> str:
    return f"{path}/" if path else ""
