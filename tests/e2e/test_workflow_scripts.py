"""What the workflows run: their own scripts and conditions, on events as GitHub has them.

`bash` and `git` are real; `gh` talks to a GitHub made of dictionaries, and `postroom` is
run in this process, where it is already loaded.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from tests.e2e.building import ROOT

from postroom.cli import main
from postroom.cli.github import tell_workflow
from postroom.intake.github import body_hash
from postroom.intake.reply import read_checked
from postroom.model.kinds import KINDS
from postroom.model.text import set_apostrophes
from postroom.reading.items import parse_item

pytestmark = pytest.mark.e2e
RECORDED = ROOT / "tests/sites/intake"
TODAY = "1793700000"
"""2026-11-03 10:00 UTC: the day after the recorded events."""

REPOSITORY = "long-table/long-table"
ADDRESS = "https://long-table.github.io/long-table"
BOT = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}
OURS_ONLY = ".[] | select(.isCrossRepository | not) | .number"
"""What keeps a branch of the same name in somebody's fork from being taken for ours."""

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
CLIENT = """\
#!/usr/bin/env bash
asked="$RUNNER_TEMP/asked-$$"
printf '%s\\0' "$PWD" "$0" "$@" > "$asked"
env -0 > "$asked.env"
exec 3<>/dev/tcp/127.0.0.1/{port}
echo "$asked" >&3
read -r code <&3
if [ -s "$asked.out" ]; then cat "$asked.out"; fi
if [ -s "$asked.err" ]; then cat "$asked.err" >&2; fi
exit "$code"
"""
"""Asks this process, through two files and a socket; ten times as fast as a new Python."""


@pytest.fixture(autouse=True, scope="module")
def _undisturbed() -> Iterator[None]:
    """Leave the log as loud as it was."""
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


@cache
def workflow(name: str) -> dict[str, Any]:
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return found


def recorded(kind: str) -> dict[str, Any]:
    """The event of one submission, as GitHub wrote it."""
    return json.loads((RECORDED / f"{kind}.json").read_text(encoding="utf-8"))


def labelled(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The event of a label that an editor set on the same issue."""
    label = {"id": 1, "name": name, "color": "ededed", "default": False}
    labelled = {**deepcopy(dict(event)), "action": "labeled", "label": label}
    labelled.pop("changes", None)
    labelled["issue"]["labels"].append(label)
    return labelled


def edited(event: Mapping[str, Any], body: str) -> dict[str, Any]:
    """The event of another text of the same issue."""
    changed = {**deepcopy(dict(event)), "action": "edited"}
    changed["changes"] = {"body": {"from": changed["issue"]["body"]}}
    changed["issue"]["body"] = body
    return changed


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class GitHub:
    """Issues, comments, labels and pull requests, as far as `gh` is asked for them."""

    origin: Path
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    closed: dict[int, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    pulls: dict[str, dict[str, Any]] = field(default_factory=dict)
    labels: dict[int, list[str]] = field(default_factory=dict)
    reports: dict[str, Path] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    calls: list[list[str]] = field(default_factory=list)

    def answer(self, argv: list[str], cwd: Path) -> str:
        """Do what one command line of `gh` asks, and give what it prints."""
        self.calls.append(argv)
        if argv[0] == "api":
            return self._answer_api(argv[1:], cwd)
        if argv[:2] == ["run", "download"]:
            folder = cwd / self._option(argv, "--dir")
            folder.mkdir()
            for path in self.reports[argv[2]].iterdir():
                (folder / path.name).write_bytes(path.read_bytes())
            return ""
        return getattr(self, f"_{argv[0]}_{argv[1].replace('-', '_')}")(argv, cwd)

    def _option(self, argv: list[str], name: str) -> str:
        return argv[argv.index(name) + 1]

    def _auth_setup_git(self, argv: list[str], cwd: Path) -> str:
        return ""

    def _pr_list(self, argv: list[str], cwd: Path) -> str:
        assert self._option(argv, "--json") == "number,isCrossRepository"
        assert self._option(argv, "--jq") == OURS_ONLY
        pull = self.pulls.get(self._option(argv, "--head"))
        return f"{pull['number']}\n" if pull else ""

    def _pr_create(self, argv: list[str], cwd: Path) -> str:
        branch = self._option(argv, "--head")
        assert branch in git(self.origin, "branch", "--list", branch)
        self.pulls[branch] = {
            "number": 900 + len(self.calls),
            "base": self._option(argv, "--base"),
            "title": self._option(argv, "--title"),
            "body": Path(self._option(argv, "--body-file")).read_text(encoding="utf-8"),
            "comments": [],
        }
        return ""

    def _pr_comment(self, argv: list[str], cwd: Path) -> str:
        said = Path(self._option(argv, "--body-file")).read_text(encoding="utf-8")
        self.pulls[self._branch_of(argv[2])]["comments"].append(said)
        return ""

    def _pr_close(self, argv: list[str], cwd: Path) -> str:
        del self.pulls[self._branch_of(argv[2])]
        return ""

    def _branch_of(self, number: str) -> str:
        [branch] = [b for b, pull in self.pulls.items() if pull["number"] == int(number)]
        return branch

    def _issue_list(self, argv: list[str], cwd: Path) -> str:
        return json.dumps(
            [
                {"number": number, "labels": [{"name": name} for name in names]}
                for number, names in self.labels.items()
                if number not in self.closed
            ]
        )

    def _answer_api(self, argv: list[str], cwd: Path) -> str:
        path = next(word for word in argv if word.startswith("repos/"))
        method = self._option(argv, "--method") if "--method" in argv else "GET"
        values = {}
        for flag, pair in pairwise(argv):
            if flag in ("--field", "--raw-field"):
                key, _, value = pair.partition("=")
                is_file = flag == "--field" and value.startswith("@")
                values[key] = (cwd / value[1:]).read_text("utf-8") if is_file else value
        parts = path.removeprefix(f"repos/{REPOSITORY}/").split("/")
        return self._request(method, parts, values)

    def _request(self, method: str, parts: list[str], values: dict[str, str]) -> str:
        match method, parts:
            case "GET", ["issues", number, "comments"]:
                return json.dumps([self.comments.get(int(number), [])])
            case "GET", ["issues", number]:
                return json.dumps({"body": self.bodies[int(number)]})
            case "GET", ["pulls", number]:
                [pull] = [p for p in self.pulls.values() if p["number"] == int(number)]
                place = {"ref": pull["branch"], "repo": {"full_name": pull["fork"]}}
                return json.dumps({"head": {"sha": pull["sha"], **place}})
            case "POST", ["issues", number, "comments"]:
                comment = {"id": 5000 + len(self.calls), "user": BOT, **values}
                self.comments.setdefault(int(number), []).append(comment)
            case "PATCH", ["issues", "comments", identity]:
                every = [c for told in self.comments.values() for c in told]
                [comment] = [c for c in every if c["id"] == int(identity)]
                comment["body"] = values["body"]
            case "PATCH", ["issues", number]:
                assert values["state"] == "closed"
                self.closed[int(number)] = values["state_reason"]
            case "DELETE", ["issues", number, "labels", name]:
                assert self.removed[-1:] != [f"{number} {name}"], "404"
                self.removed.append(f"{number} {name}")
            case _:
                raise AssertionError((method, parts))
        return ""

    def said(self, number: int) -> list[str]:
        """The text of every comment on an issue."""
        return [comment["body"] for comment in self.comments.get(number, [])]


@dataclass
class Runner:
    """A machine of GitHub's: runs the jobs of a workflow that an event asks for."""

    folder: Path
    github: GitHub
    jobs_done: int = 0
    printed: str = ""

    def happens(
        self,
        event: Mapping[str, Any],
        *,
        name: str = "issues",
        file: str = "intake.yml",
        branch: str = "main",
        meanwhile: str = "",
    ) -> list[str]:
        """Let something happen; the names of the jobs that ran because of it.

        Args:
            event: What GitHub says.
            name: The kind of event.
            file: The workflow.
            branch: Where it happens.
            meanwhile: What the issue says by the time that a job runs.
        """
        if name == "issues":
            issue = event["issue"]
            self.github.bodies[issue["number"]] = meanwhile or issue["body"]
        context = {
            "github": {
                "event": event,
                "event_name": name,
                "ref_name": branch,
                "repository": REPOSITORY,
                "token": "ghs_secret",
            },
            "runner": {"temp": ""},
            "vars": {},
        }
        ran = []
        for job, told in workflow(file)["jobs"].items():
            if is_true(told.get("if", "true"), context):
                self._run_job(told["steps"], context)
                ran.append(job)
        return ran

    def _run_job(self, steps: list[dict[str, Any]], context: dict[str, Any]) -> None:
        self.jobs_done += 1
        here = self.folder / f"job-{self.jobs_done}"
        temp = here / "temp"
        temp.mkdir(parents=True)
        self.checkout(here / "work")
        event = temp / "event.json"
        event.write_text(json.dumps(context["github"]["event"]), encoding="utf-8")
        context["steps"] = {"pages": {"outputs": {"base_url": ADDRESS}}}
        for step in steps:
            is_ours = "run" in step and "pip install" not in step["run"]
            if is_ours and is_true(step.get("if", "true"), context):
                outputs = self.run_step(step, context, here / "work", event)
                context["steps"][step.get("id", "")] = {"outputs": outputs}

    def checkout(self, folder: Path) -> None:
        git(self.folder, "clone", "--quiet", self.github.origin.as_posix(), str(folder))

    def run_step(
        self, step: dict[str, Any], context: dict[str, Any], work: Path, event: Path
    ) -> dict[str, str]:
        outputs = event.with_name("outputs")
        outputs.write_text("", encoding="utf-8")
        env = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_REPOSITORY": REPOSITORY,
            "RUNNER_TEMP": str(event.parent),
            "SOURCE_DATE_EPOCH": TODAY,
        }
        for key, value in step.get("env", {}).items():
            env[key] = fill(value, context)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],
            cwd=work,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        self.printed = done.stdout
        if done.returncode:
            raise StepFailedError(f"{step['name']}: {done.stdout}")
        pairs = outputs.read_text(encoding="utf-8").splitlines()
        return dict(pair.split("=", 1) for pair in pairs)


class StepFailedError(Exception):
    """A step ended with another code than 0."""


_EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
_PATH = re.compile(r"'[^']*'|\b[a-z_]+(?:\.[\w*-]+)+")


def look_up(path: str, context: Mapping[str, Any]) -> Any:
    found: Any = context
    for number, part in enumerate(parts := path.split(".")):
        if part == "*":
            rest = ".".join(parts[number + 1 :])
            return [look_up(rest, each) for each in found or ()]
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def fill(value: object, context: Mapping[str, Any]) -> str:
    """Fill in the expressions of a value of `env`."""

    def say(found: re.Match[str]) -> str:
        told = look_up(found[1], context)
        return "" if told is None else str(told)

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


class Switchboard(threading.Thread):
    """Answers the commands `gh` and `postroom` of a runner, one at a time."""

    def __init__(self, github: GitHub) -> None:
        super().__init__(daemon=True)
        self.github = github
        self.line = create_server(("127.0.0.1", 0))
        self.port = self.line.getsockname()[1]

    def run(self) -> None:
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:  # the tests are done
                return
            with caller:
                asked = Path(caller.makefile().readline().rstrip("\n"))
                code, out, err = self._answer(asked)
                asked.with_name(f"{asked.name}.out").write_text(out, encoding="utf-8")
                asked.with_name(f"{asked.name}.err").write_text(err, encoding="utf-8")
                caller.sendall(f"{code}\n".encode())

    def _answer(self, asked: Path) -> tuple[int, str, str]:
        folder, command, *argv = read_words(asked)
        if command.endswith("sleep"):
            return 0, "", ""
        if command.endswith("gh"):
            try:
                return 0, self.github.answer(argv, Path(folder)), ""
            except Exception as error:
                return 1, "", f"gh: {error!r}\n"
        pairs = read_words(asked.with_name(f"{asked.name}.env"))
        return run_here(argv, Path(folder), dict(pair.split("=", 1) for pair in pairs))


def read_words(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\0")[:-1]


def run_here(
    argv: list[str], folder: Path, env: Mapping[str, str | None]
) -> tuple[int, str, str]:
    """Run `postroom` as if it were started in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(main, argv, env=env)
    finally:
        os.chdir(before)
    crashed = done.exception and not isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout, done.stderr + (repr(done.exception) * bool(crashed))


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """A repository with a newsletter, at a GitHub that runs our workflows."""
    folder = tmp_path_factory.mktemp("github")
    site = folder / "site"
    (site / "content").mkdir(parents=True)
    (site / "content/index.md").write_text("# Welcome\n", encoding="utf-8")
    (site / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (site / ".gitignore").write_text("/.cache/\n", encoding="utf-8")
    run_here(["forms"], site, {})
    git(site, "init", "--quiet", "--initial-branch", "main")
    commit(site, "begin")
    origin = folder / "origin.git"
    git(folder, "clone", "--quiet", "--bare", str(site), str(origin))
    github = GitHub(origin)
    board = Switchboard(github)
    board.start()
    (folder / "bin").mkdir()
    for name in ("gh", "postroom", "sleep"):
        client = folder / "bin" / name
        client.write_text(CLIENT.format(port=board.port), encoding="utf-8")
        client.chmod(0o755)
    yield Runner(folder, github)
    board.line.close()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    who = ("-c", "user.name=Ed", "-c", "user.email=ed@example.org")
    git(folder, *who, "commit", "--quiet", "--message", message)


def change_of(origin: Path, branch: str) -> tuple[str, bytes, str]:
    """The one file that a branch adds, its bytes, and the commit message."""
    names = git(origin, "diff", "--name-only", "-z", f"main...{branch}").split("\0")
    [path] = filter(None, names)
    source = subprocess.check_output(["git", "show", f"{branch}:{path}"], cwd=origin)
    return path, source, git(origin, "log", "-1", "--format=%B", branch)


# a round trip of every kind


@dataclass
class Trip:
    """What happened to one submission on its way."""

    event: dict[str, Any]
    answered: list[str]
    jobs: list[list[str]]
    path: str
    source: bytes
    message: str


@pytest.fixture(scope="module")
def trips(runner: Runner) -> dict[str, Trip]:
    """One submission of every kind: sent in, accepted, merged, printed, told."""
    github, found = runner.github, {}
    for kind in KINDS:
        event = recorded(kind)
        number = event["issue"]["number"]
        github.labels[number] = [label["name"] for label in event["issue"]["labels"]]
        jobs = [runner.happens(event)]
        answered = github.said(number)[:]
        jobs.append(runner.happens(labelled(event, "accept")))
        change = change_of(github.origin, f"intake/{number}")
        found[kind] = Trip(event, answered, jobs, *change)
    editor = runner.folder / "editor"
    runner.checkout(editor)
    for branch in sorted(github.pulls):
        git(editor, "-c", "user.name=Ed", "-c", "user.email=ed@example.org", "merge",
            "--quiet", "--no-ff", "--message", "merge", f"origin/{branch}")  # fmt: skip
    publish_issue(editor)
    return found


def publish_issue(editor: Path) -> None:
    """Draft an issue with the command that editors use, finish it, and push it."""
    arguments = ["issue", "new", "--date", "2026-11-03", "-f", str(editor / "mkdocs.yml")]
    drafted = CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": TODAY})
    assert drafted.exit_code == 0, drafted.output
    [path] = editor.glob("content/newsletter/issues/*.md")
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^draft: .*\n", "", text, flags=re.M)
    path.write_text(re.sub(r"^date: .*$", "date: 2026-11-03", text, flags=re.M), "utf-8")
    commit(editor, "issue 1")
    git(editor, "push", "--quiet", "origin", "main")


@pytest.fixture(scope="module")
def told(runner: Runner, trips: dict[str, Trip]) -> list[str]:
    """The jobs that ran when the issue was pushed."""
    return runner.happens(pushed(), name="push")


def pushed() -> dict[str, Any]:
    """The event of a push, as far as it matters."""
    return {"repository": {"full_name": REPOSITORY, "default_branch": "main"}}


every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_a_submission_is_answered_once_with_what_was_understood(trips, kind):
    trip = trips[kind]
    [answer] = trip.answered

    assert trip.jobs[0] == ["answer"]
    assert "Everything is there" in answer
    assert f"`{trip.event['issue']['title'].partition(': ')[2]}`" in answer
    assert f"{ADDRESS}/submit/" in answer
    assert read_checked(answer)


@every_kind
def test_what_is_accepted_comes_as_one_file_that_is_the_item(trips, kind):
    trip = trips[kind]
    item, problems = parse_item(trip.path.removeprefix("content/"), trip.source)

    assert trip.jobs[1] == ["accept"]
    assert problems == ()
    assert item is not None
    assert item.kind == kind
    assert item.title == trip.event["issue"]["title"].partition(": ")[2]
    assert item.source == f"github:{REPOSITORY}#{trip.event['issue']['number']}"


@every_kind
def test_a_commit_is_made_of_numbers_and_credits_its_author(trips, kind):
    issue = trips[kind].event["issue"]
    user = issue["user"]

    assert trips[kind].message.strip().split("\n\n") == [
        f"item: {kind} from #{issue['number']}",
        f"Co-authored-by: {user['login']} "
        f"<{user['id']}+{user['login']}@users.noreply.github.com>",
    ]


@every_kind
def test_a_pull_request_names_the_submission_and_what_was_approved(runner, trips, kind):
    number = trips[kind].event["issue"]["number"]
    pull = runner.github.pulls[f"intake/{number}"]

    assert pull["title"] == f"item: {kind} from #{number}"
    assert pull["base"] == "main"
    assert read_checked(trips[kind].answered[0]) in pull["body"]


@every_kind
def test_who_sent_it_is_told_where_it_was_printed(runner, trips, told, kind):
    number = trips[kind].event["issue"]["number"]
    item, _ = parse_item(trips[kind].path.removeprefix("content/"), trips[kind].source)

    _, taken, last = runner.github.said(number)
    assert taken.startswith("Taken; it waits for № 1 of The Letter. ")
    assert told == ["outcomes"]
    assert item is not None
    assert f"[№ 1]({ADDRESS}/newsletter/1/#{item.anchor})" in last
    assert runner.github.closed[number] == "completed"


def test_nobody_is_told_twice(runner, told):
    before = deepcopy(runner.github.comments)

    assert runner.happens({"schedule": "52 0 * * *"}, name="schedule") == ["outcomes"]
    assert runner.github.comments == before


@pytest.mark.parametrize("name", ["push", "workflow_dispatch"])
def test_only_the_default_branch_says_what_came_out(runner, name):
    assert runner.happens(pushed(), name=name, branch="draft") == []


@pytest.fixture
def editor(runner: Runner, tmp_path: Path, told: list[str]) -> Iterator[Path]:
    """A clone that an editor works in; what it pushes to main is taken back."""
    folder = tmp_path / "editor"
    before = git(runner.github.origin, "rev-parse", "main").strip()
    runner.checkout(folder)
    yield folder
    git(runner.github.origin, "update-ref", "refs/heads/main", before)


LATE = """\
---
kind: ask
uid: late{number}
submitted: 2026-08-01
title: "A ladder for a day, number {number}"
who: "Somebody without a ladder"
reach: "https://ladder.example.org/{number}"
until: 2026-09-01
source: "{source}"
consent: true
---

It was worth the time it took, and then some.
"""


def test_what_was_over_before_an_issue_had_it_is_closed_with_the_reason(runner, editor):
    github = runner.github
    sources = {
        210: f"github:{REPOSITORY}#210",
        211: "github:somebody/else#211",
        212: "github#212",
        213: "csv#213",
    }
    for number, source in sources.items():
        path = editor / f"content/newsletter/items/2026-08-01-late-{number}.md"
        path.write_text(LATE.format(number=number, source=source), encoding="utf-8")
        github.labels[number] = ["submission", "ask"]
    commit(editor, "late")
    git(editor, "push", "--quiet", "origin", "main")

    runner.happens(pushed(), name="push")

    assert github.closed[210] == github.closed[212] == "not_planned"
    assert github.said(210)[0].startswith("Its time has passed before an issue could")
    assert github.said(211) == github.said(213) == []


REPOSITORIES = {
    "the one it runs in": ("somebody/else", "", [211, 212]),
    "that of the settings": (None, "https://github.com/long-table/long-table", [210, 212]),
    "with an ending": (None, "https://github.com/Long-Table/long-table.git/", [210, 212]),
    "elsewhere": (None, "https://gitlab.com/long-table/long-table", [212]),
    "none": (None, "", [212]),
}


@pytest.mark.parametrize(
    ("here", "url", "expected"), REPOSITORIES.values(), ids=REPOSITORIES.keys()
)
def test_only_issues_of_one_repository_are_spoken_of(tmp_path, here, url, expected):
    settings = f"repo_url: {url}\n{SETTINGS}" if url else SETTINGS
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    folder = tmp_path / "content/newsletter/items"
    folder.mkdir(parents=True)
    sources = ["github:long-table/long-table#210", "github:somebody/else#211", "github#212"]
    for number, source in enumerate(sources, 210):
        text = LATE.format(number=number, source=source)
        (folder / f"2026-08-01-late-{number}.md").write_text(text, encoding="utf-8")

    env = {"SOURCE_DATE_EPOCH": TODAY, "GITHUB_REPOSITORY": here}
    code, out, err = run_here(["intake", "outcomes"], tmp_path, env)

    assert (code, err) == (0, "")
    assert [json.loads(line)["github"] for line in out.splitlines()] == expected


def test_forms_that_differ_from_the_table_are_found_at_night(runner, editor):
    [*_, form] = sorted(editor.glob(".github/ISSUE_TEMPLATE/newsletter-*.yml"))
    form.write_text(form.read_text("utf-8") + "# mine\n", encoding="utf-8")
    commit(editor, "a form of my own")
    git(editor, "push", "--quiet", "origin", "main")

    with pytest.raises(StepFailedError, match="not what the table of kinds makes of it"):
        runner.happens({"schedule": "52 0 * * *"}, name="schedule")


def test_a_fact_of_two_lines_never_reaches_a_workflow(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))

    with pytest.raises(ValueError, match="kind has more than one line"):
        tell_workflow({"kind": "news\npath=/etc/passwd"})


# what does not go straight on


def a_submission(runner: Runner, number: int, kind: str = "news") -> dict[str, Any]:
    """A submission of its own, as it would be sent in."""
    event = recorded(kind)
    event["issue"]["number"] = number
    event["issue"]["body"] = event["issue"]["body"].replace(
        "https://secondtuesday.example.org/rooms", f"https://rooms.example.org/{number}"
    )
    event["issue"]["body"] = event["issue"]["body"].replace(
        "The Tuesday table opens a second room", f"Room {number} has opened its doors"
    )
    runner.github.labels[number] = ["submission", kind]
    return event


def branches(runner: Runner, number: int) -> str:
    return git(runner.github.origin, "branch", "--list", f"intake/{number}").strip(" *\n")


def test_an_issue_about_something_else_is_left_alone(runner):
    event = recorded("news")
    event["issue"] |= {"number": 200, "labels": []}
    odd = labelled(event, "bug")

    assert runner.happens(event) == []
    assert runner.happens({**odd, "action": "opened"}) == ["answer"]
    assert runner.happens(labelled(event, "accept")) == ["accept"]
    assert runner.github.said(200) == []
    assert branches(runner, 200) == ""


def test_a_text_that_was_edited_before_it_was_accepted_is_asked_about_again(runner):
    event = a_submission(runner, 201)
    runner.happens(event)
    later = deepcopy(event)
    later["issue"]["body"] = event["issue"]["body"].replace("a lamp", "a bar")

    runner.happens(labelled(later, "accept"))  # the answer to the edit is still to come

    [answer] = runner.github.said(201)[:]
    assert branches(runner, 201) == ""
    assert runner.github.removed[-1] == "201 accept"
    assert answer.startswith("An editor has just accepted this, but the text was edited")

    runner.happens(labelled(later, "accept"))
    assert branches(runner, 201) == "intake/201"
    assert b"a bar" in change_of(runner.github.origin, "intake/201")[1]


def test_a_text_that_is_edited_after_it_was_accepted_takes_that_back(runner):
    event = a_submission(runner, 202)
    runner.happens(event)
    accepted = labelled(event, "accept")
    runner.happens(accepted)
    later = edited(accepted, event["issue"]["body"].replace("a lamp", "two lamps"))

    assert runner.happens(later) == ["answer", "withdraw"]

    pull = runner.github.pulls["intake/202"]
    assert runner.github.removed[-1] == "202 accept"
    assert [text.split("\n")[0][:36] for text in pull["comments"]] == [
        "The text of #202 was edited after it"
    ]
    assert len(runner.github.said(202)) == 2
    assert runner.github.said(202)[-1].startswith("Taken; ")

    runner.happens(labelled({**later, "issue": later["issue"]}, "accept"))
    assert b"two lamps" in change_of(runner.github.origin, "intake/202")[1]
    assert list(runner.github.pulls).count("intake/202") == 1
    assert len(runner.github.said(202)) == 2


def test_a_text_that_is_edited_while_it_is_accepted_is_not_taken(runner):
    event = a_submission(runner, 206)
    runner.happens(event)
    accepted = labelled(event, "accept")
    later = event["issue"]["body"].replace("a lamp", "two lamps")

    assert runner.happens(accepted, meanwhile=later) == ["accept"]

    assert branches(runner, 206) == ""
    assert "intake/206" not in runner.github.pulls
    assert runner.github.removed[-1] == "206 accept"
    assert runner.github.said(206)[-1].startswith("The text was edited while it was being")
    assert runner.happens(edited(accepted, later)) == ["answer", "withdraw"]


def test_accepting_and_taking_back_wait_for_each_other():
    jobs = workflow("intake.yml")["jobs"]

    assert jobs["accept"]["concurrency"] == jobs["withdraw"]["concurrency"]


def test_what_an_editor_mended_on_the_branch_is_not_overwritten(runner, tmp_path):
    event = a_submission(runner, 207)
    runner.happens(event)
    runner.happens(labelled(event, "accept"))
    runner.checkout(tmp_path / "work")
    git(tmp_path / "work", "switch", "--quiet", "intake/207")
    [path] = (tmp_path / "work").glob("content/newsletter/items/*-207-*.md")
    path.write_text(path.read_text("utf-8").replace("a lamp", "the lamp"), "utf-8")
    commit(tmp_path / "work", "mend")
    git(tmp_path / "work", "push", "--quiet", "origin", "intake/207")
    later = edited(event, event["issue"]["body"].replace("a lamp", "two lamps"))
    runner.happens(later)

    runner.happens(labelled(later, "accept"))

    assert b"the lamp" in change_of(runner.github.origin, "intake/207")[1]
    assert runner.github.said(207)[-1].startswith("The last commit on the branch")
    assert runner.github.removed[-1] == "207 accept"


def test_a_label_that_was_missing_is_noticed(runner):
    event = a_submission(runner, 208)
    kind = event["issue"]["labels"].pop()
    runner.happens(event)

    ran = runner.happens(labelled(event, kind["name"]))

    first, second = runner.github.said(208)
    assert ran == ["answer"]
    assert "no label says its kind" in first
    assert "Everything is there" in second


def test_what_must_change_is_said_and_can_be_mended(runner):
    event = a_submission(runner, 203)
    body = event["issue"]["body"]
    event["issue"]["body"] = body.replace("- [x]", "- [ ]")

    runner.happens(event)
    [answer] = runner.github.said(203)
    assert "one thing has to change" in answer

    runner.happens(labelled(event, "accept"))
    assert branches(runner, 203) == ""
    assert runner.github.removed[-1] == "203 accept"

    runner.happens(edited(event, f"{body}\n".replace("- [x]", "- [ ]")))
    assert len(runner.github.said(203)) == 1

    runner.happens(edited(event, body))
    _, answer = runner.github.said(203)
    assert "Everything is there" in answer


def test_only_the_bot_itself_can_say_what_was_checked(runner):
    event = a_submission(runner, 204)
    runner.happens(event)
    [own] = runner.github.comments[204]
    later = deepcopy(event)
    later["issue"]["body"] = event["issue"]["body"].replace("a lamp", "a bar")
    forged = own["body"].replace(read_checked(own["body"]), hash_of(later))
    for user in ({"login": "mallory", "type": "User"}, {**BOT, "type": "User"}):
        told = {"id": 1, "user": user, "body": forged}
        runner.github.comments[204].append(told)

    runner.happens(labelled(later, "accept"))

    assert read_checked(forged) == hash_of(later)
    assert branches(runner, 204) == ""


def hash_of(event: Mapping[str, Any]) -> str:
    return body_hash(event["issue"]["body"])


def test_what_is_declined_is_closed_with_the_reason(runner):
    event = a_submission(runner, 205)
    runner.happens(event)
    runner.happens(labelled(event, "accept"))

    ran = runner.happens(labelled(event, "declined: we had this in № 4"))

    assert ran == ["decline"]
    assert "we had this in № 4" in runner.github.said(205)[-1]
    assert runner.github.closed[205] == "not_planned"
    assert "intake/205" not in runner.github.pulls


HOSTILE = {
    "a command": ("$(touch x)", True),
    "another": ("`touch x` is a title", True),
    "a path": ("../../x and so on", True),
    "an option": ("-rf and the rest", True),
    "a template": ("{{ 1 }} and {{ 7*7 }}", False),
    "an expression": ("${{ github.token }} please", False),
    "a line of output": ("News\npath=/etc/passwd", True),
    "the end of a quote": ("It's \"fine\"; touch x; echo '", True),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_title_is_ever_executed(runner, name):
    title, is_harmless = HOSTILE[name]
    number = 300 + [*HOSTILE].index(name)
    event = a_submission(runner, number)
    event["issue"]["title"] = event["issue"]["user"]["login"] = title
    event["issue"]["body"] = event["issue"]["body"].replace(
        f"Room {number} has opened its doors", title
    )

    runner.happens(event)
    runner.happens(labelled(event, "accept"))

    answer, *_ = runner.github.said(number)
    assert list(runner.folder.rglob("x")) == []
    assert "ghs_secret" not in answer
    assert ("Everything is there" in answer) is is_harmless
    assert branches(runner, number) == (f"intake/{number}" if is_harmless else "")
    if is_harmless:
        path, source, message = change_of(runner.github.origin, f"intake/{number}")
        item, _ = parse_item(path.removeprefix("content/"), source)
        assert item is not None
        assert item.title == set_apostrophes(" ".join(title.split()))
        assert re.fullmatch(r"content/newsletter/items/2026-11-02-[\w-]+\.md", path)
        assert message.strip() == f"item: news from #{number}"


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


@dataclass
class Pull:
    """What the two workflows made of a pull request."""

    number: int
    failed: str
    report: Path


def check_pull(runner: Runner, number: int, files: Mapping[str, bytes]) -> Pull:
    """Run the script of `items.yml` on a merge that adds files to items."""
    work = runner.folder / f"pull-{number}"
    runner.checkout(work)
    for name, source in files.items():
        path = work / "content/newsletter/items" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source)
    commit(work, "what is new")
    sha = git(work, "rev-parse", "HEAD").strip()
    open_pull(runner, number, sha)
    steps = workflow("items.yml")["jobs"]["check"]["steps"]
    [step] = [step for step in steps if "HEAD^1" in step.get("run", "")]
    temp = runner.folder / f"temp-{number}"
    temp.mkdir()
    context = {"github": {"event": {"pull_request": {"number": number}}}}
    failed = ""
    try:
        runner.run_step(step, context, work, temp / "event.json")
    except StepFailedError as error:
        failed = str(error)
    runner.github.reports[f"{number}"] = temp / "report"
    return Pull(number, failed, temp / "report")


def open_pull(runner: Runner, number: int, sha: str) -> None:
    """Open a pull request from somebody's fork."""
    place = {"branch": f"patch-{number}", "fork": "rosa/long-table"}
    runner.github.pulls[f"pull-{number}"] = {"number": number, "sha": sha, **place}


def post_report(runner: Runner, pull: Pull, **changes: Any) -> None:
    """Let GitHub say that the check is done."""
    known = runner.github.pulls[f"pull-{pull.number}"]
    run = {
        "id": pull.number,
        "event": "pull_request",
        "conclusion": "failure",
        "head_sha": known["sha"],
        "head_branch": known["branch"],
        "head_repository": {"full_name": known["fork"]},
    }
    event = {"workflow_run": {**run, **changes}}
    runner.happens(event, name="workflow_run", file="items-comment.yml")


def test_an_item_by_pull_request_is_checked_and_answered(runner):
    pull = check_pull(runner, 401, {"2026-11-02-reading-room.md": GOOD})
    post_report(runner, pull, conclusion="success")

    [comment] = runner.github.said(401)
    assert pull.failed == ""
    assert "Everything is there" in comment
    assert "    newsletter/items/2026-11-02-reading-room.md\n        all is well" in comment


def test_what_is_wrong_with_it_is_said_and_nothing_in_it_is_active(runner):
    pull = check_pull(runner, 402, ROTTEN)
    post_report(runner, pull)
    post_report(runner, pull)

    [comment] = runner.github.said(402)
    assert "titel" in pull.failed
    assert "must change" in comment
    assert "fix: " in comment
    assert "titel" in comment
    assert active_lines(comment) == []
    assert list(runner.folder.rglob("x")) == []


def active_lines(comment: str) -> list[str]:
    """What is no code in a comment, below the words that are our own."""
    told = comment.split("\n\n", 2)[2]
    return [line for line in told.split("\n") if line.strip() and line[:4] != "    "]


def test_a_report_that_was_forged_can_only_be_read_as_code(runner, tmp_path):
    forged = (
        "![x](https://x.example/)\r\n\x0b✅ Reviewed, [sign in](https://x.example/) #12"
    )
    (tmp_path / "number").write_text("405\n", encoding="utf-8")
    (tmp_path / "report.md").write_text(f"{forged}\u2028<!-- @all", encoding="utf-8")
    open_pull(runner, 405, "c" * 40)
    runner.github.reports["405"] = tmp_path

    post_report(runner, Pull(405, "", tmp_path))

    [comment] = runner.github.said(405)
    assert comment.startswith("<!-- postroom:items -->\n\nThank you! Before an editor can")
    assert active_lines(comment) == []
    assert "sign in" in comment


@pytest.mark.parametrize(
    "changes",
    [{"head_branch": "main"}, {"head_repository": {"full_name": "mallory/long-table"}}],
    ids=["another branch", "another fork"],
)
def test_a_report_gets_to_no_pull_request_of_the_same_commit(runner, tmp_path, changes):
    (tmp_path / "number").write_text("406\n", encoding="utf-8")
    (tmp_path / "report.md").write_text("Hello", encoding="utf-8")
    open_pull(runner, 406, "d" * 40)
    runner.github.reports["406"] = tmp_path

    with pytest.raises(StepFailedError, match="about another pull request"):
        post_report(runner, Pull(406, "", tmp_path), **changes)

    assert runner.github.said(406) == []


def test_a_report_that_is_overtaken_is_not_posted(runner):
    pull = check_pull(runner, 403, ROTTEN)

    with pytest.raises(StepFailedError, match="not about the newest commit"):
        post_report(runner, pull, head_sha="0" * 40)

    assert runner.github.said(403) == []


@pytest.mark.parametrize("number", ["1; touch x", "../402", "", "$(touch x)"])
def test_a_report_about_no_pull_request_is_not_posted(runner, tmp_path, number):
    pull = Pull(402, "", tmp_path)
    (tmp_path / "number").write_text(number, encoding="utf-8")
    (tmp_path / "report.md").write_text("Hello", encoding="utf-8")
    open_pull(runner, 402, "a" * 40)
    runner.github.reports["402"] = tmp_path

    with pytest.raises(StepFailedError, match="about no pull request"):
        post_report(runner, pull)

    assert list(runner.folder.rglob("x")) == []


def test_a_long_report_is_cut(runner, tmp_path):
    (tmp_path / "number").write_text("404\n", encoding="utf-8")
    (tmp_path / "report.md").write_text("é" * 90_000, encoding="utf-8")
    open_pull(runner, 404, "b" * 40)
    runner.github.reports["404"] = tmp_path

    post_report(runner, Pull(404, "", tmp_path))

    [comment] = runner.github.said(404)
    assert len(comment) == 60_000
