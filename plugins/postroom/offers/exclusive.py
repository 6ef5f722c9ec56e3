"""Who has a text to themselves, and until when: exclusivity, both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from postroom.model.group import ANNOUNCING, Group
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import write_day


@dataclass(frozen=True)
class Copy:
    """One place that printed a text, or has it in hand."""

    name: str
    group: str = ""
    """The group's id; empty for any other place."""

    printed: date | None = None
    """When; None while it may still be printed."""

    alone: int = 0
    """For so many days they want it to themselves."""


def list_copies(site: Site, post: Post) -> Iterator[Copy]:
    """List where a text is or may be printed, our own site aside; refusals are none."""
    for placement in site.placements_of(post):
        group = site.group_by_id[placement.group]  # reading checked it
        if placement.status == "declined" or group.only_announces:
            continue
        alone = group.wants.exclusive_days
        yield Copy(group.title, group.id, placement.published, alone)
    if post.canonical:
        where = urlsplit(post.canonical).hostname or post.canonical
        yield Copy(where, printed=post.published.date())
    for place in post.also_on:
        if not any(platform in place.name.casefold() for platform in ANNOUNCING):
            # without a day, the first on which it could be
            yield Copy(place.name, printed=(place.date or post.published).date())


class Copies(tuple[Copy, ...]):
    """All copies of a text."""

    @cached_property
    def exclusive(self) -> tuple[Copy, ...]:
        """Those that somebody wants to have alone."""
        return tuple(copy for copy in self if copy.alone)


def find_conflict(copies: Copies, group: Group, today: date) -> str:
    """Say whose exclusivity keeps a group from having a text; empty if nobody's does."""
    theirs = group.wants.exclusive_days
    for copy in copies if theirs else copies.exclusive:
        alone = max(theirs, copy.alone)
        if copy.group == group.id:
            continue
        if copy.printed is None or today <= copy.printed + timedelta(days=alone):
            return _explain(copy, theirs)
    return ""


def _explain(copy: Copy, theirs: int) -> str:
    if copy.printed is None:
        whose = "which wants" if copy.alone else "and they want"
        return f"it is with {copy.name}, {whose} it alone"
    printed = f"{copy.name} printed it on {write_day(copy.printed)}"
    if copy.alone >= theirs:
        until = copy.printed + timedelta(days=copy.alone)
        return f"{printed}, and has it alone until {write_day(until)}"
    return f"{printed}, and they want what nobody printed for {theirs} days"
