"""What a part of a document leads to becomes a file of relationships."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from postroom.kits.word.xml import DECLARATION, OFFICE, PACKAGE, escape

_HEAD = f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
_NOT_IN_ADDRESS = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})')
_HOST = r"[^\W_][\w-]*(?:\.[^\W_][\w-]*)*"
_FOLLOWED = re.compile(
    rf"(?:https?|ftp)://{_HOST}(?::[0-5]?[0-9]{{1,4}})?(?:[/?#].*)?"
    rf"|(?:mailto|xmpp):[^\s/?#@]+@{_HOST}(?:[/?#].*)?"
    r"|(?:tel|geo|magnet):[^\s/].*",
    re.IGNORECASE,
)
"""What .NET, and so much that reads Word documents, takes for an address."""


class _Target(NamedTuple):
    """What something leads to."""

    kind: str
    path: str
    is_outside: bool = False


class Relations:
    """Numbers what one part of a document leads to; the same target again, the same id."""

    def __init__(self, first: int = 1, known: Iterable[_Target] = ()) -> None:
        """Give ids from ``first`` on; what is ``known`` has the first of them."""
        self._first = first
        self._ids = {target: f"rId{n}" for n, target in enumerate(known, first)}

    def __len__(self) -> int:
        """How many ids it has given."""
        return len(self._ids)

    def link(self, address: str) -> str:
        """Give the id of an address that `mend_address` gave."""
        return self._give(_Target("hyperlink", address, is_outside=True))

    def picture(self, path: str) -> str:
        """Give the id of a picture within the document."""
        return self._give(_Target("image", path))

    def _give(self, target: _Target) -> str:
        return self._ids.setdefault(target, f"rId{self._first + len(self._ids)}")

    def begin(self, count: int) -> "Relations":
        """Give others with the first of its ids, to go on from there."""
        return Relations(self._first, islice(self._ids, count))

    def rows(self) -> list[str]:
        """Write each relationship."""
        return [
            relate(name, f"{OFFICE}/{kind}", path, is_outside=is_outside)
            for (kind, path, is_outside), name in self._ids.items()
        ]


def relate(name: str, kind: str, target: str, *, is_outside: bool = False) -> str:
    """Write one relationship."""
    mode = ' TargetMode="External"' if is_outside else ""
    return f'<Relationship Id="{name}" Type="{kind}" Target="{escape(target)}"{mode}/>'


def write_relations(rows: Iterable[str]) -> bytes:
    """Write the file of relationships of one part."""
    return f"{_HEAD}{''.join(rows)}</Relationships>".encode()


def mend_address(url: str) -> str:
    """Write an address as Word accepts it; empty if nothing makes it one.

    One address that is none, and some programs refuse the whole document.
    """
    mended = _NOT_IN_ADDRESS.sub(lambda found: quote(found[0], safe=""), url.strip())
    return mended if _FOLLOWED.fullmatch(mended) else ""
