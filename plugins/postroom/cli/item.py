"""`postroom item`: what an editor decides about something that was sent in."""

import re
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.completion import complete_item
from postroom.cli.config import Workplace, config_option, find_site
from postroom.cli.desktop import open_editor
from postroom.cli.options import newsletter_option
from postroom.edition.lookup import find_newsletter
from postroom.intake.itemfile import write_decisions
from postroom.model.item import Correction, Item
from postroom.model.newsletter import Newsletter
from postroom.model.text import write_day
from postroom.reading.items import parse_item
from postroom.toolbox.files import write_file
from postroom.toolbox.wording import nearest


@click.group()
def item() -> None:
    """Decide about something that was sent in: each decision is a line in its file.

    An item is named as `postroom issue status` does, by the words of that name if no other
    has them, or by its uid.
    """


@item.command()
@click.argument("wanted", metavar="NAME", shell_complete=complete_item)
@click.option("--until", type=click.IntRange(1), help="The first issue that may have it.")
@newsletter_option
@config_option
def hold(wanted: str, until: int | None, name: str, config_file: Path) -> None:
    """Keep an item for a later issue, or until it is released."""
    items = _Items(config_file, name)
    found = items.find(wanted)
    items.refuse_printed(found, "keep")
    items.write(found, {"hold": until or True})
    click.echo(f"{found.name}: kept" + (f" for № {until}" if until else ""))


@item.command()
@click.argument("wanted", metavar="NAME", shell_complete=complete_item)
@newsletter_option
@config_option
def release(wanted: str, name: str, config_file: Path) -> None:
    """Let the next issue have an item that was kept, taken back or merged."""
    items = _Items(config_file, name)
    found = items.find(wanted)
    items.write(found, {"hold": False, "withdrawn": None, "same_as": ""})
    click.echo(f"{found.name}: waits for the next issue")


@item.command()
@click.argument("wanted", metavar="NAME", shell_complete=complete_item)
@newsletter_option
@config_option
def withdraw(wanted: str, name: str, config_file: Path) -> None:
    """Take an item back: no issue prints it, and where it is printed only that is said.

    Calendars cancel an event, feeds tell that it changed. A mail that went out is out.
    """
    items = _Items(config_file, name)
    found = items.find(wanted)
    items.write(found, {"withdrawn": items.place.now.date()})
    printed = items.newsletter.printed_in.get(found.name)
    said = "no issue will print it"
    if printed:
        said = f"№ {printed.number} says so from the next build on; its mail is past"
    click.echo(f"{found.name}: withdrawn, {said}")


@item.command()
@click.argument("kept", shell_complete=complete_item)
@click.argument("other", shell_complete=complete_item)
@newsletter_option
@config_option
def merge(kept: str, other: str, name: str, config_file: Path) -> None:
    """Let KEPT stand for OTHER, which says the same and is never printed."""
    items = _Items(config_file, name)
    first, second = items.find(kept), items.find(other)
    if first.name == second.name:
        raise PostroomError(f"{first.name}: these are one item\n    fix: name two")
    if first.is_gone:
        raise PostroomError(
            f"{first.name}: it is not to be printed itself\n"
            f"    fix: run `postroom item release {first.name}`, or keep the other"
        )
    items.refuse_printed(second, "merge")
    items.write(second, {"same_as": first.name})
    click.echo(f"{second.name}: stands in {first.name} from now on")


@item.command()
@click.argument("wanted", metavar="NAME", shell_complete=complete_item)
@click.option("--note", default="", help="What was put right, if it is printed already.")
@newsletter_option
@config_option
def edit(wanted: str, note: str, name: str, config_file: Path) -> None:
    """Open the file of an item; what is printed gets a dated note of what was put right."""
    items = _Items(config_file, name)
    found = items.find(wanted)
    if found.name in items.newsletter.printed_in and not note:
        note = click.prompt("It is printed already. What was put right, in a sentence?")
    path = items.path_of(found)
    before = path.read_bytes()
    open_editor(path)
    after = path.read_bytes()
    changed, problems = parse_item(
        found.path, after, zone=items.newsletter.options.lent_zone
    )
    for problem in problems:
        click.echo(str(problem), err=True)
    if changed is None or any(problem.is_fatal for problem in problems):
        raise PostroomError(f"{path}: mend it before the next build\n    fix: see above")
    if after == before:
        click.echo(f"{found.name}: as it was")
        return
    if note:
        correction = Correction(date=items.place.now.date(), note=note)
        items.write(changed, {"corrections": (*changed.corrections, correction)})
        click.echo(f"{found.name}: corrected, as of {write_day(correction.date)}")
    else:
        click.echo(f"{found.name}: changed")


_NAMED = re.compile(r"\d{4}-\d\d-\d\d-(.+)-[a-z0-9]{4}")
"""A day, the words of a title, and what tells it from another of that day."""

_OFFERED = 3
_LISTED = "`postroom issue status` names those that wait, and their files are in items/"


class _Items:
    """The items of a newsletter, as an editor finds and changes them."""

    def __init__(self, config_file: Path, name: str) -> None:
        self.place: Workplace = find_site(config_file)
        self.newsletter: Newsletter = find_newsletter(self.place.survey.edition.site, name)

    def find(self, name: str) -> Item:
        """Find an item by its name, its file, its uid, or the words of its name.

        Raises:
            PostroomError: There is none, or those are the words of more than one.
        """
        every = self.newsletter.items
        bare = name.rpartition("/")[2].removesuffix(".md")
        found = every.get(bare) or self.newsletter.by_uid.get(bare)
        short = [n for n in every if (m := _NAMED.fullmatch(n)) and m[1] == bare]
        if found is None and len(short) == 1:
            return every[short[0]]
        if found is None:
            parts = [n for n in every if bare.casefold() in n.casefold()][:_OFFERED]
            like = " or ".join(f"`{part}`" for part in parts)
            fix = f"did you mean {like}?" if parts else nearest(bare, [*every], _LISTED)
            raise PostroomError(f"there is no item {name!r}\n    fix: {fix}")
        return found

    def path_of(self, found: Item) -> Path:
        """Where its file is."""
        return self.place.content / found.path

    def refuse_printed(self, found: Item, verb: str) -> None:
        """Stop where an issue lists the item already.

        Raises:
            PostroomError: One does.
        """
        if issue := self.newsletter.listed.get(found.name):
            raise PostroomError(
                f"{found.name}: № {issue.number} lists it already, so there is nothing to "
                f"{verb}\n    fix: take it out of {issue.path} first, or run "
                f"`postroom item withdraw {found.name}`"
            )

    def write(self, found: Item, decided: dict[str, object]) -> None:
        """Write what was decided into the file of an item, and leave the rest of it."""
        changed = found.model_copy(update=decided)
        path = self.path_of(found)
        write_file(path, write_decisions(path.read_bytes(), changed))
