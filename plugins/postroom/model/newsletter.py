"""What a newsletter is: its issues, and the items sent in for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from postroom.model.cadence import next_date
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.item import Item


@dataclass(frozen=True)
class Printed:
    """An item together with the issue that printed it."""

    item: Item
    issue: Issue
    position: int
    """Its place in the issue, from 0."""

    @property
    def uid(self) -> str:
        """The item's identity."""
        return self.item.uid

    @property
    def tag(self) -> str:
        """The end of its tag URI."""
        return f"item/{self.item.uid}"

    @property
    def published(self) -> datetime:
        """When readers first saw it: seconds apart, so that readers keep the order."""
        return self.issue.date - timedelta(seconds=self.position)

    @property
    def updated(self) -> datetime:
        """When it was last corrected or taken back; else the same."""
        if not self.item.changed:
            return self.published
        last = datetime.combine(self.item.changed[-1], time(), UTC)
        later = self.published + timedelta(seconds=len(self.item.changed))
        return max(last, later)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Orders items by issue; within one, newest first means as printed."""
        return (*self.issue.sort_key, -self.position)


@dataclass(frozen=True)
class Newsletter:
    """A newsletter with everything that was written for it."""

    options: NewsletterOptions
    issues: tuple[Issue, ...] = ()
    """What readers may see now, newest first."""

    items: Mapping[str, Item] = field(default_factory=dict)
    """Every accepted item by its name, whether an issue lists it or not."""

    hidden: frozenset[str] = frozenset()
    """The uids of issues that only a preview shows."""

    coming: tuple[Issue, ...] = ()
    """Drafts and scheduled issues that this edition does not show, newest first."""

    today: date = date.min
    """The day on which one looks at it."""

    @cached_property
    def printed(self) -> tuple[Printed, ...]:
        """Every item that an issue lists, newest issue first, as the issue has them."""
        return tuple(
            Printed(self.items[name], issue, position)
            for issue in self.issues
            for position, name in enumerate(issue.item_names)
            if name in self.items
        )

    @cached_property
    def every(self) -> tuple[Issue, ...]:
        """All issues, drafts and scheduled ones too, newest first."""
        issues = (*self.coming, *self.issues)
        return tuple(sorted(issues, key=lambda issue: issue.sort_key, reverse=True))

    def full_title(self, site_name: str) -> str:
        """What it is called beside others: with its site, unless that is called so, too."""
        title = self.options.title
        return title if title == site_name else f"{site_name}: {title}"

    @cached_property
    def listed(self) -> dict[str, Issue]:
        """The issue of every item that one lists, drafts too, by the item's name."""
        return {name: issue for issue in self.every for name in issue.item_names}

    @cached_property
    def by_uid(self) -> dict[str, Item]:
        """Every item by its uid."""
        return {item.uid: item for item in self.items.values()}

    @cached_property
    def printed_in(self) -> dict[str, Issue]:
        """The public issue of every item that one lists, by the item's name."""
        return {name: issue for issue in self.public for name in issue.item_names}

    def holds(self, item: Item) -> bool:
        """Whether the same item, word for word, is there already, since whatever day."""
        return item.says_the_same_as(self.by_uid.get(item.uid))

    def beside(self, issue: Issue) -> tuple[Issue | None, Issue | None]:
        """The next newer and the next older issue."""
        at = self._positions[issue.path]
        newer = self.issues[at - 1] if at else None
        return newer, self.issues[at + 1] if at + 1 < len(self.issues) else None

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {issue.path: at for at, issue in enumerate(self.issues)}

    @cached_property
    def public(self) -> tuple[Issue, ...]:
        """The issues that readers have, newest first."""
        return tuple(issue for issue in self.issues if issue.uid not in self.hidden)

    @cached_property
    def events(self) -> tuple[Printed, ...]:
        """The printed items that a calendar shows."""
        return tuple(p for p in self.printed if p.item.row.has_times)

    def printed_of(self, kind: str) -> tuple[Printed, ...]:
        """The printed items of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Printed, ...]]:
        kinds = dict.fromkeys(printed.item.kind for printed in self.printed)
        return {
            kind: tuple(p for p in self.printed if p.item.kind == kind) for kind in kinds
        }

    @property
    def newest(self) -> Issue | None:
        """The last issue that readers have."""
        return next(iter(self.public), None)

    @property
    def next_number(self) -> int:
        """The number of the issue that items sent in now are for."""
        return self.newest.number + 1 if self.newest else 1

    @property
    def due(self) -> date | None:
        """When it is due after the last one; None before the first issue."""
        if self.newest is None:
            return None
        return next_date(self.newest.date.date(), self.options.cadence)

    @property
    def next_date(self) -> date | None:
        """When it can be expected: when it is due, or on the next such day to come."""
        expected = self.due
        while expected is not None and expected < self.today:
            expected = next_date(expected, self.options.cadence)
        return expected

    @property
    def is_closed(self) -> bool:
        """Whether items for it had to be there by now."""
        return self.deadline is not None and self.deadline < self.today

    @property
    def deadline(self) -> date | None:
        """The last day on which items for it can be sent in."""
        due = self.next_date
        return due - timedelta(days=self.options.deadline) if due else None
