"""A build that is stopped takes its processes along, and publishes nothing afterwards."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.building import _AROUND, NOW, a_post, a_site, build_here
from tests.e2e.test_staging import leftovers_in, site_of

from postroom.engines.mkdocs.workers import MANY, spare_processors

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc"),
    pytest.mark.skipif(not spare_processors(), reason="one processor starts no others"),
]
BUILD = ("-m", "mkdocs", "build", "-q")
CHECK = ("-c", "from postroom.cli import main; main()", "check")
SIGNALS = [signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP]


def a_large_site(folder: Path) -> Path:
    """A site with so many kits that other processes make them."""
    posts = {
        f"posts/{n}.md": a_post(f"Essay {n}", uid=f"essay{n:03}", reprint="allowed")
        for n in range(MANY + 4)
    }
    return a_site(folder, posts)


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own."""
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**_AROUND, "SOURCE_DATE_EPOCH": str(NOW), "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def list_session(number: int) -> Iterator[int]:
    """List the processes of a session that still run."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session, *_ = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(session) == number and state not in "ZX":
            yield int(path.parent.name)


def wait_until(is_so, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(is_so())


def stop(running: subprocess.Popen[bytes], number: int, seconds: float) -> str:
    """Stop a command some time after its processes began; give what it said."""

    def is_at_work() -> bool:  # with those who count semaphores and make kits
        return len([*list_session(running.pid)]) > 2

    assert wait_until(is_at_work, 60)
    time.sleep(seconds)
    os.kill(running.pid, number)
    assert wait_until(lambda: not [*list_session(running.pid)], 2)
    return running.communicate()[1].decode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_large_site(tmp_path_factory.mktemp("large"))
    build_here(folder)
    return folder


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_no_process_outlives_a_build_and_the_last_site_stays(site, number):
    moment = random.Random(number).uniform(0, 0.8)
    before = site_of(site)
    text = a_post(f"Essay {number}", uid="essay000", reprint="allowed")
    (site / "docs/posts/0.md").write_text(text, encoding="utf-8")
    (site / ".cache").rename(site / "warm")

    said = stop(start(site, *BUILD), number, moment)

    time.sleep(0.3)  # nobody publishes afterwards
    assert site_of(site) == before
    assert "Traceback" not in said
    assert [*(site / "tmp").iterdir()] == []
    shutil.rmtree(site / ".cache", ignore_errors=True)  # none, if it was early
    (site / "warm").rename(site / ".cache")
    build_here(site)
    assert leftovers_in(site) == []


def test_what_a_killed_check_left_goes_when_the_next_begins(site):
    shutil.rmtree(site / ".cache")  # or it would have nothing to make
    stop(start(site, *CHECK), signal.SIGKILL, 0)
    assert len(leftovers_in(site / "tmp")) == 1
    running = start(site, *CHECK)

    running.communicate(timeout=120)
    assert running.returncode == 0
    assert [*(site / "tmp").iterdir()] == []
