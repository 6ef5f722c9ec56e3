"""A message to an editor becomes a draft that a mail program opens, looked over and sent
by a person.

It has no Date: that is the moment of sending, which only the mail program knows, and
without it the same message is the same bytes on every day.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from postroom.mail.addressbook import Mailbox
from postroom.mail.headers import POLICY, mailbox
from postroom.model.text import clean_line


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a message."""

    name: str
    content: bytes
    media_type: str
    """Such as `text/html`; texts are UTF-8."""


@dataclass(frozen=True)
class EditorMessage:
    """One message to one person."""

    subject: str
    text: str
    sender: Mailbox | None = None
    """None leaves the line to the mail program."""

    recipient: Mailbox | None = None
    """None leaves the line to whoever sends it."""

    enclosures: tuple[Enclosure, ...] = ()


def compose_draft(
    message: EditorMessage, *, domain: str, sent: datetime | None = None
) -> bytes:
    """Compose the file of a message; Outlook opens it as a draft.

    Args:
        message: What it says.
        domain: Who mints the Message-ID, which follows from what the message says.
        sent: The moment of sending, if that is now: then it is no draft.

    Source:
        RFC 5322, 3.6; RFC 7763 (text/markdown). X-Unsent is a header of Outlook's own.
    """
    seal = _seal(message)
    email = EmailMessage(policy=POLICY)
    if message.sender:
        email["From"] = _write_mailbox(message.sender)
    if message.recipient:
        email["To"] = _write_mailbox(message.recipient)
    email["Subject"] = clean_line(message.subject)
    email["Message-ID"] = f"<letter.{seal}@{domain}>"
    if sent:
        email["Date"] = sent
    else:
        email["X-Unsent"] = "1"
    email.set_content(message.text, cte="quoted-printable")
    for enclosure in message.enclosures:
        kind, _, subtype = enclosure.media_type.partition("/")
        email.add_attachment(
            enclosure.content,
            kind,
            subtype,
            filename=clean_line(enclosure.name),
            params={"charset": "utf-8"} if kind == "text" else None,
        )
    if message.enclosures:
        email.set_boundary(f"=_{seal}")
    return email.as_bytes()


def _seal(message: EditorMessage) -> str:
    """What stands for all that a message says, whoever gets it."""
    digest = hashlib.sha256("\0".join((message.subject, message.text)).encode())
    for enclosure in message.enclosures:
        digest.update(f"\0{enclosure.name}\0{len(enclosure.content)}\0".encode())
        digest.update(enclosure.content)
    return digest.hexdigest()[:24]


def _write_mailbox(person: Mailbox) -> Address:
    return mailbox(clean_line(person.name), person.address)
