"""Beside other plugins: both do what they are for, in every output, or a problem says why.

Each site is built twice: what is kept of the first build does no harm in the second.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from mkdocs.exceptions import Abort
from PIL import Image
from tests.e2e.building import SMALL, Built, a_post, build_here
from tests.e2e.links import broken_links
from tests.e2e.papers import a_paper, files_of, issue, item, section
from tests.e2e.reading import differing, title_of

from postroom.engines.mkdocs.failures import explain_disk

pytest.importorskip("mkdocs_macros", reason="needs the extra `plugins`")
pytestmark = pytest.mark.e2e


def a_picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (700, 400), "#a52").save(drawn, "PNG")
    return drawn.getvalue()


FIRST = "One *word*.\n\n![A picture](pic.png)\n\n## A part\n\nOn: [two](second.md)."
FILES = {
    **files_of(
        {"jobs": item("job", "jobs", text="Braces {{ stay }} here.")},
        {
            "1": issue(
                "Dear all, [read](../../posts/first.md).\n\n![A pic](../../posts/pic.png)",
                reprint="allowed",
                sections=[section("All", "jobs", posts=["first"])],
            )
        },
    ),
    "posts/first.md": a_post(
        "First & foremost",
        FIRST,
        uid="first1",
        reprint="allowed",
        tags=["a"],
        image="pic.png",
    ),
    "posts/second.md": a_post("Second", uid="second", date="2026-03-05"),
    "posts/pic.png": a_picture(),
    "guide/index.md": "# Guide\n\nText.\n",
    "guide/more.md": "# More\n\nText.\n",
}
MAIL, KIT = "newsletter/1/email.html", "share/first/kit/first.txt"


@dataclass(frozen=True)
class Site:
    """A small site with something of everything, and with other plugins."""

    plugins: tuple[str | Mapping[str, Any], ...]
    files: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    is_tracked: bool = False

    def write(self, folder: Path) -> Path:
        a_paper(folder, {**FILES, **self.files}, options={"licence": "CC-BY-4.0"})
        path = folder / "mkdocs.yml"
        settings = yaml.safe_load(path.read_text("utf-8"))
        settings["plugins"] += self.plugins
        path.write_text(
            yaml.safe_dump({**settings, **self.config}, sort_keys=False), "utf-8"
        )
        if self.is_tracked:
            name = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
            for command in (["init", "-q"], ["add", "."], [*name, "commit", "-qm", "a"]):
                subprocess.run(["git", *command], cwd=folder, check=True)
        return folder


def see_macros(built: Built) -> None:
    for path in ("posts/first/index.html", "feed.xml", "share/first/index.html", KIT):
        assert "2 in Small Site" in built.text(path)
    for path in (MAIL, "newsletter/1/email.txt", "newsletter/1/index.html"):
        assert "Dear folks" in built.text(path)
        assert "Braces {{ stay }} here." in built.text(
            path
        )  # a member's text is no program
    kept = json.dumps([built.text(path) for path in built.files if "/search/" in path])
    assert "2 in Small Site" in kept


def see_glightbox(built: Built) -> None:
    page = built.text("posts/first/index.html")

    assert 'class="glightbox"' in page
    assert "assets/javascripts/glightbox.min.js" in page
    for path in (
        "feed.xml",
        MAIL,
        KIT,
        "share/first/kit/first.html",
        "share/first/index.html",
    ):
        assert "glightbox" not in built.text(path)
        assert "pic.png</" not in built.text(path)
    assert 'href="https://small.example/posts/pic.png"' not in built.text("feed.json")


def see_redirects(built: Built) -> None:
    assert "../posts/first/" in built.text("older/index.html")
    assert "../guide/more/" in built.text("old/index.html")
    assert b"old" not in built.files["sitemap.xml"]


def see_minified(built: Built) -> None:
    page = built.text("posts/first/index.html")

    assert "\n\n" not in page
    assert title_of(page.encode()) == "First & foremost – Small Site"
    assert "application/ld+json" in page
    assert built.text("share/first/index.html").startswith("<!doctype html>\n")


def see_dates(built: Built) -> None:
    [entry] = [
        e for e in json.loads(built.text("feed.json"))["items"] if "first1" in e["id"]
    ]

    assert entry["date_published"].startswith("2026-03-04")
    assert "git-revision" not in built.text(MAIL)


def see_feeds(built: Built) -> None:
    theirs = etree.fromstring(built.files["feed_rss_created.xml"])

    assert [each.text for each in theirs.iterfind(".//item/title")] == [
        "Second",
        "First & foremost",
        "A letter",
    ]
    assert theirs.findtext(".//item/link") == f"{SMALL}posts/second/"
    assert etree.fromstring(built.files["feed.xml"]).findtext(".//item/title") == "Second"


def see_links(built: Built) -> None:
    assert "https://" not in built.text("guide/index.html").replace(SMALL, "").replace(
        "https://github.com/small/site", ""
    )


def see_one_card(built: Built) -> None:
    assert built.text("posts/first/index.html").count('property="og:image"') == 1


def menu_of(built: Built, path: str = "guide/more/index.html") -> list[tuple[str, str]]:
    menus = etree.HTML(built.text(path)).xpath("//nav[@class='pr-menu']//a")
    return [(link.text, link.get("href")) for link in menus]


def see_menu(built: Built) -> None:
    assert [each for each in menu_of(built) if each[0] == "Hand book"] == [
        ("Hand book", "../")
    ]


def see_written_menu(built: Built) -> None:
    assert ("Handbook", "../") in menu_of(built)


def see_section(built: Built) -> None:
    for path, own in (("guide/index.html", "./"), ("guide/more/index.html", "../")):
        [contents] = etree.HTML(built.text(path)).xpath("//nav[@class='pr-contents']")
        links = [(link.text, link.get("href")) for link in contents.iter("a")]
        assert links[0] == ("Guide", own)
        assert [name for name, _ in links] == ["Guide", "More"]


def see_defaults(built: Built) -> None:
    assert "tags/deep/index.html" in built.files
    [entry] = [
        e for e in json.loads(built.text("feed.json"))["items"] if "first1" in e["id"]
    ]
    assert sorted(entry["tags"]) == ["a", "deep"]
    assert "unready" not in b"".join(built.files.values()).decode("latin-1")
    assert 'content="Of the guide"' in built.text("guide/index.html")


MACROS = FILES["posts/first.md"].replace(
    "One *word*.", "{{ 1 + 1 }} in {{ config.site_name }}."
)
NAV = [{"Home": "index.md"}, {"Guide": ["guide/index.md", "guide/more.md"]}]
BESIDE: dict[str, tuple[Site, Callable[[Built], None]]] = {
    "macros": (
        Site(
            ("macros",),
            {
                "posts/first.md": MACROS,
                "newsletter/issues/1.md": FILES["newsletter/issues/1.md"].replace(
                    "Dear all", "Dear {{ whom }}"
                ),
            },
            {"extra": {"whom": "folks"}},
        ),
        see_macros,
    ),
    "glightbox": (Site(("glightbox",)), see_glightbox),
    "redirects": (
        Site(
            (
                {
                    "redirects": {
                        "redirect_maps": {
                            "old.md": "guide/more.md",
                            "older.md": "posts/first.md",
                        }
                    }
                },
            )
        ),
        see_redirects,
    ),
    "minify": (
        Site(
            ({"minify": {"minify_html": True, "htmlmin_opts": {"remove_comments": True}}},)
        ),
        see_minified,
    ),
    "git-revision-date-localized": (
        Site(("git-revision-date-localized",), is_tracked=True),
        see_dates,
    ),
    "rss": (
        Site(
            (
                {
                    "rss": {
                        "match_path": "posts/.*",
                        "use_git": False,
                        "date_from_meta": {
                            "as_creation": "date",
                            "datetime_format": "%Y-%m-%d",
                        },
                    }
                },
            )
        ),
        see_feeds,
    ),
    "privacy, of links": (Site(({"material/privacy": {"assets": False}},)), see_links),
    "social, without its cards": (
        Site(({"material/social": {"cards": False}},)),
        see_one_card,
    ),
    "awesome-nav": (
        Site(("awesome-nav",), {".nav.yml": "nav:\n  - index.md\n  - Hand book: guide\n"}),
        see_menu,
    ),
    "literate-nav": (
        Site(
            ("literate-nav",),
            {"SUMMARY.md": "* [Home](index.md)\n* [Handbook](guide/index.md)\n"},
            {"not_in_nav": "guide/more.md\n"},
        ),
        see_written_menu,
    ),
    "section-index": (Site(("section-index",), {}, {"nav": NAV}), see_section),
    "Material's meta": (
        Site(
            ("material/meta",),
            {
                "posts/.meta.yml": "tags: [deep]\n",
                "posts/works/.meta.yml": "draft: true\n",
                "posts/works/unready.md": a_post("It is unready", uid="unread"),
                "guide/.meta.yml": "description: Of the guide\n",
            },
        ),
        see_defaults,
    ),
}
NOT_OURS = ("feed_json_", "feed_rss_")
"""mkdocs-rss-plugin's hold Markdown, and take a cover for a path from the root."""


@pytest.mark.parametrize(("site", "see"), BESIDE.values(), ids=BESIDE.keys())
def test_both_are_right(site, see, tmp_path):
    folder = site.write(tmp_path)

    built = build_here(folder)
    see(built)
    files = {p: text for p, text in built.files.items() if not p.startswith(NOT_OURS)}
    assert broken_links(files, SMALL) == []
    assert differing(build_here(folder, into=folder / "again").files, built.files) == []


def test_what_macros_say_is_looked_at_again_when_they_say_something_else(tmp_path):
    site, _ = BESIDE["macros"]
    folder = site.write(tmp_path)
    build_here(folder)
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("folks", "friends"), "utf-8")

    built = build_here(folder)

    for path in (MAIL, "newsletter/1/index.html", "newsletter/feed.json"):
        assert "Dear friends" in built.text(path)


def test_two_that_cannot_be_together_are_told_why(tmp_path, caplog):
    languages = [{"locale": "en", "default": True, "name": "English"}]
    folder = Site(({"i18n": {"languages": languages}},)).write(tmp_path)

    with pytest.raises(Abort):
        build_here(folder)

    assert (
        "mkdocs.yml [plugins.i18n]: mkdocs-static-i18n has no room for lists" in caplog.text
    )
    assert "give each language a mkdocs.yml and a `site_url` of its own" in caplog.text


@pytest.mark.parametrize(
    "error", [OSError("no route"), ConnectionRefusedError(111, "refused")]
)
def test_what_the_network_did_not_give_is_no_fault_of_the_disk(error):
    assert explain_disk(error, None) is None
