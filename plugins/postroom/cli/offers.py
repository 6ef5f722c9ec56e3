"""`postroom offers`: what to do today about other groups' newsletters."""

import shutil
import sys
from pathlib import Path

import click

from postroom.cli.config import config_option, find_site
from postroom.cli.progress import show_progress
from postroom.edition.lookup import find_group, find_post, list_group_problems
from postroom.offers.agenda import CHOICES, narrow_agenda, plan_offers
from postroom.offers.estimate import estimate_situation
from postroom.offers.report import WIDTH, explain_objections, sum_up, write_agenda


@click.command()
@click.option("--group", "group_id", help="Only this group, by its id.")
@click.option("--post", "name", help="Only this post, by its slug or uid.")
@click.option("--all", "is_all", is_flag=True, help="All that fits, not only the best.")
@config_option
def offers(
    group_id: str | None, name: str | None, is_all: bool, config_file: Path | None
) -> None:
    """Show what to offer to whom next, whom to ask again today, and whom to thank."""
    workplace = find_site(config_file)
    survey, today = workplace.survey, workplace.now.date()
    site, folder, problems = survey.edition.site, survey.source.groups, survey.problems
    group = post = None
    if group_id:
        group = find_group(site, group_id, folder=folder, problems=problems)
    if name:
        post = find_post(site.posts, name, explain=survey.explain_unread)
    for problem in list_group_problems((*problems, *survey.remarks), folder):
        click.echo(str(problem), err=True)
    shown = [m for m in survey.shown if post is None or m.post.uid == post.uid]
    every = (manuscript.post for manuscript in survey.library.manuscripts)
    situation = estimate_situation(site, shown, every, today)
    groups = site.groups if group is None else (group,)
    with show_progress("Looking for what fits"):
        agenda = plan_offers(situation, groups=groups, choices=None if is_all else CHOICES)
    agenda = narrow_agenda(agenda, group, post)
    lines = list(write_agenda(agenda, width=_find_width()))
    if not site.groups:
        lines = [f"no group is described yet: begin with {folder}/<id>.yml", ""]
    elif post and not agenda.suggestions:
        lines += explain_objections(situation, groups, post)
    click.echo("\n".join([*lines, sum_up(agenda)]))


def _find_width() -> int:
    """How wide lines may be: a terminal may have less room than paper."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
