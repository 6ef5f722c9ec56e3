"""Which elements may stand where, how often, and with which attributes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .common import Findings, finding
from .xmlfile import PREFIXES

XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Shape:
    """What an element holds; ``required`` names the rule each absence breaks."""

    once: frozenset[str] = frozenset()
    many: frozenset[str] = frozenset()
    required: Mapping[str, str] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()


def name_of(element: etree._Element) -> str:
    """The element's name; those of other namespaces carry their usual prefix."""
    name = etree.QName(element)
    root = etree.QName(element.getroottree().getroot())
    if name.namespace == root.namespace:
        return name.localname
    prefix = PREFIXES.get(name.namespace or "", name.namespace or "?")
    return f"{prefix}:{name.localname}"


def children_of(element: etree._Element) -> Iterator[etree._Element]:
    """The elements directly inside another, without comments."""
    return element.iterchildren(etree.Element)


def child_text(element: etree._Element | None, name: str) -> str | None:
    """The text of the first child of that name, None when there is none."""
    for child in children_of(element) if element is not None else ():
        if name_of(child) == name:
            return (child.text or "").strip()
    return None


def check_shape(place: str, element: etree._Element, shape: Shape) -> Findings:
    """An element holds what it must, nothing twice, nothing unheard of."""
    counts = Counter(name_of(child) for child in children_of(element))
    for name, rule in shape.required.items():
        if name not in counts:
            yield finding(rule, place, f"has no {name}")
    for name, count in counts.items():
        yield from _check_child(place, name, count, shape)
    yield from check_attributes(place, element, shape.attributes)
    yield from _check_loose_text(place, element)


def _check_child(place: str, name: str, count: int, shape: Shape) -> Findings:
    if name not in shape.once | shape.many:
        if not _is_foreign(name):
            yield finding("UndefinedElement", place, f"does not hold <{name}>")
    elif count > 1 and name in shape.once:
        rule = "DuplicateEnclosure" if name == "enclosure" else "DuplicateElement"
        yield finding(rule, place, f"has {count} times {name}")


def _is_foreign(name: str) -> bool:
    prefix, colon, _ = name.rpartition(":")
    return bool(colon) and prefix != "?" and prefix not in PREFIXES.values()


def check_attributes(
    place: str, element: etree._Element, known: frozenset[str]
) -> Findings:
    """An element has no attributes but its own and those of XML itself."""
    for name in map(str, element.attrib):
        if name not in known and not name.startswith(f"{{{XML}}}"):
            yield finding("UnexpectedAttribute", place, f"has the attribute {name}")


def check_leaf(place: str, element: etree._Element, attributes: frozenset[str]) -> Findings:
    """An element of text holds no other elements."""
    for child in children_of(element):
        yield finding("UndefinedElement", place, f"does not hold <{name_of(child)}>")
    yield from check_attributes(place, element, attributes)


def _check_loose_text(place: str, element: etree._Element) -> Findings:
    texts = [element.text, *(child.tail for child in element)]
    if any((text or "").strip() for text in texts):
        yield finding("UnexpectedText", place, "holds text between its elements")
