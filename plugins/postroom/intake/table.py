"""The rows of a CSV file, as a web form or a spreadsheet saves it, become submissions."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from postroom.errors import Place, Problem
from postroom.intake.columnmap import ColumnMap
from postroom.intake.columns import (
    DAYS,
    IDS,
    KIND,
    WHEN,
    check_columns,
    check_mapping,
    find_unasked,
    find_unused,
    is_day,
    is_stamp,
    name_column,
    tell_own,
)
from postroom.intake.dates import Order, UnclearError, read_when
from postroom.intake.days import (
    find_order,
    is_either,
    is_written_by_program,
    join_day,
    needs_order,
    read_day,
    write_day,
    write_stamp,
)
from postroom.intake.names import find_agreed, find_fact, find_field, find_kind, fold
from postroom.intake.submission import Submission
from postroom.model.kinds import KINDS, Field, Kind
from postroom.model.text import clean_line, count
from postroom.toolbox.wording import show

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
"""So many rows that cannot be read are told one by one: each is looked at to its end. So
many that say the same as others, too."""

_MAX_KIND = 80
"""Characters of a kind that nobody knows."""

_UNIQUE = 8
"""Characters of an id that no other form gives."""

_NAMED = re.compile(r"\"?sep=([,;\t])\"?[,;\t]*(?:\r\n|\r|\n)", re.I)
_LINE_END = re.compile("\r\n|\r|\n")
_QUOTES = re.compile('"+')
_CELL_END = re.compile(r"[,;\t\r\n]|\Z")
_QUOTED = re.compile(r'"[^"]*"')

_Row = tuple[int, Sequence[str] | Problem]
"""The number of a row, as a spreadsheet shows it, and its cells or why it has none."""


@dataclass(frozen=True)
class _Table:
    """A table's header, and how its rows are to be read."""

    header: tuple[str, ...]
    read_as: ColumnMap
    now: datetime
    orders: Mapping[int, Order] = field(default_factory=dict)
    """Which number of a day comes first in a column, as far as it is known."""

    def order_of(self, names: frozenset[str]) -> Order:
        """Which number comes first in the first column that is called so."""
        columns = (at for at, name in enumerate(self.header) if name in names)
        return self.orders.get(next(columns, -1), "")

    def write_stamp(self, stamp: str) -> str:
        """Write a stamp that has a time in one way."""
        today = self.now.date()
        return write_stamp(stamp.strip(), order=self.order_of(WHEN), today=today)

    def kind_of(self, row: Sequence[str]) -> str:
        """What a row says that it is, in our words if these are known."""
        said = self.cell(row, KIND).strip()
        known = {fold(words): name for words, name in self.read_as.kinds.items()}
        return self.read_as.kind or known.get(fold(said), said)

    def cell(self, row: Sequence[str], names: frozenset[str]) -> str:
        """The first answer in columns that are called so."""
        pairs = zip(self.header, row, strict=False)
        return next((c for h, c in pairs if h in names and c.strip()), "")


def read_csv(
    text: str, *, read_as: ColumnMap, now: datetime
) -> Iterator[Submission | Problem]:
    """Read a table: one submission a row, or what is wrong with the row.

    Columns are known by the questions of the forms, or by the names of fields; `Kind`
    and `Timestamp` may be among them. Cells are text, whatever they begin with.

    Args:
        text: The file.
        read_as: What its columns are, as far as somebody says it.
        now: The day of rows that have none.
    """
    source = _Source.of(text)
    first = next(source.read(), None)
    if first is None:
        what, fix = "the table has no header", "name the columns in its first row"
        yield Problem(_place(1), what, fix)
        return
    top, names = first
    if isinstance(names, Problem):
        yield names
        return
    if len(names) > _MAX_COLUMNS:
        what = f"{len(names):,} columns"
        yield Problem(_place(top), what, f"keep at most {_MAX_COLUMNS}")
        return
    mapping, kind = read_as.columns, read_as.kind
    wanted = {fold(header): name for header, name in mapping.items()}
    own = tell_own(tuple(fold(cell[:500]) for cell in names))
    header = tuple(_name(cell, wanted, name) for cell, name in zip(names, own, strict=True))
    table = _Table(header, read_as, now)
    wrong = [*check_mapping(mapping, names), *check_columns(header, names, kind)]
    yield from wrong
    if not wrong:
        yield from find_unused(header, names, kind)
        yield from _read_table(table, source)


def read_head(text: str, most: int = 200) -> tuple[list[str], list[Sequence[str]]]:
    """Read the headers of a table, and its first rows; of what is no table, nothing."""
    rows = (row for _, row in islice(_Source.of(text).read(), most + 1))
    whole = [row for row in rows if not isinstance(row, Problem)]
    return list(whole[0]) if whole else [], whole[1:]


@dataclass(frozen=True)
class _Source:
    """The text of a table, which can be read more than once: it is never held in rows."""

    text: str
    delimiter: str

    @classmethod
    def of(cls, text: str) -> "_Source":
        text = text.removeprefix("\ufeff")
        if named := _NAMED.match(text):  # Excel's own line, which it does not show
            return cls(text[named.end() :], named[1])
        first = _QUOTED.sub("", _LINE_END.split(text[:_MAX_ROW], maxsplit=1)[0])
        return cls(text, max(_DELIMITERS, key=first.count))

    def read(self) -> Iterator[_Row]:
        """Read row by row, each with its number: empty ones count, as in a spreadsheet.

        After a row that cannot be read the next line is a new row.
        """
        lines = _Lines(self.text)
        number = rows = refused = 0
        while True:
            lines.begin()
            number += 1
            try:
                row = next(csv.reader(lines, delimiter=self.delimiter, strict=True), None)
            except csv.Error as error:
                is_long = "field limit" in f"{error}" and lines.ends_where_it_should()
                yield number, _explain_row(lines, number, is_long=is_long)
                lines.leave(is_whole=is_long)
                refused += 1
                if refused == _MAX_REFUSED:
                    yield number, _give_up(number)
                    return
                continue
            if row is None:
                return
            is_row = any(cell.strip() for cell in row)
            if (is_row and rows > _MAX_ROWS) or lines.last > _MAX_LINES:
                yield number, _explain_many(number)
                return
            if is_row:
                rows += 1  # the header is one
                yield number, row


def _place(row: int, column: int | None = None, key: str = "") -> Place:
    """Where something is, as a spreadsheet shows it: row 14, column F."""
    named = f", column {name_column(column)}" if column is not None else ""
    return Place(f"row {row}{named}", 0, key)


def _explain_row(lines: "_Lines", row: int, *, is_long: bool) -> Problem:
    place = _place(row)
    if is_long:
        return Problem(place, "a cell that is far too long", "leave the row out")
    if lines.is_long:
        what = f"a row of more than {_MAX_ROW:,} characters"
        return Problem(place, what, "leave the row out")
    what = "a cell in quotes that does not end where it should"
    fix = 'write a quote within a cell twice (""), and one at its end'
    return Problem(place, what, fix)


def _give_up(row: int) -> Problem:
    what = f"{_MAX_REFUSED} rows cannot be read, so nothing below is looked at"
    return Problem(_place(row), what, "save the table again as “CSV UTF-8”")


def _explain_many(row: int) -> Problem:
    what = f"more than {_MAX_ROWS:,} rows: nothing from here on is looked at"
    return Problem(_place(row), what, "take it in as several tables")


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


def _name(cell: str, mapping: Mapping[str, str], otherwise: str) -> str:
    """Name a column as somebody said, or as it is called."""
    said = mapping.get(fold(cell[:500]))
    return otherwise if said is None else fold(said)


def _list_cells(
    table: _Table, source: _Source, is_wanted: Callable[[str], bool]
) -> Iterator[str]:
    """List what stands in some columns."""
    columns = [at for at, name in enumerate(table.header) if is_wanted(name)]
    rows = source.read() if columns else iter(())
    for _, row in islice(rows, 1, None):
        if not isinstance(row, Problem):
            yield from (row[at] for at in columns if at < len(row))


def _find_orders(table: _Table, source: _Source) -> dict[int, Order]:
    """Find which number of a day comes first in each column that has days.

    An editor may have said it. Else a column shows it where a program wrote all of it: what
    people type shows nothing of what others typed.
    """
    columns = [at for at, name in enumerate(table.header) if is_stamp(name)]
    if table.read_as.order or not columns:
        return dict.fromkeys(columns, table.read_as.order)
    shown: dict[int, set[Order]] = {at: set() for at in columns}
    typed: set[int] = set()
    for _, row in islice(source.read(), 1, None):
        cells: Sequence[str] = () if isinstance(row, Problem) else row
        for at in columns:
            if at < len(cells) and cells[at].strip():
                shown[at] |= {find_order([cells[at]])} - {""}
                typed |= set() if is_written_by_program(cells[at]) else {at}
    return {
        at: found.pop()
        for at, found in shown.items()
        if len(found) == 1 and at not in typed
    }


def _check_days(table: _Table, source: _Source) -> Iterator[Problem]:
    """Say how days were read that only the other rows tell from months."""
    for at, order in table.orders.items():
        name = table.header[at]
        cells = _list_cells(table, source, name.__eq__) if is_day(name) else iter(())
        stated = next(filter(is_either, cells), None)
        if stated is not None and order:
            day = read_day(stated, order=order, today=table.now.date())
            first, second = ("day", "month") if order == "day" else ("month", "day")
            what = f"{show(stated)} was read as {day}: the {first} before the {second}"
            fix = f"if that is wrong, say `--first {second}`"
            yield Problem(_place(1, at), what, fix, is_fatal=False)


def _read_table(table: _Table, source: _Source) -> Iterator[Submission | Problem]:
    """Read the rows, each once; first say how their days are read."""
    table = replace(table, orders=_find_orders(table, source))
    yield from _check_days(table, source)
    rows = _RowReader(table, _list_cells(table, source, WHEN.__contains__))
    for number, row in islice(source.read(), 1, None):
        twins = rows.twins
        submission = row if isinstance(row, Problem) else rows.read(row, number)
        if rows.twins == twins or rows.twins <= _MAX_REFUSED:
            yield submission
    if (more := rows.twins - _MAX_REFUSED) > 0:
        what = f"{count(more, 'more row')} say the same as others, and count once"
        fix = "nothing has to be done"
        yield Problem(Place("the table"), what, fix, is_fatal=False)


class _RowReader:
    """Reads rows, and knows those that were there before."""

    def __init__(self, table: _Table, stamps: Iterable[str]) -> None:
        self.table = table
        written = Counter(map(str.strip, stamps))
        self._moments = {stamp: table.write_stamp(stamp) for stamp in written}
        self._sizes = Counter[str]()
        """How many rows have a stamp, however it is written."""

        for stamp, number in written.items():
            self._sizes[self._moments[stamp]] += number
        self._numbers: dict[int, int] = {}
        """The row of each set of answers, by its hash: a table may have 100,000."""

        self._stamped: Counter[str] = Counter()
        self.twins = 0

    def read(self, row: Sequence[str], number: int) -> Submission | Problem:
        """Read one row; one that was sent twice is a remark."""
        table = self.table
        if extra := next((cell for cell in row[len(table.header) :] if cell.strip()), ""):
            what = f"more cells than there are columns; the first is {show(extra)}"
            fix = "put cells in quotes that hold a comma, or whatever parts cells here"
            return Problem(_place(number, len(table.header)), what, fix)
        named = table.kind_of(row)
        kind = find_kind(named)
        answers, facts, columns = _answers(table, kind, row)
        sort = kind.name if kind else clean_line(named[:_MAX_KIND])
        words = hash((sort, *sorted(answers.items())))
        if words in self._numbers:
            self.twins += 1
            what = f"it says the same as row {self._numbers[words]}, and counts once"
            return Problem(_place(number), what, "nothing has to be done", is_fatal=False)
        self._numbers[words] = number
        stamp = table.cell(row, WHEN).strip()
        today, moment = table.now.date(), self._moments.get(stamp, "")
        key, others = self._derive_keys(row, sort, stamp, answers)
        return Submission(
            kind=sort,
            answers=answers,
            source=key,
            submitted=read_day(stamp, order=table.order_of(WHEN), today=today) or today,
            consent=table.read_as.consent or "consent" in facts,
            mail_is_public="mail_is_public" in facts,
            problems=tuple(_remark_unasked(table, kind, row, key)) if kind else (),
            where=f"row {number}",
            columns=columns,
            others=others,
            of_its_stamp=self._sizes[moment] if moment else 1,
        )

    def _derive_keys(
        self, row: Sequence[str], kind: str, stamp: str, answers: Mapping[str, str]
    ) -> tuple[str, tuple[str, ...]]:
        """The same row, saved again, is the same submission, whatever was corrected in it.

        It is known by its id, or by its stamp and its turn among those of one stamp. By
        its words only where it has neither, or a day for a stamp: many may be of one.

        Returns:
            Its source, and those of other turns: a row of its stamp may be gone.
        """
        moment = self._moments.get(stamp, "")
        if known := self.table.cell(row, IDS).strip():
            form = () if stamp or len(known) >= _UNIQUE else self.table.header
            return _source_of("id", known, moment or stamp, *form), ()
        if moment:
            self._stamped[moment] += 1
            turn, most = self._stamped[moment], max(self._sizes[moment], _TURNS)
            turns = [_source_of("row", moment, str(each + 1)) for each in range(most)]
            return turns.pop(turn - 1), tuple(turns)
        if stamp:
            words = answers.get("url") or answers.get("title") or ""
            return _source_of(kind, stamp, words), ()
        return _source_of(kind, *answers.values()), ()


_TURNS = 4
"""So many rows of one stamp are looked for, at least."""


def _source_of(*seed: str) -> str:
    told = "\n".join(seed).encode(errors="surrogatepass")
    return f"csv#{hashlib.sha256(told).hexdigest()[:12]}"


def _answers(
    table: _Table, kind: Kind | None, row: Sequence[str]
) -> tuple[dict[str, str], frozenset[str], dict[str, str]]:
    """Sort cells by what their columns ask of this kind; the first answer counts.

    Of an unknown kind all questions are looked at. A day in one column and a time in the
    next are one answer.

    Returns:
        The answers, what was agreed to, and the column of every field.
    """
    answers: dict[str, str] = {}
    columns: dict[str, str] = {}
    facts: set[str] = set()
    for at, (name, cell) in enumerate(zip(table.header, row, strict=False)):
        asked = _find_asked(kind, name) if name else None
        if asked is not None or name in KIND:
            columns.setdefault(asked.name if asked else "kind", name_column(at))
        if not cell.strip():
            continue
        if asked is None:
            facts |= find_agreed(name, cell[:_MAX_BOXES])
            if fold(cell[:_MAX_BOXES]) in map(fold, table.read_as.agreed):
                facts |= {find_fact(name)} - {""}
        elif asked.name not in answers:
            answers[asked.name] = _write_cell(table, asked.type, cell, at)
            columns[asked.name] = name_column(at)
        elif asked.type == "moment":
            before = answers[asked.name]
            answers[asked.name] = join_day(before, write_day(cell)) or before
    return answers, frozenset(facts), columns


def _remark_unasked(
    table: _Table, kind: Kind, row: Sequence[str], source: str
) -> Iterator[Problem]:
    """Say what is left out of a row because its kind is not asked it."""
    for at, cell in find_unasked(kind, table.header, row):
        where = f"column {name_column(at)}, {show(cell)},"
        what = f"{where} is left out: no {kind.name} is asked it"
        fix = "if readers should know it, put it into the text"
        yield Problem(Place(source), what, fix, is_fatal=False)


def _find_asked(kind: Kind | None, name: str) -> Field | None:
    """Find what a column asks of a kind; of an unknown one, of any that there is."""
    kinds = (kind,) if kind else KINDS.values()
    return next(filter(None, (find_field(each, name) for each in kinds)), None)


def _write_cell(table: _Table, asked: str, cell: str, at: int) -> str:
    """Write a day as people do; what the order of its column tells is told."""
    if asked not in DAYS:
        return cell
    order = table.orders.get(at, "")
    if order and needs_order(cell):
        with suppress(UnclearError):
            when = read_when(cell, today=table.now.date(), order=order).begin
            return f"{when.day} {when.at or ''}".strip() if when.offset is None else cell
    return write_day(cell)
