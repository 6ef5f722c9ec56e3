"""`postroom intake`: what people sent in becomes files of items, and answers to them."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import config_option
from postroom.cli.desk import Inbox, open_inbox
from postroom.cli.github import github, outcomes
from postroom.cli.options import newsletter_option
from postroom.cli.pulls import files
from postroom.errors import Problem
from postroom.intake.mailbox import read_letters
from postroom.intake.reply import render_plain_reply
from postroom.intake.submission import Submission, Verdict
from postroom.intake.table import read_csv
from postroom.model.kinds import KINDS
from postroom.model.text import count
from postroom.toolbox.files import write_file

online_option = click.option(
    "--online", is_flag=True, help="Ask whether the links of new items lead anywhere."
)
dry_option = click.option(
    "--dry-run", is_flag=True, help="Check everything, write nothing."
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def intake() -> None:
    """Check what was sent in, file what is accepted, and answer."""


for command in (github, outcomes, files):
    intake.add_command(command)


@intake.command("csv")
@click.argument("file", type=_FILE)
@click.option("--kind", type=click.Choice([*KINDS]), help="What all rows are.")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="HEADER=FIELD",
    help="What a column answers; repeatable. Without a field it is left out.",
)
@click.option("--consent", is_flag=True, help="The form let nobody through who disagreed.")
@dry_option
@online_option
@newsletter_option
@config_option
def from_csv(
    file: Path,
    kind: str | None,
    pairs: tuple[str, ...],
    consent: bool,
    dry_run: bool,
    online: bool,
    name: str,
    config_file: Path | None,
) -> None:
    """Take in the rows of FILE, as Google Forms, Airtable or a spreadsheet saves them."""
    mapping = dict(map(_split_pair, pairs))
    desk = open_inbox(config_file, name, online=online)
    found = read_csv(
        _read_text(file), mapping=mapping, kind=kind, now=desk.site.now, consent=consent
    )
    tally = Tally()
    for _, told in take_in(desk, found, tally, dry_run=dry_run):
        click.echo(told)
    _finish(tally)


def _split_pair(pair: str) -> tuple[str, str]:
    header, equals, name = pair.rpartition("=")
    if not equals or not header.strip():
        raise click.UsageError(f"--map {pair!r}: write a header, `=`, and a field")
    return header, name.strip()


def _read_text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PostroomError(
            f"{file}: this is not UTF-8 from byte {error.start} on\n"
            "    fix: save it again as “CSV UTF-8”"
        ) from None


@intake.command("mail")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option(
    "--replies",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that gets the answers, one file for each letter.",
)
@dry_option
@online_option
@newsletter_option
@config_option
def from_mail(
    paths: tuple[Path, ...],
    replies: Path | None,
    dry_run: bool,
    online: bool,
    name: str,
    config_file: Path | None,
) -> None:
    """Take in letters: one in each FILE (.eml), or many (mbox)."""
    desk = open_inbox(config_file, name, online=online)
    tally = Tally()
    for path in paths:
        found = read_letters(path.read_bytes(), now=desk.site.now)
        answered = take_in(desk, found, tally, dry_run=dry_run)
        for number, (reply, told) in enumerate(answered, start=1):
            click.echo(f"{path}, letter {number}: {told}")
            if replies:
                write_file(replies / f"{path.stem}-{number}.txt", reply)
    _finish(tally)


@dataclass
class Tally:
    """How many submissions met which fate."""

    fates: dict[str, int] = field(
        default_factory=lambda: {"new": 0, "changed": 0, "known": 0, "faulty": 0}
    )

    def add(self, fate: str) -> None:
        """Count one."""
        self.fates[fate] += 1

    def __str__(self) -> str:
        new, changed, known, faulty = self.fates.values()
        return (
            f"{count(new, 'new item')}, {changed} changed, {known} there already, "
            f"{faulty} with problems"
        )


def take_in(
    desk: Inbox,
    found: Iterable[Submission | Problem],
    tally: Tally,
    *,
    dry_run: bool = False,
) -> Iterator[tuple[str, str]]:
    """Check submissions one after the other, and file what is accepted.

    Yields:
        The answer to whoever sent it, and what to tell the one at the desk.
    """
    for one in found:
        if isinstance(one, Problem):
            if one.is_fatal:
                tally.add("faulty")
            yield f"{one}\n", f"{one}\n"
            continue
        verdict = desk.check(one)
        fate = _judge(desk, verdict)
        tally.add(fate)
        reply = render_plain_reply(verdict, newsletter=desk.newsletter, url=desk.submit_url)
        told = f"{one.source}: {fate}"
        if verdict.path and fate != "faulty":
            told += f", {desk.place_of(verdict)}"
        if fate in ("new", "changed"):
            _enter(desk, verdict, dry_run=dry_run)
        yield reply, f"{told}\n{reply}"


def _judge(desk: Inbox, verdict: Verdict) -> str:
    if verdict.is_known:
        return "known"
    if not verdict.is_accepted or verdict.item is None:
        return "faulty"
    return "changed" if verdict.item.uid in desk.newsletter.by_uid else "new"


def _enter(desk: Inbox, verdict: Verdict, *, dry_run: bool) -> None:
    if not dry_run:
        desk.file(verdict)
    elif verdict.item is not None:
        desk.ledger.add(verdict.item)


def _finish(tally: Tally) -> None:
    click.echo(str(tally))
    sys.exit(1 if tally.fates["faulty"] else 0)
