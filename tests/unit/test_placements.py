"""Steps, one file each, add up to placements; what does not add up is told."""

import random
from datetime import date
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_post, an_issue, at

from postroom.model.issue import Issue
from postroom.model.options import Options
from postroom.model.placement import (
    MOVES,
    Move,
    Placement,
    Step,
    fold_steps,
    list_moves,
)
from postroom.reading.groups import Partners, read_partners

POST = a_post("fortlt25", slug="the-forty-letters", day=4)
DRAFT = a_post("giving12", slug="giving-first", draft=True)
ISSUE = an_issue(4, uid="issue004")
GROUPS = {
    "humber.yml": "name: Humber Engineers\nkind: association\n",
    "alumni.yml": "name: Old Students\nkind: alumni\n",
}


def read(
    files: dict[str, str], issues: tuple[tuple[str, Issue], ...] = (("newsletter", ISSUE),)
) -> Partners:
    """What these steps of two groups add up to."""
    return read_partners(
        [(f"groups/{name}", text.encode()) for name, text in (GROUPS | files).items()],
        folder="groups",
        posts=[POST, DRAFT],
        issues=issues,
        options=Options(),
        authors=(),
    )


def complaints(files: dict[str, str]) -> list[str]:
    """What an author reads about these steps; a warning begins with `(`."""
    told = [
        (problem, str(problem).removeprefix("groups/").replace("\n    fix: ", " // "))
        for problem in read(files).problems
    ]
    return [said if problem.is_fatal else f"({said})" for problem, said in told]


def a_step(move: Move = "offered", day: int = 4, **values: Any) -> Step:
    """A checked step of March 2026."""
    facts = {
        "path": f"groups/humber/{day:02}-{move}.yml",
        "group": "humber",
        "post": "fortlt25",
        "date": at(day).date(),
    }
    return Step.model_validate(facts | values | {"move": move})


def placed(*steps: Step) -> Placement:
    """The one placement that these steps are."""
    [placement] = fold_steps((POST.tag, step) for step in steps)
    return placement


SUBJECTS = {
    "a post by its uid": ("post: fortlt25", "post/fortlt25"),
    "a post by its slug": ("post: the-forty-letters", "post/fortlt25"),
    "a draft": ("post: giving-first", "post/giving12"),
    "an issue by newsletter and number": ("issue: newsletter/4", "issue/issue004"),
    "an issue by its number": ("issue: 4", "issue/issue004"),
    "an issue by its uid": ("issue: issue004", "issue/issue004"),
}


@pytest.mark.parametrize(("line", "tag"), SUBJECTS.values(), ids=SUBJECTS)
def test_a_step_is_about_a_post_or_an_issue(line, tag):
    partners = read({"humber/1.yml": f"{line}\nmove: offered\ndate: 2026-03-10\n"})

    assert partners.problems == ()
    assert [(p.group, p.subject) for p in partners.placements] == [("humber", tag)]


def test_a_number_names_no_issue_where_there_are_two_newsletters():
    other = an_issue(4, uid="other004", path="jobs/issues/4.md")
    step = "move: offered\ndate: 2026-03-10\n"
    files = {"humber/1.yml": f"issue: 4\n{step}", "humber/2.yml": f"issue: jobs/4\n{step}"}

    partners = read(files, (("newsletter", ISSUE), ("jobs", other)))

    assert [p.subject for p in partners.placements] == ["issue/other004"]
    [problem] = partners.problems
    assert problem.what == "there is no issue '4', so the step does not count"


def test_a_uid_means_what_it_names_whatever_slugs_say():
    impostor = a_post("impost12", slug="fortlt25")
    step = b"post: fortlt25\nmove: offered\ndate: 2026-03-10\n"

    partners = read_partners(
        [("groups/a.yml", b"name: A\nkind: hobby\n"), ("groups/a/1.yml", step)],
        folder="groups",
        posts=[POST, impostor],
        issues=(),
        options=Options(),
        authors=(),
    )

    assert [p.subject for p in partners.placements] == [POST.tag]


_SOUND = "post: fortlt25\nmove: offered\ndate: 2026-03-10\n"
_GONE = "write a uid or a slug; if it was taken out for good, delete this file"
BAD = {
    "nothing": (
        "",
        [
            "humber/1.yml:1 [date]: there is no date // add `date: ...`",
            "humber/1.yml:1 [move]: there is no move // add `move: ...`",
        ],
    ),
    "neither post nor issue": (
        "move: offered\ndate: 2026-03-10\n",
        [
            "humber/1.yml:1 [post]: neither a post nor an issue // "
            "add `post:` and its uid or slug"
        ],
    ),
    "both post and issue": (
        f"{_SOUND}issue: 4\n",
        ["humber/1.yml:4 [issue]: a post and an issue // take one of the two out"],
    ),
    "a slip in a slug": (
        "post: the-forty-leters\nmove: offered\ndate: 2026-03-10\n",
        [
            "(humber/1.yml:1 [post]: there is no post 'the-forty-leters', so the step "
            "does not count // did you mean `the-forty-letters`?)"
        ],
    ),
    "a post that was taken out": (
        "post: zzzz9999\nmove: offered\ndate: 2026-03-10\n",
        [
            "(humber/1.yml:1 [post]: there is no post 'zzzz9999', so the step does not "
            f"count // {_GONE})"
        ],
    ),
    "an issue that is none": (
        "issue: newsletter/5\nmove: offered\ndate: 2026-03-10\n",
        [
            "(humber/1.yml:1 [issue]: there is no issue 'newsletter/5', so the step does "
            "not count // did you mean `newsletter/4`?)"
        ],
    ),
    "a post that YAML reads as false": (
        "post: no\nmove: offered\ndate: 2026-03-10\n",
        [
            "humber/1.yml:1 [post]: got False // "
            "write text, in quotes if it looks like a number or a date"
        ],
    ),
    "another move": (
        "post: fortlt25\nmove: sent\ndate: 2026-03-10\n",
        [
            "humber/1.yml:2 [move]: got 'sent' // write one of 'offered', 'reminded', "
            "'accepted', 'published', 'declined', 'replied' or 'thanked'"
        ],
    ),
    "a day that does not exist": (
        "post: fortlt25\nmove: offered\ndate: 2026-02-30\n",
        [
            "humber/1.yml:3 [date]: got '2026-02-30' // "
            "write a date that exists, such as 2026-12-18"
        ],
    ),
    "a time instead of a day": (
        "post: fortlt25\nmove: offered\ndate: 12:30\n",
        ["humber/1.yml:3 [date]: got 750 // write a date that exists, such as 2026-12-18"],
    ),
    "another length": (
        f"{_SOUND}length: 300\n",
        [
            "humber/1.yml:4 [length]: got '300' // "
            "write one of 'full', '500', '250' or '100'"
        ],
    ),
    "replies in words": (
        f"{_SOUND}replies: yes\n",
        ["humber/1.yml:4 [replies]: got True // write a whole number"],
    ),
    "an unknown key": (
        f"{_SOUND}folow_up: 2026-04-01\n",
        ["humber/1.yml:4 [folow_up]: unknown key // did you mean `follow_up`?"],
    ),
    "what the folder says": (
        f"{_SOUND}group: humber\n",
        [
            "humber/1.yml:4 [group]: unknown key // "
            "take it out: the file's name and folder say it"
        ],
    ),
    "published nowhere": (
        "post: fortlt25\nmove: published\ndate: 2026-03-10\n",
        [
            "(humber/1.yml:2 [move]: published, and nobody knows where // "
            "add `url: https://...`, or a `note:` such as `on paper only`)"
        ],
    ),
    "asking again before": (
        f"{_SOUND}follow_up: 2026-03-09\n",
        [
            "(humber/1.yml:4 [follow_up]: 2026-03-09 is before 2026-03-10, the day on "
            "which this happened // write the day on which to ask again)"
        ],
    ),
    "years before there was anything": (
        "post: fortlt25\nmove: offered\ndate: 2016-03-10\n",
        [
            "(humber/1.yml:3 [date]: 2016-03-10 is more than a year before this "
            "appeared, on 2026-03-04 // check the year)"
        ],
    ),
    "somebody's address": (
        f"{_SOUND}note: from brenda@humber.example\n",
        [
            "(humber/1.yml:4: an e-mail address in a file that everybody can read // "
            "move it to addresses.yml, which stays out of Git)"
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_step_is_told(text, expected):
    assert complaints({"humber/1.yml": text}) == expected


SOUND = {
    "published on paper": (
        "post: fortlt25\nmove: published\ndate: 2026-03-10\nnote: on paper only\n"
    ),
    "declined without a reason": "post: fortlt25\nmove: declined\ndate: 2026-03-10\n",
    "offered before it appeared": "post: fortlt25\nmove: offered\ndate: 2025-12-10\n",
    "a length as a number": f"{_SOUND}length: 500\n",
    "a length as text": f"{_SOUND}length: '500'\n",
    "a key without a value": f"{_SOUND}url:\n",
    "Windows": _SOUND.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_happens_in_life_is_no_fault(text):
    partners = read({"humber/any name at all.yaml": text})

    assert partners.problems == ()
    assert len(partners.placements) == 1


def test_a_later_step_says_where_it_was_published():
    printed = "post: fortlt25\nmove: published\n"
    files = {
        "humber/1.yml": f"{printed}date: 2026-03-10\n",
        "humber/2.yml": f"{printed}date: 2026-03-12\nurl: https://humber.example/march\n",
    }

    assert complaints(files) == []


def test_the_steps_of_a_group_that_was_renamed_are_told_with_the_way_out():
    assert complaints({"first-group/1.yml": _SOUND, "alumni/1.yml": _SOUND}) == [
        "first-group/: there is no group 'first-group' // if it is 'humber' now, call this "
        "folder so too, and list 'first-group' in its `aliases`; `postroom mv` does all of "
        "it; else write groups/first-group.yml"
    ]


def test_steps_without_their_group_are_told_once():
    files = {f"hunber/{n}.yml": _SOUND for n in range(3)} | {"z/1.yml": _SOUND}

    assert complaints(files) == [
        "hunber/: there is no group 'hunber' // "
        "did you mean `humber`? else write groups/hunber.yml",
        "z/: there is no group 'z' // write groups/z.yml",
    ]
    assert read(files).placements == ()


def test_one_bad_step_hides_no_other():
    files = {
        "humber/1.yml": "move: [",
        "humber/2.yml": _SOUND,
        "humber/3.yml": "post: zzzz9999\nmove: offered\ndate: 2026-03-10\n",
        "alumni/1.yml": _SOUND,
    }

    partners = read(files)

    assert [(p.group, len(p.steps)) for p in partners.placements] == [
        ("humber", 1),
        ("alumni", 1),
    ]


def test_steps_of_a_broken_group_wait_until_it_is_mended():
    files = {"humber.yml": "name: Humber\n", "humber/1.yml": _SOUND}

    assert complaints(files) == ["humber.yml:1 [kind]: there is no kind // add `kind: ...`"]
    assert read(files).placements == ()


def test_a_step_is_about_one_length_whatever_yaml_makes_of_it():
    [placement] = read({"humber/1.yml": f"{_SOUND}length: 500\n"}).placements

    assert placement.steps[0].length == "500"


# what steps add up to

STATUSES: dict[str, tuple[list[Move], str]] = {
    "offered": (["offered"], "offered"),
    "reminded": (["offered", "reminded"], "offered"),
    "accepted": (["offered", "accepted"], "accepted"),
    "accepted unasked": (["accepted"], "accepted"),
    "published": (["offered", "accepted", "published"], "published"),
    "printed unasked": (["published"], "published"),
    "thanked and answered": (["published", "thanked", "replied"], "published"),
    "declined": (["offered", "declined"], "declined"),
    "declined, then offered anew": (["offered", "declined", "offered"], "offered"),
    "declined, then printed": (["offered", "declined", "published"], "published"),
    "called off": (["offered", "published", "declined"], "declined"),
    "an offer written down late": (["accepted", "offered"], "accepted"),
    "a yes written down late": (["published", "accepted"], "published"),
    "only thanks": (["thanked"], "offered"),
}


@pytest.mark.parametrize(("moves", "expected"), STATUSES.values(), ids=STATUSES)
def test_a_placement_stands_where_its_steps_have_brought_it(moves, expected):
    steps = [a_step(move, day) for day, move in enumerate(moves, 4)]

    assert placed(*steps).status == expected


def test_a_placement_knows_its_days():
    placement = placed(
        a_step("offered", 4, follow_up="2026-03-18"),
        a_step("reminded", 18, follow_up="2026-03-25"),
        a_step("accepted", 20),
        a_step("published", 22, url="https://humber.example/1"),
        a_step("thanked", 23),
        a_step("replied", 24, replies=30),
        a_step("replied", 25, replies=10),
    )

    assert placement.offered == date(2026, 3, 4)
    assert placement.answered == date(2026, 3, 20)
    assert placement.published == placement.since == date(2026, 3, 22)
    assert placement.url == "https://humber.example/1"
    assert placement.replies == 40
    assert placement.is_thanked
    assert placement.follow_up is None


def test_one_asks_again_while_there_is_an_answer_to_wait_for():
    offered = a_step("offered", 4, follow_up="2026-03-18")
    reminded = a_step("reminded", 18, follow_up="2026-03-25")

    assert placed(offered).follow_up == date(2026, 3, 18)
    assert placed(offered, reminded).follow_up == date(2026, 3, 25)
    assert placed(offered, a_step("accepted", 10)).follow_up == date(2026, 3, 18)
    assert placed(offered, a_step("accepted", 20)).follow_up is None
    assert placed(offered, a_step("declined", 20)).follow_up is None


def test_the_last_word_on_address_and_reason_counts():
    placement = placed(
        a_step("declined", 4, reason="too long"),
        a_step("declined", 5, reason="too late"),
        a_step("published", 6, url="https://humber.example/1"),
        a_step("published", 7, url="https://humber.example/2"),
    )

    assert (placement.reason, placement.url) == ("too late", "https://humber.example/2")
    assert placement.published == date(2026, 3, 6)


def test_on_one_day_steps_follow_as_they_do_in_life():
    steps = [a_step(move, 4) for move in reversed(MOVES)]

    assert [step.move for step in placed(*steps).steps] == list(MOVES)


def test_placements_are_of_one_group_and_one_subject_newest_first():
    steps = [
        (POST.tag, a_step("offered", 4)),
        (POST.tag, a_step("offered", 6, group="alumni")),
        (ISSUE.tag, a_step("offered", 5)),
        (POST.tag, a_step("accepted", 9)),
    ]

    placements = fold_steps(steps)

    assert [(p.group, p.subject, len(p.steps)) for p in placements] == [
        ("alumni", POST.tag, 1),
        ("humber", ISSUE.tag, 1),
        ("humber", POST.tag, 2),
    ]


_steps = st.lists(
    st.tuples(
        st.sampled_from([POST.tag, ISSUE.tag]),
        st.builds(
            a_step,
            st.sampled_from(MOVES),
            st.integers(1, 20),
            group=st.sampled_from(["humber", "alumni"]),
            path=st.uuids().map(str),
            replies=st.integers(0, 3),
        ),
    ),
    max_size=12,
)


@given(_steps, st.randoms(use_true_random=False))
def test_no_step_is_lost_and_the_order_of_files_does_not_matter(steps, chance):
    placements = fold_steps(steps)

    shuffled = list(steps)
    random.Random(chance.random()).shuffle(shuffled)
    assert fold_steps(shuffled) == placements
    folded = [(p.subject, step) for p in placements for step in p.steps]
    assert sorted(folded, key=repr) == sorted(steps, key=repr)
    assert sum(p.replies for p in placements) == sum(step.replies for _, step in steps)
    for placement in placements:
        assert all(a.order <= b.order for a, b in pairwise(placement.steps))
        assert {step.group for step in placement.steps} == {placement.group}


# what can happen next

NEXT: dict[str, tuple[list[Move], list[Move]]] = {
    "nothing yet": ([], ["offered", "accepted", "published"]),
    "offered": (
        ["offered"],
        ["reminded", "accepted", "declined", "published", "thanked"],
    ),
    "accepted": (["accepted"], ["reminded", "declined", "published", "thanked"]),
    "declined": (["declined"], ["offered", "accepted", "published", "thanked"]),
    "published": (["published"], ["declined", "published", "replied", "thanked"]),
}


@pytest.mark.parametrize(("moves", "expected"), NEXT.values(), ids=NEXT)
def test_what_can_happen_depends_on_what_did(moves, expected):
    placement = placed(*map(a_step, moves)) if moves else None

    assert list(list_moves(placement)) == expected


# many files


def test_two_thousand_steps_are_read_in_a_breath():
    step = "post: fortlt25\nmove: replied\nreplies: 1\ndate: 2026-03-1"
    files = {f"humber/{n}.yml": f"{step}{n % 9}" for n in range(2_000)}

    began = process_time()
    [placement] = read(files).placements

    assert process_time() - began < 2
    assert placement.replies == 2_000
