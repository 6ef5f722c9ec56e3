"""A site with mkdocs-material's blog moves by one line of `mkdocs.yml`."""

from __future__ import annotations

import re

import pytest
from tests.e2e.building import a_site, build_here
from tests.e2e.links import broken_links
from tests.e2e.reading import findings

pytestmark = pytest.mark.e2e
MOVING = "https://moving.example/"
KINDS = {
    "posts": r"blog/\d{4}/\d\d/\d\d/[^/]+/index\.html",
    "categories": r"blog/category/[^/]+/index\.html",
    "authors": r"blog/author/[^/]+/index\.html",
    "archives": r"blog/archive/\d{4}/index\.html",
    "further pages of the list": r"blog/page/\d+/index\.html",
    "further pages of categories": r"blog/category/[^/]+/page/\d+/index\.html",
    "everything else": r"(?!blog/).*\.html",
}


@pytest.mark.parametrize("name", ["theirs", "ours"])
def test_builds_strictly_before_and_after(name, request):
    built = request.getfixturevalue(name)

    assert built.code == 0, built.output
    assert not re.search("WARNING|Traceback", built.output)


@pytest.mark.parametrize("pattern", KINDS.values(), ids=KINDS.keys())
def test_every_address_stays(theirs, ours, pattern):
    before = [path for path in theirs.files if re.fullmatch(pattern, path)]

    assert before
    assert [path for path in before if path not in ours.files] == []


def test_no_post_is_added_or_lost(theirs, ours):
    posts = [
        {path for path in built.files if re.fullmatch(KINDS["posts"], path)}
        for built in (theirs, ours)
    ]

    assert posts[0] == posts[1]


def test_the_index_keeps_its_introduction(ours):
    assert "What we wrote." in ours.text("blog/index.html")


def test_the_blog_has_no_broken_link(ours):
    assert broken_links(ours.files, MOVING) == []


def test_the_blog_gets_feeds_that_please_the_judge(ours):
    assert "blog/feed.xml" in ours.files
    assert findings(ours.files, MOVING) == {}


def test_reading_times_and_further_reading_stay(ours):
    [path] = [
        path for path in ours.files if "/whats-new-in-c" in path and "share" not in path
    ]

    assert "15 min" in ours.text(path)
    assert 'href="https://rust.example/"' in ours.text(path)
    assert "The first letter</a>" in ours.text(path)


def test_dates_of_their_own_do_not_stop_a_move(tmp_path):
    post = "---\ndate:\n  created: 2024-01-31\n  checked: 2024-05-01\n---\n\n# Dates\n"
    folder = a_site(
        tmp_path,
        {"blog/posts/dates.md": post, "blog/index.md": "# Blog\n"},
        options={"layout": "material-blog"},
    )

    assert "blog/2024/01/31/dates/index.html" in build_here(folder, strict=False).files


def test_posts_in_their_folder_are_hinted_at_when_the_layout_was_forgotten(tmp_path):
    post = "---\ndate: 2024-01-31\n---\n\n# Forgotten\n\nText.\n"

    built = build_here(a_site(tmp_path, {"blog/posts/a.md": post}), strict=False)

    assert "set the option `layout: material-blog`" in built.output
