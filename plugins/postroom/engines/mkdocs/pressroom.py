"""Many jobs, done by processes of their own while the engine goes on with its pages.

What they make is the same as if it were made here; it only takes another processor.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path

from postroom.model.artefact import Job

MANY = 100
"""Jobs from which on it pays to start a process, which takes a third of a second."""

_MOST = 4


@dataclass(frozen=True)
class Order:
    """A job, and the folder for what it makes."""

    job: Job
    folder: Path
    modified: datetime | None

    def carry_out(self) -> None:
        """Make the files, and write them."""
        write_files(self.folder, self.job.make(), self.modified)


def write_files(
    folder: Path, files: Mapping[str, bytes], modified: datetime | None
) -> None:
    """Write files into a folder, and say when their content last changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        if modified is not None:
            moment = modified.timestamp()
            os.utime(path, (moment, moment))


class Pressroom:
    """Processes at work on orders."""

    def __init__(self, orders: Iterable[Order]) -> None:
        """Start: as many processes as there are processors beside this one's."""
        folder = tempfile.TemporaryDirectory(prefix="postroom-")
        count = min(spare_processors(), _MOST)
        self._spools = [Path(folder.name, f"{number}") for number in range(count)]
        _write_orders(orders, self._spools)
        self._running: list[subprocess.Popen[bytes]] = []
        self._close = weakref.finalize(self, _give_up, self._running, folder)
        self._running += map(_start, self._spools)

    def wait(self) -> None:
        """Wait until everything is made.

        What a process did not finish is made here: whatever is wrong with it is told as
        if there were no processes, and one that was killed costs only time.
        """
        for process, spool in zip(self._running, self._spools, strict=True):
            if process.wait():
                work_off(spool)
        self.stop()

    def stop(self) -> None:
        """Give up what is not made yet; the end of this process does it too."""
        self._close()


def _write_orders(orders: Iterable[Order], spools: Sequence[Path]) -> None:
    with ExitStack() as opened:
        files = [opened.enter_context(spool.open("wb")) for spool in spools]
        for order, file in zip(orders, cycle(files), strict=False):
            pickle.dump(order, file)


def _give_up(
    running: Iterable["subprocess.Popen[bytes]"],
    folder: "tempfile.TemporaryDirectory[str]",
) -> None:
    for process in running:
        process.kill()
        process.wait()
    folder.cleanup()


def spare_processors() -> int:
    """How many processors there are beside the one that this process uses."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) - 1
    return (os.cpu_count() or 1) - 1


def _start(spool: Path) -> "subprocess.Popen[bytes]":
    # -P: a file in the site's folder that is called like a module is none
    return subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(spool)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def work_off(spool: Path) -> None:
    """Carry out the orders of a file."""
    with spool.open("rb") as file:
        while True:
            try:
                order: Order = pickle.load(file)  # written by the parent a moment ago
            except EOFError:
                return
            order.carry_out()


if __name__ == "__main__":
    work_off(Path(sys.argv[1]))
