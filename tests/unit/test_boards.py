"""A board has what still stands first, then what is over; search engines read its jobs."""

import json

import pytest
from tests.factories import a_newsletter, a_site, an_edition, an_issue, an_item, at
from tests.unit.test_feeds import render

from postroom.edition.boards import compose_board
from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.model.kinds import KINDS
from postroom.pages.newsletter import render_board
from postroom.pages.pagespec import list_pages
from postroom.pages.render import Leaf

NOW = at(20)


def an_edition_of(*items, now=NOW, issues=None, **newsletter):
    made = a_newsletter(
        items, issues or [an_issue(items=[item.name for item in items])], **newsletter
    )
    site = a_site(newsletters=(made,))
    return an_edition(site, now=now, convert=convert_submitted)


def board_of(kind: str, *items, **values) -> tuple[list[str], list[str]]:
    edition = an_edition_of(*items, **values)
    board = compose_board(edition, edition.site.newsletters[0], KINDS[kind])
    return [p.uid for p in board.standing], [p.uid for p in board.over]


def shown(kind: str, *items, **values) -> str:
    edition = an_edition_of(*items, **values)
    leaf = Leaf(edition, f"newsletter/{KINDS[kind].plural}/")
    return render_board(edition.site.newsletters[0], KINDS[kind], leaf)


def test_jobs_stand_until_they_close_and_the_soonest_is_first():
    jobs = [
        an_item("job", "late", closes="2026-04-30"),
        an_item("job", "past", closes="2026-03-10"),
        an_item("job", "last", closes="2026-03-19"),
        an_item("job", "open", closes="2026-03-20"),
    ]

    assert board_of("job", *jobs) == (["open", "late"], ["last", "past"])


def test_a_job_that_names_no_day_stands_for_a_while_from_its_issue_on():
    job = an_item("job", submitted="2026-01-01")

    assert board_of("job", job, now=at(50)) == (["aaaa"], [])
    assert board_of("job", job, now=at(70)) == ([], ["aaaa"])


def test_links_always_stand_newest_issue_first():
    links = [an_item("link", uid) for uid in ("aaaa", "bbbb", "cccc")]
    issues = [an_issue(1, 4, items=["bbbb"]), an_issue(2, 11, items=["cccc", "aaaa"])]

    assert board_of("link", *links, issues=issues, now=at(900)) == (
        ["cccc", "aaaa", "bbbb"],
        [],
    )


def test_a_board_forgets_what_is_long_over():
    jobs = [an_item("job", f"j{n:04}", closes="2026-03-05") for n in range(130)]
    links = [an_item("link", f"l{n:04}") for n in range(130)]

    assert [len(part) for part in board_of("job", *jobs)] == [0, 100]
    assert [len(part) for part in board_of("link", *links)] == [100, 0]


def test_what_no_issue_prints_is_on_no_board():
    items = [an_item("job", "aaaa"), an_item("job", "bbbb")]

    assert board_of("job", *items, issues=[an_issue(items=["bbbb"])]) == (["bbbb"], [])


def test_a_kind_that_nobody_sent_in_has_no_board():
    edition = an_edition_of(an_item("job"))

    paths = [made.path for made in list_pages(edition)]

    assert "newsletter/jobs/" in paths
    assert "newsletter/events/" not in paths


HOSTILE = "</script><script>alert(1)</script>"


@pytest.mark.parametrize(
    "field", ["title", "organisation", "place", "salary", "text", "by"]
)
def test_no_answer_gets_out_of_its_element(field):
    job = an_item("job", **{field: HOSTILE})

    page = shown("job", job)

    assert "<script>alert" not in page
    assert "</script>" not in page


def test_a_board_leads_to_the_issue_and_counts_what_is_over():
    page = shown("job", an_item("job", "aaaa"), an_item("job", "past", closes="2026-03-05"))

    assert 'href="../../newsletter/1/#job-aaaa"' in page
    assert "No. 1" in page
    assert "What is over (1)" in page
    assert 'id="job-aaaa"' not in page  # its place is on the page of the issue


def test_a_board_on_which_nothing_stands_says_so():
    page = shown("job", an_item("job", closes="2026-03-05"))

    assert "Nothing here just now." in page
    assert "ld+json" not in page


def test_the_page_of_events_leads_to_the_calendar():
    assert "events.ics" in shown("event", an_item("event"))
    assert "events.ics" not in shown("job", an_item("job"))


def test_a_board_looks_as_it_was_reviewed(golden):
    jobs = [
        an_item("job", "open", closes="2026-03-31", by="Rosa", salary="£34,000 & tea"),
        an_item("job", "past", closes="2026-03-05", remote="remote", text=""),
    ]

    golden("newsletter/jobs.html", shown("job", *jobs).encode())


def test_a_feed_of_a_board_lists_what_is_over_too():
    edition = an_edition_of(an_item("job", closes="2026-03-05"))

    feed = json.loads(render(edition, "newsletter/jobs/feed.json"))

    assert len(feed["items"]) == 1
