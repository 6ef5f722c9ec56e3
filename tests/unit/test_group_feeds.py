"""Every group gets the feed that it can print: its topics, its form, with the credit."""

import pytest
from lxml import etree
from tests.factories import (
    a_group,
    a_post,
    a_site,
    an_author,
    an_edition,
    artefacts_of,
    at,
    bytes_of,
)
from tests.judges.feeds import check_feed
from tests.unit.test_feeds import STYLES, read

from postroom.edition.edition import Edition
from postroom.model.site import Site

NOW = at(20)
FREE = {"reprint": "allowed", "licence": "CC-BY-4.0", "authors": ["ines"]}
POSTS = (
    a_post("aaaa", 4, tags=["thanks"], title="Thanks & more", **FREE),
    a_post("bbbb", 5, categories=["Careers"], **FREE),
    a_post("cccc", 6, series="Following through", **FREE),
    a_post("asks", 7, tags=["thanks"], **FREE | {"reprint": "ask"}),
    a_post("nono", 8, tags=["thanks"], **FREE | {"reprint": "no"}),
    a_post("mute", 9, tags=["thanks"]),
    a_post(
        "soon",
        10,
        tags=["thanks"],
        **FREE | {"reprint": {"permission": "allowed", "not_before": at(25)}},
    ),
)


def a_site_for(*groups: object, **values: object) -> Site:
    return a_site(
        *POSTS, authors=(an_author(),), groups=tuple(groups), language="en", **values
    )


def listed(edition: Edition, group: str = "humber") -> list[str]:
    [feed] = [f for f in edition.group_feeds if f.key == f"groups/{group}"]
    return [subject.uid for subject in feed.subjects]


RULES = {
    "nothing wanted: all that is allowed": ({}, ["cccc", "bbbb", "aaaa"]),
    "a tag, in any letters": ({"wants": {"topics": "THANKS"}}, ["aaaa"]),
    "a category": ({"wants": {"topics": ["careers"]}}, ["bbbb"]),
    "a series": ({"wants": {"topics": ["following through"]}}, ["cccc"]),
    "the feed's own topics win": (
        {"wants": {"topics": "thanks"}, "feed": {"topics": ["Careers"]}},
        ["bbbb"],
    ),
    "an author": ({"feed": {"authors": ["ines"]}}, ["cccc", "bbbb", "aaaa"]),
    "another author": ({"feed": {"authors": ["jon"]}}, []),
    "a licence it takes": ({"licences": "CC-BY-4.0"}, ["cccc", "bbbb", "aaaa"]),
    "none it takes": ({"licences": ["CC0-1.0"]}, []),
    "only so many": ({"feed": {"limit": 1}}, ["cccc"]),
}


@pytest.mark.parametrize(("rule", "expected"), RULES.values(), ids=RULES.keys())
def test_a_feed_lists_what_its_group_may_print_and_wants(rule, expected):
    edition = an_edition(a_site_for(a_group(**rule)), now=NOW)

    assert listed(edition) == expected


def test_an_essay_is_listed_once_its_day_has_come():
    edition = an_edition(a_site_for(a_group(wants={"topics": "thanks"})), now=at(26))

    assert listed(edition) == ["soon", "aaaa"]


def test_a_group_that_wants_none_has_none():
    edition = an_edition(a_site_for(a_group(feed=False)), now=NOW)

    assert edition.group_feeds == ()
    assert [path for path in artefacts_of(edition) if path.startswith("groups/")] == []


def test_nobody_else_is_told_of_it():
    edition = an_edition(a_site_for(a_group()), now=NOW)

    made = artefacts_of(edition)
    assert "groups/humber/feed.xml" in made
    assert b"groups/humber" not in bytes_of(edition, "feeds.opml")
    assert all(not feed.key.startswith("groups/") for feed in edition.feeds)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("content", ["full", "summary"])
def test_every_format_is_valid(style, content):
    group = a_group(feed={"content": content}, link_tag="utm_source=humber&utm_medium=mail")
    edition = an_edition(a_site_for(group), now=NOW)

    path = f"groups/humber/{STYLES[style]}"
    made = bytes_of(edition, path)

    assert check_feed(made, f"https://example.org/{path}") == []
    assert len(read(style, made)) == 3


def an_entry(group: object, **values: object) -> etree._Element:
    """The Atom entry of `aaaa` as a group gets it."""
    edition = an_edition(a_site_for(group, **values), now=NOW)
    made = bytes_of(edition, "groups/humber/atom.xml")
    space = {"a": "http://www.w3.org/2005/Atom"}
    [entry] = etree.fromstring(made).xpath(
        "//a:entry[a:title='Thanks & more']", namespaces=space
    )
    return entry


def said(entry: etree._Element, name: str) -> str:
    return entry.findtext(f"{{http://www.w3.org/2005/Atom}}{name}") or ""


def test_an_entry_keeps_its_id_and_carries_credit_and_licence():
    entry = an_entry(a_group())

    content = said(entry, "content")
    assert said(entry, "id") == "tag:example.org,2026:post/aaaa"
    assert "The text of aaaa." in content
    assert "“Thanks &amp; more” by Ines first appeared in" in content
    assert '<a href="https://example.org/posts/aaaa/">The Long Table</a>' in content
    assert "https://creativecommons.org/licenses/by/4.0/" in content


def test_a_group_gets_the_whole_even_if_other_readers_do_not():
    entry = an_entry(a_group(), feeds={"content": "summary"})

    assert said(entry, "content").startswith("<p>The text of aaaa.</p>\n<hr>")


def test_a_summary_has_the_credit_but_not_the_essay():
    entry = an_entry(a_group(feed={"content": "summary"}))

    content = said(entry, "content")
    assert said(entry, "summary") == "The text of aaaa."
    assert content.startswith("<p>The text of aaaa.</p>\n<hr>\n<p>“Thanks")


def test_links_back_are_tagged_only_for_a_group_that_asks():
    plain = an_entry(a_group())
    tagged = an_entry(a_group(link_tag="utm_source=humber"))

    link = "{http://www.w3.org/2005/Atom}link"
    assert "utm" not in etree.tostring(plain).decode()
    address = "https://example.org/posts/aaaa/?utm_source=humber"
    assert tagged.find(link).get("href") == address
    assert address in said(tagged, "content")


def test_an_address_of_others_is_not_tagged():
    post = a_post("away", 12, canonical="https://other.example/away/", **FREE)
    group = a_group(link_tag="utm_source=humber")
    edition = an_edition(a_site(post, authors=(an_author(),), groups=(group,)), now=NOW)

    made = bytes_of(edition, "groups/humber/atom.xml").decode()

    assert "https://other.example/away/?" not in made
    assert "https://other.example/away/" in made


@pytest.mark.parametrize(("enabled", "page"), [(True, "share"), (False, "posts")])
def test_its_home_is_a_page_that_is_there(enabled, page):
    edition = an_edition(a_site_for(a_group(), kits={"enabled": enabled}), now=NOW)

    [feed] = edition.group_feeds

    assert feed.home == f"{page}/"
