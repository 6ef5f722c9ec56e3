"""A newsletter and a day become the plan of its next issue, and the draft of its file."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import yaml

from postroom.errors import PostroomError
from postroom.model.cadence import next_date
from postroom.model.imprint import POSTS, SectionOptions
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.text import clean_line, count, count_read_words, write_day

TO_COME = "TK"
"""What editors write where something is still to come; a check finds it."""

_WORDS_A_MINUTE = 240
_PLAIN = re.compile(r"[^\W_][\w-]*")
_OFFERED_AGAIN = 2
"""An essay that the last issue left out is offered to the next one as well."""

_FIRST_POSTS = 3
"""The first issue has no issue before it, and shows a few essays."""


@dataclass(frozen=True)
class Portion:
    """One section of a plan, and what waits for it."""

    title: str
    posts: tuple[Post, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Plan:
    """What the next issue may hold."""

    number: int
    date: date
    portions: tuple[Portion, ...]
    """Sections that have something, in the configured order."""

    homeless: tuple[Item, ...]
    """Items that wait although no section holds their kind."""

    expired: tuple[Item, ...]
    """Items that no issue printed, and that would be over when this one appears."""

    held: tuple[Item, ...] = ()
    """Items that their editor keeps for a later one."""

    last_calls: tuple[Item, ...] = ()
    """Items that are printed, and over before the issue after this one appears."""

    unlisted: tuple[Post, ...] = ()
    """Essays that no issue has listed, and that are not offered any more."""

    @property
    def minutes(self) -> int:
        """How long it takes to read every item that waits."""
        words = sum(count_read_words(f"{i.title} {i.text}") for i in self.waiting)
        return -(-words // _WORDS_A_MINUTE)

    @property
    def waiting(self) -> tuple[Item, ...]:
        """Every item that can still be printed."""
        return tuple(item for part in self.portions for item in part.items) + self.homeless


def plan_issue(
    newsletter: Newsletter,
    posts: Iterable[Post],
    *,
    today: date,
    dated: date | None = None,
    number: int | None = None,
) -> Plan:
    """Plan the next issue.

    Args:
        newsletter: With all its items and issues, drafts too.
        posts: What readers can see now, in any order.
        today: The issue appears no sooner.
        dated: When it is to appear; else when it is due.
        number: Its number; else the next one.
    """
    issues = newsletter.every
    due = dated or max(_due(newsletter) or today, today)
    opens = datetime.combine(due, time(), UTC)
    number = _next_number(issues) if number is None else number
    unused = [
        item
        for item in newsletter.items.values()
        if item.name not in newsletter.listed and not item.is_gone
    ]
    standing = [item for item in unused if not item.is_over(opens)]
    waiting = [item for item in standing if item.waits_for(number)]
    unlisted = _list_unlisted(newsletter, posts)
    fresh = _fresh_posts(newsletter, unlisted)
    sections = newsletter.options.sections
    portions = (_fill(section, fresh, waiting) for section in sections)
    held = {name for section in sections for name in section.holds}
    return Plan(
        number=number,
        date=due,
        portions=tuple(part for part in portions if part.posts or part.items),
        homeless=tuple(item for item in waiting if item.kind not in held),
        expired=_in_order(item for item in unused if item.is_over(opens)),
        held=_in_order(item for item in standing if not item.waits_for(number)),
        last_calls=_in_order(_list_last_calls(newsletter, due)),
        unlisted=tuple(post for post in unlisted if post not in fresh),
    )


def _list_last_calls(newsletter: Newsletter, due: date) -> Iterator[Item]:
    """List what is printed and closes before the issue after the next; each once."""
    opens = datetime.combine(due, time(), UTC)
    after = next_date(due, newsletter.options.cadence)
    closes = datetime.combine(after, time(), UTC)
    called = {name for issue in newsletter.every for name in issue.called_again}
    for name in newsletter.printed_in:
        item = newsletter.items.get(name)
        if item is None or name in called or not (item.row.begins or item.row.ends):
            continue
        if not item.is_gone and opens < item.over <= closes:
            yield item


def _due(newsletter: Newsletter) -> date | None:
    """The day after the last issue's, be it a draft; None before the first."""
    last = next((issue.date.date() for issue in newsletter.every), None)
    return next_date(last, newsletter.options.cadence) if last else None


def _next_number(issues: Iterable[Issue]) -> int:
    return max((issue.number for issue in issues), default=0) + 1


def _fill(section: SectionOptions, posts: Sequence[Post], items: Sequence[Item]) -> Portion:
    return Portion(
        section.title,
        tuple(posts) if POSTS in section.holds else (),
        _in_order(item for item in items if item.kind in section.holds),
    )


def _in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.order))


def _list_unlisted(newsletter: Newsletter, posts: Iterable[Post]) -> tuple[Post, ...]:
    """The essays that no issue has listed, oldest first."""
    listed = {slug for issue in newsletter.every for slug in issue.post_slugs}
    unlisted = (post for post in posts if post.slug not in listed)
    return tuple(sorted(unlisted, key=lambda post: post.sort_key))


def _fresh_posts(newsletter: Newsletter, unlisted: Sequence[Post]) -> tuple[Post, ...]:
    """Those of them that the next issue may have: new ones, and those left out once."""
    if not newsletter.public:
        return tuple(unlisted[-_FIRST_POSTS:])
    before = newsletter.public[:_OFFERED_AGAIN][-1]
    since = before.date - timedelta(days=1)  # an essay of the same morning
    return tuple(post for post in unlisted if post.published > since)


def choose_path(newsletter: Newsletter, number: int, folder: Path) -> Path:
    """Choose where the draft of an issue goes.

    Args:
        newsletter: With all its issues, drafts too.
        number: The number of the new one.
        folder: Where the newsletter's files are.

    Raises:
        PostroomError: There is an issue of that number already.
    """
    path = folder / "issues" / f"{number}.md"
    by_number = {issue.number: issue.path for issue in newsletter.every}
    if number in by_number or path.exists():
        raise PostroomError(
            f"{by_number.get(number, path)}: there is a number {number} already\n"
            "    fix: finish that issue first, or choose another --number"
        )
    return path


def sum_up(plan: Plan) -> str:
    """Say in a line what a draft holds, and what it leaves out."""
    waiting = "nothing waits for it"
    if plan.portions:
        waiting = f"{count(sum(len(p.posts) for p in plan.portions), 'post')}, "
        waiting += count(sum(len(p.items) for p in plan.portions), "item")
    parts = [waiting]
    if plan.expired:
        parts.append(f"{count(len(plan.expired), 'item')} left out, over by then")
    return f"№ {plan.number} for {write_day(plan.date)}: {'; '.join(parts)}"


def render_draft(plan: Plan, *, uid: str) -> str:
    """Write the file of a new issue: its editor adds a subject, a letter, an order."""
    lines = [
        "---",
        f"number: {plan.number}",
        f"uid: {uid}",
        f"date: {plan.date.isoformat()}",
        f"subject: {TO_COME}, in 10 to 78 characters",
        f"preheader: {TO_COME}, in 40 to 110 characters, what a mailbox shows beside it",
        "draft: true",
        "sections:" if plan.portions or plan.last_calls else "sections: []",
        *(line for part in plan.portions for line in _section_lines(part)),
        *_last_call_lines(plan.last_calls),
        "---",
        "",
        f"{TO_COME}: the letter.",
        "",
    ]
    return "\n".join(lines)


def _section_lines(part: Portion) -> Iterator[str]:
    yield f"  - title: {json.dumps(part.title, ensure_ascii=False)}"
    if part.posts:
        yield "    posts:"
        yield from (_entry(post.slug, post.title) for post in part.posts)
    if part.items:
        yield "    items:"
        yield from (_entry(item.name, item.title) for item in part.items)


def _last_call_lines(items: Sequence[Item]) -> Iterator[str]:
    if items:
        yield "  - title: Last call"
        yield "    again: true  # printed before, and over before the next issue"
        yield "    items:"
        yield from (_entry(item.name, item.title) for item in items)


def _entry(name: str, title: str) -> str:
    """One line of a list, with what it stands for behind it."""
    # what YAML would take for a date, a number or a mark of its own is quoted
    is_plain = _PLAIN.fullmatch(name) and yaml.safe_load(name) == name
    return f"      - {name if is_plain else json.dumps(name)}  # {clean_line(title)}"
