"""The journal of the outbox: what it says in any order, after any end of the machine."""

import itertools
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postroom.errors import ContentError, PostroomError
from postroom.outbox.journal import (
    Letter,
    count_fates,
    open_journal,
    parse_journal,
    read_journal,
)
from postroom.toolbox import files
from postroom.toolbox.files import TakenError

ANNA = Letter("abcd1234", "c0ffee", "anna", "smtp")
BEN = Letter("abcd1234", "c0ffee", "ben", "smtp")
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def lines(*facts: dict) -> bytes:
    return b"".join(json.dumps(fact).encode() + b"\n" for fact in facts)


def trying(attempt: str, letter: Letter = ANNA, act: str = "live") -> dict:
    said = {"issue": letter.issue, "content": letter.content, "to": letter.to}
    said |= {"sender": letter.sender, "act": act}
    return {"attempt": attempt, "fate": "trying", **said}


def end(attempt: str, fate: str, **more: object) -> dict:
    return {"attempt": attempt, "fate": fate, **more}


FATES = {
    "nothing was tried": ([], "nothing"),
    "it was begun, and then the machine stopped": ([trying("a")], "unknown"),
    "it arrived": ([trying("a"), end("a", "sent")], "sent"),
    "it was put off": ([trying("a"), end("a", "deferred")], "deferred"),
    "put off, then taken": (
        [trying("a"), end("a", "deferred"), trying("b"), end("b", "sent")],
        "sent",
    ),
    "put off, then unknown": (
        [trying("a"), end("a", "deferred"), trying("b"), end("b", "unknown")],
        "unknown",
    ),
    "unknown, and a person saw it": (
        [trying("a"), end("a", "unknown"), end("a", "sent", decided=True)],
        "sent",
    ),
    "unknown, and a person did not see it": (
        [trying("a"), end("a", "unknown"), end("a", "nothing", decided=True)],
        "nothing",
    ),
    "refused, and a person says it was a mistake": (
        [trying("a"), end("a", "refused"), end("a", "nothing", decided=True)],
        "nothing",
    ),
    "two people do not agree": (
        [trying("a"), end("a", "nothing", decided=True), end("a", "sent", decided=True)],
        "sent",
    ),
    "one attempt arrived, of another nobody knows": (
        [trying("a"), trying("b"), end("b", "sent")],
        "sent",
    ),
    "a draft of which nobody knew is there after all": (
        [trying("a", act="draft"), trying("b", act="draft"), end("b", "drafted")],
        "drafted",
    ),
    "a draft is there, and then it may have gone out": (
        [trying("a", act="draft"), end("a", "drafted"), trying("b")],
        "unknown",
    ),
}


@pytest.mark.parametrize(("facts", "fate"), FATES.values(), ids=FATES.keys())
def test_what_came_of_a_letter(facts, fate):
    assert parse_journal(lines(*facts)).fate_of(ANNA) == fate


@pytest.mark.parametrize(("facts", "fate"), FATES.values(), ids=FATES.keys())
def test_the_order_of_lines_changes_nothing(facts, fate):
    for shuffled in itertools.permutations(facts):
        assert parse_journal(lines(*shuffled)).fate_of(ANNA) == fate


def test_two_journals_put_together_are_one():
    laptop = [trying("a"), end("a", "sent")]
    server = [trying("b", BEN), end("b", "refused")]

    both = parse_journal(lines(*laptop, *server, *laptop))

    assert count_fates(both, "abcd1234") == {"sent": 1, "refused": 1}


def test_a_last_line_that_was_not_finished_is_left_out_and_told():
    whole = lines(trying("a"))
    for cut in range(1, len(whole)):
        torn = parse_journal(lines(end("x", "nothing"))[:0] + whole[:cut])

        assert torn.attempts == ()
        assert torn.is_torn
    assert not parse_journal(whole).is_torn


SPOILT = {
    "a line that was cut": (
        b'{"attempt": "a", "fa\n',
        "outbox.jsonl:2: this line cannot be read, and without it somebody may get a "
        "letter twice\n    fix: take the file from Git or a backup",
    ),
    "a fate nobody knows": (
        b'{"attempt": "a", "fate": "lost"}\n',
        "outbox.jsonl:2: this line cannot be read, and without it somebody may get a "
        "letter twice\n    fix: take the file from Git or a backup",
    ),
    "marks of a merge": (
        b"<<<<<<< HEAD\n",
        "outbox.jsonl:2: two journals were not put together\n"
        "    fix: keep the lines of both sides, and take the marks of Git out",
    ),
    "an end without a beginning": (
        lines(end("b", "sent")),
        "outbox.jsonl: it says what came of b, and not what that was\n"
        "    fix: take the file from Git or a backup",
    ),
    "two keys": (
        lines({"key": "one"}, {"key": "two"}),
        "outbox.jsonl: its recipients are hashed by two keys, so that nobody can compare "
        "them\n    fix: use one `outbox.key` everywhere",
    ),
}


@pytest.mark.parametrize(("line", "told"), SPOILT.values(), ids=SPOILT.keys())
def test_a_journal_that_lost_something_is_not_believed(line, told):
    with pytest.raises(ContentError) as caught:
        parse_journal(lines(trying("a")) + line)

    assert str(caught.value) == told


def test_a_line_of_a_later_version_is_read_as_far_as_it_is_known():
    journal = parse_journal(lines({**trying("a"), "weather": "rain"}, end("a", "sent")))

    assert journal.fate_of(ANNA) == "sent"


def test_an_attempt_is_on_the_disk_before_it_is_made(tmp_path):
    path = tmp_path / "outbox.jsonl"

    with open_journal(path) as (_, writer):
        attempt = writer.begin(ANNA, "live")
        before = read_journal(path).fate_of(ANNA)
        writer.end(attempt, "sent", note="250")

    assert (before, read_journal(path).fate_of(ANNA)) == ("unknown", "sent")


def test_a_clock_that_goes_back_changes_nothing(tmp_path):
    path = tmp_path / "outbox.jsonl"
    moments = iter([NOW, NOW - timedelta(days=400), NOW - timedelta(days=800), NOW])

    with open_journal(path, clock=lambda: next(moments)) as (_, writer):
        writer.end(writer.begin(ANNA, "live"), "deferred")
        writer.end(writer.begin(ANNA, "live"), "sent")

    assert read_journal(path).fate_of(ANNA) == "sent"


def test_two_at_once_do_not_write(tmp_path):
    path = tmp_path / "outbox.jsonl"

    with open_journal(path), pytest.raises(TakenError) as caught, open_journal(path):
        pass

    assert str(caught.value) == (
        f"{path}: somebody else sends at this moment\n    fix: wait until they are done"
    )


def test_a_torn_line_is_taken_off_before_another_is_added(tmp_path):
    path = tmp_path / "outbox.jsonl"
    path.write_bytes(lines(trying("a"), end("a", "sent")) + b'{"attempt": "b", "fa')

    with open_journal(path) as (journal, writer):
        writer.begin(BEN, "live")

    assert journal.attempts[0].fate == "sent"
    assert [attempt.letter for attempt in read_journal(path).attempts] == [ANNA, BEN]


def test_a_full_disk_leaves_the_journal_whole(tmp_path, monkeypatch):
    path = tmp_path / "outbox.jsonl"

    def fill(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[:5])
        raise OSError(28, "No space left on device")

    with open_journal(path) as (_, writer):
        writer.begin(ANNA, "live")
        before = path.read_bytes()
        monkeypatch.setattr(files, "store", fill)
        with pytest.raises(PostroomError) as caught:
            writer.begin(BEN, "live")

    assert str(caught.value) == (
        f"{path}: no space left on device\n"
        "    fix: make room there, and run the command again"
    )
    assert path.read_bytes() == before


def test_another_key_is_refused(tmp_path):
    path = tmp_path / "outbox.jsonl"
    with open_journal(path, "one"):
        pass

    with (
        pytest.raises(PostroomError, match="begun with another key"),
        open_journal(path, "two"),
    ):
        pass


def test_a_journal_that_cannot_be_read_says_so(tmp_path):
    folder = Path(tmp_path / "outbox.jsonl")
    folder.mkdir()

    with pytest.raises(PostroomError, match="is a directory"):
        read_journal(folder)
