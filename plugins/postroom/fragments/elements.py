"""Elements of any origin become the few that every reader shows.

The rules follow what feed readers keep and drop; the tables are in `rules.py`.
"""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from postroom.fragments import rules
from postroom.fragments.embeds import set_embed
from postroom.fragments.excerpt import MARK
from postroom.fragments.formulas import is_formula, is_preview, set_formula
from postroom.fragments.hidden import drop_twin_pictures, is_hidden
from postroom.fragments.nesting import mend_nesting
from postroom.model.text import quotes_of
from postroom.toolbox.attributes import keep_attributes
from postroom.toolbox.pictures import complete_size

Size = tuple[int, int]
Change = Callable[[html.HtmlElement, set[str]], bool]
"""Changes an element in place; true if nothing is left of it to clean."""

BACK = "back"
"""The class of a link that leads back from a footnote."""

_LANGUAGE = "language-"
_NO_CLASSES: set[str] = set()
_SIDE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d+px)\b")
_SPACER = 200
"""Characters of a picture that is written into a page and shows nothing: it keeps room."""

_BOXES = {True: "☑", False: "☐"}


class Cleaner:
    """Turns one tree into what every output can show; keeps ids and alignment."""

    def __init__(
        self, url: str, size_of: Callable[[str], Size | None], language: str = ""
    ) -> None:
        """Begin.

        Args:
            url: What addresses are relative to.
            size_of: Gives the sizes of pictures.
            language: What the text is in, where it does not say so itself.
        """
        self.url = url
        self.size_of = size_of
        self.language = language
        self.left_out: dict[str, None] = {}
        """What the page shows and this cannot, by the names of the vocabulary."""

        self._gone: set[html.HtmlElement] = set()
        self.changes: dict[str, Change] = {
            **dict.fromkeys(("div", "span", "details"), _restructure),
            **dict.fromkeys(rules.EMBEDDED, self._replace_embedded),
            **dict.fromkeys(("meter", "progress"), _say_value),
            "dialog": _open_dialog,
            "figcaption": _open_caption,
            "h1": _lower_heading,
            "img": self._mend_image,
            "input": _replace_checkbox,
            "picture": _hand_down_source,
            "pre": self._set_code,
            "q": self._quote,
            "rt": _enclose_reading,
            "svg": self._replace_drawing,
            "table": _replace_line_numbers,
        }

    def clean(self, root: html.HtmlElement) -> None:
        """Change everything below an element, in place."""
        drop_twin_pictures(root)
        for node in list(root.iterdescendants()):
            if not isinstance(node.tag, str):  # comments, processing instructions
                drop(node)
            elif node.getparent() is not None and node not in self._gone:
                self._clean_element(node)
        for node in list(root.iterdescendants()):
            is_bare_link = node.tag == "a" and not node.attrib
            if node.tag in rules.BOXES:
                _open_box(node)
            elif (node.tag not in rules.KEPT and node.tag != MARK) or is_bare_link:
                node.drop_tag()
        mend_nesting(root)

    def _clean_element(self, node: html.HtmlElement) -> None:
        if node.tag in rules.RENAMED:
            node.tag = rules.RENAMED[node.tag]
        classes = set((node.get("class") or "").split()) if node.attrib else _NO_CLASSES
        if is_formula(node, classes) and set_formula(node, classes):
            if node.getparent() is None:  # the copy that stands for it is no part of it
                self._gone.update(node.iterdescendants())
            return
        if node.attrib and _is_furniture(node, classes):
            if node.get("aria-hidden") and not _has_neighbour(node):
                self.left_out["aria-hidden"] = None
            self._drop(node)
            return
        change = self.changes.get(node.tag)
        if change is not None and change(node, classes):
            return
        if node.tag in rules.DROPPED:
            self._leave_out(node)
            return
        self._keep_attributes(node, _meaning(node, classes))

    def _leave_out(self, node: html.HtmlElement) -> None:
        """Take out what no output shows; what the page does is remarked on."""
        if node.tag == "noscript":
            _use_spare_pictures(node)
            return
        if node.tag == "script" and node.get("src") and not _has_words_before(node):
            self.left_out["script-of-elsewhere"] = None
        if node.tag in rules.MISSED and node.get("type") != "hidden":
            self.left_out[node.tag] = None
        self._drop(node)

    def _miss(self, node: html.HtmlElement) -> None:
        """Remark on what a page shows by sheets and scripts."""
        if "url(" in (node.get("style") or ""):
            self.left_out["background-image"] = None
        if "-" in node.tag and node.tag not in rules.KEPT and not _says_anything(node):
            self.left_out["unknown-element"] = None

    def _drop(self, node: html.HtmlElement) -> None:
        self._gone.update(node.iterdescendants())
        drop(node)

    def _keep_attributes(self, node: html.HtmlElement, meaning: str) -> None:
        attributes = node.attrib
        if not attributes:
            return
        self._miss(node)
        own = rules.KEPT_ATTRIBUTES.get(node.tag, rules.NOTHING)
        keep_attributes(node, rules.ALWAYS_KEPT | own)
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
        source = _source_of(node)
        address = self._resolve(source)
        if not address and len(node.get("src") or "") > _SPACER:
            self.left_out["data-image"] = None
        if not address or classes & {"twemoji", "emojione"}:
            return _replace_by_text(node, node.get("alt") or "")
        node.set("src", source)
        node.set("alt", node.get("alt") or "")
        _set_sides(node, self.size_of(address))
        return False

    def _replace_embedded(self, node: html.HtmlElement, _: set[str]) -> bool:
        if not set_embed(node, self._resolve):
            self.left_out[node.tag] = None
            drop(node)
        return True

    def _set_code(self, node: html.HtmlElement, classes: set[str]) -> bool:
        """Keep the words of code, and say that its links are lost."""
        targets = (link.get("href") or "#" for link in node.iter("a"))
        if not all(target.startswith("#") for target in targets):  # the marks of lines
            self.left_out["link-in-code"] = None
        return _plain_code(node, classes)

    def _replace_drawing(self, node: html.HtmlElement, _: set[str]) -> bool:
        """Say what a drawing shows, as far as its author did."""
        title = next(node.iterchildren("{*}title", "title"), None)
        said = node.get("aria-label") or (title.text_content() if title is not None else "")
        said = " ".join(said.split())
        if not said:
            self.left_out["svg"] = None
        return _replace_by_text(node, f"[Drawing: {said}]" if said else "")

    def _quote(self, node: html.HtmlElement, _: set[str]) -> bool:
        """Write the quotation marks that browsers set: others show none."""
        above = [above for above in node.iterancestors() if above.get("lang")]
        language = node.get("lang") or (above[0].get("lang") if above else self.language)
        depth = sum(1 for _ in node.iterancestors("q"))
        opened, closed = quotes_of(language)[depth % 2]
        node.text = opened + (node.text or "")
        if len(node):
            node[-1].tail = (node[-1].tail or "") + closed
        else:
            node.text += closed
        return False


def _says_anything(node: html.HtmlElement) -> bool:
    return bool(node.text_content().strip()) or node.find(".//img") is not None


def _has_words_before(script: html.HtmlElement) -> bool:
    """Whether a script dresses up a quotation, as networks do: its words are kept."""
    before = script.getprevious()
    return before is not None and before.tag == "blockquote"


def _open_dialog(node: html.HtmlElement, _: set[str]) -> bool:
    """Keep what comes up at once."""
    if "open" in node.attrib:
        node.tag = "div"
    return False


def _open_caption(node: html.HtmlElement, _: set[str]) -> bool:
    """Let a caption that is one paragraph hold its words."""
    [*blocks] = node
    if len(blocks) == 1 and blocks[0].tag == "p":
        words = f"{node.text or ''}{blocks[0].tail or ''}"
        if not words.strip():
            node.text = blocks[0].tail = None
            blocks[0].drop_tag()
    return False


def _open_box(node: html.HtmlElement) -> None:
    """Let what a box holds stand by itself, apart from the words beside it."""
    before, last = _ends(node)
    near = (node.getprevious(), node.getnext())
    is_beside = any(n is not None for n in near) or f"{before}{node.tail or ''}".strip()
    if node.getparent().tag in _HOLDING and is_beside and _is_line(node):
        for name in set(node.attrib) - rules.ALWAYS_KEPT:
            del node.attrib[name]
        node.tag = "p"
        return
    if _touch(before, node.text):
        node.text = f"\n{node.text}"
    if _touch(last, node.tail):
        node.tail = f"\n{node.tail}"
    node.drop_tag()


_HOLDING = rules.BOXES | {"blockquote", "body", "dd", "li", "td", "th"}


def _is_line(node: html.HtmlElement) -> bool:
    """Whether a box holds words, and no block."""
    inner = (each for each in node.iter(*rules.BLOCKS, *rules.BOXES) if each is not node)
    return next(inner, None) is None and bool(node.text_content().strip())


def _ends(node: html.HtmlElement) -> tuple[str, str]:
    """The words right before an element, and its last ones."""
    previous = node.getprevious()
    before = node.getparent().text if previous is None else previous.tail
    last = node[-1].tail if len(node) else node.text
    return before or "", last or ""


def _touch(before: str, after: str | None) -> bool:
    """Whether two pieces of text would become one word."""
    return bool(before and after and not (before[-1].isspace() or after[0].isspace()))


def _is_furniture(node: html.HtmlElement, classes: set[str]) -> bool:
    """Whether an element is no part of what the page says."""
    if classes and (classes & rules.DROPPED_CLASSES or is_preview(node, classes)):
        return True
    return is_hidden(node, classes)


def _has_neighbour(node: html.HtmlElement) -> bool:
    """Whether something beside an element may say in words what it shows."""
    near = (node.getprevious(), node.getnext())
    return any(n is not None for n in near) or not node.text_content().strip()


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
    if node.get("type") not in ("checkbox", "radio"):
        return False
    return _replace_by_text(node, _BOXES["checked" in node.attrib])


def _source_of(node: html.HtmlElement) -> str:
    """Where a picture is, also if a script is to load it."""
    written = (node.get("src") or "").strip()
    if not written or written.startswith(("data:", "about:")):
        lazy = ("data-src", "data-lazy-src", "data-original")
        written = next(filter(None, map(node.get, lazy)), "")
    if written:
        return written
    largest = _choices_of(node).rpartition(",")[2].split()
    return largest[0] if largest else ""


def _set_sides(picture: html.HtmlElement, size: Size | None) -> None:
    """Say how large a picture is shown: as its author wants it, else as it is."""
    asked = {name: picture.get(name) or "" for name in ("width", "height")}
    asked |= dict(_SIDE.findall(picture.get("style") or ""))
    sides = asked["width"], asked["height"]
    for name, side in zip(
        asked, complete_size(*sides, size) if size else sides, strict=True
    ):
        if side:
            picture.set(name, side.removesuffix("px"))


def _choices_of(node: html.HtmlElement) -> str:
    """The addresses of a picture in several sizes, also if a script is to load it."""
    return node.get("srcset") or node.get("data-srcset") or ""


def _hand_down_source(picture: html.HtmlElement, _: set[str]) -> bool:
    """Let a picture say itself where it is: in the last file, which most programs read."""
    choices = [choice for each in picture.iter("source") if (choice := _choices_of(each))]
    for image in picture.iter("img"):
        if choices and not _source_of(image):
            image.set("srcset", choices[-1])
    return False


def _use_spare_pictures(node: html.HtmlElement) -> None:
    """Keep the pictures for those without script, unless they are there already."""
    before = node.getprevious()
    is_twin = before is not None and (
        before.tag == "img" or before.find(".//img") is not None
    )
    pictures = [] if is_twin else list(node.iter("img"))
    for picture in pictures:
        picture.tail = None
        node.addprevious(picture)
    drop(node)


def _say_value(node: html.HtmlElement, _: set[str]) -> bool:
    """Say how far a bar reaches, unless its author did."""
    said = " ".join(node.text_content().split())
    if not said and (value := node.get("value")):
        most = node.get("max")
        said = f"{value} of {most}" if most else value
    return _replace_by_text(node, said)


def _enclose_reading(node: html.HtmlElement, _: set[str]) -> bool:
    """Set brackets around how a word is read, for readers that show it behind that."""
    before, after = node.getprevious(), node.getnext()
    if before is None or before.tag != "rp" or (before.tail or "").strip():
        opened = node.makeelement("rp")
        opened.text = "("
        node.addprevious(opened)
    if after is None or after.tag != "rp" or (node.tail or "").strip():
        closed = node.makeelement("rp")
        closed.text = ")"
        closed.tail, node.tail = node.tail, None
        node.getparent().insert(node.getparent().index(node) + 1, closed)
    return False


def _restructure(node: html.HtmlElement, classes: set[str]) -> bool:
    """Turn the theme's own boxes into HTML that keeps their meaning."""
    if "highlight" in classes:
        _hand_down_language(node, classes)
    if node.tag == "details" or "admonition" in classes:
        _quote(node)
    elif "tabbed-set" in classes:
        _flatten_tabs(node)
    elif {"critic", "comment"} <= classes:
        node.text = f" [{node.text or ''}"
        node.tail = f"]{node.tail or ''}"
    elif "twemoji" in classes:
        for icon in node.iter("svg"):
            icon.set("aria-hidden", "true")
    elif "filename" in classes:
        node.tag = "p"
        _wrap_text(node)
    return False


def _hand_down_language(box: html.HtmlElement, classes: set[str]) -> None:
    """Let code say itself in which language it is."""
    language = next((name for name in classes if name.startswith(_LANGUAGE)), "")
    if language:
        for pre in box.iter("pre"):
            pre.set("class", f"{pre.get('class') or ''} {language}")


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
    groups = _find_own(node, "tabbed-labels")
    labels = [label for group in groups for label in group.iter("label")]
    blocks = _find_own(node, "tabbed-block") or _find_own(node, "tabbed-content")
    if not labels:  # the older markup: label, content, label, content
        labels = [child for child in node if child.tag == "label"]
    for label, block in zip(labels, blocks, strict=False):
        title = node.makeelement("p")
        title.extend([node.makeelement("strong")])
        title[0].text = label.text_content().strip()
        block.insert(0, title)
        title.tail, block.text = block.text, None
    for group in groups:
        drop(group)
    for label in [child for child in node if child.tag in ("label", "input")]:
        drop(label)


def _find_own(tabs: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """Find parts of tabs by their class, not those of other tabs within them."""
    others = [each for each in tabs.find_class("tabbed-set") if each is not tabs]
    inner = {part for each in others for part in each.find_class(name)}
    return [part for part in tabs.find_class(name) if part not in inner]


def _replace_line_numbers(table: html.HtmlElement, classes: set[str]) -> bool:
    """Take the code out of a table of line numbers; the last `pre` has it."""
    if "highlighttable" not in classes:
        return False
    names = table.find_class("filename")
    code = list(table.iter("pre"))[-1:]
    tail = table.tail
    for pre in code:
        _plain_code(pre, set((pre.get("class") or "").split()))
    table.clear()
    table.tail = tail
    table.tag = "div"
    for name in names[:1]:
        title = etree.SubElement(table, "p")
        etree.SubElement(title, "strong").text = name.text_content()
    table.extend(code)
    return True


def _plain_code(pre: html.HtmlElement, classes: set[str]) -> bool:
    language = _language_of(pre, classes)
    for number in pre.xpath(".//*[contains(@class, 'linenos')]"):
        drop(number)
    for gap in list(pre.iter("br")):
        _replace_by_text(gap, "\n")
    text = pre.text_content()
    pre.clear(keep_tail=True)
    code = etree.SubElement(pre, "code")
    code.text = text.strip("\n") + "\n"
    if language:
        code.set("class", language)
    if "mermaid" in classes:
        note = pre.makeelement("p")
        note.text = "Diagram, as its source:"
        pre.addprevious(note)
    return False


def _language_of(pre: html.HtmlElement, classes: set[str]) -> str:
    """The class that says what code is written in, from wherever it stands."""
    near = [*classes]
    for code in pre.iter("code"):
        near += (code.get("class") or "").split()
    return next((c for c in near if c.startswith(_LANGUAGE) and c != "language-text"), "")
