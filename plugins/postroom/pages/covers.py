"""A cover becomes smaller ones, so that a telephone need not load what a desk shows."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from postroom.edition.edition import Edition, once_per_edition
from postroom.model.post import Post

WIDTHS = (320, 720, 960)
"""In pixels: a thumbnail on a fine screen, a telephone, a column."""

_FORMATS = frozenset({".jpg", ".jpeg", ".png", ".webp"})


@once_per_edition(lambda post: post.path)
def list_cover_sizes(edition: Edition, post: Post) -> tuple[tuple[int, str], ...]:
    """Give the smaller covers of a post: width and path; none for drawings of lines."""
    cover = edition.site.cover_of(post)
    base = edition.site.base
    size = edition.size_of(cover) if cover.startswith(base) else None
    path = PurePosixPath(unquote(cover[len(base) :]))
    if size is None or path.suffix.lower() not in _FORMATS or {*"?#"} & {*path.name}:
        return ()
    place = f"assets/postroom/covers/{path}"
    return tuple((width, f"{place}-{width}.webp") for width in WIDTHS if width < size[0])


def list_covers(edition: Edition) -> Iterator[tuple[str, int, str, Post]]:
    """List every smaller cover once: its path, its width, the cover's address, a post."""
    seen: set[str] = set()
    for post in edition.site.posts:
        for width, path in list_cover_sizes(edition, post):
            if path not in seen:
                seen.add(path)
                yield path, width, edition.site.cover_of(post), post
