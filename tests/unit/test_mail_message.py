"""The message: right headers, right parts, the same bytes every time and everywhere."""

import email
import email.policy
import re
import smtplib
import socket

import pytest
from aiosmtpd.controller import Controller
from tests.unit.mailing import (
    AUTHORITY,
    BASE,
    TEMPLATES,
    a_far_sheet,
    a_sheet,
    a_whole_sheet,
    some_options,
)

from postroom.errors import ContentError
from postroom.mail.headers import POLICY, list_headers
from postroom.mail.issue import compose_plain
from postroom.mail.message import compose_message
from postroom.model.address import ascii_address
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Sheet

LITERAL = rb"(?im)^(?:List-(?!Id)[a-z-]+|Archived-At|Message-ID):.*(?:\r\n[ \t].*)*"


def composed(sheet: Sheet, options: NewsletterOptions | None = None) -> bytes:
    options = options or some_options()
    return compose_message(
        sheet,
        options,
        mail=compose_plain(sheet, options, TEMPLATES),
        authority=AUTHORITY,
        base=BASE,
    )


def read(message: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(message, policy=email.policy.default)


def head_of(message: bytes) -> bytes:
    return message.partition(b"\r\n\r\n")[0]


def test_a_whole_issue(golden):
    golden("mail/whole.eml", composed(a_whole_sheet()).replace(b"\r\n", b"\n"))


def test_an_issue_in_arabic_that_holds_japanese(golden):
    golden("mail/far.eml", composed(a_far_sheet()).replace(b"\r\n", b"\n"))


def test_the_same_issue_has_the_same_bytes():
    assert composed(a_whole_sheet()) == composed(a_whole_sheet())


def test_another_text_has_another_message_id():
    ids = {read(composed(a_sheet(letter=f"<p>{n}</p>")))["Message-ID"] for n in range(3)}

    assert len(ids) == 3
    assert all(
        re.fullmatch(r"<newsletter-12\.[0-9a-f]{24}@longtable\.example\.org>", one)
        for one in ids
    )


def test_the_plain_part_comes_first_and_both_say_utf_8():
    message = read(composed(a_whole_sheet()))
    parts = list(message.iter_parts())

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    for part in parts:
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "quoted-printable"


def test_both_parts_arrive_as_they_were():
    sheet = a_far_sheet()
    mail = compose_plain(sheet, some_options(), TEMPLATES)
    message = read(composed(sheet))

    for kind, part in (("plain", mail.text), ("html", mail.html)):
        content = message.get_body((kind,)).get_content().replace("\r\n", "\n")
        assert content.rstrip() == part.rstrip()


def test_headers_that_must_stand_once_do():
    message = read(composed(a_sheet()))

    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
        assert len(message.get_all(name)) == 1, name
    assert message["From"] == "Ines Okafor <table@longtable.example.org>"
    assert message["Date"] == "Tue, 08 Dec 2026 07:00:00 +0000"
    for name in ("Bcc", "Received", "Return-Path", "X-Mailer", "Precedence"):
        assert message[name] is None


def test_a_subject_in_any_script_survives():
    message = composed(
        a_sheet(subject="Café 東京, ‘eleven’ people at a table for eight 🪑")
    )

    assert read(message)["Subject"] == "Café 東京, ‘eleven’ people at a table for eight 🪑"
    assert head_of(message).isascii()


@pytest.mark.parametrize("length", [90, 200, 900])
def test_long_addresses_stay_literal(length: int):
    url = "https://longtable.example.org/" + "newsletter/" * 90
    url = url[: length - 1] + "/"
    options = some_options(mail={"unsubscribe": url, "one_click": True})

    message = composed(a_sheet(url=url, home_url=url), options)

    for name in (b"List-Unsubscribe", b"List-Archive", b"Archived-At"):
        assert b"\r\n" + name + b": <" + url.encode() + b">\r\n" in message
    assert [h for h in re.findall(LITERAL, head_of(message)) if b"=?" in h] == []


def test_no_line_is_longer_than_mail_allows():
    for line in composed(a_far_sheet()).split(b"\r\n"):
        assert len(line) <= 78 or line.startswith((b"List-", b"Archived-At"))


def test_addresses_are_written_in_ascii():
    message = composed(a_sheet(url="https://tösch.example/número/12/?a=b c"))

    assert b"Archived-At: <https://xn--tsch-5qa.example/n%C3%BAmero/12/?a=b%20c>" in message


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/%C3%A9?b=c#d", "https://a.example/%C3%A9?b=c#d"),
        ("https://[broken/é", "https://[broken/%C3%A9"),
        (f"https://{'é' * 70}.example/", f"https://{'%C3%A9' * 70}.example/"),
    ],
)
def test_ascii_address(url: str, expected: str):
    assert ascii_address(url) == expected


ONE_CLICK = {
    "an https address that takes it": ("https://u.example/", True, True),
    "an https address that does not": ("https://u.example/", False, False),
    "a letter": ("mailto:u@example.org", True, False),
    "nothing set": ("", True, False),
}


@pytest.mark.parametrize(
    ("unsubscribe", "one_click", "expected"), ONE_CLICK.values(), ids=ONE_CLICK
)
def test_one_click_is_promised_only_where_it_is_true(unsubscribe, one_click, expected):
    options = some_options(mail={"unsubscribe": unsubscribe, "one_click": one_click})

    head = head_of(composed(a_sheet(), options))

    promised = b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    assert promised is expected
    assert head.count(b"\r\nList-Unsubscribe: <") == 1


LIST_IDS = {
    "as set": ({"list_id": "t.example.org"}, "A Table", "A Table <t.example.org>"),
    "from folder and site": (
        {"list_id": ""},
        "A Table",
        "A Table <newsletter.longtable.example.org>",
    ),
    "without a name in letters of its own": (
        {"list_id": "t.example.org"},
        "مائدة",
        "<t.example.org>",
    ),
    "without a name that closes the bracket": (
        {"list_id": "t.example.org"},
        "A <b> table",
        "<t.example.org>",
    ),
}


@pytest.mark.parametrize(("mail", "title", "expected"), LIST_IDS.values(), ids=LIST_IDS)
def test_list_id(mail, title, expected):
    message = composed(a_sheet(), some_options(title=title, mail=mail))

    assert f"\r\nList-Id: {expected}\r\n".encode() in message


def test_headers_promise_nothing_that_is_not_there():
    options = some_options(mail={"address": ""})

    headers = dict(list_headers(a_sheet(home_url=""), options, base=BASE))

    assert list(headers) == ["List-Id", "Archived-At"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_no_title_adds_a_header(end: str):
    with pytest.raises(ValueError, match=r"linefeed|carriage return|newline"):
        composed(a_sheet(subject=f"A{end}Bcc: all@example.org"))


@pytest.mark.parametrize(
    "url", ["https://a.example/\r\nBcc: b@c.example", "https://a b>,<x:y"]
)
def test_no_address_adds_a_header(url: str):
    head = head_of(composed(a_sheet(url=url)))

    assert b"\r\nBcc:" not in head
    assert b"<x:y" not in head


def test_what_is_no_list_of_addresses_is_refused():
    message = email.message.EmailMessage(policy=POLICY)
    message["List-Archive"] = "over there"

    with pytest.raises(ValueError, match="List-Archive: not a list of <URI>"):
        message.as_bytes()


def test_several_addresses_are_folded_between_them():
    message = email.message.EmailMessage(policy=POLICY)
    message["List-Unsubscribe"] = "<https://u.example/>, <mailto:u@example.org>"

    assert message.as_bytes() == (
        b"List-Unsubscribe: <https://u.example/>,\r\n <mailto:u@example.org>\r\n\r\n"
    )


@pytest.mark.parametrize("address", ["", "a,b@example.org", "tåble@example.org"])
def test_without_a_sender_there_is_no_message(address: str):
    options = some_options(mail={"address": address})

    with pytest.raises(ContentError, match="has no address that mail can come from"):
        composed(a_sheet(), options)


def test_a_domain_in_any_script_is_written_as_servers_know_it():
    message = composed(a_sheet(), some_options(mail={"address": "briefe@bücher.example"}))

    assert read(message)["From"].addresses[0].addr_spec == "briefe@xn--bcher-kva.example"
    assert head_of(message).isascii()


def test_the_mailbox_of_subscriptions_sends_if_no_other_does():
    service = {"name": "mailto", "mail": "post@example.org"}
    options = some_options(mail={"address": "", "sender": None}, service=service)

    message = composed(a_sheet(), options)

    assert b"From: The Tuesday Table <post@example.org>\r\n" in message
    assert b"List-Unsubscribe: <mailto:post@example.org?subject=unsubscribe>" in message


class Mailbox:
    """Keeps the bytes of what was sent to it."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.received.append(envelope.content)
        return "250 OK"


def test_a_server_receives_the_same_bytes():
    mailbox = Mailbox()
    sent = [composed(a_whole_sheet()), composed(a_far_sheet())]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, decode_data=False)
    controller.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            for message in sent:
                connection.sendmail("a@example.org", ["b@example.org"], message)
    finally:
        controller.stop()

    assert mailbox.received == sent
