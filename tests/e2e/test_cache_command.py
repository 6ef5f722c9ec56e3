"""The cache as its owner sees it: refused in Git, shown, bounded, emptied, never fatal."""

import logging
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from postroom.cli import main
from postroom.toolbox.cache import CACHE, take_remarks

from . import sites
from .building import build_here

pytestmark = pytest.mark.e2e


@pytest.fixture
def folder(tmp_path) -> Path:
    take_remarks()
    return sites.rich(tmp_path / "site")


def postroom(folder: Path, *words: str):
    return CliRunner().invoke(main, [*words, "-f", str(folder / "mkdocs.yml")])


def entries_of(folder: Path) -> list[Path]:
    return [path for path in (folder / CACHE).rglob("*") if path.is_file()]


def test_what_is_kept_is_shown_and_emptied(folder):
    build_here(folder)

    shown = postroom(folder, "cache")
    cleared = postroom(folder, "cache", "--clear")

    assert shown.output.splitlines()[0].split()[0] == "card"
    assert shown.output.splitlines()[-1].startswith("all ")
    assert cleared.output.endswith(" entries deleted\n")
    assert entries_of(folder) == []


def test_a_build_keeps_no_more_than_it_may(folder):
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    bounded = re.sub(r"(\n *)(- )?(postroom:)(\n +)", r"\1\2\3\4cache: {max_mb: 0}\4", text)
    assert bounded != text
    settings.write_text(bounded, encoding="utf-8")

    build_here(folder)

    assert entries_of(folder) == []


def test_a_forged_cache_is_told_of_once_and_fails_no_strict_build(folder, caplog):
    build_here(folder)
    for path in entries_of(folder):
        path.write_bytes(b"forged" * 100)
    take_remarks()

    with caplog.at_level(logging.INFO, "mkdocs"):
        build_here(folder, strict=True)

    [told] = [r for r in caplog.records if "not of your making" in r.getMessage()]
    assert told.levelno == logging.INFO


def test_a_cache_that_git_tracks_is_refused(folder):
    build_here(folder)
    for words in (["init", "--quiet"], ["add", "-f", ".cache"]):
        subprocess.run(["git", *words], cwd=folder, check=True)

    checked = postroom(folder, "check")

    assert checked.exit_code == 1
    assert ".cache/: Git tracks it" in checked.output
    assert "git rm -r --cached .cache" in checked.output
