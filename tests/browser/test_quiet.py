"""Pages load all that they ask for, from nowhere else, and have nothing to complain of."""

from __future__ import annotations

import re

import pytest
from tests.browser import places

pytestmark = pytest.mark.browser
LOAD_ALL = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode();
}))"""
COUNT_VIOLATIONS = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective));
"""


ALONE = {
    "share pages": ("share/[^/]+/index.html", set()),
    "kits": (".+/kit/(.+/)?index.html", {"fetch", "script", "stylesheet"}),
}


@pytest.mark.parametrize(("pattern", "own"), ALONE.values(), ids=ALONE.keys())
def test_what_stands_alone_needs_little_and_breaks_no_rule_of_its_own(
    visitor, online, pattern, own
):
    visitor.context.add_init_script(COUNT_VIOLATIONS)
    asked: list[str] = []
    visitor.page.on("request", lambda r: asked.append(r.resource_type))

    pages = [p for p in online.built.files if re.fullmatch(pattern, p)]
    for path in pages:
        page = visitor.go(path)
        page.evaluate(LOAD_ALL)
        assert page.evaluate("violations") == [], path

    assert len(pages) >= 12
    assert visitor.troubles == []
    assert set(asked) <= {"document", "font", "image", "other", *own}  # other: the icon


def test_posts_load_all_that_they_ask_for(visitor):
    for path in (places.HOME, places.LONG, places.TABLE, places.TABS, places.NOTES):
        visitor.go(path).evaluate(LOAD_ALL)
        visitor.page.wait_for_load_state("networkidle")

    assert visitor.troubles == []


def test_lists_and_plain_pages_miss_nothing(visitor):
    for path in (*places.KINDS, "categories/careers/", "404.html"):
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")

    assert visitor.troubles == []
