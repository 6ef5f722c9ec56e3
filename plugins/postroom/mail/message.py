"""An issue becomes a message: the same issue, the same bytes."""

import hashlib
from collections.abc import Iterator
from email.headerregistry import Address, Group
from email.message import EmailMessage

from postroom.errors import ContentError, Place, Problem
from postroom.mail.headers import POLICY, explain_address, list_headers, mailbox
from postroom.mail.issue import IssueMail
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Sheet
from postroom.model.text import slugify


def compose_message(  # noqa: PLR0913 - each says something else of it
    sheet: Sheet,
    options: NewsletterOptions,
    *,
    mail: IssueMail,
    authority: str,
    base: str,
    to: Address | None = None,
    is_for_list: bool = False,
    is_draft: bool = False,
) -> bytes:
    """Compose the message as it goes over the wire.

    Args:
        sheet: The issue.
        options: Whose name and addresses the headers say.
        mail: Its parts, with nothing left for a template engine.
        authority: The start of the site's tag URIs; its domain mints the Message-ID.
        base: The address of the site.
        to: Who gets it; without it whoever sends it fills that in.
        is_for_list: Whether that is a mailing list, which says itself what it is called,
            and how to leave it.
        is_draft: Whether a mail program opens it to send it: then it has no Date, which is
            the moment of sending, and goes to the newsletter's own address unless somebody
            says to whom. The same issue is the same bytes on every day.

    Raises:
        ContentError: Nobody said which address the mail comes from.

    Source:
        RFC 5322, RFC 2046, 5.1.4: the plainest part first.
    """
    digest = hashlib.sha256("\0".join((mail.subject, mail.text, mail.html)).encode())
    seal = digest.hexdigest()[:24]
    message = EmailMessage(policy=POLICY)
    sender = _sender(options)
    message["From"] = sender
    readers = sender if is_draft else Group(f"Readers of {options.title}")
    message["To"] = to or readers
    message["Subject"] = mail.subject
    if is_draft:
        message["X-Unsent"] = "1"
    else:
        message["Date"] = sheet.date
    message["Message-ID"] = f"<{_name(sheet, options)}.{seal}@{_domain(authority)}>"
    for name, value in list_headers(sheet, options, base=base):
        if not (is_for_list and name.startswith("List-")):
            message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{seal}")
    return message.as_bytes()


def _sender(options: NewsletterOptions) -> Address:
    address = options.mailbox
    try:
        return mailbox(options.mail.sender or options.title, address)
    except ValueError:
        raise ContentError(_no_sender(options, address)) from None


def _no_sender(options: NewsletterOptions, address: str) -> Iterator[Problem]:
    why = explain_address(address) if address else ""
    yield Problem(
        Place("mkdocs.yml", key="newsletters.mail.address"),
        f"{options.title} has no address that mail can come from: {address!r}"
        + (f", for {why}" if why else ""),
        "set `address` below `mail`, such as `table@example.org`",
    )


def _name(sheet: Sheet, options: NewsletterOptions) -> str:
    plain = slugify(options.id).encode("ascii", "ignore").decode()
    return f"{plain.strip('-') or 'newsletter'}-{sheet.number}"


def _domain(authority: str) -> str:
    """The domain of `tag:example.org,2026:`."""
    return authority.removeprefix("tag:").partition(",")[0]
