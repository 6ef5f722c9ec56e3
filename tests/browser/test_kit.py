"""A kit in the hands of an editor: one click copies, and everything works without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser import places

pytestmark = pytest.mark.browser
READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const found = {};
  for (const type of item.types) found[type] = await (await item.getType(type)).text();
  return found;
}"""
HOME = "posts/what-newsletter-editors-wish-you-knew/"


@pytest.fixture
def editor(arrive):
    """Somebody whose browser may write to the clipboard."""
    return arrive(permissions=["clipboard-read", "clipboard-write"])


def test_one_click_copies_a_text_for_word_and_for_plain_fields(editor):
    page = editor.go(places.KIT)

    page.locator("#words-250").get_by_role("button", name="Copy for Word or a mail").click()

    expect(page.locator("#words-250").get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate(READ)
    assert "For nine years I edited" in copied["text/html"]
    assert "For nine years I edited" in copied["text/plain"]
    assert f'<a href="{editor.url}{HOME}">' in copied["text/html"]
    assert f"{editor.url}{HOME}" in copied["text/plain"]


SOURCES = {"Copy plain text": "txt", "Copy Markdown": "md", "Copy HTML": "html"}


@pytest.mark.parametrize(("button", "ending"), SOURCES.items(), ids=SOURCES.values())
def test_one_click_copies_what_the_file_says(editor, online, button, ending):
    page = editor.go(places.KIT)

    page.locator("#words-full").get_by_role("button", name=button).click()

    expect(page.locator("#words-full").get_by_role("button", name="Copied")).to_be_visible()
    name = "what-newsletter-editors-wish-you-knew"
    said = online.built.text(f"{places.KIT}{name}.{ending}")
    if ending == "html":  # a file is a whole document, what is copied goes into another
        said = re.search(r"<body[^>]*>(.*)</body>", said, re.S)[1]
    assert page.evaluate(READ)["text/plain"].split() == said.split()


def test_where_copying_is_not_allowed_it_says_what_to_do(arrive):
    visitor = arrive()
    page = visitor.go(places.KIT)
    page.evaluate(
        "() => { navigator.clipboard.write = navigator.clipboard.writeText = async () => {"
        " throw new Error('no') } }"
    )

    page.locator("#words-full button").first.click()

    expect(page.locator("#words-full button").first).to_have_text(
        "Not allowed here: select it by hand"
    )


def test_a_length_can_be_read_before_it_is_taken(visitor):
    page = visitor.go(places.KIT)

    folded = page.locator("#words-full .text")
    expect(folded).to_be_hidden()
    page.locator("#words-full summary").first.click()

    expect(folded).to_contain_text("Ten past four on a Wednesday")
    expect(folded.locator("table")).to_be_visible()
    assert folded.locator("[style]").count() == 0
    assert visitor.troubles == []


def test_a_file_that_is_gone_is_told_where_one_clicks(editor):
    editor.context.route("**/*-250.txt", lambda route: route.fulfill(status=404))
    page = editor.go(places.KIT)

    page.locator("#words-250").get_by_role("button", name="Copy plain text").click()

    expect(page.get_by_text("Not allowed here: select it by hand")).to_be_visible()


def test_without_a_script_texts_are_there_to_read_and_files_to_load(without_script):
    page = without_script.go(places.KIT)

    expect(page.locator("button").first).to_be_hidden()
    page.locator("#words-full summary").first.click()
    shown = page.frame_locator("#words-full iframe")
    expect(shown.locator("body")).to_contain_text("Ten past four on a Wednesday")
    with page.expect_download() as loading:
        page.locator("#words-full").get_by_role("link", name="Word of").click()
    assert loading.value.suggested_filename == "what-newsletter-editors-wish-you-knew.docx"


def test_a_source_can_be_selected_by_keyboard_alone(visitor):
    page = visitor.go(places.KIT)

    page.locator("#words-full .source summary").first.focus()
    page.keyboard.press("Enter")
    field = page.locator("#words-full textarea").first
    expect(field).not_to_have_value("")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")

    expect(field).to_be_focused()
    chosen = field.evaluate("f => f.selectionEnd - f.selectionStart === f.value.length")
    assert chosen


def test_the_page_of_all_kits_leads_to_each(visitor, online):
    page = visitor.go(places.REPRINTS)

    links = page.locator(".pr-row__title").evaluate_all("all => all.map(a => a.href)")
    kits = [
        p
        for p in online.built.files
        if p.startswith("share/") and p.endswith("kit/index.html")
    ]

    assert len(links) == len(kits) > 12
    for link in links:
        assert f"{link.removeprefix(visitor.url)}index.html" in kits
