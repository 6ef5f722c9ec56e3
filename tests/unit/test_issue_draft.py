"""What waits becomes the draft of the next issue, in the order that was set."""

from datetime import date

import pytest
import yaml
from tests.factories import a_newsletter, a_post, an_issue, an_item, at

from postroom.issues.draft import Plan, plan_issue, render_draft
from postroom.issues.status import write_status
from postroom.model.newsletter import Newsletter
from postroom.reading.issues import parse_issue

TODAY = date(2026, 3, 10)


def plan(newsletter: Newsletter, *posts, **values) -> Plan:
    return plan_issue(newsletter, posts, **{"today": TODAY} | values)


def names(plan: Plan) -> dict[str, list[str]]:
    return {
        part.title: [*(p.slug for p in part.posts), *(i.name for i in part.items)]
        for part in plan.portions
    }


def a_link(uid: str, **values):
    return an_item("link", uid, **values)


def test_sections_come_in_the_order_that_was_set():
    items = [an_item("kudos", "thks"), a_link("link"), an_item("ask", "asks")]
    newsletter = a_newsletter(items, sections=["link", {"Both": ["kudos", "ask"]}, "posts"])

    assert names(plan(newsletter, a_post("post"))) == {
        "Worth your time": ["link"],
        "Both": ["asks", "thks"],
        "New essays": ["post"],
    }


def test_without_settings_essays_come_first_and_then_the_kinds_of_the_table():
    items = [an_item("kudos", "thks"), a_link("link"), an_item("event", "even")]

    assert list(names(plan(a_newsletter(items), a_post()))) == [
        "New essays",
        "Events",
        "Worth your time",
        "Thanks",
    ]


def test_an_empty_section_is_left_out():
    assert names(plan(a_newsletter())) == {}


def test_events_come_by_their_day_and_other_items_as_they_came():
    items = [
        an_item("event", "late", start="2026-03-30 09:00"),
        an_item("event", "soon", start="2026-03-20 09:00", zone="America/New_York"),
        an_item("event", "east", start="2026-03-20 20:00", zone="Asia/Tokyo"),
        a_link("new1", submitted="2026-03-08"),
        a_link("old1", submitted="2026-03-02"),
    ]

    assert names(plan(a_newsletter(items))) == {
        "Events": ["east", "soon", "late"],
        "Worth your time": ["old1", "new1"],
    }


def test_jobs_come_by_the_day_they_close_and_those_without_one_too():
    items = [
        an_item("job", "late", closes="2026-05-01"),
        an_item("job", "soon", closes="2026-03-20"),
    ]

    assert names(plan(a_newsletter(items)))["Jobs"] == ["soon", "late"]


def test_nothing_is_drafted_that_is_over_when_the_issue_appears():
    items = [
        an_item("event", "past", start="2026-03-09 10:00"),
        an_item("event", "then", start="2026-03-20 10:00"),
        an_item("job", "shut", closes="2026-03-14"),
        an_item("job", "open", closes="2026-03-15"),
        a_link("stal", submitted="2026-01-01"),
        a_link("ripe", submitted="2026-01-20"),
    ]

    made = plan(a_newsletter(items), dated=date(2026, 3, 15))

    assert names(made) == {
        "Events": ["then"],
        "Jobs": ["open"],
        "Worth your time": ["ripe"],
    }
    assert [item.name for item in made.expired] == ["stal", "past", "shut"]


def test_what_an_issue_lists_is_used_drafts_too():
    items = [a_link(uid) for uid in ("aaaa", "bbbb", "cccc")]
    newsletter = a_newsletter(
        items,
        [an_issue(1, items=["aaaa"])],
        coming=(an_issue(2, 18, items=["bbbb"], draft=True),),
    )

    assert names(plan(newsletter)) == {"Worth your time": ["cccc"]}


def test_what_no_section_holds_is_not_forgotten():
    newsletter = a_newsletter([an_item("kudos", "thks"), a_link("link")], sections=["link"])

    made = plan(newsletter)

    assert [item.name for item in made.homeless] == ["thks"]
    assert {item.name for item in made.waiting} == {"thks", "link"}


def test_essays_since_the_last_issue_are_listed_once_and_oldest_first():
    newsletter = a_newsletter(
        (),
        [an_issue(1, 4, sections=[{"title": "E", "posts": ["seen"]}])],
        coming=(an_issue(2, 9, sections=[{"title": "E", "posts": ["next"]}], draft=True),),
    )
    posts = [
        a_post("late", 8),
        a_post("soon", 5),
        a_post("long", 1),
        a_post("seen", 4),
        a_post("next", 6),
        a_post("same", date=at(3, 20)),
    ]

    assert names(plan(newsletter, *posts)) == {"New essays": ["same", "soon", "late"]}


def test_the_first_issue_lists_the_last_essays():
    posts = [a_post(f"post{n}", n) for n in range(1, 6)]

    assert names(plan(a_newsletter(), *posts)) == {
        "New essays": ["post3", "post4", "post5"]
    }


NUMBERS = {
    "the first": ((), (), None, 1),
    "the one after the last": ((an_issue(4, 4),), (), None, 5),
    "the one after a draft": ((an_issue(4, 4),), (an_issue(5, 9, draft=True),), None, 6),
    "the one that was asked for": ((an_issue(4, 4),), (), 40, 40),
    "zero, if it was asked for": ((an_issue(4, 4),), (), 0, 0),
    "after zero comes one": ((an_issue(0, 4),), (), None, 1),
    "not the newest by date but the highest": (
        (an_issue(9, 1), an_issue(4, 4)),
        (),
        None,
        10,
    ),
}


@pytest.mark.parametrize(
    ("issues", "coming", "number", "expected"), NUMBERS.values(), ids=NUMBERS
)
def test_its_number(issues, coming, number, expected):
    newsletter = a_newsletter((), issues, coming=coming)

    assert plan(newsletter, number=number).number == expected


DATES = {
    "the first is for today": ((), None, TODAY),
    "the next is for its day": ((an_issue(1, 4),), None, date(2026, 3, 18)),
    "not for a day that has passed": ((an_issue(1, -60),), None, TODAY),
    "for the day that was asked for": (
        (an_issue(1, 4),),
        date(2026, 3, 12),
        date(2026, 3, 12),
    ),
}


@pytest.mark.parametrize(("issues", "dated", "expected"), DATES.values(), ids=DATES)
def test_its_day(issues, dated, expected):
    newsletter = a_newsletter((), issues, cadence="fortnightly")

    assert plan(newsletter, dated=dated).date == expected


def test_an_issue_comes_after_a_draft_that_is_there():
    coming = (an_issue(2, 18, draft=True),)
    newsletter = a_newsletter((), [an_issue(1, 4)], coming=coming, cadence="fortnightly")

    assert (plan(newsletter).number, plan(newsletter).date) == (3, date(2026, 4, 1))


def test_a_draft_is_an_issue_that_can_be_read():
    newsletter = a_newsletter([a_link("aaaa", title="Soup: a history # of 'it'")])
    made = plan(newsletter, a_post("post", title='A "title": with # marks'))

    draft = render_draft(made, uid="abcd1234")

    proof, problems = parse_issue("newsletter/issues/1.md", draft.encode())
    assert problems == ()
    assert proof is not None
    assert (proof.issue.number, proof.issue.uid, proof.issue.draft) == (1, "abcd1234", True)
    assert proof.issue.item_names == ("aaaa",)
    assert proof.issue.post_slugs == ("post",)
    assert [section.title for section in proof.issue.sections] == [
        "New essays",
        "Worth your time",
    ]


NAMES = ["2026-03-04", "007", "1984", "no", "null", "true", "~", "1e3", "0x1f", "12_3"]
NAMES += ["a: b", "#a", "- a", "@a", "*a", "&a", "!a", "[a]", "{a}", "'a", '"a', "a #b"]
NAMES += ["%a", "`a", "|", ">", "?", "-", "a b", "тест", "=", "<<", "1:30", ".inf"]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_read_back_as_they_are(name):
    item = a_link("aaaa", path=f"newsletter/items/{name}.md")

    draft = render_draft(plan(a_newsletter([item])), uid="abcd")

    front = yaml.safe_load(draft.split("---")[1] if "---" not in name else draft[4:])
    assert front["sections"][0]["items"] == [item.name]


def test_an_empty_draft_can_be_read_too():
    draft = render_draft(plan(a_newsletter()), uid="abcd")

    proof, problems = parse_issue("newsletter/issues/1.md", draft.encode())

    assert problems == ()
    assert proof is not None
    assert proof.issue.sections == ()


def test_a_draft_looks_as_it_was_reviewed():
    newsletter = a_newsletter([a_link("aaaa")], [an_issue(1, 4)], cadence="weekly")

    assert render_draft(plan(newsletter, a_post("post", 5)), uid="abcd") == (
        "---\n"
        "number: 2\n"
        "uid: abcd\n"
        "date: 2026-03-11\n"
        "subject: TK, in 10 to 78 characters\n"
        "preheader: TK, in 40 to 110 characters, what a mailbox shows beside it\n"
        "draft: true\n"
        "sections:\n"
        '  - title: "New essays"\n'
        "    posts:\n"
        "      - post  # Essay post\n"
        '  - title: "Worth your time"\n'
        "    items:\n"
        "      - aaaa  # Worth your time of aaaa\n"
        "---\n"
        "\n"
        "TK: the letter.\n"
    )


def test_status_says_what_a_draft_can_still_have_and_the_next_issue_not():
    items = [
        an_item(
            "event", name, title=f"Event {name}", start=f"2026-{day} 09:00", place="Hull"
        )
        for name, day in (("soon", "03-20"), ("past", "03-12"), ("late", "05-20"))
    ]
    draft = an_issue(2, 15, draft=True)
    newsletter = a_newsletter(items, [an_issue(1, 1)], coming=(draft,))

    told = "\n".join(write_status(newsletter, plan(newsletter), used=0, now=at(10)))

    assert (
        "\nFor № 2, or too late: list them in newsletter/issues/2.md\n  event    soon"
        in told
    )
    assert "\nOver before the next issue\n  event    past" in told
    assert ", late" not in told
