"""An issue before it goes out: what its editor would want to know first."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from postroom.errors import Place, Problem
from postroom.issues.draft import TO_COME
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site
from postroom.model.text import write_day
from postroom.reading.issues import IssueManuscript
from postroom.reading.unread import Unread, may_say

_UNFINISHED = re.compile(rf"\b(?:{TO_COME}|TODO|FIXME|XXX)\b")
_CERTAIN = re.compile(rf"TODO|FIXME|^\W*(?:\w+:\W*)?{TO_COME}\b|\b{TO_COME}[,:.]")
"""Elsewhere the letters may be a name: TK Maxx."""

_REMARK = re.compile(r"^([ \t]*- \S+)[ \t]+#.*$|^[ \t]*#.*$", re.M)
"""In front matter; `issue new` writes titles there, whatever is in them."""

_SUBJECT = range(10, 79)
_PREHEADER = range(40, 111)


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
            yield from _tell_twins(place, item, earlier, newsletter)
            earlier.add(item)


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


def _tell_twins(
    place: Place, item: Item, earlier: Ledger, newsletter: Newsletter
) -> Iterator[Problem]:
    for twin in earlier.find(item):
        issue = newsletter.listed.get(twin.item.name)
        where = f"№ {issue.number} of {write_day(issue.date)}" if issue else "this issue"
        shared = "the same address as" if twin.shares == "url" else "nearly the title of"
        yield Problem(
            place,
            f"{item.title!r} has {shared} {twin.item.title!r} in {where}",
            f"take {item.name} out, if it is the same",
            is_fatal=False,
        )
