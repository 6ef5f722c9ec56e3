"""`postroom schema`: what front matter may hold, for editors that complete it."""

from pathlib import Path

import click

from postroom.cli.files import write_file
from postroom.reading.schema import render_schema


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write; else it is printed.",
)
def schema(output: Path | None) -> None:
    """Write the JSON Schema of a post's front matter."""
    made = render_schema()
    if output is None:
        click.echo(made, nl=False)
        return
    write_file(output, made)
    click.echo(f"{output}: written")
