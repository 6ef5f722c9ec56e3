"""The HTML part: one column that every client shows, with nothing live in it."""

import re

import html5lib
import pytest
from lxml import html
from tests.unit.mailing import (
    TEMPLATES,
    a_block,
    a_far_sheet,
    a_sheet,
    a_whole_sheet,
    some_options,
)

from postroom.mail.html import render_html
from postroom.mail.issue import compose_plain
from postroom.model.sheet import Sheet

NASTY = "</title></style><script>x()</script><!-- \"Q&A\" '1 < 2' {{ 7 * 7 }} 👩‍🚀"


def rendered(sheet: Sheet) -> str:
    return compose_plain(sheet, some_options(), TEMPLATES).html


def parsed(sheet: Sheet) -> html.HtmlElement:
    return html.document_fromstring(rendered(sheet).encode())


def test_a_whole_issue(golden):
    golden("mail/whole.html", rendered(a_whole_sheet()).encode())


def test_an_issue_in_arabic_that_holds_japanese(golden):
    golden("mail/far.html", rendered(a_far_sheet()).encode())


@pytest.mark.parametrize("first", ["<p>one</p></div>", "<div><p>one</p>"])
def test_a_text_with_a_stray_tag_spoils_no_other(first: str):
    page = parsed(a_sheet(a_block("a", first), a_block("b", "<p>two</p>")))

    texts = [node.findtext(".//p") for node in page.findall(".//div[@dir='auto']")]
    assert texts == ["one", "two"]


@pytest.mark.parametrize("sheet", [a_whole_sheet(), a_far_sheet(), a_sheet()])
def test_it_is_html_without_a_mistake(sheet: Sheet):
    html5lib.HTMLParser(strict=True).parse(rendered(sheet))


def test_it_says_its_language_and_direction_where_webmail_keeps_them():
    page = parsed(a_far_sheet())

    for node in (page, page.find(".//div[@role='article']")):
        assert (node.get("lang"), node.get("dir")) == ("ar", "rtl")
    assert page.find(".//td[@class='cell']").get("align") == "right"


def test_its_head_says_what_clients_ask_for():
    page = parsed(a_sheet())
    metas = {m.get("name"): m.get("content") for m in page.iter("meta")}

    assert page.findtext(".//title") == "Eleven people at a table for eight"
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert metas["robots"] == "noindex"
    assert metas["color-scheme"] == "light dark"
    assert page.find(".//meta[@charset='utf-8']") is not None


def test_nothing_is_live_and_nothing_is_fetched():
    page = parsed(a_whole_sheet())
    tags = {node.tag for node in page.iter("*")}

    assert not tags & {"script", "form", "link", "iframe", "svg", "base", "video"}
    assert [node.get("src") for node in page.iter("img")] == [
        "https://longtable.example.org/newsletter/12/table.jpg"
    ]
    assert "url(" not in rendered(a_whole_sheet())


def test_every_layout_table_says_so():
    page = parsed(a_sheet())

    assert [table.get("role") for table in page.iter("table")] == ["presentation"]
    assert rendered(a_sheet()).count('<!--[if mso]><table role="presentation"') == 1


def test_it_needs_no_style_sheet():
    page = rendered(a_whole_sheet())
    sheet = re.search(r"<style>(.*?)</style>", page, re.S)[1]

    assert len(sheet) < 8192
    left = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\}", "", sheet)
    selectors = re.sub(r"\{[^{}]*\}", ",", left).split(",")
    paths = [".//" + "//".join(s.split()) for s in selectors if s.strip()]
    assert [path for path in paths if parsed(a_whole_sheet()).find(path) is not None] == []
    assert page.count("font-family:Georgia") == 1
    assert "!important" not in page.replace(sheet, "")


def test_no_relay_takes_it_for_latin_1():
    assert any(ord(character) > 0xFF for character in rendered(a_sheet()))


def test_submitted_text_has_a_direction_of_its_own():
    page = parsed(a_sheet(a_block(), a_block()))

    assert len(page.findall(".//div[@dir='auto']")) == 2


def test_headings_do_not_skip():
    page = parsed(a_sheet(a_block(html="<h2>a</h2><h5>b</h5>"), letter="<h4>c</h4>"))
    levels = [int(n.tag[1]) for n in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels == [1, 2, 2, 3, 4, 5]


def test_an_item_without_address_has_a_plain_title():
    page = parsed(a_sheet(a_block("Plain", url="")))

    assert html.tostring(page.find(".//h3"), with_tail=False).endswith(b">Plain</h3>")


def test_without_a_preheader_the_letter_begins_in_the_mailbox():
    page = parsed(a_sheet(preheader=""))

    assert page.find(".//div[@class='pre']").text.startswith("Good morning.")


def test_nothing_nasty_breaks_out():
    block = a_block(NASTY, credit=NASTY, url='https://a.example/"><script>')
    sheet = a_sheet(block, subject=NASTY, preheader=NASTY, newsletter=NASTY)

    page = parsed(sheet)

    assert page.findtext(".//title") == NASTY
    assert page.findtext(".//h3/a") == NASTY
    assert list(page.iter("script")) == []
    html5lib.HTMLParser(strict=True).parse(rendered(sheet))


def test_rendering_alone_gives_the_same():
    sheet = a_whole_sheet()

    assert render_html(sheet, some_options(), TEMPLATES) == render_html(
        sheet, some_options(), TEMPLATES
    )
