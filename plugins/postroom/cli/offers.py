"""`postroom offers`: what to do today about other groups' newsletters."""

import shutil
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import click

from postroom.cli.config import Workplace, config_option, find_post, find_site
from postroom.cli.partners import find_group, list_problems
from postroom.model.group import Group
from postroom.model.post import Post
from postroom.offers.agenda import CHOICES, Agenda, plan_offers
from postroom.offers.fit import list_objections
from postroom.offers.followup import FollowUp
from postroom.offers.listing import WIDTH, sum_up, write_agenda
from postroom.offers.situation import Situation
from postroom.offers.words import estimate_lengths


@click.command()
@click.option("--group", "group_id", help="Only this group, by its id.")
@click.option("--post", "name", help="Only this post, by its slug or uid.")
@click.option("--all", "is_all", is_flag=True, help="All that fits, not only the best.")
@config_option
def offers(
    group_id: str | None, name: str | None, is_all: bool, config_file: Path | None
) -> None:
    """Show what to offer to whom next, whom to ask again today, and whom to thank."""
    place = find_site(config_file)
    site = place.survey.edition.site
    group = find_group(place, group_id) if group_id else None
    post = find_post(place.survey, name) if name else None
    for problem in list_problems(place.survey):
        click.echo(str(problem), err=True)
    books = _open_books(place, post)
    groups = site.groups if group is None else (group,)
    agenda = plan_offers(books, groups=groups, choices=None if is_all else CHOICES)
    agenda = _narrow(agenda, group, post)
    lines = list(write_agenda(agenda, width=_find_width()))
    if not site.groups:
        folder = place.survey.source.groups
        lines = [f"no group is described yet: begin with {folder}/<id>.yml", ""]
    elif post and not agenda.proposals:
        lines += _explain(books, groups, post)
    click.echo("\n".join([*lines, sum_up(agenda)]))


def _find_width() -> int:
    """How wide lines may be: a terminal may have less room than paper."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH


def _open_books(place: Workplace, post: Post | None) -> Situation:
    """Look at all posts, or at one; nothing is rendered, so that words are estimates."""
    lengths = {
        m.post.uid: estimate_lengths(m.body, m.post.summaries)
        for m in place.survey.shown
        if post is None or m.post.uid == post.uid
    }
    every = tuple(manuscript.post for manuscript in place.survey.library.manuscripts)
    return Situation(place.survey.edition.site, lengths, place.now.date(), every)


def _narrow(agenda: Agenda, group: Group | None, post: Post | None) -> Agenda:
    """Keep of what was offered before what concerns one group, one post, or both."""

    def keep(matters: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
        return tuple(
            matter
            for matter in matters
            if (group is None or matter.group.id == group.id)
            and (post is None or matter.placement.subject == post.tag)
        )

    return replace(
        agenda,
        due=keep(agenda.due),
        waiting=keep(agenda.waiting),
        to_thank=keep(agenda.to_thank),
        to_tell=keep(agenda.to_tell),
    )


def _explain(books: Situation, groups: Collection[Group], post: Post) -> Iterator[str]:
    """Say why a post is proposed to none of some groups."""
    for group in groups:
        if group.platform and len(groups) > 1:  # of many, only those that have an editor
            continue
        yield f"“{post.title}” is not for {group.title} now:"
        yield from (f"  {objection}" for objection in list_objections(books, group, post))
        yield ""
