"""An issue is put together once: everything it says, in its order, for any output."""

from datetime import date

import pytest
from tests.factories import (
    a_newsletter,
    a_post,
    a_site,
    an_author,
    an_edition,
    an_issue,
    an_item,
    at,
)

from postroom.edition.facts import host_of, list_facts
from postroom.edition.sheet import compose_sheet
from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.model.sheet import Fact, Sheet

PAGE = "https://example.org/newsletter/1/"


def a_sheet(*items, posts=(), texts=None, authors=(), site=None, **front) -> Sheet:
    """The sheet of an issue with one section of these items, unless told otherwise."""
    front.setdefault("items", [item.name for item in items])
    if "sections" in front:
        front.pop("items")
    newsletter = a_newsletter(items, [an_issue(1, **front)])
    made = a_site(*posts, authors=authors, newsletters=(newsletter,), **(site or {}))
    edition = an_edition(made, texts, size=(640, 480), convert=convert_submitted)
    return compose_sheet(edition, newsletter, newsletter.issues[0])


def test_it_says_what_the_issue_says():
    sheet = a_sheet(
        an_item(),
        preheader="Soup, and a question",
        quote={"text": "I came for the soup.", "by": "A guest"},
        sponsor={
            "name": "Kettle & Quill",
            "url": "https://kettle.example/",
            "text": "*Tea*",
        },
        licence="CC-BY-4.0",
    )

    assert (sheet.newsletter, sheet.number, sheet.date) == ("Second Helpings", 1, at(4))
    assert (sheet.subject, sheet.preheader) == (
        "What number 1 brought us",
        "Soup, and a question",
    )
    assert sheet.url == PAGE
    assert sheet.submit_url == "https://example.org/submit/"
    assert sheet.home_url == "https://example.org/newsletter/"
    assert (sheet.quote, sheet.quoted) == (Fact("I came for the soup."), "A guest")
    assert sheet.sponsor == Fact("Kettle & Quill", "https://kettle.example/")
    assert sheet.sponsor_html == "<p><em>Tea</em></p>"
    assert sheet.licence == Fact(
        "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    )
    assert sheet.letter.html == "<p>The letter of 1.</p>"


def test_sections_keep_their_order_and_posts_come_first():
    items = [an_item("link", uid) for uid in ("aaaa", "bbbb")]
    sheet = a_sheet(
        *items,
        posts=[a_post("post")],
        sections=[
            {"title": "Two", "items": ["bbbb", "aaaa"], "posts": ["post"]},
            {"title": "Empty", "items": ["gone"]},
            {"title": "None"},
        ],
    )

    assert [
        (part.title, [block.kind for block in part.blocks]) for part in sheet.parts
    ] == [("Two", ["post", "link", "link"])]


def test_an_item_has_its_permalink_its_credit_and_clean_words():
    item = an_item(
        "link",
        title="Soup & <b>bread</b>",
        text="Read *this*, <script>alert(1)</script> and [that](javascript:alert(1)).",
        by="Rosa",
        by_url="https://rosa.example.org/",
    )

    [block] = a_sheet(item).parts[0].blocks

    assert (block.kind, block.title) == ("link", "Soup & <b>bread</b>")
    assert (block.permalink, block.anchor) == (f"{PAGE}#link-aaaa", "link-aaaa")
    assert (block.credit, block.credit_url) == ("Rosa", "https://rosa.example.org/")
    assert block.html == (
        "<p>Read <em>this</em>, &lt;script&gt;alert(1)&lt;/script&gt; and that.</p>"
    )


def test_a_title_and_a_name_that_are_an_address_say_where_they_lead():
    item = an_item(
        "link",
        title="https://ours.example/login",
        url="https://evil.example/",
        by="rosa.example",
        by_url="https://rosa.example/about",
    )

    [block] = a_sheet(item).parts[0].blocks

    assert block.title == "https://ours.example/login (evil.example)"
    assert block.credit == "rosa.example"


SHOWN = {
    "line": "<p>One sentence of it.</p>",
    "excerpt": "<p>First.</p>",
    "full": "<p>First.</p><p>Second.</p>",
}


@pytest.mark.parametrize(("show", "expected"), SHOWN.items())
def test_a_section_shows_as_much_of_its_essays_as_its_editor_likes(show, expected):
    post = a_post("post", description="One sentence of it.", authors=["ines"])
    text = "<p>First.</p><!-- more --><p>Second.</p>"

    sheet = a_sheet(
        posts=[post],
        authors=(an_author(),),
        texts={"post": text},
        sections=[{"title": "E", "posts": ["post"], "show": show}],
    )

    [block] = sheet.parts[0].blocks
    assert block.html.startswith(expected)
    assert ("Read on" in block.html) == (show == "excerpt")
    assert (block.url, block.permalink) == ("https://example.org/posts/post/",) * 2
    assert block.facts == (
        Fact("By Ines"),
        Fact("1 minute"),
    )


def test_pictures_of_the_letter_are_measured():
    sheet = a_sheet(texts={"issue1": '<p><img src="table.png" alt="A table"></p>'})

    assert sheet.images == {"https://example.org/newsletter/1/table.png": (640, 480)}


def test_addresses_that_name_files_are_named_to_the_end():
    sheet = a_sheet(an_item(), site={"index_name": "index.html"})

    assert sheet.url == f"{PAGE}index.html"
    assert sheet.parts[0].blocks[0].permalink == f"{PAGE}index.html#link-aaaa"
    assert sheet.submit_url == "https://example.org/submit/index.html"


def test_a_blog_in_a_folder_has_its_newsletter_there():
    assert a_sheet(site={"blog_dir": "blog"}).url == (
        "https://example.org/blog/newsletter/1/"
    )


FACTS = {
    "an event with an end": (
        an_item("event", end="2026-03-20 20:00"),
        [("Friday 20 March 2026, 18:30 to 20:00 (London time)", "")],
    ),
    "an event over night": (
        an_item("event", end="2026-03-21 02:00", zone="America/New_York"),
        [("Friday 20 March 2026, 18:30 to 21 March 2026, 02:00 (New York time)", "")],
    ),
    "an event online": (
        an_item("event", place=None, online="https://meet.example.org/room/"),
        [
            ("Friday 20 March 2026, 18:30 (London time)", ""),
            ("meet.example.org/room", "https://meet.example.org/room/"),
        ],
    ),
    "an event of a day": (
        an_item("event", start="2026-03-20"),
        [("Friday 20 March 2026, all day", "")],
    ),
    "an event of several days": (
        an_item("event", start="2026-03-20", end="2026-03-22"),
        [("Friday 20 March 2026 to 22 March 2026", "")],
    ),
    "an event that repeats": (
        an_item("event", repeats="FREQ=WEEKLY;COUNT=3"),
        [
            (
                "Friday 20 March 2026, 18:30 (London time); again on 27 March and 3 April",
                "",
            )
        ],
    ),
    "an event that repeats for long": (
        an_item("event", repeats="FREQ=WEEKLY;UNTIL=20270115"),
        [
            (
                "Friday 20 March 2026, 18:30 (London time); again on 27 March, 3 April, "
                "10 April, 17 April and 39 more times until 15 January 2027",
                "",
            )
        ],
    ),
    "an event in the time of the sun": (
        an_item("event", zone="UTC"),
        [("Friday 20 March 2026, 18:30 (UTC)", "")],
    ),
    "a job": (
        an_item("job", salary="£34,000", closes="2026-03-31"),
        [
            ("Humber Lifts Co-operative", ""),
            ("Hull, England", ""),
            ("on site", ""),
            ("£34,000", ""),
            ("closes 31 March 2026", ""),
        ],
    ),
    "an ask by mail": (
        an_item("ask", reach="me@example.org", mail_is_public=True, until="2026-04-01"),
        [("me@example.org", "mailto:me@example.org"), ("until 1 April 2026", "")],
    ),
    "a welcome": (
        an_item("welcome", does="Mends {accordions}", helps="music & {0}"),
        [("Mends {accordions}", ""), ("can help with music & {0}", "")],
    ),
    "a link": (an_item("link", url="https://www.a.example/b"), [("a.example", "")]),
    "news of nowhere": (an_item("news"), []),
}


@pytest.mark.parametrize(("item", "expected"), FACTS.values(), ids=FACTS)
def test_facts(item, expected):
    facts = [(fact.text, fact.url) for fact in list_facts(item)]

    assert [fact for fact in facts if fact != ("The long table, Leeds", "")] == expected


def test_the_day_of_an_event_is_the_one_of_its_place():
    item = an_item("event", start="2026-03-01 00:30", zone="Pacific/Auckland")

    assert list_facts(item)[0].text == "Sunday 1 March 2026, 00:30 (Auckland time)"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.a.example:8080/b", "a.example"),
        ("mailto:me@a.example", "mailto:me@a.example"),
    ],
)
def test_host_of(address, expected):
    assert host_of(address) == expected


def test_a_day_is_said_the_same_in_every_kind():
    item = an_item("job", closes=date(2026, 12, 1))

    assert "closes 1 December 2026" in [fact.text for fact in list_facts(item)]
