"""Many submissions at once: each is checked, filed if it may be, and answered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from postroom.errors import Problem
from postroom.intake.inbox import Inbox
from postroom.intake.itemfile import list_changes
from postroom.intake.reply import render_plain_reply
from postroom.intake.submission import Submission, Verdict
from postroom.model.text import count
from postroom.toolbox.files import TakenError

Fate = Literal["new", "changed", "kept", "known", "faulty", "noticed"]
"""What became of one: what is there already in other words is changed or kept as it is.

Something that was only noticed is no submission.
"""

_UPDATE = "if it is to be changed, run the command again with --update"
_TWICE = "the first of the two was filed: take the other out, or send it in as a new one"


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

    notes: tuple[Problem, ...] = ()
    """What was noticed about what was filed."""

    changes: tuple[str, ...] = ()
    """The lines of its file that go and come, or would."""

    fix: str = ""
    """What can be done where it was kept as it is."""

    def __str__(self) -> str:
        if not self.source:
            return self.reply
        place = f", {self.path}" if self.path else ""
        lines = [f"{self.source}: {self.fate}{place}", *self.changes]
        lines += [f"    fix: {self.fix}"] if self.fix else []
        return "\n".join([*lines, self.reply])


def take_in(
    inbox: Inbox,
    submissions: Iterable[Submission | Problem],
    *,
    is_dry: bool = False,
    may_update: bool = False,
) -> Iterator[Receipt]:
    """Check submissions one after the other, and file what is accepted.

    Whoever sends something in chooses what it is known by: what is there already stays as
    it is, unless an editor wants it changed. What was filed a moment ago stays in any case.

    Args:
        inbox: Where they go.
        submissions: What was read; a problem stands for one that could not be.
        is_dry: Whether nothing is written; twins among them are still seen.
        may_update: Whether what is there already may be changed.

    Raises:
        PostroomError: A file cannot be written.
    """
    filed: set[str] = set()
    for submission in submissions:
        if isinstance(submission, Problem):
            fate: Fate = "faulty" if submission.is_fatal else "noticed"
            yield Receipt(fate, f"{submission}\n")
            continue
        verdict = inbox.check(submission)
        is_second = verdict.item is not None and verdict.item.uid in filed
        fate = _judge(verdict, may_update=may_update and not is_second)
        receipt = _write_receipt(inbox, verdict, fate, is_second=is_second)
        if fate in ("new", "changed") and verdict.item is not None:
            try:
                _enter(inbox, verdict, is_dry=is_dry)
            except TakenError as error:  # the others have files of their own
                receipt = Receipt("faulty", f"{error}\n", submission.source)
            else:
                filed.add(verdict.item.uid)
        yield receipt


def _judge(verdict: Verdict, *, may_update: bool) -> Fate:
    if verdict.is_known:
        return "known"
    if not verdict.is_accepted:
        return "faulty"
    if verdict.replaces is None:
        return "new"
    return "changed" if may_update else "kept"


def _write_receipt(
    inbox: Inbox, verdict: Verdict, fate: Fate, *, is_second: bool
) -> Receipt:
    reply = render_plain_reply(verdict, newsletter=inbox.newsletter, url=inbox.submit_url)
    has_file = bool(verdict.path) and fate != "faulty"
    before, after = verdict.replaces, verdict.item
    is_other = fate in ("changed", "kept")
    return Receipt(
        fate,
        reply,
        verdict.submission.source,
        path=inbox.place_of(verdict) if has_file else None,
        notes=verdict.problems if fate in ("new", "changed") else (),
        changes=list_changes(before, after) if is_other and before and after else (),
        fix="" if fate != "kept" else _TWICE if is_second else _UPDATE,
    )


def _enter(inbox: Inbox, verdict: Verdict, *, is_dry: bool) -> None:
    if not is_dry:
        inbox.file(verdict, may_update=True)  # it was judged
    elif verdict.item is not None:
        inbox.ledger.add(verdict.item)


def sum_up(fates: Mapping[Fate, int]) -> str:
    """Say how many submissions met which fate."""
    kept = fates.get("kept", 0)
    return (
        f"{count(fates.get('new', 0), 'new item')}, {fates.get('changed', 0)} changed, "
        + (f"{kept} kept as they were, " if kept else "")
        + f"{fates.get('known', 0)} there already, {fates.get('faulty', 0)} with problems"
    )
