"""A letter becomes a draft that a mail program opens: looked over and sent by a person.

It has no Date: that is the moment of sending, which only the mail program knows, and
without it the same letter is the same bytes on every day.
"""

import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from postroom.mail.addressbook import Mailbox
from postroom.mail.headers import POLICY, mailbox
from postroom.model.text import clean_line


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes
    media_type: str
    """Such as `text/html`; texts are UTF-8."""


@dataclass(frozen=True)
class Letter:
    """One message to one person."""

    subject: str
    text: str
    sender: Mailbox | None = None
    """None leaves the line to the mail program."""

    recipient: Mailbox | None = None
    """None leaves the line to whoever sends it."""

    enclosures: tuple[Enclosure, ...] = ()


def compose_letter(letter: Letter, *, domain: str) -> bytes:
    """Compose the file of a letter; Outlook opens it as a draft.

    Args:
        letter: What it says.
        domain: Who mints the Message-ID, which follows from what the letter says.

    Source:
        RFC 5322, 3.6; RFC 7763 (text/markdown). X-Unsent is a header of Outlook's own.
    """
    seal = _seal(letter)
    message = EmailMessage(policy=POLICY)
    if letter.sender:
        message["From"] = _write_mailbox(letter.sender)
    if letter.recipient:
        message["To"] = _write_mailbox(letter.recipient)
    message["Subject"] = clean_line(letter.subject)
    message["Message-ID"] = f"<letter.{seal}@{domain}>"
    message["X-Unsent"] = "1"
    message.set_content(letter.text, cte="quoted-printable")
    for enclosure in letter.enclosures:
        kind, _, subtype = enclosure.media_type.partition("/")
        message.add_attachment(
            enclosure.content,
            kind,
            subtype,
            filename=clean_line(enclosure.name),
            params={"charset": "utf-8"} if kind == "text" else None,
        )
    if letter.enclosures:
        message.set_boundary(f"=_{seal}")
    return message.as_bytes()


def _seal(letter: Letter) -> str:
    """What stands for all that a letter says, whoever gets it."""
    digest = hashlib.sha256("\0".join((letter.subject, letter.text)).encode())
    for enclosure in letter.enclosures:
        digest.update(f"\0{enclosure.name}\0{len(enclosure.content)}\0".encode())
        digest.update(enclosure.content)
    return digest.hexdigest()[:24]


def _write_mailbox(person: Mailbox) -> Address:
    return mailbox(clean_line(person.name), person.address)
