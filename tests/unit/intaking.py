"""Small values for tests of the intake: a submission, a newsletter, a filled form."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from postroom.intake.names import BEFORE
from postroom.intake.submission import Submission, Verdict, check_submission
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.item import Item, model_of
from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL, Kind
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
TODAY = NOW.date()
TEXT = "It was worth the time it took, and then some."


def answers_of(name: str, **given: str) -> dict[str, str]:
    """Good answers to all questions of a kind; an empty one takes an answer out."""
    kind = KINDS[name]
    answers = {
        field.name: field.options[0] if field.options else field.example or TEXT
        for field in kind.all_fields
        if field.type != "repeat" and (field.required or field.example)
    }
    return {key: value for key, value in (answers | given).items() if value}


def a_submission(kind: str = "link", **given: Any) -> Submission:
    """A good submission; what is no field of it is an answer."""
    fields = {key: given.pop(key) for key in list(given) if key in _FIELDS}
    known = {"source": "github#12", "submitted": TODAY, "consent": True}
    return Submission(
        **({"kind": kind, "answers": answers_of(kind, **given)} | known | fields)
    )


_FIELDS = frozenset(Submission.__dataclass_fields__) - {"kind"}


def an_item(kind: str = "link", uid: str = "aaaaaaaa", **given: Any) -> Item:
    """A checked item; any key of its front matter can be given."""
    values = {
        "path": f"newsletter/items/2026-10-03-{uid}.md",
        "kind": kind,
        "uid": uid,
        "submitted": date(2026, 10, 3),
        "consent": True,
        **answers_of(kind),
    }
    return model_of(KINDS[kind]).model_validate(values | given)


def an_issue(number: int = 4, *items: Item) -> Issue:
    """An issue of 5 November 2026, or a month before or after, that lists these items."""
    return Issue.model_validate(
        {
            "path": f"newsletter/issues/{number}.md",
            "uid": f"issue{number}",
            "number": number,
            "date": date(2026, 7 + number, 5),
            "subject": f"Issue {number}",
            "sections": [{"title": "All", "items": [item.name for item in items]}],
        }
    )


def a_newsletter(*items: Item, issues: Iterable[Issue] = (), **options: Any) -> Newsletter:
    """A newsletter with these items and issues."""
    return Newsletter(
        NewsletterOptions(**({"title": "Second Helpings"} | options)),
        issues=tuple(issues),
        items={item.name: item for item in items},
    )


def check(submission: Submission, newsletter: Newsletter | None = None) -> Verdict:
    """The verdict on a submission, all items of the newsletter being in the ledger."""
    newsletter = newsletter or a_newsletter()
    ledger = Ledger.of(newsletter.items.values())
    return check_submission(submission, newsletter=newsletter, ledger=ledger, now=NOW)


def found(verdict: Verdict, key: str) -> list[str]:
    """What was found wrong with one answer."""
    return [problem.what for problem in verdict.problems if problem.place.key == key]


def fill_form(kind: Kind, answers: Mapping[str, str], *, mail: bool = False) -> str:
    """The body that GitHub makes of a filled form of a kind."""
    asked = "".join(
        f"### {field.label}\n\n{answers.get(field.name) or '_No response_'}\n\n"
        for field in kind.all_fields
    )
    box = f"- [{'X' if mail else ' '}] {PUBLIC_MAIL}\n" if kind.field("reach") else ""
    return f"{asked}### {BEFORE}\n\n- [X] {CONSENT}\n{box}"


def an_event(body: object, kind: str = "link", **issue: Any) -> dict[str, Any]:
    """The `issues` event of a filled form, as far as it matters."""
    known = {
        "number": 12,
        "title": "Link: something",
        "body": body,
        "user": {"login": "rosa-l", "id": 4711, "type": "User"},
        "labels": [{"name": "submission"}, {"name": kind}],
        "created_at": "2026-11-09T22:14:03Z",
        "state": "open",
    }
    return {
        "action": "opened",
        "issue": known | issue,
        "repository": {"full_name": "rosa/table"},
    }
