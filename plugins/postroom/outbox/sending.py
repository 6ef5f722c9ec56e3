"""What would go where is planned without asking anybody; then just that is carried out."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from postroom.errors import PostroomError
from postroom.model.text import count
from postroom.outbox.journal import Act, Fate, Journal, JournalWriter, Letter
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient
from postroom.outbox.senders.sender import Delivery, Sender
from postroom.web.call import UnsureError

Step = Literal["hand over", "is there", "changed", "unknown", "refused", "elsewhere"]
"""What is to be done with a letter; only the first of these does anything."""

_MOST_DOWN = 3
"""So often in a row a server may fail before it is left alone."""

_MOST_REFUSED = 10
"""So often in a row it may say no for good before that is taken for its opinion of us."""


@dataclass(frozen=True)
class Task:
    """One letter, and what is to be done with it."""

    letter: Letter
    step: Step
    recipient: Recipient | None = field(default=None, repr=False)
    remote: str = ""
    """What a service calls it, if it has it as it is now."""


@dataclass(frozen=True)
class SendPlan:
    """What would be done with one issue."""

    mailing: Mailing = field(repr=False)
    sender: str
    act: Act
    tasks: tuple[Task, ...]

    @property
    def due(self) -> tuple[Task, ...]:
        """The letters that would be handed over."""
        return tuple(task for task in self.tasks if task.step == "hand over")

    def count(self, step: Step) -> int:
        """How many letters are to be treated so."""
        return sum(task.step == step for task in self.tasks)

    @property
    def mark(self) -> str:
        """Tells this plan from any other."""
        said = [self.mailing.content, self.sender, self.act]
        said += sorted(task.letter.to for task in self.due)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def plan(  # noqa: PLR0913 - each decides
    mailing: Mailing,
    recipients: Iterable[Recipient | None],
    journal: Journal,
    *,
    sender: str,
    act: Act,
    looks: bool = True,
) -> SendPlan:
    """Decide what would be done with each letter of an issue.

    Args:
        mailing: The issue as it is now.
        recipients: Who is to get it; one None where a service has the list.
        journal: What was handed over before.
        sender: By which way.
        act: Whether readers are to get it, or nobody yet.
        looks: Whether a service that has the list can be asked what is there.
    """
    gone: dict[str, dict[tuple[str, str], Fate]] = {}
    for letter, fate in journal.list_issue(mailing.issue):
        gone.setdefault(letter.to, {})[letter.sender, letter.content] = fate
    elsewhere = _find_elsewhere(gone, sender)
    tasks = []
    for recipient in recipients:
        to = recipient.token if recipient else sender
        letter = Letter(mailing.issue, mailing.content, to, sender)
        here = {content: f for (by, content), f in gone.get(to, {}).items() if by == sender}
        step: Step = "elsewhere" if elsewhere else _decide(here, mailing.content, act)
        if recipient is None and looks and step == "unknown":
            step = "hand over"  # it is asked before anything is done
        remotes = (each.remote for each in journal.attempts_at(letter) if each.remote)
        remote = next(remotes, "")
        tasks.append(Task(letter, step, recipient, remote))
    return SendPlan(mailing, sender, act, tuple(tasks))


def _find_elsewhere(
    gone: Mapping[str, Mapping[tuple[str, str], Fate]], sender: str
) -> bool:
    """Whether an issue went to readers by another way: these may be the same people."""
    return any(
        by != sender and fate in ("sent", "unknown")
        for fates in gone.values()
        for (by, _), fate in fates.items()
    )


def _decide(fates: Mapping[str, Fate], content: str, act: Act) -> Step:
    """Decide what to do with a letter.

    Args:
        fates: What came of the issue for this recipient, by what it said.
        content: What it says now.
        act: Whether readers are to get it, or nobody yet.
    """
    same = fates.get(content, "nothing")
    others = {fate for said, fate in fates.items() if said != content}
    if same == "unknown" or "unknown" in others:
        return "unknown"
    if same == "sent":
        return "is there"
    if "sent" in others:
        return "changed"
    if same == "refused":
        return "refused"
    return "is there" if same == "drafted" and act == "draft" else "hand over"


Tell = Callable[[Task, Delivery], None]
"""Says what came of a letter."""


@dataclass(frozen=True)
class Postbox:
    """What letters are put into: a way out, and where it is written down."""

    sender: Sender
    writer: JournalWriter
    tell: Tell = lambda task, outcome: None
    sleep: Callable[[float], None] = time.sleep

    def push(self, planned: SendPlan) -> Counter[Fate]:
        """Hand over what is planned, and nothing else; what is put off is tried again.

        Returns:
            How many letters came to which end.

        Raises:
            PostroomError: The way out is barred: what is left was not tried.
        """
        fates: dict[Letter, Fate] = {}
        waiting: list[Task] = [*planned.due]
        with self.sender.opened():
            for wait in (0.0, *self.sender.waits):
                if not waiting:
                    break
                self.sleep(wait)
                fates |= dict(self._push_round(planned, waiting))
                waiting = [t for t in waiting if fates[t.letter] == "deferred"]
        return Counter(fates.values())

    def _push_round(
        self, planned: SendPlan, tasks: Sequence[Task]
    ) -> Iterator[tuple[Letter, Fate]]:
        down = refused = 0
        most_down = min(_MOST_DOWN, len(tasks))  # whoever serves nobody is not waited for
        for number, task in enumerate(tasks):
            if number:
                self.sleep(self.sender.pace)
            outcome = self._try(planned, task)
            self.tell(task, outcome)
            yield task.letter, outcome.fate
            down = down + 1 if outcome.is_down else 0
            refused = refused + 1 if outcome.fate == "refused" else 0
            if down >= most_down:
                raise self._give_up(outcome)
            if refused >= _MOST_REFUSED:
                raise self._take_offence(outcome, refused)

    def _try(self, planned: SendPlan, task: Task) -> Delivery:
        """Try one letter; that is on the disk before, and what came of it after."""
        attempt = self.writer.begin(task.letter, planned.act)
        try:
            outcome = self.sender.send(
                planned.mailing, task.recipient, act=planned.act, remote=task.remote
            )
        except UnsureError:
            self.writer.end(attempt, "unknown")
            raise
        except PostroomError:
            self.writer.end(attempt, "nothing")
            raise
        more = {"note": outcome.note, "remote": outcome.remote}
        self.writer.end(attempt, outcome.fate, **more)
        return outcome

    def _give_up(self, outcome: Delivery) -> PostroomError:
        return PostroomError(
            f"{self.sender.name} fails again and again ({outcome.note})\n"
            "    fix: run the command again later: who has a letter gets no other"
        )

    def _take_offence(self, outcome: Delivery, refused: int) -> PostroomError:
        return PostroomError(
            f"{self.sender.name} refused {refused} letters in a row ({outcome.note})\n"
            "    fix: find out why; then let `postroom send resolve` try these again"
        )


def write_plan(planned: SendPlan) -> Iterator[str]:
    """Write what would be done, for people."""
    mailing = planned.mailing
    yield f"{mailing.options.title}, № {mailing.sheet.number}: {mailing.sheet.subject}"
    yield f"content {mailing.content}, by {planned.sender}, {_say_act(planned)}"
    for step, words in _STEPS.items():
        if number := planned.count(step):
            yield f"  {count(number, 'letter')} {words}"
    if not planned.tasks:
        yield "  nobody would get it"
    yield f"plan {planned.mark}"


def _say_act(planned: SendPlan) -> str:
    return "to readers" if planned.act == "live" else "as a draft that no reader sees"


_STEPS: Mapping[Step, str] = {
    "hand over": "to hand over",
    "is there": "handed over before",
    "changed": "handed over before it was changed",
    "unknown": "of which nobody knows what came",
    "refused": "refused for good",
    "elsewhere": "held back: it went out by another way",
}

_FIXES: Mapping[Step, str] = {
    "changed": "send a correction with --correction, or add --rest: who has it keeps it",
    "unknown": "look into these mailboxes, and use `postroom send resolve`",
    "elsewhere": "go on by that way: nobody knows whether these are the same people",
}


def explain_stuck(planned: SendPlan, *, rest: bool) -> Iterator[str]:
    """Say what a person has to decide first.

    Args:
        planned: What would be done.
        rest: Whether who has an earlier version is to keep it.
    """
    for step in ("changed", "elsewhere"):
        if (number := planned.count(step)) and not (rest and step == "changed"):
            letters = count(number, "letter")
            yield f"{letters} {_STEPS[step]}\n    fix: {_FIXES[step]}"


def explain_unknown(planned: SendPlan) -> Iterator[str]:
    """Say of how many letters nobody knows what came of them."""
    if number := planned.count("unknown"):
        letters = count(number, "letter")
        yield f"{letters} {_STEPS['unknown']}\n    fix: {_FIXES['unknown']}"
