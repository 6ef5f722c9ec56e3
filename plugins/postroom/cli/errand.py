"""A post on its way to other platforms: what its author wishes, and what the books say."""

from dataclasses import dataclass
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import Workplace
from postroom.cli.partners import find_placement
from postroom.cli.place import write_step
from postroom.model.group import Group
from postroom.model.placement import Move
from postroom.model.post import Post
from postroom.model.text import write_day
from postroom.outbox.announcement import Announcement
from postroom.outbox.platforms.platform import Visibility
from postroom.toolbox.files import shown


@dataclass(frozen=True)
class Errand:
    """One post on its way, and what its author wishes."""

    site: Workplace
    post: Post
    announcement: Announcement
    root: Path
    visibility: Visibility
    is_agreed: bool
    """Whether texts may go out that nobody has seen."""

    again: bool
    is_dry: bool
    is_opening: bool


def refuse_twice(errand: Errand, group: Group) -> None:
    """Stop where the books have it as published, unless its author wants it again."""
    known = find_placement(errand.site, group, errand.post)
    if known and known.published and not errand.again:
        where = f" at {known.url}" if known.url else ""
        raise PostroomError(
            f"{group.title} has it since {write_day(known.published)}{where}\n"
            "    fix: change it there by hand, or add --again to go on all the same"
        )


def write_offer(errand: Errand, group: Group, note: str) -> None:
    """Write down that it is on its way, unless the books have that or more already."""
    if find_placement(errand.site, group, errand.post) is None:
        write_down(errand, group, "offered", note=note)


def write_down(errand: Errand, group: Group, move: Move, **values: str) -> None:
    """Write down what happened, and say where."""
    path = write_step(errand.site, group, errand.post, move, **values)
    click.echo(f"recorded in {shown(path)}", err=True)


def tell_next(errand: Errand, group: Group) -> None:
    """Say what to type once it is out."""
    command = f"postroom place {group.id} {errand.post.slug} published --url ADDRESS"
    click.echo(f"when it is out: {command}", err=True)
