"""A title becomes the file of a new post: what its author begins with."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from postroom.errors import PostroomError
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import clean_line, shorten_slug, slugify
from postroom.reading.checks import DESCRIPTION, OPENING
from postroom.toolbox.wording import nearest

_MAX_BYTES = 80
"""Of a file's name, which systems limit in bytes."""


@dataclass(frozen=True)
class NewPost:
    """What somebody said of a post that is still to be written."""

    title: str
    uid: str
    authors: Sequence[str] = ()
    categories: Sequence[str] = ()
    draft: bool = True

    @property
    def slug(self) -> str:
        """What its file is called.

        Raises:
            PostroomError: Its title has nothing that a file could be named after.
        """
        slug = shorten_slug(slugify(clean_line(self.title)), _MAX_BYTES)
        if not slug:
            raise PostroomError(
                f"{clean_line(self.title)!r} has no letter to name a file after\n"
                "    fix: choose another title"
            )
        return slug

    def render(self, day: date) -> str:
        """Write its file, as of the day on which it is begun."""
        lines = [
            "---",
            f"title: {json.dumps(clean_line(self.title), ensure_ascii=False)}",
            f"uid: {self.uid}",
            f"date: {day.isoformat()}",
            "description: >-",
            f"  {DESCRIPTION}",
            *_list_below("authors", self.authors),
            *_list_below("categories", self.categories),
            *(["draft: true"] if self.draft else []),
            "---",
            "",
            OPENING,
            "",
            "<!-- more -->",
            "",
        ]
        return "\n".join(lines)


def _list_below(key: str, values: Sequence[str]) -> list[str]:
    if not values:
        return []
    quoted = (json.dumps(value, ensure_ascii=False) for value in values)
    return [f"{key}:", *(f"  - {value}" for value in quoted)]


def choose_path(
    new: NewPost, site: Site, posts: Iterable[Post], folder: Path, day: date
) -> Path:
    """Choose where a new post goes: into the folder of its year.

    Args:
        new: The post.
        site: Whose authors it may name.
        posts: All posts that there are, drafts too.
        folder: Where posts are.
        day: The day on which it is begun.

    Raises:
        PostroomError: There is such a post already, or nobody is called like an author.
    """
    path = folder / f"{day:%Y}" / f"{new.slug}.md"
    twin = next((post.path for post in posts if post.slug == new.slug), "")
    if twin or os.path.lexists(path):
        raise PostroomError(
            f"{twin or path}: there is such a post already\n    fix: choose another title"
        )
    for author in new.authors:
        if author not in site.authors:
            raise PostroomError(
                f"unknown author {author!r}\n    fix: {nearest(author, [*site.authors])}"
            )
    return path
