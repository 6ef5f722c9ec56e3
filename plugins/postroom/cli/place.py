"""`postroom place`: what happened between a post and a group, in a file of its own."""

import re
import secrets
import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from postroom import PostroomError
from postroom.cli.config import Workplace, config_option, find_site
from postroom.cli.partners import (
    find_group,
    find_placement,
    find_subject,
    name_of,
    title_of,
)
from postroom.errors import ContentError, Place, Problem
from postroom.model.formats import LENGTHS
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
from postroom.model.text import plain_slug, shorten_slug, write_day
from postroom.offers.stepfile import render_step
from postroom.reading.steps import check_step, explain_nowhere, find_nowhere
from postroom.toolbox.files import shown
from postroom.toolbox.wording import explain, nearest

_MAX_BYTES = 80
"""Of the part of a file's name that says what it is about."""

_LATER = re.compile(r"\+(\d{1,3})d", re.ASCII)
_ASKED: tuple[Move, ...] = ("offered", "reminded")
_BELONGS: Mapping[str, tuple[Move, ...]] = {
    "url": ("published",),
    "reason": ("declined",),
    "replies": ("replied", "published"),
    "follow_up": (*_ASKED, "accepted"),
    "length": (*_ASKED, "accepted", "published"),
}
"""With what each option makes sense: forgotten, the move would be `offered`."""


@click.command()
@click.argument("group")
@click.argument("words", nargs=-1, metavar="POST [MOVE]")
@click.option("--issue", default="", help="An issue, by number or uid, instead of POST.")
@click.option(
    "--date",
    "dated",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which it happened; else today.",
)
@click.option("--url", help="Where it can be read, once it is published.")
@click.option("--reason", help="Why it was declined.")
@click.option("--replies", type=click.IntRange(1), help="How many more readers wrote.")
@click.option("--follow-up", help="When to ask again: a day, or +14d.")
@click.option("--length", type=click.Choice([*LENGTHS]), help="Which length it is about.")
@click.option("--note", help="Anything worth remembering; never published.")
@config_option
def place(
    group: str,
    words: tuple[str, ...],
    issue: str,
    dated: datetime | None,
    config_file: Path,
    **told: Any,
) -> None:
    """Record what became of POST at GROUP.

    MOVE is offered, reminded, accepted, declined, published, replied or thanked; left
    out, offered. POST is a slug or uid, or an issue such as newsletter/4.

    Every call writes a new file below the group's folder and changes
    none, so that nothing is lost when two people do it at once. To undo it, delete the
    file before it is committed; afterwards, record what is right.
    """
    site = find_site(config_file)
    partner = find_group(site, group)
    name, move = _split(words, issue)
    subject = find_subject(site, name, is_issue=bool(issue))
    day = dated.date() if dated else site.now.date()
    if day > site.now.date():
        raise PostroomError(
            f"--date: {day} is still to come\n    fix: record it when it has happened"
        )
    told = {key: value for key, value in told.items() if value is not None}
    _refuse_strays(move, told)
    _refuse_nonsense(find_placement(site, partner, subject, day), move, told.get("url"))
    path, step = _write(site, partner, subject, move, _complete(partner, move, day, told))
    click.echo(str(shown(path)))
    known = find_placement(site, partner, subject)
    before = known.steps if known else ()
    [placement] = fold_steps((subject.tag, each) for each in (*before, step))
    for problem in _warn(site, subject, step, placement):
        click.echo(str(problem), err=True)
    for line in _report(site, partner, subject, placement):
        click.echo(line, err=True)
    click.echo(f"keep it: git add {shown(path)}", err=True)


def _complete(
    group: Group, move: Move, day: date, told: Mapping[str, Any]
) -> dict[str, Any]:
    """Add what nobody needs to say: the day, when to ask again, that one reader wrote."""
    values = {**told, "date": day}
    if "follow_up" in told:
        values["follow_up"] = _read_follow_up(told["follow_up"], day)
    elif move in _ASKED:
        values["follow_up"] = group.follow_up_after(day)
    if move == "replied":
        values.setdefault("replies", 1)
    return values


def write_step(
    site: Workplace, group: Group, subject: Post | Issue, move: Move, **values: Any
) -> Path:
    """Write what happened to a file of its own.

    Args:
        site: Where the group's folder is, and what day it is.
        group: Where it happened.
        subject: The post or the issue.
        move: What happened.
        values: More keys of a step, such as `url`; without `date` it was today.

    Raises:
        ContentError: A value is none that a step can have; nothing is written.
    """
    path, _ = _write(site, group, subject, move, values)
    return path


def _write(
    site: Workplace,
    group: Group,
    subject: Post | Issue,
    move: Move,
    values: Mapping[str, Any],
) -> tuple[Path, Step]:
    about = {"post" if isinstance(subject, Post) else "issue": subject.uid}
    facts = {"path": "", "group": group.id, "move": move, "date": site.now.date()}
    step = _check({**facts, **values, **about})
    called = name_of(site, subject)
    slug = shorten_slug(plain_slug(called.replace("/", "-")), _MAX_BYTES) or subject.uid
    folder = site.content / group.path.rpartition(".")[0]
    begin = f"{step.date}-{move}-{slug}"
    while True:
        path = folder / f"{begin}-{_choose_letters(folder, begin)}.yml"
        if _create(path, render_step(step, called=called)):
            name = path.relative_to(site.content).as_posix()
            return path, step.model_copy(update={"path": name})


def _choose_letters(folder: Path, begin: str) -> str:
    """Choose letters by chance, behind those of the same day: the last word is last."""
    names = folder.glob(f"{begin}-{'[a-z]' * 4}.yml")
    taken = max((path.stem[-4] for path in names), default="")
    first = chr(min(ord(taken) + 1, ord("z"))) if taken else "a"
    return first + "".join(secrets.choice(string.ascii_lowercase) for _ in range(3))


def _check(values: Mapping[str, Any]) -> Step:
    try:
        return Step.model_validate(values)
    except ValidationError as error:
        problems = explain(error, _option, Step)
        raise ContentError(problems) from error


def _option(keys: tuple[str, ...]) -> Place:
    return Place(f"--{keys[-1].replace('_', '-')}")


def _create(path: Path, content: str) -> bool:
    """Write a file unless it is there, even if somebody else writes at this moment."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content.encode())
    except OSError as error:
        if isinstance(error, FileExistsError) and path.parent.is_dir():
            return False
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: choose a place where files can be written"
        ) from error
    return True


def _split(words: Sequence[str], issue: str) -> tuple[str, Move]:
    """Take POST, or the issue that stands for it, and MOVE from the command line."""
    name, *rest = (issue, *words) if issue else words or ("",)
    if not name or len(rest) > 1:
        raise click.UsageError("write POST [MOVE], or --issue NUMBER [MOVE]")
    move = next((move for move in MOVES if rest in ([], [move])), None)
    if move is None:
        fix = nearest(rest[0], MOVES, f"write one of {', '.join(MOVES)}")
        raise PostroomError(f"nothing is called {rest[0]!r}\n    fix: {fix}")
    return name, move


def _read_follow_up(text: str, day: date) -> date:
    """Read a day, or so many days after another one."""
    found = _LATER.fullmatch(text)
    try:
        asked = day + timedelta(int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        raise PostroomError(
            f"--follow-up: got {text!r}\n    fix: write a day such as 2026-12-18, or +14d"
        ) from None
    if asked <= day:
        raise PostroomError(
            f"--follow-up: {asked} is not after {day}\n    fix: write a later day"
        )
    return asked


def _refuse_strays(move: Move, told: Mapping[str, object]) -> None:
    """Stop where an option says that another move is meant."""
    for key, moves in _BELONGS.items():
        if key in told and move not in moves:
            raise PostroomError(
                f"{_option((key,))}: it says nothing about {move!r}\n"
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
    said = "nothing happened there"
    if known:
        said = f"it was {known.status} there on {write_day(known.since)}"
    raise PostroomError(f"{said}, so {move!r} makes no sense\n    fix: {fix}")


def _report(
    site: Workplace, group: Group, subject: Post | Issue, placement: Placement
) -> Iterator[str]:
    """Say where it stands now, and what to do next."""
    day = write_day(placement.since)
    told = f"{group.title}, “{title_of(subject)}”: {placement.status} on {day}"
    if placement.follow_up:
        told += f", ask again on {write_day(placement.follow_up)}"
    if placement.replies:
        told += f", {placement.replies} {'reply' if placement.replies == 1 else 'replies'}"
    yield told
    what, words = _NEXT[placement.status]
    if placement.is_thanked and placement.status == "published":
        what, words = "when readers write", "replied --replies 1"
    if not placement.is_thanked or placement.status != "declined":
        yield f"{what}: postroom place {group.id} {name_of(site, subject)} {words}"


_NEXT: Mapping[Status, tuple[str, str]] = {
    "offered": ("when they answer", "accepted (or declined --reason ...)"),
    "accepted": ("once it is out", "published --url https://..."),
    "published": ("thank the editor, then", "thanked"),
    "declined": ("thank them for the answer, then", "thanked"),
}


def _warn(
    site: Workplace, subject: Post | Issue, step: Step, placement: Placement
) -> Iterator[Problem]:
    """Find what `check` would say of the new file, and an offer of what is kept back."""
    terms = site.survey.edition.site.terms_of(subject)
    if step.move == "offered" and terms and terms.permission == "no":
        what = "it was offered, and says `reprint: no`"
        fix = "write `reprint: ask` in it, if it may be reprinted after all"
        yield Problem(Place(subject.path, 0, "reprint"), what, fix, is_fatal=False)
    yield from check_step(partial(Place, step.path, 0), step)
    if find_nowhere(placement) is step:
        yield explain_nowhere(partial(Place, step.path, 0))
