"""On paper: the essay alone, in black, with its links written out."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from tests.browser import places

pytestmark = pytest.mark.browser
FURNITURE = (
    ".pr-menu, .pr-tools, .pr-copy, .pr-foot, nav, form, .pr-toc, .pr-cta, .headerlink"
)
PRINTED = ".pr-letter > *, .pr-item, .pr-quote, .pr-sponsor"
WRITTEN_OUT = """links => links.map((link) => [
  link.href, getComputedStyle(link, "::after").content,
])"""


def test_a_post_leaves_its_furniture_behind(visitor):
    page = visitor.go(places.LONG)
    page.emulate_media(media="print")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".pr-body > p").last).to_be_visible()
    for gone in page.locator(FURNITURE).all():
        expect(gone).to_be_hidden()


def test_paper_says_where_it_comes_from(visitor):
    page = visitor.go(places.LONG)
    page.emulate_media(media="print")

    expect(page.locator(".pr-masthead__name")).to_have_text("The Long Table")
    expect(page.locator(".pr-printed")).to_have_text(visitor.url + places.LONG)


def test_an_issue_is_printed_whole_and_alone(visitor):
    page = visitor.go(places.ISSUE)
    page.emulate_media(media="print")

    assert visitor.look("findHidden", PRINTED) == []
    for gone in page.locator(FURNITURE).all():
        expect(gone).to_be_hidden()


def test_all_tabs_are_printed(visitor):
    page = visitor.go(places.TABS)
    page.emulate_media(media="print")

    for block in page.locator(".tabbed-block").all():
        expect(block).to_be_visible()


def test_ink_is_dark_even_where_the_screen_is(visitor):
    faint = {}
    for path in (places.TABLE, places.SHARE, places.ISSUE):
        visitor.page.emulate_media(color_scheme="dark", media="screen")
        page = visitor.go(path)
        page.emulate_media(media="print")
        faint[path] = visitor.look("findFaint", 4.5, True)

    assert faint == {places.TABLE: [], places.SHARE: [], places.ISSUE: []}


def test_a_share_page_writes_its_links_out(visitor):
    page = visitor.go(places.SHARE_TABLE)
    page.emulate_media(media="print")
    links = page.locator(".e-content a[href^=http]").evaluate_all(WRITTEN_OUT)
    notes = page.locator(".e-content a[href^='#']").evaluate_all(WRITTEN_OUT)

    assert [after for _, after in links] == [f'" ({address})"' for address, _ in links]
    assert {after for _, after in notes} == {"none"}
    assert len(links) > 1
    expect(page.locator("main footer .u-url")).to_be_visible()


def test_the_code_on_paper_leads_to_the_essay(arrive):
    visitor = arrive(device_scale_factor=2)
    page = visitor.go(places.SHARE)
    code = page.locator(".qr svg")
    expect(code).to_be_hidden()

    page.emulate_media(media="print")
    expect(code).to_be_visible()
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))

    assert found.text == visitor.url + places.LONG
    assert found.text == page.locator("link[rel=canonical]").get_attribute("href")
