"""A rebuild costs what changed, and is the same site with the same warnings."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image
from tests.e2e.building import a_post, a_site, build_here
from tests.e2e.edits import find_difference
from tests.e2e.reading import differing

from postroom.engines.mkdocs.conversion import explain_extensions
from postroom.toolbox import makers

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
