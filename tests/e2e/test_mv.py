"""`postroom mv`: whoever knows the old address, feed or file still finds the text."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.e2e.building import SMALL, Built, a_post, build_here
from tests.e2e.links import broken_links
from tests.e2e.papers import a_paper, files_of, issue, item, section
from tests.e2e.reading import items_of
from tests.e2e.sites import PIXEL
from tests.fakes.feedserver import a_web, open_server

from postroom.cli import main
from postroom.model.site import Site

pytestmark = pytest.mark.e2e

GROUP = "name: The Humber Society\nkind: association\n"
STEP = "post: letter\nmove: offered\ndate: 2026-03-05\n"
FILES = {
    **files_of(
        {"jobs": item("job", "jobs")},
        {
            "3": issue(
                "Dear all, [read](../../posts/letter.md).",
                reprint="allowed",
                sections=[section("All", "jobs", posts=["letter"])],
            )
        },
    ),
    "about.md": "# About\n\n[A letter](posts/letter.md#a-part), ![](posts/cover.png)\n",
    "posts/letter.md": a_post(
        "A letter",
        "## A part\n\n[On](own/index.md), [up](../about.md), ![](cover.png)",
        image="cover.png",
        reprint="allowed",
    ),
    "posts/cover.png": PIXEL,
    "posts/own/index.md": a_post("Its own", "![](in.png) [To](../letter.md)", uid="itsown"),
    "posts/own/in.png": PIXEL,
    "posts/unready.md": a_post("Unready", uid="unread", draft=True, slug="unready"),
    "groups/humber.yml": GROUP,
    "groups/humber/2026-03-05-offered-a.yml": STEP,
}


@pytest.fixture
def folder(tmp_path) -> Path:
    return a_paper(
        tmp_path,
        FILES,
        options={"licence": "CC-BY-4.0"},
        nav=[{"Home": "index.md"}, {"About": "about.md"}],
        validation={"nav": {"omitted_files": "ignore"}},
    )


def mv(folder: Path, *arguments: str, code: int = 0) -> str:
    command = ["mv", "-f", str(folder / "mkdocs.yml"), *arguments]
    result = CliRunner().invoke(main, command)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def contents(folder: Path) -> dict[Path, bytes]:
    """All files but those of the cache."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if ".cache" not in path.parts}


def pages(built: Built) -> set[str]:
    return {path for path in built.files if path.endswith(("html", "feed.json"))}


MOVES = {
    "a post to another folder": ("posts/letter.md", "posts/2026/words.md"),
    "a post by its slug": ("letter", "words"),
    "a post by its slug, to a folder": ("letter", "posts/2026/"),
    "a post with a folder of its own": ("own", "ours"),
    "such a post by its file": ("posts/own/index.md", "posts/2026/ours/index.md"),
    "an issue": ("newsletter/3", "0004"),
    "a page": ("about.md", "us/who we are"),
    "a group": ("humber", "hull"),
}


@pytest.mark.parametrize(("old", "new"), MOVES.values(), ids=MOVES.keys())
def test_every_address_and_every_identity_stays(folder, old, new):
    before = build_here(folder)
    steps = {path.name for path in folder.rglob("*offered*.yml")}

    mv(folder, old, new)
    after = build_here(folder)

    assert pages(before) - pages(after) == set()
    assert broken_links(after.files, SMALL) == []
    for feed in ("feed.json", "newsletter/feed.json", "groups/humber/feed.json"):
        ids = [
            [entry["id"] for entry in items_of(each.files, feed)]
            for each in (before, after)
        ]
        assert ids[0] == ids[1]
    assert {path.name for path in folder.rglob("*offered*.yml")} == steps


def test_back_again_it_is_as_it_was_but_for_its_alias(folder):
    mv(folder, "own", "ours")
    mv(folder, "ours", "own")

    text = (folder / "docs/posts/own/index.md").read_text("utf-8")
    assert "aliases: [posts/ours/, share/ours/]" in text
    build_here(folder)


def test_it_says_what_it_did(folder):
    assert mv(folder, "letter", "words").splitlines() == [
        "posts/letter.md is now posts/words.md",
        "4 files mended: about.md, groups/humber/2026-03-05-offered-a.yml, "
        "newsletter/issues/3.md, posts/own/index.md",
        "/posts/letter/ leads to it",
        "/share/letter/ leads to it",
    ]


def test_a_dry_run_shows_it_and_changes_nothing(folder):
    before = contents(folder)

    shown = mv(folder, "about.md", "us.md", "--dry-run")

    assert contents(folder) == before
    assert shown.startswith("rename about.md\n    to us.md\n--- about.md\n+++ us.md\n")
    assert "+aliases: [about/]" in shown
    assert "it would name us.md" in shown


def test_what_nobody_has_read_has_no_former_address(folder):
    mv(folder, "unready", "ready")

    assert "aliases" not in (folder / "docs/posts/ready.md").read_text("utf-8")


REFUSED = {
    "to what is there": ("letter", "posts/unready.md", "there is such a file"),
    "out of the posts": ("letter", "essays/letter.md", "a page there, and is a post"),
    "out of the site": ("letter", "../../letter.md", "it is not below"),
    "nobody": ("leter", "x", "did you mean `letter`"),
    "no file": ("posts/no.md", "x", "there is no such file"),
    "a group without a name": ("humber", "groups/Die Gruppe.yml", "groups/Die Gruppe.yml"),
    "an issue without a number": ("newsletter/3", "spring", "number"),
}


@pytest.mark.parametrize(("old", "new", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_and_nothing_changes(folder, old, new, why):
    before = contents(folder)

    assert why in mv(folder, old, new, code=1)
    assert contents(folder) == before


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *command],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def test_git_knows_that_it_moved(folder):
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a")

    mv(folder, "own", "ours")

    moved = git(folder, "status", "--porcelain")
    assert "R  docs/posts/own/in.png -> docs/posts/ours/in.png" in moved
    assert not (folder / "docs/posts/own").exists()


def check(folder: Path, *arguments: str) -> str:
    command = ["check", "-f", str(folder / "mkdocs.yml"), *arguments]
    return CliRunner().invoke(main, command).output


def test_a_rename_by_hand_is_told_by_what_was_published(folder):
    build_here(folder, command="gh-deploy")  # which publishes what it builds
    assert "leads nowhere" not in check(folder)
    own = folder / "docs/posts/own"
    own.rename(own.with_name("ours"))

    told = check(folder)

    assert "/posts/own/: it was published, and leads nowhere now" in told
    assert "add `aliases: [posts/own/, share/own/]` to posts/ours/index.md" in told


def test_what_is_online_is_asked_for_and_kept(folder, monkeypatch):
    with open_server() as server:
        url = server.serve(
            "/sitemap.xml", b"<loc>%s</loc>" % b"https://small.example/gone/"
        )
        monkeypatch.setattr("postroom.web.guard.Web", lambda client: a_web())
        monkeypatch.setattr(Site, "absolute", lambda site, path: url)

        assert "/gone/: it was published" in check(folder, "--online")
    assert "/gone/: it was published" in check(folder)
