"""One mistake gives one problem: what a broken file may say is missed by nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.e2e.building import a_post, a_site
from tests.e2e.papers import TABLE, issue, item, section
from tests.e2e.test_check_equals_strict import count
from tests.e2e.test_cli import in_site, run

pytestmark = pytest.mark.e2e
INES = "authors:\n  ines:\n    name: Ines Okafor\n    description: Editor of the table\n"
FILES = {
    "authors.yml": INES,
    "posts/begun.md": a_post(
        "How it began",
        "## Part\n\nText.",
        uid="begun123",
        slug="beginnings",
        authors=["ines"],
        categories=["Origins"],
        tags=["paper"],
        series={"name": "Growing a table", "part": 1},
    ),
    "posts/grown.md": a_post(
        "How it grew",
        "[Before](begun.md#part), and [the issue](../newsletter/issues/1.md).",
        uid="grown123",
        authors=["ines"],
        series={"name": "Growing a table", "part": 2},
        links=["posts/begun.md"],
    ),
    "posts/more.md": a_post("More of it", uid="more1234", authors=["ines"]),
    "about.md": "# About\n\n[It](posts/begun.md), [an issue](newsletter/issues/1.md)\n",
    "newsletter/issues/1.md": issue(
        uid="issue001", sections=[section("On", "link", posts=["beginnings"])]
    ),
    "newsletter/items/link.md": item("link", "link"),
    "groups/humber.yml": (
        "name: Humber Engineers\nkind: association\n"
        "wants: {topics: [Origins, paper, ines]}\nfeed: {authors: [ines]}\n"
    ),
    "groups/humber/1.yml": "post: beginnings\nmove: offered\ndate: 2026-03-05\n",
    "groups/humber/2.yml": "post: begun123\nmove: published\ndate: 2026-03-06\n",
    "groups/humber/3.yml": (
        "post: begun123\nmove: published\ndate: 2026-03-07\nurl: https://humber.example/\n"
    ),
    "groups/humber/4.yml": "issue: newsletter/1\nmove: offered\ndate: 2026-03-08\n",
    "groups/humber/5.yml": "issue: 1\nmove: reminded\ndate: 2026-03-09\n",
}
OPTIONS = {
    "newsletters": [TABLE],
    "menu": [
        {"It": "posts/beginnings/"},
        {"Origins": "categories/origins/"},
        {"An issue": "newsletter/1/"},
        {"Ines": "authors/ines/"},
    ],
    "feeds": {"aliases": {"old.xml": "categories/origins/feed.xml"}},
}


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")


def broken(folder: Path, path: str, damage: Callable[[str], str | bytes]) -> Path:
    """The site, with one file of it damaged."""
    return a_site(folder, {**FILES, path: damage(FILES[path])}, options=OPTIONS)


def test_all_of_it_is_as_it_should_be(tmp_path):
    said = in_site("check", a_site(tmp_path, FILES, options=OPTIONS), "--strict")

    assert said == ("3 posts, 1 issue, 1 item, 1 group, 2 placements read, 0 problems\n")


def _without(key: str) -> Callable[[str], str]:
    return lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(f"{key}:")
    )


DAMAGES: dict[str, Callable[[str], str | bytes]] = {
    "saved with another encoding": lambda text: text.encode().replace(b"t", b"\xe9", 1),
    "a second colon": lambda text: text.replace("\n", "\nnote: a: b\n", 1),
    "a bracket that stays open": lambda text: text.replace("\n", "\nnote: [a\n", 1),
    "empty": lambda _: "",
    "the front matter never ends": lambda text: text.replace("\n---\n", "\n"),
    "no front matter": lambda text: text.partition("\n---\n")[2],
    "no date": _without("date"),
    "a date in words": lambda text: text.replace("date: '2026-03-04'", "date: spring"),
    "a key twice": lambda text: text.replace("\n---\n", "\nuid: again123\n---\n"),
}
OF_POSTS = list(DAMAGES)
OF_ISSUES = [each for each in DAMAGES if each not in ("no front matter",)]
OF_YAML = ["saved with another encoding", "a second colon", "a bracket that stays open"]
CASES = [
    *(("posts/begun.md", damage) for damage in OF_POSTS),
    *(("newsletter/issues/1.md", damage) for damage in OF_ISSUES),
    *(("newsletter/items/link.md", damage) for damage in OF_YAML),
    *(("authors.yml", damage) for damage in OF_YAML),
    *(("groups/humber.yml", damage) for damage in OF_YAML),
    *(("groups/humber/3.yml", damage) for damage in OF_YAML),
]


@pytest.mark.parametrize(("path", "damage"), CASES, ids=[f"{p}: {d}" for p, d in CASES])
def test_a_file_that_is_broken_is_the_only_problem(tmp_path, path, damage):
    said = in_site("check", broken(tmp_path, path, DAMAGES[damage]), "--strict", code=1)

    assert said.startswith(path)
    assert count(said) == 1, said


MORE: dict[str, tuple[str, Callable[[str], str | bytes]]] = {
    "an author without a name": (
        "authors.yml",
        lambda text: text.replace("name: Ines Okafor", "nme: Ines Okafor"),
    ),
    "a post of an author who is nobody": (
        "posts/begun.md",
        lambda text: text.replace("- ines", "- inse"),
    ),
    "a post with a uid in capitals": (
        "posts/begun.md",
        lambda text: text.replace("uid: begun123", "uid: BEGUN123"),
    ),
    "a step of an unknown kind": (
        "groups/humber/3.yml",
        lambda text: text.replace("published", "sold"),
    ),
    "a group of an unknown kind": (
        "groups/humber.yml",
        lambda text: text.replace("kind: association", "kind: herd"),
    ),
    "an item of an unknown kind": (
        "newsletter/items/link.md",
        lambda text: text.replace('kind: "link"', 'kind: "lnk"'),
    ),
}


@pytest.mark.parametrize(("path", "damage"), MORE.values(), ids=MORE.keys())
def test_a_value_that_is_wrong_is_the_only_problem(tmp_path, path, damage):
    said = in_site("check", broken(tmp_path, path, damage), "--strict", code=1)

    assert said.startswith(f"{path}:")
    assert count(said) == 1, said


def test_what_is_wrong_elsewhere_is_told_all_the_same(tmp_path):
    """A broken file hides nothing that it cannot be the reason of."""
    folder = broken(tmp_path, "posts/begun.md", DAMAGES["a second colon"])
    letter = issue(sections=[section("On", "link", posts=["beginings-of-all", "more"])])
    (folder / "docs/newsletter/issues/1.md").write_text(letter, encoding="utf-8")

    said = in_site("check", folder, code=1)

    assert "there is no post with the slug 'beginings-of-all'" in said
    assert count(said) == 2, said


def test_a_file_that_leads_nowhere_is_the_only_problem(tmp_path):
    folder = a_site(tmp_path, FILES, options=OPTIONS)
    for path in ("posts/begun.md",):
        (folder / "docs" / path).unlink()
        (folder / "docs" / path).symlink_to(folder / "nothing")

    said = in_site("check", folder, "--strict", code=1)

    assert said.startswith("posts/begun.md: it cannot be read")
    assert count(said) == 1, said


def test_one_author_whom_no_font_can_write_is_told_once(tmp_path):
    authors = yaml.safe_dump(
        {"authors": {"ines": {"name": "山田", "description": "Editor"}}}
    )
    folder = broken(tmp_path, "authors.yml", lambda _: authors)

    said = in_site("check", folder, code=0)

    assert said.count("no font for '山田'") == 1


ASKED = {
    "its kit": ("kit", "beginnings"),
    "an offer of it": ("offer", "humber", "beginnings"),
    "a placement of it": ("place", "humber", "begun123", "thanked"),
}


@pytest.mark.parametrize("words", ASKED.values(), ids=ASKED.keys())
def test_who_asks_for_a_broken_post_is_told_why_it_is_not_there(tmp_path, words):
    folder = broken(tmp_path, "posts/begun.md", DAMAGES["a second colon"])
    command, *others = words

    said = run(command, "-f", folder / "mkdocs.yml", *others, code=1).stderr

    assert said.startswith("posts/begun.md:2: a second colon in 'note: a: b'\n")
    assert count(said) == 1, said


def test_an_issue_that_lists_a_broken_post_is_told_what_is_wrong_with_that(tmp_path):
    folder = broken(tmp_path, "posts/begun.md", DAMAGES["a second colon"])

    said = run("issue", "check", "-f", folder / "mkdocs.yml", code=1).stderr

    assert "posts/begun.md:2: a second colon" in said
    assert "is not public" not in said
