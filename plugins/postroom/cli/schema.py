"""`postroom schema`: what files may hold, for editors that complete it."""

from pathlib import Path

import click

from postroom.reading.schema import DESCRIBED, render_schema
from postroom.toolbox.files import write_file


@click.command()
@click.option(
    "--of",
    type=click.Choice(DESCRIBED),
    default="post",
    show_default=True,
    help="What it describes.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write; else it is printed.",
)
def schema(of: str, output: Path | None) -> None:
    """Write the JSON Schema of what you write, for editors that complete it."""
    described = render_schema(of)
    if output is None:
        click.echo(described, nl=False)
        return
    write_file(output, described)
    click.echo(f"{output}: written")
