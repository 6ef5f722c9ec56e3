"""An event, and what GitHub and Git say by now, become what is to be done."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from postroom import PostroomError
from postroom.intake.actions import Action, Leave, carry_out
from postroom.intake.checkout import Checkout
from postroom.intake.events import (
    Event,
    Scene,
    decide_acceptance,
    decide_answer,
    decide_rejection,
    decide_withdrawal,
    read_event,
)
from postroom.intake.github import GitHub
from postroom.intake.inbox import Inbox
from postroom.intake.outcomes import Outcome
from postroom.web.call import RefusedError

Plan = Callable[[Inbox, Event, GitHub, Checkout], list[Action]]
"""Asks what has to be known, and decides; changes nothing."""

_HOPELESS = frozenset({401, 429})
"""What is refused to everything that would be asked after it."""


def find_event(inboxes: Iterable[Inbox], payload: Any) -> tuple[Inbox, Event] | None:
    """Find the newsletter whose label an event's GitHub issue has, and read the event.

    Args:
        inboxes: The newsletters that it may be for.
        payload: The event, as GitHub wrote it.

    Raises:
        PostroomError: The event is not as GitHub writes it.
    """
    for inbox in inboxes:
        event = read_event(payload, label=inbox.newsletter.options.label)
        if event is not None:
            return inbox, event
    return None


def plan_answer(
    inbox: Inbox, event: Event, github: GitHub, checkout: Checkout
) -> list[Action]:
    """Plan what to say to something that was sent in, or changed."""
    if not (event.is_open and event.asks_for_answer):
        return [Leave(f"nothing new was sent in by #{event.number}")]
    return decide_answer(inbox, event, github.comments(event.number))


def plan_acceptance(
    inbox: Inbox, event: Event, github: GitHub, checkout: Checkout
) -> list[Action]:
    """Plan what to do where an editor wants an item."""
    if not (event.is_open and event.is_approval):
        return [Leave(f"nobody has just accepted #{event.number}")]
    scene = Scene(
        github.comments(event.number),
        github.find_issue(event.number),
        checkout.find_tip(event.branch),
        github.find_open_pull(event.branch),
    )
    return decide_acceptance(inbox, event, scene)


def plan_withdrawal(
    inbox: Inbox, event: Event, github: GitHub, checkout: Checkout
) -> list[Action]:
    """Plan what to do where something is edited that an editor has accepted."""
    if not event.takes_approval_back:
        return [Leave(f"#{event.number} is not an accepted text that was edited")]
    pull = github.find_open_pull(event.branch)
    comments = github.comments(pull.number) if pull else ()
    return decide_withdrawal(event, pull, comments)


def plan_rejection(
    inbox: Inbox, event: Event, github: GitHub, checkout: Checkout
) -> list[Action]:
    """Plan what to do where an editor does not want an item."""
    if not event.is_open or event.declined_because is None:
        return [Leave(f"nobody has just declined #{event.number}")]
    comments = github.comments(event.number)
    return decide_rejection(event, comments, github.find_open_pull(event.branch))


def tell_outcomes(
    outcomes: Iterable[Outcome], github: GitHub, pause: Callable[[], object]
) -> Iterator[Action]:
    """Tell people what became of what they sent in, one after the other.

    Where one of them cannot be told, the others are told all the same.

    Args:
        outcomes: What is to be told.
        github: Where.
        pause: Waits for a while; GitHub asks for pauses between comments.

    Yields:
        Each action, once it is done.

    Raises:
        PostroomError: Somebody could not be told; the run can be repeated.
    """
    refusals: dict[str, None] = {}
    for at, outcome in enumerate(outcomes):
        if at:
            pause()
        try:
            yield from carry_out(outcome.decide(github.comments(outcome.number)), github)
        except RefusedError as error:
            if error.status in _HOPELESS:
                raise
            refusals[f"#{outcome.number}: {error}"] = None
    if refusals:
        raise PostroomError("\n".join(refusals))
