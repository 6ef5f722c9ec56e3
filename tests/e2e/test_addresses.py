"""Wherever a site is served and however its addresses are written, all of them lead on."""

from __future__ import annotations

import pytest
from tests.e2e import sites
from tests.e2e.building import SMALL, Built, a_post, a_site, build_here
from tests.e2e.links import broken_links
from tests.e2e.papers import MAIL, TABLE, files_of, issue, item, section

pytestmark = pytest.mark.e2e
AT_PATH = "https://user.example/repo/"
GROUP = "name: The Humber Society\nkind: association\naliases: [hull]\n"
FILES = {
    **sites.RICH,
    **files_of(
        {"jobs": item("job", "jobs"), "even": item("event", "even")},
        {
            "1": issue(
                "Dear all, [read](../../posts/first.md#a-part).",
                aliases=["letters/may/"],
                reprint="allowed",
                sections=[section("All", "jobs", "even", posts=["moved"])],
            )
        },
    ),
    "groups/humber.yml": GROUP,
    "ü page.md": "---\naliases: [us.html, 東京/]\n---\n# Us\n\n[One](posts/first.md)\n",
    "posts/moved.md": a_post(
        "Moved & more",
        "To [us](../ü%20page.md#us), and [on](first.md). ![](table.png)",
        uid="moved1",
        reprint="allowed",
        aliases=["posts/ever so old/", "share/old/", "2019/05/old.html"],
        links=["ü page.md", {"The second": "posts/second.md"}],
    ),
    "internal/notes.md": "# Notes\n",
    "internal/unfinished.md": "# Unfinished\n",
    "posts/kept-back.md": a_post("Kept back", uid="keptba"),
    "posts/in-the-works.md": a_post("In the works", uid="inwork"),
    "posts/unlisted.md": a_post("Unlisted", uid="unlist"),
}
SETTINGS = {
    "repo_url": "https://github.com/small/site",
    "edit_uri": "edit/main/docs/",
    "exclude_docs": "internal/notes.md\nposts/kept-back.md\n",
    "draft_docs": "internal/unfinished.md\nposts/in-the-works.md\n",
    "not_in_nav": "posts/unlisted.md\n",
    "markdown_extensions": ["footnotes", "pymdownx.superfences"],
}
OPTIONS = {
    "licence": "CC-BY-4.0",
    "kits": {"permission": "allowed"},
    "menu": [{"Us": "ü page/"}],
    "newsletters": [{**TABLE, "mail": MAIL}],
    "feeds": {**sites.FEEDS, "aliases": {"old.xml": "groups/humber/feed.xml"}},
    "pagination_per_page": 2,
}
WAYS = {
    "folders at the root": (SMALL, True, True),
    "folders below a path": (AT_PATH, True, True),
    "files at the root": (SMALL, False, True),
    "files below a path": (AT_PATH, False, True),
    "files in Material's look": (SMALL, False, False),
    "folders in Material's look, below a path": (AT_PATH, True, False),
}


@pytest.fixture(scope="module", params=WAYS.values(), ids=WAYS.keys())
def served(request, tmp_path_factory) -> tuple[Built, str, bool]:
    """A site with everything, where it is served, and whether addresses name files."""
    url, folders, magazine = request.param
    menu = [{"Us": "ü page/" if folders else "ü page.html"}]
    folder = a_site(
        tmp_path_factory.mktemp("served"),
        FILES,
        options={**OPTIONS, "menu": menu, "magazine": magazine},
        site_url=url.rstrip("/"),
        use_directory_urls=folders,
        **SETTINGS,
    )
    return build_here(folder), url, not folders


def test_every_address_of_every_file_leads_somewhere(served):
    built, url, names_files = served
    # a server shows that page for what is missing: its addresses start at the root
    files = {path: text for path, text in built.files.items() if path != "404.html"}

    assert broken_links(files, url, names_files=names_files) == []


WITHHELD = ("kept-back", "keptba", "in-the-works", "inwork", "unfinished", "notes")


def test_nothing_leads_to_what_is_withheld(served):
    built, _, _ = served

    assert [path for path in built.files if any(name in path for name in WITHHELD)] == []
    texts = [text for path, text in built.files.items() if not path.endswith(".png")]
    assert [name for name in WITHHELD[:4] if any(name.encode() in t for t in texts)] == []
    assert any("unlisted" in path for path in built.files)


def test_former_addresses_are_pages_and_on_no_list(served):
    built, _, _ = served
    former = {
        "posts/ever so old/index.html",
        "2019/05/old.html",
        "share/old/index.html",
        "share/old/kit/index.html",
        "letters/may/index.html",
        "letters/may/email.html",
        "letters/may/kit/index.html",
        "us.html",
        "東京/index.html",
        "groups/hull/feed.json",
        "old.xml",
    }

    assert former - {*built.files} == set()
    lists = [path for path in built.files if path.endswith((".xml", ".json", ".opml"))]
    said = b"".join(built.files[path] for path in lists)
    for name in (b"ever%20so%20old", b"ever so old", b"letters/may", b"2019/05/old"):
        assert name not in said
