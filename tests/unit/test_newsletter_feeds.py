"""Issues and items become feeds, by the rules that hold for essays."""

import json
from datetime import UTC, datetime

import pytest
from lxml import etree
from tests.factories import (
    AUTHORITY,
    a_newsletter,
    a_post,
    a_site,
    an_author,
    an_edition,
    an_issue,
    an_item,
    artefacts_of,
    at,
)
from tests.judges.feeds import check_feed
from tests.unit.test_feeds import STYLES, links_of, read, render

from postroom.build import list_shortened
from postroom.edition.edition import Edition
from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.model.kinds import KINDS
from postroom.pages.newsletter import render_issue
from postroom.pages.render import Leaf

NOW = datetime(2026, 12, 31, tzinfo=UTC)
NO_HTML = ("ContainsHTML", "ContainsUndeclaredHTML")
"""The rules that a title breaks in which somebody speaks of tags; it is plain text."""

EVIL = "</a>]]><script>alert(1)</script>&amp;{{ 1 }}\u202e\u200b"
ITEMS = (
    an_item(
        "event",
        "even",
        title="Soup & bread < wine > water",
        end="2026-03-20 21:00",
        online="https://meet.example.org/?a=1&b=2",
        url="https://tuesday.example.org/?a=1&b=2",
        text="Bring *one* question.\n\n- no slides\n- no <cards>\n\nSee https://a.example/b.",
        by="Rosa & Co",
        by_url="https://rosa.example.org/",
    ),
    an_item("job", "jobs", salary="£34,000", closes="2026-03-31", text=""),
    an_item("ask", "asks", reach="me@example.org", mail_is_public=True, by="Sólveig"),
    an_item("offer", "offr", title="An hour, ]]> and more"),
    an_item(
        "link", "link", title="العربية: من اليمين", text="مرحبا. هذا طويل بما فيه الكفاية."
    ),
    an_item(
        "news", "news", title=f"News {EVIL}", text=f"Text that is long {EVIL}", by=EVIL
    ),
    an_item("welcome", "welc", does="Mends accordions", helps="music"),
    an_item("kudos", "kudo"),
    an_item("kudos", "wait"),
)
ISSUES = (
    an_issue(
        2,
        11,
        subject='Soup & bread: "is 1 < 2?", said a guest’s 👩‍🚀',
        preheader="A choir that ends, & <an> hour ]]> given",
        sections=[
            {"title": "New essays", "posts": ["fav2"]},
            {"title": "What is on & where", "items": ["even", "jobs"]},
            {"title": "From you", "items": ["asks", "offr", "link", "news", "welc"]},
        ],
        quote={
            "text": "I came for the <soup>.",
            "by": "A guest",
            "url": "https://q.example/",
        },
        sponsor={
            "name": "Kettle & Quill",
            "url": "https://kettle.example/",
            "text": "*Tea*.",
        },
        licence="CC-BY-4.0",
    ),
    an_issue(1, 4, items=["kudo"]),
    an_issue(0, date="2025-11-30T23:30:00-05:00", uid="oldest"),
)
TEXTS = {
    "fav2": "<p>One &amp; two.</p><!-- more --><p>Three.</p>",
    "issue2": '<p>Dear all, <a href="#ask-asks">read</a> <a href="../1/">that</a>.</p>'
    '<p><img src="soup.png" alt="Soup"></p>',
    "issue1": "<p>The first.</p>",
    "oldest": "",
}


def the_edition(**values: object) -> Edition:
    newsletter = a_newsletter(ITEMS, ISSUES, description="What <you> sent & we liked")
    site = a_site(
        a_post("fav2", 9, title="An essay", authors=["ines"]),
        authors=(an_author(),),
        **{"name": "The Long Table & Friends", "newsletters": (newsletter,)} | values,
    )
    return an_edition(site, TEXTS, size=(640, 480), now=at(20), convert=convert_submitted)


EDITION = the_edition()
FEEDS = sorted(
    path
    for path in artefacts_of(EDITION)
    if path.startswith("newsletter/") and path.endswith((".xml", ".json"))
)
KINDS_SENT = [kind for kind in KINDS.values() if any(i.kind == kind.name for i in ITEMS)]


def test_there_is_a_feed_of_issues_of_items_and_of_each_kind():
    folders = ["", "items/", *(f"{kind.plural}/" for kind in KINDS_SENT)]
    archives = [
        f"archive/{y}{e}" for y in (2025, 2026) for e in (".xml", ".atom.xml", ".json")
    ]

    assert set(FEEDS) == {
        *(f"newsletter/{folder}{name}" for folder in folders for name in STYLES.values()),
        *(f"newsletter/{archive}" for archive in archives),
    }


@pytest.mark.parametrize("path", FEEDS)
def test_the_judge_of_feeds_finds_nothing(path):
    document = render(EDITION, path)

    found = check_feed(document, EDITION.site.absolute(path), now=NOW, allow=NO_HTML)

    assert found == []


@pytest.mark.parametrize("name", STYLES.values())
@pytest.mark.parametrize("folder", ["", "items/"])
def test_a_feed_looks_as_it_was_reviewed(folder, name, golden):
    golden(f"newsletter/{folder}{name}", render(EDITION, f"newsletter/{folder}{name}"))


def test_the_page_of_an_issue_looks_as_it_was_reviewed(golden):
    newsletter = EDITION.site.newsletters[0]
    leaf = Leaf(EDITION, "newsletter/2/")

    page = render_issue(leaf, newsletter, newsletter.issues[0], content=TEXTS["issue2"])

    golden("newsletter/issue.html", page.encode())


@pytest.mark.parametrize("folder", ["", "items/", "events/"])
def test_a_feed_in_three_formats_says_the_same(folder):
    rss, atom, jsonfeed = (
        read(style, render(EDITION, f"newsletter/{folder}{name}"))
        for style, name in STYLES.items()
    )

    assert [entry._replace(updated=None) for entry in atom] == list(rss)
    assert jsonfeed == atom


def test_issues_are_by_the_newsletter_and_lead_to_their_page():
    entries = read("atom", render(EDITION, "newsletter/atom.xml"))

    assert [(e.title, e.authors, e.link, e.id) for e in entries] == [
        (
            ISSUES[0].subject,
            ("Second Helpings",),
            "https://example.org/newsletter/2/",
            f"tag:{AUTHORITY}:issue/issue2",
        ),
        (
            ISSUES[1].subject,
            ("Second Helpings",),
            "https://example.org/newsletter/1/",
            f"tag:{AUTHORITY}:issue/issue1",
        ),
        (
            ISSUES[2].subject,
            ("Second Helpings",),
            "https://example.org/newsletter/0/",
            f"tag:{AUTHORITY}:issue/oldest",
        ),
    ]


def test_an_issue_is_told_in_full():
    [entry, *_] = read("json", render(EDITION, "newsletter/feed.json"))

    assert entry.html is not None
    for said in ("Dear all", "New essays", "An essay", "Soup &amp; bread", "no slides"):
        assert said in entry.html
    for said in ("I came for the", "Kettle &amp; Quill", "Rosa &amp; Co", "submit/"):
        assert said in entry.html
    assert 'href="https://example.org/newsletter/2/#ask-asks"' in entry.html
    assert "<script" not in entry.html


def test_items_come_by_issue_and_then_as_printed_and_what_waits_is_nowhere():
    entries = read("json", render(EDITION, "newsletter/items/feed.json"))

    uids = [(entry.id or "").rpartition("/")[2] for entry in entries]
    assert uids == ["even", "jobs", "asks", "offr", "link", "news", "welc", "kudo"]
    assert [path for path in FEEDS if b"kudos-wait" in render(EDITION, path)] == []


def test_an_item_leads_to_its_place_and_names_who_sent_it():
    [event] = read("atom", render(EDITION, "newsletter/events/atom.xml"))

    assert event.link == "https://example.org/newsletter/2/#event-even"
    assert event.authors == ("Rosa & Co",)
    assert event.published == at(11)
    assert event.html is not None
    assert "Friday 20 March 2026, 18:30 to 21:00 (London time)" in event.html


def test_an_item_has_one_id_in_every_feed():
    folders = ("items/", "jobs/")

    found = {
        entry.id
        for folder in folders
        for entry in read("rss", render(EDITION, f"newsletter/{folder}feed.xml"))
        if "Jobs of jobs" in (entry.title or "")
    }

    assert found == {f"tag:{AUTHORITY}:item/jobs"}


MOVED = {
    "another address": {"url": "https://preview.example.net/some/path/"},
    "addresses that name files": {"index_name": "index.html"},
    "a folder for all": {"blog_dir": "blog"},
}


@pytest.mark.parametrize("values", MOVED.values(), ids=MOVED)
def test_ids_stay_whatever_moves(values):
    moved = the_edition(**values)
    path = "newsletter/items/feed.xml"

    before = [e.id for e in read("rss", render(EDITION, path))]
    after = [e.id for e in read("rss", render(moved, moved.site.path(path)))]

    assert after == before


@pytest.mark.parametrize("values", MOVED.values(), ids=MOVED)
def test_the_judge_of_feeds_finds_nothing_whatever_moves(values):
    moved = the_edition(**values)

    for path in ("feed.xml", "items/atom.xml", "jobs/feed.json"):
        own = moved.site.path("newsletter", path)
        document = render(moved, own)
        url = moved.site.absolute(own)
        assert check_feed(document, url, now=NOW, allow=NO_HTML) == []


def test_archives_lead_to_each_other():
    assert links_of(EDITION, "newsletter/archive/2026.xml") == {
        "self": ["https://example.org/newsletter/archive/2026.xml"],
        "current": ["https://example.org/newsletter/feed.xml"],
        "prev-archive": ["https://example.org/newsletter/archive/2025.xml"],
    }
    assert links_of(EDITION, "newsletter/feed.xml")["prev-archive"] == [
        "https://example.org/newsletter/archive/2026.xml"
    ]


def test_a_feed_of_summaries_has_no_issue_in_it():
    edition = the_edition(feeds={"content": "summary"})

    for name in STYLES.values():
        document = render(edition, f"newsletter/{name}")
        url = f"https://example.org/newsletter/{name}"
        assert check_feed(document, url, now=NOW) == []
        assert b"Dear all" not in document


def test_what_only_a_preview_shows_is_in_no_feed():
    issues = (*ISSUES, an_issue(9, 12, items=["wait"], draft=True))
    newsletter = a_newsletter(ITEMS, issues, hidden=frozenset({"issue9"}))
    edition = the_edition(newsletters=(newsletter,))

    for path in FEEDS:
        document = render(edition, path)
        assert b"wait" not in document
        assert b"number 9" not in document


def test_a_newsletter_without_a_public_issue_has_no_feed():
    newsletter = a_newsletter(
        ITEMS, [an_issue(9, 12, items=["wait"], draft=True)], hidden=frozenset({"issue9"})
    )

    made = artefacts_of(the_edition(newsletters=(newsletter,)))

    assert [
        path for path in made if path.startswith("newsletter/") and "feed" in path
    ] == []


def test_two_newsletters_share_no_feed_and_no_id():
    other = a_newsletter(
        [an_item("link", "othr")],
        [an_issue(1, 5, uid="other1", path="other/issues/1.md", items=["othr"])],
        title="Other",
        folder="other",
    )
    both = the_edition(newsletters=(EDITION.site.newsletters[0], other))

    ids = {}
    for folder in ("newsletter", "other"):
        root = etree.fromstring(render(both, f"{folder}/items/atom.xml"))
        ids[folder] = set(root.xpath("//*[local-name()='id']/text()"))
        assert (
            check_feed(
                render(both, f"{folder}/feed.xml"), f"https://example.org/{folder}/feed.xml"
            )
            == []
        )

    assert not ids["newsletter"] & ids["other"]


def test_the_list_of_feeds_names_them_all():
    opml = render(EDITION, "feeds.opml")

    assert check_feed(opml, "https://example.org/feeds.opml", now=NOW) == []
    assert b"https://example.org/newsletter/feed.xml" in opml
    assert b"https://example.org/newsletter/jobs/feed.xml" in opml


def test_an_issue_that_no_feed_can_carry_goes_in_as_a_summary():
    newsletter = a_newsletter((), [an_issue(1)])
    site = a_site(newsletters=(newsletter,))
    edition = an_edition(site, {"issue1": f"<p>{'word ' * 120_000}</p>"})

    document = render(edition, "newsletter/feed.xml")

    assert len(document) < 10_000
    assert [str(remark) for remark in list_shortened(edition)] == [
        "newsletter/issues/1.md: feeds have only the summary of this issue, for it is too "
        "long\n    fix: split it, or leave it so"
    ]


def test_the_entry_of_an_event_is_filed_under_its_kind():
    feed = json.loads(render(EDITION, "newsletter/events/feed.json"))

    assert feed["items"][0]["tags"] == ["Events"]
    assert feed["home_page_url"] == "https://example.org/newsletter/events/"
