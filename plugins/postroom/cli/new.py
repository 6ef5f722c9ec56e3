"""`postroom new`: the file of a new post, with an identity of its own."""

import json
import secrets
import string
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import config_option, find_site
from postroom.model.text import clean_line, slugify


def random_uid() -> str:
    """Make an identity that nothing else has: 8 letters and digits."""
    alphabet = string.ascii_lowercase + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(8))


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
    title = clean_line(title)
    slug = slugify(title)
    if not slug:
        raise PostroomError(
            f"{title!r} has no letter to name a file after\n    fix: choose another title"
        )
    site = find_site(config_file)
    path = site.posts / f"{site.now:%Y}" / f"{slug}.md"
    if path.exists():
        raise PostroomError(
            f"{path}: there is such a post already\n    fix: choose another title"
        )
    lines = [
        "---",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"uid: {random_uid()}",
        f"date: {site.now:%Y-%m-%d}",
        "description: >-",
        "  One sentence that makes a reader want to read on.",
        *_listed("authors", authors),
        *_listed("categories", categories),
        *(["draft: true"] if draft else []),
        "---",
        "",
        "Begin here. The first paragraph is what lists and link previews show.",
        "",
        "<!-- more -->",
        "",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    click.echo(str(path))


def _listed(key: str, values: tuple[str, ...]) -> list[str]:
    if not values:
        return []
    return [
        f"{key}:",
        *(f"  - {json.dumps(value, ensure_ascii=False)}" for value in values),
    ]
