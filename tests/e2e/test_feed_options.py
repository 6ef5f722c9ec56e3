"""What an owner sets of the feeds shows in them, and nothing else changes."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from tests.e2e import sites
from tests.e2e.building import SMALL, Built, a_post, a_site, build_here
from tests.e2e.reading import (
    ATOM,
    feeds_of,
    findings,
    items_of,
    links_of,
    uids_of,
    urls_of_posts,
)
from tests.judges.roundtrip import read_with_feedparser

pytestmark = pytest.mark.e2e
HUB = "https://hub.example/"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(scope="module")
def summaries(tmp_path_factory) -> Built:
    options = {"feeds": {**sites.FEEDS, "content": "summary"}}
    return build_here(sites.rich(tmp_path_factory.mktemp("summaries"), options=options))


@pytest.mark.parametrize(("old", "new"), sites.FEEDS["aliases"].items())
def test_an_old_address_serves_the_feed_itself(rich, old, new):
    assert rich.files[old] == rich.files[new]


def test_an_old_address_is_listed_nowhere(rich):
    for old in sites.FEEDS["aliases"]:
        assert [path for path, text in rich.files.items() if old.encode() in text] == []


def test_a_hub_is_named_in_every_feed_one_subscribes_to(rich):
    for feed in feeds_of(rich.files):
        told = [links_of(rich.files, path).get("hub") for path in (feed.rss, feed.atom)]
        told += [
            hub["url"]
            for hub in json.loads(rich.files[feed.json]).get("hubs", [{"url": None}])
        ]
        assert told == [None if feed.is_archive else HUB] * 3, feed


def test_every_feed_with_all_options_pleases_the_judge(rich):
    assert findings(rich.files, SMALL) == {}


def test_summaries_leave_the_essays_out(summaries):
    for feed in feeds_of(summaries.files):
        items = items_of(summaries.files, feed.json)
        assert [item for item in items if "content_html" in item] == []
        for path in (feed.rss, feed.atom):
            root = etree.fromstring(summaries.files[path])
            assert next(root.iter(CONTENT, f"{ATOM}content"), None) is None, path
    assert findings(summaries.files, SMALL) == {}


def test_summaries_keep_every_entry_and_id(rich, summaries):
    for feed in feeds_of(rich.files):
        full, short = (
            [
                entry._replace(html="")
                for entry in read_with_feedparser(built.files[feed.atom])
            ]
            for built in (rich, summaries)
        )
        assert full == short, feed


VIEWS = {
    "categories/letters/": {"first1", "second"},
    "categories/replies/": {"second"},
    "tags/paper/": {"first1", "second"},
    "tags/ink/": {"second"},
    "series/correspondence/": {"first1", "second"},
    "authors/ines/": {"first1", "second"},
    "": {"first1", "second", "third3"},
}


@pytest.mark.parametrize(("folder", "uids"), VIEWS.items())
def test_each_view_has_feeds_of_its_own_posts(rich, folder, uids):
    for name in ("feed.xml", "atom.xml"):
        entries = read_with_feedparser(rich.files[folder + name])
        assert {str(entry.id).rpartition("/")[2] for entry in entries} == uids
    assert set(uids_of(rich.files, f"{folder}feed.json")) == uids


def test_there_are_no_other_feeds(rich):
    found = {feed.folder for feed in feeds_of(rich.files) if not feed.is_archive}

    assert found == VIEWS.keys()


def test_a_limit_shortens_feeds_but_not_archives(tmp_path):
    built = build_here(sites.rich(tmp_path, options={"feeds": {"limit": 1}}))

    assert len(items_of(built.files)) == 1
    assert len(items_of(built.files, "categories/letters/feed.json")) == 1
    assert len(items_of(built.files, "series/correspondence/feed.json")) == 2
    assert len(items_of(built.files, "feeds/archive/2026.json")) == 2


def test_while_there_is_no_archive_the_feed_holds_every_essay_however_long(tmp_path):
    files = {f"posts/{name}.md": a_post(name, "words " * 2500) for name in "abc"}

    built = build_here(a_site(tmp_path, files, options={"feeds": {"max_kb": 20}}))

    links = {item["url"] for item in items_of(built.files)}
    assert links == set(urls_of_posts(built.files))


def test_files_that_the_owner_wrote_are_kept(tmp_path):
    own = {
        "robots.txt": "User-agent: *\nDisallow: /\n",
        "feeds.md": "# Follow\n\nGladly.\n",
    }

    built = build_here(sites.rich(tmp_path, files=own))

    assert built.text("robots.txt") == own["robots.txt"]
    assert "Gladly." in built.text("feeds/index.html")


def test_a_site_in_its_first_year_has_feeds_that_please_the_judge(tmp_path):
    files = {"posts/a.md": a_post(), "posts/b.md": a_post("B", date="2026-05-06")}

    built = build_here(a_site(tmp_path, files))

    assert findings(built.files, SMALL) == {}


@pytest.mark.parametrize("home", [True, False], ids=["with a page", "without any page"])
def test_a_site_without_posts_has_feeds_that_please_the_judge(tmp_path, home):
    folder = a_site(tmp_path, {})
    if not home:
        (folder / "docs/index.md").unlink()

    built = build_here(folder, strict=False)

    assert {"feed.xml", "atom.xml", "feed.json", "feeds.opml"} <= built.files.keys()
    assert findings(built.files, SMALL) == {}
