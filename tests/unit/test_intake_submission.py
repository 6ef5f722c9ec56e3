"""A submission becomes an item and its file, or every problem with it at once."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.intaking import (
    NOW,
    TEXT,
    TODAY,
    a_newsletter,
    a_submission,
    an_issue,
    an_item,
    check,
    found,
)

from postroom.intake.submission import Submission, check_submission, way_of
from postroom.model.kinds import KINDS, Field, Kind
from postroom.model.ledger import Ledger


@pytest.mark.parametrize("kind", KINDS)
def test_good_answers_of_every_kind_are_accepted(kind):
    verdict = check(a_submission(kind))

    assert verdict.problems == ()
    assert verdict.is_accepted
    assert verdict.item.kind == kind


def test_a_kind_that_was_added_is_checked_like_the_others(monkeypatch):
    walk = Kind(
        "walk",
        "walks",
        "Walks",
        "Somewhere to go together.",
        (Field("title", "Where to?", required=True), Field("url", "On which map?", "url")),
    )
    monkeypatch.setitem(KINDS, "walk", walk)

    verdict = check(Submission("walk", {"title": "To the sea"}, "terminal", TODAY, True))

    assert verdict.is_accepted
    assert verdict.item.title == "To the sea"


def test_the_file_is_named_by_day_title_and_uid():
    verdict = check(a_submission("link", title="  How to run\ta meeting, nobody dreads! "))

    assert verdict.path == (
        "newsletter/items/2026-11-10-how-to-run-a-meeting-nobody-dreads-bbws.md"
    )
    assert verdict.item.uid == "bbws7htb"
    assert verdict.item.title == "How to run a meeting, nobody dreads!"


TITLES = {
    "a path": ("../../etc/x", "etcx"),
    "an option": ("-rf", "rf"),
    "a command": ("$(touch x)", "touch-x"),
    "a command in backticks": ("`touch x`", "touch-x"),
    "an expression": ("${ 1 } it is", "1-it-is"),
    "signs of all sorts": ("1½ ⁂ \u0661?", "112"),
    "very long": ("word " * 23 + "x" * 5, "word-" * 11 + "word"),
}


@pytest.mark.parametrize(("title", "slug"), TITLES.values(), ids=TITLES.keys())
def test_a_title_that_is_something_else_is_only_a_name(title, slug):
    verdict = check(a_submission("job", title=title))

    folder, name = verdict.path.rsplit("/", 1)
    assert folder == "newsletter/items"
    assert name == f"2026-11-10-{slug}-{verdict.item.uid[:4]}.md"


def test_a_title_without_a_word_names_the_kind_and_is_refused():
    verdict = check(a_submission("job", title="*** ---"))

    assert verdict.path.endswith("/2026-11-10-job-bbws.md")
    assert found(verdict, "title") == ["got '*** ---'"]


def test_a_newsletter_may_lie_anywhere():
    verdict = check(a_submission(), a_newsletter(folder="papers/helpings"))

    assert verdict.path.startswith("papers/helpings/items/2026-11-10-")


def test_an_edited_submission_keeps_its_file():
    first = check(a_submission("link", title="A first title"))
    newsletter = a_newsletter(first.item)

    second = check(a_submission("link", title="A second title"), newsletter)

    assert second.is_accepted
    assert not second.is_known
    assert second.path == first.path
    assert second.item.title == "A second title"


def test_the_same_submission_again_is_known():
    first = check(a_submission())

    second = check(a_submission(), a_newsletter(first.item))

    assert second.is_known
    assert second.problems == ()


@pytest.mark.parametrize("printed", [False, True])
@pytest.mark.parametrize("other", [{"kind": "link"}, {"source": "csv#1"}])
def test_an_item_is_never_replaced_by_something_else(other, printed):
    submission = a_submission("news", source="github:rosa/table#12")
    uid = check(submission).item.uid
    known = {"kind": "news", "source": submission.source} | other
    ours = an_item(known["kind"], uid, source=known["source"])
    issues = [an_issue(4, ours)] if printed else []

    verdict = check(submission, a_newsletter(ours, issues=issues))

    assert not verdict.is_accepted
    assert [str(problem) for problem in verdict.problems] == [
        f"github:rosa/table#12: the uid {uid!r} is already that of {ours.path},"
        f" {ours.kind} from {ours.source}\n"
        "    fix: send it in as a new one; an editor can see whether it replaces the other"
    ]


@pytest.mark.parametrize("source", ["csv#1", "file"])
def test_what_has_no_day_of_its_own_keeps_the_first(source):
    first = check(a_submission(source=source, submitted=date(2026, 10, 3)))
    newsletter = a_newsletter(first.item, issues=[an_issue(4, first.item)])

    again = check(a_submission(source=source), newsletter)

    assert again.is_known
    assert again.problems == ()


def test_what_was_changed_keeps_the_day_on_which_it_came():
    first = check(a_submission(source="csv#1", submitted=date(2026, 10, 3)))

    other = a_submission(source="csv#1", title="Another title altogether")
    verdict = check(other, a_newsletter(first.item))

    assert verdict.is_accepted
    assert verdict.item.submitted == date(2026, 10, 3)


@pytest.mark.parametrize(
    ("source", "way"),
    {
        "github:a/b#1": "github",
        "github#1": "github",
        "mail#x": "mail",
        "file": "file",
    }.items(),
)
def test_a_source_says_the_way(source, way):
    assert way_of(source) == way


NAMED_DAYS = {
    "day first": ("8 December 2026, 18:30", "2026-12-08T18:30:00"),
    "month first": ("December 8th, 2026 at 6:30 pm", "2026-12-08T18:30:00"),
    "with its weekday": ("Tuesday, 8 Dec 2026 18.30", "2026-12-08T18:30:00"),
    "noon": ("8 dec 2026 12:00 p.m.", "2026-12-08T12:00:00"),
    "midnight": ("8 dec 2026 12:30 AM", "2026-12-08T00:30:00"),
}


@pytest.mark.parametrize(("start", "meant"), NAMED_DAYS.values(), ids=NAMED_DAYS.keys())
def test_a_month_may_have_its_name(start, meant):
    verdict = check(a_submission("event", start=start, end=""))

    assert verdict.item.answer("start").isoformat() == meant


@pytest.mark.parametrize("start", ["31 February 2027, 18:30", "8 December 2026, late"])
def test_a_day_that_says_nothing_clear_is_refused_as_it_is(start):
    (what,) = found(check(a_submission("event", start=start, end="")), "start")

    assert repr(start) in what


def test_what_an_issue_printed_stays_as_it_is():
    first = check(a_submission("link", title="A first title"))
    newsletter = a_newsletter(first.item, issues=[an_issue(4, first.item)])

    verdict = check(a_submission("link", title="A second title"), newsletter)

    assert not verdict.is_accepted
    assert [str(problem) for problem in verdict.problems] == [
        "github#12: № 4 of 5 November 2026 has printed it already\n"
        "    fix: send what is new about it as an item of its own"
    ]


def test_without_a_number_the_words_tell_two_submissions_apart():
    one, same, other = (
        check(a_submission("news", title=title, source="terminal")).item
        for title in ("The first news", "The first news", "The second news")
    )

    assert one.uid == same.uid != other.uid


def test_all_problems_are_told_at_once_in_the_order_of_the_form():
    verdict = check(
        a_submission(
            "event",
            title="",
            start="2027-02-29 18:30",
            zone="Europe/Atlantis",
            online="meet.example.org",
            text="See https://bit.ly/x and ![it](https://x.example/y.png)",
            consent=False,
        )
    )

    assert verdict.item is None
    assert verdict.path == ""
    assert [(p.place.key, p.what, p.fix) for p in verdict.problems] == [
        ("title", "there is no answer", "answer this question"),
        (
            "start",
            "'2027-02-29 18:30' is not on the calendar",
            "write the day and the time in figures, such as 2026-12-08 18:30",
        ),
        (
            "zone",
            "got 'Europe/Atlantis'",
            "write a time zone by continent and city, such as Europe/London",
        ),
        (
            "online",
            "got 'meet.example.org'",
            "write a whole address that begins with https://",
        ),
        (
            "text",
            "a picture: '![it](https://x.example/y.png)'",
            "write plain sentences; pictures are not shown",
        ),
        (
            "text",
            "a shortened link: 'bit.ly/x and ![it](https://x.example/y'",
            "write the address that it leads to",
        ),
        (
            "consent",
            "nobody said that it may be published",
            "tick the box before “I may share this, it is not copied from behind a paywall,"
            " and it may be published under the newsletter's licence”",
        ),
    ]


def test_nothing_is_an_item_that_nobody_agreed_to():
    verdict = check(a_submission(consent=False))

    assert verdict.item is None
    assert not verdict.is_accepted


@pytest.mark.parametrize(
    ("source", "fix"),
    {"mail#1": "add a line `I agree`", "csv#1": "let the form ask it"}.items(),
)
def test_consent_is_asked_for_where_it_can_be_given(source, fix):
    (problem,) = check(a_submission(consent=False, source=source)).problems

    assert problem.fix.startswith(fix)


def test_a_kind_that_is_not_there_is_named():
    verdict = check(Submission("evnt", {}, "github#12", TODAY, True))

    assert [str(problem) for problem in verdict.problems] == [
        "github#12 [kind]: got 'evnt'\n    fix: did you mean `event`?"
    ]
    (other,) = check(Submission("x" * 10_000, {}, "file", TODAY, True)).problems
    assert other.fix == "choose one of event, job, ask, offer, link, news, welcome, kudos"


def test_nothing_is_sent_in_tomorrow_or_at_the_end_of_time():
    verdict = check(a_submission(submitted=date(9999, 12, 31)))

    assert found(verdict, "submitted") == [
        "it was sent in on 9999-12-31, which is still to come"
    ]


def test_what_the_reader_found_is_part_of_the_verdict():
    reader = check(Submission("evnt", {}, "github#12", TODAY, True)).problems

    assert check(a_submission(problems=reader)).problems == reader


ANSWERS = {
    "too short": (
        {"text": "Good."},
        ("text", "got 'Good.'", "write at least 20 characters", True),
    ),
    "too long": (
        {"text": "long " * 140},
        ("text", "699 characters", "write at most 600", True),
    ),
    "one megabyte": (
        {"text": "x" * 1_000_000},
        ("text", "1,000,000 characters", "write at most 600", True),
    ),
    "an endless address": (
        {"url": "https://example.org/" + "x" * 1_000},
        ("url", "1,020 characters", "write at most 1,000", True),
    ),
    "trackers": (
        {"url": "https://example.org/a?utm_source=x&b=1#c"},
        (
            "url",
            "what counts visitors was taken out of the address",
            "open it once, to see that it still leads there",
            False,
        ),
    ),
    "a broken address": (
        {"url": "https://[::1/"},
        (
            "url",
            "got 'https://[::1/'",
            "write a whole address that begins with https://",
            True,
        ),
    ),
    "something hidden": (
        {"by": "Rosa\u202e L"},
        (
            "by",
            "characters that nobody can see were taken out",
            "look whether it still says what you mean",
            False,
        ),
    ),
    "a question that is not asked": (
        {"salary": "£3", "empty": " "},
        (
            "kind",
            "'salary' is not asked of an item of the kind link",
            "remove it, or check its spelling",
            False,
        ),
    ),
}


@pytest.mark.parametrize(("given", "problem"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_checked_by_itself(given, problem):
    verdict = check(a_submission("link", **given))

    assert [(p.place.key, p.what, p.fix, p.is_fatal) for p in verdict.problems] == [problem]


def test_trackers_are_left_out_and_the_rest_of_an_address_stays():
    verdict = check(a_submission(url="http://Example.org/a?utm_source=x&b=1#c"))

    assert verdict.item.url == "http://Example.org/a?b=1#c"


def test_a_choice_may_be_written_in_capitals():
    assert check(a_submission("job", remote="Hybrid")).item.answer("remote") == "hybrid"
    assert found(check(a_submission("job", remote="sometimes")), "remote") == [
        "got 'sometimes'"
    ]


def test_the_work_does_not_grow_with_the_number_of_items():
    items = [an_item(uid=f"{n:08}", url=f"https://example.org/{n}") for n in range(500)]
    newsletter = a_newsletter(*items, issues=[an_issue(4, *items)])
    ledger = Ledger.of(items)
    calls = {"newsletter": newsletter, "ledger": ledger, "now": NOW}
    check_submission(a_submission(), **calls)
    watched = replace(newsletter, items=_Counting(newsletter.items))
    vars(watched)["printed_in"] = newsletter.printed_in  # made once, when first asked for

    check_submission(a_submission(), **calls | {"newsletter": watched})
    check_submission(a_submission(url="https://example.org/7"), **calls)

    assert watched.items.walks == 0


class _Counting(dict):
    """A dict that counts how often somebody goes through all of it."""

    walks = 0

    def values(self):
        self.walks += 1
        return super().values()

    def __iter__(self):
        self.walks += 1
        return super().__iter__()


def test_a_chosen_source_does_not_lead_to_the_file_of_another():
    first = check(a_submission("news", source="mail#1")).item
    name = first.name
    other = an_item(
        "news", "zzzzzzzz", path=f"newsletter/items/{name}.md", url="https://b.example/"
    )

    verdict = check(a_submission("news", source="mail#1"), a_newsletter(other))

    assert verdict.is_accepted
    assert verdict.replaces is None
    assert verdict.path == f"newsletter/items/{name[:-4]}{first.uid}.md"


def test_what_is_there_in_other_words_is_named():
    first = check(a_submission("news", source="mail#1")).item

    again = check(a_submission("news", source="mail#1"), a_newsletter(first))
    other = check(a_submission("news", source="mail#1", by="Me"), a_newsletter(first))

    assert (again.is_known, again.replaces) == (True, None)
    assert (other.is_known, other.replaces) == (False, first)


def test_text_keeps_its_paragraphs():
    verdict = check(a_submission(text=f"\r\n{TEXT}\r\n\r\n{TEXT}\r"))

    assert verdict.item.text == f"{TEXT}\n\n{TEXT}"
