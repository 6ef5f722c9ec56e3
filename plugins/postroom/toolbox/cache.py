"""A store for what is slow to make; safe to delete at any time, and no use to a forger.

An entry is authenticated together with its kind and its key: what somebody else put there,
or moved there, is as if it were not there.
"""

import hashlib
import hmac
import os
import re
import stat
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from datetime import time as clock
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel

from postroom.toolbox.makers import MAKERS, code_of
from postroom.toolbox.secret import Secret, find_secret

CACHE = ".cache/postroom"
"""Where it is, in the folder of a site's settings."""

_MAC = 32
_LARGEST = 64_000_000
"""Bytes of an entry; a kit of hundreds of pictures has fewer."""

_FRESH = 3600
"""Seconds for which nobody notes again that an entry is in use."""

_PREFIX = "new-"
_ENTRY = re.compile(r"[0-9a-f]{64}")
_SHARD = re.compile(r"[0-9a-f]{2}")

_MUCH = 1_000_000
"""After so many bytes it pays to look through everything that is there."""

_remarks: dict[str, None] = {}
_growth: Counter[Path] = Counter()
"""The bytes that this process has kept in each cache since that was looked through."""


def fingerprint(kind: str, *of: object) -> str:
    """Tell whether anything that something depends on is another than it was.

    The code that makes it, and the libraries it uses, count in by themselves.

    Args:
        kind: What is made; one of `MAKERS`.
        of: Plain values: text, bytes, numbers, days, paths, and what is made of them.

    Raises:
        TypeError: A value does not say all that it is.
    """
    pieces = [code_of(kind).encode()]
    _spell(of, pieces.append)
    return hashlib.sha256(b"".join(pieces)).hexdigest()


def _spell(value: object, add: Callable[[bytes], None]) -> None:
    """Spell a value out so that no two are spelled alike."""
    kind = type(value)
    if kind is str:  # what most are
        _add_piece(b"str", value.encode("utf-8", "surrogatepass"), add)  # type: ignore[attr-defined]
        return
    name = kind.__qualname__.encode()
    if isinstance(value, bytes):
        _add_piece(name, value, add)
    elif isinstance(value, (str, Path)):
        _add_piece(name, str(value).encode("utf-8", "surrogatepass"), add)
    elif value is None or isinstance(value, (bool, int, float, date, clock)):
        _add_piece(name, repr(value).encode(), add)
    else:
        parts = _parts_of(value)
        _add_piece(name, b"%d" % len(parts), add)
        for part in parts:
            _spell(part, add)


def _add_piece(kind: bytes, content: bytes, add: Callable[[bytes], None]) -> None:
    add(b"%d:%b%d:" % (len(kind), kind, len(content)))
    add(content)


def _parts_of(value: object) -> Sequence[object]:
    if isinstance(value, (tuple, list)):
        return value
    if isinstance(value, Mapping):
        return [pair for item in value.items() for pair in item]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, BaseModel):
        return [getattr(value, name) for name in type(value).model_fields]
    raise TypeError(f"{type(value).__qualname__} does not say all that it is")


def take_remarks() -> list[str]:
    """Give what there is to say of the cache since this was last asked; nothing fails."""
    said = [*_remarks]
    _remarks.clear()
    return said


def add_remarks(said: list[str]) -> None:
    """Note what another process had to say."""
    _remarks.update(dict.fromkeys(said))


@cache
def _secret_of(root: Path) -> Secret:
    """Look for the key once in each process."""
    secret = find_secret(root)
    if secret.remark:
        add_remarks([secret.remark])
    return secret


@dataclass(frozen=True)
class Shelf:
    """What there is of one kind."""

    kind: str
    entries: int
    size: int
    """In bytes."""


class Cache:
    """Bytes under a kind and a key; what is damaged, or not ours, counts as missing."""

    def __init__(self, folder: Path) -> None:
        """Keep everything below one folder of a site, which need not exist yet."""
        self.folder = folder
        self._own: dict[str, bool] = {}

    def recall(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give what is stored under a key, or make and store it.

        Args:
            kind: What is stored, such as `card`: one of `MAKERS`, and a folder of its own.
            key: Everything that the bytes depend on beside the code that makes them.
            make: Makes the bytes.
        """
        found = self.find(kind, key)
        if found is None:
            found = make()
            self.keep(kind, key, found)
        return found

    def recall_text(self, kind: str, key: str, make: Callable[[], str]) -> str:
        """Do the same for a text, which takes a third of its room."""
        found = self.find_text(kind, key)
        if found is None:
            found = make()
            self.keep_text(kind, key, found)
        return found

    def find_text(self, kind: str, key: str) -> str | None:
        """Give a text that is stored under a key."""
        found = self.find(kind, key)
        return None if found is None else zlib.decompress(found).decode()

    def keep_text(self, kind: str, key: str, text: str) -> None:
        """Store a text under a key."""
        self.keep(kind, key, zlib.compress(text.encode(), 1))

    def find(self, kind: str, key: str) -> bytes | None:
        """Give what is stored under a key, if it is there, whole and our own."""
        name = fingerprint(kind, key)
        folder = self._shelf(kind, name)
        if not self._is_own(folder):
            return None
        path = f"{folder}/{name}"
        try:
            stored, used = _read_plain(path)
        except FileNotFoundError:
            return None
        except OSError:
            stored, used = b"", 0.0
        content = stored[_MAC:]
        if not hmac.compare_digest(self._seal(kind, name, content), stored[:_MAC]):
            self._remark("there are entries that are damaged, or not of your making")
            return None
        _note_use(path, used)
        return content

    def keep(self, kind: str, key: str, content: bytes) -> None:
        """Store under a key, in the place of what may be there.

        A full or read-only disk costs time, not the build.
        """
        name = fingerprint(kind, key)
        folder = self._shelf(kind, name)
        if len(content) + _MAC > _LARGEST or not self._is_own(folder):
            return
        aside = None
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(self._seal(kind, name, content) + content)
            Path(aside).replace(f"{folder}/{name}")  # nobody ever reads half an entry
            _growth[self.folder] += len(content)
        except OSError:
            if aside is not None:
                with suppress(OSError):
                    Path(aside).unlink(missing_ok=True)

    def list_shelves(self) -> list[Shelf]:
        """Count what there is of each kind that is there."""
        shelves = []
        for kind in MAKERS:
            sizes = [about.st_size for _, about in self._list_entries(kind)]
            if sizes:
                shelves.append(Shelf(kind, len(sizes), sum(sizes)))
        return shelves

    def trim_now_and_then(self, most: int, *, has_grown: bool) -> None:
        """Trim when much was kept, or for an hour nobody looked; or if nothing may stay.

        Args:
            most: How many bytes may stay.
            has_grown: Whether other processes have kept something.
        """
        with suppress(OSError):
            age = abs(time.time() - self.folder.stat().st_mtime)
            is_due = has_grown or _growth.pop(self.folder, 0) > _MUCH or not most
            if is_due or age > _FRESH:
                self.trim(most)
                os.utime(self.folder)

    def trim(self, most: int) -> None:
        """Let go of what was not used for the longest time, until the rest is small enough.

        An entry of the future was last used before the clock went back. Another build may
        do the same at this moment.

        Args:
            most: How many bytes may stay; with 0 nothing does.
        """
        now = time.time()
        entries = [entry for kind in MAKERS for entry in self._list_entries(kind)]
        size = sum(about.st_size for _, about in entries)
        for path, about in entries:
            if path.name.startswith(_PREFIX) and about.st_mtime < now - _FRESH:
                size -= about.st_size
                _unlink(path)  # somebody's who was stopped

        def last_used(entry: tuple[Path, os.stat_result]) -> tuple[bool, float]:
            used = entry[1].st_mtime
            return used <= now + _FRESH, used

        for path, about in sorted(entries, key=last_used):
            if size <= most:
                return
            if not path.name.startswith(_PREFIX):
                size -= about.st_size
                _unlink(path)

    def clear(self) -> None:
        """Delete all entries, and nothing else that lies beside them."""
        for kind in MAKERS:
            for path, _ in self._list_entries(kind):
                _unlink(path)
            for folder in self._list_folders(kind):
                with suppress(OSError):
                    folder.rmdir()
            with suppress(OSError):
                (self.folder / _folder_of(kind)).rmdir()

    def _list_entries(self, kind: str) -> Iterator[tuple[Path, os.stat_result]]:
        """List the files of a kind that we wrote, by what they are called."""
        for folder in self._list_folders(kind):
            for path in _list_below(folder):
                is_ours = _ENTRY.fullmatch(path.name) or path.name.startswith(_PREFIX)
                with suppress(OSError):
                    about = path.lstat()
                    if is_ours and not stat.S_ISDIR(about.st_mode):
                        yield path, about

    def _list_folders(self, kind: str) -> Iterator[Path]:
        for folder in _list_below(self.folder / _folder_of(kind)):
            is_ours = _SHARD.fullmatch(folder.name) and self._is_own(str(folder))
            if is_ours and folder.is_dir():
                yield folder

    def _shelf(self, kind: str, name: str) -> str:
        return f"{self.folder}/{_folder_of(kind)}/{name[:2]}"

    def _seal(self, kind: str, name: str, content: bytes) -> bytes:
        """Authenticate an entry together with its place, where alone it is good."""
        pieces = (kind.encode(), name.encode(), content)
        sealed = b"".join(b"%d:%b" % (len(piece), piece) for piece in pieces)
        return hmac.digest(self._secret, sealed, "sha256")

    @cached_property
    def _secret(self) -> bytes:
        return _secret_of(self.folder.absolute().parent.parent).key

    def _is_own(self, folder: str) -> bool:
        """Whether a folder of the cache is reached without a link to somewhere else."""
        above = folder.rpartition("/")[0]
        if above not in self._own:
            places = (self.folder.parent, self.folder, Path(above))
            self._own[above] = all(_is_plain(place) for place in places)
        if self._own[above] and _is_plain(folder):
            return True
        self._remark("there are links or files in it where its folders should be")
        return False

    def _remark(self, what: str) -> None:
        fix = "nothing is lost; `postroom cache --clear` empties it"
        add_remarks([f"{CACHE}: {what}; they are not used\n    fix: {fix}"])


def _folder_of(kind: str) -> str:
    return kind.replace(" ", "-")


def _read_plain(path: str) -> tuple[bytes, float]:
    """Read a file that is neither a link nor a device, and not too large.

    Returns:
        What is in it, and when it was last used.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > _LARGEST:
            return b"", about.st_mtime
        return file.read(), about.st_mtime


def _is_plain(folder: str | Path) -> bool:
    """Whether a folder is one, or may become one; nothing that leads elsewhere."""
    try:
        about = os.lstat(folder)
    except OSError:  # it is not there yet, or nothing can be
        return True
    return stat.S_ISDIR(about.st_mode) and not _is_junction(folder)


def _is_junction(path: str | Path) -> bool:
    check = getattr(os.path, "isjunction", None)  # Python 3.12
    return bool(check and check(path))


def _note_use(path: str, used: float) -> None:
    with suppress(OSError):
        if abs(time.time() - used) > _FRESH:
            os.utime(path)


def _list_below(folder: Path) -> list[Path]:
    try:
        return [*folder.iterdir()]
    except OSError:  # there is none, or it went away
        return []


def _unlink(path: Path) -> None:
    with suppress(OSError):  # another build was quicker, or nothing can be written
        path.unlink()
