"""A command in a process that has everything loaded, so that hundreds are quick."""

from __future__ import annotations

import fcntl
import logging
import multiprocessing.util
import os
import random
import secrets
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from mkdocs.__main__ import cli as mkdocs
from tests.e2e.building import NOW

from postroom.cli import COMMANDS, main, module_of

for _name in (name for group in COMMANDS.values() for name in group):
    import_module(module_of(_name))

_MEGABYTE = 1 << 20
_PATIENCE = 120
_MERCY = 2.0
"""Seconds until no process of a killed command may run."""

Mishap = Callable[[], object]
"""What goes wrong in a process before its command begins."""


@dataclass(frozen=True)
class Act:
    """A command, as somebody types it."""

    name: str
    site: str
    """Which of the sites it is about."""

    words: tuple[str, ...]
    """Those of `postroom`, or of `mkdocs` if they begin with `build`."""

    about: object = None
    """What click hands on; a web, for `harvest`."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    """Negative: of the signal that ended it."""

    said: str
    seconds: float
    survivors: tuple[int, ...] = ()


@dataclass
class Running:
    """A command under way."""

    process: int
    pipe: int
    began: float = field(default_factory=time.monotonic)

    def kill(self, number: int) -> None:
        """Send a signal, unless it is over."""
        with suppress(ProcessLookupError):
            os.kill(self.process, number)

    def wait(self) -> Ended:
        """Wait for its end, and for that of its processes."""
        code = self._reap()
        seconds = time.monotonic() - self.began
        end = time.monotonic() + _MERCY
        while (left := (*list_session(self.process),)) and time.monotonic() < end:
            time.sleep(0.005)
        for process in left:
            os.kill(process, signal.SIGKILL)
        os.set_blocking(self.pipe, False)
        with suppress(BlockingIOError), os.fdopen(self.pipe, "rb") as pipe:
            said = (pipe.read() or b"").decode(errors="replace")
            return Ended(code, said, seconds, left)
        return Ended(code, "", seconds, left)

    def _reap(self) -> int:
        while time.monotonic() - self.began < _PATIENCE:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        self.kill(signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def start(
    act: Act,
    site: Path,
    *,
    salt: int = 0,
    mishaps: Sequence[Mishap] = (),
) -> Running:
    """Begin a command in a session of its own.

    Args:
        act: The command.
        site: The folder in which it runs. `tmp` beside it is its temporary folder; `home`,
            one further up, has the key of the cache.
        salt: Decides the identities that it makes.
        mishaps: What goes wrong with it.
    """
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, _MEGABYTE)
    sys.stdout.flush()
    process = os.fork()
    if process:
        os.close(writer)
        return Running(process, reader)
    code = 70
    try:
        _settle(site, writer, salt)
        for mishap in mishaps:
            mishap()
        code = _run(act)
    except BaseException:
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def run(
    act: Act,
    site: Path,
    *,
    salt: int = 0,
    mishaps: Sequence[Mishap] = (),
) -> Ended:
    """Run a command to its end."""
    return start(act, site, salt=salt, mishaps=mishaps).wait()


def _settle(site: Path, writer: int, salt: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, place in ((nothing, 0), (writer, 1), (writer, 2)):
        os.dup2(descriptor, place)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - pytest has its own
    sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
    os.chdir(site)
    temporary = site.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    home = {"HOME": str(site.parents[1] / "home"), "TMPDIR": str(temporary)}
    os.environ.update(home, SOURCE_DATE_EPOCH=str(NOW), NO_MKDOCS_2_WARNING="1", TZ="UTC")
    tempfile.tempdir = str(temporary)  # Python would try it out with a file of its own
    logging.getLogger("mkdocs").handlers.clear()
    secrets.choice = random.Random(salt).choice


def _run(act: Act) -> int:
    command = mkdocs if act.words[0] == "build" else main
    try:
        command([*act.words], obj=act.about)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        multiprocessing.util._exit_function()  # what atexit would do
    return 0


def list_session(number: int) -> Iterator[int]:
    """List the processes of a session that still run."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session, *_ = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(session) == number and state not in "ZX":
            yield int(path.parent.name)
