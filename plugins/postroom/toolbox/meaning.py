"""What a tag says without words is written out, for outputs that do not show the tag."""

import re

from lxml import html

_LANGUAGE = re.compile(r"language-([\w+#.-]+)")

BOXES = ("☐", "☑")
"""What an item of a list of tasks begins with."""

_HOLDING = frozenset("blockquote body dd div figcaption figure li td th".split())
"""What can hold a paragraph."""


def write_out_abbreviations(root: html.HtmlElement) -> None:
    """Write what an abbreviation stands for behind it, the first time."""
    told: set[str] = set()
    for node in root.iter("abbr"):
        meaning = " ".join((node.attrib.pop("title", None) or "").split())
        short = node.text_content().strip()
        if not meaning or short in told or meaning == short:
            continue
        told.add(short)
        if not (node.tail or "").lstrip().startswith(f"({meaning}"):
            node.tail = f" ({meaning}){node.tail or ''}"


def set_formulas_apart(root: html.HtmlElement) -> None:
    """Let each formula that is a block stand in a paragraph of its own."""
    for math in list(root.iter("math")):
        if math.get("display") == "block" and math.getparent().tag in _HOLDING:
            paragraph = math.makeelement("p")
            paragraph.tail, math.tail = math.tail, None
            math.getparent().replace(math, paragraph)
            paragraph.append(math)


def number_items(ordered: html.HtmlElement) -> list[int]:
    """Say which number each item of an `<ol>` has.

    Source:
        HTML, 4.4.8, ordinal value.
    """
    falls = "reversed" in ordered.attrib
    number = read_number(ordered.get("start"), len(ordered) if falls else 1)
    numbers = []
    for item in ordered:
        number = read_number(item.get("value"), number)
        numbers.append(number)
        number += -1 if falls else 1
    return numbers


def read_number(written: str | None, otherwise: int) -> int:
    """Read an attribute that is a number of at most five digits, or take another."""
    is_short = written is not None and len(written) < len("100000")
    return int(written) if written and is_short and written.isdecimal() else otherwise


def language_of(pre: html.HtmlElement) -> str:
    """What code is written in, as its class says it; empty if that does not."""
    said = next((code.get("class") or "" for code in pre.iter("code")), "")
    found = _LANGUAGE.match(said)
    return found[1] if found else ""


def box_of(item: html.HtmlElement) -> str:
    """The box that an item of a list begins with; empty if it is no task."""
    first = item
    while not (first.text or "").strip() and len(first):
        first = first[0]
        if first.tag in ("ol", "ul"):
            return ""
    begin = (first.text or "").lstrip()[:1]
    return begin if begin in BOXES and begin else ""


def is_task_list(node: html.HtmlElement) -> bool:
    """Whether every item of a list is a task."""
    return node.tag == "ul" and len(node) > 0 and all(map(box_of, node))
