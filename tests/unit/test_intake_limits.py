"""A message may have so much of everything, and fails alone where it has more."""

from io import BytesIO

import pytest
from tests.attack.letters import good_letter, list_letters
from tests.unit.intaking import NOW, TEXT

from postroom.errors import Problem
from postroom.intake import mailbox
from postroom.intake.mailbox import MessageReader, read_messages, split_mailbox
from postroom.intake.message import MAX_BYTES, read_message
from postroom.toolbox.apart import HelperError, HelperFullError, HelperSlowError

MARK = b"From rosa@x.example Sat Oct  3 09:41:22 2026\n"
MULTI = b"Content-Type: multipart/mixed; boundary=b"
BODY = f"{TEXT}\n\nI agree\n".encode()


def a_letter(head=b"Subject: News: A second room", body=BODY):
    return head + b"\n\n" + body


EXCESSES = {
    "headers": (b"X-A: b\n" * 1_100 + b"X: y", BODY, "more than 1,000 headers"),
    "bytes of headers": (
        b"X: " + b"a" * 300_000,
        BODY,
        "more than 262,144 bytes of headers",
    ),
    "bytes of all": (b"X: y", b"a" * MAX_BYTES, "more than 10,485,760 bytes"),
    "a long subject": (
        b"Subject: " + b"a" * 9_000,
        BODY,
        "more than 8,000 bytes in a header",
    ),
    "a folded subject": (
        b"Subject: a\n" + b" a\n" * 3_000 + b" b",
        BODY,
        "more than 8,000 bytes in a header",
    ),
    "senders": (b"From: " + b"a@b.example," * 51, BODY, "more than 50 senders"),
    "parts": (MULTI, b"--b\n\nx\n" * 1_001, "more than 1,000 parts"),
    "boundaries": (
        MULTI,
        b"boundary=%d\n" * 2 % (1, 2) + b"--b\n\n" * 1_001,
        "1,000 parts",
    ),
    "depth": (MULTI, b"--b\n" + (MULTI + b"\n\n") * 101, "more than 100 parts that hold"),
    "text": (b"Subject: x", b"a" * 2_000_001, "more than 2,000,000 characters"),
    "comments": (b"From: " + b"(" * 250, BODY, "nested too deeply"),
}


@pytest.mark.parametrize(("head", "body", "what"), EXCESSES.values(), ids=EXCESSES.keys())
def test_what_is_too_much_is_refused_in_words(head, body, what):
    problem = read_message(a_letter(head, body), 7, now=NOW)

    assert isinstance(problem, Problem)
    assert what in problem.what
    assert str(problem.place) == "mail [message 7]"


ENOUGH = {
    "recipients": b"To: " + b"somebody@there.example,\n " * 3_000 + b"a@b",
    "references": b"References: " + b"<a@b.example>\n " * 2_000 + b"<c@d>",
    "a long way here": b"Received: from a by b\n" * 150 + b"X: y",
    "comments where nobody reads": b"X-Spam: " + b"(" * 250,
    "an envelope of many": b"Cc: " + b"(" * 250 + b"a@b",
}


@pytest.mark.parametrize("head", ENOUGH.values(), ids=ENOUGH.keys())
def test_what_nobody_reads_may_be_long(head):
    submission = read_message(a_letter(b"Subject: News: x\n" + head), 1, now=NOW)

    assert submission.answers["text"] == TEXT


NAMES = {
    "a subject": (b"Subject: News: deep", "the message 'News: deep' "),
    "none": (b"X: y", "the message "),
    "what steers a terminal": (b"Subject: a\x1b[2J\xe2\x80\xaeb", "the message 'a[2J"),
    "an address": (b"Subject: me@private.example", "the message '…' "),
    "a long one": (b"Subject: " + b"a" * 500, "the message 'aaaaaaa"),
}


@pytest.mark.parametrize(("subject", "name"), NAMES.values(), ids=NAMES.keys())
def test_which_message_is_meant_is_said_safely(subject, name):
    problem = read_message(a_letter(subject + b"\nFrom: " + b"(" * 250), 1, now=NOW)

    assert problem.what.startswith(name)
    assert problem.what.isprintable()
    assert len(problem.what) < 150


def boxed(*letters, end=b"\n"):
    return b"".join(MARK.replace(b"\n", end) + letter + end for letter in letters)


ONE, TWO = a_letter(), a_letter(b"Subject: News: Another")
BOXES = {
    "two": (boxed(ONE, TWO), [ONE[:-1], TWO + b"\n"]),
    "CRLF": (
        boxed(ONE.replace(b"\n", b"\r\n"), TWO.replace(b"\n", b"\r\n"), end=b"\r\n"),
        [ONE.replace(b"\n", b"\r\n")[:-2], TWO.replace(b"\n", b"\r\n") + b"\r\n"],
    ),
    "no line end": (boxed(ONE, TWO)[:-2], [ONE[:-1], TWO[:-1]]),
    "a cut end": (boxed(ONE, TWO)[:-30], [ONE[:-1], (TWO + b"\n")[:-30]]),
    "a mark at the end": (boxed(ONE) + MARK, [ONE[:-1], b""]),
    "no headers": (boxed(ONE, b"\0 words\n", TWO), [ONE[:-1], b"\0 words", TWO + b"\n"]),
    "a byte order mark": (b"\xef\xbb\xbf" + boxed(ONE), [ONE + b"\n"]),
    "one with such a mark": (b"\xef\xbb\xbf" + ONE, [ONE]),
    "a sentence with a time": (
        boxed(ONE + b"\nFrom here at 10:00 in 2026\nwords\n"),
        [ONE + b"\nFrom here at 10:00 in 2026\nwords\n\n"],
    ),
    "escaped": (boxed(ONE + b">From me\n>>From you\n"), [ONE + b"From me\n>From you\n\n"]),
    "a sentence": (boxed(ONE + b"\nFrom 1 to 2:\n"), [ONE + b"\nFrom 1 to 2:\n\n"]),
    "no blank line above": (boxed(ONE + MARK + b"A: b\n"), [ONE + MARK + b"A: b\n\n"]),
    "one message": (ONE, [ONE]),
    "one that quotes": (ONE + b"\n" + boxed(TWO), [ONE + b"\n" + boxed(TWO)]),
    "nothing": (b"", [b""]),
}


@pytest.mark.parametrize(("box", "letters"), BOXES.values(), ids=BOXES.keys())
def test_a_mailbox_is_taken_apart_where_messages_begin(box, letters):
    messages = list(split_mailbox(BytesIO(box)))

    assert [message.source for message in messages] == letters
    assert [message.number for message in messages] == [*range(1, len(letters) + 1)]


def test_a_message_that_is_too_large_is_skipped_without_holding_it():
    huge = a_letter(b"Subject: News: huge", b"a line\n" * 3_000_000)

    one, cut, two = split_mailbox(BytesIO(boxed(ONE, huge, TWO)))

    assert (one.source, two.source) == (ONE[:-1], TWO + b"\n")
    assert cut.is_cut
    assert len(cut.source) < 100_000


def test_a_mailbox_is_held_one_message_at_a_time():
    class Box(BytesIO):
        def __init__(self):
            super().__init__()
            self.lines = iter([])
            self.asked = 0

        def readline(self, size=-1):
            line = next(self.lines, b"")
            if not line:
                self.asked += 1
                self.lines = iter(boxed(ONE).splitlines(keepends=True))
                line = next(self.lines)
            return line

    box = Box()
    messages = split_mailbox(box)

    for _ in range(1_000):
        next(messages)

    assert box.asked <= 1_002


def test_all_good_letters_among_hostile_ones_are_read():
    hostile = [letter for _, letter in list_letters(150, seed=11, sizes=(1, 8, 250, 3_000))]
    letters = [
        letter
        for number, bad in enumerate(hostile)
        for letter in (bad, good_letter(number))
    ]

    with MessageReader(NOW) as reader:
        outcomes = [next(read_messages(BytesIO(letter), read=reader)) for letter in letters]

    titles = [o.answers["title"] for o in outcomes[1::2] if not isinstance(o, Problem)]
    assert titles == [f"Table {number} of the long room" for number in range(150)]


def test_a_message_that_takes_too_long_is_ended_and_named():
    slow = b"Subject: News: slow\nContent-Type: text/html\n\n" + b"<a" * 100_000

    with MessageReader(NOW) as reader:
        problem = reader(slow, 3)
        good = reader(good_letter(4), 4)

    assert str(problem) == (
        "mail [message 3]: the message 'News: slow' takes more than 2 seconds to read\n"
        "    fix: ask for a plain, short one"
    )
    assert good.answers["title"] == "Table 4 of the long room"


HOSTILE_IDS = {
    "a path": b"<../../../../etc/passwd>",
    "NULs": b"<\0\0>",
    "a device": b"<CON>",
    "none": b"",
    "a long one": b"<" + b"a" * 5_000 + b"@x>",
    "what steers": b"<\x1b[2J@x>",
}


@pytest.mark.parametrize("key", HOSTILE_IDS.values(), ids=HOSTILE_IDS.keys())
def test_a_message_id_names_nothing_by_itself(key):
    submission = read_message(a_letter(b"Message-ID: " + key + b"\nSubject: x"), 1, now=NOW)

    way, _, name = submission.source.partition("#")
    assert way == "mail"
    assert len(name) == 12
    assert set(name) <= set("0123456789abcdef")


def test_a_message_that_is_too_large_is_refused_and_the_next_one_read():
    large = a_letter(b"Subject: News: Large", b"a\n" * (MAX_BYTES // 2 + 2))
    read = []

    def note(source, number):
        read.append((source, number))
        return read_message(source, number, now=NOW)

    problem, submission = read_messages(BytesIO(boxed(large, ONE)), read=note)

    assert isinstance(problem, Problem)
    assert "has more than 10,485,760 bytes" in problem.what
    assert "'News: Large'" in problem.what
    assert problem.fix == "ask for one without what is attached to it"
    assert submission.answers["title"] == "A second room"
    assert [number for _, number in read] == [2]


FAILURES = {
    "time": (HelperSlowError, "takes more than 2 seconds to read"),
    "memory": (HelperFullError, "takes more than 200 MB of memory to read"),
    "anything else": (HelperError, "cannot be read"),
}


@pytest.mark.parametrize(("error", "what"), FAILURES.values(), ids=FAILURES.keys())
def test_a_message_that_costs_its_reader_too_much_is_refused(monkeypatch, error, what):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(mailbox.Helper, "ask", fail)

    with MessageReader(NOW) as read:
        problem = read(ONE, 7)

    assert isinstance(problem, Problem)
    assert problem.what.endswith(what)
    assert str(problem.place) == "mail [message 7]"
