"""Feeds are asked for politely, and no server can make us wait, fill up, or stray."""

import gzip
import socket
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest
from tests.fakes.feedserver import LOOPBACK, FeedServer, Request, a_web, open_server

from postroom import PostroomError, __version__
from postroom.web.fetch import FeedRequest, FeedResponse, Fetcher, Limits, NotFetchedError
from postroom.web.guard import Web, open_client
from postroom.web.parallel import call_all

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LIMITS = Limits(max_bytes=100_000, seconds=0.6)
FEED = b"<rss version='2.0'/>"
MB = 1_000_000


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with open_server() as server:
        yield server


def fetch(
    url: str, *, web: Web | None = None, limits: Limits = LIMITS, **known: str
) -> FeedResponse:
    fetcher = Fetcher(web or a_web(), NOW, limits)
    return fetcher.fetch(FeedRequest(url, **known), monotonic() + limits.seconds)


def refusal(url: str, *, web: Web | None = None, limits: Limits = LIMITS) -> str:
    """Why a feed was not fetched."""
    with pytest.raises(NotFetchedError) as caught:
        fetch(url, web=web, limits=limits)
    return caught.value.what


# a good server


def test_a_feed_is_its_bytes_and_what_its_server_said(server):
    url = server.serve(
        "/feed",
        FEED,
        Content_Type="text/xml; charset=ISO-8859-2",
        ETag='W/"7"',
        Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT",
    )

    answer = fetch(url)

    assert answer == FeedResponse(
        url,
        content=FEED,
        charset="iso-8859-2",
        etag='W/"7"',
        modified="Mon, 23 Nov 2026 08:00:00 GMT",
    )


def test_a_server_is_told_who_asks_and_what_is_wanted(server):
    fetch(server.serve("/feed", FEED))

    [(_, headers)] = server.asked
    assert headers["User-Agent"] == f"postroom/{__version__} (a test)"
    assert headers["Host"] == f"feeds.example:{server.server_port}"
    assert headers["Accept-Encoding"] == "gzip"
    assert "application/atom+xml" in headers["Accept"]
    assert not headers.keys() & {"Cookie", "If-None-Match", "If-Modified-Since"}


def test_what_is_known_is_not_sent_again(server):
    def reply(request: Request) -> None:
        known = request.headers["If-None-Match"], request.headers["If-Modified-Since"]
        request.say(FEED, 304 if known == ('"7"', "Mon, 23 Nov") else 200)

    url = server.serve("/feed", reply)

    assert fetch(url, etag='"7"', modified="Mon, 23 Nov") == FeedResponse(url)
    assert fetch(url, etag='"6"').content == FEED


@pytest.mark.parametrize("etag", ["é", "x" * 2_000, "a\tb"])
def test_a_validator_that_cannot_be_sent_back_is_not_kept(server, etag):
    url = server.serve("/feed", FEED, ETag=etag)

    assert fetch(url).etag == ""


def test_what_is_packed_is_unpacked(server):
    url = server.serve("/feed", gzip.compress(FEED * 1_000), Content_Encoding="gzip")

    assert fetch(url).content == FEED * 1_000


def test_nobody_is_known_again_by_a_cookie(server):
    url = server.serve("/feed", FEED, Set_Cookie="who=you")
    web = a_web()

    fetch(url, web=web)
    fetch(url, web=web)

    assert [headers for _, headers in server.asked if "Cookie" in headers] == []


# the way there


def chain(server: FeedServer, length: int, status: int = 302) -> str:
    """A feed that is so many steps away."""
    server.serve(f"/{length}", FEED)
    for step in range(length):
        server.serve(
            f"/{step}", lambda r, to=step + 1: r.say(status=status, Location=f"/{to}")
        )
    return server.url("/0")


def test_five_steps_are_taken(server):
    url = chain(server, 5)

    assert fetch(url) == FeedResponse(server.url("/5"), content=FEED)


def test_six_are_too_many(server):
    assert refusal(chain(server, 6)) == "it leads elsewhere more than 5 times"


def test_a_circle_ends(server):
    url = server.serve("/feed", lambda r: r.say(status=302, Location="/feed"))

    assert refusal(url) == "it leads elsewhere more than 5 times"
    assert len(server.asked) == 6


def test_what_has_moved_for_good_is_said(server):
    assert fetch(chain(server, 2, status=301)).moved_to == server.url("/2")


def test_what_is_elsewhere_today_has_not_moved(server):
    server.serve("/there", FEED)
    server.serve("/today", lambda r: r.say(status=307, Location="/there"))
    url = server.serve("/old", lambda r: r.say(status=308, Location="/today"))

    assert fetch(server.url("/today")).moved_to == ""
    assert fetch(url).moved_to == server.url("/today")


LED_ASTRAY = {
    "a machine inside": (
        "http://inside.example/x",
        "'inside.example' is not on the public web",
    ),
    "a file": ("file:///etc/passwd", "it is no address of the web"),
    "nobody": ("https:///x", "it is no address of the web"),
    "a bracket": ("http://[", "there is no answer: Invalid IPv6 URL"),
}


@pytest.mark.parametrize(("target", "what"), LED_ASTRAY.values(), ids=LED_ASTRAY.keys())
def test_nobody_is_led_astray(server, target, what):
    url = server.serve("/feed", lambda r: r.say(status=302, Location=target))

    assert refusal(url, web=a_web(inside_example="169.254.169.254")) == what


def test_this_machine_is_not_public(server):
    url = server.serve("/feed", FEED)
    web = Web(open_client("a test", 1.0, needed_by="a test"), lambda *_: ["127.0.0.1"])

    assert refusal(url, web=web) == "'feeds.example' is not on the public web"
    assert server.asked == []


INSIDE = {
    "wrapped for NAT64": ["64:ff9b::10.0.0.1"],
    "wrapped as 6to4": ["2002:7f00:1::1"],
    "a cloud's own address": ["168.63.129.16"],
    "one inside among public ones": ["8.8.8.8", "2606:4700::1", "::ffff:10.0.0.1"],
    "nothing": [],
}


@pytest.mark.parametrize("machines", INSIDE.values(), ids=INSIDE.keys())
def test_an_answer_that_leads_inside_is_not_followed(machines):
    web = Web(open_client("a test", 1.0, needed_by="a test"), lambda *_: machines)

    what = refusal("https://feeds.example./", web=web)
    assert what == "'feeds.example' is not on the public web"


NUMBERS = (
    "127.0.0.1 127.1 127.0.0.1. 0x7f.1 0177.1 2130706433 0xa9fea9fe 169.254.169.254. [::1]"
    " [::ffff:7f00:1] [fe80::1%25eth0] １２７.0.0.1 127。0。0。1"
).split()


@pytest.mark.parametrize("host", NUMBERS)
def test_a_number_is_judged_whoever_would_resolve_it(host):
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError("nobody is asked")

    web = Web(open_client("a test", 1.0, needed_by="a test"), resolve)

    assert refusal(f"http://{host}/", web=web).endswith("is not on the public web")


@pytest.mark.parametrize("host", ["1.2.3.4.5", "256.256.256.256", "feeds.08"])
def test_a_number_that_is_no_address_is_no_host(host):
    web = Web(open_client("a test", 1.0, needed_by="a test"))

    assert refusal(f"http://{host}/", web=web) == f"there is no host {host!r}"


def test_port_nought_is_nobody():
    assert refusal("http://feeds.example:0/") == "it is no address of the web"


def test_a_resolver_that_changes_its_mind_changes_nothing(server):
    """The machine that was judged is the one that is asked; each step is judged anew."""
    machines = iter([[LOOPBACK], ["10.0.0.1"]])
    url = server.serve("/feed", FEED)
    web = replace(a_web(), resolve=lambda *_: next(machines))

    assert fetch(url, web=web).content == FEED
    assert refusal(url, web=web) == "'feeds.example' is not on the public web"
    assert len(server.asked) == 1


def test_a_step_to_the_same_host_is_judged_anew(server):
    machines = iter([[LOOPBACK], ["169.254.169.254"]])
    web = replace(a_web(), resolve=lambda *_: next(machines))

    what = refusal(chain(server, 1), web=web)
    assert what == "'feeds.example' is not on the public web"


def test_a_host_that_nobody_knows_is_said():
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    web = Web(open_client("a test", 1.0, needed_by="a test"), resolve)

    assert refusal("https://feeds.example/", web=web) == "there is no host 'feeds.example'"


def test_a_door_that_is_closed_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://feeds.example:{taken.getsockname()[1]}/"

        assert refusal(url).startswith("there is no answer: ")


# a bad server


def pour(request: Request) -> None:
    """Send fifty million bytes."""
    request.begin(Connection="close")
    for _ in range(50):
        request.wfile.write(b" " * MB)


def drip_head(request: Request) -> None:
    """Begin a head that never ends."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    request.drip(chunk=b"X-More: 1\r\n")


BOMB = zlib.compress(b"\0" * 50 * MB, 9, wbits=31)
TOO_LARGE = "it is larger than 100,000 bytes"
LATE = "it cannot be read within 0.6 seconds"
BAD = {
    "fifty megabytes": (pour, TOO_LARGE),
    "fifty megabytes, packed": (
        lambda r: r.say(BOMB, Content_Encoding="gzip"),
        TOO_LARGE,
    ),
    "one byte more than is allowed": (lambda r: r.say(b" " * 100_001), TOO_LARGE),
    "a body that never ends": (lambda r: (r.begin(Connection="close"), r.drip()), LATE),
    "silence": (lambda r: r.server.is_closing.wait(5), LATE),
    "half a message": (
        lambda r: (r.begin(Content_Length="900"), r.wfile.write(b"x")),
        "there is no answer: …",
    ),
    "no HTTP": (
        lambda r: r.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n"),
        "there is no answer: …",
    ),
    "another packing": (
        lambda r: r.say(b"x", Content_Encoding="br"),
        "it is packed as 'br', which nobody asked for",
    ),
    "packed twice": (
        lambda r: r.say(b"x", Content_Encoding="gzip, gzip"),
        "it is packed as 'gzip, gzip', which nobody asked for",
    ),
    "packed badly": (
        lambda r: r.say(b"not packed", Content_Encoding="gzip"),
        "it cannot be unpacked",
    ),
    "an error": (lambda r: r.say(FEED, 500), "the answer is 500"),
    "no content": (lambda r: r.begin(204), "the answer is 204"),
    "no such page": (lambda r: r.say(FEED, 404), "it is gone: the answer is 404"),
    "gone for good": (lambda r: r.say(FEED, 410), "it is gone: the answer is 410"),
    "elsewhere, but where": (lambda r: r.say(status=302), "the answer is 302"),
}


@pytest.mark.parametrize(("reply", "what"), BAD.values(), ids=BAD.keys())
def test_a_bad_server_costs_little_and_says_why(server, reply, what):
    began = monotonic()

    said = refusal(server.serve("/feed", reply))
    assert said.startswith(what.rstrip("…")) if what.endswith("…") else said == what
    assert monotonic() - began < 2


def test_as_many_bytes_as_are_allowed_are_read(server):
    assert len(fetch(server.serve("/feed", b" " * 100_000)).content or b"") == 100_000


WAITS = {
    "seconds": ("120", timedelta(minutes=2)),
    "a date": ("Sat, 28 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
    "ten years": ("315360000", timedelta(days=1)),
    "ten years, as a date": ("Sat, 28 Nov 2036 12:00:00 GMT", timedelta(days=1)),
    "a number without end": ("9" * 5_000, None),
    "nothing that one understands": ("tomorrow", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("said", "wait"), WAITS.values(), ids=WAITS.keys())
def test_a_server_may_ask_for_time_up_to_a_day(server, said, wait, status):
    url = server.serve("/feed", lambda r: r.say(status=status, Retry_After=said))

    with pytest.raises(NotFetchedError) as caught:
        fetch(url)

    assert caught.value.what == f"the answer is {status}"
    assert caught.value.wait_until == (NOW + wait if wait else None)


# several calls


def work(*calls: float, at_once: int = 4, seconds: float = 0.3, most: float = 5.0) -> list:
    """Make calls that take so many seconds each; the name of one is its place."""
    named = {f"{place}": _sleeper(pause) for place, pause in enumerate(calls)}
    done = call_all(named, at_once=at_once, seconds=seconds, most_seconds=most)
    return sorted(done)


def _sleeper(pause: float) -> Callable[[float], str]:
    def call(until: float) -> str:
        sleep(pause)
        return "done" if monotonic() < until else "late"

    return call


def test_calls_are_done_at_once():
    began = monotonic()

    assert work(0.2, 0.2, 0.2, 0.2) == [(f"{place}", "done") for place in range(4)]
    assert monotonic() - began < 0.5


def test_no_more_than_so_many_at_once():
    began = monotonic()

    assert len(work(0.1, 0.1, 0.1, at_once=1)) == 3
    assert monotonic() - began >= 0.3


def test_a_job_that_hangs_is_left_behind():
    began = monotonic()

    assert work(1.5, 0, 0, at_once=1) == [("0", None), ("1", "done"), ("2", "done")]
    assert monotonic() - began < 1


def test_what_is_not_begun_in_time_is_not_done():
    assert work(0.2, 0.2, 0.2, at_once=1, most=0.3) == [("0", "done"), ("1", None)]


def test_no_calls_are_no_work():
    assert work() == []


def test_a_head_that_never_ends_is_left_behind(server):
    url = server.serve("/feed", drip_head)
    fetcher = Fetcher(a_web(), NOW, LIMITS)

    def call(until: float) -> str:
        with suppress(NotFetchedError):  # once the server is gone
            fetcher.fetch(FeedRequest(url), until)
        return "too late"

    began = monotonic()

    done = [*call_all({"slow": call}, at_once=4, seconds=0.5, most_seconds=9)]

    assert done == [("slow", None)]
    assert monotonic() - began < 2


# what is not installed


def test_a_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)

    with pytest.raises(PostroomError) as caught:
        open_client("a test", 1.0, needed_by="postroom harvest")

    assert str(caught.value) == (
        "postroom harvest needs the package httpx\n"
        "    fix: run `python -m pip install 'postroom[online]'`"
    )
