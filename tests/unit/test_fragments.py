"""Rendered HTML becomes a fragment that needs no script, style, theme or page."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown
from tests.judges.content import check_html

from postroom.fragments import TooDeepError, make_fragment
from postroom.model.fragment import Fragment
from postroom.model.text import clean_text

PAGE = "https://example.org/letters/posts/one/"
SITE = Path(__file__).resolve().parents[2] / "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without looking at the environment."""


_Loader.add_multi_constructor("!", lambda *_: None)


def _extensions() -> Mapping[str, Mapping[str, Any]]:
    """The Markdown extensions of the example site, with their settings."""
    site = yaml.load(SITE.read_text(encoding="utf-8"), _Loader)
    listed = site["markdown_extensions"]
    pairs = (next(iter(e.items())) if isinstance(e, dict) else (e, {}) for e in listed)
    return dict(pairs)


EXTENSIONS = _extensions()


def render(text: str) -> str:
    """What the engine makes of Markdown."""
    engine = Markdown(
        extensions=[*EXTENSIONS],
        extension_configs={k: dict(v) for k, v in EXTENSIONS.items()},
    )
    return engine.convert(text)


def from_html(rendered: str, **values: Any) -> Fragment:
    """The fragment of HTML that stands on the page."""
    return make_fragment(rendered, url=PAGE, **values)


def from_markdown(text: str) -> Fragment:
    """The fragment of a text as an author writes it."""
    return from_html(render(text))


MARKDOWN = {
    "a heading loses its permalink": ("## Two words", "<h2>Two words</h2>"),
    "a heading of the first level steps back": ("# Two words", "<h2>Two words</h2>"),
    "an admonition": (
        '!!! note "Mind *this*"\n    Body\n\n    More',
        "<blockquote>\n<p><strong>Mind <em>this</em></strong></p>\n"
        "<p>Body</p>\n<p>More</p>\n"
        "</blockquote>",
    ),
    "an admonition without a title": (
        '!!! note ""\n    Body',
        "<blockquote>\n<p>Body</p>\n</blockquote>",
    ),
    "details": (
        "??? tip\n    Body",
        "<blockquote>\n<p><strong>Tip</strong></p>\n<p>Body</p>\n</blockquote>",
    ),
    "tabs": (
        '=== "One"\n\n    First\n\n=== "Two"\n\n    Second',
        "<p><strong>One</strong></p>\n<p>First</p>\n<p><strong>Two</strong></p>\n<p>Second</p>",
    ),
    "tabs within tabs": (
        '=== "A"\n\n    a\n\n    === "B"\n\n        b\n\n    === "C"\n\n        c\n\n'
        '=== "D"\n\n    d',
        "<p><strong>A</strong></p>\n<p>a</p>\n<p><strong>B</strong></p>\n<p>b</p>\n"
        "<p><strong>C</strong></p>\n<p>c</p>\n<p><strong>D</strong></p>\n<p>d</p>",
    ),
    "code with a name and line numbers": (
        '```python title="a.py" linenums="1"\n'
        'if a < b:\n    print("&")\n\n\n    # end\n```',
        '<p><strong>a.py</strong></p><pre><code class="language-python">'
        'if a &lt; b:\n    print("&amp;")\n\n\n'
        "    # end\n</code></pre>",
    ),
    "code with a name": (
        '```python title="a.py"\nprint()\n```',
        '<p><strong>a.py</strong></p><pre><code class="language-python">print()\n'
        "</code></pre>",
    ),
    "code of no language": (
        "```\n  two\n\n    four\n```",
        "<pre><code>  two\n\n    four\n</code></pre>",
    ),
    "code by indentation": (
        "    a <b>\n\n     c",
        "<pre><code>a &lt;b&gt;\n\n c\n</code></pre>",
    ),
    "code in a line": ("`#!python a < b`", "<p><code>a &lt; b</code></p>"),
    "a list of tasks": (
        "- [x] done\n- [ ] open",
        "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>",
    ),
    "an abbreviation": (
        "RSS\n\n*[RSS]: Really Simple",
        '<p><abbr title="Really Simple">RSS</abbr></p>',
    ),
    "a definition": ("Term\n:   Words", "<dl>\n<dt>Term</dt>\n<dd>Words</dd>\n</dl>"),
    "a table": (
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        '<table>\n<thead>\n<tr>\n<th>a</th>\n<th align="right">b</th>\n</tr>\n'
        "</thead>\n<tbody>\n"
        '<tr>\n<td>1</td>\n<td align="right">2</td>\n</tr>\n</tbody>\n</table>',
    ),
    "a picture with lazy loading and classes": (
        '![Alt](a.png "Title"){ loading=lazy .big width=300 }',
        '<p><img alt="Alt" src="https://example.org/letters/posts/one/a.png" title="Title" '
        'width="300"></p>',
    ),
    "a figure": (
        "<figure markdown>\n![A](a.png)\n<figcaption>Words</figcaption>\n</figure>",
        '<figure>\n<p><img alt="A" src="https://example.org/letters/posts/one/a.png"></p>\n'
        "<figcaption>Words</figcaption>\n</figure>",
    ),
    "keys and little letters": (
        "<kbd>Esc</kbd> H<sub>2</sub>O, m<sup>2</sup>",
        "<p><kbd>Esc</kbd> H<sub>2</sub>O, m<sup>2</sup></p>",
    ),
    "quotes and dashes": ('"It\'s" -- so...', "<p>“It’s” – so…</p>"),
    "a comment": ("One<!-- hidden -->, two", "<p>One, two</p>"),
    "a footnote": (
        "One[^1].\n\n[^1]: Two.",
        '<p>One<sup><a href="https://example.org/letters/posts/one/#fn-1">1</a></sup>.</p>\n<hr>\n'
        "<ol>\n<li>\n<p>Two.</p>\n</li>\n</ol>",
    ),
}


@pytest.mark.parametrize(("text", "expected"), MARKDOWN.values(), ids=MARKDOWN.keys())
def test_what_the_engine_makes_of_markdown_becomes_plain_html(text, expected):
    made = from_markdown(text).html.replace("\xa0", "").replace(" </p>", "</p>")

    assert made == expected
    assert list(check_html("here", made)) == []


_IMG = '<img src="https://example.org/letters/posts/one/a.png" alt="A">'
HTML = {
    "a diagram": (
        '<pre class="mermaid"><code>a --&gt; b</code></pre>',
        "<p>Diagram, as its source:</p><pre><code>a --&gt; b\n</code></pre>",
    ),
    "details without anything in them": (
        "<details></details><p>One</p>",
        "<blockquote></blockquote><p>One</p>",
    ),
    "a formula in a line": (
        r'<p>So <span class="arithmatex">\(a &lt; b\)</span>.</p>',
        '<p>So <math alttext="a &lt; b"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>'
        "</math>.</p>",
    ),
    "line numbers within the lines": (
        '<pre><span></span><code><span class="linenos">1</span>one\n'
        '<span class="linenos">2</span>two\n</code></pre>',
        "<pre><code>one\ntwo\n</code></pre>",
    ),
    "tabs of the older kind": (
        '<div class="tabbed-set"><input id="a" type="radio"><label for="a">One</label>'
        '<div class="tabbed-content"><p>First</p></div></div>',
        "<p><strong>One</strong></p><p>First</p>",
    ),
    "tabs of the newer kind within those of the older": (
        '<div class="tabbed-set"><label>A</label><div class="tabbed-content"><p>a</p>'
        '<div class="tabbed-set"><div class="tabbed-labels"><label>B</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>b</p></div></div></div>'
        '</div><label>C</label><div class="tabbed-content"><p>c</p></div></div>',
        "<p><strong>A</strong></p><p>a</p><p><strong>B</strong></p><p>b</p>"
        "<p><strong>C</strong></p><p>c</p>",
    ),
    "an emoji that is a picture": (
        '<p>Hi <img class="twemoji" alt="😄" src="https://cdn.example/1.svg">!</p>',
        "<p>Hi 😄!</p>",
    ),
    "an icon that is a drawing": (
        '<p>Hi <span class="twemoji"><svg><path d="M0"/></svg></span>!</p>',
        "<p>Hi !</p>",
    ),
    "a picture that a script would load": (
        '<p><img data-src="a.png" alt="A" loading="lazy"></p>',
        _IMG.join(("<p>", "</p>")).replace(
            'src="https://example.org/letters/posts/one/a.png" alt="A"',
            'alt="A" src="https://example.org/letters/posts/one/a.png"',
        ),
    ),
    "a picture in several sizes": (
        '<picture><source srcset="b.webp">'
        '<img src="a.png" srcset="b.png 2x" sizes="9" alt="A">'
        "</picture>",
        _IMG,
    ),
    "a picture in its own address": (
        '<p>One <img src="data:image/png;base64,AA==" alt="dot"> two</p>',
        "<p>One dot two</p>",
    ),
    "a picture behind a scheme no reader follows": (
        '<p>One <img src="javascript:alert(1)" alt="dot"> two</p>',
        "<p>One dot two</p>",
    ),
    "a picture without an address": (
        '<p>One <img alt="dot"> two</p>',
        "<p>One dot two</p>",
    ),
    "a picture at an address that makes no sense": (
        '<p>One <img src="http://[b" alt="dot"> two</p>',
        "<p>One dot two</p>",
    ),
    "a film": (
        '<iframe src="https://films.example/1" title="A film"></iframe>',
        '<p><a href="https://films.example/1">A film</a></p>',
    ),
    "a film within a line": (
        '<p>See <iframe src="//films.example/1" title="this"></iframe>.</p>',
        '<p>See <a href="https://films.example/1">this</a>.</p>',
    ),
    "a recording": (
        '<audio controls><source src="a.mp3" type="audio/mpeg">No sound</audio>',
        '<p><a href="https://example.org/letters/posts/one/a.mp3">'
        "Audio: example.org/letters/posts/one/a.mp3</a></p>",
    ),
    "a film from nowhere, and what is said instead": (
        "<video><p>No film</p></video>",
        "<p>No film</p>",
    ),
    "a document, and what is said instead": (
        '<object data="a.pdf"><param name="page" value="2"><p>A paper</p></object>',
        "<p>A paper</p>",
    ),
    "a film in a figure that has a caption": (
        '<figure><video src="/a.mp4" poster="/p.png" title="A film"></video>'
        "<figcaption>One</figcaption></figure>",
        '<figure><p><a href="https://example.org/a.mp4">'
        '<img src="https://example.org/p.png" alt="A film"></a></p>'
        "<figcaption>One</figcaption></figure>",
    ),
    "a film from nowhere": ("<iframe></iframe><p>One</p>", "<p>One</p>"),
    "a field that is written in": (
        '<p>One<input type="text" value="two"> three</p>',
        "<p>One three</p>",
    ),
    "what nobody writes any more": (
        "<p><strike>One</strike> <tt>two</tt> <acronym>RSS</acronym></p>",
        "<p><s>One</s> <code>two</code> <abbr>RSS</abbr></p>",
    ),
    "how a word is read": (
        "<p><ruby>漢<rt>kan</rt></ruby> One</p>",
        "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> One</p>",
    ),
    "how a word is read, with brackets": (
        "<p><ruby>漢<rp>[</rp><rt>kan</rt><rp>]</rp></ruby> One</p>",
        "<p><ruby>漢<rp>[</rp><rt>kan</rt><rp>]</rp></ruby> One</p>",
    ),
    "a form": ("<form><input value=a><button>b</button></form><p>One</p>", "<p>One</p>"),
    "script, style and what is for machines": (
        "<script>a</script><style>b</style><noscript>c</noscript><object></object>"
        "<template>e</template><p>One</p>",
        "<p>One</p>",
    ),
    "boxes and sections": (
        '<section><div class="grid"><article><p>One <span style="x">two</span></p>'
        "</article></div></section>",
        "<p>One two</p>",
    ),
    "an element nobody knows": (
        "<p><my-widget>One</my-widget> <blink>two</blink></p>",
        "<p>One two</p>",
    ),
    "a dialogue and a slot": (
        "<p>One</p><dialog open>two</dialog><dialog>2</dialog><slot>three</slot>",
        "<p>One</p><p>two</p>",
    ),
    "attributes of a page": (
        '<p id="a" class="b" style="c" onclick="d()" data-e="f" aria-label="g">One</p>',
        "<p>One</p>",
    ),
    "attributes that only a parser of HTML takes": (
        '<p {on="a" {}=b {c}d=e a:b:c=f "g"=h `=i>One <math {x=1><mi {y}=2>x</mi>'
        "</math></p>",
        "<p>One <math><mi>x</mi></math></p>",
    ),
    "a place that can be linked to": ('<p><a id="top"></a>One</p>', "<p>One</p>"),
    "languages and directions": (
        '<p lang="ar" dir="rtl">العربية</p>',
        '<p lang="ar" dir="rtl">العربية</p>',
    ),
    "a list that does not begin with one": (
        '<ol start="3" type="a" class="x"><li value="5">One</li></ol>',
        '<ol start="3" type="a"><li value="5">One</li></ol>',
    ),
    "an instruction": ("<?php echo 1 ?><p>One</p>", "<p>One</p>"),
    "entities": ("<p>a &amp;amp; &lt;b&gt; &copy;</p>", "<p>a &amp;amp; &lt;b&gt; ©</p>"),
    "nothing": ("", ""),
    "words without an element": ("One", "One"),
    "the beginning of a document": ("<html><head>", ""),
    "a document of its own": (
        "<html><head><title>a</title></head><p>One</p></html>",
        "<p>One</p>",
    ),
}


@pytest.mark.parametrize(("rendered", "expected"), HTML.values(), ids=HTML.keys())
def test_html_of_any_origin_becomes_plain_html(rendered, expected):
    made = from_html(rendered).html

    assert made == expected
    assert [
        f for f in check_html("here", made) if made and not f.startswith("NotBlank")
    ] == []


ADDRESSES = {
    "beside the page": ("a.html", "https://example.org/letters/posts/one/a.html"),
    "above the page": ("../two/", "https://example.org/letters/posts/two/"),
    "from the host's root": ("/about/", "https://example.org/about/"),
    "of another host": ("//other.example/a", "https://other.example/a"),
    "whole": ("https://other.example/?a=1&b=2", "https://other.example/?a=1&b=2"),
    "a place on the page": ("#end", "https://example.org/letters/posts/one/#end"),
    "a place on another page": (
        "../two/#end",
        "https://example.org/letters/posts/two/#end",
    ),
    "mail": ("mailto:ines@example.org", "mailto:ines@example.org"),
    "a telephone": ("tel:+123", "tel:+123"),
    "script": ("javascript:alert(1)", None),
    "script in capitals": ("JavaScript:alert(1)", None),
    "script with a line end in it": ("java\nscript:alert(1)", None),
    "script behind a control character": ("\x01javascript:alert(1)", None),
    "script behind a space": (" javascript:alert(1)", None),
    "another script": ("vbscript:a", None),
    "data": ("data:text/html,<b>", None),
    "a file": ("file:///etc/passwd", None),
    "what makes no sense": ("http://[b", None),
}


@pytest.mark.parametrize(("target", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_addresses_are_absolute_and_harmless_or_gone(target, expected):
    link = html.fromstring("<p><a>One</a></p>")
    link[0].set("title", "kept")
    link[0].set("href", "placeholder")
    rendered = html.tostring(link, encoding="unicode").replace(
        "placeholder", _escape(target)
    )

    [found] = html.fragment_fromstring(from_html(rendered).html, create_parent=True).iter(
        "a"
    )

    assert found.get("href") == expected


def _escape(target: str) -> str:
    escaped = target.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return escaped.replace("\x01", "&#1;").replace("\n", "&#10;")


def test_a_picture_of_the_site_gets_its_size_unless_it_has_one():
    fragment = from_html(
        '<img src="a.png" alt=""><img src="a.png" alt="" width="9">',
        size_of=lambda _: (640, 480),
    )

    assert [image.attrib.get("width") for image in _all(fragment, "img")] == ["640", "9"]
    assert [image.attrib.get("height") for image in _all(fragment, "img")] == ["480", "7"]


SIDES = {
    "nothing said": ("", ("600", "300")),
    "a width": ('width="64"', ("64", "32")),
    "a height": ('height="64"', ("128", "64")),
    "both": ('width="9" height="9"', ("9", "9")),
    "pixels": ('width="64px"', ("64", "32")),
    "a style": ('style="float:left; width: 64px"', ("64", "32")),
    "a share of the page": ('width="50%"', ("50%", None)),
}


@pytest.mark.parametrize(("said", "sides"), SIDES.values(), ids=SIDES)
def test_a_picture_is_as_large_as_its_author_wants(said, sides):
    html = f'<img src="a.png" alt="" {said}>'

    fragment = make_fragment(html, url=PAGE, size_of=lambda _: (600, 300))

    [picture] = _all(fragment, "img")
    assert (picture.get("width"), picture.get("height")) == sides


def _all(fragment: Fragment, tag: str) -> list[html.HtmlElement]:
    return list(html.fragment_fromstring(fragment.html, create_parent=True).iter(tag))


def test_pages_keep_what_leads_to_and_from_footnotes():
    fragment = from_markdown("One[^1].\n\n[^1]: Two.")

    assert '<sup id="fnref-1"><a href="#fn-1">1</a></sup>' in fragment.page_html
    assert '<li id="fn-1">' in fragment.page_html
    assert 'href="#fnref-1"' in fragment.page_html
    assert 'class="back"' in fragment.page_html


def test_a_way_back_in_a_paragraph_of_its_own_leaves_none_behind():
    fragment = from_html(
        '<ol><li id="fn-1"><ul><li>a</li></ul>\n'
        '<p><a class="footnote-backref" href="#fnref-1">↩</a></p></li></ol>'
    )

    assert fragment.html == "<ol><li><ul><li>a</li></ul>\n</li></ol>"


def test_footnotes_with_a_colon_are_renamed_on_both_ends():
    fragment = from_html(
        '<p><sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        '<ol><li id="fn:1"><p>Two<a class="footnote-backref" href="#fnref:1">↩</a></p></li>'
        "</ol>"
    )

    assert fragment.page_html == (
        '<p><sup id="fnref-1"><a href="#fn-1">1</a></sup></p>'
        '<ol><li id="fn-1"><p>Two<a href="#fnref-1" class="back">↩</a></p></li></ol>'
    )


def test_pages_align_cells_by_class_and_feeds_by_attribute():
    fragment = from_html('<table><tr><td style="text-align: center;">1</td></tr></table>')

    assert '<td class="center">' in fragment.page_html
    assert '<td align="center">' in fragment.html


EXCERPTS = {
    "up to the marker": ("One.\n\n<!-- more -->\n\nTwo.", "<p>One.</p>"),
    "a marker in a box": (
        "<div markdown>\n\nOne.\n\n<!-- more -->\n\nTwo.\n\n</div>\n\nThree.",
        "<p>One.</p>",
    ),
    "a marker within a paragraph keeps all of it": (
        "One, <!-- more --> two.\n\nThree.",
        "<p>One,  two.</p>",
    ),
    "a marker without spaces": ("One.\n\n<!--more-->\n\nTwo.", "<p>One.</p>"),
    "everything before the marker, of any kind": (
        "## One\n\n- two\n\n<!-- more -->\n\nThree.",
        "<h2>One</h2><ul>\n<li>two</li>\n</ul>",
    ),
    "a marker that a plugin put into a paragraph of its own": (
        "One.\n\n<p><!-- more --></p>\n\nTwo.",
        "<p>One.</p>",
    ),
    "without a marker the first paragraphs": (
        "One.\n\nTwo.\n\n## Three\n\nFour.",
        "<p>One.</p><p>Two.</p>",
    ),
    "without a marker no more than needed": (
        f"{'one ' * 60}two\n\nThree.",
        f"<p>{'one ' * 60}two</p>",
    ),
    "without a marker and behind a heading": ("## One\n\nTwo.\n\nThree.", "<p>Two.</p>"),
    "without a footnote's number": ("One[^1].\n\n[^1]: Two.", "<p>One.</p>"),
    "of nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), EXCERPTS.values(), ids=EXCERPTS.keys())
def test_the_excerpt_is_how_the_essay_begins(text, expected):
    assert from_markdown(text).excerpt.replace("\n</p>", "</p>").strip() == expected


def test_a_site_may_have_a_marker_of_its_own():
    fragment = from_html(
        "<p>One.</p><!-- cut here --><p>Two.</p>", more="<!-- cut here -->"
    )

    assert fragment.excerpt == "<p>One.</p>"


OPENINGS = {
    "a paragraph": "One.\n\nTwo.",
    "a quotation": "> One.\n>\n> Two.\n\n<!-- more -->\n\nThree.",
    "a list": "- One.\n- Two.\n\n<!-- more -->\n\nThree.",
    "a heading": "## One\n\nTwo.\n\n<!-- more -->\n\nThree.",
    "nothing": "",
}


@pytest.mark.parametrize("text", OPENINGS.values(), ids=OPENINGS.keys())
def test_the_opening_is_html_without_a_fault_whatever_an_essay_begins_with(text):
    opening = from_markdown(text).opening

    assert [f for f in check_html("here", opening) if not f.startswith("NotBlank")] == []


TEXTS = {
    "one line per block": ("One *two*.\n\n- three\n- four", "One two.\nthree\nfour"),
    "decoded": ("Q&A: 1 < 2", "Q&A: 1 < 2"),
    "without the numbers of footnotes": (
        "One[^1] two.\n\n[^1]: Three.",
        "One two.\nThree.",
    ),
    "without pictures": ("One ![two](a.png) three", "One three"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_the_text_is_the_words_alone(text, expected):
    assert from_markdown(text).text == expected


def test_words_are_counted():
    assert from_markdown("One *two*.\n\n- three-four\n- five").words == 4


ILLEGAL = {
    "a reference to a control": "<p>One&#1; two&#11;</p>",
    "a control as it stands": "<p>One\x01 two\x0b</p>",
    "a null": "<p>One\x00 two&#0;</p>",
    "what is no character": "<p>One&#xFFFF; two\ufffe &#xD800;</p>",
    "a control in an attribute": '<p>One<img src="a.png" alt="&#1;"> two</p>',
}


@pytest.mark.parametrize("rendered", ILLEGAL.values(), ids=ILLEGAL.keys())
def test_no_character_that_feeds_refuse_gets_through(rendered):
    fragment = from_html(rendered)

    for text in (fragment.html, fragment.page_html, fragment.excerpt, fragment.text):
        assert clean_text(text) == text
    assert fragment.text.split() == ["One", "two"]


tags = st.sampled_from(
    "a b p div span pre code table tr td ul li details summary img iframe video source"
    " svg script style math form input label h1 h2 blockquote x-y em dialog body html"
    " title".split()
)
attributes = st.sampled_from(
    [
        *("", ' id="fn:1"', " onclick=a()", " type=checkbox", " xml:lang=a", " src"),
        *(' href="javascript:a"', ' href="#a"', ' src="http://[a"', ' src="a.png"'),
        *(' style="text-align: right"', ' class="highlighttable"', ' class="filename"'),
        *(' class="tabbed-set"', ' class="tabbed-labels"', ' class="tabbed-block"'),
        *(' class="admonition"', ' class="admonition-title"', ' class="footnote-backref"'),
        *(' class="arithmatex"', ' class="mermaid"', ' class="twemoji"'),
        *(' {on="a"', " {}=a", ' {a}b="c"', " a:b:c=d"),
    ]
)
opened = st.builds("<{}{}>".format, tags, attributes)
closed = st.builds("</{}>".format, tags)
pieces = st.one_of(
    opened,
    opened,
    closed,
    st.text(max_size=5),
    st.sampled_from(["<!-- more -->", "<!--", "<?a?>"]),
)


@given(st.lists(pieces, max_size=25).map("".join))
def test_any_html_makes_a_fragment_without_script_style_or_class(rendered):
    made = from_html(rendered, size_of=lambda _: (1, 1)).html

    root = html.fragment_fromstring(made, create_parent="div")
    elements = list(root.iterdescendants())
    names = {name for element in elements for name in element.attrib}
    assert not {element.tag for element in elements} & {
        "script",
        "style",
        "iframe",
        "form",
        "svg",
    }
    assert not {n for n in names if n.startswith("on") or n in ("class", "style", "id")}
    assert not any("javascript:" in value for e in elements for value in e.attrib.values())


def test_whitespace_in_code_is_what_the_author_typed():
    code = "\tone\n\n\n   two \n\n     three"

    fragment = from_html(f"<p>a</p>\n\n<pre><code>{code}</code></pre>\n\n<p>b</p>")

    assert fragment.html == f"<p>a</p>\n<pre><code>{code}\n</code></pre>\n<p>b</p>"


@pytest.mark.parametrize("run", ["\n", " \n", "\n ", " ", "\t", "a\n", "&lt;\n", "<br>\n"])
def test_long_runs_take_no_more_time_than_their_length(run):
    begin = time.process_time()
    make_fragment(f"<p>x</p><pre>{run * (300_000 // len(run))}x</pre>", url=PAGE)

    assert time.process_time() - begin < 20  # minutes, where every end is tried with each


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a</p>\n\n\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<p>a</p>  \n \n<p>b</p>", "<p>a</p>  \n<p>b</p>"),
        ("<p>a</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<p>a</p>\n\n  <p>b</p>", "<p>a</p>\n\n  <p>b</p>"),
    ],
)
def test_a_gap_between_blocks_becomes_one_line_end(before, after):
    assert make_fragment(before, url=PAGE).html == after


@pytest.mark.parametrize("tag", ["blockquote", "b", "em"])
def test_what_nobody_can_write_out_is_too_deep(tag):
    def nested(depth: int) -> str:
        return f"<{tag}>" * depth + "x" + f"</{tag}>" * depth

    assert make_fragment(nested(50), url=PAGE).text == "x"
    for depth in (150, 3000):
        with pytest.raises(TooDeepError):
            make_fragment(nested(depth), url=PAGE)


TEASERS = {
    "the first paragraphs, without headings": (
        "<h2>One</h2><p>Two.</p><h2>Three</h2><p>Four.</p>",
        "Two.",
    ),
    "up to the mark, without headings and code": (
        "<p>One.</p><h2>Two</h2><ul><li>three</li></ul><pre>four</pre><!-- more -->"
        "<p>5</p>",
        "One. three",
    ),
    "no footnotes": (
        '<p>One<sup><a href="#fn-1">1</a></sup>.</p><hr><ol><li id="fn-1">Two</li></ol>',
        "One.",
    ),
    "nothing but a picture": ('<p><img src="a.png" alt="A"></p>', ""),
}


@pytest.mark.parametrize(("rendered", "expected"), TEASERS.values(), ids=TEASERS.keys())
def test_a_teaser_is_what_the_text_begins_with(rendered, expected):
    assert from_html(rendered).teaser == expected
