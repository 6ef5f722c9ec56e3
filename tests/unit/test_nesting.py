"""What stands where it must not is moved, wrapped or reduced to its words; none is lost."""

import pytest
from lxml import html
from tests.judges.content import check_html

from postroom.fragments.nesting import mend_nesting

X = '<math display="block"><mi>x</mi></math>'
IMG = '<img src="https://x.example/a.png" alt="">'
MENDED = {
    "a quotation in a heading: its words count": (
        "<h2>One <blockquote>two</blockquote> three</h2>",
        "<h2>One two three</h2>",
    ),
    "a list in a heading: its words count": (
        "<h3>One <ul><li>two</li></ul></h3>",
        "<h3>One two</h3>",
    ),
    "a formula in a heading stays one": (
        "<h2>Of <math><mi>x</mi></math></h2>",
        "<h2>Of <math><mi>x</mi></math></h2>",
    ),
    "a formula that is a paragraph stays one": (f"<p>{X}</p>", f"<p>{X}</p>"),
    "a formula between words stands in a paragraph of its own": (
        f'<p lang="la">One {X} two</p>',
        f'<p lang="la">One </p><p>{X}</p><p> two</p>',
    ),
    "words behind such a paragraph stay behind it": (
        f"<div><p>One {X}</p> two</div>",
        f"<div><p>One </p><p>{X}</p> two</div>",
    ),
    "emphasis around a formula goes, its words stay": (
        f"<p>One <em>two {X} three</em></p>",
        f"<p>One two </p><p>{X}</p><p> three</p>",
    ),
    "a quotation marked as new splits a paragraph": (
        "<p>One <ins><blockquote><p>two</p></blockquote></ins> <b>three</b></p>",
        "<p>One </p><ins><blockquote><p>two</p></blockquote></ins><p> <b>three</b></p>",
    ),
    "what is new in another language keeps its own": (
        '<p lang="la"><ins lang="en"><blockquote>One</blockquote></ins> duo</p>',
        '<ins lang="en"><blockquote>One</blockquote></ins><p> duo</p>',
    ),
    "emphasis around a quotation goes": (
        "<em>One <blockquote><p>two</p></blockquote></em>",
        "One <blockquote><p>two</p></blockquote>",
    ),
    "a paragraph of nothing goes": ("<div>One<p> </p>two</div>", "<div>One two</div>"),
    "a link to nothing goes": ('<p>One<a href="/"> </a>two</p>', "<p>One two</p>"),
    "an empty link that is a place stays": (
        '<p><a id="here"></a>One</p>',
        '<p><a id="here"></a>One</p>',
    ),
    "a link in a link: the outer one counts": (
        '<p><a href="https://x.example/1">One <b><a href="https://x.example/2">two</a></b></a></p>',
        '<p><a href="https://x.example/1">One <b>two</b></a></p>',
    ),
    "the second place of a name has none": (
        '<p id="a">One</p><p id="a">Two</p>',
        '<p id="a">One</p><p>Two</p>',
    ),
    "items without a list get one": (
        "<li>one</li><li>two</li>",
        "<ul><li>one</li><li>two</li></ul>",
    ),
    "items with words between them get two": (
        "<li>one</li> between <li>two</li>",
        "<ul><li>one</li></ul> between <ul><li>two</li></ul>",
    ),
    "terms without a list get one": (
        "<dt>Term</dt><dd>Words</dd>",
        "<dl><dt>Term</dt><dd>Words</dd></dl>",
    ),
    "items of two kinds get lists of two kinds": (
        "<dd>Words</dd><li>one</li>",
        "<dl><dd>Words</dd></dl><ul><li>one</li></ul>",
    ),
    "words at the beginning of a list are an item": (
        "<ul>none<li>one</li></ul>",
        "<ul><li>none</li><li>one</li></ul>",
    ),
    "words behind an item belong to it": (
        "<ul><li>one</li>and<li>two</li></ul>",
        "<ul><li>one<p>and</p></li><li>two</li></ul>",
    ),
    "a list in a list belongs to the item before it": (
        "<ol><li>one</li><ul><li>two</li></ul> more</ol>",
        "<ol><li>one<ul><li>two</li></ul> more</li></ol>",
    ),
    "a list that begins with a list begins with an item": (
        "<ul><ol><li>one</li></ol></ul>",
        "<ul><li><ol><li>one</li></ol></li></ul>",
    ),
    "a caption without a table is a paragraph": ("<caption>One</caption>", "<p>One</p>"),
    "a row without a table is a paragraph": (
        "<tr><td>One</td><td>two</td></tr>",
        "<p>One two </p>",
    ),
    "a row in a row is the next one, and no empty one is left": (
        "<table><tr><tr><td>a</td></tr></tr><tr></tr></table>",
        "<table><tr><td>a</td></tr></table>",
    ),
    "cells without a row are words apart": (
        "<div><td>One</td><td>two</td></div>",
        "<div>One two </div>",
    ),
    "what stands between the rows stands before the table": (
        "<table><p>One</p><tr><b>two</b><td>three</td></tr></table>",
        "<p>One</p><p><b>two</b></p><table><tr><td>three</td></tr></table>",
    ),
    "a column without a table is nothing": (
        "<p>One</p><col><colgroup></colgroup>",
        "<p>One</p>",
    ),
    "a column of a table stays": (
        "<table><colgroup><col></colgroup><tr><td>One</td></tr></table>",
        "<table><colgroup><col></colgroup><tr><td>One</td></tr></table>",
    ),
    "a formula that holds a link is words": (
        '<p><math><mi>x</mi><a href="https://x.example/">y</a></math></p>',
        '<p>x<a href="https://x.example/">y</a></p>',
    ),
    "a sign without a formula is a word": ("<p>One <mi>x</mi></p>", "<p>One x</p>"),
    "a caption without a figure is a paragraph": (
        "<figcaption>One</figcaption>",
        "<p>One</p>",
    ),
    "a caption of a figure stays": (
        f"<figure>{IMG}<figcaption>One</figcaption></figure>",
        f"<figure>{IMG}<figcaption>One</figcaption></figure>",
    ),
}


def mend(written: str) -> str:
    """What becomes of HTML, without what stands around it."""
    root = html.fragment_fromstring(written, create_parent="div")
    mend_nesting(root)
    made: str = html.tostring(root, encoding="unicode")
    return made.removeprefix("<div>").removesuffix("</div>")


@pytest.mark.parametrize(("written", "expected"), MENDED.values(), ids=MENDED.keys())
def test_what_stands_in_the_wrong_place_is_put_right(written, expected):
    made = mend(written)

    assert made == expected
    assert mend(made) == made
    assert [f for f in check_html("here", made) if "has id=" not in f] == []


def test_a_paragraph_that_holds_an_empty_one_alone_goes():
    root = html.fragment_fromstring("<p></p>", create_parent="div")
    root[0].append(root.makeelement("p"))
    root[0].tail = "One"

    mend_nesting(root)

    assert html.tostring(root, encoding="unicode") == "<div>One</div>"
