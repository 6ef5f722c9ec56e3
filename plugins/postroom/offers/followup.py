"""What was offered becomes what to do about it: ask again, wait, thank, tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from postroom.model.group import Group
from postroom.model.placement import Placement, Step
from postroom.offers.situation import Situation

PATIENCE = 21
"""Days without a word after which an offer that names no day is to be asked about."""

_PACES = {"weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92, "yearly": 366}
_SAID = ("offered", "reminded", "accepted")


@dataclass(frozen=True)
class FollowUp:
    """One placement, and what is to be done about it."""

    group: Group
    placement: Placement
    title: str
    """Of the post or the issue."""

    name: str
    """What commands call the post or the issue."""

    last: Step
    """The last word on it, or its publication."""

    days: int
    """How long ago that was."""

    ask_on: date | None = None
    """When to ask again; None if there is nothing to ask."""

    days_late: int = 0
    """How long ago that was; 0 if it is still to come."""

    replies: int = 0
    """Readers who wrote, and of whom the editor does not know."""

    @property
    def is_thanked(self) -> bool:
        """Whether the editor was thanked for printing it, and not for a yes before."""
        steps = self.placement.steps
        return any(s.move == "thanked" and s.date >= self.last.date for s in steps)

    @property
    def last_state(self) -> str:
        """What the last word was: offered, reminded, accepted or published."""
        return self.last.move if self.last.move in _SAID else self.placement.status


def list_open(situation: Situation) -> Iterator[FollowUp]:
    """List every placement without an end, with the day on which to ask again."""
    for placement in situation.open:
        last = placement.last_word
        yield _follow_up(situation, placement, last, _find_day(situation, placement))


def list_printed(situation: Situation) -> Iterator[FollowUp]:
    """List what was published, with the letters of readers that were not passed on yet.

    Platforms have no editor to thank.
    """
    for placement in situation.site.placements:
        group = situation.site.group_by_id[placement.group]  # reading checked it
        if placement.published is not None and not group.platform:
            first = next(step for step in placement.steps if step.move == "published")
            yield _follow_up(situation, placement, first)


def _follow_up(
    situation: Situation, placement: Placement, last: Step, ask_on: date | None = None
) -> FollowUp:
    return FollowUp(
        group=situation.site.group_by_id[placement.group],
        placement=placement,
        title=situation.title_of(placement),
        name=situation.name_of(placement),
        last=last,
        days=_count_days(last.date, situation.today),
        ask_on=ask_on,
        days_late=_count_days(ask_on, situation.today) if ask_on else 0,
        replies=_count_untold(placement),
    )


def _count_days(since: date, today: date) -> int:
    return max(0, (today - since).days)


def _find_day(situation: Situation, placement: Placement) -> date:
    """When to ask again: as was said, unless it has been done; else after some weeks."""
    if placement.follow_up:
        return placement.follow_up
    patience = PATIENCE
    if placement.status == "accepted":  # it may stand in the issue after the next
        pace = situation.site.group_by_id[placement.group].cadence
        patience = max(patience, _PACES.get(pace, 0))
    return placement.last_word.date + timedelta(days=patience)


def _count_untold(placement: Placement) -> int:
    """How many readers wrote since the editor was last thanked."""
    moves = [step.move for step in placement.steps]
    first_untold = len(moves) - moves[::-1].index("thanked") if "thanked" in moves else 0
    return sum(step.replies for step in placement.steps[first_untold:])
