"""An edition becomes artefacts: the one place where all outputs are listed."""

from collections.abc import Callable, Iterator
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
from postroom.pages.card import card_key, render_card
from postroom.pages.edition import Edition
from postroom.pages.metadata import card_of, render_oembed
from postroom.pages.share import render_share_page

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
    if len(made) > _MAX_BYTES and len(kept.posts) == 1 and not feed.year:
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
