"""Posts, issues, items, groups and newsletters, by the names that people type.

Whoever asks for what is not there is told what is nearest to it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from postroom.errors import ContentError, PostroomError, Problem
from postroom.model.group import Group
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.placement import Placement, fold_steps
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.reading.steps import list_subjects
from postroom.toolbox.wording import nearest

_IN_ITS_FILE = "look for its uid or slug in its file"

Explain = Callable[[str], Sequence[Problem]]


def find_post(posts: Sequence[Post], name: str, *, explain: Explain = lambda _: ()) -> Post:
    """Find a post by its slug or its uid.

    Args:
        posts: Those that are meant.
        name: What somebody typed.
        explain: Says what is wrong with the files that nobody could read and that may be
            what is called so.

    Raises:
        PostroomError: There is none; names the nearest.
        ContentError: There may be one, in a file that cannot be read.
    """
    by_name = {post.uid: post for post in posts} | {post.slug: post for post in posts}
    if name not in by_name:
        if broken := explain(name):
            raise ContentError(broken)
        fix = nearest(name, [post.slug for post in posts], _IN_ITS_FILE)
        raise PostroomError(f"there is no post {name!r}\n    fix: {fix}")
    return by_name[name]


def choose_newsletter(known: Sequence[NewsletterOptions], name: str) -> NewsletterOptions:
    """The newsletter of a name, or the first one.

    Raises:
        PostroomError: There is none of that name, or none at all.
    """
    if not known:
        raise PostroomError(
            "mkdocs.yml [newsletters]: the site has no newsletter\n"
            "    fix: add `newsletters:` with a `title` to the plugin's options"
        )
    by_name = {name: o for o in known for name in (o.folder, o.id)}
    if name and name not in by_name:
        folders = ", ".join(options.folder for options in known)
        raise PostroomError(
            f"there is no newsletter {name!r}\n    fix: write one of {folders}"
        )
    return by_name[name] if name else known[0]


def find_newsletter(site: Site, name: str) -> Newsletter:
    """The newsletter of a name, or the first one, with what it holds.

    Raises:
        PostroomError: There is none of that name, or none at all.
    """
    chosen = choose_newsletter([n.options for n in site.newsletters], name)
    return next(n for n in site.newsletters if n.options == chosen)


def find_issue(newsletter: Newsletter, number: int) -> Issue:
    """Find an issue by its number, drafts too.

    Raises:
        PostroomError: There is none; lists those that there are.
    """
    by_number = {issue.number: issue for issue in newsletter.every}
    if number not in by_number:
        there = ", ".join(map(str, sorted(by_number))) or "none yet"
        raise PostroomError(f"there is no issue {number}\n    fix: choose one of {there}")
    return by_number[number]


def find_printed(newsletter: Newsletter, name: str) -> Printed:
    """Find an item that an issue lists, by its uid or the name of its file.

    Raises:
        PostroomError: No issue lists such an item; names the nearest.
    """
    by_name = {printed.item.uid: printed for printed in newsletter.printed}
    by_name |= {printed.item.name: printed for printed in newsletter.printed}
    wanted = name.rpartition("/")[2].removesuffix(".md")
    if wanted not in by_name:
        fix = nearest(wanted, by_name, "name one that an issue lists")
        raise PostroomError(f"no issue has printed an item {wanted!r}\n    fix: {fix}")
    return by_name[wanted]


def find_group(
    site: Site, name: str, *, folder: str, problems: Iterable[Problem] = ()
) -> Group:
    """Find a group by its id.

    Args:
        site: Whose groups they are.
        name: The id.
        folder: Where groups are described, below the content folder.
        problems: All that is wrong with the site's files.

    Raises:
        PostroomError: There is none; names the nearest.
        ContentError: A file of the group or of its steps is broken.
    """
    its_own = (f"{folder}/{name}/", f"{folder}/{name}.yml", f"{folder}/{name}.yaml")
    broken = [p for p in problems if p.is_fatal and p.place.path.startswith(its_own)]
    if broken:
        raise ContentError(broken)
    if name not in site.group_by_id:
        fix = nearest(name, site.group_by_id, f"describe it in {folder}/{name}.yml")
        raise PostroomError(f"there is no group {name!r}\n    fix: {fix}")
    return site.group_by_id[name]


def find_subject(
    site: Site,
    posts: Iterable[Post],
    name: str,
    *,
    is_issue: bool,
    explain: Explain = lambda _: (),
) -> Post | Issue:
    """Find what was offered: a post by slug or uid, or an issue by what it is called.

    Args:
        site: Whose issues they are.
        posts: All posts, drafts too.
        name: What somebody typed; with a `/` in it, it is an issue's.
        is_issue: Whether an issue is meant, whatever the name looks like.
        explain: Says what is wrong with the files that nobody could read and that may be
            what is called so.

    Raises:
        PostroomError: There is none; names the nearest.
        ContentError: There may be one, in a file that cannot be read.
    """
    subjects = list_subjects(posts, _list_issues(site))
    sort: Literal["post", "issue"] = "issue" if is_issue or "/" in name else "post"
    known: Mapping[str, Post | Issue]
    known = subjects.issues if sort == "issue" else subjects.posts
    if name not in known:
        if broken := explain(name.rpartition("/")[2]):
            raise ContentError(broken)
        fix = nearest(name, subjects.names(sort), _IN_ITS_FILE)
        raise PostroomError(f"there is no {sort} {name!r}\n    fix: {fix}")
    return known[name]


def name_of(site: Site, subject: Post | Issue) -> str:
    """What people call it: its slug, or `newsletter/4`."""
    if isinstance(subject, Post):
        return subject.slug
    folders = (folder for folder, issue in _list_issues(site) if issue is subject)
    return f"{next(folders)}/{subject.number}"


def _list_issues(site: Site) -> Iterator[tuple[str, Issue]]:
    for newsletter in site.newsletters:
        yield from ((newsletter.options.folder, issue) for issue in newsletter.every)


def find_placement(
    site: Site, group: Group, subject: Post | Issue, until: date = date.max
) -> Placement | None:
    """Find what became of it there until a day; None if nothing did."""
    steps = [
        (subject.tag, step)
        for placement in site.placements_of(subject)
        if placement.group == group.id
        for step in placement.steps
        if step.date <= until
    ]
    return next(iter(fold_steps(steps)), None)


def list_group_problems(problems: Iterable[Problem], folder: str) -> list[Problem]:
    """List what is wrong with the files of groups and steps: those do not count.

    Args:
        problems: All that is wrong with the site's files.
        folder: Where groups are described, below the content folder.
    """
    return sorted(p for p in problems if p.place.path.startswith(f"{folder}/"))
