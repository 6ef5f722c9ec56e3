"""The ledger finds what was sent in before: by address, and by nearly the same title."""

import random
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.factories import an_item

from postroom.model.ledger import Ledger, fingerprint


def a_link(uid: str, title: str, url: str = "", **values: object):
    return an_item("link", uid, title=title, url=url or f"https://{uid}.example/", **values)


def found(one, other) -> list[str]:
    return [twin.shares for twin in Ledger.of([one]).find(other)]


TITLES = {
    "the same": ("Hosting a table for eight", "Hosting a table for eight", True),
    "another case": ("Hosting a table for eight", "HOSTING A TABLE FOR EIGHT", True),
    "other marks": ("Hosting: a table, for eight!", "hosting a table — for eight", True),
    "accents": ("Café für Anfänger heute", "Cafe fur Anfanger heute", True),
    "another order": ("Eight at a table we host", "We host a table: eight", True),
    "articles": ("The table for eight people", "A table of eight people", True),
    "one word more": ("Hosting tables for eight", "Hosting tables for eight guests", True),
    "one word less": ("Hosting tables for eight guests", "Hosting tables, eight", True),
    "one word other": ("How we host eight guests", "How we host nine guests", True),
    "two words other": ("How we host eight guests", "How they host nine guests", False),
    "a short title and another word": ("Meeting notes today", "Meeting notes again", False),
    "a short title alone": ("Meeting notes", "Meeting: notes", True),
    "nothing in common": ("Hosting a table for eight", "Leaving a group early", False),
    "stop words only": ("To be in on the of", "Of the on in be to", True),
    "another script": ("東京の長いテーブル", "東京の長いテーブル", True),
}


@pytest.mark.parametrize(("one", "other", "expected"), TITLES.values(), ids=TITLES)
def test_near_titles_are_found_from_both_sides(one, other, expected):
    first, second = a_link("aaaa", one), a_link("bbbb", other)

    assert found(first, second) == (["title"] if expected else [])
    assert found(second, first) == (["title"] if expected else [])


URLS = {
    "the same page": ("https://a.example/x", "http://www.a.example/x/?utm_source=y", True),
    "another part of it": ("https://a.example/x#1", "https://a.example/x#2", False),
}


@pytest.mark.parametrize(("one", "other", "expected"), URLS.values(), ids=URLS)
def test_addresses_are_found(one, other, expected):
    first = a_link("aaaa", "One of these titles here", one)
    second = a_link("bbbb", "Quite something else now", other)

    assert found(first, second) == (["url"] if expected else [])


def test_the_same_address_and_title_are_told_once():
    one = a_link("aaaa", "Hosting a table for eight", "https://a.example/")

    assert found(one, one.model_copy(update={"uid": "bbbb"})) == ["url"]


def test_an_address_of_one_and_a_title_of_another_are_two_twins():
    one = a_link("aaaa", "Hosting a table for eight")
    other = a_link("bbbb", "Leaving a group early on")
    new = a_link("cccc", "Hosting a table for eight", "https://bbbb.example/")

    twins = list(Ledger.of([one, other]).find(new))

    assert [(twin.item.uid, twin.shares) for twin in twins] == [
        ("bbbb", "url"),
        ("aaaa", "title"),
    ]


APART = {
    "the same evening, another day": (
        an_item("event", "aaaa", start="2026-03-10 18:30", url="https://t.example/"),
        an_item("event", "bbbb", start="2026-04-14 18:30", url="https://t.example/"),
        [],
    ),
    "the same evening": (
        an_item("event", "aaaa", title="The second Tuesday in Leeds"),
        an_item("event", "bbbb", title="Second Tuesday, Leeds"),
        ["title"],
    ),
    "two roles on one page": (
        an_item("job", "aaaa", title="Planner of lifts", url="https://j.example/"),
        an_item("job", "bbbb", title="Cook of soups", url="https://j.example/"),
        [],
    ),
    "one role at two places": (
        an_item("job", "aaaa", title="Planner of lifts", organisation="One"),
        an_item("job", "bbbb", title="Planner of lifts", organisation="Two"),
        [],
    ),
    "thanks to one person for two things": (
        an_item("kudos", "aaaa", title="Hattie", text="For carrying every chair there is."),
        an_item("kudos", "bbbb", title="Hattie", text="For the soup that nobody forgot."),
        [],
    ),
    "a link and a piece of news": (
        an_item("link", "aaaa", title="The table opens a room"),
        an_item("news", "bbbb", title="The table opens a room"),
        [],
    ),
}


@pytest.mark.parametrize(("one", "other", "expected"), APART.values(), ids=APART)
def test_what_tells_two_items_apart(one, other, expected):
    assert found(one, other) == expected


def test_an_earlier_version_of_an_item_is_no_twin():
    one = a_link("aaaa", "Hosting a table for eight")

    assert found(one, a_link("aaaa", "Hosting a table for nine")) == []


@pytest.mark.parametrize(
    "title", ["Hosting a table for eight", "Something else altogether"]
)
def test_an_item_that_is_in_the_ledger_still_has_its_twin(title):
    one = a_link("aaaa", "Hosting a table for eight", "https://a.example/")
    copy = a_link("bbbb", title, "https://a.example/", submitted="2026-03-02")

    assert [twin.item.uid for twin in Ledger.of([copy, one]).find(copy)] == ["aaaa"]


def test_a_title_that_is_in_the_ledger_still_has_its_twin():
    one = a_link("aaaa", "Hosting a table for eight")
    copy = a_link("bbbb", "Hosting tables for eight guests", submitted="2026-03-02")
    near = a_link("cccc", "Hosting a table for eight guests", submitted="2026-03-03")

    assert [twin.shares for twin in Ledger.of([one, copy, near]).find(near)] == ["title"]


def test_a_ledger_does_not_depend_on_the_order_of_files():
    items = [
        a_link(f"uid{n}", f"Hosting a table for {n} people", "https://a.example/")
        for n in range(6)
    ]
    new = a_link("zzzz", "Hosting a table for many people", "https://a.example/")
    shuffled = items[:]
    random.Random(7).shuffle(shuffled)

    assert list(Ledger.of(items).find(new)) == list(Ledger.of(shuffled).find(new))


def test_an_item_without_an_address_has_no_twin_by_it():
    assert (
        found(
            an_item("news", "aaaa", title="One thing that happened"),
            an_item("news", "bbbb", title="Quite another story here"),
        )
        == []
    )


class Counted(dict):
    """Counts how often it is looked up."""

    asked = 0

    def get(self, *args):
        self.asked += 1
        return super().get(*args)


def test_asking_takes_the_same_steps_at_any_size():
    asked = []
    for size in (10, 1000):
        items = [a_link(f"u{n:05}", f"A story about {n} and {n + 1}") for n in range(size)]
        ledger = Ledger(Counted(), Counted())
        for item in items:
            ledger.add(item)
        list(ledger.find(a_link("zzzz", "Nothing like any of these before")))
        asked.append(ledger._by_url.asked + ledger._by_title.asked)

    assert asked[0] == asked[1] < 20


WORDS = st.lists(
    st.sampled_from("alpha bravo charlie delta echo foxtrot golf hotel".split()),
    min_size=4,
    max_size=6,
)


@given(WORDS, WORDS)
def test_finding_is_symmetric(one, other):
    first, second = a_link("aaaa", " ".join(one)), a_link("bbbb", " ".join(other))

    assert found(first, second) == found(second, first)


@given(WORDS, st.integers(0, 5), st.sampled_from(["india", "juliet"]))
def test_a_title_with_one_other_word_is_found(words, place, word):
    assume(place < len(words))
    near = [*words[:place], word, *words[place + 1 :]]

    assert found(a_link("aaaa", " ".join(words)), a_link("bbbb", " ".join(near))) == [
        "title"
    ]


@given(st.text(max_size=40))
def test_a_fingerprint_is_its_own(text):
    assert fingerprint(fingerprint(text)) == fingerprint(text)


def test_a_fingerprint_of_a_title_in_marks_alone_is_empty():
    assert fingerprint("!!! ???") == ""
    assert found(a_link("aaaa", "!!! ???"), a_link("bbbb", "… … …")) == []


def test_months_of_the_same_evening_are_all_their_own():
    evenings = [
        an_item("event", f"eve{n}", title="Second Tuesday", start=f"2026-{n:02}-08 18:30")
        for n in range(1, 7)
    ]

    assert [found(one, other) for one, other in pairwise(evenings)] == [[]] * 5
