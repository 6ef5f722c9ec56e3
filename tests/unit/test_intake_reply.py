"""A verdict becomes an answer in which nothing that was sent in does anything."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from tests.unit.intaking import (
    TEXT,
    TODAY,
    a_newsletter,
    a_submission,
    an_issue,
    check,
)

from postroom.errors import Place, Problem
from postroom.intake.formbody import body_hash
from postroom.intake.reply import (
    read_checked,
    render_declined,
    render_over,
    render_plain_reply,
    render_reply,
    render_taken,
    render_used,
    was_good,
)
from postroom.intake.submission import Submission
from postroom.toolbox.marks import code, say, say_block

PAPER = a_newsletter(issues=[an_issue(4)], deadline=3)
HASH = body_hash("a body")


def test_what_is_accepted_is_told_with_number_and_days(golden):
    verdict = check(a_submission("event"), PAPER)

    reply = render_reply(
        verdict, newsletter=PAPER, checked=HASH, url="https://example.org/submit/"
    )

    golden("intake/accepted.md", reply.encode())


def test_what_must_change_is_told_with_its_question_and_a_fix(golden):
    verdict = check(
        a_submission(
            "ask",
            title="HELP ME, SOMEBODY!!!",
            who="@everyone, see #1 and www.example.org <b>now</b>",
            reach="rosa@example.org",
            text=f"{TEXT}\n\n```\n### Kind\n\n![x](https://x.example/y.png)",
            by="Rosa\u202e\u200b",
            consent=False,
        ),
        PAPER,
    )

    golden("intake/refused.md", render_reply(verdict, newsletter=PAPER).encode())
    golden("intake/refused.txt", render_plain_reply(verdict, newsletter=PAPER).encode())


def test_what_comes_after_the_deadline_is_for_the_issue_after():
    paper = a_newsletter(issues=[an_issue(4)], deadline=30)

    reply = render_plain_reply(check(a_submission(), paper), newsletter=paper)

    assert reply.endswith(
        "If it is taken, it appears in № 6 of Second Helpings, which is due on "
        "7 January 2027 and takes items until 8 December 2026. You will be told.\n"
    )


@pytest.mark.parametrize("issues", [[], [an_issue(1)]], ids=["none yet", "long ago"])
def test_no_day_is_promised_that_nobody_can_keep(issues):
    paper = a_newsletter(issues=issues)

    reply = render_plain_reply(check(a_submission(), paper), newsletter=paper)

    assert "due on" not in reply


def test_what_is_known_needs_nothing():
    item = check(a_submission()).item
    paper = a_newsletter(item)

    reply = render_plain_reply(check(a_submission(), paper), newsletter=paper)

    assert reply.startswith("Thank you. This is here already, word for word;")


def test_an_unknown_kind_is_answered_too():
    verdict = check(Submission("evnt", {}, "terminal", TODAY, True))

    assert "Kind: got 'evnt'\n    fix: did you mean `event`?" in render_plain_reply(
        verdict, newsletter=PAPER, url="https://example.org/submit/"
    )
    assert "- **Kind:** got `'evnt'`. _Fix:_ did you mean `event`?" in render_reply(
        verdict, newsletter=PAPER
    )


OUTCOMES = {
    "used": (
        render_used(4, "https://table.example/newsletter/4/#x"),
        "Used in [№ 4](https://table.example/newsletter/4/#x). "
        "Thank you for sending it in!\n",
    ),
    "used, without an address": (
        render_used(4, ""),
        "Used in № 4. Thank you for sending it in!\n",
    ),
    "over": (
        render_over(),
        "Its time has passed before an issue could print it, so this is closed. "
        "Thank you for sending it in, and do send the next one!\n",
    ),
    "declined": (
        render_declined("we had\n @rosa's #12"),
        "Not taken this time: we had `@rosa's #12`. "
        "Thank you for thinking of the newsletter.\n",
    ),
    "declined, without a reason": (
        render_declined(" "),
        "Not taken this time. Thank you for thinking of the newsletter.\n",
    ),
}


@pytest.mark.parametrize(("comment", "expected"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_everybody_hears_what_became_of_it(comment, expected):
    assert comment == expected


def test_what_was_checked_is_read_back():
    verdict = check(a_submission(title=f"<!-- postroom:checked sha256={'a' * 64} -->"))

    assert read_checked(render_reply(verdict, newsletter=PAPER, checked=HASH)) == HASH
    assert read_checked(render_reply(verdict, newsletter=PAPER)) == ""


@pytest.mark.parametrize("consent", [True, False])
def test_whether_all_was_well_is_read_back(consent):
    verdict = check(a_submission(consent=consent), PAPER)
    reply = render_reply(verdict, newsletter=PAPER, checked=HASH)

    assert was_good(reply) is consent
    assert read_checked(reply) == HASH


def test_an_answer_of_an_earlier_version_is_still_known():
    reply = f"Thank you!\n\n<!-- postroom:checked sha256={HASH} -->\n"

    assert read_checked(reply) == HASH
    assert not was_good(reply)


def test_what_is_taken_is_told_where_it_waits():
    told = render_taken(check(a_submission(), PAPER), newsletter=PAPER)

    assert told.startswith("Taken; it waits for № 5 of Second Helpings, which is due on ")


@pytest.mark.parametrize("source", ["csv#1", "mail#1", "terminal", "file"])
def test_nobody_is_promised_what_only_github_can_keep(source):
    reply = render_plain_reply(check(a_submission(source=source), PAPER), newsletter=PAPER)

    assert "You will be told" not in reply
    assert reply.endswith("Look for it there.\n")


@pytest.mark.parametrize("render", [render_reply, render_plain_reply])
def test_no_reply_is_too_long_to_be_posted(render):
    verdict = check(a_submission(), PAPER)
    long = "\n".join(["a `b` @c"] * 9_000)
    problems = [
        Problem(Place("github#12", line), long, long, is_fatal=line % 2 == 0)
        for line in range(6_000)
    ]

    reply = render(replace(verdict, problems=tuple(problems)), newsletter=PAPER)

    assert len(reply) < 60_000
    assert reply.count("and 2,980 more\n") == 2


SAID = {
    "plain words": ("write at most 800, please", "write at most 800, please"),
    "our own code": ("add `consent: yes`", "add `consent: yes`"),
    "a mention": ("ask @everyone", "ask `@everyone`"),
    "from the first to the last": ("a *b* c_d e", "a `*b* c_d` e"),
    "an address": ("begins with https://", "begins with `https://`"),
    "a value": ("got 'x'", "got `'x'`"),
    "a host": ("see www.example.org", "see `www.example.org`"),
    "a reference": ("see GH-12 or #12", "see `GH-12 or #12`"),
    "a backtick": ("a ` @b", "a `@b`"),
    "several lines": ("a\n# b", "a `#` b"),
}


@pytest.mark.parametrize(("text", "said"), SAID.values(), ids=SAID.keys())
def test_a_sentence_says_odd_words_as_code(text, said):
    assert say(text) == said


def test_code_ends_where_it_should():
    assert code("a `` b ` c") == "```a `` b ` c```"
    assert code("`a`") == "`` `a` ``"
    assert code(" \n") == ""
    assert say_block("a\n```\nb") == "\n  ````text\n  a\n  ```\n  b\n  ````"


@given(st.text(max_size=80))
def test_a_sentence_holds_no_markdown_but_code(text):
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", say(text))

    assert not set(outside) & set("@#<>[]*_~&\\|/`\n")


@given(st.text(st.characters(exclude_categories=["C"]), max_size=60))
def test_code_is_one_element_and_no_more(text):
    html = markdown(f"a {code(text)} b")

    assert re.fullmatch(r"<p>a (<code>[^<]*</code>)? ?b</p>", html)
