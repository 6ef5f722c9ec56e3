"""The preview: one page that shows a mail as mailboxes do."""

import html5lib
from lxml import html
from tests.unit.mailing import TEMPLATES, a_whole_sheet, some_options

from postroom.mail.issue import compose_plain
from postroom.mail.preview import render_preview

MAIL = compose_plain(a_whole_sheet(), some_options(), TEMPLATES)
PAGE = render_preview(MAIL.html, MAIL.text, "A <subject>", "And more", TEMPLATES)


def frames() -> dict[str, html.HtmlElement]:
    return {f.get("title"): f for f in html.document_fromstring(PAGE).iter("iframe")}


def test_it_is_html_without_a_mistake():
    html5lib.HTMLParser(strict=True).parse(PAGE.decode())


def test_it_shows_every_way_to_look_at_a_mail():
    shown = {title: frame.get("width") for title, frame in frames().items()}

    assert shown == {
        "Desktop, light": "700",
        "Phone, light": "375",
        "Desktop, dark": "700",
        "Phone, dark": "375",
        "Without pictures": "700",
        "Without style sheet": "375",
    }


def test_every_frame_is_shut_in_and_needs_no_other_file():
    for frame in frames().values():
        assert frame.get("sandbox") == ""
        assert frame.get("src") is None
        assert "The Tuesday Table" in frame.get("srcdoc")


def test_dark_is_dark_and_light_is_light_whatever_the_system_says():
    made = {title: frame.get("srcdoc") for title, frame in frames().items()}

    assert "@media all{" in made["Desktop, dark"]
    assert "@media not all{" in made["Desktop, light"]
    assert not any("prefers-color-scheme" in page for page in made.values())
    assert "<style" not in made["Without style sheet"]
    assert "img-src 'none'" in made["Without pictures"]


def test_it_shows_the_text_part_as_it_is():
    page = html.document_fromstring(PAGE)

    assert page.findtext(".//pre") == MAIL.text
    assert page.find(".//*[@class='mailbox']/p").text_content() == "A <subject> And more"
