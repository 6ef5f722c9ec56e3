"""A mail server: what its answers mean, and what goes over the wire."""

from __future__ import annotations

import shutil
import socket
import ssl
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from pydantic import SecretStr
from tests.fakes.mail import PASSWORD, USER, MailServer, mail_server, make_certificate
from tests.unit.mailing import AUTHORITY, BASE, TEMPLATES, a_sheet, some_options

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient
from postroom.outbox.senders.smtp import SmtpSender, judge, stops, word
from postroom.outbox.ways import open_session
from postroom.web.smtp import Relay, SmtpAnswer, SmtpSession

MEANS = {
    "it has it": (SmtpAnswer("end", 250), "sent"),
    "it has it, in other words": (SmtpAnswer("end", 251), "sent"),
    "it never answered": (SmtpAnswer("end"), "unknown"),
    "it asked for more": (SmtpAnswer("end", 354), "unknown"),
    "its disk is full": (SmtpAnswer("end", 452), "deferred"),
    "it closes, and says so": (SmtpAnswer("end", 421), "deferred"),
    "it does not want it": (SmtpAnswer("end", 554), "refused"),
    "no such mailbox": (SmtpAnswer("rcpt", 550), "refused"),
    "greylisted": (SmtpAnswer("rcpt", 451), "deferred"),
    "the line broke before the text": (SmtpAnswer("data"), "deferred"),
    "the line broke at the recipient": (SmtpAnswer("rcpt"), "deferred"),
    "nobody is there": (SmtpAnswer("connect"), "deferred"),
    "our sender is not welcome": (SmtpAnswer("from", 550), "deferred"),
    "a wrong password": (SmtpAnswer("auth", 535), "deferred"),
}


@pytest.mark.parametrize(("answer", "fate"), MEANS.values(), ids=MEANS.keys())
def test_what_an_answer_means(answer, fate):
    assert judge(answer) == fate


STOPS = {
    "a wrong password": (SmtpAnswer("auth", 535), True),
    "our sender is not welcome": (SmtpAnswer("from", 550), True),
    "no encryption": (SmtpAnswer("tls"), True),
    "nobody is there": (SmtpAnswer("connect"), False),
    "no such mailbox": (SmtpAnswer("rcpt", 550), False),
    "a moment's rest": (SmtpAnswer("from", 451), False),
}


@pytest.mark.parametrize(("answer", "expected"), STOPS.values(), ids=STOPS.keys())
def test_what_is_no_use_for_any_other_letter(answer, expected):
    assert stops(answer) == expected


def test_an_answer_is_told_by_its_numbers():
    assert word(SmtpAnswer("rcpt", 550, "5.1.1")) == "550 5.1.1: there is no such mailbox"
    assert word(SmtpAnswer("end", 554)) == "554"
    assert word(SmtpAnswer("end")) == "no answer at end"


# over the wire

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="makes certificates")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def relay_of(server: MailServer, **values) -> Relay:
    return Relay("127.0.0.1", server.port, **{"seconds": 5, "end_seconds": 5, **values})


def a_mailing(**values) -> Mailing:
    options = some_options(**values)
    return Mailing("abcd1234", a_sheet(), options, TEMPLATES, AUTHORITY, BASE)


def a_reader(address: str) -> Recipient:
    return Recipient(Mailbox("Anna", address), "t0ken" * 6, 1)


def test_every_reader_gets_their_own_bytes(server):
    sender = SmtpSender(SmtpSession(relay_of(server)))
    mailing = a_mailing()

    with sender.opened():
        for name in ("anna", "ben"):
            reader = a_reader(f"{name}@example.org")
            sender.send(mailing, reader, act="live", remote="")

    anna = Mailbox("Anna", "anna@example.org")
    assert server.people == ["anna@example.org", "ben@example.org"]
    assert server.letters[0][1] == mailing.message(anna, "t0kent0kent0")
    assert b"\r\nTo: Anna <anna@example.org>\r\n" in server.letters[0][1]
    assert b"?subject=unsubscribe%20t0kent0kent0>\r\n" in server.letters[0][1]
    assert server.senders == ["table@longtable.example.org"] * 2


def test_a_way_out_of_ones_own_names_its_reader(server):
    mail = {"unsubscribe": "https://u.example/?who={reader}", "one_click": True}
    sender = SmtpSender(SmtpSession(relay_of(server)))

    with sender.opened():
        sender.send(a_mailing(mail=mail), a_reader("a@b.c"), act="live", remote="")

    [(_, message)] = server.letters
    assert b"List-Unsubscribe: <https://u.example/?who=t0kent0kent0>\r\n" in message
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in message
    assert b"{reader}" not in message


def test_a_mailing_list_names_itself(server):
    sender = SmtpSender(SmtpSession(relay_of(server)), is_list=True)

    with sender.opened():
        sender.send(a_mailing(), a_reader("list@example.org"), act="live", remote="")

    [(_, message)] = server.letters
    head = message.partition(b"\r\n\r\n")[0]
    assert b"\r\nList-" not in head
    assert b"\r\nArchived-At: " in head
    assert b"t0ken" not in message


def test_lines_that_begin_with_a_dot_arrive(server):
    with SmtpSession(relay_of(server)) as session:
        answer = session.deliver("a@b.c", "d@e.f", b"Subject: x\r\n\r\n.a\r\n..b\r\n.\r\nc")

    assert answer.code == 250
    assert server.letters[0][1] == b"Subject: x\r\n\r\n.a\r\n..b\r\n.\r\nc\r\n"


def test_after_a_no_the_same_connection_serves_the_next(server):
    with SmtpSession(relay_of(server)) as session:
        first = session.deliver("a@b.c", "nobody@e.f", b"x\r\n")
        second = session.deliver("a@b.c", "d@e.f", b"x\r\n")

    assert first == SmtpAnswer("rcpt", 550, "5.1.1")
    assert second.code == 250


def test_a_server_that_is_not_there_is_told():
    sender = SmtpSender(SmtpSession(Relay("127.0.0.1", 9, seconds=1)))

    [told] = sender.check(a_mailing())

    assert told == (
        "127.0.0.1:9 does not take it (no answer at connect)\n"
        "    fix: check `server` below `send`, and your connection"
    )


def test_a_mail_that_is_too_large_is_told_before():
    with mail_server(data_size_limit=2000) as server:
        [told] = SmtpSender(SmtpSession(relay_of(server))).check(a_mailing())

    assert told.startswith("The mail server takes 2000 bytes, and the mail has ")


@needs_openssl
def test_text_and_password_go_over_tls_alone(certificate):
    trusted = partial(ssl.create_default_context, cafile=str(certificate[0]))
    with mail_server(certificate) as server:
        relay = relay_of(
            server, user=SecretStr(USER), password=SecretStr(PASSWORD), context=trusted
        )
        with SmtpSession(relay) as session:
            answer = session.deliver("a@b.c", "d@e.f", b"x\r\n")

    assert (answer.code, server.is_private) == (250, True)


@needs_openssl
def test_a_certificate_that_does_not_hold_is_refused(certificate):
    with mail_server(certificate) as server:
        relay = relay_of(server, user=SecretStr(USER), password=SecretStr(PASSWORD))
        sender = SmtpSender(SmtpSession(relay))

        [told] = sender.check(a_mailing())
        with pytest.raises(PostroomError, match="a certificate that holds"):
            sender.send(a_mailing(), a_reader("a@b.c"), act="live", remote="")

    assert "127.0.0.1" in told
    assert server.letters == []


def test_a_server_elsewhere_without_encryption_is_refused(server):
    class Elsewhere(Relay):
        is_here = False

    answer = SmtpSession(Elsewhere("127.0.0.1", server.port, seconds=5)).greet()

    assert answer == SmtpAnswer("tls")


@needs_openssl
def test_a_wrong_password_is_told_and_never_shown(certificate):
    trusted = partial(ssl.create_default_context, cafile=str(certificate[0]))
    wrong = SecretStr("Wr0ng-planted-3")
    with mail_server(certificate) as server:
        relay = relay_of(server, user=SecretStr(USER), password=wrong, context=trusted)
        sender, anna = SmtpSender(SmtpSession(relay)), a_reader("a" + "@b.c")

        with pytest.raises(PostroomError) as caught:
            sender.send(a_mailing(), anna, act="live", remote="")

    shown = "".join(traceback.format_exception(caught.value)) + repr(sender)
    assert "POSTROOM_SMTP_PASSWORD" in shown
    assert wrong.get_secret_value() not in shown
    assert "a@b.c" not in shown


SERVERS = {
    "a name": ("mail.example.org", ("mail.example.org", 587, False)),
    "a port": ("mail.example.org:25", ("mail.example.org", 25, False)),
    "TLS from the start": ("mail.example.org:465", ("mail.example.org", 465, True)),
    "a number": ("[::1]:2525", ("::1", 2525, False)),
    "a number alone": ("[::1]", ("::1", 587, False)),
}


@pytest.mark.parametrize(("server", "expected"), SERVERS.values(), ids=SERVERS.keys())
def test_where_a_server_is(server, expected):
    options = some_options(send={"via": "smtp", "server": server})

    relay = open_session(options, {}).relay

    assert (relay.host, relay.port, relay.is_implicit) == expected


@pytest.mark.parametrize("server", ["https://mail.example.org", "mail:0", "mail:x"])
def test_what_is_no_server_is_told(server):
    options = some_options(send={"via": "smtp", "server": server})

    with pytest.raises(PostroomError, match="is no mail server"):
        open_session(options, {})


def test_a_test_letter_says_what_it_is(server):
    sender = SmtpSender(SmtpSession(relay_of(server)))

    sender.test(a_mailing(), Mailbox("", "me@example.org"), remote="")

    [(to, message)] = server.letters
    assert to == "me@example.org"
    assert b"\r\nSubject: [Test] Eleven people at a table for eight\r\n" in message


def test_a_letter_has_the_same_bytes_whenever_it_is_sent():
    anna = Mailbox("Anna", "anna@example.org")

    assert a_mailing().message(anna, "x") == a_mailing().message(anna, "x")
    assert a_mailing().content == a_mailing().content
    changed = replace(a_mailing(), sheet=a_sheet(subject="Twelve"))
    assert changed.content != a_mailing().content


# servers that do not go on


@contextmanager
def a_server_that_says(*replies: str) -> Iterator[int]:
    """Answer each line with the next reply, and then hang up; give the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError), listener.accept()[0] as line, line.makefile("rwb") as file:
            for number, reply in enumerate(replies):
                if number and not file.readline():
                    return
                file.write(f"{reply}\r\n".encode())
                file.flush()
            file.readline()

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


HELLO = ("220 hi", "250 hi")
ENDS = {
    "it does not greet": (("554 no",), SmtpAnswer("connect", 554)),
    "it greets and goes": (("220 hi",), SmtpAnswer("connect")),
    "it speaks no SMTP": (("220 hi", "500 what", "500 what"), SmtpAnswer("connect", 500)),
    "it speaks old SMTP, and goes": (("220 hi", "500 what", "250 hi"), SmtpAnswer("from")),
    "it goes at the sender": (HELLO, SmtpAnswer("from")),
    "it goes at the recipient": ((*HELLO, "250 ok"), SmtpAnswer("rcpt")),
    "it is tired at the recipient": (
        (*HELLO, "250 ok", "421 bye"),
        SmtpAnswer("rcpt", 421),
    ),
    "it goes at the text": ((*HELLO, "250 ok", "250 ok"), SmtpAnswer("data")),
    "it wants no text": (
        (*HELLO, "250 ok", "250 ok", "554 5.5.1 no", "250 ok"),
        SmtpAnswer("data", 554, "5.5.1"),
    ),
    "it takes the text and goes": (
        (*HELLO, "250 ok", "250 ok", "354 go"),
        SmtpAnswer("end"),
    ),
    "it refuses, and does not start anew": (
        (*HELLO, "550 5.7.1 not you"),
        SmtpAnswer("from", 550, "5.7.1"),
    ),
}


@pytest.mark.parametrize(("replies", "expected"), ENDS.values(), ids=ENDS.keys())
def test_how_far_a_message_came(replies, expected):
    with a_server_that_says(*replies) as port:
        session = SmtpSession(Relay("127.0.0.1", port, seconds=5, end_seconds=5))
        with session:
            answer = session.deliver("a@b.c", "d@e.f", b"x\r\n")

    assert answer == expected


def test_tls_from_the_start_with_a_server_that_has_none(server):
    answer = SmtpSession(relay_of(server, is_implicit=True, seconds=1)).greet()

    assert answer.stage in ("tls", "connect")


def test_a_server_that_takes_no_password_is_told(server):
    relay = relay_of(server, user=SecretStr("u"), password=SecretStr("p"))

    assert SmtpSession(relay).greet() == SmtpAnswer("auth")


def test_a_host_that_is_none_is_elsewhere():
    assert not Relay("999.1.1.1", 25).is_here
    assert Relay("::1", 25).is_here


def test_a_test_letter_that_is_refused_is_told(server):
    sender = SmtpSender(SmtpSession(relay_of(server)))

    with pytest.raises(PostroomError, match="there is no such mailbox"):
        sender.test(a_mailing(), Mailbox("", "nobody@example.org"), remote="")
