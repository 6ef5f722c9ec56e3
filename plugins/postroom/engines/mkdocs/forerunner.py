"""What a build will ask for is made ahead of it, and left in the cache.

A build goes through its texts and pages one after the other. Where many of them are new,
processes of their own go through the same list from its end: what the build then meets is
there already. Whatever becomes of them, the build makes what it does not find.
"""

import io
import logging
import mmap
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from postroom.engines.mkdocs.workers import die_with_parent, spare_processors

_MANY = 24
"""What has to be made before one takes it that the rest has to be, too."""

_LEFT = 60
"""With fewer to come, a process would not pay."""

_MOST = 3
_PATIENCE = 0.5
"""Seconds; who is stopped in the middle leaves half an entry behind."""

_NUMBER = struct.Struct("=q")


class Forerunner:
    """Counts what a build comes to, and starts processes when much of it is new."""

    def __init__(self, count: int, make: Callable[[int], object]) -> None:
        """Watch over a list.

        Args:
            count: How many entries it has.
            make: Makes what belongs to an entry, by its number, and leaves it in the cache;
                called in a copy of this process.
        """
        self._count, self._make = count, make
        self._at = self._new = 0
        self._reached = mmap.mmap(-1, _NUMBER.size)
        self._processes: list[int] = []
        self._is_copy = self._is_decided = False
        self.has_run = False
        """Whether other processes have put something into the cache."""

    def pass_by(self, *, is_new: bool) -> None:
        """Note that the build is done with the next entry, and whether it made it."""
        if self._is_copy:
            return
        self._at, self._new = self._at + 1, self._new + is_new
        _NUMBER.pack_into(self._reached, 0, self._at)
        if self._new >= _MANY:
            self.start()

    def start(self) -> None:
        """Start processes, if they have not been started, and where that pays."""
        if self._is_decided:
            return
        self._is_decided = True
        if self._count - self._at >= _LEFT and can_run_ahead():
            many = min(spare_processors(), _MOST)
            for number in range(many):
                self._start(number, many)

    def _start(self, number: int, many: int) -> None:
        """Start a process, which makes every so many-th entry from the end on."""
        parent = os.getpid()
        with suppress(OSError):  # there is no room for one
            process = os.fork()
            if process:
                self._processes.append(process)
                self.has_run = True
                return
            try:
                self._run(parent, range(self._count - 1 - number, -1, -many))
            finally:
                os._exit(0)  # without anything that the build wants done at its end

    def _run(self, parent: int, entries: range) -> None:
        self._is_copy = True
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a keyboard's is for the build
        die_with_parent()
        _be_silent()
        sys.stdout = sys.stderr = io.StringIO()
        for entry in entries:
            [reached] = _NUMBER.unpack_from(self._reached, 0)
            if entry <= reached or os.getppid() != parent:
                return
            with suppress(Exception):  # the build meets it too, and says what it is
                self._make(entry)

    def end(self) -> None:
        """Stop all processes, after what they are at or a moment; twice does no harm."""
        self._is_decided = True
        _NUMBER.pack_into(self._reached, 0, self._count)
        until = time.monotonic() + _PATIENCE
        for process in self._processes:
            with suppress(OSError):
                while not os.waitpid(process, os.WNOHANG)[0]:
                    if time.monotonic() > until:
                        os.kill(process, signal.SIGKILL)
                    time.sleep(0.002)
        self._processes.clear()


def _be_silent() -> None:
    """Let nothing that is logged be seen: the build says it, when it comes there.

    Who listens to find out what a text gives to say still hears it.
    """
    loggers = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    for logger in loggers:
        logger.handlers.clear()
    logging.lastResort = None


def can_run_ahead() -> bool:
    """Whether a copy of this process can go on by itself: nothing else may be going on."""
    is_known = sys.platform == "linux"  # elsewhere libraries do not expect it
    return is_known and threading.active_count() == 1 and spare_processors() > 0
