"""What an owner sets of the feeds shows in them, and nothing else changes."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from tests.e2e import sites
from tests.e2e.building import SMALL, Built, a_post, a_site, build_here
from tests.e2e.reading import ATOM, documents_of, feeds_of, items_of
from tests.e2e.test_feeds import findings
from tests.judges.roundtrip import read_with_feedparser

pytestmark = pytest.mark.e2e
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(scope="module")
def summaries(tmp_path_factory) -> Built:
    options = {"feeds": {**sites.FEEDS, "content": "summary"}}
    return build_here(sites.rich(tmp_path_factory.mktemp("summaries"), options=options))


@pytest.mark.parametrize(("old", "new"), sites.FEEDS["aliases"].items())
def test_an_old_address_serves_the_feed_itself(rich, old, new):
    assert rich.files[old] == rich.files[new]
    assert (rich.folder / old).stat().st_mtime == (rich.folder / new).stat().st_mtime


def test_an_old_address_is_listed_nowhere(rich):
    for old in sites.FEEDS["aliases"]:
        assert [path for path, text in rich.files.items() if old.encode() in text] == []


def test_a_hub_is_named_in_every_feed_one_subscribes_to(rich):
    for folder, year in feeds_of(rich.files):
        links = [
            {link.get("href") for link in etree.fromstring(rich.files[path]).iter(f"{ATOM}link")}
            for path in (f"{folder}{year}.xml", f"{folder}{year}.atom.xml")
            if year
        ] or [
            {link.get("href") for link in etree.fromstring(rich.files[path]).iter(f"{ATOM}link")}
            for path in (f"{folder}feed.xml", f"{folder}atom.xml")
        ]
        feed = json.loads(rich.files[f"{folder}{year or 'feed'}.json"])
        assert ["https://hub.example/" in found for found in links] == [not year] * 2, folder
        hubs = [] if year else [{"type": "WebSub", "url": "https://hub.example/"}]
        assert feed.get("hubs", []) == hubs


def test_every_feed_with_all_options_pleases_the_judge(rich):
    assert findings(rich.files, SMALL) == {}


def test_summaries_leave_the_essays_out(summaries):
    for path in documents_of(summaries.files):
        if path.endswith(".json"):
            assert all("content_html" not in item for item in items_of(summaries.files, path))
        elif path.endswith(".xml"):
            root = etree.fromstring(summaries.files[path])
            assert next(root.iter(CONTENT, f"{ATOM}content"), None) is None, path
    assert findings(summaries.files, SMALL) == {}


def test_summaries_keep_every_entry_and_id(rich, summaries):
    for path in documents_of(rich.files):
        if path.endswith("atom.xml"):
            full, short = (read_with_feedparser(b.files[path]) for b in (rich, summaries))
            assert [e._replace(html="") for e in full] == [e._replace(html="") for e in short]


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
    items = items_of(rich.files, f"{folder}feed.json")
    assert {str(item["id"]).rpartition("/")[2] for item in items} == uids


def test_there_are_no_other_feeds(rich):
    found = {folder for folder, year in feeds_of(rich.files) if not year}

    assert found == VIEWS.keys()


def test_a_limit_shortens_feeds_but_not_archives(tmp_path):
    built = build_here(sites.rich(tmp_path, options={"feeds": {"limit": 1}}))

    assert len(items_of(built.files)) == 1
    assert len(items_of(built.files, "categories/letters/feed.json")) == 1
    assert len(items_of(built.files, "series/correspondence/feed.json")) == 2
    assert len(items_of(built.files, "feeds/archive/2026.json")) == 2


def test_files_that_the_owner_wrote_are_kept(tmp_path):
    own = {"robots.txt": "User-agent: *\nDisallow: /\n", "feeds.md": "# Follow us\n\nGladly.\n"}

    built = build_here(sites.rich(tmp_path, files=own))

    assert built.text("robots.txt") == own["robots.txt"]
    assert "Gladly." in built.text("feeds/index.html")


def test_a_site_in_its_first_year_has_feeds_that_please_the_judge(tmp_path):
    built = build_here(a_site(tmp_path, {"posts/a.md": a_post(), "posts/b.md": a_post("B")}))

    assert findings(built.files, SMALL) == {}


@pytest.mark.parametrize("home", [True, False], ids=["with a page", "without any page"])
def test_a_site_without_posts_has_feeds_that_please_the_judge(tmp_path, home):
    folder = a_site(tmp_path, {})
    if not home:
        (folder / "docs/index.md").unlink()

    built = build_here(folder, strict=False)

    assert {"feed.xml", "atom.xml", "feed.json", "feeds.opml"} <= built.files.keys()
    assert findings(built.files, SMALL) == {}
