"""`postroom new`: files of what is to be written, with identities of their own."""

from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import click

from postroom.cli import module_of
from postroom.cli.config import config_option, find_site
from postroom.cli.desktop import open_editor
from postroom.cli.examples import show_examples
from postroom.cli.options import edit_option
from postroom.edition.newpartner import NewAuthor, NewGroup
from postroom.edition.newpost import NewPost, choose_path
from postroom.model.group import GroupKind
from postroom.toolbox.files import update_file, write_new
from postroom.toolbox.uid import random_uid

_ELSEWHERE = {"issue": ("issue", "new"), "item": ("submit",)}
"""What other commands do, by the words that name it there."""


class _Kinds(click.Group):
    """What can be begun; a first word that is none of it is the title of a post."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `post` in front of what names no command."""
        if args and args[0] not in {*self.list_commands(ctx), "--help"}:
            args = ["post", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all that can be begun."""
        return sorted({*self.commands, *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one of them."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        first, *below = _ELSEWHERE[cmd_name]
        command: Any = getattr(import_module(module_of(first)), first)
        for word in below:
            command = command.commands[word]
        return show_examples(command, f"new {cmd_name}")


@click.group(cls=_Kinds)
def new() -> None:
    """Begin a post, an issue, an item, a group or an author, and print the file.

    `postroom new "A title"` begins a post.
    """


@new.command()
@click.argument("title")
@click.option(
    "--author", "authors", multiple=True, help="A key of authors.yml; repeatable."
)
@click.option("--category", "categories", multiple=True, help="A category; repeatable.")
@click.option("--draft/--no-draft", default=True, show_default=True)
@edit_option
@config_option
def post(
    title: str,
    authors: tuple[str, ...],
    categories: tuple[str, ...],
    draft: bool,
    edit: bool,
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
    if edit:
        open_editor(path)


@new.command()
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(get_args(GroupKind)),
    default="association",
    show_default=True,
)
@click.option("--newsletter", default="", help="What its newsletter is called, if not so.")
@edit_option
@config_option
def group(
    name: str, kind: str, newsletter: str, edit: bool, config_file: Path | None
) -> None:
    """Write the file of a community called NAME, to which you will offer texts."""
    begun = NewGroup(name, kind, newsletter)
    place = find_site(config_file)
    path = place.content / place.survey.source.groups / f"{begun.id}.yml"
    write_new(path, begun.render(), fix="choose another name")
    click.echo(str(path))
    if edit:
        open_editor(path)


@new.command()
@click.argument("name")
@click.option("--key", default="", help="What posts call this person; else the first name.")
@edit_option
@config_option
def author(name: str, key: str, edit: bool, config_file: Path | None) -> None:
    """Add a person called NAME to the file of those who write."""
    begun = NewAuthor(name, key)
    place = find_site(config_file)
    path = place.content / place.survey.source.find_authors_path()
    update_file(path, lambda text: begun.add_to(text, str(path)))
    click.echo(f"{path}: `{begun.id}` added")
    if edit:
        open_editor(path)
