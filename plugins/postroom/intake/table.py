"""The rows of a CSV file, as a web form or a spreadsheet saves it, become submissions."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from postroom.errors import Place, Problem
from postroom.intake.columns import (
    DAYS,
    KIND,
    WHEN,
    check_columns,
    check_mapping,
    find_unused,
    is_day,
    is_stamp,
)
from postroom.intake.days import is_day_first, is_either, read_day, write_stamp
from postroom.intake.names import find_agreed, find_field, find_kind, fold
from postroom.intake.submission import Submission
from postroom.model.kinds import KINDS, Kind
from postroom.toolbox.wording import nearest, show

_DELIMITERS = ",;\t"
_MAX_BOXES = 500
"""Characters of a cell in which boxes are ticked; a form writes all of them into one."""

_QUOTED = re.compile(r'"[^"]*"')

_Row = tuple[int, Sequence[str] | Problem]
"""The line on which a row ends, and its cells or why it has none."""


@dataclass(frozen=True)
class _Table:
    """A table's header, and how its rows are to be read."""

    header: tuple[str, ...]
    kind: str | None
    consent: bool
    now: datetime
    day_first: bool = False

    def cell(self, row: Sequence[str], names: frozenset[str]) -> str:
        """The first answer in columns that are called so."""
        pairs = zip(self.header, row, strict=False)
        return next((c for h, c in pairs if h in names and c.strip()), "")


def read_csv(
    text: str,
    *,
    mapping: Mapping[str, str],
    kind: str | None,
    now: datetime,
    consent: bool = False,
) -> list[Submission | Problem]:
    """Read a table: one submission a row, or what is wrong with the row.

    Columns are known by the questions of the forms, or by the names of fields; `Kind`
    and `Timestamp` may be among them. Cells are text, whatever they begin with.

    Args:
        text: The file.
        mapping: Headers, and the field, `kind`, `submitted`, `consent` or
            `mail_is_public` that each stands for; nothing leaves the column out.
        kind: What all rows are; else a column says it.
        now: The day of rows that have none.
        consent: Whether the form that made the table let nobody through who did not
            agree.
    """
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    delimiter = _find_delimiter(lines)
    rows = list(_read_rows(lines, delimiter))
    if not rows or isinstance(rows[0][1], Problem):
        return [Problem(Place("csv"), "there is no header", "name the columns in line 1")]
    wanted = {fold(header): name for header, name in mapping.items()}
    header = tuple(_name(cell, wanted) for cell in rows[0][1])
    table = _Table(header, kind, consent, now)
    wrong: list[Submission | Problem] = [
        *check_mapping(mapping, rows[0][1]),
        *check_columns(header, rows[0][1], kind),
    ]
    return wrong or [*find_unused(header, rows[0][1], kind), *_read_table(table, rows[1:])]


def _find_delimiter(lines: io.StringIO) -> str:
    first = _QUOTED.sub("", lines.readline())
    lines.seek(0)
    return max(_DELIMITERS, key=first.count)


def _read_rows(lines: io.StringIO, delimiter: str) -> Iterator[_Row]:
    """Read row by row, each with the line on which it ends."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what, fix = "a cell that is far too long", "leave the row out"
            yield reader.line_num, Problem(Place("csv", reader.line_num), what, fix)
        else:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row


def _name(cell: str, mapping: Mapping[str, str]) -> str:
    header = fold(cell[:500])
    return fold(mapping.get(header, header)) if mapping.get(header, "-") else ""


def _list_cells(
    table: _Table, rows: Iterable[_Row], is_wanted: Callable[[str], bool]
) -> list[str]:
    """List what stands in some columns."""
    columns = [at for at, name in enumerate(table.header) if is_wanted(name)]
    cells = [row for _, row in rows if not isinstance(row, Problem)]
    return [row[at] for row in cells for at in columns if at < len(row)]


def _check_days(table: _Table, days: Iterable[str]) -> Iterator[Problem]:
    """Say how days were read that can be read in two ways."""
    stated = next(filter(is_either, days), None)
    if stated is not None:
        day = read_day(stated.strip(), day_first=table.day_first)
        first, second = ("day", "month") if table.day_first else ("month", "day")
        what = f"{show(stated)} was read as {day}: the {first} before the {second}"
        fix = "if that is wrong, let the table write days as 2026-12-08"
        yield Problem(Place("csv", 1), what, fix, is_fatal=False)


def _read_table(table: _Table, rows: Sequence[_Row]) -> Iterator[Submission | Problem]:
    """Read the rows, each once; first say how their days are read."""
    stamps = _list_cells(table, rows, is_stamp)
    table = replace(table, day_first=any(map(is_day_first, stamps)))
    yield from _check_days(table, _list_cells(table, rows, is_day))
    seen: set[str] = set()
    for line, row in rows:
        submission = row if isinstance(row, Problem) else _read_row(table, row, line)
        if isinstance(submission, Problem):
            yield submission
        elif submission.source not in seen:
            seen.add(submission.source)
            yield submission


def _read_row(table: _Table, row: Sequence[str], line: int) -> Submission | Problem:
    named = table.kind or table.cell(row, KIND)
    kind = find_kind(named)
    if kind is None:
        what = f"got {show(named)} as a kind" if named else "nothing says the kind"
        fix = nearest(fold(named[:40]), KINDS, f"write one of {', '.join(KINDS)}")
        return Problem(Place("csv", line, "kind"), what, fix)
    answers, facts = _answers(table, kind, row)
    stamp = table.cell(row, WHEN).strip()
    return Submission(
        kind=kind.name,
        answers=answers,
        source=f"csv#{_key(kind, stamp, answers)}",
        submitted=read_day(stamp, day_first=table.day_first) or table.now.date(),
        consent=table.consent or "consent" in facts,
        mail_is_public="mail_is_public" in facts,
    )


def _answers(
    table: _Table, kind: Kind, row: Sequence[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """Sort cells by what their columns ask of this kind; the first answer counts."""
    answers: dict[str, str] = {}
    facts: set[str] = set()
    for name, cell in zip(table.header, row, strict=False):
        if not cell.strip():
            continue
        asked = find_field(kind, name)
        if asked is not None:
            is_stated = asked.type in DAYS
            meant = write_stamp(cell, day_first=table.day_first) if is_stated else cell
            answers.setdefault(asked.name, meant)
        else:
            facts |= find_agreed(name, cell[:_MAX_BOXES])
    return answers, frozenset(facts)


def _key(kind: Kind, stamp: str, answers: Mapping[str, str]) -> str:
    """The same row, saved again, is the same submission."""
    telling = [answers.get("url") or answers.get("title") or ""]
    seed = "\n".join((kind.name, stamp, *(telling if stamp else answers.values())))
    return hashlib.sha256(seed.encode(errors="surrogatepass")).hexdigest()[:12]
