"""The private page of a portfolio: legible small and large, by keyboard, and quiet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.unit.test_portfolio_page import PAGES

pytestmark = pytest.mark.browser
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LETTERS = """() => [...document.querySelectorAll('svg text')].map((text) => ({
  size: parseFloat(getComputedStyle(text).fontSize),
  drawn: text.getScreenCTM().a,
  box: text.getBoundingClientRect().toJSON(),
}))"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page as the command leaves it: a file."""
    file = tmp_path / "portfolio.html"
    file.write_bytes(PAGES["a portfolio"])
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_it_fits_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 700})

    assert page.evaluate(BEYOND) == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_of_drawings_are_legible_and_inside(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    letters = page.evaluate(LETTERS)

    assert {letter["drawn"] for letter in letters} == {1}
    assert min(letter["size"] for letter in letters) >= 12
    for letter in letters:
        assert 0 <= letter["box"]["left"] <= letter["box"]["right"] <= width


def test_letters_of_drawings_do_not_lie_on_each_other(page):
    boxes = [letter["box"] for letter in page.evaluate(LETTERS) if letter["box"]["width"]]

    touching = [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if a["left"] < b["right"]
        and b["left"] < a["right"]
        and a["top"] + 3 < b["bottom"] - 3  # boxes are higher than their letters
        and b["top"] + 3 < a["bottom"] - 3
    ]
    assert touching == []


def test_wide_tables_can_be_reached_and_scrolled_by_keyboard(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"

    moved = 0
    for _ in range(50):  # a busy machine drops what is pressed before it has painted
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)
        moved = page.evaluate("document.activeElement.scrollLeft")
        if moved:
            break
    assert moved > 0


def test_its_policy_stops_nothing_that_it_needs(page):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.reload()

    assert said == []
    assert asked == [page.url]
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
