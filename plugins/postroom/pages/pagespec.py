"""An edition becomes the list of its pages that no post and no author's file stands for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from postroom.edition.edition import Edition
from postroom.edition.feedlists import feed_key
from postroom.edition.feedspec import FeedSpec
from postroom.edition.views import paginate
from postroom.model.artefact import SETTINGS, Origin
from postroom.model.kinds import KINDS
from postroom.model.newsletter import Newsletter
from postroom.model.site import latest
from postroom.model.view import Listing, Overview, View
from postroom.pages.newsletter import (
    render_board,
    render_newsletter,
    render_submit,
    render_subscribe,
)
from postroom.pages.render import Leaf, render_feeds_page, render_listing, render_overview
from postroom.pages.reprints import render_reprints
from postroom.pages.words import phrases_in


@dataclass(frozen=True)
class PageSpec:
    """What a page of ours is: where it stands, what it says, how it is rendered."""

    path: str
    title: str
    render: Callable[[Leaf, str], str]
    """Gets the site's own introduction, if it wrote a page for this path."""

    description: str = ""
    feed: FeedSpec | None = None
    """The feed that belongs to the page."""

    updated: datetime | None = None
    name: str = ""
    """What it is, if not the page of its title."""

    listing: Listing | None = None
    """The page of a view that it is."""

    setting: str = "newsletters"
    """The key in `mkdocs.yml` that says where it stands."""

    @property
    def lists_posts(self) -> bool:
        """Whether it shows nothing but a view, or all views of a kind."""
        return self.setting == "index" or self.setting.endswith("_url_format")

    @property
    def origin(self) -> Origin:
        """Who fills its path."""
        name = self.name or f"the page of {self.title!r}"
        return Origin(name, SETTINGS, self.setting, _MOVE)


_MOVE = "set another address there"
_SETTINGS = {"archive": "archive_url_format", "years": "archive_url_format"}


def setting_of(view: View | Overview) -> str:
    """The key in `mkdocs.yml` that says where a view stands."""
    is_index = view.kind == "index"
    return "index" if is_index else _SETTINGS.get(view.kind, f"{view.kind}_url_format")


def list_pages(edition: Edition) -> Iterator[PageSpec]:
    """List every page of a view, every overview, and the page of feeds."""
    newest = latest(edition.site.posts)
    say = phrases_in(edition.site.language)
    for view in edition.views:
        for listing in paginate(edition.site, view):
            further = f", {say('page')} {listing.number}" if listing.number > 1 else ""
            yield PageSpec(
                path=listing.path,
                title=_say_title(view, say) + further,
                render=partial(render_listing, listing),
                description=view.description,
                feed=edition.feed_of(view),
                listing=listing,
                updated=latest(view.posts) or newest,
                setting=setting_of(view),
            )
    for overview in edition.overviews:
        render = partial(render_overview, overview)
        yield PageSpec(
            overview.path,
            say(overview.title),
            render,
            updated=newest,
            name=f"the list of {overview.kind}",
            setting=setting_of(overview),
        )
    yield from list_newsletter_pages(edition)
    yield from list_reprint_pages(edition)
    if edition.feeds:
        yield PageSpec(
            edition.site.page("feeds"),
            say("Feeds"),
            render_feeds_page,
            updated=newest,
            name="the page of feeds",
            setting="blog_dir",
        )


def _say_title(view: View, say: Callable[[str], str]) -> str:
    """What is called by a site is called so in every language."""
    return say(view.title) if view.kind in ("index", "archive") else view.title


def list_reprint_pages(edition: Edition) -> Iterator[PageSpec]:
    """List the page of everything that may be reprinted, if anything may."""
    posts = edition.site.reprints
    say = phrases_in(edition.site.language)
    if posts:
        yield PageSpec(
            edition.site.page("share"),
            say("Reprint us"),
            render_reprints,
            say("What other newsletters may print, in four lengths and formats."),
            updated=latest(posts),
            setting="blog_dir",
        )


def list_newsletter_pages(edition: Edition) -> Iterator[PageSpec]:
    """List a page for each newsletter and board, one to submit and one to subscribe."""
    site = edition.site
    issues = (issue for newsletter in site.newsletters for issue in newsletter.public)
    newest = latest(issues) or latest(site.posts)
    say = phrases_in(site.language)
    for newsletter in site.newsletters:
        yield from _list_newsletter(edition, newsletter)
    if site.newsletters:
        yield PageSpec(
            site.page("submit"),
            say("Send something in"),
            render_submit,
            say("What to send in, by when, and how."),
            updated=newest,
        )
    if any(newsletter.options.service for newsletter in site.newsletters):
        yield PageSpec(
            site.page("subscribe"),
            say("Subscribe"),
            render_subscribe,
            say("By mail or by feed, as you like."),
            updated=newest,
        )


def _list_newsletter(edition: Edition, newsletter: Newsletter) -> Iterator[PageSpec]:
    site, options = edition.site, newsletter.options
    say = phrases_in(site.language)
    updated = newsletter.newest.date if newsletter.newest else None
    yield PageSpec(
        site.newsletter_page(newsletter),
        options.title,
        partial(render_newsletter, newsletter),
        options.description,
        edition.feed_by_key(feed_key(newsletter)),
        updated,
    )
    for kind in KINDS.values():
        if newsletter.printed_of(kind.name):
            yield PageSpec(
                site.newsletter_page(newsletter, kind.plural),
                say(kind.heading),
                partial(render_board, newsletter, kind),
                say(kind.about),
                edition.feed_by_key(feed_key(newsletter, kind.plural)),
                updated,
            )
