"""A site is written aside, and takes the place of the last one when it is whole."""

import ctypes
import filecmp
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from tempfile import mkdtemp
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from postroom.toolbox.scratch import PREFIX, begin, clear, lock, unlock

_SECOND = 1_000_000_000
"""In nanoseconds; conditional requests know no shorter time."""

_CURRENT = -100
_EXCHANGE = 2
"""AT_FDCWD and RENAME_EXCHANGE, renameat2(2)."""


class Staging:
    """The folder in which a build writes while the last site stays as it is.

    It lies beside the site, or in it where nothing can be moved there from outside: in a
    volume, or below a folder of somebody else's. It is hidden, and what a killed build left
    of one goes when the next begins.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        """Let everything that is written by way of the settings be written here.

        Raises:
            OSError: Nothing can be written there; then nothing is.
        """
        self._config, self._site_dir = config, config.site_dir
        self.docs = Path(config.docs_dir)
        self.site = Path(os.path.realpath(config.site_dir))
        for place in (self.site.parent, self.site):
            clear(place)
        self._folder, self._lock = begin(lambda: _create(self.site))
        self.tree = self._folder / "site"
        self.aside = self._folder / "aside"
        """For what nobody is to see."""
        try:
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        except OSError:
            self.end()
            raise
        config.site_dir = str(self.tree)

    def publish(self, note: Callable[[], None] = lambda: None) -> None:
        """Put the new site in place of the last one, entry by entry, in a moment.

        The folder of the site itself stays, for it may be served. Files that are the same
        keep their times, and all others get a later one. Like MkDocs, it leaves hidden
        entries that are not its own.

        Args:
            note: Makes a note of the files of the new site, which are all there and have
                their times; nobody else publishes at that moment.

        Raises:
            OSError: Something could not be moved; what was is back at its place.
        """
        self.tree.mkdir(exist_ok=True)
        self.site.mkdir(parents=True, exist_ok=True)
        held = lock(self.site, waits=True)  # two builds at once take turns
        try:
            _date(str(self.tree), str(self.site), time.time_ns())
            note()
            with _signals_held_back(), ExitStack() as undo:
                _put(self.tree, self.site, undo, lambda name: name.startswith("."))
                undo.pop_all()
        finally:
            unlock(held)

    def show(self, path: str) -> bool:
        """Put one page, which is written, in the place of what it was in the last site."""
        last = self.site / path
        if not last.is_file() or last.is_symlink():
            return False
        shutil.copyfile(self.tree / path, self.aside)
        self.aside.replace(last)
        return True

    def end(self) -> None:
        """Remove what is left, and give the settings their folder back."""
        self._config.site_dir = self._site_dir
        shutil.rmtree(self._folder, ignore_errors=True)
        unlock(self._lock)


def _create(site: Path) -> Path:
    if not site.is_dir():
        site.parent.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(prefix=PREFIX, dir=site.parent))
    inside = Path(mkdtemp(prefix=PREFIX, dir=site))
    beside = site.parent / inside.name
    try:
        # no look at devices and mounts tells as surely what can be moved
        inside.rename(beside)
    except OSError:
        return inside
    return beside


def _date(tree: str, site: str, now: int) -> None:
    """Give each file the time at which its bytes last changed.

    Args:
        tree: What was written.
        site: The same part of the last site.
        now: In nanoseconds; the time of what has changed, unless the clock went back.
    """
    device = os.lstat(tree).st_dev
    for entry in os.scandir(tree):
        last = f"{site}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            _date(entry.path, last, now)
        elif entry.is_file(follow_symlinks=False):
            try:
                before = os.lstat(last)
            except OSError:
                before = None
            when = now
            if before is not None and S_ISREG(before.st_mode):
                if (before.st_dev, before.st_ino) == (device, entry.inode()):
                    continue  # it was taken over
                when = before.st_mtime_ns
                if not _are_equal(entry.path, last):
                    when = max(now, (when // _SECOND + 1) * _SECOND)
            os.utime(entry.path, ns=(when, when))


def _are_equal(path: str, last: str) -> bool:
    try:
        return filecmp.cmp(path, last, shallow=False)
    except OSError:  # who cannot be read may be anything
        return False


def _put(tree: Path, site: Path, undo: ExitStack, is_kept: Callable[[str], bool]) -> None:
    """Move every entry of a folder to its place, and what was there out of the way.

    Args:
        tree: What was written; what was in the way is there afterwards.
        site: Where it goes.
        undo: Takes back what was done, if something goes wrong.
        is_kept: Whether an entry stays that is not in the new folder.
    """
    names = sorted(entry.name for entry in tree.iterdir())
    for name in names:
        new, last = tree / name, site / name
        if not os.path.lexists(last):
            new.rename(last)
            undo.callback(last.rename, new)
        elif is_kept(name) and _is_folder(new) and _is_folder(last):
            _put(new, last, undo, lambda _: True)
        else:
            _exchange(new, last, undo)
    for name in [entry.name for entry in site.iterdir()]:
        if name not in names and not is_kept(name):
            _take_away(site / name, tree / name, undo)


def _exchange(new: Path, last: Path, undo: ExitStack) -> None:
    if _swap(new, last):
        undo.callback(_swap, new, last)
    elif _is_folder(new) and _is_folder(last):
        # a system without exchanges, a volume, a folder of a container's image
        _put(new, last, undo, lambda _: False)
    elif not _is_folder(new) and not _is_folder(last):
        new.replace(last)
    else:
        spare = Path(mkdtemp(dir=new.parent)) / "last"
        last.rename(spare)
        undo.callback(spare.rename, last)
        new.rename(last)
        undo.callback(last.rename, new)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two entries, so that there is no moment without either; see renameat2(2)."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):  # no Linux
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_CURRENT, paths[0], _CURRENT, paths[1], _EXCHANGE) == 0)


def _take_away(last: Path, aside: Path, undo: ExitStack) -> None:
    try:
        last.rename(aside)
    except OSError:  # a folder of a container's image cannot be moved
        if not _is_folder(last):
            raise
        shutil.rmtree(last)
    else:
        undo.callback(aside.rename, last)


def _is_folder(path: Path) -> bool:
    return S_ISDIR(path.lstat().st_mode)


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Let what would end the process end it a moment later."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    received: list[int] = []
    before: dict[int, Any] = {}
    try:
        with suppress(ValueError):  # only the main thread has to do with signals
            for number in (getattr(signal, n) for n in names if hasattr(signal, n)):
                before[number] = signal.signal(number, lambda n, _: received.append(n))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for number in received:
            signal.raise_signal(number)
