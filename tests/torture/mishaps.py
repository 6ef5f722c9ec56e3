"""What can go wrong with a process; each is called in it before its command begins."""

from __future__ import annotations

import errno
import mmap
import os
import pwd
import resource
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEPS = {"os.mkdir": 0, "os.rename": 1, "os.link": 1, "os.truncate": 0, "os.symlink": 1}
_AFTERWARDS = {"os.remove": 0, "os.rmdir": 0}
"""Where the path stands among what is told of an event of `sys.addaudithook`."""


def _read_flag() -> mmap.mmap:
    return mmap.mmap(-1, 1)  # shared with the process that watches


@dataclass
class AtNthWrite:
    """Do something at the n-th step with which a command writes below a folder.

    Steps are those that Python audits (files opened to write, folders, names, links)
    and flushes.
    """

    nth: int
    folder: Path
    dies: bool = False
    """Whether the process is killed, instead of finding the disk full."""

    flag: mmap.mmap = field(default_factory=_read_flag)

    def __call__(self) -> None:
        self._flush = os.fsync
        os.fsync = self._fsync
        sys.addaudithook(self._hear)

    @property
    def has_struck(self) -> bool:
        """Whether there were so many steps."""
        return self.flag[0] == 1

    def _fsync(self, descriptor: int) -> None:
        self._count()
        self._flush(descriptor)

    def _hear(self, event: str, told: tuple[object, ...]) -> None:
        steps = {**_STEPS, **_AFTERWARDS} if self.dies else _STEPS
        if event == "open":
            path = told[0] if int(told[2] or 0) & _WRITING else None  # type: ignore[call-overload]
        elif event in steps:
            path = told[steps[event]]
        else:
            return
        if isinstance(path, (str, bytes, os.PathLike)) and self._is_below(os.fspath(path)):
            self._count()

    def _is_below(self, path: str | bytes) -> bool:
        return os.path.abspath(os.fsdecode(path)).startswith(f"{self.folder}/")  # noqa: PTH100

    def _count(self) -> None:
        self.nth -= 1
        if self.nth == 0:
            self.flag[0] = 1
            if self.dies:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@dataclass(frozen=True)
class ShortFiles:
    """Let no file grow beyond some bytes: what is written is cut off there."""

    most: int

    def __call__(self) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, self.most))


def become_nobody() -> None:
    """Give up the rights of root, whom no mode stops."""
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


@dataclass(frozen=True)
class Clock:
    """Let it be another time, as clocks without a battery say."""

    seconds: float

    def __call__(self) -> None:
        now, now_ns = time.time, time.time_ns
        time.time = lambda: now() + self.seconds
        time.time_ns = lambda: now_ns() + int(self.seconds * 1e9)


@dataclass(frozen=True)
class Environment:
    """Let a variable say something."""

    name: str
    value: str

    def __call__(self) -> None:
        os.environ[self.name] = self.value
