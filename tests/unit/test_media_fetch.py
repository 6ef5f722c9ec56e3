"""Pictures are asked for within bounds, and what is none is not taken."""

from collections.abc import Iterator

import pytest
from tests.fakes.feedserver import FeedServer, a_web, open_server

from postroom.web.media import NotAPictureError, PictureFetcher

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with open_server() as server:
        yield server


def refusal(url: str, **bounds: float) -> str:
    """Why a picture was not taken."""
    with pytest.raises(NotAPictureError) as caught:
        PictureFetcher(a_web(inside_example="169.254.169.254"), **bounds).fetch(url)
    return str(caught.value)


def test_a_picture_is_its_bytes_and_its_kind_also_after_a_step(server):
    server.serve("/there", PNG)
    url = server.serve("/here", lambda r: r.say(status=302, Location="/there"))

    assert PictureFetcher(a_web()).fetch(url) == (PNG, "png")


NO_PICTURE = {
    "nothing there": (lambda r: r.say(status=404), "the answer is 404"),
    "a move to nowhere": (lambda r: r.say(status=302), "the answer is 302"),
    "a page": (b"<html>", "it is no PNG, JPEG, GIF, WebP or AVIF"),
    "a circle": (
        lambda r: r.say(status=302, Location="/picture"),
        "it leads elsewhere more than 5 times",
    ),
    "a machine inside": (
        lambda r: r.say(status=302, Location="http://inside.example/"),
        "'inside.example' is not on the public web",
    ),
    "an address that makes no sense": (
        lambda r: r.say(status=302, Location="http://["),
        "there is no answer",
    ),
}


@pytest.mark.parametrize(("answer", "why"), NO_PICTURE.values(), ids=NO_PICTURE.keys())
def test_what_is_no_picture_is_said(server, answer, why):
    assert refusal(server.serve("/picture", answer)) == why


def test_what_exceeds_its_bounds_is_not_taken(server):
    url = server.serve("/picture", PNG)

    assert refusal(url, max_bytes=50) == "it is larger than 50 bytes"
    assert refusal(url, seconds=0.0) == "it takes too long"
