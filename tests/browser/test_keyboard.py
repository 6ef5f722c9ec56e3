"""Everything can be reached and used without a mouse, and one sees where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser import places

pytestmark = pytest.mark.browser
WORD = "hydrology"
"""One essay alone has it."""


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
    page.get_by_role("button", name="Search", exact=True).press("Enter")
    words = page.get_by_role("textbox", name="Search")
    expect(words).to_be_focused()

    page.keyboard.type(WORD)
    found = page.locator(".md-search-result__item")

    expect(found).to_have_count(1)
    expect(found.locator("h1")).to_have_text("The double opt-in introduction")
    page.keyboard.press("Escape")
    expect(found.first).not_to_be_in_viewport()
    expect(page.get_by_role("heading", name="More essays")).to_be_visible()


def test_a_found_essay_is_opened_by_keys_and_shown_whole(visitor):
    page = visitor.go(places.HOME)
    page.get_by_role("textbox", name="Search").focus()
    page.keyboard.type(WORD)
    found = page.locator(".md-search-result__item")
    expect(found).to_have_count(1)
    edge = page.locator(".md-search__output").bounding_box()
    text = found.locator("p").first.bounding_box()

    assert text["x"] + text["width"] <= edge["x"] + edge["width"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".pr-post h1")).to_have_text("The double opt-in introduction")


def test_the_theme_switch_is_used_by_keys_without_leaving_the_place(visitor):
    page = visitor.go(places.TABLE)
    page.locator("[name=__palette]:has(+ label:not([hidden]))").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    assert page.evaluate("scrollY") == 0

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert visitor.look("measureGround") < 0.05


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
