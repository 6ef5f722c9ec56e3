"""A step becomes its file, and its file the same step again."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postroom.model.formats import LENGTHS
from postroom.model.placement import MOVES, Step
from postroom.offers.stepfile import render_step
from postroom.reading.yamlfile import YamlFile, parse_file, parse_model

FACTS = {"path": "groups/humber/1.yml", "group": "humber"}


def a_step(**values: object) -> Step:
    facts = {"post": "fortlt25", "move": "offered", "date": "2026-12-04"}
    return Step.model_validate(FACTS | facts | values)


def read(text: str) -> Step:
    """The step of a file that has no fault."""
    file = parse_file(FACTS["path"], text.encode())
    assert isinstance(file, YamlFile)
    step, problems = parse_model(file, Step, FACTS)
    assert problems == ()
    assert step is not None
    return step


def test_the_least_is_three_lines():
    assert render_step(a_step()) == (
        'post: "fortlt25"\n'
        'move: "offered"\n'
        "date: 2026-12-04\n"
    )  # fmt: skip


def test_keys_have_an_order_and_people_read_what_it_is_about():
    step = a_step(
        note='They said: "yes" # twice',
        length=500,
        follow_up="2026-12-18",
        replies=3,
        url="https://humber.example/?a=1&b=2#c",
        move="published",
    )

    assert render_step(step, called="the-forty-letters") == (
        'post: "fortlt25"  # the-forty-letters\n'
        'move: "published"\n'
        "date: 2026-12-04\n"
        'url: "https://humber.example/?a=1&b=2#c"\n'
        "replies: 3\n"
        "follow_up: 2026-12-18\n"
        'length: "500"\n'
        'note: "They said: \\"yes\\" # twice"\n'
    )


def test_a_step_of_an_issue_names_the_issue():
    step = a_step(post=None, issue="issue004", move="declined", reason="no: too long")

    assert render_step(step, called="newsletter/4").splitlines() == [
        'issue: "issue004"  # newsletter/4',
        'move: "declined"',
        "date: 2026-12-04",
        'reason: "no: too long"',
    ]


SLY = {
    "a line end": "x\nmove: declined",
    "a line end of another system": "x\r\nmove: declined",
    "a line end of Unicode": "x\u2028move: declined\x85",
    "a control": "x\x00\x1b[31m",
}


@pytest.mark.parametrize("called", SLY.values(), ids=SLY)
def test_a_comment_never_becomes_a_key(called):
    text = render_step(a_step(), called=called)

    assert text.count("\n") == 3
    assert read(text) == a_step()


_text = st.text(max_size=40)
_days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
_steps = st.fixed_dictionaries(
    {"post": _text, "move": st.sampled_from(MOVES), "date": _days},
    optional={
        "url": st.just("https://humber.example/") | st.none(),
        "reason": _text,
        "note": _text,
        "replies": st.integers(0, 1_000_000),
        "follow_up": _days,
        "length": st.sampled_from([*LENGTHS]),
    },
)


@given(_steps, _text)
def test_whoever_reads_a_file_gets_the_step_that_was_written(values, called):
    step = a_step(**{key: value for key, value in values.items() if not _is_blank(value)})

    text = render_step(step, called=called)

    assert read(text) == step
    assert all(isinstance(key, str) for key in yaml.safe_load(text))


def _is_blank(value: object) -> bool:
    """Whether a text has nothing that a line may hold."""
    return isinstance(value, str) and not any(c.isprintable() and c != " " for c in value)
