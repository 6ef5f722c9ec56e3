"""The newsletter: found by its permalinks, read in mailboxes, looked at before it goes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect
from tests.browser import places
from tests.e2e.building import ROOT

from postroom.cli import main

pytestmark = pytest.mark.browser
ITEMS = ".pr-past .pr-item"
WAYS = ".pr-way :not([type=hidden], [hidden], [hidden] *)"
GROUND = "item => getComputedStyle(item).backgroundColor"
SMALLEST = """() => Math.min(...[...document.querySelectorAll("td :is(p, li, h1, h2, h3)")]
  .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""


def test_a_board_leads_to_the_item_in_its_issue_and_marks_it(visitor):
    page = visitor.go(places.BOARD)
    page.locator(".pr-past > summary").click()
    item = page.locator(ITEMS).last
    title = item.get_by_role("heading").inner_text()

    item.locator(".pr-item__place").first.click()

    found = page.locator(".pr-item:target")
    expect(found.get_by_role("heading")).to_have_text(title)
    expect(found).to_be_in_viewport(ratio=0.9)
    others = page.locator(".pr-item:not(:target)")
    assert found.evaluate(GROUND) not in {other.evaluate(GROUND) for other in others.all()}


def test_an_item_can_be_passed_on_by_its_own_link(visitor):
    page = visitor.go(places.ISSUE)
    item = page.locator(".pr-item").last

    item.locator(".pr-item__place").press("Enter")

    expect(page).to_have_url(f"{visitor.url}{places.ISSUE}#{item.get_attribute('id')}")
    expect(page.locator(".pr-item:target")).to_be_in_viewport(ratio=0.9)


def test_what_is_over_unfolds_by_keys(visitor):
    page = visitor.go(places.BOARD)
    over = page.locator(ITEMS)
    expect(over.first).to_be_hidden()
    page.locator(".pr-past > summary").focus()

    page.keyboard.press("Enter")
    expect(over.first).to_be_visible()
    expect(over.last).to_be_visible()

    page.keyboard.press("Enter")
    expect(over.first).to_be_hidden()


def test_one_subscribes_without_script(without_script):
    page = without_script.go(places.SUBSCRIBE)
    by_mail, by_feed = page.locator(".pr-way").all()

    assert without_script.look("findHidden", WAYS) == []
    action = by_mail.locator("a.pr-button, form[action] button")
    expect(action).to_be_enabled()
    expect(by_feed.locator("code").first).to_have_text(without_script.url + "feed.xml")


def test_the_mail_fits_a_telephone_and_is_read_light_and_dark(without_script):
    page = without_script.go(places.MAIL)
    beyond, faint, bright = {}, {}, {}
    for width in (320, 700):
        without_script.resize(width)
        beyond[width] = without_script.look("findOverflow")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faint[scheme] = without_script.look("findFaint", 4.5)
        bright[scheme] = without_script.look("measureGround")

    assert beyond == {320: [], 700: []}
    assert faint == {"light": [], "dark": []}
    assert bright["dark"] < 0.05
    assert bright["light"] > 0.85
    assert page.evaluate(SMALLEST) >= 14


def test_the_preview_shows_the_mail_in_every_frame(visitor, tmp_path):
    written = tmp_path / "preview.html"
    place = ["-f", str(ROOT / "mkdocs.yml"), "-o", str(written), "--no-open"]
    done = CliRunner().invoke(main, ["issue", "preview", "4", *place])
    assert done.exit_code == 0, done.output

    page = visitor.page
    page.set_content(written.read_text(encoding="utf-8"))
    seen = {}
    for frame in page.locator("iframe").all():
        frame.scroll_into_view_if_needed()
        mail = frame.content_frame.locator("body")
        expect(mail.locator("h1")).to_be_visible()
        wide = mail.evaluate("body => body.scrollWidth <= innerWidth")
        seen[frame.get_attribute("title")] = frame.bounding_box()["width"], wide

    assert len(seen) == 6
    assert {fits for _, fits in seen.values()} == {True}
    assert {round(width / 5) * 5 for width, _ in seen.values()} == {375, 700}
    expect(page.get_by_role("region", name="Text part")).to_contain_text("https://")
    assert visitor.troubles == []
