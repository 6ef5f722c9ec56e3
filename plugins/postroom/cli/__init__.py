"""The command line: prints, writes files, exits; only `crosspost` ever sends."""

import sys

import click

from postroom import PostroomError, __version__
from postroom.cli.check import check
from postroom.cli.crosspost import crosspost
from postroom.cli.forms import forms
from postroom.cli.harvest import harvest
from postroom.cli.init import init
from postroom.cli.intake import intake
from postroom.cli.issue import issue
from postroom.cli.kit import kit
from postroom.cli.new import new
from postroom.cli.offer import offer
from postroom.cli.offers import offers
from postroom.cli.place import place
from postroom.cli.portfolio import portfolio
from postroom.cli.schema import schema
from postroom.cli.submit import submit


class _Command(click.Group):
    """Shows a user's mistakes as sentences, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit 1 on what its user can mend."""
        try:
            return super().invoke(ctx)
        except PostroomError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=_Command)
@click.version_option(__version__, prog_name="postroom")
def main() -> None:
    """Essays in Markdown become a site, feeds and share pages.

    The site itself is built by `mkdocs build` and previewed by `mkdocs serve`.
    """


for command in (
    *(init, new, check, forms, intake, submit, issue, schema),
    *(kit, offers, offer, place, portfolio, crosspost, harvest),
):
    main.add_command(command)
