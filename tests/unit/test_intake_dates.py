"""Days and times as people write them: read as they are meant, or asked about."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.intaking import a_newsletter, a_submission, check, found

from postroom.intake.dates import UnclearError, read_when
from postroom.intake.repeats import read_repeats

TODAY = date(2026, 11, 10)


def said(written, **given):
    """What was read, in one line: `day time offset to day time offset`."""
    when = read_when(written, today=TODAY, **given)
    sides = (when.begin, when.end) if when.end else (when.begin,)
    parts = [(s.day, s.at and f"{s.at:%H:%M}", s.offset) for s in sides]
    return " to ".join(" ".join(str(p) for p in side if p is not None) for side in parts)


READ = """
2026-12-08 | 2026-12-08
2026-12-08 18:30 | 2026-12-08 18:30
2026-12-08T18:30:00Z | 2026-12-08 18:30 0:00:00
2026-12-08T18:30:00.000+01:00 | 2026-12-08 18:30 1:00:00
2026-12-08T18:30-05:00 | 2026-12-08 18:30 -1 day, 19:00:00
8 December 2026, 6:30pm | 2026-12-08 18:30
8 December 2026 at 6.30 p.m. | 2026-12-08 18:30
December 8th, 2026 at 12pm | 2026-12-08 12:00
noon on the 8th of December 2026 | 2026-12-08 12:00
Tue, 8 Dec 2026 18:30 GMT | 2026-12-08 18:30 0:00:00
8 Dec 2026 18:30 UTC-5 | 2026-12-08 18:30 -1 day, 19:00:00
2026/12/05 6:30:00 pm GMT+1 | 2026-12-05 18:30 1:00:00
12/15/2026 6:30 PM | 2026-12-15 18:30
15/12/2026 | 2026-12-15
4/4/2027 | 2027-04-04
8. Dezember 2026 um 18:30 Uhr | 2026-12-08 18:30
Dienstag, den 8. Dezember 2026, 18 Uhr | 2026-12-08 18:00
Di, 8.12.2026 18.30 | 2026-12-08 18:30
8.12.26 | 2026-12-08
08-Dec-26 | 2026-12-08
8/Dez/2026 18:30 | 2026-12-08 18:30
Dec. 8, 2026 @ 6:30 PM | 2026-12-08 18:30
mardi 8 décembre 2026 à partir de 19 h | 2026-12-08 19:00
8 de dic. de 2026, 19:00 h | 2026-12-08 19:00
le mardi 8 décembre 2026 à 18 h 30 | 2026-12-08 18:30
mar. 8 décembre 2026, 18h | 2026-12-08 18:00
1er mars 2027 | 2027-03-01
martes, 8 de diciembre de 2026 a las 18:30 | 2026-12-08 18:30
8 December | 2026-12-08
8 March, 18:30 | 2027-03-08 18:30
21:00 | 21:00
9pm | 21:00
8 December 2026, all day | 2026-12-08
8-10 December 2026 | 2026-12-08 to 2026-12-10
December 8–10, 2026 | 2026-12-08 to 2026-12-10
8.-10. Dezember 2026 | 2026-12-08 to 2026-12-10
Di, 8.12., 18:30 | 2026-12-08 18:30
8.12. um 18 Uhr | 2026-12-08 18:00
Di, 8.12. | 2026-12-08
du 8 au 10 décembre 2026 | 2026-12-08 to 2026-12-10
del 8 al 10 de diciembre de 2026 | 2026-12-08 to 2026-12-10
30 December - 2 January 2027 | 2026-12-30 to 2027-01-02
30 December 2026 to 2 January | 2026-12-30 to 2027-01-02
8 December 2026, 18:30-21:00 | 2026-12-08 18:30 to 21:00
8 December 2026 - 18:30 | 2026-12-08 18:30
December 15, 2026 3:00 PM → 5:00 PM | 2026-12-15 15:00 to 17:00
6-8pm, 8 December 2026 | 2026-12-08 18:00 to 2026-12-08 20:00
8 December 2026 from 11am to 1pm | 2026-12-08 11:00 to 13:00
von 18 bis 21 Uhr am 8. Dezember 2026 | 2026-12-08 18:00 to 2026-12-08 21:00
8 décembre 2026, 18h30-21h | 2026-12-08 18:30 to 21:00
8 December 2026, 8pm to midnight | 2026-12-08 20:00 to 00:00
8pm to midnight on 8 December 2026 | 2026-12-08 20:00 to 00:00
8.12.2026, 20-24 Uhr | 2026-12-08 20:00 to 00:00
8 décembre 2026 de 20h à minuit | 2026-12-08 20:00 to 00:00
midnight | 00:00
8 December 2026 18:30 to 9 December 2026 02:00 | 2026-12-08 18:30 to 2026-12-09 02:00
""".strip().split("\n")


@pytest.mark.parametrize("row", READ)
def test_a_day_and_a_time_are_read_as_people_write_them(row):
    written, _, meant = row.partition(" | ")

    assert said(written) == meant


ASKED = """
03/04/2027 | '03/04/2027' can be 3 April 2027 or 4 March 2027
3/4/27 | '3/4/27' does not say which number is the year
Wednesday 8 December 2026 | 8 December 2026 is a Tuesday, not a Wednesday
31 February 2027 | '31 February 2027' is not on the calendar
2026-13-01 | '2026-13-01' is not on the calendar
8 December 2026 25:00 | '8 December 2026 25:00' has no such time
8 December 2026 13pm | '8 December 2026 13pm' has no such time
8 December 2026, midnight | midnight in '8 December 2026, midnight' belongs to two days
8 December 2026 18:00 to 9 December 2026 midnight | midnight in
half six on 8 December 2026 | 'half' in 'half six on 8 December 2026' is not one time
halb sieben am 8.12.2026 | 'halb' in 'halb sieben am 8.12.2026' is not one time
10 o'clock, 8 December 2026 | "o'clock" in "10 o'clock, 8 December 2026" is not one time
11-1pm, 8 December 2026 | the first time says neither am nor pm, as in 11-1
2026-12-08 18:30-05:00 | '2026-12-08 18:30-05:00' can end with an hour, or with an offset
8 October | '8 October' says no year, and 8 October 2027 is far away
December 2026 | 'December 2026' does not say which day
next Tuesday | 'next' in 'next Tuesday' was not understood as a day and a time
8 December 2026 18:30 IST | 'ist' in '8 December 2026 18:30 IST' was not understood as
8.12. | '8.12.' was not understood as a day and a time
8 December 2026, 24:00 | midnight in '8 December 2026, 24:00' belongs to two days
1 March 2027 or 2 March 2027 | 'or' in '1 March 2027 or 2 March 2027' was not
8 December 2026 1830 | '8 December 2026 1830' was not understood
""".strip().split("\n")


@pytest.mark.parametrize("row", ASKED)
def test_what_can_mean_two_things_or_nothing_is_a_question(row):
    written, _, what = row.partition(" | ")

    with pytest.raises(UnclearError) as error:
        read_when(written, today=TODAY)

    assert error.value.what.startswith(what)


def test_a_table_can_say_which_number_is_the_month():
    assert said("03/04/2027", order="day") == "2027-04-03"
    assert said("03/04/2027", order="month") == "2027-03-04"
    assert said("03/14/2027", order="day") == "2027-03-14"


@given(st.text(max_size=130) | st.from_regex(r"[0-9 .:/a-pT+-]{1,30}", fullmatch=True))
def test_any_words_are_read_or_asked_about(written):
    for read in (read_when, read_repeats):
        with suppress(UnclearError):
            read(written, today=TODAY)


WRITTEN = {
    "ISO": lambda m: f"{m:%Y-%m-%d %H:%M}",
    "ISO with its offset": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}",
    "English": lambda m: (
        f"{EN_DAYS[m.weekday()]} {m.day} {EN[m.month - 1]} {m.year}, {m:%H:%M}"
    ),
    "American": lambda m: f"{EN[m.month - 1]} {m.day}, {m.year} at {m:%I:%M %p}",
    "short": lambda m: f"{m.day} {EN[m.month - 1][:3]}. {m.year} {m:%I.%M}{m:%p}".lower(),
    "dashed": lambda m: f"{m:%d}-{EN[m.month - 1][:3]}-{m:%y} {m:%H:%M}",
    "German": lambda m: (
        f"{DE_DAYS[m.weekday()]}, den {m.day}.{m.month}.{m.year}, {m:%H.%M} Uhr"
    ),
    "German, in words": lambda m: f"{m.day}. {DE[m.month - 1]} {m.year} um {m:%H:%M} Uhr",
    "French": lambda m: f"le {m.day} {FR[m.month - 1]} {m.year} à {m.hour} h {m:%M}",
    "Spanish": lambda m: f"{m.day} de {ES[m.month - 1]} de {m.year} a las {m:%H:%M}",
}
EN_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DE_DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
EN = (
    "January February March April May June July August September October November December"
).split()
DE = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
).split()
FR = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()
ES = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre"
).split()


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
@given(st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_any_day_and_time_are_read_as_they_were_meant(write, moment):
    assert said(write(moment)) == f"{moment:%Y-%m-%d %H:%M}"


REPEATED = """
every Wednesday until 16 December | FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216
Wednesdays until 16 Dec | FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216
every Monday and Thursday until 16 Dec 2026 | FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261216
weekly, 6 times | FREQ=WEEKLY;COUNT=6
every other Friday until 1 March 2027 | FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;UNTIL=20270301
fortnightly until 1 March 2027 | FREQ=WEEKLY;INTERVAL=2;UNTIL=20270301
first Tuesday of the month until June 1 2027 | FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270601
jeden Mittwoch bis 16. Dezember | FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216
mittwochs bis zum 16.12.2026 | FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216
jeden ersten Dienstag im Monat bis 1. Juni 2027 | FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270601
tous les mercredis jusqu'au 16 décembre | FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216
cada miércoles hasta el 16 de diciembre | FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216
RRULE:FREQ=WEEKLY;COUNT=3 | FREQ=WEEKLY;COUNT=3
No. |
weekly | ?'weekly' does not say until when
every Wednesday until 03/04/2027 | ?'03/04/2027' can be 3 April 2027 or 4 March 2027
every second Friday until 1 March | ?'every second Friday until 1 March' was not understood
now and then | ?'now and then' was not understood as days that repeat
""".strip().split("\n")


@pytest.mark.parametrize("row", REPEATED)
def test_days_that_repeat_are_a_rule(row):
    written, _, meant = row.partition(" |")
    if meant.strip().startswith("?"):
        with pytest.raises(UnclearError) as error:
            read_repeats(written, today=TODAY)
        assert error.value.what.startswith(meant.strip()[1:])
    else:
        assert read_repeats(written, today=TODAY) == meant.strip()


LEEDS = {"zone": "Europe/London"}


def an_event(newsletter=None, **given):
    known = {"start": "8 December 2026, 6:30pm", "end": "", "zone": ""}
    newsletter = newsletter or a_newsletter(zone="Europe/London")
    return check(a_submission("event", **(known | given)), newsletter)


SETTLED = {
    "the zone of the newsletter": (
        {},
        {"start": "2026-12-08 18:30", "zone": "Europe/London"},
        ["no time zone is said, so it is the newsletter's: Europe/London"],
    ),
    "an end without a day": (LEEDS | {"end": "9pm"}, {"end": "2026-12-08 21:00"}, []),
    "an end in the night": (
        LEEDS | {"end": "01:30"},
        {"end": "2026-12-09 01:30"},
        ["the end was read as 01:30 of the next day"],
    ),
    "an end that is said with the beginning": (
        LEEDS | {"start": "8 December 2026, 18:30 to 21:00"},
        {"start": "2026-12-08 18:30", "end": "2026-12-08 21:00"},
        [],
    ),
    "an offset of elsewhere": (
        {"start": "2026-12-08 18:30+01:00"},
        {"start": "2026-12-08 17:30"},
        [
            "18:30 with its offset from UTC is 17:30 in Europe/London",
            "no time zone is said, so it is the newsletter's: Europe/London",
        ],
    ),
    "an offset that is the zone's": (
        LEEDS | {"start": "2026-12-08T18:30Z"},
        {"start": "2026-12-08 18:30"},
        [],
    ),
    "a day alone": (
        LEEDS | {"start": "8 December 2026"},
        {"start": "2026-12-08"},
        ["no time is said, so it lasts all day"],
    ),
    "a whole day, in words": (
        LEEDS | {"start": "8 December 2026, all day"},
        {"start": "2026-12-08"},
        [],
    ),
    "several days": (
        LEEDS | {"start": "8 to 10 December, all day"},
        {"start": "2026-12-08", "end": "2026-12-10"},
        [],
    ),
    "an hour that may be an evening's": (
        LEEDS | {"start": "8 December 2026, 6:30"},
        {"start": "2026-12-08 06:30"},
        ["a time before eight was read as one in the morning"],
    ),
    "days that repeat": (
        LEEDS | {"repeats": "every Tuesday until 22 December"},
        {"repeats": "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261222"},
        [],
    ),
}


@pytest.mark.parametrize(("given", "values", "notes"), SETTLED.values(), ids=SETTLED)
def test_what_was_understood_is_said(given, values, notes):
    verdict = an_event(**given)

    assert verdict.is_accepted
    assert {
        key: str(verdict.item.answer(key)).removesuffix(":00") for key in values
    } == values
    assert [problem.what for problem in verdict.problems] == notes


REFUSED = {
    "no zone anywhere": ({}, "zone", "there is no answer"),
    "an offset that is not the zone's": (
        LEEDS | {"start": "2026-12-08 18:30+02:00"},
        "start",
        "18:30 with its offset from UTC is 16:30 in Europe/London",
    ),
    "a time that comes twice": (
        LEEDS | {"start": "2027-10-31 01:30"},
        "start",
        "01:30 comes twice in Europe/London on 31 October 2027",
    ),
    "an end when it begins": (LEEDS | {"end": "18:30"}, "end", "it ends before it begins"),
    "an end before it begins": (
        LEEDS | {"end": "17:00"},
        "end",
        "it ends before it begins",
    ),
    "an end on the day before": (
        LEEDS | {"start": "8 December 2026, all day", "end": "7 December 2026"},
        "end",
        "it ends before it begins",
    ),
    "a time for the end alone": (
        LEEDS | {"start": "8 December 2026, all day", "end": "21:00"},
        "end",
        "it ends at a time, and begins at none",
    ),
    "a day for the end alone": (
        LEEDS | {"end": "10 December 2026"},
        "end",
        "of its beginning and its end, only one has a time",
    ),
    "a time without a day": (
        LEEDS | {"start": "18:30"},
        "start",
        "it says a time and no day",
    ),
    "days on which it does not begin": (
        LEEDS | {"repeats": "every Wednesday until 16 December"},
        "repeats",
        "the first day, 8 December 2026, is none of those on which it repeats",
    ),
    "more days than anybody plans": (
        LEEDS | {"repeats": "daily until 1 June 2027"},
        "repeats",
        "it repeats more than 100 times",
    ),
    "days without end": (
        LEEDS | {"repeats": "every Tuesday"},
        "repeats",
        "'every Tuesday' does not say until when",
    ),
}


@pytest.mark.parametrize(("given", "key", "what"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_a_question_and_no_guess(given, key, what):
    verdict = an_event(a_newsletter() if not given else None, **given)

    assert not verdict.is_accepted
    assert found(verdict, key) == [what]


def test_a_day_that_has_a_time_keeps_the_day_and_says_so():
    verdict = check(a_submission("job", closes="18 December 2026, 17:00"))

    assert verdict.item.answer("closes") == date(2026, 12, 18)
    assert found(verdict, "closes") == [
        "the time is left out: it counts to the end of 18 December 2026"
    ]


FIXES = {
    "a day that repeats": ("event", "start", "every Wednesday 7pm", "write the first day"),
    "no day": ("job", "closes", "end of January", "write the day in figures, such as 2026"),
}


@pytest.mark.parametrize(("kind", "key", "written", "fix"), FIXES.values(), ids=FIXES)
def test_the_fix_is_one_that_helps(kind, key, written, fix):
    verdict = check(a_submission(kind, **{key: written}))

    assert next(p.fix for p in verdict.problems if p.place.key == key).startswith(fix)


def test_two_days_are_no_answer_to_a_question_for_one():
    verdict = check(a_submission("job", closes="18 to 20 December 2026"))

    assert found(verdict, "closes") == ["it says two days or times, and one is asked for"]


def test_what_repeats_is_over_after_its_last_day():
    item = an_event(repeats="every Tuesday until 22 December").item

    assert [day.day for day in item.days] == [8, 15, 22]
    assert f"{item.over:%Y-%m-%d %H:%M}" == "2026-12-22 18:30"
