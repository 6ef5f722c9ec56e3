"""What to say to an event of GitHub's, and what may be done because of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from postroom import PostroomError
from postroom.cli.desk import Inbox
from postroom.errors import Problem
from postroom.intake.github import body_hash
from postroom.intake.reply import (
    read_checked,
    render_outcome,
    render_reply,
    render_taken,
    was_good,
)
from postroom.intake.submission import Submission, Verdict

BOT = "github-actions[bot]"
"""Who our workflows write as; nobody else can."""

DECLINED = "declined"
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
_AGAIN = (
    "An editor has just accepted this, but the text was edited after it was checked. It is "
    "checked now; an editor has to look at it once more."
)


@dataclass(frozen=True)
class Said:
    """An answer that we gave before."""

    comment: int
    checked: str
    """The hash of what it is about."""

    was_good: bool


@dataclass(frozen=True)
class Answer:
    """What becomes of an event."""

    verdict: str
    """`accepted`, `problems`, `known`, `changed`, `declined` or `none`."""

    reply: str = ""
    """A comment, in Markdown."""

    facts: Mapping[str, str] = field(default_factory=dict)
    """What a workflow may rely on: nothing in it was written by anybody but us."""

    accepted: Verdict | None = None
    """What can be filed."""


def answer_event(
    desk: Inbox,
    payload: Any,
    found: Submission | Problem | None,
    said: list[Said],
    *,
    accept: bool = False,
) -> Answer:
    """Decide what to say to an event, and what to do.

    Args:
        desk: The newsletter that it is for.
        payload: An `issues` event.
        found: What was read in it.
        said: Our own earlier answers, oldest first.
        accept: Whether an editor wants the item.
    """
    if found is None:
        return Answer("none")
    number = payload["issue"].get("number")
    if not isinstance(number, int):
        raise PostroomError(str(found))
    facts = {"number": f"{number}", "branch": f"intake/{number}"}
    reason = find_reason(payload)
    if reason is not None:
        return Answer(DECLINED, render_outcome("declined", reason=reason), facts)
    checked = body_hash(payload["issue"].get("body") or "")
    verdict = _judge(desk, found)
    reply = render_reply(
        verdict, newsletter=desk.newsletter, checked=checked, url=desk.submit_url
    )
    facts |= {"hash": checked, "kind": verdict.submission.kind}
    facts |= _place_reply(number, said, is_good=was_good(reply))
    was_seen = bool(said) and said[-1].checked == checked
    fate = _decide(verdict, is_approved=was_seen or not accept)
    if fate == "changed":
        reply = f"{_AGAIN}\n\n{reply}"
    elif fate == "accepted" and accept:
        reply = render_taken(verdict, newsletter=desk.newsletter)
    return Answer(fate, reply, facts, verdict if fate == "accepted" else None)


def _decide(verdict: Verdict, *, is_approved: bool) -> str:
    """Say what becomes of a submission; nobody may approve what nobody has checked."""
    if verdict.is_known:
        return "known"
    if not verdict.is_accepted:
        return "problems"
    return "accepted" if is_approved else "changed"


def _place_reply(number: int, said: list[Said], *, is_good: bool) -> dict[str, str]:
    """Choose the last answer if it said the same; of an edited one GitHub tells nobody."""
    if said and said[-1].was_good == is_good:
        return {"method": "PATCH", "where": f"issues/comments/{said[-1].comment}"}
    return {"method": "POST", "where": f"issues/{number}/comments"}


def _judge(desk: Inbox, found: Submission | Problem) -> Verdict:
    if isinstance(found, Submission):
        return desk.check(found)
    today = desk.site.now.date()
    nothing = Submission("", {}, source=found.place.path, submitted=today, consent=False)
    return Verdict(nothing, None, "", (found,))


def find_reason(payload: Mapping[str, Any]) -> str | None:
    """Find why an editor declined an issue: what the label says after `declined`."""
    label = payload.get("label")
    name = label.get("name") if isinstance(label, Mapping) else None
    if payload.get("action") != "labeled" or not isinstance(name, str):
        return None
    word, _, reason = name.partition(":")
    return reason.strip() if word.strip().casefold() == DECLINED else None


def find_said(found: Any) -> Iterator[Said]:
    """Find the answers that the bot itself gave; pages of them may be in lists."""
    for comment in found if isinstance(found, list) else ():
        if isinstance(comment, list):
            yield from find_said(comment)
        elif isinstance(comment, Mapping) and _is_own(comment):
            body = f"{comment.get('body') or ''}"
            checked = read_checked(body)
            if checked and isinstance(comment.get("id"), int):
                yield Said(comment["id"], checked, was_good(body))


def _is_own(comment: Mapping[str, Any]) -> bool:
    user = comment.get("user")
    if not isinstance(user, Mapping):
        return False
    return user.get("login") == BOT and user.get("type") == "Bot"


def compose_message(payload: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    """Write a commit message: from numbers, and with thanks to the one who sent it."""
    message = f"item: {facts['kind']} from #{facts['number']}\n"
    user = payload["issue"].get("user")
    if not isinstance(user, Mapping):
        return message
    login, number = user.get("login"), user.get("id")
    if isinstance(login, str) and _LOGIN.fullmatch(login) and isinstance(number, int):
        address = f"{number}+{login}@users.noreply.github.com"
        message += f"\nCo-authored-by: {login} <{address}>\n"
    return message
