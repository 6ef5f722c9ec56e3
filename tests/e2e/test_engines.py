"""The example site is the same, whichever engine builds it, where and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from lxml import etree
from tests.e2e.building import NOW, Built
from tests.e2e.reading import differing, items_of, post_feeds_of, urls_of_posts

pytestmark = pytest.mark.e2e
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
SAY_WHAT_IS_NEXT = {
    "newsletter/index.html",
    "newsletter/5/index.html",
    "submit/index.html",
}
"""The pages that tell when the next issue comes, which depends on the day."""

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def without_generator(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: GENERATOR.sub(b"", document) for path, document in files.items()}


@pytest.mark.parametrize("name", ["example", "example_by_properdocs"])
def test_builds_without_a_word_of_complaint(name, request):
    built: Built = request.getfixturevalue(name)

    assert built.code == 0, built.output
    assert not re.search("WARNING|ERROR|Traceback", built.output)


def test_both_engines_make_the_same_site(example, example_by_properdocs):
    theirs = without_generator(example_by_properdocs.files)

    assert differing(without_generator(example.files), theirs) == []


def test_another_day_place_zone_and_locale_make_the_same_site(example, example_elsewhere):
    assert example_elsewhere.code == 0, example_elsewhere.output
    assert set(differing(example.files, example_elsewhere.files)) == SAY_WHAT_IS_NEXT


@pytest.mark.parametrize("path", ["robots.txt", ".nojekyll", "404.html", "sitemap.xml"])
def test_has_what_a_host_looks_for(example, path):
    assert path in example.files


def test_robots_are_shown_the_map(example):
    assert "Sitemap: https://longtable.example/sitemap.xml" in example.text("robots.txt")


def test_the_map_dates_each_post_by_its_last_change(example):
    changed = {}
    for feed in post_feeds_of(example.files):
        for item in items_of(example.files, feed.json):
            changed[item["url"]] = item["date_modified"][:10]
    mapped = dates_on_map(example)

    assert changed.keys() == set(urls_of_posts(example.files))
    assert {url: mapped.get(url) for url in changed} == changed


def test_the_map_never_says_today(example):
    today = f"{datetime.fromtimestamp(NOW, UTC):%Y-%m-%d}"

    assert today not in dates_on_map(example).values()


def dates_on_map(built: Built) -> dict[str, str]:
    root = etree.fromstring(built.files["sitemap.xml"])
    return {
        found.findtext(f"{MAPS}loc"): found.findtext(f"{MAPS}lastmod", "")
        for found in root.iter(f"{MAPS}url")
    }
