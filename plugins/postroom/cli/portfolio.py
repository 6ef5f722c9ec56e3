"""`postroom portfolio`: one's communities as one looks at a fund, for oneself alone."""

import re
import sys
from datetime import date
from pathlib import Path

import click

from postroom.cli.config import find_site
from postroom.cli.desktop import open_page
from postroom.cli.options import config_option, output_option
from postroom.edition.lookup import list_group_problems
from postroom.portfolio.figures import begin_of, list_titles, reckon
from postroom.portfolio.json import render_json
from postroom.portfolio.page import render_portfolio
from postroom.portfolio.report import render_report
from postroom.toolbox.files import find_draft, refuse_public, write_file

_MONTHS = re.compile(r"(\d{1,3})m", re.ASCII)
_YEARS = range(1900, 3000)


def _read_day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    return None if text is None else _parse_day(text, "write a date such as 2026-03-04")


def _read_start(_: click.Context, __: click.Parameter, text: str) -> date | int:
    """Read a day, or a number of months."""
    if months := _MONTHS.fullmatch(text.strip().lower()):
        return int(months[1])
    return _parse_day(text, "write a date such as 2026-03-04, or months such as 12m")


def _parse_day(text: str, fix: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
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
    config_file: Path,
) -> None:
    """Show how spread your placements are, which groups answer, what it brought.

    Prints a report, and writes a private page with charts, which no build publishes:
    .cache/postroom/portfolio.html, unless -o says otherwise.
    """
    workplace = find_site(config_file)
    survey, config = workplace.survey, workplace.survey.source.config
    path = output or find_draft(survey.root, "portfolio.html")
    published = (config.docs_dir, config.site_dir, config.theme.custom_dir)
    refuse_public(path, published, because="this page is for you alone")
    last = until or workplace.now.date()
    first = begin_of(since, last)
    told = (*survey.problems, *survey.remarks)
    for problem in list_group_problems(told, survey.source.groups):
        click.echo(str(problem), err=True)
    site = survey.edition.site
    titles = list_titles(site, (m.post for m in survey.library.manuscripts))
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
