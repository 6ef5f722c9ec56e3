"""`postroom issue`: drafts, checks and proofs of a newsletter's next issue."""

import sys
import webbrowser
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import (
    choose_newsletter,
    config_option,
    find_waiting,
    look_issue_over,
    need_address,
)
from postroom.cli.new import random_uid
from postroom.edition.sheet import compose_sheet
from postroom.engines.mkdocs.reader import Survey
from postroom.engines.mkdocs.sitefiles import folder_of
from postroom.errors import Place, Problem
from postroom.issues.draft import plan_issue, render_draft
from postroom.issues.proofread import proofread
from postroom.mail.issue import IssueMail, compose_mail, compose_plain
from postroom.mail.lint import lint_mail
from postroom.mail.message import compose_message
from postroom.mail.preview import render_preview
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter
from postroom.model.sheet import Sheet
from postroom.model.site import Site
from postroom.model.text import count, write_day
from postroom.reading.issues import IssueManuscript
from postroom.reading.unread import Unread
from postroom.toolbox.cache import CACHE
from postroom.toolbox.files import write_file
from postroom.toolbox.templates import Templates

newsletter_option = click.option(
    "-n", "--newsletter", "name", default="", help="Its folder; else the site's first."
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)


@click.group()
def issue() -> None:
    """Draft, check and look at an issue of the newsletter; nothing is ever sent."""


def find_newsletter(site: Site, name: str) -> Newsletter:
    """The newsletter of a name, or the first one."""
    chosen = choose_newsletter([n.options for n in site.newsletters], name)
    return next(n for n in site.newsletters if n.options == chosen)


@issue.command()
@click.option("--date", "dated", type=click.DateTime(["%Y-%m-%d"]), help="When it appears.")
@click.option("--number", type=click.IntRange(0), help="Its number; else the next one.")
@newsletter_option
@config_option
def new(
    dated: datetime | None, number: int | None, name: str, config_file: Path | None
) -> None:
    """Draft the next issue from what waits for it, and print where it is."""
    site, newsletter = find_waiting(config_file, name)
    plan = plan_issue(
        newsletter,
        site.survey.edition.site.posts,
        today=site.now.date(),
        dated=dated.date() if dated else None,
        number=number,
    )
    path = site.content / site.folder_of(newsletter) / "issues" / f"{plan.number}.md"
    numbered = {issue.number: issue.path for issue in newsletter.every}
    if plan.number in numbered or path.exists():
        raise PostroomError(
            f"{numbered.get(plan.number, path)}: there is a number {plan.number} already\n"
            "    fix: finish that issue first, or choose another --number"
        )
    for problem in site.survey.problems:
        click.echo(str(problem), err=True)
    write_file(path, render_draft(plan, uid=random_uid()))
    click.echo(str(path))
    held = f"{count(sum(len(p.posts) for p in plan.portions), 'post')}, "
    held += count(sum(len(p.items) for p in plan.portions), "item")
    told = [held if plan.portions else "nothing waits for it"]
    if plan.expired:
        told.append(f"{count(len(plan.expired), 'item')} left out, over by then")
    click.echo(f"№ {plan.number} for {write_day(plan.date)}: {'; '.join(told)}", err=True)


@issue.command()
@newsletter_option
@config_option
def status(name: str, config_file: Path | None) -> None:
    """Show what waits for the next issue, what is over, and what each issue used."""
    site, newsletter = find_waiting(config_file, name)
    now, today = site.now, site.now.date()
    for problem in site.survey.problems:
        click.echo(str(problem), err=True)
    plan = plan_issue(newsletter, site.survey.edition.site.posts, today=today)
    click.echo(f"{newsletter.options.title}: № {plan.number}, due {write_day(plan.date)}")
    if newsletter.deadline and not newsletter.is_closed:
        click.echo(f"items are taken until {write_day(newsletter.deadline)}")
    for portion in plan.portions:
        click.echo(f"\n{portion.title}")
        for post in portion.posts:
            click.echo(f"  essay    {post.slug}  {post.title}")
        _list_items(portion.items, today, "waits")
    _list_group("No section holds these kinds", plan.homeless, today, "waits")
    _list_group("Over before the next issue", plan.expired, today, "over")
    click.echo("\nUsed")
    for each in newsletter.every:
        state = "" if each.is_public(now) else "  (draft)" if each.draft else "  (due)"
        click.echo(
            f"  № {each.number:<4} {each.date:%Y-%m-%d}  "
            f"{count(len(each.item_names), 'item')}, "
            f"{count(len(each.post_slugs), 'post')}{state}"
        )
        if each is newsletter.every[0]:
            for item_name in each.item_names:
                click.echo(f"      {item_name}")
    used = site.count_listed(newsletter)
    click.echo(
        f"\n{used} used, {len(plan.waiting)} waiting, {len(plan.expired)} over, "
        f"{used + len(newsletter.items)} items in all"
    )


def _list_group(title: str, items: tuple[Item, ...], today: date, state: str) -> None:
    if items:
        click.echo(f"\n{title}")
        _list_items(items, today, state)


def _list_items(items: Iterable[Item], today: date, state: str) -> None:
    for item in items:
        age = (today - item.submitted).days
        told = f"over since {item.over:%Y-%m-%d}" if state == "over" else f"{age} days"
        sender = f", {item.by}" if item.by else ""
        click.echo(f"  {item.kind:<8} {item.name}  {item.title} ({told}{sender})")


@dataclass(frozen=True)
class _Proofs:
    """One issue, with everything to judge it by."""

    newsletter: Newsletter
    proof: IssueManuscript
    site: Site
    sheet: Sheet
    templates: Templates
    problems: tuple[Problem, ...]
    """Of the whole site, as far as they concern the newsletter."""

    unread: tuple[Unread, ...]
    """The files that nobody can read, and that are told among the problems."""

    @property
    def handed_over(self) -> IssueMail:
        """The mail for the newsletter's service."""
        return compose_mail(self.sheet, self.newsletter.options, self.templates)

    @property
    def message(self) -> bytes:
        """The mail as a file that any mail program opens."""
        options = self.newsletter.options
        return compose_message(
            self.sheet,
            options,
            mail=compose_plain(self.sheet, options, self.templates),
            authority=self.site.authority,
            base=self.site.base,
        )


def _open_issue(number: int | None, name: str, config_file: Path | None) -> _Proofs:
    """Render one issue: the one asked for, or the newest there is."""
    choose = partial(_choose, number, name)
    survey, problems = look_issue_over(config_file, lambda s: choose(s).issue)
    site = survey.edition.site
    newsletter, proof = find_newsletter(site, name), choose(survey)
    folder = f"{folder_of(newsletter.options, site.options)}/"
    found = (p for p in survey.problems if p.place.path.startswith(folder))
    return _Proofs(
        newsletter,
        proof,
        site,
        compose_sheet(survey.edition, newsletter, proof.issue),
        survey.edition.templates,
        (*problems, *found, *survey.explain_unread(*proof.issue.post_slugs)),
        survey.unread,
    )


def _choose(number: int | None, name: str, survey: Survey) -> IssueManuscript:
    """Find the issue that is meant, on a site whose mails can be made."""
    newsletter = find_newsletter(survey.edition.site, name)
    known = {
        proof.issue.number: proof
        for paper, proof in survey.issues
        if paper.options == newsletter.options
    }
    wanted = max(known, default=None) if number is None else number
    if wanted not in known:
        broken = [p for p in survey.problems if "/issues/" in p.place.path]
        told = "".join(f"\n{problem}" for problem in broken)
        there = ", ".join(map(str, sorted(known)))
        fix = f"choose one of {there}" if there else "begin one with `postroom issue new`"
        raise PostroomError(
            f"there is no issue {'yet' if number is None else number}\n    fix: {fix}{told}"
        )
    need_address(survey.edition.site, "a mail needs absolute addresses")
    return known[wanted]


@issue.command()
@click.argument("number", type=int, required=False)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@newsletter_option
@config_option
def check(number: int | None, strict: bool, name: str, config_file: Path | None) -> None:
    """Look an issue over before it goes out: its words, its items, its mail."""
    proofs = _open_issue(number, name, config_file)
    mail, message, problems = proofs.handed_over, b"", list(proofs.problems)
    problems += proofread(proofs.proof, proofs.newsletter, proofs.site, proofs.unread)
    try:
        message = proofs.message
    except PostroomError as error:
        problems += getattr(error, "problems", ())
    place = Place(proofs.proof.issue.path)
    problems += lint_mail(mail.html, mail.text, message or None, place=place)
    for problem in sorted(set(problems)):
        click.echo(str(problem), err=True)
    issue, kilobytes = proofs.proof.issue, len(mail.html.encode()) / 1024
    click.echo(
        f"№ {issue.number}: {count(len(issue.item_names), 'item')}, "
        f"{count(len(issue.post_slugs), 'post')}, mail of {kilobytes:.0f} KB, "
        f"{count(len(set(problems)), 'problem')}"
    )
    is_broken = any(p.is_fatal for p in problems) or (strict and problems)
    sys.exit(1 if is_broken else 0)


@issue.command()
@click.argument("number", type=int, required=False)
@output_option
@newsletter_option
@config_option
def eml(
    number: int | None, output: Path | None, name: str, config_file: Path | None
) -> None:
    """Write the mail as a file that any mail program can open and send."""
    proofs = _open_issue(number, name, config_file)
    folder, issued = proofs.newsletter.options.id, proofs.proof.issue.number
    path = output or Path(f"{folder}-{issued}.eml")
    write_file(path, proofs.message)
    for problem in proofread(proofs.proof, proofs.newsletter, proofs.site, proofs.unread):
        if problem.is_fatal:
            click.echo(str(problem), err=True)
    click.echo(str(path))


@issue.command()
@click.argument("number", type=int, required=False)
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
    proofs = _open_issue(number, name, config_file)
    mail = compose_plain(proofs.sheet, proofs.newsletter.options, proofs.templates)
    page = render_preview(
        mail.html,
        mail.text,
        subject=mail.subject,
        preheader=proofs.sheet.preheader,
        templates=proofs.templates,
    )
    folder, issued = proofs.newsletter.options.id, proofs.proof.issue.number
    path = output or (config_file.parent / CACHE / f"preview/{folder}-{issued}.html")
    write_file(path, page)
    click.echo(str(path))
    if opens or (opens is None and sys.stdout.isatty()):
        webbrowser.open(path.resolve().as_uri())
