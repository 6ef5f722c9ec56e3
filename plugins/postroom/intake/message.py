"""One message, hostile as it may be, becomes a submission or the reason why it is none."""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from pydantic import TypeAdapter

from postroom.errors import Place, Problem
from postroom.intake.mailtext import MailText, read_mailtext
from postroom.intake.names import find_kind
from postroom.intake.plain import strip_tags
from postroom.intake.private import hide_private
from postroom.intake.submission import Envelope, Submission
from postroom.model.kinds import KINDS, Kind
from postroom.model.text import clean_line
from postroom.toolbox.wording import show

READ: TypeAdapter[Submission | Problem] = TypeAdapter(Submission | Problem)
"""Writes what a message became as JSON, and reads it."""

_PREFIX = re.compile(
    r"\s*(?:re|fwd?|fw|aw|wg|sv|vs|tr|rv|antw|odp)\s*(?:\[\d+\])?:\s*", re.I
)
_KIND = re.compile(
    r"\s*(?:\[([^\]]{1,30})\]\s*:?|([^:]{1,30}?)\s*(?::|\s[-–—](?=\s)))\s*(.*)", re.S
)
_MAX_SUBJECT = 1_000
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_MAX_ID = 500
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,400}>", re.ASCII)
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the standard library lets through, its own assertions too, for mail that nobody
should send.
"""

_HEAD = re.compile(rb"\A(?:[^\r\n]+(?:\r\n|\r|\n))*")
_FIELD = re.compile(rb"^[^\s:]{1,100}:", re.M)
_OURS = re.compile(
    rb"^(?:subject|from|date|message-id|mime-version|content-[\w-]{1,40})[ \t]*:"
    rb"(?:[^\r\n]*(?:\r\n|\r|\n)[ \t])*[^\r\n]*",
    re.I | re.M,
)
_SENDER = re.compile(rb"^from[ \t]*:(?:[^\r\n]*(?:\r\n|\r|\n)[ \t])*[^\r\n]*", re.I | re.M)
_SUBJECT = re.compile(rb"^subject[ \t]*:([^\r\n]*)", re.I | re.M)
_BOUNDARY = re.compile(rb"\bboundary[*\d]{0,8}\s*=\s*\"?([^\"\s;]{1,200})", re.I)
_CONTAINER = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.I | re.M)
_SEPARATOR = re.compile(rb"^--([^\r\n]+)", re.M)
_MAX_BOUNDARIES = 1_000

MAX_BYTES = 10 * 1024 * 1024
"""Bytes of a message: more than most mailboxes take."""

_MAX_TEXT = 2_000_000
"""Characters of the part that is read; an item has a thousandth of it."""


@dataclass(frozen=True)
class _Limit:
    """How much of something a message may have; it is measured before it is parsed."""

    most: int
    noun: str
    measure: Callable[[bytes], int]
    """Takes time in proportion to a message's length, whatever stands in it."""


def _head(source: bytes) -> bytes:
    found = _HEAD.match(source[: _MAX_HEAD + 1])
    return found[0] if found else b""


def _measure_head(source: bytes) -> int:
    """The bytes above the first empty line; what is longer than it may be is cut."""
    start = source[: _MAX_HEAD + 1]
    ends = [at for mark in (b"\n\n", b"\n\r\n", b"\r\r") if (at := start.find(mark)) >= 0]
    return min(ends, default=len(start))


def _count_parts(source: bytes) -> int:
    """Count the lines that begin a part, as far as boundaries are named."""
    names = {found[1] for found in _BOUNDARY.finditer(source)}
    if not names:
        return 0
    if len(names) > _MAX_BOUNDARIES:
        return len(names)
    return sum(found[1].rstrip() in names for found in _SEPARATOR.finditer(source))


_MAX_HEAD = 256 * 1024
_LIMITS = (
    # a mail to 3,000 people who are all named in it has some 150 KB of headers
    _Limit(_MAX_HEAD, "bytes of headers", _measure_head),
    # a long way through mailing lists and filters leaves some 150
    _Limit(1_000, "headers", lambda s: len(_FIELD.findall(_head(s)))),
    # the time that encoded words take grows with the square of their number
    _Limit(
        8_000,
        "bytes in a header",
        lambda s: max((len(found[0]) for found in _OURS.finditer(_head(s))), default=0),
    ),
    # one or two people write; comments and groups between them may be nested
    _Limit(
        50,
        "senders",
        lambda s: sum(found[0].count(b"@") for found in _SENDER.finditer(_head(s))),
    ),
    # a digest of a busy month has some 300 messages, each a part or two
    _Limit(1_000, "parts", _count_parts),
    # each may stand in the one before, and whoever walks through them goes as deep
    _Limit(
        100,
        "parts that hold others",
        lambda s: sum(1 for _ in _CONTAINER.finditer(s)),
    ),
)


def read_message(source: bytes, number: int, *, now: datetime) -> Submission | Problem:
    """Read one message.

    What it says of itself is measured first; what is too much is not parsed. It can still
    keep a parser busy: read what strangers wrote with `Helper`.

    Args:
        source: The message, without the line that a mailbox puts above it; hostile.
        number: Which one it is in its mailbox, from 1.
        now: The day of a message that has none, or one that is still to come.

    Source:
        RFC 5322.
    """
    if excess := _find_excess(source):
        return refuse_message(source, number, f"has {excess}", "ask for a plain, short one")
    try:
        message = message_from_bytes(source, policy=policy.default)
        if not isinstance(message, EmailMessage):
            raise TypeError("the policy makes no such message")
        return _read(message, source, now)
    except RecursionError:
        what = "has headers or parts that are nested too deeply"
        return refuse_message(source, number, what, "ask for a plain one")
    except _LongError as error:
        return refuse_message(source, number, f"has {error}", "ask for a plain, short one")
    except _UNREADABLE:
        fix = "save it again, as .eml or .mbox"
        return refuse_message(source, number, "cannot be read", fix)


def _find_excess(source: bytes) -> str:
    if len(source) > MAX_BYTES:
        return f"more than {MAX_BYTES:,} bytes"
    for limit in _LIMITS:
        if limit.measure(source) > limit.most:
            return f"more than {limit.most:,} {limit.noun}"
    return ""


def refuse_message(source: bytes, number: int, what: str, fix: str) -> Problem:
    """Say why a message is not taken, so that it is known which one.

    Args:
        source: The message, or its beginning; nothing in it is trusted.
        number: Which one it is in its mailbox, from 1.
        what: What is wrong with it: "has ...", "cannot be read".
        fix: What can be done.
    """
    subject = _SUBJECT.search(_head(source))
    words = clean_line(subject[1][:500].decode(errors="replace")) if subject else ""
    name = f"the message {show(hide_private(words))}" if words else "the message"
    return Problem(Place("mail", 0, f"message {number}"), f"{name} {what}", fix)


class _LongError(Exception):
    """A part is too long to be read; says how long it may be."""


def _read(message: EmailMessage, source: bytes, now: datetime) -> Submission:
    subject = clean_line(_header(message, "subject")[:_MAX_SUBJECT])
    named, title = _split_subject(subject)
    text = _text_of(message)
    has_address = "https://" in text or "http://" in text
    kind = named or KINDS["link" if has_address else "news"]
    source_name = f"mail#{_key(message, source)}"
    mail_text = read_mailtext(text, kind, is_named=named is not None, where=source_name)
    kind = mail_text.kind or kind
    return Submission(
        kind=kind.name,
        answers=_answers(kind, title, _name_of(message, subject), mail_text),
        source=source_name,
        submitted=_day_of(message, now),
        consent=mail_text.consent,
        mail_is_public=mail_text.mail_is_public,
        problems=mail_text.problems,
        envelope=_read_envelope(message, subject),
        answers_to=tuple(_list_answered(message)),
    )


def _read_envelope(message: EmailMessage, subject: str) -> Envelope | None:
    """Read to whom a letter is answered: one address, or nobody."""
    header = message.get("reply-to") or message.get("from")
    addresses = [person.addr_spec for person in getattr(header, "addresses", ())]
    if len(addresses) != 1 or not _ADDRESS.fullmatch(addresses[0]):
        return None
    key = clean_line(_header(message, "message-id"))[:_MAX_ID]
    known = key if _MESSAGE_ID.fullmatch(key) else ""
    return Envelope(addresses[0], _whole(subject), known)


def _header(message: EmailMessage, name: str) -> str:
    value = message.get(name)
    return "" if value is None else str(value)


def _split_subject(subject: str) -> tuple[Kind | None, str]:
    """Take `Re:`, and the kind, off a subject."""
    while found := _PREFIX.match(subject):
        subject = subject[found.end() :]
    if alone := find_kind(subject):
        return alone, ""
    tagged = _KIND.fullmatch(subject)
    kind = find_kind(tagged[1] or tagged[2]) if tagged else None
    return (kind, tagged[3].strip()) if tagged and kind else (None, subject.strip())


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is not None and not str(part.get_payload()).strip():
        part = message.get_body(preferencelist=("html",)) or part
    if part is None:
        return ""
    if len(str(part.get_payload())) > _MAX_TEXT:
        raise _LongError(f"more than {_MAX_TEXT:,} characters")
    text = _decode(part)
    if part.get_content_subtype() == "html":
        return strip_tags(text)
    text = _unwrap_signed(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        # a program may break within a word, and then says so (RFC 3676, 4.1)
        is_cut = str(part.get_param("delsp", "")).lower() == "yes"
        joint = "" if is_cut else " "
        return re.sub(r"(?<!^--) \n(?!>)", joint, text.replace("\r\n", "\n"), flags=re.M)
    return text


def _decode(part: MIMEPart) -> str:
    """Decode a part as mail programs show it: by what it names, where that can be true.

    Programs that name no encoding, or the smallest there was, send UTF-8 all the same;
    who names Latin 1 sends the quotation marks and the euro of Windows.

    Source:
        WHATWG Encoding Standard, "Names and labels".
    """
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise TypeError("the part has parts")
    named = _name_encoding(part.get_content_charset(""))
    names = ("utf-8", named) if named in _VAGUE else (named, "utf-8")
    for name in names:
        with suppress(UnicodeDecodeError, LookupError):
            return content.decode(name)
    return content.decode("cp1252", errors="replace")


def _name_encoding(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name if charset else "cp1252"
    except (LookupError, ValueError):
        return "cp1252"
    return _WIDER.get(name, name)


_VAGUE = frozenset({"cp1252"})
"""What stands where a program did not know what it sent."""

_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Encodings, and those in which what bears their name is written."""


def _unwrap_signed(text: str) -> str:
    """Take the text out of what OpenPGP signs within it; the signature is not looked at.

    Source:
        RFC 9580, section 7.
    """
    signed = _SIGNED.search(text)
    return re.sub(r"^- ", "", signed[1], flags=re.M) if signed else text


_SIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[\w-]+: [^\r\n]*\r?\n)*[ \t]*\r?\n"
    r"(.*?)(?:^-----BEGIN PGP SIGNATURE-----|\Z)",
    re.M | re.S,
)


def _answers(kind: Kind, title: str, name: str, mail_text: MailText) -> dict[str, str]:
    """Put together what the subject, the sender's name and the text say."""
    answers = {"title": title, "by": name, "text": mail_text.text} | dict(mail_text.answers)
    answers["text"] = _unsigned(answers["text"], name)
    return {key: _whole(answer) for key, answer in answers.items() if answer}


def _unsigned(text: str, name: str) -> str:
    """Take off a last line that is the sender's name, or how friends call them."""
    above, _, last = text.rpartition("\n")
    signed = last.strip(" ,.–-").casefold()
    names = {name.casefold(), name.partition(" ")[0].casefold()} - {""}
    return above.rstrip() if above.strip() and signed in names else text


def _whole(text: str) -> str:
    """Replace halves of characters, which cannot be written."""
    return text.encode(errors="replace").decode()


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
    return _hash(seed)


def _list_answered(message: EmailMessage) -> Iterator[str]:
    """List the letters to which this one is an answer, the last of them first.

    Source:
        RFC 5322, section 3.6.4.
    """
    named = f"{_header(message, 'references')} {_header(message, 'in-reply-to')}"
    ids = _MESSAGE_ID.findall(named[: _MAX_ID * _MAX_ANSWERED])
    for key in dict.fromkeys(reversed(ids[-_MAX_ANSWERED:])):
        yield f"mail#{_hash(key.encode())}"


_MAX_ANSWERED = 20
"""Letters before this one that are looked for."""


def _hash(seed: bytes) -> str:
    return hashlib.sha256(seed).hexdigest()[:12]
