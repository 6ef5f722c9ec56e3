"""Within a long essay: the contents, the notes, and rest for those who want it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser import places

pytestmark = pytest.mark.browser


def test_notes_stand_beside_their_lines_where_there_is_room(visitor):
    visitor.resize(1280)
    page = visitor.go(places.TABLE)
    note, mark = page.locator(".footnote li").first, page.locator(".footnote-ref").first
    text = page.locator(".pr-body")
    expect(text).to_have_class(re.compile("pr-sided"))
    at, edge = note.bounding_box(), text.bounding_box()

    assert at["x"] > edge["x"] + edge["width"]
    assert at["x"] + at["width"] <= 1280
    assert abs(at["y"] - mark.bounding_box()["y"]) < 60
    assert visitor.look("findOverflow") == []

    visitor.resize(1000)
    expect(text).not_to_have_class(re.compile("pr-sided"))
    assert note.bounding_box()["y"] > text.locator("> p").last.bounding_box()["y"]


def test_the_contents_unfold_and_lead_to_every_section(visitor):
    page = visitor.go(places.LONG)
    contents = page.locator(".pr-toc")
    expect(contents.get_by_role("link").first).to_be_hidden()

    contents.locator("summary").press("Enter")
    links = contents.get_by_role("link").all()
    sections = page.locator(".pr-body :is(h2, h3)")

    assert len(links) == sections.count() > 10
    for link in (links[0], links[9], links[-1]):
        name = link.inner_text()
        link.click()
        expect(page.locator(":target")).to_contain_text(name)
        expect(page.locator(":target")).to_be_in_viewport()


def test_a_note_can_be_read_and_left_again(visitor):
    for path in (places.LONG, places.SHARE):
        page = visitor.go(path)
        number = page.locator("sup a").nth(3)
        number.click()
        note = page.locator("li:target")
        expect(note).to_be_in_viewport()

        note.get_by_role("link").last.click()

        expect(number).to_be_in_viewport()
        assert number.evaluate("number => number.closest(':target') !== null")


def test_nothing_moves_for_those_who_want_rest(visitor):
    moved = []
    for path in (places.HOME, places.LONG, places.SHARE):
        page = visitor.go(path)
        for _ in range(12):
            page.keyboard.press("Tab")
            moved += visitor.look("findMotion")
        page.mouse.wheel(0, 2_000)
        moved += visitor.look("findMotion")

    assert moved == []
