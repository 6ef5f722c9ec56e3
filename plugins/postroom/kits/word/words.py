"""What stands within a paragraph becomes runs, links, pictures and references to notes."""

from collections.abc import Callable
from dataclasses import dataclass

from postroom.fragments.rules import BLOCKS
from postroom.fragments.story import Element, is_way_back, note_of
from postroom.kits.word.omml import is_formula, write_formula
from postroom.kits.word.pictures import Pictures, draw, measure
from postroom.kits.word.relations import Relations, mend_address
from postroom.kits.word.runs import Line, Looks, write_run

BROKEN_OFF = BLOCKS | {"caption", "td", "th"}
"""What begins a line of its own, wherever it stands."""

_LOOKS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), "em"),
    **dict.fromkeys(("code", "kbd", "samp"), "code"),
    **dict.fromkeys(("del", "s"), "strike"),
    **dict.fromkeys(("ins", "u"), "underline"),
    **{tag: tag for tag in ("mark", "small", "sub", "sup")},
}
_DIRECTIONS = {"rtl": frozenset({"rtl"}), "ltr": frozenset[str]()}


def look_at(node: Element, looks: Looks) -> Looks:
    """How the words of an element look."""
    look = _LOOKS.get(node.tag)
    if look:
        looks = looks | {look}
    if language := node.get("lang"):
        looks = {x for x in looks if not x.startswith("lang:")} | {f"lang:{language}"}
    if (direction := node.get("dir")) in _DIRECTIONS:
        looks = (looks - {"rtl"}) | _DIRECTIONS[direction]
    return looks


@dataclass(frozen=True, slots=True)
class Words:
    """Writes what stands within a line."""

    home: str
    """The page that the text is from: what leads to a place in the text, leads there."""

    pictures: Pictures
    relations: Relations
    refer: Callable[["Words", Element, Looks, Line], None]
    """Writes a link to a footnote."""

    def say(self, node: Element, looks: Looks, line: Line) -> None:
        """Write what an element holds."""
        if node.text:
            line.write(node.text, looks)
        for child in node:
            self.say_element(child, looks, line)
            if child.tail:
                line.write(child.tail, looks)

    def say_element(self, node: Element, looks: Looks, line: Line) -> None:
        """Write an element."""
        looks = look_at(node, looks)
        writer = _WRITERS.get(node.tag)
        if writer:
            writer(self, node, looks, line)
        elif node.tag in BROKEN_OFF:
            line.begin()
            self.say(node, looks, line)
            line.begin()
        else:
            self.say(node, looks, line)

    def link(
        self, url: str, looks: Looks, line: Line, say: Callable[[Looks], None]
    ) -> None:
        """Write a link around what ``say`` writes, if there can be one."""
        target = mend_address(url) if "link" not in looks else ""
        if not target:
            say(looks)
            return
        mark = line.mark()
        say(looks | {"link"})
        if line.mark() > mark:
            line.enclose(mark, self.relations.link(target))

    def _anchor(self, node: Element, looks: Looks, line: Line) -> None:
        if is_way_back(node):
            return
        if note_of(node):
            self.refer(self, node, looks, line)
            return
        url = node.get("href") or ""
        if url.startswith("#"):
            url = self.home.partition("#")[0] + url
        self.link(url, looks, line, lambda shown: self.say(node, shown, line))

    def _picture(self, node: Element, looks: Looks, line: Line) -> None:
        """Draw a picture; of one that is not at hand, say what it shows and where it is."""
        url = node.get("src") or ""
        alt = " ".join((node.get("alt") or "").split())
        picture = self.pictures.find(url)
        if picture is None:
            said = f"[{alt or 'Picture'}]"
            self.link(url, looks, line, lambda shown: line.write(said, shown))
            return
        size = measure(picture, node.get("width"), line.room)
        name = self.relations.picture(picture.target)
        self.pictures.drawn += 1
        line.add(write_run(draw(self.pictures.drawn, name, alt, size)))

    def _between(self, marks: str, node: Element, looks: Looks, line: Line) -> None:
        line.write(marks[:-1], looks)
        self.say(node, looks, line)
        line.write(marks[-1], looks)

    def _formula(self, node: Element, looks: Looks, line: Line) -> None:
        if not is_formula(node):
            self.say(node, looks, line)
            return
        line.add(write_formula(node))
        line.has_words = True


_WRITERS: dict[str, Callable[[Words, Element, Looks, Line], None]] = {
    "a": Words._anchor,
    "br": lambda _, __, ___, line: line.break_off(),
    "img": Words._picture,
    "math": Words._formula,
    "rp": lambda *_: None,
    "rt": lambda words, *rest: words._between("()", *rest),
}
