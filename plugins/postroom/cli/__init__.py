"""The command line: prints, writes files, exits; only `crosspost` ever sends."""

import sys
from importlib import import_module

import click

from postroom import PostroomError, __version__

COMMANDS = (
    *("init", "new", "check", "forms", "intake", "submit", "issue", "schema"),
    *("kit", "offers", "offer", "place", "portfolio", "crosspost", "harvest"),
    "fetch-media",
)
"""Each is the function of that name in the module of that name, loaded when it is run."""


def module_of(command: str) -> str:
    """The module that a command is in."""
    return f"postroom.cli.{command.replace('-', '_')}"


class _Commands(click.Group):
    """Loads only the command that is run; shows a user's mistakes as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            import_module(module_of(cmd_name)), cmd_name.replace("-", "_")
        )
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit 1 on what its user can mend."""
        try:
            return super().invoke(ctx)
        except PostroomError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="postroom")
def main() -> None:
    """Essays in Markdown become a site, feeds, share pages and reprint kits.

    The site itself is built by `mkdocs build` and previewed by `mkdocs serve`.
    """
