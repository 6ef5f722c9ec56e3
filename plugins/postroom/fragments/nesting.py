"""Elements that stand where none may are put right, so that every reader sees the same.

Source:
    HTML Standard, 4 (content models) and 3.2.6 (ids).
"""

from collections.abc import Iterator

from lxml import html

from postroom.fragments.excerpt import MARK
from postroom.fragments.rules import BLOCKS, MATHML

_LINES = frozenset("p h2 h3 h4 h5 h6".split())
_HEADINGS = _LINES - {"p"}
_TRANSPARENT = frozenset({"a", "del", "ins"})
"""What may stand around words and around blocks."""

_FLOW = BLOCKS - {"tbody", "tfoot", "thead", "tr"} | {"math"}
_INLINE = frozenset(
    "abbr b bdi bdo cite code dfn em i kbd mark q s samp small strong sub sup time u"
    " var".split()
)
_HOLDERS = {
    "dd": ("dl", ("dl",)),
    "dt": ("dl", ("dl",)),
    "li": ("ul", ("ol", "ul")),
}
"""What an element is wrapped in unless it stands in one of these."""

_UNBROKEN = _LINES | _INLINE
"""What needs no mending unless there is a block in it, or nothing at all."""

_ROWS = ("table", "tbody", "tfoot", "thead")
_TABLES = {
    "caption": ("table",),
    "tbody": ("table",),
    "td": ("tr",),
    "tfoot": ("table",),
    "th": ("tr",),
    "thead": ("table",),
    "tr": _ROWS,
}
"""Parts of a table, and what they may stand in; elsewhere only what they hold counts."""


def mend_nesting(root: html.HtmlElement) -> None:
    """Change everything below an element, in place."""
    seen: set[str] = set()
    around = set(_list_around_blocks(root))
    for node in list(root.iterdescendants()):
        if (name := node.get("id")) is not None:
            if name in seen:
                del node.attrib["id"]
            seen.add(name)
        mend = _MENDERS.get(node.tag)
        is_sound = node.tag in _UNBROKEN and node not in around and len(node) > 0
        if mend is not None and not is_sound and node.getparent() is not None:
            mend(node)


def _list_around_blocks(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """List what stands somewhere around a block."""
    for block in root.iter(*_FLOW):
        if block.getparent() is not root:
            yield from block.iterancestors()


def _holds_block(node: html.HtmlElement) -> bool:
    return any(map(_is_block, node.iterdescendants()))


def _is_block(node: html.HtmlElement) -> bool:
    return node.tag in _FLOW and (node.tag != "math" or node.get("display") == "block")


def _mend_line(line: html.HtmlElement) -> None:
    """Take blocks out of a paragraph; of those in a heading only the words count."""
    if not len(line) and line.tag == "p" and not (line.text or "").strip():
        line.drop_tag()
    elif line.tag in _HEADINGS:
        _mend_heading(line)
    elif _holds_block(line):
        _mend_paragraph(line)


def _mend_heading(line: html.HtmlElement) -> None:
    for block in list(line.iterdescendants()):
        if _is_block(block) and block.tag != "math":
            block.drop_tag()


def _mend_paragraph(line: html.HtmlElement) -> None:
    blocks = [node for node in line.iterdescendants() if _is_block(node)]
    is_formula = [block.tag for block in blocks] == ["math"]
    if is_formula and len(line) == 1 and not _has_words_beside(line, line[0]):
        return  # a formula that is a paragraph already
    for inline in [n for n in line.iterdescendants() if n.tag in _INLINE]:
        if _holds_block(inline):
            inline.drop_tag()
    _split(line)


def _has_words_beside(line: html.HtmlElement, child: html.HtmlElement) -> bool:
    return bool((line.text or "").strip() or (child.tail or "").strip())


def _split(line: html.HtmlElement, apart: frozenset[str] = frozenset()) -> None:
    """Set what a paragraph holds as paragraphs and blocks, in their order."""
    parts: list[html.HtmlElement] = []
    run = line.makeelement(line.tag)
    run.text = line.text
    for child in list(line):
        tail, child.tail = child.tail, None
        if not (child.tag in apart or _is_block(child) or _holds_block(child)):
            run.append(child)
            child.tail = tail
            continue
        parts.append(run)
        if child.tag == "math":
            parts.append(line.makeelement(line.tag))
            parts[-1].append(child)
        else:
            parts.append(child)
        run = line.makeelement(line.tag)
        run.text = tail
    parts.append(run)
    kept = [p for p in parts if p.tag != line.tag or len(p) or (p.text or "").strip()]
    if not kept:
        line.drop_tree()
        return
    for name, value in line.attrib.items():
        if name not in kept[0].attrib:
            kept[0].set(name, value)
    parent, position, tail = line.getparent(), line.getparent().index(line), line.tail
    kept[-1].tail = tail
    parent[position : position + 1] = kept


def _mend_inline(node: html.HtmlElement) -> None:
    if len(node) and _holds_block(node):
        node.drop_tag()


def _mend_link(node: html.HtmlElement) -> None:
    is_empty = not len(node) and not (node.text or "").strip()
    is_within = any(above.tag == "a" for above in node.iterancestors())
    if is_within or (is_empty and not node.get("id")):
        node.drop_tag()


def _mend_part(node: html.HtmlElement) -> None:
    """Put an item that stands alone into a list, with those that follow it."""
    wanted, holders = _HOLDERS[node.tag]
    parent = node.getparent()
    if parent.tag in holders:
        return
    holder = node.makeelement(wanted)
    node.addprevious(holder)
    following: html.HtmlElement | None = node
    while following is not None and _HOLDERS.get(following.tag, ("",))[0] == wanted:
        after, tail = following.getnext(), (following.tail or "").strip()
        if tail:
            following.tail, holder.tail = None, following.tail
        holder.append(following)
        following = None if tail else after


def _mend_list(node: html.HtmlElement) -> None:
    """Let a list hold nothing but items; a list in a list belongs to the item before it."""
    last: html.HtmlElement | None = None
    if (node.text or "").strip():
        last = node.makeelement("li")
        last.text, node.text = node.text, None
        node.insert(0, last)
    for child in list(node):
        loose = (child.tail or "").strip()
        if child.tag == "li":
            last = child
        else:
            if last is None:
                last = node.makeelement("li")
                child.addprevious(last)
            tail, child.tail = child.tail, None
            last.append(child)
            child.tail = tail
            continue
        if loose:
            child.append(node.makeelement("p"))
            child[-1].text, child.tail = child.tail, None


def _mend_cell(node: html.HtmlElement) -> None:
    if node.getparent().tag not in _TABLES[node.tag]:
        if node.tag in ("caption", "tr"):
            node.tag = "p"
            _mend_line(node)
        else:
            node.tail = " " + (node.tail or "")
            node.drop_tag()


def _mend_column(node: html.HtmlElement) -> None:
    """A column outside of a table is nothing; the parser may have put words into it."""
    wanted = ("colgroup", "table") if node.tag == "col" else ("table",)
    if node.getparent().tag not in wanted or node.text_content().strip():
        node.drop_tag()


def _mend_table(table: html.HtmlElement) -> None:
    """Set what stands between the rows of a table before it, as browsers do."""
    for column in list(table.iter("col", "colgroup")):
        _mend_column(column)
    loose = table.makeelement("p")
    _sift(table, loose)
    for row in list(table.iter("tr")):
        if not len(row):
            row.drop_tree()
    if len(loose) or loose.text:
        table.addprevious(loose)
        _split(loose, _APART)


def _sift(part: html.HtmlElement, loose: html.HtmlElement) -> None:
    """Take out what is no part of a table; cells without a row get one."""
    wanted = {"table": _PARTS, "tr": _CELLS}.get(part.tag, _GROUPS)
    if (part.text or "").strip():
        _add_words(loose, part.text)
        part.text = None
    row: html.HtmlElement | None = None
    for child in list(part):
        if child.tag in _CELLS and part.tag != "tr":
            if row is None:
                row = part.makeelement("tr")
                child.addprevious(row)
            row.append(child)
        elif child.tag in wanted:
            row = None
            if child.tag in _GROUPS:
                _sift(child, loose)
        else:
            loose.append(child)
            continue
        if (child.tail or "").strip():
            _add_words(loose, child.tail)
            child.tail = None


def _add_words(node: html.HtmlElement, words: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + words
    else:
        node.text = (node.text or "") + words


_CELLS = frozenset({"td", "th"})
_GROUPS = frozenset("tbody tfoot thead tr".split())
_PARTS = _GROUPS | {"caption", "col", "colgroup"}
_APART = _PARTS | _CELLS | {MARK}
"""What stands in no paragraph, if it is not in its place in a table."""


def _mend_formula(math: html.HtmlElement) -> None:
    """What holds anything but MathML is no formula."""
    if any(node.tag not in MATHML for node in math.iterdescendants()):
        math.drop_tag()


def _mend_sign(node: html.HtmlElement) -> None:
    """A sign of a formula outside of one is a word like others."""
    if not any(above.tag == "math" for above in node.iterancestors()):
        node.drop_tag()


def _mend_caption(node: html.HtmlElement) -> None:
    if node.getparent().tag != "figure":
        node.tag = "p"
        _mend_line(node)


_MENDERS = {
    **dict.fromkeys(_LINES, _mend_line),
    **dict.fromkeys(_INLINE, _mend_inline),
    **dict.fromkeys(_HOLDERS, _mend_part),
    **dict.fromkeys(_TABLES, _mend_cell),
    **dict.fromkeys(MATHML, _mend_sign),
    "a": _mend_link,
    "col": _mend_column,
    "colgroup": _mend_column,
    "math": _mend_formula,
    "table": _mend_table,
    "figcaption": _mend_caption,
    "ol": _mend_list,
    "ul": _mend_list,
}
