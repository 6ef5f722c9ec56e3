"""What pydantic found becomes problems in the words of the author's file."""

import difflib
import re
import reprlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from postroom.errors import Place, Problem

UNKNOWN = "unknown key"
"""What is said of a key that may be a slip."""

_TEXT = "write text, in quotes if it looks like a number or a date"
_KEYS = "write keys and values, indented below it"
_NUMBER = "write a whole number"
_TRUTH = "write true or false"
_FIXES = {
    "string_type": _TEXT,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "int_from_float": _NUMBER,
    "tuple_type": "write a list, one `- entry` a line",
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "string_too_short": "write at least one word, or leave the key out",
    "string_much_too_short": "write at least {min_length} characters",
    "string_too_long": "write at most {max_length} characters",
    "too_short": "write at least one word, or leave the key out",
    "too_long": "write at most {max_length} entries",
    "greater_than_equal": "write a number from {ge} on",
    "less_than_equal": "write a number up to {le}",
    "literal_error": "write one of {expected}",
}
_WHOLE = "write a whole address that begins with https://"
_PATTERNS = {
    "slug": "use letters, digits, `-` and `_`, such as `giving-before-asking`",
    "uid": "use 4 to 16 small letters and digits, such as `k3m9x2q7`",
    "id": "use letters, digits, `.`, `-` and `_` for the key of an author, such as `ines`",
    "url": _WHOLE,
    "booking": _WHOLE,
    "canonical": _WHOLE,
    "hub": _WHOLE,
    "lang": "write a language tag such as `en` or `pt-BR`",
    "language": "write a language tag such as `en` or `pt-BR`",
    "authority": "write a domain you hold and a year, such as `example.org,2026`",
    "mail": "write an e-mail address",
    "contact": "write an e-mail address, or a page that begins with https://",
    "link_tag": "write parameters such as `utm_source=humber`",
    "feed": _WHOLE,
    "harvest": _WHOLE,
    "server": _WHOLE,
    "fediverse": "write an account such as `@ines@social.example`",
}
_NOT_KEYS = frozenset({"Cta", "FeedRule", "bool", "literal[False]", "[key]"})
"""What pydantic puts into a location that no author wrote: names of alternatives."""


def explain(
    error: ValidationError,
    place: Callable[[tuple[str, ...]], Place],
    model: type[BaseModel],
) -> list[Problem]:
    """Turn each finding into a problem at the place of its key."""
    problems: dict[tuple[str, ...], Problem] = {}
    for found in error.errors(include_url=False):
        keys = tuple(str(part) for part in found["loc"] if str(part) not in _NOT_KEYS)
        what, fix = _say(found, keys, model)
        problems.setdefault(keys, Problem(place(keys), what, fix))
    return [
        problem
        for keys, problem in problems.items()
        if not any(other != keys and other[: len(keys)] == keys for other in problems)
    ]


def _say(
    found: ErrorDetails, keys: tuple[str, ...], model: type[BaseModel]
) -> tuple[str, str]:
    kind, key = found["type"], keys[-1] if keys else ""
    shown = f"got {show(found['input'])}"
    if kind == "missing":
        return f"{_MISSING}{key}", f"add `{key}: ...`"
    if kind == "extra_forbidden":
        return UNKNOWN, nearest_key(key, _known_beside(keys, model))
    if kind == "value_error":
        return shown, str(found["ctx"]["error"])
    if kind == "string_pattern_mismatch":
        return shown, _PATTERNS.get(key, f"write a {key} as the guide shows")
    context = found.get("ctx", {})
    if kind == "string_too_short" and context["min_length"] > 1:
        kind = "string_much_too_short"
    fix = _FIXES.get(kind, "write it as the guide shows")
    return shown, fix.format(**context)


def _known_beside(keys: tuple[str, ...], model: type[BaseModel]) -> Collection[str]:
    """The keys that could stand where an unknown one was found."""
    models = [model]
    for key in keys[:-1]:
        fields = [m.model_fields[key] for m in models if key in m.model_fields]
        models = [inner for f in fields for inner in _models_in(f.annotation)] or models
    return sorted({name for m in models for name in m.model_fields})


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def nearest(key: str, known: Collection[str], otherwise: str = "") -> str:
    """Say what an unknown key may have been meant to be, or something else to do."""
    spelled = {name.lower(): name for name in known}
    near = difflib.get_close_matches(key.lower(), spelled, n=1, cutoff=0.6)
    return f"did you mean `{spelled[near[0]]}`?" if near else otherwise or _ODD


_ODD = "remove it, or check its spelling"


def nearest_key(key: str, known: Collection[str]) -> str:
    """Say what an unknown key may have been meant to be; else which ones there are."""
    meant = _ELSEWHERE.get(key.lower().replace("-", "_"), ())
    if (ours := next((name for name in meant if name in known), "")) and key != ours:
        return f"did you mean `{ours}`?"
    few = f"use one of {', '.join(sorted(known))}, or take it out"
    return nearest(key, known, few if len(known) <= _FEW else "")


_FEW = 12
_ELSEWHERE = {
    "abstract": ("description",), "body": ("text",), "cover": ("image",),
    "day": ("date",), "excerpt": ("description",), "headline": ("title",),
    "intro": ("description",), "keyword": ("tags",), "keywords": ("tags",),
    "label": ("tags",), "labels": ("tags",), "link": ("url",), "photo": ("image",),
    "picture": ("image",), "preview": ("preheader",), "published": ("date",),
    "publish_date": ("date",), "state": ("move",), "status": ("move", "draft"),
    "subtitle": ("description",), "summary": ("description",),
    "topic": ("tags",), "topics": ("tags",), "type": ("kind",), "website": ("url",),
}  # fmt: skip
"""What other programs call a key of ours; the first that can stand there is meant."""


def tell_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Tell of a key that is misspelt, and not also that the right one is missing."""
    every = list(problems)
    missing = {(p.place.path, p.place.key) for p in every if p.what.startswith(_MISSING)}
    meant: dict[tuple[str, str], Problem] = {}
    for problem in every:
        found = _MEANT.fullmatch(problem.fix) if problem.what == UNKNOWN else None
        if found is None:
            continue
        named = (problem.place.path, _beside(problem.place.key, found[1]))
        if named in missing:
            meant[named] = problem
    strangers = {*meant.values()}
    for problem in every:
        if problem in strangers:
            yield replace(problem, is_fatal=True)
        elif (
            problem.what == UNKNOWN or (problem.place.path, problem.place.key) not in meant
        ):
            yield problem


_MISSING = "there is no "
_MEANT = re.compile(r"did you mean `(\w+)`\?")


def _beside(key: str, other: str) -> str:
    """The other key, where a key stands."""
    above = key.rpartition(".")[0]
    return f"{above}.{other}" if above else other


class _Shown(reprlib.Repr):
    """Shows a value of any size and depth in at most a line."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 2
        self.maxlist = self.maxdict = self.maxtuple = 4
        self.maxstring = self.maxother = 70

    def repr_date(self, value: date, _: int) -> str:
        return value.isoformat()

    repr_datetime = repr_date

    def repr_int(self, value: int, _: int) -> str:
        return str(value) if abs(value) < 10**30 else "a number of many digits"


show = _Shown().repr
"""Shows what an author wrote, shortened."""
