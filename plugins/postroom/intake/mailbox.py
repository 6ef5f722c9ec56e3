"""Mail, one message or many, becomes submissions without the addresses of its senders."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from postroom.errors import Place, Problem
from postroom.intake.mailtext import MailText, read_mailtext
from postroom.intake.names import find_kind
from postroom.intake.plain import strip_tags
from postroom.intake.submission import Submission
from postroom.model.kinds import KINDS, Kind
from postroom.model.text import clean_line

_FROM = re.compile(
    rb"(?:\A|\n\r?\n)From [^\n]{0,200}?\d\d:\d\d(?::\d\d)?[^\n]{0,12} \d{4}[^\n]{0,20}\n"
    rb"(?=>?[A-Za-z][\w-]{0,76}:)"
)
"""The line above a message in a mailbox: it has a time and a year, and headers follow.

"From Monday to Friday" within a message has neither; not every program marks it by ">".
"""

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_PREFIX = re.compile(
    r"\s*(?:re|fwd?|fw|aw|wg|sv|vs|tr|rv|antw|odp)\s*(?:\[\d+\])?:\s*", re.I
)
_KIND = re.compile(r"\s*(?:\[([^\]]{1,30})\]\s*:?|([^:]{1,30}):)\s*(.*)", re.S)
_MAX_SUBJECT = 1_000
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the standard library lets through, its own assertions too, for mail that nobody
should send.
"""


def read_messages(source: bytes, *, now: datetime) -> list[Submission | Problem]:
    """Read one message (.eml) or many (mbox); each is a submission, or a problem.

    Args:
        source: The file.
        now: The day of messages that have none, or one that is still to come.

    Source:
        RFC 5322; RFC 4155 for mailboxes.
    """
    return [
        _read_source(message, number, now)
        for number, message in enumerate(_split(source), start=1)
    ]


def _split(source: bytes) -> Iterator[bytes]:
    """Take a mailbox apart at its `From ` lines; anything else is one message."""
    starts = [*_FROM.finditer(source)]
    if not starts or starts[0].start():
        yield source
        return
    ends = [found.start() for found in starts[1:]] + [len(source)]
    for found, end in zip(starts, ends, strict=True):
        yield _QUOTED_FROM.sub(rb"\1", source[found.end() : end])


def _read_source(source: bytes, number: int, now: datetime) -> Submission | Problem:
    try:
        message = message_from_bytes(source, policy=policy.default)
        if not isinstance(message, EmailMessage):
            raise TypeError("the policy makes no such message")
        return _read_message(message, source, now)
    except _UNREADABLE:
        what, fix = "the message cannot be read", "save it again, as .eml or .mbox"
        return Problem(Place("mail", 0, f"message {number}"), what, fix)


def _read_message(message: EmailMessage, source: bytes, now: datetime) -> Submission:
    subject = clean_line(_header(message, "subject")[:_MAX_SUBJECT])
    named, title = _split_subject(subject)
    text = _text_of(message)
    has_address = "https://" in text or "http://" in text
    kind = named or KINDS["link" if has_address else "news"]
    mail_text = read_mailtext(text, kind)
    kind = mail_text.kind or kind
    return Submission(
        kind=kind.name,
        answers=_answers(kind, title, _name_of(message, subject), mail_text),
        source=f"mail#{_key(message, source)}",
        submitted=_day_of(message, now),
        consent=mail_text.consent,
        mail_is_public=mail_text.mail_is_public,
    )


def _header(message: EmailMessage, name: str) -> str:
    value = message.get(name)
    return "" if value is None else str(value)


def _split_subject(subject: str) -> tuple[Kind | None, str]:
    """Take `Re:`, and the kind, off a subject."""
    while found := _PREFIX.match(subject):
        subject = subject[found.end() :]
    tagged = _KIND.fullmatch(subject)
    kind = find_kind(tagged[1] or tagged[2]) if tagged else None
    return (kind, tagged[3].strip()) if tagged and kind else (None, subject.strip())


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text: str = part.get_content()
    if part.get_content_subtype() == "html":
        return strip_tags(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return re.sub(r"(?<!^--) \n(?!>)", " ", text.replace("\r\n", "\n"), flags=re.M)
    return text


def _answers(kind: Kind, title: str, name: str, mail_text: MailText) -> dict[str, str]:
    """Put together what the subject, the sender's name and the text say."""
    answers = {"title": title, "by": name, "text": mail_text.text} | dict(mail_text.answers)
    return {key: answer for key, answer in answers.items() if answer}


def _name_of(message: EmailMessage, subject: str) -> str:
    """The sender's name; whoever passes a message on did not write it."""
    if re.match(r"\s*(?:fwd?|fw|wg|tr|rv)\s*:", subject, re.I):
        return ""
    header = message.get("from")
    people = getattr(header, "addresses", ())
    name = clean_line(people[0].display_name) if people else ""
    return "" if "@" in name else name


def _day_of(message: EmailMessage, now: datetime) -> date:
    sent = getattr(message.get("date"), "datetime", None)
    return min(sent.date(), now.date()) if sent else now.date()


def _key(message: EmailMessage, source: bytes) -> str:
    """The same message, read again, is the same submission."""
    seed = _header(message, "message-id").strip().encode(errors="replace") or source
    return hashlib.sha256(seed).hexdigest()[:12]
