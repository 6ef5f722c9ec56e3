"""The commands that workflows at GitHub call: each reads an event, and does its part."""

import json
import os
import re
import time
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from pydantic import SecretStr

from postroom import PostroomError
from postroom.cli.completion import complete_number
from postroom.cli.config import Workplace, config_option, find_site
from postroom.cli.inbox import folder_of, inbox_of
from postroom.cli.options import newsletter_option
from postroom.edition.lookup import find_newsletter
from postroom.errors import ContentError, Problem
from postroom.intake.actions import Action, Close, Leave, carry_out
from postroom.intake.checkout import SERVER, Checkout
from postroom.intake.github import API, GitHub
from postroom.intake.outcomes import Outcome, find_waiting, list_outcomes
from postroom.intake.plan import (
    Plan,
    find_event,
    plan_acceptance,
    plan_answer,
    plan_rejection,
    plan_withdrawal,
    tell_outcomes,
)
from postroom.intake.pullrequest import (
    Branch,
    branch_of,
    check_files,
    decide_report,
    find_harmful,
    find_strays,
    pull_number,
    read_check_run,
    read_report,
    render_report,
)
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site
from postroom.model.text import count
from postroom.toolbox.files import write_file
from postroom.web.call import check_address
from postroom.web.courier import Courier
from postroom.web.guard import open_client

_SECONDS = 20.0
_TOKENS = ("GH_TOKEN", "GITHUB_TOKEN")
_TOKEN = re.compile(r"[!-~]+")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
event_option = click.option(
    "--event", required=True, type=_FILE, help="The event, as GitHub wrote it."
)
online_option = click.option(
    "--online", is_flag=True, help="Ask whether its link leads anywhere."
)


@click.command()
@event_option
@online_option
@newsletter_option
@config_option
def answer(event: Path, online: bool, name: str, config_file: Path) -> None:
    """Check what a form at GitHub sent in, and answer in a comment."""
    _handle(plan_answer, event, name, config_file, online=online)


@click.command()
@event_option
@online_option
@newsletter_option
@config_option
def accept(event: Path, online: bool, name: str, config_file: Path) -> None:
    """Open a pull request with what an editor accepted, if it is as it was checked."""
    _handle(plan_acceptance, event, name, config_file, online=online)


@click.command()
@event_option
@newsletter_option
@config_option
def withdraw(event: Path, name: str, config_file: Path) -> None:
    """Take an acceptance back when the text changes."""
    _handle(plan_withdrawal, event, name, config_file)


@click.command()
@event_option
@newsletter_option
@config_option
def decline(event: Path, name: str, config_file: Path) -> None:
    """Tell why an editor declined something, and close it."""
    _handle(plan_rejection, event, name, config_file)


def _handle(
    plan: Plan, event: Path, name: str, config_file: Path, *, online: bool = False
) -> None:
    payload = read_json(event)
    if not isinstance(payload, Mapping) or not isinstance(payload.get("issue"), Mapping):
        _show([Leave("the event is about no GitHub issue")])
        return
    github = open_github()
    if plan in (plan_answer, plan_acceptance):  # what they say leads to the site
        _find_address(github)
    place = find_site(config_file)
    inboxes = (inbox_of(place, n, online=online) for n in _newsletters(place, name))
    concern = find_event(inboxes, payload)
    if concern is None:
        _show([Leave("no newsletter's label is on this GitHub issue")])
        return
    inbox, happening = concern
    server = check_address(
        os.environ.get("GITHUB_SERVER_URL") or SERVER, "$GITHUB_SERVER_URL"
    )
    checkout = Checkout(folder_of(place), github.token, server)
    actions = plan(inbox, happening, github, checkout)
    reread = partial(_reread, config_file, inbox.newsletter.options.folder)
    _show(carry_out(actions, github, inbox=inbox, checkout=checkout, reread=reread))


def _show(actions: Iterable[Action]) -> None:
    for action in actions:
        click.echo(str(action))


def _newsletters(place: Workplace, name: str) -> tuple[Newsletter, ...]:
    site = place.survey.edition.site
    return (find_newsletter(site, name),) if name else site.newsletters


def _reread(config_file: Path, name: str, path: Path) -> None:
    """Read the site again, with a file that is new, as a build will."""
    place = find_site(config_file)
    inbox = inbox_of(place, find_newsletter(place.survey.edition.site, name))
    by_path = check_files(inbox, [path], place.survey.problems)
    fatal = [p for problems in by_path.values() for p in problems if p.is_fatal]
    if fatal:
        raise ContentError(fatal)


def open_github() -> GitHub:
    """Reach the repository that a workflow runs in, with the token that it was given.

    Raises:
        PostroomError: Something is not set, or no secret may go there.
    """
    token = next(filter(None, (os.environ.get(key, "").strip() for key in _TOKENS)), "")
    if not _TOKEN.fullmatch(token):
        what = "has signs in it that cannot be sent" if token else "is not set"
        raise PostroomError(
            f"$GH_TOKEN {what}\n    fix: hand it over: `GH_TOKEN: ${{{{ github.token }}}}`"
        )
    return GitHub(
        Courier(partial(open_client, "intake", _SECONDS, needed_by="postroom intake")),
        os.environ.get("GITHUB_REPOSITORY", ""),
        SecretStr(token),
        check_address(os.environ.get("GITHUB_API_URL") or API, "$GITHUB_API_URL"),
    )


def _find_address(github: GitHub) -> None:
    """Let settings that ask for $SITE_URL have it: as it is set, else as Pages says."""
    address = os.environ.get("SITE_URL") or github.find_address()
    if address:
        os.environ["SITE_URL"] = f"{address.rstrip('/')}/"
    else:
        os.environ.pop("SITE_URL", None)


def read_json(path: Path) -> Any:
    """Read a file that GitHub wrote.

    Raises:
        PostroomError: It is not JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise PostroomError(
            f"{path}: this is not JSON\n    fix: hand over what GitHub wrote, as it is"
        ) from None


@click.command()
@click.argument("number", type=int, required=False, shell_complete=complete_number)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=2.0,
    show_default=True,
    help="Seconds between two comments.",
)
@click.option("--dry-run", is_flag=True, help="Ask nobody; print what would be told.")
@newsletter_option
@config_option
def tell(
    number: int | None, pause: float, dry_run: bool, name: str, config_file: Path
) -> None:
    """Tell whose items were printed, all or in issue NUMBER, and where.

    Without NUMBER also those whose items no issue printed in time. Only those are told
    whose GitHub issue is open, in this repository: $GITHUB_REPOSITORY, else the site's
    `repo_url`.
    """
    github = None if dry_run else open_github()
    if github:
        _find_address(github)
    place = find_site(config_file)
    by_label = {
        newsletter.options.label: _list_outcomes(place, newsletter, number)
        for newsletter in _newsletters(place, name)
    }
    if github is None:
        for outcome in (o for outcomes in by_label.values() for o in outcomes):
            line = {"github": outcome.number, "body": outcome.body}
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    issues = github.open_issues() if any(by_label.values()) else ()
    waiting = [
        outcome
        for label, outcomes in by_label.items()
        for outcome in find_waiting(outcomes, issues, label)
    ]
    told = 0
    for action in tell_outcomes(waiting, github, partial(time.sleep, pause)):
        click.echo(str(action))
        told += isinstance(action, Close)
    click.echo(f"{count(told, 'submission')} told of")


def _list_outcomes(
    place: Workplace, newsletter: Newsletter, number: int | None
) -> list[Outcome]:
    site = place.survey.edition.site
    repository = os.environ.get("GITHUB_REPOSITORY") or _repository_of(site)
    return list(
        list_outcomes(site, newsletter, now=place.now, repository=repository, number=number)
    )


def _repository_of(site: Site) -> str:
    """The owner and the name of the repository that a site's settings name."""
    parts = urlsplit(site.repository)
    path = parts.path.strip("/") if parts.hostname == "github.com" else ""
    return path.removesuffix(".git")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--event", type=_FILE, help="Take the files that this pull request changes.")
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for what was found: as plain text, and the pull request's number.",
)
@config_option
@click.pass_context
def files(
    context: click.Context,
    paths: tuple[Path, ...],
    event: Path | None,
    report: Path | None,
    config_file: Path,
) -> None:
    """Check the files of items at PATHS as if they were sent in; leave others alone."""
    payload = read_json(event) if event else None
    number = pull_number(payload) if event else 0
    try:
        if event:
            by_path = _check_merge(paths, config_file, branch_of(payload))
        else:
            by_path = _check_all(paths, find_site(config_file))
    except PostroomError as error:
        if report:
            _write_report(report, number, f"{error}\n")
        raise
    problems = [problem for problems in by_path.values() for problem in problems]
    for problem in problems:
        click.echo(str(problem), err=True)
    if report and (by_path or not event):  # a comment that says nothing is none
        _write_report(report, number, render_report(by_path))
    click.echo(f"{count(len(by_path), 'item')} checked, {count(len(problems), 'problem')}")
    context.exit(1 if any(problem.is_fatal for problem in problems) else 0)


def _write_report(folder: Path, number: int, text: str) -> None:
    if number:
        write_file(folder / "number", f"{number}\n")
    write_file(folder / "report.md", text)


def _check_merge(
    paths: Iterable[Path], config_file: Path, branch: str
) -> dict[str, list[Problem]]:
    """Check what a pull request changes; what is harmful is found before a site is read."""
    checkout = Checkout(config_file.resolve().parent)
    changes, top = list(checkout.list_changes()), checkout.top
    if harmful := find_harmful(changes, top):
        return harmful
    place = find_site(config_file)
    origin = Branch(branch, checkout.read_before)
    changed = (change.path for change in changes if not change.is_gone)
    by_path = _check_all([*paths, *changed], place, origin)
    if branch:
        return by_path
    inboxes = (inbox_of(place, n) for n in place.survey.edition.site.newsletters)
    places = [inbox.items_folder.resolve() for inbox in inboxes]
    return by_path | find_strays(changes, top, places)


def _check_all(
    paths: Iterable[Path], place: Workplace, origin: Branch | None = None
) -> dict[str, list[Problem]]:
    every = list(paths)
    by_path: dict[str, list[Problem]] = {}
    for newsletter in place.survey.edition.site.newsletters:
        inbox = inbox_of(place, newsletter)
        by_path |= check_files(inbox, every, place.survey.problems, origin)
    return by_path


@click.command()
@event_option
@click.argument("folder", type=click.Path(path_type=Path))
def comment(event: Path, folder: Path) -> None:
    """Post the report in FOLDER, which `files` wrote, on the pull request it is about.

    EVENT says that the check is done. The report may have been written by anybody: it is
    quoted as code, and only the pull request that it was made for gets it.
    """
    run = read_check_run(read_json(event))
    report = read_report(folder) if run else None
    if run is None or report is None:
        why = "there is no report" if run else "the event tells of no finished check"
        _show([Leave(why)])
        return
    github = open_github()
    pull = github.find_pull(report.number)
    actions = decide_report(run, report, pull, github.comments(report.number))
    _show(carry_out(actions, github))


COMMANDS = (answer, accept, withdraw, decline, tell, files, comment)
