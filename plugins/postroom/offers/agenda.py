"""Groups, posts and placements become an agenda: what to offer to whom, what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from postroom.model.group import Group
from postroom.model.placement import Placement
from postroom.model.post import Post
from postroom.offers.fit import Fit, find_fit, list_objections, why_group, why_post
from postroom.offers.followup import FollowUp, list_open, list_printed
from postroom.offers.situation import Situation

CHOICES = 3
"""So many posts are proposed to one group: it gets one of them, and there is a choice."""


@dataclass(frozen=True)
class Suggestion:
    """A post that a group may like now."""

    group: Group
    post: Post
    length: str
    """Which of its lengths: the longest that they take."""

    words: int
    deadline: date | None
    """When their next issue closes."""

    days: int | None
    """How many days that is away."""

    why_post: tuple[str, ...]
    """What of the post speaks for it, for people."""

    why_group: tuple[str, ...]
    """What of the group speaks for it."""


@dataclass(frozen=True)
class Agenda:
    """What there is to do on one day."""

    suggestions: tuple[Suggestion, ...]
    """By group, who closes first comes first; of its posts, what was offered least, then
    what fits best."""

    due: tuple[FollowUp, ...]
    """Open placements to ask about today, the longest overdue first."""

    waiting: tuple[FollowUp, ...]
    """All other open placements, by the day on which to ask again."""

    to_thank: tuple[FollowUp, ...]
    """Published, and nobody has thanked the editor; the oldest first."""

    to_tell: tuple[FollowUp, ...]
    """Readers wrote since the editor was thanked; the oldest first."""


def plan_offers(
    situation: Situation,
    *,
    groups: Iterable[Group] | None = None,
    choices: int | None = CHOICES,
) -> Agenda:
    """Decide what to offer to whom next, and what to do about earlier offers.

    No two suggestions contradict each other: what is proposed to a group that wants it
    alone is proposed to nobody else.

    Args:
        situation: What is known on the day of asking; only posts whose lengths it has are
            proposed.
        groups: Only these are proposed anything; else all.
        choices: How many posts are proposed to one group at most; None for all that fit.
    """
    asked, today = situation.site.groups if groups is None else groups, situation.today
    open_ones = sorted(list_open(situation), key=_by_ask_on)
    printed = sorted(list_printed(situation), key=_by_last)
    return Agenda(
        suggestions=tuple(_propose(situation, asked, choices)),
        due=tuple(m for m in open_ones if m.ask_on and m.ask_on <= today),
        waiting=tuple(m for m in open_ones if m.ask_on and m.ask_on > today),
        to_thank=tuple(m for m in printed if not m.is_thanked),
        to_tell=tuple(m for m in printed if m.is_thanked and m.replies),
    )


def narrow_agenda(agenda: Agenda, group: Group | None, post: Post | None) -> Agenda:
    """Keep of what was offered before what concerns one group, one post, or both."""

    def narrow(follow_ups: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
        return tuple(
            follow_up
            for follow_up in follow_ups
            if (group is None or follow_up.group.id == group.id)
            and (post is None or follow_up.placement.subject == post.tag)
        )

    return replace(
        agenda,
        due=narrow(agenda.due),
        waiting=narrow(agenda.waiting),
        to_thank=narrow(agenda.to_thank),
        to_tell=narrow(agenda.to_tell),
    )


def _by_ask_on(follow_up: FollowUp) -> tuple[date, str, str]:
    return (follow_up.ask_on or date.max, *_by_name(follow_up.placement))


def _by_last(follow_up: FollowUp) -> tuple[date, str, str]:
    return (follow_up.last.date, *_by_name(follow_up.placement))


def _by_name(placement: Placement) -> tuple[str, str]:
    return placement.group, placement.subject


Candidate = tuple[Post, Fit]


@dataclass
class _Room:
    """A group that can be offered something."""

    group: Group
    left: list[Candidate]
    """What it could still be offered."""

    chosen: list[Candidate] = field(default_factory=list)


def _propose(
    situation: Situation, groups: Iterable[Group], choices: int | None
) -> Iterator[Suggestion]:
    rooms = [room for group in groups if (room := _find_room(situation, group))]
    rooms.sort(key=lambda room: _urgency(situation, room))
    _share_out(situation, rooms, choices)
    for room in rooms:
        deadline = situation.closings[room.group.id]
        for post, fit in room.chosen:
            yield Suggestion(
                room.group,
                post,
                fit.length,
                fit.words,
                deadline,
                (deadline - situation.today).days if deadline else None,
                tuple(why_post(situation, post, fit)),
                tuple(why_group(situation, room.group)),
            )


def _find_room(situation: Situation, group: Group) -> _Room | None:
    fitting = [
        (post, find_fit(situation, group, post))
        for post in situation.site.posts
        if post.uid in situation.lengths
        and next(list_objections(situation, group, post), None) is None
    ]
    return _Room(group, fitting) if fitting else None


def _urgency(situation: Situation, room: _Room) -> tuple[date, int, int, str]:
    """Who closes first; then who asked for what there is, and whose readers answer."""
    last = situation.printed_by(room.group)
    return (
        situation.closings[room.group.id] or date.max,
        -max(fit.score for _, fit in room.left),
        -(last.replies if last else 0),
        room.group.id,
    )


def _share_out(situation: Situation, rooms: list[_Room], choices: int | None) -> None:
    """Let the groups choose in turn, so that one post does not go to all of them.

    What was seldom offered comes first, then what fits best, then what is newest.
    """
    offers = Counter(
        {p.uid: len(situation.site.placements_of(p)) for p in situation.site.posts}
    )
    takers: dict[str, list[Group]] = {}
    turns = len(situation.site.posts) if choices is None else choices
    for _ in range(turns):
        for room in rooms:
            room.left = [c for c in room.left if _is_free(c[0], room.group, takers)]
            if room.left:
                best = min(room.left, key=lambda c: (offers[c[0].uid], *_rank(*c)))
                room.left.remove(best)
                room.chosen.append(best)
                offers[best[0].uid] += 1
                takers.setdefault(best[0].uid, []).append(room.group)


def _is_free(post: Post, group: Group, takers: Mapping[str, list[Group]]) -> bool:
    """Whether all who are to be offered a post, a group among them, can share it."""
    others = takers.get(post.uid, ())
    return not others or not any(g.wants.exclusive_days for g in (group, *others))


def _rank(post: Post, fit: Fit) -> tuple[int, float, str]:
    return -fit.score, -post.published.timestamp(), post.uid
