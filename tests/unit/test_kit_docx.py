"""Word documents of a kit: everything real, nothing that Word would repair."""

import io
import zipfile
from datetime import UTC, date, datetime
from html import escape

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from tests.judges.word import check_docx

from postroom.kits.docx import render_docx
from postroom.kits.kit import Kit
from postroom.kits.lengths import list_lengths
from postroom.model.licence import LICENCES
from postroom.toolbox.darkroom import recall_print

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NS = {"w": W[1:-1], "r": R[1:-1]}
HOME = "https://longtable.example/posts/letters/"
WORDS = "Some words that say a little. "
NOTE = '<p>Said.<sup id="fnref-a"><a href="#fn-a">1</a></sup></p>'
NOTES = (
    '<hr><ol><li id="fn-a"><p>One. <a href="#fnref-a" class="back">↩</a></p></li>'
    '<li id="fn-b"><p>Two. <a href="#fnref-b" class="back">↩</a></p></li></ol>'
)


def a_kit(html: str = "<p>Words.</p>", **values: object) -> Kit:
    facts = {
        "name": "letters",
        "kind": "post",
        "title": "The forty letters",
        "home": HOME,
        "site": "The Long Table",
        "published": date(2026, 3, 4),
        "licence": LICENCES["CC-BY-4.0"],
        "permission": "allowed",
        "language": "en-GB",
        "html": html,
    }
    return Kit(**facts | values)


def render(html: str = "<p>Words.</p>", pictures: object = None, **values: object) -> dict:
    """Every length, each judged."""
    kit = a_kit(html, **values)
    made = render_docx(kit, list_lengths(kit), dict(pictures or {}).get)
    for document in made.values():
        assert list(check_docx(document)) == []
    return made


def full(html: str, pictures: object = None, **values: object) -> bytes:
    return render(html, pictures, **values)["full"]


def read(made: bytes) -> Document:
    return docx.Document(io.BytesIO(made))


def part(made: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return etree.fromstring(archive.read(name))


def names(made: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(made)).namelist()


def body(made: bytes) -> list[Paragraph]:
    """The paragraphs of the text alone."""
    around = ("Title", "Subtitle", "Byline", "Credit")
    return [p for p in read(made).paragraphs if p.style.name not in around]


def described(paragraph: Paragraph) -> str:
    """A paragraph as `style: text`, a list's as `level.list style: text`."""
    number = paragraph._p.find(f"{W}pPr/{W}numPr")
    if number is None:
        return f"{paragraph.style.name}: {paragraph.text}"
    level, held = (number.find(W + tag).get(W + "val") for tag in ("ilvl", "numId"))
    return f"{level}.{held} {paragraph.text}"


BLOCKS = {
    "a paragraph": ("<p>Words.</p>", ["Normal: Words."]),
    "white space is one space": ("<p> a\n  b <em> c</em> </p>", ["Normal: a b c"]),
    "a hard space stays": ("<p>a&nbsp; b</p>", ["Normal: a\u00a0 b"]),
    "headings, one below the title": (
        "<h2>A</h2><h3>B</h3><h4>C</h4><h5>D</h5><h6>E</h6>",
        [f"Heading {n}: {x}" for n, x in enumerate("ABCDE", 1)],
    ),
    "a line breaks, not at the end": ("<p>a<br>\nb<br></p>", ["Normal: a\nb"]),
    "nothing": ("", []),
    "nothing but space": ("<p> &nbsp; </p><p></p>", []),
    "loose words between blocks": (
        "one<p>two</p>three <em>four</em>",
        ["Normal: one", "Normal: two", "Normal: three four"],
    ),
    "bullets": ("<ul><li>a</li><li>b</li></ul>", ["0.1 a", "0.1 b"]),
    "two lists count each on its own": (
        "<ol><li>a</li></ol><ol><li>b</li></ol>",
        ["0.2 a", "0.3 b"],
    ),
    "lists three deep": (
        "<ol><li>a<ul><li>b<ol><li>c</li><li>d</li></ol></li></ul></li><li>e</li></ol>",
        ["0.2 a", "1.1 b", "2.3 c", "2.3 d", "0.2 e"],
    ),
    "an item that says its number": (
        '<ol><li>a</li><li value="7">g</li><li>h</li></ol>',
        ["0.2 a", "0.3 g", "0.3 h"],
    ),
    "a list that counts down": (
        "<ol reversed><li>b</li><li>a</li></ol>",
        ["0.2 b", "0.3 a"],
    ),
    "an item of several blocks": (
        "<ul><li><p>a</p><p>b</p><pre><code>c</code></pre></li></ul>",
        ["0.1 a", "List Paragraph: b", "HTML Preformatted: c"],
    ),
    "an item without words": ("<ul><li></li><li>b</li></ul>", ["0.1 ", "0.1 b"]),
    "an item that begins with code": (
        "<ul><li><pre><code>c</code></pre></li></ul>",
        ["0.1 ", "HTML Preformatted: c"],
    ),
    "an item that begins with a list": (
        "<ul><li><ul><li>b</li></ul></li></ul>",
        ["0.1 ", "1.1 b"],
    ),
    "a box to tick": ("<ul><li>☐ call</li></ul>", ["List Paragraph: ☐ call"]),
    "a quote in a quote": (
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote><p><cite>c</cite></p>"
        "</blockquote>",
        ["Quote: a", "Quote: b", "Quote: c"],
    ),
    "code keeps its spaces and lines": (
        "<pre><code>if a:\n    b   = 1\n\n\tc\n</code></pre>",
        ["HTML Preformatted: if a:\n    b   = 1\n\n    c"],
    ),
    "code says what it is written in": (
        '<pre><code class="language-c++">a;</code></pre>',
        ["HTML Preformatted c++: a;"],
    ),
    "definitions": (
        "<dl><dt>a</dt><dd>b</dd><dd><p>c</p><p>d</p></dd></dl>",
        ["Definition Term: a", "Normal: b", "Normal: c", "Normal: d"],
    ),
    "a line between": ("<p>a</p><hr><p>b</p>", "Normal: a|Section Break: * * *|Normal: b"),
    "a figure without its picture": (
        '<figure><img src="https://e.example/a.png" alt="A page"><br>'
        "<figcaption>Drawn.</figcaption></figure>",
        ["Figure: [A page]", "Caption: Drawn."],
    ),
    "blocks within a link": (
        '<a href="https://e.example/"><p>a</p><p>b</p></a>',
        ["Normal: a\nb"],
    ),
    "a table without rows": ("<table><caption>x</caption></table>", ["Caption: x"]),
    "an address": ("<address>14 Chapel Lane</address>", ["Normal: 14 Chapel Lane"]),
    "a language without spaces": (
        "<h2>見出し</h2><p>日本語</p>",
        "Heading 1: 見出し|Normal: 日本語",
    ),
    "readings in brackets": (
        "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
        ["Normal: 漢(kan)"],
    ),
    "an abbreviation": ('<p><abbr title="by mail">bm</abbr></p>', ["Normal: bm (by mail)"]),
    "what XML would take for its own": (
        "<p>a &lt;b&gt; &amp;amp; \"c\" 'd' ]]&gt;</p>",
        ["Normal: a <b> &amp; \"c\" 'd' ]]>"],
    ),
}


@pytest.mark.parametrize(("html", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
def test_blocks(html, expected):
    wanted = expected.split("|") if isinstance(expected, str) else expected

    assert [described(paragraph) for paragraph in body(full(html))] == wanted


RUNS = {
    "strong": ("<strong>a</strong><b>b</b>", "b"),
    "emphasis": ("<em>a</em><i>b</i><cite>c</cite>", "i"),
    "both": ("<em><strong>a</strong></em>", "b i"),
    "code": ("<code>a</code><kbd>b</kbd>", "rStyle=HTMLCode"),
    "struck out": ("<s>a</s><del>b</del>", "strike"),
    "underlined": ("<u>a</u><ins>b</ins>", "u=single"),
    "below": ("<sub>a</sub>", "vertAlign=subscript"),
    "above": ("<sup>a</sup>", "vertAlign=superscript"),
    "marked": ("<mark>a</mark>", "highlight=yellow"),
    "small": ("<small>a</small>", "sz=19"),
    "another language": ('<i lang="fr">a</i>', "i lang=fr"),
    "no language": ('<i lang="&quot;/>">a</i>', "i"),
    "from the right": ('<bdi dir="rtl">א</bdi>', "rtl"),
}


@pytest.mark.parametrize(("html", "expected"), RUNS.values(), ids=RUNS.keys())
def test_runs(html, expected):
    [run] = part(full(f"<p>{html}</p>")).findall(f"{W}body/{W}p[2]/{W}r")
    shown = [
        node.tag.removeprefix(W) + (f"={node.get(W + 'val')}" if node.attrib else "")
        for node in run.find(W + "rPr")
        if not node.tag.endswith("Cs")
    ]

    assert " ".join(shown) == expected


def test_code_in_a_link_looks_like_both():
    made = full('<p><a href="https://e.example/"><code>a</code></a></p>')

    shown = part(made).find(f".//{W}hyperlink/{W}r/{W}rPr")

    assert shown.find(W + "rStyle").get(W + "val") == "Hyperlink"
    assert shown.find(W + "rFonts").get(W + "ascii") == "Consolas"


def links(made: bytes) -> dict[str, str]:
    """The links of the text: what they say, and where they lead."""
    document = read(made)
    return {
        link.text: link.address
        for paragraph in document.paragraphs
        if paragraph.style.name != "Credit"
        for link in paragraph.hyperlinks
    }


LINKS = {
    "plain": ("https://e.example/?a=1&amp;b=2#c", "https://e.example/?a=1&b=2#c"),
    "with quotes": ("https://e.example/&quot;'", "https://e.example/%22'"),
    "with a space": ("https://e.example/a b", "https://e.example/a%20b"),
    "with half an escape": ("https://e.example/100%/%41", "https://e.example/100%25/%41"),
    "in another script": ("https://münchen.example/ü", "https://münchen.example/ü"),
    "with a port": ("http://e.example:8080/", "http://e.example:8080/"),
    "mail": ("mailto:a@b.example?subject=c", "mailto:a@b.example?subject=c"),
    "telephone": ("tel:+44-113-4960000", "tel:+44-113-4960000"),
    "within the text": ("#one", HOME + "#one"),
    "a script": ("javascript:alert(1)", None),
    "a file": ("file:///etc/passwd", None),
    "a relative one": ("a.md", None),
    "no host": ("https:///a", None),
    "a host with a space": ("https://e xample.com/", None),
    "a host with two dots": ("https://e..example/", None),
    "a port that is none": ("https://e.example:99999/", None),
    "mail to nobody": ("mailto:@", None),
    "an empty one": ("", None),
}


@pytest.mark.parametrize(("url", "expected"), LINKS.values(), ids=LINKS.keys())
def test_links_lead_where_word_can_follow(url, expected):
    made = full(f'<p>see <a href="{url}">this</a></p>')

    assert links(made) == ({"this": expected} if expected else {})
    assert body(made)[0].text == "see this"


def test_two_links_to_one_address_share_a_relationship():
    made = full(
        '<p><a href="https://e.example/">a</a> <a href="https://e.example/">b</a></p>'
    )

    used = {link.get(R + "id") for link in part(made).iterfind(f".//{W}hyperlink")}

    assert links(made) == {"a": "https://e.example/", "b": "https://e.example/"}
    assert len(used) == 3  # with the two of the credit


def counts(made: bytes) -> dict[str, tuple[str, str]]:
    """How each list counts and where it begins, by its id."""
    tree = part(made, "word/numbering.xml")
    kinds = {
        each.get(W + "abstractNumId"): each.find(f"{W}lvl/{W}numFmt").get(W + "val")
        for each in tree.iter(W + "abstractNum")
    }
    found = {}
    for each in tree.iter(W + "num"):
        start = each.find(f"{W}lvlOverride/{W}startOverride")
        kind = kinds[each.find(W + "abstractNumId").get(W + "val")]
        found[each.get(W + "numId")] = (kind, "" if start is None else start.get(W + "val"))
    return found


COUNTS = {
    "from one": ("<ol><li>a</li></ol>", ("decimal", "1")),
    "from another number": ('<ol start="7"><li>a</li></ol>', ("decimal", "7")),
    "by letters": ('<ol type="A"><li>a</li></ol>', ("upperLetter", "1")),
    "by Roman numbers": ('<ol type="i"><li>a</li></ol>', ("lowerRoman", "1")),
    "from a number below all": ('<ol start="-3"><li>a</li></ol>', ("decimal", "1")),
    "from a number above all": ('<ol start="99999"><li>a</li></ol>', ("decimal", "32767")),
    "from no number": ('<ol start="many"><li>a</li></ol>', ("decimal", "1")),
}


@pytest.mark.parametrize(("html", "expected"), COUNTS.values(), ids=COUNTS.keys())
def test_lists_count(html, expected):
    assert counts(full(html)) == {"1": ("bullet", ""), "2": expected}


def test_lists_deeper_than_word_has_levels_keep_every_item():
    deep = "".join(f"<ul><li>{n}" for n in range(14)) + "</li></ul>" * 14

    shown = [described(paragraph) for paragraph in body(full(deep))]

    assert shown == [f"{min(n, 8)}.1 {n}" for n in range(14)]


def notes(made: bytes) -> dict[str, str]:
    """The text of each note, by its number; paragraphs are apart by a stroke."""
    tree = part(made, "word/footnotes.xml")
    return {
        note.get(W + "id"): "|".join(
            "".join(text.text for text in each.iter(W + "t")).strip()
            for each in note.iter(W + "p")
        )
        for note in tree.iter(W + "footnote")
        if int(note.get(W + "id")) > 0
    }


def test_footnotes_are_footnotes():
    made = full(NOTE + NOTE.replace("fn-a", "fn-b") + NOTES)

    referred = [ref.get(W + "id") for ref in part(made).iter(W + "footnoteReference")]

    assert referred == ["1", "2"]
    assert notes(made) == {"1": "One.", "2": "Two."}
    assert [paragraph.text for paragraph in body(made)] == ["Said.", "Said."]


def test_a_note_that_is_referred_to_twice_is_one_note_with_one_number():
    made = full(NOTE + NOTE + NOTES)

    field = part(made).find(f".//{W}fldSimple")
    mark = part(made).find(f".//{W}bookmarkStart").get(W + "name")

    assert field.get(W + "instr").split() == ["NOTEREF", mark, "\\f", "\\h"]
    assert "".join(field.itertext()) == "1"
    assert notes(made) == {"1": "One."}


def test_a_note_has_paragraphs_lists_code_and_links():
    inner = (
        '<p>One <a href="https://e.example/?a&amp;b">link</a>.</p><p>More.</p>'
        "<ul><li>item</li></ul><pre><code>code</code></pre>"
    )
    made = full(f'{NOTE}<ol><li id="fn-a">{inner}</li></ol>')

    [relation] = part(made, "word/_rels/footnotes.xml.rels")

    assert notes(made) == {"1": "One link.|More.|item|code"}
    assert relation.get("Target") == "https://e.example/?a&b"


def test_a_note_that_begins_with_code_has_its_number_above():
    made = full(f'{NOTE}<ol><li id="fn-a"><pre><code>code</code></pre></li></ol>')

    assert notes(made) == {"1": "|code"}


def test_a_note_to_a_note_stands_in_brackets_even_if_they_lead_in_circles():
    refer = '<sup><a href="#fn-{}">x</a></sup>'
    first = f'<li id="fn-a"><p>One{refer.format("b")}.</p></li>'
    second = f'<li id="fn-b"><p>Two{refer.format("a")}{refer.format("b")}.</p></li>'
    made = full(f"{NOTE}<ol>{first}{second}</ol>")

    assert notes(made) == {"1": "One [Two.]."}


def test_a_reference_to_no_note_keeps_its_number():
    made = full('<p>Said<sup><a href="#fn-z">9</a></sup>.</p>')

    assert body(made)[0].text == "Said9."
    assert notes(made) == {}


def test_a_cut_length_has_the_notes_links_and_lists_of_its_blocks_alone():
    kept = NOTE.replace("Said.", f'{WORDS * 12}<a href="https://kept.example/">a</a>')
    dropped = NOTE.replace("fn-a", "fn-b").replace(
        "Said.", f'{WORDS * 20}<a href="https://dropped.example/">b</a>'
    )
    made = render(
        f"{kept}<ol><li>a</li></ol>{dropped}<ol><li>b</li></ol>{NOTES}",
    )

    relations = etree.tostring(part(made["100"], "word/_rels/document.xml.rels")).decode()

    assert notes(made["full"]) == {"1": "One.", "2": "Two."}
    assert notes(made["100"]) == {"1": "One."}
    assert "kept.example" in relations
    assert "dropped.example" not in relations
    assert list(counts(made["full"])) == ["1", "2", "3"]
    assert list(counts(made["100"])) == ["1", "2"]


def cells(made: bytes) -> list[list[str]]:
    """The first table as python-docx reads it: a cell that spans stands in every place."""
    return [[cell.text for cell in row.cells] for row in read(made).tables[0].rows]


TABLES = {
    "a head and a body": (
        "<thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr>",
        ["a b", "c d"],
    ),
    "cells that span": (
        '<tr><td rowspan="2">a</td><td colspan="2">b</td></tr>'
        '<tr><td>c</td><td rowspan="0">d</td></tr><tr><td colspan="2">e</td></tr>',
        ["a b b", "a c d", "e e d"],
    ),
    "rows that are short": (
        "<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>",
        ["a b", "c "],
    ),
    "a foot before the body": (
        "<tfoot><tr><td>z</td></tr></tfoot><tbody><tr><td>a</td></tr></tbody>",
        ["a", "z"],
    ),
    "spans that are none": ('<tr><td colspan="-1" rowspan="x">a</td></tr>', ["a"]),
    "spans larger than the table": (
        '<tr><td rowspan="60000">a</td><td>b</td></tr><tr><td>c</td></tr>',
        ["a b", "a c"],
    ),
}


@pytest.mark.parametrize(("html", "expected"), TABLES.values(), ids=TABLES.keys())
def test_tables(html, expected):
    shown = cells(full(f"<table>{html}</table>"))

    assert [" ".join(row) for row in shown] == expected


def test_a_table_repeats_its_head_and_sets_its_columns():
    made = full(
        "<table><caption>Favours</caption>"
        '<tr><th>What</th><th class="right">How many</th><th class="center">x</th></tr>'
        '<tr><td>tea</td><td class="right">7</td><td class="center">y</td></tr></table>'
    )

    table = read(made).tables[0]
    repeated = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
    aligned = [str(cell.paragraphs[0].alignment) for cell in table.rows[1].cells]

    assert repeated == [True, False]
    assert aligned == ["None", "RIGHT (2)", "CENTER (1)"]
    assert table.rows[0].cells[0].paragraphs[0].runs[0].bold
    assert [described(p) for p in body(made)] == ["Caption: Favours", "Table End: "]


def test_a_table_wider_than_the_page_shares_it_fairly():
    made = full(
        f"<table><tr><td>7</td><td>{WORDS * 3}</td><td>{WORDS * 9}</td></tr></table>"
    )

    widths = [column.width for column in read(made).tables[0].columns]

    assert round(sum(widths) / 360_000, 1) == 16.0
    assert widths[0] < widths[1] == widths[2]


def test_a_column_is_as_wide_as_its_longest_word():
    long, word = "<td>" + "so it goes " * 30 + "</td>", "Donaudampfschifffahrt"
    made = full(f"<table><tr>{long * 5}<td>{word}</td></tr></table>")

    widths = [column.width for column in read(made).tables[0].columns]

    assert round(sum(widths) / 360_000, 1) == 16.0
    assert widths[5] > widths[0]
    assert widths[5] / 635 > len(word) * 112


def test_a_table_of_more_columns_than_word_has_loses_no_cell():
    row = "".join(f"<td>{n}</td>" for n in range(70))
    made = full(f'<table><tr>{row}</tr><tr><td colspan="900">wide</td></tr></table>')

    first, second = cells(made)

    assert len(first) == 63
    assert first[-1].split() == [str(n) for n in range(62, 70)]
    assert set(second) == {"wide"}


def test_a_cell_holds_lists_tables_and_notes():
    made = full(
        "<table><tr><td><p>a</p><ul><li>b</li></ul><table><tr><td>c</td></tr></table></td>"
        f"<td>{NOTE}</td></tr></table><table><tr><td>d</td></tr></table>{NOTES}"
    )

    [outer, second] = read(made).tables

    assert [described(p) for p in outer.cell(0, 0).paragraphs][:2] == [
        "Table Text: a",
        "0.1 b",
    ]
    assert outer.cell(0, 0).tables[0].cell(0, 0).text == "c"
    assert second.cell(0, 0).text == "d"
    assert notes(made) == {"1": "One."}


def a_picture(kind: str, size: tuple[int, int] = (300, 150), mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, (0, 128, 128, 99)[: len(mode)]).save(made, kind)
    return made.getvalue()


def turned() -> bytes:
    """A photo as a telephone takes it: lying, and a note that says so."""
    image, made = Image.new("RGB", (300, 150), "teal"), io.BytesIO()
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


URL = "https://e.example/a"
PICTURES = {
    "PNG": (a_picture("PNG"), "image1.png", (300, 150)),
    "JPEG": (a_picture("JPEG"), "image1.jpeg", (300, 150)),
    "GIF": (a_picture("GIF"), "image1.gif", (300, 150)),
    "WebP": (a_picture("WEBP"), "image1.jpeg", (300, 150)),
    "WebP that is seen through": (a_picture("WEBP", mode="RGBA"), "image1.png", (300, 150)),
    "wider than the page": (a_picture("PNG", (4000, 1000)), "image1.png", (604.8, 151.2)),
    "taller than the page": (a_picture("PNG", (100, 4000)), "image1.png", (20, 800)),
    "lying": (turned(), "image1.jpeg", (150, 300)),
}


@pytest.mark.parametrize(
    ("content", "name", "size"), PICTURES.values(), ids=PICTURES.keys()
)
def test_pictures_are_embedded_in_their_proportions(content, name, size):
    made = full(
        f'<p><img src="{URL}" alt="A &quot;page&quot; &amp; more"></p>',
        {URL: recall_print(None, content, URL)},
    )

    [shape] = read(made).inline_shapes

    assert f"word/media/{name}" in names(made)
    assert shape._inline.docPr.get("descr") == 'A "page" & more'
    assert (round(shape.width / 9525, 1), round(shape.height / 9525, 1)) == size
    assert [described(p) for p in body(made)] == ["Figure: "]


def test_what_word_shows_is_embedded_as_it_is():
    content = a_picture("PNG")
    made = full(f'<p><img src="{URL}" alt=""></p>', {URL: content})

    assert zipfile.ZipFile(io.BytesIO(made)).read("word/media/image1.png") == content


def test_a_picture_is_as_wide_as_its_text_wants_or_its_cell_allows():
    image = f'<img src="{URL}" alt="" width="40">'
    cell = f'<table><tr><td><img src="{URL}" alt=""></td></tr></table>'
    made = full(f"<p>In {image} a line</p>{cell}", {URL: a_picture("PNG")})

    asked, held = (
        int(node.get("cx")) for node in part(made).iterfind(".//{*}inline/{*}extent")
    )

    assert round(asked / 9525) == 40
    assert held < 300 * 9525


def test_a_picture_in_a_link_leads_there():
    made = full(
        f'<p><a href="https://e.example/b"><img src="{URL}" alt="x"></a></p>',
        {URL: a_picture("PNG")},
    )

    assert part(made).find(f".//{W}hyperlink/{W}r/{W}drawing") is not None


def test_a_picture_shown_twice_is_held_once():
    image = f'<p><img src="{URL}" alt=""></p>'
    asked: list[str] = []

    def bytes_of(url: str) -> bytes:
        asked.append(url)
        return a_picture("PNG")

    kit = a_kit(image * 2)
    made = render_docx(kit, list_lengths(kit), bytes_of)["full"]

    assert asked == [URL]
    assert len(read(made).inline_shapes) == 2
    assert [name for name in names(made) if "media" in name] == ["word/media/image1.png"]


ABSENT = {
    "not at hand": ({}, "The ledger", {"[The ledger]": URL}),
    "nothing": ({URL: b""}, "The ledger", {"[The ledger]": URL}),
    "damaged": ({URL: b"\x89PNG\r\n\x1a\nx"}, "The ledger", {"[The ledger]": URL}),
    "a drawing that Word does not know": ({URL: b"<svg/>"}, "", {"[Picture]": URL}),
}


@pytest.mark.parametrize(
    ("pictures", "alt", "expected"), ABSENT.values(), ids=ABSENT.keys()
)
def test_a_picture_that_is_absent_leaves_its_words(pictures, alt, expected):
    made = full(f'<p><img src="{URL}" alt="{alt}"></p>', pictures)

    assert links(made) == expected


def test_a_picture_of_a_later_block_is_not_in_a_cut_length():
    html = f'<p>{WORDS * 12}</p><p><img src="{URL}" alt=""></p><p>{WORDS * 20}</p>'
    own = ((250, "The author's own.\n\nTwo paragraphs."),)
    made = render(html, {URL: a_picture("PNG")}, summaries=own)

    held = {name: any("media" in n for n in names(one)) for name, one in made.items()}

    assert held == {"full": True, "250": False, "100": True}
    assert [p.text for p in body(made["250"])] == ["The author's own.", "Two paragraphs."]


def test_title_standfirst_and_byline_stand_above():
    made = full("", standfirst="One sentence.", byline="Ines Okafor")

    shown = [(p.style.name, p.text) for p in read(made).paragraphs[:3]]

    assert shown == [
        ("Title", "The forty letters"),
        ("Subtitle", "One sentence."),
        ("Byline", "By Ines Okafor"),
    ]


def test_credit_stands_below_in_every_length():
    made = render(f"<p>{WORDS * 15}</p>" * 3)

    credit = {
        name: [p.text for p in read(one).paragraphs if p.style.name == "Credit"]
        for name, one in made.items()
    }

    assert credit == {
        "full": [
            "“The forty letters” first appeared in The Long Table on 4 March 2026.",
            "Licence: CC BY 4.0.",
        ],
        "250": [
            "Read the rest at longtable.example/posts/letters.",
            "“The forty letters” first appeared in The Long Table on 4 March 2026.",
            "Licence: CC BY 4.0; shortened.",
        ],
        "100": [
            "Read the rest at longtable.example/posts/letters.",
            "“The forty letters” first appeared in The Long Table on 4 March 2026.",
            "Licence: CC BY 4.0; shortened.",
        ],
    }


def test_the_credit_has_its_links_and_one_line_above():
    made = full("<p>Words.</p>")
    credit = [p for p in read(made).paragraphs if p.style.name == "Credit"]

    ruled = [p._p.find(f"{W}pPr/{W}pBdr") is not None for p in credit]

    assert [link.address for p in credit for link in p.hyperlinks] == [
        HOME,
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    assert ruled == [True, False]


def test_the_document_knows_what_it_is():
    made = full("<p>Words.</p>", title="Tea & <sympathy>", byline="Ines Okafor")

    core = read(made).core_properties

    assert core.title == "Tea & <sympathy>"
    assert core.author == "Ines Okafor"
    assert core.comments == (
        "“Tea & <sympathy>” by Ines Okafor first appeared in The Long Table "
        f"({HOME}) on 4 March 2026. "
        "Licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)."
    )
    assert core.identifier == HOME
    assert core.language == "en-GB"
    assert core.created == core.modified == datetime(2026, 3, 4, tzinfo=UTC)


def defaults(made: bytes) -> etree._Element:
    return part(made, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")


LANGUAGES = {
    "English": ("en-GB", {"val": "en-GB"}, "Georgia"),
    "Arabic": ("ar", {"val": "ar", "bidi": "ar"}, "Georgia"),
    "Japanese": ("ja", {"val": "ja", "eastAsia": "ja"}, "Yu Mincho"),
}


@pytest.mark.parametrize(
    ("language", "known", "font"), LANGUAGES.values(), ids=LANGUAGES.keys()
)
def test_a_document_is_in_a_language(language, known, font):
    found = defaults(full("<p>Words.</p>", language=language))

    named = found.find(W + "lang")

    assert {key.removeprefix(W): value for key, value in named.items()} == known
    assert found.find(W + "rFonts").get(W + "eastAsia") == font


def test_a_language_that_is_none_is_not_named():
    assert defaults(full("<p>Words.</p>", language='"/>')).find(W + "lang") is None


def test_a_language_from_the_right_is_set_from_the_right():
    made = full(
        "<p>هذا <b>نص</b></p><ul><li>واحد</li></ul><pre><code>print()</code></pre>"
        '<table><tr><td class="right">12</td></tr></table>',
        language="ar",
    )
    text, item, code = (p._p for p in body(made)[:3])
    cell = part(made).find(f".//{W}tc/{W}p/{W}pPr")

    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in text.iter(W + "r"))
    assert [p.find(f"{W}pPr/{W}bidi") is not None for p in (text, item, code)] == [
        True,
        True,
        False,
    ]
    assert cell.find(W + "jc").get(W + "val") == "left"  # where the line ends
    assert part(made).find(f".//{W}tblPr/{W}bidiVisual") is not None
    assert part(made).find(f".//{W}sectPr/{W}bidi") is not None


def test_a_paragraph_from_the_right_in_a_text_from_the_left():
    made = full('<p>a</p><p dir="rtl" lang="ar">مرحبا</p>')

    sides = [p._p.find(f"{W}pPr/{W}bidi") is not None for p in body(made)]

    assert sides == [False, True]


def test_what_no_document_may_hold_is_left_out():
    made = full("<p>a&#1;b\x0bc\ufffe&#173;d</p>", title="e\x00f\ud800g", byline="\x1b")

    assert [p.text for p in body(made)] == ["abcd"]
    assert read(made).core_properties.title == "efg"


def test_the_same_text_gives_the_same_bytes():
    html = f'{NOTE}<ul><li>a</li></ul><p><img src="{URL}" alt=""></p>{NOTES}'
    pictures = {URL: a_picture("WEBP")}

    assert render(html, pictures) == render(html, pictures)


def test_no_clock_is_read():
    with zipfile.ZipFile(io.BytesIO(full("<p>Words.</p>"))) as archive:
        dates = {info.date_time for info in archive.infolist()}

    assert dates == {(1980, 1, 1, 0, 0, 0)}


ANYTHING = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("<>&\"'\0\x0b\u00ad\u2028 "),
    max_size=30,
)


FORMULAS = {
    "a fraction": (
        "<mfrac><mn>1</mn><mn>3</mn></mfrac>",
        "f(num(r(1)) den(r(3)))",
    ),
    "a square": ("<msup><mi>x</mi><mn>2</mn></msup>", "sSup(e(r(x)) sup(r(2)))"),
    "a root": ("<msqrt><mi>x</mi></msqrt>", "rad(deg() e(r(x)))"),
    "a cubic root": ("<mroot><mi>x</mi><mn>3</mn></mroot>", "rad(deg(r(3)) e(r(x)))"),
    "a sum takes in what follows": (
        "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>i</mi>",
        "nary(sub(r(i)) sup(r(n)) e(r(i)))",
    ),
    "a sign with something below and above": (
        "<munderover><mi>x</mi><mn>1</mn><mn>2</mn></munderover>",
        "limUpp(e(limLow(e(r(x)) lim(r(1)))) lim(r(2)))",
    ),
    "words stand apart": ("<mtext>if</mtext><mi>x</mi>", "r( if ) r(x)"),
    "what is not seen is not there": (
        "<mi>x</mi><mphantom><mi>y</mi></mphantom><mspace></mspace>",
        "r(x)",
    ),
    "an integral from somewhere": (
        "<msub><mo>∫</mo><mi>a</mi></msub><mi>f</mi>",
        "nary(sub(r(a)) sup() e(r(f)))",
    ),
    "a matrix": (
        "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>",
        "m(mr(e(r(1)) e(r(2))))",
    ),
    "equations below each other": (
        '<mtable displaystyle="true"><mtr><mtd><mi>a</mi></mtd><mtd><mi></mi><mo>=</mo>'
        "<mn>1</mn></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable>",
        "eqArr(e(r(a) r(=) r(1)) e(r(b)))",
    ),
    "a fraction without its lower half": ("<mfrac><mn>1</mn></mfrac>", "r(1)"),
}
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def shape_of(node):
    """A formula as its elements in brackets, without what they look like."""
    tag = node.tag.removeprefix(M)
    if tag == "r":
        return f"r({node.findtext(f'{M}t')})"
    inner = " ".join(shape_of(n) for n in node if not n.tag.endswith("Pr"))
    return f"{tag}({inner})"


@pytest.mark.parametrize(("mathml", "expected"), FORMULAS.values(), ids=FORMULAS.keys())
@pytest.mark.parametrize("display", ["inline", "block"])
def test_a_formula_is_one_that_word_can_edit(mathml, expected, display):
    html = f'<p><math display="{display}">{mathml}</math></p>'
    [formula] = part(full(html)).iter(f"{M}oMath")

    assert " ".join(map(shape_of, formula)) == expected
    assert (formula.getparent().tag == f"{M}oMathPara") is (display == "block")


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_any_words_make_a_document(title, words, alt, url):
    address = escape(f"https://e.example/{url}")
    html = (
        f'<p>{words}<a href="{address}">{words}</a>'
        f'<img src="{address}" alt="{escape(alt)}"></p>'
        f"<pre><code>{words}</code></pre><table><tr><td>{words}</td></tr></table>"
    )

    render(html, title=title, standfirst=words, byline=alt, site=title)


FLOWING = (
    "a b blockquote code dd dl dt em figcaption figure h2 h3 p pre q s sub sup u math rt"
).split()
EMPTY = st.sampled_from(
    ("<br>", "<hr>", f'<img src="{URL}" alt="">', "word", " two words ")
)


def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements around others; a list holds items, and a table rows of cells."""
    held = st.lists(inner, max_size=3).map("".join)
    items = st.lists(held, max_size=3).map("</li><li>".join)
    cells = st.lists(held, min_size=1, max_size=3).map("</td><td colspan=2>".join)
    rows = st.lists(cells, max_size=3).map("</td></tr><tr><td rowspan=2>".join)
    return st.one_of(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(FLOWING), held),
        st.builds("<{0}><li>{1}</li></{0}>".format, st.sampled_from(("ol", "ul")), items),
        st.builds("<table><tr><td>{}</td></tr></table>".format, rows),
    )


@given(st.lists(st.recursive(EMPTY, within, max_leaves=20), max_size=4).map("".join))
def test_any_elements_in_each_other_make_a_document_without_losing_a_word(html):
    made = full(html)

    kept = etree.tostring(part(made), method="text", encoding="unicode").count("word")

    assert kept == html.count("word")


BROKEN = {
    "properties out of order": (
        "<w:body>",
        "<w:body><w:p><w:pPr><w:jc/><w:bidi/></w:pPr></w:p>",
        "ElementOrder",
    ),
    "an element of nobody": (
        "<w:body>",
        "<w:body><w:p><w:pPr><w:b/></w:pPr></w:p>",
        "UnknownElement",
    ),
    "properties behind runs": (
        "<w:body>",
        "<w:body><w:p><w:r/><w:pPr/></w:p>",
        "ElementOrder",
    ),
    "no such style": ('"Title"', '"Titel"', "StyleMissing"),
    "no such list": ('numId w:val="2"', 'numId w:val="9"', "ListMissing"),
    "no such relationship": (
        'hyperlink r:id="rId7"',
        'hyperlink r:id="rId99"',
        "RelationMissing",
    ),
    "a note without a text": (
        'footnoteReference w:id="1"',
        'footnoteReference w:id="5"',
        "NoteOrder",
    ),
    "a cell without a paragraph": ("<w:tc>", "<w:tc/><w:tc>", "CellEnd"),
    "a cell too many": ("<w:tc>", "<w:tc><w:p/></w:tc><w:tc>", "TableGrid"),
    "a table at the end of a cell": ("</w:tc>", "<w:tbl/></w:tc>", "TableEnd"),
    "no XML": ("<w:body>", "<w:body><", "WellFormed"),
}


@pytest.mark.parametrize(("old", "new", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_the_judge_sees_what_is_broken(old, new, rule):
    html = f"{NOTE}<ol><li>a</li></ol><table><tr><td>b</td></tr></table>{NOTES}"
    broken = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(full(html))) as archive,
        zipfile.ZipFile(broken, "w") as other,
    ):
        for name in archive.namelist():
            content = archive.read(name).decode()
            is_text = name == "word/document.xml"
            other.writestr(name, content.replace(old, new, 1) if is_text else content)

    found = {line.partition(":")[0] for line in check_docx(broken.getvalue())}

    assert rule in found
