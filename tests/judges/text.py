"""Plain text inside a feed: no markup, escaped once, and in RSS by hex references."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from .common import Findings, finding
from .vocabulary import KNOWN

_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)>")
_ENTITY = re.compile(r"&(\w+)")
_ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);")
_SPECIAL = re.compile("[&<>]")
_NOT_HEX = re.compile(r"&(?:amp|lt|gt|#38|#60|#62);|<!\[CDATA\[|>")


def check_plain(
    place: str, value: str, *, source: str = "", rule: str = "ContainsHTML"
) -> Findings:
    """A title or summary is no HTML and was not escaped before it got here.

    ``source`` is the text as the file has it: a hex reference there says that an
    entity-like word is meant as it stands. ``rule`` names the breach for the format.
    """
    tags = [tag for tag in _END_TAG.findall(value) if tag.lower() in KNOWN]
    if tags:
        yield finding(rule, place, f"holds the tag </{tags[0]}>")
    elif match := _ESCAPED.search(value):
        yield finding("DoubleEscaped", place, f"readers see {match[0]!r}")
    elif "&#x" not in source and (name := _entity(value)):
        yield finding(rule, place, f"holds the entity &{name};")


def _entity(value: str) -> str | None:
    names = (name for name in _ENTITY.findall(value) if name in name2codepoint)
    return next(names, None)


def check_hex(place: str, value: str, source: str) -> Findings:
    """RSS profile: ``& < >`` of plain text are the references &#x26; &#x3C; &#x3E;."""
    if _SPECIAL.search(value) and (match := _NOT_HEX.search(source)):
        yield finding(
            "CharacterData", place, f"has {match[0]!r} instead of a hex reference"
        )


def check_rss_text(place: str, value: str, source: str) -> Findings:
    """Plain text of RSS, where nothing but a hex reference says that it is plain."""
    found = list(check_plain(place, value, source=source))
    yield from found or check_hex(place, value, source)
