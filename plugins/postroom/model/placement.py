"""What became of a post at a group: steps, one file each, and the placement they add up to.

A step is never changed: what is learned later is a step of its own. Two people who write
at once write two files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from pydantic import Field, field_validator

from postroom.model.base import Frozen, Line, WebAddress
from postroom.model.formats import LengthName
from postroom.model.item import Day

Move = Literal[
    "offered", "reminded", "accepted", "published", "declined", "replied", "thanked"
]
Status = Literal["offered", "accepted", "published", "declined"]
MOVES: tuple[Move, ...] = (
    "offered",
    "reminded",
    "accepted",
    "declined",
    "published",
    "replied",
    "thanked",
)
"""What can happen, in the order in which it does on one day."""

_STATUSES: dict[Move, Status] = {
    "offered": "offered",
    "accepted": "accepted",
    "published": "published",
    "declined": "declined",
}

_FURTHER: dict[Status, int] = {"offered": 0, "accepted": 1, "published": 2, "declined": 3}

_AFTER: dict[Move, tuple[Status | None, ...]] = {
    "offered": (None, "declined"),
    "reminded": ("offered", "accepted"),
    "accepted": (None, "offered", "declined"),
    "declined": ("offered", "accepted", "published"),
    "published": (None, "offered", "accepted", "declined", "published"),
    "replied": ("published",),
    "thanked": ("offered", "accepted", "declined", "published"),
}
"""Where something stands when it can happen; None where nothing happened before. Editors
print what nobody offered, and a second publication corrects the first one's address."""


class Step(Frozen):
    """One thing that happened between a post and a group, as one file says it."""

    path: str = Field(exclude=True)
    """The YAML file, relative to the content folder."""

    group: str = Field(exclude=True)
    """The group's id: the name of the file's folder."""

    post: Line = ""
    """The post it is about, by uid or slug."""

    issue: Line = ""
    """Or the issue, by uid or as `newsletter/4`."""

    move: Move
    """offered, reminded, accepted, published, declined, replied or thanked."""

    date: Day
    """The day on which it happened."""

    url: WebAddress | None = None
    """Where it can be read, once it is published."""

    reason: Line = ""
    """Why it was declined."""

    replies: int = Field(default=0, strict=True, ge=0, le=1_000_000)
    """How many more readers wrote because of it; steps add up."""

    follow_up: Day | None = None
    """The day on which to ask again."""

    length: LengthName | None = None
    """Which length it is about."""

    note: Line = ""
    """Anything worth remembering; never published."""

    @field_validator("length", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value  # YAML reads 500 as a number

    @property
    def order(self) -> tuple[Day, int, str]:
        """Sorts steps as they happened, whatever order files have."""
        return (self.date, MOVES.index(self.move), self.path)


@dataclass(frozen=True)
class Placement:
    """All steps of one post or issue with one group, oldest first; at least one."""

    group: str
    """The group's id."""

    subject: str
    """The tag of the post or the issue: `post/<uid>`, `issue/<uid>`."""

    steps: tuple[Step, ...]

    @property
    def status(self) -> Status:
        """Where it stands; offered, if nobody said anything else.

        Whatever order files come in, who accepted is not asked again, and what was
        printed stays printed; only a no undoes it, and is undone by a later yes.
        """
        told: Status = "offered"
        for move in (step.move for step in self.steps):
            said = _STATUSES.get(move)
            if said and (told == "declined" or _FURTHER[said] >= _FURTHER[told]):
                told = said
        return told

    @property
    def since(self) -> date:
        """The last day on which something made it stand where it does."""
        days = (s.date for s in reversed(self.steps) if s.move == self.status)
        return next(days, self.offered)

    def day_of(self, *moves: Move) -> date | None:
        """The first day on which one of these happened."""
        return next((step.date for step in self.steps if step.move in moves), None)

    @property
    def offered(self) -> date:
        """When it began."""
        return self.steps[0].date

    @property
    def answered(self) -> date | None:
        """When the group first said yes or no."""
        return self.day_of("accepted", "declined", "published")

    @property
    def published(self) -> date | None:
        """When it appeared there; None unless it did."""
        return self.day_of("published") if self.status == "published" else None

    @property
    def url(self) -> str:
        """Where it can be read; empty if nobody said."""
        return next((str(s.url) for s in reversed(self.steps) if s.url), "")

    @property
    def reason(self) -> str:
        """Why it was declined."""
        return next((s.reason for s in reversed(self.steps) if s.reason), "")

    @property
    def replies(self) -> int:
        """How many readers wrote because of it."""
        return sum(step.replies for step in self.steps)

    @property
    def follow_up(self) -> date | None:
        """The day on which to ask again, while there is an answer to wait for.

        A day that was named before either side spoke again counts if it was still ahead.
        """
        if self.status not in ("offered", "accepted"):
            return None
        named = next((s for s in reversed(self.steps) if s.follow_up), None)
        if named is None or named is self.last_word:
            return named.follow_up if named else None
        is_ahead = named.follow_up is not None and named.follow_up > self.last_word.date
        return named.follow_up if is_ahead else None

    @property
    def last_word(self) -> Step:
        """The last time that either side spoke of it; else its last step."""
        said = [s for s in self.steps if s.move in ("offered", "reminded", "accepted")]
        return (said or self.steps)[-1]

    @property
    def is_thanked(self) -> bool:
        """Whether the editor was thanked."""
        return self.day_of("thanked") is not None


def list_moves(placement: Placement | None) -> tuple[Move, ...]:
    """List what can happen next; None stands for what never happened before."""
    status = placement.status if placement else None
    return tuple(move for move in MOVES if status in _AFTER[move])


def fold_steps(steps: Iterable[tuple[str, Step]]) -> tuple[Placement, ...]:
    """Put the steps of each group and subject together; newest placement first.

    Args:
        steps: Each with the tag of the post or issue that it is about.
    """
    known = sorted(steps, key=lambda pair: (pair[1].group, pair[0], pair[1].order))
    placements = [
        Placement(group, subject, tuple(step for _, step in of_one))
        for (group, subject), of_one in groupby(
            known, key=lambda pair: (pair[1].group, pair[0])
        )
    ]
    return tuple(
        sorted(placements, key=lambda p: (p.offered, p.group, p.subject), reverse=True)
    )
