"""Folders that a program needs for a while: held, and cleared up after a kill."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = ".postroom-site-"
"""How the name of each of them begins."""


@contextmanager
def nowhere() -> Iterator[Path]:
    """Give a folder that nobody keeps; the next one clears up after a kill."""
    place = Path(gettempdir())
    clear(place)
    folder, held = begin(lambda: Path(mkdtemp(prefix=PREFIX, dir=place)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        unlock(held)


def begin(create: Callable[[], Path]) -> tuple[Path, int | None]:
    """Create a folder of our own, and hold it."""
    while True:
        folder = create()
        with suppress(FileNotFoundError, BlockingIOError):  # another run cleared it
            held = lock(folder)
            if folder.is_dir():
                return folder, held
            unlock(held)


def clear(place: Path) -> None:
    """Remove the folders of those that were killed."""
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):  # it is in use, or not ours
            held = lock(folder)
            if held is not None:
                shutil.rmtree(folder, ignore_errors=True)
                unlock(held)


def lock(folder: Path, *, waits: bool = False) -> int | None:
    """Hold a folder until the end of the process; None where nothing can be held.

    Raises:
        BlockingIOError: Somebody else holds it.
        FileNotFoundError: It is gone.
    """
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return None  # a file system without locks
    return descriptor


def unlock(held: int | None) -> None:
    """Let a folder go."""
    if held is not None:
        os.close(held)
