"""Elements of any origin become the few that every reader shows.

The rules follow what feed readers keep and drop; the tables are in `rules.py`.
"""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from postroom.fragments import rules
from postroom.fragments.excerpt import MARK

Size = tuple[int, int]
Change = Callable[[html.HtmlElement, set[str]], bool]
"""Changes an element in place; true if nothing is left of it to clean."""

BACK = "back"
"""The class of a link that leads back from a footnote."""


class Cleaner:
    """Turns one tree into what every output can show; keeps ids and alignment."""

    def __init__(self, url: str, size_of: Callable[[str], Size | None]) -> None:
        """Resolve addresses against ``url``; ask ``size_of`` for the sizes of pictures."""
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
        """Change everything below an element, in place."""
        for node in list(root.iterdescendants()):
            if not isinstance(node.tag, str):  # comments, processing instructions
                drop(node)
            elif node.getparent() is not None:
                self._clean_element(node)
        for node in list(root.iterdescendants()):
            is_bare_link = node.tag == "a" and not node.attrib
            if (node.tag not in rules.KEPT and node.tag != MARK) or is_bare_link:
                node.drop_tag()

    def _clean_element(self, node: html.HtmlElement) -> None:
        classes = set((node.get("class") or "").split())
        if node.tag in rules.DROPPED or classes & rules.DROPPED_CLASSES:
            drop(node)
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
    return BACK if node.tag == "a" and "footnote-backref" in classes else ""


def drop(node: html.HtmlElement) -> None:
    """Take an element out with all it holds; the text behind it stays."""
    if node.getparent() is not None:
        node.drop_tree()


def _replace_by_text(node: html.HtmlElement, text: str) -> bool:
    node.tail = text + (node.tail or "")
    drop(node)
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
        drop(group)
    for label in [child for child in node if child.tag in ("label", "input")]:
        drop(label)


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
        drop(number)
    text = pre.text_content()
    pre.clear(keep_tail=True)
    code = etree.SubElement(pre, "code")
    code.text = text.strip("\n") + "\n"
    if "mermaid" in classes:
        note = pre.makeelement("p")
        note.text = "Diagram, as its source:"
        pre.addprevious(note)
    return False
