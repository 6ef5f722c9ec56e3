"""Names that people choose, beside names that are fixed: one rule for both.

A chosen name that meets a fixed one, or one that was chosen before, gets a number at its
end; where an address is a promise, nothing is renamed, and the two are told of instead.
"""

import unicodedata
from collections.abc import Callable
from itertools import count


def fold(path: str) -> str:
    """Write a path so that two are the same where some file system takes them for one.

    Source:
        Unicode 15, 3.13, D145: canonical caseless matching, as macOS and Windows do.
    """
    if path.isascii():
        return path.lower()
    composed = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFD", composed)


def set_apart(name: str, is_taken: Callable[[str], bool]) -> str:
    """Give the name, or the first of `name-2`, `name-3` and so on that is not taken."""
    numbered = (f"{name}-{number}" for number in count(2))
    return name if not is_taken(name) else next(n for n in numbered if not is_taken(n))
