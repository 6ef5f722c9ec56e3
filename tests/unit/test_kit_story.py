"""A text is taken apart, cut to lengths, and credited: the same for every format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.unit.kitting import HOME, a_kit, the_lengths

from postroom.fragments.story import count_words, notes_within, parse_story, parse_summary
from postroom.kits.credit import linked, plain
from postroom.kits.lengths import list_lengths
from postroom.model.licence import LICENCES

WORDS = "one two three four five six seven eight nine ten "


def outer(element: html.HtmlElement) -> str:
    return html.tostring(element, encoding="unicode", with_tail=False)


def a_ref(name: str) -> str:
    return f'<sup id="fnref-{name}"><a href="#fn-{name}">9</a></sup>'


def a_note(name: str, text: str = "Note.") -> str:
    return (
        f'<li id="fn-{name}"><p>{text} <a href="#fnref-{name}" class="back">↩</a></p></li>'
    )


BLOCKS = {
    "blocks stand below each other": ("<h2>a</h2>\n<p>b</p>\n", ["<h2>a</h2>", "<p>b</p>"]),
    "loose words become a paragraph": (
        "a <em>b</em> c<p>d</p>e",
        ["<p>a <em>b</em> c</p>", "<p>d</p>", "<p>e</p>"],
    ),
    "a loose formula is words": (
        "<math><mi>x</mi></math>",
        ["<p><math><mi>x</mi></math></p>"],
    ),
    "comments are gone": ("<p>a</p><!-- more --><p>b</p>", ["<p>a</p>", "<p>b</p>"]),
    "a line at the end stays if no notes follow": (
        "<p>a</p><hr><ol><li>b</li></ol>",
        ["<p>a</p>", "<hr>", "<ol><li>b</li></ol>"],
    ),
    "nothing": ("", []),
    "nothing but space": (" \n ", []),
}


@pytest.mark.parametrize(("made", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_the_blocks_of_a_story(made: str, expected: list[str]):
    story = parse_story(made)

    assert list(map(outer, story.blocks)) == expected
    assert story.notes == {}


NOTES = {
    "in the order of the text, not of the list": (
        f"<p>x{a_ref('b')} y{a_ref('a')}</p>",
        a_note("a") + a_note("b"),
        ["fn-b", "fn-a"],
    ),
    "one that is referred to twice is one": (
        f"<p>x{a_ref('a')}</p><ul><li>y{a_ref('a')}</li></ul>",
        a_note("a"),
        ["fn-a"],
    ),
    "a note within a note follows it": (
        f"<p>x{a_ref('a')} y{a_ref('b')}</p>",
        a_note("a", f"See{a_ref('c')}") + a_note("b") + a_note("c"),
        ["fn-a", "fn-c", "fn-b"],
    ),
    "notes that refer to each other": (
        f"<p>x{a_ref('a')}</p>",
        a_note("a", f"See{a_ref('b')}") + a_note("b", f"See{a_ref('a')}"),
        ["fn-a", "fn-b"],
    ),
    "one that nobody refers to is gone": (
        f"<p>x{a_ref('b')}</p>",
        a_note("a") + a_note("b"),
        ["fn-b"],
    ),
}


@pytest.mark.parametrize(("text", "listed", "expected"), NOTES.values(), ids=NOTES)
def test_the_notes_of_a_story(text: str, listed: str, expected: list[str]):
    story = parse_story(f"{text}\n<hr>\n<ol>{listed}</ol>")

    assert list(story.notes) == expected
    assert "hr" not in [block.tag for block in story.blocks]
    assert "fn-" not in story.blocks[-1].get("id", "")


def test_notes_may_stand_where_their_author_put_them():
    story = parse_story(f"<p>a{a_ref('x')}</p><hr><ol>{a_note('x')}</ol><h2>b</h2>")

    assert [block.tag for block in story.blocks] == ["p", "h2"]
    assert list(story.notes) == ["fn-x"]


def test_an_ordinary_list_at_the_end_is_no_list_of_notes():
    story = parse_story('<ol><li id="fn-a">a</li><li>b</li></ol>')

    assert (len(story.blocks), story.notes) == (1, {})


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=1, max_size=6))
def test_the_notes_of_a_beginning_are_the_first_notes(referred: list[list[int]]):
    text = "".join(f"<p>x{''.join(a_ref(str(n)) for n in refs)}</p>" for refs in referred)
    listed = "".join(a_note(str(n), f"See{a_ref(str((n * 3) % 7))}") for n in range(7))
    story = parse_story(f"{text}<ol>{listed}</ol>")

    for count in range(len(story.blocks) + 1):
        found = list(notes_within(story.blocks[:count], story.notes))
        assert found == list(story.notes)[: len(found)]


def test_a_summary_is_paragraphs_of_plain_words():
    story = parse_summary(" One <b>\ntwo.\n\n\n Three & four.\n")

    assert list(map(outer, story.blocks)) == [
        "<p>One &lt;b&gt; two.</p>",
        "<p>Three &amp; four.</p>",
    ]


COUNTED = {
    "words": ("<p>one two, three</p>", 3),
    "emphasis within a word": ("<p>o<em>n</em>e</p>", 1),
    "items of a list": ("<ul><li>one</li><li>two</li></ul>", 2),
    "lines of a paragraph": ("<p>one<br>two</p>", 2),
    "cells": ("<table><tr><td>one</td><td>two</td></tr></table>", 2),
    "the number of a note is none": (f"<p>one{a_ref('a')} two</p>", 2),
    "signs without spaces are words": ("<p>東京の、長い机。 OK!</p>", 7),
    "a picture is none": ('<p><img src="a" alt="b c"></p>', 0),
}


@pytest.mark.parametrize(("made", "expected"), COUNTED.values(), ids=COUNTED)
def test_count_words(made: str, expected: int):
    assert count_words(parse_story(made).blocks[0]) == expected


def paragraphs(*counts: int) -> str:
    return "".join(f"<p>{'word ' * count}</p>" for count in counts)


LENGTHS = {
    "a short text is whole": (a_kit(paragraphs(90)), [("full", 90, "whole")]),
    "cut where a paragraph ends": (
        a_kit(paragraphs(80, 150, 300)),
        [
            ("full", 530, "whole"),
            ("250", 230, "cut"),
            ("100", 80, "cut"),
        ],
    ),
    "no heading is left at the end": (
        a_kit(f"{paragraphs(90)}<h2>Then</h2><hr>{paragraphs(300)}"),
        [
            ("full", 391, "whole"),
            ("100", 90, "cut"),
        ],
    ),
    "nor what announces something": (
        a_kit(f"{paragraphs(60)}<p>Three things:</p><ul><li>{WORDS * 9}</li></ul>"),
        [("full", 152, "whole"), ("100", 60, "cut")],
    ),
    "too little is not offered": (
        a_kit(paragraphs(19, 600)),
        [("full", 619, "whole")],
    ),
    "nor the same cut twice": (
        a_kit(paragraphs(60, 600)),
        [("full", 660, "whole"), ("100", 60, "cut")],
    ),
    "the author's own goes first": (
        a_kit(paragraphs(90, 300), summaries=((250, "Own words."), (100, "Own."))),
        [("full", 390, "whole"), ("250", 2, "author"), ("100", 1, "author")],
    ),
    "nothing": (a_kit(""), [("full", 0, "whole")]),
}


@pytest.mark.parametrize(("kit", "expected"), LENGTHS.values(), ids=LENGTHS)
def test_list_lengths(kit, expected: list[tuple[str, int, str]]):
    lengths = list_lengths(kit)

    assert [(each.name, each.words, each.origin) for each in lengths] == expected


def test_a_length_holds_the_notes_that_it_refers_to():
    text = f"{paragraphs(70)}<p>x{a_ref('b')}</p>{paragraphs(90)}<p>y{a_ref('a')}</p>"
    lengths = the_lengths(a_kit(f"{text}<ol>{a_note('a')}{a_note('b')}</ol>"))

    assert list(lengths["100"].notes) == ["fn-b"]
    assert list(lengths["full"].notes) == ["fn-b", "fn-a"]
    assert len(lengths["100"].shown) == 2


WHOLE, CUT, OWN = (
    the_lengths(a_kit(paragraphs(90, 30)))["full"],
    the_lengths(a_kit(paragraphs(90, 30)))["100"],
    the_lengths(a_kit(paragraphs(90), summaries=((100, "Own."),)))["100"],
)
ORIGIN = (
    "“Give before & after: a ‘guide’” by Ines Okafor first appeared in The Long Table"
    " (https://longtable.example/posts/give/) on 4 March 2026."
)
LICENCE = "Licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
RESERVED = {"licence": LICENCES["all-rights-reserved"]}
CREDITS = {
    "the whole": (a_kit(), WHOLE, [ORIGIN, f"{LICENCE}."]),
    "the line on its own": (a_kit(), None, [ORIGIN, f"{LICENCE}."]),
    "a cut": (
        a_kit(),
        CUT,
        [f"Read the rest at {HOME}.", ORIGIN, f"{LICENCE}; shortened."],
    ),
    "the author's own": (
        a_kit(),
        OWN,
        [f"Read the whole at {HOME}.", ORIGIN, f"{LICENCE}; shortened."],
    ),
    "all rights reserved": (
        a_kit(**RESERVED),
        WHOLE,
        [ORIGIN, "© Ines Okafor, 2026; printed by permission."],
    ),
    "nobody is named": (
        a_kit(title="Jobs", byline="", **RESERVED),
        CUT,
        [
            f"Read the rest at {HOME}.",
            f"“Jobs” first appeared in The Long Table ({HOME}) on 4 March 2026.",
            "© The Long Table, 2026; printed by permission; shortened.",
        ],
    ),
}


@pytest.mark.parametrize(("kit", "length", "expected"), CREDITS.values(), ids=CREDITS)
def test_credit_lines(kit, length, expected: list[str]):
    assert list(map(plain, kit.credit[length.origin if length else "whole"])) == expected


def test_credit_as_html_is_escaped_and_names_the_licence_to_programs():
    kit = a_kit(title="A <b>", home='https://ü.example/?a="&b')

    origin, leave = (linked(line, licence=kit.licence.url) for line in kit.credit["whole"])

    assert origin.startswith("“A &lt;b&gt;” by Ines Okafor first appeared in <a href=")
    assert 'href="https://xn--tda.example/?a=%22&amp;b"' in origin
    assert '<a rel="license" href="https://creativecommons.org/' in leave
