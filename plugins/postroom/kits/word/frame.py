"""Where a block stands: what the blocks around it make of it."""

from dataclasses import dataclass, replace

from postroom.kits.word.runs import PLAIN, Looks
from postroom.kits.word.shapes import STEP, Shape, write_paragraph

PAGE = 9072
"""How wide the text of a page is, in twentieths of a point: 16 cm."""

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """What the next block is told by the blocks that it stands in."""

    style: str = ""
    """Of its paragraphs; empty for "Normal"."""

    depth: int = 0
    """How many lists, quotes and definitions it stands in."""

    level: int = -1
    """How many lists, from 0."""

    room: int = PAGE
    """How wide it may be."""

    looks: Looks = PLAIN
    align: str = ""
    is_kept: bool = False
    is_loose: bool = False
    number: tuple[int, int] | None = None
    """What its first paragraph is numbered by; see `Shape.number`."""

    mark: str = ""
    """Runs that its first paragraph begins with."""

    def set(self, runs: str) -> str:
        """Write a paragraph that stands here."""
        shape = Shape(
            self.style,
            depth=self.depth,
            number=self.number,
            align=self.align,
            is_rtl="rtl" in self.looks,
            is_kept=self.is_kept,
            is_loose=self.is_loose,
        )
        return write_paragraph(self.mark + runs, shape)

    @property
    def is_begun(self) -> bool:
        """Whether no paragraph is needed before a block that is none."""
        return not self.mark and self.number is None

    def begun(self) -> "Frame":
        """The same place below its first paragraph."""
        return self if self.is_begun else replace(self, number=None, mark="")

    def deeper(self) -> "Frame":
        """A place one step further in, as long as the page has room for steps."""
        if self.depth == _DEEPEST:
            return replace(self, is_loose=False)
        room = max(self.room - STEP, STEP)
        return replace(self, depth=self.depth + 1, room=room, is_loose=False)
