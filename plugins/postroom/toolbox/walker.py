"""HTML becomes plain text that loses nothing: quotes, lists, code, tables, notes, links."""

import re
from collections.abc import Callable, Iterable

from lxml import html

from postroom.model.address import quote_signs
from postroom.toolbox.mailhtml import MARKED
from postroom.toolbox.meaning import box_of, number_items
from postroom.toolbox.texttable import draw_table
from postroom.toolbox.wrap import LINE, indent, visible, width_of, wrap

Lines = list[str]

BLOCKS = frozenset(
    "blockquote caption dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table ul".split()
)
_LOOSE = frozenset({"p", "pre", "blockquote", "table"})
_BREAK = "\u2028"
_NOTE = re.compile(r"\[(\w{1,4})\]")
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)(?:www\.)?")
_NARROWEST = 24
_DEEP = 4

REFERENCE = "\x02{}\x03"
"""The number of a link while a text is set: no text from anybody holds these signs."""

_SET_REFERENCE = re.compile("\x02(\\d+)\x03")
_GAP = (
    r"[\s\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)
_ALIKE = re.compile(
    r"[\[\u2045\u2772\u27e6\u3010\u3014\u3016\u3018\u301a\uff3b]"
    rf"{_GAP}((?:note\s+)?\d+){_GAP}"
    r"[\]\u2046\u2773\u27e7\u3011\u3015\u3017\u3019\u301b\uff3d]",
    re.I,
)
"""What looks like the number of a link, or of a note, in brackets of any kind."""


class Links:
    """Numbers addresses in the order in which a text mentions them."""

    def __init__(self, mentioned: Iterable[str] = (), form: str = "[{}]") -> None:
        """Start with addresses that a text mentions already.

        Args:
            mentioned: The addresses.
            form: How a text writes the number of what it mentions.
        """
        self._form = form
        self._numbers = {url: number for number, url in enumerate(mentioned, 1)}
        self._listed = 0

    @property
    def mentioned(self) -> tuple[str, ...]:
        """What is not listed yet, in its order."""
        return tuple(self._numbers)

    def number(self, url: str) -> int:
        """Give the number of an address; the same one again as long as it is not listed."""
        return self._numbers.setdefault(url, self._listed + len(self._numbers) + 1)

    def mention(self, text: str, url: str) -> str:
        """Write a text that leads somewhere; one that is its own address stays plain."""
        shown, address = text.strip(), quote_signs(url)
        if not url or not shown:
            return text + address
        if _is_same(shown, url):
            said = shown if url.startswith("mailto:") else address
        else:
            said = f"{shown} {self._form.format(self.number(address))}"
        return text.replace(shown, said)

    def take(self) -> Lines:
        """List what was mentioned since the last time, and forget it."""
        lines = [f"[{number}] {url}" for url, number in self._numbers.items()]
        self._listed += len(self._numbers)
        self._numbers = {}
        return lines


def _is_same(text: str, url: str) -> bool:
    return _SCHEME.sub("", url).rstrip("/") == _SCHEME.sub("", text).rstrip("/")


class Walker:
    """Writes transformed HTML as lines of text."""

    def __init__(self, links: Links) -> None:
        """Number what the text leads to by ``links``."""
        self.links = links
        self._notes: set[str] = set()

    def write(self, root: html.HtmlElement, width: int = LINE) -> Lines:
        """Write what an element holds."""
        self._root = root
        self._notes = set()
        return _stack(self._flow(root, width))

    def _flow(self, node: html.HtmlElement, width: int) -> list[Lines]:
        """Write what an element holds as blocks; loose words between them make others."""
        blocks: list[Lines] = []
        run = node.text or ""
        for child in node:
            if child.tag in BLOCKS:
                blocks += [self._paragraph(run, width), *self._block(child, width)]
                run = ""
            else:
                run += self._inline(child)
            run += child.tail or ""
        blocks.append(self._paragraph(run, width))
        return [block for block in blocks if block]

    def _paragraph(self, run: str, width: int) -> Lines:
        if not run or run.isspace():
            return []
        return [line for part in run.split(_BREAK) for line in wrap(part, width)]

    def _block(self, node: html.HtmlElement, width: int) -> list[Lines]:
        writer = _WRITERS.get(node.tag)
        return [writer(self, node, width)] if writer else self._flow(node, width)

    def _heading(self, node: html.HtmlElement, width: int) -> Lines:
        lines = self._paragraph(self._holds(node), width)
        return underline(lines, "-" if int(node.tag[1]) < _DEEP else ".")

    def _quote(self, node: html.HtmlElement, width: int) -> Lines:
        return self._inside(node, width, "> ", "> ")

    def _definition(self, node: html.HtmlElement, width: int) -> Lines:
        return self._inside(node, width, "    ", "    ")

    def _definitions(self, node: html.HtmlElement, width: int) -> Lines:
        blocks = self._flow(node, width)
        if not any("" in block for block in blocks):
            return [line for block in blocks for line in block]
        lines: Lines = []
        for block in blocks:  # what a term means may have gaps of its own
            is_after_meaning = bool(lines) and lines[-1].startswith(" ")
            lines += ["", *block] if is_after_meaning else block
        return lines

    def _inside(self, node: html.HtmlElement, width: int, first: str, rest: str) -> Lines:
        """Write what an element holds behind something; too deep, the room stays as is."""
        if width - len(rest) < _NARROWEST:
            return _stack(self._flow(node, width))
        return indent(_stack(self._flow(node, width - len(rest))), first, rest)

    def _list(self, node: html.HtmlElement, width: int) -> Lines:
        items = list(node)
        is_notes = self._is_notes(node, items)
        is_loose = any(child.tag in _LOOSE for item in items for child in item)
        lines: Lines = ["Notes", "-----", ""] if is_notes else []
        for item, number in zip(items, number_items(node), strict=True):
            sign = write_number(number, node.get("type") or "1")
            marker = f"{sign}. " if node.tag == "ol" else "- "
            marker = f"[note {number}] " if is_notes else marker
            is_task = node.tag == "ul" and box_of(item)  # which is its own mark
            made = self._item(item, width, "" if is_task else marker, len(marker))
            lines += ["", *made] if lines and is_loose and lines[-1] else made
        return lines

    def _item(self, item: html.HtmlElement, width: int, marker: str, deep: int) -> Lines:
        if not any(child.tag in _LOOSE for child in item):
            room = width - deep
            if room >= _NARROWEST:  # a nested list follows its item without a gap
                lines = [line for block in self._flow(item, room) for line in block]
                return indent(lines or [""], marker, " " * deep)
        return self._inside(item, width, marker, " " * deep)

    def _is_notes(self, node: html.HtmlElement, items: list[html.HtmlElement]) -> bool:
        """Whether a list is what the footnotes refer to: as many, at the very end."""
        if node.tag != "ol" or node.getnext() is not None or not self._notes:
            return False
        return node.getparent() is self._root and len(self._notes) == len(items)

    def _code(self, node: html.HtmlElement, width: int) -> Lines:
        text = self._verbatim(node).strip("\n").expandtabs(4)
        return [f"    {line}".rstrip() for line in visible(text).splitlines()]

    def _verbatim(self, node: html.HtmlElement) -> str:
        """Code as it is; only what it leads to is added."""
        text = "\n" if node.tag == "br" else node.text or ""
        for child in node:
            text += self._verbatim(child) + (child.tail or "")
        if node.tag == "a" and node.get("href"):
            return self.links.mention(text, node.get("href"))
        return _image(node) if node.tag == "img" else text

    def _rule(self, node: html.HtmlElement, width: int) -> Lines:
        following = node.getnext()
        is_before_notes = following is not None and self._is_notes(
            following, list(following)
        )
        return [] if is_before_notes else ["* * *"]

    def _table(self, node: html.HtmlElement, width: int) -> Lines:
        return draw_table(node, width, self.say)

    def say(self, node: html.HtmlElement) -> str:
        """Write what an element holds as one line."""
        return visible(self._holds(node).replace(_BREAK, " "))

    def _holds(self, node: html.HtmlElement) -> str:
        text = node.text or ""
        for child in node:
            gap = " " if child.tag in BLOCKS or child.tag in ("td", "th", "tr") else ""
            text += gap + self._inline(child) + gap + (child.tail or "")
        return text

    def _inline(self, node: html.HtmlElement) -> str:
        mark = _MARKS.get(node.tag)
        text = self._holds(node)
        return mark(self, node, text) if mark else text

    def _link(self, node: html.HtmlElement, text: str) -> str:
        return self.links.mention(text, node.get("href") or "")

    def _raised(self, node: html.HtmlElement, text: str) -> str:
        note = _NOTE.fullmatch(text)
        if note is None:
            return _shift(node, text, "^")
        self._notes.add(note[1])
        return f" [note {note[1]}]"


def _image(node: html.HtmlElement, _: str = "") -> str:
    alt = " ".join((node.get("alt") or "").split())
    return f"[Image: {alt}]" if alt else ""


def _shift(node: html.HtmlElement, text: str, sign: str) -> str:
    """Write what is raised or lowered: `m^2`, `x^(n + 1)`; small print stays as it is."""
    before = node.getprevious()
    behind = (node.getparent().text if before is None else before.tail) or ""
    bare = text.strip()
    if not bare or (bare in _ORDINAL and behind[-1:].isdigit()):
        return text
    if " " not in bare:
        return f"{sign}{text}"
    is_break = before is not None and before.tag == "br"
    is_behind = behind[-1:].strip() if behind else before is not None and not is_break
    return f"{sign}({bare})" if is_behind else text


_ORDINAL = frozenset({"st", "nd", "rd", "th"})


def _around(mark: str) -> Callable[[Walker, html.HtmlElement, str], str]:
    """Put a mark on both sides of words, not on the white space around them."""

    def write(_: Walker, node: html.HtmlElement, text: str) -> str:
        bare = text.strip()
        if not bare or _is_within(node, mark):
            return text
        start = text.index(bare)
        return text[:start] + mark + bare + mark + text[start + len(bare) :]

    return write


def _is_within(node: html.HtmlElement, mark: str) -> bool:
    """Whether marks stand around an element already, which others would end."""
    return any(_SIGNS.get(above.tag) == mark for above in node.iterancestors())


_SIGNS: dict[str, str] = {
    **dict.fromkeys(("b", "strong", "em", "i", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("code", "kbd", "samp"), "`"),
    **dict.fromkeys(("del", "s"), "~"),
    **dict.fromkeys(("ins", "u"), "_"),
}
"""What stands on both sides of words."""

_WRITERS: dict[str, Callable[[Walker, html.HtmlElement, int], Lines]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Walker._heading),
    "blockquote": Walker._quote,
    "dd": Walker._definition,
    "dl": Walker._definitions,
    "hr": Walker._rule,
    "ol": Walker._list,
    "pre": Walker._code,
    "table": Walker._table,
    "ul": Walker._list,
}
_MARKS: dict[str, Callable[[Walker, html.HtmlElement, str], str]] = {
    **{tag: _around(sign) for tag, sign in _SIGNS.items()},
    "a": Walker._link,
    "br": lambda *_: _BREAK,
    "img": lambda _, node, __: _image(node),
    "li": lambda _, __, text: f"- {text.strip()}",  # where there is one line for all
    "span": lambda walker, node, text: (
        _around("==")(walker, node, text) if node.get("style") == MARKED else text
    ),
    "sub": lambda _, node, text: _shift(node, text, "_"),
    "sup": Walker._raised,
}


def disarm(text: str, *, has_notes: bool = False) -> str:
    """Write what only looks like the number of a link so that it does not.

    Where a text has notes of its own, only numbers of links are looked for.

    Texts of which that is asked are set with `REFERENCE`, and `set_references` after it.
    """

    def write(found: re.Match[str]) -> str:
        is_note = has_notes and found[1][:4].lower() == "note"
        return found[0] if is_note else f"({found[1]})"

    return _ALIKE.sub(write, text)


def set_references(text: str) -> str:
    """Write the numbers of links for readers."""
    return _SET_REFERENCE.sub(r"[\1]", text)


def underline(lines: Lines, mark: str) -> Lines:
    """Set a line of marks below a heading, as long as its longest line.

    It is never two long: two dashes begin a signature (RFC 3676, 4.3).
    """
    wide = max(map(width_of, lines), default=0)
    return [*lines, mark * (wide + (wide == len("--")))] if lines else []


_ROMAN = "1000m 900cm 500d 400cd 100c 90xc 50l 40xl 10x 9ix 5v 4iv 1i".split()
_MOST_ROMAN = 3999


def write_number(number: int, kind: str) -> str:
    """Write the number of an item as HTML's `type` of its list says: a, A, i, I or 1."""
    if kind in ("i", "I") and 0 < number <= _MOST_ROMAN:
        made = ""
        for value, sign in (
            (int(re.sub(r"\D", "", x)), re.sub(r"\d", "", x)) for x in _ROMAN
        ):
            times, number = divmod(number, value)
            made += sign * times
    elif kind in ("a", "A") and number > 0:
        made = ""
        while number:
            number, rest = divmod(number - 1, 26)
            made = chr(ord("a") + rest) + made
    else:
        return str(number)
    return made.upper() if kind.isupper() else made


def _stack(blocks: list[Lines]) -> Lines:
    """Join blocks by blank lines."""
    return [line for block in blocks for line in ("", *block)][1:]
