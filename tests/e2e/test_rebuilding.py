"""A rebuild costs what changed, and is the same site with the same warnings."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from mkdocs.config import load_config
from PIL import Image
from tests.e2e.building import a_post, a_site, build_here
from tests.e2e.edits import find_difference
from tests.e2e.reading import differing

from postroom.engines.mkdocs import forerunner
from postroom.engines.mkdocs.conversion import explain_extensions
from postroom.engines.mkdocs.inventory import (
    Inventory,
    keep_inventory,
    recall_inventory,
)
from postroom.engines.mkdocs.staging import Staging
from postroom.toolbox import makers
from postroom.toolbox.cache import CACHE, Cache

pytestmark = pytest.mark.e2e

LINKS = """See [one](second.md), [two](second.md#none), [three](gone.md), [four](other),
[five](/images/x.png), [six](../about.md#about) and [seven](#here).

## Here
"""
EDITS = {
    "nothing": {},
    "the page that is linked to moves": {"posts/second.md": a_post("Second", slug="moved")},
    "it goes": {"posts/second.md": None},
    "it is not public yet": {"posts/second.md": a_post("Second", date="2031-01-01")},
    "its anchor comes": {"posts/second.md": a_post("Second", "## None")},
    "what was missing comes": {"posts/gone.md": a_post("Gone")},
    "the text itself": {"posts/first.md": a_post("First", "See [one](second.md).")},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_what_links_say_and_lead_to_is_that_of_a_clean_build(tmp_path, edit):
    essays = {"posts/first.md": a_post("First", LINKS), "posts/second.md": a_post("Second")}
    folder = a_site(tmp_path, {**essays, "about.md": "# About\n"})
    build_here(folder, strict=False)
    for path, text in edit.items():
        place = folder / "docs" / path
        place.unlink() if text is None else place.write_text(text, encoding="utf-8")

    again = build_here(folder, strict=False, into=folder / "again")

    shutil.rmtree(folder / ".cache")
    clean = build_here(folder, strict=False, into=folder / "clean")
    assert again.lines == clean.lines
    assert differing(again.files, clean.files) == []


def test_a_picture_of_a_plain_page_has_the_size_that_it_has_now(tmp_path):
    pages = {"about.md": "# About\n\n![A dot](dot.png)\n", "posts/first.md": a_post()}
    folder = a_site(tmp_path, pages)
    for width in (40, 60):
        Image.new("RGB", (width, 30)).save(folder / "docs/dot.png")
        page = build_here(folder).text("about/index.html")
        assert f'width="{width}" height="30"' in page


def test_another_picture_of_an_essay_is_shown_wherever_the_essay_is(tmp_path):
    essay = a_post("First", "![A dot](dot.png)", slug="first")
    section = "{title: Essays, posts: [first], show: full}"
    issue = f"number: 1\ndate: 2026-03-05\nsubject: One\nsections: [{section}]\n"
    pages = {
        "index.md": "---\ntemplate: home.html\n---\n",
        "posts/first.md": essay,
        "posts/second.md": a_post("Second", date="2026-03-05"),
        "newsletter/issues/1.md": f"---\nuid: aaaabbbbcc\npreheader: P\n{issue}---\n",
    }
    options = {"newsletters": [{"title": "Letters"}]}
    folder = a_site(tmp_path, pages, options=options)
    for colour in ("red", "teal"):
        Image.new("RGB", (1600, 900), colour).save(folder / "docs/posts/dot.png")
        built = build_here(folder, strict=False)

    for page in ("index.html", "newsletter/1/index.html"):
        shown = re.findall(r"[\w./-]+/(\S+\.webp)", built.text(page))
        assert shown, page
        assert {*shown} <= {path.rpartition("/")[2] for path in built.files}


def test_another_version_of_what_converts_converts_anew(monkeypatch):
    names, settings = ["pymdownx.superfences"], {}
    known, _ = explain_extensions(names, settings)
    monkeypatch.setattr(makers, "_look_up", lambda name: (f"{name}-next", ()))

    assert {each.partition(" ")[0] for each in known[0]} >= {"markdown", "pygments"}
    assert explain_extensions(names, settings)[0] != known


SEEING_MORE = {
    "a preview of what links lead to": (["material.extensions.preview"], {}),
    "files": (["pymdownx.snippets"], {}),
    "numbers through all texts": (
        ["markdown.extensions.extra"],
        {"markdown.extensions.extra": {"footnotes": {"UNIQUE_IDS": True}}},
    ),
}


@pytest.mark.parametrize(("names", "settings"), SEEING_MORE.values(), ids=SEEING_MORE)
def test_what_sees_more_than_a_text_is_run_anew(names, settings):
    assert explain_extensions(names, settings) == ([], f"the extension {names[0]}")


def test_after_any_edit_a_rebuild_is_what_a_clean_build_makes(tmp_path):
    assert find_difference(tmp_path / "site", seed=13, count=50) == ""


def test_what_was_made_ahead_is_what_a_build_makes_alone(tmp_path, monkeypatch):
    posts = {
        f"posts/{n}.md": a_post(f"Post {n}", f"Read [it]({n + 1}.md).") for n in range(9)
    }
    folder = a_site(
        tmp_path,
        {**posts, "posts/9.md": a_post("Post 9", "[Here](#none), [gone](gone.md)")},
        options={"kits": {"permission": "allowed"}},
    )
    alone = build_here(folder, strict=False, into=folder / "alone")
    shutil.rmtree(folder / ".cache")
    monkeypatch.setattr(forerunner, "_MANY", 1)
    monkeypatch.setattr(forerunner, "_LEFT", 1)
    monkeypatch.setattr(forerunner, "can_run_ahead", lambda: True)

    ahead = build_here(folder, strict=False, into=folder / "ahead")

    assert ahead.lines == alone.lines
    assert differing(ahead.files, alone.files) == []


def numbers_of(site: Path) -> dict[str, int]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in files}


def test_what_stays_the_same_is_not_written_again(tmp_path):
    posts = {f"posts/{name}.md": a_post(name.title()) for name in ("first", "second")}
    folder = a_site(tmp_path, posts, options={"kits": {"permission": "allowed"}})
    build_here(folder)
    before = numbers_of(folder / "site")
    second = folder / "docs/posts/second.md"
    second.write_text(a_post("Second", "Dear reader. Again."), encoding="utf-8")

    build_here(folder)

    after = numbers_of(folder / "site")
    kept = {path for path, number in after.items() if before.get(path) == number}
    firsts = {path for path in after if "/first/" in path}
    assert {path for path in firsts if "share" in path} <= kept
    assert "feed.xml" not in kept
    assert not {path for path in kept if "/second/" in path} - {"share/second/card.png"}
    assert all(path.stat().st_nlink == 1 for path in (folder / "site").rglob("*.*"))


def _overwrite(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


def _replace(path: Path) -> None:
    about = path.stat()
    aside = path.with_name("aside")
    aside.write_bytes(b"x" * about.st_size)
    os.utime(aside, ns=(about.st_atime_ns, about.st_mtime_ns))
    aside.replace(path)


def _link_away(path: Path) -> None:
    path.unlink()
    path.symlink_to(__file__)


SPOILING = {
    "overwritten": _overwrite,
    "replaced by one of its age": _replace,
    "cut": lambda path: os.truncate(path, 3),
    "gone": Path.unlink,
    "a link": _link_away,
}


@pytest.mark.parametrize("spoil", SPOILING.values(), ids=SPOILING.keys())
def test_what_somebody_spoiled_in_the_site_is_made_anew(tmp_path, spoil):
    options = {"kits": {"permission": "allowed"}}
    folder = a_site(tmp_path, {"posts/first.md": a_post("First")}, options=options)
    clean = build_here(folder).files
    for path in ("feed.xml", "posts/first/index.html", "share/first/kit/index.html"):
        spoil(folder / "site" / path)

    assert differing(build_here(folder).files, clean) == []


def test_of_two_builds_at_once_neither_takes_over_what_is_the_others(tmp_path):
    folder = a_site(tmp_path, {"posts/first.md": a_post("First")})
    build_here(folder)
    text = folder / "docs/posts/first.md"
    config = load_config(config_file=str(folder / "mkdocs.yml"))
    slow = Staging(config)
    cache = Cache(folder / CACHE)
    old = Inventory(recall_inventory(cache, slow.site), slow.site, slow.tree)
    (slow.tree / "share/first").mkdir(parents=True)
    (slow.tree / "share/first/index.html").write_text("Slow", encoding="utf-8")
    old.enter("share/first/index.html", "another", ["share/first/index.html"])

    text.write_text(a_post("Second"), encoding="utf-8")
    build_here(folder)
    slow.publish(lambda: keep_inventory(cache, slow.site, old.describe()))
    slow.end()

    again = build_here(folder)
    assert differing(again.files, build_here(folder, into=folder / "clean").files) == []
