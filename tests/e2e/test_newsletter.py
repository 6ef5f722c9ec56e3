"""A newsletter in a real site: what is printed is everywhere, the rest is nowhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from lxml import html
from tests.e2e.building import SMALL, Built, build, build_here, command_here
from tests.e2e.links import broken_links
from tests.e2e.papers import (
    DRAFTED,
    ISSUES,
    ITEMS,
    TABLE,
    WAITING,
    a_paper,
    files_of,
    issue,
    item,
    section,
)
from tests.e2e.reading import differing, findings, uids_of
from tests.e2e.test_engines import without_generator
from tests.e2e.test_hidden import mentions

from postroom.pages.search import FOLDER

pytestmark = pytest.mark.e2e

SENT = ["even", "jobs", "past", "asks", "offr", "link", "news", "welc"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def paper(folder) -> Built:
    """The site, as its readers have it."""
    return build_here(folder)


@pytest.fixture(scope="module")
def preview(folder) -> Built:
    """The same site, as its editor sees it."""
    return build_here(folder, command="serve", strict=False, into=folder / "preview")


PLURALS = "events jobs asks offers links news welcomes kudos".split()
PATHS = [
    "newsletter/index.html",
    *(f"newsletter/{n}/{name}" for n in (1, 2) for name in ("index.html", "email.html")),
    "newsletter/2/email.txt",
    "newsletter/events.ics",
    *(f"newsletter/{name}" for name in ("feed.xml", "atom.xml", "feed.json")),
    *(f"newsletter/items/{name}" for name in ("feed.xml", "atom.xml", "feed.json")),
    *(f"newsletter/{kind}/index.html" for kind in PLURALS),
    *(f"newsletter/{kind}/feed.json" for kind in PLURALS),
    "submit/index.html",
    "subscribe/index.html",
    "newsletter/issues/table.png",
]


@pytest.mark.parametrize("path", PATHS)
def test_has_all_its_pages_feeds_and_mails(paper, path):
    assert path in paper.files


def test_files_of_items_and_issues_are_no_pages_of_their_own(paper):
    made = {path for path in paper.files if re.match(r"newsletter/(items|issues)/", path)}

    assert {path for path in made if path.endswith((".html", ".md"))} == set()


def test_every_address_leads_somewhere(paper):
    assert broken_links(paper.files, SMALL) == []


def test_the_judge_of_feeds_finds_nothing(paper):
    assert findings(paper.files, SMALL) == {}


def test_every_printed_item_is_on_the_page_of_its_issue(paper):
    page = html.fromstring(paper.files["newsletter/2/index.html"])

    places = [node.get("id") for node in page.iter("article") if node.get("id")]
    assert [place.rpartition("-")[2] for place in places] == SENT
    assert page.findtext(".//h1") == "Soup & bread: what is 1 < 2?"


@pytest.mark.parametrize("word", [WAITING, DRAFTED])
def test_what_is_not_printed_is_nowhere(paper, word):
    assert mentions(paper, word) == []


def test_only_what_is_printed_is_in_the_feed_of_items(paper):
    assert uids_of(paper.files, "newsletter/items/feed.json") == [*SENT, "kudo"]


def test_a_preview_shows_the_draft_and_marks_it(preview):
    page = preview.text("newsletter/3/index.html")

    assert '<span class="pr-state">Draft</span>' in page
    assert f"One {DRAFTED}" in page
    assert DRAFTED in preview.text("newsletter/3/email.html")
    assert '<span class="pr-state">Draft</span>' in preview.text("newsletter/index.html")


def test_a_preview_lists_the_draft_in_no_feed_and_what_waits_nowhere(preview):
    feeds = [p for p in mentions(preview, DRAFTED) if p.endswith((".xml", ".json", ".ics"))]

    assert [path for path in feeds if "search" not in path] == []
    assert mentions(preview, WAITING) == []


def test_the_calendar_is_read_as_it_was_meant(paper):
    [event] = Calendar.from_ical(paper.files["newsletter/events.ics"]).walk("VEVENT")

    assert event["UID"] == "even@small.example"
    assert f"{event.decoded('DTSTART'):%Y-%m-%dT%H:%M%z}" == "2030-03-20T18:30+0000"


def test_open_jobs_are_first_and_told_to_search_engines(paper):
    page = paper.text("newsletter/jobs/index.html")

    told = [
        re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', paper.text(p), re.S
        )
        for p in paper.files
        if re.fullmatch("newsletter/jobs/[^/]+/index.html", p)
    ]
    [open_job] = filter(None, told)
    assert json.loads(open_job[0])["title"] == "Jobs of jobs"
    assert "ld+json" not in page
    assert page.index("Jobs of jobs") < page.index("What is over (1)")


def test_search_finds_what_members_sent_in(paper):
    index = json.loads(paper.files[f"{FOLDER}index.json"])

    named = [f"{FOLDER}{name.partition('?')[0]}.json" for name in index["pages"]]
    found = [
        path
        for path, *text in map(json.loads, map(paper.text, named))
        if "Events of even" in " ".join(text)
    ]
    assert any(path.startswith("newsletter/2/") for path in found)


def test_a_mail_has_absolute_addresses_only(paper):
    mail = html.fromstring(paper.files["newsletter/2/email.html"])

    addresses = [n.get(a) for n in mail.iter() for a in ("href", "src") if n.get(a)]
    assert addresses
    assert [a for a in addresses if not a.startswith(("https://", "mailto:"))] == []
    assert f"{SMALL}posts/letter/" in addresses
    assert f"{SMALL}newsletter/1/" in addresses


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
    '<rect width="90" height="30" fill="#9b2f1f"/></svg>'
)


def test_a_mail_shows_a_drawing_as_a_bitmap(tmp_path):
    letter = "Look: ![A red bar](../../bar.svg)\n\nAnd here: ![](../../none.svg)"
    files = {**files_of({}, {"1": issue(letter)}), "bar.svg": DRAWING, "none.svg": "<svg"}

    built = command_here(a_paper(tmp_path, files))

    assert built.code == 0, built.output
    mail = html.fromstring(built.files["newsletter/1/email.html"])
    [picture] = [node for node in mail.iter("img") if node.get("alt") == "A red bar"]
    address = picture.get("src")
    assert address.startswith(f"{SMALL}assets/postroom/pictures/")
    assert built.files[address.removeprefix(SMALL)].startswith(b"\x89PNG")
    assert picture.get("width") == "90"
    assert "bar.svg" in built.text("newsletter/1/index.html")
    assert "none.svg" not in mail.xpath("string(//img[contains(@src, 'none')]/@src)")


def test_a_letter_may_lead_to_an_item_of_its_issue(tmp_path):
    letter = "Read [this ask](#ask-asks)."
    issues = {"1": issue(letter, sections=[section("From you", "asks")])}
    about = "# About\n\n[An ask](newsletter/issues/1.md#ask-asks)\n"
    files = {**files_of(ITEMS, issues), "about.md": about}

    built = command_here(a_paper(tmp_path, files))

    assert built.code == 0, built.output
    assert 'href="#ask-asks"' in built.text("newsletter/1/index.html")
    assert 'href="../newsletter/1/#ask-asks"' in built.text("about/index.html")
    assert f"{SMALL}newsletter/1/#ask-asks" in built.text("newsletter/1/email.html")


def test_pages_are_dated_by_what_they_list(paper):
    sitemap = paper.text("sitemap.xml")

    dates = dict(re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", sitemap))
    assert dates[f"{SMALL}newsletter/2/"] == "2026-03-18"
    assert dates[f"{SMALL}newsletter/"] == "2026-03-18"


# again


def _spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _lie(path: Path) -> None:
    content = b'{"link":{"x":{"kind":"link"}}}'
    path.write_bytes(__import__("hashlib").sha256(content).digest() + content)


AGAIN = {
    "warm": lambda path: None,
    "cold": Path.unlink,
    "cut short": _spoil,
    "another's": _lie,
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("change", AGAIN.values(), ids=AGAIN)
def test_another_build_is_the_same_whatever_is_cached(folder, paper, change):
    stored = [
        path for path in (folder / ".cache/postroom/items").rglob("*") if path.is_file()
    ]
    assert stored
    change(stored[0])

    again = build_here(folder, into=folder / "again")

    assert differing(paper.files, again.files) == []


def test_an_item_that_changed_is_read_again(tmp_path):
    a_paper(tmp_path)
    build_here(tmp_path)
    changed = item("link", "link", title="Something new altogether")
    (tmp_path / "docs/newsletter/items/link.md").write_text(changed, encoding="utf-8")

    built = build_here(tmp_path)

    assert "Something new altogether" in built.text("newsletter/2/index.html")
    assert "Worth your time of link" not in built.text("newsletter/2/index.html")


def test_both_engines_make_the_same_site(tmp_path):
    folder = a_paper(tmp_path)

    one, other = (
        build(folder, engine=engine, into=folder / engine)
        for engine in ("mkdocs", "properdocs")
    )

    assert (one.code, other.code) == (0, 0), one.output + other.output
    assert "newsletter/2/index.html" in one.files
    assert differing(without_generator(one.files), without_generator(other.files)) == []


# otherwise


def test_addresses_may_name_files(tmp_path):
    built = build_here(a_paper(tmp_path, use_directory_urls=False))

    assert "newsletter/2/index.html" in built.files
    assert broken_links(built.files, SMALL) == []
    assert findings(built.files, SMALL) == {}


def test_a_blog_in_a_folder_has_its_newsletter_there(tmp_path):
    built = build_here(a_paper(tmp_path, blog_dir="blog"))

    assert {f"blog/{path}" for path in PATHS} <= built.files.keys()
    assert broken_links(built.files, SMALL) == []
    assert findings(built.files, SMALL) == {}
    assert mentions(built, WAITING) == []


def test_a_site_without_an_address_has_pages_only(tmp_path):
    built = build_here(a_paper(tmp_path, site_url=None), strict=False)

    assert "newsletter/2/index.html" in built.files
    assert "newsletter/jobs/index.html" in built.files
    assert [p for p in built.files if re.search(r"email|feed|atom|\.ics", p)] == []
    assert b"localhost" not in built.files["newsletter/2/index.html"]
    assert broken_links(built.files, "http://localhost/") == []


def test_a_site_may_introduce_its_pages(tmp_path):
    own = {
        "newsletter.md": "# Our paper\n\nIt comes with soup.\n",
        "submit.md": "# Tell us\n\nAnything.\n",
        "newsletter/jobs.md": "# Work\n\nGood work.\n",
    }
    built = build_here(a_paper(tmp_path, {**files_of(), **own}))

    assert "It comes with soup." in built.text("newsletter/index.html")
    assert "Soup &amp; bread" in built.text("newsletter/index.html")
    assert built.text("submit/index.html").count("<h1") == 1
    assert "Good work." in built.text("newsletter/jobs/index.html")


OTHER = {
    "title": "The Other",
    "folder": "papers/other",
    "label": "other",
    "sections": ["link"],
}


def test_two_newsletters_live_side_by_side(tmp_path):
    other = files_of(
        {"more": item("link", "more", title="A link of the other one")},
        {"1": issue(sections=[section("Links", "more")], subject="The first of another")},
        folder="papers/other",
    )
    built = build_here(
        a_paper(tmp_path, {**files_of(), **other}, newsletters=(TABLE, OTHER))
    )

    assert {"newsletter/1/index.html", "papers/other/1/email.txt"} <= built.files.keys()
    assert "A link of the other one" not in built.text("newsletter/items/feed.json")
    assert uids_of(built.files, "papers/other/items/feed.json") == ["more"]
    assert broken_links(built.files, SMALL) == []
    assert findings(built.files, SMALL) == {}
    ids = [
        item["id"]
        for path in ("newsletter/feed.json", "papers/other/feed.json")
        for item in json.loads(built.files[path])["items"]
    ]
    assert len(ids) == len(set(ids)) == 3


def test_one_uid_in_two_newsletters_is_told(tmp_path):
    other = files_of(
        {"link": ITEMS["link"]},
        {"1": issue(uid="abcd", sections=[section("Links", "link")])},
        folder="papers/other",
    )
    mine = files_of(ITEMS, {**ISSUES, "1": issue(uid="abcd")})

    built = command_here(a_paper(tmp_path, {**mine, **other}, newsletters=(TABLE, OTHER)))

    assert built.code != 0
    assert "papers/other/items/link.md" in built.output
    assert "papers/other/issues/1.md" in built.output


# what is wrong


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    items = {
        **ITEMS,
        "bad1": "---\nkind: lnk\n---\n",
        "bad2": item("link", "bad2").replace("https://bad2", "javascript://bad2"),
        "bad3": item("event", "bad3").replace("Europe/London", "Europe/Nowhere"),
        "bad4": b"\xff",
        "bad5": item("link", "link"),
    }
    issues = {
        **ISSUES,
        "4": issue(sections=[section("X", "link", "nothing", "bad1")]),
        "5": "---\nsubject: No date\n---\n",
        "06": issue(number=2),
    }

    built = command_here(a_paper(tmp_path, files_of(items, issues)))

    assert built.code != 0
    assert "Traceback" not in built.output
    for path in (
        *(f"newsletter/items/bad{n}.md" for n in range(1, 5)),
        *(f"newsletter/issues/{name}.md" for name in ("2", "4", "5")),
        "newsletter/items/link.md",
    ):
        assert re.search(rf"^{path}.*\n    fix: \w", built.output, re.M), path
    assert "bad1'" not in built.output  # its file is told, not that an issue lists it


def test_a_preview_goes_on_without_what_is_broken(tmp_path):
    broken = {**ITEMS, "bad1": "---\nkind: lnk\n---\n"}
    issues = {**ISSUES, "4": "---\nsubject: No date\n---\n"}
    folder = a_paper(tmp_path, files_of(broken, issues))

    built = build_here(folder, command="serve", strict=False)

    assert "newsletter/items/bad1.md:2 [kind]" in built.output
    assert "newsletter/2/index.html" in built.files
    assert "newsletter/4/index.html" not in built.files


def test_a_page_at_the_address_of_an_issue_is_told(tmp_path):
    own = {"newsletter/1.md": "# Mine\n"}

    built = command_here(a_paper(tmp_path, {**files_of(), **own}))

    assert built.code != 0
    assert "the address /newsletter/1/ is already that of newsletter/1.md" in built.output


# hostile

EVIL = (
    "\u202ex\u200b</title></script></a>\"' onmouseover=alert(1) "
    "<script>alert(1)</script> {{ 7*191 }} "
    "{% for x in y %} {# z #} *|IF:X|* %recipient% <%= 1 %> ${7*191}"
)
LETTER = (
    "Dear {{ subscriber.name }}, {% if x %}{{ 7*191 }}{% endif %} *|UNSUB|* %recipient%\n\n"
    "`{{ 7*191 }}` and {# a #} remark. {{ config.__class__ }}"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Built:
    fields = {"by": EVIL[:80], "title": EVIL[:79]}
    items = {
        "even": item(
            "event", "even", start="2030-03-20 18:30", **fields, place=EVIL[:100], text=EVIL
        ),
        "jobs": item(
            "job", "jobs", **fields, organisation=EVIL[:100], salary=EVIL[:100], text=EVIL
        ),
        "asks": item("ask", "asks", **fields, who=EVIL[:100], text=EVIL),
        "link": item(
            "link",
            "link",
            **fields,
            text=EVIL * 2,
            url="https://a.example/?q={{7*191}}&b=<script>'\"",
        ),
        "welc": item("welcome", "welc", **fields, does=EVIL[:100], helps=EVIL[:100]),
    }
    issues = {
        "1": issue(
            LETTER,
            subject=EVIL[:70],
            preheader=EVIL[:100],
            sections=[section(EVIL, *items)],
            quote={"text": EVIL, "by": EVIL},
            sponsor={"name": EVIL, "url": "https://a.example/", "text": EVIL},
        )
    }
    folder = a_paper(
        tmp_path_factory.mktemp("hostile"),
        files_of(items, issues),
        newsletters=({**TABLE, "service": {"name": "listmonk", "action": f"{SMALL}form"}},),
    )
    return build_here(folder)


def test_nothing_that_was_sent_in_is_executed(hostile):
    found = [path for path in mentions(hostile, str(7 * 191)) if "assets/" not in path]

    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        "newsletter/index.html",
        "newsletter/1/index.html",
        "newsletter/1/email.html",
        "newsletter/jobs/index.html",
        "newsletter/asks/index.html",
        "newsletter/events/index.html",
    ],
)
def test_nothing_that_was_sent_in_is_a_script(hostile, path):
    page = html.fromstring(hostile.files[path])

    scripts = [node.text_content() for node in page.iter("script")]
    told = [script for script in scripts if "alert(1)" in script]
    handlers = [n for n in page.iter() if "onmouseover" in n.attrib]
    assert all("<" not in script for script in told)
    assert handlers == []


def test_hostile_words_break_no_feed(hostile):
    allowed = ("ContainsHTML", "ContainsUndeclaredHTML")

    assert findings(hostile.files, SMALL, allowed) == {}


def test_hostile_words_break_no_calendar(hostile):
    [event] = Calendar.from_ical(hostile.files["newsletter/events.ics"]).walk("VEVENT")

    assert "</title></script></a>" in str(event["SUMMARY"])
    assert "</title></script></a>" in str(event["LOCATION"])
    assert event["UID"] == "even@small.example"


def test_hostile_words_are_dead_in_the_mail_of_a_service(hostile):
    mail = hostile.text("newsletter/1/email.html")
    text = hostile.text("newsletter/1/email.txt")

    ours = re.compile(r'\{\{ (?:"\{"|Safe "(?:[^"\\]|\\.)*"|UnsubscribeURL) \}\}')
    for made in (mail, text):
        assert "UnsubscribeURL" in made
        assert "{{" not in ours.sub("", made)


@pytest.mark.parametrize("name", ["1", "jobs", "asks", "welcomes"])
def test_no_override_reaches_beyond_its_own_words(hostile, name):
    page = html.fromstring(hostile.files[f"newsletter/{name}/index.html"])

    for article in page.xpath('//article[starts-with(@class, "pr-item ")]'):
        for text in article.xpath('.//text()[contains(., "\u202e")]'):
            around = [text.getparent(), *text.getparent().iterancestors()]
            within = around[: around.index(article)]
            assert any(n.get("dir") or n.tag == "bdi" for n in within), text


def test_a_letter_keeps_what_looks_like_a_template(hostile):
    page = html.fromstring(hostile.files["newsletter/1/index.html"])

    letter = page.find('.//div[@class="pr-body pr-letter"]').text_content()
    assert "Dear {{ subscriber.name }}, {% if x %}{{ 7*191 }}{% endif %}" in letter
