"""A kit becomes Markdown that every processor reads back as the same text.

Ours, because what the libraries for Markdown write reads back as another text.

Source:
    CommonMark 0.31; tables as in GitHub Flavored Markdown; footnotes as in PHP Markdown
    Extra. Lists are set so that Python-Markdown, which wants four spaces, reads the same.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from postroom.fragments.story import Element, Story
from postroom.kits.credit import Sentence
from postroom.kits.kit import Kit
from postroom.kits.lengths import Length
from postroom.kits.prose import Prose, collapse, escape, write_link
from postroom.kits.setting import render_lengths, standfirst_of
from postroom.toolbox.meaning import BOXES, box_of, language_of, number_items
from postroom.toolbox.spans import spread_cells

_START = re.compile(
    r"""[\#>]
    | [-+*](?=\s|$) | \d{1,9}[.)](?=\s|$)   # a list
    | =+$ | [-:|](?=[-:|\s]*$)              # the line below a heading, or within a table
    | :(?=\s)                               # a definition""",
    re.X,
)
_ESCAPABLE = frozenset("#>-+*")
_NEXT_LINE = re.compile(r"\n(?=[^\n])")
_FENCES = re.compile("`{3,}")
_MERGED = re.compile(r"(-|\d+\.|>)(?:\s|$)")
_APART = "<!-- -->"
"""Keeps two lists, or two quotes, from becoming one."""

_DEEP = 4
_LOOSE = frozenset("blockquote dl figure h2 h3 h4 h5 h6 hr p pre table".split())
_SIDES = {"right": "---:", "center": ":---:", "left": ":---"}


def render_markdown(kit: Kit, lengths: Sequence[Length]) -> dict[str, str]:
    """Write every length of a kit, by its name; a paragraph is one line."""
    return render_lengths(lengths, lambda story: _MarkdownSetter(kit, story).write)


class _MarkdownSetter:
    """Sets every block of one story; a length joins its first ones."""

    def __init__(self, kit: Kit, story: Story) -> None:
        self.kit = kit
        numbers = {name: number for number, name in enumerate(story.notes, 1)}
        writer = _Writer(Prose(kit.home, numbers, kit.pasted))
        self.blocks: list[str] = []
        last = ""
        for block in story.blocks:
            made = writer.block(block)
            self.blocks.append("\n\n".join(_set_apart(made, last)))
            last = made[-1] if made else last
        self.notes = {
            name: _hang(writer.blocks(note), f"[^{numbers[name]}]: ", _DEEP)
            for name, note in story.notes.items()
        }

    def write(self, length: Length) -> str:
        """Write one length."""
        kit = self.kit
        standfirst = escape(standfirst_of(kit, length))
        parts = [
            _head(1, escape(kit.title)),
            f"*{standfirst}*" if standfirst else "",
            f"By {escape(kit.byline)}" if kit.byline else "",
            *self.blocks[: length.blocks],
            *(self.notes[name] for name in length.notes),
            "---",
            *map(_credit, kit.credit[length.origin]),
        ]
        return "\n\n".join(filter(None, parts)) + "\n"


def _credit(sentence: Sentence) -> str:
    return "".join(
        write_link(escape(fact.text), fact.url) if fact.url else escape(fact.text)
        for fact in sentence
    )


class _Writer:
    """Writes what stands on lines of its own."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose

    def blocks(self, node: Element) -> list[str]:
        """Write what an element holds; loose words between blocks make others."""
        made: list[str] = []
        said = escape(node.text)
        for child in node:
            if child.tag in _WRITERS:
                made += [*_paragraph(said), *self.block(child)]
                said = escape(child.tail)
            else:
                said = self.prose.add(said, child)
        return _set_apart([*made, *_paragraph(said)])

    def block(self, node: Element) -> list[str]:
        """Write one element as no, one or several blocks."""
        return _WRITERS.get(node.tag, _Writer.blocks)(self, node)

    def _paragraph(self, node: Element) -> list[str]:
        return _paragraph(self.prose.write(node))

    def _heading(self, node: Element) -> list[str]:
        said = self.prose.write(node)
        return [_head(int(node.tag[1]), said)] if said.strip() else []

    def _quote(self, node: Element) -> list[str]:
        lines = "\n\n".join(self.blocks(node)).split("\n")
        quoted = "\n".join(f"> {line}" if line else ">" for line in lines)
        return [] if quoted == ">" else [quoted]

    def _list(self, node: Element) -> list[str]:
        items = [_tick(self.blocks(item), box_of(item)) for item in node]
        numbers = number_items(node)
        is_loose = any(child.tag in _LOOSE for item in node for child in item)
        gap = "\n\n" if is_loose or not all(map(_is_tight, items)) else "\n"
        if node.tag == "ul":
            return [gap.join(_hang(item, "- ", gap=gap) for item in items)]
        made: list[str] = []
        for before, number, item in zip([None, *numbers], numbers, items, strict=False):
            hung = _hang(item, f"{number}. ", gap=gap)
            if before is not None and number == before + 1:
                made[-1] += f"{gap}{hung}"
            else:  # Markdown counts on from the first number of a list
                made += [_APART, hung] if made else [hung]
        return ["\n\n".join(made)]

    def _code(self, node: Element) -> list[str]:
        code = node.text_content().strip("\n")
        fence = max(["```", *(found + "`" for found in _FENCES.findall(code))], key=len)
        return [f"{fence}{language_of(node)}\n{code}\n{fence}"] if code.strip() else []

    def _caption(self, node: Element) -> list[str]:
        if any(child.tag in _WRITERS for child in node):
            return self.blocks(node)
        return _paragraph(self.prose.stress(node))

    def _figure(self, node: Element) -> list[str]:
        """Set a caption right below its picture, in one paragraph."""
        match self.blocks(node):
            case [picture, caption] if picture.startswith(("![", "[![")):
                return [f"{picture}  \n{caption}"]
            case made:
                return made

    def _terms(self, node: Element) -> list[str]:
        """Write each term in strong letters above its definition, in one paragraph."""
        made: list[str] = []
        term = ""
        for child in node:
            if child.tag == "dt":
                term += f"{self.prose.stress(child).strip()}\n"
                continue
            said = self.blocks(child)
            if said and _begins_with_prose(child):
                said[0] = "  \n".join([*_paragraph(term), said[0]])
            else:
                made += _paragraph(term)
            made += said
            term = ""
        return [*made, *_paragraph(term)]

    def _table(self, node: Element) -> list[str]:
        captions = [block for c in node if c.tag == "caption" for block in self._caption(c)]
        rows = spread_cells(node)
        if not rows:
            return captions
        self.prose.is_in_table = True
        lines = [[self._cell(cell) for cell in row] for row in rows]
        self.prose.is_in_table = False
        if not all(cell is None or cell.tag == "th" for cell in rows[0]):
            lines.insert(0, [""] * len(rows[0]))
        sides = [_side(cell) for cell in rows[0]]
        return [*captions, "\n".join(map(_row, (lines[0], sides, *lines[1:])))]

    def _cell(self, cell: Element | None) -> str:
        if cell is None:
            return ""
        if any(child.tag in _WRITERS for child in cell):
            said = "\n".join(self.blocks(cell))
        else:
            said = self.prose.write(cell)
        lines = [line.strip() for line in said.split("\n")]
        return "<br>".join(filter(None, lines)).replace("|", "\\|")


def _tick(blocks: list[str], box: str) -> list[str]:
    """Write the box of a task as GitHub does."""
    if not box or not blocks:
        return blocks
    ticked = "[x]" if box == BOXES[1] else "[ ]"
    return [f"{ticked} {blocks[0].removeprefix(box).lstrip()}", *blocks[1:]]


def _begins_with_prose(node: Element) -> bool:
    first = node[0].tag if len(node) else "p"
    return first == "p" or first not in _WRITERS or bool((node.text or "").strip())


def _paragraph(said: str) -> list[str]:
    lines = [line.strip(" ") for line in said.split("\n")]
    return ["  \n".join(map(_guard, filter(None, lines)))] if any(lines) else []


def _guard(line: str) -> str:
    """Escape the beginning of a line that would be read as that of another block."""
    found = _START.match(line)
    if found is None:
        return line
    if line[0].isdigit():
        return f"{line[: found.end() - 1]}\\{line[found.end() - 1 :]}"
    return f"\\{line}" if line[0] in _ESCAPABLE else f"&#{ord(line[0])};{line[1:]}"


def _head(level: int, said: str) -> str:
    line = collapse(said).strip(" ")
    bare = line.rstrip("#")  # what is left would be taken for the end of the mark
    return f"{'#' * level} {bare}" + r"\#" * (len(line) - len(bare))


def _hang(blocks: Sequence[str], mark: str, width: int = 0, gap: str = "\n\n") -> str:
    """Put a mark before blocks; what follows its line stands below its words."""
    first, *rest = blocks or [""]
    is_list = _MERGED.match(first) is not None  # whose items would take in the rest
    deep = " " * max(0 if is_list else _DEEP, width or len(mark))
    hung = (mark + _indent(first, " " * (width or len(mark)))).rstrip()
    return gap.join([hung, *(deep + _indent(block, deep) for block in rest)])


def _indent(block: str, by: str) -> str:
    return _NEXT_LINE.sub(f"\n{by}", block)


def _is_tight(blocks: Sequence[str]) -> bool:
    """Whether an item is a line, or a line and a list that may follow it at once."""
    rest = blocks[1:]
    return not rest or (len(rest) == 1 and rest[0].startswith(("- ", "1. ")))


def _set_apart(blocks: Iterable[str], before: str = "") -> list[str]:
    made: list[str] = []
    for block in blocks:
        last = _MERGED.match(before)
        following = _MERGED.match(block)
        if last and following and (last[1] == ">") == (following[1] == ">"):
            made.append(_APART)
        made.append(block)
        before = block
    return made


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _side(cell: Element | None) -> str:
    if cell is None:
        return "---"
    return _SIDES.get(cell.get("class") or cell.get("align") or "", "---")


_WRITERS: dict[str, Callable[[_Writer, Element], list[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Writer._heading),
    **dict.fromkeys(("ol", "ul"), _Writer._list),
    **dict.fromkeys(("address", "dd", "div", "dt", "li"), _Writer.blocks),
    "blockquote": _Writer._quote,
    "dl": _Writer._terms,
    "figcaption": _Writer._caption,
    "figure": _Writer._figure,
    "hr": lambda *_: ["* * *"],
    "p": _Writer._paragraph,
    "pre": _Writer._code,
    "table": _Writer._table,
}
