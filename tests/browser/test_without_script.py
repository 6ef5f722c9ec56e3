"""Everything that matters works in a browser without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser import places

pytestmark = pytest.mark.browser
TOOLS = ".pr-tool--scheme, .pr-copy, .pr-find"
"""They need a script."""


def test_the_menu_leads_everywhere(without_script):
    page = without_script.go(places.HOME)
    names = page.locator(".pr-menu a").all_inner_texts()

    for name in names:
        page.get_by_role("navigation", name="Navigation").get_by_role(
            "link", name=name
        ).click()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".pr-menu [aria-current]")).to_have_text(name)

    assert len(names) == 5


def test_an_essay_can_be_read_to_its_end_and_on_to_the_next(without_script):
    page = without_script.go(places.TABLE)

    expect(page.locator("h1")).to_be_visible()
    assert without_script.look("findHidden", ".pr-post > *, .pr-body > *") == []
    page.locator(".pr-turn [rel=prev]").click()
    expect(page.locator("h1")).to_have_text("Looking for work in public")


def test_search_is_a_page_of_categories(without_script):
    page = without_script.go(places.TABLE)
    page.get_by_role("link", name="Search").click()

    expect(page.locator("h1")).to_have_text("Categories")


def test_every_tab_can_be_opened(without_script):
    page = without_script.go(places.TABS)
    blocks = page.locator(".tabbed-block")
    labels = page.locator(".tabbed-labels > label")

    assert labels.count() == blocks.count() == 3
    for number in range(3):
        labels.nth(number).click()
        for other in range(3):
            expect(blocks.nth(other)).to_be_visible(visible=other == number)


def test_what_is_folded_can_be_unfolded(without_script):
    page = without_script.go(places.LONG)
    contents = page.locator(".pr-toc")

    expect(contents.get_by_role("link").first).to_be_hidden()
    contents.locator("summary").click()
    expect(contents.get_by_role("link").first).to_be_visible()


def test_the_systems_choice_of_light_or_dark_holds(without_script):
    ground, faint = {}, {}
    for path in (places.TABS, places.SHARE):
        page = without_script.go(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            ground[path, scheme] = without_script.look("measureGround")
            faint[path, scheme] = without_script.look("findFaint", 4.5)

    assert {place: found for place, found in faint.items() if found} == {}
    assert all(bright > 0.85 for (_, scheme), bright in ground.items() if scheme == "light")
    assert all(bright < 0.05 for (_, scheme), bright in ground.items() if scheme == "dark")


def test_nothing_is_shown_that_does_not_work(without_script):
    for path in (places.HOME, places.TABLE, places.ARCHIVE, places.SHARE, places.ISSUE):
        page = without_script.go(path)
        hidden = without_script.look("findHidden", TOOLS)

        assert without_script.look("findEmptyBoxes") == [], path
        assert len(hidden) == page.locator(TOOLS).count(), path
