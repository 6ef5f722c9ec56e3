"""A site built again is the same site: from a cache, by one process, after an error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.config import load_config
from tests.e2e import sites
from tests.e2e.building import Built, a_post, build_here
from tests.e2e.reading import differing, documents_of

pytestmark = pytest.mark.e2e


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _overwrite(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def _turn_into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILED = {
    "as it was": lambda path: None,
    "cut short": _truncate,
    "emptied": _empty,
    "overwritten": _overwrite,
    "a folder instead": _turn_into_folder,
    "deleted": Path.unlink,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return sites.rich(tmp_path_factory.mktemp("cached"))


@pytest.fixture(scope="module")
def cold(folder) -> Built:
    built = build_here(folder)
    assert built.files
    shutil.copytree(folder / ".cache", folder / "kept")
    return built


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_cache_never_changes_a_byte(folder, cold, spoil):
    shutil.rmtree(folder / ".cache")
    shutil.copytree(folder / "kept", folder / ".cache")
    stored = [path for path in (folder / ".cache/postroom").rglob("*") if path.is_file()]
    for path in stored:
        spoil(path)

    again = build_here(folder, into=folder / "again")

    assert stored
    assert differing(cold.files, again.files) == []


def test_a_cache_that_cannot_be_written_does_not_matter(folder, cold):
    shutil.rmtree(folder / ".cache")
    (folder / ".cache").write_text("a file where a folder should be", encoding="utf-8")

    again = build_here(folder, into=folder / "again")

    (folder / ".cache").unlink()
    assert differing(cold.files, again.files) == []


@pytest.mark.parametrize("command", ["build", "serve"])
def test_three_builds_by_one_plugin_are_the_same(tmp_path, command):
    folder = sites.veiled(tmp_path)
    config = str(folder / "mkdocs.yml")
    plugins = [load_config(config_file=config).plugins["postroom"] for _ in range(2)]

    first, *others = [
        build_here(folder, command=command, strict=False, into=folder / f"site{number}")
        for number in range(3)
    ]

    assert plugins[0] is plugins[1]
    assert [differing(first.files, other.files) for other in others] == [[], []]


BROKEN = {
    "post": ("posts/broken.md", b"---\ntitle: A\n"),
    "authors": ("authors.yml", b"\t- :"),
}


@pytest.mark.parametrize(("path", "content"), BROKEN.values(), ids=BROKEN.keys())
def test_a_build_after_a_failed_one_is_the_same(tmp_path, rich, path, content):
    folder = sites.rich(tmp_path)
    place = folder / "docs" / path
    before = place.read_bytes() if place.exists() else None
    place.write_bytes(content)
    with pytest.raises(SystemExit):
        build_here(folder)
    place.write_bytes(before) if before else place.unlink()

    assert differing(rich.files, build_here(folder).files) == []


def test_a_preview_goes_on_without_the_broken_file_and_says_so(tmp_path):
    folder = sites.veiled(tmp_path)
    good = build_here(folder, command="serve", strict=False, into=folder / "good")
    place = folder / "docs/posts/broken.md"
    place.write_text("---\ntitle: Broken\n---\n", encoding="utf-8")

    broken = build_here(folder, command="serve", strict=False, into=folder / "broken")
    place.unlink()
    mended = build_here(folder, command="serve", strict=False, into=folder / "mended")

    assert "posts/broken.md:2 [date]: there is no date" in broken.output
    assert differing(good.files, broken.files) == []
    assert differing(good.files, mended.files) == []


@pytest.mark.parametrize(
    "case", ["author-without-name", "broken-authors", "unknown-author"]
)
def test_a_preview_survives_a_mistake_about_authors(tmp_path, case):
    built = build_here(sites.invalid(tmp_path, case), command="serve", strict=False)

    assert sites.expected(case)[0].rstrip("…") in built.output
    assert "posts/index.html" in built.files


def test_a_preview_survives_all_mistakes_at_once(tmp_path):
    built = build_here(sites.all_invalid(tmp_path), command="serve", strict=False)

    assert "posts/date-in-words.md:3 [date]" in built.output
    assert "posts/anchored/index.html" in built.files
    assert "posts/date-in-words/index.html" not in built.files


def test_the_mode_of_one_command_does_not_leak_into_the_next(tmp_path):
    folder = sites.veiled(tmp_path)
    build_here(folder, command="serve", strict=False, into=folder / "preview")

    built = build_here(folder, strict=False)

    assert "posts/quillwort/index.html" not in built.files


def test_a_dirty_build_leaves_the_feeds_alone(tmp_path):
    folder = sites.rich(tmp_path)
    full = build_here(folder)
    before = full.files
    changed = a_post("Changed", "Other words.", uid="third3", date="2026-03-04")
    (folder / "docs/posts/third.md").write_text(changed, encoding="utf-8")

    build_here(folder, dirty=True, strict=False)  # MkDocs warns of its own

    after = Built(0, "", full.folder).files
    kept = [*documents_of(before), *(path for path in before if path.startswith("share/"))]
    assert b"Other words." in after["posts/third/index.html"]
    assert [path for path in kept if after.get(path) != before[path]] == []


def test_a_dirty_build_lists_what_a_whole_one_lists(tmp_path):
    folder = sites.rich(tmp_path)
    build_here(folder)
    (folder / "docs/about.md").write_text("# About\n\nChanged.\n", encoding="utf-8")

    dirty = build_here(folder, dirty=True, strict=False).files
    whole = build_here(folder, into=tmp_path / "whole").files

    lists = [p for p in whole if p.endswith(".html") and p.count("/") < 2 and p in dirty]
    assert "posts/index.html" in lists
    assert [path for path in lists if dirty[path] != whole[path]] == []
