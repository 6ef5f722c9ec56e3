"""The command line: prints, writes files, exits; only `send` and `crosspost` do so."""

import errno
import os
import sys
from importlib import import_module
from typing import Any

import click

from postroom import PostroomError, __version__
from postroom.cli.terminal import let_terminals_show

COMMANDS = {
    "Write": {
        "new": "Begin a post, an issue, an item, a group, an author.",
        "check": "List every problem of the site, and mend what can be.",
        "mv": "Move a post, an issue, a page or a group; its addresses stay.",
        "fetch-media": "Bring pictures from elsewhere into the site's folder.",
    },
    "Newsletter": {
        "issue": "Draft an issue from what waits, check it, see its mail.",
        "send": "Hand an issue over to its readers: once, never twice.",
        "item": "Keep, release, take back, merge or mend what was sent in.",
        "submit": "Send something in from here.",
        "intake": "Take in what came by mail, table, GitHub or pull request.",
        "forms": "Write the forms that GitHub shows to members.",
        "harvest": "List what groups and members have published.",
    },
    "Be reprinted": {
        "kit": "Write the reprint kit of a post.",
        "offers": "Show what to offer to whom next, and whom to thank.",
        "offer": "Draft the message to the editor of a group.",
        "place": "Record what became of a post at a group.",
        "crosspost": "Bring a post to other platforms.",
        "portfolio": "Show where your texts are, and what spreads.",
    },
    "Site": {
        "init": "Begin a new site: settings, pages, two posts.",
        "build": "Build the site, and say what took how long.",
        "move": "Bring a blog of Material's here: what stays, what is lost.",
        "publish": "Say what is still missing for it to be online.",
        "schema": "Write what editors complete your front matter from.",
        "cache": "Show or delete what makes builds quick.",
    },
}
"""By who needs them, with what `postroom --help` says of each without loading any.

Each is the function of that name in the module of that name, loaded when it is run.
"""

_NAMES = frozenset(name for group in COMMANDS.values() for name in group)


def module_of(command: str) -> str:
    """The module that a command is in."""
    return f"postroom.cli.{command.replace('-', '_')}"


class _Commands(click.Group):
    """Loads only the command that is run; shows a user's mistakes as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by its name."""
        from postroom.cli.examples import show_examples  # noqa: PLC0415 - it has one

        if cmd_name not in _NAMES:
            return None
        command: click.Command = getattr(
            import_module(module_of(cmd_name)), cmd_name.replace("-", "_")
        )
        return show_examples(command, cmd_name)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run what was typed, on whatever terminal."""
        let_terminals_show()
        return super().main(*args, **kwargs)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by who needs them."""
        for heading, summaries in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([*summaries.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit 1 on what its user can mend."""
        try:
            return super().invoke(ctx)
        except PostroomError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
        except BrokenPipeError:  # whoever reads along has seen enough: click knows it
            raise
        except OSError as error:
            click.echo(_explain_disk(error), err=True)
            sys.exit(1)
        except UnicodeEncodeError as error:
            if not _is_foreign(error):
                raise
            click.echo(_FOREIGN.format(sys.getfilesystemencoding()), err=True)
            sys.exit(1)


def _is_foreign(error: UnicodeEncodeError) -> bool:
    """Whether a name was read in another encoding than it was written in."""
    return any("\udc80" <= letter <= "\udcff" for letter in error.object)


_FOREIGN = (
    "a file has a name that this system's encoding, {}, cannot read\n"
    "    fix: set PYTHONUTF8=1, and run the command again"
)


def _explain_disk(error: OSError) -> str:
    """Say what could not be read or written, where nobody nearer to it did."""
    reason = (error.strerror or str(error)).lower()
    path = error.filename if error.filename is not None else error.filename2
    place = "the disk" if path is None else os.fsdecode(path)
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    fix = "make room there" if is_full else "look whether it is there, and yours to use"
    return f"{place}: {reason}\n    fix: {fix}, and run the command again"


@click.group(cls=_Commands, epilog="Example: postroom check --help")
@click.version_option(__version__, prog_name="postroom")
def main() -> None:
    """Essays in Markdown become a site, feeds, share pages and reprint kits.

    The site itself is built by `mkdocs build` and previewed by `mkdocs serve`.
    """
