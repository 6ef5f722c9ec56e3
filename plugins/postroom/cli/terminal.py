"""A terminal that has no letter for something shows what stands for it, and goes on."""

import codecs
import io
import sys
from contextlib import suppress
from functools import cache
from unicodedata import normalize

_NAME = "postroom.plain"
_ASCII = "postroom_ascii"
_PLAIN = {
    "№": "No.", "→": "->", "←": "<-", "▶": ">", "…": "...", "“": '"', "”": '"', "„": '"',
    "‘": "'", "’": "'", "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "×": "x",
    "·": "-", "•": "*", "✓": "ok", "✔": "ok", "☑": "[x]", "☐": "[ ]", "€": "EUR",
    "\u00a0": " ", "\u202f": " ", "─": "-", "│": "|", "█": "#", "ß": "ss", "æ": "ae",
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "Æ": "AE",
}  # fmt: skip
"""What is written for what an old terminal has no letter for."""


def _write_plain(error: UnicodeError) -> tuple[str, int]:
    """Write a replacement for letters that cannot be shown."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = map(_plain, error.object[error.start : error.end])
    return "".join(written), error.end


def _plain(letter: str) -> str:
    known = _PLAIN.get(letter)
    base = known or "".join(c for c in normalize("NFKD", letter) if c.isascii())
    return base or "?"


def let_terminals_show() -> None:
    """Let all that is printed show on a terminal, or in a pipe, of whatever encoding."""
    _register()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            encoding = _ASCII if is_ascii else stream.encoding
            with suppress(ValueError):  # it is closed, or is written to already
                stream.reconfigure(encoding=encoding, errors=_NAME)


@cache
def _register() -> None:
    """Make what is written plainly known, once."""
    codecs.register_error(_NAME, _write_plain)
    codecs.register(_find_ascii)


def _find_ascii(name: str) -> codecs.CodecInfo | None:
    """Give ASCII under a name of ours: what is called so, click takes for a mistake."""
    if name != _ASCII:
        return None
    found = codecs.lookup("ascii")
    return codecs.CodecInfo(
        found.encode,
        found.decode,
        streamreader=found.streamreader,
        streamwriter=found.streamwriter,
        incrementalencoder=found.incrementalencoder,
        incrementaldecoder=found.incrementaldecoder,
        name=_ASCII,
    )
