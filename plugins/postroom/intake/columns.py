"""The header of a table: what its columns are called, and what is wrong with them."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from postroom.errors import Place, Problem
from postroom.intake.aliases import KIND_ASKED
from postroom.intake.names import asks_consent, find_fact, find_field, find_kind, fold
from postroom.model.kinds import KINDS, Kind
from postroom.model.text import clean_line
from postroom.toolbox.wording import nearest, show

KIND = frozenset(
    "item|kind of item|type|what is it|was ist es|qu'est-ce que c'est|qué es".split("|")
).union(map(fold, KIND_ASKED))
"""Columns that say what a row is."""

WHEN = frozenset(
    "created|created time|submitted|submitted at|submission time|timestamp"
    "|submit date (utc)|submission date|submitted on|date submitted|created at|created on"
    "|entry date|timestamp (utc)|zeitstempel|erstellt am|eingereicht am|horodateur"
    "|date de soumission|marca temporal|fecha de envío".split("|")
)
"""Columns that say when a row was written."""

NAMES = frozenset("name|nom|nombre".split("|"))
"""Columns that say a name, of a thing or of a person."""

IDS = frozenset("#|id|submission id|response id|record id".split("|"))
"""Columns by which a row is known."""

_OWN = {
    ("start time", "completion time"): {"name", "e-mail", "email"},
    ("startzeit", "fertigstellungszeit"): {"name", "e-mail"},
    ("heure de début", "heure de fin"): {"nom", "adresse de messagerie"},
    ("hora de inicio", "hora de finalización"): {"nombre", "correo electrónico"},
    ("start date (utc)", "submit date (utc)"): {
        "tags",
        "network id",
        "response type",
        "stage date (utc)",
    },
    ("respondent id", "submitted at"): {"url"},
}
"""The columns by which one knows who saved a table (Microsoft Forms, Typeform, Tally): when
somebody began and ended, and what else is about them and answers nothing."""

DAYS = frozenset({"moment", "date"})
"""Types of the fields that are days, with a time or without."""

_MOST = 100
"""Columns of which it is said that nothing is made of them."""

_FACTS = ("kind", "submitted", "consent", "mail_is_public")
_KIND_ASKED = re.compile(r"\b(?:kind|type|sort|category)\b", re.I)
UNASKED = frozenset(
    "email|e-mail|email address|e-mail address|e-mail-adresse|adresse e-mail|username"
    "|nutzername|nom d'utilisateur|nombre de usuario|dirección de correo electrónico"
    "|respondent id|network id|last modified time|ip|ip address|submission ip"
    "|user agent".split("|")
)
"""Columns that a form adds by itself, and that are nobody's business."""


def name_column(at: int) -> str:
    """Name a column as spreadsheets do: A, B, ... Z, AA."""
    name = ""
    at += 1
    while at:
        at, letter = divmod(at - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _place(at: int | None = None, key: str = "") -> Place:
    """A column's header; without a column the whole of the first row."""
    return Place(f"row 1, column {name_column(at)}" if at is not None else "row 1", 0, key)


def tell_own(header: tuple[str, ...]) -> tuple[str, ...]:
    """Tell what a form adds by itself from answers: when somebody began is no event."""
    own: dict[str, str] = {}
    for (begun, ended), others in _OWN.items():
        if begun in header and ended in header:
            own |= dict.fromkeys((begun, *others), "") | {ended: "timestamp"}
    return tuple(own.get(name, name) for name in header)


def check_mapping(mapping: Mapping[str, str], cells: Sequence[str]) -> Iterator[Problem]:
    """Find what `--map` names that is not there."""
    headers = {fold(cell[:500]): cell for cell in cells}
    fields = sorted({field.name for kind in KINDS.values() for field in kind.all_fields})
    for header, name in mapping.items():
        if fold(header) not in headers:
            fix = nearest(header, headers.values(), "write it as row 1 of the table does")
            yield Problem(_place(), f"there is no column {show(header)}", fix)
        if name and not (_is_fact(fold(name)) or _is_asked(fold(name))):
            fix = nearest(name, (*_FACTS, *fields), f"use one of {', '.join(fields)}")
            yield Problem(_place(), f"there is no field {show(name)}", fix)


def check_columns(
    header: Sequence[str], cells: Sequence[str], kind: str | None
) -> Iterator[Problem]:
    """Say once what would be said of every row: no column is an answer, or the kind."""
    if not any(map(_is_asked, header)):
        what = f"no column is an answer; the first is {show(cells[0])}"
        fix = "begin with a row of questions, or say what columns are: `--map Link=url`"
        yield Problem(_place(), what, fix)
    elif kind is None and not KIND.intersection(header):
        asked = next(filter(_KIND_ASKED.search, cells), "")
        told = f"`--map {_quote(asked, 'kind')}`" if asked else "add a column `Kind`"
        fix = f"say what all rows are, such as `--kind event`, or {told}"
        yield Problem(_place(key="kind"), "no column says the kind", fix)


def _is_fact(name: str) -> bool:
    return name in KIND | WHEN | IDS or bool(find_fact(name))


def _is_asked(name: str) -> bool:
    return any(find_field(kind, name) for kind in KINDS.values())


def find_unasked(
    kind: Kind, header: Sequence[str], row: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Find what a row answers that its kind is not asked: others are.

    Returns:
        The column of each, and what stands in it.
    """
    for at, (name, cell) in enumerate(zip(header, row, strict=False)):
        is_other = name and _is_asked(name) and not find_field(kind, name)
        if is_other and cell.strip() and not _is_fact(name):
            yield at, cell


def find_unused(
    header: Sequence[str], cells: Sequence[str], kind: str | None
) -> Iterator[Problem]:
    """Say which columns nothing is made of; a form's own may hold private things."""
    named = find_kind(kind or "")
    kinds = [named] if named else list(KINDS.values())
    for at, (name, cell) in enumerate(zip(header[:_MOST], cells[:_MOST], strict=True)):
        is_known = not name or name in UNASKED or _is_fact(name)
        if not is_known and not any(find_field(row, name) for row in kinds):
            fix = f"if it is an answer, say which: `--map {_map(cell, name, kinds)}`"
            what = f"the column {show(cell)} is left out"
            yield Problem(_place(at), what, fix, is_fatal=False)


def _map(cell: str, name: str, kinds: Iterable[Kind]) -> str:
    """Write what `--map` could say of a column: the question that is most like it."""
    asked = {
        fold(words): field.name
        for kind in kinds
        for field in kind.all_fields
        for words in (field.label, field.name)
    }
    near = get_close_matches(name[:80], asked, n=1)
    otherwise = "consent" if asks_consent(cell) else "FIELD"
    return _quote(cell, asked[near[0]] if near else otherwise)


def _quote(header: str, name: str) -> str:
    return shlex.quote(f"{clean_line(header)[:80]}={name}")


def is_day(name: str) -> bool:
    """Whether a column answers a question for a day."""
    fields = (find_field(kind, name) for kind in KINDS.values())
    return any(field is not None and field.type in DAYS for field in fields)


def is_stamp(name: str) -> bool:
    """Whether days stand in a column, asked for or not."""
    return name in WHEN or is_day(name)
