"""What communities bring, reckoned: every figure."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_group, a_placement, a_step

from postroom.model.group import Group
from postroom.model.placement import Placement, Step, fold_steps
from postroom.portfolio.figures import reckon
from postroom.portfolio.holdings import OfferTally, Portfolio, Silence, spread_of

KINDS = "association alumni employer faith hobby neighbourhood online".split()
ORDER = "offered reminded accepted declined published replied thanked".split()
"""What happens first on one day."""

HUMBER = a_group("humber")
CHOIR = a_group("choir", kind="hobby", name="The Choir")
BENCH = a_group("bench", kind="hobby", name="The Bench")
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 31)


def story(group: str = "humber", post: str = "aaaa", **days: int | tuple) -> Placement:
    """A placement: which move was made on which day of March 2026; how many replied."""
    steps = []
    for move, said in days.items():
        day, replies = said if isinstance(said, tuple) else (said, 0)
        steps.append(a_step(move, day, group=group, post=post, replies=replies))
    return a_placement(*steps)


def portfolio(
    *placements: Placement,
    groups: tuple[Group, ...] = (HUMBER, CHOIR, BENCH),
    since: date = MARCH,
    until: date = MAY,
) -> Portfolio:
    return reckon(groups, placements, since=since, until=until)


# what became of offers

ENDS = {
    "no answer": (story(offered=2), (1, 0, 0, 0, 1, 0)),
    "asked again": (story(offered=2, reminded=9), (1, 0, 0, 0, 1, 0)),
    "a yes": (story(offered=2, accepted=5), (1, 1, 0, 0, 1, 0)),
    "a no": (story(offered=2, declined=5), (1, 0, 1, 0, 0, 0)),
    "published": (story(offered=2, accepted=5, published=9), (1, 1, 0, 1, 0, 1)),
    "published without a word": (story(offered=2, published=9), (1, 1, 0, 1, 0, 1)),
    "nobody had asked": (story(published=9), (0, 0, 0, 0, 0, 1)),
    "offered before": (story(offered=-9, published=9), (0, 0, 0, 0, 0, 1)),
    "published later": (story(offered=2, accepted=5, published=99), (1, 1, 0, 0, 1, 0)),
    "answered later": (story(offered=2, declined=99), (1, 0, 0, 0, 1, 0)),
    "all of it later": (story(offered=99), (0, 0, 0, 0, 0, 0)),
    "all of it before": (story(offered=-9, published=0), (0, 0, 0, 0, 0, 0)),
}


@pytest.mark.parametrize(("placed", "expected"), ENDS.values(), ids=ENDS.keys())
def test_an_offer_counts_as_it_stood_at_the_end(placed, expected):
    tally = portfolio(placed).total

    assert (
        *(tally.offered, tally.accepted, tally.declined),
        *(tally.appeared, tally.open, tally.published),
    ) == expected


def test_an_offer_made_again_after_a_no_waits_again():
    again = a_placement(a_step("offered", 2), a_step("declined", 5), a_step("offered", 20))

    tally = portfolio(again).total

    assert (tally.offered, tally.answered, tally.declined, tally.open) == (1, 0, 0, 1)
    assert tally.waits == (3,)


def test_the_first_and_the_last_day_belong_to_the_period():
    both = (story(post="aaaa", offered=1), story(post="bbbb", offered=92))

    assert portfolio(*both).total.offered == 2
    assert portfolio(*both, since=MARCH + timedelta(days=1)).total.offered == 1
    assert portfolio(*both, until=MAY - timedelta(days=1)).total.offered == 1


def test_rates_are_parts_of_what_could_have_been():
    placed = (
        story(post="aaaa", offered=2),
        story(post="bbbb", offered=2, declined=5),
        story(post="cccc", offered=2, accepted=5),
        story(post="dddd", offered=2, published=5),
    )

    tally = portfolio(*placed).total

    assert tally.answer_rate == Fraction(3, 4)
    assert tally.acceptance_rate == Fraction(2, 3)


def test_nothing_is_no_part_of_nothing():
    tally = portfolio().total

    assert tally == OfferTally()
    assert tally.answer_rate is tally.acceptance_rate is None
    assert tally.median_wait is tally.replies_each is None


WAITS = {
    "one": ([3], 3),
    "two: between them": ([3, 6], Fraction(9, 2)),
    "three: the middle one": ([3, 40, 5], 5),
    "on the same day": ([0], 0),
}


@pytest.mark.parametrize(("days", "expected"), WAITS.values(), ids=WAITS.keys())
def test_half_of_the_answers_came_within_the_median(days, expected):
    placed = [
        story(post=f"post{n}", offered=2, accepted=2 + wait) for n, wait in enumerate(days)
    ]

    assert portfolio(*placed).total.median_wait == expected


def test_who_said_yes_before_being_asked_took_no_time():
    assert portfolio(story(accepted=2, offered=5)).total.waits == ()


def test_replies_belong_to_the_day_on_which_they_were_counted():
    placed = story(offered=-40, published=-20, replied=(2, 7), thanked=(99, 3))

    tally = portfolio(placed).total

    assert (tally.published, tally.replies, tally.replies_each) == (0, 7, None)


def test_replies_are_shared_out_over_placements():
    placed = (
        story(offered=2, published=(9, 4)),
        story("choir", published=9, replied=(9, 1)),
    )

    assert portfolio(*placed).total.replies_each == Fraction(5, 2)


# how spread they are

SPREADS = {
    "nothing": ([], None),
    "nothing anywhere": ([0, 0], None),
    "all in one": ([5, 0, 0], 1),
    "evenly over four": ([3, 3, 3, 3], 4),
    "half, a quarter, a quarter": ([2, 1, 1], Fraction(8, 3)),
}


@pytest.mark.parametrize(("counts", "expected"), SPREADS.values(), ids=SPREADS.keys())
def test_a_spread_is_told_in_equal_parts(counts, expected):
    assert spread_of(counts) == expected


def test_the_largest_holding_comes_first_with_its_share():
    placed = (
        story("choir", "aaaa", published=2),
        story("choir", "bbbb", published=2),
        story("bench", "aaaa", published=2),
        story("humber", "aaaa", published=2),
    )

    made = portfolio(*placed)

    assert [(h.key, h.share) for h in made.groups] == [
        ("choir", Fraction(1, 2)),
        ("bench", Fraction(1, 4)),
        ("humber", Fraction(1, 4)),
    ]
    assert [(h.key, h.groups, h.share) for h in made.kinds[:3]] == [
        ("hobby", 2, Fraction(3, 4)),
        ("association", 1, Fraction(1, 4)),
        ("alumni", 0, 0),
    ]
    assert made.largest_group.key == "choir"
    assert made.largest_kind.key == "hobby"
    assert made.effective_groups == Fraction(8, 3)
    assert made.effective_kinds == Fraction(8, 5)


def test_nothing_published_is_held_by_nobody():
    made = portfolio(story(offered=2))

    assert made.largest_group is made.largest_kind is made.effective_groups is None
    assert {holding.share for holding in (*made.groups, *made.kinds)} == {None}


def test_kinds_without_a_group_are_told():
    assert portfolio().missing_kinds == (
        *("alumni", "employer", "faith", "neighbourhood", "online"),
    )


def test_platforms_are_no_communities():
    wall = a_group("wall", kind="online", platform="mastodon", name="The Wall")
    placed = (story("wall", published=(5, 9)), story("humber", published=(6, 2)))

    made = portfolio(*placed, groups=(HUMBER, wall))

    assert (made.total.published, made.total.replies) == (1, 2)
    assert [holding.key for holding in made.groups] == ["humber"]
    assert made.groups[0].share == 1
    assert "online" in made.missing_kinds
    assert made.never_offered == ("The Humber Society",)
    assert [month.published for month in made.months] == [1, 0, 0]
    assert [travel.published for travel in made.travels] == [1]
    assert [(h.name, h.tally.published, h.share) for h in made.announcements] == [
        ("The Wall", 1, None)
    ]


def test_placements_with_groups_that_are_not_there_are_left_out():
    assert portfolio(story("gone", published=2)).total == OfferTally()


# months


def test_every_month_of_the_period_has_its_counts():
    placed = (
        story(post="aaaa", offered=2, published=(40, 3)),
        story(post="bbbb", offered=31, accepted=32),
        story(post="cccc", offered=32, replied=(92, 4)),
    )

    made = portfolio(*placed)

    assert [(m.first.month, m.offered, m.published, m.replies) for m in made.months] == [
        (3, 2, 0, 0),
        (4, 1, 1, 3),
        (5, 0, 0, 4),
    ]


def test_a_month_that_is_not_over_is_no_month_without_a_placement():
    made = portfolio(since=MARCH + timedelta(days=1), until=MAY - timedelta(days=1))

    assert [month.is_whole for month in made.months] == [False, True, False]
    assert made.idle_months == (date(2026, 4, 1),)


GAPS = {
    "no gap": ((1, 32, 62, 93, 123), []),
    "one month": ((1, 62, 93, 123), [4]),
    "all of them": ((), [3, 4, 5, 6, 7]),
    "the longer one": ((32, 123), [5, 6]),
    "of two as long, the later": ((1, 62, 123), [6]),
}


@pytest.mark.parametrize(("days", "expected"), GAPS.values(), ids=GAPS.keys())
def test_the_longest_gap_is_found(days, expected):
    placed = [story(post=f"post{day}", published=day) for day in days]

    made = portfolio(*placed, until=date(2026, 7, 31))

    assert [month.month for month in made.longest_idle] == expected


def test_a_period_may_cross_years():
    made = portfolio(since=date(2025, 11, 15), until=date(2027, 1, 2))

    months = [month.first for month in made.months]
    assert (months[0], months[-1], len(months)) == (
        *(date(2025, 11, 1), date(2027, 1, 1), 15),
    )


# who is silent, what travelled


def test_silence_begins_after_thirty_days():
    asked = story(offered=10)
    end = asked.offered + timedelta(days=30)

    assert portfolio(asked, until=end).silent == ()
    assert portfolio(asked, until=end + timedelta(days=1)).silent == (
        Silence("The Humber Society", asked.offered, 1),
    )


def test_the_longest_silence_comes_first_with_its_oldest_offer():
    placed = (
        story("humber", "aaaa", offered=9),
        story("choir", "bbbb", offered=7),
        story("choir", "aaaa", offered=8, reminded=30),
        story("choir", "cccc", offered=9, accepted=12),
        story("bench", "aaaa", offered=2, declined=60),
    )

    made = portfolio(*placed)

    assert [(s.group, s.since.day, s.offers) for s in made.silent] == [
        ("The Choir", 7, 2),
        ("The Humber Society", 9, 1),
    ]


def test_groups_that_were_never_offered_anything_are_named():
    placed = (story("choir", offered=-99), story("humber", published=2))

    assert portfolio(*placed).never_offered == ("The Bench", "The Humber Society")


def test_the_furthest_travelled_comes_first():
    placed = (
        story("humber", "aaaa", published=2),
        story("choir", "aaaa", published=3),
        story("humber", "bbbb", published=(2, 9)),
        story("choir", "cccc", offered=2, replied=(4, 1)),
        story("choir", "dddd", offered=2),
    )

    made = portfolio(*placed)

    assert [(t.subject, t.published, t.replies) for t in made.travels] == [
        ("post/aaaa", 2, 0),
        ("post/bbbb", 1, 9),
        ("post/cccc", 0, 1),
    ]


# once more, by somebody else

IDS = ("aaa", "bbb", "ccc", "ddd", "eee")
DAYS = st.dates(date(2025, 10, 1), date(2026, 12, 31))


@st.composite
def histories(draw):
    """Groups and steps as their files say them, and a period."""
    groups = [
        {"id": id_, "name": f"Group {id_}", "kind": draw(st.sampled_from(KINDS))}
        for id_ in draw(st.lists(st.sampled_from(IDS), unique=True))
    ]
    for group in groups:
        if draw(st.integers(0, 5)) == 0:
            group["platform"] = "mastodon"
    step = st.fixed_dictionaries(
        {
            "group": st.sampled_from(IDS),
            "subject": st.sampled_from(["post/aaaa", "post/bbbb", "issue/cccc"]),
            "move": st.sampled_from(ORDER),
            "date": DAYS,
        },
        optional={"replies": st.integers(0, 12)},
    )
    steps = [
        {**facts, "path": f"groups/{facts['group']}/{n:03}.yml"}
        for n, facts in enumerate(draw(st.lists(step, max_size=40)))
    ]
    return groups, steps, *sorted([draw(DAYS), draw(DAYS)])


def reckon_history(groups, steps, since, until) -> Portfolio:
    """Reckon what files say, once they were read."""
    read = [Group.model_validate({"path": f"groups/{g['id']}.yml"} | g) for g in groups]
    told = []
    for step in steps:
        facts = {key: value for key, value in step.items() if key != "subject"}
        told.append((step["subject"], Step.model_validate(facts)))
    return reckon(read, fold_steps(told), since=since, until=until)


@given(histories())
def test_what_must_add_up_adds_up(history):
    made = reckon_history(*history)

    total = made.total
    for parts in (made.groups, made.kinds):
        for field in ("offered", "answered", "open", "published", "replies"):
            assert sum(getattr(h.tally, field) for h in parts) == getattr(total, field)
        if total.published:
            assert sum(holding.share for holding in parts) == 1
            assert 1 <= spread_of(h.tally.published for h in parts) <= len(parts)
    for field in ("offered", "published", "replies"):
        assert sum(getattr(month, field) for month in made.months) == getattr(total, field)
    assert sum(travel.published for travel in made.travels) == total.published
