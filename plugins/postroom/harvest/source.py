"""Whose feeds are read: groups that name theirs, and a newsletter's members."""

from collections.abc import Iterator
from dataclasses import dataclass

from postroom.errors import Place
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site


@dataclass(frozen=True)
class FeedSource:
    """One feed, and whose it is."""

    id: str
    """A group's id, or a member's name: what items say they are from."""

    name: str
    """What readers know it as."""

    feed: str
    place: Place
    """Where it is set."""

    is_group: bool = False


def list_sources(site: Site, newsletter: Newsletter | None) -> tuple[FeedSource, ...]:
    """Every feed once: groups by id, then members as a newsletter lists them."""
    members = _list_members(newsletter) if newsletter else ()
    by_feed: dict[str, FeedSource] = {}
    for source in (*_list_groups(site), *members):
        by_feed.setdefault(source.feed, source)
    return tuple(by_feed.values())


def _list_groups(site: Site) -> Iterator[FeedSource]:
    for group in site.groups:
        if group.harvest:
            place = Place(group.path, 0, "harvest")
            yield FeedSource(group.id, group.title, group.harvest, place, is_group=True)


def _list_members(newsletter: Newsletter) -> Iterator[FeedSource]:
    for member in newsletter.options.members:
        place = Place("mkdocs.yml", 0, f"newsletters.members.{member.name}")
        yield FeedSource(member.name, member.name, member.feed, place)
