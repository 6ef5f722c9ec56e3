"""Which feeds a newsletter has: its issues, all its items, and the items of each kind."""

from collections.abc import Iterator

from postroom.feeds.spec import FeedSpec, Subject, in_folder, point_back
from postroom.model.kinds import KINDS, Kind
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site


def list_newsletter_feeds(site: Site, newsletter: Newsletter) -> Iterator[FeedSpec]:
    """List the feeds of a newsletter: issues first, then items, then kind by kind."""
    if not newsletter.public:
        return
    options = newsletter.options
    title = f"{site.name}: {options.title}"
    folder = site.path(options.folder)
    issues = FeedSpec(
        key=feed_key(newsletter),
        name=options.title,
        title=title,
        description=options.description or f"Every issue of {options.title}",
        folder=in_folder(folder),
        home=site.newsletter_page(newsletter),
        subjects=newsletter.public,
        noun="issues",
        archives=in_folder(site.path(options.folder, "archive")),
    )
    yield point_back(issues, site)
    printed = [p for p in newsletter.printed if p.issue.uid not in newsletter.hidden]
    printed.sort(key=lambda p: p.sort_key, reverse=True)
    yield FeedSpec(
        key=feed_key(newsletter, "items"),
        name=f"{options.title}, item by item",
        title=f"{title}, item by item",
        description=f"Everything that the community sent in to {options.title}",
        folder=in_folder(site.path(options.folder, "items")),
        home=site.newsletter_page(newsletter),
        subjects=tuple(printed),
        noun="items",
    )
    for kind in KINDS.values():
        of_kind = tuple(p for p in printed if p.item.kind == kind.name)
        if of_kind:
            yield _kind_feed(site, newsletter, kind, of_kind)


def _kind_feed(
    site: Site, newsletter: Newsletter, kind: Kind, printed: tuple[Subject, ...]
) -> FeedSpec:
    options = newsletter.options
    return FeedSpec(
        key=feed_key(newsletter, kind.plural),
        name=kind.heading
        if len(site.newsletters) == 1
        else f"{options.title}: {kind.heading}",
        title=f"{site.name}: {options.title}, {kind.heading}",
        description=kind.about,
        folder=in_folder(site.path(options.folder, kind.plural)),
        home=site.newsletter_page(newsletter, kind.plural),
        subjects=printed,
        noun="items",
    )


def feed_key(newsletter: Newsletter, *parts: str) -> str:
    """What a newsletter's feed is called in its id."""
    return "/".join(("newsletter", newsletter.options.id, *parts))
