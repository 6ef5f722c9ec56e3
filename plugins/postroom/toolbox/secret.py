"""The key that entries of the cache are authenticated with, and where it is kept.

It is in neither the repository nor the cache folder: whoever fills these, by a pull request
or by restoring an old cache, does not know it.
"""

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "POSTROOM_CACHE_KEY"
"""The variable of the environment that holds the key on a server, which is no user."""

_SHORTEST = 32
_LONGEST = 4096
_OTHERS = 0o077
_OTHERS_WRITE = 0o022


@dataclass(frozen=True)
class Secret:
    """A key, and why it is one for this process alone, if it is."""

    key: bytes
    remark: str = ""


def find_secret(root: Path, *, environment: Mapping[str, str] = os.environ) -> Secret:
    """Give the key of the environment, or that of the user, who gets one at first use.

    Where neither can be had nothing fails: the cache is then good for this process only.

    Args:
        root: The folder of the site, in which the key must not be.
        environment: All variables.
    """
    given = environment.get(VARIABLE, "").strip()
    if given:
        if len(given) >= _SHORTEST:
            return Secret(given.encode())
        return _alone(
            f"${VARIABLE}: it has only {len(given)} characters",
            f"set {_SHORTEST} or more, such as `openssl rand -hex 32` prints",
        )
    path = user_data_path("postroom", appauthor=False) / "cache.key"
    if path.resolve().is_relative_to(root.resolve()):
        fix = f"set ${VARIABLE}, or XDG_DATA_HOME to another folder"
        return _alone(f"{path}: it would lie within the site", fix)
    try:
        if not os.path.lexists(path):
            _create(path)
        return Secret(_read(path))
    except ValueError as error:
        return _alone(f"{path}: {error}", "delete it; another one is made")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return _alone(f"{path}: {reason}", f"set ${VARIABLE}, or mend the folder")


def _alone(what: str, fix: str) -> Secret:
    remark = f"{what}; what is cached is used by this run only\n    fix: {fix}"
    return Secret(secrets.token_bytes(_SHORTEST), remark)


def _create(path: Path) -> None:
    """Make a key whole or not at all; whoever comes second uses that of the first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{secrets.token_hex(8)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(_SHORTEST).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, path)  # unlike a rename it takes nobody's place
    finally:
        aside.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    """Read a key that nobody else can read or change.

    Raises:
        OSError: It cannot be read.
        ValueError: Others could have it, or it is none.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise ValueError("it is no file")
        if hasattr(os, "geteuid"):
            folder = path.parent.lstat()
            if not about.st_uid == folder.st_uid == os.geteuid():
                raise ValueError("it is another user's")
            if about.st_mode & _OTHERS or folder.st_mode & _OTHERS_WRITE:
                raise ValueError("others can read or change it")
        key = file.read(_LONGEST).strip()
    if len(key) < _SHORTEST:
        raise ValueError(f"it has only {len(key)} characters")
    return key
