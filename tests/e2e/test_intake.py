"""Every way in leads to the same item, after the same checks, with the same answer."""

from __future__ import annotations

import json
import mailbox
import re
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from shlex import quote
from typing import Any

import httpx
import pytest
import yaml
from click.testing import CliRunner, Result
from tests.e2e.building import ROOT, a_post, a_site, command_here
from tests.fakes.github import REPOSITORY, GitHubServer, labelled, recorded
from tests.fakes.server import listening
from tests.unit.test_workflows import validate

from postroom.cli import main
from postroom.cli.config import find_site
from postroom.cli.inbox import inbox_of
from postroom.intake.forms import form_name
from postroom.intake.itemfile import render_item
from postroom.intake.plan import find_event
from postroom.intake.submission import Submission, uid_of
from postroom.model.imprint import NewsletterOptions
from postroom.model.item import Item
from postroom.model.kinds import CONSENT, KINDS
from postroom.reading.items import parse_item
from postroom.toolbox.cache import Cache
from postroom.toolbox.origin import find_origin
from postroom.web.linkcheck import Visitor

pytestmark = pytest.mark.e2e
NOW = "1793700000"
"""2026-11-03 10:00 UTC."""

LETTER = {"title": "The Letter", "zone": "Europe/London"}
ISSUE = """---
number: 4
uid: issue0004
date: 2026-11-01
subject: A fourth letter, with things in it
sections:
  - title: News
    items: [{}]
---

Dear reader.
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a newsletter that nobody has sent anything to."""
    files = {"posts/first.md": a_post(uid="first1")}
    return a_site(tmp_path / "site", files, options={"newsletters": [LETTER]})


def postroom(
    site: Path, *arguments: object, code: int = 0, typed: str | None = None
) -> Result:
    """Run a command on a site; a crash is raised as it is."""
    words = [str(argument) for argument in arguments]
    at = words.index("--") if "--" in words else len(words)
    words[at:at] = ["-f", str(site / "mkdocs.yml")]
    result = CliRunner().invoke(main, words, input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def items(site: Path, folder: str = "newsletter") -> dict[str, Item]:
    """Every item of a site by the name of its file; each must be without fault."""
    found = {}
    for path in sorted((site / "docs" / folder / "items").glob("*.md")):
        item, problems = parse_item(
            path.relative_to(site / "docs").as_posix(), path.read_bytes()
        )
        assert item is not None, problems
        assert problems == ()
        found[path.name] = item
    return found


def add_item(site: Path, name: str, **values: Any) -> Item:
    """Put an accepted item of news into a site."""
    front = {
        "kind": "news",
        "uid": "abcd2345",
        "submitted": "2026-10-20",
        "title": "The library has a new roof",
        "consent": True,
        **values,
    }
    path = site / "docs/newsletter/items" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    dumped = yaml.safe_dump(front, sort_keys=False)
    text = f"---\n{dumped}---\n\nIt took nine weeks and one very patient crane.\n"
    path.write_text(text, encoding="utf-8")
    item, problems = parse_item(f"newsletter/items/{name}", text.encode())
    assert item is not None, problems
    return item


# forms


def forms(site: Path) -> dict[str, str]:
    folder = site / ".github/ISSUE_TEMPLATE"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_there_is_a_form_for_every_kind_and_a_page_that_offers_them(site):
    said = postroom(site, "forms").output

    options = NewsletterOptions.model_validate(LETTER)
    names = {form_name(kind, options) for kind in KINDS.values()}
    assert forms(site).keys() == {*names, "config.yml"}
    assert "https://small.example/submit/" in forms(site)["config.yml"]
    assert "9 files written" in said
    assert "gh label create submission\n    gh label create event\n" in said


def test_github_can_read_them(site):
    postroom(site, "forms")
    folder = site / ".github/ISSUE_TEMPLATE"
    paths = sorted(path for path in folder.iterdir() if path.name != "config.yml")

    judged = validate("vendor.github-issue-forms", *paths)
    chooser = validate("vendor.github-issue-config", folder / "config.yml")

    assert judged.returncode == 0, judged.stdout
    assert chooser.returncode == 0, chooser.stdout


def test_forms_that_differ_from_the_table_are_named_with_the_fix(site):
    assert "there is no such form yet" in postroom(site, "forms", "--check", code=1).output
    postroom(site, "forms")
    assert "up to date" in postroom(site, "forms", "--check").output
    folder = site / ".github/ISSUE_TEMPLATE"
    [changed] = folder.glob("*job.yml")
    changed.write_text(changed.read_text("utf-8").replace("hiring", "paying"), "utf-8")
    old = folder / "rhyme.yml"
    old.write_text(changed.read_text("utf-8"), encoding="utf-8")

    said = postroom(site, "forms", "--check", code=1).output

    assert said == (
        f"{changed}: it is not what the table of kinds makes of it\n"
        "    fix: run `postroom forms`\n"
        f"{old}: nothing asks for it any more\n"
        "    fix: run `postroom forms`\n"
    )
    postroom(site, "forms")
    assert "rhyme.yml" not in forms(site)
    postroom(site, "forms", "--check")


def test_what_others_wrote_is_left_alone(site):
    folder = site / ".github/ISSUE_TEMPLATE"
    folder.mkdir(parents=True)
    theirs = {"config.yml": "blank_issues_enabled: false\n", "bug.yml": "name: A bug\n"}
    for name, text in theirs.items():
        (folder / name).write_text(text, encoding="utf-8")

    postroom(site, "forms")

    assert theirs.items() <= forms(site).items()
    postroom(site, "forms", "--check")
    mine = folder / form_name(KINDS["job"], NewsletterOptions.model_validate(LETTER))
    mine.write_text("name: Ours\n", encoding="utf-8")
    said = postroom(site, "forms", code=1).output
    assert said.startswith(f"{mine}: the file was not written by `postroom forms`\n")
    assert mine.read_text("utf-8") == "name: Ours\n"


def test_two_newsletters_have_forms_and_a_label_each(tmp_path):
    both = [LETTER, {"title": "The Other", "folder": "other"}]
    twins = a_site(tmp_path / "twins", {}, options={"newsletters": both})
    both[1]["label"] = "other"
    apart = a_site(tmp_path / "apart", {}, options={"newsletters": both})

    assert "a `label` of its own" in postroom(twins, "forms", code=1).output
    postroom(apart, "forms")
    assert len(forms(apart)) == 2 * len(KINDS) + 1


def test_a_site_without_a_newsletter_is_told_how_to_begin_one(tmp_path):
    bare = a_site(tmp_path, {})

    for command in (["forms"], ["submit"], ["intake", "files", "x.md"]):
        code = 0 if "files" in command else 1
        said = postroom(bare, *command, code=code).output
        assert "Traceback" not in said
        assert "add `newsletters:`" in said or code == 0


def test_the_workflows_come_along_and_install_what_wrote_them(site):
    postroom(site, "forms", "--workflows")

    folder = site / ".github/workflows"
    assert {path.name for path in folder.iterdir()} == {
        "intake.yml",
        "items.yml",
        "items-comment.yml",
    }
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        ours = (ROOT / ".github/workflows" / path.name).read_text(encoding="utf-8")
        pinned = f"--no-build-isolation {quote(find_origin().requirement)}"
        assert text == ours.replace("--no-build-isolation .", pinned)


# github


def file_event(site: Path, event: dict[str, Any]) -> None:
    """File what an event tells of, as an acceptance does."""
    place = find_site(site / "mkdocs.yml")
    newsletters = place.survey.edition.site.newsletters
    concern = find_event((inbox_of(place, newsletter) for newsletter in newsletters), event)
    assert concern is not None
    inbox, happening = concern
    assert isinstance(happening.submission, Submission)
    inbox.file(inbox.check(happening.submission))


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_submission_of_every_kind_becomes_an_item(site, kind):
    event = recorded(kind)

    file_event(site, event)

    [item] = items(site).values()
    assert item.kind == kind
    assert item.title == event["issue"]["title"].partition(": ")[2]
    assert (site / "docs" / item.path).read_text("utf-8") == render_item(item)
    assert item.submitted.isoformat() == "2026-11-02"


def test_an_event_goes_to_the_newsletter_whose_label_it_has(tmp_path):
    both = [LETTER, {"title": "The Other", "folder": "other", "label": "other"}]
    site = a_site(tmp_path / "site", {}, options={"newsletters": both})
    event = recorded("job")
    event["issue"]["labels"][0]["name"] = "other"

    file_event(site, event)

    assert len(items(site, "other")) == 1
    assert items(site) == {}


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubServer]:
    """GitHub, and what a workflow knows of it."""
    server = GitHubServer()
    with listening(server):
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
        monkeypatch.setenv("GH_TOKEN", server.token)
        monkeypatch.setenv("SITE_URL", "")
        yield server


def take_event(site: Path, verb: str, event: object, code: int = 0) -> str:
    """Hand an event over, as a workflow does; what is printed."""
    path = site.parent / "event.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    return postroom(site, "intake", verb, "--event", path, code=code).output


@pytest.mark.parametrize("name", ["GH_TOKEN", "GITHUB_TOKEN"])
def test_an_answer_is_written_with_either_token(site, github, monkeypatch, name):
    monkeypatch.delenv("GH_TOKEN")
    monkeypatch.setenv(name, github.token)

    assert take_event(site, "answer", recorded("news")) == "#106: a comment\n"

    [answer] = github.said(106)
    assert "Everything is there" in answer


ADDRESSES = {
    "https://chosen.example/": ("https://chosen.example", "https://pages.example/x/"),
    "https://pages.example/x/": ("", "https://pages.example/x"),
    "https://small.example/": ("", None),
}


@pytest.mark.parametrize("expected", ADDRESSES)
def test_an_answer_leads_to_where_the_site_is(site, github, monkeypatch, expected):
    settings = (site / "mkdocs.yml").read_text("utf-8")
    asks = "site_url: !ENV [SITE_URL, 'https://small.example/']"
    settings = re.sub("^site_url: .*$", asks, settings, flags=re.M)
    (site / "mkdocs.yml").write_text(settings, encoding="utf-8")
    chosen, github.pages = ADDRESSES[expected]
    monkeypatch.setenv("SITE_URL", chosen)

    take_event(site, "answer", recorded("news"))

    assert f"({expected}submit/)" in github.said(106)[0]


VERBS = ("answer", "accept", "withdraw", "decline")
TAKEN_OFF = {**labelled(recorded("news"), "accept"), "action": "unlabeled"}
OTHERS: dict[str, tuple[object, str]] = {
    "no issue": ({}, "the event is about no GitHub issue"),
    "a list": ([], "the event is about no GitHub issue"),
    "a word": ("hello", "the event is about no GitHub issue"),
    "an issue of none": ({"issue": 1}, "the event is about no GitHub issue"),
    "another label": (
        {"action": "opened", "issue": {"number": 1, "labels": [{"name": "bug"}]}},
        "no newsletter's label is on this GitHub issue",
    ),
    "it was assigned": ({**recorded("news"), "action": "assigned"}, ""),
    "a label was taken off": (
        {**labelled(recorded("news"), "accept"), "action": "unlabeled"},
        "",
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("event", "why"), OTHERS.values(), ids=OTHERS.keys())
def test_an_event_that_asks_for_nothing_is_left_alone(site, github, verb, event, why):
    printed = take_event(site, verb, event)

    assert printed.startswith(f"nothing to do: {why}")
    assert github.changes == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_closed_github_issue_is_left_alone(site, github, verb):
    for label in ("accept", "declined", "link"):
        event = labelled(recorded("news"), label)
        event["issue"]["state"] = "closed"
        assert take_event(site, verb, event).startswith("nothing to do: ")

    assert github.changes == []


SET_UP: dict[str, tuple[dict[str, str], str]] = {
    "no token": ({"GH_TOKEN": ""}, "$GH_TOKEN is not set\n"),
    "a token with a line in it": ({"GH_TOKEN": "a\nb"}, "$GH_TOKEN has signs in it that"),
    "no repository": ({"GITHUB_REPOSITORY": ""}, "$GITHUB_REPOSITORY: got ''\n"),
    "an unsafe address": (
        {"GITHUB_API_URL": "http://api.example"},
        "$GITHUB_API_URL: no secret goes to such an address\n",
    ),
}


@pytest.mark.parametrize(("env", "expected"), SET_UP.values(), ids=SET_UP.keys())
def test_what_a_workflow_forgot_is_said(site, github, monkeypatch, env, expected):
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    for key, value in env.items():
        monkeypatch.setenv(key, value)

    printed = take_event(site, "answer", recorded("news"), code=1)

    assert printed.startswith(expected)
    assert printed.count("\n    fix: ") == 1
    assert github.asked == []


def test_a_command_for_workflows_needs_what_speaks_http(site, github, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)

    printed = take_event(site, "answer", recorded("news"), code=1)

    assert printed.startswith(
        "postroom intake needs the package httpx\n    fix: run `python"
    )


def test_what_is_no_event_at_all_is_said(site, tmp_path):
    (tmp_path / "event.json").write_text("{", encoding="utf-8")

    printed = postroom(
        site, "intake", "answer", "--event", tmp_path / "event.json", code=1
    ).output

    assert printed == (
        f"{tmp_path / 'event.json'}: this is not JSON\n"
        "    fix: hand over what GitHub wrote, as it is\n"
    )


def test_a_folder_that_is_no_checkout_is_said(site, github):
    event = recorded("news")
    github.add_issue(106, event["issue"]["body"], ["submission", "news", "accept"])
    take_event(site, "answer", event)

    printed = take_event(site, "accept", labelled(event, "accept"), code=1)

    assert printed.startswith("git ls-remote: fatal: 'origin' does not appear to be a git")
    assert "\n    fix: run it in a checkout of the repository" in printed


# tables and mail

TABLE = f"""\
Timestamp,Kind,What is it called?,Where is it?,Why is it worth the time?,Your name,\
Before you send
2026/11/01 9:12:44 AM GMT,link,How to run a meeting nobody dreads,\
https://journal.example.org/meetings?utm_source=x,It has a part about the empty chair.,\
Rosa Lindqvist,"{CONSENT}"
2026/11/02 8:00:01 PM GMT,link,ALL OF YOU READ THIS NOW,https://bit.ly/x,Because.,,\
"{CONSENT}"
"""


def test_rows_are_filed_or_told_what_must_change(site, tmp_path):
    (tmp_path / "answers.csv").write_text(TABLE, encoding="utf-8")

    said = postroom(site, "intake", "csv", tmp_path / "answers.csv", code=1).output

    [item] = items(site).values()
    assert item.title == "How to run a meeting nobody dreads"
    assert item.url == "https://journal.example.org/meetings"
    assert item.by == "Rosa Lindqvist"
    assert "\nrow 3: faulty, " in said
    assert "\n  column C, What is it called?: capitals only: 'ALL OF YOU READ" in said
    assert "Thank you" not in said  # that is for the sender
    assert said.endswith("1 new item, 0 changed, 0 there already, 1 with problems\n")


def test_a_faulty_row_waits_and_is_taken_as_an_editor_mends_it(site, tmp_path):
    (tmp_path / "answers.csv").write_text(TABLE.replace("Because", "Ask r@x.example"))
    words = ("intake", "csv", tmp_path / "answers.csv")
    postroom(site, *words, "--dry-run", code=1)
    folder = site / "docs/newsletter/inbox"
    assert not folder.exists()
    postroom(site, *words, code=1)

    [path] = folder.glob("*.md")
    waiting = path.read_text("utf-8")
    assert "r@x.example" not in waiting
    assert "# title: capitals only: 'ALL OF YOU READ THIS NOW'\n#     fix: w" in waiting
    assert f"{path.name}  ALL OF YOU" in postroom(site, "issue", "status").output
    assert command_here(site).code == 0
    assert not [file for file in (site / "site").rglob("*") if "inbox" in f"{file}"]

    mended = waiting.replace("ALL OF YOU READ THIS NOW", "All of you can read this")
    mended = mended.replace("https://bit.ly/x", "https://reading.example.org/")
    path.write_text(mended.replace("Ask …", "Because it is good for all."), "utf-8")
    postroom(site, *words, code=1)
    assert "All of you" in path.read_text("utf-8")  # what is mended is not overwritten

    said = postroom(site, "intake", "inbox").output

    assert "1 new item, 0 changed, 0 there already, 0 with problems" in said
    assert {item.title for item in items(site).values()} >= {"All of you can read this"}
    assert not path.exists()
    again = postroom(site, *words).output
    assert "row 3: known" in again
    assert again.endswith("0 new items, 0 changed, 2 there already, 0 with problems\n")


def test_what_nobody_wants_is_dropped_for_good(site, tmp_path):
    (tmp_path / "answers.csv").write_text(TABLE, encoding="utf-8")
    words = ("intake", "csv", tmp_path / "answers.csv")
    postroom(site, *words, code=1)
    [path] = (site / "docs/newsletter/inbox").glob("*.md")

    postroom(site, "intake", "inbox", "--drop", path)

    assert not path.exists()
    assert "2 there already, 0 with problems" in postroom(site, *words).output


TITLES = (
    "Zeitstempel;Um was geht es;Titel;Adresse;Sagen Sie etwas;Darf das gedruckt werden?"
)
SPREADSHEET = f"""{TITLES};Ihre Mail
46327,39;Lesetipp;Wie man Treffen leitet;https://journal.example.org/;\
Ein Abschnitt handelt vom leeren Stuhl, und der ist gut.;Ja gern;r@x.example
"""


def test_columns_are_asked_about_once(site, tmp_path):
    (tmp_path / "one.csv").write_text(SPREADSHEET, encoding="utf-8")
    second = SPREADSHEET.replace("46327,39", "46328,41").replace("leitet", "beendet")
    (tmp_path / "two.csv").write_text(second.replace("journal", "ende"), encoding="utf-8")
    typed = ["kind", "text", "consent", "link", "y"]

    said = postroom(
        site, "intake", "csv", tmp_path / "one.csv", "--learn", typed="\n".join(typed)
    ).output
    again = postroom(site, "intake", "csv", tmp_path / "two.csv").output

    assert "docs/newsletter/inbox/forms.yml: what was learnt" in said
    assert again.endswith("1 new item, 0 changed, 0 there already, 0 with problems\n")
    one, two = items(site).values()
    assert (one.kind, one.title) == ("link", "Wie man Treffen leitet")
    assert two.title == "Wie man Treffen beendet"
    assert one.submitted.isoformat() == "2026-11-01"
    assert "x.example" not in (site / "docs/newsletter/inbox/forms.yml").read_text("utf-8")


def test_a_corrected_row_of_a_printed_item_says_so_and_changes_nothing(site, tmp_path):
    table = "\n".join(TABLE.splitlines()[:2])
    (tmp_path / "answers.csv").write_text(table, encoding="utf-8")
    words = ("intake", "csv", tmp_path / "answers.csv", "--update")
    postroom(site, *words)
    [name] = [Path(name).stem for name in items(site)]
    folder = site / "docs/newsletter/issues"
    folder.mkdir()
    (folder / "1.md").write_text(
        "---\nnumber: 1\nuid: issue1\ndate: 2026-11-02\nsubject: The first of all\n"
        f"sections:\n  - title: All\n    items: [{name}]\n---\n\nHello.\n",
        encoding="utf-8",
    )
    (tmp_path / "answers.csv").write_text(table.replace("nobody dreads", "all like"))
    before = items(site)

    said = postroom(site, *words, code=1).output

    assert "№ 1 of 2 November 2026 has printed it already" in said
    assert items(site) == before


def test_a_table_taken_in_twice_adds_nothing(site, tmp_path):
    (tmp_path / "answers.csv").write_text(TABLE, encoding="utf-8")
    postroom(site, "intake", "csv", tmp_path / "answers.csv", code=1)
    before = items(site)

    said = postroom(site, "intake", "csv", tmp_path / "answers.csv", code=1).output

    assert items(site) == before
    assert said.endswith("0 new items, 0 changed, 1 there already, 1 with problems\n")


def test_a_dry_run_writes_nothing_and_still_sees_doubles(site, tmp_path):
    rows = TABLE.splitlines()[:2]
    twin = rows[1].replace("9:12:44", "9:20:00").replace("Rosa Lindqvist", "Rosa")
    (tmp_path / "answers.csv").write_text("\n".join([*rows, twin]), encoding="utf-8")

    said = postroom(
        site, "intake", "csv", tmp_path / "answers.csv", "--dry-run", code=1
    ).output

    assert not (site / "docs/newsletter").exists()
    assert "has this address" in said
    assert said.endswith("1 new item, 0 changed, 0 there already, 1 with problems\n")


def test_a_row_that_was_changed_changes_its_item_where_an_editor_says_so(site, tmp_path):
    table = "\n".join(TABLE.splitlines()[:2])
    (tmp_path / "answers.csv").write_text(table, encoding="utf-8")
    words = ("intake", "csv", tmp_path / "answers.csv")
    postroom(site, *words)
    before = items(site)
    (tmp_path / "answers.csv").write_text(table.replace("Rosa Lind", "R. Lind"), "utf-8")
    lines = '- by: "Rosa Lindqvist"\n+ by: "R. Lindqvist"\n'

    said = postroom(site, *words, code=1).output

    assert items(site) == before
    assert (
        f"{lines}    fix: if it is to be changed, run the command again with --up" in said
    )
    assert said.endswith(
        "0 new items, 0 changed, 1 kept as they were, 0 there already, 0 with problems\n"
    )

    dry = postroom(site, *words, "--update", "--dry-run").output

    assert lines in dry
    assert items(site) == before

    said = postroom(site, *words, "--update").output

    [item] = items(site).values()
    assert item.by == "R. Lindqvist"
    assert lines in said
    assert said.endswith("0 new items, 1 changed, 0 there already, 0 with problems\n")


def test_columns_can_be_named_and_left_out(site, tmp_path):
    (tmp_path / "airtable.csv").write_text(
        "Headline=Title;Address;Note;Phone\n"
        "How to leave well;https://leaving.example.org/;A page to read before you go.;"
        "0113 496 0000\n",
        encoding="utf-8",
    )
    named = ("Headline=Title=title", "Address=url", "Note=text", "Phone=")
    pairs = [word for pair in named for word in ("--map", pair)]

    postroom(
        site,
        "intake",
        "csv",
        tmp_path / "airtable.csv",
        "--kind",
        "link",
        "--consent",
        *pairs,
    )

    [item] = items(site).values()
    assert (item.title, item.url) == ("How to leave well", "https://leaving.example.org/")
    assert "0113" not in (site / "docs" / item.path).read_text("utf-8")


def test_a_table_in_another_encoding_is_refused(site, tmp_path):
    (tmp_path / "old.csv").write_bytes(
        "Kind,Who is new?\nwelcome,Łukasz\n".encode("cp1250")
    )

    said = postroom(site, "intake", "csv", tmp_path / "old.csv", code=1).output

    assert f"{tmp_path / 'old.csv'}:2: this is not UTF-8 from byte 25 on\n" in said
    assert "fix: save it again" in said


def test_a_table_is_read_as_excel_writes_unicode(site, tmp_path):
    table = TABLE.splitlines()[:2]
    (tmp_path / "answers.csv").write_text("\n".join(table), encoding="utf-16")

    postroom(site, "intake", "csv", tmp_path / "answers.csv")

    assert [item.by for item in items(site).values()] == ["Rosa Lindqvist"]


def test_a_spreadsheet_is_no_table(site, tmp_path):
    (tmp_path / "answers.csv").write_bytes(b"PK\x03\x04 and more")

    said = postroom(site, "intake", "csv", tmp_path / "answers.csv", code=1).output

    assert "answers.csv: this is a spreadsheet or an archive (zip), not a table" in said


def a_mail(subject: str, text: str, number: int = 1) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Rosa Lindqvist <rosa.private@example.org>"
    message["To"] = "letters@small.example"
    message["Date"] = "Mon, 02 Nov 2026 20:15:00 +0000"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content(text)
    return message


LINK = """\
https://journal.example.org/meetings

It has a part about the empty chair.

I agree
"""


def test_a_mail_becomes_an_item_and_its_sender_stays_private(site, tmp_path):
    message = a_mail("Link: How to run a meeting nobody dreads", LINK)
    (tmp_path / "rosa.eml").write_bytes(bytes(message))
    words = ("intake", "mail", tmp_path / "rosa.eml", "--replies", tmp_path / "replies")

    said = postroom(site, *words).output

    [item] = items(site).values()
    reply = message_from_bytes(
        (tmp_path / "replies/rosa-1.eml").read_bytes(), policy=default
    )
    assert item.title == "How to run a meeting nobody dreads"
    assert item.by == "Rosa Lindqvist"
    assert reply["To"] == "rosa.private@example.org"
    assert reply["Subject"] == "Re: Link: How to run a meeting nobody dreads"
    assert reply["In-Reply-To"] == "<1@example.org>"
    assert reply["X-Unsent"] == "1"
    assert reply.get_content().startswith("Thank you! Everything is there")
    everything = said + reply.get_content() + (site / "docs" / item.path).read_text("utf-8")
    assert "rosa.private" not in everything
    assert "1 there already" in postroom(site, *words).output


def test_a_mailbox_is_many_messages(site, tmp_path):
    box = mailbox.mbox(tmp_path / "messages.mbox")
    for number, room in enumerate(("kitchen", "garden", "attic")):
        text = f"There is a table in the {room} now.\n\nIt seats nine people.\n\nI agree\n"
        box.add(a_mail(f"News: A table in the {room} for anybody", text, number))
    box.add(a_mail("News: One that nobody agreed to", "It is a secret of mine, really.", 9))
    box.close()

    said = postroom(site, "intake", "mail", tmp_path / "messages.mbox", code=1).output

    assert len(items(site)) == 3
    assert said.endswith("3 new items, 0 changed, 0 there already, 1 with problems\n")


FORGED = {
    "in the same words": ({}, "1 new item, 0 changed, 1 there already, 0 with problems"),
    "in others": (
        {"text": "It is not worth your time."},
        "1 new item, 0 changed, 1 kept as they were, 0 there already, 0 with problems",
    ),
    "of another kind": (
        {"subject": "News: How to run a meeting nobody dreads"},
        "1 new item, 0 changed, 0 there already, 1 with problems",
    ),
    "with another title": (
        {"subject": "Link: What to read instead of all that"},
        "1 new item, 0 changed, 1 kept as they were, 0 there already, 0 with problems",
    ),
}


@pytest.mark.parametrize("update", [(), ("--update",)], ids=["keep", "update"])
@pytest.mark.parametrize(("forged", "sum_up"), FORGED.values(), ids=FORGED.keys())
def test_a_second_message_of_one_id_changes_nothing(site, tmp_path, forged, sum_up, update):
    box = mailbox.mbox(tmp_path / "messages.mbox")
    subject = "Link: How to run a meeting nobody dreads"
    box.add(a_mail(subject, LINK))
    text = LINK.replace("It has a part about the empty chair.", forged.get("text", "x"))
    second = text if "text" in forged else LINK
    box.add(a_mail(forged.get("subject", subject), second))
    box.close()
    is_good = "1 there already" in sum_up
    words = ("intake", "mail", tmp_path / "messages.mbox", *update)

    said = postroom(site, *words, code=0 if is_good else 1).output

    [item] = items(site).values()
    assert item.text == "It has a part about the empty chair."
    assert item.kind == "link"
    assert said.endswith(f"{sum_up}\n")


def test_what_an_editor_made_of_a_message_stays(site, tmp_path):
    (tmp_path / "rosa.eml").write_bytes(bytes(a_mail("Link: How to run a meeting", LINK)))
    words = ("intake", "mail", tmp_path / "rosa.eml")
    postroom(site, *words)
    [path] = (site / "docs/newsletter/items").iterdir()
    path.write_text(path.read_text("utf-8").replace("a part", "a chapter"), "utf-8")

    said = postroom(site, *words, code=1).output

    assert "a chapter" in path.read_text("utf-8")
    assert "- It has a chapter about the empty chair.\n+ It has a part about" in said


def test_answers_from_a_file_change_nothing_unless_an_editor_says_so(site, tmp_path):
    path = tmp_path / "one.json"
    one = {**ONE, "source": "club#7"}
    path.write_text(json.dumps(one), "utf-8")
    postroom(site, "submit", "--answers", path)
    before = items(site)
    answers = {**ONE["answers"], "by": "Somebody Else"}
    path.write_text(json.dumps({**one, "answers": answers}), "utf-8")

    said = postroom(site, "submit", "--answers", path, code=1).output

    assert items(site) == before
    assert '+ by: "Somebody Else"' in said
    assert "--update" in said

    postroom(site, "submit", "--answers", path, "--update")

    assert [item.by for item in items(site).values()] == ["Somebody Else"]


def test_a_message_that_runs_away_stops_no_other(site, tmp_path):
    box = mailbox.mbox(tmp_path / "messages.mbox")
    box.add(b"From: " + b"(" * 250 + b"\nSubject: News: deep\n\nwords\n")
    box.add(a_mail("Link: How to run a meeting nobody dreads", LINK))
    box.close()

    said = postroom(site, "intake", "mail", tmp_path / "messages.mbox", code=1).output

    assert len(items(site)) == 1
    assert (
        "mail [message 1]: the message 'News: deep' has headers or parts that are" in said
    )


def test_a_link_that_is_dead_is_noticed_and_taken(site, tmp_path, monkeypatch):
    client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(410)))
    monkeypatch.setattr(
        Visitor,
        "of_site",
        lambda root, today: Visitor(client, Cache(tmp_path), today, lambda *_: ["8.8.8.8"]),
    )
    (tmp_path / "answers.csv").write_text(TABLE, encoding="utf-8")
    words = ("intake", "csv", tmp_path / "answers.csv", "--online")

    said = postroom(site, *words, code=1).output

    assert "the page answers with 410: it is gone" in said
    assert len(items(site)) == 1
    assert said.count("410") == 1


SECURE = {
    "it answers": (lambda _: httpx.Response(200), True),
    "it is another": (lambda _: httpx.Response(404), False),
    "it sends us back": (
        lambda r: httpx.Response(301, headers={"Location": "http://x.example/a"}),
        False,
    ),
}


@pytest.mark.parametrize(("secure", "expected"), SECURE.values(), ids=SECURE.keys())
def test_https_is_proposed_where_it_answers(site, tmp_path, monkeypatch, secure, expected):
    def tell(request: httpx.Request) -> httpx.Response:
        return secure(request) if request.url.scheme == "https" else httpx.Response(200)

    client = httpx.Client(transport=httpx.MockTransport(tell))
    monkeypatch.setattr(
        Visitor,
        "of_site",
        lambda root, today: Visitor(client, Cache(tmp_path), today, lambda *_: ["8.8.8.8"]),
    )
    answers = {**ONE["answers"], "url": "http://x.example/a"}
    (tmp_path / "one.json").write_text(json.dumps({**ONE, "answers": answers}), "utf-8")
    words = ("submit", "--answers", tmp_path / "one.json", "--online")

    said = postroom(site, *words).output

    [item] = items(site).values()
    assert item.url == "http://x.example/a"
    assert ("fix: write https://x.example/a\n" in said) == expected
    assert said.count("begins with http://") == 1


def test_links_are_asked_after_only_where_it_can_be_done(site, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    (tmp_path / "answers.csv").write_text(TABLE, encoding="utf-8")
    words = ("intake", "csv", tmp_path / "answers.csv", "--online")

    said = postroom(site, *words, code=1).output

    assert said.startswith("--online needs the package httpx\n    fix: run `python -m pip")
    assert items(site) == {}


# in the terminal


def test_questions_are_asked_again_until_the_answer_fits(site):
    answers = [
        *("Ask", "short", "Someone who has closed a choir and stayed friends"),
        "A chair in Bergen",
        *("tove.private@example.org", "n", "https://bergenchoir.example.org/contact"),
        *("31 February", "2026-12-31"),
        *("We are eleven, and next spring we will be six.", "", "What did you do?", "."),
        *("Tove", ""),
        "y",
    ]

    said = postroom(site, "submit", "ask", typed="\n".join(answers) + "\n").output

    [item] = items(site).values()
    assert item.title == "Someone who has closed a choir and stayed friends"
    assert item.answer("reach") == "https://bergenchoir.example.org/contact"
    assert item.text.endswith("we will be six.\n\nWhat did you do?")
    assert "write at least 8 characters" in said
    assert "'31 February' is not on the calendar" in said
    assert f"git add {site / 'docs' / item.path}" in said


def test_what_was_answered_is_not_lost(site, tmp_path):
    typed = "\n".join(["How to leave well", "https://leaving.example.org/"]) + "\n"

    said = postroom(site, "submit", "link", typed=typed, code=1).output

    kept = json.loads(said[said.index("\n{") : said.rindex("}") + 1])
    assert kept["kind"] == "link"
    assert kept["answers"] == {
        "title": "How to leave well",
        "url": "https://leaving.example.org/",
    }
    assert kept["consent"] is False
    assert "run\n`postroom submit --answers answers.json`" in said
    kept["answers"]["text"] = "Read it before you go."
    (tmp_path / "answers.json").write_text(json.dumps({**kept, "consent": True}), "utf-8")
    postroom(site, "submit", "--answers", tmp_path / "answers.json")
    assert len(items(site)) == 1


def test_a_path_is_written_from_here(site, monkeypatch):
    monkeypatch.chdir(site)
    answers = [
        "How to leave well",
        "https://leaving.example.org/",
        "Read it first, then go.",
    ]
    typed = "\n".join([*answers, ".", "", "", "y", ""])

    said = postroom(site, "submit", "link", typed=typed).output

    [item] = items(site).values()
    assert f"git add docs/{item.path}\n" in said


def test_it_is_said_how_a_question_is_left_out(site):
    answers = [
        *("Second Tuesday", "2026-12-08 18:30", "", "", "Leeds", ""),
        *("", ".", "", "", "n"),
    ]

    said = postroom(site, "submit", "event", typed="\n".join(answers) + "\n", code=1).output

    assert "(A single dot leaves it out.)\nSeveral lines" in said
    assert "(Enter alone leaves it out.)" in said
    assert "(Enter alone leaves it out.)\nSeveral lines" not in said


def test_what_does_not_go_together_is_asked_again(site):
    answers = [
        *("Second Tuesday", "2026-12-08 18:30", "2026-12-08 18:00", "21:00", ""),
        *("", "", "", "", "A table.", ".", "", ""),
        *("", "https://meet.example.org/two"),
        "y",
    ]

    said = postroom(site, "submit", "event", typed="\n".join(answers) + "\n").output

    [item] = items(site).values()
    assert item.answer("zone") == "Europe/London"
    assert item.answer("end").hour == 21
    assert item.answer("online") == "https://meet.example.org/two"
    assert "before it begins" in said
    assert "neither place nor online" in said


def test_without_consent_nothing_is_written(site):
    answers = [
        "How to leave well",
        "https://leaving.example.org/",
        "Read it before you go.",
    ]
    typed = "\n".join([*answers, ".", "", "", "n", ""])

    said = postroom(site, "submit", "link", typed=typed, code=1).output

    assert CONSENT in said
    assert items(site) == {}


ONE = {
    "kind": "link",
    "answers": {
        "title": "How to run a meeting nobody dreads",
        "url": "https://journal.example.org/meetings",
        "text": "It has a part about the empty chair.",
        "by": "Rosa Lindqvist",
        "by_url": None,
    },
    "consent": True,
    "submitted": "2026-11-02",
}


def test_answers_can_come_from_a_file(site, tmp_path):
    other = {**ONE, "answers": {**ONE["answers"], "url": "ftp://x", "text": ""}}
    (tmp_path / "one.json").write_text(json.dumps(ONE, indent=2), encoding="utf-8")
    lines = "\n".join([json.dumps(other), "", json.dumps(ONE)])
    (tmp_path / "two.jsonl").write_text(lines, encoding="utf-8")

    said = postroom(site, "submit", "--answers", tmp_path / "one.json").output
    again = postroom(site, "submit", "--answers", tmp_path / "two.jsonl", code=1).output

    [item] = items(site).values()
    assert said == f"{site / 'docs' / item.path}\n"
    assert "2 things have to change" in again
    assert "there already" in again


WRONG_ANSWERS = {
    "no JSON": ("{", ":1: this is not JSON"),
    "a deep one": ("[" * 100_000, "this is not JSON"),
    "no object": ("[1]", "there are no answers"),
    "no answers": ('{"kind": "link"}', "there are no answers"),
    "another key": (json.dumps({**ONE, "titel": "x"}), "unknown key 'titel'"),
    "no day": (json.dumps({**ONE, "submitted": "yesterday"}), "got 'yesterday'"),
    **{
        f"somebody else's source, {source}": (
            json.dumps({**ONE, "source": source}),
            f"[source]: got '{source}', which is another way in",
        )
        for source in ("github:a/b#5", "github#5", "mail#x", "csv#x", "harvest:x")
    },
}


@pytest.mark.parametrize(
    ("text", "expected"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys()
)
def test_a_file_without_answers_is_a_sentence(site, tmp_path, text, expected):
    (tmp_path / "answers.json").write_text(text, encoding="utf-8")

    said = postroom(site, "submit", "--answers", tmp_path / "answers.json", code=1).output

    assert expected in said
    assert said.count("\n    fix: ") == 1


# all ways


def test_every_way_in_makes_the_same_item(tmp_path):
    row = TABLE.splitlines()[1].replace("2026/11/01", "2026/11/02")
    (tmp_path / "one.csv").write_text(f"{TABLE.splitlines()[0]}\n{row}\n", encoding="utf-8")
    message = a_mail("Link: How to run a meeting nobody dreads", LINK)
    (tmp_path / "one.eml").write_bytes(bytes(message))
    (tmp_path / "one.json").write_text(json.dumps(ONE), encoding="utf-8")
    ways = (
        ("submit", "--answers", tmp_path / "one.json"),
        ("intake", "csv", tmp_path / "one.csv"),
        ("intake", "mail", tmp_path / "one.eml"),
    )

    found = []
    for number, way in enumerate(ways):
        site = a_site(tmp_path / f"{number}", {}, options={"newsletters": [LETTER]})
        postroom(site, *way)
        [item] = items(site).values()
        found.append(item.model_dump(exclude={"uid", "source"}))

    assert found[0] == found[1] == found[2]


def test_a_site_that_took_everything_in_builds_strictly(site):
    for kind in KINDS:
        file_event(site, recorded(kind))

    built = command_here(site)

    assert built.code == 0, built.output
    assert len(items(site)) == len(KINDS)


# files


def test_files_of_a_pull_request_are_checked_as_if_they_were_sent_in(site, tmp_path):
    add_item(site, "old.md", url="https://roof.example.org/")
    add_item(site, "new.md", uid="bcde2345", url="http://www.roof.example.org/?utm_id=1")
    add_item(site, "loud.md", uid="cdef2345", title="THE ROOF OF THE LIBRARY IS NEW NOW")
    folder = site / "docs/newsletter/items"
    (folder / "odd.md").write_text("---\nkind: rhyme\n---\n", encoding="utf-8")
    (folder / "linked.md").symlink_to(site / "mkdocs.yml")
    paths = [
        folder / name for name in ("new.md", "loud.md", "odd.md", "linked.md", "no.md")
    ]

    said = postroom(
        site,
        *("intake", "files", "--report", tmp_path / "report", "--"),
        *(*paths, site / "docs/index.md"),
        code=1,
    ).output

    report = (tmp_path / "report/report.md").read_text(encoding="utf-8")
    for expected in (
        "newsletter/items/new.md [url]: newsletter/items/old.md, sent in on",
        "newsletter/items/loud.md [title]: capitals only",
        "newsletter/items/odd.md:2 [kind]: got 'rhyme'",
        "newsletter/items/linked.md: it is a link to another file",
    ):
        assert expected in said
        assert f"    {expected}" in report
    assert "newsletter/items/old.md:" not in said
    assert "4 items checked" in said


def test_two_files_of_one_pull_request_are_compared_too(site):
    for name, uid in (("one.md", "bcde2345"), ("two.md", "cdef2345")):
        add_item(site, name, uid=uid, url="https://roof.example.org/")
    folder = site / "docs/newsletter/items"

    said = postroom(
        site, "intake", "files", "--", folder / "one.md", folder / "two.md", code=1
    ).output

    assert "two.md [url]: newsletter/items/one.md" in said
    assert "one.md [url]:" not in said


# outcomes


def print_roof(site: Path, beside: str = "") -> Item:
    """Print an item that came in by a form."""
    source = "github#12"
    item = add_item(site, "roof.md", source=source, uid=uid_of(source))
    issue = site / "docs/newsletter/issues/4.md"
    issue.parent.mkdir()
    issue.write_text(ISSUE.format(f"roof{beside}"), encoding="utf-8")
    return item


def test_outcomes_say_where_each_submission_was_printed(site):
    item = print_roof(site, ", loft")
    add_item(site, "loft.md", uid="bcde2345", title="The loft has one", source="csv#12")
    add_item(site, "barn.md", uid="cdef2345", title="The barn waits", source="github#13")

    printed = postroom(site, "intake", "tell", "--dry-run").output

    place = f"https://small.example/newsletter/4/#{item.anchor}"
    body = f"Used in [№ 4]({place}). Thank you for sending it in!\n"
    lines = [json.loads(line) for line in printed.splitlines()]
    assert lines == [{"github": 12, "body": body}]
    assert postroom(site, "intake", "tell", "--dry-run", 4).output == printed
    assert postroom(site, "intake", "tell", "--dry-run", 3).output == ""


def test_whoever_waits_is_told_once(site, github):
    print_roof(site)
    github.add_issue(12, "text", ["submission", "news"])
    github.add_comment(12, "Taken; it will be printed.")

    first = postroom(site, "intake", "tell", "--pause", 0).output
    second = postroom(site, "intake", "tell", "--pause", 0).output

    assert first == "#12: a comment\n#12: closed, completed\n1 submission told of\n"
    assert second == "0 submissions told of\n"
    assert github.issues[12]["state_reason"] == "completed"


def test_an_issue_that_is_still_to_come_tells_nobody(site):
    add_item(site, "roof.md", source="github#12")
    issue = site / "docs/newsletter/issues/4.md"
    issue.parent.mkdir()
    issue.write_text(ISSUE.format("roof").replace("2026-11-01", "2026-11-30"), "utf-8")

    assert postroom(site, "intake", "tell", "--dry-run").output == ""


REPOSITORIES = {
    "the one it runs in": ("somebody/else", None, [211, 212]),
    "that of the settings": (None, "https://github.com/long-table/long-table", [210, 212]),
    "with an ending": (None, "https://github.com/Long-Table/long-table.git/", [210, 212]),
    "elsewhere": (None, "https://gitlab.com/long-table/long-table", [212]),
    "none": (None, None, [212]),
}


@pytest.mark.parametrize(
    ("here", "url", "expected"), REPOSITORIES.values(), ids=REPOSITORIES.keys()
)
def test_only_github_issues_of_one_repository_are_spoken_of(
    tmp_path, monkeypatch, here, url, expected
):
    options = {"newsletters": [LETTER]}
    site = a_site(tmp_path / "site", {}, options=options, repo_url=url)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    if here:
        monkeypatch.setenv("GITHUB_REPOSITORY", here)
    sources = ["github:long-table/long-table#210", "github:somebody/else#211", "github#212"]
    for number, source in enumerate(sources, 210):
        over = {"kind": "ask", "who": "Somebody", "until": "2026-09-01"}
        over |= {"title": f"A ladder for a day, number {number}", "submitted": "2026-08-01"}
        over |= {"reach": f"https://ladder.example.org/{number}", "source": source}
        add_item(site, f"late-{number}.md", uid=f"late{number}x", **over)

    printed = postroom(site, "intake", "tell", "--dry-run").output

    assert [json.loads(line)["github"] for line in printed.splitlines()] == expected
