"""`postroom intake github` and `outcomes`: what GitHub tells, and what it is to answer."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from postroom import PostroomError
from postroom.cli.config import config_option, find_site
from postroom.cli.desk import Desk, open_desk
from postroom.cli.files import write_file
from postroom.cli.issue import find_newsletter, newsletter_option
from postroom.errors import Problem
from postroom.intake.github import body_hash, read_event
from postroom.intake.reply import read_checked, render_outcome, render_reply
from postroom.intake.submission import Submission, Verdict
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site

BOT = "github-actions[bot]"
"""Who our workflows write as; nobody else can."""

DECLINED = "declined"
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
_SOURCE = re.compile(r"github#([1-9]\d{0,9})")
_AGAIN = (
    "An editor has just accepted this, but the text was edited after it was checked. It is "
    "checked now; an editor has to look at it once more."
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


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


@click.command()
@click.option("--event", required=True, type=_FILE, help="The event, as GitHub wrote it.")
@click.option("--comments", type=_FILE, help="The issue's comments, from GitHub's API.")
@click.option("--reply", type=_OUT, help="The answer's file; else it is printed.")
@click.option("--accept", is_flag=True, help="File the item, if it is as it was checked.")
@click.option("--message", type=_OUT, help="The file of a commit message, with --accept.")
@click.option("--online", is_flag=True, help="Ask whether its link leads anywhere.")
@newsletter_option
@config_option
def github(
    event: Path,
    comments: Path | None,
    reply: Path | None,
    accept: bool,
    message: Path | None,
    online: bool,
    name: str,
    config_file: Path | None,
) -> None:
    """Check what a filled form says, and answer in a comment; with --accept, file it.

    What was found goes to the file of $GITHUB_OUTPUT as well: verdict, number, kind,
    path, branch, hash, and the comment to be updated.
    """
    payload = _read_json(event)
    said = list(_own_comments(_read_json(comments) if comments else []))
    desk, found = read_for(open_desk(config_file, name, online=online), payload, name)
    answer = answer_event(desk, payload, found, said, accept=accept)
    facts = dict(answer.facts)
    if accept and answer.accepted:
        path = desk.file(answer.accepted)
        facts["path"] = Path(os.path.relpath(path)).as_posix()
        if message:
            write_file(message, compose_message(payload, facts))
    _tell_workflow({"verdict": answer.verdict, **facts})
    if reply:
        write_file(reply, answer.reply)
    click.echo(answer.reply if reply is None else answer.verdict)


def read_for(
    desk: Desk, payload: Any, name: str
) -> tuple[Desk, Submission | Problem | None]:
    """Read an event at the desk of the newsletter whose label it carries."""
    every = desk.site.survey.edition.site.newsletters
    for newsletter in (desk.newsletter,) if name else every:
        found = read_event(payload, label=newsletter.options.label)
        if found is not None:
            return _desk_of(desk, newsletter), found
    return desk, None


def _desk_of(desk: Desk, newsletter: Newsletter) -> Desk:
    if newsletter is desk.newsletter:
        return desk
    ledger = Ledger.of(newsletter.items.values())
    return replace(desk, newsletter=newsletter, ledger=ledger)


def answer_event(
    desk: Desk,
    payload: Any,
    found: Submission | Problem | None,
    said: list[tuple[int, str]],
    *,
    accept: bool = False,
) -> Answer:
    """Decide what to say to an event, and what to do.

    Args:
        desk: The newsletter that it is for.
        payload: An `issues` event.
        found: What was read in it.
        said: Our own earlier comments: their number, and the hash that they are about.
        accept: Whether an editor wants the item.
    """
    if found is None:
        return Answer("none")
    number = payload["issue"].get("number")
    if not isinstance(number, int):
        raise PostroomError(str(found))
    facts = {"number": f"{number}", "branch": f"intake/{number}"}
    facts |= {"comment": f"{said[-1][0]}"} if said else {}
    reason = find_reason(payload)
    if reason is not None:
        return Answer(DECLINED, render_outcome("declined", reason=reason), facts)
    checked = body_hash(payload["issue"].get("body") or "")
    verdict = _judge(desk, found)
    reply = render_reply(
        verdict, newsletter=desk.newsletter, checked=checked, url=desk.submit_url
    )
    facts |= {"hash": checked, "kind": verdict.submission.kind}
    if verdict.is_known:
        return Answer("known", reply, facts)
    if not verdict.is_accepted:
        return Answer("problems", reply, facts)
    if accept and (not said or said[-1][1] != checked):
        return Answer("changed", f"{_AGAIN}\n\n{reply}", facts)
    return Answer("accepted", reply, facts, verdict)


def _judge(desk: Desk, found: Submission | Problem) -> Verdict:
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


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise PostroomError(
            f"{path}: this is not JSON\n    fix: hand over what GitHub wrote, as it is"
        ) from None


def _own_comments(found: Any) -> Iterator[tuple[int, str]]:
    """Find the answers that the bot itself gave; pages of them may be in lists."""
    for comment in found if isinstance(found, list) else ():
        if isinstance(comment, list):
            yield from _own_comments(comment)
        elif isinstance(comment, Mapping) and _is_own(comment):
            checked = read_checked(f"{comment.get('body') or ''}")
            if checked and isinstance(comment.get("id"), int):
                yield comment["id"], checked


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


def _tell_workflow(facts: Mapping[str, str]) -> None:
    """Hand facts to the steps that follow; each is one line."""
    path = os.environ.get("GITHUB_OUTPUT")
    if not path:
        return
    with Path(path).open("a", encoding="utf-8") as file:
        for key, value in facts.items():
            assert "\n" not in value
            file.write(f"{key}={value}\n")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--open", "waiting", type=_FILE, help="Issues that are open, from `gh`.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that gets each comment, in a file named after its issue.",
)
@newsletter_option
@config_option
def outcomes(
    number: int | None,
    waiting: Path | None,
    into: Path | None,
    name: str,
    config_file: Path | None,
) -> None:
    """Say which of GitHub's issues were printed, all or in issue NUMBER, and where.

    With --open only those that still wait for an answer: a list, as
    `gh issue list --json number,labels` prints it.
    """
    site = find_site(config_file).survey.edition.site
    every = (find_newsletter(site, name),) if name else site.newsletters
    still = _read_json(waiting) if waiting else None
    for newsletter in every:
        open_ones = None if still is None else _numbers(still, newsletter.options.label)
        for issue, body in _list_outcomes(site, newsletter, number):
            if open_ones is not None and issue not in open_ones:
                continue
            click.echo(json.dumps({"github": issue, "body": body}, ensure_ascii=False))
            if into:
                write_file(into / f"{issue}.md", body)


def _list_outcomes(
    site: Site, newsletter: Newsletter, number: int | None
) -> Iterator[tuple[int, str]]:
    for printed in newsletter.printed:
        found = _SOURCE.fullmatch(printed.item.source)
        if found and number in (None, printed.issue.number):
            url = site.absolute(site.place_of(newsletter, printed)) if site.url else ""
            body = render_outcome("used", number=printed.issue.number, url=url)
            yield int(found[1]), body


def _numbers(found: Any, label: str) -> set[int]:
    """The numbers of issues that have a label."""
    issues = found if isinstance(found, list) else []
    return {
        issue["number"]
        for issue in issues
        if any(has.get("name") == label for has in issue.get("labels", ()))
    }
