"""`postroom new`: the file of a new post, with an identity of its own."""

from pathlib import Path

import click

from postroom.cli.config import find_site
from postroom.cli.options import config_option
from postroom.edition.newpost import NewPost, choose_path
from postroom.toolbox.files import write_new
from postroom.toolbox.uid import random_uid


@click.command()
@click.argument("title")
@click.option(
    "--author", "authors", multiple=True, help="A key of authors.yml; repeatable."
)
@click.option("--category", "categories", multiple=True, help="A category; repeatable.")
@click.option("--draft/--no-draft", default=True, show_default=True)
@config_option
def new(
    title: str,
    authors: tuple[str, ...],
    categories: tuple[str, ...],
    draft: bool,
    config_file: Path | None,
) -> None:
    """Write the file of a new post called TITLE, and print where it is."""
    begun = NewPost(title, random_uid(), authors, categories, draft)
    workplace = find_site(config_file)
    survey, today = workplace.survey, workplace.now.date()
    posts = (manuscript.post for manuscript in survey.library.manuscripts)
    path = choose_path(begun, survey.edition.site, posts, workplace.posts, today)
    write_new(path, begun.render(today), fix="choose another title")
    click.echo(str(path))
