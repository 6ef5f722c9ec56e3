"""Rendered HTML becomes a fragment: readable anywhere, without script, style or theme."""

import re
import sys
from collections.abc import Callable
from html import escape, unescape

from lxml import etree, html

from postroom.fragments import rules
from postroom.fragments.directions import may_turn, set_directions
from postroom.fragments.elements import BACK, Cleaner, Size, drop
from postroom.fragments.excerpt import choose_excerpt, mark_excerpt, remove_mark, tease
from postroom.model.fragment import Fragment
from postroom.model.text import clean_text, count_read_words, direction_of
from postroom.toolbox.formula import say_formula
from postroom.toolbox.trees import render_node, render_tree

_PARSER = html.HTMLParser(huge_tree=True)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_INSIDE = r"[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*"
_TAG = re.compile(f"<{_INSIDE}>")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(rules.BLOCKS)}|br|td|th)\b{_INSIDE}>")
_GAP = re.compile(r"(?<!\s)([^\S\n]*+)\n\s*\n(?=<)")
"""Each run of white space is looked at once; never in code: there every < is escaped."""

_VOID = re.compile(rf"<(embed|source|track|wbr)\b{_INSIDE}>(?!</\1>)", re.I)
"""Elements without an end that the parser does not know as such."""

_FORMULA = re.compile(r"(\d?)(<math\b.*?</math>)", re.S)
_FOOTNOTE = re.compile(r'<sup><a href="[^"]*#fn[:-][^"]*">[^<]*</a></sup>')
_FOOTNOTE_ID = re.compile(r'(id="|href="#)(fn|fnref\d*):')


_DEEPEST = 100
"""Elements within each other; what writes them out needs a few calls for each."""


class TooDeepError(Exception):
    """A text has too many lists, quotes and tags within each other to be written out."""


def make_fragment(
    rendered: str,
    *,
    url: str,
    more: str = "more",
    size_of: Callable[[str], Size | None] = lambda _: None,
    language: str = "",
) -> Fragment:
    """Clean what the engine rendered.

    Args:
        rendered: The HTML of the text alone, with addresses relative to ``url``.
        url: The absolute address of the page that the text stands on.
        more: The comment that ends the excerpt.
        size_of: Gives the width and height of a picture by its absolute address.
        language: What the text is in (BCP 47); it decides on quotation marks.

    Raises:
        TooDeepError: Of lists, quotes and tags there are too many within each other.
    """
    root = _parse(rendered)
    mark_excerpt(root, more)
    cleaner = Cleaner(url, size_of, language)
    try:
        cleaner.clean(root)
    except RecursionError as error:
        raise TooDeepError from error
    if _depth_of(root) > _DEEPEST:
        raise TooDeepError
    base = direction_of(language)
    if may_turn(rendered, base):
        set_directions(root, base)
    excerpt_until = remove_mark(root)
    _drop_lightboxes(root)
    page_html = _rename_footnotes(_inner(root))
    _strip_for_readers(root, url)
    excerpt = choose_excerpt(list(root), excerpt_until)
    made = _inner(root)
    text = text_of(_FOOTNOTE.sub("", made))
    return Fragment(
        html=made,
        page_html=page_html,
        excerpt=_render_blocks(excerpt),
        opening=_render_blocks(excerpt[:1]),
        text=text,
        words=count_read_words(text),
        teaser=" ".join(text_of(_render_blocks(tease(excerpt))).split()),
        left_out=tuple(cleaner.left_out),
    )


def _depth_of(root: html.HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _parse(rendered: str) -> html.HtmlElement:
    """Parse HTML of any origin; the element that holds it has no meaning of its own."""
    legal = _REFERENCE.sub(_legal_reference, clean_text(rendered))
    legal = _VOID.sub(r"\g<0></\1>", legal)
    document = etree.fromstring(f"<html><body>{legal}</body></html>", _PARSER)
    return document.find("body")


def _legal_reference(found: re.Match[str]) -> str:
    """Keep a numeric reference unless it stands for a character that is illegal."""
    number = int(found[1], 16) if found[1] else int(found[2])
    is_legal = number <= sys.maxunicode and clean_text(chr(number))
    return found[0] if is_legal else ""


def _drop_lightboxes(root: html.HtmlElement) -> None:
    """Take away the link of a picture to itself: without a script it leads nowhere new."""
    for link in list(root.iter("a")):
        shown = [node.get("src") for node in link.iterdescendants("img")]
        if shown == [link.get("href")] and not link.text_content().strip():
            link.drop_tag()


def _strip_for_readers(root: html.HtmlElement, url: str) -> None:
    """Take away what works on a page only: ids, classes, ways back from footnotes."""
    for node in list(root.iter("a")):
        if node.get("class") == BACK:
            _drop_way_back(node)
        elif (node.get("href") or "").startswith("#"):
            node.set("href", url + node.get("href"))
    for node in list(root.iterdescendants()):
        node.attrib.pop("id", None)
        if node.tag == "code":
            continue  # it says in which language
        meaning = node.attrib.pop("class", None)
        if meaning and node.tag in ("td", "th"):
            node.set("align", meaning)
        if node.tag == "a" and not node.attrib:
            node.drop_tag()


def _drop_way_back(link: html.HtmlElement) -> None:
    """Take it out, and a paragraph that held nothing else."""
    paragraph = link.getparent()
    drop(link)
    if paragraph.tag == "p" and not len(paragraph) and not (paragraph.text or "").strip():
        drop(paragraph)


def _render_blocks(blocks: list[html.HtmlElement]) -> str:
    return _FOOTNOTE.sub("", "".join(render_node(block) for block in blocks))


def text_of(made: str) -> str:
    """The words of clean HTML, one line per block."""
    said = _FORMULA.sub(_say_formula, made) if "<math" in made else made
    broken = _BLOCK_TAG.sub("\n", said)
    lines = unescape(_TAG.sub("", broken)).split("\n")
    return "\n".join(line for line in (" ".join(x.split()) for x in lines) if line)


def _say_formula(found: re.Match[str]) -> str:
    return found[1] + escape(say_formula(_parse(found[2])[0], found[1]))


def _inner(root: html.HtmlElement) -> str:
    return _GAP.sub(r"\1\n", render_tree(root))


def _rename_footnotes(made: str) -> str:
    """Give footnotes ids without a colon, which HTML checkers dislike."""
    if "fn:" not in made and "fnref:" not in made:
        return made
    return _FOOTNOTE_ID.sub(r"\1\2-", made)
