"""What a site's files were made of: what would be the same again is taken over as it is."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from postroom.toolbox.cache import Cache

_KIND = "site"

Mark = tuple[int, int, int]
"""The size, time and number of a file: another content has another of these."""

Known = dict[str, tuple[str, dict[str, Mark]]]
"""By the first path of what was made together: of what, and the files it became."""


class Inventory:
    """The files of the last site by what they were made of, and those of the next one.

    A file that stays the same is linked into the folder of the next site: nothing is made,
    read or written.
    """

    def __init__(self, last: Known, site: Path, tree: Path | None) -> None:
        """Begin with what is known of the last site.

        Args:
            last: What that is.
            site: Its folder.
            tree: Where the next one is written, beside it; None where nothing is written,
                and it is enough to know what would stay.
        """
        self._last, self._site = last, f"{site}/"
        self._tree = f"{tree}/" if tree else ""
        self._taken: Known = {}
        self._next: dict[str, tuple[str, list[str]]] = {}
        self._folders: set[str] = set()

    def take_over(self, name: str, key: str) -> bool:
        """Take over what was made under a name, if it was made of the same.

        Args:
            name: The first path of what belongs together.
            key: Tells all that its bytes depend on.
        """
        known, marks = self._last.get(name, ("", {}))
        if not key or known != key or name not in marks:
            return False
        linked: list[str] = []
        try:
            for path, mark in marks.items():
                if _mark(self._site + path) != mark:
                    raise FileNotFoundError(path)
                if self._tree:
                    self._link(path)
                linked.append(path)
        except OSError:  # somebody changed it, or nothing can be linked here
            for path in linked if self._tree else ():
                Path(self._tree + path).unlink()
            return False
        self._taken[name] = known, marks
        return True

    @property
    def paths(self) -> Iterator[str]:
        """Every file that is taken over, or may be made."""
        both = (*self._taken.values(), *self._next.values())
        return (path for _, paths in both for path in paths)

    def _link(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            Path(self._tree + folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        os.link(self._site + path, self._tree + path)

    def enter(self, name: str, key: str, paths: Iterable[str]) -> None:
        """Note what is made under a name: the paths that there may be."""
        if key:
            self._next[name] = key, [*paths]

    def describe(self) -> Known:
        """Say what is known of the next site, which is whole, and not moved yet."""
        known = dict(self._taken)  # a link has the size, the time and the number
        for name, (key, paths) in self._next.items():
            marks = {}
            for path in paths:
                with suppress(OSError):  # not everything that may be made was
                    marks[path] = _mark(self._tree + path)
            known[name] = key, marks
        return known


def recall_inventory(cache: Cache, site: Path) -> Known:
    """Give what was kept of the site in a folder; nothing if none was built there."""
    stored = cache.find_text(_KIND, str(site))
    known = json.loads(stored) if stored else {}
    return {
        name: (key, {path: tuple(mark) for path, mark in marks.items()})
        for name, (key, marks) in known.items()
    }


def keep_inventory(cache: Cache, site: Path, known: Known) -> None:
    """Keep what is known of the site in a folder."""
    cache.keep_text(_KIND, str(site), json.dumps(known, separators=(",", ":")))


def _mark(path: str) -> Mark:
    about = os.lstat(path)
    if not S_ISREG(about.st_mode):
        raise FileNotFoundError(path)
    return about.st_size, about.st_mtime_ns, about.st_ino
