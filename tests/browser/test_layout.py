"""Pages fit the window, small or large, and are well built."""

from __future__ import annotations

import pytest
from tests.browser import places

pytestmark = pytest.mark.browser
DOUBLED = """() => {
  const root = document.documentElement;
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""


def found_in(findings):
    """Only the places where something was found."""
    return {place: found for place, found in findings.items() if found}


def test_pages_fit_a_telephone_a_desk_and_large_letters(visitor):
    beyond = {}
    for path in (*places.KINDS, places.SHARE_TABLE):
        page = visitor.go(path)
        for width in (320, 1280, 640):
            visitor.resize(width)
            if width == 640:
                page.evaluate(DOUBLED)
            beyond[path, width] = visitor.look("findOverflow")

    assert found_in(beyond) == {}


def test_large_letters_are_large(visitor):
    page = visitor.go(places.TABLE)
    size = "parseFloat(getComputedStyle(document.querySelector('.pr-body p')).fontSize)"
    before = page.evaluate(size)

    page.evaluate(DOUBLED)

    assert page.evaluate(size) == pytest.approx(2 * before, rel=0.02)


def test_every_page_has_one_title_one_main_part_and_described_pictures(without_script):
    faults = {}
    for path in (*places.KINDS, places.SHARE_TABLE, "404.html", "categories/", "about/"):
        without_script.go(path)
        faults[path] = without_script.look("findMisbuilt")

    assert found_in(faults) == {}


def test_lines_are_neither_too_short_nor_too_long_to_read(visitor):
    letters = {}
    for path, essay in ((places.LONG, ".pr-body"), (places.SHARE, ".e-content")):
        page = visitor.go(path)
        letters[path] = page.evaluate(MEASURE, f"{essay} > p:not([class])")

    assert {path: count for path, count in letters.items() if not 58 <= count <= 75} == {}


MEASURE = """selector => {
  const lines = [...document.querySelectorAll(selector)].slice(1, 9).map((p) => {
    const high = parseFloat(getComputedStyle(p).lineHeight);
    return [p.innerText.length, Math.round(p.getBoundingClientRect().height / high)];
  }).filter(([, count]) => count > 2);
  const sum = (i) => lines.reduce((all, line) => all + line[i], 0);
  return sum(0) / (sum(1) - lines.length / 2);  // last lines are half full
}"""
