"""An edition becomes the list of its pages that no post and no author's file stands for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from postroom.feeds.spec import FeedSpec
from postroom.model.site import latest
from postroom.pages.edition import Edition
from postroom.pages.render import Leaf, render_feeds_page, render_listing, render_overview
from postroom.pages.views import paginate


@dataclass(frozen=True)
class Made:
    """What a page of ours is: where it stands, what it says, how it is rendered."""

    path: str
    title: str
    render: Callable[[Leaf, str], str]
    """Gets the site's own introduction, if it wrote a page for this path."""

    description: str = ""
    feed: FeedSpec | None = None
    """The feed that belongs to the page."""

    updated: datetime | None = None


def list_pages(edition: Edition) -> Iterator[Made]:
    """List every page of a view, every overview, and the page of feeds."""
    newest = latest(edition.site.posts)
    for view in edition.views:
        for listing in paginate(edition.site, view):
            further = f", page {listing.number}" if listing.number > 1 else ""
            yield Made(
                path=listing.path,
                title=view.title + further,
                render=partial(render_listing, listing),
                description=view.description,
                feed=edition.feed_of(view),
                updated=latest(view.posts) or newest,
            )
    for overview in edition.overviews:
        render = partial(render_overview, overview)
        yield Made(overview.path, overview.title, render, updated=newest)
    if edition.feeds:
        yield Made(edition.site.page("feeds"), "Feeds", render_feeds_page, updated=newest)
