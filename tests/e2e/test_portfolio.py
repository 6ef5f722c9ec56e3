"""`postroom portfolio`: what an author types, what is answered, what is written where."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from tests.e2e.building import ROOT, a_post, a_site
from tests.e2e.test_cli import run

pytestmark = pytest.mark.e2e
NOW = f"{datetime(2026, 11, 28, tzinfo=UTC).timestamp():.0f}"
HUMBER = "name: Humber Engineers\nkind: association\n"
FILES = {
    "posts/hello.md": a_post(uid="aaaa", date="2025-10-01", title="The forty letters"),
    "groups/humber.yml": HUMBER,
    "groups/humber/1.yml": "post: hello\nmove: offered\ndate: 2026-02-01\n",
    "groups/humber/2.yml": (
        "post: aaaa\nmove: published\ndate: 2026-02-10\nurl: https://humber.example/9\n"
    ),
    "groups/humber/3.yml": "post: hello\nmove: replied\ndate: 2026-03-01\nreplies: 7\n",
}


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one group, to which one essay was offered."""
    return a_site(tmp_path / "site of mine", FILES)


def postroom(folder: Path, *arguments: str | Path, code: int = 0) -> Result:
    return run("portfolio", "-f", folder / "mkdocs.yml", *arguments, code=code)


def figures(folder: Path, *arguments: str) -> dict[str, Any]:
    return json.loads(postroom(folder, "--json", *arguments).stdout)


def test_it_prints_a_report_and_writes_a_page_beside_the_cache(site):
    result = postroom(site)

    path = site / ".cache/postroom/portfolio.html"
    assert result.stdout.startswith(
        "In a sentence\n\nFrom 1 November 2025 to 28 November 2026, 1 offer went to 1 of 1 "
    )
    assert "Humber Engineers       1     100% 100%" in result.stdout
    assert "The forty letters         1       7" in result.stdout
    assert result.stderr == f"{path}\n"
    assert "<title>The portfolio of Small Site</title>" in path.read_text(encoding="utf-8")


def test_it_is_told_as_from_the_current_folder(site, monkeypatch):
    monkeypatch.chdir(site)

    assert postroom(site).stderr == ".cache/postroom/portfolio.html\n"


def test_two_runs_write_the_same_bytes(site, tmp_path):
    postroom(site, "-o", tmp_path / "one.html")
    postroom(site, "-o", tmp_path / "other/two.html")

    assert (tmp_path / "one.html").read_bytes() == (
        tmp_path / "other/two.html"
    ).read_bytes()


def test_nothing_of_it_is_published(site):
    postroom(site)

    assert not (site / "site").exists()
    assert sorted(p.name for p in (site / "docs").rglob("*.html")) == []


REFUSED = {"docs": "docs/mine.html", "site": "site/mine.html", "theme": "own/mine.html"}


@pytest.mark.parametrize("place", REFUSED.values(), ids=REFUSED.keys())
def test_a_place_that_is_published_is_refused(place, tmp_path):
    theme = {"name": "material", "font": False, "custom_dir": "own"}
    (tmp_path / "own").mkdir()
    folder = a_site(tmp_path, FILES, theme=theme)

    result = postroom(folder, "-o", folder / place, code=1)

    assert result.stderr == (
        f"{folder / place}: what lies in {folder / Path(place).parent} is published, and "
        "this page is for you alone\n"
        "    fix: choose another place with -o, or leave -o out\n"
    )
    assert not (folder / place).exists()


PERIODS = {
    "twelve months and the current one": ([], ("2025-11-01", "2026-11-28")),
    "fewer": (["--since", "2m"], ("2026-09-01", "2026-11-28")),
    "the current one": (["--since", "0m"], ("2026-11-01", "2026-11-28")),
    "across a new year": (
        ["--until", "2026-01-31", "--since", "3m"],
        ("2025-10-01", "2026-01-31"),
    ),
    "days": (
        ["--since", "2026-02-03", "--until", "2026-02-28"],
        ("2026-02-03", "2026-02-28"),
    ),
}


@pytest.mark.parametrize(("asked", "expected"), PERIODS.values(), ids=PERIODS.keys())
def test_a_period_is_days_or_months(site, asked, expected):
    told = figures(site, *asked)

    assert (told["since"], told["until"]) == expected


def test_what_lies_outside_the_period_does_not_count(site):
    total = figures(site, "--since", "2026-02-03", "--until", "2026-02-28")["total"]

    assert (total["offered"], total["published"], total["replies"]) == (0, 1, 0)


MISTAKES = {
    "no date": (
        ["--since", "spring"],
        "'--since': write a date such as 2026-03-04, or months such as 12m",
    ),
    "no day": (["--until", "2026-02-30"], "'--until': write a date such as 2026-03-04"),
    "nobody's time": (["--until", "0026-02-03"], "'--until': write a date such as"),
}


@pytest.mark.parametrize(("asked", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_what_is_no_period_is_told(site, asked, expected):
    assert expected in postroom(site, *asked, code=2).stderr


def test_a_period_that_ends_before_it_begins_is_told(site):
    result = postroom(site, "--since", "2027-01-01", code=1)

    assert result.stderr == (
        "--since: 2027-01-01 comes after the last day, 2026-11-28\n"
        "    fix: choose an earlier day, or a later --until\n"
    )


def test_a_broken_step_is_told_and_left_out(tmp_path):
    broken = {"groups/humber/4.yml": "post: hello\nmove: offred\ndate: 2026-02-01\n"}
    folder = a_site(tmp_path, {**FILES, **broken, "posts/sad.md": a_post(titel="x")})

    result = postroom(folder)

    assert "groups/humber/4.yml:2 [move]" in result.stderr
    assert "titel" not in result.stderr
    assert "1 offer went to 1 of 1 group" in result.stdout


def test_a_site_without_groups_is_told_what_to_do(tmp_path):
    result = postroom(a_site(tmp_path, {}))

    assert "- Describe the first group: who would print what you wrote?" in result.stdout


def test_the_figures_of_the_example_are_those_of_its_files(tmp_path):
    figures_of = figures(ROOT, "-o", str(tmp_path / "page.html"))

    steps = [
        step
        for path in (ROOT / "content/groups").glob("*/*.yml")
        if (step := yaml.safe_load(path.read_text(encoding="utf-8")) | {"at": path.parent})
        and date(2025, 11, 1) <= step["date"] <= date(2026, 11, 28)
    ]
    groups = (ROOT / "content/groups").glob("*.yml")
    platforms = {path.stem for path in groups if "platform:" in path.read_text("utf-8")}
    published = {
        (step["at"], step.get("post") or step["issue"])
        for step in steps
        if step["move"] == "published" and step["at"].name not in platforms
    }
    assert figures_of["total"]["published"] == len(published) > 0
    assert figures_of["total"]["replies"] == sum(step.get("replies", 0) for step in steps)
    assert all(travel["title"] for travel in figures_of["travels"])
