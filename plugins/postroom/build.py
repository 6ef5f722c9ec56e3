"""An edition becomes artefacts: the one place where all outputs are listed."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from postroom.cache import Cache
from postroom.errors import ContentError, Place, Problem
from postroom.feeds.channel import compose_channel
from postroom.feeds.entry import Entry, compose_entry
from postroom.feeds.jsonfeed import render_json
from postroom.feeds.opml import render_opml
from postroom.feeds.spec import FORMATS, FeedSpec, list_archives, shortened
from postroom.feeds.xml import render_atom, render_rss
from postroom.model.artefact import Artefact
from postroom.model.post import Post
from postroom.model.site import Site, latest
from postroom.pages.card import card_key, missing_letters, render_card
from postroom.pages.edition import Edition
from postroom.pages.metadata import card_of, render_oembed
from postroom.pages.share import render_share_page
from postroom.pages.views import paginate
from postroom.reading.wording import nearest

_RENDERERS = {"rss": render_rss, "atom": render_atom, "json": render_json}
_MAX_BYTES = 512_000
"""No feed one subscribes to grows beyond this: readers and services give up on it."""


def list_artefacts(
    edition: Edition, cache: Cache, fonts: tuple[Path, ...]
) -> Iterator[Artefact]:
    """List every file that is made of the site, beside the engine's own pages.

    Without an address of the site there are neither feeds nor share pages, since both
    are full of absolute addresses.
    """
    site = edition.site
    yield Artefact(".nojekyll", lambda: b"")
    if not site.url:
        return
    yield Artefact("robots.txt", partial(_render_robots, site))
    yield from _list_feeds(edition)
    if site.options.share.enabled:
        for post in site.posts:
            yield from _list_share(edition, post, cache, fonts)


def _list_feeds(edition: Edition) -> Iterator[Artefact]:
    site = edition.site
    by_uid = {post.uid: post for post in site.posts}

    @cache
    def entry_of(uid: str) -> Entry:
        post = by_uid[uid]
        return compose_entry(post, edition.fragment(post), site, edition.size_of)

    made = {}
    for feed in (*edition.feeds, *list_archives(site)):
        for style in FORMATS:
            path = feed.path(style)
            render = partial(_render_feed, edition, feed, style, entry_of)
            listed = feed.listed(site.options.feeds.limit)
            made[path] = Artefact(path, render, latest(listed))
    yield from made.values()
    yield Artefact(site.path("feeds.opml"), partial(render_opml, site, edition.feeds))
    for old, current in site.options.feeds.aliases.items():
        if current in made:
            yield Artefact(old, made[current].render, made[current].modified)


def _render_feed(
    edition: Edition, feed: FeedSpec, style: str, entry_of: Callable[[str], Entry]
) -> bytes:
    kept = shortened(feed, edition.site, lambda post: entry_of(post.uid).size)
    entries = {post.uid: entry_of(post.uid) for post in kept.posts}
    made = _RENDERERS[style](compose_channel(kept, style, edition.site, entries))
    if len(made) > _MAX_BYTES and not (feed.year or feed.is_complete):
        newest = kept.posts[0]
        raise ContentError(
            [
                Problem(
                    Place(newest.path),
                    f"the feed {feed.path(style)} would have {len(made) // 1000} KB",
                    "split this essay, or set `feeds: {content: summary}`",
                )
            ]
        )
    return made


def _list_share(
    edition: Edition, post: Post, cache: Cache, fonts: tuple[Path, ...]
) -> Iterator[Artefact]:
    site = edition.site
    folder = partial(site.path, "share", post.slug)
    yield Artefact(
        folder("index.html"), partial(render_share_page, edition, post), post.updated
    )
    yield Artefact(
        folder("oembed.json"), partial(render_oembed, edition, post), post.updated
    )
    if site.options.share.cards:
        card = card_of(site, post)
        yield Artefact(
            folder("card.png"),
            lambda: cache.recall(
                "card", card_key(card, fonts), lambda: render_card(card, fonts)
            ),
            post.updated,
        )


def _render_robots(site: Site) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute('sitemap.xml')}\n".encode()


def check_addresses(edition: Edition, pages: Mapping[str, str]) -> Iterator[Problem]:
    """Say which posts would overwrite a list, another page, or each other.

    Args:
        edition: The site.
        pages: What else stands on the site: paths, and the files behind them.
    """
    site = edition.site
    taken = {
        **pages,
        **{
            listing.path: f"the page of {view.title!r}"
            for view in edition.views
            for listing in paginate(site, view)
        },
        **{overview.path: f"the list of {overview.kind}" for overview in edition.overviews},
        site.page("feeds"): "the page of feeds",
    }
    for post in sorted(site.posts, key=lambda p: p.path):
        path = site.post_page(post)
        if path in taken:
            yield Problem(
                Place(post.path, 0, "slug"),
                f"the address /{path} is already that of {taken[path]}",
                "give the post another slug",
            )
        taken.setdefault(path, post.path)


def check_cards(site: Site, fonts: tuple[Path, ...]) -> Iterator[Problem]:
    """Say which titles no font at hand can write."""
    if not (site.url and site.options.share.enabled and site.options.share.cards):
        return
    for post in site.posts:
        missing = missing_letters(post.title, fonts)
        if missing:
            yield Problem(
                Place(post.path, 0, "title"),
                f"no font for {missing[:12]!r}: the card shows the site's name instead",
                "add a font file that has these letters to `share: {card_fonts: [...]}`",
                is_fatal=False,
            )


def check_site(edition: Edition) -> Iterator[Problem]:
    """Say what the site as a whole lacks."""
    site = edition.site
    feeds = [feed.path(style) for feed in edition.feeds for style in FORMATS]
    for old, current in site.options.feeds.aliases.items():
        if current not in feeds and site.url:
            yield Problem(
                Place("mkdocs.yml", 0, f"feeds.aliases.{old}"),
                f"there is no feed at {current!r}",
                nearest(current, feeds),
                is_fatal=False,
            )
    if not site.url:
        yield Problem(
            Place("mkdocs.yml", 0, "site_url"),
            "there is no site_url: feeds and share pages need absolute addresses",
            "add `site_url: https://your.domain/`; until then they are left out",
            is_fatal=False,
        )
