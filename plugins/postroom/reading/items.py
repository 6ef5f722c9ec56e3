"""Markdown files become items: each one checked by itself, after the row of its kind."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.model.item import MOST_DAYS, Item, model_of
from postroom.model.kinds import KINDS
from postroom.model.target import find_links, refuse
from postroom.model.text import write_day
from postroom.reading.frontmatter import Document, explain_twins, parse_document
from postroom.reading.links import blank_code
from postroom.toolbox.wording import UNKNOWN, explain, nearest, nearest_key, show


def parse_item(
    path: str, source: bytes, *, zone: str = ""
) -> tuple[Item | None, tuple[Problem, ...]]:
    """Read one item; without an item the problems say why.

    Args:
        path: Its file.
        source: What is in it.
        zone: The time zone of its newsletter, for an item that names none.
    """
    document = parse_document(path, source)
    if isinstance(document, Problem):
        return None, (document,)
    kind = KINDS.get(str(document.meta.get("kind")))
    if kind is None:
        return None, (_explain_kind(path, document),)
    problems = list(explain_twins(path, document))
    values = {**document.meta, "path": path, "text": document.body.strip()}
    asked = next((field.name for field in kind.fields if field.type == "zone"), "")
    if zone and asked and not values.get(asked):
        values[asked] = zone
    if isinstance(values.get("uid"), int):
        values["uid"] = str(values["uid"])
    model = model_of(kind)
    try:
        item = model.model_validate(values)
    except ValidationError as error:
        problems += explain(error, partial(_place, path, document), model)
        return None, tuple(problems)
    problems += _check_links(path, document)
    return item, (*problems, *check_whole(item, partial(document.place, path)))


def _check_links(path: str, document: Document) -> Iterator[Problem]:
    for number, fault in find_deceits(document.body):
        yield Problem(Place(path, document.body_line + number, "text"), *fault)


def find_deceits(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Find links that can only deceive, or that lead to nobody's site.

    Yields:
        The line, from 0, what is wrong with it, and the fix.
    """
    for number, line in enumerate(blank_code(text).split("\n")):
        for _, address in find_links(line):
            if fault := refuse(address):
                yield number, fault


def check_whole(item: Item, place: Callable[[tuple[str, ...]], Place]) -> Iterator[Problem]:
    """Find what no answer shows by itself: what is missing, an end before its beginning."""
    row = item.row
    if row.needs_one_of and not any(map(item.answer, row.needs_one_of)):
        asked = [field.label for field in row.fields if field.name in row.needs_one_of]
        yield Problem(
            place(row.needs_one_of[:1]),
            f"neither {' nor '.join(row.needs_one_of)}",
            f"answer one of these: {' or '.join(f'“{label}”' for label in asked)}",
        )
    begins, ends = item.begins_at, item.moment(row.ends)
    if begins and ends and ends <= begins:
        yield Problem(
            place((row.ends,)), "it ends before it begins", "check the day and the time"
        )
    elif ends and isinstance(item.answer(row.ends), datetime) == item.is_all_day:
        what = "of its beginning and its end, only one has a time"
        yield Problem(place((row.ends,)), what, "give both a time, or neither")
    if row.repeats and item.answer(row.repeats):
        yield from _check_days(item, place((row.repeats,)))


def _check_days(item: Item, place: Place) -> Iterator[Problem]:
    """Look whether what repeats begins on one of its own days, and ends some time."""
    days, start = item.days, item.answer(item.row.begins)
    first = start.date() if isinstance(start, datetime) else start
    if not days or days[0] != first:
        what = f"the first day, {write_day(first)}, is none of those on which it repeats"
        yield Problem(place, what, "let it begin on the first day that it repeats")
    elif len(days) > MOST_DAYS:
        what = f"it repeats more than {MOST_DAYS} times"
        yield Problem(place, what, "let it end earlier, and send it in again then")


def _place(path: str, document: Document, keys: tuple[str, ...]) -> Place:
    if keys == ("text",):
        return Place(path, document.body_line, "text")
    return document.place(path, keys)


def _explain_kind(path: str, document: Document) -> Problem:
    place, value = document.place(path, ("kind",)), document.meta.get("kind")
    if value is None:
        for key in map(str, document.meta):
            fix = "" if key == "kind" else nearest_key(key, ["kind"])
            if fix.startswith("did you mean"):
                return Problem(document.place(path, (key,)), UNKNOWN, fix)
        return Problem(
            place, "there is no kind", f"add `kind:` and one of {', '.join(KINDS)}"
        )
    fix = nearest(str(value), KINDS, f"write one of {', '.join(KINDS)}")
    return Problem(place, f"got {show(value)}", fix)


@dataclass(frozen=True)
class Items:
    """Every item that could be read, and what is wrong with the others."""

    by_name: Mapping[str, Item]
    problems: tuple[Problem, ...]
    index: Mapping[str, Item]
    """The same items by the digest of their file: what is known need not be read again."""


def read_items(
    sources: Iterable[tuple[str, bytes]],
    known: Mapping[str, Item] | None = None,
    *,
    zone: str = "",
) -> Items:
    """Read items; those whose digest is known are taken from there.

    Args:
        sources: The path and bytes of each file.
        known: Items by digest, as an earlier run left them; see `decode_index`.
        zone: The time zone of their newsletter, for those that name none.
    """
    known = known or {}
    by_name: dict[str, Item] = {}
    index: dict[str, Item] = {}
    problems: list[Problem] = []
    uids: dict[str, Item] = {}
    for path, source in sources:
        digest = _digest(path, source, zone)
        item = known.get(digest)
        if item is None or item.path != path:
            item, found = parse_item(path, source, zone=zone)
            problems += found
            if item is None or found:
                continue
        if item.uid in uids:
            problems.append(_explain_twin(item, uids[item.uid], "uid", item.uid))
            continue
        if item.name in by_name:
            problems.append(_explain_twin(item, by_name[item.name], "name", item.name))
            continue
        uids[item.uid] = item
        by_name[item.name] = index[digest] = item
    return Items(by_name, tuple(problems), index)


def _explain_twin(item: Item, twin: Item, key: str, value: str) -> Problem:
    return Problem(
        Place(item.path, 0, key if key == "uid" else ""),
        f"the {key} {value!r} is already that of {twin.path}",
        f"delete one of the two files, or give it a {key} of its own",
    )


def _digest(path: str, source: bytes, zone: str) -> str:
    told = b"\0".join((os.fsencode(path), zone.encode(), source))
    return hashlib.sha256(told).hexdigest()


def encode_index(index: Mapping[str, Item]) -> bytes:
    """Write items down so that they need not be parsed again: by kind, then by digest."""
    by_kind: dict[str, dict[str, Any]] = {}
    for digest, item in index.items():
        values = item.model_dump(mode="json", exclude_defaults=True)
        by_kind.setdefault(item.kind, {})[digest] = {**values, "path": item.path}
    return json.dumps(by_kind, ensure_ascii=False, separators=(",", ":")).encode()


def decode_index(encoded: bytes) -> dict[str, Item]:
    """Read what `encode_index` wrote; nothing at all if it does not fit the models."""
    index: dict[str, Item] = {}
    try:
        for name, items in json.loads(encoded).items():
            check = model_of(KINDS[name]).model_validate
            index |= {digest: check(values) for digest, values in items.items()}
    except (ValueError, LookupError, AttributeError):
        return {}
    return index
