"""Covers come in the sizes in which they are shown, and never larger than they are."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.factories import a_post, a_site, an_edition

from postroom.pages.covers import list_covers
from postroom.toolbox.thumbnail import make_thumbnail

PICTURES = {
    "a photograph": ("RGB", "JPEG", "RGB"),
    "a drawing with holes": ("RGBA", "PNG", "RGBA"),
    "a drawing of few colours": ("P", "PNG", "RGB"),
    "a print in grey": ("L", "PNG", "RGB"),
    "a picture made for a press": ("CMYK", "JPEG", "RGB"),
}


def a_picture(mode: str, style: str) -> bytes:
    made = io.BytesIO()
    Image.new(mode, (800, 500)).save(made, style)
    return made.getvalue()


@pytest.mark.parametrize(("mode", "style", "kept"), PICTURES.values(), ids=PICTURES.keys())
def test_any_picture_is_scaled(mode, style, kept):
    made = make_thumbnail(a_picture(mode, style), 320)

    with Image.open(io.BytesIO(made)) as scaled:
        assert (scaled.format, scaled.size, scaled.mode) == ("WEBP", (320, 200), kept)


def test_the_same_picture_gives_the_same_bytes():
    picture = a_picture("RGB", "JPEG")

    assert make_thumbnail(picture, 320) == make_thumbnail(picture, 320)


@pytest.mark.parametrize("broken", [b"", b"no picture", a_picture("RGB", "JPEG")[:400]])
def test_what_is_broken_ends_no_build(broken):
    assert make_thumbnail(broken, 320) == broken


def test_covers_of_like_names_do_not_take_each_others_place():
    posts = [
        a_post(uid, image={"src": name, "alt": "A bridge"})
        for uid, name in (
            ("aaaa", "bridge.jpg"),
            ("bbbb", "bridge.png"),
            ("cccc", "橋.png"),
        )
    ]

    paths = [path for path, *_ in list_covers(an_edition(a_site(*posts), size=(900, 600)))]

    assert sorted(path.rpartition("/")[2] for path in paths) == [
        f"{name}-{width}.webp"
        for name in ("bridge.jpg", "bridge.png", "橋.png")
        for width in (320, 720)
    ]
