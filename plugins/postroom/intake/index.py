"""The files of items become a ledger that reads only those that may be what is asked for.

A file counts as read while its size, its times and its number on the disk are the same.
Where anything is odd, such as two items of one uid, there is no index: all are read.
"""

import json
import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from postroom.model.item import Item
from postroom.model.ledger import Ledger, Twin, keys_of
from postroom.reading.items import read_items
from postroom.toolbox.cache import Cache

_KIND = "ledger"
_MOST = 500
"""So many files may be other than they were; where there are more, all are read again."""

Mark = tuple[int, int, int, int]


@dataclass
class IndexedLedger(Ledger):
    """A ledger that enters items when they are asked for, with all that are like them.

    What is like an item is entered with it, and what is like that: of several that are
    alike the oldest has to come first.
    """

    find_rows: Callable[[int], Iterable[str]] = lambda _: ()
    """Gives the paths of the items that may have a key."""

    read: Callable[[str], Item] | None = None
    fresh: dict[int, list[Item]] = field(default_factory=dict)
    """What came since the index was made, by key."""

    _asked: set[int] = field(default_factory=set)
    _entered: set[str] = field(default_factory=set)

    def add(self, item: Item) -> None:
        """Enter an item."""
        self._summon(_codes_of(item))
        super().add(item)

    def of_uid(self, uid: str) -> Item | None:
        """The item that has a uid, as it was last entered."""
        self._summon([_code("uid", uid)])
        return super().of_uid(uid)

    def of_name(self, name: str) -> Item | None:
        """The item whose file has a name."""
        self._summon([_code("name", name)])
        return super().of_name(name)

    def find(self, item: Item) -> Iterator[Twin]:
        """Find what is there already."""
        self._summon(_codes_of(item))
        return super().find(item)

    def _summon(self, codes: Iterable[int]) -> None:
        left, found = [*codes], list[Item]()
        while left:
            code = left.pop()
            if code in self._asked:
                continue
            self._asked.add(code)
            items = [*map(self._read, self.find_rows(code)), *self.fresh.get(code, ())]
            for item in items:
                if item.path not in self._entered:
                    self._entered.add(item.path)
                    found.append(item)
                    left += _codes_of(item)
        for item in sorted(found, key=lambda i: (i.submitted, i.name)):
            super().add(item)

    def _read(self, path: str) -> Item:
        assert self.read is not None  # there are rows
        return self.read(path)


@dataclass(frozen=True)
class ItemIndex:
    """The items of a newsletter on the disk, and what is remembered of them."""

    cache: Cache
    newsletter: str
    """The folder of the newsletter."""

    files: Mapping[str, str]
    """Where each item is, by its path below the content folder."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """What tells each file from what it was, before anything was read."""

    zone: str = ""
    """The time zone of items that name none."""

    @classmethod
    def of(
        cls, cache: Cache, newsletter: str, files: Mapping[str, str], zone: str = ""
    ) -> "ItemIndex":
        """Look at the files of a newsletter, not into them."""
        marks = {path: _mark(files[path]) for path in files}
        return cls(cache, newsletter, files, marks, zone)

    def open(self) -> Ledger | None:
        """Open the ledger; None where all items have to be read."""
        stored = self.cache.find(_KIND, self.newsletter)
        rows = _decode(stored) if stored else None
        if rows is None:
            return None
        same = {p for p, mark in rows.marks.items() if self.marks.get(p) == mark}
        changed = self.files.keys() - same
        if len(changed) + len(rows.marks) - len(same) > _MOST:
            return None
        try:
            fresh = read_items(map(self._open, sorted(changed)), zone=self.zone)
        except OSError:
            return None
        if fresh.problems:
            return None
        by_code: dict[int, list[Item]] = {}
        for item in fresh.by_name.values():
            if any(rows.find(_code(*each), same) for each in _names_of(item)):
                return None  # two of one uid or name, which reading all will tell
            for code in _codes_of(item):
                by_code.setdefault(code, []).append(item)
        return IndexedLedger(
            find_rows=lambda code: rows.find(code, same), read=self._read, fresh=by_code
        )

    def keep(self, items: Collection[Item]) -> None:
        """Remember all items, if each file is one; they were read after the marks."""
        if len(items) == len(self.files):
            self.cache.keep(_KIND, self.newsletter, _encode(items, self.marks))

    def _read(self, path: str) -> Item:
        [item] = read_items([self._open(path)], zone=self.zone).by_name.values()
        return item

    def _open(self, path: str) -> tuple[str, bytes]:
        return path, Path(self.files[path]).read_bytes()


def _mark(path: str) -> Mark:
    try:
        about = os.stat(path)  # noqa: PTH116 - a path would take as long again
    except OSError:
        return (0, 0, 0, 0)
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino


def _names_of(item: Item) -> tuple[tuple[str, str], ...]:
    return ("uid", item.uid), ("name", item.name)


def _codes_of(item: Item) -> Iterator[int]:
    for key in (*_names_of(item), *keys_of(item)):
        yield _code(*key)


def _code(*key: str) -> int:
    """Write a key in 8 bytes; two that have the same cost a look into a file."""
    spelled = "\0".join(key).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(spelled, digest_size=8).digest(), "big")


@dataclass(frozen=True)
class _Rows:
    """What is remembered: which file has which keys."""

    marks: Mapping[str, Mark]
    paths: list[str]
    codes: "array[int]"
    """All keys, sorted."""

    rows: "array[int]"
    """The number of the path that has the key in the same place."""

    def find(self, code: int, among: Collection[str]) -> list[str]:
        at, found = bisect_left(self.codes, code), []
        while at < len(self.codes) and self.codes[at] == code:
            if (path := self.paths[self.rows[at]]) in among:
                found.append(path)
            at += 1
        return found


def _encode(items: Collection[Item], marks: Mapping[str, Mark]) -> bytes:
    """Write a line of JSON with paths and marks, then all keys, then whose they are."""
    paths = [item.path for item in items]
    pairs = sorted((code, at) for at, item in enumerate(items) for code in _codes_of(item))
    told = [[path, *marks[path]] for path in paths]
    codes, rows = array("Q", (c for c, _ in pairs)), array("I", (at for _, at in pairs))
    head = json.dumps(told, separators=(",", ":")).encode()
    return head + b"\n" + codes.tobytes() + rows.tobytes()


def _decode(stored: bytes) -> _Rows | None:
    head, _, rest = stored.partition(b"\n")
    told = json.loads(head)
    codes, rows = array("Q"), array("I")
    size = codes.itemsize * (len(rest) // (codes.itemsize + rows.itemsize))
    codes.frombytes(rest[:size])
    rows.frombytes(rest[size:])
    if len(codes) != len(rows):
        return None
    marks = {path: (size, at, on, number) for path, size, at, on, number in told}
    return _Rows(marks, [*marks], codes, rows)
