"""What waits for the next issue, what is over, and what each issue used: a report."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from postroom.issues.draft import TO_COME, Plan
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter
from postroom.model.text import count, join_names, write_day


def write_status(
    newsletter: Newsletter,
    plan: Plan,
    *,
    used: int,
    now: datetime,
    handed: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """Write how things stand with a newsletter.

    Args:
        newsletter: All its issues; of its items those that wait, and some of the last.
        plan: What its next issue may hold.
        used: How many items its issues list.
        now: The moment of asking.
        handed: What was handed over of issues, in words, by their uids.
    """
    today = now.date()
    yield from _write_drafts(newsletter, now)
    yield f"{newsletter.options.title}: № {plan.number}, due {write_day(plan.date)}"
    if newsletter.deadline and not newsletter.is_closed:
        yield f"items are taken until {write_day(newsletter.deadline)}"
    for portion in plan.portions:
        yield f"\n{portion.title}"
        yield from (f"  essay    {post.slug}  {post.title}" for post in portion.posts)
        yield from _write_items(portion.items, today)
    if plan.homeless:
        yield "\nNo section holds these kinds"
        yield from _write_items(plan.homeless, today)
    if plan.held:
        yield "\nKept for a later issue"
        yield from _write_items(plan.held, today)
    yield from _write_over(newsletter, plan, today)
    if plan.last_calls:
        yield "\nPrinted, and over before the issue after: a last call?"
        yield from _write_items(plan.last_calls, today)
    if plan.unlisted:
        yield "\nEssays that no issue has had"
        yield from (f"  essay    {post.slug}  {post.title}" for post in plan.unlisted)
    yield "\nUsed"
    yield from _write_used(newsletter, now, handed)
    unused = sum(name not in newsletter.listed for name in newsletter.items)
    every = count(used + unused, "item")
    yield (
        f"\n{used} used, {len(plan.waiting)} waiting, {len(plan.expired)} over, "
        f"{every} in all; what waits takes {plan.minutes} min to read"
    )


def _write_drafts(newsletter: Newsletter, now: datetime) -> Iterator[str]:
    """Write what is begun, and what it still lacks."""
    for issue in reversed([i for i in newsletter.every if i.draft]):
        parts = [k for k in ("subject", "preheader") if TO_COME in getattr(issue, k)]
        parts += [] if issue.item_names or issue.post_slugs else ["anything to print"]
        lacks = f"; it still needs {join_names(parts)}" if parts else ""
        late = ", late" if issue.date.date() < now.date() else ""
        yield (
            f"№ {issue.number} is a draft for {write_day(issue.date)}{late}: "
            f"{issue.path}{lacks}\n    `postroom issue check {issue.number}` looks it over"
        )


def _write_over(newsletter: Newsletter, plan: Plan, today: date) -> Iterator[str]:
    """Write what the next issue comes too late for: a draft before it may still have it."""
    left = plan.expired
    for issue in reversed([i for i in newsletter.every if i.draft]):
        saved = [item for item in left if not item.is_over(issue.date)]
        if saved:
            yield f"\nFor № {issue.number}, or too late: list them in {issue.path}"
            yield from _write_items(saved, today)
        left = tuple(item for item in left if item not in saved)
    if left:
        yield "\nOver before the next issue"
        yield from _write_items(left, today, is_over=True)


def _write_items(
    items: Iterable[Item], today: date, *, is_over: bool = False
) -> Iterator[str]:
    for item in items:
        age = count((today - item.submitted).days, "day")
        state = f"over since {item.over:%Y-%m-%d}" if is_over else age
        sender = f", {item.by}" if item.by else ""
        yield f"  {item.kind:<8} {item.name}  {item.title} ({state}{sender})"


def _write_used(
    newsletter: Newsletter, now: datetime, handed: Mapping[str, str]
) -> Iterator[str]:
    """Write what each issue holds, and the items of the last one by name."""
    for issue in newsletter.every:
        state = "" if issue.is_public(now) else "  (draft)" if issue.draft else "  (due)"
        yield (
            f"  № {issue.number:<4} {issue.date:%Y-%m-%d}  "
            f"{count(len(issue.item_names), 'item')}, "
            f"{count(len(issue.post_slugs), 'post')}{state}"
            f"{f'  {handed[issue.uid]}' if issue.uid in handed else ''}"
        )
        if issue is newsletter.every[0]:
            yield from (f"      {name}" for name in issue.item_names)
