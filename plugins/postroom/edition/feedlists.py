"""Which feeds newsletters and groups have: issues, items, kinds; what may be reprinted."""

from collections.abc import Iterator
from datetime import datetime

from postroom.edition.feedspec import (
    FeedSpec,
    Subject,
    in_feed_order,
    in_folder,
    point_back,
)
from postroom.model.group import FeedRule, Group
from postroom.model.kinds import KINDS, Kind
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.site import Site


def list_newsletter_feeds(site: Site, newsletter: Newsletter) -> Iterator[FeedSpec]:
    """List the feeds of a newsletter: issues first, then items, then kind by kind."""
    if not newsletter.public:
        return
    options = newsletter.options
    title = newsletter.full_title(site.name)
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
        title=f"{newsletter.full_title(site.name)}, {kind.heading}",
        description=kind.about,
        folder=in_folder(site.path(options.folder, kind.plural)),
        home=site.newsletter_page(newsletter, kind.plural),
        subjects=printed,
        noun="items",
    )


def feed_key(newsletter: Newsletter, *parts: str) -> str:
    """What a newsletter's feed is called in its id."""
    return "/".join(("newsletter", newsletter.options.id, *parts))


def list_group_feeds(site: Site, now: datetime) -> tuple[FeedSpec, ...]:
    """One feed for each group that wants one, by id; nobody else is told of them."""
    return tuple(
        _group_feed(site, group, group.feed, now) for group in site.groups if group.feed
    )


def _group_feed(site: Site, group: Group, rule: FeedRule, now: datetime) -> FeedSpec:
    fitting = (p for p in site.posts if _fits(p, group, rule))
    allowed = (p for p in fitting if _may(site, p, group, now))
    listed = in_feed_order(site, allowed)[: rule.limit]
    return FeedSpec(
        key=f"groups/{group.id}",
        name=group.title,
        title=f"{site.name} for {group.title}",
        description=f"Essays that {group.title} may reprint",
        folder=in_folder(site.path(site.options.groups, group.id)),
        home=site.page("share" if site.reprints else site.options.index),
        subjects=listed,
        group=group,
    )


def _fits(post: Post, group: Group, rule: FeedRule) -> bool:
    if rule.authors and not {*rule.authors} & {*post.authors}:
        return False
    return not group.topics or post.is_about(group.topics)


def _may(site: Site, post: Post, group: Group, now: datetime) -> bool:
    """Whether a group may print it by now without asking, and takes its licence."""
    terms = site.terms_of(post)
    if group.licences and (post.licence or site.options.licence) not in group.licences:
        return False
    if terms is None or terms.permission != "allowed":
        return False
    return terms.not_before is None or terms.not_before <= now
