"""How an item is written: plain words, nothing loud, nothing active, nothing private."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from postroom.errors import Place, Problem
from postroom.intake.private import check_private, hide_private
from postroom.model.address import SHORTENERS
from postroom.model.kinds import Field, Kind
from postroom.model.lookalikes import remark
from postroom.model.target import find_links, host_of, real_host, refuse
from postroom.toolbox.wording import show

_PLAIN = "write plain sentences; pictures are not shown"
_WORDS = "write it as a sentence, in small letters"
NOT_SECURE = "the address begins with http://"
"""What is noticed about an address that is not encrypted."""

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)

_SHORT = re.compile(
    rf"(?<![\w.@-])(?:www\.)?(?:{'|'.join(map(re.escape, sorted(SHORTENERS)))})/\w", re.I
)
_SCRIPT = re.compile(r"\b(?:java|vb|live)script:\S|\bdata:[\w.+-]+/[\w.+-]+[;,]", re.I)
_TEMPLATE = re.compile(
    r"\{\{|\{%|\{#|<%|\*\|[^|*\n]{1,60}\|\*|%(?![0-9A-F]{2}|[0-9a-f]{2}%)[A-Za-z_][\w.]*%"
)
_HTML = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?]")
_EVERYWHERE = (
    (_SHORT, "a shortened link", "write the address that it leads to"),
    (_SCRIPT, "an address that is a program", "link to pages that begin with https://"),
    (_TEMPLATE, "a placeholder of a mailing service", "write what it stands for"),
    (_HTML, "HTML", "write plain words, without < before a letter"),
)
"""What no answer may hold: its pattern, its name, and the fix."""

_IN_TEXT = (
    (re.compile(r"!\["), "a picture", _PLAIN),
    (re.compile(r"^ {0,3}#{1,6}\s*\S", re.M), "a heading", "begin the line with a word"),
    (
        re.compile(r"^[^\n]*\S[^\n]*\n {0,3}(?:=+|-+)[ \t]*$", re.M),
        "a line that makes a heading of the one above",
        "take the line out, or leave an empty one before it",
    ),
    (
        re.compile(r"^[ \t]*(?:\|[ \t:|-]*-[ \t:|-]*|[ \t:-]*-[ \t:-]*\|[ \t:|-]*)$", re.M),
        "a table",
        _PLAIN,
    ),
)
"""What Markdown can do and an item may not."""

_LINKS = (
    re.compile(r"\]\(\s*<?([^)\s>]*)"),
    re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*<?(\S*)", re.M),
    re.compile(r"<([A-Za-z][\w+.-]*:[^\s>]*)>"),
)
_ALLOWED = re.compile(r"https?://[^\s/]|mailto:", re.I)

_LED = (("title", "url"), ("by", "by_url"))
"""Answers that are the words of a link, and where it leads."""

_EMOJI = r"[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff]"
_TONE = r"[\ufe0f\U0001f3fb-\U0001f3ff]"
_FIGURE = rf"(?>{_EMOJI}{_TONE}*+(?:\u200d{_EMOJI}{_TONE}*+)*+)"
_EMOJI_RUN = re.compile(rf"(?:{_FIGURE}\s*){{2,}}")
_MARKS = re.compile(r"!{2,}|\?{2,}|[!?]{3,}")
_LOUD_WORD = re.compile(r"[^\W\d_]{4,}")
_LOUD_LETTERS = 10
_LOUD_WORDS = 2
_HAS_WORD = re.compile(r"[^\W_]")


def check_manners(
    kind: Kind,
    answers: Mapping[str, str],
    *,
    where: str,
    mail_is_public: bool,
    home: str = "",
) -> Iterator[Problem]:
    """Check the words of an item, whether its other values are right or not.

    Args:
        kind: The kind of the item.
        answers: Clean text by the name of its field.
        where: What problems name as their place.
        mail_is_public: Whether its sender allowed an e-mail address to be seen.
        home: The site's own host, which others may look like; empty if it has none.
    """
    for field in kind.all_fields:
        text = answers.get(field.name)
        if text and field.type in ("line", "text", "url", "reach"):
            place = Place(where, 0, field.name)
            for check in _CHECKS.get(field.type, (_check_anywhere,)):
                yield from check(place, text)
            yield from check_private(field, text, place, is_allowed=mail_is_public)
            yield from _check_letters(field, text, place, home)
    for name, target in _LED:
        words, address = answers.get(name), answers.get(target)
        if words and address:
            yield from _check_host(Place(where, 0, name), words, address)
    if title := answers.get("title"):
        yield from _check_title(Place(where, 0, "title"), title)


def words_of(kind: Kind, answer: Callable[[str], object]) -> dict[str, str]:
    """Collect the answers of an item that are words or addresses."""
    by_name = {field.name: answer(field.name) for field in kind.all_fields}
    return {name: value for name, value in by_name.items() if isinstance(value, str)}


def _check_anywhere(place: Place, text: str) -> Iterator[Problem]:
    for pattern, name, fix in _EVERYWHERE:
        if found := pattern.search(text):
            yield _refuse(place, name, text, found, fix)


def _check_text(place: Place, text: str) -> Iterator[Problem]:
    """Check Markdown; code that is only quoted does no harm."""
    quoted = _CODE.sub("`code`", text)
    yield from _check_anywhere(place, quoted)
    for pattern, name, fix in _IN_TEXT:
        if found := pattern.search(quoted):
            yield _refuse(place, name, quoted, found, fix)
    for pattern in _LINKS:
        for found in pattern.finditer(quoted):
            is_told = _SCRIPT.search(found[1])
            if not (is_told or _ALLOWED.match(unescape(found[1]))):
                what = f"a link to {show(found[1])}"
                yield Problem(place, what, "write links that begin with https://")
    for linked, address in find_links(quoted):
        yield from _check_target(place, linked, address)


def _check_target(place: Place, words: str, address: str) -> Iterator[Problem]:
    """Refuse a link that can only deceive; tell what readers will see of others."""
    if fault := refuse(address):
        yield Problem(place, *fault)
    else:
        yield from _check_host(place, words, address)


def _check_host(place: Place, words: str, address: str) -> Iterator[Problem]:
    if real := real_host(words, address):
        what = f"{show(words)} leads to {real}, and readers see that behind it"
        yield Problem(place, what, "name where the link leads", is_fatal=False)


def _check_letters(field: Field, text: str, place: Place, home: str) -> Iterator[Problem]:
    """Tell of hosts that look like another one."""
    is_address = field.type in ("url", "reach")
    addresses = [text] if is_address else [to for _, to in find_links(text)]
    hosts = (host_of(address).rpartition("@")[2] for address in addresses)
    for odd in dict.fromkeys(filter(None, (remark(host, home) for host in hosts))):
        fix = "look whether this is the site that is meant"
        yield Problem(place, odd, fix, is_fatal=False)


def _check_url(place: Place, url: str) -> Iterator[Problem]:
    yield from _check_anywhere(place, url)
    if url.startswith("http:"):
        fix = "if the page answers at https:// as well, write that"
        yield Problem(place, NOT_SECURE, fix, is_fatal=False)


_CHECKS: dict[str, tuple[Callable[[Place, str], Iterator[Problem]], ...]] = {
    "text": (_check_text,),
    "url": (_check_url,),
    "reach": (_check_url,),
}


def _refuse(place: Place, name: str, text: str, found: re.Match[str], fix: str) -> Problem:
    shown = hide_private(text[found.start() :])[: len(found[0]) + 30]
    return Problem(place, f"{name}: {show(' '.join(shown.split()))}", fix)


def _check_title(place: Place, title: str) -> Iterator[Problem]:
    letters = [c for c in title if c.lower() != c.upper()]
    is_loud = len(letters) >= _LOUD_LETTERS and all(c.isupper() for c in letters)
    if is_loud and len(_LOUD_WORD.findall(title)) >= _LOUD_WORDS:
        yield Problem(place, f"capitals only: {show(title)}", _WORDS)
    if found := _MARKS.search(title):
        yield Problem(place, f"got {show(found[0])}", "one mark, or none, is enough")
    if found := _EMOJI_RUN.search(title):
        yield Problem(place, f"several emoji: {show(found[0])}", "write words")
    if not _HAS_WORD.search(title):
        yield Problem(place, f"got {show(title)}", "write a title with words in it")
