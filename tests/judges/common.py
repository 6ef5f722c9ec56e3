"""What every judge shares: how a finding reads, and the syntax of small values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

Findings = Iterator[str]

BOM = b"\xef\xbb\xbf"
MAX_BYTES = 512 * 1024
MAX_ARCHIVE_BYTES = 5_000_000

_BAD = re.compile("[^\t\n\r\x20-\x7f\xa0-\ud7ff\ue000-\ufffc\U00010000-\U0010ffff]")
_MOJIBAKE = re.compile("[\xc2\xc3][\x80-\xbf]")
_URL = re.compile(r"https?://[\w.-]+(:\d+)?([/?#][\w;/?:@&=+$.\-!~*'()%,#\[\]]*)?", re.A)
_TAG = re.compile(
    r"tag:(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
    r",(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r":[\w\-.~%!$&'()*+,;=:@/?]*(?:#[\w\-.~%!$&'()*+,;=:@/?]*)?",
    re.A,
)
_WORD = r'[^\s()<>,;:\\"/\[\]?=]+'
_MIME = re.compile(rf"{_WORD}/{_WORD}(\s*;\s*{_WORD}=[^;]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[\w.+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+", re.A)


def finding(rule: str, place: str, what: str) -> str:
    """One finding as a line: the broken rule, where, and what is wrong there."""
    return f"{rule}: {place}: {what}"


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def is_url(value: str) -> bool:
    """Whether the value is an absolute http(s) address in ASCII."""
    return bool(_URL.fullmatch(value))


def is_mime(value: str) -> bool:
    """Whether the value is a media type, with or without parameters."""
    return bool(_MIME.fullmatch(value))


def is_email(value: str) -> bool:
    """Whether the value is a bare e-mail address."""
    return bool(_EMAIL.fullmatch(value))


def check_url(place: str, value: str) -> Findings:
    """An address must be absolute."""
    if not is_url(value):
        yield finding("InvalidFullLink", place, f"{value!r} is no absolute http(s) address")


def check_language(place: str, value: str) -> Findings:
    """A language must be a tag as in BCP 47."""
    if not _LANGUAGE.fullmatch(value):
        yield finding("InvalidLanguage", place, f"{value!r} is no language tag")


def check_filled(place: str, value: str | None) -> Findings:
    """A text must hold more than white space."""
    if not (value or "").strip():
        yield finding("NotBlank", place, "is empty")


def check_tag(place: str, value: str) -> Findings:
    """An id must be a tag URI, RFC 4151: independent of the address."""
    if not value.startswith("tag:"):
        yield finding("IdNotTag", place, f"{value!r} is no tag URI")
    elif not _is_tag(value):
        yield finding("InvalidTAG", place, f"{value!r} breaks the syntax of RFC 4151")


def _is_tag(value: str) -> bool:
    match = _TAG.fullmatch(value)
    return match is not None and _is_date(match["date"])


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def check_characters(place: str, text: str) -> Findings:
    """A text holds no control character, no replacement character, no lone surrogate."""
    if bad := _BAD.search(text):
        yield finding("BadCharacters", place, f"holds U+{ord(bad[0]):04X}")


def check_decoding(place: str, text: str) -> Findings:
    """A text is not UTF-8 that someone read as Latin-1."""
    if _MOJIBAKE.search(text) and _decodes_again(text):
        yield finding("BadCharacters", place, f"{text[:40]!r} is UTF-8 read as Latin-1")


def _decodes_again(text: str) -> bool:
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def check_bytes(document: bytes) -> Findings:
    """A file is UTF-8 without a byte order mark, and not too large to be fetched."""
    if document.startswith(BOM):
        yield finding("ByteOrderMark", "file", "starts with a byte order mark")
    try:
        document.decode("utf-8")
    except UnicodeDecodeError as error:
        yield finding("UnicodeError", "file", f"is not UTF-8 at byte {error.start}")
    limit = MAX_ARCHIVE_BYTES if b"<fh:archive" in document else MAX_BYTES
    if len(document) > limit:
        yield finding("TooLarge", "file", f"has {len(document)} bytes, more than {limit}")
