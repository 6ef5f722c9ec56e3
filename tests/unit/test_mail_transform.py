"""Clean HTML becomes what mail clients keep: nothing is lost but what they would drop."""

import pytest
from lxml import html

from postroom.toolbox.mailhtml import transform
from postroom.toolbox.trees import render_tree

IMAGES = {
    "https://a.example/wide.jpg": (1600, 900),
    "https://a.example/small.png": (120, 90),
    "https://a.example/pixel.gif": (1, 1),
}


def transformed(text: str, above: int = 1) -> str:
    root = html.fragment_fromstring(text, create_parent="div")
    transform(root, above=above, images=IMAGES)
    return render_tree(root)


CASES = {
    "a footnote's number stands in brackets": (
        '<p>So.<sup><a href="https://a.example/x/#fn:1">1</a></sup></p>',
        "<p>So.<sup>[1]</sup></p>",
    ),
    "a figure is a div, its caption a small paragraph": (
        '<figure><img src="https://a.example/wide.jpg" alt="W" loading="lazy" srcset="x 2x"'
        ' sizes="9px" height="900" id="i" class="c">'
        "<figcaption>By R.</figcaption></figure>",
        '<div><img src="https://a.example/wide.jpg" alt="W" width="552">'
        '<p class="f">By R.</p></div>',
    ),
    "a small picture keeps its width": (
        '<p><img src="https://a.example/small.png"></p>',
        '<p><img src="https://a.example/small.png" alt="" width="120"></p>',
    ),
    "an unknown picture fills the column": (
        '<p><img src="https://a.example/who.jpg" alt="W"></p>',
        '<p><img src="https://a.example/who.jpg" alt="W" width="552"></p>',
    ),
    "a picture that nobody sees is gone": (
        '<p>a<img src="https://a.example/pixel.gif">b<img src="https://b.example/o" '
        'width="1" height="1">c<img src="https://b.example/o" width="0">d</p>',
        "<p>abcd</p>",
    ),
    "a picture that Word does not show is a link": (
        '<p><img src="https://a.example/A.WEBP?x=1" alt="A tree"></p>',
        '<p><a href="https://a.example/A.WEBP?x=1">Picture: A tree</a></p>',
    ),
    "within a link it is its text": (
        '<p><a href="https://a.example/"><img src="https://a.example/a.svg"></a></p>',
        '<p><a href="https://a.example/">Picture: a.svg</a></p>',
    ),
    "an address that makes no sense is left to the lint": (
        '<p><img src="https://[a.png" alt=""></p>',
        '<p><img src="https://[a.png" alt="" width="552"></p>',
    ),
    "a data picture is its alt text": (
        '<p><img src="data:image/png;base64,AAAA" alt="A dot"></p>',
        "<p>A dot</p>",
    ),
    "a link within the mail is plain": ('<p><a href="#x">see</a></p>', "<p>see</p>"),
    "a link that runs code is plain": ('<a href="javascript:x()">see</a>', "see"),
    "braces in addresses are encoded": (
        '<a href="https://a.example/{{ x }}">see</a>',
        '<a href="https://a.example/%7B%7B%20x%20%7D%7D">see</a>',
    ),
    "addresses are ASCII": (
        '<a href="https://ü.example/é?a=b&amp;c=1 2">see</a>',
        '<a href="https://xn--tda.example/%C3%A9?a=b&amp;c=1%202">see</a>',
    ),
    "headings do not skip": (
        "<h2>a</h2><h5>b</h5><h3>c</h3>",
        "<h2>a</h2><h3>b</h3><h3>c</h3>",
    ),
    "boxes that clients drop are unwrapped": (
        '<main><details open><summary>s</summary><p id="a" class="b" style="c">t</p>'
        '</details><section><time datetime="x">now</time> <abbr title="y">z</abbr>'
        "</section></main>",
        "s<p>t</p>now z (y)",
    ),
    "what is live goes with all it holds": (
        "<p>a<script>b()</script><style>c{}</style></p><form><input value=d></form>"
        "<iframe src=e></iframe><svg><text>f</text></svg><!-- g --><p>h</p>",
        "<p>a</p><p>h</p>",
    ),
    "headings of a table say what they head": (
        '<table><thead><tr><th>a</th><th style="text-align: right">b</th></tr></thead>'
        "<tbody><tr><th>c</th><td>d</td></tr></tbody></table>",
        '<table><thead><tr><th scope="col">a</th><th scope="col" align="right">b</th></tr>'
        '</thead><tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table>',
    ),
    "a list that counts down says each number": (
        "<ol reversed><li>a</li><li>b</li></ol>",
        '<ol><li value="2">a</li><li value="1">b</li></ol>',
    ),
    "tasks have a box instead of a bullet, tasks within them stand further in": (
        "<ul><li>☐ a<ul><li>☑ b</li></ul></li></ul>",
        '<ul style="list-style-type:none;padding-left:0"><li style="list-style-type:none">'
        '☐ a<ul style="list-style-type:none"><li style="list-style-type:none">☑ b</li></ul>'
        "</li></ul>",
    ),
    "a formula that stands by itself is a paragraph": (
        '<p>a</p><math display="block"><mi>x</mi></math><p>b</p>',
        "<p>a</p><p>x</p><p>b</p>",
    ),
    "a table without headings is a layout": (
        "<table><tr><td>a</td></tr></table>",
        '<table role="presentation"><tr><td>a</td></tr></table>',
    ),
    "what has no end takes nothing with it": (
        "<p>a<wbr>b <embed src=x>c</p><p>d</p>",
        "<p>ab c</p><p>d</p>",
    ),
    "ruby stands in brackets": (
        "<p><ruby>東<rp>(</rp><rt>ひがし</rt><rp>)</rp></ruby>へ</p>",
        "<p>東 (ひがし)へ</p>",
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_transform(given: str, expected: str):
    made = transformed(given)

    assert made == expected


def test_headings_start_below_the_heading_of_their_item():
    made = transformed("<h2>a</h2><h3>b</h3><h6>c</h6>", above=3)

    assert made == "<h4>a</h4><h4>b</h4><h5>c</h5>"


def test_transforming_twice_changes_nothing_more():
    for given, _ in CASES.values():
        once = transformed(given)

        assert transformed(once) == once.replace(' class="f"', "")
