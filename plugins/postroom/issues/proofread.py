"""An issue before it goes out: what its editor would want to know first."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from postroom.errors import Place, Problem
from postroom.issues.draft import TO_COME
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.ledger import Ledger, Twin, keys_of
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site
from postroom.model.text import join_names, write_day
from postroom.reading.issues import IssueManuscript
from postroom.reading.unread import Unread, may_say

_UNFINISHED = re.compile(rf"\b(?:{TO_COME}|TODO|FIXME|XXX)\b")
_CERTAIN = re.compile(rf"TODO|FIXME|^\W*(?:\w+:\W*)?{TO_COME}\b|\b{TO_COME}[,:.]")
"""Elsewhere the letters may be a name: TK Maxx."""

_REMARK = re.compile(r"^([ \t]*- \S+)[ \t]+#.*$|^[ \t]*#.*$", re.M)
"""In front matter; `issue new` writes titles there, whatever is in them."""

_SUBJECT = range(10, 79)
_PREHEADER = range(40, 111)
_NAMED = 5
"""Items of a group that are told by name."""


def proofread(
    manuscript: IssueManuscript,
    newsletter: Newsletter,
    site: Site,
    unread: Collection[Unread] = (),
) -> Iterator[Problem]:
    """Find what no single file shows to be wrong; its mail is looked at elsewhere.

    Args:
        manuscript: The issue.
        newsletter: That it is a number of.
        site: With all posts that can be read.
        unread: The files of others, which are told by themselves.
    """
    issue = manuscript.issue
    yield from _check_length(manuscript, "subject", _SUBJECT, is_fatal=True)
    yield from _check_length(manuscript, "preheader", _PREHEADER, is_fatal=False)
    yield from _check_finished(manuscript)
    yield from _check_posts(manuscript, site, unread)
    yield from _check_items(manuscript, newsletter)
    if not manuscript.document.body.strip():
        yield Problem(
            Place(issue.path, manuscript.document.body_line),
            "there is no letter",
            "write a few lines below the front matter",
            is_fatal=False,
        )


def _check_length(
    manuscript: IssueManuscript, key: str, allowed: range, *, is_fatal: bool
) -> Iterator[Problem]:
    length = len(getattr(manuscript.issue, key))
    if length not in allowed:
        yield Problem(
            manuscript.place(key),
            f"the {key} has {length} characters",
            f"write {allowed.start} to {allowed.stop - 1}: mailboxes cut or bury others",
            is_fatal,
        )


def _check_finished(manuscript: IssueManuscript) -> Iterator[Problem]:
    """Nothing may go out that its editor meant to come back to."""
    document = manuscript.document
    front = _REMARK.sub(r"\1", f"\n{document.front}\n")
    for number, line in enumerate((front + document.body).split("\n"), 1):
        mark = _UNFINISHED.search(line)
        if mark:
            place = Place(manuscript.issue.path, number)
            what = f"{mark[0]!r} is left in {line.strip()[:60]!r}"
            is_fatal = _CERTAIN.search(line) is not None
            yield Problem(place, what, "finish it", is_fatal)


def _check_posts(
    manuscript: IssueManuscript, site: Site, unread: Collection[Unread]
) -> Iterator[Problem]:
    """What an issue announces has to be there when it appears."""
    public, day = {post.slug: post for post in site.posts}, manuscript.issue.date
    for number, section in enumerate(manuscript.issue.sections):
        for slug in section.posts:
            post = public.get(slug)
            if post is None and may_say(unread, slug):
                continue
            if post is None or not post.is_public(day):
                yield Problem(
                    manuscript.place("sections", str(number)),
                    f"the post {slug!r} is not public on {write_day(day)}",
                    "publish the post first, or take it out",
                )


def _check_items(manuscript: IssueManuscript, newsletter: Newsletter) -> Iterator[Problem]:
    issue = manuscript.issue
    earlier = Ledger.of(_printed_before(newsletter, issue))
    alike: list[_Alike] = []
    for number, section in enumerate(issue.sections):
        place = manuscript.place("sections", str(number))
        for name in section.items:
            item = newsletter.items.get(name)
            if item is None:
                continue  # reading said so
            if item.is_gone or not item.waits_for(issue.number):
                yield _tell_gone(place, item)
            elif item.is_over(issue.date):
                yield _tell_over(place, item, issue.date)
            alike += (_Alike(place, item, twin) for twin in earlier.find(item))
            earlier.add(item)
    yield from (_tell_alike(group, newsletter) for group in _group(alike))


def _printed_before(newsletter: Newsletter, issue: Issue) -> Iterable[Item]:
    return (p.item for p in newsletter.printed if p.issue.sort_key < issue.sort_key)


def _tell_gone(place: Place, item: Item) -> Problem:
    """Say why an item is not to be printed: its editor decided so."""
    if item.same_as:
        what, fix = f"{item.title!r} says the same as {item.same_as}", "list that one"
    elif item.withdrawn:
        what = f"{item.title!r} was taken back on {write_day(item.withdrawn)}"
        fix = f"take {item.name} out of the issue"
    else:
        what = f"{item.title!r} is kept for a later issue"
        fix = f"run `postroom item release {item.name}`, or take it out"
    return Problem(place, what, fix)


def _tell_over(place: Place, item: Item, when: datetime) -> Problem:
    return Problem(
        place,
        f"{item.title!r} is over on {write_day(when)}",
        f"take {item.name} out of the issue",
        is_fatal=False,
    )


@dataclass(frozen=True)
class _Alike:
    """An item of the issue, and one that is there already and like it."""

    place: Place
    item: Item
    twin: Twin

    @property
    def keys(self) -> set[tuple[str, ...]]:
        """What each of the two may share with others, of the sort that they share."""
        every = (*keys_of(self.item), *keys_of(self.twin.item))
        return {key for key in every if key[0] == self.twin.shares}


def _group(alike: Iterable[_Alike]) -> Iterable[list[_Alike]]:
    """Put together what is like each other: of a hundred nobody reads pairs."""
    groups: list[tuple[set[tuple[str, ...]], list[_Alike]]] = []
    for each in alike:
        keys, members, apart = each.keys, [each], []
        for group in groups:
            if keys.isdisjoint(group[0]):
                apart.append(group)
            else:
                keys, members = keys | group[0], [*group[1], *members]
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]


def _tell_alike(group: list[_Alike], newsletter: Newsletter) -> Problem:
    first = group[0]
    twin, issue = first.twin.item, newsletter.listed.get(first.twin.item.name)
    where = f"№ {issue.number} of {write_day(issue.date)}" if issue else "this issue"
    shared = "the same address as" if first.twin.shares == "url" else "nearly the title of"
    who, fix = f"{first.item.title!r} has", f"take {first.item.name} out, if it is the same"
    others = ""
    if len(group) > 1:
        names = [each.item.name for each in group]
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        who, fix = f"{len(names)} items have", "take out those that are the same"
        others = f", or of one another: {join_names([*names[:_NAMED], *more])}"
    what = f"{who} {shared} {twin.title!r} in {where}{others}"
    return Problem(first.place, what, fix, is_fatal=False)
