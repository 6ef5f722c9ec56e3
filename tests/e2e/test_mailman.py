"""An issue goes to a real Mailman list of three members: `make mailserver`."""

from __future__ import annotations

import email.policy
import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from tests.unit.mailing import AUTHORITY, BASE, TEMPLATES, a_whole_sheet, some_options

from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import open_journal
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import OutboxKey, Recipient
from postroom.outbox.senders.smtp import SmtpSender
from postroom.outbox.sending import Postbox, plan
from postroom.web.smtp import Relay, SmtpSession

MASTER = Path("/usr/lib/mailman3/bin/master")  # where Debian has it
pytestmark = [
    pytest.mark.mailserver,
    pytest.mark.skipif(not MASTER.exists(), reason="Mailman 3 is not installed"),
]
KEY = OutboxKey(SecretStr("k" * 32))
LIST, SENDER = "list@lists.example", "table@longtable.example.org"
MEMBERS = (SENDER, "anna@x.example", "ben@x.example")
NEEDED = ("in", "lmtp", "out", "pipeline", "retry", "virgin")
IDLE = ("archive", "bounces", "command", "digest", "nntp", "rest", "task")
CONFIG = f"""
[mailman]
layout: here
site_owner: owner@lists.example
[paths.here]
var_dir: {{folder}}/var
bin_dir: {MASTER.parent}
pid_file: {{folder}}/master.pid
[mta]
incoming: mailman.mta.null.NullMTA
lmtp_host: 127.0.0.1
lmtp_port: {{lmtp}}
smtp_host: 127.0.0.1
smtp_port: {{smtp}}
[database]
url: sqlite:///{{folder}}/mailman.db
""" + "".join(f"[runner.{name}]\nstart: no\n" for name in IDLE)


class Post:
    """Brings letters for the list to Mailman, and keeps what that sends to members."""

    def __init__(self, lmtp: int) -> None:
        self.lmtp = lmtp
        self.letters: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if envelope.rcpt_tos == [LIST]:
            with smtplib.LMTP("127.0.0.1", self.lmtp) as mailman:
                mailman.sendmail(envelope.mail_from, [LIST], envelope.original_content)
        else:
            content = envelope.original_content
            self.letters += [(to, content) for to in envelope.rcpt_tos]
        return "250 2.0.0 OK"

    @property
    def issues(self) -> list[tuple[str, bytes]]:
        """What members got of us: Mailman welcomes them, too."""
        return [
            (to, text)
            for to, text in self.letters
            if b"From: Ines Okafor" in text.partition(b"\r\n\r\n")[0]
        ]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def is_listening(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


@contextmanager
def a_list(*members: str) -> Iterator[tuple[Post, int]]:
    """Run Mailman with one list; give what members get, and the port for letters to it."""
    lmtp, smtp = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="postroom-list-") as made:
        folder, config = Path(made), Path(made) / "mailman.cfg"
        config.write_text(CONFIG.format(folder=folder, lmtp=lmtp, smtp=smtp), "utf-8")
        (folder / "members").write_text("\n".join(members) + "\n", "utf-8")
        mailman = [shutil.which("mailman") or "mailman", "-C", str(config)]
        mailman[1:1] = ["--run-as-root"] if os.geteuid() == 0 else []
        for command in (["create", LIST], ["addmembers", f"{folder}/members", LIST]):
            subprocess.run([*mailman, *command], check=True, capture_output=True)
        post = Post(lmtp)
        controller = Controller(post, hostname="127.0.0.1", port=smtp)
        controller.start()
        master = subprocess.Popen([MASTER, "-C", config], stdout=subprocess.DEVNULL)
        try:
            wait_for(lambda: is_listening(lmtp))
            yield post, smtp
        finally:
            master.terminate()
            master.wait(30)
            controller.stop()


def push(port: int, path: Path) -> Mailing:
    options = some_options()
    mailing = Mailing("list1234", a_whole_sheet(), options, TEMPLATES, AUTHORITY, BASE)
    relay = Relay("127.0.0.1", port, seconds=20, end_seconds=60)
    sender = SmtpSender(SmtpSession(relay), is_list=True)
    reader = Recipient(Mailbox("", LIST), KEY.token_of(LIST))
    with open_journal(path, KEY.mark) as (journal, writer):
        planned = plan(mailing, [reader], journal, sender="smtp", act="live")
        Postbox(sender, writer).push(planned)
    return mailing


def test_every_member_of_a_list_gets_the_issue_once(tmp_path):
    with a_list(*MEMBERS) as (post, port):
        mailing = push(port, tmp_path / "o.jsonl")
        push(port, tmp_path / "o.jsonl")
        wait_for(lambda: len(post.issues) >= len(MEMBERS))
        time.sleep(1)

    assert sorted(to for to, _ in post.issues) == sorted(MEMBERS)
    said = message_from_bytes(post.issues[0][1], policy=email.policy.default)
    meant = message_from_bytes(
        mailing.message_for_list(Mailbox("", LIST)), policy=email.policy.default
    )
    for kind in ("plain", "html"):
        ours, theirs = meant.get_body((kind,)), said.get_body((kind,))
        assert theirs.get_content() == ours.get_content()
    assert said.get_all("List-Id") == ["<list.lists.example>"]
    assert said["List-Unsubscribe"] == "<mailto:list-leave@lists.example>"


def test_a_letter_that_is_held_waits_for_a_moderator(tmp_path):
    with a_list("anna@x.example") as (post, port):
        push(port, tmp_path / "o.jsonl")
        wait_for(lambda: SENDER in [to for to, _ in post.letters])

    [notice] = [text for to, text in post.letters if to == SENDER]
    assert b"awaits moderator approval" in notice

    assert post.issues == []
