"""`authors.yml` becomes authors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.model.author import Author
from postroom.reading.frontmatter import decode, key_line, parse_yaml
from postroom.reading.unread import Unread
from postroom.toolbox.wording import UNKNOWN, explain, show


@dataclass(frozen=True)
class People:
    """Everybody in `authors.yml`, and what is wrong with it."""

    authors: Mapping[str, Author] = field(default_factory=dict)
    """Those without a problem, by key, in the file's order."""

    named: frozenset[str] | None = frozenset()
    """All keys, the troubled ones too; None if the file cannot be read at all."""

    problems: tuple[Problem, ...] = ()
    unread: tuple[Unread, ...] = ()
    """The file, if any of it could not be read."""


AUTHOR_KEYS = frozenset(Author.model_fields) - {"id", "profile"}


def parse_authors(path: str, source: bytes, *, is_lenient: bool = False) -> People:
    """Read all authors, and every problem of theirs; keys of others may be none."""
    people = _parse_people(path, source, is_lenient=is_lenient)
    unread = (Unread(path, source),) if people.problems else ()
    return replace(people, unread=unread)


def _parse_people(path: str, source: bytes, *, is_lenient: bool) -> People:
    text = decode(path, source)
    if isinstance(text, Problem):
        return People(named=None, problems=(text,))
    found = parse_yaml(path, text)
    if isinstance(found, Problem):
        return People(named=None, problems=(found,))
    if key := _find_misspelt(found):
        place = Place(path, key_line(text, (key,)), key)
        problem = Problem(place, UNKNOWN, "did you mean `authors`?")
        return People(named=None, problems=(problem,))
    nested = "authors" in found and not _is_author(found["authors"])
    people: dict[Any, Any] = (found["authors"] or {}) if nested else found
    if not isinstance(people, dict):
        place = Place(path, key_line(text, ("authors",)), "authors")
        what = f"got {show(people)}"
        return People(
            named=None, problems=(Problem(place, what, "write `key: ...` below it"),)
        )
    outer = ("authors",) if nested else ()
    authors: dict[str, Author] = {}
    problems: list[Problem] = []
    for key, value in people.items():
        author, found_wrong = _parse_author(str(key), value, is_lenient=is_lenient)
        if author is not None:
            authors[str(key)] = author
        for problem in found_wrong:
            keys = tuple(filter(None, problem.place.key.split(".")))
            line = key_line(text, (*outer, str(key), *keys))
            place = Place(path, line, ".".join((str(key), *keys)))
            problems.append(replace(problem, place=place))
    named = frozenset(map(str, people))
    problems += _check_addresses(path, text, outer, authors)
    return People(authors, named, tuple(problems))


def _find_misspelt(found: Mapping[Any, Any]) -> str:
    """Find the key above all people, if it is another than `authors`."""
    key, people = next(iter(found.items()), ("", None))
    is_alone = len(found) == 1 and key != "authors" and isinstance(people, dict)
    return f"{key}" if is_alone and people and all(map(_is_author, people.values())) else ""


def _is_author(value: object) -> bool:
    """Whether somebody's key is "authors"."""
    return isinstance(value, dict) and isinstance(value.get("name"), str)


def _parse_author(
    key: str, value: object, *, is_lenient: bool
) -> tuple[Author | None, list[Problem]]:
    """Read one author; what is no mistake elsewhere is left out, and told."""
    values = (
        {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else {}
    )
    if is_lenient:
        values = {k: v for k, v in values.items() if k in AUTHOR_KEYS}
        values["profile"] = str(values.get("slug") or key)
        key = re.sub(r"[^\w.-]+", "-", key)
    try:
        return Author.model_validate({**values, "id": key}), []
    except ValidationError as error:
        problems = explain(error, _inner_place, Author)
    odd = {problem.place.key.partition(".")[0] for problem in problems}
    if not is_lenient or not odd or odd & {"", "name"}:
        return None, problems
    kept = {k: v for k, v in values.items() if k not in odd}
    author = Author.model_validate({**kept, "id": key})
    return author, [replace(problem, is_fatal=False) for problem in problems]


def _inner_place(keys: tuple[str, ...]) -> Place:
    return Place("", 0, ".".join(key for key in keys if key != "id"))


def _check_addresses(
    path: str, text: str, outer: tuple[str, ...], authors: Mapping[str, Author]
) -> list[Problem]:
    """Two profiles cannot stand under one address."""
    first: dict[str, str] = {}
    problems = []
    for key, author in authors.items():
        other = first.setdefault(author.address, key)
        if other != key:
            problems.append(
                Problem(
                    Place(path, key_line(text, (*outer, key, "slug")), key),
                    f"the address {author.address!r} is already that of {other}",
                    "give one of the two a slug of its own",
                )
            )
    return problems
