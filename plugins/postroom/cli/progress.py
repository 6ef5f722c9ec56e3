"""Work that takes long says so, on a terminal where somebody waits."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

_FELT = 2.0
"""Seconds after which one wonders."""

_SOON = 0.001
"""No time at all would be no signal."""


@contextmanager
def show_progress(
    what: str, *, after: float = _FELT, stream: TextIO | None = None
) -> Iterator[None]:
    """Show what is being done, and for how long, as soon as it is felt; then wipe it away.

    Nothing else may be printed meanwhile. In CI and in a pipe nothing is shown at all.

    Args:
        what: The work, such as `Reading the site`.
        after: How many seconds nobody minds.
        stream: Where it is shown; else where messages go.
    """
    shown = stream or sys.stderr
    if not shown.isatty() or os.environ.get("CI"):
        yield
        return
    begun: list[Progress] = []

    def begin() -> None:
        with suppress(Exception):  # in the middle of anything: it is not worth a command
            begun.append(_begin(what, shown, after))

    try:
        with _wake(begin, after):
            yield
    finally:  # when nothing can begin any more
        for progress in begun:
            progress.stop()


def _begin(what: str, stream: TextIO, elapsed: float) -> "Progress":
    # it takes a while to load, and most work is done before
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = SpinnerColumn("line"), TextColumn("{task.description}", markup=False)
    progress = Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(file=stream),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task(what, total=None)
    progress.tasks[0].start_time = progress.get_time() - elapsed
    progress.start()
    return progress


@contextmanager
def _wake(call: Callable[[], None], after: float) -> Iterator[None]:
    """Call a function after a while, unless all is done before.

    By a signal where there is one: a thread would keep builds from running ahead.
    """
    if not hasattr(signal, "setitimer"):
        timer = Timer(after, call)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
        return
    before = signal.signal(signal.SIGALRM, lambda *_: call())
    signal.setitimer(signal.ITIMER_REAL, max(after, _SOON))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
