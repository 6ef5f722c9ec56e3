"""What a text loads from elsewhere is found, and left out of what leaves the house."""

import pytest

from postroom.reading.remote import check_remote, find_remote
from postroom.toolbox.pictures import leave_out
from postroom.web.media import sniff

GIF = "https://elsewhere.example/open.gif?u=1"
LOADED = {
    "a picture": f"![x]({GIF})",
    "a picture with a title": f'![x]({GIF} "t")',
    "in angle brackets": f"![x](<{GIF}>)",
    "with brackets in its words": f"![a [b] c]({GIF})",
    "within a link": f"[![x]({GIF})](https://other.example/)",
    "by reference": f"![x][pixel]\n\n[Pixel]: {GIF}",
    "by its own words": f"![pixel]\n\n[pixel]: {GIF}",
    "HTML": f'<img src="{GIF}">',
    "HTML without quotes": f"<IMG SRC={GIF} alt=x>",
    "after another attribute": f"<img alt='a > b' src='{GIF}'>",
    "a set": f'<img srcset="{GIF} 1x">',
    "a source": f'<picture><source srcset="{GIF} 2x"></picture>',
    "a poster": f'<video poster="{GIF}"></video>',
    "a style": f'<p style="background:url({GIF})">x</p>',
    "a style in quotes": f"<p style=\"background: url('{GIF}')\">x</p>",
    "an import": f'<style>@import "{GIF}";</style>',
    "a drawing's picture": f'<svg><image xlink:href="{GIF}"/></svg>',
    "a frame": f'<iframe src="{GIF}"></iframe>',
    "a preload": f'<link rel="preload" as="image" href="{GIF}">',
}


@pytest.mark.parametrize("text", LOADED.values(), ids=LOADED.keys())
def test_what_is_loaded_from_elsewhere_is_found(text):
    [medium] = find_remote(f"Before.\n\n{text}\n\nAfter.")

    assert medium.url == GIF
    assert find_remote(text, ["elsewhere.example"]) == []
    assert find_remote(text.replace("https:", ""))[0].url == GIF
    assert len([*check_remote("a.md", text, ())]) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"[a link]({GIF})",
        f"<{GIF}>",
        f'<a href="{GIF}">x</a>',
        f"`![x]({GIF})`",
        f"```\n<img src='{GIF}'>\n```",
        "![x](own.png)",
        f"[only][named]\n\n[named]: {GIF}",
        f'<link rel="canonical" href="{GIF}">',
    ],
)
def test_what_loads_nothing_is_left_alone(text):
    assert find_remote(text) == []


SHOWN = ("https://own.example/",)
LEFT = {
    "its words link to it": (
        f'<p><img src="{GIF}" alt="A cup"></p>',
        f'<p><a href="{GIF}">A cup</a></p>',
    ),
    "without words": (
        f'<p>a <img src="{GIF}" alt=""> b</p>',
        f'<p>a <a href="{GIF}">picture at elsewhere.example</a> b</p>',
    ),
    "within a link": (
        f'<p><a href="https://x.example/"><img src="{GIF}" alt="A cup"></a></p>',
        '<p><a href="https://x.example/">A cup</a></p>',
    ),
    "a host that only begins alike": (
        '<img src="https://own.example.evil.example/a.png" alt="A">',
        '<a href="https://own.example.evil.example/a.png">A</a>',
    ),
    "beside a place where a word may break": (
        f'<p>data<wbr>base <img src="{GIF}" alt=""></p>',
        f'<p>data<wbr>base <a href="{GIF}">picture at elsewhere.example</a></p>',
    ),
    "words with signs": (
        f'<p><img alt="a &gt; b" src="{GIF}"></p>',
        f'<p><a href="{GIF}">a &gt; b</a></p>',
    ),
    "our own": ('<img src="https://own.example/a.png" alt="A">',) * 2,
}


@pytest.mark.parametrize(("html", "expected"), LEFT.values(), ids=LEFT.keys())
def test_a_picture_from_elsewhere_leaves_its_words(html, expected):
    assert leave_out(html, SHOWN) == expected


def test_a_picture_is_known_by_how_it_begins():
    kinds = {
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff\xe0": "jpg",
        b"GIF89a": "gif",
        b"RIFF\0\0\0\0WEBP": "webp",
        b"\0\0\0\x1cftypavif": "avif",
        b"<svg/>": "",
        b"<html>": "",
        b"": "",
    }

    assert {content: sniff(content) for content in kinds} == kinds
