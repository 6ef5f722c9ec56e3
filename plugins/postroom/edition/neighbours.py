"""Posts become neighbours: the one before, the one after, and those on like matters."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postroom.model.post import Post
from postroom.model.view import View

_MOST = 3
_NEAR = 12
"""Per term, how many posts on either side are looked at: the work per post stays the
same however many posts there are."""

_WEIGHTS = {"tags": 3, "categories": 2, "authors": 1}


@dataclass(frozen=True)
class Neighbours:
    """What a reader may want after (or before) a post."""

    newer: Post | None = None
    older: Post | None = None
    related: tuple[Post, ...] = ()
    series: View | None = None
    previous_part: Post | None = None
    next_part: Post | None = None


def find_neighbours(
    posts: tuple[Post, ...], views: Sequence[View]
) -> Mapping[str, Neighbours]:
    """Find every post's neighbours, by uid; ``posts`` are newest first."""
    parts = {
        post.uid: (view, index)
        for view in views
        if view.kind == "series"
        for index, post in enumerate(view.posts)
    }
    related = _relate(posts, [view for view in views if view.kind in _WEIGHTS])
    found = {}
    for index, post in enumerate(posts):
        view, part = parts.get(post.uid, (None, 0))
        found[post.uid] = Neighbours(
            newer=_at(posts, index - 1),
            older=_at(posts, index + 1),
            related=related[post.uid],
            series=view,
            previous_part=_at(view.posts, part - 1) if view else None,
            next_part=_at(view.posts, part + 1) if view else None,
        )
    return found


def _at(posts: tuple[Post, ...], index: int) -> Post | None:
    return posts[index] if 0 <= index < len(posts) else None


def _relate(posts: tuple[Post, ...], views: list[View]) -> dict[str, tuple[Post, ...]]:
    by_uid = {post.uid: post for post in posts}
    scores: dict[str, Counter[str]] = defaultdict(Counter)
    for view in views:
        weight = _WEIGHTS[view.kind]
        for index, post in enumerate(view.posts):
            near = view.posts[max(0, index - _NEAR) : index + _NEAR + 1]
            for other in near:
                if not _are_parts(post, other):  # the series itself is listed anyway
                    scores[post.uid][other.uid] += weight
    return {
        uid: tuple(by_uid[other] for other in _best(scores[uid], uid, by_uid))
        for uid in by_uid
    }


def _are_parts(one: Post, other: Post) -> bool:
    """Whether two posts belong to one series."""
    return bool(one.series and other.series and one.series.name == other.series.name)


def _best(scores: Counter[str], uid: str, by_uid: Mapping[str, Post]) -> list[str]:
    """The highest scores; among equals the posts nearest in time."""
    moment = by_uid[uid].published
    found = sorted(
        (other for other in scores if other != uid and other in by_uid),
        key=lambda o: (-scores[o], abs(by_uid[o].published - moment), o),
    )
    return found[:_MOST]
