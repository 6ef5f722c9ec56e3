"""How an essay begins: up to the author's mark, or its first paragraphs."""

from lxml import etree, html

from postroom.model.text import count_read_words

MARK = "excerpt-ends"
"""Stands for the author's comment while a tree is cleaned."""

_ENOUGH_WORDS = 60


def mark_excerpt(root: html.HtmlElement, more: str) -> None:
    """Put a mark that survives cleaning in the place of the author's comment."""
    wanted = more.removeprefix("<!--").removesuffix("-->").strip()
    for comment in root.iter(etree.Comment):
        if (comment.text or "").strip() == wanted:
            mark = root.makeelement(MARK)
            mark.tail = comment.tail
            comment.getparent().replace(comment, mark)
            return


def remove_mark(root: html.HtmlElement) -> int | None:
    """Take the mark out and say how many of the root's blocks stand before it."""
    mark = root.find(f".//{MARK}")
    if mark is None:
        return None
    top = mark
    while top.getparent() is not root:
        top = top.getparent()
    position = int(root.index(top))
    inside = top is not mark
    parent = mark.getparent()
    mark.drop_tree()
    stood_alone = parent.tag == "p" and not len(parent) and not (parent.text or "").strip()
    if parent is not root and stood_alone:
        parent.drop_tree()
        inside = False
    return position + 1 if inside else position


_UNTOLD = frozenset("h2 h3 h4 h5 h6 hr figure pre table".split())


def tease(blocks: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """What of an excerpt says in words what the text is about."""
    return [block for block in blocks if block.tag not in _UNTOLD]


def choose_excerpt(
    blocks: list[html.HtmlElement], until: int | None
) -> list[html.HtmlElement]:
    """What stands before the mark; without one, the first paragraphs."""
    if until is not None:
        return blocks[:until]
    chosen: list[html.HtmlElement] = []
    words = 0
    for block in blocks:
        if block.tag != "p" or words >= _ENOUGH_WORDS:
            break
        chosen.append(block)
        words += count_read_words(block.text_content())
    return chosen or [block for block in blocks if block.tag == "p"][:1]
