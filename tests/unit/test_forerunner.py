"""What a build will come to is made from the other end of the list, as far as that pays."""

import os
import time
from pathlib import Path

import pytest

from postroom.engines.mkdocs import forerunner
from postroom.engines.mkdocs.forerunner import Forerunner, can_run_ahead

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

COUNT = 40
REALLY_CAN = can_run_ahead


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Two helpers, as soon as three entries were new; tests have threads."""
    monkeypatch.setattr(forerunner, "_MANY", 3)
    monkeypatch.setattr(forerunner, "_LEFT", 5)
    monkeypatch.setattr(forerunner, "spare_processors", lambda: 2)
    monkeypatch.setattr(forerunner, "can_run_ahead", lambda: True)


def made_in(folder: Path) -> dict[int, int]:
    """What was made by which process."""
    return {int(path.name): int(path.read_text()) for path in folder.iterdir()}


def write_into(folder: Path):
    def make(number: int) -> None:
        aside = folder.parent / f"{os.getpid()}-{number}"
        aside.write_text(str(os.getpid()))
        aside.rename(folder / str(number))

    return make


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "made").mkdir()
    return tmp_path / "made"


def wait_for(folder: Path, count: int) -> None:
    until = time.monotonic() + 20
    while len(made_in(folder)) < count and time.monotonic() < until:
        time.sleep(0.01)


def test_what_is_to_come_is_made_by_others_from_the_end(folder):
    ahead = Forerunner(COUNT, write_into(folder))
    for _ in range(3):
        ahead.pass_by(is_new=True)
    wait_for(folder, COUNT - 4)

    makers = made_in(folder)
    ahead.end()

    assert ahead.has_run
    assert {*range(4, COUNT)} <= {*makers} <= {*range(3, COUNT)}
    assert len({*makers.values()}) == 2
    assert os.getpid() not in makers.values()


def test_what_is_known_to_be_new_is_begun_at_once(folder):
    ahead = Forerunner(COUNT, write_into(folder))
    ahead.start()
    ahead.start()
    wait_for(folder, COUNT - 1)
    ahead.end()

    assert {*range(1, COUNT)} <= {*made_in(folder)}
    assert len({*made_in(folder).values()}) == 2


def test_where_little_is_new_no_process_starts(folder):
    ahead = Forerunner(COUNT, write_into(folder))
    for _ in range(COUNT):
        ahead.pass_by(is_new=False)
    ahead.end()

    assert (ahead.has_run, made_in(folder)) == (False, {})


def test_near_the_end_no_process_starts(folder):
    ahead = Forerunner(6, write_into(folder))
    for _ in range(6):
        ahead.pass_by(is_new=True)
    ahead.end()

    assert not ahead.has_run


def test_a_mistake_in_one_entry_is_left_to_the_build(folder, capfd):
    write = write_into(folder)

    def make(number: int) -> None:
        print("something")  # noqa: T201
        if number % 2:
            raise ValueError(number)
        write(number)

    ahead = Forerunner(COUNT, make)
    for _ in range(3):
        ahead.pass_by(is_new=True)
    wait_for(folder, 18)
    ahead.end()

    assert {number % 2 for number in made_in(folder)} == {0}
    assert capfd.readouterr() == ("", "")


def test_the_end_does_not_wait_for_what_is_slow(folder):
    ahead = Forerunner(COUNT, lambda _: time.sleep(60))
    for _ in range(3):
        ahead.pass_by(is_new=True)
    slow = list(ahead._processes)
    begun = time.monotonic()
    ahead.end()
    ahead.end()

    assert len(slow) == 2
    assert time.monotonic() - begun < 30
    for process in slow:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_what_others_make_is_not_counted(folder):
    ahead = Forerunner(COUNT, lambda number: (ahead.pass_by(is_new=True), write(number)))
    write = write_into(folder)
    for _ in range(3):
        ahead.pass_by(is_new=True)
    wait_for(folder, COUNT - 4)
    ahead.end()

    assert {*range(4, COUNT)} <= {*made_in(folder)}


def test_beside_other_threads_nothing_is_copied(monkeypatch):
    monkeypatch.setattr(forerunner.threading, "active_count", lambda: 2)

    assert not REALLY_CAN()
