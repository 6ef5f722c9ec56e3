"""An edition becomes artefacts: the one place where all outputs are listed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from urllib.parse import quote, unquote, urlsplit

from postroom.edition.edition import Edition, once_per_edition
from postroom.edition.feedspec import (
    STYLES,
    FeedSpec,
    Subject,
    list_archives,
    list_replaced,
    shortened,
)
from postroom.edition.renditions import (
    Rendition,
    digest_of,
    find_card,
    find_mail,
    find_print,
    find_web,
    list_made,
    set_for_feeds,
)
from postroom.edition.sheet import (
    compose_sheet,
    find_pictures,
    render_item_entry,
    render_whole_issue,
    set_item,
)
from postroom.errors import Place, Problem
from postroom.feeds.calendar import render_calendar
from postroom.feeds.channel import Channel, compose_channel
from postroom.feeds.entry import Entry, compose_entry
from postroom.feeds.opml import render_opml
from postroom.feeds.partners import dress_entry
from postroom.feeds.printed import compose_issue_entry, compose_item_entry
from postroom.fragments.clean import text_of
from postroom.fragments.submitted import show_addresses
from postroom.kits.compose import (
    compose_group_kit,
    compose_issue_kit,
    compose_item_kit,
    compose_post_kit,
    issue_name,
    list_illustrations,
    withhold_pictures,
    words_of,
)
from postroom.kits.credit import linked
from postroom.kits.files import KitStore
from postroom.kits.kit import Kit
from postroom.kits.names import PAGE, archive_name, list_published, stem_of
from postroom.mail.issue import compose_mail
from postroom.model.address import file_of_page
from postroom.model.alias import file_of
from postroom.model.artefact import SETTINGS, Artefact, Claim, Origin, single
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.pages.card import card_key, render_card
from postroom.pages.kitpage import KitJob, compose_kit_job, render_kit_assets
from postroom.pages.metadata import card_of, render_oembed
from postroom.pages.notice import key_of_notice, render_notice
from postroom.pages.pagespec import PageSpec
from postroom.pages.redirect import list_redirects, render_redirect
from postroom.pages.share import compose_share_page
from postroom.pages.typefaces import is_writable
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.darkroom import RenditionJob
from postroom.toolbox.pictures import list_pictures
from postroom.toolbox.rendition import MOST_BYTES

_MOST_OF_KIT = 5_000_000
_MOVE = "give the post another slug"
_RENUMBER = "give the issue another number"
_TAKE_OUT = "take the option out, or what makes the other file"
_LEAVE = "take the alias out"


def list_artefacts(
    edition: Edition, cache: Cache, fonts: tuple[Path, ...]
) -> Iterator[Artefact]:
    """List every file that is made of the site, beside the engine's own pages.

    Without an address of the site there are neither feeds nor share pages, since both
    are full of absolute addresses.
    """
    site = edition.site
    yield _fixed(".nojekyll", lambda: b"")
    if not site.url:
        return
    yield _fixed("robots.txt", partial(_render_robots, site))
    yield from _list_feeds(edition)
    if site.options.share.enabled:
        for post in site.posts:
            yield from _list_share(edition, post, cache, fonts)
    yield from _list_kits(edition, KitStore(cache, edition.bytes_of))
    for newsletter in site.newsletters:
        yield from _list_newsletter(edition, newsletter)


def list_former(
    edition: Edition, written: Mapping[str, Collection[str]]
) -> Iterator[Artefact]:
    """List the pages at former addresses: each leads to where its text is now.

    Args:
        edition: Whose posts and issues may have some.
        written: Those of other pages, by Markdown file.
    """
    places: set[tuple[str, str]] = set()
    for redirect in list_redirects(edition, written):
        path = file_of(redirect.alias)
        origin = Origin(f"an alias of {redirect.file}", redirect.file, "aliases", _LEAVE)
        if (path, redirect.file) not in places:
            places.add((path, redirect.file))
            make = partial(render_redirect, edition, path, redirect)
            yield Artefact((path,), single(make, path), origin)


def list_claims(
    edition: Edition,
    pages: Iterable[PageSpec],
    artefacts: Iterable[Artefact],
    files: Iterable[Claim] = (),
) -> Iterator[Claim]:
    """List every path of the site, and who fills it.

    What comes first stands where it has to; what comes later can rather give way. Files
    that artefacts make `beside` are not among them: these are many.

    Args:
        edition: Whose posts and issues have pages.
        pages: The pages of ours that no file stands for.
        artefacts: What is made besides.
        files: What files of the author, the theme and other plugins fill.
    """
    site = edition.site
    for page in pages:
        yield file_of_page(page.path), page.origin
    for artefact in artefacts:
        if not artefact.gives_way:
            yield from ((path, artefact.origin) for path in artefact.paths)
    yield from files
    for newsletter in site.newsletters:
        for issue in newsletter.issues:
            path = file_of_page(site.issue_page(newsletter, issue))
            yield path, Origin(issue.path, issue.path, "number", _RENUMBER)
    for post in sorted(site.posts, key=lambda p: p.path):
        path = file_of_page(site.post_page(post))
        yield path, Origin(post.path, post.path, "slug", _MOVE)


def _fixed(path: str, make: Callable[[], bytes]) -> Artefact:
    """A file that hosts and robots look for, unless its author wrote one."""
    origin = Origin(f"the file {path}", SETTINGS)
    return Artefact((path,), single(make, path), origin, gives_way=True)


def _list_feeds(edition: Edition) -> Iterator[Artefact]:
    site = edition.site
    archives = (archive for feed in edition.feeds for archive in list_archives(feed, site))
    by_path: dict[str, tuple[FeedSpec, str]] = {}
    for feed in (*edition.feeds, *edition.group_feeds, *archives):
        paths = tuple(map(feed.path, STYLES))
        by_path |= {path: (feed, style) for path, style in zip(paths, STYLES, strict=True)}
        yield _feed_of(edition, feed, paths, _origin_of(feed))
    yield from _list_former_feeds(edition)
    if site.options.feeds.replace:
        for feed, style in list_replaced(edition.feeds[0]):
            name = f"a feed in the place of {site.options.feeds.replace}'s"
            origin = Origin(name, SETTINGS, "feeds.replace", _TAKE_OUT)
            by_path[feed.replaces] = feed, style
            yield _feed_of(edition, feed, (feed.replaces,), origin, (style,))
    opml = site.path("feeds.opml")
    yield Artefact(
        (opml,),
        single(partial(render_opml, site, edition.feeds), opml),
        Origin("the list of all feeds", SETTINGS, "blog_dir"),
    )
    for old, current in site.options.feeds.aliases.items():
        if current in by_path:
            feed, style = by_path[current]
            key = f"feeds.aliases.{old}"
            origin = Origin(f"an alias of {current}", SETTINGS, key, _LEAVE)
            yield _feed_of(edition, feed, (old,), origin, (style,))


def _list_former_feeds(edition: Edition) -> Iterator[Artefact]:
    """List the feeds of groups once more, where they were before: no feed can redirect."""
    site = edition.site
    for feed in edition.group_feeds:
        for old in feed.group.aliases if feed.group else ():
            there = replace(feed, folder=f"{site.path(site.options.groups, old)}/")
            file = feed.group.path if feed.group else ""
            origin = Origin(f"the feed of {file}", file, "aliases", _LEAVE)
            yield _feed_of(edition, feed, tuple(map(there.path, STYLES)), origin)


def _feed_of(
    edition: Edition,
    feed: FeedSpec,
    paths: tuple[str, ...],
    origin: Origin,
    styles: Iterable[str] = STYLES,
) -> Artefact:
    return Artefact(
        paths,
        lambda: dict(zip(paths, _render_feed(edition, feed, styles), strict=True)),
        origin,
        partial(_key_of_feed, edition, feed, styles),
    )


def _key_of_feed(
    edition: Edition, feed: FeedSpec, styles: Iterable[str], state: str
) -> str:
    listed = feed.listed(edition.site.options.feeds.limit)
    texts = [_digest_of(edition, subject) for subject in listed]
    spec = replace(feed, subjects=())
    return fingerprint("site", state, edition.surroundings, spec, [*styles], texts)


def _digest_of(edition: Edition, subject: Subject) -> object:
    """Tell all that is said of a post, an issue or an item from what it was."""
    if isinstance(subject, Post):
        return edition.digest_of(subject)
    if isinstance(subject, Issue):
        return edition.digest_of_issue(subject)
    assert isinstance(subject, Printed)  # there is nothing else
    issue = subject.issue
    where = [issue.path, issue.number, issue.date, subject.position]
    return [*edition.digest_of_item(subject.item), *where]


def _origin_of(feed: FeedSpec) -> Origin:
    """Who fills the paths of a feed: a group, a newsletter, a view or the site."""
    name = f"the feed {feed.title!r}"
    if feed.group:
        return Origin(name, feed.group.path, "", "give the file of the group another name")
    is_view = feed.kind not in ("site", "newsletter")
    setting = f"{feed.kind}_url_format" if is_view else f"{feed.kind}s"
    setting = "blog_dir" if feed.kind == "site" else setting
    return Origin(name, SETTINGS, setting, "set another address there")


@once_per_edition(lambda subject: subject.tag)
def _compose(edition: Edition, subject: Subject) -> Entry:
    """Say of a post, an issue or an item what feeds say."""
    site = edition.site
    if isinstance(subject, Post):
        fragment = edition.fragment(subject)
        shown = replace(fragment, html=set_for_feeds(edition, fragment.html))
        return compose_entry(subject, shown, site, partial(_show_cover, edition))
    if isinstance(subject, Issue):
        newsletter = edition.newsletter_of[subject.path]
        sheet = compose_sheet(edition, newsletter, subject)
        html = set_for_feeds(edition, render_whole_issue(edition, newsletter, subject))
        return compose_issue_entry(subject, newsletter, site, sheet=sheet, html=html)
    assert isinstance(subject, Printed)  # there is nothing else
    newsletter = edition.newsletter_of[subject.issue.path]
    block = set_item(edition, newsletter, subject)
    html = set_for_feeds(edition, render_item_entry(edition, block))
    return compose_item_entry(subject, newsletter, site, block=block, html=html)


def _show_cover(edition: Edition, url: str) -> tuple[str, tuple[int, int] | None]:
    shown = find_web(edition, url)
    return (shown.plain.url, shown.plain.size) if shown else (url, edition.size_of(url))


def _compose_channels(
    edition: Edition, feed: FeedSpec, styles: Iterable[str]
) -> Iterator[Channel]:
    """Say what a feed says in each of some styles; its entries are the same in all."""
    dressed = dict(_dress(edition, feed, feed.group)) if feed.group else {}

    def find(subject: Subject) -> Entry:
        entry = dressed.get(subject.tag) or _compose(edition, subject)
        if feed.replaces and isinstance(subject, Post):
            entry = _rename_entry(edition.site, subject, entry, feed.key)
        return entry if feed.year else entry.fitted  # an archive keeps everything

    kept = shortened(feed, edition.site, lambda subject: find(subject).size)
    entries = {subject.tag: find(subject) for subject in kept.subjects}
    for style in styles:
        yield compose_channel(kept, style, edition.site, entries)


def _rename_entry(site: Site, post: Post, entry: Entry, key: str) -> Entry:
    """Let subscribers of mkdocs-rss-plugin know an entry again: by its address, and date.

    Source:
        MkDocs, `Page.canonical_url`, which is more escaped than ours.
    """
    page = site.post_page(post)
    is_updated = key.endswith("/updated")
    published = entry.updated if is_updated else entry.published
    return replace(entry, id=f"{site.base}{quote(page)}", published=published)


def _render_feed(
    edition: Edition, feed: FeedSpec, styles: Iterable[str]
) -> Iterator[bytes]:
    channels = _compose_channels(edition, feed, styles)
    for style, channel in zip(styles, channels, strict=True):
        made: bytes = resolve_name(STYLES[style].writer)(channel)
        yield made


def list_shortened(edition: Edition) -> Iterator[Problem]:
    """List the texts of which feeds have only a summary, since they are too long."""
    limit = edition.site.options.feeds.limit
    listed = (subject for feed in edition.feeds for subject in feed.listed(limit))
    for subject in {subject.tag: subject for subject in listed}.values():
        if isinstance(subject, (Post, Issue)) and _compose(edition, subject).is_too_long:
            noun = "issue" if isinstance(subject, Issue) else "essay"
            what = f"feeds have only the summary of this {noun}, for it is too long"
            yield Problem(
                Place(subject.path), what, "split it, or leave it so", is_fatal=False
            )


def _dress(edition: Edition, feed: FeedSpec, group: Group) -> Iterator[tuple[str, Entry]]:
    """Make every entry of a group's feed fit to be printed; the whole text is at hand."""
    for post in feed.listed(edition.site.options.feeds.limit):
        assert isinstance(post, Post)  # nothing else is offered to groups
        kit = compose_group_kit(edition, post, group)
        terms = edition.site.picture_terms(post)
        html, _ = withhold_pictures(terms, edition.fragment(post).html)
        html = set_for_feeds(edition, html)
        whole = replace(_compose(edition, post), html=html)
        entry = whole.fitted
        yield post.tag, dress_entry(entry, group, map(linked, kit.credit["whole"]))


@dataclass(frozen=True)
class _Plan:
    """A kit that is to be made."""

    origin: Origin
    folder: str
    name: str
    """What its text is called."""

    compose: Callable[[], Kit]
    post: Post | None = None
    """What it is of, if not of an issue or an item."""

    _held: list[Kit] = field(default_factory=list, compare=False, repr=False)
    """The kit, between the moments at which it is told from another, and made."""

    def hold(self) -> Kit:
        """Compose the kit once, for a key; it is made of the same."""
        if not self._held:
            self._held.append(self.compose())
        return self._held[0]

    def take(self) -> Kit:
        """Give the kit, and keep nothing of it: all of them together are large."""
        return self._held.pop() if self._held else self.compose()


def _list_kits(edition: Edition, store: KitStore) -> Iterator[Artefact]:
    """List every kit: its page, and the files that stand beside it."""
    plans = [*_plan_kits(edition)]
    if plans:
        yield _dress_kits(edition)
    for plan in plans:
        yield Artefact(
            (f"{plan.folder}/{PAGE}",),
            partial(_make_kit, edition, store, plan),
            plan.origin,
            partial(_key_of_kit, edition, store, plan),
            beside=partial(_beside, plan),
            job=partial(_job_of, edition, store, plan),
        )


def _dress_kits(edition: Edition) -> Artefact:
    """What the pages of all kits need: one style, one script."""
    files = render_kit_assets(edition.templates)
    origin = Origin("what all kits look like", SETTINGS, "kits.enabled")
    return Artefact(
        tuple(files),
        lambda: files,
        origin,
        lambda *_: fingerprint("kit page", files),
        gives_way=True,
    )


def _plan_kits(edition: Edition) -> Iterator[_Plan]:
    site = edition.site
    for post in site.reprints:
        origin = Origin(f"the kit of {post.path}", post.path, "slug", _MOVE)
        compose = partial(compose_post_kit, edition, post)
        yield _Plan(origin, site.kit_path(post), post.slug, compose, post)
    for newsletter in site.newsletters:
        for issue in filter(site.has_kit, newsletter.issues):
            origin = Origin(f"the kit of {issue.path}", issue.path, "number", _RENUMBER)
            folder = site.issue_kit_path(newsletter, issue)
            compose = partial(compose_issue_kit, edition, newsletter, issue)
            yield _Plan(origin, folder, issue_name(newsletter, issue), compose)
        for printed in newsletter.printed:
            if site.has_item_kits(printed.issue):
                name, path = printed.item.anchor, printed.item.path
                origin = Origin(f"the kit of {path}", path, "uid", "choose another uid")
                folder = site.item_kit_path(newsletter, printed.issue, name)
                compose = partial(compose_item_kit, edition, newsletter, printed)
                yield _Plan(origin, folder, name, compose)


def _job_of(edition: Edition, store: KitStore, plan: _Plan) -> KitJob:
    return compose_kit_job(edition, store, plan.take(), plan.folder)


def _key_of_kit(edition: Edition, store: KitStore, plan: _Plan, state: str) -> str:
    if plan.post is not None:
        return _key_of_post(edition, plan.post, plan.folder, state)
    return compose_kit_job(edition, store, plan.hold(), plan.folder).key


def _key_of_post(edition: Edition, post: Post, path: str, state: str) -> str:
    return fingerprint("site", state, path, edition.digest_of(post))


def _make_kit(edition: Edition, store: KitStore, plan: _Plan) -> Mapping[str, bytes]:
    job = _job_of(edition, store, plan)
    opened = job.open()
    if plan.post:
        words_of(edition, plan.post, opened.words)
    return job.lay_out(opened)


def _beside(plan: _Plan) -> Iterator[str]:
    return (f"{plan.folder}/{name}" for name in list_published(stem_of(plan.name)))


def _list_newsletter(edition: Edition, newsletter: Newsletter) -> Iterator[Artefact]:
    """List the mails of its issues, its calendar, and pages of jobs and events."""
    site = edition.site
    for issue in newsletter.issues:
        folder = partial(site.path, newsletter.options.folder, str(issue.number))
        paths = (folder("email.html"), folder("email.txt"))
        origin = Origin(f"the mail of {issue.path}", issue.path, "number", _RENUMBER)
        yield Artefact(
            paths,
            partial(_render_mail, edition, newsletter, issue, paths),
            origin,
            partial(_key_of_mail, edition, issue, paths[0]),
        )
    if newsletter.events:
        path = site.path(newsletter.options.folder, "events.ics")
        calendar = partial(render_calendar, site, newsletter, partial(_plain, edition))
        name = f"the calendar of {newsletter.options.title!r}"
        origin = Origin(name, SETTINGS, "newsletters", "set another address there")
        key = partial(_key_of_calendar, edition, newsletter)
        yield Artefact((path,), single(calendar, path), origin, key)
    for printed in newsletter.printed:
        if printed.item.row.schema and printed.issue.uid not in newsletter.hidden:
            yield _list_notice(edition, newsletter, printed)


def _list_notice(edition: Edition, newsletter: Newsletter, printed: Printed) -> Artefact:
    item = printed.item
    folder = newsletter.options.folder
    path = edition.site.path(folder, item.row.plural, item.slug, "index.html")
    return Artefact(
        (path,),
        single(partial(render_notice, edition, newsletter, printed), path),
        Origin(f"the page of {item.path}", item.path, fix="give the item another name"),
        partial(key_of_notice, edition, newsletter, printed),
    )


def _render_mail(
    edition: Edition, newsletter: Newsletter, issue: Issue, paths: tuple[str, str]
) -> Mapping[str, bytes]:
    sheet = compose_sheet(edition, newsletter, issue)
    mail = compose_mail(sheet, newsletter.options, edition.templates)
    return dict(zip(paths, (mail.html.encode(), mail.text.encode()), strict=True))


def _key_of_mail(edition: Edition, issue: Issue, path: str, state: str) -> str:
    return fingerprint("site", state, path, edition.digest_of_issue(issue))


def _key_of_calendar(edition: Edition, newsletter: Newsletter, state: str) -> str:
    events = [_digest_of(edition, printed) for printed in newsletter.events]
    paper = [edition.surroundings, newsletter.options, sorted(newsletter.hidden)]
    return fingerprint("site", state, paper, events)


def _plain(edition: Edition, item: Item) -> str:
    """What an item says, for what shows neither HTML nor Markdown."""
    return text_of(show_addresses(edition.clean(item.text)))


def _list_share(
    edition: Edition, post: Post, cache: Cache, fonts: tuple[Path, ...]
) -> Iterator[Artefact]:
    site = edition.site
    folder = partial(site.path, "share", post.slug)
    page, oembed, card = map(folder, ("index.html", "oembed.json", "card.png"))
    origin = partial(Origin, file=post.path, key="slug", fix=_MOVE)
    yield Artefact(
        (page,),
        single(partial(_recall_share_page, edition, post, cache), page),
        origin(f"the share page of {post.path}"),
        partial(_key_of_share_page, edition, post, page),
    )
    yield Artefact(
        (oembed,),
        single(partial(render_oembed, edition, post), oembed),
        origin(f"what says how to embed {post.path}"),
        partial(_key_of_post, edition, post, oembed),
    )
    said = card_of(site, post)
    if site.options.share.cards and is_writable(said.title, fonts):

        def key() -> str:
            return card_key(said, fonts)

        def draw() -> bytes:
            return cache.recall("card", key(), lambda: render_card(said, fonts))

        yield Artefact(
            (card,),
            single(draw, card),
            origin(f"the card of {post.path}"),
            lambda _: key(),
        )


def _key_of_share_page(edition: Edition, post: Post, page: str, state: str) -> str:
    if edition.templates.has_own("share page"):  # which may ask for anything
        return ""
    return _key_of_post(edition, post, page, state)


def list_renditions(
    edition: Edition, cache: Cache, shown: Iterable[str]
) -> Iterator[Artefact]:
    """List what is made of the pictures of a site, once its texts are rendered.

    Args:
        edition: The site.
        cache: Where pictures are kept.
        shown: The absolute addresses of what pages show, see `list_shown`.
    """
    for url, renditions in list_made(_list_renditions(edition, shown)):
        file = edition.file_of(url)
        assert file is not None  # it was looked at
        shapes = tuple((each.path, each.shape) for each in renditions)
        job = RenditionJob(file, shapes, cache.folder)
        yield Artefact(
            tuple(each.path for each in renditions),
            job.make,
            Origin(f"what is made of {url}", SETTINGS),
            partial(fingerprint, "picture", digest_of(edition, url), shapes),
            job=lambda job=job: job,  # type: ignore[misc]
        )


def list_shown(edition: Edition, texts: Iterable[tuple[str, str]]) -> list[str]:
    """List the pictures that pages show, by their absolute addresses.

    Args:
        edition: The site.
        texts: The HTML of every page, and the absolute address that it stands at.
    """
    site = edition.site
    shown = [site.cover_of(post) for post in site.posts]
    shown += map(site.avatar_of, site.authors.values())
    shown += [url for address, html in texts for url in list_pictures(html, address)]
    shown += [u for p in site.posts for u in list_pictures(edition.fragment(p).page_html)]
    for newsletter in site.newsletters:
        for issue in newsletter.issues:
            shown += find_pictures(edition, issue)
    return [url for url in dict.fromkeys(shown) if url]


def _list_renditions(
    edition: Edition, shown: Iterable[str]
) -> Iterator[tuple[str, Rendition | None]]:
    """List what outputs show of the pictures of a site, by the originals."""
    for url in shown:
        if web := find_web(edition, url):
            yield from ((url, each) for each in (web.plain, *web.choices))
    if edition.site.url:
        for post in edition.site.posts:
            yield from _list_of_post(edition, post)
        for newsletter in edition.site.newsletters:
            for issue in newsletter.issues:
                yield from _list_of_issue(edition, issue)


def _list_of_post(edition: Edition, post: Post) -> Iterator[tuple[str, Rendition | None]]:
    if cover := edition.site.cover_of(post):
        yield cover, find_card(edition, cover)
    if edition.site.has_kit(post):
        for each in list_illustrations(edition, post):
            yield each.url, find_print(edition, each.url)
            if each.pasted:
                yield each.url, find_mail(edition, each.url)


def _list_of_issue(
    edition: Edition, issue: Issue
) -> Iterator[tuple[str, Rendition | None]]:
    for url in find_pictures(edition, issue):
        yield url, find_mail(edition, url)
        if edition.site.has_kit(issue):
            yield url, find_print(edition, url)


def list_heavy(
    edition: Edition, shown: Iterable[str], weigh: Callable[[str], int]
) -> Iterator[Problem]:
    """List what takes readers and editors long to load, measured on what they get.

    Args:
        edition: The site.
        shown: The absolute addresses of what pages show, see `list_shown`.
        weigh: Gives the bytes of a file below the site, or 0.
    """
    base = edition.site.base
    for url in shown:
        web = find_web(edition, url)
        paths = [each.path for each in (web.plain, *web.choices)] if web else [""]
        own = unquote(urlsplit(url[len(base) :]).path) if url.startswith(base) else ""
        heaviest = max(weigh(path or own) for path in paths) if own else 0
        if heaviest > MOST_BYTES:
            what = f"a page that shows it loads {heaviest / 1000:,.0f} KB"
            fix = "make it smaller, or show a still picture of what moves: 500 KB are much"
            yield Problem(Place(own), what, fix, is_fatal=False)
    for plan in _plan_kits(edition):
        path = f"{plan.folder}/{archive_name(stem_of(plan.name))}"
        if (size := weigh(path)) > _MOST_OF_KIT:
            what = f"its kit has {size / 1_000_000:.1f} MB, and mailboxes refuse some of 5"
            fix = "show fewer pictures, or smaller ones"
            yield Problem(Place(plan.origin.file), what, fix, is_fatal=False)


def _recall_share_page(edition: Edition, post: Post, cache: Cache) -> bytes:
    page = compose_share_page(edition, post)
    key = page.key
    made = cache.recall_text("share page", key, page.render) if key else page.render()
    return made.encode()


def _render_robots(site: Site) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute('sitemap.xml')}\n".encode()
