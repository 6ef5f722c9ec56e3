"""`postroom intake github` and `outcomes`: what GitHub tells, and what it is to answer."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from postroom import PostroomError
from postroom.cli.answers import answer_event, compose_message, find_said
from postroom.cli.config import config_option, find_site
from postroom.cli.desk import Inbox, open_inbox
from postroom.cli.options import newsletter_option
from postroom.edition.lookup import find_newsletter
from postroom.errors import Problem
from postroom.intake.github import read_event
from postroom.intake.reply import render_outcome
from postroom.intake.submission import Submission
from postroom.model.item import Item
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site
from postroom.toolbox.files import write_file

_SOURCE = re.compile(r"github(?::([\w.-]+/[\w.-]+))?#([1-9]\d{0,9})")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


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
    path, branch, hash, and how and where the answer is to be posted.
    """
    payload = _read_json(event)
    said = list(find_said(_read_json(comments) if comments else []))
    desk, found = read_for(open_inbox(config_file, name, online=online), payload, name)
    answer = answer_event(desk, payload, found, said, accept=accept)
    facts = dict(answer.facts)
    if accept and answer.accepted:
        path = desk.file(answer.accepted)
        facts["path"] = Path(os.path.relpath(path)).as_posix()
        if message:
            write_file(message, compose_message(payload, facts))
    tell_workflow({"verdict": answer.verdict, **facts})
    if reply:
        write_file(reply, answer.reply)
    click.echo(answer.reply if reply is None else answer.verdict)


def read_for(
    desk: Inbox, payload: Any, name: str
) -> tuple[Inbox, Submission | Problem | None]:
    """Read an event at the desk of the newsletter whose label it carries."""
    every = desk.site.survey.edition.site.newsletters
    for newsletter in (desk.newsletter,) if name else every:
        found = read_event(payload, label=newsletter.options.label)
        if found is not None:
            return _desk_of(desk, newsletter), found
    return desk, None


def _desk_of(desk: Inbox, newsletter: Newsletter) -> Inbox:
    if newsletter is desk.newsletter:
        return desk
    ledger = Ledger.of(newsletter.items.values())
    return replace(desk, newsletter=newsletter, ledger=ledger)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise PostroomError(
            f"{path}: this is not JSON\n    fix: hand over what GitHub wrote, as it is"
        ) from None


def tell_workflow(facts: Mapping[str, str]) -> None:
    """Hand facts to the steps that follow; each is one line."""
    path = os.environ.get("GITHUB_OUTPUT")
    if not path:
        return
    with Path(path).open("a", encoding="utf-8") as file:
        for key, value in facts.items():
            if "\n" in value:  # it could state another fact
                raise ValueError(f"{key} has more than one line: {value!r}")
            file.write(f"{key}={value}\n")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--open", "waiting", type=_FILE, help="Issues that are open, from `gh`.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that gets each comment, in a file named after its issue; in `over` "
    "below it those on items that no issue could print in time.",
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

    Without NUMBER also those whose items no issue printed in time. Only issues of this
    repository count: $GITHUB_REPOSITORY, else the site's `repo_url`. With --open only
    those that still wait for an answer: a list, as `gh issue list --json number,labels`
    prints it.
    """
    place = find_site(config_file)
    site = place.survey.edition.site
    every = (find_newsletter(site, name),) if name else site.newsletters
    still = _read_json(waiting) if waiting else None
    for newsletter in every:
        open_ones = None if still is None else _numbers(still, newsletter.options.label)
        told = list(_list_used(site, newsletter, number))
        told += [] if number is not None else _list_over(site, newsletter, place.now)
        for issue, folder, body in told:
            if open_ones is not None and issue not in open_ones:
                continue
            click.echo(json.dumps({"github": issue, "body": body}, ensure_ascii=False))
            if into:
                write_file(into / folder / f"{issue}.md", body)


def _list_used(
    site: Site, newsletter: Newsletter, number: int | None
) -> Iterator[tuple[int, str, str]]:
    """List the issues whose items were printed; where comments go, and what they say."""
    for printed in newsletter.printed:
        found = _number_of(printed.item, site)
        if found and number in (None, printed.issue.number):
            url = site.absolute(site.place_of(newsletter, printed)) if site.url else ""
            yield found, "", render_outcome("used", number=printed.issue.number, url=url)


def _list_over(
    site: Site, newsletter: Newsletter, now: datetime
) -> Iterator[tuple[int, str, str]]:
    """List the issues whose items are over, and that no issue has, drafts included."""
    for item in newsletter.items.values():
        found = _number_of(item, site)
        if found and item.name not in newsletter.listed and item.is_over(now):
            yield found, "over", render_outcome("over")


def _number_of(item: Item, site: Site) -> int | None:
    """The number of the issue that an item came from, if that is one of ours."""
    found = _SOURCE.fullmatch(item.source)
    if found is None:
        return None
    theirs = found[1] or ""  # it was left out once
    is_ours = not theirs or theirs.casefold() == _repository_of(site).casefold()
    return int(found[2]) if is_ours else None


def _repository_of(site: Site) -> str:
    """The repository that we are asked about: its owner and name."""
    parts = urlsplit(site.repository)
    theirs = parts.path.strip("/") if parts.hostname == "github.com" else ""
    return os.environ.get("GITHUB_REPOSITORY") or theirs.removesuffix(".git")


def _numbers(found: Any, label: str) -> set[int]:
    """The numbers of issues that have a label."""
    issues = found if isinstance(found, list) else []
    return {
        issue["number"]
        for issue in issues
        if any(has.get("name") == label for has in issue.get("labels", ()))
    }
