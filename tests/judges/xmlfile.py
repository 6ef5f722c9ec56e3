"""A feed's XML: prolog, characters, namespaces, and the source text of each element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from .common import BOM, Findings, check_characters, check_decoding, check_language, finding

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


class MalformedError(ValueError):
    """The file cannot be read as XML; the message is the finding."""


@dataclass(frozen=True)
class XmlFile:
    """A parsed file that still knows how each element's inside was written."""

    root: etree._Element
    sources: Mapping[etree._Element, str]
    namespaces: tuple[tuple[str | None, str], ...]


@dataclass
class _Scan:
    """Byte positions and declarations, collected while a parser runs."""

    starts: list[int] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    namespaces: list[tuple[str | None, str]] = field(default_factory=list)
    has_doctype: bool = False


def parse_xml(document: bytes) -> XmlFile:
    """Parse a file; raises ``MalformedError`` when it is not well-formed."""
    scan = _Scan()
    try:
        _scan(document, scan)
        if scan.has_doctype:  # reported, never obeyed
            raise MalformedError(finding("InvalidDoctype", "file", "has a document type"))
        root = etree.fromstring(document, etree.XMLParser(huge_tree=True))
    except expat.ExpatError as error:
        rule = _FAULTS.get(error.code, "SAXError")
        raise MalformedError(finding(rule, "file", str(error))) from error
    except etree.XMLSyntaxError as error:
        raise MalformedError(finding("SAXError", "file", str(error))) from error
    elements = list(root.iter(etree.Element))
    sources = {
        element: _inside(document, start, scan.ends[number])
        for number, (element, start) in enumerate(zip(elements, scan.starts, strict=True))
    }
    return XmlFile(root, sources, tuple(dict.fromkeys(scan.namespaces)))


def _scan(document: bytes, scan: _Scan) -> None:
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


def _inside(document: bytes, start: int, end: int) -> str:
    tag = _START_TAG.match(document, start)
    return document[tag.end() : end].decode() if tag else ""


def check_prolog(document: bytes) -> Findings:
    """The declaration is the first byte, the root is where sniffers look for it."""
    body = document.removeprefix(BOM)
    if not body.startswith(b"<?xml "):
        yield finding("XmlDeclaration", "file", "does not start with an XML declaration")
    encoding = _ENCODING.search(body)
    if encoding and encoding[1].lower() != b"utf-8":
        yield finding("NotUTF8", "file", f"declares the encoding {encoding[1].decode()}")
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
    yield from check_characters("file", text + "".join(named))


def check_declarations(file: XmlFile) -> Findings:
    """Namespaces of the house under their usual names; texts decoded once; languages."""
    is_atom = etree.QName(file.root).namespace == ATOM
    for prefix, uri in file.namespaces:
        yield from _check_namespace(prefix, uri or "", is_atom)
    for element in file.sources:
        yield from check_decoding(str(element.tag), element.text or "")
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
