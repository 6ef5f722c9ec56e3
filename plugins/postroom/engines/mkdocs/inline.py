"""Inline patterns are tried only where they can match: most texts have none of their marks.

Python-Markdown tries each of some thirty patterns on each piece of text, which is a third
of all it does.
"""

import re
import string
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

try:
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # another Python; then all are tried
    _parser = None

_LETTERS = frozenset(string.ascii_letters)
_MOST = 12
"""A set of more marks is hardly ever missing from a text."""

Marks = frozenset[str]


def try_where_possible(reader: Markdown) -> None:
    """Let a reader skip patterns that cannot match; what it makes is the same."""
    parts = reader.treeprocessors._data  # to register one again would change their order
    for name, plain in parts.items():
        if type(plain) is InlineProcessor:  # else it is somebody's own
            parts[name] = selective = _Selective(reader)
            selective.inlinePatterns = plain.inlinePatterns  # not always the reader's


class _Selective(InlineProcessor):  # type: ignore[misc]
    """Overrides two private steps; if the library calls them otherwise, nothing is lost."""

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:
        self._tests = [_find_marks(p) for p in self.inlinePatterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(  # noqa: N802 - the library's name
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803
    ) -> Any:
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern
        patterns = [*self.inlinePatterns]
        for index in range(patternIndex, len(patterns)):
            may_match, start = self._tests[index], 0
            while may_match is None or may_match(data):
                data, matched, start = apply(patterns[index], data, index, start)
                if not matched:
                    break
        return data


def _find_marks(pattern: Any) -> Callable[[str], object] | None:
    """Give a test that every text passes in which a pattern matches; None if all do."""
    if _parser is None:
        return None
    compiled = pattern.getCompiledRegExp()
    return _test_of(compiled.pattern, compiled.flags)


@cache
def _test_of(pattern: str, flags: int) -> Callable[[str], object] | None:
    marks = list_marks(pattern, flags)
    if marks is None:
        return None
    if len(marks) == 1:
        mark = next(iter(marks))
        return lambda text: mark in text
    return re.compile(f"[{''.join(map(re.escape, sorted(marks)))}]").search


def list_marks(pattern: str, flags: int = 0) -> Marks | None:
    """List characters of which every match has at least one near it; None if unknown."""
    marks = _marks_of(_parser.parse(pattern, flags))
    if marks is None or (flags & re.IGNORECASE and marks & _LETTERS):
        return None
    return marks


def _marks_of(parts: Iterable[tuple[Any, Any]]) -> Marks | None:
    """Choose the rarest marks of those that the parts of a sequence ask for."""
    asked = [marks for name, value in parts if (marks := _asked(str(name), value))]
    return min(asked, key=lambda marks: (bool(marks & _LETTERS), len(marks)), default=None)


def _asked(name: str, value: Any) -> Marks | None:
    """List the marks that one part of a pattern asks for, by the parser's name for it."""
    known = _PARTS.get(name)
    return known(value) if known else None


def _in_set(kinds: list[tuple[Any, Any]]) -> Marks | None:
    plain = all(str(kind) == "LITERAL" for kind, _ in kinds) and len(kinds) <= _MOST
    return frozenset(chr(code) for _, code in kinds) if plain else None


def _in_ways(value: Any) -> Marks | None:
    ways = [_marks_of(way) for way in value[1]]
    known = [way for way in ways if way]
    return frozenset().union(*known) if len(known) == len(ways) else None


def _repeated(value: Any) -> Marks | None:
    least, _, part = value
    return _marks_of(part) if least else None


_PARTS: dict[str, Callable[[Any], Marks | None]] = {
    "LITERAL": lambda code: frozenset(chr(code)),
    "IN": _in_set,
    "BRANCH": _in_ways,
    "SUBPATTERN": lambda v: None if v[1] & re.IGNORECASE else _marks_of(v[3]),
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
    "POSSESSIVE_REPEAT": _repeated,
    "ASSERT": lambda value: _marks_of(value[1]),
    "ATOMIC_GROUP": _marks_of,
}
"""What is not here, such as what must not follow, asks for nothing."""
