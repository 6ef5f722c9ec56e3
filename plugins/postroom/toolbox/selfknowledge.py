"""What the program found out about its own code is kept for as long as that stays the same.

It is kept in the cache folder of the user, never in that of a site, which a server may
restore from somewhere: what is there is believed.
"""

import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from platformdirs import user_cache_path

T = TypeVar("T")

_OTHERS_WRITE = 0o022
_PACKAGE = Path(__file__).parent.parent


@cache
def find_own_folder() -> Path | None:
    """Give the folder of the user's own caches, in which nobody else can write."""
    folder = user_cache_path("postroom", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        about = folder.lstat()
    except OSError:
        return None
    is_own = stat.S_ISDIR(about.st_mode)
    if hasattr(os, "geteuid"):
        is_own = is_own and about.st_uid == os.geteuid()
        is_own = is_own and not about.st_mode & _OTHERS_WRITE
    return folder if is_own else None


def recall(name: str, find_out: Callable[[], T]) -> T:
    """Give what was found out under a name by the same code, or find it out.

    Args:
        name: What is asked.
        find_out: Finds the answer in code and libraries alone; JSON can hold it.
    """
    answers = _read_answers()
    if name not in answers:
        answers[name] = find_out()
        _write_answers()
    return cast(T, answers[name])


@cache
def _read_answers() -> dict[str, object]:
    folder = find_own_folder()
    with suppress(OSError, ValueError, AttributeError, TypeError):
        if folder is not None:
            stored = json.loads((folder / _name_file()).read_text(encoding="utf-8"))
            if stored["of"] == _describe_code():
                return dict(stored["answers"])
    return {}


def _write_answers() -> None:
    """Keep the answers; two programs at once lose one of theirs, and ask again."""
    folder = find_own_folder()
    if folder is None:
        return
    with suppress(OSError):
        handle, aside = tempfile.mkstemp(prefix="new-", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"of": _describe_code(), "answers": _read_answers()}, file)
        Path(aside).replace(folder / _name_file())


@cache
def _name_file() -> str:
    """Name the file of this installation: two that take turns each keep their answers."""
    place = f"{sys.prefix}\n{_PACKAGE}".encode("utf-8", "surrogatepass")
    return f"selfknowledge-{hashlib.sha256(place).hexdigest()[:16]}.json"


@cache
def _describe_code() -> str:
    """Tell whether any file of the package, or any library, is another than it was."""
    folders = [_PACKAGE, _PACKAGE.parent.parent / "templates"]
    digest = hashlib.sha256(f"{sys.version}\n{_PACKAGE}\n".encode())
    for line in sorted(line for folder in folders for line in _list_files(str(folder))):
        digest.update(line.encode("utf-8", "surrogatepass"))
    for folder in sys.path:
        for name in _list_libraries(folder):
            digest.update(f"{name}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _list_libraries(folder: str) -> list[str]:
    """List what is installed in a folder, by names that tell the version."""
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - these are many, and plain
    except OSError:
        return []
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _list_files(folder: str) -> Iterator[str]:
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                yield from _list_files(entry.path) if entry.name != "__pycache__" else ()
            else:
                about = entry.stat()
                marks = about.st_size, about.st_mtime_ns, about.st_ino
                yield f"{entry.path} {marks}\n"
