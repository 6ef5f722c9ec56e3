"""A hundred people send something in at the same time: nobody waits for anybody."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.e2e.building import a_post, a_site
from tests.e2e.test_cli import in_site, run

from postroom.cli.config import find_site
from postroom.cli.inbox import open_inbox
from postroom.intake.submission import Submission
from postroom.model.kinds import KINDS, Kind
from postroom.reading.issues import parse_issue

pytestmark = pytest.mark.e2e
PEOPLE = 100
SENT = date(2026, 11, 2)
NOW = "1793700000"
"""2026-11-03 10:00 UTC."""

TOPICS = (
    "boat bread bridge clock coat door field garden glass harbour kettle ladder lamp map"
    " mill orchard oven path piano plum quarry river road roof school shed stove table"
    " tower window"
).split()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ed", "-c", "user.email=ed@example.org", "-c", "gc.auto=0"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def a_submission(number: int) -> Submission:
    """What one of them sends: of every kind in turn, many on the same day."""
    kind = [*KINDS.values()][number % len(KINDS)]
    return Submission(
        kind.name,
        answers_to(kind, number),
        source=f"github:long-table/long-table#{number + 1}",
        submitted=SENT + timedelta(days=number % 2),
        consent=True,
    )


def answers_to(kind: Kind, number: int) -> dict[str, str]:
    one, other = TOPICS[number % len(TOPICS)], TOPICS[number * 7 % len(TOPICS)]
    typed = {
        "line": f"The {one} of {other} street, house {number}",
        "text": f"It is the {number}th {one} here, and everybody may look at it.",
        "url": f"https://people.example.org/{number}",
        "reach": f"https://people.example.org/{number}/contact",
        "moment": f"2026-12-{number % 28 + 1:02} 18:30",
        "date": "2026-12-18",
        "zone": "Europe/London",
    }
    fields = (field for field in kind.all_fields if field.required)
    answers = {f.name: f.options[0] if f.options else typed[f.type] for f in fields}
    return answers | ({"place": "Leeds"} if kind.name == "event" else {})


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository into which a hundred branches were merged, in no order at all."""
    folder = a_site(
        tmp_path_factory.mktemp("town"),
        {"posts/first.md": a_post(uid="first1")},
        options={"newsletters": [{"title": "The Letter"}]},
    )
    (folder / ".gitignore").write_text("/.cache/\n", encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "begin")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", NOW)
        for number in range(PEOPLE):
            send(folder, number)
    order = [f"intake/{number + 1}" for number in range(PEOPLE)]
    random.Random(4711).shuffle(order)
    for branch in order:
        git(folder, "merge", "--quiet", "--no-ff", "--no-edit", branch)
    return folder


def send(folder: Path, number: int) -> None:
    """Send one thing in from a branch that knows nothing of the others."""
    git(folder, "switch", "--quiet", "--create", f"intake/{number + 1}", "main")
    inbox = open_inbox(folder / "mkdocs.yml")
    verdict = inbox.check(a_submission(number))
    assert verdict.problems == ()
    assert inbox.newsletter.items == {}
    git(folder, "add", "--", str(inbox.file(verdict)))
    git(folder, "commit", "--quiet", "--message", f"item: from #{number + 1}")
    git(folder, "switch", "--quiet", "main")


def test_every_branch_adds_one_file_and_touches_no_other(merged):
    log = git(merged, "log", "--no-merges", "--name-status", "--format=", "main")
    changes = [line.split("\t") for line in log.splitlines() if line]
    items = [path for state, path in changes if "/items/" in path and state == "A"]

    assert len(items) == len({*items}) == PEOPLE
    assert [path for state, path in changes if state != "A"] == []


def test_all_of_them_are_there_and_nothing_is_wrong_with_any(merged):
    [newsletter] = find_site(merged / "mkdocs.yml").survey.edition.site.newsletters
    sources = Counter(item.source for item in newsletter.items.values())

    assert sources == {
        f"github:long-table/long-table#{number + 1}": 1 for number in range(PEOPLE)
    }
    assert "0 problems" in in_site("check", merged, "--strict")
    paths = sorted(merged.glob("docs/newsletter/items/*.md"))
    checked = run("intake", "files", "-f", merged / "mkdocs.yml", "--", *paths)
    assert f"{PEOPLE} items checked" in checked.output


def test_all_of_them_are_in_the_next_issue_once(merged):
    [newsletter] = find_site(merged / "mkdocs.yml").survey.edition.site.newsletters

    run("issue", "new", "-f", merged / "mkdocs.yml", "--date", "2026-11-05")

    [path] = merged.glob("docs/newsletter/issues/*.md")
    proof, _ = parse_issue("newsletter/issues/1.md", path.read_bytes())
    path.unlink()
    assert proof is not None
    assert Counter(proof.issue.item_names) == dict.fromkeys(newsletter.items, 1)
    assert len(proof.issue.item_names) == PEOPLE
