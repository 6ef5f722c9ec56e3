"""HTML inside a feed: well-formed, safe, absolute, free of what only a page can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.dom.minidom import Comment, DocumentFragment, Element, Node, Text

import html5lib

from .common import Findings, finding
from .text import check_plain
from .vocabulary import (
    ADDRESSES,
    ATTRIBUTES,
    BANNED,
    ELEMENTS,
    MATHML,
    RISKY,
    SCHEMES,
    XHTML,
)

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_PERMALINK_MARKS = {"¶", "#", "§", "↩", "↩︎", "🔗"}
_PAGE_ATTRIBUTES = {"class", "id", "style"}
_COPY_LABELS = {"copy", "copy to clipboard"}


def check_html(place: str, html: str, *, title: str | None = None) -> Findings:
    """The full content of an entry; ``title`` is what it must not repeat."""
    fragment, errors = _parse(html)
    if not html.strip():
        yield finding("NotBlank", place, "is empty")
    for error in errors[:1]:
        yield finding("NotHtml", place, f"the HTML has the error {error}")
    for node in _walk(fragment):
        yield from _check_node(place, node)
    yield from _check_headings(place, fragment, title)


def check_summary_html(place: str, html: str) -> Findings:
    """A summary in a field that readers take for HTML: escaped text without markup."""
    fragment, errors = _parse(html)
    if not html.strip():
        yield finding("NotBlank", place, "is empty")
    for error in errors[:1]:
        yield finding("NotHtml", place, f"read as HTML it has the error {error}")
    marks = [node for node in _walk(fragment) if not isinstance(node, Text)]
    if marks and not errors:
        yield finding("ContainsHTML", place, f"holds <{marks[0].nodeName}>")
    yield from check_plain(place, _text(fragment), source=html)


def _parse(html: str) -> tuple[DocumentFragment, list[str]]:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("dom"))
    fragment = parser.parseFragment(html)
    return fragment, [code for _, code, _ in parser.errors]


def _walk(node: Node) -> Iterator[Node]:
    """Everything below a node, but nothing inside elements that must not be there."""
    for child in node.childNodes:
        yield child
        if child.nodeName not in RISKY | BANNED:
            yield from _walk(child)


def _text(node: Node) -> str:
    texts = (below.data for below in _walk(node) if isinstance(below, Text))
    return " ".join("".join(texts).split())


def _check_node(place: str, node: Node) -> Findings:
    if isinstance(node, Comment):
        yield finding("Comment", place, f"holds the comment {node.data.strip()[:40]!r}")
    elif isinstance(node, Element):
        yield from _check_element(place, node)


def _check_element(place: str, element: Element) -> Findings:
    name = element.nodeName
    if name in RISKY:
        yield finding("SecurityRisk", place, f"holds <{name}>")
    elif name in BANNED:
        yield finding("BannedElement", place, f"holds <{name}>")
    elif name not in ELEMENTS and element.namespaceURI != MATHML:
        yield finding("NotHtml", place, f"<{name}> is no element of HTML")
    else:
        for attribute, value in element.attributes.items():
            yield from _check_attribute(f"{place} <{name}>", attribute, value, element)
        yield from _check_residue(place, element)


def _check_attribute(place: str, name: str, value: str, element: Element) -> Findings:
    if name == "style":
        yield finding("DangerousStyleAttr", place, f"has style={value!r}")
    elif name.startswith("on"):
        yield finding("SecurityRiskAttr", place, f"has the script {name}")
    elif name == "class" and value.startswith("language-") and element.tagName == "code":
        return  # what highlighters of readers look for
    elif name in _PAGE_ATTRIBUTES or name.startswith("data-"):
        yield finding("BannedAttribute", place, f"has {name}={value!r}")
    elif name in ADDRESSES:
        for address in _addresses(name, value):
            yield from _check_address(f"{place} {name}", address)
    elif name not in ATTRIBUTES and element.namespaceURI == XHTML:
        yield finding("BannedAttribute", place, f"has {name}={value!r}")


def _addresses(name: str, value: str) -> list[str]:
    if name != "srcset":
        return [value]
    candidates = [part.split() for part in re.split(r",\s+", value.strip().rstrip(","))]
    return [candidate[0] if candidate else "" for candidate in candidates]


def _check_address(place: str, address: str) -> Findings:
    scheme = _SCHEME.match(address)
    name = scheme[1].lower() if scheme else ""
    if not scheme or (name in {"http", "https"} and not _HOST.match(address.strip())):
        yield finding("ContainsRelRef", place, f"{address!r} is not absolute")
    elif name == "data":
        yield finding("DataUri", place, f"{address[:30]!r} carries its content along")
    elif name not in SCHEMES:
        yield finding("BannedScheme", place, f"{address[:60]!r} is dropped by readers")
    elif re.search(r"\s", address.strip()):
        yield finding("InvalidUriChar", place, f"{address!r} holds white space")


def _check_residue(place: str, element: Element) -> Findings:
    """What only a page can use: permalinks, line numbers, copy buttons, lazy images."""
    name = element.nodeName
    if name == "img" and not element.hasAttribute("src"):
        yield finding("LazyImage", place, "holds an <img> without src")
    elif name == "a" and _is_page_link(_text(element)):
        yield finding("Residue", place, f"holds the page's own link {_text(element)!r}")
    elif name == "td" and _is_count(_text(element)) and _has_code(element):
        yield finding("Residue", place, "holds line numbers as content")


def _is_page_link(text: str) -> bool:
    return text in _PERMALINK_MARKS or text.lower() in _COPY_LABELS


def _is_count(text: str) -> bool:
    numbers = text.split()
    first = int(numbers[0]) if numbers and numbers[0].isdecimal() else 0
    expected = [str(first + step) for step in range(len(numbers))]
    return len(numbers) > 1 and numbers == expected


def _has_code(element: Element) -> bool:
    return bool(element.getElementsByTagName("pre"))


def _check_headings(place: str, fragment: DocumentFragment, title: str | None) -> Findings:
    headings = [node for node in _walk(fragment) if node.nodeName == "h1"]
    if title and any(_text(heading) == " ".join(title.split()) for heading in headings):
        yield finding("TitleRepeated", place, f"repeats the title {title!r} as <h1>")
