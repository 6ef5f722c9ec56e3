"""Processes make what would be made here; whatever becomes of them, nothing is lost."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from postroom.engines.mkdocs import workers
from postroom.engines.mkdocs.workers import Order, Pressroom
from postroom.errors import PostroomError

WHEN = datetime(2026, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Greeting:
    """A job that writes a word, or does what stands in it."""

    word: str
    here: int = 0
    """The process in which it succeeds; 0 for any."""

    def make(self) -> Mapping[str, bytes]:
        if self.here and self.here != os.getpid():
            os.kill(os.getpid(), 9)
        if self.word == "wrong":
            raise PostroomError("it cannot be made\n    fix: make another")
        return {"word.txt": self.word.encode()}


@pytest.fixture(autouse=True)
def two_processes(monkeypatch):
    monkeypatch.setattr(workers, "_BATCH", 1)
    monkeypatch.setattr(workers, "spare_processors", lambda: 2)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # where the jobs are


def ordered(folder: Path, *jobs: Greeting) -> list[Order]:
    return [Order(job, folder / str(n), WHEN) for n, job in enumerate(jobs)]


def words_in(folder: Path) -> list[str]:
    return [path.read_text() for path in sorted(folder.glob("*/word.txt"))]


def test_every_order_is_carried_out_and_dated(tmp_path):
    room = Pressroom(ordered(tmp_path, *map(Greeting, "abcde")))
    room.wait()

    assert words_in(tmp_path) == [*"abcde"]
    assert (tmp_path / "0/word.txt").stat().st_mtime == WHEN.timestamp()


def test_the_processes_make_it_while_this_one_does_something_else(tmp_path):
    room = Pressroom(ordered(tmp_path, *map(Greeting, "abc")))
    for process in room._running:
        process.wait()

    assert words_in(tmp_path) == [*"abc"]
    room.wait()


def test_this_one_helps_when_it_is_free(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "spare_processors", lambda: 0)

    Pressroom(ordered(tmp_path, *map(Greeting, "abc"))).wait()

    assert words_in(tmp_path) == [*"abc"]


def test_what_a_killed_process_left_is_made_here(tmp_path):
    deadly = [Greeting(word, here=os.getpid()) for word in "abc"]

    room = Pressroom(ordered(tmp_path, *deadly, Greeting("d")))
    room.wait()

    assert words_in(tmp_path) == [*"abcd"]


def test_what_is_wrong_with_a_job_is_told_as_it_is(tmp_path):
    room = Pressroom(ordered(tmp_path, Greeting("a"), Greeting("wrong")))

    with pytest.raises(PostroomError, match="it cannot be made"):
        room.wait()
    room.stop()  # as an engine does that was told; twice does no harm
    room.stop()


def test_nothing_is_left_of_what_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(workers.tempfile, "tempdir", str(tmp_path))

    room = Pressroom(ordered(tmp_path / "made", *map(Greeting, "ab")))
    room.stop()

    assert list(tmp_path.glob("postroom-*")) == []


def test_processes_end_with_the_one_that_started_them(tmp_path):
    code = (
        "from pathlib import Path\n"
        "from tests.unit.test_workers import Greeting, ordered, workers\n"
        "workers.spare_processors = lambda: 1\n"
        f"room = workers.Pressroom(ordered(Path({str(tmp_path)!r}), Greeting('a')))\n"
        "raise KeyboardInterrupt"
    )

    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert "Warning" not in ended.stderr
    assert list(tmp_path.glob("postroom-*")) == []
