"""Whoever waits at a terminal sees that something is done; nobody else sees anything."""

import io
import signal
import sys
import threading
import time

import pytest

from postroom.cli.progress import show_progress


class Terminal(io.StringIO):
    """A screen."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def work(
    stream: io.StringIO, *, seconds: float, after: float = 0.0, fails: bool = False
) -> str:
    with show_progress("Reading the site", after=after, stream=stream):
        time.sleep(seconds)
        if fails:
            raise ZeroDivisionError
    return stream.getvalue()


def test_long_work_is_shown_in_plain_letters_and_wiped_away():
    shown = work(Terminal(), seconds=0.4)

    assert "Reading the site" in shown
    assert "0:00:0" in shown
    assert shown.isascii()
    assert shown.endswith("\x1b[2K")


def test_where_there_is_no_such_signal_a_thread_wakes_it(monkeypatch):
    monkeypatch.delattr("signal.setitimer")

    assert "Reading the site" in work(Terminal(), seconds=0.4)


def test_what_cannot_be_shown_stops_no_work(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.progress", None)

    assert work(Terminal(), seconds=0.05) == ""


def test_no_thread_keeps_a_build_from_running_ahead():
    before = threading.active_count()

    with show_progress("Reading the site", after=30.0, stream=Terminal()):
        assert threading.active_count() == before


def test_work_that_ends_as_it_is_felt_is_wiped_away_too(monkeypatch):
    arm = signal.setitimer

    def disarm_late(which: int, seconds: float) -> object:
        if not seconds:
            signal.raise_signal(signal.SIGALRM)
        return arm(which, seconds)

    monkeypatch.setattr("signal.setitimer", disarm_late)

    assert work(Terminal(), seconds=0.0, after=30.0).endswith("\x1b[2K")


def test_short_work_shows_nothing():
    assert work(Terminal(), seconds=0.0, after=30.0) == ""


def test_a_pipe_shows_nothing():
    assert work(io.StringIO(), seconds=0.05) == ""


def test_ci_shows_nothing(monkeypatch):
    monkeypatch.setenv("CI", "true")

    assert work(Terminal(), seconds=0.05) == ""


def test_work_that_fails_is_wiped_away_too():
    terminal = Terminal()

    with pytest.raises(ZeroDivisionError):
        work(terminal, seconds=0.3, fails=True)

    assert terminal.getvalue().endswith("\x1b[2K")
