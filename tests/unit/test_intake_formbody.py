"""What GitHub makes of a filled form becomes a submission, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.intaking import TEXT, an_event, answers_of, check, fill_form

from postroom.errors import Problem
from postroom.intake.formbody import Form, body_hash, parse_form, read_submission
from postroom.model.kinds import CONSENT, KINDS

LINK, ASK = KINDS["link"], KINDS["ask"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_filled_form_is_read_back(kind):
    answers = answers_of(kind.name)

    form = parse_form(fill_form(kind, answers), kind)

    assert form == Form(answers, consent=True, mail_is_public=False)


def test_ends_of_lines_and_case_do_not_matter():
    body = fill_form(ASK, answers_of("ask", until=""), mail=True)
    body = body.replace("\n", "\r\n").replace("_No response_", "_no Response_")

    form = parse_form(body.replace("- [X]", "- [x]"), ASK)

    assert form == Form(answers_of("ask", until=""), consent=True, mail_is_public=True)


def test_a_box_is_ticked_only_by_the_sentence_that_is_asked():
    body = fill_form(LINK, answers_of("link"))

    assert not parse_form(body.replace("[X]", "[ ]"), LINK).consent
    assert not parse_form(body.replace(CONSENT, "I may not share this"), LINK).consent


FORGED = {
    "a question of the form": (
        f"{TEXT}\n\n### Your name\n\nSomebody else",
        ["“Your name” stands where it is not asked"],
    ),
    "an earlier question": (
        f"{TEXT}\n\n### What is it called?\n\nSomething else",
        ["“What is it called?” stands where it is not asked"],
    ),
    "the boxes": (
        f"{TEXT}\n\n### Before you send\n\n- [x] {CONSENT}",
        [
            "“Your name” stands",
            "“A public page of yours” stands",
            "“Before you send” stands",
        ],
    ),
}


@pytest.mark.parametrize(("text", "problems"), FORGED.values(), ids=FORGED.keys())
def test_a_heading_in_an_answer_forges_nothing(text, problems):
    answers = answers_of("link", text=text)

    form = parse_form(fill_form(LINK, answers), LINK)

    assert len(form.problems) == len(problems)
    for problem, begin in zip(form.problems, problems, strict=True):
        assert problem.what.startswith(begin)
        assert problem.is_fatal
    assert form.answers["title"] == answers["title"]


def test_a_heading_that_the_form_does_not_have_is_text():
    text = f"{TEXT}\n\n### Kind\n\njob"

    form = parse_form(fill_form(LINK, answers_of("link", text=text)), LINK)

    assert form.answers["text"] == text
    assert form.problems == ()


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```text"])
def test_a_heading_in_code_is_text(fence):
    closing = fence.strip().rstrip("tex")
    text = f"{TEXT}\n\n{fence}\n### Your name\n\nSomebody\n{closing}"
    answers = answers_of("link", text=text)

    assert parse_form(fill_form(LINK, answers), LINK).answers == answers


def test_code_that_never_ends_hides_no_answer():
    answers = answers_of("link", text=f"{TEXT}\n\n```\nand so on")

    assert parse_form(fill_form(LINK, answers), LINK).answers == answers


def test_what_stands_above_the_first_question_is_left_out():
    body = "Hello!\n\n" + fill_form(LINK, answers_of("link"))

    assert parse_form(body, LINK).answers == answers_of("link")


def test_a_body_of_a_megabyte_costs_nothing():
    form = parse_form("### What is it called?\n\n" + "x" * 1_000_000, LINK)

    assert form.answers == {}
    assert [problem.what for problem in form.problems] == ["1,000,024 characters"]


_LINES = st.sampled_from(
    [
        *(f"### {field.label}" for field in LINK.all_fields),
        "### Before you send",
        "### Something",
        f"- [x] {CONSENT}",
        "```",
        "~~~",
        "_No response_",
        "",
        "words",
        "---",
    ]
)


@given(st.lists(st.one_of(_LINES, st.text(max_size=20)), max_size=40))
def test_any_body_is_taken_apart_without_an_error(lines):
    form = parse_form("\n".join(lines), LINK)

    assert set(form.answers) <= {field.name for field in LINK.all_fields}


_LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(st.lists(_LINE, min_size=1, max_size=5), _LINE)
def test_answers_survive_what_github_makes_of_them(lines, title):
    answers = {"title": title, "text": "\n".join(f"{line} ." for line in lines)}

    form = parse_form(fill_form(LINK, answers), LINK)

    assert {key: form.answers[key] for key in answers} == answers


def test_an_event_becomes_a_submission():
    submission = read_submission(
        an_event(fill_form(LINK, answers_of("link"))), label="submission"
    )

    assert submission.source == "github:rosa/table#12"
    assert submission.submitted.isoformat() == "2026-11-09"
    assert submission.answers == answers_of("link")
    assert check(submission).is_accepted


REPOSITORIES = {
    "a name": ({"full_name": "a-b/c.d_e"}, "github:a-b/c.d_e#12"),
    "none": (None, "github#12"),
    "no name": ({"full_name": 7}, "github#12"),
    "no owner": ({"full_name": "table"}, "github#12"),
    "something else": ({"full_name": "a/b#1\ntitle: x"}, "github#12"),
    "an end of line": ({"full_name": "a/b\n"}, "github#12"),
}


@pytest.mark.parametrize(
    ("repository", "source"), REPOSITORIES.values(), ids=REPOSITORIES.keys()
)
def test_a_number_counts_in_its_repository(repository, source):
    event = an_event("") | {"repository": repository}

    assert read_submission(event, label="submission").source == source


def test_the_same_number_elsewhere_is_another_item():
    event = an_event(fill_form(LINK, answers_of("link")))
    elsewhere = event | {"repository": {"full_name": "femke/copy"}}
    one, other = (check(read_submission(e, label="submission")) for e in (event, elsewhere))

    assert one.item.uid != other.item.uid
    assert one.path != other.path


def test_a_question_that_stands_there_a_thousand_times_is_one_problem():
    text = f"{TEXT}\n" + "### Where is it?\n" * 3_000

    form = parse_form(fill_form(LINK, answers_of("link", text=text)), LINK)

    assert [problem.place.key for problem in form.problems] == ["url"]


def test_nothing_is_made_up_for_those_who_want_no_name():
    body = fill_form(LINK, answers_of("link", by="", by_url=""))

    item = check(read_submission(an_event(body), label="submission")).item

    assert item.by == ""
    assert "rosa-l" not in repr(item)


OTHERS = {
    "another label": an_event("", labels=[{"name": "bug"}, {"name": "link"}]),
    "no labels": an_event("", labels=None),
    "a pull request": an_event("", pull_request={"url": "https://api.example/"}),
    "no issue": {"action": "push"},
    "an issue that is none": {"issue": [1]},
    "no event": [],
}


@pytest.mark.parametrize("event", OTHERS.values(), ids=OTHERS.keys())
def test_other_events_are_nobodys_submission(event):
    assert read_submission(event, label="submission") is None


ODD = {
    "no number": (an_event("", number=None), "event: the event has no number, or no date"),
    "no date": (
        an_event("", created_at="soon"),
        "event: the event has no number, or no date",
    ),
    "no kind": (
        an_event("", labels=[{"name": "submission"}]),
        "github:rosa/table#12 [kind]: no label says its kind\n"
        "    fix: an editor will set the label: one of event, job,",
    ),
    "two kinds": (
        an_event("", labels=[{"name": "job"}, {"name": "link"}, "submission", 7]),
        "github:rosa/table#12 [kind]: it has the labels job and link",
    ),
}


@pytest.mark.parametrize(("event", "problem"), ODD.values(), ids=ODD.keys())
def test_an_event_that_cannot_be_read_is_a_problem(event, problem):
    found = read_submission(event, label="submission")

    assert isinstance(found, Problem)
    assert str(found).startswith(problem)


def test_a_body_that_is_no_form_is_refused_with_every_question():
    verdict = check(read_submission(an_event(None), label="submission"))

    assert [problem.place.key for problem in verdict.problems] == [
        "title",
        "url",
        "text",
        "consent",
    ]


def test_any_change_of_a_body_changes_its_hash():
    assert body_hash("a") != body_hash("a ")
    assert len(body_hash("half a character: \ud800")) == 64


def test_labels_that_differ_by_case_are_the_same():
    event = an_event(
        fill_form(LINK, answers_of("link")),
        labels=[{"name": "Submission"}, {"name": "Link"}],
    )

    assert read_submission(event, label="submission").kind == "link"
