"""One table makes everything: a new row is in every output, and nothing else changes."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
import yaml
from tests.factories import (
    a_newsletter,
    a_site,
    an_edition,
    an_issue,
    an_item,
    artefacts_of,
    at,
)

from postroom.edition.facts import list_facts
from postroom.edition.sheet import compose_sheet
from postroom.intake.columnmap import ColumnMap
from postroom.intake.forms import render_form
from postroom.intake.itemfile import render_item
from postroom.intake.submission import Submission, check_submission
from postroom.intake.table import read_csv
from postroom.issues.draft import plan_issue, render_draft
from postroom.model.imprint import NewsletterOptions
from postroom.model.item import model_of
from postroom.model.kinds import COMMON, KINDS, Field, Kind
from postroom.model.ledger import Ledger
from postroom.pages.newsletter import render_kinds
from postroom.pages.pagespec import list_pages
from postroom.pages.render import Leaf
from postroom.reading.items import parse_item

BOOK = Kind(
    "book",
    "books",
    "On the shelf",
    "A book that one of us has finished.",
    (
        Field("title", "What is it called?", required=True, least=2),
        Field("writer", "Who wrote it?", required=True, fact="by {}"),
        Field("pages", "How thick is it?", "choice", options=("thin", "thick"), fact="{}"),
        Field("lent", "Until when can it be borrowed?", "date", fact="yours until {}"),
        Field("shelf", "Where can one find it?", "url", fact="{}"),
        Field("text", "What stays?", "text", required=True, least=10, most=300),
    ),
    begins="lent",
    told_apart_by=("writer",),
    days=90,
)
ANSWERS = {
    "title": "The table",
    "writer": "Rosa Lindqvist",
    "pages": "thin",
    "lent": "2026-06-01",
    "shelf": "https://library.example.org/the-table",
    "text": "That soup comes before talk, always.",
}
FILE = b"""---
kind: book
uid: book1
submitted: 2026-03-02
title: The table
writer: Rosa Lindqvist
pages: thin
lent: 2026-06-01
shelf: https://library.example.org/the-table
consent: true
---

That soup comes before talk, always.
"""


@pytest.fixture(autouse=True)
def row(monkeypatch) -> None:
    monkeypatch.setitem(KINDS, "book", BOOK)


def the_item():
    item, problems = parse_item("newsletter/items/table.md", FILE)
    assert problems == ()
    assert item is not None
    return item


def the_edition():
    item = the_item()
    newsletter = a_newsletter([item], [an_issue(items=["table"])])
    return an_edition(a_site(newsletters=(newsletter,)), now=at(20)), newsletter


def test_its_model_has_its_fields_and_those_of_every_item():
    fields = model_of(BOOK).model_fields

    assert {field.name for field in (*BOOK.fields, *COMMON)} <= fields.keys()
    assert fields["writer"].is_required()
    assert not fields["lent"].is_required()


def test_its_files_are_read():
    item = the_item()

    assert (item.kind, item.answer("writer"), item.answer("lent")) == (
        "book",
        "Rosa Lindqvist",
        date(2026, 6, 1),
    )
    assert item.over == datetime(2026, 6, 2, tzinfo=UTC)
    assert item.text == "That soup comes before talk, always."


def test_what_is_wrong_in_its_files_is_told():
    source = FILE.replace(b"thin", b"fat").replace(b"title: The table\n", b"titel: X\n")

    item, problems = parse_item("newsletter/items/table.md", source)

    assert item is None
    assert [str(problem) for problem in sorted(problems)] == [
        "newsletter/items/table.md:2 [title]: there is no title\n    fix: add `title: ...`",
        "newsletter/items/table.md:5 [titel]: unknown key\n    fix: did you mean `title`?",
        "newsletter/items/table.md:7 [pages]: got 'fat'\n"
        "    fix: write one of 'thin' or 'thick'",
    ]


def test_a_file_without_a_kind_is_told_of_it():
    _, problems = parse_item(
        "newsletter/items/table.md", FILE.replace(b": book\n", b": \n")
    )

    assert [problem.fix for problem in problems] == [
        f"add `kind:` and one of {', '.join(KINDS)}"
    ]


def test_its_form_asks_its_questions():
    form = yaml.safe_load(render_form(BOOK, NewsletterOptions(title="Table")))

    asked = {e["id"]: e for e in form["body"] if "id" in e}
    assert list(asked) == [f.name for f in (*BOOK.fields, *COMMON)] + ["consent"]
    assert asked["pages"]["attributes"]["options"] == ["thin", "thick"]
    assert asked["writer"]["validations"] == {"required": True}
    assert form["labels"] == ["submission", "book"]


def test_its_columns_are_read_by_question_and_by_name():
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Kind", "title", "Who wrote it?", "text", "I agree"])
    writer.writerow(["Book", "The table", "Rosa", "Soup before talk.", "yes"])

    [found] = read_csv(text.getvalue(), read_as=ColumnMap(), now=at(1))

    assert isinstance(found, Submission)
    assert (found.kind, found.answers) == (
        "book",
        {"title": "The table", "writer": "Rosa", "text": "Soup before talk."},
    )


def submitted(**answers: str) -> Submission:
    kept = {key: value for key, value in (ANSWERS | answers).items() if value}
    return Submission("book", kept, "github#1", date(2026, 3, 2), consent=True)


def test_its_submissions_are_checked_and_become_its_files():
    newsletter = a_newsletter()

    verdict = check_submission(
        submitted(), newsletter=newsletter, ledger=Ledger(), now=at(2)
    )

    assert verdict.problems == ()
    assert verdict.item is not None
    again, problems = parse_item(verdict.path, render_item(verdict.item).encode())
    assert problems == ()
    assert again == verdict.item


WRONG = {
    "an answer is missing": ({"writer": ""}, "writer"),
    "a text is too short": ({"text": "Soup."}, "text"),
    "a day has passed": ({"lent": "2026-03-01"}, "lent"),
    "a choice that is none": ({"pages": "fat"}, "pages"),
    "an address is none": ({"shelf": "the library"}, "shelf"),
    "a title shouts": ({"title": "READ THIS TABLE NOW"}, "title"),
}


@pytest.mark.parametrize(("answers", "key"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_in_its_submissions_is_told(answers, key):
    verdict = check_submission(
        submitted(**answers), newsletter=a_newsletter(), ledger=Ledger(), now=at(2)
    )

    assert not verdict.is_accepted
    assert [problem.place.key for problem in verdict.problems] == [key]


def test_its_twins_are_told_apart_by_what_its_row_says():
    ledger = Ledger.of([the_item()])
    same = an_item("book", "same", title="The Table", writer="rosa lindqvist")
    other = an_item("book", "othr", title="The Table", writer="Jon O’Brien")

    assert [twin.shares for twin in ledger.find(same)] == ["title"]
    assert list(ledger.find(other)) == []


def test_a_draft_has_a_section_for_it():
    newsletter = a_newsletter([the_item()])

    plan = plan_issue(newsletter, (), today=date(2026, 3, 10))

    assert plan.homeless == ()
    assert [(part.title, part.items) for part in plan.portions] == [
        ("On the shelf", (the_item(),))
    ]
    assert '  - title: "On the shelf"\n    items:\n      - table' in render_draft(
        plan, uid="aaaa"
    )


def test_a_newsletter_can_name_a_section_after_it():
    options = NewsletterOptions.model_validate(
        {"title": "Table", "sections": ["book", {"Paper": ["book", "link"]}]}
    )

    assert [(s.title, s.holds) for s in options.sections] == [
        ("On the shelf", ("book",)),
        ("Paper", ("book", "link")),
    ]


def test_its_facts_stand_below_its_title():
    assert [(fact.text, fact.url) for fact in list_facts(the_item())] == [
        ("by Rosa Lindqvist", ""),
        ("thin", ""),
        ("yours until 1 June 2026", ""),
        ("library.example.org/the-table", "https://library.example.org/the-table"),
    ]


def test_an_issue_shows_it():
    edition, newsletter = the_edition()

    sheet = compose_sheet(edition, newsletter, newsletter.issues[0])

    [block] = sheet.parts[0].blocks
    assert (block.kind, block.title, block.anchor) == ("book", "The table", "book-book1")


def test_it_has_a_board():
    edition, _ = the_edition()

    [board] = [page for page in list_pages(edition) if page.path == "newsletter/books/"]
    shown = board.render(Leaf(edition, board.path), "")

    assert (board.title, board.description) == (BOOK.heading, BOOK.about)
    assert "The table" in shown
    assert "yours until 1 June 2026" in shown


def test_it_has_feeds_of_its_own():
    made = artefacts_of(the_edition()[0])

    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert f"newsletter/books/{name}" in made
    path = "newsletter/books/feed.json"
    feed = json.loads(made[path].make()[path])
    assert [item["title"] for item in feed["items"]] == ["The table"]
    assert feed["items"][0]["tags"] == ["On the shelf"]


def test_the_page_on_how_to_submit_explains_it():
    edition, _ = the_edition()

    [page] = [page for page in list_pages(edition) if page.path == "submit/"]
    shown = page.render(Leaf(edition, page.path), "")

    assert BOOK.about in shown
    assert "Who wrote it?" in shown


def test_the_guide_has_a_table_of_it():
    shown = render_kinds(Leaf(the_edition()[0], "guide/newsletter/"))

    assert "<code>kind: book</code>" in shown
    assert "one of thin, thick; optional" in shown


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "book"])
def test_every_row_is_whole(kind):
    row = KINDS[kind]
    names = [field.name for field in row.all_fields]

    assert row.name == kind
    assert len(names) == len(set(names))
    assert {"title", "text"} <= set(names)
    assert all(
        f.example for f in row.fields if f.required and f.type not in ("choice", "text")
    )
    assert {row.begins, row.ends, *row.needs_one_of, *row.told_apart_by} - {""} <= set(
        names
    )


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "book"])
def test_the_examples_of_a_row_are_good_answers(kind):
    answers = {field.name: field.example for field in KINDS[kind].fields if field.example}
    answers |= {f.name: f.options[0] for f in KINDS[kind].fields if f.options}
    answers |= {"text": "Some words that stand for an answer. And a second sentence."}
    sent = Submission(kind, answers, "github#1", date(2026, 11, 1), consent=True)

    verdict = check_submission(
        sent,
        newsletter=a_newsletter(),
        ledger=Ledger(),
        now=datetime(2026, 11, 1, tzinfo=UTC),
    )

    assert verdict.problems == ()


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "book"])
def test_the_file_of_an_item_gives_the_same_item(kind):
    item = an_item(kind, by="Rosa: “&” # no comment", by_url="https://rosa.example.org/")

    again, problems = parse_item(item.path, render_item(item).encode())

    assert problems == ()
    assert again == item
