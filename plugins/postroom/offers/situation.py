"""The site, its groups and the day, as deciding about offers needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from postroom.model.deadline import next_deadline
from postroom.model.group import Group
from postroom.model.placement import Placement
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.offers.exclusive import Copies, list_copies
from postroom.toolbox.wrap import width_of

Lengths = Mapping[str, int]
"""The words of a text and of its short versions, by the names of lengths."""

_LONG = 60


def short_name(post: Post) -> str:
    """What commands call a post: its slug, or its uid if that is too long to type."""
    return post.slug if width_of(post.slug) <= _LONG else post.uid


@dataclass(frozen=True)
class Situation:
    """What is known on one day; all answers follow from it."""

    site: Site
    lengths: Mapping[str, Lengths]
    """By the uid of the post."""

    today: date
    every: tuple[Post, ...] = ()
    """All posts: those that readers cannot see yet may have been offered, too."""

    _copies: dict[str, Copies] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def open(self) -> tuple[Placement, ...]:
        """What a group was asked and has not printed, nor refused; the oldest first."""
        waits = ("offered", "accepted")
        open_ones = (p for p in self.site.placements if p.status in waits)
        return tuple(sorted(open_ones, key=lambda p: (p.offered, p.group, p.subject)))

    @cached_property
    def open_at(self) -> dict[str, Placement]:
        """What a group has now, by the group's id; the oldest, if it has several."""
        return {placement.group: placement for placement in reversed(self.open)}

    @cached_property
    def closings(self) -> dict[str, date | None]:
        """When each group's next issue closes, by the group's id; None if nobody knows."""
        return {
            group.id: next_deadline(group.deadline, self.today) if group.deadline else None
            for group in self.site.groups
        }

    def placement_of(self, post: Post, group: Group) -> Placement | None:
        """What became of a post at a group; None if it was never offered there."""
        return self._placed.get((post.tag, group.id))

    @cached_property
    def _placed(self) -> dict[tuple[str, str], Placement]:
        newest_last = reversed(self.site.placements)
        return {(each.subject, each.group): each for each in newest_last}

    def copies_of(self, post: Post) -> Copies:
        """Where a post is or may be printed."""
        if post.uid not in self._copies:
            self._copies[post.uid] = Copies(list_copies(self.site, post))
        return self._copies[post.uid]

    def printed_by(self, group: Group) -> Placement | None:
        """The last text that a group published; None before the first."""
        printed = [p for p in self._at.get(group.id, ()) if p.published]
        return max(printed, key=lambda p: (p.published, p.subject), default=None)

    def knows_us(self, group: Group) -> bool:
        """Whether anything was ever offered to a group."""
        return group.id in self._at

    @cached_property
    def _at(self) -> dict[str, list[Placement]]:
        by_group: dict[str, list[Placement]] = {}
        for placement in self.site.placements:
            by_group.setdefault(placement.group, []).append(placement)
        return by_group

    def title_of(self, placement: Placement) -> str:
        """The title of what was offered; if nobody knows it, what steps say."""
        return self._titles.get(placement.subject) or self.name_of(placement)

    def name_of(self, placement: Placement) -> str:
        """What commands call the text that was offered."""
        step = placement.steps[-1]
        return self._names.get(placement.subject) or step.post or step.issue

    @cached_property
    def _titles(self) -> dict[str, str]:
        titles = {post.tag: post.title for post in (*self.every, *self.site.posts)}
        for newsletter in self.site.newsletters:
            titles |= {issue.tag: issue.subject for issue in newsletter.every}
        return titles

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {post.tag: short_name(post) for post in (*self.every, *self.site.posts)}
        for newsletter in self.site.newsletters:
            folder = newsletter.options.folder
            names |= {issue.tag: f"{folder}/{issue.number}" for issue in newsletter.every}
        return names
