"""What a step is about is found among posts and issues, and what it says is checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from postroom.errors import Place, Problem
from postroom.model.issue import Issue
from postroom.model.placement import Placement, Step
from postroom.model.post import Post
from postroom.reading.unread import Unread, may_say
from postroom.toolbox.wording import nearest

PlaceOf = Callable[[str], Place]
"""Points at a key of the file that says the step."""

_LONG_BEFORE = timedelta(days=366)
"""An essay may be offered before it appears, but hardly for longer."""

_GONE = "write a uid or a slug; if it was taken out for good, delete this file"


@dataclass(frozen=True)
class Subjects:
    """The posts and issues that steps can be about, by all names that steps may use."""

    posts: Mapping[str, Post]
    """By slug and by uid."""

    issues: Mapping[str, Issue]
    """By `newsletter/4` and by uid; by number too where there is one newsletter."""

    unread: tuple[Unread, ...] = ()
    """The files of posts and issues that may be meant, and could not be read."""

    def names(self, of: Literal["post", "issue"]) -> list[str]:
        """What people call them: slugs, or `newsletter/4`."""
        if of == "post":
            return sorted({post.slug for post in self.posts.values()})
        return [name for name in self.issues if "/" in name]


def list_subjects(
    posts: Iterable[Post],
    issues: Iterable[tuple[str, Issue]],
    unread: Iterable[Unread] = (),
) -> Subjects:
    """List what steps can be about; a uid means what it names, whatever a slug says.

    Args:
        posts: All posts, drafts too.
        issues: All issues, each with the folder of its newsletter.
        unread: The files of others, which could not be read.
    """
    posts, issues = tuple(posts), tuple(issues)
    is_alone = len({folder for folder, _ in issues}) == 1
    numbered = {f"{issue.number}": issue for _, issue in issues if is_alone}
    named = {f"{folder}/{issue.number}": issue for folder, issue in issues}
    return Subjects(
        {post.slug: post for post in posts} | {post.uid: post for post in posts},
        numbered | named | {issue.uid: issue for _, issue in issues},
        tuple(unread),
    )


def find_subject(
    place: PlaceOf, step: Step, subjects: Subjects
) -> Post | Issue | Problem | None:
    """Find the post or the issue of a step, or say why there is none.

    Nothing is said where its file may be one that could not be read.
    """
    if step.post and step.issue:
        what, fix = "a post and an issue", "take one of the two out"
        return Problem(place("issue"), what, fix)
    if not step.post and not step.issue:
        what, fix = "neither a post nor an issue", "add `post:` and its uid or slug"
        return Problem(place("post"), what, fix)
    key: Literal["post", "issue"] = "post" if step.post else "issue"
    known: Mapping[str, Post | Issue] = subjects.posts if step.post else subjects.issues
    name = step.post or step.issue
    if name in known:
        return known[name]
    if may_say(subjects.unread, name.rpartition("/")[2]):
        return None
    # a warning: a post that is taken out must not stop the site for ever
    what = f"there is no {key} {name!r}, so the step does not count"
    fix = nearest(name, subjects.names(key), _GONE)
    return Problem(place(key), what, fix, is_fatal=False)


def check_step(place: PlaceOf, step: Step) -> Iterator[Problem]:
    """Find what is odd in a step by itself."""
    if step.follow_up and step.follow_up < step.date:
        what = f"{step.follow_up} is before {step.date}, the day on which this happened"
        fix = "write the day on which to ask again"
        yield Problem(place("follow_up"), what, fix, is_fatal=False)


def find_nowhere(placement: Placement) -> Step | None:
    """Find the step that says it was published, if no step says where."""
    printed = [step for step in placement.steps if step.move == "published"]
    if placement.url or any(step.note for step in printed):
        return None
    return printed[0] if printed else None


def explain_nowhere(place: PlaceOf) -> Problem:
    """Say that nobody can read it."""
    what = "published, and nobody knows where"
    fix = "add `url: https://...`, or a `note:` such as `on paper only`"
    return Problem(place("move"), what, fix, is_fatal=False)


def check_day(place: PlaceOf, step: Step, subject: Post | Issue) -> Iterator[Problem]:
    """Find a year that is a slip."""
    published = subject.published.date()
    if step.date < published - _LONG_BEFORE:
        what = f"{step.date} is more than a year before this appeared, on {published}"
        yield Problem(place("date"), what, "check the year", is_fatal=False)
