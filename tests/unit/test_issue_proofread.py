"""An issue is looked over before it goes out: what its editor would be sorry for."""

import itertools

import pytest
from tests.factories import a_file, a_newsletter, a_post, a_site, an_issue, an_item

from postroom.errors import Problem
from postroom.issues.proofread import proofread
from postroom.model.item import Item
from postroom.reading.issues import IssueManuscript, parse_issue

PATH = "newsletter/issues/2.md"
FRONT = {
    "date": "2026-03-10",
    "subject": "What the choir asked us",
    "preheader": "A choir that wants to end well, and an hour given away",
}


def a_proof(
    *sections: str, body: str = "Dear all,\n\nhello.\n", **front: str
) -> IssueManuscript:
    lines = [f"{key}: {value}" for key, value in (FRONT | front).items()]
    if sections:
        lines += ["sections:", *(f"  - {section}" for section in sections)]
    proof, problems = parse_issue(PATH, a_file(*lines, body=body))
    assert [p for p in problems if p.is_fatal] == []
    assert proof is not None
    return proof


def look(
    proof: IssueManuscript, items: tuple[Item, ...] = (), posts=(), issues=()
) -> list[Problem]:
    newsletter = a_newsletter(items, (*issues, proof.issue))
    site = a_site(*posts, newsletters=(newsletter,))
    return sorted(proofread(proof, newsletter, site))


def told(*args, **values) -> list[str]:
    return [str(problem) for problem in look(*args, **values)]


def test_an_issue_without_a_fault_is_not_told_of_any():
    item = an_item("event", "even")
    proof = a_proof("{title: A, posts: [post], items: [even]}")

    assert told(proof, (item,), (a_post("post"),)) == []


LENGTHS = {
    "a subject of 9": ("subject", "x" * 9, True),
    "a subject of 10": ("subject", "x" * 10, None),
    "a subject of 78": ("subject", "x" * 78, None),
    "a subject of 79": ("subject", "x" * 79, True),
    "no preheader": ("preheader", "", False),
    "a preheader of 39": ("preheader", "x" * 39, False),
    "a preheader of 40": ("preheader", "x" * 40, None),
    "a preheader of 110": ("preheader", "x" * 110, None),
    "a preheader of 111": ("preheader", "x" * 111, False),
}


@pytest.mark.parametrize(("key", "value", "expected"), LENGTHS.values(), ids=LENGTHS)
def test_how_long_the_first_lines_may_be(key, value, expected):
    problems = look(a_proof(**{key: value}))

    assert [(p.place.key, p.is_fatal) for p in problems] == (
        [] if expected is None else [(key, expected)]
    )


def test_a_length_is_told_with_what_is_allowed():
    assert told(a_proof(subject="Hello")) == [
        f"{PATH}:3 [subject]: the subject has 5 characters\n"
        "    fix: write 10 to 78: mailboxes cut or bury others"
    ]


UNFINISHED = {
    "a subject": ({"subject": "TK, in 10 to 78 characters"}, "", 3),
    "a line of the letter": ({}, "Dear all,\n\nTODO: say hello.\n", 8),
    "a heading of the letter": ({}, "Dear all,\n\n## TK: the news\n", 8),
    "the title of a section": ({}, "", 6),
}


@pytest.mark.parametrize(("front", "body", "line"), UNFINISHED.values(), ids=UNFINISHED)
def test_what_is_left_to_write_is_found_with_its_line(front, body, line):
    sections = ["{title: TK}"] if line == 6 else []
    proof = a_proof(*sections, body=body or "Dear all.\n", **front)

    found = [p for p in look(proof) if "is left in" in p.what]

    assert [p.place.line for p in found] == [line]
    assert found[0].is_fatal


@pytest.mark.parametrize("letter", ["The ATK and the TKs.", "Todo lists.", "XXXL shirts"])
def test_words_that_only_look_like_it_are_fine(letter):
    assert told(a_proof(body=letter)) == []


def test_the_titles_that_a_draft_names_beside_its_items_do_not_count():
    item = an_item("link", "aaaa", title="Why TODO lists fail")
    front = a_file(
        *(f"{key}: {value}" for key, value in FRONT.items()),
        "# TK means: still to come",
        "sections:",
        "  - title: Worth it",
        "    items:",
        "      - aaaa  # Why TODO lists fail",
    )
    proof, _ = parse_issue(PATH, front)

    assert proof is not None
    assert told(proof, (item,)) == []


def test_letters_that_may_be_a_name_only_warn():
    proof = a_proof("{title: A, posts: [post]}", body="We met at TK Maxx.\n")

    [problem] = look(proof, posts=(a_post("post"),))

    assert not problem.is_fatal


def test_a_hash_in_a_value_hides_nothing():
    found = look(a_proof(subject='"The #1 thing is TK here"'))

    assert [problem.place.line for problem in found] == [3]


POSTS = {
    "is not there": (()),
    "is scheduled for later": ((a_post("post", 11),)),
    "is a draft": ((a_post("post", draft=True),)),
}


@pytest.mark.parametrize("posts", POSTS.values(), ids=POSTS)
def test_an_essay_that_nobody_can_read_on_that_day_is_told(posts):
    assert told(a_proof("{title: A, posts: [post]}"), posts=posts) == [
        f"{PATH}:6 [sections.0]: the post 'post' is not public on 10 March 2026\n"
        "    fix: publish the post first, or take it out"
    ]


def test_an_item_that_is_over_is_told():
    item = an_item("event", "past", start="2026-03-09 18:30")

    assert told(a_proof("{title: A, items: [past]}"), (item,)) == [
        f"{PATH}:6 [sections.0]: 'Events of past' is over on 10 March 2026\n"
        "    fix: take past out of the issue"
    ]


def test_what_an_earlier_issue_had_is_told_with_its_number_and_day():
    url = "https://journal.example.org/meetings"
    items = (
        an_item("link", "aaaa", url=url, title="How to run a meeting"),
        an_item("link", "bbbb", url=f"{url}/?utm_source=x", title="Quite another one"),
    )

    problems = told(
        a_proof("{title: A, items: [bbbb]}"), items, issues=(an_issue(1, items=["aaaa"]),)
    )

    assert problems == [
        f"{PATH}:6 [sections.0]: 'Quite another one' has the same address as "
        "'How to run a meeting' in № 1 of 4 March 2026\n"
        "    fix: take bbbb out, if it is the same"
    ]


def test_two_of_a_kind_in_one_issue_are_told():
    items = (
        an_item("news", "aaaa", title="The table opens a second room"),
        an_item("news", "bbbb", title="A table opened its second room"),
        an_item("news", "cccc", title="The table opens a second room!"),
    )

    [problem] = look(a_proof("{title: A, items: [aaaa, bbbb, cccc]}"), items)

    assert problem.what.startswith("'The table opens a second room!' has nearly the title")
    assert not problem.is_fatal


def test_a_hundred_like_titles_are_one_line():
    names = [f"n{number:03}" for number in range(100)]
    places = itertools.product(("York", "Hull", "Leeds", "Selby"), range(25))
    items = tuple(
        an_item("ask", name, title=f"Who can mend a harbour clock in {town} at quay {at}?")
        for name, (town, at) in zip(names, places, strict=True)
    )

    [problem] = look(a_proof(f"{{title: A, items: [{', '.join(names)}]}}"), items)

    assert problem.what == (
        "99 items have nearly the title of 'Who can mend a harbour clock in York at quay "
        "0?' in № 2 of 10 March 2026, or of one another: n001, n002, n003, n004, n005 and "
        "94 more"
    )
    assert problem.fix == "take out those that are the same"


def test_two_groups_of_like_items_are_two_lines():
    items = tuple(
        an_item("link", name, title=f"A link {name}", url=f"https://{host}.example/")
        for name, host in (
            ("liaa", "a"),
            ("liab", "a"),
            ("liba", "b"),
            ("liac", "a"),
            ("libb", "b"),
        )
    )

    assert told(a_proof("{title: A, items: [liaa, liab, liba, liac, libb]}"), items) == [
        f"{PATH}:6 [sections.0]: 'A link libb' has the same address as "
        "'A link liba' in № 2 of 10 March 2026\n"
        "    fix: take libb out, if it is the same",
        f"{PATH}:6 [sections.0]: 2 items have the same address as 'A link liaa' in "
        "№ 2 of 10 March 2026, or of one another: liab and liac\n"
        "    fix: take out those that are the same",
    ]


def test_what_a_later_issue_has_does_not_matter():
    items = (
        an_item("link", "aaaa", url="https://a.example/"),
        an_item("link", "bbbb", url="https://a.example/"),
    )

    later = an_issue(3, 20, items=["bbbb"])

    assert told(a_proof("{title: A, items: [aaaa]}"), items, issues=(later,)) == []


def test_a_draft_is_compared_with_what_was_printed_before_it():
    items = (
        an_item("link", "aaaa", url="https://a.example/"),
        an_item("link", "bbbb", url="https://a.example/", title="Something else here"),
    )
    proof = a_proof("{title: A, items: [bbbb]}", draft="true", date="2026-04-01")
    newsletter = a_newsletter(items, [an_issue(1, items=["aaaa"])], coming=(proof.issue,))

    found = list(proofread(proof, newsletter, a_site(newsletters=(newsletter,))))

    assert ["has the same address" in problem.what for problem in found] == [True]


def test_an_issue_without_a_letter_is_told():
    assert told(a_proof(body="\n \n")) == [
        f"{PATH}:6: there is no letter\n    fix: write a few lines below the front matter"
    ]
