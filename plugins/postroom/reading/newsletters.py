"""All of a newsletter: items and issues read one by one, checked together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from postroom.errors import Place, Problem
from postroom.model.imprint import NewsletterOptions
from postroom.model.item import Item
from postroom.reading.issues import IssueManuscript, parse_issue
from postroom.reading.items import Items, read_items
from postroom.toolbox.wording import nearest


@dataclass(frozen=True)
class NewsletterLibrary:
    """Every issue and item that could be read, and every problem found on the way."""

    options: NewsletterOptions
    proofs: tuple[IssueManuscript, ...]
    """Newest first."""

    items: Items
    problems: tuple[Problem, ...]


def read_newsletter(
    options: NewsletterOptions,
    *,
    issues: Iterable[tuple[str, bytes]],
    items: Iterable[tuple[str, bytes]],
    posts: Mapping[str, str],
    known: Mapping[str, Item] | None = None,
) -> NewsletterLibrary:
    """Read a newsletter and check it, file by file and as a whole.

    Args:
        options: What the site's owner set.
        issues: The path and bytes of each issue.
        items: The path and bytes of each item.
        posts: The path of every post by its slug, for what issues list.
        known: Items that need not be read again, by digest.
    """
    proofs, problems = read_proofs(issues)
    read = read_items(items, known)
    problems += read.problems
    troubled = {problem.place.path for problem in read.problems}
    problems += _check_numbers(proofs)
    problems += _check_listed(proofs, read.by_name, posts, troubled)
    return NewsletterLibrary(options, tuple(proofs), read, tuple(sorted(problems)))


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
    for proof in archive.proofs:
        yield ("issue", proof.issue.uid), proof.issue.path
    for item in archive.items.by_name.values():
        yield ("item", item.uid), item.path


def read_proofs(
    issues: Iterable[tuple[str, bytes]],
) -> tuple[list[IssueManuscript], list[Problem]]:
    """Read issues by path and bytes, each by itself; give them newest first."""
    proofs: list[IssueManuscript] = []
    problems: list[Problem] = []
    for path, source in issues:
        proof, found = parse_issue(path, source)
        problems += found
        if proof is not None:
            proofs.append(proof)
    proofs.sort(key=lambda p: (p.issue.sort_key, p.issue.path), reverse=True)
    return proofs, problems


def _oldest_first(proofs: Sequence[IssueManuscript]) -> Iterator[IssueManuscript]:
    return reversed(proofs)


def _check_numbers(proofs: Sequence[IssueManuscript]) -> Iterator[Problem]:
    for key in ("number", "uid"):
        first: dict[object, IssueManuscript] = {}
        for proof in _oldest_first(proofs):
            if key not in proof.document.meta and key == "uid":
                continue  # it follows the number, which was told
            value = getattr(proof.issue, key)
            other = first.setdefault(value, proof)
            if other is not proof:
                yield Problem(
                    proof.place(key),
                    f"{key} {value!r} is already that of {other.issue.path}",
                    f"give one of the two issues a {key} of its own",
                )


def _check_listed(
    proofs: Sequence[IssueManuscript],
    items: Mapping[str, Item],
    posts: Mapping[str, str],
    troubled: set[str],
) -> Iterator[Problem]:
    """What issues list has to be there, and no item is printed twice."""
    printed: dict[str, IssueManuscript] = {}
    for proof in _oldest_first(proofs):
        for number, section in enumerate(proof.issue.sections):
            place = partial(proof.place, "sections", str(number))  # rarely needed
            for slug in section.posts:
                if slug not in posts:
                    fix = nearest(slug, posts)
                    yield Problem(place(), f"there is no post with the slug {slug!r}", fix)
            for name in section.items:
                if name in printed:
                    yield _explain_twice(place(), name, printed[name], proof)
                elif name not in items and not _is_troubled(name, troubled):
                    fix = nearest(name, items)
                    yield Problem(place(), f"there is no item {name!r}", fix)
                printed.setdefault(name, proof)


def _is_troubled(name: str, troubled: set[str]) -> bool:
    """Whether the file is there, and has problems that are told elsewhere."""
    return any(path.endswith(f"/{name}.md") for path in troubled)


def _explain_twice(
    place: Place, name: str, first: IssueManuscript, proof: IssueManuscript
) -> Problem:
    if first is proof:
        fix = "take it out of one of the places"
        return Problem(place, f"the item {name!r} is listed twice", fix)
    what = f"the item {name!r} is already in {first.issue.path}"
    return Problem(place, what, "take it out of one of the two issues")
