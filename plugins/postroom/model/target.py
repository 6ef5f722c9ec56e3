"""Where a link leads, whether anybody should follow it, and what its words claim."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, unquote, urlsplit

from postroom.model.netblocks import is_public, parse_host

MAIL = re.compile(r"[\w.!#$'*+/=^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
"""A mailbox as a `mailto:` may name it: nothing in it begins a header or a second one."""

_PUBLIC = "write the address of a page that anybody can open"
_VISIBLE = "write it again by hand: it holds what nobody can see"
_ONE_MAILBOX = "write mailto: and one e-mail address, and nothing behind it"

_SIMPLE = re.compile(r"https?://((?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,})(?:[/?#][!#-;=?-~]*)?")
"""An address about which there is nothing to find out but whose it is."""

_WEB = re.compile("https?://", re.I)
_MAILTO = re.compile("mailto:", re.I)
_HEADERS = frozenset({"subject", "body"})
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_NOBODYS = frozenset(
    "alt corp domain home host internal intranet invalid lan local localdomain localhost"
    " private test home.arpa lvh.me localtest.me nip.io sslip.io xip.io".split()
)
"""Names that no resolver of the public internet answers, or only with a machine that is
not public: RFC 6761, 6762, 8375, 9476; ICANN's `internal`; well-known wildcards."""

_DOTS = str.maketrans(
    dict.fromkeys("\u0701\u0702\u2024\u2027\u3002\ua4f8\ua60e\uff0e\uff61", ".")
)
"""What browsers take for a full stop, or people do."""


def refuse(address: str) -> tuple[str, str] | None:
    """Say what can only deceive in an address, and the fix; None if it leads somewhere.

    What is wrong with its scheme alone is not looked at.

    Source:
        WHATWG URL Standard, 3.5 and 4.4: how browsers read hosts; RFC 6068 (mailto).
    """
    if simple := _SIMPLE.fullmatch(address):
        return _refuse_name(simple[1])
    if any(unicodedata.category(character) in _UNSEEN for character in address):
        return "an address with characters that nobody can see", _VISIBLE
    if _MAILTO.match(address):
        return _refuse_mail(address.partition(":")[2])
    return _refuse_web(address) if _WEB.match(address) else None


def _refuse_web(address: str) -> tuple[str, str] | None:
    authority = re.split("[/?#]", address.partition("://")[2], maxsplit=1)[0]
    if "\\" in authority:
        return "an address whose host programs read in two ways", _PUBLIC
    if "@" in authority:
        what = f"an address that pretends to be elsewhere; it leads to {host_of(address)}"
        return what, "write it without what stands before its host"
    try:
        host = _fold(unquote(urlsplit(address).hostname or "")).removesuffix(".")
    except ValueError:
        return "an address whose host makes no sense", _PUBLIC
    return _refuse_host(host)


def _refuse_mail(address: str) -> tuple[str, str] | None:
    mailbox, _, query = address.partition("?")
    if not unquote(address).isprintable():
        return "a mailto: with lines of its own", _ONE_MAILBOX
    if not MAIL.fullmatch(unquote(mailbox)):
        return "a mailto: that names no one mailbox", _ONE_MAILBOX
    headers = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    others = [name for name in headers if name.casefold() not in _HEADERS]
    if others:
        return f"a mailto: that sets the header {others[0][:40]!r}", _ONE_MAILBOX
    return None


def _refuse_host(host: str) -> tuple[str, str] | None:
    try:
        machine = parse_host(host)
    except ValueError:
        return _nobodys(host), _PUBLIC
    if machine is not None:
        return None if is_public(machine) else (_nobodys(host), _PUBLIC)
    if not _is_name(host):
        return "an address whose host makes no sense", _PUBLIC
    return _refuse_name(host)


def _refuse_name(host: str) -> tuple[str, str] | None:
    labels = host.split(".")
    endings = {".".join(labels[-count:]) for count in (1, 2)}
    return (_nobodys(host), _PUBLIC) if len(labels) == 1 or endings & _NOBODYS else None


def _nobodys(host: str) -> str:
    return f"a link to {host}, which is nobody's site"


def _fold(text: str) -> str:
    """Write what looks the same in one way, as browsers do with hosts."""
    return unicodedata.normalize("NFKC", text.translate(_DOTS)).translate(_DOTS).lower()


def _is_name(host: str) -> bool:
    return all(
        label
        and len(label) <= 63  # noqa: PLR2004 - RFC 1035, 2.3.4
        and all(c in "-_" or unicodedata.category(c)[0] in "LMN" for c in label)
        for label in host.split(".")
    )


def host_of(address: str) -> str:
    """The host that an address leads to, or the mailbox; empty if it has none."""
    if _MAILTO.match(address):
        return unquote(address.partition(":")[2].partition("?")[0])
    try:
        parts = urlsplit(address.replace("\\", "/"))
        return _fold(unquote(parts.hostname or "")).strip(".").removeprefix("www.")
    except ValueError:
        return ""


# what words claim

_WITH_SCHEME = re.compile(r"(?:\w+:)?[/\\\u2044\u2215\u29f8]{2}([^\s/\\?#]+)")
_BARE = re.compile(r"(?<![\w.@-])(?:[\w.+-]+@)?((?:[\w-]+\.)+([\w-]+))")
_FILES = frozenset(
    "css csv docx gif htm html jpeg jpg js json mp3 mp4 odt pdf png pptx svg toml ts txt"
    " xlsx xml yaml yml".split()
)
"""What ends the names of files, and no host's."""

_BYTES = 4


def real_host(words: str, address: str) -> str:
    """Say where a link leads whose words name another host; empty if they do not.

    Words may name a host that the target's is a part of, and a mailbox that is the target.
    """
    real = host_of(address)
    host = _in_ascii(real.rpartition("@")[2])
    claimed = map(_in_ascii, _find_claimed(words))
    if any(host != claim and not host.endswith(f".{claim}") for claim in claimed):
        return real
    is_other = "@" in real and "@" in words and real.casefold() not in words.casefold()
    return real if is_other else ""


def _find_claimed(words: str) -> Iterator[str]:
    """Find the hosts that words name, whatever signs they are written with."""
    shown = "".join(c for c in words if unicodedata.category(c) not in ("Cc", "Cf"))
    folded = _fold(shown)
    for found in _WITH_SCHEME.finditer(folded):
        for name in found[1].split("@"):
            yield name.partition(":")[0].strip(".,;!")
    for host, ending in _BARE.findall(folded):
        is_machine = host.replace(".", "").isdecimal() and host.count(".") == _BYTES - 1
        is_name = len(ending) > 1 and not ending.isdecimal() and ending not in _FILES
        if is_name or is_machine:
            yield host


def _in_ascii(host: str) -> str:
    try:
        return host.removeprefix("www.").encode("idna").decode()
    except UnicodeError:
        return host


_LINK = re.compile(
    r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?(?P<to>[^)\s>]*)[^)]*\)?"
    r"|<(?P<angle>(?:https?://|mailto:)[^\s>]*)>"
    r"|(?P<bare>https?://[^\s<>\")\]]+)",
    re.I,
)
_BEFORE = re.compile(r"\S*\Z")
_AFTER = re.compile(r"\S*")
_NEAR = 200


def find_links(text: str) -> Iterator[tuple[str, str]]:
    """Find the words and the target of every link in a little Markdown.

    What stands around a link without a space is read with its words: people do, too.
    """
    for found in _LINK.finditer(text):
        address = found["to"] or found["angle"] or found["bare"]
        if address:
            start, end = found.span()
            before = _BEFORE.search(text, max(0, start - _NEAR), start)
            after = _AFTER.match(text, end, end + _NEAR)
            words = found["words"] or found["angle"] or found["bare"] or ""
            around = (before[0] if before else "", words, after[0] if after else "")
            yield "".join(around), unescape(address)
