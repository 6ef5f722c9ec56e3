"""The rows of a CSV file, as a web form or a spreadsheet saves it, become submissions."""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

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

_MAX_COLUMNS = 500
_MAX_ROWS = 100_000
_MAX_LINES = 1_000_000
"""Lines, empty ones among them; a spreadsheet has no more."""

_MAX_ROW = 1_000_000
"""Characters of a row; the cells of the longest kind hold a hundredth of it."""

_MAX_REFUSED = 20
"""So many rows that cannot be read are told one by one: each is looked at to its end."""

_LINE_END = re.compile("\r\n|\r|\n")
_QUOTES = re.compile('"+')
_CELL_END = re.compile(r"[,;\t\r\n]|\Z")
_QUOTED = re.compile(r'"[^"]*"')

_Row = tuple[int, Sequence[str] | Problem]
"""The line of a row, and its cells or why it has none."""


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
) -> Iterator[Submission | Problem]:
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
    source = _Source.of(text)
    first = next(source.read(), None)
    if first is None:
        yield Problem(Place("csv"), "there is no header", "name the columns in line 1")
        return
    line, names = first
    if isinstance(names, Problem):
        yield names
        return
    if len(names) > _MAX_COLUMNS:
        what = f"{len(names):,} columns"
        yield Problem(Place("csv", line), what, f"keep at most {_MAX_COLUMNS}")
        return
    wanted = {fold(header): name for header, name in mapping.items()}
    header = tuple(_name(cell, wanted) for cell in names)
    table = _Table(header, kind, consent, now)
    wrong = [*check_mapping(mapping, names), *check_columns(header, names, kind)]
    yield from wrong
    if not wrong:
        yield from find_unused(header, names, kind)
        yield from _read_table(table, source)


@dataclass(frozen=True)
class _Source:
    """The text of a table, which can be read more than once: it is never held in rows."""

    text: str
    delimiter: str

    @classmethod
    def of(cls, text: str) -> "_Source":
        text = text.removeprefix("\ufeff")
        first = _QUOTED.sub("", _LINE_END.split(text[:_MAX_ROW], maxsplit=1)[0])
        return cls(text, max(_DELIMITERS, key=first.count))

    def read(self) -> Iterator[_Row]:
        """Read row by row: each with the line on which it ends, or begins if it is wrong.

        After a row that cannot be read the next line is a new row.
        """
        lines = _Lines(self.text)
        count = refused = 0
        while True:
            lines.begin()
            try:
                row = next(csv.reader(lines, delimiter=self.delimiter, strict=True), None)
            except csv.Error as error:
                is_long = "field limit" in f"{error}" and lines.ends_where_it_should()
                yield lines.first + 1, _explain_row(lines, is_long=is_long)
                lines.leave(is_whole=is_long)
                refused += 1
                if refused == _MAX_REFUSED:
                    yield lines.last, _give_up(lines.last)
                    return
                continue
            if row is None:
                return
            is_row = any(cell.strip() for cell in row)
            if (is_row and count > _MAX_ROWS) or lines.last > _MAX_LINES:
                yield lines.last, _explain_many(lines.last)
                return
            if is_row:
                count += 1  # the header is one
                yield lines.last, row


def _explain_row(lines: "_Lines", *, is_long: bool) -> Problem:
    place = Place("csv", lines.first + 1)
    if is_long:
        return Problem(place, "a cell that is far too long", "leave the row out")
    if lines.is_long:
        what = f"a row of more than {_MAX_ROW:,} characters"
        return Problem(place, what, "leave the row out")
    what = "a cell in quotes that does not end where it should"
    fix = 'write a quote within a cell twice (""), and one at its end'
    return Problem(place, what, fix)


def _give_up(line: int) -> Problem:
    what = f"{_MAX_REFUSED} rows cannot be read, so nothing below is looked at"
    return Problem(Place("csv", line), what, "save the table again as “CSV UTF-8”")


def _explain_many(line: int) -> Problem:
    what = f"more than {_MAX_ROWS:,} rows: nothing from here on is looked at"
    return Problem(Place("csv", line), what, "take it in as several tables")


class _Lines:
    """Gives a reader the lines of a row, and goes back to its first if it is wrong."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.first = self.last = 0
        self._at = self._second = 0
        """Where the next line begins, and the second one of the row."""

        self._size = 0

    @property
    def is_long(self) -> bool:
        """Whether the row is longer than one may be."""
        return self._size > _MAX_ROW

    def begin(self) -> None:
        """Begin a row where the last one ended."""
        self.first, self._size = self.last, 0

    def ends_where_it_should(self) -> bool:
        """Whether a cell that is too long ends with its line, or with its next quote."""
        if self.last == self.first + 1:
            return True
        quote = _QUOTES.search(self._text, self._at)
        return bool(quote and _CELL_END.match(self._text, quote.end()))

    def leave(self, *, is_whole: bool) -> None:
        """Leave a row that is wrong, for the line below its first.

        Args:
            is_whole: Whether its cells end where they should: then for the row below it.
        """
        if not is_whole:
            self._at, self.last = self._second, self.first + 1
        elif self.last > self.first + 1:
            quote = _QUOTES.search(self._text, self._at)
            end = _LINE_END.search(self._text, quote.end()) if quote else None
            below = end.end() if end else len(self._text)
            self.last += len(_LINE_END.findall(self._text, self._at, below))
            self._at = below

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._at == len(self._text):
            raise StopIteration
        end = _LINE_END.search(self._text, self._at)
        below = end.end() if end else len(self._text)
        self._size += below - self._at
        at, self._at = self._at, below
        if self.last == self.first:
            self._second = below
        self.last += 1
        if self.is_long:
            raise csv.Error("the row is too long")
        return self._text[at:below]


def _name(cell: str, mapping: Mapping[str, str]) -> str:
    header = fold(cell[:500])
    return fold(mapping.get(header, header)) if mapping.get(header, "-") else ""


def _list_cells(
    table: _Table, source: _Source, is_wanted: Callable[[str], bool]
) -> Iterator[str]:
    """List what stands in some columns."""
    columns = [at for at, name in enumerate(table.header) if is_wanted(name)]
    rows = source.read() if columns else iter(())
    for _, row in islice(rows, 1, None):
        if not isinstance(row, Problem):
            yield from (row[at] for at in columns if at < len(row))


def _check_days(table: _Table, days: Iterable[str]) -> Iterator[Problem]:
    """Say how days were read that can be read in two ways."""
    stated = next(filter(is_either, days), None)
    if stated is not None:
        day = read_day(stated.strip(), day_first=table.day_first)
        first, second = ("day", "month") if table.day_first else ("month", "day")
        what = f"{show(stated)} was read as {day}: the {first} before the {second}"
        fix = "if that is wrong, let the table write days as 2026-12-08"
        yield Problem(Place("csv", 1), what, fix, is_fatal=False)


def _read_table(table: _Table, source: _Source) -> Iterator[Submission | Problem]:
    """Read the rows, each once; first say how their days are read."""
    stamps = _list_cells(table, source, is_stamp)
    table = replace(table, day_first=any(map(is_day_first, stamps)))
    yield from _check_days(table, _list_cells(table, source, is_day))
    seen: set[tuple[str, int]] = set()
    for line, row in islice(source.read(), 1, None):
        submission = row if isinstance(row, Problem) else _read_row(table, row, line)
        if isinstance(submission, Problem):
            yield submission
            continue
        words = (submission.source, hash(tuple(submission.answers.items())))
        if words not in seen:
            seen.add(words)
            yield submission


def _read_row(table: _Table, row: Sequence[str], line: int) -> Submission | Problem:
    if extra := next((cell for cell in row[len(table.header) :] if cell.strip()), ""):
        what = f"more cells than there are columns; the first is {show(extra)}"
        fix = "put cells in quotes that hold a comma, or whatever parts cells here"
        return Problem(Place("csv", line), what, fix)
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
