"""`postroom item`: what an editor decides about something that was sent in."""

from pathlib import Path

import click

from postroom import PostroomError
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

    An item is named as `postroom issue status` does, or by its uid.
    """


@item.command()
@click.argument("name")
@click.option("--until", type=click.IntRange(1), help="The first issue that may have it.")
@newsletter_option
@config_option
def hold(name: str, until: int | None, newsletter: str, config_file: Path) -> None:
    """Keep an item for a later issue, or until it is released."""
    desk = _Tray(config_file, newsletter)
    found = desk.find(name)
    desk.refuse_printed(found, "keep")
    desk.write(found, {"hold": until or True})
    click.echo(f"{found.name}: kept" + (f" for № {until}" if until else ""))


@item.command()
@click.argument("name")
@newsletter_option
@config_option
def release(name: str, newsletter: str, config_file: Path) -> None:
    """Let the next issue have an item that was kept, taken back or merged."""
    desk = _Tray(config_file, newsletter)
    found = desk.find(name)
    desk.write(found, {"hold": False, "withdrawn": None, "same_as": ""})
    click.echo(f"{found.name}: waits for the next issue")


@item.command()
@click.argument("name")
@newsletter_option
@config_option
def withdraw(name: str, newsletter: str, config_file: Path) -> None:
    """Take an item back: no issue prints it, and where it is printed only that is said.

    Calendars cancel an event, feeds tell that it changed. A mail that went out is out.
    """
    desk = _Tray(config_file, newsletter)
    found = desk.find(name)
    desk.write(found, {"withdrawn": desk.place.now.date()})
    printed = desk.newsletter.printed_in.get(found.name)
    said = "no issue will print it"
    if printed:
        said = f"№ {printed.number} says so from the next build on; its mail is past"
    click.echo(f"{found.name}: withdrawn, {said}")


@item.command()
@click.argument("kept")
@click.argument("other")
@newsletter_option
@config_option
def merge(kept: str, other: str, newsletter: str, config_file: Path) -> None:
    """Let KEPT stand for OTHER, which says the same and is never printed."""
    desk = _Tray(config_file, newsletter)
    first, second = desk.find(kept), desk.find(other)
    if first.name == second.name:
        raise PostroomError(f"{first.name}: these are one item\n    fix: name two")
    if first.is_gone:
        raise PostroomError(
            f"{first.name}: it is not to be printed itself\n"
            f"    fix: run `postroom item release {first.name}`, or keep the other"
        )
    desk.refuse_printed(second, "merge")
    desk.write(second, {"same_as": first.name})
    click.echo(f"{second.name}: stands in {first.name} from now on")


@item.command()
@click.argument("name")
@click.option("--note", default="", help="What was put right, if it is printed already.")
@newsletter_option
@config_option
def edit(name: str, note: str, newsletter: str, config_file: Path) -> None:
    """Open the file of an item; what is printed gets a dated note of what was put right."""
    desk = _Tray(config_file, newsletter)
    found = desk.find(name)
    if found.name in desk.newsletter.printed_in and not note:
        note = click.prompt("It is printed already. What was put right, in a sentence?")
    path = desk.path_of(found)
    before = path.read_bytes()
    open_editor(path)
    after = path.read_bytes()
    changed, problems = parse_item(found.path, after)
    for problem in problems:
        click.echo(str(problem), err=True)
    if changed is None or any(problem.is_fatal for problem in problems):
        raise PostroomError(f"{path}: mend it before the next build\n    fix: see above")
    if after == before:
        click.echo(f"{found.name}: as it was")
        return
    if note:
        correction = Correction(date=desk.place.now.date(), note=note)
        desk.write(changed, {"corrections": (*changed.corrections, correction)})
        click.echo(f"{found.name}: corrected, as of {write_day(correction.date)}")
    else:
        click.echo(f"{found.name}: changed")


class _Tray:
    """The items of a newsletter, as an editor finds and changes them."""

    def __init__(self, config_file: Path, name: str) -> None:
        self.place: Workplace = find_site(config_file)
        self.newsletter: Newsletter = find_newsletter(self.place.survey.edition.site, name)

    def find(self, name: str) -> Item:
        """Find an item by its name, its file or its uid.

        Raises:
            PostroomError: There is none.
        """
        items = self.newsletter.items
        bare = name.rpartition("/")[2].removesuffix(".md")
        found = items.get(bare) or self.newsletter.by_uid.get(bare)
        if found is None:
            raise PostroomError(
                f"there is no item {name!r}\n    fix: {nearest(bare, [*items])}"
            )
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
