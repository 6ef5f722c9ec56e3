"""The feeds of the example site please every judge, and say the same in every format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from tests.e2e.building import Built
from tests.e2e.reading import (
    discovered,
    documents_of,
    feeds_of,
    findings,
    is_for_a_group,
    items_of,
    post_feeds_of,
    urls_of_posts,
    walk_back,
)
from tests.judges.roundtrip import read_json_feed, read_with_feedparser

pytestmark = pytest.mark.e2e
SITE = "https://longtable.example/"


def test_every_feed_pleases_the_judge(example):
    assert len(documents_of(example.files)) > 30
    assert findings(example.files, SITE) == {}


def test_every_feed_below_a_path_pleases_the_judge(example_at_path):
    assert findings(example_at_path.files, "https://user.example/repo/") == {}


def test_readers_get_the_same_from_every_format(example):
    for feed in feeds_of(example.files):
        rss = read_with_feedparser(example.files[feed.rss])
        atom = read_with_feedparser(example.files[feed.atom])
        json_feed = read_json_feed(example.files[feed.json])

        assert atom == json_feed, feed
        assert rss == tuple(entry._replace(updated=None) for entry in json_feed), feed


def test_no_feed_lists_a_post_twice_or_misses_one_of_its_own(example):
    every = {item["url"] for item in _archived(example)}

    assert every == set(urls_of_posts(example.files))
    for feed in post_feeds_of(example.files):
        urls = [item["url"] for item in items_of(example.files, feed.json)]
        assert len(urls) == len(set(urls))
        assert every.issuperset(urls)


def _archived(built: Built) -> Iterator[dict[str, Any]]:
    for feed in post_feeds_of(built.files):
        if feed.is_archive:
            yield from items_of(built.files, feed.json)


@pytest.mark.parametrize("start", ["feed.xml", "atom.xml", "feed.json"])
@pytest.mark.parametrize("name", ["example", "odd", "rich"])
def test_archives_lead_back_to_every_post(name, start, request):
    built: Built = request.getfixturevalue(name)
    site = SITE if name == "example" else "https://small.example/"

    found = set(walk_back(built.files, site, start))

    assert found == set(urls_of_posts(built.files))


@pytest.mark.parametrize("name", ["example", "rich"])
def test_the_list_of_feeds_has_exactly_those_that_exist(name, request):
    built: Built = request.getfixturevalue(name)
    site = SITE if name == "example" else "https://small.example/"
    outlines = etree.fromstring(built.files["feeds.opml"]).iter("outline")
    listed = [found.get("xmlUrl") for found in outlines]

    existing = [
        site + feed.rss
        for feed in feeds_of(built.files)
        if not feed.is_archive and not is_for_a_group(feed.rss)
    ]
    assert sorted(listed) == sorted(existing)


def test_the_page_of_feeds_links_every_one(example):
    page = example.text("feeds/index.html")
    paths = [
        path
        for path in documents_of(example.files)
        if "feeds/archive/" not in path and not is_for_a_group(path)
    ]

    assert [path for path in paths if f'href="../{path}"' not in page] == []


def test_every_page_offers_feeds_its_own_first(example):
    for path, document in example.files.items():
        is_notice = re.fullmatch("newsletter/(?:jobs|events)/[^/]+/index.html", path)
        stands_alone = path.startswith("share/") or "/kit/" in path or is_notice
        if not path.endswith("index.html") or stands_alone:
            continue
        own = path.replace("index.html", "feed.xml")
        first = own if own in example.files else "feed.xml"
        offered = discovered(document)
        assert offered[:1] == [SITE + first], path
        assert {url.removeprefix(SITE) for url in offered} <= example.files.keys(), path
        assert {SITE + name for name in ("feed.xml", "atom.xml", "feed.json")} <= {*offered}
