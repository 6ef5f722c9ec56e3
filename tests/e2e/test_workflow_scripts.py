"""What the workflows run: their own lines and conditions, on events as GitHub has them.

`bash`, `git` and `postroom` are real; GitHub is a server on this machine. What becomes of
each event in detail is decided by values alone: `tests/unit/test_intake_events.py`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from tests.e2e.building import ROOT
from tests.fakes.github import (
    ADDRESS,
    REPOSITORY,
    GitHubServer,
    edited,
    labelled,
    recorded,
)
from tests.fakes.server import answering, listening

from postroom.cli import main
from postroom.intake.reply import read_checked
from postroom.reading.items import parse_item

pytestmark = pytest.mark.e2e
TODAY = "1793700000"
"""2026-11-03 10:00 UTC: the day after the recorded events."""

SETTINGS = """\
site_name: Small Site
site_url: !ENV [SITE_URL, 'https://small.example/']
docs_dir: content
plugins:
  - postroom:
      newsletters:
        - title: The Letter
          zone: Europe/London
"""
DOWNLOAD = """\
#!/bin/sh
# gh run download RUN --name items-report --dir FOLDER
test "$GH_REPO $GH_TOKEN $5" = "{repository} {token} items-report" || exit 1
cp -R "{reports}/$3" "$7"
"""


@cache
def workflow(name: str) -> dict[str, Any]:
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    settings: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return settings


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    who = ("-c", "user.name=Ed", "-c", "user.email=ed@example.org")
    git(folder, *who, "commit", "--quiet", "--message", message)


@dataclass
class Runner:
    """A machine of GitHub's: runs the jobs of a workflow that an event asks for."""

    folder: Path
    github: GitHubServer
    jobs_done: int = 0
    printed: str = ""

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def checkout(self, name: str, *options: str) -> Path:
        folder = self.folder / name
        git(self.folder, "clone", "--quiet", *options, self.origin.as_uri(), str(folder))
        return folder

    def sent_in(self, event: Mapping[str, Any], meanwhile: str = "") -> list[str]:
        """Let something happen to a GitHub issue; the jobs that ran because of it.

        Args:
            event: What GitHub says.
            meanwhile: What the GitHub issue says by the time that a job runs.
        """
        issue = event["issue"]
        names = [label["name"] for label in issue["labels"]]
        self.github.add_issue(issue["number"], meanwhile or issue["body"], names)
        return self.happens(event, "issues")

    def happens(
        self,
        event: Mapping[str, Any],
        name: str,
        *,
        file: str = "intake.yml",
        branch: str = "main",
        work: Path | None = None,
    ) -> list[str]:
        """Let something happen; the jobs of a workflow that ran because of it.

        Args:
            event: What GitHub says.
            name: The kind of event.
            file: The workflow.
            branch: Where it happens.
            work: What is checked out, if not the default branch.
        """
        about = {
            "event": event,
            "event_name": name,
            "ref_name": branch,
            "repository": REPOSITORY,
            "token": self.github.token,
        }
        context = {"github": about, "runner": {"temp": ""}, "vars": {}}
        asked_for = {
            job: settings["steps"]
            for job, settings in workflow(file)["jobs"].items()
            if is_true(settings.get("if", "true"), context)
        }
        for steps in asked_for.values():
            self._run_job(steps, context, work)
        return list(asked_for)

    def _run_job(
        self, steps: list[dict[str, Any]], context: dict[str, Any], work: Path | None
    ) -> None:
        self.jobs_done += 1
        temp = self.folder / f"temp-{self.jobs_done}"
        temp.mkdir()
        (temp / "event.json").write_text(json.dumps(context["github"]["event"]), "utf-8")
        work = work or self.checkout(f"work-{self.jobs_done}", "--depth", "1")
        for step in steps:
            if "run" in step and "pip install" not in step["run"]:
                self._run_step(step, context, work, temp)

    def _run_step(
        self, step: dict[str, Any], context: dict[str, Any], work: Path, temp: Path
    ) -> None:
        here = (self.folder / "bin", Path(sys.executable).parent, os.environ["PATH"])
        env = {
            "PATH": os.pathsep.join(map(str, here)),
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "NO_MKDOCS_2_WARNING": "1",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_PATH": str(temp / "event.json"),
            "GITHUB_REPOSITORY": REPOSITORY,
            "RUNNER_TEMP": str(temp),
            "SOURCE_DATE_EPOCH": TODAY,
            **{key: fill(value, context) for key, value in step.get("env", {}).items()},
        }
        script = step["run"].replace("--pause 2", "--pause 0")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", script],
            cwd=work,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        self.printed = done.stdout
        assert self.github.token not in done.stdout
        if done.returncode and not step.get("continue-on-error"):
            raise StepFailedError(done.stdout)


class StepFailedError(Exception):
    """A step ended with another code than 0."""


_EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
_PATH = re.compile(r"'[^']*'|\b[a-z_]+(?:\.[\w*-]+)+")


def look_up(path: str, context: Mapping[str, Any]) -> Any:
    value: Any = context
    for number, part in enumerate(parts := path.split(".")):
        if part == "*":
            rest = ".".join(parts[number + 1 :])
            return [look_up(rest, each) for each in value or ()]
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def fill(value: object, context: Mapping[str, Any]) -> str:
    """Fill in the expressions of a value of `env`."""

    def say(expression: re.Match[str]) -> str:
        meant = look_up(expression[1], context)
        return "" if meant is None else str(meant)

    return _EXPRESSION.sub(say, str(value))


def is_true(condition: str, context: Mapping[str, Any]) -> bool:
    """Judge a condition of a job or a step, as GitHub does."""
    found = _EXPRESSION.fullmatch(condition)
    said = _PATH.sub(
        lambda m: m[0] if m[0].startswith("'") else f"get('{m[0]}')",
        found[1] if found else condition,
    )
    said = re.sub("!(?!=)", " not ", said.replace("&&", " and ").replace("||", " or "))
    names = {
        "true": True,
        "get": lambda path: look_up(path, context),
        "contains": lambda values, value: value in (values or ()),
        "join": lambda values: ",".join(values or ()),
        "startsWith": lambda text, start: (text or "").startswith(start),
    }
    return bool(eval(said, {"__builtins__": {}}, names))


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A repository with a newsletter, at a GitHub that runs our workflows."""
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "content/index.md").write_text("# Welcome\n", encoding="utf-8")
    (site / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (site / ".gitignore").write_text("/.cache/\n", encoding="utf-8")
    forms = CliRunner().invoke(main, ["forms", "-f", str(site / "mkdocs.yml")])
    assert forms.exit_code == 0, forms.output
    git(site, "init", "--quiet", "--initial-branch", "main")
    commit(site, "begin")
    github = GitHubServer()
    runner = Runner(tmp_path, github)
    git(tmp_path, "clone", "--quiet", "--bare", str(site), str(runner.origin))
    (tmp_path / "bin").mkdir()
    download = tmp_path / "bin/gh"
    facts = {"repository": REPOSITORY, "token": github.token, "reports": tmp_path}
    download.write_text(DOWNLOAD.format(**facts), encoding="utf-8")
    download.chmod(0o755)
    with listening(github):
        yield runner


def change_of(origin: Path, branch: str) -> tuple[str, bytes, str]:
    """The one file that a branch adds, its bytes, and the commit message."""
    names = git(origin, "diff", "--name-only", "-z", f"main...{branch}").split("\0")
    [path] = filter(None, names)
    source = subprocess.check_output(["git", "show", f"{branch}:{path}"], cwd=origin)
    return path, source, git(origin, "log", "-1", "--format=%B", branch).strip()


def branches(runner: Runner, pattern: str = "intake/*") -> list[str]:
    listed = git(runner.origin, "branch", "--list", "--format=%(refname:short)", pattern)
    return listed.split()


def pushed() -> dict[str, Any]:
    """The event of a push, as far as it matters."""
    return {"repository": {"full_name": REPOSITORY, "default_branch": "main"}}


def accept(runner: Runner, event: dict[str, Any]) -> dict[str, Any]:
    """Let something be sent in, and an editor accept it."""
    runner.sent_in(event)
    accepted = labelled(event, "accept")
    runner.sent_in(accepted)
    return accepted


# the whole way


def test_a_submission_goes_the_whole_way(runner):
    github, event = runner.github, recorded("news")
    number, user = event["issue"]["number"], event["issue"]["user"]
    branch = f"intake/{number}"

    assert runner.sent_in(event) == ["answer"]
    [answer] = github.said(number)
    assert "Everything is there" in answer
    assert f"{ADDRESS}submit/" in answer

    assert runner.sent_in(labelled(event, "accept")) == ["accept"]
    path, source, message = change_of(runner.origin, branch)
    item, problems = parse_item(path.removeprefix("content/"), source)
    assert problems == ()
    assert item is not None
    assert item.source == f"github:{REPOSITORY}#{number}"
    assert message.split("\n\n") == [
        f"item: news from #{number}",
        f"Co-authored-by: {user['login']} "
        f"<{user['id']}+{user['login']}@users.noreply.github.com>",
    ]
    pull = github.open_pull(branch)
    assert pull is not None
    assert (pull["title"], pull["base"]) == (f"item: news from #{number}", "main")
    assert read_checked(answer) in pull["body"]
    assert github.said(number)[1].startswith("Taken; it waits for № 1 of The Letter. ")

    publish_issue(runner, branch)
    assert runner.happens(pushed(), "push") == ["outcomes"]
    told = github.said(number)
    assert f"[№ 1]({ADDRESS}newsletter/1/#{item.anchor})" in told[2]
    assert github.issues[number]["state_reason"] == "completed"

    assert runner.happens({"schedule": "52 0 * * *"}, "schedule") == ["outcomes"]
    assert github.said(number) == told


def publish_issue(runner: Runner, branch: str) -> None:
    """Merge a branch, draft an issue as editors do, finish it, and push it."""
    editor = runner.checkout("editor")
    git(editor, "merge", "--quiet", "--ff-only", f"origin/{branch}")
    arguments = ["issue", "new", "--date", "2026-11-03", "-f", str(editor / "mkdocs.yml")]
    drafted = CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": TODAY})
    assert drafted.exit_code == 0, drafted.output
    [path] = editor.glob("content/newsletter/issues/*.md")
    text = re.sub(r"^draft: .*\n", "", path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(re.sub(r"^date: .*$", "date: 2026-11-03", text, flags=re.M), "utf-8")
    commit(editor, "issue 1")
    git(editor, "push", "--quiet", "origin", "main")


def test_what_is_declined_is_closed_with_the_reason(runner):
    accepted = accept(runner, event := recorded("job"))
    number = event["issue"]["number"]

    ran = runner.sent_in(labelled(accepted, "declined: we had this in № 4"))

    assert ran == ["decline"]
    assert "we had this in № 4" in runner.github.said(number)[-1]
    assert runner.github.issues[number]["state_reason"] == "not_planned"
    assert [pull["state"] for pull in runner.github.pulls] == ["closed"]


def test_an_edit_takes_an_acceptance_back_and_a_new_one_follows_it(runner):
    accepted = accept(runner, event := recorded("news"))
    number, github = event["issue"]["number"], runner.github
    later = edited(accepted, event["issue"]["body"].replace("a lamp", "two lamps"))

    assert runner.sent_in(later) == ["answer", "withdraw"]
    [pull] = github.pulls
    assert github.labels(number) == ["submission", "news"]
    assert [text[:36] for text in github.said(pull["number"])] == [
        "The text of #106 was edited after it"
    ]

    runner.sent_in(labelled(later, "accept"))
    assert b"two lamps" in change_of(runner.origin, f"intake/{number}")[1]
    assert github.pulls == [pull]
    assert [text[:6] for text in github.said(number)] == ["Thank ", "Taken;", "Thank "]


def test_a_text_that_is_edited_while_it_is_accepted_is_not_taken(runner):
    event = recorded("news")
    runner.sent_in(event)

    runner.sent_in(labelled(event, "accept"), event["issue"]["body"] + "\n")

    number = event["issue"]["number"]
    assert branches(runner) == runner.github.pulls == []
    assert runner.github.labels(number) == ["submission", "news"]
    assert runner.github.said(number)[-1].startswith("The text was edited while it was")


def test_what_an_editor_mended_on_the_branch_is_not_overwritten(runner):
    accepted = accept(runner, event := recorded("news"))
    branch = f"intake/{event['issue']['number']}"
    editor = runner.checkout("editor", "--branch", branch)
    [path] = editor.glob("content/newsletter/items/*.md")
    path.write_text(path.read_text("utf-8").replace("a lamp", "the lamp"), "utf-8")
    commit(editor, "mend")
    git(editor, "push", "--quiet", "origin", branch)

    runner.sent_in(accepted)

    assert b"the lamp" in change_of(runner.origin, branch)[1]
    assert runner.github.said(106)[-1].startswith("The last commit on the branch")
    assert "accept" not in runner.github.labels(106)


def test_a_run_that_broke_off_goes_on_where_it_stopped(runner):
    event = recorded("news")
    runner.sent_in(event)
    runner.github.trouble(f"POST /repos/{REPOSITORY}/pulls", answering(502))

    with pytest.raises(StepFailedError, match=r"GitHub is in trouble \(502\)\n    fix: "):
        runner.sent_in(labelled(event, "accept"))
    assert branches(runner) == ["intake/106"]
    runner.sent_in(labelled(event, "accept"))

    assert len(runner.github.pulls) == 1
    assert [text[:6] for text in runner.github.said(106)] == ["Thank ", "Taken;"]


HOSTILE = "$(touch x) `touch x`; touch x '\"${{ github.token }} ../../x"


def test_nothing_that_people_wrote_is_ever_executed(runner):
    event = recorded("news")
    event["issue"]["title"] = event["issue"]["user"]["login"] = HOSTILE
    body = event["issue"]["body"]
    event["issue"]["body"] = body.replace("The Tuesday table opens a second room", HOSTILE)

    accept(runner, event)
    runner.sent_in(labelled(event, f"declined: {HOSTILE}"))

    assert list(runner.folder.rglob("x")) == []
    assert branches(runner) == []
    assert runner.github.issues[106]["state_reason"] == "not_planned"


# what asks for nothing


def test_what_is_about_something_else_is_left_alone(runner):
    event = recorded("news")
    event["issue"] |= {"labels": []}
    odd = labelled(event, "bug")

    assert runner.sent_in(event) == []
    assert runner.sent_in({**odd, "action": "opened"}) == ["answer"]
    assert runner.printed.startswith("nothing to do: no newsletter's label")
    assert runner.sent_in(labelled(event, "accept")) == ["accept"]
    assert runner.github.changes == []


@pytest.mark.parametrize("name", ["push", "workflow_dispatch"])
def test_only_the_default_branch_says_what_came_out(runner, name):
    assert runner.happens(pushed(), name, branch="draft") == []


def test_forms_that_differ_from_the_table_are_found_at_night(runner):
    editor = runner.checkout("editor")
    [*_, form] = sorted(editor.glob(".github/ISSUE_TEMPLATE/newsletter-*.yml"))
    form.write_text(form.read_text("utf-8") + "# mine\n", encoding="utf-8")
    commit(editor, "a form of my own")
    git(editor, "push", "--quiet", "origin", "main")

    with pytest.raises(StepFailedError, match="not what the table of kinds makes of it"):
        runner.happens({"schedule": "52 0 * * *"}, "schedule")


# items by pull request

GOOD = b"""---
kind: news
uid: pull0001
submitted: 2026-11-02
title: "The reading room stays open on Mondays"
consent: true
---

It has a stove now, and people who know how to light it.
"""
ROTTEN = {
    "$(touch x).md": GOOD.replace(b"pull0001", b"pull0002").replace(b"title", b"titel"),
    "`touch x`.md": GOOD.replace(b"pull0001", b"pull0003").replace(
        b"The reading room stays open on Mondays", b"<!-- @everyone --> <script>alert(1)"
    ),
}


def check_pull(
    runner: Runner,
    files: Mapping[str, bytes],
    number: int = 402,
    *,
    others: Mapping[str, bytes | Path] | None = None,
    branch: str = "",
) -> None:
    """Open a pull request that adds files, and let both workflows look at it.

    Args:
        runner: Where.
        files: Items, by the names of their files.
        number: What it gets.
        others: Other files, by their paths; where a link leads instead of bytes.
        branch: Its branch in the repository itself, if it is of no fork.
    """
    work = runner.checkout(f"pull-{number}")
    items = {f"content/newsletter/items/{name}": text for name, text in files.items()}
    for name, source in {**items, **(others or {})}.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, Path):
            path.symlink_to(source)
        else:
            path.write_bytes(source)
        git(work, "add", "--force", name)
    commit(work, "what is new")
    head = {"sha": "a" * 40, "repo": {"full_name": "rosa/long-table"}}
    runner.github.add_pull(number, "patch-1", **head)
    event = {"pull_request": {"number": number}}
    if branch:
        end = {"repo": {"full_name": REPOSITORY}}
        event["pull_request"] |= {"head": {**end, "ref": branch}, "base": end}
    conclusion = "success"
    try:
        runner.happens(event, "pull_request", file="items.yml", work=work)
    except StepFailedError:
        conclusion = "failure"
    for report in runner.folder.glob("temp-*/report"):
        report.rename(runner.folder / f"{number}")
    run = {
        "id": number,
        "event": "pull_request",
        "conclusion": conclusion,
        "head_sha": head["sha"],
        "head_branch": "patch-1",
        "head_repository": head["repo"],
    }
    event = {"workflow_run": run}
    runner.happens(event, "workflow_run", file="items-comment.yml")


def test_an_item_by_pull_request_is_checked_and_answered(runner):
    check_pull(runner, {"2026-11-02-reading-room.md": GOOD})

    [comment] = runner.github.said(402)
    assert "Everything is there" in comment
    assert "    newsletter/items/2026-11-02-reading-room.md\n        all is well" in comment


def test_what_is_wrong_with_it_is_said_and_nothing_in_it_is_active(runner):
    check_pull(runner, ROTTEN)

    [comment] = runner.github.said(402)
    assert "must change" in comment
    assert "fix: " in comment
    assert "titel" in comment
    quoted = comment.split("\n\n", 2)[2]
    assert [
        line for line in quoted.split("\n") if line.strip() and line[:4] != "    "
    ] == []
    assert list(runner.folder.rglob("x")) == []


HARMFUL: dict[str, tuple[dict[str, bytes | Path], str]] = {
    "what a build keeps": (
        {".cache/postroom/a.json": b"{}"},
        ".cache/postroom/a.json\n        .cache/postroom/a.json: what a build keeps",
    ),
    "a cache further down": ({"content/.Cache/a": b"x"}, "what a build keeps for itself"),
    "a link": ({"content/secret.md": Path("/etc/passwd")}, "it is a link to another file"),
    "a link for an item": (
        {"content/newsletter/items/a.md": Path("../../index.md")},
        "it is a link to another file",
    ),
    "a page beside it": (
        {"content/about.md": b"# Me\n"},
        "content/about.md: it is no item",
    ),
    "settings": ({"mkdocs.yml": b"site_name: Mine\nplugins: [postroom]\n"}, "must change"),
    "a workflow": ({".github/workflows/a.yml": b"on: push\n"}, "a.yml: it is no item"),
    "a folder of items elsewhere": ({"items/a.md": b"x"}, "items/a.md: it is no item"),
    "a program among items": ({"content/newsletter/items/a.py": b"x"}, "it is no item"),
}


@pytest.mark.parametrize(("others", "expected"), HARMFUL.values(), ids=HARMFUL.keys())
def test_a_pull_request_with_items_carries_nothing_else(runner, others, expected):
    check_pull(runner, {"2026-11-02-reading-room.md": GOOD}, others=others)

    [comment] = runner.github.said(402)
    assert "must change" in comment
    assert expected in comment


def test_a_pull_request_about_something_else_is_left_alone(runner):
    check_pull(runner, {}, others={"content/about.md": b"# Me\n"})

    assert runner.printed == "nothing to do: there is no report\n"
    assert runner.github.said(402) == []


def test_those_who_may_write_may_send_more_than_items(runner):
    mine = {"content/about.md": b"# Me\n"}
    check_pull(runner, {"2026-11-02-a.md": GOOD}, others=mine, branch="spring")

    [comment] = runner.github.said(402)
    assert "Everything is there" in comment


def sourced(source: str) -> bytes:
    return GOOD.replace(b"consent", b"source: " + source.encode() + b"\nconsent")


CLAIMS = {
    "somebody else's GitHub issue": (f"github:{REPOSITORY}#5", "", False),
    "without a repository": ('"github#5"', "", False),
    "a letter": ('"mail#aaaa"', "", False),
    "a row": ('"csv#aaaa"', "", False),
    "a file": ("file", "", True),
    "an editor's letter": ('"mail#aaaa"', "spring", True),
    "an editor's branch of another": (f"github:{REPOSITORY}#5", "intake/6", False),
    "the branch of that GitHub issue": (f"github:{REPOSITORY}#5", "intake/5", True),
}


@pytest.mark.parametrize(("source", "branch", "good"), CLAIMS.values(), ids=CLAIMS.keys())
def test_a_file_has_no_source_that_its_way_in_cannot_have(runner, source, branch, good):
    check_pull(runner, {"2026-11-02-a.md": sourced(source)}, branch=branch)

    [comment] = runner.github.said(402)
    assert ("Everything is there" in comment) == good
    assert ("it comes by pull request" in comment) != good


def test_a_source_that_a_file_has_already_stays(runner):
    editor = runner.checkout("editor")
    path = editor / "content/newsletter/items/2026-11-02-a.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(sourced('"mail#aaaa"'))
    commit(editor, "an item")
    git(editor, "push", "--quiet", "origin", "main")

    mended = sourced('"mail#aaaa"').replace(b"a stove", b"two stoves")
    check_pull(runner, {"2026-11-02-a.md": mended})

    [comment] = runner.github.said(402)
    assert "Everything is there" in comment


def test_a_check_without_a_report_is_left_alone(runner):
    run = {"id": 7, "event": "pull_request", "conclusion": "failure"}

    runner.happens({"workflow_run": run}, "workflow_run", file="items-comment.yml")

    assert runner.printed == "nothing to do: there is no report\n"
    assert runner.github.asked == []
