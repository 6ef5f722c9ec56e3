"""A saved file becomes the page in the browser: `mkdocs serve`, watched from outside."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from .measure import BuildFailedError, environment

_PATIENCE = 900.0
_PAUSE = 0.05


def time_save(folder: Path, essay: Path, page: str, runs: int) -> list[float]:
    """Seconds from saving an essay until its page says what is new, for each of some runs.

    Args:
        folder: Where `mkdocs.yml` is.
        essay: The file that is saved.
        page: The path of its page below the site's address.
        runs: How often.

    Raises:
        BuildFailedError: Nothing is served, or the page never says it.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", host]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://{host}/{page}", "", process)
            return [_save(essay, f"http://{host}/{page}", n, process) for n in range(runs)]
        finally:
            process.terminate()
            process.wait()


def _save(
    essay: Path, address: str, number: int, process: subprocess.Popen[bytes]
) -> float:
    said = f"Sentence {number} of {time.time_ns()}"
    text = essay.read_text(encoding="utf-8")
    start = time.perf_counter()
    essay.write_text(f"{text}\n{said}.\n", encoding="utf-8")
    _wait_for(address, said, process)
    return time.perf_counter() - start


def _wait_for(address: str, said: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
                if said in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass  # it is not there yet
        time.sleep(_PAUSE)
    raise BuildFailedError(f"{address} never said {said!r}")
