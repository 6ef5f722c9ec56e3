"""Files beside posts: which of them no reader should see."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from postroom.model.site import join_path
from postroom.reading.posts import Manuscript

_TARGET = re.compile(
    r"\]\(\s*<?([^)\s>]+)|\]:\s*<?([^\s>]+)|\b(?:src|href|srcset|poster)=[\"']([^\"'\s]+)"
)


def private_media(
    media: Iterable[str], manuscripts: Iterable[Manuscript], now: datetime
) -> frozenset[str]:
    """Find the files beside posts that belong to unpublished ones only.

    Such a file is used by a hidden post, or lies in a folder whose posts are all
    hidden; and no public post uses it.
    """
    hidden: list[Manuscript] = []
    public: list[Manuscript] = []
    for manuscript in manuscripts:
        (public if manuscript.post.is_public(now) else hidden).append(manuscript)
    if not hidden:
        return frozenset()
    open_folders = {_folder(m.post.path) for m in public}
    closed_folders = {_folder(m.post.path) for m in hidden} - open_folders
    used_by_hidden, used_by_public = _used(hidden), _used(public)
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
        targets = [next(filter(None, found)) for found in _TARGET.findall(manuscript.body)]
        if post.image:
            targets.append(post.image.src)
        for target in targets:
            path = unquote(target.partition("#")[0].partition("?")[0])
            used.add(join_path(post.path, path))
    return used


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _lies_in(path: str, closed: set[str], opened: set[str]) -> bool:
    """Whether the nearest folder above a file that has posts has only hidden ones."""
    while path:
        path = _folder(path)
        if path in closed or path in opened:
            return path in closed
    return False
