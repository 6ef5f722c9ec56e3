"""An edition becomes artefacts: the one place where all outputs are listed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from postroom.edition.edition import Edition
from postroom.edition.feedspec import FORMATS, FeedSpec, Subject, list_archives, shortened
from postroom.edition.sheet import (
    compose_sheet,
    render_issue_entry,
    render_item_entry,
    set_item,
)
from postroom.errors import ContentError, Place, Problem
from postroom.feeds.calendar import render_calendar
from postroom.feeds.channel import compose_channel
from postroom.feeds.entry import Entry, compose_entry
from postroom.feeds.jsonfeed import render_json
from postroom.feeds.opml import render_opml
from postroom.feeds.partners import dress_entry
from postroom.feeds.printed import compose_issue_entry, compose_item_entry
from postroom.feeds.xml import render_atom, render_rss
from postroom.fragments.clean import text_of
from postroom.kits.compose import (
    compose_group_kit,
    compose_issue_kit,
    compose_item_kit,
    compose_post_kit,
)
from postroom.kits.credit import credit_lines, linked
from postroom.kits.files import KitStore
from postroom.kits.kit import Kit
from postroom.mail.issue import IssueMail, compose_mail
from postroom.model.artefact import Artefact
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.post import Post
from postroom.model.site import Site, latest
from postroom.pages.card import card_key, render_card
from postroom.pages.kitpage import KitJob, compose_kit_job
from postroom.pages.metadata import card_of, render_oembed
from postroom.pages.share import render_share_page
from postroom.toolbox.cache import Cache

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
    yield from _list_kits(edition, KitStore(cache, edition.bytes_of))
    for newsletter in site.newsletters:
        yield from _list_newsletter(edition, newsletter)


def _list_feeds(edition: Edition) -> Iterator[Artefact]:
    site = edition.site

    entries: dict[str, Entry] = {}

    def entry_of(subject: Subject) -> Entry:
        if subject.tag not in entries:
            entries[subject.tag] = _compose(edition, subject)
        return entries[subject.tag]

    made = {}
    archives = (archive for feed in edition.feeds for archive in list_archives(feed, site))
    for feed in (*edition.feeds, *edition.group_feeds, *archives):
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


def _compose(edition: Edition, subject: Subject) -> Entry:
    """Say of a post, an issue or an item what feeds say."""
    site = edition.site
    if isinstance(subject, Post):
        return compose_entry(subject, edition.fragment(subject), site, edition.size_of)
    if isinstance(subject, Issue):
        newsletter = edition.newsletter_of[subject.path]
        sheet = compose_sheet(edition, newsletter, subject)
        html = render_issue_entry(edition, sheet)
        return compose_issue_entry(subject, newsletter, site, sheet=sheet, html=html)
    assert isinstance(subject, Printed)  # there is nothing else
    newsletter = edition.newsletter_of[subject.issue.path]
    block = set_item(edition, newsletter, subject)
    html = render_item_entry(edition, block)
    return compose_item_entry(subject, newsletter, site, block=block, html=html)


def _render_feed(
    edition: Edition, feed: FeedSpec, style: str, entry_of: Callable[[Subject], Entry]
) -> bytes:
    dressed = dict(_dress(edition, feed, feed.group, entry_of)) if feed.group else {}

    def find(subject: Subject) -> Entry:
        return dressed.get(subject.tag) or entry_of(subject)

    kept = shortened(feed, edition.site, lambda subject: find(subject).size)
    entries = {subject.tag: find(subject) for subject in kept.subjects}
    made = _RENDERERS[style](compose_channel(kept, style, edition.site, entries))
    if len(made) > _MAX_BYTES and len(kept.subjects) == 1 and not feed.year:
        newest = kept.subjects[0]
        path = newest.path if isinstance(newest, (Post, Issue)) else feed.home
        noun = "issue" if isinstance(newest, Issue) else "essay"
        raise ContentError(
            [
                Problem(
                    Place(path),
                    f"the feed {feed.path(style)} would have {len(made) // 1000} KB",
                    f"split this {noun}, or set `feeds: {{content: summary}}`",
                )
            ]
        )
    return made


def _dress(
    edition: Edition, feed: FeedSpec, group: Group, entry_of: Callable[[Subject], Entry]
) -> Iterator[tuple[str, Entry]]:
    """Make every entry of a group's feed fit to be printed; the whole text is at hand."""
    for post in feed.listed(edition.site.options.feeds.limit):
        assert isinstance(post, Post)  # nothing else is offered to groups
        kit = compose_group_kit(edition, post, group)
        entry = replace(entry_of(post), html=edition.fragment(post).html)
        yield post.tag, dress_entry(entry, group, map(linked, credit_lines(kit)))


def _list_kits(edition: Edition, press: KitStore) -> Iterator[Artefact]:
    """List the page of every kit; its files stand beside it."""
    site = edition.site
    for post in site.reprints:
        compose = partial(compose_post_kit, edition, post)
        yield _kit_of(edition, press, site.kit_path(post), compose, post.updated)
    for newsletter in site.newsletters:
        for issue in filter(site.has_kit, newsletter.issues):
            compose = partial(compose_issue_kit, edition, newsletter, issue)
            path = site.issue_kit_path(newsletter, issue)
            yield _kit_of(edition, press, path, compose, issue.date)
        for printed in newsletter.printed:
            if site.has_item_kits(printed.issue):
                compose = partial(compose_item_kit, edition, newsletter, printed)
                anchor = printed.item.anchor
                path = site.item_kit_path(newsletter, printed.issue, anchor)
                yield _kit_of(edition, press, path, compose, printed.issue.date)


def _kit_of(
    edition: Edition,
    press: KitStore,
    folder: str,
    compose: Callable[[], Kit],
    modified: datetime,
) -> Artefact:
    def job() -> KitJob:
        return compose_kit_job(edition, press, compose(), folder)

    return Artefact(
        f"{folder}/index.html", lambda: job().make()["index.html"], modified, job
    )


def _list_newsletter(edition: Edition, newsletter: Newsletter) -> Iterator[Artefact]:
    """List the mails of its issues, and its calendar."""
    site = edition.site

    @lru_cache(maxsize=1)
    def mail_of(issue: Issue) -> IssueMail:
        sheet = compose_sheet(edition, newsletter, issue)
        return compose_mail(sheet, newsletter.options, edition.templates)

    for issue in newsletter.issues:
        folder = partial(site.path, newsletter.options.folder, str(issue.number))
        yield Artefact(
            folder("email.html"), partial(_encode, mail_of, issue, "html"), issue.date
        )
        yield Artefact(
            folder("email.txt"), partial(_encode, mail_of, issue, "text"), issue.date
        )
    if newsletter.events:
        path = site.path(newsletter.options.folder, "events.ics")
        said = partial(_plain, edition)
        yield Artefact(path, partial(render_calendar, site, newsletter, said))


def _plain(edition: Edition, item: Item) -> str:
    """What an item says, for what shows neither HTML nor Markdown."""
    return text_of(edition.clean(item.text))


def _encode(mail_of: Callable[[Issue], IssueMail], issue: Issue, part: str) -> bytes:
    made: str = getattr(mail_of(issue), part)
    return made.encode()


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
