"""`postroom new`: the file of a new post, with an identity of its own."""

import json
import secrets
import string
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import Workplace, config_option, find_site
from postroom.cli.files import write_file
from postroom.model.text import clean_line, slugify

_LONGEST = 80
"""Letters in a file's name."""


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
    slug = _shorten(slugify(title))
    if not slug:
        raise PostroomError(
            f"{title!r} has no letter to name a file after\n    fix: choose another title"
        )
    site = find_site(config_file)
    path = site.posts / f"{site.now:%Y}" / f"{slug}.md"
    twin = _find_twin(site, slug)
    if twin or path.exists():
        raise PostroomError(
            f"{twin or path}: there is such a post already\n    fix: choose another title"
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
    write_file(path, "\n".join(lines))
    click.echo(str(path))


def _shorten(slug: str) -> str:
    """Cut a long slug between two words."""
    return slug if len(slug) <= _LONGEST else slug[: _LONGEST + 1].rpartition("-")[0]


def _find_twin(site: Workplace, slug: str) -> str:
    """The file of a post that has the slug already."""
    posts = [manuscript.post for manuscript in site.survey.library.manuscripts]
    return next((post.path for post in posts if post.slug == slug), "")


def _listed(key: str, values: tuple[str, ...]) -> list[str]:
    if not values:
        return []
    return [
        f"{key}:",
        *(f"  - {json.dumps(value, ensure_ascii=False)}" for value in values),
    ]
