"""What the columns of a table are is guessed, asked once, and remembered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import click

from postroom.intake.columnmap import (
    ColumnMap,
    guess_columns,
    guess_kind,
    is_address,
    name_answer,
)
from postroom.intake.columns import is_day, is_stamp, tell_own
from postroom.intake.dates import Order
from postroom.intake.days import find_order, is_either, is_written_by_program
from postroom.intake.names import find_agreed, find_kind, fold, is_denial
from postroom.model.kinds import KINDS, Kind
from postroom.toolbox.marks import say_plain

_OUT = "-"
"""What is answered where a column answers nothing."""

_SHOWN = 60
_MOST = 20
"""Different words of a column of which each is asked about."""


def learn_columns(
    known: ColumnMap, cells: Sequence[str], rows: Sequence[Sequence[str]]
) -> ColumnMap:
    """Ask what the columns of a table are; what can be guessed is proposed.

    Args:
        known: What is said already.
        cells: The headers of the table.
        rows: Its first rows.
    """
    guessed = guess_columns(cells, rows, known.kind)
    own = tell_own(tuple(fold(cell[:500]) for cell in cells))
    columns = {}
    for at, cell in enumerate(cells):
        if cell not in guessed or not own[at] or cell in columns:
            continue
        examples = [row[at] for row in rows if at < len(row) and row[at].strip()]
        named = name_answer(own[at], _list_kinds(known.kind))
        if cell in known.columns or named or is_address(examples):
            columns[cell] = known.columns.get(cell, named)
        else:
            columns[cell] = _ask_column(cell, examples, guessed[cell], known.kind)
    known = replace(known, columns=columns)
    if "kind" not in columns.values() and known.kind is None:
        asked = click.prompt(
            "What are all rows?",
            default=guess_kind(own) or None,
            type=click.Choice([*KINDS]),
            err=True,
        )
        known = replace(known, kind=asked)
    known = replace(known, kinds=_ask_kinds(_list_words(columns, "kind", cells, rows)))
    agreed = tuple(
        words
        for words in _list_words(columns, "consent", cells, rows)
        if find_agreed("consent", words) or _asks_agreed(words)
    )
    known = replace(known, order=known.order or _ask_order(columns, cells, rows))
    if "consent" in columns.values() or known.consent:
        return replace(known, agreed=agreed)
    let = click.confirm("Did the form let nobody through who did not agree?")
    return replace(known, consent=let)


def _asks_agreed(words: str) -> bool:
    """Ask whether words mean yes, unless they are a no."""
    shown = say_plain(words)[:_SHOWN]
    return not is_denial(words) and click.confirm(f"Does {shown!r} mean yes?", err=True)


def _list_kinds(kind: str | None) -> list[Kind]:
    return [KINDS[kind]] if kind else list(KINDS.values())


def _ask_column(cell: str, examples: Sequence[str], guess: str, kind: str | None) -> str:
    names = {asked.name for row in _list_kinds(kind) for asked in row.all_fields}
    names |= {"kind", "submitted", "consent", "mail_is_public"}
    click.echo(f"\n{say_plain(cell)[:_SHOWN]}", err=True)
    for example in examples[:2]:
        click.echo(f"  {say_plain(example)[:_SHOWN]}", err=True)
    answer: str = click.prompt(
        f"Which answer is it? ({_OUT} for none)",
        default=guess or _OUT,
        type=click.Choice([*sorted(names), _OUT]),
        show_choices=False,
        err=True,
    )
    return "" if answer == _OUT else answer


def _ask_order(
    columns: dict[str, str], cells: Sequence[str], rows: Sequence[Sequence[str]]
) -> Order:
    """Ask which number comes first, where a day may be a month.

    What other columns show is proposed: a form writes all its days in one way.
    """
    stamps = (at for at, cell in enumerate(cells) if is_stamp(columns.get(cell, "")))
    written = [row[at] for at in stamps for row in rows if at < len(row)]
    shown = find_order(cell for cell in written if is_written_by_program(cell))
    days = [at for at, cell in enumerate(cells) if is_day(columns.get(cell, ""))]
    either = (
        row[at] for row in rows for at in days if at < len(row) and is_either(row[at])
    )
    if (cell := next(either, None)) is None:
        return ""
    asked = (
        f"Which comes first in {say_plain(cell)[:_SHOWN]!r}? (- if some write so, some so)"
    )
    answer: str = click.prompt(
        asked, type=click.Choice(["day", "month", _OUT]), default=shown or _OUT, err=True
    )
    orders: dict[str, Order] = {"day": "day", "month": "month"}
    return orders.get(answer, "")


def _list_words(
    columns: dict[str, str], name: str, cells: Sequence[str], rows: Iterable[Sequence[str]]
) -> list[str]:
    """List the different words of the column that answers something."""
    ats = [at for at, cell in enumerate(cells) if columns.get(cell) == name]
    words = (row[at].strip() for row in rows for at in ats if at < len(row))
    return [*dict.fromkeys(filter(None, words))][:_MOST]


def _ask_kinds(words: Iterable[str]) -> dict[str, str]:
    """Ask which kind is meant by words that are none; what is none waits in the inbox."""
    meant = {
        said: click.prompt(
            f"Which kind is {say_plain(said)[:_SHOWN]!r}? ({_OUT} if each may be another)",
            type=click.Choice([*KINDS, _OUT]),
            default=_OUT,
            err=True,
        )
        for said in words
        if find_kind(said) is None
    }
    return {said: kind for said, kind in meant.items() if kind != _OUT}
