"""`postroom build`: what `mkdocs build` does, and what took how long."""

from pathlib import Path

import click

from postroom.cli.config import config_option
from postroom.engines.mkdocs.driver import build_site


@click.command()
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--timings", is_flag=True, help="Say what took how long.")
@config_option
def build(strict: bool, timings: bool, config_file: Path) -> None:
    """Build the site, as `mkdocs build` does."""
    report = build_site(config_file, strict=strict)
    if timings:
        click.echo("\n".join(report))
