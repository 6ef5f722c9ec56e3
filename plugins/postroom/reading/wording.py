"""What pydantic found becomes problems in the words of the author's file."""

import difflib
from collections.abc import Callable, Collection

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from postroom.errors import Place, Problem

_WANTED = {
    "string_type": "write text, in quotes if it looks like a number or a date",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "tuple_type": "write a list, one `- entry` a line",
    "model_type": "write keys and values, indented below it",
    "model_attributes_type": "write keys and values, indented below it",
    "dict_type": "write keys and values, indented below it",
    "string_too_short": "write at least one word, or leave the key out",
}
_PATTERNS = {
    "slug": "use letters, digits, `-` and `_`, such as `giving-before-asking`",
    "uid": "use 4 to 16 small letters and digits, such as `k3m9x2q7`",
    "url": "write a whole address that begins with https://",
    "booking": "write a whole address that begins with https://",
    "canonical": "write a whole address that begins with https://",
    "hub": "write a whole address that begins with https://",
    "lang": "write a language tag such as `en` or `pt-BR`",
    "authority": "write a domain you hold and a year, such as `example.org,2026`",
    "mail": "write an e-mail address",
    "fediverse": "write an account such as `@ines@social.example`",
}


_SHOWN = 80
_NOT_KEYS = frozenset({"Cta", "bool", "[key]"})
"""What pydantic puts into a location that no author wrote: names of alternatives."""


def explain(
    error: ValidationError,
    place: Callable[[tuple[str, ...]], Place],
    known: Collection[str],
) -> list[Problem]:
    """Turn each finding into a problem at the place of its key."""
    problems: dict[tuple[str, ...], Problem] = {}
    for found in error.errors(include_url=False):
        keys = tuple(str(part) for part in found["loc"] if str(part) not in _NOT_KEYS)
        what, fix = _say(found, keys[-1] if keys else "", known)
        problems.setdefault(keys, Problem(place(keys), what, fix))
    return [
        problem
        for keys, problem in problems.items()
        if not any(other != keys and other[: len(keys)] == keys for other in problems)
    ]


def _say(found: ErrorDetails, key: str, known: Collection[str]) -> tuple[str, str]:
    kind, value = found["type"], found["input"]
    if kind == "missing":
        return f"there is no {key}", f"add `{key}: ...`"
    if kind == "extra_forbidden":
        return "unknown key", nearest(key, known)
    if kind == "value_error":
        return f"got {_show(value)}", str(found["ctx"]["error"])
    if kind == "string_pattern_mismatch":
        return f"got {_show(value)}", _PATTERNS.get(
            key, f"write a {key} as the guide shows"
        )
    if kind == "literal_error":
        return f"got {_show(value)}", f"write one of {found['ctx']['expected']}"
    return f"got {_show(value)}", _WANTED.get(kind, _lower(found["msg"]))


def nearest(key: str, known: Collection[str]) -> str:
    """Say what an unknown key may have been meant to be."""
    near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else "remove it, or check its spelling"


def _show(value: object) -> str:
    shown = repr(value) if isinstance(value, (str, int, float, bool)) else str(value)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
