"""All of a newsletter: items and issues read one by one, checked together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from postroom.errors import Place, Problem
from postroom.model.address import stem
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue, Section
from postroom.model.item import Item
from postroom.reading.issues import IssueManuscript, parse_issue
from postroom.reading.items import Items, read_items
from postroom.reading.unread import Unread, may_say
from postroom.toolbox.wording import nearest


@dataclass(frozen=True)
class NewsletterLibrary:
    """Every issue and item that could be read, and every problem found on the way."""

    options: NewsletterOptions
    manuscripts: tuple[IssueManuscript, ...]
    """Its issues, newest first."""

    items: Items
    problems: tuple[Problem, ...]


def read_newsletter(  # noqa: PLR0913 - each is a part of the site
    options: NewsletterOptions,
    *,
    issues: Iterable[tuple[str, bytes]],
    items: Iterable[tuple[str, bytes]],
    posts: Mapping[str, str],
    known: Mapping[str, Item] | None = None,
    unread: Collection[Unread] = (),
) -> NewsletterLibrary:
    """Read a newsletter and check it, file by file and as a whole.

    Args:
        options: What the site's owner set.
        issues: The path and bytes of each issue.
        items: The path and bytes of each item.
        posts: The path of every post by its slug, for what issues list.
        known: Items that need not be read again, by digest.
        unread: The files of posts that nobody can see, and that may be listed.
    """
    issued = read_issues(issues)
    read = read_items(items, known, zone=options.lent_zone)
    problems = [
        *issued.problems,
        *read.problems,
        *_check_numbers(issued.manuscripts),
        *_check_listed(issued.manuscripts, read, posts, unread),
    ]
    return NewsletterLibrary(options, issued.manuscripts, read, tuple(sorted(problems)))


def check_together(archives: Iterable[NewsletterLibrary]) -> Iterator[Problem]:
    """Find what two newsletters both claim: readers know entries by their uids alone."""
    first: dict[tuple[str, str], tuple[NewsletterLibrary, str]] = {}
    for archive in archives:
        for claim, path in _claims(archive):
            home, other = first.setdefault(claim, (archive, path))
            if home is not archive:
                yield Problem(
                    Place(path, 0, "uid"),
                    f"the uid {claim[1]!r} is already that of {other}",
                    "delete one of the two files, or give it a uid of its own",
                )


def _claims(archive: NewsletterLibrary) -> Iterator[tuple[tuple[str, str], str]]:
    for manuscript in archive.manuscripts:
        yield ("issue", manuscript.issue.uid), manuscript.issue.path
    for item in archive.items.by_name.values():
        yield ("item", item.uid), item.path


@dataclass(frozen=True)
class Issues:
    """Every issue that could be read, and what is wrong with the others."""

    manuscripts: tuple[IssueManuscript, ...]
    """Newest first."""

    problems: tuple[Problem, ...]


def read_issues(sources: Iterable[tuple[str, bytes]]) -> Issues:
    """Read issues by path and bytes, each by itself."""
    manuscripts: list[IssueManuscript] = []
    problems: list[Problem] = []
    for path, source in sources:
        manuscript, found = parse_issue(path, source)
        problems += found
        if manuscript is not None:
            manuscripts.append(manuscript)
    manuscripts.sort(key=lambda m: (m.issue.sort_key, m.issue.path), reverse=True)
    return Issues(tuple(manuscripts), tuple(problems))


def _check_numbers(manuscripts: Sequence[IssueManuscript]) -> Iterator[Problem]:
    for key in ("number", "uid"):
        first: dict[object, IssueManuscript] = {}
        for manuscript in reversed(manuscripts):
            if key not in manuscript.document.meta and key == "uid":
                continue  # it follows the number, which was told
            value = getattr(manuscript.issue, key)
            other = first.setdefault(value, manuscript)
            if other is not manuscript:
                yield Problem(
                    manuscript.place(key),
                    f"{key} {value!r} is already that of {other.issue.path}",
                    f"give one of the two issues a {key} of its own",
                )


def _check_listed(
    manuscripts: Sequence[IssueManuscript],
    items: Items,
    posts: Mapping[str, str],
    unread: Collection[Unread],
) -> Iterator[Problem]:
    """What issues list has to be there, and no item is printed twice."""
    printed: dict[str, IssueManuscript] = {}
    known = {*items.by_name, *(stem(problem.place.path) for problem in items.problems)}
    used = {name for manuscript in manuscripts for name in manuscript.issue.item_names}
    unlisted = items.by_name.keys() - used
    for manuscript in reversed(manuscripts):
        for number, section in enumerate(manuscript.issue.sections):
            place = partial(manuscript.place, "sections", str(number))  # rarely needed
            for slug in section.posts:
                if slug not in posts and not may_say(unread, slug):
                    fix = nearest(slug, posts, _PUT_BACK)
                    yield Problem(place(), f"there is no post with the slug {slug!r}", fix)
            listed = _check_items(section, manuscript, printed, known, unlisted)
            yield from (Problem(place(), what, fix) for what, fix in listed)


def _check_items(
    section: Section,
    manuscript: IssueManuscript,
    printed: dict[str, IssueManuscript],
    known: Collection[str],
    unlisted: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Look whether the items of a section are there, and what it may do with them.

    Args:
        section: One of an issue.
        manuscript: The issue.
        printed: What was printed before, and in which; those of the section come in.
        known: The names of all items, the troubled ones too.
        unlisted: The names of those that no issue lists.
    """
    for name in section.items:
        first = printed.get(name)
        if name not in known:
            yield explain_missing(name, manuscript.issue, unlisted)
        elif section.again and first in (None, manuscript):
            what = f"no earlier issue has printed the item {name!r}"
            yield what, "list it in a section without `again`, or take it out"
        elif first is not None and not section.again:
            yield _explain_twice(name, first, manuscript)
        if not section.again:
            printed.setdefault(name, manuscript)


def explain_missing(name: str, issue: Issue, unlisted: Collection[str]) -> tuple[str, str]:
    """Say that an item is not there, and how to go on.

    Args:
        name: What the issue lists.
        issue: What readers may have had already.
        unlisted: The items that no issue lists: a file of another name is one of them.
    """
    otherwise = "take it out, or check its spelling" if issue.draft else _PUT_BACK_ITEM
    return f"there is no item {name!r}", nearest(name, unlisted, otherwise)


_PUT_BACK = "put its file back, or take it out of the list; `postroom mv` renames both"
_PUT_BACK_ITEM = (
    "check its spelling, or put its file back, such as with `git restore`; what was "
    "printed is taken back with `postroom item withdraw`"
)


def _explain_twice(
    name: str, first: IssueManuscript, manuscript: IssueManuscript
) -> tuple[str, str]:
    if first is manuscript:
        return f"the item {name!r} is listed twice", "take it out of one of the places"
    what = f"the item {name!r} is already in {first.issue.path}"
    return what, "take it out of one of the two, or list it below `again: true`"
