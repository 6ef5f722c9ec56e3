"""What platforms without an API get: files to paste, steps to follow, a page to open."""

import click

from postroom.cli.accounts import find_account, write_account
from postroom.cli.desktop import copy, open_page
from postroom.cli.errand import Errand, refuse_twice, tell_next, write_offer
from postroom.outbox.platforms.byhand import ByHand, Handout, prepare
from postroom.toolbox.cache import CACHE
from postroom.toolbox.files import write_file


def hand_out(errand: Errand, target: ByHand) -> None:
    """Write down what to paste, and say how to go on."""
    group = find_account(errand.site, target)
    if group:
        refuse_twice(errand, group)
    handout = prepare(target, errand.announcement, (group and group.server) or "")
    if not errand.is_dry:
        group = group or write_account(errand.site, target, handout.name)
    click.echo(f"{handout.name} lets no program in. By hand:")
    steps = [f"open {handout.page}", *handout.steps]
    for number, step in enumerate(steps, 1):
        click.echo(f"{number:3}. {step}")
    _write_files(errand, handout)
    if group and not errand.is_dry:
        write_offer(errand, group, "to be published by hand")
        tell_next(errand, group)


def _write_files(errand: Errand, handout: Handout) -> None:
    folder = errand.root / CACHE / "crosspost"
    for name, content in handout.files.items():
        if errand.is_dry:
            click.echo(f"{folder / name} would have {len(content.encode())} bytes")
        else:
            write_file(folder / name, content)
            click.echo(f"{folder / name}")
    if errand.is_dry:
        return
    if copy(handout.copied, is_html=handout.is_html):
        click.echo("it is on the clipboard", err=True)
    if errand.is_opening:
        open_page(handout.page)
