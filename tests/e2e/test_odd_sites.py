"""What people really type, paste and save builds strictly, and comes out whole."""

from __future__ import annotations

import json
import re

import html5lib
import pytest
from lxml import etree
from tests.e2e import sites
from tests.e2e.building import SMALL, a_post, a_site, build_here, command_here
from tests.e2e.reading import findings, head_of, items_of, title_of, uids_of

pytestmark = pytest.mark.e2e
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
PAGE = "posts/odd/index.html"
SHARE = "share/odd/index.html"


def test_builds_strictly(odd):
    assert odd.code == 0, odd.output
    assert "WARNING" not in odd.output


def test_every_xml_file_is_well_formed(odd):
    files = [path for path in odd.files if path.endswith((".xml", ".opml", ".svg"))]

    assert len(files) > 10
    for path in files:
        etree.fromstring(odd.files[path])


def test_every_feed_pleases_the_judge(odd):
    # the titles do hold what looks like a tag, and mean it
    allowed = ("ContainsHTML", "ContainsUndeclaredHTML")

    assert findings(odd.files, SMALL, allowed) == {}


def test_no_file_holds_a_control_character(odd):
    texts = [
        p for p in odd.files if p.endswith((".html", ".xml", ".json", ".opml", ".txt"))
    ]

    assert [path for path in texts if CONTROL.search(odd.files[path])] == []


def test_nothing_in_a_head_ends_it_early(odd):
    for path, document in odd.files.items():
        if path.endswith(".html"):
            head, end, _ = document.decode().partition("</head>")
            parsed = html5lib.parse(f"{head}{end}<body></body></html>", treebuilder="lxml")
            body = parsed.getroot()[-1]
            assert len(body) == 0, path
            assert not (body.text or "").strip(), path


@pytest.mark.parametrize("path", [PAGE, SHARE])
def test_a_head_says_the_title_as_it_was_meant(odd, path):
    previewed = head_of(odd.files[path]).find('meta[@property="og:title"]')

    assert title_of(odd.files[path]).startswith(sites.CLEAN_TITLE)
    assert previewed.get("content") == sites.CLEAN_TITLE


@pytest.mark.parametrize("path", ["index.html", "404.html"])
def test_a_head_says_the_name_of_the_site_as_it_was_meant(odd, path):
    assert title_of(odd.files[path]).endswith(sites.ODD_NAME)


@pytest.mark.parametrize("path", [PAGE, SHARE])
def test_data_for_machines_says_what_was_meant(odd, path):
    head = head_of(odd.files[path])
    data = json.loads(head.findtext('script[@type="application/ld+json"]'))

    assert data["headline"] == sites.CLEAN_TITLE
    assert data["description"] == sites.CLEAN_TITLE
    assert data["author"][0]["name"] == sites.CLEAN_AUTHOR
    assert data["publisher"]["name"] == sites.ODD_NAME


def test_feeds_say_what_was_meant(odd):
    [item] = [item for item in items_of(odd.files) if "oddodd" in item["id"]]

    assert item["title"] == sites.CLEAN_TITLE
    assert item["summary"] == sites.CLEAN_TITLE
    assert item["authors"][0]["name"] == sites.CLEAN_AUTHOR
    assert set(item["tags"]) == {sites.CLEAN_TERM}
    assert json.loads(odd.files["feed.json"])["title"] == sites.ODD_NAME


def test_embeds_say_what_was_meant(odd):
    said = json.loads(odd.files["share/odd/oembed.json"])

    assert said["title"] == sites.CLEAN_TITLE
    assert said["author_name"] == sites.CLEAN_AUTHOR
    assert said["provider_name"] == sites.ODD_NAME


def test_a_file_from_windows_reads_as_any_other(odd):
    [item] = [item for item in items_of(odd.files) if "windows" in item["id"]]

    assert item["title"] == "From Windows"
    assert item["content_html"] == "<p>Zwei</p>\n<p>Zeilen</p>"
    assert b"\r" not in odd.files["feed.json"]


def test_times_with_and_without_zone_stand_in_the_order_of_their_instants(odd):
    assert uids_of(odd.files) == [
        "oddodd",
        "ueber1",
        "windows",
        "west12",
        "east12",
        "before",
    ]


CONFIGS = {
    "its name": {"site_name": "A \x00 B"},
    "its description": {"site_description": "A \x0b B"},
}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS.keys())
def test_a_control_character_does_no_harm_in(config, tmp_path):
    built = build_here(a_site(tmp_path, {"posts/a.md": a_post()}, **config))

    assert findings(built.files, SMALL, ("ArchiveIncomplete",)) == {}
    texts = [p for p in built.files if p.endswith((".html", ".xml", ".json", ".opml"))]
    assert [path for path in texts if CONTROL.search(built.files[path])] == []


def test_a_readme_introduces_the_list_of_posts(tmp_path):
    files = {"posts/a.md": a_post(), "posts/README.md": "# Our letters\n\nWelcome in.\n"}

    built = build_here(a_site(tmp_path, files))

    assert "Welcome in." in built.text("posts/index.html")
    assert len(items_of(built.files)) == 1


def test_a_plugin_that_is_switched_off_does_nothing(tmp_path):
    built = build_here(
        a_site(tmp_path, {"posts/a.md": a_post()}, options={"enabled": False})
    )

    assert "feed.xml" not in built.files
    assert "posts/a/index.html" in built.files


def test_a_list_of_the_latest_says_how_each_essay_begins(tmp_path):
    page = "# Now\n\n<!-- postroom:latest count=1 -->\n"
    files = {"now.md": page, "posts/a.md": a_post("A", "How it begins.", uid="aaaa")}

    built = build_here(a_site(tmp_path, files))

    assert "How it begins." in built.text("now/index.html")


def test_a_menu_may_lead_home_and_to_names_of_any_letters(tmp_path):
    menu = [{"Home": "."}, {"Über": "über/"}]
    files = {"posts/a.md": a_post(uid="aaaa"), "über.md": "# Über\n"}

    built = build_here(a_site(tmp_path, files, options={"menu": menu}))

    assert built.code == 0, built.output


def test_an_introduction_stands_at_the_address_of_its_list(tmp_path):
    files = {"posts/a.md": a_post(uid="aaaa"), "posts.md": "# All of them\n"}

    built = build_here(a_site(tmp_path, files, use_directory_urls=False))

    assert "All of them" in built.text("posts/index.html")


def test_a_page_cannot_take_the_place_of_a_share_page(tmp_path):
    files = {"posts/a.md": a_post(uid="aaaa"), "share/a.md": "# Mine\n"}

    built = command_here(a_site(tmp_path, files))

    assert built.code == 1
    told = "the address /share/a/ is already that of the share page of posts/a.md"
    assert f"share/a.md: {told}\n    fix: give the page another name" in built.output


def test_many_long_essays_of_one_year_build(tmp_path):
    files = {
        f"posts/e{n}.md": a_post(f"E{n}", "words " * 6000, uid=f"uid{n:02}")
        for n in range(18)
    }

    built = build_here(a_site(tmp_path, files))

    assert built.code == 0, built.output
    assert len(built.files["feed.xml"]) < 512_000
