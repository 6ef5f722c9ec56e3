"""Mail, one message or many, becomes submissions without the addresses of its senders."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import IO

from postroom.errors import Problem
from postroom.intake.message import MAX_BYTES, READ, refuse_message
from postroom.intake.submission import Submission
from postroom.toolbox.apart import Helper, HelperError, HelperFullError, HelperSlowError

_FROM = re.compile(rb"From [^\n]{0,200}?\d\d:\d\d(?::\d\d)?[^\n]{0,12} \d{4}[^\n]{0,20}\n")
_HEADER = re.compile(rb">?[A-Za-z][\w-]{0,76}:")
"""The line above a message in a mailbox: it has a time and a year, and headers follow.

"From Monday to Friday" within a message has neither; not every program marks it by ">".
"""

_WHOLE_FROM = re.compile(
    rb"From [^\s]{1,200} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[A-Z][a-z]{2} +\d{1,2} +"
    rb"\d\d:\d\d(?::\d\d)?(?: +[A-Z+-][A-Z\d]{1,5})? +\d{4}(?: +[+-]\d{4})?\s*\n"
)
"""The same line, word for word: nobody means anything else by it, whatever follows."""

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_BLANK = re.compile(rb"\r?\n\r?\n\Z")
_CHUNK = 64 * 1024
"""Bytes that are read at once of a line that does not end."""

_SECONDS = 30
"""Until a message's reader is ended on a busy machine; by its own clock it is sooner."""

CPU_SECONDS = 2
MEMORY = 200 * 1024 * 1024
"""Bytes; a message of the allowed size needs some 130 MB, interpreter and all."""

Reader = Callable[[bytes, int], Submission | Problem]
"""Reads one message, given its number in the mailbox."""


@dataclass(frozen=True)
class RawMessage:
    """A message as it lies in a mailbox; of one that is too large, the beginning."""

    number: int
    source: bytes
    is_cut: bool = False


def read_messages(mailbox: IO[bytes], *, read: Reader) -> Iterator[Submission | Problem]:
    """Read one message (.eml) or many (mbox); each is a submission, or a problem.

    A mailbox of any size is held one message at a time.

    Args:
        mailbox: The file.
        read: What reads a message: `MessageReader`.

    Source:
        RFC 4155 for mailboxes.
    """
    for message in split_mailbox(mailbox):
        if message.is_cut:
            what = f"has more than {MAX_BYTES:,} bytes"
            fix = "ask for one without what is attached to it"
            yield refuse_message(message.source, message.number, what, fix)
        else:
            yield read(message.source, message.number)


def split_mailbox(mailbox: IO[bytes]) -> Iterator[RawMessage]:
    """Take a mailbox apart at its `From ` lines; anything else is one message."""
    number, kept = 1, _Kept()
    is_mailbox = is_start = False
    above = b"\n"
    for at, (line, below) in enumerate(pairwise(_read_lines(mailbox))):
        is_start = above in (b"\n", b"\r\n") and _is_start(line, below)
        is_mailbox |= is_start and at == 0
        if is_start and is_mailbox:
            if at:
                yield kept.end(number, is_last=False, is_mailbox=True)
                number, kept = number + 1, _Kept()
        else:
            kept.add(line)
        above = line
    yield kept.end(number, is_last=True, is_mailbox=is_mailbox)


def _is_start(line: bytes, below: bytes) -> bool:
    if not line.startswith(b"From "):
        return False
    is_likely = _FROM.fullmatch(line) and _HEADER.match(below)
    return bool(is_likely or _WHOLE_FROM.fullmatch(line))


def _read_lines(file: IO[bytes]) -> Iterator[bytes]:
    """Read lines, in pieces where they are long; nothing follows the last one."""
    yield file.readline(_CHUNK).removeprefix(BOM_UTF8)
    while line := file.readline(_CHUNK):
        yield line
    yield b""


class _Kept:
    """The source of one message, no more of it than may be held."""

    def __init__(self) -> None:
        self._source = bytearray()
        self._size = 0

    def add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size <= MAX_BYTES + 2:  # an empty line may end it
            self._source += line

    def end(self, number: int, *, is_last: bool, is_mailbox: bool) -> RawMessage:
        """Put the message together, without what a mailbox puts around it and into it."""
        source = bytes(self._source)
        if self._size > MAX_BYTES + 2:
            return RawMessage(number, source[:_CHUNK], is_cut=True)
        if not is_last:
            source = _BLANK.sub(b"", source)
        source = _QUOTED_FROM.sub(rb"\1", source) if is_mailbox else source
        return RawMessage(number, source)


class MessageReader:
    """Reads messages in a process of its own: none of them can harm another.

    A message that takes too much time or memory is refused; the next is read by a new
    process.
    """

    def __init__(self, now: datetime) -> None:
        """Take the day of messages that have none, or one that is still to come."""
        self._helper = Helper("postroom.intake", now.isoformat())

    def __enter__(self) -> "MessageReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._helper.end()

    def __call__(self, source: bytes, number: int) -> Submission | Problem:
        """Read one message, given its number in the mailbox."""
        try:
            question = number.to_bytes(8, "big") + source
            return READ.validate_json(self._helper.ask(question, seconds=_SECONDS))
        except HelperSlowError:
            what = f"takes more than {CPU_SECONDS} seconds to read"
        except HelperFullError:
            what = f"takes more than {MEMORY >> 20} MB of memory to read"
        except (HelperError, ValueError):
            what = "cannot be read"
        return refuse_message(source, number, what, "ask for a plain, short one")
