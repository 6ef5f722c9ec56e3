"""Clean HTML becomes the HTML that mail clients keep.

Source:
    What clients drop: caniemail.com, as of 2026-06.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from lxml import html

from postroom.model.address import ascii_address
from postroom.toolbox.formula import say_formula
from postroom.toolbox.meaning import (
    box_of,
    is_task_list,
    number_items,
    set_formulas_apart,
    write_out_abbreviations,
)

Size = tuple[int, int]

WIDEST = 552
"""Pixels between the margins of a letter of 600."""

KEPT = frozenset(
    "a b blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4"
    " h5 h6 hr i img ins kbd li ol p pre s samp small span strong sub sup table tbody td"
    " tfoot th thead tr u ul var".split()
)
"""Any other tag goes, and what it holds stays in its place."""

_DROPPED = frozenset(
    "audio base button canvas form frame frameset head iframe input link"
    " meta noembed noscript object rp script select style svg template textarea title"
    " video".split()
)
"""Gone with all they hold; not `embed` and `wbr`, which the parser never closes."""

_RENAMED = {"address": "div", "bdi": "span", "bdo": "span", "figure": "div"}
_KEPT_ATTRIBUTES = {
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "img": frozenset({"src", "alt", "width"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
}
_ALWAYS_KEPT = frozenset({"dir", "lang"})
_NONE: frozenset[str] = frozenset()
_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_UNSEEN = (".webp", ".avif", ".svg")
"""Pictures that one of the big clients does not show."""

MARKED = "background-color:#fff2a8;color:#1a1a1a"
"""How marked words look; in the dark as well: clients that turn colours turn both."""

_NOTE = re.compile("#fn[:-]")
_LOWEST = 6


def transform(root: html.HtmlElement, *, above: int, images: Mapping[str, Size]) -> None:
    """Change everything below an element, in place.

    Args:
        root: Holds clean HTML with absolute addresses.
        above: The level of the heading that the text stands under.
        images: Width and height of pictures, by address.
    """
    level = above
    write_out_abbreviations(root)
    set_formulas_apart(root)
    for node in list(root.iterdescendants()):
        if not isinstance(node.tag, str) or node.tag in _DROPPED:
            node.drop_tree()
            continue
        if node.tag == "math":
            _write_formula(node)
            continue
        if node.tag[0] == "h" and node.tag[1:].isdecimal():
            level = min(max(int(node.tag[1]), above + 1), level + 1, _LOWEST)
            node.tag = f"h{level}"
        _change(node, images)
    for node in list(root.iterdescendants()):
        if node.tag not in KEPT or (node.tag in ("a", "span") and not node.attrib):
            node.drop_tag()


def _change(node: html.HtmlElement, images: Mapping[str, Size]) -> None:
    tag = node.tag = _RENAMED.get(node.tag, node.tag)
    if node.attrib:
        _keep_attributes(node)
    mend = _MENDERS.get(tag)
    if tag == "img":
        _mend_image(node, images)
    elif mend:
        mend(node)


def _mend_caption(node: html.HtmlElement) -> None:
    node.tag = "p"
    node.set("class", "f")


def _mend_mark(node: html.HtmlElement) -> None:
    node.tag = "span"
    node.set("style", MARKED)


def _mend_reading(node: html.HtmlElement) -> None:
    node.text, node.tail = f" ({node.text or ''}", f") {node.tail or ''}".rstrip(" ")


def _write_formula(node: html.HtmlElement) -> None:
    """Write a formula as a line; no client shows another."""
    before = node.getprevious()
    said = node.getparent().text if before is None else before.tail
    node.tail = say_formula(node, said or "") + (node.tail or "")
    node.drop_tree()


def _mend_order(node: html.HtmlElement) -> None:
    """Number each item of a list that counts down, which few clients do."""
    if "reversed" in node.attrib:
        for item, number in zip(node, number_items(node), strict=True):
            item.set("value", str(number))
        del node.attrib["reversed"]


def _mend_task(node: html.HtmlElement) -> None:
    """Take away the bullet beside a box."""
    if node.tag == "ul" and is_task_list(node):
        is_inner = node.getparent().tag == "li"
        node.set("style", f"list-style-type:none{'' if is_inner else ';padding-left:0'}")
    elif node.tag == "li" and box_of(node):
        node.set("style", "list-style-type:none")


def _keep_attributes(node: html.HtmlElement) -> None:
    kept = _KEPT_ATTRIBUTES.get(node.tag, _NONE)
    if node.tag in ("td", "th") and "text-align" in node.get("style", ""):
        aligned = re.search(r"text-align:\s*(right|center)", node.get("style"))
        node.set("align", aligned[1] if aligned else "left")
    for name in list(node.attrib):
        if name == "height" and node.tag == "img":
            continue  # it says whether the picture is one to see
        if name not in kept and name not in _ALWAYS_KEPT:
            del node.attrib[name]


def _mend_link(node: html.HtmlElement) -> None:
    """Keep absolute links only; one to a footnote becomes its number in brackets."""
    target = (node.get("href") or "").strip()
    parent = node.getparent()
    if _NOTE.search(target) and parent.tag == "sup" and not len(node):
        node.text = f"[{(node.text or '').strip()}]"
        target = ""
    if target.startswith(_SCHEMES):
        node.set("href", ascii_address(target))
    else:
        node.attrib.pop("href", None)


def _mend_image(node: html.HtmlElement, images: Mapping[str, Size]) -> None:
    source = (node.get("src") or "").strip()
    asked = _pixels(node.get("width")), _pixels(node.attrib.pop("height", None))
    real = images.get(source)
    if _is_unseen(*asked) or (real and _is_unseen(*real)):
        node.drop_tree()  # nobody can see it: it only counts readers
        return
    width = _width_of(asked, real)
    node.set("alt", " ".join((node.get("alt") or "").split()))
    node.set("src", ascii_address(source))
    node.set("width", str(min(width or WIDEST, WIDEST)))
    if not source.startswith(_SCHEMES[:2]) or _path(source).endswith(_UNSEEN):
        _replace_by_link(node, source)


def _is_unseen(width: int | None, height: int | None) -> bool:
    return 0 in (width, height) or (width == 1 and height in (1, None)) or height == 1


def _width_of(asked: tuple[int | None, int | None], real: Size | None) -> int | None:
    """How wide a picture is shown: as its author wants it, else as it is."""
    width, height = asked
    if width or real is None:
        return width
    return max(1, round(height * real[0] / real[1])) if height else real[0]


def _pixels(written: str | None) -> int | None:
    digits = (written or "").removesuffix("px")
    return int(digits) if digits.isdecimal() and len(digits) < len("10000") else None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""


def _replace_by_link(node: html.HtmlElement, source: str) -> None:
    """Say what a picture shows that not every client does, and lead to it."""
    name = node.get("alt") or _path(source).rpartition("/")[2] or "picture"
    is_linked = any(parent.tag == "a" for parent in node.iterancestors())
    node.attrib.clear()
    node.tag = "a"
    if source.startswith(_SCHEMES[:2]):
        node.text = f"Picture: {name}"
        if not is_linked:
            node.set("href", ascii_address(source))
    else:
        node.text = name if name != "picture" else ""


def _mend_table(table: html.HtmlElement) -> None:
    """Say of each heading what it heads; a table without any is only laid out."""
    heads = list(table.iter("th"))
    for head in heads:
        row = head.getparent()
        is_first = row.getprevious() is None and row.getparent().tag != "tbody"
        is_column = is_first or row.getparent().tag == "thead"
        head.set("scope", "col" if is_column else "row")
    if not heads:
        table.set("role", "presentation")


_MENDERS: dict[str, Callable[[html.HtmlElement], None]] = {
    "a": _mend_link,
    "figcaption": _mend_caption,
    "li": _mend_task,
    "mark": _mend_mark,
    "ol": _mend_order,
    "rt": _mend_reading,
    "table": _mend_table,
    "ul": _mend_task,
}
