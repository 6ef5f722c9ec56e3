"""Everything can be reached and used without a mouse, and one sees where one is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser import places

pytestmark = pytest.mark.browser
WORD = "hydrology"
"""One essay alone has it."""

FOUND = ".pr-find li"


def test_the_first_stop_leads_past_the_masthead(visitor):
    page = visitor.go(places.TABLE)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")

    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_one_always_sees_where_one_is(visitor):
    lost = {}
    for path in (places.HOME, places.TABS, places.SHARE_TABLE, places.SUBSCRIBE):
        page = visitor.go(path)
        page.keyboard.press("Tab")
        stops = 0
        while page.evaluate("document.activeElement !== document.body"):
            for unseen in visitor.look("findUnseenFocus"):
                lost[path, stops] = unseen
            page.keyboard.press("Tab")
            stops += 1
        assert 5 < stops < 100

    assert lost == {}


def test_the_menu_is_used_by_keys(visitor):
    page = visitor.go(places.HOME)
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Newsletter":
            break

    page.keyboard.press("Enter")

    expect(page).to_have_url(visitor.url + places.NEWSLETTER)


def test_on_a_telephone_a_button_opens_the_search(visitor):
    visitor.resize(320)
    page = visitor.go(places.HOME)
    opener = page.get_by_role("button", name="Search", exact=True)
    opener.press("Enter")
    words = page.get_by_role("searchbox", name="Search")
    expect(words).to_be_focused()

    page.keyboard.type(WORD)
    found = page.locator(FOUND)

    expect(found).to_have_count(1)
    expect(found.locator("strong")).to_have_text("The double opt-in introduction")
    assert visitor.look("findOverflow") == []
    page.keyboard.press("Escape")
    expect(found.first).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_found_essay_is_opened_by_keys(visitor):
    page = visitor.go(places.LONG)
    page.keyboard.press("/")
    page.keyboard.type(WORD)
    expect(page.locator(FOUND)).to_have_count(1)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator(".pr-post h1")).to_have_text("The double opt-in introduction")


def test_one_walks_through_what_was_found_and_comes_back_to_the_words(visitor):
    page = visitor.go(places.HOME)
    page.keyboard.press("/")
    page.keyboard.type("favo")
    found = page.locator(FOUND)
    expect(found.nth(2)).to_be_visible()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(found.nth(1).locator("a")).to_be_focused()
    expect(found.nth(1).locator("mark").first).to_have_text(re.compile("^favo", re.I))
    page.keyboard.press("Escape")

    expect(page.get_by_role("searchbox")).to_be_focused()


def test_nothing_of_the_search_is_fetched_before_it_is_asked_for(visitor):
    fetched: list[str] = []
    page = visitor.go(places.HOME)
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: fetched.append(request.url))
    assert fetched == []

    page.keyboard.press("/")
    page.keyboard.type(WORD)
    expect(page.locator(FOUND)).to_have_count(1)

    assert 1 < len(fetched) < 6


def test_the_theme_switch_is_used_by_keys_without_leaving_the_place(visitor):
    page = visitor.go(places.TABLE)
    page.locator(".pr-tool--scheme").focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Space")

    assert page.evaluate("scrollY") == 0
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert visitor.look("measureGround") < 0.05


def test_code_is_copied_by_keys(arrive):
    visitor = arrive(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.go(places.TABLE)
    button = page.locator(".pr-copy").first
    code = page.locator(".highlight code").first
    button.press("Enter")

    expect(button).to_have_text("Copied to clipboard")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == code.inner_text().rstrip("\n")
    assert code.bounding_box()["y"] >= button.bounding_box()["y"] + 20


def test_tabs_change_by_arrows(visitor):
    page = visitor.go(places.TABS)
    page.locator(".tabbed-set > input").first.focus()

    page.keyboard.press("ArrowRight")

    expect(page.locator(".tabbed-block").nth(1)).to_be_visible()
    expect(page.locator(".tabbed-block").nth(0)).to_be_hidden()


def test_wide_tables_and_code_of_a_share_page_scroll_by_keys(visitor):
    visitor.resize(320)
    page = visitor.go(places.SHARE_TABLE)
    box = page.locator("pre, .wide").first
    box.focus()

    page.keyboard.press("ArrowRight")

    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
