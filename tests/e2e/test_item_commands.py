"""What an editor decides about an item is a line in its file, and every output follows."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import icalendar
import pytest
import yaml
from tests.e2e.building import a_post, command_here
from tests.e2e.papers import ISSUES, ITEMS, a_paper, files_of, issue, item, section
from tests.e2e.test_cli import run

pytestmark = pytest.mark.e2e
NOW = f"{datetime(2026, 3, 10, tzinfo=UTC).timestamp():.0f}"
EVENT = item("event", "even", start="2026-03-20 18:30", title="Second Tuesday")
ALL = {
    **ITEMS,
    "even": EVENT,
    "jobs": item("job", "jobs", closes="2026-04-30", title="Lift planner", by="Rosa"),
}
BEFORE = {
    "1": issue(number=1, sections=[section("Events", "even"), section("Thanks", "kudo")])
}


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with an issue that printed an event, and much that waits."""
    return a_paper(tmp_path, files_of(ALL, BEFORE))


def decide(site: Path, *words: str, code: int = 0) -> str:
    command, *others = words
    return run("item", command, "-f", site / "mkdocs.yml", *others, code=code).output


def status(site: Path) -> str:
    return run("issue", "status", "-f", site / "mkdocs.yml").output


def file_of(site: Path, name: str) -> Path:
    return site / f"docs/newsletter/items/{name}.md"


def front_of(path: Path) -> dict:
    return yaml.safe_load(path.read_text("utf-8").split("\n---\n")[0])


def test_what_is_kept_waits_apart_until_its_issue(site):
    before = file_of(site, "asks").read_bytes()

    assert decide(site, "hold", "asks", "--until", "3") == "asks: kept for № 3\n"
    decide(site, "hold", "offr")

    kept = status(site).partition("Kept for a later issue\n")[2].partition("\n\n")[0]
    assert "asks" in kept
    assert "offr" in kept
    assert front_of(file_of(site, "asks"))["hold"] == 3
    third = run("issue", "new", "--number", "3", "-f", site / "mkdocs.yml")
    text = Path(third.stdout.strip()).read_text("utf-8")
    assert "- asks" in text
    assert "- offr" not in text
    decide(site, "release", "asks")
    assert file_of(site, "asks").read_bytes() == before


@pytest.mark.parametrize("name", ["asks", "asks.md", "docs/newsletter/items/asks.md"])
def test_an_item_is_named_as_one_likes(site, name):
    assert decide(site, "hold", name) == "asks: kept\n"


def test_the_words_of_a_name_are_enough_where_no_other_has_them(site):
    for name in ("2026-03-01-lift-planner-k3f9", "2026-03-01-a-chair-aaaa"):
        file_of(site, name).write_bytes(file_of(site, "asks").read_bytes())
        text = file_of(site, name).read_text("utf-8").replace("asks", name[-4:] * 2)
        file_of(site, name).write_text(text, encoding="utf-8")

    assert decide(site, "hold", "lift-planner") == "2026-03-01-lift-planner-k3f9: kept\n"
    again = "2026-03-02-lift-planner-b7c2"
    text = file_of(site, "2026-03-01-a-chair-aaaa").read_text("utf-8")
    file_of(site, again).write_text(text.replace("aaaa", "b7c2"), encoding="utf-8")

    said = decide(site, "hold", "lift-planner", code=1)

    assert "did you mean `2026-03-01-lift-planner-k3f9` or `2026-03-02-lift" in said


def test_an_item_that_is_not_there_is_told_with_the_nearest(site):
    said = decide(site, "hold", "askz", code=1)

    assert said == "there is no item 'askz'\n    fix: did you mean `asks`?\n"


def test_what_is_printed_cannot_be_kept(site):
    said = decide(site, "hold", "even", code=1)

    assert "№ 1 lists it already" in said
    assert "postroom item withdraw even" in said


def test_two_items_become_one(site):
    said = decide(site, "merge", "link", "news")

    assert said == "news: stands in link from now on\n"
    assert "news of news" not in status(site).lower()
    assert "these are one item" in decide(site, "merge", "link", "link", code=1)
    assert "not to be printed itself" in decide(site, "merge", "news", "asks", code=1)


def test_what_is_taken_back_before_printing_is_not_offered(site):
    said = decide(site, "withdraw", "jobs")

    assert said == "jobs: withdrawn, no issue will print it\n"
    assert "Lift planner" not in status(site)
    path = site / "docs/newsletter/issues/2.md"
    text = issue(number=2, date="2026-03-18", sections=[section("Jobs", "jobs")])
    path.write_text(text, encoding="utf-8")
    checked = run("issue", "check", "2", "-f", site / "mkdocs.yml", code=1).output
    assert "'Lift planner' was taken back on 10 March 2026" in checked
    assert "take jobs out of the issue" in checked


def test_what_is_taken_back_after_printing_is_said_everywhere(site):
    before = command_here(site)
    old = _entry(before)  # the next build is in the same folder
    said = decide(site, "withdraw", "even")
    after = command_here(site)

    assert "№ 1 says so from the next build on; its mail is past" in said
    assert after.code == 0, after.output
    page = after.text("newsletter/1/index.html")
    assert "Withdrawn on 10 March 2026." in page
    assert "Second Tuesday" in page
    assert "Bring" not in page
    [event] = _events(after)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["uid"] == _events(before)[0]["uid"]
    assert event["last-modified"].dt == datetime(2026, 3, 10, tzinfo=UTC)
    new = _entry(after)
    assert old.id == new.id
    assert old.published == new.published
    assert old.updated_parsed < new.updated_parsed
    assert "Withdrawn on" in new.content[0].value


def test_a_correction_after_printing_is_dated_and_changes_the_entry(site, monkeypatch):
    change = "import sys; p = sys.argv[1]; t = open(p).read(); "
    change += "open(p, 'w').write(t.replace('18:30', '19:30'))"
    monkeypatch.setenv("VISUAL", f'{sys.executable} -c "{change}"')

    said = decide(site, "edit", "even", "--note", "It begins an hour later.")

    assert said == "even: corrected, as of 10 March 2026\n"
    built = command_here(site)
    assert built.code == 0, built.output
    page = built.text("newsletter/1/index.html")
    assert "Corrected on 10 March 2026: It begins an hour later." in page
    assert "19:30" in page
    [event] = _events(built)
    assert event["sequence"] == 1
    assert "status" not in event


def test_an_edit_that_breaks_an_item_is_told(site, monkeypatch):
    change = "import sys; open(sys.argv[1], 'w').write('---\\nkind: nws\\n---\\n')"
    monkeypatch.setenv("VISUAL", f'{sys.executable} -c "{change}"')

    said = decide(site, "edit", "asks", code=1)

    assert "did you mean `news`?" in said
    assert "Traceback" not in said


def test_what_is_sent_in_again_does_not_undo_a_decision(site):
    path = site / "answers.json"
    answers = (
        '{"kind": "news", "consent": true, "source": "terminal#1", "answers": '
        '{"title": "A bench in the park is free", "text": "Come and sit on it, all."}}'
    )
    path.write_text(answers, encoding="utf-8")
    submit = ("submit", "-f", site / "mkdocs.yml", "--answers", path)
    run(*submit)
    [made] = (site / "docs/newsletter/items").glob("*bench*.md")
    decide(site, "hold", made.stem)
    path.write_text(answers.replace("Come and", "Do come and"), encoding="utf-8")

    run(*submit, "--update")

    assert "Do come and" in made.read_text("utf-8")
    assert front_of(made)["hold"] is True


def test_line_ends_and_lines_of_ones_own_stay(site):
    path = file_of(site, "asks")
    text = path.read_text("utf-8").replace("kind:", "# mine\nkind:", 1)
    path.write_bytes(text.replace("\n", "\r\n").encode())
    before = path.read_bytes()

    decide(site, "withdraw", "asks")
    assert b"\r\nwithdrawn: 2026-03-10\r\n---" in path.read_bytes()
    decide(site, "release", "asks")

    assert path.read_bytes() == before


# what comes once more


def test_what_closes_before_the_issue_after_is_offered_as_a_last_call(site):
    said = status(site)
    made = run("issue", "new", "-f", site / "mkdocs.yml")

    assert "a last call?\n  event    even  Second Tuesday" in said
    front = front_of(Path(made.stdout.strip()))
    last = front["sections"][-1]
    assert (last["title"], last["again"], last["items"]) == ("Last call", True, ["even"])


def test_a_last_call_is_a_line_that_leads_to_the_first_place(site):
    text = issue(
        number=2,
        date="2026-03-09",
        sections=[section("Jobs", "jobs"), section("Last call", "even", again=True)],
    )
    (site / "docs/newsletter/issues/2.md").write_text(text, encoding="utf-8")

    built = command_here(site)

    assert built.code == 0, built.output
    page = built.text("newsletter/2/index.html")
    assert "Last call" in page
    assert "newsletter/1/#event-even" in page or "../1/#event-even" in page
    assert len(_events(built)) == 1
    assert "Second Tuesday" in built.text("newsletter/2/email.txt")


def test_a_last_call_needs_a_first_one(site):
    text = issue(number=2, sections=[section("Last call", "jobs", again=True)])
    (site / "docs/newsletter/issues/2.md").write_text(text, encoding="utf-8")

    said = run("check", "-f", site / "mkdocs.yml", code=1).output

    assert "no earlier issue has printed the item 'jobs'" in said


def test_an_essay_that_an_issue_left_out_is_offered_again(tmp_path):
    posts = {
        "posts/letter.md": a_post("Old", date="2026-01-04", uid="oldest1"),
        "posts/left.md": a_post("Left out", date="2026-02-20", uid="leftout1"),
    }
    issues = {
        "1": issue(number=1, date="2026-02-18", sections=[section("Thanks", "kudo")]),
        "2": issue(number=2, date="2026-03-04", sections=[section("News", "news")]),
    }
    folder = a_paper(tmp_path, {**files_of(ALL, issues), **posts})

    said = status(folder)

    assert "essay    left  Left out" in said.partition("New essays")[2].partition("\n\n")[0]
    assert "Essays that no issue has had\n  essay    letter  Old" in said


def test_status_speaks_of_the_draft_first(site):
    run("issue", "new", "-f", site / "mkdocs.yml")

    said = status(site)

    assert said.startswith("№ 2 is a draft for 18 March 2026: newsletter/issues/2.md; ")
    assert "it still needs subject and preheader" in said


# what is still to be written

BEGUN = {
    "the description of a new post": {
        "description": "One sentence that makes a reader want to read on."
    },
    "the opening of a new post": {
        "body": "Begin here. The first paragraph is what lists and link previews show."
    },
    "a note to oneself": {"body": "Well.\n\nTK: the figures.\n"},
}


@pytest.mark.parametrize("values", BEGUN.values(), ids=BEGUN.keys())
def test_what_a_new_post_begins_with_is_never_published(tmp_path, values):
    folder = a_paper(tmp_path, files_of(ALL, ISSUES))
    path = folder / "docs/posts/begun.md"
    path.write_text(a_post("Begun", uid="begun111", **values), encoding="utf-8")

    said = run("check", "-f", folder / "mkdocs.yml", code=1).output
    assert "posts/begun.md:" in said
    assert "write your own, or add `draft: true`" in said
    draft = a_post("Begun", uid="begun111", draft=True, **values)
    path.write_text(draft, encoding="utf-8")
    assert "posts/begun.md" not in run("check", "-f", folder / "mkdocs.yml").output


def _events(built) -> list:
    [path] = [p for p in built.files if p.endswith(".ics")]
    return list(icalendar.Calendar.from_ical(built.files[path]).walk("VEVENT"))


def _entry(built):
    [path] = [p for p in built.files if p.endswith("events/atom.xml") and "newsletter" in p]
    [entry] = feedparser.parse(built.files[path]).entries
    return entry
