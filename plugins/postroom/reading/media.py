"""Files beside posts: which of them no reader should see."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from postroom.reading.posts import Manuscript


def private_media(
    media: Iterable[str], manuscripts: Iterable[Manuscript], now: datetime
) -> frozenset[str]:
    """Find the files beside posts that belong to unpublished ones only.

    Such a file is mentioned by a hidden post, or lies in a folder whose posts are all
    hidden; and no public post mentions it.
    """
    hidden: list[Manuscript] = []
    public: list[Manuscript] = []
    for manuscript in manuscripts:
        (public if manuscript.post.is_public(now) else hidden).append(manuscript)
    if not hidden:
        return frozenset()
    open_folders = {_folder(m.post.path) for m in public}
    closed_folders = {_folder(m.post.path) for m in hidden} - open_folders
    return frozenset(
        path
        for path in media
        if (_lies_in(path, closed_folders, open_folders) or _is_mentioned(path, hidden))
        and not _is_mentioned(path, public)
    )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _lies_in(path: str, closed: set[str], opened: set[str]) -> bool:
    """Whether the nearest folder above a file that has posts has only hidden ones."""
    while path:
        path = _folder(path)
        if path in closed or path in opened:
            return path in closed
    return False


def _is_mentioned(path: str, manuscripts: Iterable[Manuscript]) -> bool:
    name = path.rpartition("/")[2]
    names = {name, quote(name)}
    return any(
        name in text
        for m in manuscripts
        for text in (m.document.front, m.document.body)
        for name in names
    )
