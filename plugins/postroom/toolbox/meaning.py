"""What a tag says without words is written out, for outputs that do not show the tag."""

from lxml import html

BOXES = ("☐", "☑")
"""What an item of a list of tasks begins with."""


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
