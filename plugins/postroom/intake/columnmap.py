"""How a form's table is read: kept by the site, so that it has to be said once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from postroom import PostroomError
from postroom.intake.columns import IDS, KIND, NAMES, UNASKED, WHEN, tell_own
from postroom.intake.dates import Order, UnclearError, read_when
from postroom.intake.days import write_day
from postroom.intake.names import (
    asks_consent,
    find_agreed,
    find_fact,
    find_field,
    find_kind,
    find_like,
    find_of_kind,
    fold,
    is_denial,
)
from postroom.model.kinds import KINDS, Kind
from postroom.toolbox.wording import show

_HEAD = """\
# How the tables of your forms are read: written by `postroom intake csv --learn`, yours to
# change. `columns` says what each column answers; nothing leaves it out.
"""
_MOST_KINDS = 20
"""Different words that a column may have whose words are kinds."""

_LONG = 35
"""Characters of a text, on the whole; what is shorter is a title or a name."""

_MOSTLY = 0.8
_HALF = 0.5
"""Of the words of a form many are its own, and each is asked about."""

_SAMPLE = 200
"""Rows by which columns are guessed."""


@dataclass(frozen=True)
class ColumnMap:
    """How the columns of a table are read."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Headers, and the field, `kind`, `submitted`, `consent` or `mail_is_public` that each
    stands for; nothing leaves the column out."""

    kind: str | None = None
    """What all rows are; else a column says it."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    """Words of the column that says the kind, and the kind that each means."""

    agreed: tuple[str, ...] = ()
    """What stands in the column of consent where somebody agreed."""

    consent: bool = False
    """Whether the form let nobody through who did not agree."""

    order: Order = ""
    """Which number comes first in 03/04/2026, if somebody says it."""

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether all columns that it names are in a table."""
        headers = {fold(cell[:500]) for cell in cells}
        return bool(self.columns) and {fold(name) for name in self.columns} <= headers


def read_maps(path: Path) -> list[ColumnMap]:
    """Read how tables are read; none where nothing was learnt yet.

    Raises:
        PostroomError: The file is not what `render_maps` writes.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    try:
        return [_read_map(value) for value in yaml.safe_load(text) or []]
    except (yaml.YAMLError, TypeError, ValueError, LookupError, AttributeError) as error:
        fix = "mend it, or delete it and run `postroom intake csv --learn`"
        raise PostroomError(
            f"{path}: this does not say how tables are read\n    fix: {fix}"
        ) from error


def _read_map(value: Mapping[str, Any]) -> ColumnMap:
    columns = {str(key): str(name or "") for key, name in value["columns"].items()}
    kind = value.get("kind")
    orders: dict[Any, Order] = {"day": "day", "month": "month"}
    if kind is not None and kind not in KINDS:
        raise ValueError(f"no kind: {show(kind)}")
    return ColumnMap(
        columns,
        kind=kind,
        kinds={str(k): str(v) for k, v in (value.get("kinds") or {}).items()},
        agreed=tuple(map(str, value.get("agreed") or ())),
        consent=value.get("consent") is True,
        order=orders.get(value.get("first"), ""),
    )


def render_maps(maps: Iterable[ColumnMap]) -> str:
    """Write how tables are read, as `read_maps` reads it."""
    values = [_describe(column_map) for column_map in maps]
    return _HEAD + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=88)


def _describe(column_map: ColumnMap) -> dict[str, Any]:
    told: dict[str, Any] = {"columns": dict(column_map.columns)}
    told |= {"kind": column_map.kind} if column_map.kind else {}
    told |= {"kinds": dict(column_map.kinds)} if column_map.kinds else {}
    told |= {"agreed": list(column_map.agreed)} if column_map.agreed else {}
    told |= {"consent": True} if column_map.consent else {}
    told |= {"first": column_map.order} if column_map.order else {}
    return told


def choose_map(maps: Iterable[ColumnMap], cells: Sequence[str]) -> ColumnMap | None:
    """Choose how to read a table: by what names most of its columns, and no others."""
    fitting = [column_map for column_map in maps if column_map.fits(cells)]
    return max(fitting, key=lambda known: len(known.columns), default=None)


def guess_columns(
    cells: Sequence[str], rows: Sequence[Sequence[str]], kind: str | None = None
) -> dict[str, str]:
    """Guess what the columns of a table answer: by their headers, then by what is in them.

    Args:
        cells: The headers.
        rows: The first rows.
        kind: What all rows are, if that is known.

    Returns:
        The field of every header; nothing for what answers no question.
    """
    kinds = [KINDS[kind]] if kind else list(KINDS.values())
    own = tell_own(tuple(fold(cell[:500]) for cell in cells))
    columns: dict[str, str] = {}
    for at, cell in enumerate(cells):
        values = [row[at].strip() for row in rows[:_SAMPLE] if at < len(row)]
        values = [value for value in values if value]
        if own[at] and cell.strip() and own[at] not in IDS | UNASKED:
            named = name_answer(own[at], kinds)
            taken = {*columns.values()}
            of_kind = next(filter(None, (find_of_kind(kind, cell) for kind in kinds)), "")
            like = next(filter(None, (find_like(kind, cell) for kind in kinds)), "")
            guess = of_kind or (_guess_values(values, kinds, taken) if values else "")
            other = _guess_consent(cell, values, taken) or ("" if like in taken else like)
            if cell not in columns:  # of two that are called the same, one stands for both
                columns[cell] = named or guess or ("" if is_address(values) else other)
    return columns | _guess_names(columns)


def _guess_names(columns: Mapping[str, str]) -> dict[str, str]:
    """Guess whose name a column called so has: the thing's, or its sender's."""
    named = {*columns.values()}
    asked = [cell for cell, name in columns.items() if not name and fold(cell) in NAMES]
    free = [name for name in ("title", "by") if name not in named]
    return {asked[0]: free[0]} if len(asked) == 1 and len(free) == 1 else {}


def guess_kind(header: Iterable[str]) -> str:
    """Guess what all rows are: the kind whose own questions are asked, if it is one."""
    asked = Counter(
        kinds[0]
        for name in header
        if len(kinds := [kind.name for kind in KINDS.values() if find_field(kind, name)])
        == 1
    )
    best = asked.most_common(2)
    is_one = len(best) == 1 or (len(best) > 1 and best[0][1] > best[1][1])
    return best[0][0] if is_one else ""


def _guess_consent(cell: str, values: Sequence[str], taken: set[str]) -> str:
    """Guess whether people agreed there: few words, below a question that sounds so."""
    are_few = len({*values}) <= _ANSWERS or all(map(_says_yes_or_no, values))
    is_asked = asks_consent(cell) and "consent" not in taken
    return "consent" if is_asked and are_few else ""


def _says_yes_or_no(value: str) -> bool:
    return bool(find_agreed("consent", value)) or is_denial(value)


_ANSWERS = 3
"""Yes, no, and another word for one of them."""


def name_answer(header: str, kinds: Sequence[Kind]) -> str:
    """Name what a header asks for; nothing if it is no question of ours.

    `Until` is an end here and a deadline there: of the names that kinds have for it, the
    one that most of them understand is taken.
    """
    if header in WHEN:
        return "submitted"
    if header in KIND:
        return "kind"
    if fact := find_fact(header):
        return fact
    asked = [(kind, field) for kind in kinds if (field := find_field(kind, header))]
    names = [field.name for _, field in asked]

    def count_kinds(name: str) -> int:
        return sum(find_field(kind, name) == field for kind, field in asked)

    return max(names, key=count_kinds, default="")


def is_address(values: Sequence[str]) -> bool:
    """Whether cells are e-mail addresses, which are nobody's business."""
    return bool(values) and all("@" in value and "/" not in value for value in values)


def _guess_values(values: Sequence[str], kinds: Sequence[Kind], taken: set[str]) -> str:
    """Name the field that cells look like answers to; nothing for addresses of people."""

    def mostly(test: Callable[[str], object], share: float = _MOSTLY) -> bool:
        return sum(bool(test(value)) for value in values) >= share * len(values)

    names = {asked.name for kind in kinds for asked in kind.all_fields}
    if is_address(values):
        return ""
    if mostly(lambda value: value.startswith(("https://", "http://"))):
        return _free(("url", "reach"), names, taken)
    if mostly(_is_day):
        others = ("closes", "until") if len(kinds) == 1 else ()
        return _free(("start", *others), names, taken)
    if len({*values}) <= _MOST_KINDS and mostly(find_kind, _HALF):
        return _free(("kind",), {"kind"}, taken)
    if mean(map(len, values)) >= _LONG:
        return _free(("text",), names, taken)
    return ""


def _free(wanted: Sequence[str], names: set[str], taken: set[str]) -> str:
    return next((name for name in wanted if name in names and name not in taken), "")


def _is_day(value: str) -> bool:
    try:
        read_when(write_day(value), today=_SOME_DAY, order="day")
    except UnclearError:
        return False
    return True


_SOME_DAY = date(2026, 1, 1)
"""A year is guessed for nothing: whether a cell is a day does not hang on it."""
