"""`postroom harvest`: what groups and members have published, for an editor to decide."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from postroom.cli.config import Workplace, find_site
from postroom.cli.inbox import inbox_of
from postroom.cli.options import config_option, newsletter_option
from postroom.cli.progress import show_progress
from postroom.edition.lookup import find_newsletter
from postroom.harvest.harvest import Harvest, compose_link, open_harvest, review_link
from postroom.harvest.proposals import DAYS, Proposal, keep_recent
from postroom.harvest.report import describe_proposals, render_proposals
from postroom.harvest.reprint import compose_reprint, list_terms
from postroom.intake.inbox import Inbox
from postroom.model.licence import LICENCES
from postroom.model.text import count
from postroom.toolbox.files import shown, write_new
from postroom.toolbox.uid import random_uid
from postroom.web.fetch import Limits
from postroom.web.guard import Web


@click.command()
@click.option(
    "--accept", metavar="KEY", multiple=True, help="Make a link item of it; repeatable."
)
@click.option(
    "--reprint", metavar="KEY", multiple=True, help="Draft a post of its text; repeatable."
)
@click.option(
    "--dismiss", metavar="KEY", multiple=True, help="Never show it again; repeatable."
)
@click.option("--title", help="What to call the item instead.")
@click.option("--text", help="Why it is worth the time, in your own words.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=DAYS,
    show_default=True,
    help="Show what appeared in so many days.",
)
@click.option(
    "--most-seconds",
    type=click.FloatRange(1),
    default=Limits().most_seconds,
    show_default=True,
    help="How long all feeds may take together.",
)
@click.option("--json", "as_json", is_flag=True, help="Print proposals for programs.")
@newsletter_option
@config_option
@click.pass_obj
def harvest(
    web: Web | None,
    accept: tuple[str, ...],
    reprint: tuple[str, ...],
    dismiss: tuple[str, ...],
    title: str | None,
    text: str | None,
    days: int,
    most_seconds: float,
    as_json: bool,
    name: str,
    config_file: Path,
) -> None:
    """Read the feeds of groups and members, and list what is new in them.

    Nothing enters the site by itself: each proposal has a key, by which you take it in or
    put it away. That needs no network: it is about what the last reading has found.
    """
    if (title or text) and len(accept) != 1:
        raise click.UsageError("--title and --text are about one --accept")
    workplace = find_site(config_file)
    gathered = _open_harvest(workplace, name)
    if not (accept or reprint or dismiss):
        limits = Limits(most_seconds=most_seconds)
        is_read = _poll(gathered, workplace.now, limits, web)
        _show(gathered, workplace.now, days, as_json=as_json)
        sys.exit(0 if is_read else 1)
    accepted, reprinted, dismissed = gathered.choose(accept, reprint, dismiss)
    if accepted:
        newsletter = find_newsletter(gathered.site, name)
        inbox = inbox_of(workplace, newsletter)
        for proposal in accepted:
            _accept(inbox, proposal, title or "", text or "")
    for proposal in reprinted:
        _reprint(workplace, gathered, proposal)
    if dismissed:
        click.echo(str(gathered.dismiss(dismissed)))


def _open_harvest(workplace: Workplace, name: str) -> Harvest:
    """Open the feeds that are read, and say which groups have none that can be."""
    survey = workplace.survey
    site = survey.edition.site
    newsletter = find_newsletter(site, name) if site.newsletters or name else None
    for problem in survey.problems:
        is_group = problem.place.path.rpartition("/")[0] == survey.source.groups
        if is_group and problem.is_fatal:
            click.echo(str(problem), err=True)
    posts = tuple(manuscript.post for manuscript in survey.library.manuscripts)
    root = shown(survey.root)
    return open_harvest(site, newsletter, posts, root)


def _poll(gathered: Harvest, now: datetime, limits: Limits, web: Web | None) -> bool:
    """Read every feed, and say what is wrong; whether any of them could be read."""
    unread = 0
    with show_progress("Reading the feeds"):
        problems = list(gathered.poll(now, limits, web))
    for problem in problems:
        click.echo(str(problem), err=True)
        unread += problem.is_fatal
    return unread < len(gathered.sources)


def _show(gathered: Harvest, now: datetime, days: int, *, as_json: bool) -> None:
    """Print what is new and not too old."""
    proposals = gathered.list_proposals()
    recent = keep_recent(proposals, now, days)
    if as_json:
        click.echo(json.dumps(describe_proposals(recent), indent=1))
        return
    older = len(proposals) - len(recent)
    sum_up = f"{count(len(recent), 'new post')} in {count(len(gathered.sources), 'feed')}"
    click.echo(sum_up + (f"; {older} older, for --days" if older else ""))
    if recent:
        click.echo(f"\n{render_proposals(recent)}")


def _accept(inbox: Inbox, proposal: Proposal, title: str, text: str) -> None:
    """File a link item, as if somebody had sent it in."""
    today = inbox.now.date()
    verdict = inbox.check(compose_link(proposal, today=today, title=title, text=text))
    for notice in review_link(proposal, verdict):
        click.echo(notice, err=True)
    click.echo(str(inbox.file(verdict)))


def _reprint(workplace: Workplace, gathered: Harvest, proposal: Proposal) -> None:
    """Write the draft of a post, and say what its licence asks."""
    folder = workplace.posts / f"{workplace.now:%Y}"
    slug = gathered.name_reprint(proposal, folder)
    draft = compose_reprint(
        proposal,
        uid=random_uid(),
        today=workplace.now.date(),
        slug=slug,
        language=gathered.site.language,
    )
    path = folder / f"{slug}.md"
    write_new(path, draft, fix="look at it, and run the command again if it is another")
    click.echo(str(path))
    licence = proposal.find.licence
    click.echo(f"{LICENCES[licence].name} asks of you:", err=True)
    for term in list_terms(licence):
        click.echo(f"  {term}", err=True)
