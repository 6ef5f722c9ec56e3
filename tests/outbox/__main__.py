"""`make outbox`: a thousand readers, a mail server that fails, a process that dies.

At the end every reader has exactly one message, or is told of: refused, or unknown.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import click
from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import Journal, Letter, open_journal, read_journal
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import OutboxKey, Recipient
from postroom.outbox.senders.smtp import SmtpSender
from postroom.outbox.sending import Postbox, plan
from postroom.toolbox import files
from postroom.web.smtp import Relay, SmtpSession

KEY = OutboxKey(SecretStr("0123456789abcdef" * 4))
MOMENTS = ("before", "torn", "written", "flushed")
"""When a process dies at a line of the journal: none, half, all of it, or all for sure."""


class Message:
    """An issue of a few words, in the shape that senders take."""

    issue, name, content = "abcd1234", "table-12", "c0ffee"
    options = SimpleNamespace(mailbox="table@longtable.example", title="The Table")

    def message(self, to: Mailbox | None, token: str = "") -> bytes:
        address = to.address if to else "nobody"
        head = f"From: table@longtable.example\r\nTo: {address}\r\nSubject: 12\r\n"
        return f"{head}\r\n.A dot first\r\nand a text.\r\n".encode()


MAILING = cast(Mailing, Message())


def a_recipient(number: int) -> Recipient:
    address = f"reader{number}@example.org"
    return Recipient(Mailbox("", address), KEY.token_of(address), number)


@dataclass
class Death:
    """Kills this process at the n-th line of the journal that it writes, or never."""

    nth: int
    moment: str
    full: bool = False
    """Whether the disk is full then, and stays so, instead."""

    count: int = 0
    store: Callable[[int, bytes], None] = field(default=files.store)

    def __call__(self, descriptor: int, content: bytes) -> None:
        self.count += 1
        if self.full and self.count >= self.nth:
            os.write(descriptor, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        if self.count != self.nth:
            self.store(descriptor, content)
            return
        if self.moment == "torn":
            os.write(descriptor, content[: random.randrange(1, len(content))])
        elif self.moment == "written":
            os.write(descriptor, content)
        elif self.moment == "flushed":
            self.store(descriptor, content)
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def mail_server(box: Path, rate: float, seed: int) -> Iterator[int]:
    """Run the server in a process of its own; give its port."""
    box.touch()
    command = [sys.executable, "-m", "tests.outbox.mailserver", "--box", str(box)]
    command += ["--rate", str(rate), "--seed", str(seed)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.communicate()


def push(path: Path, port: int, recipients: list[Recipient]) -> None:
    """Do what `postroom send push --live` does, once."""
    relay = Relay("127.0.0.1", port, seconds=0.3, end_seconds=0.3)
    sender = SmtpSender(SmtpSession(relay), waits=(0.0, 0.0))
    with open_journal(path, KEY.mark) as (journal, writer):
        planned = plan(MAILING, recipients, journal, sender="smtp", act="live")
        Postbox(sender, writer, sleep=lambda _: None).push(planned)


def in_child(act: Callable[[], None]) -> int:
    """Do something in a process that may die; give how it ended."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        code = 1
        with suppress(PostroomError):
            act()
            code = 0
        os._exit(code)
    return os.waitpid(child, 0)[1]


@dataclass
class Harness:
    """One run: how many readers, how many deaths, by which lot."""

    folder: Path
    readers: int
    kills: int
    rate: float
    seed: int
    figures: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.journal = self.folder / "outbox.jsonl"
        self.box = self.folder / "box.txt"
        self.recipients = [a_recipient(number) for number in range(self.readers)]
        self.dice = random.Random(self.seed)

    @property
    def delivered(self) -> Counter[str]:
        return Counter(self.box.read_text("utf-8").split())

    def run(self) -> list[str]:
        """Push until nothing is left to do; give what is wrong."""
        with mail_server(self.box, self.rate, self.seed) as port:
            for number in range(self.kills):
                self.die_once(port, number)
                if problems := self.judge():
                    return problems
            self.finish(port)
        return self.judge(is_over=True)

    def die_once(self, port: int, number: int) -> None:
        spread = max(2, 2 * self.readers // max(self.kills, 1))
        nth = 1 + number % 4 if number % 2 else self.dice.randrange(1, 2 * spread)
        moment = MOMENTS[number % len(MOMENTS)]
        death = Death(nth, moment, full=number % 10 == 9)
        seed = self.dice.random()

        def act() -> None:
            random.seed(seed)
            files.store = death
            push(self.journal, port, self.recipients)

        status = in_child(act)
        self.figures["killed"] += os.WIFSIGNALED(status)
        self.figures["stopped"] += os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1
        self.figures["runs"] += 1

    def finish(self, port: int) -> None:
        """Push as a person would: again and again, looking into mailboxes between."""
        for _ in range(60):
            self.resolve()
            in_child(lambda: push(self.journal, port, self.recipients))
            self.figures["runs"] += 1
            journal = self.read()
            planned = plan(MAILING, self.recipients, journal, sender="smtp", act="live")
            if not planned.due:
                return
        self.figures["never done"] = 1

    def read(self) -> Journal:
        return read_journal(self.journal)

    def letter(self, recipient: Recipient) -> Letter:
        return Letter(MAILING.issue, MAILING.content, recipient.token, "smtp")

    def resolve(self) -> None:
        """Look into most mailboxes of which nobody knows, and say what is there."""
        delivered = self.delivered
        with open_journal(self.journal, KEY.mark) as (journal, writer):
            for recipient in self.recipients:
                letter = self.letter(recipient)
                if journal.fate_of(letter) != "unknown" or recipient.line % 5 == 0:
                    continue  # nobody has time for all of them
                self.figures["resolved"] += 1
                came = delivered[recipient.mailbox.address] > 0
                for attempt in journal.attempts_at(letter):
                    if attempt.fate == "unknown":
                        writer.decide(attempt.id, "sent" if came else "nothing")

    def judge(self, *, is_over: bool = False) -> list[str]:
        """Compare what the journal says with what is in the mailboxes."""
        delivered, journal = self.delivered, self.read()
        problems = []
        fates: Counter[str] = Counter()
        for recipient in self.recipients:
            letter = self.letter(recipient)
            fate = journal.fate_of(letter)
            got = delivered[recipient.mailbox.address]
            fates[fate] += 1
            allowed = {"sent": (1,), "unknown": (0, 1)}.get(fate, (0,))
            if got not in allowed:
                problems.append(f"reader {recipient.line}: {fate}, and has {got}")
        if is_over:
            self.figures.update({f"at the end {fate}": n for fate, n in fates.items()})
            self.figures["doubles"] = sum(n > 1 for n in delivered.values())
            self.figures["attempts"] = len(journal.attempts)
        else:
            self.figures["unknown on the way"] = max(
                self.figures["unknown on the way"], fates["unknown"]
            )
        if "@" in self.journal.read_text("utf-8"):
            problems.append("the journal has an address in it")
        return problems


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=400)
    parser.add_argument("--rate", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given: Any = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder), given.readers, given.kills, given.rate, given.seed)
        problems = harness.run()
    click.echo(f"seed {given.seed}: {given.readers} readers, {given.kills} deaths wanted")
    for name, number in sorted(harness.figures.items()):
        click.echo(f"  {number:6} {name}")
    click.echo(f"  {time.monotonic() - began:6.1f} seconds")
    for problem in problems[:20]:
        click.echo(f"WRONG: {problem}")
    return 1 if problems or harness.figures["never done"] else 0


if __name__ == "__main__":
    sys.exit(main())
