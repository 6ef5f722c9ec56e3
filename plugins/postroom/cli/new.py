"""`postroom new`: the file of a new post, with an identity of its own."""

import json
import secrets
import string
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import Workplace, config_option, find_site
from postroom.model.text import clean_line, shorten_slug, slugify
from postroom.toolbox.files import write_file
from postroom.toolbox.wording import nearest

_MAX_BYTES = 80
"""Of a file's name, which systems limit in bytes."""


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
    slug = shorten_slug(slugify(title), _MAX_BYTES)
    if not slug:
        raise PostroomError(
            f"{title!r} has no letter to name a file after\n    fix: choose another title"
        )
    site = find_site(config_file)
    path = site.posts / f"{site.now:%Y}" / f"{slug}.md"
    _refuse_twin(site, slug, path)
    _refuse_strangers(site, authors)
    write_file(path, _begin_post(title, f"{site.now:%Y-%m-%d}", authors, categories, draft))
    click.echo(str(path))


def _refuse_twin(site: Workplace, slug: str, path: Path) -> None:
    """Stop where a post has the slug already, or the file is there."""
    posts = [manuscript.post for manuscript in site.survey.library.manuscripts]
    twin = next((post.path for post in posts if post.slug == slug), "")
    if twin or path.exists():
        raise PostroomError(
            f"{twin or path}: there is such a post already\n    fix: choose another title"
        )


def _refuse_strangers(site: Workplace, authors: tuple[str, ...]) -> None:
    """Stop where nobody in authors.yml is called that."""
    known = site.survey.edition.site.authors
    for author in authors:
        if author not in known:
            raise PostroomError(
                f"unknown author {author!r}\n    fix: {nearest(author, known.keys())}"
            )


def _begin_post(
    title: str,
    dated: str,
    authors: tuple[str, ...],
    categories: tuple[str, ...],
    draft: bool,
) -> str:
    """Write the text that an author begins with."""
    lines = [
        "---",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"uid: {random_uid()}",
        f"date: {dated}",
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
    return "\n".join(lines)


def _listed(key: str, values: tuple[str, ...]) -> list[str]:
    if not values:
        return []
    return [
        f"{key}:",
        *(f"  - {json.dumps(value, ensure_ascii=False)}" for value in values),
    ]
