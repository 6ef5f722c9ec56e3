"""The files of issues are read one by one; their editors are told all at once."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.factories import a_file, an_issue

from postroom.errors import Place
from postroom.reading.issues import IssueManuscript, parse_issue

PATH = "newsletter/issues/7.md"
FRONT = ("date: 2026-03-04", "subject: What the choir asked us")


def parse(*lines: str, path: str = PATH) -> tuple[IssueManuscript | None, list[str]]:
    proof, problems = parse_issue(path, a_file(*lines))
    return proof, [str(problem) for problem in problems]


def issue_of(*lines: str, path: str = PATH):
    proof, problems = parse(*lines, path=path)
    assert problems == []
    assert proof is not None
    return proof.issue


def test_a_number_and_a_uid_come_from_the_file():
    issue = issue_of(*FRONT)

    assert issue.number == 7
    assert issue.uid == issue_of(*FRONT, "number: 7").uid
    assert issue.uid != issue_of(*FRONT, path="newsletter/issues/8.md").uid
    assert issue.uid != issue_of(*FRONT, path="other/issues/7.md").uid


def test_a_uid_does_not_follow_the_date_or_the_subject():
    again = issue_of("date: 2026-05-06", "subject: Another one entirely")

    assert again.uid == issue_of(*FRONT).uid


def test_a_uid_that_is_written_stays():
    assert issue_of(*FRONT, "uid: abcd").uid == "abcd"
    assert issue_of(*FRONT, "uid: 1234").uid == "1234"
    assert issue_of(*FRONT, "uid: 1234").tag == "issue/1234"


def test_a_name_that_is_no_number_needs_one_in_the_file():
    _, problems = parse(*FRONT, path="newsletter/issues/march.md")

    assert problems == [
        "newsletter/issues/march.md:2 [number]: there is no number\n"
        "    fix: add `number: ...`"
    ]
    assert issue_of(*FRONT, "number: 3", path="newsletter/issues/march.md").number == 3


DATES = {
    "a day": ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
    "a time": ("2026-03-04T06:30:00", datetime(2026, 3, 4, 6, 30, tzinfo=UTC)),
    "a time with its zone": (
        "2026-03-04T06:30:00+01:00",
        datetime(2026, 3, 4, 6, 30, tzinfo=timezone(timedelta(hours=1))),
    ),
}


@pytest.mark.parametrize(("said", "expected"), DATES.values(), ids=DATES)
def test_a_date_is_a_moment(said, expected):
    assert issue_of(f"date: {said}", "subject: The subject").published == expected


def test_sections_hold_posts_and_items_in_their_order():
    issue = issue_of(
        *FRONT,
        "sections:",
        "  - {title: One, items: [b, a], posts: [x]}",
        "  - title: Two",
        "    posts: y",
        "    items: c",
        "    show: full",
    )

    assert issue.item_names == ("b", "a", "c")
    assert issue.post_slugs == ("x", "y")
    assert [section.show for section in issue.sections] == ["excerpt", "full"]


def test_a_quote_may_be_a_sentence_alone():
    assert issue_of(*FRONT, "quote: I came for the soup.").quote.text == (
        "I came for the soup."
    )
    assert issue_of(*FRONT, "quote: {text: Soup., by: A guest}").quote.by == "A guest"


def test_keys_of_a_page_are_none_of_its_business():
    assert issue_of(*FRONT, "hide: [navigation]", "status: new").number == 7


WRONG = {
    "no date": (("subject: A subject",), ":2 [date]: there is no date|add `date: ...`"),
    "no subject": (("date: 2026-03-04",), ":2 [subject]: there is no subject|add `sub"),
    "a date in words": (
        ("date: next Friday", "subject: A subject"),
        ":2 [date]: got 'next Friday'|write a date as 2026-03-04 or",
    ),
    "a number below zero": (
        (*FRONT, "number: -1"),
        ":4 [number]: got -1|write a number fr",
    ),
    "a number in words": ((*FRONT, "number: two"), ":4 [number]: got 'two'|write a whole"),
    "a truth for a number": (
        (*FRONT, "number: yes"),
        ":4 [number]: got True|write a whole",
    ),
    "a number without end": ((*FRONT, f"number: {'9' * 50}"), ":4 [number]: got |write a "),
    "a section without a title": (
        (*FRONT, "sections:", "  - items: [a]"),
        ":5 [sections.0.title]: there is no title|add `title: ...`",
    ),
    "a key that a section lacks": (
        (*FRONT, "sections:", "  - {title: A, item: [a]}"),
        ":5 [sections.0.item]: unknown key|did you mean `items`?",
    ),
    "a way to show that is none": (
        (*FRONT, "sections:", "  - {title: A, show: all}"),
        ":5 [sections.0.show]: got 'all'|write one of 'line', 'excerpt' or 'full'",
    ),
    "sections that are words": (
        (*FRONT, "sections: all of them"),
        ":4 [sections]: got 'all of them'|write a list, one `- entry` a line",
    ),
    "an item that is a mapping": (
        (*FRONT, "sections:", "  - {title: A, items: [{a: b}]}"),
        ":5 [sections.0.items",
    ),
    "an unknown licence": (
        (*FRONT, "licence: free"),
        ":4 [licence]: got 'free'|name one of",
    ),
    "a sponsor without an address": (
        (*FRONT, "sponsor: {name: Kettle}"),
        ":4 [sponsor.url]: there is no url|add `url: ...`",
    ),
    "a sponsor with a program": (
        (*FRONT, 'sponsor: {name: Kettle, url: "javascript:alert(1)"}'),
        ":4 [sponsor.url]: got 'javascript:alert(1)'|write a whole address",
    ),
    "an unknown key": (
        (*FRONT, "preheder: X"),
        ":4 [preheder]: unknown key|did you mean `pr",
    ),
    "a key twice": (
        (*FRONT, "date: 2026-03-05"),
        ":4 [date]: the key stands here a second",
    ),
}


@pytest.mark.parametrize(("lines", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_with_its_place_and_its_fix(lines, told):
    what, _, fix = told.partition("|")

    _, problems = parse(*lines)

    assert any(p.startswith(PATH + what) and f"    fix: {fix}" in p for p in problems), (
        problems
    )


def test_a_proof_points_at_the_line_of_a_section():
    proof, _ = parse(
        *FRONT, "sections:", "  - title: One", "    items: [a]", "  - title: Two"
    )

    assert proof is not None
    assert proof.place("sections", "1") == Place(PATH, 7, "sections.1")


def test_issues_are_ordered_by_date_and_those_of_one_day_by_number():
    issues = [an_issue(10, 5), an_issue(9, 5), an_issue(11, 1)]

    assert [i.number for i in sorted(issues, key=lambda i: i.sort_key)] == [11, 9, 10]


def test_a_draft_and_an_issue_of_tomorrow_are_not_public():
    now = datetime(2026, 3, 4, tzinfo=UTC)

    assert an_issue(1, 4).is_public(now)
    assert not an_issue(1, 5).is_public(now)
    assert not an_issue(1, 4, draft=True).is_public(now)
