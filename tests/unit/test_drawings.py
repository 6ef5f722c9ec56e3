"""Drawings become bitmaps: nothing runs, nothing is fetched, nothing takes for ever."""

import io
from pathlib import Path

import pytest
from PIL import Image

from postroom.toolbox.drawings import (
    disarm_drawing,
    draw_bitmap,
    is_drawing,
    measure_drawing,
)

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'
RED = '<rect width="40" height="20" fill="#ff0000"/>'


def svg(inner: str, attributes: str = 'width="40" height="20"', before: str = "") -> bytes:
    return f"{before}<svg {XMLNS} {attributes}>{inner}</svg>".encode()


def look(content: bytes) -> Image.Image:
    made = draw_bitmap(content)
    assert made is not None
    return Image.open(io.BytesIO(made)).convert("RGB")


def test_a_drawing_is_a_bitmap_large_enough_to_print():
    picture = look(svg(RED))

    assert picture.size == (1600, 800)
    assert picture.getpixel((800, 400)) == (255, 0, 0)
    assert draw_bitmap(svg(RED)) == draw_bitmap(svg(RED))


def test_letters_are_drawn_with_the_shipped_font():
    picture = look(svg('<text x="2" y="15" fill="#fff" font-family="Nobody Has">Hi</text>'))

    assert picture.getbbox() is not None


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<g onload="alert(1)"/>',
        '<style>@import "https://elsewhere.example/a.css";</style>',
        '<rect fill="url(https://elsewhere.example/a#b)"/>',
        '<use xlink:href="https://elsewhere.example/a.svg#b"/>',
        '<a href="javascript:alert(1)"/>',
    ],
)
def test_what_is_live_has_no_part_in_it(inner):
    assert look(svg(RED + inner)).getpixel((800, 400)) == (255, 0, 0)


def test_no_file_of_this_machine_is_drawn(tmp_path: Path):
    Image.new("RGB", (4, 2), "blue").save(tmp_path / "private.png")
    at = f"{tmp_path}/private.png"

    for target in (at, f"file://{at}"):
        for key in ("href", "xlink:href"):
            inner = f'{RED}<image width="40" height="20" {key}="{target}"/>'
            assert look(svg(inner)).getpixel((800, 400)) == (255, 0, 0)


def test_an_entity_is_nothing():
    before = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

    assert look(svg(f"{RED}<text>&x;</text>", before=before)).size == (1600, 800)


BOMB = '<g id="a0"><rect width="1" height="1"/></g>' + "".join(
    f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 12)
)
DEEP = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(1_500))


@pytest.mark.parametrize(
    "content",
    [
        svg(BOMB),
        svg(DEEP),
        svg(RED).replace(b"http://www.w3.org/2000/svg", b"urn:nobody"),
        svg(RED, 'width="100000000" height="1"'),
        svg(RED)[:-6],
        b"<html><svg/></html>",
        b" " * 3_000_000,
        b"",
    ],
)
def test_what_cannot_be_drawn_is_nothing(content):
    assert draw_bitmap(content) is None


ENDLESS = {
    "a box of no numbers": 'viewBox="0 0 nan nan"',
    "a box without end": 'viewBox="0 0 inf inf"',
    "a width of many figures": f'width="{"9" * 400}"',
    "a width and a height of many figures": f'width="{"9" * 400}" height="{"9" * 400}"',
    "a height that only its ratio makes endless": (
        f'viewBox="0 0 1 1{"0" * 300}" width="1{"0" * 20}"'
    ),
}


@pytest.mark.parametrize("attributes", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_drawing_of_a_size_that_is_no_number_has_none(attributes):
    drawn = svg(RED, attributes)

    assert measure_drawing(drawn) is None
    assert draw_bitmap(drawn) is None


def test_a_drawing_with_a_size_of_its_own_may_have_any_box():
    assert measure_drawing(svg(RED, 'viewBox="0 0 nan nan" width="40" height="20"')) == (
        40,
        20,
    )
    assert measure_drawing(svg(RED, 'viewBox="0 0 1e-300 1e300" width="40"')) == (40, 20)


def test_a_drawing_is_known_by_its_name_or_by_what_it_holds():
    assert is_drawing(b"", "https://x.example/A.SVG?v=1")
    assert is_drawing(svg(RED), "a.png")
    assert not is_drawing(b"\x89PNG\r\n", "a.png")


HARMLESS = {
    "a shape": RED,
    "a remark": "<!-- drawn by hand -->" + RED,
    "a look": "<style>rect { fill: url(#a) }</style>" + RED,
    "a look in pieces": "<style>g { x: y }<!-- a -->rect { fill: red }</style>" + RED,
    "brackets and strokes apart": r'<g transform="scale(2)" id="a\b"/>',
    "movement": '<rect><animate attributeName="x" values="0;9"/></rect>',
    "a file beside it": '<image href="table.png"/><image xlink:href="../a.png"/>',
    "a picture within": '<image href="data:image/png;base64,AAAA"/>',
    "a font within": "<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>",
    "a link": '<a href="https://x.example/"><text>x</text></a>',
}


@pytest.mark.parametrize("inner", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_drawing_that_does_nothing_keeps_its_bytes(inner):
    assert disarm_drawing(svg(inner)) == svg(inner)


LIVE = {
    "a script": ("<script>kvazar(1)</script>", ""),
    "an event": ('<g onload="kvazar(1)"/>', ""),
    "a page": ("<foreignObject><p>kvazar</p></foreignObject>", ""),
    "a link that runs": ('<a href="java&#10;script:kvazar(1)"/>', ""),
    "a link that will run": (
        '<a><animate attributeName="href" values="#;javascript:kvazar(1)"/></a>',
        "",
    ),
    "a link that is set": ('<a><set attributeName="href" to="javascript:kvazar"/></a>', ""),
    "a picture from elsewhere": ('<image xlink:href="//kvazar.example/a.gif"/>', ""),
    "a copy from elsewhere": ('<use href="https://kvazar.example/a.svg#b"/>', ""),
    "data that runs": ('<use href="data:image/svg+xml,kvazar"/>', ""),
    "a sheet from elsewhere": ("<style>@import 'https://kvazar.example/a';</style>", ""),
    "a look from elsewhere": ('<g style="fill:url(https://kvazar.example/a)"/>', ""),
    "an escaped look": (r"<style>@\69mport 'kvazar.example'</style>", ""),
    "an escaped look of one element": (
        r'<g style="fill:u\72l(https://kvazar.example/a)"/>',
        "",
    ),
    "a choice of pictures": (
        "<style>g { fill: image-set('//kvazar.example/a' 1x) }</style>",
        "",
    ),
    "a choice of pictures of one element": (
        """<g style="fill:-webkit-image-set('//kvazar.example/a' 1x)"/>""",
        "",
    ),
    "an address by its newer name": (
        "<style>g { fill: src('//kvazar.example') }</style>",
        "",
    ),
    "a look in pieces": (
        "<style>g { x: y }<!-- a -->@import '//kvazar.example';</style>",
        "",
    ),
    "a look cut in two": ("<style>@imp<!-- a -->ort '//kvazar.example';</style>", ""),
    "a look within another": (
        "<style>g { fill: u@import;rl(https://kvazar.example/a) }</style>",
        "",
    ),
    "a page that leads on": (
        f'<h:meta {XHTML} http-equiv="refresh" content="0;url=//kvazar.example"/>',
        "",
    ),
    "a form": (f'<h:form {XHTML} action="//kvazar.example"><h:input/></h:form>', ""),
    "a picture of a page": (f'<h:img {XHTML} srcset="//kvazar.example 2x"/>', ""),
    "an entity": ("&x;", '<!DOCTYPE svg [<!ENTITY x "<script>kvazar(1)</script>">]>'),
    "an instruction": ("", '<?xml-stylesheet href="https://kvazar.example/a.css"?>'),
    "what is broken": ("<script>kvazar(1)</script><b>", ""),
}


@pytest.mark.parametrize(("inner", "before"), LIVE.values(), ids=LIVE.keys())
def test_what_is_live_in_a_drawing_is_not_published(inner, before):
    disarmed = disarm_drawing(svg(inner + RED, before=before))

    assert b"kvazar" not in disarmed
    assert b'fill="#ff0000"' in disarmed
    assert disarm_drawing(disarmed) == disarmed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b"<html><script>x</script></html>",
        b'<svg xmlns="http://www.w3.org/1999/xhtml" onload="x()"/>',
    ],
)
def test_what_is_no_drawing_is_published_as_an_empty_one(content):
    assert disarm_drawing(content) == b'<svg xmlns="http://www.w3.org/2000/svg"/>\n'
