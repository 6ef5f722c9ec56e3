"""All posts of a site: read one by one, checked together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from postroom.errors import Problem
from postroom.model.names import set_apart
from postroom.model.options import Options
from postroom.model.text import count
from postroom.reading.checks import check_library
from postroom.reading.posts import (
    Manuscript,
    find_strangers,
    parse_post,
    remark_on_title,
)
from postroom.reading.terms import unify_terms
from postroom.reading.unread import Unread
from postroom.toolbox.wording import UNKNOWN

Defaults = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Library:
    """Every post that could be read, and every problem found on the way."""

    manuscripts: tuple[Manuscript, ...]
    """Newest first."""

    problems: tuple[Problem, ...]
    unread: tuple[Unread, ...] = ()
    """The files of the other posts."""

    remarks: tuple[Problem, ...] = ()
    """What was understood otherwise than it is written; nothing is wrong with it."""


def read_library(  # noqa: PLR0913 - each is a part of the site
    sources: Iterable[tuple[str, bytes]],
    *,
    authors: Collection[str] | None,
    options: Options,
    now: datetime,
    pages: Collection[str] = (),
    defaults_of: Defaults = lambda _: {},
) -> Library:
    """Read posts and check them, alone and together.

    Args:
        sources: The path and bytes of each post.
        authors: The keys that posts may name as authors; None if nobody knows.
        options: What the site's owner set.
        now: Decides what is scheduled.
        pages: Other Markdown files, which a post's `links` may name.
        defaults_of: Gives what is said of all posts in the folder of a path.
    """
    library = read_posts(sources, options, defaults_of)
    problems = check_library(
        library.manuscripts,
        authors=authors,
        options=options,
        now=now,
        pages=pages,
        unread=library.unread,
    )
    return replace(
        library,
        problems=tuple(sorted((*library.problems, *problems))),
        remarks=tuple(sorted((*library.remarks, *_remark_on_future(library, now)))),
    )


def _remark_on_future(library: Library, now: datetime) -> Iterator[Problem]:
    """Say that a date in the future keeps nothing back in Material's blog."""
    for manuscript in library.manuscripts:
        post = manuscript.post
        if post.published > now and post.is_public(now):
            place = manuscript.document.place(post.path, ("date",))
            what = f"{post.published:%Y-%m-%d} is to come, and the post is published"
            fix = "leave it so, or set the option `draft_if_future_date: true`"
            yield Problem(place, what, fix, is_fatal=False)


def read_posts(
    sources: Iterable[tuple[str, bytes]],
    options: Options,
    defaults_of: Defaults = lambda _: {},
) -> Library:
    """Read posts by path and bytes, each by itself."""
    manuscripts: list[Manuscript] = []
    problems: list[Problem] = []
    unread: list[Unread] = []
    strangers: list[Problem] = []
    is_lenient = options.layout == "material-blog"
    for path, source in sources:
        manuscript, found = parse_post(path, source, options, defaults_of(path))
        if manuscript is None:
            problems += found
            unread.append(Unread(path, source))
        else:
            (strangers if is_lenient else problems).extend(found)
            manuscripts.append(manuscript)
    if is_lenient:  # there, files decide between posts of one moment
        manuscripts.sort(key=lambda m: m.post.published, reverse=True)
        manuscripts = _part_twins(manuscripts)
        strangers += _sum_up(manuscripts, options)
    else:
        manuscripts.sort(key=lambda m: m.post.sort_key, reverse=True)
    unified, remarks = unify_terms(manuscripts, options)
    titles = (remark for m in unified for remark in remark_on_title(m, options))
    return Library(
        unified,
        tuple(problems),
        tuple(unread),
        tuple(sorted((*remarks, *titles, *strangers))),
    )


def _sum_up(manuscripts: Iterable[Manuscript], options: Options) -> Iterator[Problem]:
    """Tell of each key that nobody knows once: a blog has the same in all of its posts."""
    told: dict[str, list[Problem]] = defaultdict(list)
    for each in reversed([*manuscripts]):
        for odd in find_strangers(each.post.path, each.document, options.own_keys):
            shared = odd.place.key if odd.what == UNKNOWN else str(odd.place)
            told[shared].append(odd)
    for first, *others in told.values():
        also = f", here and in {count(len(others), 'other post')}" if others else ""
        fix = first.fix
        if first.what == UNKNOWN and "did you mean" not in fix:
            fix = "name it among `own_keys`, if your templates ask for it"
        yield replace(first, what=f"{first.what}{also}", fix=fix, is_fatal=False)


def _part_twins(manuscripts: list[Manuscript]) -> list[Manuscript]:
    """Let posts of one slug have one each, where its address has its day as well.

    The oldest keeps it. The address of the page stays as it is; share pages and kits
    have the other one.
    """
    taken: set[str] = set()
    parted: list[Manuscript] = []
    for manuscript in reversed(manuscripts):
        post = manuscript.post
        slug = set_apart(post.slug, taken.__contains__)
        taken.add(slug)
        if slug != post.slug:
            address = post.slug if post.address is None else post.address
            post = post.model_copy(update={"slug": slug, "address": address})
        parted.append(replace(manuscript, post=post))
    return parted[::-1]
