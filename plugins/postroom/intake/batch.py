"""Many submissions at once: each is checked, filed if it may be, and answered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from postroom.errors import Problem
from postroom.intake.inbox import Inbox
from postroom.intake.itemfile import list_changes
from postroom.intake.private import hide_private
from postroom.intake.reply import render_plain_reply
from postroom.intake.submission import Envelope, Submission, Verdict
from postroom.model.kinds import KINDS
from postroom.model.text import count, shorten
from postroom.toolbox.files import TakenError
from postroom.toolbox.marks import say_plain

Fate = Literal["new", "changed", "kept", "known", "faulty", "noticed"]
"""What became of one: what is there already in other words is changed or kept as it is.

Something that was only noticed is no submission.
"""

_UPDATE = "if it is to be changed, run the command again with --update"
_PRINTED = "readers have it: if they should know, run `postroom item edit {}`"
_DEALT = "an editor has mended or dropped this one: nothing has to be done"
_FULL = "the inbox is full: mend what waits there, or drop it, and run this again"
_LISTED, _SENTENCE = 20, 500
"""Problems that are told one by one, and characters of each."""

_TWICE = "the first of the two was filed: take the other out, or send it in as a new one"


@dataclass(frozen=True)
class Receipt:
    """What became of one of many, for the editor; and the answer to whoever sent it."""

    fate: Fate
    reply: str
    """The answer to whoever sent it, as plain text."""

    source: str = ""
    """Where it came from; empty if it could not be read."""

    title: str = ""
    path: Path | None = None
    """Its file, if it has one: the item's, or the one in which it waits."""

    notes: tuple[Problem, ...] = ()
    """What was noticed about what was filed."""

    told: tuple[str, ...] = ()
    """What is wrong with it, or was noticed, as an editor finds it."""

    changes: tuple[str, ...] = ()
    """The lines of its file that go and come, or would."""

    fix: str = ""
    """What can be done where it was kept as it is."""

    envelope: Envelope | None = field(default=None, repr=False)
    """To whom the answer goes, if it came as a letter."""

    def __str__(self) -> str:
        if not self.source:
            return self.reply.rstrip("\n")
        place = f", {self.path}" if self.path else ""
        lines = [f"{self.source}: {self.fate}{place}"]
        lines += [f"  {self.title}"] if self.title else []
        lines += [*self.told, *self.changes]
        lines += [f"    fix: {self.fix}"] if self.fix else []
        return "\n".join(lines)


def take_in(
    inbox: Inbox,
    submissions: Iterable[Submission | Problem],
    *,
    is_dry: bool = False,
    may_update: bool = False,
    may_hold: bool = False,
) -> Iterator[Receipt]:
    """Check submissions one after the other, and file what is accepted.

    Whoever sends something in chooses what it is known by: what is there already stays as
    it is, unless an editor wants it changed. What was filed a moment ago stays in any case.

    Args:
        inbox: Where they go.
        submissions: What was read; a problem stands for one that could not be.
        is_dry: Whether nothing is written; twins among them are still seen.
        may_update: Whether what is there already may be changed.
        may_hold: Whether what cannot be taken waits for an editor, in a file.

    Raises:
        PostroomError: A file cannot be written.
    """
    filed: set[str] = set()
    taken: set[str] = set()
    for read in submissions:
        if isinstance(read, Problem):
            fate: Fate = "faulty" if read.is_fatal else "noticed"
            yield Receipt(fate, f"{read}\n")
            continue
        submission = inbox.recognise(read, taken)
        taken.add(submission.source)
        if inbox.was_dealt_with(submission):
            yield Receipt("known", f"{_DEALT}\n", _name(submission), fix=_DEALT)
            continue
        verdict = inbox.check(submission)
        if row := inbox.recognise_item(verdict, taken):
            taken.add(row.source)
            verdict = inbox.check(row)
        is_second = verdict.item is not None and verdict.item.uid in filed
        fate = _judge(verdict, may_update=may_update and not is_second)
        receipt = _write_receipt(inbox, verdict, fate, is_second=is_second)
        if fate in ("new", "changed") and verdict.item is not None:
            receipt = _enter(inbox, verdict, receipt, is_dry=is_dry)
            filed.add(verdict.item.uid)
            if may_hold and not is_dry and receipt.fate != "faulty":
                receipt = _release(inbox, verdict.submission, receipt)
        elif may_hold and not (is_dry or is_second) and _waits(inbox, verdict, fate):
            path = inbox.hold(verdict)
            receipt = replace(receipt, path=path, fix="" if path else _FULL)
        yield receipt


def _waits(inbox: Inbox, verdict: Verdict, fate: Fate) -> bool:
    """Whether something can be mended; of what is printed its editor decides."""
    before = verdict.replaces
    return fate == "faulty" and not (before and inbox.has_printed(before))


def _enter(inbox: Inbox, verdict: Verdict, receipt: Receipt, *, is_dry: bool) -> Receipt:
    """File an accepted item."""
    assert verdict.item is not None
    if is_dry:
        inbox.ledger.add(verdict.item)
        return receipt
    try:
        inbox.file(verdict, may_update=True)  # it was judged
    except TakenError as error:  # the others have files of their own
        told = tuple(f"{error}".split("\n"))
        return Receipt("faulty", f"{error}\n", receipt.source, told=told)
    return receipt


def _release(inbox: Inbox, submission: Submission, receipt: Receipt) -> Receipt:
    """Take away what waited of a submission, and the letter that it corrects."""
    inbox.release(submission.source)
    if path := inbox.close_answered(submission):
        told = f"  it corrects {path.name}, which no longer waits"
        return replace(receipt, told=(*receipt.told, told))
    return receipt


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
    is_printed = before is not None and fate == "faulty" and inbox.has_printed(before)
    is_other = fate in ("changed", "kept") or is_printed
    fix = "" if fate != "kept" else _TWICE if is_second else _UPDATE
    return Receipt(
        fate,
        reply,
        _name(verdict.submission),
        title=say_plain(hide_private(verdict.submission.answers.get("title", "")))[:200],
        path=inbox.place_of(verdict) if has_file else None,
        notes=verdict.problems if fate in ("new", "changed") else (),
        told=tuple(_tell(verdict)) if fate != "known" else (),
        changes=list_changes(before, after) if is_other and before and after else (),
        fix=_PRINTED.format(before.name) if before and is_printed else fix,
        envelope=verdict.submission.envelope,
    )


def _name(submission: Submission) -> str:
    """Name a submission as an editor finds it."""
    return submission.where or submission.source


def _tell(verdict: Verdict) -> Iterator[str]:
    """Say what is wrong or was noticed, each with the column and the question."""
    submission = verdict.submission
    kind = KINDS.get(submission.kind)
    for problem in verdict.problems[:_LISTED]:
        key = problem.place.key
        column = submission.columns.get(key)
        asked = kind.field(key) if kind else None
        place = [f"column {column}"] if column else []
        place += [asked.label] if asked else []
        where = f"{', '.join(place)}: " if place else ""
        yield f"  {where}{say_plain(shorten(problem.what, _SENTENCE))}"
        yield f"    fix: {say_plain(shorten(problem.fix, _SENTENCE))}"
    if (more := len(verdict.problems) - _LISTED) > 0:
        yield f"  and {more:,} more"


def sum_up(fates: Mapping[Fate, int]) -> str:
    """Say how many submissions met which fate."""
    kept = fates.get("kept", 0)
    return (
        f"{count(fates.get('new', 0), 'new item')}, {fates.get('changed', 0)} changed, "
        + (f"{kept} kept as they were, " if kept else "")
        + f"{fates.get('known', 0)} there already, {fates.get('faulty', 0)} with problems"
    )
