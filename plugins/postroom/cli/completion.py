"""What a shell can complete: slugs, groups, items and numbers, by the names of files.

Nothing is rendered or checked for it: a shell asks at every press of a key.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import find_settings

_DOCS = re.compile(r"^docs_dir:\s*[\"']?([^\s\"'#]+)", re.M)
_SLUG = re.compile(r"^slug:\s*[\"']?([^\s\"'#]+)", re.M)
_DATED = re.compile(r"^\d{4}-\d\d-\d\d-")
_READ = 2_000
"""Bytes of a post that may name its slug."""

_MOST = 200


def _find_content(context: click.Context) -> Path:
    settings = context.params.get("config_file") or find_settings()
    found = _DOCS.search(settings.read_text(encoding="utf-8", errors="replace"))
    return Path(settings).parent / (found[1] if found else "docs")


def _list_posts(content: Path) -> Iterator[str]:
    for path in content.rglob("posts/**/*.md"):
        with path.open("rb") as file:
            head = file.read(_READ).decode("utf-8", errors="replace")
        named = _SLUG.search(head)
        stem = path.parent.name if path.stem == "index" else path.stem
        yield named[1] if named else _DATED.sub("", stem)


def _list_stems(pattern: str) -> Callable[[Path], Iterator[str]]:
    return lambda content: (path.stem for path in content.rglob(pattern))


def _complete(
    list_names: Callable[[Path], Iterator[str]],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        try:
            names = set(list_names(_find_content(context)))
        except (PostroomError, OSError):
            return []  # there is no site here: nothing can be completed
        return sorted(name for name in names if name.startswith(incomplete))[:_MOST]

    return complete


complete_post = _complete(_list_posts)
"""Complete the slug of a post."""

complete_group = _complete(_list_stems("groups/*.yml"))
"""Complete the name of a group."""

complete_item = _complete(_list_stems("items/*.md"))
"""Complete the name of an item."""

complete_number = _complete(_list_stems("issues/[0-9]*.md"))
"""Complete the number of an issue."""
