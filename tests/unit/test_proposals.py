"""What feeds have becomes proposals; what an editor decides becomes a file."""

import json
from datetime import UTC, datetime, timedelta
from html import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import html
from markdown import markdown
from tests.factories import (
    a_group,
    a_newsletter,
    a_placement,
    a_post,
    a_site,
    a_step,
    an_item,
)
from tests.fakes.feeds import TITLE, URL

from postroom import PostroomError
from postroom.errors import Place
from postroom.harvest.find import Find
from postroom.harvest.memory import Memory, recall, remember
from postroom.harvest.proposals import (
    Proposal,
    add_dismissed,
    keep_recent,
    list_dismissed,
    list_known,
    propose,
)
from postroom.harvest.report import describe_proposals, render_proposals
from postroom.harvest.reprint import compose_reprint, list_terms
from postroom.harvest.source import FeedSource, list_sources
from postroom.model.licence import LICENCES
from postroom.model.options import Options
from postroom.reading.posts import parse_post
from postroom.toolbox.cache import Cache

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = datetime(2026, 11, 12, 8, tzinfo=UTC)
PAGE = "https://humber.example/lifts"
SENTENCE = "They meet on Tuesdays, and mend what others throw away."

# what is new

HUMBER = FeedSource(
    "humber", "Humber Engineers", URL, Place("groups/humber.yml"), is_group=True
)
ROSA = FeedSource("Rosa", "Rosa", "https://rosa.example/feed", Place("mkdocs.yml"))


def a_find(url: str = PAGE, **values: object) -> Find:
    return Find(**{"url": url, "title": TITLE, "published": DAY} | values)


def titles(*found: Find, **known: object) -> list[str]:
    """What is proposed of some finds."""
    values = {"site": a_site(), "newsletter": a_newsletter(), "posts": (), "dismissed": ()}
    proposals = propose([(HUMBER, found)], list_known(**values | known))
    return [proposal.find.title for proposal in proposals]


OTHER = "http://www.humber.example/lifts/?utm_source=x"
SEEN = {
    "an item": {"newsletter": a_newsletter([an_item(url=OTHER)])},
    "a post that was first published there": {"posts": [a_post(canonical=OTHER)]},
    "a draft of a reprint": {"posts": [a_post(canonical=OTHER, draft=True)]},
    "where a post appeared too": {"posts": [a_post(also_on=[{"name": "x", "url": OTHER}])]},
    "our own page": {"site": a_site(url="https://humber.example/")},
    "our own page, below a path": {"site": a_site(url="https://humber.example/lifts/")},
    "dismissed": {"dismissed": [OTHER]},
}


@pytest.mark.parametrize("known", SEEN.values(), ids=SEEN.keys())
def test_what_was_seen_is_not_proposed(known):
    assert titles(a_find(), a_find("https://other.example/", title="Other"), **known) == [
        "Other"
    ]


def test_a_neighbours_page_is_not_ours():
    site = a_site(url="https://humber.example/lift/")

    assert titles(a_find(), site=site) == [TITLE]


def test_the_newest_comes_first_and_what_has_no_day_last():
    old = a_find("https://a.example/", title="Old", published=DAY - timedelta(days=3))
    undated = a_find("https://b.example/", title="Undated", published=None)

    assert titles(undated, old, a_find()) == [TITLE, "Old", "Undated"]


def proposals_of(
    *gathered: tuple[FeedSource, list[Find]], posts=()
) -> tuple[Proposal, ...]:
    return propose(gathered, list_known(a_site(), a_newsletter(), posts, ()))


def test_what_two_feeds_have_is_proposed_once():
    [proposal] = proposals_of((HUMBER, [a_find()]), (ROSA, [a_find(OTHER)]))

    assert proposal.source == HUMBER


def test_a_key_follows_from_the_address_alone():
    [first] = proposals_of((HUMBER, [a_find()]))
    [again, _] = proposals_of(
        (ROSA, [a_find(OTHER), a_find("https://z.example/", title="Z")])
    )

    assert first.key == again.key
    assert len(first.key) == 4
    assert first.key.isalpha()


def test_keys_are_longer_where_four_letters_are_not_enough():
    many = [a_find(f"https://humber.example/{n}") for n in range(3_000)]

    keys = [proposal.key for proposal in proposals_of((HUMBER, many))]

    assert len({*keys}) == len(many)
    assert {len(key) for key in keys} <= {5, 6}


def test_an_open_text_may_be_reprinted_and_anything_linked_to():
    text = {"html": "<p>x</p>", "licence": "CC-BY-4.0"}
    found = {
        "all": a_find("https://a.example/", **text),
        "no licence": a_find("https://b.example/", html="<p>x</p>"),
        "no text": a_find("https://c.example/", licence="CC-BY-4.0"),
        "no day": a_find("https://d.example/", **text, published=None),
    }

    proposals = proposals_of((HUMBER, [*found.values()]))

    choices = {proposal.find.url: proposal.choices for proposal in proposals}
    assert choices.pop("https://a.example/") == ("link", "reprint")
    assert set(choices.values()) == {("link",)}


def test_our_own_essay_in_a_groups_feed_is_a_placement():
    ours = a_post(title="How a lift-club mends things!", slug="lift-club")

    [proposal] = proposals_of((HUMBER, [a_find()]), posts=[ours])

    assert (proposal.ours, proposal.choices) == ("lift-club", ("placement",))


def test_a_short_title_or_a_members_post_is_nobodys_echo():
    posts = [a_post(title=TITLE), a_post("bbbb", title="Our news")]

    found = proposals_of(
        (ROSA, [a_find()]),
        (HUMBER, [a_find("https://x.example/", title="Our news")]),
        posts=posts,
    )

    assert [proposal.ours for proposal in found] == ["", ""]


def test_only_what_is_recent_is_shown_unless_its_day_is_unknown():
    proposals = proposals_of(
        (
            HUMBER,
            [
                a_find("https://a.example/", title="New"),
                a_find(
                    "https://b.example/", title="Old", published=DAY - timedelta(days=99)
                ),
                a_find("https://c.example/", title="Undated", published=None),
            ],
        )
    )

    def recent(**how: int) -> list[str]:
        return [p.find.title for p in keep_recent(proposals, NOW, **how)]

    assert recent() == ["New", "Undated"]
    assert recent(days=200) == ["New", "Old", "Undated"]


def test_a_find_is_not_proposed_once_a_placement_names_its_page():
    printed = a_placement(a_step("published", url=OTHER))
    site = a_site(groups=(a_group(),), placements=(printed,))

    assert titles(a_find(), site=site) == []


# whose feeds


def test_feeds_are_those_of_groups_and_members_each_once():
    site = a_site(groups=(a_group(harvest=URL), a_group("choir")))
    members = [{"Rosa": "https://rosa.example/feed"}, {"name": "Bo", "feed": URL}]

    sources = list_sources(site, a_newsletter(members=members))

    assert [(s.id, s.name, s.feed, s.is_group) for s in sources] == [
        ("humber", "The Humber Society", URL, True),
        ("Rosa", "Rosa", "https://rosa.example/feed", False),
    ]


# what is remembered


def test_what_is_remembered_is_what_was_seen(tmp_path):
    memory = Memory((a_find(html="<p>é</p>"), a_find("x", published=None)), "e", "m", NOW)

    remember(Cache(tmp_path), URL, memory)

    assert recall(Cache(tmp_path), URL) == memory
    assert recall(Cache(tmp_path), "https://other.example/") == Memory()


def test_what_another_version_wrote_is_forgotten(tmp_path):
    cache = Cache(tmp_path)
    cache.keep("harvest", URL, b'{"finds": 7}')

    assert recall(cache, URL) == Memory()


def test_what_was_dismissed_is_a_file_that_people_can_read():
    written = add_dismissed("", ["https://b.example/x", PAGE, "https://b.example/x"])

    assert written == (
        "# Posts that `postroom harvest` need not show again: one address on each line.\n"
        f"https://b.example/x\n{PAGE}\n"
    )
    assert list_dismissed(written) == ("https://b.example/x", PAGE)


def test_what_people_wrote_into_it_stays():
    text = f"# ours\n\n  {PAGE}\r\n"

    assert add_dismissed(text, ["https://b.example/"]) == (
        f"# ours\nhttps://b.example/\n{PAGE}\n"
    )


def test_a_line_that_is_no_address_dismisses_nothing():
    assert titles(a_find(), dismissed=["https://[", "hello"]) == [TITLE]


# what is shown


def test_proposals_are_shown_for_people(golden):
    ours = a_post(title="What a door remembers", slug="door")
    found = [
        a_find(
            author="Rosa Lindqvist",
            summary=SENTENCE,
            licence="CC-BY-4.0",
            html="<p>x</p>",
        ),
        a_find("https://humber.example/door?a=1&b=2", title=ours.title, summary=SENTENCE),
        a_find("https://humber.example/x", title="A \x1b[2Jtrick\u202e", published=None),
    ]

    proposals = proposals_of((HUMBER, found), posts=[ours])

    golden("harvest/proposals.txt", f"{render_proposals(proposals)}\n".encode())


def test_programs_get_the_same_in_plain_values():
    [told] = describe_proposals(proposals_of((HUMBER, [a_find()])))

    key = told.pop("key")
    assert key.isalpha()
    assert json.loads(json.dumps(told)) == {
        "source": "humber",
        "name": "Humber Engineers",
        "title": TITLE,
        "url": PAGE,
        "author": "",
        "published": "2026-11-12T08:00:00+00:00",
        "summary": "",
        "licence": "",
        "choices": ["link"],
        "ours": "",
    }


# reprints


def a_draft(text: str = f"<p>{SENTENCE}</p>", **values: object) -> str:
    """The draft of a post."""
    told = {"licence": "CC-BY-SA-4.0", "author": "Rosa Lindqvist", "summary": SENTENCE}
    proposal = Proposal("kfzr", a_find(**{"html": text} | told | values), HUMBER)
    return compose_reprint(
        proposal, uid="k3m9x2q7", today=NOW.date(), slug="lifts", language="en"
    )


def test_a_reprint_credits_its_author_its_source_and_its_licence(golden):
    text = f"<h2>Tuesdays</h2><p>{SENTENCE}</p><ul><li>one</li><li>two</li></ul>"

    golden("harvest/reprint.md", a_draft(text, pictures=2).encode())


@pytest.mark.parametrize("title", [TITLE, 'A "title": # - yes', "no", "2026"])
def test_a_reprint_is_a_post_that_can_be_read(title):
    draft = a_draft(title=title)

    manuscript, problems = parse_post("posts/2026/lifts.md", draft.encode(), Options())

    assert problems == ()
    assert manuscript is not None
    post = manuscript.post
    assert (post.title, post.draft, post.canonical) == (title, True, PAGE)
    assert post.licence == "CC-BY-SA-4.0"
    assert post.reprint is not None
    assert post.reprint.permission == "no"
    assert [(a.name, a.url) for a in post.also_on] == [("Humber Engineers", PAGE)]


WHY_NOT = {
    "no licence": ({"licence": ""}, "its feed names no licence that lets others print it"),
    "no text": ({"html": ""}, "its feed has no more than a summary"),
    "no day": (
        {"published": None},
        "its feed does not say when it appeared, which a credit has to",
    ),
}


@pytest.mark.parametrize(("values", "why"), WHY_NOT.values(), ids=WHY_NOT.keys())
def test_what_may_not_be_printed_is_not(values, why):
    with pytest.raises(PostroomError) as caught:
        a_draft(**values)

    assert str(caught.value) == (
        f"{PAGE}: {why}\n    fix: ask its author, or make a link of it with --accept"
    )


ACTIVE = {
    "a template": ("<p>{% include 'x' %}</p>", "{%"),
    "a variable in code": ("<pre><code>{{ config }}</code></pre>", "{{"),
    "another file": ('<p>--8<-- "addresses.yml"</p>', "-8<--"),
    "a block of HTML": ("<p>/// html | script</p>", "///"),
    "a module": ("<p>::: os</p>", ":::"),
    "a module in a list": ("<ul><li>::: os</li></ul>", "-"),
}


def test_a_title_is_not_carried_out_either():
    with pytest.raises(PostroomError, match="carry out"):
        a_draft(title="What {{ config }} says")


@pytest.mark.parametrize(("text", "sign"), ACTIVE.values(), ids=ACTIVE.keys())
def test_what_a_build_would_carry_out_is_not_put_into_one(text, sign):
    with pytest.raises(PostroomError) as caught:
        a_draft(text)

    assert str(caught.value) == (
        f"{PAGE}: a build would not print but carry out {sign!r}\n"
        "    fix: copy it by hand, and see that such words stay words"
    )


SIGNS = "<>&\"'[]()!`*_{}:#=/\\| \n-1.abonclick"
WITHIN = (
    "article a blockquote br code em h1 h2 h3 h4 h5 h6 hr li ol p pre strong ul".split()
)


@given(st.text(SIGNS, max_size=60))
def test_no_words_become_what_acts(words):
    assume("{{" not in words and "{#" not in words)  # those are refused

    draft = a_draft(f"<p>a {escape(words)} b</p>")

    made = markdown(draft.partition("\n---\n")[2], extensions=["attr_list", "md_in_html"])
    elements = list(html.fragment_fromstring(made, "article").iter())
    assert {element.tag for element in elements} <= {*WITHIN}
    assert {name for element in elements for name in element.attrib} <= {"href"}


TERMS = {
    "CC-BY-4.0": 1,
    "CC-BY-NC-SA-4.0": 3,
    "CC-BY-NC-ND-4.0": 3,
    "CC0-1.0": 1,
}


@pytest.mark.parametrize(("licence", "terms"), TERMS.items())
def test_every_licence_asks_for_something_that_can_be_said(licence, terms):
    assert len(list_terms(licence)) == terms


def test_every_open_licence_has_terms():
    assert all(list_terms(name) for name, licence in LICENCES.items() if licence.url)
