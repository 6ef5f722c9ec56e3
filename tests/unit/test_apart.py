"""What may run away is asked in a process of its own, and ended there."""

import os
import sys
from io import BytesIO
from time import monotonic
from types import SimpleNamespace

import pytest

from postroom.toolbox import apart
from postroom.toolbox.apart import (
    Helper,
    HelperError,
    HelperFullError,
    HelperSlowError,
    serve,
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
    assert monotonic() - begun < 60  # it would never end by itself
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


def test_what_a_system_cannot_start_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with Helper("answering") as helper, pytest.raises(HelperError, match="be started"):
        helper.ask(b"here", seconds=9)


def test_who_stops_waiting_leaves_no_process_behind(helper, monkeypatch):
    first = helper.ask(b"here", seconds=9)

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(apart, "_exchange", interrupt)
        with pytest.raises(KeyboardInterrupt):
            helper.ask(b"here", seconds=9)

    with pytest.raises(ProcessLookupError):
        os.kill(int(first.rpartition(b" ")[2]), 0)
    assert helper.ask(b"here", seconds=9) != first


STUBBORN = """
import sys, time
sys.stdout.buffer.write((4).to_bytes(8, "big") + b"here")
sys.stdout.buffer.flush()
time.sleep(60)
"""


def test_a_process_that_does_not_end_with_its_questions_is_ended(tmp_path, monkeypatch):
    (tmp_path / "stubborn.py").write_text(STUBBORN, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    helper = Helper("stubborn")
    begun = monotonic()

    assert helper.ask(b"who", seconds=9) == b"here"
    code = helper.end()

    assert code < 0
    assert monotonic() - begun < 60  # it would never end by itself
    assert helper.end() == 0


def test_where_a_system_has_no_such_limit_questions_are_answered(monkeypatch):
    questions = BytesIO((3).to_bytes(8, "big") + b"who")
    answers = BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=questions))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answers))
    monkeypatch.setitem(sys.modules, "resource", None)

    serve(bytes.upper, seconds=1, memory=200 << 20)

    assert answers.getvalue() == (3).to_bytes(8, "big") + b"WHO"


def test_a_helper_that_ended_between_two_questions_is_followed_by_another(helper):
    first = int(helper.ask(b"a", seconds=9).split()[-1])
    os.kill(first, 9)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

    assert helper.ask(b"b", seconds=9).startswith(b"b at ")
