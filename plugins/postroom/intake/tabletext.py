"""The bytes of a table become text, or the reason why they are no table."""

import codecs

from postroom.errors import Place, Problem

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a table: 100,000 rows of 600 characters."""

_OTHERS = (
    (b"PK\x03\x04", "a spreadsheet or an archive (zip)"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet of an old Excel"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "a database"),
)
"""How files begin that people take for tables of text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 2_000
"""Bytes in which every other one is NUL if they are UTF-16."""

_AGAIN = "save it again as “CSV UTF-8”"


def decode_table(content: bytes) -> str | Problem:
    """Decode a table: UTF-8, or UTF-16 as spreadsheets write it; nothing is guessed.

    An old encoding cannot be told from another: with the wrong one, names are spoiled.

    Args:
        content: The file; hostile.
    """
    if len(content) > MAX_BYTES:
        what = f"it has more than {MAX_BYTES >> 20} MB"
        return Problem(Place("csv"), what, "take it in as several tables")
    for mark, name in _OTHERS:
        if content.startswith(mark):
            what = f"this is {name}, not a table in text"
            return Problem(Place("csv"), what, f"open it, and {_AGAIN}")
    encoding = _find_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        above = content[: error.start]
        line = above.count(b"\n") or above.count(b"\r")
        name = "UTF-8" if encoding.startswith("utf-8") else encoding[:6].upper()
        what = f"this is not {name} from byte {error.start} on"
        return Problem(Place("csv", line + 1), what, _AGAIN)


def _find_encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    start = content[:_LOOKED_AT]
    even, odd = start[::2].count(0), start[1::2].count(0)
    most = len(start) // 4  # half of the characters, at least, are those of English
    if len(start) > 1 and odd > most and not even:
        return "utf-16-le"
    if len(start) > 1 and even > most and not odd:
        return "utf-16-be"
    return "utf-8"
