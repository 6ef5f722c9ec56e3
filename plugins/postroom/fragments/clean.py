"""Rendered HTML becomes a fragment: readable anywhere, without script, style or theme.

The rules follow what feed readers keep and drop; the table is `rules.py`.
"""

import re
import sys
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from postroom.fragments import rules
from postroom.model.fragment import Fragment
from postroom.model.text import clean_text

Size = tuple[int, int]
Change = Callable[[html.HtmlElement, set[str]], bool]
"""Changes an element in place; true if nothing is left of it to clean."""

_EXCERPT_WORDS = 60
_PARSER = html.HTMLParser(huge_tree=True)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_BACK = "back"
_MARK = "excerpt-ends"
_INSIDE = r"[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*"
_TAG = re.compile(f"<{_INSIDE}>")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(rules.BLOCKS)}|br|td|th)\b{_INSIDE}>")
_GAP = re.compile(r"\n\s*\n(?=<)")  # never in code: there every < is escaped
_FOOTNOTE = re.compile(r'<sup><a href="[^"]*#fn[:-][^"]*">[^<]*</a></sup>')
_FOOTNOTE_ID = re.compile(r'(id="|href="#)(fn|fnref\d*):')


def make_fragment(
    rendered: str,
    *,
    url: str,
    more: str = "more",
    size_of: Callable[[str], Size | None] = lambda _: None,
) -> Fragment:
    """Clean what the engine rendered.

    Args:
        rendered: The HTML of the text alone, with addresses relative to ``url``.
        url: The absolute address of the page that the text stands on.
        more: The comment that ends the excerpt.
        size_of: Gives the width and height of a picture by its absolute address.
    """
    root = _parse(rendered)
    _mark_excerpt(root, more)
    _Cleaner(url, size_of).clean(root)
    marked = root.find(f".//{_MARK}")
    excerpt_until = None
    if marked is not None:
        excerpt_until = _remove_mark(marked, root)
    page_html = _rename_footnotes(_inner(root))
    _strip_for_readers(root, url)
    excerpt = _choose_excerpt(list(root), excerpt_until)
    made = _inner(root)
    text = _text(_FOOTNOTE.sub("", made))
    return Fragment(
        html=made,
        page_html=page_html,
        excerpt=_render_blocks(excerpt),
        opening=_render_blocks(excerpt[:1]),
        text=text,
        words=len(text.split()),
    )


def _parse(rendered: str) -> html.HtmlElement:
    """Parse HTML of any origin; the element that holds it has no meaning of its own."""
    legal = _REFERENCE.sub(_legal_reference, clean_text(rendered))
    document = etree.fromstring(f"<html><body>{legal}</body></html>", _PARSER)
    return document.find("body")


def _legal_reference(found: re.Match[str]) -> str:
    """Keep a numeric reference unless it stands for a character that is illegal."""
    number = int(found[1], 16) if found[1] else int(found[2])
    is_legal = number <= sys.maxunicode and clean_text(chr(number))
    return found[0] if is_legal else ""


def _mark_excerpt(root: html.HtmlElement, more: str) -> None:
    wanted = more.removeprefix("<!--").removesuffix("-->").strip()
    for comment in root.iter(etree.Comment):
        if (comment.text or "").strip() == wanted:
            mark = root.makeelement(_MARK)
            mark.tail = comment.tail
            comment.getparent().replace(comment, mark)
            return


def _remove_mark(mark: html.HtmlElement, root: html.HtmlElement) -> int:
    """Take the mark out and say how many of the root's blocks stand before it."""
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


class _Cleaner:
    """Turns one tree into what every output can show; keeps ids and alignment."""

    def __init__(self, url: str, size_of: Callable[[str], Size | None]) -> None:
        self.url = url
        self.size_of = size_of
        self.changes: dict[str, Change] = {
            **dict.fromkeys(("div", "span", "details"), _restructure),
            **dict.fromkeys(rules.EMBEDDED, self._replace_embedded),
            "h1": _lower_heading,
            "img": self._mend_image,
            "input": _replace_checkbox,
            "pre": _plain_code,
            "table": _replace_line_numbers,
        }

    def clean(self, root: html.HtmlElement) -> None:
        for node in list(root.iterdescendants()):
            if not isinstance(node.tag, str):  # comments, processing instructions
                _drop(node)
            elif node.getparent() is not None:
                self._clean_element(node)
        for node in list(root.iterdescendants()):
            is_bare_link = node.tag == "a" and not node.attrib
            if (node.tag not in rules.KEPT and node.tag != _MARK) or is_bare_link:
                node.drop_tag()

    def _clean_element(self, node: html.HtmlElement) -> None:
        classes = set((node.get("class") or "").split())
        if node.tag in rules.DROPPED or classes & rules.DROPPED_CLASSES:
            _drop(node)
            return
        change = self.changes.get(node.tag)
        if change is None or not change(node, classes):
            self._keep_attributes(node, _meaning(node, classes))

    def _keep_attributes(self, node: html.HtmlElement, meaning: str) -> None:
        attributes = node.attrib
        if not attributes:
            return
        kept = rules.KEPT_ATTRIBUTES.get(node.tag, rules.NOTHING)
        for name in list(attributes):
            if name not in kept and name not in rules.ALWAYS_KEPT:
                del attributes[name]
        for name in rules.ADDRESSES:
            if name in attributes:
                self._mend_address(node, name)
        if meaning:
            attributes["class"] = meaning

    def _mend_address(self, node: html.HtmlElement, name: str) -> None:
        target = node.get(name).strip()
        if target.startswith("#"):
            return
        absolute = self._resolve(target)
        if absolute:
            node.set(name, absolute)
        else:
            del node.attrib[name]

    def _resolve(self, target: str) -> str:
        """Make an address absolute; empty if nobody should follow it."""
        try:
            absolute = urljoin(self.url, target)
            scheme = urlsplit(absolute).scheme
        except ValueError:  # a port or a bracket that makes no sense
            return ""
        return absolute if target and scheme in rules.SCHEMES else ""

    def _mend_image(self, node: html.HtmlElement, classes: set[str]) -> bool:
        source = node.get("src") or node.get("data-src") or ""
        address = self._resolve(source)
        if not address or classes & {"twemoji", "emojione"}:
            return _replace_by_text(node, node.get("alt") or "")
        node.set("src", source)
        node.set("alt", node.get("alt") or "")
        size = self.size_of(address)
        if size and not (node.get("width") or node.get("height")):
            node.set("width", str(size[0]))
            node.set("height", str(size[1]))
        return False

    def _replace_embedded(self, node: html.HtmlElement, _: set[str]) -> bool:
        inner = node.find("source")
        source = node.get("src") or (inner.get("src") if inner is not None else "")
        title = node.get("title") or source
        if not source:
            return _replace_by_text(node, "")
        stands_alone = node.getparent().tag not in ("p", "figure", "li")
        node.clear(keep_tail=True)
        node.tag = "p" if stands_alone else "a"
        link = etree.SubElement(node, "a") if stands_alone else node
        link.set("href", source)
        link.text = title
        self._mend_address(link, "href")
        return True


def _meaning(node: html.HtmlElement, classes: set[str]) -> str:
    """The one class an element may keep: how a cell is set, or a way back."""
    if node.tag in ("td", "th"):
        aligned = rules.ALIGNED.search(node.get("style", ""))
        return aligned[1] if aligned else ""
    return _BACK if node.tag == "a" and "footnote-backref" in classes else ""


def _drop(node: html.HtmlElement) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _replace_by_text(node: html.HtmlElement, text: str) -> bool:
    node.tail = text + (node.tail or "")
    _drop(node)
    return True


def _lower_heading(node: html.HtmlElement, _: set[str]) -> bool:
    node.tag = "h2"  # the page around the text has the only h1
    return False


def _replace_checkbox(node: html.HtmlElement, _: set[str]) -> bool:
    checked = "checked" in node.attrib
    is_box = node.get("type") == "checkbox"
    return _replace_by_text(node, ("☑" if checked else "☐") if is_box else "")


def _restructure(node: html.HtmlElement, classes: set[str]) -> bool:
    """Turn the theme's own boxes into HTML that keeps their meaning."""
    if node.tag == "details" or "admonition" in classes:
        _quote(node)
    elif "tabbed-set" in classes:
        _flatten_tabs(node)
    elif "arithmatex" in classes:
        text = node.text_content()
        node.clear(keep_tail=True)
        node.tag = "code"
        node.text = text
    elif "filename" in classes:
        node.tag = "p"
        _wrap_text(node)
    return False


def _quote(node: html.HtmlElement) -> None:
    node.tag = "blockquote"
    first = node[0] if len(node) else None
    if first is None:
        return
    if first.tag == "summary" or "admonition-title" in (first.get("class") or ""):
        first.tag = "p"
        _wrap_text(first)


def _wrap_text(node: html.HtmlElement) -> None:
    strong = node.makeelement("strong")
    strong.text = node.text
    strong.extend(list(node))
    node.text = None
    node.append(strong)


def _flatten_tabs(node: html.HtmlElement) -> None:
    """Set tabs one below the other, each under its label."""
    labels = [
        label for group in node.find_class("tabbed-labels") for label in group.iter("label")
    ]
    blocks = node.find_class("tabbed-block") or node.find_class("tabbed-content")
    if not labels:  # the older markup: label, content, label, content
        labels = [child for child in node if child.tag == "label"]
    for label, block in zip(labels, blocks, strict=False):
        title = node.makeelement("p")
        title.extend([node.makeelement("strong")])
        title[0].text = label.text_content().strip()
        block.insert(0, title)
        title.tail, block.text = block.text, None
    for group in node.find_class("tabbed-labels"):
        _drop(group)
    for label in [child for child in node if child.tag in ("label", "input")]:
        _drop(label)


def _replace_line_numbers(table: html.HtmlElement, classes: set[str]) -> bool:
    """Take the code out of a table of line numbers; the last `pre` has it."""
    if "highlighttable" not in classes:
        return False
    names = table.find_class("filename")
    code = list(table.iter("pre"))[-1:]
    tail = table.tail
    for pre in code:
        _plain_code(pre, set())
    table.clear()
    table.tail = tail
    table.tag = "div"
    for name in names[:1]:
        title = etree.SubElement(table, "p")
        etree.SubElement(title, "strong").text = name.text_content()
    table.extend(code)
    return True


def _plain_code(pre: html.HtmlElement, classes: set[str]) -> bool:
    for number in pre.xpath(".//*[contains(@class, 'linenos')]"):
        _drop(number)
    text = pre.text_content()
    pre.clear(keep_tail=True)
    code = etree.SubElement(pre, "code")
    code.text = text.strip("\n") + "\n"
    if "mermaid" in classes:
        note = pre.makeelement("p")
        note.text = "Diagram, as its source:"
        pre.addprevious(note)
    return False


def _strip_for_readers(root: html.HtmlElement, url: str) -> None:
    """Take away what works on a page only: ids, classes, ways back from footnotes."""
    for node in list(root.iter("a")):
        if node.get("class") == _BACK:
            _drop(node)
        elif (node.get("href") or "").startswith("#"):
            node.set("href", url + node.get("href"))
    for node in list(root.iterdescendants()):
        node.attrib.pop("id", None)
        aligned = node.attrib.pop("class", None)
        if aligned:
            node.set("align", aligned)
        if node.tag == "a" and not node.attrib:
            node.drop_tag()


def _choose_excerpt(
    blocks: list[html.HtmlElement], until: int | None
) -> list[html.HtmlElement]:
    """What stands before the mark; without one, the first paragraphs."""
    if until is not None:
        return blocks[:until]
    chosen: list[html.HtmlElement] = []
    words = 0
    for block in blocks:
        if block.tag != "p" or words >= _EXCERPT_WORDS:
            break
        chosen.append(block)
        words += len(block.text_content().split())
    return chosen or [block for block in blocks if block.tag == "p"][:1]


def _render_blocks(blocks: list[html.HtmlElement]) -> str:
    return _FOOTNOTE.sub("", "".join(_outer(block) for block in blocks))


def _text(made: str) -> str:
    """The words of clean HTML, one line per block."""
    broken = _BLOCK_TAG.sub("\n", made)
    lines = unescape(_TAG.sub("", broken)).split("\n")
    return "\n".join(line for line in (" ".join(x.split()) for x in lines) if line)


def _inner(root: html.HtmlElement) -> str:
    made: str = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    inner = made[made.index(">") + 1 : made.rindex("<")].strip()
    return _GAP.sub("\n", inner)


def _outer(block: html.HtmlElement) -> str:
    made: str = etree.tostring(block, encoding="unicode", method="html", with_tail=False)
    return made


def _rename_footnotes(made: str) -> str:
    """Give footnotes ids without a colon, which HTML checkers dislike."""
    if "fn:" not in made and "fnref:" not in made:
        return made
    return _FOOTNOTE_ID.sub(r"\1\2-", made)
