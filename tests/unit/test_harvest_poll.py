"""One round from feed to feed: each is read within its bounds, and remembered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from tests.fakes.feeds import SLOW, TITLE, atom, entry, item, json_feed, rss
from tests.fakes.feedserver import FeedServer, Request, a_web, open_server

from postroom.errors import Place
from postroom.harvest.memory import recall
from postroom.harvest.poll import Poll
from postroom.harvest.source import FeedSource
from postroom.toolbox.cache import Cache
from postroom.web.fetch import Fetcher, Limits

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PAGE = b"<!doctype html><html><head></head><body><p>Hello</p></body></html>"
FORMATS = {
    "/feed.xml": rss(item()),
    "/atom.xml": atom(entry()),
    "/feed.json": json_feed({"url": "https://humber.example/lifts", "title": TITLE}),
}


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with open_server() as server:
        yield server


def run(folder: Path, *feeds: str, now: datetime = NOW, **limits: float) -> list[str]:
    """Read feeds; what is wrong, by the number of the feed."""
    sources = [
        FeedSource(f"s{n}", f"S {n}", feed, Place(f"{n}.yml"))
        for n, feed in enumerate(feeds)
    ]
    fetcher = Fetcher(a_web(), now, Limits(**{"seconds": 8.0} | limits))
    found = Poll(fetcher, Cache(folder)).run(sources)
    return sorted(f"{problem.place}: {problem.what}" for problem in found)


def remembered(folder: Path, feed: str) -> list[str]:
    return [find.title for find in recall(Cache(folder), feed).finds]


def test_a_round_remembers_what_every_feed_has(server, tmp_path):
    feeds = [server.serve(path, feed) for path, feed in FORMATS.items()]

    assert run(tmp_path, *feeds) == []
    assert [remembered(tmp_path, feed) for feed in feeds] == [[TITLE]] * 3


def test_one_bad_feed_is_nobody_elses_problem(server, tmp_path):
    good = server.serve("/good", rss(item()))
    bad = server.serve("/bad", b"Forbidden", status=403)
    page = server.serve("/page", PAGE)

    assert run(tmp_path, bad, page, good) == [
        "0.yml: the answer is 403",
        "1.yml: this is a web page, not a feed",
    ]
    assert remembered(tmp_path, good) == [TITLE]


def test_the_second_time_only_what_is_new_is_sent(server, tmp_path):
    def reply(request: Request) -> None:
        is_known = request.headers["If-None-Match"] == '"7"'
        request.say(rss(item()), 304 if is_known else 200, ETag='"7"')

    feed = server.serve("/feed", reply)

    run(tmp_path, feed)

    assert run(tmp_path, feed) == []
    assert server.asked[1][1]["If-None-Match"] == '"7"'
    assert remembered(tmp_path, feed) == [TITLE]


def test_a_feed_that_goes_bad_stays_as_it_was(server, tmp_path):
    feed = server.serve("/feed", rss(item()))
    run(tmp_path, feed)
    server.serve("/feed", b"Database error")

    assert run(tmp_path, feed) == [
        "0.yml: this is no feed: neither RSS nor Atom nor JSON Feed"
    ]
    assert remembered(tmp_path, feed) == [TITLE]


def test_who_asks_for_time_gets_it(server, tmp_path):
    feed = server.serve("/feed", b"", status=429, Retry_After="3600")

    assert run(tmp_path, feed) == ["0.yml: the answer is 429"]
    assert run(tmp_path, feed) == [
        "0.yml: its server asks us to wait until 2026-11-28 13:00 UTC"
    ]
    assert len(server.asked) == 1
    server.serve("/feed", rss(item()))
    assert run(tmp_path, feed, now=NOW + timedelta(hours=1)) == []
    assert recall(Cache(tmp_path), feed).wait_until is None


def test_a_feed_that_has_moved_is_read_and_said(server, tmp_path):
    there = server.serve("/there", rss(item()))
    feed = server.serve("/feed", lambda r: r.say(status=301, Location="/there"))

    assert run(tmp_path, feed) == [f"0.yml: it has moved to {there}"]
    assert remembered(tmp_path, feed) == [TITLE]


@pytest.mark.parametrize("content", SLOW.values(), ids=SLOW.keys())
def test_a_parser_that_sits_over_a_feed_is_stopped(server, tmp_path, content):
    feed = server.serve("/feed", content)
    began = monotonic()

    [said] = run(tmp_path, feed, seconds=1.5)

    assert said in (
        "0.yml: making sense of it takes too long",
        "0.yml: it cannot be read within 1.5 seconds",
    )
    assert monotonic() - began < 5


def test_what_there_is_no_time_for_is_said(server, tmp_path):
    slow = server.serve("/slow", lambda r: r.server.is_closing.wait(5))
    never = server.serve("/never", rss(item()))

    said = run(tmp_path, slow, never, seconds=0.5, most_seconds=0.3, at_once=1)

    assert said == [
        "0.yml: it cannot be read within 0.5 seconds",
        "1.yml: no time was left for it within 0.3 seconds",
    ]


def test_a_fault_of_the_parser_is_a_fault_of_the_feed(server, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))  # no Python starts there
    feed = server.serve("/feed", rss(item()))

    assert run(tmp_path, feed) == ["0.yml: no sense can be made of it"]
