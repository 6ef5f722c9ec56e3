"""`postroom crosspost`: a post goes to platforms: as a draft, as news of it, or by hand."""

import os
import sys
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import cast, get_args

import click

from postroom import PostroomError
from postroom.cli.completion import complete_post
from postroom.cli.config import Workplace, config_option, need_address, render_post
from postroom.cli.desktop import copy, open_page
from postroom.kits.files import KitStore
from postroom.model.group import Group
from postroom.model.text import clean_text
from postroom.offers.stepfile import StepFolder
from postroom.outbox.announcement import announce
from postroom.outbox.crosspost import (
    APIS,
    TARGETS,
    Crosspost,
    check_public,
    choose_account,
    create_account,
    find_platform,
    push,
    record_offer,
    record_result,
    unlock,
    warn_of_youth,
)
from postroom.outbox.platforms.byhand import ByHand, Handout, prepare
from postroom.outbox.platforms.platform import Platform, Visibility
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import shown, write_file
from postroom.web.guard import missing_package
from postroom.web.refusal import AGAIN

_DONE = {
    "drafted": "a draft is there; look at it, and publish it",
    "updated": "the draft that was there is changed; look at it, and publish it",
    "published": "published",
}


@click.command()
@click.argument("post", shell_complete=complete_post)
@click.option(
    "--to",
    "targets",
    multiple=True,
    required=True,
    type=click.Choice(TARGETS),
    help="Where to; repeatable.",
)
@click.option("--text", default="", help="Your own words, to stand above title and link.")
@click.option(
    "--visibility",
    type=click.Choice(get_args(Visibility)),
    default="public",
    show_default=True,
    help="Who sees it, on Mastodon.",
)
@click.option("--yes", is_flag=True, help="Do not ask before something is published.")
@click.option("--again", is_flag=True, help="Publish it even where it is already.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent; send nothing.")
@click.option("--open", "opens", is_flag=True, help="Open the page to go on at.")
@config_option
def crosspost(
    post: str,
    targets: tuple[str, ...],
    text: str,
    visibility: Visibility,
    yes: bool,
    again: bool,
    dry_run: bool,
    opens: bool,
    config_file: Path,
) -> None:
    """Bring POST to other platforms; each copy leads back to your own page.

    dev.to gets a draft, Mastodon and Bluesky a short text with the link, after you have
    seen it. What came of it is recorded as a placement. Medium, Substack and LinkedIn
    let no program in: you get the right format, the steps, and the command to type once
    it is out.

    Keys come from the environment: DEVTO_API_KEY, MASTODON_TOKEN, BLUESKY_IDENTIFIER
    and BLUESKY_APP_PASSWORD. A server of your own is `server` in the group's file, or
    POSTROOM_DEVTO_URL, POSTROOM_MASTODON_URL, POSTROOM_BLUESKY_URL.
    """
    if find_spec("regex") is None:
        raise missing_package("regex", "crosspost")
    survey, essay = render_post(config_file, post)
    edition, content = survey.edition, Workplace(survey).content
    need_address(edition.site, "every copy leads back to the site")
    check_public(edition.site, essay)
    cache = survey.root / CACHE
    kits = KitStore(Cache(cache), edition.bytes_of)
    words = clean_text(text).strip()
    command = _Command(
        Crosspost(
            StepFolder(edition.site, content, edition.now.date()),
            survey.source.groups,
            essay,
            announce(edition, essay, kits, survey.artefacts, words=words),
            os.environ,
            edition.now,
            visibility,
            again,
        ),
        shown(cache) / "crosspost",
        is_agreed=yes,
        is_dry=dry_run,
        is_opening=opens,
    )
    if warning := warn_of_youth(essay, edition.now):
        click.echo(warning, err=True)
    sys.exit(command.run(targets))


@dataclass(frozen=True)
class _Command:
    """What was typed: each step of it says what it did."""

    crosspost: Crosspost
    folder: Path
    """Where files to paste are put."""

    is_agreed: bool
    """Whether texts may go out that nobody has seen."""

    is_dry: bool
    is_opening: bool

    def run(self, targets: tuple[str, ...]) -> int:
        """Bring a post everywhere; what goes wrong at one place stops no other."""
        code = 0
        for target in dict.fromkeys(targets):
            try:
                if target in APIS:
                    self.send(APIS[target])
                else:
                    self.hand_out(cast(ByHand, target))
            except PostroomError as error:
                click.echo(str(error), err=True)
                code = 1
        return code

    def send(self, kind: type[Platform]) -> None:
        """Hand the post over to a platform, and write down what came of it."""
        group = choose_account(self.crosspost, kind.id)
        platform = find_platform(self.crosspost, kind, group)
        if self.is_dry:
            calls = platform.outline(self.crosspost.announcement)
            click.echo("\n\n".join([*map(str, calls), ""]))
            return
        platform = unlock(self.crosspost, platform)
        server = platform.url if platform.url != platform.home else ""
        group = group or self.create(kind.id, kind.name, server)
        try:
            confirm = partial(self.confirm, kind.name)
            result = push(self.crosspost, platform, group, confirm)
        except KeyboardInterrupt:
            what = f"{kind.name}: stopped, and nobody knows how far it came"
            click.echo(f"{what}\n    fix: {AGAIN}", err=True)
            raise
        if result is None:
            click.echo(f"{kind.name}: nothing was sent", err=True)
            return
        try:
            self.say_recorded(record_result(self.crosspost, group, result))
        finally:  # it is out there, even if it cannot be written down
            click.echo(f"{kind.name}: {_DONE[result.outcome]}: {result.url}")
        if result.outcome != "published":
            self.say_next(group)
        if self.is_opening:
            open_page(result.url)

    def hand_out(self, target: ByHand) -> None:
        """Write down what to paste, and say how to go on."""
        group = choose_account(self.crosspost, target)
        server = (group and group.server) or ""
        handout = prepare(target, self.crosspost.announcement, server)
        if not self.is_dry:
            group = group or self.create(target, handout.name)
        click.echo(f"{handout.name} lets no program in. By hand:")
        for number, step in enumerate([f"open {handout.page}", *handout.steps], 1):
            click.echo(f"{number:3}. {step}")
        self.write_files(handout)
        if group and not self.is_dry:
            note = "to be published by hand"
            self.say_recorded(record_offer(self.crosspost, group, note))
            self.say_next(group)

    def write_files(self, handout: Handout) -> None:
        """Write what to paste, and have it at hand."""
        for name, content in handout.files.items():
            path = self.folder / name
            if self.is_dry:
                click.echo(f"{path} would have {len(content.encode())} bytes")
            else:
                write_file(path, content)
                click.echo(f"{path}")
        if self.is_dry:
            return
        if copy(handout.copied, is_html=handout.is_html):
            click.echo("it is on the clipboard", err=True)
        if self.is_opening:
            open_page(handout.page)

    def create(self, platform: str, name: str, server: str = "") -> Group:
        """Write the file of a group, and say what it is for."""
        path, group = create_account(self.crosspost, platform, name, server)
        what = "it keeps what becomes of essays there"
        click.echo(f"{shown(path)} is new: {what}", err=True)
        return group

    def confirm(self, name: str, text: str) -> bool:
        """Show what everybody will see, and ask."""
        quoted = "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
        click.echo(f"{name} will show:\n\n{quoted}\n", err=True)
        return self.is_agreed or click.confirm("Publish it?", err=True)

    def say_recorded(self, path: Path | None) -> None:
        """Say where it is written down."""
        if path:
            click.echo(f"recorded in {shown(path)}", err=True)

    def say_next(self, group: Group) -> None:
        """Say what to type once it is out."""
        command = self.crosspost.placement_command(group, "ADDRESS")
        click.echo(f"when it is out: {command}", err=True)
