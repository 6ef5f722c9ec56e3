"""A content-addressed store for what is slow to make; safe to delete at any time."""

import hashlib
import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel

CACHE = ".cache/postroom"
"""Where it is, in the folder of a site's settings."""

_DIGEST = 32


_LIBRARIES = "css-inline feedgen jinja2 lxml markupsafe nh3 pillow pydantic segno".split()
"""Those that have a say in what is made."""


def fingerprint(*of: object) -> str:
    """Tell whether anything that something depends on is another than it was.

    The code that makes it, and the libraries it uses, count in by themselves.

    Args:
        of: Plain values: text, bytes, numbers, days, paths, and what is made of them.

    Raises:
        TypeError: A value does not say all that it is.
    """
    digest = hashlib.sha256(_makers())
    for piece in _spell(of):
        digest.update(b"%d:" % len(piece))
        digest.update(piece)
    return digest.hexdigest()


def _spell(value: object) -> Iterator[bytes]:
    """Spell a value out so that no two are spelled alike."""
    yield type(value).__qualname__.encode()
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, (str, Path)):
        yield str(value).encode("utf-8", "surrogatepass")
    elif value is None or isinstance(value, (bool, int, float, date, time)):
        yield repr(value).encode()
    else:
        parts = _parts_of(value)
        yield b"%d" % len(parts)
        for part in parts:
            yield from _spell(part)


def _parts_of(value: object) -> list[object]:
    if isinstance(value, (tuple, list)):
        return [*value]
    if isinstance(value, Mapping):
        return [pair for item in value.items() for pair in item]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, BaseModel):
        return [getattr(value, name) for name in type(value).model_fields]
    raise TypeError(f"{type(value).__qualname__} does not say all that it is")


@cache
def _makers() -> bytes:
    """Tell this version of Postroom, and of what it uses, from any other."""
    digest = hashlib.sha256(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path, content in read_all(Path(__file__).parent.parent):
        digest.update(b"%b %d\n%b" % (path.encode(), len(content), content))
    return digest.digest()


def read_all(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Read every file below a folder, sorted, but not what Python compiled."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


class Cache:
    """Bytes under a key; what is damaged counts as missing."""

    def __init__(self, folder: Path) -> None:
        """Keep everything below one folder, which need not exist yet."""
        self.folder = folder

    def recall(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give what is stored under a key, or make and store it.

        Args:
            kind: What is stored, such as `card`; a folder of its own.
            key: Everything that the bytes depend on, in any length.
        """
        found = self.find(kind, key)
        if found is None:
            found = make()
            self.keep(kind, key, found)
        return found

    def find(self, kind: str, key: str) -> bytes | None:
        """Give what is stored under a key, if it is there and whole."""
        return self._read(self._path(kind, key))

    def keep(self, kind: str, key: str, content: bytes) -> None:
        """Store under a key, in the place of what may be there."""
        self._write(self._path(kind, key), content)

    def _path(self, kind: str, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / kind / name[:2] / name

    @staticmethod
    def _read(path: Path) -> bytes | None:
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        digest, content = stored[:_DIGEST], stored[_DIGEST:]
        return content if hashlib.sha256(content).digest() == digest else None

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        """Write aside and rename, so that nobody ever reads half a file."""
        aside = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(aside).replace(path)
        except OSError:  # a full or read-only disk costs time, not the build
            if aside is not None:
                Path(aside).unlink(missing_ok=True)
