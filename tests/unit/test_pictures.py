"""The pictures of a text are found by address, with what they show."""

import pytest

from postroom.toolbox.pictures import list_pictures

SHOWN = {
    "none": ("<p>Words.</p>", {}),
    "in their order": (
        '<img src="/b.png" alt="B"><p><img alt="A" src="/a.png"></p>',
        {"/b.png": "B", "/a.png": "A"},
    ),
    "each once": ('<img src="/a" alt="A"><img src="/a" alt="Again">', {"/a": "A"}),
    "nothing said": ('<img src="/a"><img src="/b" alt="">', {"/a": "", "/b": ""}),
    "references are letters": (
        '<img src="/?a=1&amp;b" alt="A &lt; B">',
        {"/?a=1&b": "A < B"},
    ),
    "single quotes": ("""<img src="/a" alt='"A"'>""", {"/a": '"A"'}),
    "no address": ('<img alt="A">', {}),
}


@pytest.mark.parametrize(("html", "expected"), SHOWN.values(), ids=SHOWN)
def test_list_pictures(html, expected):
    assert list_pictures(html) == expected
