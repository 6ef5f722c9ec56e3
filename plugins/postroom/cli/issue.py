"""`postroom issue`: drafts, checks and proofs of a newsletter's next issue."""

import sys
from datetime import datetime
from pathlib import Path

import click

from postroom.cli.completion import complete_number
from postroom.cli.config import find_waiting
from postroom.cli.desktop import open_editor, open_page
from postroom.cli.inbox import inbox_of
from postroom.cli.options import (
    config_option,
    edit_option,
    newsletter_option,
    online_option,
    output_option,
)
from postroom.cli.outgoing import open_desk, review_issue, say_name
from postroom.errors import PostroomError
from postroom.intake.waiting import list_waiting, write_waiting
from postroom.issues.draft import choose_path, plan_issue, render_draft, sum_up
from postroom.issues.status import write_status
from postroom.mail.headers import mailbox
from postroom.model.text import count
from postroom.outbox.journal import NAME, read_journal
from postroom.outbox.journal import sum_up as summarise
from postroom.outbox.sending import write_plan
from postroom.toolbox.files import find_draft, write_file, write_new
from postroom.toolbox.uid import random_uid


@click.group()
def issue() -> None:
    """Draft, check and look at an issue of the newsletter; only `send` hands it over."""


@issue.command()
@click.option("--date", "dated", type=click.DateTime(["%Y-%m-%d"]), help="When it appears.")
@click.option("--number", type=click.IntRange(0), help="Its number; else the next one.")
@edit_option
@newsletter_option
@config_option
def new(
    dated: datetime | None, number: int | None, edit: bool, name: str, config_file: Path
) -> None:
    """Draft the next issue from what waits for it, and print where it is."""
    workplace, newsletter = find_waiting(config_file, name)
    plan = plan_issue(
        newsletter,
        workplace.survey.edition.site.posts,
        today=workplace.now.date(),
        dated=dated.date() if dated else None,
        number=number,
    )
    folder = workplace.content / workplace.folder_of(newsletter)
    path = choose_path(newsletter, plan.number, folder)
    for problem in workplace.survey.problems:
        click.echo(str(problem), err=True)
    draft = render_draft(plan, uid=random_uid())
    write_new(path, draft, fix="run the command again, for the next number")
    click.echo(str(path))
    click.echo(sum_up(plan), err=True)
    if edit:
        open_editor(path)


@issue.command()
@newsletter_option
@config_option
def status(name: str, config_file: Path) -> None:
    """Show what waits for the next issue, what is over, and what each issue used."""
    workplace, newsletter = find_waiting(config_file, name)
    now, site = workplace.now, workplace.survey.edition.site
    for problem in workplace.survey.problems:
        click.echo(str(problem), err=True)
    plan = plan_issue(newsletter, site.posts, today=now.date())
    used = workplace.count_listed(newsletter)
    handed = summarise(read_journal(workplace.survey.root / NAME))
    for line in write_status(newsletter, plan, used=used, now=now, handed=handed):
        click.echo(line)
    for line in write_waiting(list_waiting(inbox_of(workplace, newsletter).waiting_folder)):
        click.echo(line)


@issue.command()
@click.argument("number", type=int, required=False, shell_complete=complete_number)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@online_option
@newsletter_option
@config_option
def check(
    number: int | None, strict: bool, online: bool, name: str, config_file: Path
) -> None:
    """Look an issue over before it goes out: its words, its items, its mail."""
    _, review = review_issue(number, name, config_file)
    mail = review.mail
    problems = review.check(mail)
    for problem in problems:
        click.echo(str(problem), err=True)
    issue, kilobytes = review.manuscript.issue, len(mail.html.encode()) / 1024
    click.echo(
        f"№ {issue.number}: {count(len(issue.item_names), 'item')}, "
        f"{count(len(issue.post_slugs), 'post')}, mail of {kilobytes:.0f} KB, "
        f"{count(len(problems), 'problem')}"
    )
    is_broken = any(p.is_fatal for p in problems) or (strict and bool(problems))
    if online:
        options = review.newsletter.options
        is_broken |= not say_name(options, options.send.via)
    sys.exit(1 if is_broken else 0)


@issue.command("send")
@click.argument("number", type=int, required=False, shell_complete=complete_number)
@newsletter_option
@config_option
def send_issue(number: int | None, name: str, config_file: Path) -> None:
    """The short way out: check, plan, a draft, a test letter to you; no reader gets it."""
    desk = open_desk(number, name, config_file)
    if desk.kind.has_drafts:
        desk.read_plan("draft")
        desk.push("draft", agreed=True, rest=False)
    else:
        desk.refuse_early("live")
        for line in write_plan(desk.read_plan("live")):
            click.echo(line, err=True)
    try:
        click.echo(desk.test())
    except PostroomError as error:  # some services have tests only by hand
        click.echo(str(error), err=True)
    click.echo(desk.next_step)


@issue.command()
@click.argument("number", type=int, required=False, shell_complete=complete_number)
@click.option("--to", "recipient", help="To whom; else the newsletter's own address.")
@output_option
@newsletter_option
@config_option
def eml(
    number: int | None,
    recipient: str | None,
    output: Path | None,
    name: str,
    config_file: Path,
) -> None:
    """Write the mail as a file that any mail program can open and send."""
    try:
        to = mailbox("", recipient.strip()) if recipient else None
    except ValueError as error:
        raise click.UsageError(f"--to {error}") from None
    _, review = review_issue(number, name, config_file)
    path = output or Path(f"{review.name}.eml")
    write_file(path, review.compose_draft(to))
    for problem in review.proofread():
        if problem.is_fatal:
            click.echo(str(problem), err=True)
    click.echo(str(path))


@issue.command()
@click.argument("number", type=int, required=False, shell_complete=complete_number)
@output_option
@click.option("--open/--no-open", "opens", default=None, help="Show it in a browser.")
@newsletter_option
@config_option
def preview(
    number: int | None,
    output: Path | None,
    opens: bool | None,
    name: str,
    config_file: Path,
) -> None:
    """Write a page that shows the mail wide and narrow, light and dark, and as text."""
    _, review = review_issue(number, name, config_file)
    path = output or find_draft(config_file.parent, f"preview/{review.name}.html")
    write_file(path, review.preview)
    click.echo(str(path))
    if opens or (opens is None and sys.stdout.isatty()):
        open_page(path.resolve().as_uri())
