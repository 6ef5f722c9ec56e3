"""What a plan decides of every letter, and that just that is done."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from pydantic import SecretStr
from tests.outbox.__main__ import MAILING, a_recipient
from tests.unit.test_outbox_journal import end, lines

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import Act, Journal, Letter, open_journal, parse_journal
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import (
    OutboxKey,
    Recipient,
    find_key,
    parse_recipients,
    read_recipients,
    read_secret,
)
from postroom.outbox.senders.sender import Delivery, Sender
from postroom.outbox.sending import Postbox, explain_stuck, plan, write_plan
from postroom.web.call import UnsureError

NOW, OLD = MAILING.content, "0ld"
ANNA = a_recipient(1)


def journal_of(*facts: tuple[str, str, str, str]) -> Journal:
    """What is known of Anna: by whom, what it said, as what, and what came of it."""
    said: list[dict] = []
    for number, (sender, content, act, fate) in enumerate(facts):
        letter = {"issue": MAILING.issue, "content": content, "to": ANNA.token}
        letter["to"] = ANNA.token if sender in ("smtp", "folder") else sender
        name = f"a{number}"
        said.append({"attempt": name, "act": act, "sender": sender, **letter})
        said.append(end(name, fate))
    return parse_journal(lines(*said))


PLANS: dict[str, tuple[str, Act, list[tuple[str, str, str, str]], str]] = {
    "nothing is known": ("smtp", "live", [], "hand over"),
    "it was put off": ("smtp", "live", [("smtp", NOW, "live", "deferred")], "hand over"),
    "she has it": ("smtp", "live", [("smtp", NOW, "live", "sent")], "is there"),
    "nobody knows": ("smtp", "live", [("smtp", NOW, "live", "unknown")], "unknown"),
    "refused for good": ("smtp", "live", [("smtp", NOW, "live", "refused")], "refused"),
    "she has an earlier version": (
        "smtp",
        "live",
        [("smtp", OLD, "live", "sent")],
        "changed",
    ),
    "nobody knows of an earlier version": (
        *("smtp", "live"),
        [("smtp", OLD, "live", "unknown")],
        "unknown",
    ),
    "an earlier version was put off": (
        *("smtp", "live"),
        [("smtp", OLD, "live", "deferred")],
        "hand over",
    ),
    "it lies in the folder": (
        *("folder", "draft"),
        [("folder", NOW, "draft", "drafted")],
        "is there",
    ),
    "an earlier version lies in the folder": (
        *("folder", "draft"),
        [("folder", OLD, "draft", "drafted")],
        "hand over",
    ),
    "it lay in the folder, and goes by a server": (
        *("smtp", "live"),
        [("folder", NOW, "draft", "drafted")],
        "hand over",
    ),
    "it went out by another way": (
        *("smtp", "live"),
        [("listmonk", NOW, "live", "sent")],
        "elsewhere",
    ),
    "it may have gone out by another way": (
        *("listmonk", "draft"),
        [("smtp", OLD, "live", "unknown")],
        "elsewhere",
    ),
    "a service has the draft": (
        *("listmonk", "draft"),
        [("listmonk", NOW, "draft", "drafted")],
        "is there",
    ),
    "a service has the draft, and it is to go out": (
        *("listmonk", "live"),
        [("listmonk", NOW, "draft", "drafted")],
        "hand over",
    ),
    "a service has an earlier draft": (
        *("listmonk", "draft"),
        [("listmonk", OLD, "draft", "drafted")],
        "hand over",
    ),
    "a service may have the draft, and is asked": (
        *("listmonk", "draft"),
        [("listmonk", NOW, "draft", "unknown")],
        "hand over",
    ),
    "a service may have sent it, and is asked": (
        *("listmonk", "live"),
        [("listmonk", NOW, "live", "unknown")],
        "hand over",
    ),
    "a service sent an earlier version": (
        *("listmonk", "live"),
        [("listmonk", OLD, "live", "sent")],
        "changed",
    ),
}


@pytest.mark.parametrize(
    ("sender", "act", "known", "step"), PLANS.values(), ids=PLANS.keys()
)
def test_what_is_done_with_a_letter(sender, act, known, step):
    people = [ANNA] if sender in ("smtp", "folder") else [None]

    planned = plan(MAILING, people, journal_of(*known), sender=sender, act=act)

    assert [task.step for task in planned.tasks] == [step]


def test_another_issue_changes_nothing():
    other = parse_journal(
        lines(
            {"attempt": "a", "issue": "zzzz", "content": NOW, "to": ANNA.token},
            end("a", "sent"),
        )
    )

    assert plan(MAILING, [ANNA], other, sender="smtp", act="live").due


def test_a_plan_is_written_for_people():
    known = journal_of(("smtp", NOW, "live", "sent"))
    mailing = _mailing("Eleven at a table for eight")

    planned = plan(mailing, [ANNA, a_recipient(2)], known, sender="smtp", act="live")

    assert [*write_plan(planned)] == [
        "The Table, № 12: Eleven at a table for eight",
        "content c0ffee, by smtp, to readers",
        "  1 letter to hand over",
        "  1 letter handed over before",
        f"plan {planned.mark}",
    ]


def _mailing(subject: str) -> Mailing:
    class Titled:
        issue, content = MAILING.issue, MAILING.content
        options = MAILING.options
        sheet = type("Sheet", (), {"number": 12, "subject": subject})

    return cast(Mailing, Titled())


def test_the_mark_of_a_plan_tells_it_from_others():
    both = [ANNA, a_recipient(2)]
    plans = [
        plan(MAILING, both, Journal(), sender="smtp", act="live"),
        plan(MAILING, [ANNA], Journal(), sender="smtp", act="live"),
        plan(MAILING, both, Journal(), sender="folder", act="draft"),
    ]

    assert len({each.mark for each in plans}) == 3
    assert plan(MAILING, both[::-1], Journal(), sender="smtp", act="live").mark == (
        plans[0].mark
    )


def test_a_person_decides_about_a_changed_issue():
    known = journal_of(("smtp", OLD, "live", "sent"))
    planned = plan(MAILING, [ANNA, a_recipient(2)], known, sender="smtp", act="live")

    assert [*explain_stuck(planned, rest=False)] == [
        "1 letter handed over before it was changed\n"
        "    fix: send a correction with --correction, or add --rest: who has it keeps it"
    ]
    assert [*explain_stuck(planned, rest=True)] == []
    assert [task.recipient for task in planned.due] == [a_recipient(2)]


# doing it


@dataclass
class Scripted(Sender):
    """Answers as it is told, and remembers whom it was asked about."""

    answers: Sequence[Delivery | BaseException]
    waits: tuple[float, ...] = ()
    asked: list[int] = field(default_factory=list)

    id = "smtp"
    name = "The mail server"

    def check(self, mailing: Mailing) -> Iterator[str]:
        yield from ()

    def send(
        self, mailing: Mailing, recipient: Recipient | None, *, act: Act, remote: str
    ) -> Delivery:
        assert recipient is not None
        answer = self.answers[len(self.asked) % len(self.answers)]
        self.asked.append(recipient.line)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def test(self, mailing: Mailing, to: Mailbox, *, remote: str) -> str:
        return ""


def push(sender: Sender, path, readers: int, slept: list[float] | None = None):
    people = [a_recipient(number) for number in range(readers)]
    with open_journal(path / "outbox.jsonl") as (journal, writer):
        planned = plan(MAILING, people, journal, sender="smtp", act="live")
        sleep = (slept if slept is not None else []).append
        return Postbox(sender, writer, sleep=sleep).push(planned)


def fates(path) -> list[str]:
    journal = parse_journal((path / "outbox.jsonl").read_bytes())
    return [fate for _, fate in journal.list_issue(MAILING.issue)]


SENT, LATER = Delivery("sent"), Delivery("deferred", "451 4.7.1")
UNKNOWN = Delivery("unknown", "no answer at end", is_down=True)


def test_a_second_push_hands_over_nothing(tmp_path):
    first, second = Scripted([SENT]), Scripted([SENT])

    push(first, tmp_path, 3)
    counted = push(second, tmp_path, 3)

    assert (first.asked, second.asked, counted) == ([0, 1, 2], [], {})


def test_what_is_put_off_is_tried_again_after_a_while(tmp_path):
    sender = Scripted([LATER, SENT, SENT], waits=(30, 120))
    slept: list[float] = []

    counted = push(sender, tmp_path, 2, slept)

    assert sender.asked == [0, 1, 0]
    assert slept == [0, 0, 30]
    assert counted == {"sent": 2}


def test_a_server_that_serves_nobody_is_not_waited_for(tmp_path):
    down = Delivery("deferred", "no answer at connect", is_down=True)
    slept: list[float] = []

    with pytest.raises(PostroomError, match="fails again and again"):
        push(Scripted([down], waits=(30, 120)), tmp_path, 1, slept)

    assert slept == [0]


def test_what_is_unknown_is_never_tried_again(tmp_path):
    sender = Scripted([UNKNOWN, SENT], waits=(30, 120))

    push(sender, tmp_path, 2)
    push(sender, tmp_path, 2)

    assert sender.asked == [0, 1]
    assert fates(tmp_path) == ["unknown", "sent"]


STOPS = {
    "a server that is down": (
        Delivery("deferred", "no answer at connect", is_down=True),
        3,
        "fails again and again (no answer at connect)",
    ),
    "a server that falls silent": (UNKNOWN, 3, "fails again and again"),
    "a server that wants none of it": (
        Delivery("refused", "554 5.7.1"),
        10,
        "refused 10 letters in a row (554 5.7.1)",
    ),
}


@pytest.mark.parametrize(("outcome", "times", "told"), STOPS.values(), ids=STOPS.keys())
def test_a_server_is_left_alone_when_it_is_no_use(outcome, times, told, tmp_path):
    sender = Scripted([outcome])

    with pytest.raises(PostroomError) as caught:
        push(sender, tmp_path, 40)

    assert told in str(caught.value)
    assert len(sender.asked) == times
    assert fates(tmp_path) == [outcome.fate] * times


RAISED = {
    "nothing came of it": (PostroomError("no\n    fix: yes"), "nothing"),
    "nobody knows": (UnsureError("perhaps\n    fix: look"), "unknown"),
    "stopped by a person": (KeyboardInterrupt(), "unknown"),
}


@pytest.mark.parametrize(("error", "fate"), RAISED.values(), ids=RAISED.keys())
def test_what_stops_a_push_is_written_down(error, fate, tmp_path):
    with pytest.raises(type(error)):
        push(Scripted([error]), tmp_path, 2)

    assert fates(tmp_path) == [fate]


# recipients

KEY = OutboxKey(SecretStr("k" * 32))


def test_readers_are_known_by_a_hash_and_each_once():
    source = "# all\nAnna <anna@example.org>\n\nANNA@example.org\nben@example.org\n"

    people = parse_recipients(source, KEY)

    assert [(p.mailbox.name, p.line) for p in people] == [("Anna", 2), ("", 5)]
    assert "example" not in repr(people)
    other = OutboxKey(SecretStr("j" * 32))
    assert {p.token for p in people}.isdisjoint(
        p.token for p in parse_recipients(source, other)
    )


def test_lines_that_are_no_addresses_are_told_and_not_shown():
    with pytest.raises(PostroomError) as caught:
        parse_recipients("anna@example.org\nanna(at)example.org\nb@c@d\n", KEY)

    assert str(caught.value).count("the line is private, and not shown") == 2
    assert "anna" not in str(caught.value)


def test_letters_are_told_apart_by_all_they_are():
    assert Letter("a", "b", "c", "d") != Letter("a", "b", "c", "e")


def test_nobody_to_write_to_is_told():
    planned = plan(_mailing("Hello"), [], Journal(), sender="smtp", act="live")

    assert "  nobody would get it" in [*write_plan(planned)]


# keys and lists


def test_a_key_is_made_once_and_only_where_nobody_was_hashed(tmp_path):
    made = find_key(tmp_path, {}, is_new=True)

    assert find_key(tmp_path, {}, is_new=False).mark == made.mark
    assert (tmp_path / "outbox.key").stat().st_mode & 0o077 == 0
    (tmp_path / "outbox.key").unlink()
    with pytest.raises(PostroomError, match="without it nobody knows who has what"):
        find_key(tmp_path, {}, is_new=False)


def test_a_machine_that_forgets_makes_no_key(tmp_path):
    with pytest.raises(PostroomError, match="or set POSTROOM_OUTBOX_KEY"):
        find_key(tmp_path, {"CI": "true"}, is_new=True)

    assert not (tmp_path / "outbox.key").exists()


def test_a_key_of_the_environment_goes_before_the_file(tmp_path):
    key = find_key(tmp_path, {"POSTROOM_OUTBOX_KEY": "k" * 32}, is_new=False)

    assert key.mark == KEY.mark
    assert not (tmp_path / "outbox.key").exists()


def test_a_short_key_is_no_key(tmp_path):
    with pytest.raises(PostroomError, match="has to have 32"):
        find_key(tmp_path, {"POSTROOM_OUTBOX_KEY": "short"}, is_new=True)
    (tmp_path / "outbox.key").write_text("short", "utf-8")
    with pytest.raises(PostroomError, match=r"outbox\.key: it has only 5"):
        find_key(tmp_path, {}, is_new=True)


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(PostroomError, match="no such file"):
        read_recipients(tmp_path / "readers.txt", KEY)
    (tmp_path / "readers.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(PostroomError, match="it is not utf-8"):
        read_recipients(tmp_path / "readers.txt", KEY)


def test_a_secret_that_git_has_or_nobody_has_is_told(tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    place = tmp_path / "secret"

    with pytest.raises(PostroomError, match="there is no file that can be read"):
        read_secret("A", {"A_FILE": str(place)})
    place.write_text("s", "utf-8")
    with pytest.raises(PostroomError, match="Git does not ignore the file"):
        read_secret("A", {"A_FILE": str(place)})
