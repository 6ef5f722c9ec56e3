"""Many submissions at once: each is checked, filed if it may be, and answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from postroom.errors import Problem
from postroom.intake.inbox import Inbox
from postroom.intake.reply import render_plain_reply
from postroom.intake.submission import Submission, Verdict
from postroom.model.text import count
from postroom.toolbox.files import TakenError

Fate = Literal["new", "changed", "known", "faulty", "noticed"]
"""What became of one; something that was only noticed is no submission."""


@dataclass(frozen=True)
class Receipt:
    """What became of one of many."""

    fate: Fate
    reply: str
    """The answer to whoever sent it, as plain text."""

    source: str = ""
    """Where it came from; empty if it could not be read."""

    path: Path | None = None
    """Its file, if it has one."""

    def __str__(self) -> str:
        if not self.source:
            return self.reply
        place = f", {self.path}" if self.path else ""
        return f"{self.source}: {self.fate}{place}\n{self.reply}"


def take_in(
    inbox: Inbox, submissions: Iterable[Submission | Problem], *, is_dry: bool = False
) -> Iterator[Receipt]:
    """Check submissions one after the other, and file what is accepted.

    Args:
        inbox: Where they go.
        submissions: What was read; a problem stands for one that could not be.
        is_dry: Whether nothing is written; twins among them are still seen.

    Raises:
        PostroomError: A file cannot be written.
    """
    for submission in submissions:
        if isinstance(submission, Problem):
            fate: Fate = "faulty" if submission.is_fatal else "noticed"
            yield Receipt(fate, f"{submission}\n")
            continue
        verdict = inbox.check(submission)
        fate = _judge(inbox, verdict)
        reply = render_plain_reply(
            verdict, newsletter=inbox.newsletter, url=inbox.submit_url
        )
        has_file = bool(verdict.path) and fate != "faulty"
        path = inbox.place_of(verdict) if has_file else None
        try:
            if fate in ("new", "changed"):
                _enter(inbox, verdict, is_dry=is_dry)
        except TakenError as error:  # this one only; the others have their own files
            fate, reply, path = "faulty", f"{error}\n", None
        yield Receipt(fate, reply, submission.source, path)


def _judge(inbox: Inbox, verdict: Verdict) -> Fate:
    if verdict.is_known:
        return "known"
    if not verdict.is_accepted or verdict.item is None:
        return "faulty"
    return "changed" if verdict.item.uid in inbox.newsletter.by_uid else "new"


def _enter(inbox: Inbox, verdict: Verdict, *, is_dry: bool) -> None:
    if not is_dry:
        inbox.file(verdict)
    elif verdict.item is not None:
        inbox.ledger.add(verdict.item)


def sum_up(fates: Iterable[Fate]) -> str:
    """Say how many submissions met which fate."""
    every = list(fates)
    return (
        f"{count(every.count('new'), 'new item')}, {every.count('changed')} changed, "
        f"{every.count('known')} there already, {every.count('faulty')} with problems"
    )
