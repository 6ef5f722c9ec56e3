"""The text part: worth reading, nothing lost, no line too long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.unit.mailing import (
    a_block,
    a_far_sheet,
    a_sheet,
    a_whole_sheet,
    some_options,
)

from postroom.mail.text import render_text
from postroom.model.sheet import Fact
from postroom.toolbox.mailhtml import transform
from postroom.toolbox.walker import Links, Walker
from postroom.toolbox.wrap import width_of, wrap


def text_of(markup: str) -> str:
    links = Links()
    root = html.fragment_fromstring(markup, create_parent="div")
    transform(root, above=1, images={})
    lines = Walker(links).write(root)
    listed = links.take()
    return "\n".join([*lines, *([""] if listed and lines else []), *listed])


def test_a_whole_issue(golden):
    text = render_text(
        a_whole_sheet(), some_options(), unsubscribe="https://example.org/stop"
    )

    golden("mail/whole.txt", text.encode())


def test_an_issue_in_arabic_that_holds_japanese(golden):
    text = render_text(a_far_sheet(), some_options())

    golden("mail/far.txt", text.encode())


CASES = {
    "paragraphs": ("<p>a\n b</p>\n<p>c</p>", "a b\n\nc"),
    "a line break": ("<p>a<br>b</p>", "a\nb"),
    "loose words": ("a<p>b</p>c", "a\n\nb\n\nc"),
    "emphasis": ("<p><em>a </em>b <strong>c</strong></p>", "*a* b *c*"),
    "what was deleted": ("<p><del>a</del> b</p>", "~a~ b"),
    "powers": ("<p>10<sup>3</sup>, H<sub>2</sub>O</p>", "10^3, H_2O"),
    "headings": ("<h2>Änd</h2><h3>b</h3><h4>c</h4>", "Änd\n---\n\nb\n-\n\nc\n."),
    "a wide heading": ("<h2>東京</h2>", "東京\n----"),
    "a quote in a quote": (
        "<blockquote><p>a</p><blockquote><p>b</p><p>c</p></blockquote></blockquote>",
        "> a\n>\n> > b\n> >\n> > c",
    ),
    "lists in lists": (
        "<ol start=9><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
        "9. a\n   - b\n10. c",
    ),
    "a loose list": (
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a\n\n  b\n\n- c"
    ),
    "a list of terms": ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n    b"),
    "code": (
        "<p>a <code>b &lt; c</code></p><pre><code>if x:\n\n\ty()\n</code></pre>",
        "a `b < c`\n\n    if x:\n\n        y()",
    ),
    "a rule": ("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb"),
    "pictures": ('<p><img src="https://a.example/a.png" alt="A  b"></p>', "[Image: A b]"),
    "a picture without meaning": ('<p>a <img src="https://a.example/a" alt=""></p>', "a"),
    "a link": ('<p>See <a href="https://a.example/">this</a>.</p>',
               "See this [1].\n\n[1] https://a.example/"),
    "the same link twice": (
        '<p><a href="https://a.example/">a</a> <a href="https://b.example/">b</a> '
        '<a href="https://a.example/">c</a></p>',
        "a [1] b [2] c [1]\n\n[1] https://a.example/\n[2] https://b.example/",
    ),
    "a link that is its text": (
        '<p><a href="https://a.example/">a.example</a></p>', "https://a.example/"
    ),
    "an address": ('<p><a href="mailto:a@b.example">a@b.example</a></p>', "a@b.example"),
    "an address by its text": (
        '<p><a href="mailto:a@b.example?subject=c">a@b.example</a></p>',
        "a@b.example [1]\n\n[1] mailto:a@b.example?subject=c",
    ),
    "spaces around a link": (
        '<p>a<a href="https://a.example/"> b </a>c</p>',
        "a b [1] c\n\n[1] https://a.example/",
    ),
    "a link without text": ('<p><a href="https://a.example/"></a></p>', "https://a.example/"),
    "a link in code": (
        '<pre>a <a href="https://a.example/">b</a></pre>',
        "    a b [1]\n\n[1] https://a.example/",
    ),
    "a picture that leads on": (
        '<a href="https://a.example/"><img src="https://a.example/a.png" alt="A"></a>',
        "[Image: A] [1]\n\n[1] https://a.example/",
    ),
    "a table": (
        "<table><caption>Guests</caption><tr><th>a</th><th>b</th></tr>"
        '<tr><td>東京</td><td align=right>1</td></tr><tr><td>c</td></tr></table>',
        "Guests\n\na     b\n----  -\n東京  1\nc",
    ),
    "a table with cells that span others": (
        "<table><tr><th>when</th><th align=right>many</th></tr><tr><td rowspan=2>May</td>"
        "<td align=right>7</td></tr><tr><td align=center>8</td></tr></table>",
        "when  many\n----  ----\nMay      7\n       8",
    ),
    "a list by letters, and one by Roman numbers": (
        "<ol type=a start=26><li>x</li><li>y</li></ol><ol type=I start=4><li>z</li></ol>",
        "z. x\naa. y\n\nIV. z",
    ),
    "tasks in tasks": (
        "<ul><li>☐ a<ul><li>☑ b</li></ul></li></ul>",
        "☐ a\n  ☑ b",
    ),
    "words stressed within a stressed title": (
        "<p><strong>Mind the <em>gap</em>, <s>all <code>of</code> <del>it</del></s>"
        "</strong></p><p><kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd></p>",
        "*Mind the gap, ~all `of` it~*\n\n`Ctrl+C`",
    ),
    "what a term means, in several paragraphs": (
        "<dl><dt>a</dt><dt>b</dt><dd><p>c</p><ul><li>d</li></ul></dd><dd>e</dd><dt>f</dt>"
        "<dd>g</dd></dl>",
        "a\nb\n    c\n\n    - d\n\n    e\n\nf\n    g",
    ),
    "what terms mean, in a few words": (
        "<dl><dt>a</dt><dd>b</dd><dd>c</dd><dt>d</dt><dd>e</dd></dl>",
        "a\n    b\n    c\nd\n    e",
    ),
    "formulas that stand by themselves": (
        "a<math display=block><mi>x</mi></math><math display=block><mi>y</mi></math>b"
        "<ul><li>c<math display=block><mi>z</mi></math></li></ul>",
        "a\n\nx\n\ny\n\nb\n\n- c\n\n  z",
    ),
    "what is raised, lowered, or only small": (
        "<p>H<sub>2</sub>O, m<sup>2</sup>, x<sup>n + 1</sup>, <i>a</i><sub>1</sub>, the 1"
        "<sup>st</sup><br><sub>small print</sub> <sup>and more</sup></p>",
        "H_2O, m^2, x^(n + 1), *a*_1, the 1st\nsmall print and more",
    ),
    "a list in a cell": (
        "<table><tr><td><ul><li>a b</li><li>c</li></ul></td></tr></table>",
        "- a b - c",
    ),
    "marks, keys and added words": (
        "<p><mark>a</mark> <kbd>b</kbd> <ins>c</ins> <cite>d</cite></p>",
        "==a== `b` _c_ *d*",
    ),
    "a table that is too wide": (
        f"<table><tr><th>a</th><th>b</th></tr><tr><td>{'x ' * 40}</td><td>y</td></tr>"
        "<tr><td>z</td><td>w</td></tr></table>",
        "a: " + " ".join("x" * 35) + "\n" + " ".join("x" * 5) + "\nb: y\n\na: z\nb: w",
    ),
    "footnotes": (
        '<p>a<sup><a href="#fn:1">1</a></sup> b<sup><a href="#fn:2">2</a></sup></p><hr>'
        "<ol><li><p>c</p></li><li><p>d</p></li></ol>",
        "a [note 1] b [note 2]\n\nNotes\n-----\n\n[note 1] c\n\n[note 2] d",
    ),
    "what cannot be seen": ("<p>a\u00adb\u200bc\u2060</p>", "abc"),
    "spaces that do not break": ("<p>a\u00a0b</p>", "a b"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_walker(given: str, expected: str):
    assert text_of(given) == expected


@pytest.mark.parametrize("tags", ["<blockquote>", "<ul><li>", "<dl><dd>"])
def test_deep_nesting_leaves_room_for_words(tags: str):
    text = text_of(tags * 60 + "word " * 30)

    assert text.count("word") == 30
    assert max(map(width_of, text.splitlines())) <= 78


def test_links_are_numbered_throughout_and_listed_once_per_item():
    here = '<p><a href="https://a.example/">here</a></p>'
    sheet = a_sheet(
        a_block("One", here),
        a_block("Two", here, credit="R", credit_url="https://r.example"),
    )

    text = render_text(sheet, some_options())

    assert text.count("https://a.example/") == 2
    assert "[2] https://a.example/\n[3] https://r.example\n" in text


def test_a_quote_without_a_name_still_leads_to_its_source():
    sheet = a_sheet(quote=Fact("So it is.", "https://q.example/"))

    assert "> “So it is.”\n\nhttps://q.example/\n" in render_text(sheet, some_options())


def test_the_signature_starts_as_mail_programs_know_it():
    text = render_text(a_sheet(), some_options(), unsubscribe="https://u.example/")

    assert "\n-- \nThe Tuesday Table\n" in text
    assert "\nTo unsubscribe:\nhttps://u.example/\n" in text
    assert "\n14 Harrogate Road, Leeds LS7 3PD, England\n" in text


WRAPPED = {
    "at spaces": ("aa bb cc", 5, ["aa bb", "cc"]),
    "long words": ("a" * 12, 5, ["aaaaa", "aaaaa", "aa"]),
    "never addresses": ("see https://example.org/long now", 8,
                        ["see", "https://example.org/long", "now"]),
    "between ideographs": ("東京都", 4, ["東京", "都"]),
    "not before a full stop": ("東京都。", 6, ["東京", "都。"]),
    "not after a bracket": ("東京「都」", 6, ["東京", "「都」"]),
    "between scripts": ("東京tokyo", 6, ["東京", "tokyo"]),
    "nothing": ("", 5, []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "width", "expected"), WRAPPED.values(), ids=WRAPPED)
def test_wrap(text: str, width: int, expected: list[str]):
    assert wrap(text, width) == expected


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn"),
                  exclude_characters="<>&"), max_size=90,
)  # fmt: skip
anchors = st.integers(1, 60).map(
    lambda n: f'<a href="https://l{n}.example/{"p" * n * 3}">see {n}</a>'
)
_TAGS = "p blockquote ul-li ol-li em strong h2 h4 td dd pre figure sup span code".split()


def _around(tag: str, inner: str) -> str:
    if tag == "td":
        return f"<table><tr><th>{inner}</th><td>{inner}</td></tr></table>"
    first, _, second = tag.partition("-")
    return (
        f"<{first}><{second}>{inner}</{second}></{first}>"
        if second
        else f"<{first}>{inner}</{first}>"
    )


markup = st.recursive(
    words | anchors,
    lambda inner: st.builds(
        _around, st.sampled_from(_TAGS), st.lists(inner, max_size=4).map(" ".join)
    ),
    max_leaves=15,
)


@given(markup)
def test_no_link_is_ever_lost(made: str):
    text = text_of(made)

    assert [url for url in re.findall(r'href="([^"]+)"', made) if url not in text] == []


@given(markup)
def test_no_line_is_too_long_but_code_and_addresses(made: str):
    long = [line for line in text_of(made).splitlines() if width_of(line) > 78]

    assert [x for x in long if "https://" not in x and "    " not in x] == []


@given(words, st.integers(10, 80))
def test_wrapping_keeps_every_character(text: str, width: int):
    lines = wrap(text, width)

    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(width_of(line) <= width for line in lines)


FORGED = {
    "a reference": "[1] https://evil.example/",
    "a reference in the text": "Log in at our site [1] before Friday.",
    "wide brackets": "\uff3b1\uff3d https://evil.example/",
    "other brackets": "\u30101\u3011 https://evil.example/",
    "other digits": "[\u0661] https://evil.example/",
    "a gap": "[ 1\u00a0] https://evil.example/",
    "a joiner": "[\u200d1] https://evil.example/",
    "a note": "[note 1] See https://evil.example/",
    "behind a long word": "x" * 70 + "[1] https://evil.example/",
    "in code": f"<code>{'x' * 69}[1] https://evil.example/</code>",
    "in emphasis": "<em>[1]</em> https://evil.example/",
    "in two parts": "[<em></em>1] https://evil.example/",
    "in a list": "<ul><li>[1] https://evil.example/</li></ul>",
    "the end": "-- <br>The Tuesday Table<br>To unsubscribe:<br>https://evil.example/",
    "the way out": "To unsubscribe:<br>https://evil.example/",
    "the way out, with another letter": "T\u043e unsubscribe:<br>https://evil.example/",
    "the page": "Read it on the web:<br>https://evil.example/",
    "a section": "Jobs<br>====<br>More of it",
    "a title": "Somebody else<br>-------------<br>https://evil.example/",
    "a credit": "Sent in by the editor",
    "a code block": "<pre><code>-- \n[1] https://evil.example/</code></pre>",
}
_OURS = re.compile(r"\[\d+\]")


def own_lines(text: str) -> list[str]:
    """The lines that the newsletter says itself, without what a stranger's title is."""
    return [line for line in text.split("\n") if line and not line.startswith(" ")]


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("where", ["text", "fact", "credit"])
def test_what_strangers_write_never_looks_like_the_newsletters_own(forged, where):
    plain = re.sub("<[^>]*>", " ", forged)
    link = '<p><a href="https://a.example/">Here</a> it is.</p>'
    values = {
        "text": {"html": f"{link}<p>{forged}</p>"},
        "fact": {"html": link, "facts": (Fact(plain),)},
        "credit": {"html": link, "credit": plain},
    }[where]
    honest = {"html": link, **({"credit": "Rosa"} if where == "credit" else {})}
    out = {"unsubscribe": "https://example.org/stop"}

    text = render_text(a_sheet(a_block(**values)), some_options(), **out)

    fair = render_text(a_sheet(a_block(**honest)), some_options(), **out)
    said = [line for line in own_lines(text) if not line.startswith("Sent in by")]
    assert said == [x for x in own_lines(fair) if not x.startswith("Sent in by")]
    assert _OURS.findall(text) == _OURS.findall(fair)


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_title_is_a_title_whatever_it_says(forged):
    title = f"{'A title ' * 8}{re.sub('<[^>]*>', ' ', forged)}"

    text = render_text(a_sheet(a_block(title, "")), some_options())

    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("A title A title"))
    rest = lines[at + 1 :]
    under = next(n for n, line in enumerate(rest) if not line.startswith("  "))
    assert set(rest[under]) == {"-"}
    assert _OURS.findall(text) == []


def test_brackets_of_the_house_stay():
    text = render_text(
        a_sheet(letter="<p>As the note [1] says, in <code>a[1]</code>.</p>"), some_options()
    )

    assert "As the note [1] says, in `a[1]`." in text


def test_an_essay_that_may_be_a_reprint_says_nothing_in_the_newsletters_name():
    text = (
        "<p>[7] https://evil.example/</p><p>--</p><p>To unsubscribe:<br>https://evil/</p>"
    )
    block = a_block("An essay [8]", kind="post", html=text)

    lines = render_text(a_sheet(block), some_options(), unsubscribe="x").split("\n")

    assert not _OURS.findall("\n".join(lines))
    assert (lines.count("--") + lines.count("-- "), lines.count("To unsubscribe:")) == (
        1,
        1,
    )


@pytest.mark.parametrize("title", ["Hi", "\u6771"])
def test_the_line_below_a_short_title_begins_no_signature(title):
    lines = render_text(a_sheet(a_block(title)), some_options()).split("\n")

    assert lines[lines.index(title) + 1] == "---"
    assert lines.count("--") == 0


@pytest.mark.parametrize("words", ["Here", "https://a.example/[7]"])
def test_an_address_holds_no_number_of_a_link(words):
    text = text_of(f'<p><a href="https://a.example/[7]">{words}</a></p>')

    assert "https://a.example/%5B7%5D" in text
    assert "[7]" not in text
