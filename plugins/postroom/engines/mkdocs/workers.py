"""Many jobs, done by processes of their own while the engine goes on with its pages.

What they make is the same as if it were made here; it only takes another processor.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from pathlib import Path

from postroom.model.artefact import Job

MANY = 100
"""Jobs from which on it pays to start a process, which takes a third of a second."""

_MOST = 4
_BATCH = 8
_FREE = ".free"
"""The end of a batch's name until somebody takes it."""


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
    """Processes at work on orders: whoever is free takes the next batch."""

    def __init__(self, orders: Iterable[Order]) -> None:
        """Start: as many processes as there are processors beside this one's."""
        folder = tempfile.TemporaryDirectory(prefix="postroom-")
        self._spool = Path(folder.name)
        _write_batches(orders, self._spool)
        self._running: list[subprocess.Popen[bytes]] = []
        self._close = weakref.finalize(self, _give_up, self._running, folder)
        helpers = min(spare_processors(), _MOST)
        self._running += (_start(self._spool) for _ in range(helpers))

    def wait(self) -> None:
        """Help until everything is made.

        What a process did not finish is made here: whatever is wrong with it is told as
        if there were no processes, and one that was killed costs only time.
        """
        work_off(self._spool)
        for process in self._running:
            process.wait()
        for left in sorted(self._spool.iterdir()):
            _carry_out(left)
        self.stop()

    def stop(self) -> None:
        """Give up what is not made yet; the end of this process does it too."""
        self._close()


def _write_batches(orders: Iterable[Order], spool: Path) -> None:
    left = iter(orders)
    for number in count():
        batch = list(islice(left, _BATCH))
        if not batch:
            return
        (spool / f"{number:06}{_FREE}").write_bytes(pickle.dumps(batch))


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
    """Take batch after batch that nobody has taken yet, and carry them out."""
    for batch in sorted(spool.glob(f"*{_FREE}")):
        mine = batch.with_suffix("")
        try:
            batch.rename(mine)
        except FileNotFoundError:  # somebody else was quicker
            continue
        _carry_out(mine)


def _carry_out(batch: Path) -> None:
    orders: list[Order] = pickle.loads(batch.read_bytes())  # ours, of a moment ago
    for order in orders:
        order.carry_out()
    batch.unlink()


if __name__ == "__main__":
    work_off(Path(sys.argv[1]))
