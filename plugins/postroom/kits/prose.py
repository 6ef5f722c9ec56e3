"""What stands within a line becomes Markdown; only what would be read as a mark is escaped.

Source:
    CommonMark 0.31, 2.4 (escapes), 6.1 (code), 6.2 (emphasis). Python-Markdown knows fewer
    escapes: the signs it does not know are written as references.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from postroom.fragments.story import Element, is_way_back, note_of
from postroom.toolbox.formula import say_formula

_GAP = re.compile(r"[ \t\n\r\f]+")
_MARK = re.compile(
    r"""[\\`*_\[\]{<&~](?:
      (?<=[`\[\]{])
    | (?<=\\)(?=[!-/:-@\[-`{-~]|\s*$)      # before what could be escaped
    | (?<=\*)(?:(?<!\S\s\*)|(?!\s\S))       # but not: 2 * 3
    | (?<=_)(?:(?<![^\W_]_)|(?![^\W_]))     # but not: snake_case
    | (?<=<)(?=[A-Za-z/!?]|$)               # but not: a < b
    | (?<=&)(?=\#|\w+;)                     # but not: A & B
    | (?<=~)(?:(?=~)|(?<=~~)))""",
    re.X,
)
_REFERENCES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
_BEFORE_BRACKETS = {"!": "\\!", "^": "&#94;"}
"""What would make a picture, or a note, of a link."""

_UNSAFE = re.compile(r"[\x00-\x20<>\\`]")
_BARE_ADDRESS = re.compile(r"https?://(?:[^\s<>\\`&]|&(?!\#?\w+;))+")
_TICKS = re.compile("`+")
_STRONG = frozenset({"b", "strong", "dt"})
_ASCII_SYMBOLS = "$+<=>^`|~"


def escape(text: str | None) -> str:
    """Write words so that they mean themselves, on one line."""
    return _MARK.sub(_escape, collapse(text)) if text else ""


def collapse(text: str) -> str:
    """Write every gap as one space, as browsers do."""
    if "\n" in text or "  " in text or "\t" in text:
        return _GAP.sub(" ", text)
    return text


def _escape(found: re.Match[str]) -> str:
    return _REFERENCES.get(found[0]) or f"\\{found[0]}"


def write_link(said: str, address: str) -> str:
    """Write a link; ``said`` is Markdown already."""
    if said[:1] == "^":  # it is no note
        said = f"{_BEFORE_BRACKETS['^']}{said[1:]}"
    return f"[{said}]({_target(address)})"


def _target(address: str) -> str:
    whole = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address)
    whole = re.sub(r"&(?=#?\w+;)", "&amp;", whole)
    return f"<{whole}>" if "(" in whole or ")" in whole else whole


class Prose:
    """Writes what elements hold; a break within the result is one of the text."""

    def __init__(
        self, home: str, numbers: Mapping[str, int], pasted: Mapping[str, str]
    ) -> None:
        """Begin.

        Args:
            home: Completes addresses.
            numbers: Those of notes, by their ids.
            pasted: The addresses of pictures that are shown in the place of others.
        """
        self.home = home
        self.pasted = pasted
        self.numbers = numbers
        self.is_in_table = False
        self._opened = ""

    def write(self, node: Element, before: str = "") -> str:
        """Write what an element holds; ``before`` is the character it stands behind."""
        said = escape(node.text)
        for child in node:
            said = self.add(said, child, before)
        return said

    def add(self, said: str, child: Element, before: str = "") -> str:
        """Go on after some words with an element, and the words behind it."""
        writer = _WRITERS.get(child.tag, Prose.write)
        made = writer(self, child, said[-1:] or before)
        if made[:1] == "[" and said[-1:] in _BEFORE_BRACKETS:
            said = said[:-1] + _BEFORE_BRACKETS[said[-1]]
        return said + made + escape(child.tail)

    def stress(self, node: Element, before: str = "") -> str:
        """Write what an element holds between signs; with tags where these would fail."""
        opened, sign = self._opened, "_" if "*" in self._opened else "*"
        self._opened += sign
        said = self.write(node)
        self._opened = opened
        bare = said.strip()  # of any kind: no sign may stand beside space
        if not bare:
            return said
        start, _, end = said.partition(bare)
        mark, tag = (sign * 2, "strong") if node.tag in _STRONG else (sign, "em")
        after = end or _behind(node)
        if sign not in opened and _may_stand(sign, start or before, bare, after):
            return f"{start}{mark}{bare}{mark}{end}"
        return f"{start}<{tag}>{bare}</{tag}>{end}"

    def _link(self, node: Element, _: str) -> str:
        if is_way_back(node):
            return ""
        name = note_of(node)
        if name in self.numbers:
            return f"[^{self.numbers[name]}]"
        said = self.write(node)
        bare = said.strip(" \n")
        address = "" if name else node.get("href") or ""
        if not address or not bare:
            return said
        if _BARE_ADDRESS.fullmatch(address) and node.text_content().strip() == address:
            return f"<{address}>"
        start, _, end = said.partition(bare)
        whole = self.home + address if address.startswith("#") else address
        return start + write_link(bare, whole) + end

    def _image(self, node: Element, _: str) -> str:
        alt = escape(node.get("alt")).strip()
        source = node.get("src") or ""
        return f"!{write_link(alt, self.pasted.get(source, source))}" if source else alt

    def _code(self, node: Element, before: str) -> str:
        said = collapse(node.text_content())
        bare = said.strip(" ")
        if len(node) or (bare and not self._may_tick(said, before)):
            return self._raw(node, before)
        if not bare:
            return said
        start, _, end = said.partition(bare)
        ticks = "`"
        while ticks in _TICKS.findall(bare):
            ticks += "`"
        gap = " " if bare[0] == "`" or bare[-1] == "`" else ""
        return f"{start}{ticks}{gap}{bare}{gap}{ticks}{end}"

    def _may_tick(self, said: str, before: str) -> bool:
        is_apart = before != "`" or said[0] == " "
        return is_apart and not (self.is_in_table and "|" in said)

    def _raw(self, node: Element, _: str) -> str:
        """Keep the tag: Markdown has no sign for it."""
        said = self.write(node)
        is_note = node.tag == "sup" and said.lstrip().startswith("[^")
        return said.strip() if is_note else f"<{node.tag}>{said}</{node.tag}>"


def _may_stand(sign: str, before: str, said: str, after: str) -> bool:
    """Whether signs around words would be read as such (CommonMark, 6.2)."""
    if before[-1:] in ("*", "_"):
        return False
    follows, leads = _is_letter(before[-1:]), _is_letter(after[:1])
    if sign == "_" and (follows or leads):
        return False
    return (said[0].isalnum() or not follows) and (said[-1].isalnum() or not leads)


def _is_letter(character: str) -> bool:
    """Whether it is neither a space nor punctuation; nothing is none."""
    if not character or character.isspace() or character in _ASCII_SYMBOLS:
        return False
    return unicodedata.category(character)[0] != "P"


def _behind(node: Element) -> str:
    """What stands right behind an element; nothing if that begins with a sign."""
    while not node.tail:
        following = node.getnext()
        if following is not None:
            return "" if following.tag in _WRITERS else str(following.text_content())
        node = node.getparent()
        if node.tag not in _TRANSPARENT:
            return ""
    return str(node.tail)


_TRANSPARENT = frozenset("abbr bdi bdo small span time".split())
"""Elements of which only what they hold is written."""

_WRITERS: dict[str, Callable[[Prose, Element, str], str]] = {
    **dict.fromkeys(("b", "cite", "dfn", "em", "i", "strong", "var"), Prose.stress),
    **dict.fromkeys(("del", "ins", "kbd", "mark", "s", "sub", "sup", "u"), Prose._raw),
    "a": Prose._link,
    "br": lambda *_: "\n",
    "code": Prose._code,
    "img": Prose._image,
    "math": lambda _, node, before: escape(say_formula(node, before)),
    "q": lambda prose, node, _: f"“{prose.write(node)}”",
    "rp": lambda *_: "",
    "rt": lambda prose, node, _: f" ({prose.write(node)})",
    "samp": Prose._code,
}
