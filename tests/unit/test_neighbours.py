"""Every post has neighbours: in time, in its series, and on like matters."""

import pytest
from tests.factories import a_post, a_site, at

from postroom.edition.neighbours import Neighbours, find_neighbours
from postroom.edition.views import list_views
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.view import View


def neighbours_of(uid: str, site: Site) -> Neighbours:
    """What stands beside one post of a site."""
    return find_neighbours(site.posts, list_views(site))[uid]


def uids(*posts: Post | None) -> list[str]:
    return [post.uid if post else "" for post in posts]


IN_TIME = {
    "the first": ("aaaa", ["bbbb", ""]),
    "one between": ("bbbb", ["cccc", "aaaa"]),
    "the last": ("cccc", ["", "bbbb"]),
}


@pytest.mark.parametrize(("uid", "expected"), IN_TIME.values(), ids=IN_TIME.keys())
def test_a_post_has_a_newer_and_an_older_one(uid, expected):
    near = neighbours_of(
        uid, a_site(a_post("aaaa", 1), a_post("bbbb", 2), a_post("cccc", 3))
    )

    assert uids(near.newer, near.older) == expected


IN_SERIES = {
    "the first part": ("aaaa", ["", "bbbb"]),
    "a part between": ("bbbb", ["aaaa", "cccc"]),
    "the last part": ("cccc", ["bbbb", ""]),
    "no part at all": ("dddd", ["", ""]),
}


@pytest.mark.parametrize(("uid", "expected"), IN_SERIES.values(), ids=IN_SERIES.keys())
def test_a_part_of_a_series_leads_to_the_parts_beside_it(uid, expected):
    site = a_site(
        a_post("aaaa", 3, series={"name": "One", "part": 1}),
        a_post("bbbb", 1, series={"name": "One", "part": 2}),
        a_post("cccc", 2, series={"name": "One", "part": 3}),
        a_post("dddd", 4),
    )

    near = neighbours_of(uid, site)

    assert uids(near.previous_part, near.next_part) == expected
    assert (near.series.title if near.series else "") == ("" if uid == "dddd" else "One")


RELATED = {
    "nothing in common": ([a_post("bbbb"), a_post("cccc", tags=["two"])], []),
    "one tag in common": (
        [a_post("bbbb", tags=["one"]), a_post("cccc", tags=["two"])],
        ["bbbb"],
    ),
    "two tags before one": (
        [a_post("bbbb", tags=["one"]), a_post("cccc", tags=["one", "more"])],
        ["cccc", "bbbb"],
    ),
    "a tag before a category": (
        [a_post("bbbb", categories=["Kind"]), a_post("cccc", tags=["one"])],
        ["cccc", "bbbb"],
    ),
    "among equals the nearest in time": (
        [
            a_post("bbbb", 1, tags=["one"]),
            a_post("cccc", 9, tags=["one"]),
            a_post("dddd", 5, tags=["one"]),
        ],
        ["dddd", "bbbb", "cccc"],
    ),
    "at one moment by uid": (
        [a_post("cccc", tags=["one"]), a_post("bbbb", tags=["one"])],
        ["bbbb", "cccc"],
    ),
    "never more than three": (
        [a_post(f"{n}{n}{n}{n}", tags=["one"]) for n in "bcdefg"],
        ["bbbb", "cccc", "dddd"],
    ),
}


@pytest.mark.parametrize(("others", "expected"), RELATED.values(), ids=RELATED.keys())
def test_posts_on_like_matters_are_related(others, expected):
    post = a_post("aaaa", tags=["one", "more"], categories=["Kind"])

    assert uids(*neighbours_of("aaaa", a_site(post, *others)).related) == expected


class _Counted(tuple[Post, ...]):
    """A view's posts, which count how many of them are looked at."""

    looked_at = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        self.looked_at += len(found) if isinstance(key, slice) else 1
        return found

    def __iter__(self):
        self.looked_at += len(self)
        return super().__iter__()


def test_the_work_per_post_stays_the_same_however_many_posts_there_are():
    few, many = (
        _Counted(a_post(f"uid{n:04}", date=at(1, n), tags=["one"]) for n in range(count))
        for count in (100, 800)
    )

    for posts in (few, many):
        find_neighbours(tuple(posts), [View("tags", "one", "tags/one/", posts)])

    assert few.looked_at / len(few) <= 40
    assert many.looked_at / len(many) <= 40


def test_parts_of_ones_own_series_are_not_named_again():
    posts = [
        a_post("aaaa", 1, tags=["one"], series={"name": "S", "part": 1}),
        a_post("bbbb", 2, tags=["one"], series={"name": "S", "part": 2}),
        a_post("cccc", 3, tags=["one"]),
    ]

    near = neighbours_of("aaaa", a_site(*posts))

    assert [post.uid for post in near.related] == ["cccc"]
