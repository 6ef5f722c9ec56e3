"""All posts together: what only shows when one knows every file."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from postroom.errors import Place, Problem
from postroom.model.author import Author
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.model.site import join_path
from postroom.model.text import slugify
from postroom.reading.posts import Manuscript, parse_post
from postroom.reading.wording import nearest

_TARGET = re.compile(r"\]\(<?([^)\s>]+\.md)(?:#[^)\s>]*)?>?(?:\s+[^)]*)?\)|\]:\s*(\S+\.md)")


@dataclass(frozen=True)
class Library:
    """Every post that could be read, and every problem found on the way."""

    manuscripts: tuple[Manuscript, ...]
    """Newest first."""

    problems: tuple[Problem, ...]

    def public(self, now: datetime) -> tuple[Manuscript, ...]:
        """What readers may see at the given moment, newest first."""
        return tuple(m for m in self.manuscripts if m.post.is_public(now))


def read_library(
    sources: Iterable[tuple[str, bytes]],
    *,
    authors: Mapping[str, Author],
    options: Options,
    now: datetime,
) -> Library:
    """Read posts from (path, bytes) pairs and check them, alone and together."""
    manuscripts: list[Manuscript] = []
    problems: list[Problem] = []
    for path, source in sources:
        manuscript, found = parse_post(path, source, options)
        problems += found
        if manuscript is not None:
            manuscripts.append(manuscript)
    manuscripts.sort(key=lambda m: m.post.sort_key, reverse=True)
    for manuscript in manuscripts:
        problems += _check_people_and_terms(manuscript, authors, options)
    problems += _check_twins(manuscripts, "uid", lambda p: p.uid)
    problems += _check_twins(manuscripts, "slug", lambda p: p.slug)
    for kind in ("categories", "tags", "series"):
        problems += _check_terms(manuscripts, kind)
    problems += _check_series(manuscripts)
    problems += _check_links(manuscripts, now)
    return Library(tuple(manuscripts), tuple(sorted(problems)))


def _place(manuscript: Manuscript, *keys: str) -> Place:
    return manuscript.document.place(manuscript.post.path, keys)


def _check_people_and_terms(
    manuscript: Manuscript, authors: Mapping[str, Author], options: Options
) -> Iterable[Problem]:
    for key in manuscript.post.authors:
        if key not in authors:
            yield Problem(
                _place(manuscript, "authors"),
                f"unknown author {key!r}",
                nearest(key, authors.keys())
                if authors
                else f"describe {key} in {options.authors_file}",
            )
    for name in manuscript.post.categories:
        if options.categories_allowed and name not in options.categories_allowed:
            yield Problem(
                _place(manuscript, "categories"),
                f"category {name!r} is not one of categories_allowed",
                nearest(name, options.categories_allowed),
            )


def _check_twins(
    manuscripts: Iterable[Manuscript], key: str, of: Callable[[Post], Hashable]
) -> Iterable[Problem]:
    first: dict[Hashable, Manuscript] = {}
    for manuscript in sorted(manuscripts, key=lambda m: m.post.path):
        other = first.setdefault(of(manuscript.post), manuscript)
        if other is not manuscript:
            yield Problem(
                _place(manuscript, key),
                f"{key} {of(manuscript.post)!r} is already that of {other.post.path}",
                f"give one of the two posts a {key} of its own",
            )


def terms_of(post: Post, kind: str) -> tuple[str, ...]:
    """The names under which a post is filed: categories, tags or its series."""
    if kind == "series":
        return (post.series.name,) if post.series else ()
    names: tuple[str, ...] = getattr(post, kind)
    return tuple(dict.fromkeys(names))


def _check_terms(manuscripts: Iterable[Manuscript], kind: str) -> Iterable[Problem]:
    """Two names must not share an address, and each must have one."""
    first: dict[str, str] = {}
    seen: set[str] = set()
    for manuscript in reversed(tuple(manuscripts)):
        for name in terms_of(manuscript.post, kind):
            if name in seen:
                continue
            seen.add(name)
            slug = slugify(name)
            other = first.setdefault(slug, name)
            if not slug:
                yield Problem(
                    _place(manuscript, kind),
                    f"{name!r} has no letter or digit to make an address from",
                    "use a name with letters",
                )
            elif other != name:
                yield Problem(
                    _place(manuscript, kind),
                    f"{name!r} and {other!r} would share the address {slug!r}",
                    "write them alike, or give one another name",
                )


def _check_series(manuscripts: Iterable[Manuscript]) -> Iterable[Problem]:
    parts: dict[str, dict[int, Manuscript]] = defaultdict(dict)
    for manuscript in sorted(manuscripts, key=lambda m: m.post.path):
        series = manuscript.post.series
        if series is None or series.part is None:
            continue
        other = parts[series.name].setdefault(series.part, manuscript)
        if other is not manuscript:
            yield Problem(
                _place(manuscript, "series", "part"),
                f"part {series.part} of {series.name!r} is already {other.post.path}",
                "number the parts of a series from 1, each once",
            )
    for name, numbered in parts.items():
        for part, manuscript in numbered.items():
            if part > 1 and part - 1 not in numbered:
                yield Problem(
                    _place(manuscript, "series", "part"),
                    f"part {part} of {name!r} follows no part {part - 1}",
                    f"there are parts {', '.join(map(str, sorted(numbered)))}: close the gap",
                    is_fatal=False,
                )


def private_media(
    media: Iterable[str], manuscripts: Iterable[Manuscript], now: datetime
) -> frozenset[str]:
    """Find the files beside posts that belong to unpublished ones only.

    Such a file is mentioned by a hidden post, or lies in a folder whose posts are all
    hidden; and no public post mentions it.
    """
    hidden, public = [], []
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
        name in text for m in manuscripts for text in (m.document.front, m.document.body)
        for name in names
    )


def _check_links(manuscripts: Iterable[Manuscript], now: datetime) -> Iterable[Problem]:
    """A public post must not lead to one that readers cannot see yet."""
    hidden = {m.post.path: m.post for m in manuscripts if not m.post.is_public(now)}
    if not hidden:
        return
    for manuscript in manuscripts:
        if manuscript.post.path in hidden:
            continue
        for found in _TARGET.finditer(manuscript.document.body):
            target = hidden.get(join_path(manuscript.post.path, found[1] or found[2]))
            if target is None:
                continue
            state = "a draft" if target.draft else f"scheduled for {target.published:%Y-%m-%d}"
            above = manuscript.document.front.count("\n") + 2
            line = above + manuscript.document.body.count("\n", 0, found.start()) + 1
            yield Problem(
                Place(manuscript.post.path, line),
                f"a link to {target.path}, which is {state}",
                "publish that post first, or take the link out",
                is_fatal=False,
            )
