"""What an event of GitHub means: the event, and what is there already, become actions."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intaking import (
    NOW,
    a_newsletter,
    an_event,
    an_item,
    answers_of,
    fill_form,
)

from postroom import PostroomError
from postroom.intake.actions import (
    Action,
    Close,
    ClosePull,
    Leave,
    OpenPull,
    Push,
    Rewrite,
    TakeLabel,
    Write,
)
from postroom.intake.checkout import BOT_MAIL, Tip
from postroom.intake.events import (
    Event,
    Scene,
    decide_acceptance,
    decide_answer,
    decide_rejection,
    decide_withdrawal,
    read_event,
)
from postroom.intake.formbody import body_hash
from postroom.intake.github import BOT, Comment, GitHubIssue, PullRequest
from postroom.intake.inbox import Inbox
from postroom.intake.reply import read_checked, render_reply
from postroom.model.kinds import KINDS
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.site import Site

BODY = fill_form(KINDS["link"], answers_of("link"))
EDITED = fill_form(KINDS["link"], answers_of("link", title="How to leave a table well"))
FAULTY = BODY.replace("- [X]", "- [ ]")
OURS = {"login": BOT, "type": "Bot"}


def an_inbox(newsletter: Newsletter | None = None, url: str = "") -> Inbox:
    site = Site("Table", url, Options())
    return Inbox.of(site, newsletter or a_newsletter(), content=Path("nowhere"), now=NOW)


def happens(body: object = BODY, action: str = "opened", **more: Any) -> Event:
    """Read an event; `label` is set by it, `issue` changes its GitHub issue."""
    payload = an_event(body, **more.pop("issue", {})) | {"action": action}
    payload["repository"] |= {"default_branch": "main"}
    if label := more.pop("label", ""):
        payload["label"] = {"name": label}
        payload["issue"]["labels"].append(payload["label"])
    event = read_event(payload | more, label="submission")
    assert event is not None
    return event


def approved(body: str = BODY) -> Event:
    return happens(body, "labeled", label="accept")


def said(body: str, number: int = 7, **user: str) -> Comment:
    return Comment.model_validate({"id": number, "body": body, "user": OURS | user})


def an_answer(body: str = BODY, number: int = 7, **user: str) -> Comment:
    """The comment in which our workflow answered a text."""
    [action] = decide_answer(an_inbox(), happens(body), [])
    assert isinstance(action, Write)
    return said(action.body, number, **user)


def now(body: str = BODY, *labels: str, state: str = "open") -> GitHubIssue:
    named = [{"name": name} for name in labels or ("submission", "accept")]
    return GitHubIssue.model_validate(
        {"number": 12, "state": state, "body": body, "labels": named}
    )


def a_pull(number: int = 90) -> PullRequest:
    head = {"ref": "intake/12", "sha": "c" * 40, "repo": {"full_name": "rosa/table"}}
    return PullRequest.model_validate({"number": number, "head": head})


def kinds(actions: list[Action]) -> list[type]:
    return [type(action) for action in actions]


# what an event asks for

MEANS = {
    "it was opened": ({}, {"asks_for_answer"}),
    "its text was edited": (
        {"action": "edited", "changes": {"body": {"from": "x"}}},
        {"asks_for_answer"},
    ),
    "its title was edited": ({"action": "edited", "changes": {"title": {}}}, set()),
    "it was reopened": ({"action": "reopened"}, set()),
    "a label was set": ({"action": "labeled", "label": "link"}, {"asks_for_answer"}),
    "an editor accepts": ({"action": "labeled", "label": "accept"}, {"is_approval"}),
    "an editor shouts": ({"action": "labeled", "label": "Accept"}, {"is_approval"}),
    "something that only begins so": (
        {"action": "labeled", "label": "accepted elsewhere"},
        {"asks_for_answer"},
    ),
    "the label of before": (
        {"issue": {"labels": ["submission", "accept"]}},
        {"asks_for_answer"},
    ),
    "an accepted text was edited": (
        {
            "action": "edited",
            "changes": {"body": {"from": "x"}},
            "issue": {"labels": [{"name": "submission"}, {"name": "Accept"}]},
        },
        {"asks_for_answer", "takes_approval_back"},
    ),
    "an odd change": ({"action": "edited", "changes": ["body"]}, set()),
    "a label that is none": ({"action": "labeled", "label": ""}, {"asks_for_answer"}),
}


@pytest.mark.parametrize(("event", "expected"), MEANS.values(), ids=MEANS.keys())
def test_an_event_asks_for(event, expected):
    event = happens(**deepcopy(event))

    asked = {"asks_for_answer", "is_approval", "takes_approval_back"}
    assert {name for name in asked if getattr(event, name)} == expected


REASONS = {
    "declined": "",
    "declined: we had this": "we had this",
    "Declined : too late ": "too late",
    "declined later": None,
    "accept": None,
}


@pytest.mark.parametrize(("label", "reason"), REASONS.items())
def test_a_label_says_why_something_is_declined(label, reason):
    assert happens(action="labeled", label=label).declined_because == reason
    assert happens(action="unlabeled", label=label).declined_because is None


def test_an_event_without_a_number_is_said_to_be_none_of_githubs():
    with pytest.raises(PostroomError, match="no number, or no date"):
        happens(issue={"number": None})


CREDITS = {
    "a person": (
        {"login": "rosa-l", "id": 4711},
        "Co-authored-by: rosa-l <4711+rosa-l@users.noreply.github.com>",
    ),
    "a name with a line in it": ({"login": "x\nSigned-off-by: y", "id": 1}, ""),
    "a command": ({"login": "$(touch x)", "id": 1}, ""),
    "no number": ({"login": "rosa-l", "id": "4711"}, ""),
    "nobody": (None, ""),
}


@pytest.mark.parametrize(("user", "credit"), CREDITS.values(), ids=CREDITS.keys())
def test_a_commit_credits_only_what_is_a_name(user, credit):
    assert happens(issue={"user": user}).credit == credit


# answers


def test_what_is_sent_in_is_answered_with_the_hash_of_its_text():
    [answer] = decide_answer(an_inbox(url="https://table.example/"), happens(), [])

    assert isinstance(answer, Write)
    assert answer.number == 12
    assert answer.body.startswith("Thank you! Everything is there")
    assert "(https://table.example/submit/)" in answer.body
    assert read_checked(answer.body) == body_hash(BODY)


def test_an_answer_that_says_the_same_goes_into_the_same_comment():
    [answer] = decide_answer(an_inbox(), happens(BODY), [an_answer(BODY, 7)])

    assert isinstance(answer, Rewrite)
    assert answer.comment == 7
    assert read_checked(answer.body) == body_hash(BODY)


def test_another_text_that_may_be_approved_is_another_comment():
    [answer] = decide_answer(an_inbox(), happens(EDITED), [an_answer(BODY, 7)])

    assert isinstance(answer, Write)
    assert read_checked(answer.body) == body_hash(EDITED)


def test_another_text_that_may_not_is_no_news():
    worse = FAULTY + "\n"

    [answer] = decide_answer(an_inbox(), happens(worse), [an_answer(FAULTY, 7)])

    assert isinstance(answer, Rewrite)
    assert read_checked(answer.body) == body_hash(worse)


def test_another_verdict_is_another_comment_and_the_newest_one_counts():
    comments = [an_answer(FAULTY, 7), an_answer(BODY, 8)]

    [answer] = decide_answer(an_inbox(), happens(FAULTY), comments)

    assert isinstance(answer, Write)
    assert "one thing has to change" in answer.body


OTHERS = {
    "a person": {"login": "mallory", "type": "User"},
    "a person who is called so": {"type": "User"},
    "another app": {"login": "github-actions2[bot]"},
}


@pytest.mark.parametrize("user", OTHERS.values(), ids=OTHERS.keys())
def test_only_the_bot_itself_can_say_what_was_checked(user):
    forged = an_answer(BODY, 9, **user)

    [answer] = decide_answer(an_inbox(), happens(), [forged])
    label, again = decide_acceptance(an_inbox(), approved(), Scene([forged], now()))

    assert isinstance(answer, Write)
    assert label == TakeLabel(12, "accept")
    assert isinstance(again, Write)
    assert "an editor has to look at it once more" in again.body


def test_what_cannot_be_sorted_is_answered():
    event = happens(issue={"labels": [{"name": "submission"}]})

    [answer] = decide_answer(an_inbox(), event, [])

    assert isinstance(answer, Write)
    assert "no label says its kind" in answer.body


# acceptance


def test_what_was_checked_is_filed_and_its_author_told():
    push, pull, taken = decide_acceptance(
        an_inbox(), approved(), Scene([an_answer()], now())
    )

    assert isinstance(push, Push)
    assert (push.branch, push.over) == ("intake/12", "")
    assert push.message.split("\n\n") == [
        "item: link from #12",
        "Co-authored-by: rosa-l <4711+rosa-l@users.noreply.github.com>\n",
    ]
    assert push.verdict.item is not None
    assert isinstance(pull, OpenPull)
    assert (pull.branch, pull.base) == ("intake/12", "main")
    assert pull.title == "item: link from #12"
    assert body_hash(BODY) in pull.body
    assert isinstance(taken, Write)
    assert taken.body.startswith("Taken; it waits for № 1 of Second Helpings. ")


TIP = Tip("a" * 40, BOT_MAIL)
TAKEN = said("Taken; it waits for № 1 of Second Helpings. \n", 8)
AGAIN: dict[str, tuple[dict[str, Any], list[type]]] = {
    "nothing is there yet": ({}, [Push, OpenPull, Write]),
    "the branch is there": ({"tip": TIP}, [Push, OpenPull, Write]),
    "the pull request too": ({"tip": TIP, "pull": a_pull()}, [Push, Write]),
    "everything": ({"tip": TIP, "pull": a_pull(), "comments": [TAKEN]}, [Push]),
    "its pull request was closed": (
        {"tip": TIP, "comments": [TAKEN]},
        [Push, OpenPull, Write],
    ),
}


@pytest.mark.parametrize(("there", "expected"), AGAIN.values(), ids=AGAIN.keys())
def test_a_second_run_goes_on_where_the_first_one_stopped(there, expected):
    comments = [an_answer(), *there.get("comments", ())]
    scene = Scene(comments, now(), there.get("tip"), there.get("pull"))

    actions = decide_acceptance(an_inbox(), approved(), scene)

    assert kinds(actions) == expected
    assert actions[0].over == (TIP.commit if "tip" in there else "")


GONE = {
    "the label is off": now(BODY, "submission"),
    "it is closed": now(state="closed"),
}


@pytest.mark.parametrize("state", GONE.values(), ids=GONE.keys())
def test_what_is_no_longer_accepted_is_left_alone(state):
    [left] = decide_acceptance(an_inbox(), approved(), Scene([an_answer()], state))

    assert isinstance(left, Leave)


def test_a_text_nobody_checked_is_asked_about_again_and_a_repeated_run_takes_it_not():
    comments = [an_answer(BODY)]
    event = approved(EDITED)

    label, answer = decide_acceptance(an_inbox(), event, Scene(comments, now(EDITED)))
    repeated = Scene([said(answer.body)], now(EDITED, "submission"))
    [left] = decide_acceptance(an_inbox(), event, repeated)

    assert label == TakeLabel(12, "accept")
    assert isinstance(answer, Write)
    assert answer.body.startswith("An editor has just accepted this, but the text was")
    assert read_checked(answer.body) == body_hash(EDITED)
    assert isinstance(left, Leave)


def test_what_must_change_is_said_in_place_of_a_pull_request():
    label, answer = decide_acceptance(
        an_inbox(), approved(FAULTY), Scene([an_answer(FAULTY)], now(FAULTY))
    )

    assert label == TakeLabel(12, "accept")
    assert isinstance(answer, Rewrite)
    assert "one thing has to change" in answer.body


def test_what_is_there_already_is_not_filed_again():
    event = approved()
    verdict = an_inbox().check(event.submission)
    inbox = an_inbox(a_newsletter(verdict.item))

    actions = decide_acceptance(inbox, event, Scene([an_answer()], now()))

    assert kinds(actions) == [TakeLabel, Rewrite]
    assert "word for word" in actions[1].body


def test_a_text_that_is_edited_meanwhile_is_not_taken():
    scene = Scene([an_answer()], now(EDITED))

    label, why = decide_acceptance(an_inbox(), approved(), scene)
    again = Scene([an_answer(), said(why.body, 8)], now(EDITED, "submission"))

    assert label == TakeLabel(12, "accept")
    assert why.body.startswith("The text was edited while it was being accepted.")
    assert decide_acceptance(an_inbox(), approved(), again) == [label]


FOREIGN = {
    "an editor": "ed@example.org",
    "GitHub's own editor": "noreply@github.com",
    "somebody with a similar address": f"x{BOT_MAIL}",
}


@pytest.mark.parametrize("committer", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_branch_that_somebody_worked_on_is_left_alone_and_said_so(committer):
    scene = Scene([an_answer()], now(), Tip("b" * 40, committer), a_pull())

    label, why = decide_acceptance(an_inbox(), approved(), scene)

    assert label == TakeLabel(12, "accept")
    assert why.body.startswith("The last commit on the branch `intake/12` was made by some")


# withdrawal, refusal


def an_edit(body: str = EDITED) -> Event:
    labels = [{"name": name} for name in ("submission", "link", "accept")]
    changes = {"body": {"from": BODY}}
    return happens(body, "edited", changes=changes, issue={"labels": labels})


def test_an_edit_takes_the_label_off_and_the_pull_request_is_told_once():
    label, told = decide_withdrawal(an_edit(), a_pull(), [])

    assert label == TakeLabel(12, "accept")
    assert isinstance(told, Write)
    assert told.number == 90
    assert told.body.startswith("The text of #12 was edited after it was accepted.")
    assert decide_withdrawal(an_edit(), a_pull(), [said(told.body)]) == [label]
    assert decide_withdrawal(an_edit(), None, []) == [label]


def test_a_second_edit_is_told_of_too():
    [_, first] = decide_withdrawal(an_edit(), a_pull(), [])

    actions = decide_withdrawal(an_edit(FAULTY), a_pull(), [said(first.body)])

    assert kinds(actions) == [TakeLabel, Write]


def test_what_is_declined_is_told_why_and_closed_with_its_pull_request():
    event = happens(action="labeled", label="declined: see #1, @all of you")

    told, *rest = decide_rejection(event, [], a_pull())

    assert told == Write(
        12,
        "Not taken this time: see `#1, @all` of you. "
        "Thank you for thinking of the newsletter.\n",
    )
    assert rest == [Close(12, "not_planned"), ClosePull(90)]


def test_nobody_is_declined_twice_because_a_run_was_repeated():
    event = happens(action="labeled", label="declined")
    [told, close] = decide_rejection(event, [], None)
    from_github = told.body.replace("\n", "\r\n").strip()

    assert decide_rejection(event, [an_answer(), said(from_github)], None) == [close]
    assert kinds(decide_rejection(event, [said(told.body), an_answer()], None)) == [
        Write,
        Close,
    ]
    assert kinds(decide_rejection(event, [said(told.body, login="rosa")], None)) == [
        Write,
        Close,
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_accepted_as_it_was_checked(kind):
    body = fill_form(KINDS[kind], answers_of(kind))
    labels = [{"name": "submission"}, {"name": kind}]
    event = happens(body, "labeled", label="accept", issue={"labels": labels})
    verdict = an_inbox().check(event.submission)
    checked = render_reply(verdict, newsletter=a_newsletter(), checked=event.checked)

    push, *_ = decide_acceptance(an_inbox(), event, Scene([said(checked)], now(body)))

    assert isinstance(push, Push)
    assert push.verdict.item.kind == kind
    assert push.verdict.item.name not in an_inbox(a_newsletter(an_item())).newsletter.items


HOSTILE = {
    "a command": ("$(touch x)", True),
    "another": ("`touch x` is a title", True),
    "a path": ("../../x and so on", True),
    "an option": ("-rf and the rest", True),
    "a template": ("{{ 1 }} and {{ 7*7 }}", False),
    "an expression": ("${{ github.token }} please", False),
    "a second line": ("News\npath=/etc/passwd", True),
    "the end of a quote": ("It's \"fine\"; touch x; echo '", True),
}


@pytest.mark.parametrize(("title", "is_harmless"), HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_but_what_we_worked_out_gets_into_paths_and_messages(title, is_harmless):
    body = fill_form(KINDS["news"], answers_of("news", title=title))
    issue = {
        "title": title,
        "user": {"login": title, "id": 1},
        "labels": [{"name": "submission"}, {"name": "news"}],
    }
    event = happens(body, "labeled", label="accept", issue=issue)
    [answer] = decide_answer(an_inbox(), event, [])

    first, *_ = decide_acceptance(an_inbox(), event, Scene([said(answer.body)], now(body)))

    assert ("Everything is there" in answer.body) == isinstance(first, Push) == is_harmless
    if isinstance(first, Push):
        assert first.message == "item: news from #12\n"
        assert re.fullmatch(r"newsletter/items/2026-11-09-[\w-]+\.md", first.verdict.path)
