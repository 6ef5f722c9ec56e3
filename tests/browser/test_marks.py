"""A mark in code or text leads to the line that explains it; no comment is left over."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.browser
LEFT = {
    "# (1)": "",
    "# (1)!": "",
    "// (1)": "",
    "-- (1)!": "",
    "<!-- (1)! -->": "",
    "/* (1)! */": "",
    "/* (1) (2)! */": "",
    "(* (1) *)": "",
    "{# (1) #}": "",
    "; (1)": "",
    "# keep (1)": "# keep",
    "/* keep (1) */": "/* keep  */",
    "# a; (1)": "# a;",
    "# none (7)": "# none (7)",
}
"""What a comment is, and what is left of it beside its marks."""

PAGE = """<body><script id="__config" type="application/json">{config}</script>
<div class="highlight{chosen}"><pre><code>
x <span class="c1">{comment}</span></code></pre></div>
<ol><li>One</li><li>Two</li></ol>
<p class="annotate">Issue # (1) and (2).</p><ol><li>Three</li><li>Four</li></ol></body>"""


def show(visitor, online, comment, *, features=("content.code.annotate",), chosen=""):
    config = {"base": ".", "features": features, "search": "", "words": {"copy": "Copy"}}
    safe = comment.replace("<", "&lt;")
    page = visitor.page
    page.set_content(PAGE.format(config=json.dumps(config), comment=safe, chosen=chosen))
    page.add_script_tag(content=online.built.text("assets/postroom/magazine.js"))
    return page


def test_a_comment_that_is_a_mark_is_that_and_nothing_else(visitor, online):
    left = {}
    for comment in LEFT:
        page = show(visitor, online, comment)
        marks = page.locator("code .pr-notemark").all()
        shown = page.locator("code span").text_content() or ""
        for mark in marks:
            number = mark.text_content() or ""
            target = page.locator(mark.get_attribute("href") or "").text_content()
            assert target == {"1": "One", "2": "Two"}[number]
            shown = shown.replace(number, "", 1)
        left[comment] = shown.strip()

    assert left == LEFT


@pytest.mark.parametrize(
    ("features", "chosen", "marks"),
    [((), "", 0), ((), " annotate", 1), (("content.code.annotate",), "", 1)],
)
def test_code_has_marks_if_the_site_or_the_block_says_so(
    visitor, online, features, chosen, marks
):
    page = show(visitor, online, "# (1)", features=features, chosen=chosen)

    assert page.locator("code .pr-notemark").count() == marks


def test_a_text_with_marks_loses_none_of_its_own_signs(visitor, online):
    page = show(visitor, online, "# (1)")

    assert page.locator("p").text_content() == "Issue # 1 and 2."


@pytest.mark.parametrize(
    ("features", "chosen", "buttons"),
    [
        ((), "", 0),
        ((), " copy", 1),
        (("content.code.copy",), "", 1),
        (("content.code.copy",), " no-copy", 0),
    ],
)
def test_code_can_be_copied_if_the_site_or_the_block_says_so(
    visitor, online, features, chosen, buttons
):
    visitor.page.goto(online.url)  # where a browser lets pages copy
    page = show(visitor, online, "# (1)", features=features, chosen=chosen)

    assert page.locator(".pr-copy").count() == buttons


LINES = """<div class="highlight"><pre><code>one
<span class="hll">two
</span><span class="hll">three
</span>four
</code></pre></div>"""


def test_lines_that_stand_out_stand_below_each_other(visitor, online):
    page = visitor.page
    page.set_content(LINES)
    page.add_style_tag(content=online.built.text("assets/postroom/magazine.css"))

    tall = page.locator("code").evaluate("code => code.clientHeight")
    first, second = (line.bounding_box() for line in page.locator(".hll").all())
    assert first["y"] + first["height"] <= second["y"] + 1
    page.locator("code").evaluate("code => (code.innerHTML = code.textContent)")
    assert page.locator("code").evaluate("code => code.clientHeight") == tall
