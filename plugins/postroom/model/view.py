"""What lists posts: an index, a year, a category, a tag, a series, an author."""

from dataclasses import dataclass

from postroom.model.author import Author
from postroom.model.post import Post


@dataclass(frozen=True)
class View:
    """Posts that stand together under one address."""

    kind: str
    """index, archive, years, categories, tags, series or authors."""

    title: str
    path: str
    """The path of its first page."""

    posts: tuple[Post, ...]
    """In the order in which they are shown."""

    feed_key: str = ""
    """What its feeds are called in their ids; empty when it has none."""

    description: str = ""
    author: Author | None = None
    """Whose posts these are, on a profile."""


@dataclass(frozen=True)
class Overview:
    """All views of one kind: every category, every tag."""

    kind: str
    title: str
    path: str
    views: tuple[View, ...]


@dataclass(frozen=True)
class Listing:
    """One page of a view."""

    view: View
    number: int
    """From 1."""

    paths: tuple[str, ...]
    """The paths of all pages of the view, this one among them."""

    posts: tuple[Post, ...]

    @property
    def path(self) -> str:
        """The path of this page."""
        return self.paths[self.number - 1]
