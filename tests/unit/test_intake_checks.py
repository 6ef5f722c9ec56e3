"""What an item may not be: over, sent twice, at odds with itself, loud, active, private."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.intaking import (
    NOW,
    TEXT,
    a_newsletter,
    a_submission,
    an_issue,
    an_item,
    check,
    found,
)

from postroom.intake.checks import check_item
from postroom.intake.private import hide_private
from postroom.intake.reply import render_plain_reply
from postroom.intake.submission import check_submission
from postroom.model.characters import neutralise
from postroom.model.ledger import Ledger

LONDON = "Europe/London"
TIMES = {
    "past": (
        {"start": "2026-11-09 18:30", "end": ""},
        ("start", "9 November 2026, 18:30 (Europe/London) has passed"),
    ),
    "begun, but not over": ({"start": "2026-11-09 18:30", "end": "2026-12-11 12:00"}, None),
    "over since a minute": (
        {"start": "2026-11-09 18:30", "end": "2026-11-10 12:00"},
        ("end", "10 November 2026, 12:00 (Europe/London) has passed"),
    ),
    "ends before it begins": (
        {"start": "2026-12-08 18:30", "end": "2026-12-08 17:30"},
        ("end", "it ends before it begins"),
    ),
    "ends when it begins": (
        {"start": "2026-12-08 18:30", "end": "2026-12-08 18:30"},
        ("end", "it ends before it begins"),
    ),
    "clocks skip it": (
        {"start": "2027-03-28 01:30", "end": ""},
        ("start", "there is no 01:30 in Europe/London on 28 March 2027"),
    ),
    "elsewhere they do not": (
        {"start": "2027-03-28 01:30", "end": "", "zone": "Asia/Tokyo"},
        None,
    ),
    "a slip of the year": (
        {"start": "2206-12-08 18:30", "end": ""},
        ("start", "got 2206-12-08"),
    ),
    "the first year": (
        {"start": "0001-01-01 00:00", "end": ""},
        ("start", "got '0001-01-01 00:00'"),
    ),
    "the last year": (
        {"start": "9999-12-31 23:59", "end": ""},
        ("start", "got '9999-12-31 23:59'"),
    ),
    "a day that does not exist": (
        {"start": "2027-02-29 18:30", "end": ""},
        ("start", "'2027-02-29 18:30' is not on the calendar"),
    ),
    "nowhere": ({"place": "", "online": ""}, ("place", "neither place nor online")),
    "online only": ({"place": ""}, None),
}


@pytest.mark.parametrize(("given", "problem"), TIMES.values(), ids=TIMES.keys())
def test_an_event_is_somewhere_and_still_to_come(given, problem):
    verdict = check(a_submission("event", **given))

    assert [(p.place.key, p.what) for p in verdict.problems] == (
        [problem] if problem else []
    )


def test_a_time_that_is_skipped_comes_with_the_one_that_is_meant():
    verdict = check(a_submission("event", start="2027-03-28 01:30", end=""))

    assert verdict.problems[0].fix == (
        "the clocks go forward: write 02:30, or check the day"
    )


DAYS = {
    "a job that closed": ("job", {"closes": "2026-11-09"}, ["9 November 2026 has passed"]),
    "a job that closes today": ("job", {"closes": "2026-11-10"}, []),
    "a job that never closes": ("job", {"closes": ""}, []),
    "an ask too late": ("ask", {"until": "2026-11-01"}, ["1 November 2026 has passed"]),
    "the last day of all": ("offer", {"until": "9999-12-31"}, ["got '9999-12-31'"]),
}


@pytest.mark.parametrize(("kind", "given", "problems"), DAYS.values(), ids=DAYS.keys())
def test_what_is_over_is_not_taken(kind, given, problems):
    verdict = check(a_submission(kind, **given))

    assert [problem.what for problem in verdict.problems] == problems


def test_what_is_over_when_the_next_issue_appears_is_noticed():
    newsletter = a_newsletter(issues=[an_issue(4)])

    verdict = check(a_submission("event", start="2026-11-30 18:30", end=""), newsletter)

    assert verdict.is_accepted
    assert found(verdict, "start") == ["№ 5 is due on 3 December 2026, too late for it"]


def check_file(item, *items, issues=()):
    newsletter = a_newsletter(item, *items, issues=issues)
    ledger = Ledger.of(newsletter.items.values())
    return [*check_item(item, newsletter=newsletter, ledger=ledger, now=NOW)]


def test_what_was_printed_may_be_over():
    item = an_item("job", closes="2026-10-09")

    assert [p.what for p in check_file(item)] == ["9 October 2026 has passed"]
    assert check_file(item, issues=[an_issue(3, item)]) == []


def test_the_problems_of_a_file_name_the_file():
    item = an_item("link", title="LOOK AT THIS, PLEASE")

    assert [str(problem) for problem in check_file(item)] == [
        "newsletter/items/2026-10-03-aaaaaaaa.md [title]: "
        "capitals only: 'LOOK AT THIS, PLEASE'\n"
        "    fix: write it as a sentence, in small letters"
    ]


def test_a_link_that_was_printed_is_refused_with_issue_and_date():
    earlier = an_item(
        "link", title="Meetings nobody dreads", url="http://www.example.org/a/"
    )
    newsletter = a_newsletter(earlier, issues=[an_issue(4, earlier)])

    verdict = check(
        a_submission("link", url="https://example.org/a?utm_source=x"), newsletter
    )

    assert not verdict.is_accepted
    assert found(verdict, "url")[0] == (
        "№ 4 of 5 November 2026 has this address: 'Meetings nobody dreads'"
    )


def test_a_link_that_waits_is_refused_with_its_file():
    earlier = an_item("link", title="Meetings nobody dreads", url="https://example.org/a")

    verdict = check(
        a_submission("link", url="https://example.org/a"), a_newsletter(earlier)
    )

    assert found(verdict, "url") == [
        "newsletter/items/2026-10-03-aaaaaaaa.md, sent in on 3 October 2026, "
        "has this address: 'Meetings nobody dreads'"
    ]


def test_a_title_that_is_nearly_the_same_is_only_noticed():
    earlier = an_item("news", title="The Tuesday table opens a second room", url=None)
    sent = a_submission("news", title="Tuesday table opens second room!", url="")

    verdict = check(sent, a_newsletter(earlier))

    assert verdict.is_accepted
    assert [problem.fix for problem in verdict.problems] == [
        "if it is the same, take this one back; if not, all is well"
    ]


LOUD = {
    "capitals": ("COME AND SEE OUR NEW ROOM", "capitals only: 'COME AND SEE OUR NEW ROOM'"),
    "one acronym": ("RSECON 2026", None),
    "one shouted word": ("We have a NEW room", None),
    "many marks": ("A room of our own!!!", "got '!!!'"),
    "many questions": ("Who has a room??", "got '??'"),
    "surprise": ("A room of our own?!", None),
    "a row of emoji": ("A room 🎉 🎉🎉 of our own", "several emoji: '🎉 🎉🎉 '"),
    "one emoji of many parts": ("A room 👩🏽‍🔬 of our own", None),
    "a flag": ("A room in 🏴󠁧󠁢󠁳󠁣󠁴󠁿 Leith", None),
    "no word": ("🎉 -- ...", "got '🎉 -- ...'"),
    "another script": ("会议室开放了", None),
}


@pytest.mark.parametrize(("title", "problem"), LOUD.values(), ids=LOUD.keys())
def test_a_title_does_not_shout(title, problem):
    verdict = check(a_submission("link", title=title))

    assert found(verdict, "title") == ([problem] if problem else [])


TEXTS = {
    "plain words": (f"{TEXT} 3 < 4, and I <3 you. It's 100% *fine*.", None),
    "a list": (f"{TEXT}\n\n- one\n- two\n\n1. three", None),
    "a good link": (
        f"{TEXT} [Here](https://example.org/a_b?c=(d)) <https://example.org>",
        None,
    ),
    "an address as it is": (f"{TEXT} https://example.org/x?a=%E2%80%99&b=1.", None),
    "code that is quoted": (f"{TEXT} I wrote `<b>` and ``![x](y)`` in it.", None),
    "a heading": (f"{TEXT}\n\n## News", "a heading: '## News'"),
    "a hashtag": (f"{TEXT}\n#hiring", "a heading: '#hiring'"),
    "a line below": (f"{TEXT}\n---", "a line that makes a heading"),
    "a break": (f"{TEXT}\n\n---\n\n{TEXT}", None),
    "a picture": (f"{TEXT} ![](https://x.example/1.png)", "a picture: '![]("),
    "a picture by name": (f"{TEXT} ![a][b]", "a picture"),
    "HTML": (f"{TEXT} <b>bold</b>", "HTML: '<b>bold</b>'"),
    "a script": (f"{TEXT} <script>alert(1)</script>", "HTML: '<script>"),
    "a comment": (f"{TEXT} <!-- more -->", "HTML: '<!--"),
    "half a tag": (f"{TEXT} <img src=x onerror=alert(1)", "HTML: '<img"),
    "a table": (f"{TEXT}\n\na | b\n--|--\n1 | 2", "a table"),
    "a narrow table": (f"{TEXT}\n\n|a|\n|---|\n|1|", "a table"),
    "a program": (f"{TEXT} [x](javascript:alert(1))", "an address that is a program"),
    "a disguised program": (
        f"{TEXT} [x](java&#115;cript:alert(1))",
        "a link to 'java&#115;cript:alert(1'",
    ),
    "data": (f"{TEXT} [x](data:text/html;base64,PHA+)", "an address that is a program"),
    "a link within the site": (f"{TEXT} [x](/admin)", "a link to '/admin'"),
    "a link without a scheme": (
        f"{TEXT} [x](//evil.example)",
        "a link to '//evil.example'",
    ),
    "a link by name": (f"{TEXT} [x][y]\n\n[y]: file:///etc/passwd", "a link to 'file:///"),
    "a bare link": (f"{TEXT} <ftp://example.org/>", "HTML: '<ftp:"),
    "Jinja": (f"{TEXT} {{{{ config }}}}", "a placeholder of a mailing service: '{{ config"),
    "a block": (f"{TEXT} {{% raw %}}", "a placeholder"),
    "Mailchimp": (f"{TEXT} *|EMAIL|*", "a placeholder"),
    "Mailgun": (f"{TEXT} %recipient.name%", "a placeholder"),
    "ERB": (f"{TEXT} <%= x %>", "a placeholder"),
    "per cent": (f"{TEXT} From 10% to 20%, and 5 % more.", None),
    "a short link": (f"{TEXT} www.bit.ly/3xyz", "a shortened link"),
    "a longer one": (f"{TEXT} https://habit.ly/3xyz https://reddit.com/x", None),
    "a mailbox": (f"{TEXT} rosa.l@mail.example.org", "an e-mail address"),
    "a mailbox in a link": (f"{TEXT} [x](mailto:rosa@example.org)", "an e-mail address"),
    "an account": (f"{TEXT} I am @rosa@social.example there.", None),
    "a number from abroad": (f"{TEXT} +44 (0)20 7946 0958", "what looks like a telephone"),
    "a number": (f"{TEXT} Ring 0113 496 0123.", "what looks like a telephone number"),
    "a number in America": (f"{TEXT} (555) 010-0199", "what looks like a telephone number"),
    "days and sums": (
        f"{TEXT} On 08.12.2026, 2026-12-08 18:30, 1998 to 2004, £034,000,000; 1 000 000.",
        None,
    ),
    "a book": (f"{TEXT} ISBN 978-0-13-468599-1", None),
    "digits in an address": (f"{TEXT} https://example.org/0113-496-0123-4", None),
}


@pytest.mark.parametrize(("text", "problem"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_is_plain_words(text, problem):
    verdict = check(a_submission("news", text=text))

    whats = found(verdict, "text")
    assert (whats == []) if problem is None else whats[0].startswith(problem)
    assert verdict.is_accepted == (problem is None)


def test_an_address_may_be_public_if_its_owner_says_so():
    given = {"reach": "mailto:rosa@example.org", "text": f"{TEXT} Or 0113 496 0123."}

    assert found(check(a_submission("ask", **given)), "reach") == [
        "an e-mail address that is not said to be public"
    ]
    allowed = check(a_submission("ask", **given, mail_is_public=True))
    assert allowed.is_accepted
    assert allowed.item.answer("reach") == "mailto:rosa@example.org"


def test_an_address_without_encryption_is_noticed():
    verdict = check(a_submission("link", url="http://example.org/"))

    assert verdict.is_accepted
    assert found(verdict, "url") == ["the address begins with http://"]


def test_no_problem_repeats_an_address_or_a_number():
    verdict = check(
        a_submission(
            "link",
            url="rosa@example.org",
            text=f"{TEXT}\n\n# rosa@example.org, 0113 496 0123",
            title="{{ rosa@example.org }}",
        )
    )

    told = "".join(map(str, verdict.problems))
    assert "rosa" not in told
    assert "0113" not in told


@given(st.text(max_size=60))
def test_hiding_what_is_private_leaves_nothing_to_hide(text):
    hidden = hide_private(f"{text} rosa@example.org")

    assert "rosa@" not in hidden


HIDDEN = {
    "nothing": ("Ünïcode “quotes”", "Ünïcode “quotes”", False),
    "decomposed": ("Cafe\u0301", "Café", False),
    "ends of lines": ("\ufeffa\r\nb\rc\u2028d", "a\nb\nc\nd", False),
    "directions": ("a\u202ecod\u2066b\u2069", "acodb", True),
    "controls": ("a\x00b\x1b[31mc\x85d", "ab[31mc\nd", True),
    "spaces without width": ("a\u200bb\u2060c\ufeff", "abc", True),
    "joiners that join": ("می‌خواهم 👩‍🔬 ❤️‍🔥", "می‌خواهم 👩‍🔬 ❤️‍🔥", False),
    "joiners in a row": ("a\u200d\u200c\u200db \u200dc", "ab c", True),
    "letters that show nothing": ("a\u3164\u115f\u00adb", "ab", True),
    "tags": ("a\U000e0068\U000e0069b", "ab", True),
    "a flag": ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", False),
    "towers": ("a" + "\u0301\u0302\u0303\u0304" * 9, "á\u0302\u0303", True),
    "half a character": ("a\ud800b\ufffe", "ab", True),
}


@pytest.mark.parametrize(("text", "shown", "changed"), HIDDEN.values(), ids=HIDDEN.keys())
def test_nothing_stays_that_nobody_can_see(text, shown, changed):
    assert neutralise(text) == (shown, changed)


@given(st.text())
def test_neutral_text_stays_as_it_is(text):
    shown, _ = neutralise(text)

    again, _ = neutralise(shown)
    assert again == shown


SEEN = {
    "another host": (
        "See [https://ours.example/login](https://evil.example/x).",
        "'https://ours.example/login.' leads to evil.example, and readers see that "
        "behind it",
    ),
    "the same host": ("See [ours.example](https://ours.example/x).", None),
    "mixed letters": (
        "See [this](https://pаypal.example/).",
        "pаypal.example (xn--pypal-4ve.example) mixes the letters of several scripts",
    ),
}


@pytest.mark.parametrize(("text", "note"), SEEN.values(), ids=SEEN.keys())
def test_what_readers_see_of_a_link_is_said_to_its_sender(text, note):
    verdict = check(a_submission("news", text=f"{TEXT} {text}"))

    assert verdict.is_accepted
    assert found(verdict, "text") == ([note] if note else [])
    if note:
        said = render_plain_reply(verdict, newsletter=a_newsletter())
        assert f"What was noticed:\n  Tell it in a few sentences: {note}" in said


DECEIVING = {
    "somebody before the host": (
        "https://ours.example@evil.example/",
        "leads to evil.example",
    ),
    "this machine": ("http://2130706433/", "a link to 2130706433, which is nobody's site"),
    "a cloud's own": ("http://169.254.169.254/", "169.254.169.254, which is nobody's site"),
    "a second header": ("mailto:a@b.example?bcc=e@c.example", "sets the header 'bcc'"),
    "a line": ("mailto:a@b.example?subject=x%0d%0ay", "a mailto: with lines of its own"),
}


@pytest.mark.parametrize(("address", "why"), DECEIVING.values(), ids=DECEIVING.keys())
@pytest.mark.parametrize("way", ["[words]({})", "<{}>", "[![x](y)]({})"])
def test_a_link_that_can_only_deceive_is_refused(way, address, why):
    text = f"{TEXT} {way.format(address)}"

    verdict = check(a_submission("news", text=text, mail_is_public=True))

    assert not verdict.is_accepted
    assert any(why in what for what in found(verdict, "text"))


@pytest.mark.parametrize(("address", "why"), DECEIVING.values(), ids=DECEIVING.keys())
@pytest.mark.parametrize(
    ("kind", "key"), [("link", "url"), ("link", "by_url"), ("ask", "reach")]
)
def test_an_address_that_can_only_deceive_is_refused(kind, key, address, why):
    verdict = check(a_submission(kind, **{key: address}))

    assert not verdict.is_accepted
    assert [p.place.key for p in verdict.problems if p.is_fatal] == [key]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200e", "\u200f", "\u061c"])
def test_nothing_in_an_address_turns_the_direction_of_writing(sign):
    verdict = check(a_submission("link", url=f"https://a.example/{sign}gpj.exe"))

    assert not verdict.is_accepted
    assert found(verdict, "url") == [
        "characters that turn the direction of writing stand in the address"
    ]


def test_what_looks_like_the_sites_own_host_is_noticed():
    newsletter = a_newsletter()
    verdict = check_submission(
        a_submission("link", url="https://0urs.example/x"),
        newsletter=newsletter,
        ledger=Ledger.of(()),
        now=NOW,
        home="ours.example",
    )

    assert verdict.is_accepted
    assert found(verdict, "url") == [
        "0urs.example looks like ours.example, and is another host"
    ]


@pytest.mark.parametrize(("key", "target"), [("title", "url"), ("by", "by_url")])
def test_a_title_and_a_name_that_are_an_address_are_noticed_where_they_lead(key, target):
    given = {key: "https://ours.example/login", target: "https://evil.example/"}
    verdict = check(a_submission("link", **given))

    assert verdict.is_accepted
    assert found(verdict, key) == [
        "'https://ours.example/login' leads to evil.example, and readers see that behind it"
    ]


def test_what_a_build_finds_fault_with_is_not_taken():
    text = f'{TEXT} [a](https://x.example/ "b\nhttps://127.0.0.1/")'

    verdict = check(a_submission("news", text=text))

    assert not verdict.is_accepted
    assert "a link to 127.0.0.1, which is nobody's site" in found(verdict, "text")
