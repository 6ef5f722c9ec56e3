"""`postroom issue`: what an editor types, and what is answered, word for word."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from tests.e2e.building import command_here
from tests.e2e.papers import ISSUES, ITEMS, TABLE, a_paper, files_of, issue, item, section
from tests.e2e.test_cli import run

pytestmark = pytest.mark.e2e
NOW = f"{datetime(2026, 3, 10, tzinfo=UTC).timestamp():.0f}"
TIMELY = {
    **ITEMS,
    "even": item("event", "even", start="2026-04-20 18:30", title="Second Tuesday"),
    "gone": item("event", "gone", start="2026-03-17 18:30", title="Too soon"),
    "jobs": item("job", "jobs", closes="2026-04-30", title="Lift planner", by="Rosa"),
}
BEFORE = {"1": ISSUES["1"]}


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let it be a day before the next issue, and leave the log as loud as it was."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


def postroom(folder: Path, *arguments: str | Path, code: int = 0) -> Result:
    command, *others = arguments
    return run("issue", command, "-f", folder / "mkdocs.yml", *others, code=code)


def front_of(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0])


def path_of(folder: Path, number: int) -> Path:
    return folder / "docs/newsletter/issues" / f"{number}.md"


@pytest.fixture
def early(tmp_path) -> Path:
    """A site with one issue, from which much was left out."""
    return a_paper(tmp_path, files_of(TIMELY, BEFORE))


# new


def test_a_draft_holds_what_waits_and_says_so(early):
    result = postroom(early, "new")

    front = front_of(path_of(early, 2))
    assert result.stdout == f"{path_of(early, 2)}\n"
    assert result.stderr == (
        "№ 2 for 18 March 2026: 1 post, 10 items; 1 item left out, over by then\n"
    )
    assert (front["number"], str(front["date"]), front["draft"]) == (2, "2026-03-18", True)
    assert re.fullmatch("[a-z0-9]{8}", front["uid"])
    assert [section["title"] for section in front["sections"]] == [
        *("New essays", "Events", "Jobs", "Asks", "Offers"),
        *("Worth your time", "News", "Welcome"),
    ]


def test_a_draft_is_an_issue_that_builds_but_is_not_shown(early):
    postroom(early, "new")

    built = command_here(early)

    assert built.code == 0, built.output
    assert "newsletter/2/index.html" not in built.files


def test_a_second_draft_is_refused(early):
    postroom(early, "new")
    again = postroom(early, "new", "--number", "2", code=1)
    third = postroom(early, "new")

    assert again.stderr == (
        "newsletter/issues/2.md: there is a number 2 already\n"
        "    fix: finish that issue first, or choose another --number\n"
    )
    assert third.stderr == (
        "№ 3 for 1 April 2026: nothing waits for it; 1 item left out, over by then\n"
    )


def test_an_editor_may_choose_the_number_and_the_day(early):
    result = postroom(early, "new", "--number", "40", "--date", "2026-05-05")

    assert result.stdout == f"{path_of(early, 40)}\n"
    assert str(front_of(path_of(early, 40))["date"]) == "2026-05-05"
    assert "1 item; 10 items left out" in result.stderr


def test_number_zero_may_be_chosen(early):
    assert postroom(early, "new", "--number", "0").stdout == f"{path_of(early, 0)}\n"


def test_a_broken_item_is_told_and_does_not_stop_a_draft(tmp_path):
    broken = {**TIMELY, "news": "---\nkind: nws\n---\n"}
    folder = a_paper(tmp_path, files_of(broken, BEFORE))

    result = postroom(folder, "new")

    assert "newsletter/items/news.md:2 [kind]: got 'nws'" in result.stderr
    assert "did you mean `news`?" in result.stderr
    assert path_of(folder, 2).exists()


def test_an_issue_that_cannot_be_read_stops_a_draft(tmp_path):
    issues = {"1": "---\nsubject: No date\nsections: [{title: A, items: [link]}]\n---\n"}
    folder = a_paper(tmp_path, files_of(TIMELY, issues))

    result = postroom(folder, "new", "--number", "7", code=1)

    assert "newsletter/issues/1.md:2 [date]: there is no date" in result.stderr
    assert not path_of(folder, 7).exists()


def test_an_item_that_the_site_leaves_out_is_not_drafted(tmp_path):
    folder = a_paper(tmp_path, files_of(TIMELY, BEFORE), exclude_docs="news.md\n")

    postroom(folder, "new")

    assert "news  #" not in path_of(folder, 2).read_text(encoding="utf-8")
    assert command_here(folder).code == 0


def test_two_newsletters_are_told_apart_by_their_folders(tmp_path):
    other = {"title": "Other", "folder": "papers/other", "label": "other"}
    folder = a_paper(tmp_path, files_of(TIMELY, BEFORE), newsletters=(TABLE, other))

    made = postroom(folder, "new", "-n", "other")
    again = postroom(folder, "new", "-n", "papers/other", "--number", "2")
    wrong = postroom(folder, "new", "-n", "othr", code=1)

    assert made.stdout == f"{folder / 'docs/papers/other/issues/1.md'}\n"
    assert again.stdout == f"{folder / 'docs/papers/other/issues/2.md'}\n"
    assert wrong.stderr == (
        "there is no newsletter 'othr'\n    fix: write one of newsletter, papers/other\n"
    )


@pytest.mark.parametrize("command", ["new", "status", "check", "eml", "preview"])
def test_a_site_without_a_newsletter_is_told(tmp_path, command):
    folder = a_paper(tmp_path, {}, newsletters=())

    assert postroom(folder, command, code=1).stderr == (
        "mkdocs.yml [newsletters]: the site has no newsletter\n"
        "    fix: add `newsletters:` with a `title` to the plugin's options\n"
    )


@pytest.mark.parametrize("command", ["check", "eml", "preview"])
def test_a_newsletter_without_an_issue_is_told(tmp_path, command):
    folder = a_paper(tmp_path, files_of(TIMELY, {}))

    assert postroom(folder, command, code=1).stderr == (
        "there is no issue yet\n    fix: begin one with `postroom issue new`\n"
    )


# status


def test_status_says_what_waits_what_is_over_and_what_was_used(early):
    assert postroom(early, "status").output == (
        "Second Helpings: № 2, due 18 March 2026\n"
        "items are taken until 15 March 2026\n"
        "\nNew essays\n"
        "  essay    letter  A letter\n"
        "\nEvents\n"
        "  event    even  Second Tuesday (9 days)\n"
        "\nJobs\n"
        "  job      past  Jobs of past (9 days)\n"
        "  job      jobs  Lift planner (9 days, Rosa)\n"
        "\nAsks\n"
        "  ask      asks  Asks of asks (9 days)\n"
        "\nOffers\n"
        "  offer    offr  Offers of offr (9 days)\n"
        "\nWorth your time\n"
        "  link     link  Worth your time of link (9 days)\n"
        "  link     next  One quillwort (9 days)\n"
        "  link     wait  A saxifrage (9 days)\n"
        "\nNews\n"
        "  news     news  News of news (9 days)\n"
        "\nWelcome\n"
        "  welcome  welc  Welcome of welc (9 days)\n"
        "\nOver before the next issue\n"
        "  event    gone  Too soon (over since 2026-03-17)\n"
        "\nUsed\n"
        "  № 1    2026-03-04  1 item, 0 posts\n"
        "      kudo\n"
        "\n1 used, 10 waiting, 1 over, 12 items in all; "
        "what waits takes 1 min to read\n"
    )


def test_status_marks_drafts_and_what_is_due(tmp_path):
    issues = {**ISSUES, "4": issue(date="2026-05-01")}

    shown = postroom(a_paper(tmp_path, files_of(TIMELY, issues)), "status").output

    assert "  № 3    2026-04-01  1 item, 0 posts  (draft)\n" in shown
    assert "  № 4    2026-05-01  0 items, 0 posts  (due)\n" in shown


def test_a_deadline_that_has_passed_is_not_told(early, monkeypatch):
    late = f"{datetime(2026, 3, 25, tzinfo=UTC).timestamp():.0f}"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", late)

    shown = postroom(early, "status").output

    assert shown.startswith("Second Helpings: № 2, due 25 March 2026\n")
    assert "15 March" not in shown


# check, eml, preview


GOOD = {
    **BEFORE,
    "2": issue(
        "Dear all,\n\nread [that](../../posts/letter.md).",
        date="2026-04-01",
        draft=True,
        subject="What the choir asked us, and why",
        preheader="A choir that wants to end well, and an hour given away",
        sections=[section("Essays", posts=["letter"]), section("On", "even", "jobs")],
    ),
}


@pytest.fixture
def good(tmp_path) -> Path:
    """A site whose second issue is ready to go out."""
    return a_paper(tmp_path, files_of(TIMELY, GOOD))


def test_an_issue_that_is_ready_passes(good):
    result = postroom(good, "check", "--strict")

    assert result.stderr == ""
    assert re.fullmatch(
        r"№ 2: 2 items, 1 post, mail of \d+ KB, 0 problems\n", result.stdout
    )


def test_a_fresh_draft_does_not_pass_and_is_told_all(early):
    postroom(early, "new")

    result = postroom(early, "check", code=1)

    path = "newsletter/issues/2.md"
    assert (
        f"{path}:5: 'TK' is left in 'subject: TK, in 10 to 78 characters'" in result.stderr
    )
    assert f"{path}:6: 'TK' is left in 'preheader: TK, in 40 to 110" in result.stderr
    assert "'TK' is left in 'TK: the letter.'\n    fix: finish it\n" in result.stderr
    assert result.stdout.endswith("problems\n")


def test_a_letter_that_leads_nowhere_is_told(tmp_path):
    letter = "See [this](../../posts/nothing.md), ![that](nope.jpg)."
    good = issue(
        letter,
        date="2026-03-18",
        subject="What the choir asked us, and why",
        preheader="A choir that wants to end well, and an hour given away",
        sections=[section("On", "even")],
    )
    folder = a_paper(tmp_path, files_of(TIMELY, {"2": good}))

    told = postroom(folder, "check", "--strict", code=1).stderr

    assert "newsletter/issues/2.md:11: there is no file 'posts/nothing.md'\n" in told
    assert "2.md:11: there is no picture 'newsletter/issues/nope.jpg'\n" in told
    assert told.count("fix: mend the link, or take it out") == 2


def test_a_mail_needs_to_know_where_the_site_is(tmp_path):
    folder = a_paper(tmp_path, files_of(TIMELY, BEFORE))
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("(?m)^site_url:.*$", "", text), encoding="utf-8")

    for command in ("check", "eml", "preview"):
        assert postroom(folder, command, code=1).stderr == (
            "mkdocs.yml [site_url]: there is none, and a mail needs absolute addresses\n"
            "    fix: add `site_url: https://your.domain/`\n"
        )


def test_an_unfinished_message_is_written_and_told(early, tmp_path):
    postroom(early, "new")

    result = postroom(early, "eml", "-o", tmp_path / "2.eml")

    assert (tmp_path / "2.eml").is_file()
    assert "'TK' is left in" in result.stderr


def test_a_warning_stops_a_strict_check_only(tmp_path):
    late = issue(
        date="2026-04-21",
        subject="What the choir asked us, and why",
        preheader="A choir that wants to end well, and an hour given away",
        sections=[section("On", "even")],
    )
    folder = a_paper(tmp_path, files_of(TIMELY, {"2": late}))

    told = postroom(folder, "check")
    postroom(folder, "check", "--strict", code=1)

    assert told.stderr == (
        "newsletter/issues/2.md:6 [sections.0]: 'Second Tuesday' is over on 21 April 2026\n"
        "    fix: take even out of the issue\n"
    )


def test_what_is_wrong_with_the_site_s_items_is_told_too(tmp_path):
    broken = {**TIMELY, "news": "---\nkind: nws\n---\n"}
    folder = a_paper(tmp_path, files_of(broken, GOOD))

    assert "newsletter/items/news.md:2 [kind]" in postroom(folder, "check", code=1).stderr


def test_a_number_that_is_none_is_told(good):
    assert postroom(good, "check", "9", code=1).stderr == (
        "there is no issue 9\n    fix: choose one of 1, 2\n"
    )


def test_an_issue_that_cannot_be_read_is_told_with_its_reason(tmp_path):
    issues = {"2": "---\nsubject: No date\n---\n"}
    folder = a_paper(tmp_path, files_of(TIMELY, issues))

    for command in ("check", "eml", "preview"):
        result = postroom(folder, command, "2", code=1)
        assert "newsletter/issues/2.md:2 [date]: there is no date" in result.stderr


def test_a_message_is_one_that_programs_read(good, tmp_path):
    path = tmp_path / "out" / "issue.eml"

    result = postroom(good, "eml", "2", "-o", path)

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text, page = message.iter_parts()
    assert result.output == f"{path}\n"
    assert message["Subject"] == "What the choir asked us, and why"
    assert message["From"] == "Ines Okafor <table@small.example>"
    assert message["To"] == "Ines Okafor <table@small.example>"
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None  # that is when it is sent
    assert message["List-Unsubscribe"] == "<https://away.example/small/>"
    assert message["Archived-At"] == "<https://small.example/newsletter/2/>"
    assert [part.get_content_type() for part in (text, page)] == ["text/plain", "text/html"]
    for part in (text, page):
        said = part.get_content()
        assert "Second Tuesday" in said
        assert "https://away.example/small/" in said
        assert "14 Chapel Lane" in said
        assert "https://small.example/posts/letter/" in said
    assert not message.defects


def test_a_message_goes_to_whom_one_says(good, tmp_path):
    words = ("eml", "2", "-o", tmp_path / "a.eml", "--to")

    postroom(good, *words, "briefe@bücher.example")
    refused = postroom(good, *words, "žofia@example.org", code=2)

    message = message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=policy.default)
    assert message["To"] == "briefe@xn--bcher-kva.example"
    assert "letters beyond ASCII before the @ need SMTPUTF8" in refused.stderr


def test_the_same_issue_gives_the_same_message(good, tmp_path):
    for name in ("one", "two"):
        postroom(good, "eml", "2", "-o", tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_mode_of_a_proof_does_not_leak(good, tmp_path):
    postroom(good, "eml", "2", "-o", tmp_path / "one")

    page = command_here(good).text("newsletter/1/index.html")

    assert "newsletter/2/" not in page


def test_a_message_goes_into_the_folder_where_one_stands(good, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert postroom(good, "eml").output == "newsletter-2.eml\n"
    assert (tmp_path / "newsletter-2.eml").exists()


def test_a_newsletter_without_an_address_has_no_message(tmp_path):
    bare = {"title": "Second Helpings"}
    folder = a_paper(tmp_path, files_of(TIMELY, GOOD), newsletters=(bare,))

    result = postroom(folder, "eml", code=1)

    assert "Second Helpings has no address that mail can come from" in result.stderr
    assert "postroom issue" not in result.stderr


def test_a_preview_shows_the_mail_in_every_way(good, tmp_path):
    path = tmp_path / "preview.html"

    result = postroom(good, "preview", "-o", path, "--no-open")

    page = path.read_text(encoding="utf-8")
    assert result.output == f"{path}\n"
    assert "What the choir asked us, and why" in page
    assert "Second Tuesday" in page
    assert page.count("<iframe") >= 4


def test_nothing_that_an_editor_types_ends_in_a_traceback(good):
    for arguments in (
        ("check", "two"),
        ("new", "--number", "-1"),
        ("new", "--date", "tomorrow"),
        ("eml", "-o", good),
    ):
        result = postroom(good, *arguments, code=2)
        assert "Traceback" not in result.output
