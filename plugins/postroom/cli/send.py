"""`postroom send`: an issue goes out, once; what came of it stands in a journal."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import click

from postroom.cli.completion import complete_number
from postroom.cli.options import config_option, newsletter_option, online_option
from postroom.cli.outgoing import SendDesk, open_desk, say_name
from postroom.errors import PostroomError
from postroom.mail.services import list_placeholders
from postroom.model.imprint import Way
from postroom.model.text import count
from postroom.outbox.journal import Act, Attempt, Journal, open_journal, read_journal
from postroom.outbox.recipients import shorten_token
from postroom.outbox.sending import explain_stuck, explain_unknown, write_plan


@click.group()
def send() -> None:
    """Hand an issue over to its readers: once, never twice, and never unsaid.

    Everything is a draft that no reader sees, unless `--live` is typed. What was handed
    over stands in `outbox.jsonl`, which has no address in it and can be committed.
    """


def _of_an_issue(command: Callable[..., None]) -> Any:
    """Let a command be about an issue, on the desk from which it goes out."""

    @click.argument("number", type=int, required=False, shell_complete=complete_number)
    @click.option("--via", type=click.Choice(get_args(Way)), help="By which way.")
    @click.option(
        "--readers",
        type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
        help="The list of readers, else readers.txt; - reads what another program says.",
    )
    @click.option(
        "--correction",
        type=click.File(encoding="utf-8"),
        help="Instead of the issue: a short letter of these words, and the way to it.",
    )
    @newsletter_option
    @config_option
    @functools.wraps(command)
    def open_first(
        number: int | None,
        via: Way | None,
        readers: Path | None,
        correction: Any,
        name: str,
        config_file: Path,
        **others: Any,
    ) -> None:
        if readers == Path("-"):
            readers = Path("/dev/stdin")
        words = correction.read() if correction else ""
        desk = open_desk(
            number, name, config_file, via=via, readers=readers, correction=words
        )
        command(desk, **others)

    return open_first


live_option = click.option("--live", is_flag=True, help="Let readers have it.")


def _act(live: bool) -> Act:
    return "live" if live else "draft"


@send.command()
@online_option
@_of_an_issue
def check(desk: SendDesk, online: bool) -> None:
    """See whether an issue could go out: its words, its mail, the way it takes."""
    problems = desk.list_problems()
    lines = [*map(str, problems)]
    is_broken = any(problem.is_fatal for problem in problems)
    for typed in list_placeholders(desk.mailing.mail_for("mailto").text):
        lines.append(
            f"№ {desk.number} says {typed}, which readers get as it is\n"
            "    fix: take it out, if it was to be filled in; nothing of a text is"
        )
    for ask in (_check_readers, _check_sender):
        try:
            barred = [*ask(desk)]
        except PostroomError as error:
            barred = [str(error)]
        lines += barred
        is_broken |= bool(barred)
    for line in lines:
        click.echo(line, err=True)
    if online:
        is_broken |= not say_name(desk.mailing.options, desk.via)
    verdict = "it should not go out" if is_broken else "it can go out"
    click.echo(f"№ {desk.number} by {desk.via}: {verdict}")
    sys.exit(1 if is_broken else 0)


def _check_readers(desk: SendDesk) -> list[str]:
    journal = read_journal(desk.path)
    desk.list_recipients(desk.open_key(journal))
    return []


def _check_sender(desk: SendDesk) -> list[str]:
    return [*desk.sender.check(desk.mailing)]


@send.command()
@live_option
@_of_an_issue
def plan(desk: SendDesk, live: bool) -> None:
    """Say exactly what `push` would hand over; ask nobody, send nothing."""
    planned = desk.read_plan(_act(live))
    for line in write_plan(planned):
        click.echo(line)
    for line in (*explain_stuck(planned, rest=False), *explain_unknown(planned)):
        click.echo(line, err=True)


@send.command()
@live_option
@click.option("--yes", is_flag=True, help="Do not ask for the number.")
@click.option("--rest", is_flag=True, help="Who has an earlier version keeps it.")
@_of_an_issue
def push(desk: SendDesk, live: bool, yes: bool, rest: bool) -> None:
    """Hand over what was planned: a draft, or with --live to all readers.

    Whoever has a letter gets no other, however often this is run. A letter of which
    nobody knows what came waits for `resolve`.
    """
    is_good = desk.push(_act(live), agreed=yes, rest=rest)
    sys.exit(0 if is_good else 1)


@send.command()
@_of_an_issue
def test(desk: SendDesk) -> None:
    """Send a copy to yourself alone."""
    click.echo(desk.test())


@send.command()
@_of_an_issue
def status(desk: SendDesk) -> None:
    """Say what was handed over, and how it stands at the service."""
    journal = read_journal(desk.path)
    desk.say_torn(journal)
    letters = [*journal.list_issue(desk.mailing.issue)]
    for way in dict.fromkeys(letter.sender for letter, _ in letters):
        fates = [fate for letter, fate in letters if letter.sender == way]
        told = (f"{fates.count(fate)} {fate}" for fate in dict.fromkeys(fates))
        click.echo(f"№ {desk.number} by {way}: {', '.join(told)}")
    if not letters:
        click.echo(f"№ {desk.number}: nothing was handed over")
    for letter, fate in letters:
        if fate in ("unknown", "refused"):
            note = next((a.note for a in journal.attempts_at(letter) if a.note), "")
            click.echo(f"  {shorten_token(letter.to)} {fate}{f' ({note})' if note else ''}")
    if not desk.kind.has_people and desk.kind.looks:
        remote = journal.remote_of(desk.mailing.issue, desk.via)
        click.echo(desk.sender.look(desk.mailing, remote))


@send.command()
@click.option("--letter", "letters", multiple=True, help="As `status` writes it.")
@click.option("--all", "every", is_flag=True, help="All that are unknown.")
@click.option(
    "--sent/--not-sent", "arrived", default=None, help="Whether you saw it there."
)
@_of_an_issue
def resolve(
    desk: SendDesk, letters: tuple[str, ...], every: bool, arrived: bool | None
) -> None:
    """Decide about letters of which nobody knows what came, or that were refused.

    Look into the mailbox, or ask whoever it belongs to: `--sent` if it is there,
    `--not-sent` if `push` is to try again.
    """
    if arrived is None:
        _list_open(desk)
        return
    with open_journal(desk.path) as (journal, writer):
        chosen = _choose(desk, journal, letters, every=every)
        for attempt in chosen:
            writer.decide(attempt.id, "sent" if arrived else "nothing")
    word = "sent" if arrived else "to be tried again"
    click.echo(f"{count(len({a.letter for a in chosen}), 'letter')} {word}")


def _list_open(desk: SendDesk) -> None:
    """List what waits for a decision, with the lines of its readers."""
    journal = read_journal(desk.path)
    key = desk.open_key(journal) if journal.key else None
    people = desk.list_recipients(key) if key else ()
    lines = {person.token: person.line for person in people if person}
    for letter, fate in journal.list_issue(desk.mailing.issue):
        if fate in ("unknown", "refused"):
            line = lines.get(letter.to)
            who = f", reader in line {line}" if line else ""
            click.echo(f"{shorten_token(letter.to)} {fate}{who}")


def _choose(
    desk: SendDesk, journal: Journal, names: tuple[str, ...], *, every: bool
) -> list[Attempt]:
    """Find the attempts that are meant.

    Raises:
        PostroomError: A name is that of no letter, or of several, or none was named.
    """
    waiting = {
        letter: fate
        for letter, fate in journal.list_issue(desk.mailing.issue)
        if fate in ("unknown", "refused")
    }
    chosen = {letter for letter, fate in waiting.items() if every and fate == "unknown"}
    for name in names:
        named = {letter for letter in waiting if letter.to.startswith(name)}
        if len(named) != 1:
            raise PostroomError(
                f"--letter {name}: {len(named) or 'no'} letters are called so\n"
                "    fix: write it as `postroom send resolve` lists it"
            )
        chosen |= named
    if not chosen:
        raise PostroomError(
            "no letter was named\n    fix: name it with --letter, or add --all"
        )
    return [
        attempt
        for letter in chosen
        for attempt in journal.attempts_at(letter)
        if attempt.fate == waiting[letter]
    ]
