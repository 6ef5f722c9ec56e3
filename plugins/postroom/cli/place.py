"""`postroom place`: what happened between a post and a group, in a file of its own."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from postroom.cli.completion import complete_group, complete_post
from postroom.cli.config import config_option, find_desk
from postroom.edition.lookup import find_group, find_subject
from postroom.model.formats import LENGTHS
from postroom.offers.moves import choose_move, explain_placement, record_move, warn_of_step
from postroom.offers.stepfile import StepFolder
from postroom.toolbox.files import shown


@click.command()
@click.argument("group", shell_complete=complete_group)
@click.argument("words", nargs=-1, metavar="POST [MOVE]", shell_complete=complete_post)
@click.option("--issue", default="", help="An issue, by number or uid, instead of POST.")
@click.option(
    "--date",
    "dated",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which it happened; else today.",
)
@click.option("--url", help="Where it can be read, once it is published.")
@click.option("--reason", help="Why it was declined.")
@click.option("--replies", type=click.IntRange(1), help="How many more readers wrote.")
@click.option("--follow-up", help="When to ask again: a day, or +14d.")
@click.option("--length", type=click.Choice([*LENGTHS]), help="Which length it is about.")
@click.option("--note", help="Anything worth remembering; never published.")
@config_option
def place(
    group: str,
    words: tuple[str, ...],
    issue: str,
    dated: datetime | None,
    config_file: Path,
    **given: Any,
) -> None:
    """Record what became of POST at GROUP.

    MOVE is offered, reminded, accepted, declined, published, replied or thanked; left
    out, offered. POST is a slug or uid, or an issue such as newsletter/4.

    Every call writes a new file below the group's folder and changes
    none, so that nothing is lost when two people do it at once. To undo it, delete the
    file before it is committed; afterwards, record what is right.
    """
    workplace = find_desk(config_file, group)
    survey, today = workplace.survey, workplace.now.date()
    site = survey.edition.site
    partner = find_group(site, group, folder=survey.source.groups, problems=survey.problems)
    name, *rest = (issue, *words) if issue else words or ("",)
    if not name or len(rest) > 1:
        raise click.UsageError("write POST [MOVE], or --issue NUMBER [MOVE]")
    move = choose_move(rest)
    given["date"] = dated.date() if dated else None
    posts = (manuscript.post for manuscript in survey.library.manuscripts)
    subject = find_subject(
        site, posts, name, is_issue=bool(issue), explain=survey.explain_unread
    )
    recorded = record_move(
        StepFolder(site, workplace.content, today),
        partner,
        subject,
        move,
        {key: value for key, value in given.items() if value is not None},
    )
    click.echo(str(shown(recorded.path)))
    for problem in warn_of_step(site, subject, recorded):
        click.echo(str(problem), err=True)
    for line in explain_placement(site, partner, subject, recorded.placement):
        click.echo(line, err=True)
    click.echo(f"keep it: git add {shown(recorded.path)}", err=True)
