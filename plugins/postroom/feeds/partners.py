"""What may be reprinted becomes a feed for each group: its own topics, with the credit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from html import escape

from postroom.feeds.entry import Entry
from postroom.feeds.spec import FeedSpec, in_feed_order, in_folder
from postroom.model.address import add_query
from postroom.model.group import FeedRule, Group
from postroom.model.post import Post
from postroom.model.site import Site


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


def dress_entry(entry: Entry, group: Group, credit: Iterable[str]) -> Entry:
    """Make an entry fit to be printed: in the form that the group wants, with the credit.

    Args:
        entry: With its whole text; its id stays, so that readers know it.
        group: Who prints it.
        credit: Paragraphs of HTML, without their tags.
    """
    rule = group.feed
    is_short = rule is not False and rule.content == "summary"
    text = entry.html if entry.html and not is_short else f"<p>{escape(entry.summary)}</p>"
    lines = "".join(f"\n<p>{line}</p>" for line in credit)
    return replace(
        entry, url=add_query(entry.url, group.link_tag), html=f"{text}\n<hr>{lines}"
    )
