"""`postroom cache`: what is kept between builds, and how much of it."""

from pathlib import Path

import click

from postroom.cli.config import config_option
from postroom.model.text import count
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import shown


@click.command()
@click.option("--clear", is_flag=True, help="Delete it all; builds make it again.")
@config_option
def cache(clear: bool, config_file: Path) -> None:
    """Show what is kept in .cache/postroom/ to make builds quick, by kind.

    Letters, previews and other private pages that lie there are not part of it.
    """
    folder = config_file.resolve().parent / CACHE
    kept = Cache(folder)
    shelves = kept.list_shelves()
    entries = sum(shelf.entries for shelf in shelves)
    if clear:
        kept.clear()
        left = sum(shelf.entries for shelf in kept.list_shelves())
        remains = f", {left:,} left" if left else ""
        click.echo(f"{shown(folder)}: {count(entries - left, 'entry')} deleted{remains}")
        return
    for shelf in shelves:
        click.echo(f"{shelf.kind:<10}{shelf.entries:>8,}{shelf.size:>16,} bytes")
    size = sum(shelf.size for shelf in shelves)
    click.echo(f"{'all':<10}{entries:>8,}{size:>16,} bytes in {shown(folder)}")
