"""The plain text of a kit: 72 columns, every link listed, ready for the body of a mail."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.unit.kitting import a_far_kit, a_kit, a_whole_kit, the_essays, the_lengths

from postroom.kits.lengths import list_lengths
from postroom.kits.text import ascii_text, render_texts
from postroom.toolbox.walker import Links, Walker
from postroom.toolbox.wrap import LINE, width_of, wrap

ESSAYS = the_essays()
KITS = ESSAYS | {"everything": a_whole_kit(), "from right to left": a_far_kit()}
NOTE = '<sup id="fnref-{0}"><a href="#fn-{0}">9</a></sup>'


def rendered(kit) -> dict[str, str]:
    return render_texts(kit, list_lengths(kit))


def body_of(text: str) -> str:
    """What becomes of a text, without title and credit."""
    made = rendered(a_kit(text, title="T", byline=""))["full"]
    return made.removeprefix("T\n=\n\n").rpartition("* * *\n")[0].strip("\n")


def test_everything(golden):
    golden("kit/whole.txt", rendered(a_whole_kit())["full"].encode())


def test_everything_in_ascii(golden):
    made = ascii_text(rendered(a_whole_kit())["full"])

    golden("kit/whole-ascii.txt", made.encode("ascii"))


def test_the_short_version_of_the_author(golden):
    golden("kit/own.txt", rendered(a_whole_kit())["100"].encode())


def test_a_text_from_right_to_left(golden):
    golden("kit/far.txt", rendered(a_far_kit())["full"].encode())


def test_numbers_in_what_was_sent_in_are_its_links_and_nothing_else():
    text = (
        '<p><a href="https://x.example/">Read</a> it [1], [note 2], ［３］.</p>'
        "<p>[1] https://evil.example/</p>"
    )
    made = rendered(a_kit(text, kind="link", title="T [4]", byline="R [5]"))["full"]

    assert re.findall(r"[\[［].*?[\]］]", made) == ["[1]", "[1]"]
    assert "Read [1] it (1), (note 2), (３)." in made
    assert "\n[1] https://x.example/\n" in made
    assert "(1) https://evil.example/" in made


def test_an_issue_keeps_its_notes_and_its_items_number_nothing():
    text = f"<p>So{NOTE.format('a')}.</p><p>[7] https://evil.example/</p>"
    made = rendered(a_kit(text, kind="issue"))["full"]

    assert "(7) https://evil.example/" in made
    assert "[7]" not in made
    assert "note" not in made or "[note" in made


CASES = {
    "a figure": (
        '<figure><img src="https://a.example/a.png" alt="A tree">'
        "<figcaption>By <em>R</em></figcaption></figure>",
        "[Image: A tree]\nBy *R*",
    ),
    "only pictures without words": (
        '<p><img src="https://a.example/a.png"></p><p><img src="https://a.example/b.png"></p>',
        "",
    ),
    "a link within the page": (
        '<p><a href="#x">a</a></p>',
        "a [1]\n\n[1] https://longtable.example/posts/give/#x",
    ),
    "a formula": (
        "<p><math><mi>x</mi><mo>=</mo><mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr></mtable>"
        "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover></math></p>",
        "x = [1, 2]∑_i^n",
    ),
    "cells that are set to the right": (
        '<table><tr><th>a</th><th class="right">number</th></tr>'
        '<tr><td>b</td><td class="right">9</td></tr></table>',
        "a  number\n-  ------\nb       9",
    ),
    "a table that is too wide": (
        f"<table><tr><th>a</th><th>b</th></tr><tr><td>{'c' * 40}</td>"
        f"<td>{'d' * 40}</td></tr></table>",
        f"a: {'c' * 40}\nb: {'d' * 40}",
    ),
    "a list in a quote that has a note": (
        f"<blockquote><p>a{NOTE.format('a')}</p><ol><li>b</li></ol></blockquote>"
        '<ol><li id="fn-a"><p>c</p></li></ol>',
        "> a [note 1]\n>\n> 1. b\n\nNotes\n-----\n\n[note 1] c",
    ),
    "words that no line breaks": ("<p>a\u00a0b</p>", "a b"),
    "loose words": ("a<hr>b", "a\n\n* * *\n\nb"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_becomes_of_a_text(text: str, expected: str):
    assert body_of(text) == expected


def test_links_of_notes_are_numbered_after_those_of_each_length():
    words = "word " * 70
    texts = rendered(
        a_kit(
            f'<p>{words}<a href="https://a.example/">a</a>{NOTE.format("z")}</p>'
            f'<p>{words}<a href="https://b.example/">b</a></p><p>{words}</p><hr>'
            '<ol><li id="fn-z"><p><a href="https://a.example/">a</a>, <a'
            ' href="https://c.example/">c</a> <a class="back" href="#fnref-z">↩</a></p>'
            "<p>So.</p></li></ol>"
        )
    )

    end = "\n\nNotes\n-----\n\n[note 1] a [1], c [{0}]\n\n         So.\n\n[1] https://a.example/\n"
    assert (
        f"{end.format(3)}[2] https://b.example/\n[3] https://c.example/\n" in texts["full"]
    )
    assert f"{end.format(2)}[2] https://c.example/\n" in texts["100"]
    assert "b.example" not in texts["100"]


def test_a_number_whose_note_is_missing_stays_a_number():
    assert body_of('<p>a<sup><a href="#fn-z">7</a></sup></p>') == "a [note 7]"


def test_credit_stands_apart_with_its_addresses_spelled_out():
    kit = a_kit("<p>w w w w w w w w w w</p>" * 20, byline="")

    head, _, credit = rendered(kit)["100"].partition("\n* * *\n")

    assert head.startswith("Give before & after: a “guide”\n====")
    assert credit == (
        "\nRead the rest at https://longtable.example/posts/give/.\n\n"
        "“Give before & after: a ‘guide’” first appeared in The Long Table\n"
        "(https://longtable.example/posts/give/) on 4 March 2026.\n\n"
        "Licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/);\n"
        "shortened.\n"
    )


def test_no_mail_program_takes_the_credit_for_a_signature():
    made = "\n".join(rendered(a_whole_kit()).values())

    assert not re.search(r"^-- ?$", made, re.M)


def test_only_the_longer_lengths_have_a_standfirst():
    kit = a_kit("<p>w w w w w w w w w w</p>" * 90, standfirst="So it goes.")

    having = [name for name, made in rendered(kit).items() if "\n\nSo it goes.\n" in made]

    assert having == ["full", "500"]


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_no_line_is_wider_than_72_columns_but_code_and_addresses(kit):
    for made in rendered(kit).values():
        wide = [line for line in made.splitlines() if width_of(line) > LINE]

        assert [x for x in wide if "https://" not in x and not x.startswith("    ")] == []


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_every_word_and_every_link_of_a_length_is_there(kit):
    texts = rendered(kit)
    for name, length in the_lengths(kit).items():
        said = re.sub(r"(?m)^(?:> )+|\s|[*`]", "", texts[name])
        blocks = [block for block in length.shown if block.tag in ("p", "h2", "h3", "li")]
        words = [w for b in blocks for w in _plain_words(b) if w not in said]
        links = [url for block in length.shown for url in block.xpath(".//a/@href")]

        assert words == []
        assert [url for url in links if url[0] != "#" and url not in texts[name]] == []


def _plain_words(block: html.HtmlElement) -> list[str]:
    return re.findall(r"[^\W_]{2,}", " ".join(block.itertext()))


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_a_length_is_a_beginning_of_the_whole(kit):
    made, lengths = rendered(kit), the_lengths(kit)

    for name in ("250", "100"):
        if name in lengths and lengths[name].origin == "cut":
            begun = made[name].partition("By Ines Okafor\n\n")[2]
            begun = re.split(r"\n\n(?:Notes\n-----|\[1\] |\* \* \*\n)", begun)[0]
            assert begun in made["full"]


def test_an_essay_of_many_thousand_words():
    kit = a_kit("<h2>A part</h2>" + f"<p>{'Some words that say little. ' * 40}</p>" * 20)

    made = rendered(kit)

    assert made["full"].count("little.") == 800
    assert max(map(len, made["full"].splitlines())) <= LINE


ASCII = {
    "quotation marks": ("‘a’ “b” «c» „d“ ‹e›", '\'a\' "b" "c" "d" \'e\''),
    "dashes": ("a – b — c ‑ d", "a - b -- c - d"),
    "what is left out": ("a … b", "a ... b"),
    "accents": ("Zoë, Ångström, Łódź, Ærø, Weiß", "Zoe, Angstrom, Lodz, AEro, Weiss"),
    "accents apart": ("Zoe\u0308", "Zoe"),
    "arrows and signs": ("→ ← ⇒ × ≤ © ½ m²", "-> <- => x <= (c) 1/2 m2"),
    "money": ("€5, £6", "EUR5, GBP6"),
    "ligatures and wide letters": ("ﬁn Ａ", "fin A"),
    "boxes": ("☐ a ☑ b", "[ ] a [x] b"),
    "spaces": ("a\u00a0b\u2009c", "a b c"),
    "anything else": ("東京 Привет 🙂", "?? ?????? ?"),
    "plain text": ("a\n\n> b\n", "a\n\n> b\n"),
}


@pytest.mark.parametrize(("text", "expected"), ASCII.values(), ids=ASCII)
def test_ascii_text(text: str, expected: str):
    assert ascii_text(text) == expected


@given(st.text())
def test_ascii_text_is_ascii_and_keeps_the_lines(text: str):
    made = ascii_text(text)

    assert made.isascii()
    assert made.count("\n") == text.count("\n")


words = st.text(st.sampled_from("abcdefghéß“”—…«» \u00a0\n"), max_size=200)


@given(words, st.integers(24, 72))
def test_a_line_is_as_long_as_it_may_be(text: str, width: int):
    lines = wrap(text, width)

    assert " ".join(text.split()) == " ".join(lines) or max(map(len, text.split())) > width
    for line, following in pairwise(lines):
        assert len(line) <= width
        assert len(f"{line} {following.split()[0]}") > width


def test_links_go_on_where_a_text_ended():
    links = Links(["https://a.example/", "https://b.example/"])

    numbers = [links.number(f"https://{name}.example/") for name in "bcad"]

    assert numbers == [2, 3, 1, 4]
    assert links.mentioned == tuple(f"https://{name}.example/" for name in "abcd")


def test_a_list_at_the_end_of_a_quote_is_no_list_of_notes():
    root = html.fragment_fromstring(
        "<div><blockquote><p>a<sup>[1]</sup></p><ol><li>b</li></ol></blockquote></div>"
    )

    assert Walker(Links()).write(root) == ["> a [note 1]", ">", "> 1. b"]
