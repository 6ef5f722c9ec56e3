"""Blocks of a text become paragraphs and tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from postroom.fragments.story import Element
from postroom.kits.word.frame import Frame
from postroom.kits.word.numbering import BULLETS, KINDS, LEVELS, MOST, Count, id_of
from postroom.kits.word.runs import Line, write_run, write_text
from postroom.kits.word.styles import style_of_code
from postroom.kits.word.tables import set_table
from postroom.kits.word.words import BROKEN_OFF, Words, look_at
from postroom.toolbox.meaning import box_of, language_of, number_items


@dataclass(frozen=True, slots=True)
class Blocks:
    """Writes blocks, and counts the lists among them."""

    words: Words
    counts: list[Count]

    def set(self, node: Element, frame: Frame) -> list[str]:
        """Write a block."""
        looks = look_at(node, frame.looks)
        if looks is not frame.looks:
            frame = replace(frame, looks=looks)
        return _WRITERS.get(node.tag, Blocks.flow)(self, node, frame)

    def flow(self, node: Element, frame: Frame) -> list[str]:
        """Write the blocks that an element holds; loose words between them make others."""
        made: list[str] = []

        def place() -> Frame:
            return frame.begun() if made else frame

        line = Line(frame.room)
        line.write(node.text or "", frame.looks)
        for child in node:
            if child.tag in BROKEN_OFF:
                made += _finish(line, place())
                made += self.set(child, place())
                line = Line(frame.room)
            else:
                self.words.say_element(child, frame.looks, line)
            line.write(child.tail or "", frame.looks)
        return made + _finish(line, place())

    def _heading(self, node: Element, frame: Frame) -> list[str]:
        level = max(int(node.tag[1]) - 1, 1)  # the title is above them all
        return self.flow(node, replace(frame, style=f"Heading{level}"))

    def _quote(self, node: Element, frame: Frame) -> list[str]:
        return self.flow(node, replace(frame.deeper(), style="Quote"))

    def _definition(self, node: Element, frame: Frame) -> list[str]:
        return self.flow(node, frame.deeper())

    def _term(self, node: Element, frame: Frame) -> list[str]:
        return self.flow(node, replace(frame, style="DefinitionTerm"))

    def _figure(self, node: Element, frame: Frame) -> list[str]:
        is_explained = len(node) > 0 and node[-1].tag == "figcaption"
        style = frame.style or "Figure"
        return self.flow(node, replace(frame, style=style, is_kept=is_explained))

    def _caption(self, node: Element, frame: Frame) -> list[str]:
        is_above = node.getnext() is not None
        return self.flow(node, replace(frame, style="Caption", is_kept=is_above))

    def _code(self, node: Element, frame: Frame) -> list[str]:
        text = "".join(node.itertext()).strip("\n").expandtabs(4)
        style = style_of_code(language_of(node))
        run = write_run("<w:br/>".join(map(write_text, text.split("\n"))))
        shown = replace(frame.begun(), style=style, looks=frame.looks - {"rtl"})
        return [*_open(frame), shown.set(run)]

    def _rule(self, _: Element, frame: Frame) -> list[str]:
        return [*_open(frame), Frame("SectionBreak").set(write_run(write_text("* * *")))]

    def _table(self, node: Element, frame: Frame) -> list[str]:
        return [*_open(frame), *set_table(node, frame.begun(), self.flow)]

    def _list(self, node: Element, frame: Frame) -> list[str]:
        made = _open(frame)
        level = min(frame.level + 1, LEVELS - 1)
        is_loose = any(child.tag == "p" for item in node for child in item)
        inner = replace(
            frame.begun().deeper(), style="ListParagraph", level=level, is_loose=is_loose
        )
        items = self._count(node, level)
        for item in node:
            looks = look_at(item, frame.looks)
            counted = next(items)
            is_task = node.tag == "ul" and box_of(item)  # which is its own bullet
            number = None if is_task else (level, counted)
            place = replace(inner, looks=looks, number=number)
            made += self.flow(item, place) or [place.set("")]
        return made

    def _count(self, node: Element, level: int) -> Iterator[int]:
        """Give the id of a list for each item; one that counts otherwise begins another."""
        kind = KINDS.get(node.get("type") or "", "decimal")
        following = list_id = -1
        for number in number_items(node):
            if node.tag == "ul":
                list_id = BULLETS
            elif number != following:
                list_id = id_of(len(self.counts))
                self.counts.append(Count(kind, level, max(0, min(number, MOST))))
            yield list_id
            following = number + 1


def _finish(line: Line, frame: Frame) -> list[str]:
    runs = line.finish()
    if not runs:
        return []
    is_picture = not line.has_words and not frame.style
    return [(replace(frame, style="Figure") if is_picture else frame).set(runs)]


def _open(frame: Frame) -> list[str]:
    """Begin what is to begin with a paragraph, before a block that is none."""
    return [] if frame.is_begun else [frame.set("")]


_WRITERS: dict[str, Callable[[Blocks, Element, Frame], list[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Blocks._heading),
    "blockquote": Blocks._quote,
    "dd": Blocks._definition,
    "dt": Blocks._term,
    "figcaption": Blocks._caption,
    "figure": Blocks._figure,
    "hr": Blocks._rule,
    "ol": Blocks._list,
    "pre": Blocks._code,
    "table": Blocks._table,
    "ul": Blocks._list,
}
