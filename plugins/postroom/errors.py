"""What can be wrong, and how it is said: a place, a fact and a fix.

PostroomError
└── ContentError    the content or its options cannot be published as they stand
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """Where in the author's files something is: path, line (from 1) and key."""

    path: str
    line: int = 0
    """0 means the file as a whole."""

    key: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        key = f" [{self.key}]" if self.key else ""
        return f"{self.path}{line}{key}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and what its author can do about it."""

    place: Place
    what: str
    fix: str
    is_fatal: bool = True
    """Whether nothing may be published before it is mended; otherwise a warning."""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n    fix: {self.fix}"


class PostroomError(Exception):
    """Something a user can mend; its text never needs a traceback."""


class ContentError(PostroomError):
    """The content cannot be published as it stands; lists every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
