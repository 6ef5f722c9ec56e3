"""What became of submissions by form: printed, or over before an issue could."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from postroom.intake.actions import Action, Close, Leave, Reason, Write
from postroom.intake.github import Comment, GitHubIssue
from postroom.intake.reply import render_over, render_used, says_taken
from postroom.intake.submission import uid_of
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site

_SOURCE = re.compile(r"github(?::([\w.-]+/[\w.-]+))?#([1-9]\d{0,9})")


@dataclass(frozen=True)
class Outcome:
    """How a submission by form ended."""

    number: int
    """Its GitHub issue."""

    body: str
    """What whoever sent it in is told."""

    reason: Reason
    is_genuine: bool = True
    """Whether its item has the uid that an item from there gets: a file may say anything of
    where it came from."""

    def decide(self, comments: Sequence[Comment]) -> list[Action]:
        """Tell it, and close the GitHub issue.

        Args:
            comments: Everything that was said there; what we have told is not told twice,
                and nothing is told where we never said that it was taken.
        """
        was_taken = any(c.is_ours and says_taken(c.body or "") for c in comments)
        if not (self.is_genuine and was_taken):
            return [Leave(f"nothing of #{self.number} was accepted there")]
        was_told = any(c.is_ours and c.says(self.body) for c in comments)
        close = Close(self.number, self.reason)
        return [close] if was_told else [Write(self.number, self.body), close]


def list_outcomes(
    site: Site,
    newsletter: Newsletter,
    *,
    now: datetime,
    repository: str,
    number: int | None = None,
) -> Iterator[Outcome]:
    """List how submissions by form ended; those that still wait are not among them.

    Args:
        site: What the newsletter is part of.
        newsletter: Whose issues print them.
        now: The moment of asking.
        repository: The owner and the name of the repository whose GitHub issues count.
        number: Only those that this issue printed.
    """
    for printed in newsletter.printed:
        origin = _origin_of(printed.item, repository)
        if origin and number in (None, printed.issue.number):
            url = site.absolute(site.place_of(newsletter, printed)) if site.url else ""
            told = render_used(printed.issue.number, url)
            yield Outcome(origin, told, "completed", _is_genuine(printed.item))
    for item in newsletter.items.values() if number is None else ():
        origin = _origin_of(item, repository)
        if origin and item.name not in newsletter.listed and item.is_over(now):
            yield Outcome(origin, render_over(), "not_planned", _is_genuine(item))


def find_waiting(
    outcomes: Iterable[Outcome], issues: Iterable[GitHubIssue], label: str
) -> list[Outcome]:
    """Find those whose GitHub issue is still open, each once: as it was printed first.

    Args:
        outcomes: How submissions ended, what was printed last first.
        issues: The GitHub issues that are open.
        label: The label of the newsletter's forms.
    """
    waiting = {issue.number for issue in issues if issue.is_open and issue.has(label)}
    return [o for o in {o.number: o for o in outcomes}.values() if o.number in waiting]


def _is_genuine(item: Item) -> bool:
    """Whether an item has the uid of its source; a newsletter has each uid once."""
    return item.uid == uid_of(item.source)


def _origin_of(item: Item, repository: str) -> int | None:
    """The GitHub issue that an item came from, if that is one of this repository."""
    origin = _SOURCE.fullmatch(item.source)
    if origin is None:
        return None
    theirs = origin[1] or ""  # it was left out once
    is_ours = not theirs or theirs.casefold() == repository.casefold()
    return int(origin[2]) if is_ours else None
