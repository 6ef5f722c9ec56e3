"""What is pushed from a checkout: one file, over nobody else, and no secret in sight."""

from __future__ import annotations

import os
import subprocess
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.fakes.github import GitHubServer
from tests.fakes.server import listening

from postroom import PostroomError
from postroom.intake.checkout import BOT_MAIL, Checkout, Tip

pytestmark = pytest.mark.e2e
TOKEN = SecretStr("ghs_5ecre7")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ed", "-c", "user.email=ed@example.org")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A shallow checkout, as workflows have it, of a repository with one file."""
    begin, origin = tmp_path / "begin", tmp_path / "origin.git"
    begin.mkdir()
    git(begin, "init", "--quiet", "--initial-branch", "main")
    (begin / "a.md").write_text("a", encoding="utf-8")
    git(begin, "add", "--all")
    git(begin, "commit", "--quiet", "--message", "begin")
    git(tmp_path, "clone", "--quiet", "--bare", str(begin), str(origin))
    git(tmp_path, "clone", "--quiet", "--depth", "1", origin.as_uri(), "work")
    return Checkout(tmp_path / "work", TOKEN)


def push(checkout: Checkout, text: str, over: str = "") -> None:
    path = checkout.root / "items/$(touch x) it's one.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    checkout.push_file(path, "intake/12", message="item: news from #12\n", over=over)


def origin_of(checkout: Checkout) -> Path:
    return checkout.root.parent / "origin.git"


def test_one_file_is_pushed_and_nothing_here_is_touched(checkout):
    (checkout.root / "a.md").write_text("changed meanwhile", encoding="utf-8")
    (checkout.root / "secret.txt").write_text("not for anybody", encoding="utf-8")
    assert checkout.find_tip("intake/12") is None

    push(checkout, "one")

    changed = git(origin_of(checkout), "diff", "--name-only", "-z", "main...intake/12")
    assert changed.strip("\0") == "items/$(touch x) it's one.md"
    assert git(origin_of(checkout), "log", "-1", "--format=%B|%an|%ce", "intake/12") == (
        f"item: news from #12\n|github-actions[bot]|{BOT_MAIL}"
    )
    assert git(checkout.root, "branch", "--show-current") == "main"
    assert git(checkout.root, "diff", "--cached", "--name-only") == ""
    assert list(checkout.root.parent.rglob("x")) == []


def test_a_commit_of_ours_gives_way_to_the_next_one(checkout):
    push(checkout, "one")
    tip = checkout.find_tip("intake/12")
    assert tip is not None
    assert tip.is_ours

    push(checkout, "two", over=tip.commit)

    assert git(origin_of(checkout), "rev-list", "--count", "main..intake/12") == "1"
    assert checkout.find_tip("intake/12") != tip


def test_a_commit_that_was_not_seen_is_never_lost(checkout):
    push(checkout, "one")
    seen = checkout.find_tip("intake/12")
    assert seen is not None
    editor = checkout.root.parent / "editor"
    git(editor.parent, "clone", "--quiet", "--branch", "intake/12", "origin.git", "editor")
    git(editor, "commit", "--quiet", "--allow-empty", "--message", "mend")
    git(editor, "push", "--quiet", "origin", "intake/12")

    for over in ("", seen.commit):
        with pytest.raises(PostroomError, match=r"git push: .*\n    fix: run the"):
            push(checkout, "two", over=over)

    mended = git(editor, "rev-parse", "HEAD")
    assert checkout.find_tip("intake/12") == Tip(mended, "ed@example.org")


def test_where_the_server_is_not_there_it_is_said_without_a_secret(checkout):
    git(checkout.root, "remote", "set-url", "origin", "http://127.0.0.1:1/a.git")

    with pytest.raises(PostroomError) as error:
        checkout.find_tip("intake/12")

    assert str(error.value).startswith("git ls-remote: fatal: unable to access")
    assert TOKEN.get_secret_value() not in f"{error.value} {checkout!r}"


@pytest.mark.parametrize("is_ours", [True, False], ids=["GitHub", "another"])
def test_a_token_goes_to_its_server_alone(checkout, is_ours):
    with listening(GitHubServer()) as server:
        git(checkout.root, "remote", "set-url", "origin", f"{server.url}/rosa/table.git")
        mine = replace(checkout, server=server.url) if is_ours else checkout
        with pytest.raises(PostroomError):
            mine.find_tip("intake/12")

    sent = [asked.headers.get("authorization") for asked in server.asked]
    expected = b64encode(f"x-access-token:{TOKEN.get_secret_value()}".encode()).decode()
    assert sent == [f"basic {expected}" if is_ours else None]


def test_a_token_stands_on_no_command_line(checkout, monkeypatch):
    commands = []

    def look(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        commands.append((command, options["env"]))
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", look)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    checkout.find_tip("intake/12")

    [(command, env)] = commands
    assert command == ["git", "ls-remote", "origin", "refs/heads/intake/12"]
    key = "http.https://github.com/.extraheader"
    assert env["GIT_CONFIG_COUNT"] == "3"
    assert (env["GIT_CONFIG_KEY_1"], env["GIT_CONFIG_VALUE_1"]) == (key, "")
    assert env["GIT_CONFIG_KEY_2"] == key
    assert env["GIT_CONFIG_VALUE_2"].startswith("AUTHORIZATION: basic eC1hY2Nlc3Mt")
    assert env["GIT_TERMINAL_PROMPT"] == "0"


def test_where_there_is_no_git_it_is_said(checkout, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)

    with pytest.raises(PostroomError, match="git ls-remote: it cannot be run"):
        checkout.find_tip("intake/12")


def test_the_files_of_a_merge_are_those_it_adds_changes_or_takes_away(checkout):
    work = checkout.root
    (work / "gone.md").write_text("x", encoding="utf-8")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "before")
    (work / "gone.md").unlink()
    (work / "a.md").write_text("another", encoding="utf-8")
    (work / "é\nb.md").write_text("new", encoding="utf-8")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "the merge")

    changes = {change.path.name: change for change in checkout.list_changes()}

    assert {name: change.is_gone for name, change in changes.items()} == {
        "a.md": False,
        "é\nb.md": False,
        "gone.md": True,
    }
    assert all(c.path.is_file() for c in changes.values() if not c.is_gone)
