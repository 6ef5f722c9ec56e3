"""Blocks say which way they run, where that is another than around them."""

import re

from lxml import html

from postroom.fragments.rules import BLOCKS
from postroom.model.text import direction_of_text

_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LTR = re.compile("[A-Za-z\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff]")
_DIRECTED = BLOCKS - {"hr", "pre", "tbody", "tfoot", "thead", "tr"} | {
    "caption",
    "td",
    "th",
}
_OPENED = re.compile(
    r"<(p|li|h[1-6]|td|th|dt|dd|blockquote|figcaption|caption|ul|ol)(?=[\s>])(?![^>]*\sdir=)"
)


def may_turn(rendered: str, base: str) -> bool:
    """Whether there are letters that run the other way; tags are letters, too."""
    return (_RTL if base == "ltr" else _LTR).search(rendered) is not None


def set_directions(root: html.HtmlElement, base: str) -> None:
    """Give every block that runs the other way its `dir`, for those who know no `auto`.

    Args:
        root: What holds the blocks.
        base: Which way the whole of it runs, `ltr` or `rtl`.
    """
    for node in root.iterdescendants():
        if node.tag in _DIRECTED and not node.get("dir"):
            turned = direction_of_text("".join(node.itertext()))
            around = next(
                (a.get("dir") for a in node.iterancestors() if a.get("dir")), base
            )
            if turned and turned != around:
                node.set("dir", turned)


def let_blocks_turn(rendered: str, base: str) -> str:
    """Let browsers find out which way each block of a page runs, if some run otherwise."""
    other = _RTL if base == "ltr" else _LTR
    if not other.search(re.sub("<[^>]*>", "", rendered)):
        return rendered
    # without quotes: what looks like a tag within an attribute must not end it
    return _OPENED.sub(r"<\1 dir=auto", rendered)
