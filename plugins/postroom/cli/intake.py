"""`postroom intake`: what people sent in becomes files of items, and answers to them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import click

from postroom import PostroomError
from postroom.cli.config import config_option
from postroom.cli.github import COMMANDS
from postroom.cli.inbox import open_inbox
from postroom.cli.learn import learn_columns
from postroom.cli.options import newsletter_option
from postroom.errors import ContentError, Problem
from postroom.intake.batch import Fate, sum_up, take_in
from postroom.intake.columnmap import ColumnMap, choose_map, read_maps, render_maps
from postroom.intake.dates import Order
from postroom.intake.inbox import Inbox
from postroom.intake.letter import write_letter
from postroom.intake.mailbox import MessageReader, read_messages
from postroom.intake.submission import Submission
from postroom.intake.table import read_csv, read_head
from postroom.intake.tabletext import MAX_BYTES, decode_table
from postroom.intake.waiting import list_waiting
from postroom.model.kinds import KINDS
from postroom.toolbox.files import shown, write_file

online_option = click.option(
    "--online", is_flag=True, help="Ask whether the links of new items lead anywhere."
)
dry_option = click.option(
    "--dry-run", is_flag=True, help="Check everything, write nothing."
)
update_option = click.option(
    "--update", is_flag=True, help="Change what is there already in other words."
)
replies_option = click.option(
    "--replies",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that gets the answers; those to letters hold addresses.",
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def intake() -> None:
    """Check what was sent in, file what is accepted, and answer."""


for command in COMMANDS:
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
@click.option(
    "--first",
    type=click.Choice(["day", "month"]),
    help="Which number comes first in 03/04/2026.",
)
@click.option("--learn", is_flag=True, help="Ask what the columns are, and remember it.")
@replies_option
@update_option
@dry_option
@online_option
@newsletter_option
@config_option
def from_csv(
    file: Path,
    kind: str | None,
    pairs: tuple[str, ...],
    consent: bool,
    first: Order | None,
    learn: bool,
    replies: Path | None,
    update: bool,
    dry_run: bool,
    online: bool,
    name: str,
    config_file: Path,
) -> None:
    """Take in the rows of FILE, as Google Forms, Airtable or a spreadsheet saves them.

    What was said of the columns once, with --learn, is read from
    `inbox/forms.yml` in the newsletter's folder.
    """
    inbox = open_inbox(config_file, name, online=online)
    text = _read_text(file)
    known = _choose_map(inbox, text)
    said = ColumnMap(
        {**known.columns, **dict(map(_split_pair, pairs))},
        kind=kind or known.kind,
        kinds=known.kinds,
        agreed=known.agreed,
        consent=consent or known.consent,
        order=first or known.order,
    )
    if learn:
        said = learn_columns(said, *read_head(text))
        others = [m for m in read_maps(inbox.maps_path) if m.columns != said.columns]
        if not dry_run:
            write_file(inbox.maps_path, render_maps([*others, said]))
            click.echo(f"{shown(inbox.maps_path)}: what was learnt", err=True)
    fates: Counter[Fate] = Counter()
    rows = read_csv(text, read_as=said, now=inbox.now)
    receipts = take_in(inbox, rows, is_dry=dry_run, may_update=update, may_hold=True)
    for receipt in receipts:
        click.echo(str(receipt))
        fates[receipt.fate] += 1
        if replies and receipt.source:
            write_file(replies / f"{receipt.source.replace(' ', '-')}.txt", receipt.reply)
    _finish(fates)


def _choose_map(inbox: Inbox, text: str) -> ColumnMap:
    """Choose how to read a table, if somebody has said it of such a one."""
    cells, _ = read_head(text)
    return choose_map(read_maps(inbox.maps_path), cells) or ColumnMap()


def _split_pair(pair: str) -> tuple[str, str]:
    header, equals, name = pair.rpartition("=")
    if not equals or not header.strip():
        raise click.UsageError(f"--map {pair!r}: write a header, `=`, and a field")
    return header, name.strip()


def _read_text(file: Path) -> str:
    with _open(file) as table:
        text = decode_table(table.read(MAX_BYTES + 1))
    if isinstance(text, Problem):
        place = replace(text.place, path=f"{file}")
        raise ContentError([replace(text, place=place)])
    return text


@intake.command("mail")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@replies_option
@update_option
@dry_option
@online_option
@newsletter_option
@config_option
def from_mail(
    paths: tuple[Path, ...],
    replies: Path | None,
    update: bool,
    dry_run: bool,
    online: bool,
    name: str,
    config_file: Path,
) -> None:
    """Take in mail: one message in each FILE (.eml), or many (mbox)."""
    inbox = open_inbox(config_file, name, online=online)
    options = inbox.newsletter.options
    fates: Counter[Fate] = Counter()
    with MessageReader(inbox.now) as reader:
        for path in paths:
            submissions = _read_mail(path, reader)
            receipts = take_in(
                inbox, submissions, is_dry=dry_run, may_update=update, may_hold=True
            )
            for number, receipt in enumerate(receipts, start=1):
                click.echo(f"{path}, message {number}: {receipt}")
                fates[receipt.fate] += 1
                if replies and receipt.envelope:
                    letter = write_letter(receipt.envelope, receipt.reply, options)
                    write_file(replies / f"{path.stem}-{number}.eml", letter)
                elif replies:
                    write_file(replies / f"{path.stem}-{number}.txt", receipt.reply)
    _finish(fates)


@intake.command("inbox")
@click.option(
    "--drop",
    "dropped",
    multiple=True,
    type=_FILE,
    help="What nobody wants; repeatable. It does not come again.",
)
@dry_option
@online_option
@newsletter_option
@config_option
def from_inbox(
    dropped: tuple[Path, ...], dry_run: bool, online: bool, name: str, config_file: Path
) -> None:
    """Take in what waited in the newsletter's `inbox`, as you have mended it."""
    inbox = open_inbox(config_file, name, online=online)
    unwanted = {path.resolve() for path in dropped}
    fates: Counter[Fate] = Counter()
    for waiting in list_waiting(inbox.waiting_folder):
        if isinstance(waiting, Problem):
            click.echo(str(waiting), err=True)
            fates["faulty"] += 1
            continue
        if waiting.path.resolve() in unwanted:
            click.echo(f"{shown(waiting.path)}: dropped")
            if not dry_run:
                inbox.close(waiting)
            continue
        for receipt in take_in(inbox, [waiting.submission], is_dry=dry_run):
            click.echo(str(receipt))
            fates[receipt.fate] += 1
            if receipt.fate in ("new", "known") and not dry_run:
                inbox.close(waiting)
    _finish(fates)


def _read_mail(path: Path, reader: MessageReader) -> Iterator[Submission | Problem]:
    with _open(path) as mailbox:
        yield from read_messages(mailbox, read=reader)


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: look whether it can be read"
        ) from error


def _finish(fates: Mapping[Fate, int]) -> None:
    click.echo(sum_up(fates))
    is_done = not (fates.get("faulty") or fates.get("kept"))
    click.get_current_context().exit(0 if is_done else 1)
