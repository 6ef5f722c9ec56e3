"""Every address in a built site leads somewhere: the list of those that do not."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from zipfile import ZipFile

from lxml import etree, html

_ATTRIBUTES = ("href", "src", "poster", "action", "data", "cite")
_IN_TEXT = re.compile(r"""https?://[^\s<>()\[\]"'`\\]+""")
_HOLDS_HTML = {"encoded", "content"}


@dataclass(frozen=True)
class Page:
    """What one HTML file offers and asks for."""

    ids: frozenset[str]
    addresses: tuple[str, ...]
    """As written, in order; those of a head's `meta` elements among them."""


@cache
def read_page(document: bytes) -> Page:
    """Take a page's ids and addresses out of it."""
    root = html.document_fromstring(document.decode())
    ids = {str(found) for found in root.xpath("//@id | //a/@name")}
    return Page(frozenset(ids), tuple(_addresses(root)))


def _addresses(root: html.HtmlElement) -> Iterator[str]:
    for node in root.iter(etree.Element):
        for name in _ATTRIBUTES:
            if name in node.attrib:
                yield node.get(name).strip()
        if "srcset" in node.attrib:
            yield from (part.split()[0] for part in node.get("srcset").split(","))
        if node.tag == "meta" and is_absolute(node.get("content", "")):
            yield node.get("content")
        if node.tag == "meta" and node.get("http-equiv") == "refresh":
            yield node.get("content").partition("url=")[2]


def addresses_in_fragment(text: str) -> Iterator[str]:
    """The addresses in the HTML that a feed carries."""
    if text.strip():
        yield from _addresses(html.fragment_fromstring(text, create_parent="div"))


def addresses_in_xml(document: bytes) -> Iterator[str]:
    """The addresses in a feed, an OPML file or a sitemap, and in its essays."""
    for node in etree.fromstring(document).iter(etree.Element):
        yield from (str(value) for value in node.attrib.values() if is_absolute(str(value)))
        text = node.text or ""
        if is_absolute(text):
            yield text.strip()
        elif etree.QName(node).localname in _HOLDS_HTML:
            yield from addresses_in_fragment(text)


def addresses_in_json(document: bytes) -> Iterator[str]:
    """The addresses in a JSON Feed or an oEmbed answer, and in its essays."""
    yield from _in_value("", json.loads(document))


def _in_value(key: str, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_value(name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_value(key, inner)
    elif isinstance(value, str) and key == "content_html":
        yield from addresses_in_fragment(value)
    elif isinstance(value, str) and is_absolute(value) and " " not in value:
        yield value


def addresses_in_text(document: bytes) -> Iterator[str]:
    """The addresses in a mail or a kit of plain text or Markdown."""
    return (found.rstrip(".,;:!?") for found in _IN_TEXT.findall(document.decode()))


def addresses_in_word(document: bytes) -> Iterator[str]:
    """The addresses that a Word file leads to."""
    with ZipFile(BytesIO(document)) as packed:
        for name in packed.namelist():
            if name.endswith(".rels"):
                for node in etree.fromstring(packed.read(name)):
                    if node.get("TargetMode") == "External":
                        yield node.get("Target", "")


def is_absolute(address: str) -> bool:
    """Whether it names a host."""
    return address.strip().startswith(("http://", "https://"))


@dataclass
class Checker:
    """Follows the addresses of one site, whose files are known by path."""

    files: Mapping[str, bytes]
    url: str
    """Where the site's root is served; ends in `/`."""

    names_files: bool = False
    """Whether a relative address has to name a file, for reading without a server."""

    broken: list[str] = field(default_factory=list)

    def check(self) -> list[str]:
        """Every address that leads nowhere, as `file: address: why`."""
        for path, document in self.files.items():
            self._check_file(path, document)
        return list(dict.fromkeys(self.broken))

    def _check_file(self, path: str, document: bytes) -> None:
        for address in addresses_of(path, document):
            why = self.follow(path, address)
            if why:
                self.broken.append(f"{path}: {address}: {why}")

    def follow(self, path: str, address: str) -> str:
        """Say why an address on the page at a path leads nowhere; nothing if it does."""
        here = self.url + path.removesuffix("index.html")
        try:
            there, fragment = urldefrag(urljoin(here, address))
            parts = urlsplit(there)
        except ValueError as error:
            return str(error)
        if f"{parts.scheme}://{parts.netloc}" != self._origin:
            return ""  # somebody else's
        if not parts.path.startswith(urlsplit(self.url).path):
            return "outside the site"
        needs_name = self.names_files and not address.startswith(("#", "http"))
        return self._arrive(unquote(parts.path), unquote(fragment), needs_name)

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def _arrive(self, path: str, fragment: str, needs_name: bool) -> str:
        target = path[len(urlsplit(self.url).path) :]
        if not target or target.endswith("/"):
            if needs_name:
                return "names no file"
            target += "index.html"
        document = self.files.get(posixpath.normpath(target))
        if document is None:
            return "no such file"
        if (
            fragment
            and target.endswith(".html")
            and fragment not in read_page(document).ids
        ):
            return "no such id"
        return ""


def addresses_of(path: str, document: bytes) -> Iterable[str]:
    """Every address that a file of a site holds, by its kind."""
    if path.endswith(".html"):
        return read_page(document).addresses
    if path.endswith((".xml", ".opml")):
        return addresses_in_xml(document)
    if path.endswith(".json") and not path.startswith("search/"):
        return addresses_in_json(document)
    if path.endswith((".txt", ".md")):
        return addresses_in_text(document)
    if path.endswith(".docx"):
        return addresses_in_word(document)
    return ()


def broken_links(
    files: Mapping[str, bytes], url: str, *, names_files: bool = False
) -> list[str]:
    """Every address of a built site that leads nowhere, as `file: address: why`."""
    return Checker(files, url, names_files).check()
