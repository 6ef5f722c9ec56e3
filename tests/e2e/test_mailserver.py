"""An issue goes through a real mail server into a real mailbox: `make mailserver`."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.fakes.mail import PASSWORD, USER, make_certificate
from tests.unit.mailing import (
    AUTHORITY,
    BASE,
    TEMPLATES,
    a_far_sheet,
    a_sheet,
    a_whole_sheet,
    some_options,
)

from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import open_journal, read_journal
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import OutboxKey, Recipient
from postroom.outbox.senders.smtp import SmtpSender
from postroom.outbox.sending import Postbox, plan
from postroom.web.smtp import Relay, SmtpSession

EXIM = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.mailserver,
    pytest.mark.skipif(EXIM is None, reason="Exim is not installed"),
]
KEY = OutboxKey(SecretStr("k" * 32))
CONFIG = """
primary_hostname = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/exim.pid
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
keep_environment =
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
message_size_limit = 200K
smtp_accept_max = 5
acl_smtp_rcpt = recipient

begin acl
recipient:
  deny !authenticated = *
       message = 5.7.1 say who you are
  deny local_parts = nobody
       message = 5.1.1 there is no such mailbox
  defer local_parts = grey
        condition = ${{if !exists{{{folder}/known}}}}
        message = 4.7.1 come back later
  accept

begin routers
local:
  driver = accept
  local_parts = anna : ben : grey : list
  transport = maildir

begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = {folder}/mail/$local_part_data
  create_directory
  user = {user}
  group = {group}

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{name}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
  server_advertise_condition = ${{if def:tls_in_cipher}}
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that a mail server may write into, whoever runs the tests."""
    with tempfile.TemporaryDirectory(prefix="postroom-mail-") as made:
        path = Path(made)
        make_certificate(path)
        if os.geteuid() == 0:  # Exim delivers nothing as root
            path.chmod(0o755)
            for each in (path, *path.iterdir()):
                shutil.chown(each, "nobody", "nogroup")
        yield path


@pytest.fixture(scope="module")
def relay(folder: Path) -> Iterator[Relay]:
    """A real Exim on this machine, with its own folders: STARTTLS, a password, a limit."""
    is_root = os.geteuid() == 0
    user, group = ("nobody", "nogroup") if is_root else (getpass.getuser(),) * 2
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = folder / "exim.conf"
    given = {"folder": folder, "user": user, "group": group, "port": port}
    text = CONFIG.format(**given, name=USER, password=PASSWORD)
    config.write_text(text, encoding="utf-8")
    as_whom = {"user": user, "group": group, "extra_groups": []} if is_root else {}
    assert EXIM is not None
    with subprocess.Popen([EXIM, "-C", str(config), "-bdf"], **as_whom) as process:
        try:
            wait_for(lambda: is_listening(port))
            yield Relay(
                "localhost",
                port,
                user=SecretStr(USER),
                password=SecretStr(PASSWORD),
                seconds=20,
                end_seconds=20,
                context=partial(
                    ssl.create_default_context, cafile=str(folder / "cert.pem")
                ),
            )
        finally:
            process.terminate()


def is_listening(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


def wait_for(is_so) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def letters_of(folder: Path, name: str) -> list[bytes]:
    """What lies in a mailbox, without what the server put on top."""
    box = folder / "mail" / name / "new"
    found = [path.read_bytes() for path in sorted(box.iterdir())] if box.exists() else []
    return [text[text.index(b"From: Ines") :] for text in found]


def a_mailing(issue: str, sheet=None, **values) -> Mailing:
    options = some_options(**values)
    return Mailing(issue, sheet or a_sheet(), options, TEMPLATES, AUTHORITY, BASE)


def a_reader(name: str) -> Recipient:
    address = f"{name}@localhost"
    return Recipient(Mailbox("", address), KEY.token_of(address), 1)


@contextmanager
def a_postbox(relay: Relay, path: Path, mailing: Mailing, *names: str, sleep=None):
    sender = SmtpSender(SmtpSession(relay), is_list=names == ("list",), waits=(1.0,))
    with open_journal(path, KEY.mark) as (journal, writer):
        readers = [a_reader(name) for name in names]
        planned = plan(mailing, readers, journal, sender="smtp", act="live")
        yield Postbox(sender, writer, sleep=sleep or (lambda _: None)), planned


SHEETS = {"english": a_whole_sheet, "arabic": a_far_sheet}


@pytest.mark.parametrize("name", SHEETS)
def test_an_issue_is_read_back_byte_for_byte(name, relay, folder, tmp_path):
    mailing = a_mailing(f"{name}1", SHEETS[name]())
    before = letters_of(folder, "anna")

    for _ in range(2):
        with a_postbox(relay, tmp_path / "o.jsonl", mailing, "anna") as (postbox, planned):
            postbox.push(planned)

    wait_for(lambda: len(letters_of(folder, "anna")) > len(before))
    anna = a_reader("anna")
    sent = mailing.message(anna.mailbox, anna.short).replace(b"\r\n", b"\n")
    after = letters_of(folder, "anna")  # a server names its files as it likes
    assert [letter for letter in after if letter not in before] == [sent]
    assert len(after) == len(before) + 1


def test_who_is_greylisted_gets_it_when_tried_again(relay, folder, tmp_path):
    def rest(seconds: float) -> None:
        if seconds:
            (folder / "known").touch()

    mailing, path = a_mailing("grey1"), tmp_path / "o.jsonl"
    with a_postbox(relay, path, mailing, "grey", "ben", sleep=rest) as (postbox, planned):
        fates = postbox.push(planned)

    assert fates == {"sent": 2}
    wait_for(lambda: len(letters_of(folder, "grey")) == 1)


def test_who_is_not_there_is_refused_and_written_down(relay, folder, tmp_path):
    path = tmp_path / "o.jsonl"
    with a_postbox(relay, path, a_mailing("gone1"), "nobody") as (postbox, planned):
        fates = postbox.push(planned)

    [attempt] = read_journal(path).attempts
    assert fates == {"refused": 1}
    assert attempt.note == "550 5.1.1: there is no such mailbox"


def test_a_mail_that_is_too_large_is_told_before_it_is_sent(relay):
    large = a_mailing("large1", a_sheet(letter="<p>" + "a long letter, " * 20_000))

    [told] = SmtpSender(SmtpSession(relay)).check(large)

    assert told.startswith("The mail server takes 204800 bytes, and the mail has ")


def test_a_mailing_list_gets_one_without_a_name_for_lists(relay, folder, tmp_path):
    path = tmp_path / "o.jsonl"
    with a_postbox(relay, path, a_mailing("list1"), "list") as (postbox, planned):
        postbox.push(planned)

    wait_for(lambda: len(letters_of(folder, "list")) == 1)
    assert b"\nList-" not in letters_of(folder, "list")[0].partition(b"\n\n")[0]
