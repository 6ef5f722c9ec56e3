"""What became of submissions, and what a report on a pull request may do."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intaking import NOW, a_newsletter, an_issue, an_item

from postroom import PostroomError
from postroom.edition.lookup import find_issue, find_printed
from postroom.intake.actions import Close, Leave, Rewrite, Write
from postroom.intake.checkout import Change, Checkout
from postroom.intake.github import BOT, Comment, GitHubIssue, PullRequest
from postroom.intake.inbox import Inbox
from postroom.intake.itemfile import render_item
from postroom.intake.outcomes import Outcome, find_waiting, list_outcomes
from postroom.intake.pullrequest import (
    Branch,
    CheckRun,
    Report,
    branch_of,
    check_files,
    decide_report,
    find_harmful,
    find_strays,
    pull_number,
    read_check_run,
    read_report,
    render_report,
)
from postroom.intake.submission import uid_of
from postroom.model.options import Options
from postroom.model.site import Site

HERE = "rosa/table"
SITE = Site("Table", "https://table.example/", Options())


def said(body: str, **user: str) -> Comment:
    whole = {"login": BOT, "type": "Bot"} | user
    return Comment.model_validate({"id": 7, "body": body, "user": whole})


SOURCES = {
    "this repository": ("github:rosa/table#12", [12]),
    "in other letters": ("github:Rosa/Table#12", [12]),
    "left out": ("github#12", [12]),
    "another": ("github:somebody/else#12", []),
    "no number": ("github:rosa/table#0", []),
    "a table": ("csv#12", []),
}


@pytest.mark.parametrize(("source", "expected"), SOURCES.values(), ids=SOURCES.keys())
def test_only_github_issues_of_this_repository_are_spoken_of(source, expected):
    item = an_item(source=source)
    newsletter = a_newsletter(item, issues=[an_issue(4, item)])

    outcomes = list_outcomes(SITE, newsletter, now=NOW, repository=HERE)

    assert [outcome.number for outcome in outcomes] == expected


def test_what_was_printed_is_told_where_and_what_was_over_that_it_was():
    printed = an_item(source="github#12")
    over = an_item("ask", "bbbbbbbb", source="github#13", until=date(2026, 10, 20))
    waits = an_item("news", "cccccccc", source="github#14")
    newsletter = a_newsletter(printed, over, waits, issues=[an_issue(3, printed)])

    every = list(list_outcomes(SITE, newsletter, now=NOW, repository=HERE))
    of_three = list(list_outcomes(SITE, newsletter, now=NOW, repository=HERE, number=3))
    of_four = list(list_outcomes(SITE, newsletter, now=NOW, repository=HERE, number=4))

    place = f"https://table.example/newsletter/3/#{printed.anchor}"
    assert every[0].body == f"Used in [№ 3]({place}). Thank you for sending it in!\n"
    assert [(o.number, o.reason) for o in every] == [(12, "completed"), (13, "not_planned")]
    assert of_three == every[:1]
    assert of_four == []


WAITING: dict[str, tuple[dict[str, Any], list[int]]] = {
    "it waits": ({}, [12]),
    "its label is written in capitals": ({"labels": [{"name": "Submission"}]}, [12]),
    "it is closed": ({"state": "closed"}, []),
    "another waits": ({"number": 13}, []),
    "it is about something else": ({"labels": [{"name": "bug"}]}, []),
}


@pytest.mark.parametrize(("facts", "expected"), WAITING.values(), ids=WAITING.keys())
def test_only_those_who_wait_are_told(facts, expected):
    known = {"number": 12, "state": "open", "labels": [{"name": "submission"}]}
    issue = GitHubIssue.model_validate(known | facts)
    outcomes = [Outcome(12, "newer", "completed"), Outcome(12, "first", "completed")]

    waiting = find_waiting(outcomes, [issue], "submission")

    assert [outcome.number for outcome in waiting] == expected
    assert {outcome.body for outcome in waiting} <= {"first"}


def test_nobody_is_told_twice_where_closing_failed():
    outcome, used = Outcome(12, "Used in № 4.\n", "completed"), said("Used in № 4.")
    close = Close(12, "completed")

    assert outcome.decide([TAKEN]) == [Write(12, "Used in № 4.\n"), close]
    assert outcome.decide([TAKEN, used, said("x")]) == [close]
    assert len(outcome.decide([TAKEN, said("Used in № 4.", type="User")])) == 2


TAKEN = said("Taken; it waits for № 4.")
STRANGE: dict[str, tuple[str, list[Comment]]] = {
    "nothing was said there": ("", []),
    "it was only checked": ("", [said("Thank you!")]),
    "somebody says that it was taken": ("", [said("Taken; it waits.", login="mallory")]),
    "somebody called like us does": ("", [said("Taken; it waits.", type="User")]),
    "another item was taken": ("aaaaaaaa", [TAKEN]),
}


@pytest.mark.parametrize(("uid", "comments"), STRANGE.values(), ids=STRANGE.keys())
def test_a_file_that_claims_a_source_says_nothing_where_none_was_accepted(uid, comments):
    source = "github:rosa/table#5"
    item = an_item(uid=uid or uid_of(source), source=source)
    newsletter = a_newsletter(item, issues=[an_issue(4, item)])

    [outcome] = list_outcomes(SITE, newsletter, now=NOW, repository=HERE)

    assert [type(action) for action in outcome.decide(comments)] == [Leave]


def test_what_was_accepted_there_is_told_of():
    source = "github:rosa/table#5"
    item = an_item(uid=uid_of(source), source=source)
    newsletter = a_newsletter(item, issues=[an_issue(4, item)])

    [outcome] = list_outcomes(SITE, newsletter, now=NOW, repository=HERE)

    assert [type(action) for action in outcome.decide([TAKEN])] == [Write, Close]


# reports

RUN = CheckRun("a" * 40, "rosa/copy", "patch-1", is_good=False)


def a_pull(**head: Any) -> PullRequest:
    known = {"sha": "a" * 40, "ref": "patch-1", "repo": {"full_name": "rosa/copy"}}
    return PullRequest.model_validate({"number": 402, "head": known | head})


def test_a_report_is_quoted_as_code_in_one_comment():
    forged = "![x](https://x.example/)\r\n\x0b✅ Reviewed, [sign in](https://x.example/)"
    report = Report(402, f"{forged}\u2028<!-- @all")

    [write] = decide_report(RUN, report, a_pull(), [said("<!-- else -->")])
    [again] = decide_report(
        replace(RUN, is_good=True), report, a_pull(), [said(write.body)]
    )

    assert isinstance(write, Write)
    head, quoted = write.body.split(":\n\n", 1)
    assert head.startswith(
        "<!-- postroom:items -->\n\nThank you! Before an editor can take"
    )
    lines = quoted.rstrip("\n").split("\n")
    assert [line for line in lines if line.strip() and line[:4] != "    "] == []
    assert "sign in" in quoted
    assert isinstance(again, Rewrite)
    assert again.comment == 7
    assert "Everything is there" in again.body


def test_a_long_report_is_cut():
    [write] = decide_report(RUN, Report(402, "é" * 90_000), a_pull(), [])

    assert len(write.body) == 60_000


STRAY = {
    "another branch": ({"ref": "main"}, "about another pull request"),
    "another fork": ({"repo": {"full_name": "mallory/copy"}}, "about another pull request"),
    "a fork that is gone": ({"repo": None}, "about another pull request"),
    "an older commit": ({"sha": "b" * 40}, "not about the newest commit"),
}


@pytest.mark.parametrize(("head", "expected"), STRAY.values(), ids=STRAY.keys())
def test_a_report_gets_to_no_pull_request_but_its_own(head, expected):
    with pytest.raises(PostroomError, match=expected):
        decide_report(RUN, Report(402, "x"), a_pull(**head), [])


def test_forks_that_are_gone_on_both_sides_prove_nothing():
    with pytest.raises(PostroomError, match="about another pull request"):
        decide_report(replace(RUN, repository=""), Report(402, "x"), a_pull(repo=None), [])


RUNS: dict[str, tuple[Any, bool]] = {
    "it succeeded": ({}, True),
    "it failed": ({"conclusion": "failure"}, True),
    "it was cancelled": ({"conclusion": "cancelled"}, False),
    "it was skipped": ({"conclusion": "skipped"}, False),
    "it still runs": ({"conclusion": None}, False),
    "it was a push": ({"event": "push"}, False),
    "it is none": (None, False),
}


@pytest.mark.parametrize(("facts", "expected"), RUNS.values(), ids=RUNS.keys())
def test_only_finished_checks_of_pull_requests_are_told_of(facts, expected):
    known = {
        "event": "pull_request",
        "conclusion": "success",
        "head_sha": "a" * 40,
        "head_branch": "patch-1",
        "head_repository": {"full_name": "rosa/copy"},
    }
    payload = {"workflow_run": None if facts is None else known | facts}

    run = read_check_run(payload)

    assert (run is not None) == expected
    assert run in (None, RUN, replace(RUN, is_good=True))


@pytest.mark.parametrize("payload", [[], {}, "x", None, {"workflow_run": 1}])
def test_other_events_tell_of_no_check_and_no_pull_request(payload):
    assert read_check_run(payload) is None
    with pytest.raises(PostroomError, match="about no pull request"):
        pull_number(payload)


NUMBERS = ["1; touch x", "../402", "", "$(touch x)", "0", "4\n2", "9" * 40, "٤٢"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_report_about_no_pull_request_is_refused(tmp_path, number):
    (tmp_path / "number").write_text(number, encoding="utf-8")

    with pytest.raises(PostroomError, match="about no pull request"):
        read_report(tmp_path)


def test_a_report_is_read_as_far_as_anybody_will_read_it(tmp_path):
    (tmp_path / "number").write_text("402\n", encoding="utf-8")
    (tmp_path / "report.md").write_bytes(b"\xff" + b"x" * 1_000_000)

    report = read_report(tmp_path)

    assert report is not None
    assert report.number == 402
    assert report.text.startswith("\N{REPLACEMENT CHARACTER}x")
    assert len(report.text) < 300_000


def test_a_report_that_leads_elsewhere_is_not_followed(tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "secret").write_text("s3cret", encoding="utf-8")
    (tmp_path / "report/number").write_text("402", encoding="utf-8")
    (tmp_path / "report/report.md").symlink_to(tmp_path / "secret")

    report = read_report(tmp_path / "report")

    assert report == Report(402, "")
    assert read_report(tmp_path / "nowhere") is None


# pull requests

CLAIMS = {
    "an item from a GitHub issue, on its branch": (
        "intake/12",
        "github:rosa/table#12",
        True,
    ),
    "the same, on the branch of another": ("intake/13", "github:rosa/table#12", False),
    "the same, on a branch of an editor": ("letters", "github:rosa/table#12", False),
    "the same, from a stranger": ("", "github:rosa/table#12", False),
    "a letter, from an editor": ("letters", "mail#1", True),
    "a letter, from a stranger": ("", "mail#1", False),
    "a file, from a stranger": ("", "file", True),
    "no source, from a stranger": ("", "", True),
}


@pytest.mark.parametrize(("name", "source", "expected"), CLAIMS.values(), ids=CLAIMS.keys())
def test_a_source_can_be_claimed_only_where_items_come_in_that_way(name, source, expected):
    assert Branch(name, lambda _: b"").may_claim(source) == expected


OURS = {"repo": {"full_name": "rosa/table"}}
BRANCHES: dict[str, tuple[Any, str]] = {
    "of the repository": ({"head": {"ref": "fix", **OURS}, "base": OURS}, "fix"),
    "of a fork": (
        {"head": {"ref": "fix", "repo": {"full_name": "rosa/copy"}}, "base": OURS},
        "",
    ),
    "of a fork that is gone": ({"head": {"ref": "fix", "repo": None}, "base": OURS}, ""),
    "of repositories without a name": (
        {"head": {"ref": "fix", "repo": {}}, "base": {"repo": {"full_name": None}}},
        "",
    ),
    "without a name": ({"head": {"ref": None, **OURS}, "base": OURS}, ""),
    "of nothing": ({"head": "fix", "base": OURS}, ""),
    "of no pull request": (None, ""),
}


@pytest.mark.parametrize(("pull", "expected"), BRANCHES.values(), ids=BRANCHES.keys())
def test_only_a_branch_of_the_repository_itself_has_a_name(pull, expected):
    assert branch_of({"pull_request": pull}) == expected


def test_what_is_no_event_has_no_branch():
    assert branch_of(["pull_request"]) == ""


def test_a_pull_request_has_its_number():
    assert pull_number({"pull_request": {"number": 402}}) == 402


HARM = {
    "a file": ("docs/a.md", "100644", ""),
    "a program": ("a.sh", "100755", ""),
    "a link": ("docs/a.md", "120000", "it is a link to another file"),
    "another repository": ("theme", "160000", "it is another repository"),
    "what a build keeps": (".cache/a", "100644", "what a build keeps for itself"),
    "the same, in capitals": ("x/.Cache/a", "100644", "what a build keeps for itself"),
    "the same, taken out": (".cache/a", "000000", ""),
    "what is only called like it": (".cache.md", "100644", ""),
}


@pytest.mark.parametrize(("name", "mode", "expected"), HARM.values(), ids=HARM.keys())
def test_no_pull_request_carries_links_repositories_or_a_cache(name, mode, expected):
    top = Path("/table")

    harmful = find_harmful([Change(top / name, mode)], top)

    found = {path: [problem.what for problem in harmful[path]] for path in harmful}
    assert found == ({name: [expected]} if expected else {})


STRAYS = {
    "items alone": (["items/a.md", "items/b.md"], []),
    "no item at all": (["mkdocs.yml", "items/a.png"], []),
    "an item and a setting": (["items/a.md", "mkdocs.yml"], ["mkdocs.yml"]),
    "an item and a picture": (["items/a.md", "items/a.png"], ["items/a.png"]),
    "an item and a page below": (["items/a.md", "items/x/b.md"], ["items/x/b.md"]),
}


@pytest.mark.parametrize(("names", "expected"), STRAYS.values(), ids=STRAYS.keys())
def test_beside_items_a_stranger_sends_nothing_else(names, expected):
    top = Path("/table")
    changes = [Change(top / name, "100644") for name in names]

    strays = find_strays(changes, top, {top / "items"})

    assert list(strays) == expected
    assert {p.what for problems in strays.values() for p in problems} <= {"it is no item"}


BEFORE: dict[str, tuple[dict[str, Any] | None, bool]] = {
    "it was there, and came in so": ({}, True),
    "it was not there": (None, False),
    "it came in another way": ({"source": "mail#2"}, False),
    "another item was there": ({"uid": "bbbbbbbb"}, False),
}


@pytest.mark.parametrize(("before", "is_good"), BEFORE.values(), ids=BEFORE.keys())
def test_a_stranger_may_keep_a_source_but_not_write_one(tmp_path, before, is_good):
    item = an_item(source="mail#1")
    path = tmp_path / item.path
    path.parent.mkdir(parents=True)
    path.write_text(render_item(item), encoding="utf-8")
    known = b"" if before is None else render_item(item.model_copy(update=before)).encode()
    inbox = Inbox.of(SITE, a_newsletter(item), content=tmp_path, now=NOW)

    by_path = check_files(inbox, [path], [], Branch("", lambda _: known))

    claims = [p.what for p in by_path[item.path] if p.place.key == "source"]
    assert claims == ([] if is_good else ["got 'mail#1': it comes by pull request"])


@pytest.mark.parametrize("says_zone", [True, False])
def test_a_file_without_a_time_zone_gets_the_newsletters_and_a_remark(tmp_path, says_zone):
    item = an_item("event", zone="Europe/Berlin", start="2026-03-20 18:30")
    path = tmp_path / item.path
    path.parent.mkdir(parents=True)
    lines = render_item(item).splitlines(keepends=True)
    kept = [line for line in lines if says_zone or not line.startswith("zone:")]
    path.write_text("".join(kept), encoding="utf-8")
    newsletter = a_newsletter(item, zone="Europe/Berlin")
    inbox = Inbox.of(SITE, newsletter, content=tmp_path, now=NOW)

    by_path = check_files(inbox, [path], [])

    remarks = [(p.what, p.is_fatal) for p in by_path[item.path] if p.place.key == "zone"]
    told = "no time zone is said, so it is the newsletter's: Europe/Berlin"
    assert remarks == ([] if says_zone else [(told, False)])


def test_a_report_on_nothing_says_so():
    assert render_report({}) == "No item is added or changed here.\n"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ed", "-c", "user.email=ed@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_file_is_read_as_it_was_before_a_merge(tmp_path):
    was, new = tmp_path / "items/é.md", tmp_path / "new.md"
    was.parent.mkdir()
    git(tmp_path, "init", "--quiet")
    for text in (b"caf\xe9 before", b"after"):
        was.write_bytes(text)
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", "x")
        new.write_bytes(b"new")

    checkout = Checkout(tmp_path / "items")

    assert checkout.read_before(was) == b"caf\xe9 before"
    assert checkout.read_before(new) == b""


# what people ask for by name


def test_an_issue_that_is_not_there_is_told_from_those_that_are():
    newsletter = a_newsletter(issues=[an_issue(4), an_issue(3)])

    assert find_issue(newsletter, 3).number == 3
    with pytest.raises(PostroomError, match="no issue 5\n    fix: choose one of 3, 4"):
        find_issue(newsletter, 5)
    with pytest.raises(PostroomError, match="choose one of none yet"):
        find_issue(a_newsletter(), 1)


def test_an_item_is_found_where_an_issue_lists_it():
    listed, waits = an_item(), an_item("news", "bbbbbbbb")
    newsletter = a_newsletter(listed, waits, issues=[an_issue(4, listed)])

    for name in (listed.uid, listed.name, listed.path):
        assert find_printed(newsletter, name).item == listed
    with pytest.raises(PostroomError, match="no issue has printed an item 'bbbbbbbb'"):
        find_printed(newsletter, waits.uid)
