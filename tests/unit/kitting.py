"""Kits for the tests of their formats: one with everything, one from right to left."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from tests.unit.test_fragments import render

from postroom.fragments import make_fragment
from postroom.kits.kit import Illustration, Kit
from postroom.kits.lengths import Length, list_lengths
from postroom.model.licence import LICENCES

CONTENT = Path(__file__).parents[2] / "content"
BASE = "https://longtable.example/"
HOME = f"{BASE}posts/give/"

_READ_BACK = "footnotes tables pymdownx.highlight pymdownx.superfences".split()
_READ_BACK.append("pymdownx.tasklist")
_PLAIN_CODE = {"pymdownx.highlight": {"use_pygments": False}}

WHOLE = """
<p>We met at a <em>long</em> table, <a href="https://longtable.example/posts/tables/">eleven
of us</a>; nobody asked <strong>what anybody does</strong>.<sup id="fnref-b"><a
href="#fn-b">2</a></sup> What follows is <a href="#below">below</a>.</p>
<h2 id="below">What I learnt from <code>cal -3</code></h2>
<p>Three things:</p>
<ol start="3">
<li>Bring one question, not five.</li>
<li>Write down the names, and who knows whom:
<ul>
<li>the baker knows the printer;</li>
<li>the printer knows everyone.<ul><li>even me</li></ul></li>
</ul>
</li>
<li>Leave while it is still good.</li>
</ol>
<blockquote>
<p>I came for a job.</p>
<blockquote><p>And left with a choir.<sup id="fnref-a"><a
href="#fn-a">1</a></sup></p></blockquote>
<ol><li>So there.</li></ol>
</blockquote>
<figure><img src="https://longtable.example/images/table.jpg" alt="A [very] long table"
width="1600" height="900"><figcaption>Photograph: <em>Rosa</em>
Lindqvist.</figcaption></figure>
<h4>How many came</h4>
<table>
<caption>Guests of the first two evenings</caption>
<thead><tr><th>Evening</th><th class="right">Guests | new</th></tr></thead>
<tbody><tr><td>October</td><td class="right">9</td></tr>
<tr><td>November, <code>a|b</code></td><td class="right">11<br>or 12</td></tr></tbody>
</table>
<table><tr><td>A remark that is long enough to make a table of two columns</td>
<td>wider than any line of a mail may be, whatever its editor does</td></tr></table>
<pre><code>guests = sorted(names, key=arrival)[:8]  # a line of more than 72 columns
```
if guests &lt; 8:
    ask()
</code></pre>
<ul>
<li>
<p>An item of several parts.</p>
<pre><code>code()

more()
</code></pre>
</li>
<li>
<p>A broken<br>
line.</p>
<blockquote><p>A quote.</p></blockquote>
</li>
</ul>
<ul><li>Another list.</li></ul>
<dl><dt>Kit</dt><dd>What an editor pastes.</dd>
<dt>Length</dt><dd><p>How much of it.</p><p>There are four.</p></dd></dl>
<p>1. not a list<br># not a heading<br>- no item: <del>all</del>
H<sub>2</sub>O, <kbd>Esc</kbd>, “so”, <math><mi>x</mi><mo>=</mo><mfrac><mrow>
<mi>a</mi><mo>+</mo><mn>1</mn></mrow><msup>
<mi>c</mi><mn>2</mn></msup></mfrac></math></p>
<p><img src="https://longtable.example/images/x.webp" alt="A choir"> <img
src="https://longtable.example/images/line.png"></p>
<hr>
<p>An <a href="https://longtable.example/archive/of/everything/that/was/ever/said/?by=(you)">address
that is long</a>, one that is bare, <a
href="https://longtable.example/bare">https://longtable.example/bare</a>, and the first note
again<sup id="fnref2-b"><a href="#fn-b">2</a></sup>: 2 * 3 files_of_mine, R&amp;D
&lt;b&gt;, [sic].</p>
<hr>
<ol>
<li id="fn-a">
<p>It met on <a href="https://longtable.example/posts/tables/">Tuesdays</a>. <a
href="#fnref-a" class="back">↩</a></p>
</li>
<li id="fn-b">
<p>Except the vicar.<sup id="fnref-c"><a href="#fn-c">3</a></sup></p>
<p>He asked <a href="https://longtable.example/vicar">everybody</a>. <a href="#fnref-b"
class="back">↩</a><a href="#fnref2-b" class="back">↩</a></p>
</li>
<li id="fn-c">
<p>Retired since:</p>
<ul><li>from the church.</li></ul>
<p><a href="#fnref-c" class="back">↩</a></p>
</li>
<li id="fn-d"><p>Nobody refers to this.</p></li>
</ol>
"""
"""Everything that a text may hold, as a page has it."""

FAR = """
<p>اسأل سؤالاً واحداً، ثم <a href="https://longtable.example/ar/">استمع</a>.</p>
<blockquote><p>جئت من أجل عمل.</p></blockquote>
<table><thead><tr><th>المساء</th><th class="right">الضيوف</th></tr></thead>
<tbody><tr><td>أكتوبر</td><td class="right">9</td></tr></tbody></table>
<p lang="ja"><strong>「一つだけ質問を。」</strong>と書いてから、<ruby>東京<rp>(</rp><rt
>とうきょう</rt><rp>)</rp></ruby>の長い食卓に座った人たちの名前を帳面に書き留めておく。</p>
"""
"""A text from right to left that quotes one without spaces."""


def a_kit(html: str = WHOLE, **values: Any) -> Kit:
    """A kit; name only what matters."""
    facts = {
        "name": "give",
        "kind": "post",
        "title": "Give before & after: a “guide”",
        "home": HOME,
        "site": "The Long Table",
        "published": date(2026, 3, 4),
        "licence": LICENCES["CC-BY-4.0"],
        "permission": "allowed",
        "language": "en-GB",
        "html": html,
        "byline": "Ines Okafor",
    }
    return Kit(**facts | values)


def a_whole_kit() -> Kit:
    """A kit with everything, and a short version by its author."""
    return a_kit(
        standfirst="Eleven people, one table, and what to do with their names.",
        summaries=((100, "My *own* words.\n\nMore & more,\nin two paragraphs."),),
        illustrations=(
            Illustration(f"{BASE}images/line.png", "line.png", "text", size=(120, 4)),
        ),
    )


def a_far_kit() -> Kit:
    """A kit in Arabic."""
    return a_kit(FAR, title="مائدة طويلة", byline="إيناس", language="ar")


def the_lengths(kit: Kit) -> dict[str, Length]:
    """The lengths of a kit by their names."""
    return {length.name: length for length in list_lengths(kit)}


def convert(text: str) -> str:
    """Turn Markdown of a kit into the HTML that a page has."""
    made = Markdown(extensions=_READ_BACK, extension_configs=_PLAIN_CODE).convert(text)
    return make_fragment(made, url=HOME).page_html


def the_essays() -> dict[str, Kit]:
    """A kit of every essay of the example site, by its file's name."""
    return {path.stem: _read(path) for path in sorted(CONTENT.glob("posts/**/*.md"))}


def _read(path: Path) -> Kit:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(head)
    fragment = make_fragment(render(body), url=HOME)
    return a_kit(fragment.page_html, title=meta["title"], standfirst=meta["description"])
