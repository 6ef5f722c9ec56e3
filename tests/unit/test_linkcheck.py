"""Links are asked after politely, once a day, and never at a private address."""

import socket
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from postroom.toolbox.cache import Cache
from postroom.web.linkcheck import Visitor, resolve_host

TODAY = date(2026, 11, 3)
PUBLIC = "93.184.215.14"
URL = "https://journal.example.org/meetings#agenda"

Answer = Callable[[httpx.Request], httpx.Response]


def a_visitor(
    folder: Path,
    answer: Answer,
    *,
    machines: Callable[[str], list[str]] = lambda host: [PUBLIC],
    today: date = TODAY,
) -> tuple[Visitor, list[httpx.Request]]:
    """A visitor to a web that gives one answer, and what it asked there."""
    asked: list[httpx.Request] = []

    def tell(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    client = httpx.Client(transport=httpx.MockTransport(tell))
    visitor = Visitor(client, Cache(folder), today, lambda host, port: machines(host))
    return visitor, asked


def fail(error: type[Exception]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("no")

    return answer


GONE = "the page answers with {}: it is gone"
ANSWERS: dict[str, tuple[Answer, str]] = {
    "a page": (lambda request: httpx.Response(200), ""),
    "no such page": (lambda request: httpx.Response(404), GONE.format(404)),
    "a page that is gone": (lambda request: httpx.Response(410), GONE.format(410)),
    "members only": (lambda request: httpx.Response(403), ""),
    "no HEAD, please": (lambda request: httpx.Response(405), ""),
    "not so often": (lambda request: httpx.Response(429), ""),
    "a broken server": (lambda request: httpx.Response(500), ""),
    "a page that only readers get": (
        lambda request: httpx.Response(404 if request.method == "HEAD" else 200),
        "",
    ),
    "silence": (fail(httpx.ReadTimeout), ""),
    "nobody there": (fail(httpx.ConnectError), ""),
    "a circle": (lambda request: httpx.Response(302, headers={"Location": "/"}), ""),
    "a way to nowhere": (lambda request: httpx.Response(302), ""),
    "another scheme": (
        lambda request: httpx.Response(302, headers={"Location": "file:///etc/passwd"}),
        "",
    ),
}


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_only_what_is_gone_is_said_to_be(tmp_path, answer, expected):
    visitor, _ = a_visitor(tmp_path, answer)

    assert visitor.visit(URL) == expected


def test_the_machine_that_was_found_is_asked_under_its_name(tmp_path):
    visitor, asked = a_visitor(tmp_path, lambda request: httpx.Response(200))

    visitor.visit("https://journal.example.org:8443/meetings?page=2")

    [request] = asked
    assert request.method == "HEAD"
    assert str(request.url) == f"https://{PUBLIC}:8443/meetings?page=2"
    assert request.headers["Host"] == "journal.example.org:8443"
    assert request.extensions["sni_hostname"] == "journal.example.org"


PRIVATE = (
    "10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 :: "
    "::ffff:10.0.0.1 fc00::1 fe80::1%eth0 127.0.0.1"
).split()


@pytest.mark.parametrize("machine", PRIVATE)
def test_a_private_address_is_never_asked(tmp_path, machine):
    visitor, asked = a_visitor(
        tmp_path, lambda request: httpx.Response(200), machines=lambda host: [machine]
    )

    assert visitor.visit(URL) == "'journal.example.org' is not on the public web"
    assert asked == []


def test_one_private_address_among_public_ones_is_enough(tmp_path):
    visitor, asked = a_visitor(
        tmp_path,
        lambda request: httpx.Response(200),
        machines=lambda host: [PUBLIC, "10.0.0.1"],
    )

    assert "not on the public web" in visitor.visit(URL)
    assert asked == []


def test_nobody_is_led_to_a_private_address(tmp_path):
    to_inside = {"Location": "http://metadata.example.org/latest"}
    visitor, asked = a_visitor(
        tmp_path,
        lambda request: httpx.Response(301, headers=to_inside),
        machines=lambda host: ["169.254.169.254" if "metadata" in host else PUBLIC],
    )

    assert "not on the public web" in visitor.visit(URL)
    assert [request.url.host for request in asked] == [PUBLIC]


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://2130706433/", "http://[::1]/"])
def test_numbers_are_addresses_too(tmp_path, url):
    asked: list[httpx.Request] = []
    client = httpx.Client(transport=httpx.MockTransport(asked.append))  # type: ignore[arg-type]

    said = Visitor(client, Cache(tmp_path), TODAY, resolve_host).visit(url)

    assert "not on the public web" in said
    assert asked == []


def unknown(number: int) -> Callable[[str], list[str]]:
    def resolve(host: str) -> list[str]:
        raise socket.gaierror(number, "no")

    return resolve


def test_a_host_that_nobody_knows_is_said(tmp_path):
    visitor, _ = a_visitor(tmp_path, fail(OSError), machines=unknown(socket.EAI_NONAME))

    assert visitor.visit(URL) == "there is no host 'journal.example.org'"


def test_a_line_that_is_down_proves_nothing(tmp_path):
    visitor, _ = a_visitor(tmp_path, fail(OSError), machines=unknown(socket.EAI_AGAIN))

    assert visitor.visit(URL) == ""


@pytest.mark.parametrize("url", ["https://[", "https://host:99999/", "", "https:///x"])
def test_what_is_no_address_is_none_of_its_business(tmp_path, url):
    visitor, asked = a_visitor(tmp_path, lambda request: httpx.Response(200))

    assert visitor.visit(url) == ""
    assert asked == []


def test_a_page_is_asked_once_a_day(tmp_path):
    visitor, asked = a_visitor(tmp_path, lambda request: httpx.Response(410))
    tomorrow, later = a_visitor(
        tmp_path, lambda request: httpx.Response(200), today=TODAY + timedelta(days=1)
    )

    assert visitor.visit(URL) == visitor.visit(URL) == GONE.format(410)
    assert len(asked) == 2  # one question in two ways
    assert tomorrow.visit(URL) == ""
    assert len(later) == 1
