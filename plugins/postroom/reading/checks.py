"""All posts together: what only shows when one knows every file."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import datetime

from postroom.errors import Place, Problem
from postroom.model.address import is_markdown, stem
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.reading.links import find_hidden_links, tell_state
from postroom.reading.posts import Manuscript
from postroom.reading.unread import Unread
from postroom.toolbox.wording import nearest


def check_library(  # noqa: PLR0913 - each is a part of the site
    manuscripts: Iterable[Manuscript],
    *,
    authors: Collection[str] | None,
    options: Options,
    now: datetime,
    pages: Collection[str],
    unread: Collection[Unread] = (),
) -> Iterable[Problem]:
    """Find every problem that no post has by itself; the arguments are the library's.

    What may be in a file of ``unread`` is missed by nobody.
    """
    for manuscript in manuscripts:
        yield from _check_people_and_terms(manuscript, authors, options)
        if manuscript.post.is_public(now):
            yield from _check_begun(manuscript)
    yield from _check_twins(manuscripts, "uid", lambda p: p.uid)
    yield from _check_twins(manuscripts, "slug", lambda p: p.slug)
    for kind in ("categories", "tags", "series"):
        yield from _check_terms(manuscripts, kind, options)
    yield from _check_series(manuscripts, unread)
    yield from _check_links(manuscripts, now)
    yield from _check_further(manuscripts, now, {*pages, *(file.path for file in unread)})


def _place(manuscript: Manuscript, *keys: str) -> Place:
    return manuscript.document.place(manuscript.post.path, keys)


def _check_begun(manuscript: Manuscript) -> Iterable[Problem]:
    """Find the words that a new post begins with, once readers would see them."""
    post, document = manuscript.post, manuscript.document
    fix = "write your own, or add `draft: true`"
    if post.description.strip() == DESCRIPTION:
        place = _place(manuscript, "description")
        yield Problem(place, "the description is still the one of a new post", fix)
    for number, line in enumerate(manuscript.body.split("\n")):
        if line.strip() == OPENING or TO_COME_LINE.match(line):
            what = f"{line.strip()[:40]!r} is still there"
            yield Problem(Place(post.path, document.body_line + number), what, fix)


DESCRIPTION = "One sentence that makes a reader want to read on."
OPENING = "Begin here. The first paragraph is what lists and link previews show."
"""What `postroom new` writes, to be replaced."""

TO_COME_LINE = re.compile(r"\W*TK\b(?:\W*$|[,:.])")
"""A paragraph that is nothing but TK, or begins with it as a note."""


def _check_people_and_terms(
    manuscript: Manuscript, authors: Collection[str] | None, options: Options
) -> Iterable[Problem]:
    for key in manuscript.post.authors:
        if authors is not None and key not in authors:
            yield Problem(
                _place(manuscript, "authors"),
                f"unknown author {key!r}",
                nearest(key, authors, f"describe {key} in {options.authors_file}"),
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


def _check_terms(
    manuscripts: Iterable[Manuscript], kind: str, options: Options
) -> Iterable[Problem]:
    """Two names must not share an address, and each must have one."""
    first: dict[str, str] = {}
    seen: set[str] = set()
    for manuscript in reversed(tuple(manuscripts)):
        for name in terms_of(manuscript.post, kind):
            if name in seen:
                continue
            seen.add(name)
            slug = options.term_slug(name)
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
                    "write them alike, or give one an address in `slugs`",
                )


def _check_series(
    manuscripts: Iterable[Manuscript], unread: Collection[Unread]
) -> Iterable[Problem]:
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
                if any(_may_be_part(file, name, part - 1, numbered) for file in unread):
                    continue
                yield Problem(
                    _place(manuscript, "series", "part"),
                    f"part {part} of {name!r} follows no part {part - 1}",
                    f"there are {', '.join(map(str, sorted(numbered)))}: close the gap",
                    is_fatal=False,
                )


def _may_be_part(
    file: Unread, series: str, part: int, numbered: Mapping[int, Manuscript]
) -> bool:
    """Whether a file that nobody can read may be a part of a series.

    A blank one may be any, unless the other parts have their numbers in their names.
    """
    names = {number: stem(m.post.path) for number, m in numbered.items()}
    if not file.is_blank or any(f"{n}" not in name for n, name in names.items()):
        return file.may_say(series)
    like = {name.replace(f"{n}", f"{part}") for n, name in names.items()}
    return stem(file.path) in like


def _check_links(manuscripts: Iterable[Manuscript], now: datetime) -> Iterable[Problem]:
    """A public post must not lead to one that readers cannot see yet."""
    hidden = {m.post.path: m.post for m in manuscripts if not m.post.is_public(now)}
    if not hidden:
        return
    for manuscript in manuscripts:
        if manuscript.post.path not in hidden:
            document = manuscript.document
            yield from find_hidden_links(
                manuscript.post.path, document.body, document.body_line, hidden
            )


def _check_further(
    manuscripts: Iterable[Manuscript], now: datetime, pages: Collection[str]
) -> Iterable[Problem]:
    """What `links` names must be there, and be public."""
    by_path = {m.post.path: m.post for m in manuscripts}
    for manuscript in manuscripts:
        for _, target in manuscript.post.links:
            name = target.partition("#")[0]
            other = by_path.get(name)
            if not is_markdown(name) or name in pages:
                continue
            if other is None:
                what, fix = f"there is no file {name!r}", nearest(name, [*by_path, *pages])
            elif not other.is_public(now) and manuscript.post.is_public(now):
                what = f"a link to {name}, which is {tell_state(other)}"
                fix = "publish that post first, or take the link out"
            else:
                continue
            yield Problem(_place(manuscript, "links"), what, fix, is_fatal=False)
