"""Events become a calendar that programs read as it was meant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from tests.factories import a_newsletter, a_site, an_issue, an_item, at

from postroom.feeds.calendar import render_calendar
from postroom.model.text import clean_line


def the_bytes(*items, **options) -> bytes:
    issues = options.pop("issues", None) or [an_issue(items=[i.name for i in items])]
    newsletter = a_newsletter(items, issues, **options)
    site = a_site(newsletters=(newsletter,))
    return render_calendar(site, newsletter, lambda item: item.text)


def events_of(*items, **options) -> list[Event]:
    return list(Calendar.from_ical(the_bytes(*items, **options)).walk("VEVENT"))


def test_it_says_whose_it_is_and_how_often_to_look():
    calendar = Calendar.from_ical(the_bytes(an_item("event")))

    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "The Long Table: Second Helpings"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D" in the_bytes(an_item("event"))
    assert calendar["PRODID"]


def test_a_newsletter_that_is_called_like_its_site_is_called_so_once():
    calendar = Calendar.from_ical(the_bytes(an_item("event"), title="The Long Table"))

    assert calendar["NAME"] == "The Long Table"


def test_an_event_says_when_where_and_more():
    item = an_item(
        "event",
        title="Second Tuesday",
        end="2026-03-20 21:00",
        text="Bring a *question*.",
        online="https://meet.example.org/",
        url="https://tuesday.example.org/",
    )

    [event] = events_of(item)

    assert event["UID"] == "aaaa@example.org"
    assert event["SUMMARY"] == "Second Tuesday"
    assert event["LOCATION"] == "The long table, Leeds"
    assert event["URL"] == "https://tuesday.example.org/"
    assert event.decoded("DTSTART") == datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 3, 20, 21, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == at(4)
    assert event["DESCRIPTION"] == (
        "Bring a *question*.\n\nhttps://meet.example.org/\n\n"
        "https://example.org/newsletter/1/#event-aaaa"
    )


ZONES = {
    "London in winter": ("2026-03-28 18:30", "Europe/London", "2026-03-28T18:30"),
    "London in summer": ("2026-03-29 18:30", "Europe/London", "2026-03-29T17:30"),
    "New York a week after its change": (
        "2026-03-15 18:30",
        "America/New_York",
        "2026-03-15T22:30",
    ),
    "the first of two such hours": (
        "2026-10-25 01:30",
        "Europe/London",
        "2026-10-25T00:30",
    ),
    "an hour that the clock skips": (
        "2026-03-29 01:30",
        "Europe/London",
        "2026-03-29T01:30",
    ),
    "half an hour beside the rest": (
        "2026-03-20 18:30",
        "Asia/Kolkata",
        "2026-03-20T13:00",
    ),
    "the day before": ("2026-03-20 08:00", "Pacific/Auckland", "2026-03-19T19:00"),
    "no zone but the sun": ("2026-03-20 18:30", "UTC", "2026-03-20T18:30"),
}


@pytest.mark.parametrize(("start", "zone", "expected"), ZONES.values(), ids=ZONES)
def test_an_event_begins_at_an_instant(start, zone, expected):
    [event] = events_of(an_item("event", start=start, zone=zone))

    assert event.decoded("DTSTART") == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_an_event_of_whole_days_is_days():
    [day, days] = events_of(
        an_item("event", "day1", start="2026-03-20"),
        an_item("event", "days", start="2026-03-21", end="2026-03-22", zone="Asia/Tokyo"),
    )

    assert day.decoded("DTSTART") == date(2026, 3, 20)
    assert day.decoded("DTEND") == date(2026, 3, 21)  # the first that is none of them
    assert days.decoded("DTSTART") == date(2026, 3, 21)
    assert days.decoded("DTEND") == date(2026, 3, 23)


REPEATED = {
    "while clocks go forward": (
        {"start": "2026-03-24 18:30", "repeats": "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260407"},
        ["2026-03-24T18:30+00:00", "2026-03-31T17:30+00:00", "2026-04-07T17:30+00:00"],
    ),
    "so many times": (
        {"start": "2026-10-20 18:30", "repeats": "FREQ=WEEKLY;COUNT=2"},
        ["2026-10-20T17:30+00:00", "2026-10-27T18:30+00:00"],
    ),
    "the day before, in UTC": (
        {
            "start": "2026-03-24 08:00",
            "repeats": "FREQ=DAILY;UNTIL=20260325",
            "zone": "Pacific/Auckland",
        },
        ["2026-03-23T19:00+00:00", "2026-03-24T19:00+00:00"],
    ),
}


@pytest.mark.parametrize(("given", "instants"), REPEATED.values(), ids=REPEATED)
def test_what_repeats_keeps_its_time_of_day(given, instants):
    made = the_bytes(an_item("event", **given))

    [event] = Calendar.from_ical(made).walk("VEVENT")
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event.decoded("DTSTART"))
    assert [day.astimezone(UTC).isoformat(timespec="minutes") for day in rule] == instants
    assert b"BEGIN:VTIMEZONE\r\nTZID:" in made
    assert made.count(b"BEGIN:STANDARD") < 4


def test_whole_days_repeat_without_a_clock():
    made = the_bytes(
        an_item("event", start="2026-03-24", repeats="FREQ=WEEKLY;UNTIL=20260407")
    )

    assert b"RRULE:FREQ=WEEKLY;UNTIL=20260407\r\n" in made
    assert b"VTIMEZONE" not in made


def test_an_event_online_is_there():
    [event] = events_of(an_item("event", place=None, online="https://meet.example.org/"))

    assert event["LOCATION"] == "https://meet.example.org/"


def test_an_event_without_an_end_or_a_page_has_none_made_up():
    [event] = events_of(an_item("event"))

    assert "DTEND" not in event
    assert event["URL"] == "https://example.org/newsletter/1/#event-aaaa"


def test_events_come_in_the_order_of_their_days_and_with_one_id_each():
    items = [an_item("event", f"eve{n}", start=f"2026-03-{20 - n} 18:30") for n in range(5)]

    ids = [event["UID"] for event in events_of(*items)]

    assert ids == [f"eve{n}@example.org" for n in (4, 3, 2, 1, 0)]


def test_what_no_reader_has_is_not_in_it():
    items = [an_item("event", "eve1"), an_item("event", "eve2"), an_item("event", "eve3")]
    issues = [an_issue(1, items=["eve1"]), an_issue(2, 18, items=["eve2"], draft=True)]

    found = events_of(*items, issues=issues, hidden=frozenset({"issue2"}))

    assert [event["UID"] for event in found] == ["eve1@example.org"]


def test_a_calendar_keeps_the_last_events_only():
    first = datetime(2020, 1, 1, tzinfo=UTC)
    items = [
        an_item("event", f"e{n:04}", start=f"{first + timedelta(days=n):%Y-%m-%d} 10:00")
        for n in range(510)
    ]

    found = events_of(*items)

    assert len(found) == 500
    assert found[-1]["UID"] == "e0509@example.org"


def test_the_same_events_give_the_same_bytes():
    items = [an_item("event", f"eve{n}") for n in range(3)]

    assert the_bytes(*items) == the_bytes(
        *reversed(items), issues=[an_issue(items=["eve0", "eve1", "eve2"])]
    )


HOSTILE = {
    "commas and semicolons": "Soup, bread; and \\ more",
    "another event": "X\\nEND:VEVENT\\nBEGIN:VEVENT\\nSUMMARY:Y",
    "a line end": "X\r\nATTACH:https://evil.example/x\r\nEND:VEVENT",
    "line ends of other kinds": "X\u2028ATTACH:a\u2029b\x0bc\x0cd\x85e",
    "colons and quotes": 'X:Y";Z="',
    "long letters": "長いテーブル" * 19,
    "long emoji": "👩‍🚀" * 28,
    "overrides": "\u202etxt.exe\u202c and \u200bmore",
    "a template": "{{ 7 * 7 }} {% raw %}",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_title_is_read_back_as_it_was(title):
    item = an_item("event", title=title, place=title, text=title)

    [event] = events_of(item)

    assert str(event["SUMMARY"]) == item.title
    assert str(event["LOCATION"]) == item.answer("place")
    assert event["UID"] == "aaaa@example.org"
    assert "ATTACH" not in event


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_lines_are_short_and_end_as_they_must(title):
    made = the_bytes(an_item("event", title=title, place=title, text=title))

    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert all(line.decode() or True for line in lines)  # no letter is cut in two


TEXTS = st.text(st.characters(codec="utf-8"), min_size=4, max_size=100).filter(
    lambda text: len(clean_line(text)) >= 4
)


@given(TEXTS)
def test_any_title_is_one_property_of_one_event(title):
    item = an_item("event", title=title)

    [event] = events_of(item)

    assert str(event["SUMMARY"]) == item.title
    assert set(event) == {
        *("UID", "DTSTAMP", "DTSTART", "SUMMARY", "LOCATION", "DESCRIPTION", "URL")
    }


def test_a_calendar_looks_as_it_was_reviewed(golden):
    items = [
        an_item("event", "eve1", title="Soup, bread; and more", end="2026-03-20 21:00"),
        an_item(
            "event", "eve2", place=None, online="https://meet.example.org/", text="Hm."
        ),
    ]

    golden("newsletter/events.ics", the_bytes(*items).replace(b"\r\n", b"\n"))
