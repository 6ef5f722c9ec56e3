"""A content-addressed store for what is slow to make; safe to delete at any time."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

CACHE = ".cache/postroom"
"""Where it is, in the folder of a site's settings."""

_DIGEST = 32


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
