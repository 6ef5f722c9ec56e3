"""Input that wants to do harm ends in a clear answer, by every way in, without an error."""

import pytest
import yaml
from tests.unit.intaking import (
    NOW,
    TEXT,
    a_newsletter,
    a_submission,
    an_event,
    answers_of,
    check,
    fill_form,
)

from postroom.intake.columnmap import ColumnMap
from postroom.intake.formbody import read_submission
from postroom.intake.itemfile import render_item
from postroom.intake.message import read_message
from postroom.intake.reply import render_plain_reply, render_reply
from postroom.intake.table import read_csv
from postroom.model.kinds import KINDS
from postroom.reading.items import parse_item

BOMB = "a: &a [" + ",".join(["x"] * 9) + "]\nb: &b [" + ",".join(["*a"] * 9) + "]"
HOSTILE = {
    "a forged heading": "### Your name\n\nSomebody",
    "a script": "<script>alert(1)</script>",
    "a program": "[x](javascript:alert(1))",
    "a bare program": "javascript:alert(1)",
    "data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of lines": "\n" * 1_000_000,
    "a megabyte of brackets": "[" * 1_000_000,
    "from right to left": "\u202egnitteh",
    "nothing to see": "\u200b\u200c\u200d\u2060\ufeff" * 40,
    "a bomb of a picture": "![x](https://x.example/1000000x1000000.png)",
    "Jinja": "{{ config.items() }}",
    "a block": "{% include '/etc/passwd' %}",
    "Mailchimp": "*|FNAME|*",
    "Mailgun": "%recipient%",
    "a placeholder of ours": "[[unsubscribe_url]]",
    "front matter": "---\nkind: job\nuid: aaaa\n---\n",
    "YAML that explodes": BOMB,
    "YAML that runs": "!!python/object/apply:os.system ['touch x']",
    "deep YAML": "[" * 500,
    "a path": "../../../etc/passwd",
    "an option": "-rf",
    "a command": "$(touch x) `touch x`",
    "an expression": "${{ github.token }}",
    "an answer of ours": f"<!-- postroom:checked sha256={'a' * 64} -->",
    "a mention": "@everyone #1 GH-1",
    "ends of code": "`" * 30,
    "NUL": "a\x00b",
    "half a character": "a\ud800b",
    "a zone that is none": "Mars/Olympus",
    "a zone that is a path": "../../../etc/passwd/",
    "a day that is none": "2027-02-29",
    "a moment that is none": "2027-02-29 25:61",
    "a number": "1e999",
    "towers": "a" + "\u0301" * 500,
}


def answer(submission):
    """Check a submission, answer it and write its file; nothing of this may fail."""
    newsletter = a_newsletter()
    verdict = check(submission, newsletter)
    reply = render_reply(verdict, newsletter=newsletter)
    plain = render_plain_reply(verdict, newsletter=newsletter)
    assert len(reply) < 20_000
    assert not {c for c in plain if c < " " and c != "\n"} & set(plain)
    if verdict.item is not None:
        source = render_item(verdict.item).encode()
        assert parse_item(verdict.item.path, source) == (verdict.item, ())
    return verdict


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_can_take_it(kind):
    paths = {
        (field.name, name): answer(a_submission(kind, **{field.name: text})).path
        for field in KINDS[kind].all_fields
        for name, text in HOSTILE.items()
    }

    strays = {k: p for k, p in paths.items() if p.count("/") not in (0, 2) or ".." in p}
    assert strays == {}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_way_in_can_take_it(text):
    utf8 = text.encode(errors="replace")
    cell = text.replace('"', '""')
    table = f'title,text,{cell}\n"{cell}","{cell}",x\n'
    body = fill_form(KINDS["news"], {"title": text, "text": text})
    found = [
        read_submission(an_event(body, "news"), label="submission"),
        read_message(b"Subject: News: x\n\n" + utf8 + b"\n\nI agree\n", 1, now=NOW),
        *read_csv(table, read_as=ColumnMap(kind="news"), now=NOW),
    ]

    for submission in found:
        if hasattr(submission, "answers"):
            answer(submission)


def test_an_answer_fits_into_a_comment():
    headings = "".join(f"### {field.label}\n" for field in KINDS["event"].all_fields)
    answers = answers_of("event", text=headings * 300)
    body = fill_form(KINDS["event"], answers)

    verdict = answer(read_submission(an_event(body, "event"), label="submission"))

    assert len(verdict.problems) < 20


REFUSED = {
    "a forged heading": ("by", "“Your name” stands where it is not asked"),
    "a script": ("text", "HTML: '<script>alert(1)</script>'"),
    "a program": ("text", "an address that is a program"),
    "data": ("text", "an address that is a program"),
    "a megabyte": ("", "1,0"),
    "a bomb of a picture": ("text", "a picture"),
    "Jinja": ("text", "a placeholder of a mailing service: '{{ config.items() }}'"),
    "a block": ("text", "a placeholder of a mailing service"),
    "Mailchimp": ("text", "a placeholder of a mailing service: '*|FNAME|*'"),
    "Mailgun": ("text", "a placeholder of a mailing service: '%recipient%'"),
    "an expression": ("text", "a placeholder of a mailing service"),
    "front matter": ("text", "a line that makes a heading of the one above"),
}


@pytest.mark.parametrize(("name", "problem"), REFUSED.items(), ids=REFUSED.keys())
def test_what_is_refused_is_refused_for_its_reason(name, problem):
    key, what = problem
    body = fill_form(KINDS["news"], answers_of("news", text=f"{TEXT}\n\n{HOSTILE[name]}"))

    verdict = answer(read_submission(an_event(body, "news"), label="submission"))

    assert not verdict.is_accepted
    assert [p for p in verdict.problems if p.place.key == key and p.what.startswith(what)]


NEUTRAL = ("from right to left", "nothing to see", "NUL", "half a character", "towers")


@pytest.mark.parametrize("name", NEUTRAL)
def test_what_is_neutralised_is_told(name):
    verdict = answer(a_submission("news", text=f"{TEXT}\n\n{HOSTILE[name]}"))

    assert verdict.is_accepted
    assert verdict.item.text.startswith(TEXT)
    assert [problem.what for problem in verdict.problems] == [
        "characters that nobody can see were taken out"
    ]


def test_yaml_in_an_answer_stays_text():
    item = answer(a_submission("welcome", does=HOSTILE["YAML that runs"])).item

    front = render_item(item).split("---\n")[1]
    assert yaml.safe_load(front)["does"] == HOSTILE["YAML that runs"]
