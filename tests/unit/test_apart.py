"""What may run away is asked in a process of its own, and ended there."""

import sys
from time import monotonic

import pytest

from postroom.toolbox.apart import (
    Helper,
    HelperError,
    HelperFullError,
    HelperSlowError,
)

SERVER = """
import os, time
from postroom.toolbox.apart import serve


def answer(question):
    if question == b"spin":
        while True: pass
    if question == b"sleep":
        time.sleep(60)
    if question == b"fill":
        return bytes(1 << 30)
    if question == b"break":
        raise ValueError
    if question == b"exit":
        os._exit(0)
    return question + b" at " + str(os.getpid()).encode()


serve(answer, seconds=1, memory=200 << 20)
"""


@pytest.fixture
def helper(tmp_path, monkeypatch):
    (tmp_path / "answering.py").write_text(SERVER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Helper("answering") as helper:
        yield helper


RUNAWAYS = {
    "it uses its time up": (b"spin", 9, HelperSlowError),
    "it waits for nothing": (b"sleep", 0.5, HelperSlowError),
    "it fails": (b"break", 9, HelperError),
    "it leaves": (b"exit", 9, HelperError),
}
if sys.platform == "linux":  # elsewhere nobody holds a process to its memory
    RUNAWAYS["it takes all memory"] = (b"fill", 9, HelperFullError)


@pytest.mark.parametrize(
    ("question", "seconds", "error"), RUNAWAYS.values(), ids=RUNAWAYS.keys()
)
def test_what_runs_away_is_ended_and_the_next_question_is_answered(
    helper, question, seconds, error
):
    first = helper.ask(b"here", seconds=9)
    begun = monotonic()

    with pytest.raises(HelperError) as caught:
        helper.ask(question, seconds=seconds)

    assert caught.type is error
    assert monotonic() - begun < 5
    assert helper.ask(b"here", seconds=9) != first


def test_one_process_answers_many_questions(helper):
    answers = {helper.ask(b"here", seconds=9) for _ in range(100)}

    assert len(answers) == 1


@pytest.mark.parametrize("length", [0, 1, 5_000_000])
def test_a_question_has_any_length(helper, length):
    assert helper.ask(b"x" * length, seconds=9).startswith(b"x" * length + b" at ")


def test_what_cannot_be_started_is_an_error():
    with Helper("no.such.module") as helper, pytest.raises(HelperError):
        helper.ask(b"here", seconds=9)
