"""Groups, posts and issues as commands name them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from postroom import PostroomError
from postroom.cli.config import Workplace
from postroom.engines.mkdocs.reader import Survey
from postroom.errors import ContentError, Problem
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.placement import Placement, fold_steps
from postroom.model.post import Post
from postroom.reading.steps import list_subjects
from postroom.toolbox.wording import nearest


def list_problems(survey: Survey) -> Iterator[Problem]:
    """List what is wrong with the files of groups and steps: those do not count."""
    folder = f"{survey.source.groups}/"
    return (p for p in survey.problems if p.place.path.startswith(folder))


def find_group(site: Workplace, name: str) -> Group:
    """Find a group by its id.

    Raises:
        PostroomError: There is none; names the nearest.
        ContentError: A file of the group or of its steps is broken.
    """
    known = site.survey.edition.site.group_by_id
    folder = site.survey.source.groups
    mine = (f"{folder}/{name}/", f"{folder}/{name}.yml", f"{folder}/{name}.yaml")
    broken = [p for p in site.survey.problems if p.place.path.startswith(mine)]
    if any(problem.is_fatal for problem in broken):
        raise ContentError(problem for problem in broken if problem.is_fatal)
    if name not in known:
        fix = nearest(name, known, f"describe it in {folder}/{name}.yml")
        raise PostroomError(f"there is no group {name!r}\n    fix: {fix}")
    return known[name]


def find_subject(site: Workplace, name: str, *, is_issue: bool) -> Post | Issue:
    """Find a post by slug or uid, drafts too, or an issue by what it is called.

    Raises:
        PostroomError: There is none; names the nearest.
        ContentError: There may be one, in a file that cannot be read.
    """
    posts = (manuscript.post for manuscript in site.survey.library.manuscripts)
    subjects = list_subjects(posts, _list_issues(site))
    sort: Literal["post", "issue"] = "issue" if is_issue or "/" in name else "post"
    known: Mapping[str, Post | Issue]
    known = subjects.issues if sort == "issue" else subjects.posts
    if name not in known:
        if broken := site.survey.explain_unread(name.rpartition("/")[2]):
            raise ContentError(broken)
        fix = nearest(name, subjects.names(sort), "look for its uid or slug in its file")
        raise PostroomError(f"there is no {sort} {name!r}\n    fix: {fix}")
    return known[name]


def _list_issues(site: Workplace) -> Iterator[tuple[str, Issue]]:
    for newsletter in site.survey.edition.site.newsletters:
        yield from ((newsletter.options.folder, issue) for issue in newsletter.every)


def name_of(site: Workplace, subject: Post | Issue) -> str:
    """What people call it: its slug, or `newsletter/4`."""
    if isinstance(subject, Post):
        return subject.slug
    folders = (folder for folder, issue in _list_issues(site) if issue is subject)
    return f"{next(folders)}/{subject.number}"


def find_placement(
    site: Workplace, group: Group, subject: Post | Issue, until: date = date.max
) -> Placement | None:
    """Find what became of it there until a day; None if nothing did."""
    placements = site.survey.edition.site.placements_of(subject)
    steps = [
        (subject.tag, step)
        for placement in placements
        if placement.group == group.id
        for step in placement.steps
        if step.date <= until
    ]
    return next(iter(fold_steps(steps)), None)


def title_of(subject: Post | Issue) -> str:
    """What it is called by those who read it."""
    return subject.title if isinstance(subject, Post) else subject.subject
