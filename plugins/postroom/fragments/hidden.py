"""What a page holds and does not show, or shows twice."""

import re

from lxml import html

_UNSHOWN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))"
)
_HIDDEN_CLASSES = frozenset(
    "d-print-none mfp-hide no-print noprint print-only only-print d-print-block".split()
)
"""Boxes of themes that are for the screen's controls, or for paper alone."""

_SPOKEN_CLASSES = frozenset(
    "md-visually-hidden screen-reader screen-reader-only screen-reader-text sr-only"
    " visually-hidden visuallyhidden".split()
)
"""What is for the ears alone."""

_DARK = re.compile(r"#(?:only-dark|gh-dark-mode-only)$")
_LIGHT = re.compile(r"#(?:only-light|gh-light-mode-only)$")


def is_hidden(node: html.HtmlElement, classes: set[str]) -> bool:
    """Whether a page does not show an element, or shows it twice.

    Of the twins that authors write for eyes and ears the one for the ears is kept: it is
    in words. Anything else that is for one of them alone is none of the text.
    """
    if "hidden" in node.attrib or not classes.isdisjoint(_HIDDEN_CLASSES):
        return True
    if _UNSHOWN.search((node.get("style") or "").lower()):
        return True
    if not classes.isdisjoint(_SPOKEN_CLASSES):
        return not _has_twin(node)
    if node.get("aria-hidden") != "true" or node.tag == "img":
        return False
    following = node.getnext()
    if following is not None and following.get("class"):  # its twin, which is kept
        classes = following.get("class").split()
        following.set("class", " ".join(c for c in classes if c not in _SPOKEN_CLASSES))
    return True


def _has_twin(node: html.HtmlElement) -> bool:
    following = node.getnext()
    return following is not None and following.get("aria-hidden") == "true"


def drop_twin_pictures(root: html.HtmlElement) -> None:
    """Keep the light one of two pictures of which a page shows one."""
    marked = [
        picture
        for picture in root.iter("img")
        if _DARK.search(picture.get("src") or "") or _LIGHT.search(picture.get("src") or "")
    ]
    is_dark = [bool(_DARK.search(picture.get("src"))) for picture in marked]
    for number, picture in enumerate(marked):
        near = is_dark[max(0, number - 1) : number + 2]
        if is_dark[number] and not all(near):
            picture.drop_tree()
        else:
            picture.set("src", picture.get("src").rpartition("#")[0])
