"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from postroom.cli.config import config_option

__all__ = [
    "config_option",
    "edit_option",
    "newsletter_option",
    "online_option",
    "output_option",
]

newsletter_option: Callable[[Any], Any] = click.option(
    "-n", "--newsletter", "name", default="", help="Its folder; else the site's first."
)
edit_option: Callable[[Any], Any] = click.option(
    "-e", "--edit", is_flag=True, help="Open it in $VISUAL or $EDITOR."
)
online_option: Callable[[Any], Any] = click.option(
    "--online", is_flag=True, help="Ask the DNS whether mailboxes will trust the sender."
)
output_option: Callable[[Any], Any] = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
