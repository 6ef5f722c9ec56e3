"""The headers of a list's mail; addresses in them stay literal.

Source:
    RFC 2369 (List-*), RFC 2919 (List-Id), RFC 5064 (Archived-At), RFC 8058 (one click).
"""

import email.policy
import re
from collections.abc import Iterator
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from postroom.model.address import ascii_address
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Sheet
from postroom.model.text import slugify

_URIS = re.compile(r"<[!-;=?-~]+>(?:,\s*<[!-;=?-~]+>)*|List-Unsubscribe=One-Click")
_PHRASE = re.compile(r"[\w .&-]+", re.ASCII)
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*", re.ASCII)
_LITERAL = ("list-unsubscribe", "list-unsubscribe-post", "list-archive", "archived-at")


class UriListHeader(UnstructuredHeader):
    """A header that lists addresses: never encoded, folded only after a comma.

    The standard library writes one of more than about 75 characters as an encoded word,
    which mail programs do not read as an address.
    """

    name: str

    def fold(self, *, policy: email.policy.Policy) -> str:
        """Write the header as lines."""
        value = str(self)
        if not _URIS.fullmatch(value):
            raise ValueError(f"{self.name}: not a list of <URI>: {value!r}")
        uris = re.split(r",\s*(?=<)", value)
        return f"{self.name}: " + f",{policy.linesep} ".join(uris) + policy.linesep


def _make_policy() -> "email.policy.EmailPolicy[EmailMessage]":
    registry: Any = HeaderRegistry()
    for name in _LITERAL:
        registry.map_to_type(name, UriListHeader)
    return email.policy.SMTP.clone(header_factory=registry)


POLICY = _make_policy()
"""CRLF, lines of 78, and addresses as they are."""


def unsubscribe_address(options: NewsletterOptions, reader: str = "") -> str:
    """Where a reader stops the mail: the address set, else a letter to the sender.

    Args:
        options: The newsletter's settings; `{reader}` in the address is the reader.
        reader: What stands for one reader; empty in a mail that many get.
    """
    if options.mail.unsubscribe or not options.mailbox:
        return options.mail.unsubscribe.replace("{reader}", reader)
    who = f"%20{reader}" if reader else ""
    return f"mailto:{options.mailbox}?subject=unsubscribe{who}"


def for_reader(options: NewsletterOptions, reader: str) -> NewsletterOptions:
    """Let the mail of a newsletter lead to one reader's own way out."""
    mail = {"unsubscribe": unsubscribe_address(options, reader)}
    return options.model_copy(update={"mail": options.mail.model_copy(update=mail)})


def list_headers(
    sheet: Sheet, options: NewsletterOptions, *, base: str
) -> Iterator[tuple[str, str]]:
    """What makes mail programs see a list: its name, its archive, the way out."""
    yield "List-Id", _list_id(options, base)
    address = unsubscribe_address(options)
    if address:
        yield "List-Unsubscribe", f"<{ascii_address(address)}>"
    if options.mail.one_click and address.startswith("https:"):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    if sheet.home_url:
        yield "List-Archive", f"<{ascii_address(sheet.home_url)}>"
    yield "Archived-At", f"<{ascii_address(sheet.url)}>"


def _list_id(options: NewsletterOptions, base: str) -> str:
    """A name in plain letters is the safest; any other is left out."""
    host = urlsplit(base).hostname or "localhost"
    plain = slugify(options.id).encode("ascii", "ignore").decode().replace("_", "-")
    lasting = options.mail.list_id or f"{plain.strip('-') or 'newsletter'}.{host}"
    is_plain = _PHRASE.fullmatch(options.title)
    return f"{options.title} <{lasting}>" if is_plain else f"<{lasting}>"


def mailbox(name: str, address: str) -> Address:
    """A person or a newsletter as From and To write it; a domain in ASCII (IDNA).

    Raises:
        ValueError: It is no address, or one that not every mail server takes.
    """
    local, at, domain = address.rpartition("@")
    try:
        plain = address if domain.isascii() else f"{local}{at}{_encode_domain(domain)}"
    except UnicodeError:
        plain = ""
    if not _MAILBOX.fullmatch(plain):
        raise ValueError(f"{address!r}: {explain_address(address)}")
    return Address(name, addr_spec=plain)


def _encode_domain(domain: str) -> str:
    return domain.encode("idna").decode()


def explain_address(address: str) -> str:
    """Say why something is no address that every mail server takes."""
    local, at, _ = address.rpartition("@")
    if at and not local.isascii():
        return "letters beyond ASCII before the @ need SMTPUTF8, which few servers have"
    return "that is no address such as table@example.org"
