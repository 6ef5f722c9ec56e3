"""What a tag means, a page hides or plays, and what stands in the wrong place."""

import pytest
from tests.judges.content import check_html
from tests.unit.test_fragments import from_html

from postroom.fragments import make_fragment
from postroom.fragments.directions import let_blocks_turn

SQUARE = "<msup><mi>x</mi><mn>2</mn></msup>"
KATEX = (
    f'<span class="katex"><span class="katex-mathml"><math><semantics><mrow>{SQUARE}</mrow>'
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true"><span>x2</span></span></span>'
)
FORMULAS = {
    "arithmatex, generic": r'<span class="arithmatex">\(x^2\)</span>',
    "arithmatex, dollars": '<span class="arithmatex">$x^2$</span>',
    "arithmatex for MathJax 2": (
        '<span class="arithmatex"><span class="MathJax_Preview">x^2</span>'
        '<script type="math/tex">x^2</script></span>'
    ),
    "a preview before its script": (
        '<span class="MathJax_Preview">x^2</span><script type="math/tex">x^2</script>'
    ),
    "KaTeX": KATEX,
    "MathJax 3": (
        '<mjx-container><mjx-math aria-hidden="true"><mjx-c></mjx-c></mjx-math>'
        f"<mjx-assistive-mml><math>{SQUARE}</math></mjx-assistive-mml></mjx-container>"
    ),
    "MathJax 2, set": (
        f'<span class="MathJax" data-mathml="&lt;math&gt;{SQUARE}&lt;/math&gt;">'
        '<nobr aria-hidden="true">x2</nobr></span><script type="math/tex">x^2</script>'
    ),
    "MathML": f'<math xmlns="http://www.w3.org/1998/Math/MathML">{SQUARE}</math>',
}


@pytest.mark.parametrize("written", FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_is_there_once_whoever_set_it(written):
    made = from_html(f"<p>So {written} is it.</p>")

    assert made.text == "So x² is it."
    assert made.html.count("<math") == 1
    assert list(check_html("here", made.html)) == []


def test_what_a_formula_replaces_is_not_missed():
    made = from_html(
        '<p><mjx-container><svg role="img"><path/></svg><canvas></canvas>'
        f"<mjx-assistive-mml><math>{SQUARE}</math></mjx-assistive-mml></mjx-container></p>"
    )

    assert made.text == "x²"
    assert made.left_out == ()


HIDING = {
    "an event": "<math><mi onclick='kvazar()'>x</mi></math>",
    "a picture": "<math><mi><img src='x' onerror='kvazar()'>x</mi></math>",
    "a program": "<math><mi>x</mi><script>kvazar()</script></math>",
    "a picture beside the source": (
        "<math><semantics><mi>x</mi><annotation-xml><img src='x' onerror='kvazar()'>"
        "</annotation-xml></semantics></math>"
    ),
}


@pytest.mark.parametrize("written", HIDING.values(), ids=HIDING.keys())
def test_nothing_live_comes_out_of_the_attribute_of_a_formula(written):
    made = from_html(f'<p><span class="MathJax" data-mathml="{written}">x</span></p>')

    assert "kvazar" not in made.page_html
    assert made.text == "x"


DISPLAYED = {
    "arithmatex": (r'<p>a</p><div class="arithmatex">\[x^2\]</div><p>b</p>'),
    "KaTeX within a line": f'<p>a <span class="katex-display">{KATEX}</span> b</p>',
    "MathML within a line": f'<p>a <math display="block">{SQUARE}</math> b</p>',
    "a script": '<p>a <script type="math/tex; mode=display">x^2</script> b</p>',
}


@pytest.mark.parametrize("written", DISPLAYED.values(), ids=DISPLAYED.keys())
def test_a_displayed_formula_stays_a_block(written):
    made = from_html(written)

    assert made.text == "a\nx²\nb"
    assert '<math display="block"' in made.html


READ = {
    "a third": (r"\frac{1}{3}", "1/3"),
    "a sum in brackets": (r"\frac{a+b}{2}", "(a + b)/2"),
    "powers": (r"x^2 + y^{10} + z^{k+1}", "x² + y¹⁰ + z^(k + 1)"),
    "indices": ("a_{ij}", "a_ij"),
    "a sum": (r"\sum_{i=1}^n i", "∑_(i = 1)^n i"),
    "a choice": (r"\binom{n}{k}", "(n over k)"),
    "an arrow": (r"\vec{v}", "v⃗"),
    "words": (r"x \text{ if } y", "x if y"),
    "a root": (r"\sqrt[3]{x}", "x^(1/3)"),
    "what nobody knows": (r"\foo{x}", r"\foo{x}"),
    "what is not TeX": ("{", "{"),
}


@pytest.mark.parametrize(("tex", "expected"), READ.values(), ids=READ.keys())
def test_a_formula_is_read_as_one_types_it(tex, expected):
    made = from_html(rf'<p><span class="arithmatex">\({tex}\)</span></p>')

    assert made.text == expected


def test_two_and_a_third_are_not_twenty_one_thirds():
    assert from_html("<p>2<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math></p>").text == (
        "2 1/3"
    )


P = "https://example.org/letters/posts/one/"
HTML = {
    "what a page hides": (
        '<p hidden>a</p><p style="color:red; display: none">b</p><p>c<b '
        'style="visibility:hidden">d</b></p><div class="no-print">e</div>',
        "<p>c</p>",
    ),
    "what is for the ears alone": (
        '<p><span class="sr-only">warning</span> hot</p>',
        "<p> hot</p>",
    ),
    "twins for eyes and ears": (
        '<p><b aria-hidden="true">★★</b><b class="visually-hidden">two stars</b></p>',
        "<p><b>two stars</b></p>",
    ),
    "twins the other way round": (
        '<p><b class="visually-hidden">two stars</b><b aria-hidden="true">★★</b></p>',
        "<p><b>two stars</b></p>",
    ),
    "a picture for the dark beside one for the light": (
        '<p><img src="d.png#only-dark" alt="A"><img src="l.png#only-light" alt="A"></p>',
        f'<p><img src="{P}l.png" alt="A"></p>',
    ),
    "a picture for the dark alone": (
        '<p><img src="d.png#gh-dark-mode-only" alt="A"></p>',
        f'<p><img src="{P}d.png" alt="A"></p>',
    ),
    "a lazy picture and its spare": (
        '<p><img data-src="a.png" src="data:image/gif;base64,AA" alt="A"><noscript>'
        '<img src="a.png" alt="A"></noscript></p>',
        f'<p><img src="{P}a.png" alt="A"></p>',
    ),
    "a picture for those without script alone": (
        '<p>x <noscript>On! <img src="a.png" alt="A"></noscript></p>',
        f'<p>x <img src="{P}a.png" alt="A"></p>',
    ),
    "a picture that only has sizes": (
        '<p><img srcset="a.png 1x, b.png 2x" alt="A"></p>',
        f'<p><img alt="A" src="{P}b.png"></p>',
    ),
    "a picture whose sources alone say where it is": (
        '<picture><source srcset="/a.avif 1x"><source srcset="/b.webp 1x, /a.webp 2x">'
        '<img alt="A"></picture>',
        '<img alt="A" src="https://example.org/a.webp">',
    ),
    "a picture whose source a script is to load": (
        '<picture><source data-srcset="/a.webp"><img src="" alt="A"></picture>',
        '<img src="https://example.org/a.webp" alt="A">',
    ),
    "a picture with sources and an address of its own": (
        '<picture><source srcset="/a.webp"><img src="/a.png" alt="A"></picture>',
        '<img src="https://example.org/a.png" alt="A">',
    ),
    "a picture whose sources say nothing": (
        '<p><picture><source srcset=""><img alt="A"></picture></p>',
        "<p>A</p>",
    ),
    "a film without a title": (
        '<iframe src="//player.vimeo.com/video/12?h=1"></iframe>',
        '<p><a href="https://player.vimeo.com/video/12?h=1">'
        "Video: player.vimeo.com/video/12</a></p>",
    ),
    "a film with a still": (
        '<video src="f.mp4" poster="f.jpg" title="Port">No video</video>',
        f'<figure><a href="{P}f.mp4"><img src="{P}f.jpg" alt="Port"></a>'
        f'<figcaption><a href="{P}f.mp4">Port</a></figcaption></figure>',
    ),
    "a film with a still within a line": (
        '<p>a <video poster="f.jpg" title="Port"><source src="f.mp4"></video> b</p>',
        f'<p>a </p><figure><a href="{P}f.mp4"><img src="{P}f.jpg" alt="Port"></a>'
        f'<figcaption><a href="{P}f.mp4">Port</a></figcaption></figure><p> b</p>',
    ),
    "an object with something instead": (
        '<object data="a.pdf"><p>Read <a href="a.pdf">it</a>.</p></object>',
        f'<p>Read <a href="{P}a.pdf">it</a>.</p>',
    ),
    "an object and what never ends": (
        '<object data="a.pdf"></object><embed src="b.mp3"><p>After</p>',
        f'<p><a href="{P}a.pdf">File: example.org/letters/posts/one/a.pdf</a></p>'
        f'<p><a href="{P}b.mp3">Audio: example.org/letters/posts/one/b.mp3</a></p>'
        "<p>After</p>",
    ),
    "a caption that is one paragraph": (
        '<figure><img src="/a.png" alt="a"><figcaption>\n<p>b <em>c</em></p>\n'
        "</figcaption></figure>",
        '<figure><img src="https://example.org/a.png" alt="a">'
        "<figcaption>b <em>c</em></figcaption></figure>",
    ),
    "a place where a word may break": ("<p>a<wbr>b</p>", "<p>a<wbr>b</p>"),
    "a figure in a paragraph": (
        '<p>One <figure><img src="a.png" alt="A"><figcaption>C</figcaption></figure>'
        " two</p>",
        f'<p>One </p><figure><img src="{P}a.png" alt="A"><figcaption>C</figcaption>'
        "</figure><p> two</p>",
    ),
    "a list in slanted words": (
        "<p><em>a<ul><li>b</li></ul>c</em></p>",
        "<p>a</p><ul><li>b</li></ul><p>c</p>",
    ),
    "items without a list": (
        "<li>one</li><li>two</li><p>x</p><dt>a</dt><dd>b</dd>",
        "<ul><li>one</li><li>two</li></ul><p>x</p><dl><dt>a</dt><dd>b</dd></dl>",
    ),
    "a list right in a list": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "cells without a table": ("<p>a</p><td>x</td>", "<p>a</p>x"),
    "a line across in a paragraph": ("<p>a<hr></p>", "<p>a</p><hr>"),
    "words between rows": (
        "<table><p>a</p><tr><td>b</td></tr></table>",
        "<p>a</p><table><tr><td>b</td></tr></table>",
    ),
    "a cell right in a table": (
        "<table><td>a</td></table>",
        "<table><tr><td>a</td></tr></table>",
    ),
    "cells right in the body of a table": (
        "<table><tbody><td>a</td><td>b</td></tbody></table>",
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    ),
    "words between cells": (
        "<table><td>a</td>loose<td>b</td></table>",
        "<p>loose</p><table><tr><td>a</td><td>b</td></tr></table>",
    ),
    "cells before and behind a row": (
        "<table><td>a</td><tr><td>b</td></tr><td>c</td></table>",
        "<table><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr></table>",
    ),
    "words, slanted words and blocks between rows, in their order": (
        "<table><tbody>a <em>b</em><tr><td>1</td></tr></tbody><p>c</p>d</table>",
        "<p>a <em>b</em></p><p>c</p><p>d</p>"
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
    ),
    "a caption among the rows": (
        "<table><tbody><caption>c</caption><tr><td>a</td></tr></tbody></table>",
        "<p>c</p><table><tbody><tr><td>a</td></tr></tbody></table>",
    ),
    "a table in a cell": (
        "<table><tr><td>a<table>b<td>c</td></table></td></tr></table>",
        "<table><tr><td>a<p>b</p><table><tr><td>c</td></tr></table></td></tr></table>",
    ),
    "a table between rows": (
        "<table><tr><td>a</td></tr><table><td>b</td></table></table>",
        "<table><tr><td>b</td></tr></table><table><tr><td>a</td></tr></table>",
    ),
    "a sound table": (
        "<table>\n<caption>A</caption>\n<colgroup><col></colgroup>\n<thead>\n<tr>\n"
        "<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n"
        "</table>",
        "<table>\n<caption>A</caption>\n<colgroup><col></colgroup>\n<thead>\n<tr>\n"
        "<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n"
        "</table>",
    ),
    "signs of formulas outside of one": ("<p><mi>x</mi></p>", "<p>x</p>"),
    "a formula that is none": ("<math><b>x</b></math>", "<b>x</b>"),
    "quotation marks by language": (
        '<p><q>so</q> <q lang="de">ja <q>nein</q></q></p>',
        "<p>“so” „ja ‚nein‘“</p>",
    ),
    "a reading in brackets": (
        "<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>",
    ),
    "code with its language and breaks": (
        '<pre><code class="language-python hljs">a<br>b</code></pre>',
        '<pre><code class="language-python">a\nb\n</code></pre>',
    ),
    "a drawing in words": (
        '<p><svg role="img"><title>A  map</title><path/></svg></p>',
        "<p>[Drawing: A map]</p>",
    ),
    "how far a bar reaches": (
        '<p><progress value="3" max="4"></progress>, <meter value="1">half</meter></p>',
        "<p>3 of 4, half</p>",
    ),
}


@pytest.mark.parametrize(("written", "expected"), HTML.values(), ids=HTML.keys())
def test_what_a_page_means_is_said(written, expected):
    made = from_html(written)

    assert made.html == expected
    assert made.left_out == ()
    assert list(check_html("here", made.html)) == []


KEPT_WORDS = {
    "boxes side by side": (
        '<div style="display:flex"><div>left</div><div>right</div></div>',
        "<p>left</p><p>right</p>",
    ),
    "a box in a line of words": ("<div>a</div>b<div>c</div>", "<p>a</p>b<p>c</p>"),
    "a box with words behind a block": (
        "<div><p>a</p>b</div>c",
        "<p>a</p>b\nc",
    ),
    "boxes in a cell": (
        "<table><tr><td><div>a</div><div>b</div></td></tr></table>",
        "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
    ),
    "a box alone": ("<div>a</div>", "a"),
    "what a script dresses up": (
        '<blockquote>a</blockquote><script src="https://t.example/w.js"></script>',
        "<blockquote>a</blockquote>",
    ),
    "an element of its own": ('<p>a <my-box kind="x">b</my-box></p>', "<p>a b</p>"),
}


@pytest.mark.parametrize(("written", "expected"), KEPT_WORDS.values(), ids=KEPT_WORDS)
def test_words_that_a_page_sets_apart_stay_apart(written, expected):
    made = from_html(written)

    assert made.html == expected
    assert made.left_out == ()


LOST = {
    "a form, once with all it holds": ("<form><input><button>b</button></form>", "form"),
    "a button": ("<p>a <button>Buy</button></p>", "button"),
    "what a script draws": ("<canvas>no</canvas>", "canvas"),
    "a drawing without words": ("<svg><path/></svg>", "svg"),
    "a page in the page": ('<iframe srcdoc="<p>x</p>"></iframe>', "iframe"),
    "a picture written into the page": (
        f'<img src="data:image/png;base64,{"A" * 300}" alt="tree">',
        "data-image",
    ),
    "a link in code": (
        '<pre><code>see <a href="https://e.example/x">x</a></code></pre>',
        "link-in-code",
    ),
    "what a script of elsewhere draws": (
        '<p>a</p><script src="https://gist.example/1.js"></script>',
        "script-of-elsewhere",
    ),
    "an element that a script fills": (
        '<lite-youtube videoid="a"></lite-youtube>',
        "unknown-element",
    ),
    "a picture behind words": (
        '<div style="background-image:url(a.jpg)">a</div>',
        "background-image",
    ),
    "what eyes alone see": ('<p><b aria-hidden="true">★★</b></p>', "aria-hidden"),
}


@pytest.mark.parametrize(("written", "name"), LOST.values(), ids=LOST.keys())
def test_what_no_output_can_show_is_told(written, name):
    assert from_html(written).left_out == (name,)


def test_an_id_is_there_once():
    assert from_html('<p id="a">x</p><p id="a">y</p>').page_html == (
        '<p id="a">x</p><p>y</p>'
    )


def test_quotation_marks_follow_the_language_of_the_text():
    assert make_fragment("<q>oui</q>", url=P, language="fr").html == "«\u202foui\u202f»"


TURNED = {
    "a paragraph in Arabic": (
        "en",
        "<p>Hi</p><p>سلام Hi</p>",
        '<p>Hi</p><p dir="rtl">سلام Hi</p>',
    ),
    "an item, not what is around it": (
        "en",
        "<ul><li>a</li><li>«שלום»</li></ul>",
        '<ul><li>a</li><li dir="rtl">«שלום»</li></ul>',
    ),
    "a list, and what is in it only once": (
        "en",
        "<ol><li>שלום</li></ol>",
        '<ol dir="rtl"><li>שלום</li></ol>',
    ),
    "English in Arabic": ("ar", "<p>سلام</p><p>Hi</p>", '<p>سلام</p><p dir="ltr">Hi</p>'),
    "what says so itself": ("en", '<p dir="ltr">سلام</p>', '<p dir="ltr">سلام</p>'),
    "figures have no direction": (
        "ar",
        "<p>2026 a</p><p>12</p>",
        '<p dir="ltr">2026 a</p><p>12</p>',
    ),
}


@pytest.mark.parametrize(
    ("language", "written", "expected"), TURNED.values(), ids=TURNED.keys()
)
def test_a_block_that_runs_the_other_way_says_so(language, written, expected):
    assert make_fragment(written, url=P, language=language).html == expected


def test_browsers_find_out_which_way_the_blocks_of_a_page_run():
    assert let_blocks_turn("<p>Hi</p>", "ltr") == "<p>Hi</p>"
    assert let_blocks_turn('<p class="a">سلام</p><pre>', "ltr") == (
        '<p dir=auto class="a">سلام</p><pre>'
    )


READ_WORDS = {
    "English": ("One two – three", 4),
    "Japanese": ("質問を一つ、持って行く。", 5),
    "Japanese and English": ("AI で質問を一つ", 4),
    "Thai": ("สวัสดีครับ", 2),
}


@pytest.mark.parametrize(("text", "expected"), READ_WORDS.values(), ids=READ_WORDS.keys())
def test_words_are_counted_as_one_reads_them(text, expected):
    assert from_html(f"<p>{text}</p>").words == expected


def test_what_looks_like_a_tag_within_an_attribute_does_not_end_it():
    rendered = '<p>سلام</p><img alt="<p x onerror=run() y">'

    assert let_blocks_turn(rendered, "ltr") == (
        '<p dir=auto>سلام</p><img alt="<p dir=auto x onerror=run() y">'
    )
