"""A feed's XML: prolog, characters, namespaces, and the source text of each element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from .common import BOM, Findings, check_characters, check_language, finding

ATOM = "http://www.w3.org/2005/Atom"
PREFIXES = {
    ATOM: "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://search.yahoo.com/mrss/": "media",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/syndication/history/1.0": "fh",
}
"""The namespaces a feed of ours may use, and the prefix everyone knows them by."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MEDIA_WITHOUT_SLASH = "http://search.yahoo.com/mrss"
_SNIFFED_BYTES = 512
_ROOTS = (b"<rss", b"<feed", b"<opml")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding=["']([^"']+)""")
_START_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|(\d+));")
_STYLESHEET = re.compile(r"<\?xml-stylesheet[^>]*(?:xsl|xslt)\b", re.IGNORECASE)
_LAST_CODE_POINT = 0x10FFFF

_FAULTS = {
    expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]: "MissingNamespace",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "UndefinedNamedEntity",
}


@dataclass(frozen=True)
class XmlFile:
    """A parsed file that still knows how each element's inside was written."""

    root: etree._Element
    sources: Mapping[etree._Element, str]
    namespaces: tuple[tuple[str | None, str], ...]
    has_doctype: bool


@dataclass
class _Scan:
    """Byte positions and declarations, collected while a parser runs."""

    starts: list[int] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    namespaces: list[tuple[str | None, str]] = field(default_factory=list)
    has_doctype: bool = False


def parse_xml(document: bytes) -> XmlFile:
    """Parse a file; raises ``expat.ExpatError`` when it is not well-formed."""
    scan = _scan(document)
    # a stranger's document type is reported, never obeyed
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(document, parser)
    elements = list(root.iter(etree.Element))
    sources = {
        element: _inside(document, start, scan.ends[number])
        for number, (element, start) in enumerate(
            zip(elements, scan.starts, strict=True)
        )
    }
    return XmlFile(
        root, sources, tuple(dict.fromkeys(scan.namespaces)), scan.has_doctype
    )


def _scan(document: bytes) -> _Scan:
    scan = _Scan()
    parser = expat.ParserCreate("UTF-8", " ")

    def start(_name: str, _attributes: object) -> None:
        scan.opened.append(len(scan.starts))
        scan.starts.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        scan.ends[scan.opened.pop()] = parser.CurrentByteIndex

    def doctype(*_declaration: object) -> None:
        scan.has_doctype = True

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    parser.StartNamespaceDeclHandler = lambda prefix, uri: scan.namespaces.append(
        (prefix, uri)
    )
    parser.Parse(document, True)
    return scan


def _inside(document: bytes, start: int, end: int) -> str:
    tag = _START_TAG.match(document, start)
    return document[tag.end() : end].decode() if tag else ""


def check_prolog(document: bytes) -> Findings:
    """The declaration is the first byte, the root is where sniffers look for it."""
    body = document.removeprefix(BOM)
    if not body.startswith(b"<?xml "):
        yield finding(
            "XmlDeclaration", "file", "does not start with an XML declaration"
        )
    encoding = _ENCODING.search(body)
    if encoding and encoding[1].lower() != b"utf-8":
        yield finding(
            "NotUTF8", "file", f"declares the encoding {encoding[1].decode()}"
        )
    if not any(root in document[:_SNIFFED_BYTES] for root in _ROOTS):
        yield finding(
            "RootTooLate", "file", f"has no root in its first {_SNIFFED_BYTES} bytes"
        )
    if _STYLESHEET.search(body.decode()):
        yield finding("XslStylesheet", "file", "needs XSLT, which browsers give up")


def check_text(text: str) -> Findings:
    """No bad character is written, whether as itself or as a reference."""
    references = _REFERENCE.findall(_CDATA.sub("", text))
    numbers = [
        int(hexadecimal, 16) if hexadecimal else int(n) for hexadecimal, n in references
    ]
    named = [chr(number) for number in numbers if number <= _LAST_CODE_POINT]
    yield from check_characters("file", [text, *named])


def describe_fault(error: expat.ExpatError) -> str:
    """The finding for a file that is not well-formed."""
    rule = _FAULTS.get(error.code, "SAXError")
    return finding(rule, f"line {error.lineno}", expat.ErrorString(error.code))


def check_declarations(file: XmlFile) -> Findings:
    """No document type, and only namespaces of the house, under their usual names."""
    if file.has_doctype:
        yield finding("InvalidDoctype", "file", "has a document type declaration")
    is_atom = etree.QName(file.root).namespace == ATOM
    for prefix, uri in file.namespaces:
        yield from _check_namespace(prefix, uri or "", is_atom)
    for element in file.sources:
        if _LANG in element.attrib:
            yield from check_language("xml:lang", str(element.get(_LANG)))


def _check_namespace(prefix: str | None, uri: str, is_atom: bool) -> Findings:
    known = PREFIXES.get(uri)
    if uri == _MEDIA_WITHOUT_SLASH:
        yield finding("MediaRssNamespace", uri, "lacks the slash at the end")
    elif prefix in PREFIXES.values() and known != prefix:
        yield finding(
            "ReservedPrefix", uri, f"takes the prefix {prefix} of another namespace"
        )
    elif uri and known is None:
        yield finding("UnknownNamespace", uri, "is not known to readers")
    elif is_atom and known == "atom" and prefix:
        yield finding(
            "AvoidNamespacePrefix", uri, f"some readers stumble over {prefix}:feed"
        )
