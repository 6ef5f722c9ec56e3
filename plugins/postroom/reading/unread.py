"""Files that could not be read, and what they may say: nobody should miss that twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from postroom.model.address import file_name
from postroom.model.text import slugify

_MAX_BYTES = 65_536
"""Of a file that may be far too large; its front matter is at its beginning."""

_END = re.compile(r"^(?:---|\.\.\.)[ \t\r]*$", re.M)
_KEY = re.compile(r"^[ \t]*[\w-]+[ \t]*:", re.M)
_BETWEEN = re.compile(r"[:,\[\]{}'\"]")


@dataclass(frozen=True)
class Unread:
    """A file that is there and broken, or cannot be shown for another reason.

    What others say of it may be right: nobody knows before it is mended.
    """

    path: str
    source: bytes

    def may_say(self, name: str) -> bool:
        """Whether it may be what is called so, or may name it."""
        return (
            self.is_blank or name.casefold() in self._words or slugify(name) in self._slugs
        )

    @cached_property
    def is_blank(self) -> bool:
        """Whether it has no front matter at all: it may be anything."""
        return not _KEY.search(self._front)

    @cached_property
    def _words(self) -> frozenset[str]:
        words = {file_name(self.path)}
        for line in self._front.splitlines():
            said = line.partition(":")[2] or line
            words |= {said, *_BETWEEN.split(said)}
        return frozenset(word.strip(" \t\"'").lstrip("- ").casefold() for word in words)

    @cached_property
    def _slugs(self) -> frozenset[str]:
        return frozenset(map(slugify, self._words)) - {""}

    @property
    def _front(self) -> str:
        """What stands before the text, as far as it can be told; all of a YAML file."""
        text = self.source[:_MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
        text = text.removeprefix("---")
        end = _END.search(text)
        return text[: end.start()] if end else text


def may_say(unread: Iterable[Unread], name: str) -> bool:
    """Whether one of some files may be what is called so, or may name it."""
    return any(file.may_say(name) for file in unread)
