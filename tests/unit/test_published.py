"""An address that readers have does not go without a word."""

from __future__ import annotations

import pytest
from tests.factories import URL, a_post, a_site

from postroom.checks import check_published
from postroom.reading.sitemap import parse_sitemap

SITE = a_site(a_post("lantern", slug="the-lantern"))
PAGES = {"index.html", "posts/the-lantern/index.html", "old.html", "über/index.html"}


def told(*paths: str, **options: object) -> list[str]:
    site = a_site(*SITE.posts, **options) if options else SITE
    return [f"{p}" for p in check_published(site, [URL + path for path in paths], PAGES)]


THERE = [
    "",
    "posts/the-lantern/",
    "posts/the-lantern",
    "old.html",
    "%C3%BCber/",
    "old.html?a=1",
]


@pytest.mark.parametrize("path", THERE)
def test_an_address_that_is_still_there_is_no_problem(path):
    assert told(path) == []


GONE = {
    "like that of a post": (
        "posts/the-lamp/",
        "add `aliases: [posts/the-lamp/, share/the-lamp/]` to posts/lantern.md, if that "
        "is it",
    ),
    "like nobody's": (
        "2019/04/x.html",
        "add `aliases: [2019/04/x.html]` to the front matter of what takes its place",
    ),
    "by its file": (
        "zzz/index.html",
        "add `aliases: [zzz/]` to the front matter of what takes its place",
    ),
}


@pytest.mark.parametrize(("path", "fix"), GONE.values(), ids=GONE.keys())
def test_one_that_is_gone_is_told_with_the_alias_that_keeps_it(path, fix):
    assert told(path) == [
        f"/{path}: it was published, and leads nowhere now\n    fix: {fix}"
    ]


def test_without_share_pages_none_is_to_be_kept():
    [problem] = told("posts/the-lamp/", share={"enabled": False})

    assert "`aliases: [posts/the-lamp/]`" in problem


def test_many_have_one_cause():
    problems = told(*(f"a/{number}/" for number in range(100)))

    assert len(problems) == 21
    assert problems[-1].startswith("sitemap.xml: 80 more published addresses lead nowhere")


def test_another_place_is_told_once():
    addresses = [f"https://old.example/{number}/" for number in range(9)]

    [problem] = check_published(SITE, addresses, PAGES)
    assert f"{problem}" == (
        "mkdocs.yml [site_url]: none of the 9 published addresses begins with "
        "https://example.org/\n"
        "    fix: let the old place redirect to the new, address by address"
    )


def test_nothing_published_is_nothing_lost():
    assert [*check_published(SITE, (), PAGES)] == []


def test_a_sitemap_is_its_addresses():
    source = (
        b"<?xml version='1.0'?><urlset><url><loc>https://a.example/x?a=1&amp;b=2</loc>"
        b"<lastmod>2026-01-01</lastmod></url><url><loc>\n https://a.example/y/ </loc></url>"
        b"<url><loc><![CDATA[https://a.example/z/]]></loc></url></urlset>"
    )

    assert parse_sitemap(source) == (
        "https://a.example/x?a=1&b=2",
        "https://a.example/y/",
        "https://a.example/z/",
    )


def test_what_is_no_sitemap_has_none():
    assert parse_sitemap(b"<html>Not found") == ()
