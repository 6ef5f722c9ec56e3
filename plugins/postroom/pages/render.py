"""An edition becomes the insides of its pages; the engine puts its frame around them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from postroom.edition.boards import Board, compose_board
from postroom.edition.edition import Edition
from postroom.edition.feedspec import STYLES, FeedSpec
from postroom.edition.renditions import show_cover, show_face, show_pictures
from postroom.model.kinds import KINDS
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.text import join_names
from postroom.model.view import Listing, Overview
from postroom.pages.metadata import describe_post
from postroom.pages.plate import accent_of, compose_plate
from postroom.pages.tables import box_tables
from postroom.pages.words import day_in, phrases_in
from postroom.toolbox.pictures import set_pictures

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINE = re.compile(r'<a (id="__codelineno[^"]*")[^>]*></a>')
_BOX = re.compile(r'(?<=<input type="checkbox" disabled)( checked)?(?=/?>)')
_EAGER = re.compile(r"(?<=<img)(?![^<>]*\bloading=)(?=\s)")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_TAGS = re.compile(r"<[^>]*>")
_BRIEF = 160
"""Characters that do not fill the lines beside an initial."""

_COLUMN = "(min-width: 45rem) 40rem, calc(100vw - 2.5rem)"
"""How wide pages show a picture of a text."""

_LONG = 2000
"""From this many words on, an essay has a folded table of contents."""


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents."""

    title: str
    """HTML, as the engine rendered it."""

    id: str
    children: tuple["Heading", ...] = ()


class Leaf:
    """Renders templates for one page, whose path decides how links are written."""

    def __init__(self, edition: Edition, path: str) -> None:
        """Write all links relative to ``path``."""
        self.edition = edition
        self.path = path
        self.base = "../" * path.count("/") or "./"

    def link(self, path: str) -> str:
        """Lead to a path of the site, or to any other address."""
        own = self.edition.site.base
        if path.startswith(own):
            return self.base + path[len(own) :]
        if _SCHEME.match(path):
            return path
        return self.base + quote(path, safe="/#?&=:,@+~")

    def local(self, html: str) -> Markup:
        """Turn a fragment's absolute addresses of the site into relative ones."""
        own = re.escape(self.edition.site.base)
        set_ = self.set_pictures(html)
        shorter = re.sub(rf' (href|src|cite)="{own}', rf' \1="{self.base}', set_)
        return Markup(shorter)

    def set_pictures(self, html: str) -> str:
        """Let a browser choose among the sizes of each picture."""
        address = self.edition.site.absolute(self.path)
        return set_pictures(html, address, show_pictures(self.edition, self.link), _COLUMN)

    def render(self, name: str, **values: Any) -> str:
        """Render a template of `pages/` with what all of them need."""
        edition = self.edition
        say = phrases_in(edition.site.language)
        return edition.templates.render(
            f"pages/{name}",
            edition=edition,
            site=edition.site,
            link=self.link,
            local=self.local,
            join_names=partial(join_names, last=f" {say('and')} "),
            say=say,
            day=day_in(edition.site.language),
            opens_briefly=opens_briefly,
            cover_of=partial(show_cover, edition),
            face_of=partial(show_face, edition),
            plate_of=lambda post: compose_plate(post, edition.site.options),
            accent_of=lambda post: accent_of(post, edition.site.options),
            **values,
        )


def opens_briefly(html: str) -> bool:
    """Whether a text's first paragraph is too short for an initial."""
    first = _PARAGRAPH.search(html)
    return first is not None and len(_TAGS.sub("", first[1])) < _BRIEF


def render_article(
    leaf: Leaf, post: Post, *, content: str, headings: Sequence[Heading] = ()
) -> str:
    """Render a post's own page: the essay, and what a reader may want after it."""
    edition = leaf.edition
    site = edition.site
    words = edition.fragment(post).words
    return leaf.render(
        "post.html",
        post=post,
        content=Markup(render_plain(leaf, content, is_below=post.image is not None)),
        headings=headings if words >= _LONG else (),
        heading_title=Markup,
        authors=site.authors_of(post),
        licence=post.licence_or(site.options.licence),
        near=edition.neighbours[post.uid],
        minutes=edition.minutes(post),
        cta=site.cta_of(post),
        further=edition.further(post),
    )


def render_plain(leaf: Leaf, content: str, *, is_below: bool = False) -> str:
    """Let wide tables scroll in boxes of their own, and pictures keep their room.

    Pictures of a text that begins below a cover load when somebody comes near them.

    The marks of lines of code stay what one can link to, and are no stops on the way.
    Boxes of tasks, which have no label, say whether they are done.
    """
    say = phrases_in(leaf.edition.site.language)
    named = _LINE.sub(r"<a \1></a>", content)
    later = _EAGER.sub(' loading="lazy"', named) if is_below else named
    labelled = _BOX.sub(
        lambda box: f'{box[0]} aria-label="{say("done" if box[1] else "to do")}"',
        leaf.set_pictures(later),
    )
    return box_tables(labelled, say("Table"))


def render_listing(listing: Listing, leaf: Leaf, intro: str = "") -> str:
    """Render one page of a view; ``intro`` is the site's own text for it."""
    return leaf.render(
        "listing.html",
        listing=listing,
        view=listing.view,
        feed=leaf.edition.feed_of(listing.view),
        intro=Markup(intro),
        years=[v for v in leaf.edition.views if v.kind == "years"],
    )


def render_overview(overview: Overview, leaf: Leaf, intro: str = "") -> str:
    """Render the list of all views of one kind."""
    return leaf.render("overview.html", overview=overview, intro=Markup(intro))


def render_feeds_page(leaf: Leaf, intro: str = "") -> str:
    """Render the page that lists every feed for people."""
    return leaf.render(
        "feeds.html", feeds=leaf.edition.feeds, styles=STYLES, intro=Markup(intro)
    )


def render_home(leaf: Leaf, *, intro: str = "") -> str:
    """Render the front page: a lead, a few more, the series, how to follow."""
    site = leaf.edition.site
    posts = leaf.edition.front
    lead = posts[:1]
    return leaf.render(
        "home.html",
        lead=lead,
        features=posts[1:4],
        rows=posts[4:10],
        series=[v for v in leaf.edition.views if v.kind == "series"],
        rubrics=[v for v in leaf.edition.views if v.kind == "categories"],
        intro=Markup(intro),
        newsletters=[n for n in site.newsletters if n.newest],
        boards=partial(_boards, leaf.edition),
    )


def _boards(edition: Edition, newsletter: Newsletter) -> list[Board]:
    """What the community asks for and gives away at the moment."""
    kinds = (kind for kind in KINDS.values() if kind.is_on_front)
    boards = [compose_board(edition, newsletter, kind) for kind in kinds]
    return [board for board in boards if board.standing]


def render_latest(leaf: Leaf, *, count: int, category: str = "") -> str:
    """Render the newest posts as a short list, for any page."""
    chosen = (
        post
        for post in sorted(leaf.edition.site.posts, key=lambda p: p.sort_key, reverse=True)
        if not category or category in post.categories
    )
    return leaf.render(
        "latest.html", posts=[post for post, _ in zip(chosen, range(count), strict=False)]
    )


@dataclass(frozen=True)
class About:
    """What a page's head says of it."""

    title: str
    description: str = ""
    post: Post | None = None
    published: datetime | None = None
    """When it appeared, if it is neither a post nor a page without a date."""

    feed: FeedSpec | None = None
    """The feed that belongs to it."""

    cover: Post | None = None
    """Whose cover is the first thing to be seen of it, if it is."""


def render_head(leaf: Leaf, about: About) -> str:
    """Render what a page's head says: its own feed first, then the site's; previews."""
    edition = leaf.edition
    post = about.post
    return leaf.render(
        "head.html",
        about=about,
        post=post,
        path=leaf.path,
        meta=describe_post(edition, post) if post and edition.site.url else None,
        discovered=_discovered(edition, about.feed),
        json_ld=Markup,
    )


def _discovered(edition: Edition, own: FeedSpec | None) -> list[tuple[str, str, str]]:
    """(media type, title, address) of the few feeds that a reader should offer."""
    absolute: Callable[[str], str] = edition.site.absolute
    found = []
    first = next(iter(STYLES))
    if own is not None and own.key != "site":
        found.append((STYLES[first].type, own.title, absolute(own.path(first))))
    for feed in edition.feeds[:1]:
        for name, style in STYLES.items():
            title = feed.title if name == first else f"{feed.title} ({style.title})"
            found.append((style.type, title, absolute(feed.path(name))))
    return found
