"""What can go wrong with a process; each is called in it before its command begins."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from postroom.engines.mkdocs import staging

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEPS = {"os.mkdir": 0, "os.rename": 1, "os.link": 1, "os.truncate": 0, "os.symlink": 1}
_CAPABILITIES, _DROP = 0x20080522, 24
_OVERRIDE, _READ_SEARCH = 1, 2
"""_LINUX_CAPABILITY_VERSION_3, PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH."""

_AFTERWARDS = {"os.remove": 0, "os.rmdir": 0}
"""Where the path stands among what is told of an event of `sys.addaudithook`."""


def _share() -> mmap.mmap:
    return mmap.mmap(-1, 8)  # with the process that watches


@dataclass
class AtNthWrite:
    """Do something at the n-th step with which a command writes below a folder.

    Steps are those that Python audits (files opened to write, folders, names, links),
    flushes, and exchanges of what is published.
    """

    nth: int
    """With 0 nothing happens; steps are only counted."""

    folder: Path
    dies: bool = False
    """Whether the process is killed, instead of finding the disk full."""

    shared: mmap.mmap = field(default_factory=_share)

    def __call__(self) -> None:
        self._flush, os.fsync = os.fsync, self._fsync
        self._swap, staging._swap = staging._swap, self._exchange
        sys.addaudithook(self._hear)

    @property
    def steps(self) -> int:
        """How many steps there were."""
        return int.from_bytes(self.shared[:8], "little")

    def _exchange(self, one: Path, other: Path) -> bool:
        self._count()
        return self._swap(one, other)

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
        steps = self.steps + 1
        self.shared[:8] = steps.to_bytes(8, "little")
        if steps == self.nth:
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


def heed_rights() -> None:
    """Give up what lets root read and write what its mode forbids; capabilities(7)."""
    system = ctypes.CDLL(None)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    sets = (ctypes.c_uint32 * 6)()
    system.capget(header, sets)
    for number in (_OVERRIDE, _READ_SEARCH):
        system.prctl(_DROP, number)
        for place in range(3):
            sets[place] &= ~(1 << number)
    assert system.capset(header, sets) == 0


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
