"""`postroom portfolio`: one's communities as one looks at a fund, for oneself alone."""

import re
import sys
from datetime import date
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import config_option, find_site
from postroom.cli.desktop import open_page
from postroom.cli.issue import output_option
from postroom.cli.partners import list_problems
from postroom.cli.private import refuse_public
from postroom.engines.mkdocs.reader import Survey, site_root
from postroom.portfolio.figures import reckon
from postroom.portfolio.json import render_json
from postroom.portfolio.page import render_portfolio
from postroom.portfolio.report import render_report
from postroom.toolbox.cache import CACHE
from postroom.toolbox.files import shown, write_file

_MONTHS = re.compile(r"(\d{1,3})m", re.ASCII)
_YEARS = range(1900, 3000)


def _read_day(_: click.Context, __: click.Parameter, said: str | None) -> date | None:
    return None if said is None else _parse_day(said, "write a date such as 2026-03-04")


def _read_start(_: click.Context, __: click.Parameter, said: str) -> date | int:
    """Read a day, or a number of months."""
    if found := _MONTHS.fullmatch(said.strip().lower()):
        return int(found[1])
    return _parse_day(said, "write a date such as 2026-03-04, or months such as 12m")


def _parse_day(said: str, fix: str) -> date:
    try:
        day = date.fromisoformat(said.strip())
    except ValueError:
        raise click.BadParameter(fix) from None
    if day.year not in _YEARS:
        raise click.BadParameter(fix)
    return day


@click.command()
@click.option(
    "--since",
    callback=_read_start,
    default="12m",
    show_default=True,
    metavar="DATE|MONTHS",
    help="The first day; or how many whole months before that of the last day.",
)
@click.option(
    "--until", callback=_read_day, metavar="DATE", help="The last day; else today."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@output_option
@click.option("--open/--no-open", "opens", default=None, help="Show it in a browser.")
@config_option
def portfolio(
    since: date | int,
    until: date | None,
    as_json: bool,
    output: Path | None,
    opens: bool | None,
    config_file: Path | None,
) -> None:
    """Show how spread your placements are, which groups answer, what it brought.

    Prints a report, and writes a private page with charts, which no build publishes:
    .cache/postroom/portfolio.html, unless -o says otherwise.
    """
    workplace = find_site(config_file)
    survey, config = workplace.survey, workplace.survey.source.config
    path = output or shown(site_root(config) / CACHE / "portfolio.html")
    refuse_public(path, config, because="this page is for you alone")
    last = until or workplace.now.date()
    first = since if isinstance(since, date) else _months_before(last, since)
    if first > last:
        raise PostroomError(
            f"--since: {first} comes after the last day, {last}\n"
            "    fix: choose an earlier day, or a later --until"
        )
    for problem in list_problems(survey):
        click.echo(str(problem), err=True)
    site, titles = survey.edition.site, _list_titles(survey)
    figures = reckon(site.groups, site.placements, since=first, until=last)
    page = render_portfolio(
        figures, titles, site_name=site.name, templates=survey.edition.templates
    )
    write_file(path, page)
    render = render_json if as_json else render_report
    click.echo(render(figures, titles), nl=False)
    click.echo(str(path), err=True)
    if opens or (opens is None and not as_json and sys.stdout.isatty()):
        open_page(path.resolve().as_uri())


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of another."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _list_titles(survey: Survey) -> dict[str, str]:
    """The titles of all posts and issues, drafts too, by their tags."""
    posts = {m.post.tag: m.post.title for m in survey.library.manuscripts}
    issues = {
        issue.tag: f"{newsletter.options.title}, № {issue.number}"
        for newsletter in survey.edition.site.newsletters
        for issue in newsletter.every
    }
    return posts | issues
