"""`postroom place`: books that two people can keep at once, and that make sense."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from tests.e2e.building import a_post, a_site
from tests.e2e.test_cli import run

from postroom.cli.config import find_site
from postroom.model.placement import Placement
from postroom.offers.stepfile import StepFolder

pytestmark = pytest.mark.e2e
NOW = "1796126400"
"""2026-12-01 12:00 UTC."""

HUMBER, LETTERS = "humber-engineers", "the-forty-letters"
FILES = {
    "posts/the-forty-letters.md": a_post(
        "The forty letters", uid="fortlt25", date="2026-10-01"
    ),
    "posts/not-for-others.md": a_post(
        "Not for others", uid="notfor12", date="2026-10-02", reprint="no"
    ),
    "posts/soon.md": a_post("Soon", uid="soon1234", date="2026-12-24", draft=True),
    "groups/humber-engineers.yml": (
        "name: Humber Engineers\nkind: association\ndeadline: 10th monthly\n"
    ),
    "groups/old-students.yml": "name: Old Students\nkind: alumni\n",
    "newsletter/issues/4.md": (
        "---\nuid: issue004\ndate: 2026-11-01\nsubject: What four brought\n---\nHello.\n"
    ),
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two groups, and nothing placed yet; commands run in it."""
    folder = a_site(tmp_path, FILES, options={"newsletters": [{"title": "The Letter"}]})
    monkeypatch.chdir(folder)
    return folder


def place(*words: str, code: int = 0) -> Result:
    return run("place", *words, code=code)


def placements(folder: Path) -> tuple[Placement, ...]:
    """What the site knows, when nothing is wrong with it."""
    survey = find_site(folder / "mkdocs.yml").survey
    assert [str(p) for p in survey.problems if "groups/" in p.place.path] == []
    return survey.edition.site.placements


def moves(folder: Path) -> list[str]:
    """What happened to the one placement that there is, oldest first."""
    [placement] = placements(folder)
    return [step.move for step in placement.steps]


def contents(folder: Path) -> dict[str, str]:
    """The text of every file of a step, by its name without the letters of chance."""
    return {
        path.stem[:-5]: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("docs/groups/*/*.yml"))
    }


def test_an_offer_is_a_file_of_its_own_and_says_when_to_ask_again(site):
    told = place(HUMBER, LETTERS)

    assert contents(site) == {
        "2026-12-01-offered-the-forty-letters": (
            'post: "fortlt25"  # the-forty-letters\n'
            'move: "offered"\n'
            "date: 2026-12-01\n"
            "follow_up: 2026-12-11\n"
        )
    }
    [path] = told.stdout.splitlines()
    assert (site / path).is_file()
    assert told.stderr.splitlines() == [
        "Humber Engineers, “The forty letters”: offered on 1 December 2026, "
        "ask again on 11 December 2026",
        "when they answer: postroom place humber-engineers the-forty-letters "
        "accepted (or declined --reason ...)",
        f"keep it: git add {path}",
    ]
    assert moves(site) == ["offered"]


def test_a_story_is_told_step_by_step(site):
    place(HUMBER, LETTERS, "--date", "2026-10-05", "--length", "500", "--note", "by mail")
    place(HUMBER, LETTERS, "reminded", "--date", "2026-10-20", "--follow-up", "+7d")
    place(HUMBER, "fortlt25", "accepted", "--date", "2026-10-22")
    told = place(
        HUMBER, LETTERS, "published", "--date=2026-11-20", "--url=https://humber.example/9"
    )
    assert told.stderr.splitlines()[1] == (
        "thank the editor, then: postroom place humber-engineers the-forty-letters thanked"
    )
    place(HUMBER, LETTERS, "thanked", "--date", "2026-11-21")
    place(HUMBER, LETTERS, "replied", "--date", "2026-11-23", "--replies", "39")
    told = place(HUMBER, LETTERS, "replied")

    assert told.stderr.splitlines()[0] == (
        "Humber Engineers, “The forty letters”: published on 20 November 2026, 40 replies"
    )
    [placement] = placements(site)
    assert [(f"{s.date:%m-%d}", s.move, s.replies) for s in placement.steps] == [
        ("10-05", "offered", 0),
        ("10-20", "reminded", 0),
        ("10-22", "accepted", 0),
        ("11-20", "published", 0),
        ("11-21", "thanked", 0),
        ("11-23", "replied", 39),
        ("12-01", "replied", 1),
    ]
    assert placement.steps[1].follow_up == date(2026, 10, 27)
    assert placement.url == "https://humber.example/9"


def test_an_issue_is_placed_like_a_post(site):
    place("old-students", "newsletter/4")
    place("old-students", "declined", "--issue", "4", "--reason", "too: long")

    [placement] = placements(site)
    assert (placement.subject, placement.status) == ("issue/issue004", "declined")
    assert contents(site)["2026-12-01-declined-newsletter-4"].splitlines() == [
        'issue: "issue004"  # newsletter/4',
        'move: "declined"',
        "date: 2026-12-01",
        'reason: "too: long"',
    ]


def test_a_draft_can_be_offered(site):
    place(HUMBER, "soon")

    assert [p.subject for p in placements(site)] == ["post/soon1234"]


def test_editors_print_without_being_asked(site):
    place(HUMBER, LETTERS, "published", "--note", "on paper only")

    assert moves(site) == ["published"]


def test_what_was_declined_can_be_offered_anew(site):
    place(HUMBER, LETTERS, "--date", "2026-10-05")
    place(HUMBER, LETTERS, "declined", "--date", "2026-10-06")
    place(HUMBER, LETTERS)

    assert moves(site) == ["offered", "declined", "offered"]


def test_what_came_before_can_be_written_down_later(site):
    place(HUMBER, LETTERS, "published", "--url", "https://humber.example/9")
    place(HUMBER, LETTERS, "accepted", "--date", "2026-11-03")
    place(HUMBER, LETTERS, "offered", "--date", "2026-11-01")

    assert moves(site) == ["offered", "accepted", "published"]


def test_a_second_address_corrects_the_first(site):
    place(HUMBER, LETTERS, "published", "--url", "https://humber.example/9")
    place(HUMBER, LETTERS, "published", "--url", "https://humber.example/10")

    [placement] = placements(site)
    assert placement.url == "https://humber.example/10"


def test_what_is_odd_is_written_and_told(site):
    nowhere = place(HUMBER, LETTERS, "published").stderr
    kept_back = place(HUMBER, "not-for-others").stderr

    assert ".yml [move]: published, and nobody knows where\n    fix: add `url:" in nowhere
    assert kept_back.splitlines()[0] == (
        "posts/not-for-others.md [reprint]: it was offered, and says `reprint: no`"
    )


REFUSED = {
    "a group that is none": (
        ["humber-enginers", LETTERS],
        "there is no group 'humber-enginers'\n    fix: did you mean `humber-engineers`?",
    ),
    "a group like none": (
        ["zzz", LETTERS],
        "there is no group 'zzz'\n    fix: describe it in groups/zzz.yml",
    ),
    "a post that is none": (
        [HUMBER, "the-forty-leters"],
        "there is no post 'the-forty-leters'\n    fix: did you mean `the-forty-letters`?",
    ),
    "an issue that is none": (
        [HUMBER, "newsletter/5"],
        "there is no issue 'newsletter/5'\n    fix: did you mean `newsletter/4`?",
    ),
    "a move that is none": (
        [HUMBER, LETTERS, "acepted"],
        "nothing is called 'acepted'\n    fix: did you mean `accepted`?",
    ),
    "a move like none": (
        [HUMBER, LETTERS, "zzz"],
        "nothing is called 'zzz'\n    fix: write one of offered, reminded, accepted, "
        "declined, published, replied, thanked",
    ),
    "a day to come": (
        [HUMBER, LETTERS, "--date", "2026-12-02"],
        "--date: 2026-12-02 is still to come\n    fix: record it when it has happened",
    ),
    "an address that is none": (
        [HUMBER, LETTERS, "published", "--url", "humber"],
        "--url: got 'humber'\n    fix: write a whole address that begins with https://",
    ),
    "an address of an offer": (
        [HUMBER, LETTERS, "--url", "https://humber.example/"],
        "--url: it says nothing about 'offered'\n"
        "    fix: leave it out, or write published after POST",
    ),
    "a reason to accept": (
        [HUMBER, LETTERS, "accepted", "--reason", "kindness"],
        "--reason: it says nothing about 'accepted'\n"
        "    fix: leave it out, or write declined after POST",
    ),
    "asking again in the past": (
        [HUMBER, LETTERS, "--follow-up", "2026-12-01"],
        "--follow-up: 2026-12-01 is not after 2026-12-01\n    fix: write a later day",
    ),
    "asking again some time": (
        [HUMBER, LETTERS, "--follow-up", "soon"],
        "--follow-up: got 'soon'\n    fix: write a day such as 2026-12-18, or +14d",
    ),
    "reminding of nothing": (
        [HUMBER, LETTERS, "reminded"],
        "nothing happened there, so 'reminded' makes no sense\n"
        "    fix: write one of offered, accepted, published, or another --date",
    ),
}


@pytest.mark.parametrize(("words", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_and_nothing_written(site, words, expected):
    told = place(*words, code=1)

    assert told.stderr == f"{expected}\n"
    assert contents(site) == {}


def test_what_happened_already_is_not_recorded_twice(site):
    place(HUMBER, LETTERS)
    offered = place(HUMBER, LETTERS, code=1).stderr
    place(HUMBER, LETTERS, "declined")
    declined = place(HUMBER, LETTERS, "declined", code=1).stderr
    place(HUMBER, "soon", "published", "--url", "https://humber.example/9")
    published = place(HUMBER, "soon", "published", code=1).stderr

    assert offered.startswith("it was offered there on 1 December 2026, so 'offered' makes")
    assert declined == (
        "it was declined there on 1 December 2026, so 'declined' makes no sense\n"
        "    fix: write one of offered, accepted, published, thanked, or another --date\n"
    )
    assert published.endswith("    fix: give the right --url, if that one was wrong\n")
    assert len(contents(site)) == 3


@pytest.mark.parametrize("words", [[HUMBER], [HUMBER, LETTERS, "offered", "x"]])
def test_wrong_usage_shows_how_it_is_used(site, words):
    told = place(*words, code=2)

    assert "write POST [MOVE], or --issue NUMBER [MOVE]" in told.stderr


BROKEN = {
    "the group": (
        "humber-engineers.yml",
        "kind: association\n",
        "groups/humber-engineers.yml:1 [name]: there is no name\n    fix: add ",
    ),
    "a step": (
        "humber-engineers/1.yml",
        "post: fortlt25\nmove: sold\ndate: 2026-11-01\n",
        "groups/humber-engineers/1.yml:2 [move]: got 'sold'\n    fix: write one of ",
    ),
}


@pytest.mark.parametrize(("name", "text", "expected"), BROKEN.values(), ids=BROKEN)
def test_nothing_is_decided_by_a_broken_file(site, name, text, expected):
    path = site / "docs/groups" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")

    told = place(HUMBER, LETTERS, code=1)

    assert told.stderr.startswith(expected)
    assert run("place", "old-students", LETTERS).exit_code == 0


def test_a_folder_that_takes_no_file_is_told(site):
    (site / "docs/groups/humber-engineers").write_text("", encoding="utf-8")

    told = place(HUMBER, LETTERS, code=1)

    assert ".yml: file exists\n" in told.stderr
    assert told.stderr.endswith("    fix: choose a place where files can be written\n")


def test_other_commands_write_steps_the_same_way(site):
    workplace = find_site(site / "mkdocs.yml")
    known = workplace.survey.edition.site
    steps = StepFolder(known, workplace.content, workplace.now.date())
    [post] = (post for post in known.posts if post.slug == LETTERS)
    values = {"url": "https://humber.example/9"}

    paths = {
        steps.write(known.group_by_id[HUMBER], post, "published", values)[0]
        for _ in range(3)
    }

    assert len(paths) == 3
    assert [len(p.steps) for p in placements(site)] == [3]


def test_a_file_that_is_there_is_never_written_over(site, monkeypatch):
    place(HUMBER, LETTERS)
    [path] = site.glob("docs/groups/*/*.yml")
    workplace = find_site(site / "mkdocs.yml")
    known = workplace.survey.edition.site
    steps = StepFolder(known, workplace.content, workplace.now.date())
    drawn = iter(path.stem[-3:] + "zzz")
    monkeypatch.setattr("secrets.choice", lambda _: next(drawn))
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))  # it was not there a moment ago
    [post] = (post for post in known.posts if post.slug == LETTERS)

    written, _ = steps.write(known.group_by_id[HUMBER], post, "offered", {})

    assert written.name == f"{path.stem[:-4]}azzz.yml"
    assert "follow_up" in path.read_text(encoding="utf-8")


def test_what_is_written_last_is_the_last_word_of_the_day(site):
    for number in range(8):
        place(HUMBER, LETTERS, "published", "--url", f"https://humber.example/{number}")

    [placement] = placements(site)
    assert [step.url for step in placement.steps] == [
        f"https://humber.example/{number}" for number in range(8)
    ]


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Ed", "-c", "user.email=ed@example.org", "-c", "gc.auto=0"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def branch(folder: Path, name: str, steps: Iterable[tuple[str, ...]]) -> None:
    """Record something on a branch that knows nothing of the others."""
    git(folder, "switch", "--quiet", "--create", name, "main")
    for words in steps:
        git(folder, "add", place(*words).stdout.strip())
    git(folder, "commit", "--quiet", "--message", name)
    git(folder, "switch", "--quiet", "main")


def test_two_people_place_at_once_and_both_count(site):
    (site / ".gitignore").write_text("/.cache/\n", encoding="utf-8")
    git(site, "init", "--quiet", "--initial-branch", "main")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "begin")
    printed = (HUMBER, LETTERS, "published", "--url", "https://humber.example/9")
    branch(site, "ines", [printed, (HUMBER, LETTERS, "replied", "--replies", "30")])
    branch(site, "jon", [printed, (HUMBER, LETTERS, "replied", "--replies", "10")])

    git(site, "merge", "--quiet", "--no-edit", "ines")
    git(site, "merge", "--quiet", "--no-edit", "jon")

    assert moves(site) == ["published", "published", "replied", "replied"]
    [placement] = placements(site)
    assert placement.replies == 40
    changes = git(site, "log", "--no-merges", "--name-status", "--format=", "main~2..")
    assert {line[0] for line in changes.splitlines() if line} == {"A"}
