"""Processes make what would be made here; whatever becomes of them, nothing is lost."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

import pytest

from postroom.engines.mkdocs import workers
from postroom.engines.mkdocs.workers import Order, Workers
from postroom.errors import ContentError, Place, Problem

WRONG = Problem(Place("a.md", 3), "it cannot be made", "make another")


@dataclass(frozen=True)
class Greeting:
    """A job that writes a word, or does what stands in it."""

    word: str
    here: int = 0
    """The process in which it succeeds; 0 for any."""

    def make(self) -> Mapping[str, bytes]:
        if self.here and self.here != os.getpid():
            os.kill(os.getpid(), SIGKILL)
        if self.word == "wrong":
            raise ContentError([WRONG])
        if self.word == "slow":
            time.sleep(60)
        return {"word.txt": self.word.encode(), "maker/pid.txt": b"%d" % os.getpid()}


@pytest.fixture(autouse=True)
def two_processes(monkeypatch):
    monkeypatch.setattr(workers, "_BATCH", 1)
    monkeypatch.setattr(workers, "spare_processors", lambda: 2)


def ordered(folder: Path, *jobs: Greeting) -> list[Order]:
    return [Order(job, folder / str(n)) for n, job in enumerate(jobs)]


def words_in(folder: Path) -> list[str]:
    return [path.read_text() for path in sorted(folder.glob("*/word.txt"))]


def makers_in(folder: Path) -> set[int]:
    return {int(path.read_text()) for path in folder.glob("*/maker/pid.txt")}


def has_ended(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"  # nobody has asked yet how it went


def wait_for(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_every_order_is_carried_out(tmp_path):
    Workers(ordered(tmp_path, *map(Greeting, "abcde"))).wait()

    assert words_in(tmp_path) == [*"abcde"]


def test_the_processes_make_it_while_this_one_does_something_else(tmp_path):
    room = Workers(ordered(tmp_path, *map(Greeting, "abc")))

    assert wait_for(lambda: words_in(tmp_path) == [*"abc"])
    assert os.getpid() not in makers_in(tmp_path)
    room.wait()


def test_this_one_helps_when_it_is_free(tmp_path):
    Workers(ordered(tmp_path, *map(Greeting, "abcdefghijkl"))).wait()

    assert os.getpid() in makers_in(tmp_path)
    assert sorted(words_in(tmp_path)) == [*"abcdefghijkl"]


def test_what_a_killed_process_left_is_made_here(tmp_path):
    deadly = [Greeting(word, here=os.getpid()) for word in "abc"]

    Workers(ordered(tmp_path, *deadly, Greeting("d"))).wait()

    assert words_in(tmp_path) == [*"abcd"]


def test_what_is_wrong_with_a_job_is_told_as_it_is(tmp_path):
    room = Workers(ordered(tmp_path, Greeting("a"), Greeting("wrong")))

    with pytest.raises(ContentError) as error:
        room.wait()

    assert error.value.problems == (WRONG,)
    assert str(error.value) == str(WRONG)
    room.stop()  # as an engine does that was told; twice does no harm
    room.stop()


def test_nothing_is_left_of_what_is_given_up(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))

    room = Workers(ordered(tmp_path / "made", *map(Greeting, "abcdef")))
    room.stop()

    assert list((tmp_path / "tmp").iterdir()) == []
    assert len(words_in(tmp_path / "made")) < 6


def test_giving_up_waits_for_nobody(tmp_path):
    room = Workers(ordered(tmp_path, Greeting("a"), *map(Greeting, ["slow"] * 4)))
    assert wait_for(lambda: makers_in(tmp_path))
    began = time.monotonic()

    room.stop()

    assert time.monotonic() - began < 5  # each would sleep for a minute
    assert all(map(has_ended, makers_in(tmp_path)))


SCRIPT = """
import sys
from pathlib import Path
from tests.unit.test_workers import Greeting, ordered, workers

workers.spare_processors = lambda: 1
workers._BATCH = 1
made = Path(sys.argv[1])
room = workers.Workers(ordered(made, Greeting("a"), Greeting(sys.argv[2])))
while not list(made.glob("0/maker/pid.txt")):
    pass
print("begun", flush=True)
{then}
"""
"""A script that is not meant to be run twice: it has no `if __name__ == "__main__"`."""


def run(folder: Path, word: str, then: str) -> subprocess.Popen[str]:
    """Start the script in a folder in which files are called like modules."""
    for name in ("json", "multiprocessing", "pickle", "random", "signal", "socket"):
        (folder / f"{name}.py").write_text("raise SystemExit('this is no module')")
    script = folder / "elsewhere" / "script.py"
    script.parent.mkdir()
    script.write_text(SCRIPT.format(then=then))
    (folder / "tmp").mkdir()
    return subprocess.Popen(
        [sys.executable, "-W", "error", script, folder / "made", word],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path[1:]), "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


ENDINGS = {
    "it is done": "room.wait()",
    "somebody interrupts it": "raise KeyboardInterrupt",
    "it goes wrong": "raise OSError",
}


@pytest.mark.parametrize("then", ENDINGS.values(), ids=ENDINGS.keys())
def test_processes_end_with_the_one_that_started_them(tmp_path, then):
    ended = run(tmp_path, "b", then)
    printed, errors = ended.communicate(timeout=60)

    assert printed == "begun\n"
    assert "Warning" not in errors
    assert "no module" not in errors
    assert words_in(tmp_path / "made")[0] == "a"
    assert wait_for(lambda: all(map(has_ended, makers_in(tmp_path / "made"))))
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes by number")
def test_processes_end_with_one_that_is_killed(tmp_path):
    building = run(tmp_path, "slow", "import time; time.sleep(60)")
    assert building.stdout is not None
    assert building.stdout.readline() == "begun\n"
    building.kill()
    building.communicate()

    assert wait_for(lambda: all(map(has_ended, makers_in(tmp_path / "made"))))
    assert list((tmp_path / "tmp").iterdir()) == []
