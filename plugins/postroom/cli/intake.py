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
from postroom.cli.options import newsletter_option
from postroom.errors import ContentError, Problem
from postroom.intake.batch import Fate, sum_up, take_in
from postroom.intake.mailbox import MessageReader, read_messages
from postroom.intake.submission import Submission
from postroom.intake.table import read_csv
from postroom.intake.tabletext import MAX_BYTES, decode_table
from postroom.model.kinds import KINDS
from postroom.toolbox.files import write_file

online_option = click.option(
    "--online", is_flag=True, help="Ask whether the links of new items lead anywhere."
)
dry_option = click.option(
    "--dry-run", is_flag=True, help="Check everything, write nothing."
)
update_option = click.option(
    "--update", is_flag=True, help="Change what is there already in other words."
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
    update: bool,
    dry_run: bool,
    online: bool,
    name: str,
    config_file: Path,
) -> None:
    """Take in the rows of FILE, as Google Forms, Airtable or a spreadsheet saves them."""
    mapping = dict(map(_split_pair, pairs))
    inbox = open_inbox(config_file, name, online=online)
    rows = read_csv(
        _read_text(file), mapping=mapping, kind=kind, now=inbox.now, consent=consent
    )
    fates: Counter[Fate] = Counter()
    for receipt in take_in(inbox, rows, is_dry=dry_run, may_update=update):
        click.echo(str(receipt))
        fates[receipt.fate] += 1
    _finish(fates)


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
@click.option(
    "--replies",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that gets the answers, one file for each message.",
)
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
    fates: Counter[Fate] = Counter()
    with MessageReader(inbox.now) as reader:
        for path in paths:
            receipts = take_in(
                inbox, _read_mail(path, reader), is_dry=dry_run, may_update=update
            )
            for number, receipt in enumerate(receipts, start=1):
                click.echo(f"{path}, message {number}: {receipt}")
                fates[receipt.fate] += 1
                if replies:
                    write_file(replies / f"{path.stem}-{number}.txt", receipt.reply)
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
