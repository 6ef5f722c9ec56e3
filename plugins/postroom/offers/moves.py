"""What somebody says happened becomes a step: checked, completed, and what comes next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from postroom.edition.lookup import find_placement, name_of
from postroom.errors import Place, PostroomError, Problem
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.placement import (
    MOVES,
    Move,
    Placement,
    Status,
    Step,
    fold_steps,
    list_moves,
)
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import write_day
from postroom.offers.stepfile import StepFolder, option_of
from postroom.reading.steps import check_step, explain_nowhere, find_nowhere
from postroom.toolbox.wording import nearest

_LATER = re.compile(r"\+(\d{1,3})d", re.ASCII)
_ASKED: tuple[Move, ...] = ("offered", "reminded")
_BELONGS: Mapping[str, tuple[Move, ...]] = {
    "url": ("published",),
    "reason": ("declined",),
    "replies": ("replied", "published"),
    "follow_up": (*_ASKED, "accepted"),
    "length": (*_ASKED, "accepted", "published"),
}
"""With what each value makes sense: forgotten, the move would be `offered`."""

_NEXT: Mapping[Status, tuple[str, str]] = {
    "offered": ("when they answer", "accepted (or declined --reason ...)"),
    "accepted": ("once it is out", "published --url https://..."),
    "published": ("thank the editor, then", "thanked"),
    "declined": ("thank them for the answer, then", "thanked"),
}


@dataclass(frozen=True)
class Recorded:
    """A step that was written down, and where that leaves the text."""

    path: Path
    step: Step
    placement: Placement


def choose_move(words: Sequence[str]) -> Move:
    """Take a move from what was typed; nothing stands for `offered`.

    Raises:
        PostroomError: It is none; names the nearest.
    """
    move = next((move for move in MOVES if list(words) in ([], [move])), None)
    if move is None:
        fix = nearest(words[0], MOVES, f"write one of {', '.join(MOVES)}")
        raise PostroomError(f"nothing is called {words[0]!r}\n    fix: {fix}")
    return move


def record_move(
    folder: StepFolder,
    group: Group,
    subject: Post | Issue,
    move: Move,
    values: Mapping[str, Any],
) -> Recorded:
    """Write down what happened, if it can have happened as far as the files know.

    Args:
        folder: Where steps are kept.
        group: Where it happened.
        subject: The post or the issue.
        move: What happened.
        values: What was said of it: date, url, reason, replies, length, note; and
            follow_up, as a day or as `+14d`. Without a date it was today.

    Raises:
        PostroomError: It cannot have happened, or not with these values, or not yet.
    """
    day = values.get("date") or folder.today
    if day > folder.today:
        raise PostroomError(
            f"--date: {day} is still to come\n    fix: record it when it has happened"
        )
    _refuse_strays(move, values)
    before = find_placement(folder.site, group, subject, day)
    _refuse_nonsense(before, move, values.get("url"))
    path, step = folder.write(group, subject, move, _complete(group, move, day, values))
    known = find_placement(folder.site, group, subject)
    steps = (*(known.steps if known else ()), step)
    [placement] = fold_steps((subject.tag, each) for each in steps)
    return Recorded(path, step, placement)


def _complete(
    group: Group, move: Move, day: date, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Add what nobody needs to say: the day, when to ask again, that one reader wrote."""
    complete = {**values, "date": day}
    if "follow_up" in values:
        complete["follow_up"] = _read_follow_up(values["follow_up"], day)
    elif move in _ASKED:
        complete["follow_up"] = group.follow_up_after(day)
    if move == "replied":
        complete.setdefault("replies", 1)
    return complete


def _read_follow_up(text: str, day: date) -> date:
    """Read a day, or so many days after another one."""
    later = _LATER.fullmatch(text)
    try:
        asked = day + timedelta(int(later[1])) if later else date.fromisoformat(text)
    except ValueError:
        raise PostroomError(
            f"--follow-up: got {text!r}\n    fix: write a day such as 2026-12-18, or +14d"
        ) from None
    if asked <= day:
        raise PostroomError(
            f"--follow-up: {asked} is not after {day}\n    fix: write a later day"
        )
    return asked


def _refuse_strays(move: Move, values: Mapping[str, object]) -> None:
    """Stop where a value says that another move is meant."""
    for key, moves in _BELONGS.items():
        if key in values and move not in moves:
            raise PostroomError(
                f"{option_of((key,))}: it says nothing about {move!r}\n"
                f"    fix: leave it out, or write {' or '.join(moves)} after POST"
            )


def _refuse_nonsense(known: Placement | None, move: Move, url: object) -> None:
    """Stop where something cannot have happened, as far as the files know."""
    possible = list_moves(known)
    if known and known.status == move == "published" and url in (None, known.url):
        fix = "give the right --url, if that one was wrong"
    elif move not in possible:
        fix = f"write one of {', '.join(possible)}, or another --date"
    else:
        return
    before = "nothing happened there"
    if known:
        before = f"it was {known.status} there on {write_day(known.since)}"
    raise PostroomError(f"{before}, so {move!r} makes no sense\n    fix: {fix}")


def warn_of_step(
    site: Site, subject: Post | Issue, recorded: Recorded
) -> Iterator[Problem]:
    """Find what `check` would say of the new file, and an offer of what is kept back."""
    step = recorded.step
    terms = site.terms_of(subject)
    if step.move == "offered" and terms and terms.permission == "no":
        what = "it was offered, and says `reprint: no`"
        fix = "write `reprint: ask` in it, if it may be reprinted after all"
        yield Problem(Place(subject.path, 0, "reprint"), what, fix, is_fatal=False)
    yield from check_step(partial(Place, step.path, 0), step)
    if find_nowhere(recorded.placement) is step:
        yield explain_nowhere(partial(Place, step.path, 0))


def explain_placement(
    site: Site, group: Group, subject: Post | Issue, placement: Placement
) -> Iterator[str]:
    """Say where a text stands now at a group, and what to do next."""
    title = subject.title if isinstance(subject, Post) else subject.subject
    day = write_day(placement.since)
    state = f"{group.title}, “{title}”: {placement.status} on {day}"
    if placement.follow_up:
        state += f", ask again on {write_day(placement.follow_up)}"
    if placement.replies:
        state += f", {placement.replies} {'reply' if placement.replies == 1 else 'replies'}"
    yield state
    when, words = _NEXT[placement.status]
    if placement.is_thanked and placement.status == "published":
        when, words = "when readers write", "replied --replies 1"
    if not placement.is_thanked or placement.status != "declined":
        yield f"{when}: postroom place {group.id} {name_of(site, subject)} {words}"
