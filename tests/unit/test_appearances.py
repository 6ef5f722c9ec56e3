"""Where else a post appeared: what it says itself, and what its placements say."""

import pytest
from tests.factories import a_group, a_placement, a_post, a_site, a_step, an_issue, at

from postroom.model.site import Site

PRINTED = a_placement(
    a_step("offered", 10),
    a_step("published", 20, url="https://humber.example/march"),
    a_step("replied", 24, replies=3),
)


def a_site_with(*placements: object, **front_matter: object) -> Site:
    return a_site(
        a_post("aaaa", **front_matter),
        groups=(a_group("humber", newsletter="Humber Monthly"), a_group("delta")),
        placements=placements,
    )


def told(site: Site) -> list[tuple[str, str | None]]:
    return [(a.name, a.url) for a in site.appearances_of(site.posts[0])]


HUMBER = ("Humber Monthly", "https://humber.example/march")
CASES = {
    "nothing": ((), {}, []),
    "what the post says": ((), {"also_on": ["The Gazette"]}, [("The Gazette", None)]),
    "a placement that was published": ((PRINTED,), {}, [HUMBER]),
    "one that is only offered": ((a_placement(a_step("offered")),), {}, []),
    "one that was declined": (
        (a_placement(a_step("offered"), a_step("declined", 12)),),
        {},
        [],
    ),
    "both, by date; what has none is last": (
        (PRINTED,),
        {"also_on": ["The Gazette", {"name": "The Post", "date": "2026-03-01"}]},
        [("The Post", None), HUMBER, ("The Gazette", None)],
    ),
    "the same page told twice": (
        (PRINTED,),
        {"also_on": [{"name": "Humber", "url": "http://www.humber.example/march/"}]},
        [("Humber", "http://www.humber.example/march/")],
    ),
    "two groups on paper": (
        (
            a_placement(a_step("published", 11)),
            a_placement(a_step("published", 12, group="delta")),
        ),
        {},
        [("Humber Monthly", None), ("The Delta Society", None)],
    ),
}


@pytest.mark.parametrize(
    ("placements", "front_matter", "expected"), CASES.values(), ids=CASES.keys()
)
def test_where_a_post_appeared(placements, front_matter, expected):
    site = a_site_with(*placements, **front_matter)

    assert told(site) == expected


def test_a_placement_says_when_it_appeared():
    [found] = a_site_with(PRINTED).appearances_of(a_post("aaaa"))

    assert found.date == at(20)


def test_a_line_and_a_link_is_an_announcement_and_no_copy():
    toot = a_step("published", 5, group="window", url="https://social.example/@us/1")
    window = a_group("window", name="Mastodon", kind="online", platform="mastodon")
    site = a_site(a_post("aaaa"), groups=(window,), placements=(a_placement(toot),))

    assert told(site) == []
    [found] = site.announcements_of(site.posts[0])
    assert (found.name, found.url) == ("Mastodon", "https://social.example/@us/1")


TERMS = {
    "nothing said": ({}, {}, False),
    "allowed": ({"reprint": "allowed"}, {}, True),
    "ask": ({"reprint": "ask"}, {}, True),
    "no": ({"reprint": "no"}, {}, False),
    "the site allows": ({}, {"kits": {"permission": "allowed"}}, True),
    "the site allows, the post does not": (
        {"reprint": False},
        {"kits": {"permission": "allowed"}},
        False,
    ),
    "kits are off": ({"reprint": "allowed"}, {"kits": {"enabled": False}}, False),
    "the site has no address": ({"reprint": "allowed"}, {"url": ""}, False),
}


@pytest.mark.parametrize(("post", "site", "expected"), TERMS.values(), ids=TERMS.keys())
def test_what_has_a_kit(post, site, expected):
    made = a_site(a_post("aaaa", **post), **site)

    assert made.has_kit(made.posts[0]) is expected


def test_items_have_kits_where_their_issue_has_one():
    open_one, closed = an_issue(1, reprint="allowed"), an_issue(2)

    assert a_site().has_item_kits(open_one)
    assert not a_site().has_item_kits(closed)
    assert not a_site(kits={"items": False}).has_item_kits(open_one)


CONTACTS = {
    "nobody": ({}, ""),
    "the invitation's": ({"cta": {"mail": "a@example.org"}}, "mailto:a@example.org"),
    "one for editors": (
        {"cta": {"mail": "a@example.org"}, "kits": {"contact": "b@example.org"}},
        "mailto:b@example.org",
    ),
    "a page": (
        {"kits": {"contact": "https://example.org/ask/"}},
        "https://example.org/ask/",
    ),
}


@pytest.mark.parametrize(("options", "expected"), CONTACTS.values(), ids=CONTACTS.keys())
def test_whom_editors_write_to(options, expected):
    assert a_site(**options).contact_of() == expected
