"""What is to be done at GitHub, decided elsewhere; and the one place that does it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from postroom.intake.checkout import Checkout
from postroom.intake.github import GitHub
from postroom.intake.inbox import Inbox
from postroom.intake.submission import Verdict

Reason = Literal["completed", "not_planned"]


@dataclass(frozen=True)
class Leave:
    """Nothing is to be done."""

    why: str

    def __str__(self) -> str:
        return f"nothing to do: {self.why}"


@dataclass(frozen=True)
class Write:
    """A comment is to be written."""

    number: int
    """The GitHub issue, or the pull request."""

    body: str

    def __str__(self) -> str:
        return f"#{self.number}: a comment"


@dataclass(frozen=True)
class Rewrite:
    """A comment of ours gets another text: of that GitHub tells nobody."""

    number: int
    comment: int
    body: str

    def __str__(self) -> str:
        return f"#{self.number}: another text in comment {self.comment}"


@dataclass(frozen=True)
class TakeLabel:
    """A label is to be taken off."""

    number: int
    label: str

    def __str__(self) -> str:
        return f"#{self.number}: the label `{self.label}` comes off"


@dataclass(frozen=True)
class Close:
    """A GitHub issue is to be closed."""

    number: int
    reason: Reason

    def __str__(self) -> str:
        return f"#{self.number}: closed, {self.reason.replace('_', ' ')}"


@dataclass(frozen=True)
class ClosePull:
    """A pull request is to be closed without being merged."""

    number: int

    def __str__(self) -> str:
        return f"#{self.number}: the pull request is closed"


@dataclass(frozen=True)
class Push:
    """An accepted item is to be filed, on a branch of its own."""

    verdict: Verdict
    branch: str
    message: str
    over: str
    """The commit of ours that the branch may lose; empty if it must not exist yet."""

    def __str__(self) -> str:
        return f"{self.verdict.path}: pushed to {self.branch}"


@dataclass(frozen=True)
class OpenPull:
    """A pull request is to be opened."""

    branch: str
    base: str
    title: str
    body: str

    def __str__(self) -> str:
        return f"{self.branch}: a pull request to {self.base}"


Action = Leave | Write | Rewrite | TakeLabel | Close | ClosePull | Push | OpenPull

Reread = Callable[[Path], None]
"""Reads a new file as a build will; raises ContentError if a build would stop at it."""


def carry_out(
    actions: Iterable[Action],
    github: GitHub,
    *,
    inbox: Inbox | None = None,
    checkout: Checkout | None = None,
    reread: Reread = lambda _: None,
) -> Iterator[Action]:
    """Do what was decided, in order; what fails ends it.

    Args:
        actions: What is to be done.
        github: Where.
        inbox: Where items are filed; only a push needs it.
        checkout: What is pushed from; only a push needs it.
        reread: A pull request that a workflow opens starts no other: its file is checked
            here, before anybody sees it.

    Yields:
        Each action, once it is done.

    Raises:
        PostroomError: One could not be done, or nobody knows; those before it are.
    """
    for action in actions:
        match action:
            case Leave():
                pass
            case Push():
                assert inbox is not None
                assert checkout is not None
                path = inbox.file(action.verdict, may_update=True)
                reread(path)
                checkout.push_file(
                    path, action.branch, message=action.message, over=action.over
                )
            case _:
                _ask(github, action)
        yield action


def _ask(github: GitHub, action: Action) -> None:
    match action:
        case Write():
            github.comment(action.number, action.body)
        case Rewrite():
            github.rewrite(action.comment, action.body)
        case TakeLabel():
            github.take_label(action.number, action.label)
        case Close():
            github.close(action.number, action.reason)
        case ClosePull():
            github.close_pull(action.number)
        case OpenPull():
            github.open_pull(
                action.branch, base=action.base, title=action.title, body=action.body
            )
