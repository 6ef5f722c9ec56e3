"""Many jobs, done by processes of their own while the engine goes on with its pages.

What they make is the same as if it were made here; it only takes another processor.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Lock, Thread
from types import ModuleType

from postroom.model.artefact import Job
from postroom.toolbox.cache import add_remarks, take_remarks

MANY = 150
"""Jobs from which on it pays to start a process, which takes a third of a second."""

_MOST = 4
_BATCH = 8
_AHEAD = 2
"""Batches for each process, so that none has to wait for the next one."""

_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG, prctl(2)."""


@dataclass(frozen=True)
class Order:
    """A job, and the folder for what it makes."""

    job: Job
    folder: Path

    def carry_out(self) -> None:
        """Make the files, and write them."""
        write_files(self.folder, self.job.make())


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, by path."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class Workers:
    """Processes at work on orders: whoever is free takes the next batch."""

    def __init__(self, orders: Iterable[Order]) -> None:
        """Start: as many processes as there are processors beside this one's."""
        left = iter(orders)
        self._left = deque(iter(lambda: list(islice(left, _BATCH)), []))
        self._begun: dict[Future[list[str]], list[Order]] = {}
        self._taking = Lock()
        helpers = max(1, min(spare_processors(), _MOST))
        context = multiprocessing.get_context("spawn")
        self._others = {*multiprocessing.active_children()}
        with _by_themselves():
            self._pool = ProcessPoolExecutor(helpers, context, _begin)
            try:
                with _interrupts_held_back():
                    for _ in range(helpers * _AHEAD):
                        self._hand_on()
            except BaseException:
                self.stop()
                raise

    def _hand_on(self) -> None:
        """Hand the next batch to the processes, if there is one."""
        with self._taking:
            if not self._left:
                return
            try:
                future = self._pool.submit(_carry_out, self._left[0])
            except (BrokenExecutor, RuntimeError):  # one was killed, or all is given up
                return
            self._begun[future] = self._left.popleft()
        future.add_done_callback(self._go_on)

    def _go_on(self, future: Future[list[str]]) -> None:
        """Forget what is made, for a kit is large, and hand the next batch on."""
        if not future.cancelled() and future.exception() is None:
            add_remarks(future.result())
            with self._taking:
                self._begun.pop(future, None)
            self._hand_on()

    def wait(self) -> None:
        """Help until everything is made.

        What a process did not finish is made here: whatever is wrong with it is told as
        if there were no processes, and one that was killed costs only time.
        """
        try:
            while batch := self._take():
                add_remarks(_carry_out(batch))
            self._pool.shutdown()
        finally:
            self.stop()

    def _take(self) -> list[Order]:
        """Give a batch that this process has to make; none when all is made."""
        while True:
            with self._taking:
                if self._left:
                    return self._left.pop()
                if not self._begun:
                    return []
                future, batch = self._begun.popitem()
            if future.exception():  # once it is done
                return batch

    def stop(self) -> None:
        """Give up what is not made yet; twice does no harm."""
        for process in {*multiprocessing.active_children()} - self._others:
            process.kill()
        self._pool.shutdown(cancel_futures=True)


def _carry_out(batch: Iterable[Order]) -> list[str]:
    """Make a batch, and give what there is to say of the cache."""
    for order in batch:
        order.carry_out()
    return take_remarks()


def spare_processors() -> int:
    """How many processors there are beside the one that this process uses."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) - 1
    return (os.cpu_count() or 1) - 1


def _begin() -> None:
    """Begin a process: it ends with the one that started it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a keyboard's is for the build
    die_with_parent()  # where that cannot be, the thread is enough
    Thread(target=_end_with_parent, daemon=True).start()


def die_with_parent() -> None:
    """Let the system end this process with the one that started it, where it can."""
    with suppress(AttributeError, OSError, TypeError):  # no Linux
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # it started this one
    parent.join()  # at once, if it was gone before there was a signal for it
    os._exit(1)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let processes begin without hearing a keyboard, before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _by_themselves() -> Iterator[None]:
    """Let processes begin with nothing of the folder or the script they are started from.

    A file in the site's folder that is called like a module is none, and a script that
    builds a site is not run once more in each of them.
    """
    script, was_safe = sys.modules["__main__"], os.environ.get("PYTHONSAFEPATH")
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        sys.modules["__main__"] = script
        if was_safe is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = was_safe
