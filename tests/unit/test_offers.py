"""What to offer to whom, what to ask about, whom to thank: decided, and written down."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import (
    a_group,
    a_newsletter,
    a_placement,
    a_post,
    a_site,
    a_step,
    an_author,
    an_issue,
    at,
)

from postroom.model.group import Group
from postroom.model.placement import Placement, Step, fold_steps
from postroom.model.post import Post, Summaries
from postroom.model.site import Site
from postroom.offers.agenda import Agenda, plan_offers
from postroom.offers.estimate import estimate_lengths
from postroom.offers.fit import find_nearest, list_objections
from postroom.offers.report import sum_up, write_agenda
from postroom.offers.situation import Situation
from postroom.toolbox.wrap import width_of

TODAY = at(10).date()
LENGTHS = {"full": 900, "500": 487, "250": 231}


def plan(
    *posts: Post,
    groups: Iterable[Group] = (),
    placements: Iterable[Placement] = (),
    lengths: Mapping[str, Mapping[str, int]] | None = None,
    choices: int | None = 3,
    **site: Any,
) -> Agenda:
    known = a_site(*posts, groups=tuple(groups), placements=tuple(placements), **site)
    every = {post.uid: LENGTHS for post in posts}
    return plan_offers(Situation(known, lengths or every, TODAY), choices=choices)


def pairs(agenda: Agenda) -> list[tuple[str, str]]:
    return [(suggestion.group.id, suggestion.post.uid) for suggestion in agenda.suggestions]


# what stands against an offer

AGAINST: dict[str, tuple[dict, dict, dict, list[str]]] = {
    "nothing": ({}, {}, {}, []),
    "it may be reprinted": ({}, {"reprint": "allowed"}, {}, []),
    "its author is to be asked, and asks": ({}, {"reprint": "ask"}, {}, []),
    "it says no": (
        {},
        {"reprint": "no"},
        {},
        ["it is not to be reprinted: `reprint: no`"],
    ),
    "the site says no": (
        {},
        {},
        {"kits": {"permission": "no"}},
        ["it is not to be reprinted: `reprint: no`"],
    ),
    "only a preview shows it": (
        {},
        {},
        {"hidden": frozenset({"aaaa"})},
        ["readers cannot see it yet"],
    ),
    "not before a later day": (
        {},
        {"reprint": {"permission": "allowed", "not_before": "2026-03-11"}},
        {},
        ["it may not be printed before 11 March 2026"],
    ),
    "not before a day that has come": (
        {},
        {"reprint": {"permission": "allowed", "not_before": "2026-03-10"}},
        {},
        [],
    ),
    "not before the day on which they close": (
        {"deadline": "15th monthly"},
        {"reprint": {"permission": "allowed", "not_before": "2026-03-15"}},
        {},
        [],
    ),
    "not before their next issue": (
        {"deadline": "15th monthly"},
        {"reprint": {"permission": "allowed", "not_before": "2026-03-16"}},
        {},
        ["it may not be printed before 16 March 2026"],
    ),
    "they are a platform": (
        {"platform": "mastodon"},
        {},
        {},
        ["they are a platform, to which `postroom crosspost` writes"],
    ),
    "another language": (
        {"language": "pl"},
        {},
        {},
        ["its language is en, and theirs is pl"],
    ),
    "the post is in another language": (
        {},
        {"lang": "pl"},
        {},
        ["its language is pl, and theirs is en"],
    ),
    "another country": ({"language": "en-US"}, {"lang": "EN-gb"}, {}, []),
    "other topics": (
        {"wants": {"topics": ["soup", "thanks"]}},
        {"tags": ["bread"]},
        {},
        ["it is on nothing that they want: soup, thanks"],
    ),
    "a category": ({"wants": {"topics": ["THANKS"]}}, {"categories": ["Thanks"]}, {}, []),
    "a tag": ({"wants": {"topics": ["thanks"]}}, {"tags": ["Thanks"]}, {}, []),
    "a series": ({"wants": {"topics": ["Letters"]}}, {"series": "letters"}, {}, []),
    "an author's key": ({"wants": {"topics": ["ines"]}}, {"authors": ["ines"]}, {}, []),
    "an author's name": (
        {"wants": {"topics": ["Ines Okafor"]}},
        {"authors": ["ines"]},
        {},
        [],
    ),
    "no length that they take": (
        {"wants": {"words": "300-400"}},
        {},
        {},
        ["it has no length that they take: 300 to 400"],
    ),
    "too long for them": (
        {"wants": {"words": 100}},
        {},
        {},
        ["it has no length that they take: up to 100"],
    ),
    "another licence": (
        {"licences": ["CC0-1.0", "CC-BY-4.0"]},
        {},
        {},
        ["its licence is all-rights-reserved, and they take CC0-1.0, CC-BY-4.0"],
    ),
    "the site's licence": ({"licences": "CC-BY-4.0"}, {}, {"licence": "CC-BY-4.0"}, []),
    "its own licence": ({"licences": "CC0-1.0"}, {"licence": "CC0-1.0"}, {}, []),
    "they printed it, as it says itself": (
        {"newsletter": "Plain Lines"},
        {"also_on": ["plain lines"]},
        {},
        ["they printed it already: its `also_on` says so"],
    ),
    "everything at once": (
        {"language": "fr", "wants": {"words": "1-5"}},
        {"reprint": "no"},
        {},
        [
            "it is not to be reprinted: `reprint: no`",
            "its language is en, and theirs is fr",
            "it has no length that they take: 1 to 5",
        ],
    ),
}


@pytest.mark.parametrize(
    ("group", "post", "site", "expected"), AGAINST.values(), ids=AGAINST
)
def test_what_stands_against_an_offer_is_said_and_keeps_it_back(
    group, post, site, expected
):
    essay, partner = a_post(**post), a_group(**group)
    ines = an_author(name="Ines Okafor")
    known = a_site(essay, groups=(partner,), authors=(ines,), **site)
    lengths = {"aaaa": LENGTHS}

    objections = list(list_objections(Situation(known, lengths, TODAY), partner, essay))

    agenda = plan_offers(Situation(known, lengths, TODAY))
    assert objections == expected
    assert pairs(agenda) == ([] if expected else [("humber", "aaaa")])


def test_only_posts_whose_lengths_are_known_are_proposed():
    agenda = plan(
        a_post("aaaa"), a_post("bbbb"), groups=[a_group()], lengths={"aaaa": LENGTHS}
    )

    assert pairs(agenda) == [("humber", "aaaa")]


HISTORIES = {
    "offered": (["offered"], "they still have “Essay aaaa”, offered on 10 March 2026"),
    "accepted": (["accepted"], "they still have “Essay aaaa”, accepted on 10 March 2026"),
    "declined": (["declined"], "they had it already: declined on 10 March 2026"),
    "published": (["published"], "they had it already: published on 10 March 2026"),
    "thanked": (
        ["published", "thanked"],
        "they had it already: published on 10 March 2026",
    ),
}


@pytest.mark.parametrize(("moves", "expected"), HISTORIES.values(), ids=HISTORIES)
def test_nothing_is_proposed_twice_to_one_group(moves, expected):
    placement = a_placement(*map(a_step, moves))
    known = a_site(a_post(), groups=(a_group(),), placements=(placement,))
    situation = Situation(known, {"aaaa": LENGTHS}, TODAY)

    objections = list(list_objections(situation, known.groups[0], known.posts[0]))

    assert objections == [expected]
    assert plan_offers(situation).suggestions == ()


@pytest.mark.parametrize(
    ("move", "is_proposed"),
    {"offered": False, "accepted": False, "declined": True, "published": True}.items(),
)
def test_a_group_gets_something_new_once_it_has_dealt_with_the_last(move, is_proposed):
    agenda = plan(
        *(a_post("aaaa"), a_post("bbbb")),
        groups=[a_group()],
        placements=[a_placement(a_step(move))],
    )

    assert pairs(agenda) == ([("humber", "bbbb")] if is_proposed else [])


# exclusivity

ALONE = {"exclusive_days": 30}
CONFLICTS: dict[str, tuple[dict, dict, dict, dict[str, int], str]] = {
    "nobody wants it alone": ({}, {}, {}, {"published": 9}, ""),
    "offered elsewhere": (
        {"wants": ALONE},
        {},
        {},
        {"offered": 9},
        "it is with The Choir Society, and they want it alone",
    ),
    "offered to somebody who wants it alone": (
        {},
        {"wants": ALONE},
        {},
        {"accepted": 9},
        "it is with The Choir Society, which wants it alone",
    ),
    "declined elsewhere": ({"wants": ALONE}, {}, {}, {"offered": 9, "declined": 9}, ""),
    "printed elsewhere lately": (
        {"wants": ALONE},
        {},
        {},
        {"published": 9},
        "The Choir Society printed it on 9 March 2026, and they want what nobody printed "
        "for 30 days",
    ),
    "printed elsewhere on the last day": (
        {"wants": ALONE},
        {},
        {},
        {"published": -20},
        "The Choir Society printed it on 8 February 2026, and they want what nobody "
        "printed for 30 days",
    ),
    "printed elsewhere long ago": ({"wants": ALONE}, {}, {}, {"published": -21}, ""),
    "printed by somebody who wants it alone": (
        {},
        {"wants": ALONE},
        {},
        {"published": 9},
        "The Choir Society printed it on 9 March 2026, and has it alone until 8 April 2026",
    ),
    "their days are over": ({}, {"wants": ALONE}, {}, {"published": -21}, ""),
    "announced on a platform": (
        {"wants": ALONE},
        {"platform": "mastodon"},
        {},
        {"published": 9},
        "",
    ),
    "copied to a platform": (
        {"wants": ALONE},
        {"platform": "devto", "name": "dev.to"},
        {},
        {"published": 9},
        "dev.to printed it on 9 March 2026, and they want what nobody printed for 30 days",
    ),
    "said to be elsewhere": (
        {"wants": ALONE},
        {},
        {"also_on": [{"name": "A Journal", "date": "2026-03-05"}]},
        {},
        "A Journal printed it on 5 March 2026, and they want what nobody printed for 30 "
        "days",
    ),
    "said to be elsewhere, without a day": (
        {"wants": ALONE},
        {},
        {"also_on": ["A Journal"]},
        {},
        "A Journal printed it on 4 March 2026, and they want what nobody printed for 30 "
        "days",
    ),
    "said to be announced": (
        {"wants": ALONE},
        {},
        {"also_on": ["Mastodon", "LinkedIn (a few lines)"]},
        {},
        "",
    ),
    "first published elsewhere": (
        {"wants": ALONE},
        {},
        {"canonical": "https://journal.example.org/a"},
        {},
        "journal.example.org printed it on 4 March 2026, and they want what nobody "
        "printed for 30 days",
    ),
}


@pytest.mark.parametrize(
    ("group", "other", "post", "happened", "expected"),
    CONFLICTS.values(),
    ids=CONFLICTS,
)
def test_exclusivity_is_kept_both_ways(group, other, post, happened, expected):
    groups = (a_group("choir", **other), a_group("humber", **group))
    steps = [a_step(move, day, group="choir") for move, day in happened.items()]
    placements = (a_placement(*steps),) if steps else ()
    known = a_site(a_post(**post), groups=groups, placements=placements)
    situation = Situation(known, {"aaaa": LENGTHS}, TODAY)

    objections = list(list_objections(situation, groups[1], known.posts[0]))

    assert objections == ([expected] if expected else [])


def test_what_is_proposed_to_one_who_wants_it_alone_is_proposed_to_nobody_else():
    groups = [
        a_group("alone", wants=ALONE, deadline="12th monthly"),
        a_group("later", deadline="13th monthly"),
    ]

    assert pairs(plan(a_post(), groups=groups)) == [("alone", "aaaa")]


def test_one_who_wants_it_alone_is_not_proposed_what_another_may_take_first():
    groups = [
        a_group("alone", wants=ALONE, deadline="13th monthly"),
        a_group("sooner", deadline="12th monthly"),
    ]

    assert pairs(plan(a_post(), groups=groups)) == [("sooner", "aaaa")]


# which length, and why

TAKEN = {
    "no wish: the whole": (None, ("full", 900)),
    "the longest that fits": ("200-600", ("500", 487)),
    "at the upper edge": ("100-487", ("500", 487)),
    "at the lower edge": ("231-300", ("250", 231)),
    "one number is the most": (250, ("250", 231)),
}


@pytest.mark.parametrize(("words", "expected"), TAKEN.values(), ids=TAKEN)
def test_the_longest_length_that_they_take_is_proposed(words, expected):
    [suggestion] = plan(a_post(), groups=[a_group(wants={"words": words})]).suggestions

    assert (suggestion.length, suggestion.words) == expected


def test_the_whole_text_comes_before_a_short_version_of_as_many_words():
    lengths = {"aaaa": {"500": 480, "full": 480}}

    [suggestion] = plan(a_post(), groups=[a_group()], lengths=lengths).suggestions

    assert suggestion.length == "full"


@pytest.mark.parametrize(
    ("words", "expected"), {"600-800": "full", "1-100": "250", "300-400": "250"}.items()
)
def test_if_no_length_fits_the_nearest_is_known(words, expected):
    assert find_nearest(LENGTHS, a_group(wants={"words": words})) == expected


def test_reasons_are_written_for_people():
    group = a_group(
        deadline="15th monthly",
        wants={
            "topics": ["thanks", "communities", "soup", "ines"],
            "words": "250-500",
            "exclusive_days": 5,
        },
    )
    essay = a_post(
        tags=["Communities", "thanks"],
        authors=["ines"],
        reprint={"permission": "allowed", "not_before": "2026-03-12"},
    )
    choir = a_group("choir")
    printed = [
        a_placement(
            a_step("published", 1, post="bbbb"),
            a_step("replied", 3, post="bbbb", replies=12),
        ),
        a_placement(a_step("published", -40, group="choir")),
    ]

    agenda = plan(
        *(essay, a_post("bbbb", reprint="no")),
        groups=[choir, group],
        placements=printed,
        authors=(an_author(name="Ines Okafor"),),
    )

    suggestion = next(p for p in agenda.suggestions if p.group == group)
    assert (suggestion.deadline, suggestion.days) == (date(2026, 3, 15), 5)
    assert (*suggestion.why_post, *suggestion.why_group) == (
        "on thanks and communities, which they want",
        "by Ines Okafor, whom they ask for",
        "487 words in the short version",
        "printed in 1 other place so far",
        "to be printed from 12 March 2026 on",
        "closes on 15 March 2026",
        "they take 250 to 500 words",
        "they printed you in March and 12 readers wrote",
        "they want it alone for 5 days",
    )


PRINTED = {
    "this year": ([a_step("published", 1, post="bbbb")], "they printed you in March"),
    "last year": (
        [a_step("published", -100, post="bbbb")],
        "they printed you in November 2025",
    ),
    "one reader": (
        [a_step("published", 1, post="bbbb", replies=1)],
        "they printed you in March and 1 reader wrote",
    ),
    "never offered": ([], "nothing was offered to them yet"),
    "declined": ([a_step("declined", 1, post="bbbb")], None),
}


@pytest.mark.parametrize(("steps", "expected"), PRINTED.values(), ids=PRINTED)
def test_what_a_group_did_before_is_a_reason(steps, expected):
    placements = [a_placement(*steps)] if steps else []

    [suggestion] = plan(
        *(a_post(), a_post("bbbb", reprint="no")),
        groups=[a_group()],
        placements=placements,
    ).suggestions

    assert suggestion.why_group == ((expected,) if expected else ())


# in which order


def test_who_closes_first_comes_first_and_who_never_does_comes_last():
    groups = [
        a_group("anytime"),
        a_group("later", deadline="20th monthly"),
        a_group("sooner", deadline="11th monthly"),
        a_group("today", deadline="10th monthly"),
    ]

    agenda = plan(a_post(), groups=groups)

    assert [(p.group.id, p.days) for p in agenda.suggestions] == [
        ("today", 0),
        ("sooner", 1),
        ("later", 10),
        ("anytime", None),
    ]


def test_of_those_who_close_together_who_asked_for_it_comes_first():
    groups = [a_group("any"), a_group("fond", wants={"topics": ["soup"]})]

    agenda = plan(a_post(tags=["soup"]), groups=groups)

    assert [p.group.id for p in agenda.suggestions] == ["fond", "any"]


def test_of_equal_ones_whose_readers_answer_comes_first():
    groups = [a_group("aloof"), a_group("warm")]
    printed = a_placement(a_step("published", 1, group="warm", post="bbbb", replies=3))

    agenda = plan(
        *(a_post(), a_post("bbbb", reprint="no")), groups=groups, placements=[printed]
    )

    assert [p.group.id for p in agenda.suggestions] == ["warm", "aloof"]


def test_what_was_seldom_offered_comes_first_then_what_fits_then_what_is_new():
    posts = [
        a_post("often", tags=["soup", "bread"]),
        a_post("fits", 1, tags=["soup", "bread"]),
        a_post("newer", 3, tags=["soup"]),
        a_post("older", 2, tags=["soup"]),
    ]
    elsewhere = a_placement(a_step("declined", group="choir", post="often"))
    fond = a_group("fond", wants={"topics": ["soup", "bread"]})

    agenda = plan(
        *posts,
        groups=[a_group("choir", language="fr"), fond],
        placements=[elsewhere],
        choices=None,
    )

    assert [p.post.uid for p in agenda.suggestions] == ["fits", "newer", "older", "often"]


def test_five_groups_are_not_all_proposed_the_same_post():
    posts = [a_post(f"post{n}", n) for n in range(1, 6)]
    groups = [a_group(f"group-{n}") for n in range(5)]

    first = plan(*posts, groups=groups, choices=1)
    three = plan(*posts, groups=groups)

    assert sorted(uid for _, uid in pairs(first)) == [post.uid for post in posts]
    assert set(Counter(uid for _, uid in pairs(three)).values()) == {3}


@pytest.mark.parametrize(("choices", "expected"), {1: 1, 3: 3, None: 5, 0: 0}.items())
def test_a_group_has_so_many_to_choose_from(choices, expected):
    posts = [a_post(f"post{n}", n) for n in range(1, 6)]

    agenda = plan(*posts, groups=[a_group()], choices=choices)

    assert len(agenda.suggestions) == expected


def test_one_group_can_be_asked_about_alone():
    groups = (a_group("alone", wants=ALONE, deadline="12th monthly"), a_group("later"))
    situation = Situation(a_site(a_post(), groups=groups), {"aaaa": LENGTHS}, TODAY)

    agenda = plan_offers(situation, groups=(groups[1],))

    assert pairs(agenda) == [("later", "aaaa")]


# what is open


def day(of_march: int) -> date:
    return at(of_march).date()


ASK_ON = {
    "the day that was said": ([a_step("offered", 1, follow_up=day(15))], day(15)),
    "three weeks, if none was": ([a_step("offered", 1)], day(22)),
    "the day of the last word": (
        [a_step("offered", 1, follow_up=day(5)), a_step("reminded", 6, follow_up=day(20))],
        day(20),
    ),
    "three weeks after what was done on the day": (
        [a_step("offered", -9, follow_up=day(5)), a_step("reminded", 5)],
        day(26),
    ),
    "still the day, if they were reminded before": (
        [a_step("offered", 1, follow_up=day(15)), a_step("reminded", 3)],
        day(15),
    ),
    "three weeks after a yes": ([a_step("offered", -30), a_step("accepted", 1)], day(22)),
    "a step that is no word changes nothing": (
        [a_step("offered", 1), a_step("thanked", 9)],
        day(22),
    ),
    "nobody said that it was offered": ([a_step("thanked", 1)], day(22)),
}


@pytest.mark.parametrize(("steps", "expected"), ASK_ON.values(), ids=ASK_ON)
def test_when_to_ask_again(steps, expected):
    agenda = plan(a_post(), groups=[a_group()], placements=[a_placement(*steps)])

    [follow_up] = agenda.due + agenda.waiting
    assert follow_up.ask_on == expected
    assert (follow_up in agenda.due) == (expected <= TODAY)


def test_a_yes_of_a_quarterly_is_waited_for_until_its_next_number():
    agenda = plan(
        a_post(),
        groups=[a_group(cadence="quarterly")],
        placements=[a_placement(a_step("accepted", 1))],
    )

    assert [m.ask_on for m in agenda.waiting] == [day(1) + timedelta(days=92)]


DUE = {
    "to come": (day(11), 0, False),
    "today": (day(10), 0, True),
    "yesterday": (day(9), 1, True),
    "long ago": (day(-90), 100, True),
}


@pytest.mark.parametrize(("ask_on", "late", "is_due"), DUE.values(), ids=DUE)
def test_what_is_to_be_asked_about_today(ask_on, late, is_due):
    offered = a_step("offered", -120, follow_up=ask_on)

    agenda = plan(a_post(), groups=[a_group()], placements=[a_placement(offered)])

    [follow_up] = agenda.due if is_due else agenda.waiting
    assert (follow_up.days_late, follow_up.days) == (late, 130)


def test_the_longest_overdue_comes_first_and_who_is_asked_next_waits_first():
    groups = [a_group(name) for name in ("ants", "bees", "cats", "dogs")]
    days = {"ants": 8, "bees": 5, "cats": 30, "dogs": 12}
    placements = [
        a_placement(a_step("offered", 1, group=name, follow_up=day(number)))
        for name, number in days.items()
    ]

    agenda = plan(a_post(), groups=groups, placements=placements)

    assert [m.group.id for m in agenda.due] == ["bees", "ants"]
    assert [m.group.id for m in agenda.waiting] == ["dogs", "cats"]


def test_what_is_known_of_an_open_offer():
    placement = a_placement(a_step("offered", -9), a_step("reminded", 6))

    [follow_up] = plan(a_post(), groups=[a_group()], placements=[placement]).waiting

    assert (follow_up.group.id, follow_up.title, follow_up.name) == (
        "humber",
        "Essay aaaa",
        "aaaa",
    )
    assert (follow_up.last_state, follow_up.last.date, follow_up.days) == (
        "reminded",
        day(6),
        4,
    )


def test_issues_are_followed_up_as_posts_are():
    step = Step.model_validate(
        {
            "path": "",
            "group": "humber",
            "issue": "issue4",
            "move": "offered",
            "date": day(1),
        }
    )
    newsletter = a_newsletter(issues=[an_issue(4)])
    placement = Placement("humber", "issue/issue4", (step,))

    [follow_up] = plan(
        groups=[a_group()], placements=[placement], newsletters=(newsletter,)
    ).waiting

    assert (follow_up.title, follow_up.name) == ("What number 4 brought us", "newsletter/4")


def test_what_was_offered_and_cannot_be_seen_is_followed_up_by_its_name():
    placement = a_placement(a_step("offered", 1, post="draft-slug"))

    [follow_up] = plan(groups=[a_group()], placements=[placement]).waiting

    assert (follow_up.title, follow_up.name) == ("draft-slug", "draft-slug")


def test_a_slug_too_long_to_type_is_called_by_its_uid():
    essay = a_post(slug="-".join(["letters"] * 12))

    [follow_up] = plan(
        essay, groups=[a_group()], placements=[a_placement(a_step())]
    ).waiting

    assert follow_up.name == "aaaa"


# thanks

THANKS = {
    "printed, and not thanked": (["published"], True),
    "printed and thanked": (["published", "thanked"], False),
    "thanked for a yes, and then printed": (["accepted", "thanked", "published"], True),
    "not printed": (["accepted"], False),
    "taken back": (["published", "declined"], False),
}


@pytest.mark.parametrize(("moves", "is_due"), THANKS.values(), ids=THANKS)
def test_whom_to_thank(moves, is_due):
    steps = [a_step(move, number) for number, move in enumerate(moves, 1)]

    agenda = plan(a_post(), groups=[a_group()], placements=[a_placement(*steps)])

    assert [m.group.id for m in agenda.to_thank] == (["humber"] if is_due else [])


def test_a_platform_is_not_thanked():
    agenda = plan(
        a_post(),
        groups=[a_group(platform="devto")],
        placements=[a_placement(a_step("published"))],
    )

    assert agenda.to_thank == ()


TOLD = {
    "nobody wrote": ([a_step("published", 1), a_step("thanked", 2)], None),
    "they wrote before the thanks": (
        [a_step("published", 1), a_step("replied", 2, replies=4), a_step("thanked", 2)],
        None,
    ),
    "they wrote after the thanks": (
        [
            a_step("published", 1, replies=2),
            a_step("thanked", 2),
            a_step("replied", 3, replies=4),
            a_step("replied", 5, replies=1),
        ],
        5,
    ),
    "the editor knows that": (
        [
            a_step("published", 1),
            a_step("thanked", 2),
            a_step("replied", 3, replies=4),
            a_step("thanked", 4),
        ],
        None,
    ),
}


@pytest.mark.parametrize(("steps", "expected"), TOLD.values(), ids=TOLD)
def test_editors_are_told_how_many_wrote_since_they_were_thanked(steps, expected):
    agenda = plan(a_post(), groups=[a_group()], placements=[a_placement(*steps)])

    assert [m.replies for m in agenda.to_tell] == ([expected] if expected else [])
    assert agenda.to_thank == ()


def test_the_oldest_publication_is_thanked_for_first():
    groups = [a_group(name) for name in ("ants", "bees", "cats")]
    days = {"ants": 5, "bees": 2, "cats": 8}
    placements = [
        a_placement(a_step("published", number, group=name))
        for name, number in days.items()
    ]

    agenda = plan(a_post(), groups=groups, placements=placements)

    assert [(m.group.id, m.days) for m in agenda.to_thank] == [
        ("bees", 8),
        ("ants", 5),
        ("cats", 2),
    ]


# words, as they are estimated

MARKDOWN = {
    "plain words": ("One two three.\n\nFour.", 4),
    "marks are no words": ("# A title\n\n- one\n- two\n\n> three — four\n\n1. five", 7),
    "where links lead": ("[one two](https://example.org/a-b 'title') [three][ref]", 3),
    "what reference links mean": ("one [two]\n\n[two]: https://example.org 'a b c'", 2),
    "pictures": ("one ![a b c](d.jpg) two ![e][f]", 2),
    "HTML": ('<div class="a b">one</div> <!-- two three --> four', 2),
    "a comment that never ends": ("one <!-- two three", 1),
    "notes": ("one[^1] two\n\n[^1]: three four\n    five\n\n    six\n\nseven", 3),
    "attributes": ("one {: .a .b }\n\n## two {#id .c}", 2),
    "abbreviations": ("one HTML\n\n*[HTML]: Hyper Text", 2),
    "fences": ("one\n\n```python title='a b'\ntwo three\n```\n\nfour", 4),
    "tables": ("| a | b |\n|---|--:|\n| c | d |", 4),
    "nothing": ("", 0),
}


@pytest.mark.parametrize(("body", "expected"), MARKDOWN.values(), ids=MARKDOWN)
def test_words_of_markdown_are_estimated(body, expected):
    assert estimate_lengths(body, None)["full"] == expected


def words(number: int) -> str:
    return "word " * number


SHORT = {
    "a short text has no short versions": (words(90), {}, {"full": 90}),
    "a text is cut where a paragraph ends": (
        f"{words(60)}\n\n{words(30)}\n\n{words(200)}",
        {},
        {"full": 290, "100": 90},
    ),
    "not where hardly anything is left": (
        f"{words(15)}\n\n{words(400)}",
        {},
        {"full": 415},
    ),
    "the author's own come first": (
        f"{words(60)}\n\n{words(230)}",
        {"250": words(201), "100": words(99)},
        {"full": 290, "250": 201, "100": 99},
    ),
}


@pytest.mark.parametrize(("body", "own", "expected"), SHORT.values(), ids=SHORT)
def test_short_versions_are_estimated(body, own, expected):
    assert estimate_lengths(body, Summaries.model_validate(own)) == expected


@given(st.text(alphabet="ab \n`[](){}!<>-*#^:|~1.\\"))
def test_any_text_has_a_length(body):
    assert estimate_lengths(body, None)["full"] >= 0


# properties

ANNOUNCING = ("mastodon", "bluesky", "linkedin")
days_around = st.integers(-120, 20)


@st.composite
def sites(draw: Callable[..., Any]) -> Site:
    """A site with some groups, posts and whatever happened between them."""
    terms = st.sampled_from([None, "allowed", "ask", "no"])
    posts = [
        a_post(f"post{n}", draw(st.integers(-60, 9)), reprint=draw(terms))
        for n in range(draw(st.integers(0, 5)))
    ]
    groups = [
        a_group(
            f"group-{n}",
            wants={"exclusive_days": draw(st.sampled_from([0, 0, 30, 90]))},
            deadline=draw(st.sampled_from([None, "15th monthly", "friday weekly"])),
            platform=draw(st.sampled_from([None, None, None, "mastodon", "devto"])),
            cadence=draw(st.sampled_from(["weekly", "quarterly", "irregular"])),
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    moves = [
        "offered",
        "reminded",
        "accepted",
        "declined",
        "published",
        "replied",
        "thanked",
    ]
    steps = [
        (
            f"post/{post.uid}",
            a_step(
                draw(st.sampled_from(moves)),
                draw(days_around),
                group=group.id,
                post=post.uid,
                follow_up=draw(st.one_of(st.none(), days_around.map(day))),
            ),
        )
        for post in posts
        for group in groups
        for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2, 3])))
    ]
    known = a_site(*posts, groups=tuple(groups))
    return replace(known, placements=fold_steps(steps))


def decide(known: Site, **values: Any) -> Agenda:
    lengths = {post.uid: LENGTHS for post in known.posts}
    return plan_offers(Situation(known, lengths, TODAY), **values)


@given(sites())
def test_every_open_placement_is_there_once(known):
    agenda = decide(known)

    shown = [follow_up.placement for follow_up in agenda.due + agenda.waiting]
    expected = [p for p in known.placements if p.status in ("offered", "accepted")]
    assert sorted(shown, key=repr) == sorted(expected, key=repr)
    assert all(m.ask_on and m.ask_on <= TODAY for m in agenda.due)
    assert all(m.ask_on and m.ask_on > TODAY for m in agenda.waiting)


@given(sites())
def test_no_offer_is_forgotten(known):
    agenda = decide(known)

    asleep = [m.placement for m in agenda.waiting if m.placement.status == "offered"]
    for placement in asleep:
        newest = max(step.date for step in placement.steps)
        told = [step.follow_up for step in placement.steps if step.follow_up]
        assert newest > TODAY - timedelta(days=21) or max(told) > TODAY


@given(sites())
def test_nothing_is_proposed_that_its_author_withholds(known):
    proposed = [suggestion.post for suggestion in decide(known).suggestions]

    assert all(p.reprint is None or p.reprint.permission != "no" for p in proposed)


@given(sites(), st.sampled_from([1, 3, None]))
def test_exclusivity_is_never_broken(known, choices):
    agenda = decide(known, choices=choices)

    for suggestion in agenda.suggestions:
        alone = suggestion.group.wants.exclusive_days
        for placement in known.placements_of(suggestion.post):
            other = known.group_by_id[placement.group]
            days = max(alone, other.wants.exclusive_days)
            if not days or placement.status == "declined" or other.platform in ANNOUNCING:
                continue
            assert placement.published is not None
            assert (TODAY - placement.published).days > days
    takers: dict[str, list[Group]] = {}
    for suggestion in agenda.suggestions:
        takers.setdefault(suggestion.post.uid, []).append(suggestion.group)
    for groups in takers.values():
        assert len(groups) == 1 or not any(g.wants.exclusive_days for g in groups)


@given(sites())
def test_a_group_with_something_in_hand_is_proposed_nothing(known):
    agenda = decide(known)

    busy = {follow_up.group.id for follow_up in agenda.due + agenda.waiting}
    proposed = {suggestion.group.id for suggestion in agenda.suggestions}
    assert not busy & proposed
    had = {(p.group, p.subject) for p in known.placements}
    assert not had & {(p.group.id, p.post.tag) for p in agenda.suggestions}
    assert all(suggestion.group.platform is None for suggestion in agenda.suggestions)


@given(sites(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_read_does_not_matter(known, random):
    def shuffled(values: tuple) -> tuple:
        return tuple(random.sample(values, len(values)))

    other = replace(
        known,
        posts=shuffled(known.posts),
        groups=shuffled(known.groups),
        placements=shuffled(known.placements),
    )

    assert decide(other) == decide(known)


TITLES = st.text(alphabet="abc éß漢字 -", min_size=1).filter(str.strip)


@given(sites(), TITLES, TITLES)
def test_no_line_is_wider_than_the_terminal(known, title, name):
    posts = tuple(p.model_copy(update={"title": title * 9}) for p in known.posts)
    groups = tuple(g.model_copy(update={"name": name * 9}) for g in known.groups)

    lines = list(write_agenda(decide(replace(known, posts=posts, groups=groups))))

    assert max(map(width_of, lines), default=0) <= 92
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(("width", "most"), [(60, 60), (200, 92), (1, 45)])
def test_lines_are_as_wide_as_the_terminal_but_never_too_narrow_or_wide(width, most):
    group = a_group(name="A name that is long", deadline="11th monthly")
    posts = [a_post(title="Word " * 60), a_post("bbbb", slug="short")]

    lines = list(write_agenda(plan(*posts, groups=[group]), width=width))

    assert most - 12 < max(map(width_of, lines)) <= most


def test_long_commands_are_continued_so_that_they_can_be_copied():
    group = a_group("a" * 61)
    essay = a_post(slug="b" * 60)

    lines = list(write_agenda(plan(essay, groups=[group], choices=1)))

    assert lines[-5:] == [
        "             “Essay aaaa”",
        "             900 words",
        f"             postroom offer {'a' * 61} \\",
        f"               {'b' * 60}",
        "",
    ]


@pytest.mark.parametrize("days", [3, 40])
def test_what_is_not_out_on_a_platform_waits_for_its_author_and_nobody_is_asked(days):
    group = a_group("forem", name="Forem", kind="online", platform="devto")
    draft = a_placement(a_step("offered", 10 - days, group="forem"))

    agenda = plan(a_post(title="Soup"), groups=[group], placements=[draft])

    _, _, told, command, _ = write_agenda(agenda)
    assert "“Soup” has been on its way to Forem since" in told
    assert command.endswith(" published --url https://...")


# what it looks like


def test_the_agenda_looks_as_it_was_reviewed(golden):
    groups = [
        a_group(
            "humber-engineers",
            name="Humber Lift Engineers",
            newsletter="Plain Lines",
            deadline="15th monthly",
            wants={"words": "250-500", "topics": ["communities", "thanks"]},
        ),
        a_group("choir", name="The Northern Choir", kind="hobby"),
        a_group("library", name="Delta Library", wants={"exclusive_days": 90}),
        a_group("alumni", name="The Class of 1998", kind="alumni"),
        a_group("bakers", name="Bakers’ Row", kind="neighbourhood"),
        a_group("nurses", name="Night Nurses", kind="employer"),
    ]
    posts = [
        a_post("forty", 4, title="The forty letters", tags=["thanks", "communities"]),
        a_post("table", 2, title="Hosting a table for eight", tags=["communities"]),
        a_post("favour", 1, title="The follow-up is the favour"),
        a_post("notes", 3, title="Notes on asking", reprint="no"),
    ]
    placements = [
        a_placement(
            a_step("published", -20, group="humber-engineers", post="notes"),
            a_step("replied", -18, group="humber-engineers", post="notes", replies=12),
        ),
        a_placement(a_step("offered", -12, group="alumni", post="favour")),
        a_placement(
            a_step("offered", -14, group="bakers", post="table", follow_up=day(10))
        ),
        a_placement(a_step("accepted", 5, group="choir", post="favour")),
        a_placement(
            a_step("published", -40, group="nurses", post="favour"),
            a_step("thanked", -38, group="nurses", post="favour"),
            a_step("replied", 1, group="nurses", post="favour"),
            a_step("replied", 2, group="nurses", post="favour", replies=1),
        ),
    ]

    agenda = plan(*posts, groups=groups, placements=placements)

    text = "\n".join([*write_agenda(agenda), sum_up(agenda), ""])
    golden("offer/agenda.txt", text.encode())
