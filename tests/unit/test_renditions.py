"""Each output shows a picture as its readers can see it, and none that is too large."""

from __future__ import annotations

from typing import Any

import pytest
from tests.factories import a_post, a_site, an_edition
from tests.pictures import a_photo, a_picture, an_exif, moving

from postroom.build import list_heavy
from postroom.edition.edition import Edition
from postroom.edition.renditions import (
    FOLDER,
    Rendition,
    digest_of,
    find_card,
    find_mail,
    find_print,
    find_web,
    list_made,
    set_for_feeds,
    show_pictures,
)
from postroom.toolbox.pictures import set_pictures

URL = "https://example.org/posts/a.jpg"
LYING = an_exif(6)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'


def with_picture(content: bytes, **values: Any) -> Edition:
    return an_edition(a_site(a_post()), bytes_of=lambda _: content, **values)


def written(found: Rendition | None) -> str:
    """What is shown: `as it is`, or how wide it is made and of which kind."""
    if found is None:
        return "none"
    if not found.path:
        return "as it is"
    assert found.path.startswith(f"{FOLDER}/")
    assert found.url == f"https://example.org/{found.path}"
    return found.path.rpartition("/")[2].partition("-")[2] or found.path[-4:]


SHOWN = {
    "a small one": (a_picture(), "as it is", "", "as it is", "as it is"),
    "one for a telephone": (
        a_picture(size=(700, 20)),
        "as it is",
        "320.webp 480.webp 700.webp",
        "as it is",
        "as it is",
    ),
    "a wide one": (
        a_picture(size=(3000, 20)),
        "1280.jpg",
        "320.webp 480.webp 800.webp 1280.webp",
        "1104.jpg",
        "2480.jpg",
    ),
    "a wide PNG of few colours": (
        a_picture("PNG", (3000, 20)),
        "1280.png",
        "320.webp 480.webp 800.webp 1280.webp",
        "1104.png",
        "2480.png",
    ),
    "a heavy PNG": (
        a_photo("PNG", (500, 400)),
        "500.jpg",
        "320.webp 480.webp 500.webp",
        "500.jpg",
        "as it is",
    ),
    "one held sideways": (
        a_picture(exif=LYING),
        "150.jpg",
        "150.webp",
        "150.jpg",
        "150.jpg",
    ),
    "a small WebP": (a_picture("WEBP"), "as it is", "", "300.jpg", "300.jpg"),
    "what moves": (moving(), "as it is", "", "as it is", "900.png"),
    "a WebP that moves": (moving("WEBP"), "as it is", "", "900.jpg", "900.jpg"),
    "a drawing": (DRAWING, "none", "", ".png", ".png"),
    "no picture": (b"Dear reader", "none", "", "none", "none"),
    "half a picture": (a_photo("JPEG")[:9000], "as it is", "", "none", "none"),
}


@pytest.mark.parametrize(
    ("content", "plain", "choices", "mailed", "printed"), SHOWN.values(), ids=SHOWN
)
def test_how_a_picture_is_shown(content, plain, choices, mailed, printed):
    edition = with_picture(content)

    web = find_web(edition, URL)

    assert written(web.plain if web else None) == plain
    assert " ".join(map(written, web.choices if web else ())) == choices
    assert written(find_mail(edition, URL)) == mailed
    assert written(find_print(edition, URL)) == printed


def test_a_preview_shows_what_networks_know():
    assert written(find_card(with_picture(a_picture("WEBP")), URL)) == "300.jpg"
    assert written(find_card(with_picture(a_picture(size=(1600, 90))), URL)) == "as it is"


def test_a_picture_of_elsewhere_is_left_alone():
    edition = an_edition(a_site(a_post()))

    assert find_web(edition, URL) is None
    assert find_mail(edition, URL) is None
    assert digest_of(edition, URL) == ""


TAGS = {
    "room is made for it": ('<img src="a.jpg">', 'width="1280" height="9" src="{}"'),
    "the author's width stays": (
        '<img src="a.jpg" width="640">',
        'height="4" src="{}" width="640"',
    ),
    "so does a height": (
        '<img src="a.jpg" height="9">',
        'width="1280" src="{}" height="9"',
    ),
    "and both": (
        '<img src="a.jpg" width="9" height="9">',
        'src="{}" width="9" height="9"',
    ),
    "and what is no number": ('<img src="a.jpg" width="50%">', 'src="{}" width="50%"'),
    "single quotes": ("<img src='a.jpg' alt='a > b'>", "src=\"{}\" alt='a > b'"),
    "no quotes": ("<img alt=a src=a.jpg>", 'alt=a src="{}"'),
    "a version": ('<img src="a.jpg?v=2">', 'src="{}"'),
    "an anchor, which sheets look for": (
        '<img src="a.jpg#only-dark">',
        'src="{}#only-dark"',
    ),
    "what a script loads": ('<img data-src="a.jpg">', 'data-src="a.jpg"'),
    "an address of nothing": ('<img src="https://[">', 'src="https://["'),
}


@pytest.mark.parametrize(("tag", "expected"), TAGS.values(), ids=TAGS)
def test_a_feed_loads_the_smaller_one(tag, expected):
    edition = with_picture(a_picture(size=(3000, 20)))
    web = find_web(edition, URL)
    assert web is not None

    made = set_pictures(f"<p>{tag}</p>", URL, show_pictures(edition))

    assert expected.format(web.plain.url) in made
    assert "srcset" not in made


def test_a_page_lets_a_browser_choose():
    edition = with_picture(a_picture(size=(600, 20)))
    show = show_pictures(edition, lambda url: url.rpartition("-")[2])

    made = set_pictures('<img src="a.jpg" alt="">', URL, show, "40rem")

    assert made == (
        '<img width="600" height="20" srcset="320.webp 320w, 480.webp 480w, 600.webp 600w"'
        ' sizes="40rem" src="a.jpg" alt="">'
    )


def test_what_its_author_let_a_browser_choose_from_stays():
    edition = with_picture(a_picture(size=(600, 20)))
    tag = '<img src="a.jpg" srcset="b.jpg 2x" alt="">'

    made = set_pictures(tag, URL, show_pictures(edition, str), "40rem")

    assert made.count("srcset") == 1


def test_a_narrow_picture_loads_a_narrow_one():
    edition = with_picture(a_picture(size=(600, 20)))

    made = set_pictures('<img src="a.jpg" width="64">', URL, show_pictures(edition, str))

    assert 'sizes="64px"' in made


def test_a_text_without_pictures_stays():
    assert set_for_feeds(an_edition(a_site(a_post())), "<p>a</p>") == "<p>a</p>"


def test_what_two_outputs_show_alike_is_made_once():
    edition = with_picture(a_picture("WEBP"))
    shown = [(URL, find_mail(edition, URL)), (f"{URL}?v=2", find_print(edition, URL))]

    [(url, made)] = list_made(shown)

    assert (url, len(made)) == (URL, 1)


WEIGHTS = {
    "light": (500_000, 5_000_000, []),
    "heavy": (
        501_000,
        5_400_000,
        [
            "posts/a.jpg: a page that shows it loads 501 KB",
            "posts/aaaa.md: its kit has 5.4 MB, and mailboxes refuse some of 5",
        ],
    ),
}


@pytest.mark.parametrize(("page", "kit", "told"), WEIGHTS.values(), ids=WEIGHTS)
def test_what_is_heavy_is_told(page, kit, told):
    post = a_post(reprint="allowed")
    edition = an_edition(a_site(post), bytes_of=lambda _: a_picture(size=(3000, 20)))

    found = list_heavy(edition, [URL], lambda path: kit if path.endswith(".zip") else page)

    assert [str(problem).splitlines()[0] for problem in found] == told
