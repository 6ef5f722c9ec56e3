"""Whoever waits for a build is told how far it is, and what took how long."""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from types import SimpleNamespace

import pytest

from postroom.engines.mkdocs.stopwatch import Screen, Stopwatch, find_screen

PAGES = SimpleNamespace(documentation_pages=lambda: range(3))


class Build:
    """MkDocs' events, each of which takes some seconds."""

    def __init__(self, *, shows: bool = True) -> None:
        self.now = 0.0
        self.shown: list[str] = []
        show = self.shown.append if shows else None
        self.watch = Stopwatch(show, clock=lambda: self.now)
        self.events: defaultdict[str, list] = defaultdict(list)
        plugins = SimpleNamespace(events=self.events)
        self.watch.attach(SimpleNamespace(plugins=plugins))

    def run(self, event: str, *items: object, before: float = 0, own: float = 0) -> None:
        """Let time pass, and an event come by whose plugins take some time as well."""
        self.now += before
        first, *others = self.events[event]
        assert first(*items) is None
        self.now += own
        for other in others:
            assert other(*items) is None

    def finish(self, *, slowly: float = 1.0) -> Build:
        self.run("files", PAGES, before=0.1, own=0.2 * slowly)
        for _ in range(3):
            self.run("page_markdown", "text", before=0.3 * slowly)
        self.run("env", "env", before=0.1, own=0.4 * slowly)
        self.run("pre_template", "404", before=0.5 * slowly)
        for _ in range(3):
            self.run("post_page", "html", before=0.2 * slowly)
        self.run("post_build", before=0.1, own=0.05)
        return self


def test_all_seconds_are_told_by_what_took_them():
    build = Build().finish()

    assert [line.split("  ")[-1] for line in build.watch.report()] == [
        "finding files",
        "reading and checking",
        "converting texts",
        "what follows from all texts",
        "feeds, share pages, kits, files",
        "writing pages",
        "putting the site in place",
        "all of it",
    ]
    seconds = [float(line.split(" s ")[0]) for line in build.watch.report()]
    assert seconds == pytest.approx([0.1, 0.2, 1.0, 0.4, 0.5, 0.7, 0.05, 2.95])
    assert build.now == pytest.approx(seconds[-1])


def test_a_short_build_shows_nothing():
    assert [text for text in Build().finish(slowly=0.1).shown if text] == []


def test_a_long_build_shows_how_far_it_is_and_then_nothing():
    build = Build().finish(slowly=10)

    assert "converting texts 2 of 3" in build.shown
    assert "writing pages 3 of 3" in build.shown
    assert build.shown[-1] == ""


def test_where_nobody_looks_nothing_is_shown():
    assert Build(shows=False).finish(slowly=10).shown == []


def test_what_is_logged_has_a_line_to_itself():
    stream = io.StringIO()
    screen = Screen(stream)
    screen.show("writing pages 1 of 3")

    assert screen.filter(logging.makeLogRecord({"msg": "a warning"}))

    assert stream.getvalue().endswith("writing pages 1 of 3\r\x1b[K")


QUIET = {
    "a pipe": (False, "", logging.INFO),
    "CI": (True, "true", logging.INFO),
    "-q": (True, "", logging.ERROR),
    "-v, which says every step": (True, "", logging.DEBUG),
}


@pytest.mark.parametrize(("is_terminal", "ci", "level"), QUIET.values(), ids=QUIET.keys())
def test_it_is_quiet_where_lines_would_be_kept(is_terminal, ci, level, monkeypatch):
    _look_on(monkeypatch, is_terminal, ci, level)

    assert find_screen() is None


def test_a_terminal_is_shown_it(monkeypatch):
    _look_on(monkeypatch, True, "", logging.INFO)

    assert find_screen() is not None


def _look_on(monkeypatch, is_terminal: bool, ci: str, level: int) -> None:
    terminal = SimpleNamespace(isatty=lambda: is_terminal)
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("CI", ci)
    log = logging.getLogger("mkdocs")
    monkeypatch.setattr(log, "level", level)
    monkeypatch.setattr(log, "handlers", [])
    log.manager._clear_cache()
