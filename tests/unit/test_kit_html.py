"""The HTML of a kit: survives being pasted, says what the page says, counts nobody."""

import re
from collections import Counter

import html5lib
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.unit.kitting import HOME, a_far_kit, a_kit, a_whole_kit, the_essays, the_lengths

from postroom.errors import Place
from postroom.kits.html import render_documents, render_html, take_fragment
from postroom.kits.kit import Illustration
from postroom.kits.lengths import list_lengths
from postroom.mail.markup import lint_markup

ESSAYS = the_essays()
KITS = ESSAYS | {"everything": a_whole_kit(), "from right to left": a_far_kit()}


def rendered(kit) -> dict[str, str]:
    return render_html(kit, list_lengths(kit))


def body_of(text: str, **values) -> str:
    """What becomes of a text, without head, credit and styles."""
    made = rendered(a_kit(text, byline="", **values))["full"]
    body = made.partition("</h2>\n")[2].rpartition("<hr")[0].strip()
    return re.sub(r' style="[^"]*"', "", body)


def test_everything(golden):
    golden("kit/whole.html", rendered(a_whole_kit())["full"].encode())


def test_the_short_version_of_the_author(golden):
    golden("kit/own.html", rendered(a_whole_kit())["100"].encode())


def test_a_text_from_right_to_left(golden):
    golden("kit/far.html", rendered(a_far_kit())["full"].encode())


CASES = {
    "headings stand below the title, and do not skip": (
        "<h2>a</h2><h4>b</h4><h3>c</h3><h4>d</h4><h5>e</h5>",
        "<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>\n<h4>d</h4>\n<h4>e</h4>",
    ),
    "a link within the page leads to the page": (
        '<p><a href="#x">a</a></p>',
        f'<p><a href="{HOME}#x">a</a></p>',
    ),
    "a figure is one paragraph": (
        '<figure><img src="https://a.example/a.png" alt="A" width="90" height="60">'
        "<figcaption>By <em>R</em></figcaption></figure>",
        '<p><img src="https://a.example/a.png" alt="A" width="90"><br>'
        "<small>By <em>R</em></small></p>",
    ),
    "a caption of paragraphs stays below": (
        '<figure><a href="https://a.example/"><img src="https://a.example/a.png" width="9">'
        "</a><figcaption><p>By R</p></figcaption></figure>",
        '<p><a href="https://a.example/"><img src="https://a.example/a.png" width="9"'
        ' alt=""></a></p><div><p>By R</p></div>',
    ),
    "the caption of code is a paragraph": (
        "<figure><figcaption>Code</figcaption><pre><code>a</code></pre></figure>",
        "<p>Code</p><pre><code>a</code></pre>",
    ),
    "a picture is as wide as it is, up to a column": (
        '<p><img src="https://a.example/wide.png" alt="W"></p>',
        '<p><img src="https://a.example/wide.png" alt="W" width="552"></p>',
    ),
    "one that Word does not show is a link": (
        '<p><img src="https://a.example/a.webp" alt="A"></p>',
        '<p><a href="https://a.example/a.webp">Picture: A</a></p>',
    ),
    "one that counts readers is gone": (
        '<p>a<img src="https://a.example/p.gif" width="1" height="1"></p>',
        "<p>a</p>",
    ),
    "cells are aligned by attribute, headings say what they head": (
        '<table><thead><tr><th>a</th><th class="right">b</th></tr></thead><tbody>'
        '<tr><th>c</th><td class="center">d</td></tr></tbody></table>',
        '<table><thead><tr><th scope="col" align="left">a</th>'
        '<th align="right" scope="col">b</th></tr></thead><tbody>'
        '<tr><th scope="row" align="left">c</th><td align="center">d</td></tr>'
        "</tbody></table>",
    ),
    "a formula is written in a line": (
        "<p><math><msup><mi>x</mi><mn>2</mn></msup><mo>≤</mo><mfrac><mrow><mi>a</mi>"
        "<mo>&#x2062;</mo><mi>b</mi></mrow><msqrt><mi>c</mi><mo>-</mo><mn>1</mn></msqrt>"
        "</mfrac></math>.</p>",
        "<p>x² ≤ ab/(√(c - 1)).</p>",
    ),
    "nothing of a page stays": (
        '<p id="a" class="b" lang="de" title="c">d <abbr title="e">f</abbr></p>',
        '<p lang="de">d f (e)</p>',
    ),
    "slanted words are emphasis": (
        "<p><cite>a</cite> <var>b</var> <i>c</i></p>",
        "<p><em>a</em> <em>b</em> <i>c</i></p>",
    ),
    "what looks like a tag is none": (
        "<p>&lt;script&gt; &amp;amp; “a”</p>",
        "<p>&lt;script&gt; &amp;amp; “a”</p>",
    ),
    "loose words": ("a <b>b</b><hr>c", "<p>a <b>b</b></p>\n<hr>\n<p>c</p>"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_becomes_of_a_text(text: str, expected: str):
    size = Illustration("https://a.example/wide.png", "w.png", "text", size=(1600, 900))

    assert body_of(text, illustrations=(size,)) == expected


def test_notes_are_numbers_and_a_list():
    first, second = (f'<sup><a href="#fn-{name}">7</a></sup>' for name in "zy")

    made = body_of(
        f"<p>a{first}{second}{first}</p><hr><ol>"
        '<li id="fn-y"><p>Y <a class="back" href="#fnref-y">↩</a></p></li>'
        '<li id="fn-z"><p>Z</p><pre><code>z</code></pre><p><a class="back"'
        ' href="#fnref-z">↩</a><a class="back" href="#fnref2-z">↩</a></p></li></ol>'
    )

    assert made == (
        "<p>a<sup>[1]</sup><sup>[2]</sup><sup>[1]</sup></p>\n<h3>Notes</h3>\n<ol>\n"
        "<li><p>Z</p><pre><code>z</code></pre></li>\n<li><p>Y</p></li>\n</ol>"
    )


def test_a_number_whose_note_is_missing_leads_nowhere():
    made = body_of('<p>a<sup><a href="#fn-z">7</a></sup>.</p>')

    assert made == "<p>a<sup>[7]</sup>.</p>"


def test_words_of_the_kit_are_escaped():
    made = rendered(a_kit("", title="A < B & C", standfirst="<i>", byline="<b>"))["full"]

    assert "<h2 style=" in made
    assert ">A &lt; B &amp; C</h2>" in made
    assert "<em>&lt;i&gt;</em>" in made
    assert ">By &lt;b&gt;</p>" in made


def test_only_the_longer_lengths_have_a_standfirst():
    kit = a_kit("<p>w w w w w w w w w w</p>" * 90, standfirst="So it goes.")

    having = [name for name, made in rendered(kit).items() if "So it goes." in made]

    assert having == ["full", "500"]


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_a_cut_is_a_beginning_of_the_whole(kit):
    bodies = {name: _body(made) for name, made in rendered(kit).items()}

    cut = [name for name, length in the_lengths(kit).items() if length.origin == "cut"]
    assert [name for name in cut if not bodies["full"].startswith(bodies[name])] == []


def _body(made: str) -> str:
    """What stands below the byline, without notes and credit."""
    body = made.partition(">By Ines Okafor</p>\n")[2].rpartition("<hr")[0]
    return body.partition('<h3 style="margin:24px 0 8px">Notes</h3>')[0].rstrip()


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_the_lint_of_mail_finds_nothing(kit):
    for made in rendered(kit).values():
        mail = html.fragment_fromstring(f"<h1>A mail</h1>{made}", create_parent="div")

        assert list(lint_markup(mail, Place("kit.html", 1))) == []


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_nothing_works_on_the_page_alone_and_nobody_is_counted(kit):
    made = "".join(rendered(kit).values())

    addresses = re.findall(r'(?:href|src)="([^"]*)"', made)
    assert not re.search(r'<(script|style|svg|iframe|form|input)| (class|id|on\w+)="', made)
    assert not re.search(r"utm_|data:|rgb|var\(|!important", made)
    assert [url for url in addresses if not url.startswith(("https://", "mailto:"))] == []
    assert max(map(int, re.findall(r' width="(\d+)"', made)), default=0) <= 600


_GMAIL = nh3.Cleaner(
    tags=set(
        "a b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins"
        " kbd li ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u"
        " ul".split()
    ),
    attributes={
        "*": {"align", "dir", "lang", "role", "style", "width"},
        "a": {"href"},
        "img": {"src", "alt"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
    },
    filter_style_properties=set(
        "background-color border border-collapse border-left border-right border-top color"
        " font-weight height list-style-type margin margin-bottom margin-top max-width"
        " padding padding-left text-align vertical-align white-space".split()
    ),
    link_rel=None,
)
"""What Gmail keeps, about; it writes links of its own."""


def elements_of(made: str) -> list[tuple[str, dict[str, str]]]:
    """Every element as a browser understands it, without `rel`, which Gmail rewrites."""
    page = f"<!doctype html><title>t</title>{made}"
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    return [(node.tag, _attributes(node.attrib)) for node in body.iter()]


def _attributes(given: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in given.items() if name != "rel"}
    if "style" in kept:  # spaces and the last semicolon are of no importance
        kept["style"] = kept["style"].replace(" ", "").strip(";")
    return kept


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_a_sanitiser_like_that_of_gmail_drops_nothing(kit):
    for made in rendered(kit).values():
        assert elements_of(_GMAIL.clean(made)) == elements_of(made)


def test_everything_that_the_text_holds_is_there_after_the_sanitiser():
    cleaned = elements_of(_GMAIL.clean(rendered(a_whole_kit())["full"]))

    counts = Counter(tag for tag, _ in cleaned)
    leads = {attributes.get("href") for _, attributes in cleaned}
    expected = Counter(
        h2=1, h3=2, h4=1, blockquote=3, table=2, th=2, ul=5, ol=3, pre=2, img=2, sup=4, dt=2
    )
    assert {tag: counts[tag] for tag in expected} == expected
    assert set(re.findall('href="(https:[^"]*)"', a_whole_kit().html)) <= leads


def test_a_file_is_a_whole_document_and_what_is_copied_a_fragment():
    kit = a_far_kit()
    made = render_documents(kit, list_lengths(kit))["full"]

    assert made.startswith('<!doctype html>\n<html lang="ar" dir="rtl">\n<head>\n<meta ')
    assert "<title>مائدة طويلة</title>" in made
    assert take_fragment(made) == rendered(kit)["full"]
    assert html5lib.HTMLParser(strict=True).parse(made) is not None


def test_html_is_well_formed():
    parser = html5lib.HTMLParser(strict=True)

    for kit in KITS.values():
        for made in rendered(kit).values():
            parser.parseFragment(made)


def test_the_story_is_left_as_it_was():
    lengths = list_lengths(a_whole_kit())
    before = [html.tostring(block) for block in lengths[0].story.blocks]

    render_html(a_whole_kit(), lengths)

    assert [html.tostring(block) for block in lengths[0].story.blocks] == before


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=30
)


@given(words, words, words)
def test_any_words_survive(title: str, words: str, alt: str):
    text = html.Element("p")
    text.text = words
    picture = html.Element("img", src="https://a.example/a.png", alt=alt)
    text.append(picture)
    kit = a_kit(html.tostring(text, encoding="unicode"), title=title)

    made = html.fragment_fromstring(rendered(kit)["full"], create_parent="div")

    assert made.find("h2").text_content() == title
    assert " ".join(made.find(".//img").get("alt").split()) == " ".join(alt.split())
    assert "".join(words.split()) in "".join(made.text_content().split())
