"""One table says what every output does with everything a text can hold; it is so."""

import importlib
import io
import pkgutil
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pymdownx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from markdown import Markdown
from PIL import Image
from tests.unit.kitting import HOME, a_kit, convert, the_lengths
from tests.unit.test_fragments import render

from postroom.fragments import make_fragment
from postroom.kits.docx import render_docx
from postroom.kits.html import render_html
from postroom.kits.markdown import render_markdown
from postroom.kits.text import render_texts
from postroom.model.vocabulary import (
    BY_NAME,
    OUTPUTS,
    VOCABULARY,
    Construct,
)

GUIDE = Path(__file__).parents[2] / "content/guide/readers.md"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ELEMENTS = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound
big blink blockquote body br button canvas caption center cite code col colgroup data
datalist dd del details dfn dialog dir div dl dt em embed fencedframe fieldset
figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup
hr html i iframe image img input ins kbd label legend li link listing main map mark
marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup
option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script
search section select selectedcontent slot small source span strike strong style sub
summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u
ul var video wbr xmp
""".split()
"""HTML Standard, index of elements, and 16.2, those that are no longer used."""

MATHML = """
annotation annotation-xml maction math merror mfrac mi mmultiscripts mn mo mover mpadded
mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd
mtext mtr munder munderover none semantics
""".split()
"""MathML Core, 2.1 to 3."""


def _draw() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, "PNG")
    return made.getvalue()


M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PIXEL = _draw()


def outputs_of(written: str, *, as_markdown: bool = True) -> dict[str, str]:
    """What every output makes of a text, as HTML where it is HTML."""
    fragment = make_fragment(written, url=HOME)
    kit = a_kit(fragment.page_html, title="T", byline="")
    lengths = [the_lengths(kit)["full"]]
    markdown = _between(render_markdown(kit, lengths)["full"], "# T\n", "\n---\n")
    return {
        "feed": fragment.html,
        "share": fragment.page_html,
        "mail": _between(render_html(kit, lengths)["full"], "</h2>", "<hr style"),
        "md": convert(markdown) if as_markdown else markdown,
        "txt": _between(render_texts(kit, lengths)["full"], "T\n=\n", "\n* * *\n"),
    }


def _between(made: str, begin: str, end: str) -> str:
    return made.partition(begin)[2].rpartition(end)[0]


def paragraphs_of(written: str) -> list[etree._Element]:
    """What stands in the Word document between its title and its credit."""
    fragment = make_fragment(written, url=HOME)
    kit = a_kit(fragment.page_html, title="T", byline="")
    made = render_docx(kit, [the_lengths(kit)["full"]], lambda _: PIXEL)["full"]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
    own = [node for node in body if style_of(node) not in ("Title", "Credit")][:-1]
    return [*own, *(note for note in notes if note.get(f"{W}type") is None)]


def style_of(node: etree._Element) -> str:
    style = node.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def words_of(node: etree._Element) -> str:
    """The words of a paragraph, those of formulas as well."""
    found = node.iter(f"{W}t", f"{W}footnoteReference", f"{M}t")
    return " ".join(t.text or t.get(f"{W}id") or "" for t in found)


def letters(text: str) -> str:
    """The letters and figures of a text, whatever stands between them."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c.isalnum())


def said_in(written: str) -> dict[str, str]:
    """The words of a text in every output."""
    made = outputs_of(written)
    said = {name: _words(text) for name, text in made.items() if name != "txt"}
    said["docx"] = " ".join(map(words_of, paragraphs_of(written)))
    said["txt"] = _ADDRESS.sub("", _MARK.sub("", _NUMBER.sub("", made["txt"])))
    return said


_ADDRESS = re.compile(r"^\[\d+\] \S+$", re.M)
_NUMBER = re.compile(r"^ *\d+\. ", re.M)
_MARK = re.compile(r" \[\d+\](?=\W|$)")
_ADDED = re.compile("“([^”]*)”")


def _words(made: str) -> str:
    if not made.strip():
        return ""
    root = html.fragment_fromstring(made, create_parent="div")
    return " ".join(root.itertext())


CASES = [
    pytest.param(row, output, id=f"{row.title}, {output}")
    for row in VOCABULARY
    for output in OUTPUTS
    if output != "page"
]


@pytest.mark.parametrize(("row", "output"), CASES)
def test_every_output_says_what_the_page_says(row: Construct, output: str):
    said = Counter(letters(said_in(row.sample)[output]))
    added = Counter(letters("".join(_ADDED.findall(row.becomes(output)))))

    assert said - added == Counter(letters(row.says)), said_in(row.sample)[output]
    assert not added - said, "what it is said to add is not there"


# structure: links, pictures, headings, items, cells, lines of code

COUNTED = {
    "links": ".//a[@href]",
    "pictures": ".//img",
    "headings": ".//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]",
    "items": ".//li",
    "cells": ".//*[self::td or self::th]",
    "code": ".//pre",
    "quotes": ".//blockquote",
    "terms": ".//dt",
    "rules": ".//hr",
}
TEXT = {
    "links": re.compile(r"^\[\d+\] \S+$", re.M),
    "items": re.compile(r"^ *(?:- |\d+\. |[☐☑] )", re.M),
    "headings": re.compile(r"^(?:-+|\.+)$", re.M),
    "rules": re.compile(r"^\* \* \*$", re.M),
}
STYLED = {
    "headings": re.compile(r"Heading\d"),
    "items": re.compile("ListParagraph"),
    "code": re.compile("HTMLPreformatted.*"),
    "quotes": re.compile("Quote"),
    "terms": re.compile("DefinitionTerm"),
    "rules": re.compile("SectionBreak"),
}

RICH = """
## One [link](https://e.example/1) and `code`

Two *slanted* **strong** words,[^n] a [second](https://e.example/2) link and
![a tree](https://longtable.example/images/tree.png).

### Three

- four
- five

    1. six
    2. seven

> eight

```python
nine()
```

| ten | eleven |
|-----|-------:|
| 12  | 13     |

term
:   its meaning

* * *

- [ ] fourteen
- [x] fifteen

[^n]: sixteen
"""
NOTED = {"links": 1, "items": 1, "rules": 1}
"""What a page's own footnotes are made of: a number that leads on, an item, a line."""


def counted(made: str) -> dict[str, int]:
    """How many there are of each, in HTML."""
    root = html.fragment_fromstring(made, create_parent="div")
    return {name: len(root.xpath(path)) for name, path in COUNTED.items()}


def of_the_page() -> dict[str, int]:
    """What the page of `RICH` holds, without what footnotes are made of."""
    rendered = render(RICH)
    root = html.fragment_fromstring(rendered, create_parent="div")
    for furniture in root.find_class("headerlink") + root.find_class("footnote-backref"):
        furniture.drop_tree()
    for line in root.xpath(".//pre//a"):  # numbers of lines
        line.drop_tag()
    page = counted(etree.tostring(root, encoding="unicode"))
    return {name: number - NOTED.get(name, 0) for name, number in page.items()}


@pytest.mark.parametrize("output", ["feed", "share", "mail", "md"])
def test_what_a_page_holds_is_in_html_as_often(output):
    made = counted(outputs_of(render(RICH))[output])
    ways_back = {"share": 1, "md": 1}.get(output, 0)  # from the note
    noted = NOTED | {"links": NOTED["links"] + ways_back}
    if output == "mail":  # a heading above the notes instead of a line, numbers
        noted = {"items": 1, "headings": 1}

    expected = {name: n + noted.get(name, 0) for name, n in of_the_page().items()}
    if output == "md":  # the table says that these are strong letters there
        expected["terms"] = 0
    assert made == expected


def test_what_a_page_holds_is_in_word_as_often():
    page = of_the_page()
    own = paragraphs_of(render(RICH))
    styles = [style_of(p) for node in own for p in node.iter(f"{W}p")]
    made = {name: sum(map(bool, map(p.fullmatch, styles))) for name, p in STYLED.items()}
    every = [tag for node in own for tag in (n.tag for n in node.iter(etree.Element))]

    assert made == {name: page[name] for name in STYLED}
    assert every.count(f"{W}hyperlink") == page["links"]
    assert every.count(f"{W}drawing") == page["pictures"]
    assert every.count(f"{W}tc") == page["cells"]
    assert every.count(f"{W}footnoteReference") == NOTED["items"]


def test_what_a_page_holds_is_in_plain_text_as_often():
    page = of_the_page()
    made = outputs_of(render(RICH))["txt"]
    notes = len(re.findall("^Notes$", made, re.M))

    found = {name: len(pattern.findall(made)) for name, pattern in TEXT.items()}
    assert found == {name: page[name] for name in TEXT} | {
        "headings": page["headings"] + notes
    }
    assert made.count("[Image: ") == page["pictures"]
    assert "\n    nine()\n" in made
    assert "> eight" in made


# the page of the guide


def write_guide() -> str:
    """The page that tells what readers see."""
    head = f"| what | elements | {' | '.join(list(OUTPUTS.values())[1:])} |"
    lines = [_HEAD, head, f"|{' --- |' * (len(OUTPUTS) + 1)}"]
    for row in VOCABULARY:
        names = " ".join(f"`{name}`" for name in row.names)
        ways = (row.becomes(output) for output in OUTPUTS if output != "page")
        lines.append(f"| {row.title} | {names} | {' | '.join(ways)} |")
    left_out = [row for row in VOCABULARY if row.remedy]
    lines += ["", "## What is left out", "", _LEFT_OUT, ""]
    lines += [f"- {row.title}: {row.remedy}" for row in left_out]
    return "\n".join(lines) + "\n"


_HEAD = "\n".join(
    (
        "---",
        "title: What readers see",
        "description: What becomes of everything that a text can hold, in every output.",
        "---",
        "",
        "# What readers see",
        "",
        "An essay is written once and read in many places. This table says what each of"
        " them does with whatever a text can hold, whether Markdown makes it or its author"
        " writes HTML. “Mail and HTML” are the mail of an issue and the HTML of a kit. The"
        " program works by this very table.",
        "",
        "Cards show the title, who wrote it and the site, without emoji; a calendar shows"
        " an event’s title, day, place and words.",
        "",
        "## Everything that a text can hold",
        "",
    )
)
_LEFT_OUT = (
    "`postroom check` names each post that holds any of it, with the line and what to do:"
)


def test_the_guide_says_what_the_table_says(request):
    if request.config.getoption("--update-golden"):
        GUIDE.write_text(write_guide(), encoding="utf-8")

    assert GUIDE.read_text(encoding="utf-8") == write_guide()


# completeness


def test_every_element_of_html_and_mathml_has_a_row():
    assert {*ELEMENTS, *MATHML} - BY_NAME.keys() == set()


def test_no_element_has_two_rows():
    names = [name for row in VOCABULARY for name in row.names]

    assert [name for name, often in Counter(names).items() if often > 1] == []


EVERYTHING = """
$$
\\frac{1}{2}
$$

Half is $\\frac{1}{2}$, a ==mark==, H~2~O, m^2^, ^^added^^, ~~struck~~, ++ctrl+c++,
`#!python f()`,
{--gone--}{++new++}{>>why<<}, :smile:, (c) -->, https://e.example/bare and [words]{.a}.

[=65% "65%"]

!!! note "Mind"
    One

??? tip "More"
    Two

=== "Tab"

    Three

> [!NOTE]
> Four

a) first
b) second

- [x] ticked

```python title="a.py" linenums="1"
five()
```

/// caption
Six
///

/// details | Seven
eight
///

/// admonition | Nine
ten
///

/// tab | Eleven
twelve
///

/// html | section
thirteen
///

/// define
term

- meaning
///

HTML is short.

*[HTML]: Long
"""
BY_EXTENSION = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.inlinehilite": {},
    "pymdownx.magiclink": {},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
}
NOT_RENDERED = {
    "pymdownx.b64": "puts pictures into addresses",
    "pymdownx.extra": "others in one",
    "pymdownx.pathconverter": "changes addresses",
    "pymdownx.snippets": "takes in other files",
    "pymdownx.striphtml": "takes things away",
}
"""Extensions that add no element."""

_LIBRARIES = {"keymap_db", "util", "emoji1_db", "gemoji_db", "twemoji_db"}
_LIBRARIES |= {"delimiterprocessor", "blocks.block", "blocks"}


def every_extension() -> list[str]:
    """What pymdownx brings as it is installed."""
    modules = pkgutil.walk_packages(pymdownx.__path__, "pymdownx.")
    names = (module.name for module in modules)
    return [
        name
        for name in names
        if name.removeprefix("pymdownx.") not in _LIBRARIES
        and "._" not in name
        and hasattr(importlib.import_module(name), "makeExtension")
    ]


_STANDARD = "abbr admonition attr_list def_list footnotes md_in_html tables".split()


def render_everything() -> str:
    """A text with something by every extension, as the engine makes it."""
    chosen = [name for name in every_extension() if name not in NOT_RENDERED]
    engine = Markdown(
        extensions=[*_STANDARD, *chosen],
        extension_configs=BY_EXTENSION,
    )
    return str(engine.convert(EVERYTHING))


def test_everything_that_markdown_makes_has_a_row():
    root = html.fragment_fromstring(render_everything(), create_parent="div")

    assert {node.tag for node in root.iter(etree.Element)} - BY_NAME.keys() == set()


def test_everything_that_markdown_makes_is_said_in_every_output():
    page = html.fragment_fromstring(render_everything(), create_parent="div")
    for number in page.find_class("linenos"):
        number.drop_tree()
    shown = " ".join(page.itertext())
    words = set(re.findall(r"[a-z]{3,}", shown)) - {"frac", "smile"}

    for output, said in said_in(render_everything()).items():
        assert words - set(re.findall(r"[a-z]{3,}", said)) == set(), output
        assert "1/2" in said or output in ("feed", "share", "docx"), output


_NESTED = st.recursive(
    st.sampled_from(("word ", "سلام ", "☑ x", "<br>", "<hr>", "<!-- more -->", r"\(x^2\)")),
    lambda inner: st.builds(
        "<{0}{1}>{2}</{0}>".format,
        st.sampled_from([*ELEMENTS, *MATHML, "svg", "mjx-container"]),
        st.sampled_from(
            (
                "",
                " hidden",
                ' aria-hidden="true"',
                ' class="arithmatex"',
                ' class="katex"',
                ' class="sr-only"',
                ' display="block"',
                ' href="x"',
                ' src="a.png"',
            )
        ),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_NESTED, max_size=3).map("".join))
def test_any_elements_in_each_other_come_through_every_output(written):
    outputs_of(written)
    paragraphs_of(written)
