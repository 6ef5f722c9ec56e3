"""Pages are set in the face that they say, and its features are to be seen."""

from __future__ import annotations

import pytest
from tests.browser import places

pytestmark = pytest.mark.browser

WIDTHS = """(selector) => {
  const at = document.querySelector(selector), probe = document.createElement('span');
  probe.style.cssText = 'position:absolute;white-space:nowrap;font-weight:inherit';
  at.append(probe);
  const width = text => { probe.textContent = text; return probe.getBoundingClientRect() };
  const narrow = width('1111111111').width, wide = width('0000000000').width;
  probe.remove();
  return [narrow, wide];
}"""
ORNAMENT = """
getComputedStyle(document.querySelector('.pr-body > hr'), '::after').backgroundColor"""
STYLE = """([selector, names]) => {
  const style = getComputedStyle(document.querySelector(selector));
  return names.map(name => style[name]);
}"""


def faces_of(visitor, *selectors: str) -> set[str]:
    """The faces that a browser really drew some parts of a page with."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = set()
    for selector in selectors:
        ask = {"nodeId": root, "selector": selector}
        node = session.send("DOM.querySelector", ask)["nodeId"]
        assert node, selector
        drawn = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        found |= {font["postScriptName"] for font in drawn}
    session.detach()
    return found


def ready(visitor, path: str, width: int = 1280):
    page = visitor.go(path)
    visitor.resize(width)
    page.evaluate("document.fonts.ready")
    return page


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        (places.LONG, {"h1": "Display", ".pr-standfirst": "Italic", ".pr-body p": "Text"}),
        (places.SHARE, {"h1": "Display", ".e-content p": "Text", ".p-summary": "Italic"}),
        (places.KIT, {"h1": "Display", ".kicker": "Text"}),
    ],
)
def test_the_parts_of_a_page_are_set_in_our_own_cuts(visitor, path, parts):
    ready(visitor, path)

    for selector, cut in parts.items():
        drawn = faces_of(visitor, selector)
        assert f"PostroomSerif-{cut}" in drawn, (selector, drawn)
        assert {face for face in drawn if not face.startswith("PostroomSerif-")} == set()


def test_what_does_not_break_and_what_few_faces_have_is_in_the_face_too(visitor):
    page = ready(visitor, places.LONG)
    page.evaluate(
        "document.querySelector('.pr-body p').innerHTML = 'e\\u2011mail 10\\u202f000 "
        "−5 “Łódź” Đồng → Ελλάδα Москва'"
    )
    page.wait_for_function("document.fonts.status === 'loaded'")

    assert faces_of(visitor, ".pr-body p") == {"PostroomSerif-Text"}


def test_figures_are_old_style_in_text_and_stand_in_columns_in_tables(visitor):
    page = ready(visitor, places.TABLE)
    narrow, wide = page.evaluate(WIDTHS, ".pr-body > p")
    even, figures = page.evaluate(WIDTHS, ".pr-body table td")

    said = [
        page.evaluate(STYLE, [selector, ["fontVariantNumeric", "fontFeatureSettings"]])
        for selector in (".pr-body > p", ".pr-body table td")
    ]

    assert said == [
        ["oldstyle-nums proportional-nums", "normal"],
        ["lining-nums tabular-nums", "normal"],
    ]
    assert narrow < wide * 0.95
    assert even == pytest.approx(figures)


def test_kickers_are_set_in_true_small_capitals(visitor):
    page = ready(visitor, places.LONG)
    caps = ["fontVariantCaps", "fontSynthesisSmallCaps"]

    assert page.evaluate(STYLE, [".pr-kicker", caps]) == ["all-small-caps", "none"]
    assert faces_of(visitor, ".pr-kicker a") == {"PostroomSerif-Text"}


def test_a_page_takes_only_the_cuts_that_it_shows(visitor):
    taken: list[str] = []
    visitor.context.on("request", lambda asked: taken.append(asked.url))
    ready(visitor, places.LONG)

    cuts = {url.rpartition("/")[2] for url in taken if url.endswith(".woff2")}
    assert cuts <= {
        f"postroom-serif-{c}-latin.woff2" for c in ("text", "italic", "display")
    }


def test_the_ornament_is_drawn_in_both_schemes_and_forced_colours(arrive):
    seen = []
    for settings in ({}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        visitor = arrive(**settings)
        page = ready(visitor, places.LONG)
        page.evaluate(
            "document.querySelector('.pr-body').prepend(document.createElement('hr'))"
        )
        seen.append(page.locator(".pr-body > hr").first.screenshot())
        shades = page.evaluate(ORNAMENT)
        assert shades not in ("rgba(0, 0, 0, 0)", ""), settings

    assert len(set(seen)) == len(seen)
