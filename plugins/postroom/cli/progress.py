"""Work that takes long says so, on a terminal where somebody waits."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TextIO

_FELT = 2.0
"""Seconds after which one wonders."""


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
    begun = []

    def begin() -> None:
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
            console=Console(file=shown),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        progress.add_task(what, total=None)
        progress.start()
        begun.append(progress)

    timer = Timer(after, begin)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for progress in begun:
            progress.stop()
