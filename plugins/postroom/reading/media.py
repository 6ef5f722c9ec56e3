"""Pictures and other files: which of them no reader should see."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from urllib.parse import unquote

from postroom.model.address import join_path
from postroom.reading.posts import Manuscript

_TARGET = re.compile(
    r"\]\(\s*<?([^)\s>]+)|\]:\s*<?([^\s>]+)|\b(?:src|href|srcset|poster)=[\"']([^\"'\s]+)"
)


def private_media(
    media: Iterable[str],
    manuscripts: Iterable[Manuscript],
    now: datetime,
    used_elsewhere: Collection[str] = (),
) -> frozenset[str]:
    """Find the files that belong to unpublished posts only.

    Such a file is used by a hidden post, or lies in a folder whose posts are all
    hidden; and nothing public uses it.

    Args:
        media: The paths of all files that are no pages.
        manuscripts: All posts.
        now: Decides which posts are hidden.
        used_elsewhere: The paths of files that other pages or settings use.
    """
    hidden: list[Manuscript] = []
    public: list[Manuscript] = []
    for manuscript in manuscripts:
        (public if manuscript.post.is_public(now) else hidden).append(manuscript)
    if not hidden:
        return frozenset()
    open_folders = {_folder(m.post.path) for m in public}
    closed_folders = {_folder(m.post.path) for m in hidden} - open_folders
    used_by_hidden = _used(hidden)
    used_by_public = _used(public).union(used_elsewhere)
    return frozenset(
        path
        for path in media
        if (path in used_by_hidden or _lies_in(path, closed_folders, open_folders))
        and path not in used_by_public
    )


def _used(manuscripts: Iterable[Manuscript]) -> set[str]:
    """The paths of everything that posts show or link to."""
    used = set()
    for manuscript in manuscripts:
        post = manuscript.post
        used |= find_targets(post.path, manuscript.body)
        if post.image:
            used.add(_resolve(post.path, post.image.src))
    return used


def find_targets(path: str, text: str) -> set[str]:
    """Find the paths of all files that a Markdown text shows or links to."""
    found = (next(filter(None, groups)) for groups in _TARGET.findall(text))
    return {_resolve(path, target) for target in found}


def _resolve(path: str, target: str) -> str:
    return join_path(path, unquote(target.partition("#")[0].partition("?")[0]))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _lies_in(path: str, closed: set[str], opened: set[str]) -> bool:
    """Whether the nearest folder above a file that has posts has only hidden ones."""
    while path:
        path = _folder(path)
        if path in closed or path in opened:
            return path in closed
    return False
