"""What strangers write can be read, and can do nothing else."""

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.fragments.clean import make_fragment
from postroom.fragments.submitted import clean_submitted

TAGS = set("a blockquote br code em li ol p pre strong ul".split())
WHOLE = re.compile(r"https?://[^/\\\s]|mailto:\S")
_FRAME = {"html", "head", "body"}


def shown(text: str) -> str:
    return clean_submitted(convert_submitted(text))


def elements(made: str) -> list[Element]:
    """What a browser makes of it."""
    root = html5lib.parse(made, namespaceHTMLElements=False)
    return [node for node in root.iter() if node.tag not in _FRAME]


def words(made: str) -> str:
    return "".join(html5lib.parse(made, namespaceHTMLElements=False).itertext())


def dangers(made: str) -> list[str]:
    """Everything in HTML that a submission may not hold."""
    found = []
    for node in elements(made):
        tag = node.tag if isinstance(node.tag, str) else "comment"
        if tag not in TAGS:
            found.append(tag)
        for name, value in node.attrib.items():
            if (tag, name) != ("a", "href") or not WHOLE.match(value):
                found.append(f"{tag} {name}={value}")
    return found


MARKDOWN = {
    "words": (
        "Hello *you* and **all**.",
        "<p>Hello <em>you</em> and <strong>all</strong>.</p>",
    ),
    "a list": ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
    "a quote": ("> Soup.", "<blockquote>\n<p>Soup.</p>\n</blockquote>"),
    "code": ("`a < b`", "<p><code>a &lt; b</code></p>"),
    "a link": ("[a](https://b.example/c)", '<p><a href="https://b.example/c">a</a></p>'),
    "a letter": ("[a](mailto:b@c.example)", '<p><a href="mailto:b@c.example">a</a></p>'),
    "a heading is words": ("# Big", "<p># Big</p>"),
    "a heading by a line is words": ("Big\n===", "<p>Big\n===</p>"),
    "a picture is words": (
        "![a](https://b.example/c.png)",
        "<p>![a](https://b.example/c.png)</p>",
    ),
    "HTML is words": (
        "<b onclick=alert(1)>x</b>",
        "<p>&lt;b onclick=alert(1)&gt;x&lt;/b&gt;</p>",
    ),
    "a bare address": (
        "See https://a.example/b_c_d?e=1&f=2.",
        '<p>See <a href="https://a.example/b_c_d?e=1&amp;f=2">'
        "https://a.example/b_c_d?e=1&amp;f=2</a>.</p>",
    ),
    "a bare address with stars": (
        "https://a.example/*b*c",
        '<p><a href="https://a.example/*b*c">https://a.example/*b*c</a></p>',
    ),
    "a bare address in brackets": (
        "So (https://a.example/b) it is.",
        '<p>So (<a href="https://a.example/b">https://a.example/b</a>) it is.</p>',
    ),
    "a bare address in stars": (
        "**https://a.example/b**",
        '<p><strong><a href="https://a.example/b">https://a.example/b</a></strong></p>',
    ),
    "an address that stands for another": (
        "[https://a.example](https://b.example/)",
        '<p><a href="https://b.example/">https://a.example</a> (b.example)</p>',
    ),
    "an address in angles": (
        "<https://a.example/>",
        '<p><a href="https://a.example/">https://a.example/</a></p>',
    ),
    "an address in code": (
        "`https://a.example/`",
        "<p><code>https://a.example/</code></p>",
    ),
    "a link with a title": (
        '[a](https://b.example/ "onclick=alert(1)")',
        '<p><a href="https://b.example/">a</a></p>',
    ),
    "a link by reference is words": (
        "[a][b]\n\n[b]: https://c.example/",
        '<p>[a][b]</p>\n<p>[b]: <a href="https://c.example/">https://c.example/</a></p>',
    ),
    "a template is words": ("{{ 7 * 7 }} {% x %}", "<p>{{ 7 * 7 }} {% x %}</p>"),
    "a number at the start of a line": (
        "2026. What a year.",
        "<ol>\n<li>What a year.</li>\n</ol>",
    ),
    "an entity": ("Fish &amp; chips &lt;b&gt;", "<p>Fish &amp; chips &lt;b&gt;</p>"),
    "nothing": ("", ""),
    "blanks": ("  \n\n  ", ""),
}


@pytest.mark.parametrize(("text", "expected"), MARKDOWN.values(), ids=MARKDOWN)
def test_a_little_markdown_is_enough(text, expected):
    assert shown(text) == expected


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!-- x --><!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<style>*{display:none}</style>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<form action=https://x.example><input name=password>",
    "<meta http-equiv=refresh content=0>",
    "<base href=https://x.example/>",
    "<template><script>alert(1)</script></template>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</p></div></article></body></html><h1>New page</h1>",
    "<textarea></textarea><plaintext>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](java&#x0A;script:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](&#x6A&#x61vascript:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](javascript&colon;alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "[a](//x.example)",
    "[a](/admin)",
    "[a](\\\\x.example)",
    "[a](/\\x.example)",
    "[a](../../posts/)",
    "[a](#top)",
    "[a](?logout)",
    "[a]()",
    "[a](https:x)",
    "[a](https:///x.example)",
    '[a](https://x.example/" onclick="alert(1))',
    "[a](https://x.example/'onclick='alert(1)')",
    '[a](https://x.example "x" onclick="y")',
    "[<img src=x onerror=alert(1)>](https://x.example)",
    "[![a](https://x.example/a.png)](https://x.example)",
    "![a](x) ![b][c] ![d]\n\n[c]: x",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<x@x.example>",
    "https://x.example/<script>alert(1)</script>",
    'https://x.example/"onmouseover="alert(1)',
    "https://x.example/'onmouseover='alert(1)",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "*<b>*</b>",
    "a<b\nonclick=alert(1)>",
    "<\x00script>alert(1)</script>",
    "\x02klzzwxh:0001\x03 \x02wzxhzdk:0\x03 \x02amp\x03",
    "klzzwxh:0001 wzxhzdk:0",
    "[a](\x02klzzwxh:0000\x03)",
    "{: onclick=alert(1) }\n\n# x {: onclick=alert(1) }",
    "*[HTML]: <script>\n\nHTML",
    "[^1]\n\n[^1]: note",
    "[TOC]",
    "!!! note\n    x",
    "| a | b |\n|---|---|\n| c | d |",
    "Term\n:   definition",
    "{% raw %}{{ config.__class__ }}{% endraw %}",
    "*|UNSUB|* %recipient% <%= x %> ${x} [[unsubscribe_url]]",
    "\u202eevil\u2066 \u200b\ufeff zero",
    "<" * 800,
    "[" * 800,
    "[a](" * 200,
    "*" * 800,
    "_*" * 400,
    "`" * 800,
    ">" * 800,
    "> " * 400,
    "- " * 400,
    "1. " * 260,
    "&" * 800,
    "\\" * 800,
    "(" * 400 + ")" * 400,
    "![" * 400,
    "https://" * 100,
    "https://x.example/" + "(" * 700,
    "a_" * 400,
    "<a" * 400,
    "\n".join("  " * n + "- x" for n in range(30)),
]


def test_hostile_text_can_do_nothing():
    harm = {text[:40]: found for text in HOSTILE if (found := dangers(shown(text)))}

    assert harm == {}


@pytest.mark.parametrize(
    "text", [t for t in HOSTILE if "script>alert(1)<" in t and "[a]" not in t], ids=repr
)
def test_a_script_is_shown_as_the_words_it_was_typed_with(text):
    assert "alert(1)" in words(shown(text))


PIECES = st.sampled_from(
    [
        *"<>[]()!#*_`~\"'\\/:;&= \n\t{}|-+.@",
        *("a", "https://x.example", "javascript:", "data:", "//", "]( ", "<script>", "</"),
        *("<a href=", "onclick=", "![", "](", "<!--", "-->", "&#x6a;", "&lt;", "mailto:"),
        *(
            "\u202e",
            "\u200b",
            "\x02",
            "\x03",
            "klzzwxh:0",
            "<svg",
            "<math>",
            "style=",
            "<b",
        ),
    ]
)
SOUP = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=300)
@given(SOUP)
def test_no_soup_of_marks_can_do_anything(text):
    assert dangers(shown(text)) == []


@given(st.text(max_size=200))
def test_no_text_can_do_anything(text):
    assert dangers(shown(text)) == []


@given(SOUP)
def test_html_that_is_no_markdown_can_do_nothing_either(text):
    assert dangers(clean_submitted(text)) == []


@given(SOUP)
def test_what_is_clean_stays_as_it_is(text):
    once = shown(text)

    assert clean_submitted(once) == once


@given(SOUP)
def test_what_comes_before_does_not_change_what_comes_after(text):
    before = shown("Soup and [bread](https://a.example/).")
    shown(text)

    assert shown("Soup and [bread](https://a.example/).") == before


@given(SOUP)
def test_a_fragment_of_it_is_safe_too(text):
    fragment = make_fragment(shown(text), url="https://example.org/newsletter/1/")

    assert dangers(fragment.html) == []


HTML = {
    "a script": ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
    "a heading": ("<h1>a</h1>", "a"),
    "a class": ('<p class="pr-x" id="y" dir="rtl" lang="x" title="z">a</p>', "<p>a</p>"),
    "a picture": ('a<img src="https://b.example/c.png">b', "ab"),
    "a link without an address": ('<a name="x">a</a>', "a"),
    "a link of a page": (
        '<a href="/a">a</a> <a href="//b">b</a> <a href="#c">c</a>',
        "a b c",
    ),
    "a comment": ("a<!-- b -->c", "ac"),
    "what never ends": ("<p><em>a", "<p><em>a</em></p>"),
    "a frame": ("<iframe>a</iframe>b", "b"),
}


@pytest.mark.parametrize(("html", "expected"), HTML.values(), ids=HTML)
def test_clean_submitted(html, expected):
    assert clean_submitted(html) == expected
