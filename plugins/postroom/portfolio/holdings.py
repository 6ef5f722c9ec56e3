"""What a portfolio is made of: holdings with their tallies, and the months of a period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import get_args

from postroom.model.group import GroupKind

KINDS: tuple[GroupKind, ...] = get_args(GroupKind)
SILENT_AFTER = 30
"""Days without an answer after which a group is called silent."""


@dataclass(frozen=True)
class Period:
    """The days that are looked at, both ends included."""

    since: date
    until: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    @property
    def months(self) -> Iterator[date]:
        """The first day of every month that the period touches."""
        first = self.since.replace(day=1)
        while first <= self.until:
            yield first
            first = next_month(first)


@dataclass(frozen=True)
class OfferTally:
    """What came of the placements with one group, with one kind of group, or with all."""

    offered: int = 0
    """Offers made in the period."""

    accepted: int = 0
    """How many of the offers were met with a yes, published since or not."""

    declined: int = 0
    """How many of the offers were met with a no."""

    appeared: int = 0
    """How many of the offers have been published; they are among the accepted."""

    waits: tuple[int, ...] = ()
    """The days from each of the offers to its first answer, fewest first."""

    published: int = 0
    """Placements published in the period, whenever they were offered."""

    replies: int = 0
    """Readers who wrote in the period."""

    @property
    def answered(self) -> int:
        """How many of the offers were met with a yes or a no."""
        return self.accepted + self.declined

    @property
    def unanswered(self) -> int:
        """How many of the offers wait for an answer."""
        return self.offered - self.answered

    @property
    def open(self) -> int:
        """How many of the offers wait for an answer, or to be published."""
        return self.offered - self.declined - self.appeared

    @property
    def answer_rate(self) -> Fraction | None:
        """The part of the offers that was answered."""
        return ratio_of(self.answered, self.offered)

    @property
    def acceptance_rate(self) -> Fraction | None:
        """The part of the answers that was a yes."""
        return ratio_of(self.accepted, self.answered)

    @property
    def median_wait(self) -> Fraction | None:
        """The days within which half of the answers came."""
        middle, is_odd = divmod(len(self.waits), 2)
        if not self.waits:
            return None
        if is_odd:
            return Fraction(self.waits[middle])
        return Fraction(self.waits[middle - 1] + self.waits[middle], 2)

    @property
    def replies_each(self) -> Fraction | None:
        """Replies per placement, both of the period."""
        return ratio_of(self.replies, self.published)


@dataclass(frozen=True)
class Holding:
    """One group, or all groups of one kind, with what came of them."""

    key: str
    """The group's id, or the kind."""

    name: str
    kind: GroupKind
    tally: OfferTally
    share: Fraction | None
    """The part of all that was published."""

    groups: int = 1
    """How many groups it stands for."""


@dataclass(frozen=True)
class Month:
    """A month, as far as the period covers it."""

    first: date
    """Its first day."""

    is_whole: bool
    """Whether the period covers all of it."""

    offered: int
    published: int
    replies: int

    @property
    def is_idle(self) -> bool:
        """Whether it went by without anything being published."""
        return self.is_whole and not self.published


@dataclass(frozen=True)
class Travel:
    """How far one post or issue came."""

    subject: str
    """Its tag, as placements have it."""

    published: int
    replies: int


@dataclass(frozen=True)
class Silence:
    """A group that owes an answer for long."""

    group: str
    """Its name."""

    since: date
    """The day of the oldest offer of the period without an answer."""

    offers: int
    """How many offers have waited too long."""


@dataclass(frozen=True)
class Portfolio:
    """All communities of a site, as one would look at a fund's holdings."""

    period: Period
    total: OfferTally
    """Of all communities."""

    groups: tuple[Holding, ...]
    """Every community, the largest holding first."""

    kinds: tuple[Holding, ...]
    """Every kind, those without a group too, the largest holding first."""

    months: tuple[Month, ...]
    travels: tuple[Travel, ...]
    """What was published or replied to in the period, the furthest-travelled first."""

    never_offered: tuple[str, ...]
    """The names of groups that were not offered anything yet, in or before the period."""

    silent: tuple[Silence, ...]
    """Groups that owe an answer for more than `SILENT_AFTER` days, longest first."""

    announcements: tuple[Holding, ...]
    """The platforms; they are in none of the other figures."""

    @property
    def missing_kinds(self) -> tuple[GroupKind, ...]:
        """Kinds of which there is no group, in the order of the model."""
        held = {holding.kind for holding in self.groups}
        return tuple(kind for kind in KINDS if kind not in held)

    @property
    def effective_groups(self) -> Fraction | None:
        """As over how many equal groups the placements are spread."""
        return spread_of(holding.tally.published for holding in self.groups)

    @property
    def effective_kinds(self) -> Fraction | None:
        """As over how many equal kinds the placements are spread."""
        return spread_of(holding.tally.published for holding in self.kinds)

    @property
    def largest_group(self) -> Holding | None:
        """The group with most placements; None if nothing was published."""
        return next((h for h in self.groups if h.share), None)

    @property
    def largest_kind(self) -> Holding | None:
        """The kind with most placements; None if nothing was published."""
        return next((h for h in self.kinds if h.share), None)

    @property
    def idle_months(self) -> tuple[date, ...]:
        """Whole months in which nothing was published, by their first days."""
        return tuple(month.first for month in self.months if month.is_idle)

    @property
    def longest_idle(self) -> tuple[date, ...]:
        """The longest run of such months; of two as long, the later one."""
        runs = [
            tuple(month.first for month in run)
            for is_idle, run in groupby(self.months, key=lambda month: month.is_idle)
            if is_idle
        ]
        return max(reversed(runs), key=len, default=())


def spread_of(counts: Iterable[int]) -> Fraction | None:
    """Tell as over how many equal parts a whole is spread; None for an empty whole.

    It is 1 if everything lies in one part, and the number of parts if all are equal.

    Source:
        The inverse of the Herfindahl index, the sum of the squared shares; in ecology the
        Hill number of order 2.
    """
    parts = tuple(counts)
    return ratio_of(sum(parts) ** 2, sum(part**2 for part in parts))


def ratio_of(part: int, whole: int) -> Fraction | None:
    """Tell which part of a whole something is; None for an empty whole."""
    return Fraction(part, whole) if whole else None


def next_month(first: date) -> date:
    """The first day of the month after one."""
    return (first + timedelta(days=31)).replace(day=1)
