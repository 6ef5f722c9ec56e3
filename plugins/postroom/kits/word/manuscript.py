"""A story becomes a manuscript: every block set once, for as many lengths as there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from postroom.fragments.story import Story
from postroom.kits.word.blocks import Blocks
from postroom.kits.word.frame import Frame
from postroom.kits.word.notes import Notes
from postroom.kits.word.numbering import Count
from postroom.kits.word.package import FIRST
from postroom.kits.word.pictures import Pictures, WordPicture
from postroom.kits.word.relations import Relations
from postroom.kits.word.runs import Looks
from postroom.kits.word.words import Words


class _Extent(NamedTuple):
    """How much of a manuscript its first blocks need."""

    links: int = 0
    counts: int = 0
    notes: int = 0
    note_links: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class WordBody:
    """A text as Word has it, or the beginning of one; everything in its order."""

    blocks: list[str]
    links: Relations
    """What the text leads to."""

    counts: list[Count]
    """Its lists."""

    notes: list[str]
    note_links: Relations
    """What the notes lead to."""

    pictures: list[WordPicture]
    extents: list[_Extent]
    """What the first block needs, the first two, and so on."""

    def begin(self, blocks: int) -> "WordBody":
        """Give its first blocks with nothing that only later ones need."""
        extent = self.extents[blocks - 1] if blocks else _Extent()
        return WordBody(
            self.blocks[:blocks],
            self.links.begin(extent.links),
            self.counts[: extent.counts],
            self.notes[: extent.notes],
            self.note_links.begin(extent.note_links),
            self.pictures[: extent.pictures],
            self.extents[:blocks],
        )


def set_story(
    story: Story, looks: Looks, home: str, bytes_of: Callable[[str], bytes | None]
) -> WordBody:
    """Set every block of a story.

    Args:
        story: The text.
        looks: How all of it looks.
        home: The address of the page it is from.
        bytes_of: Gives the bytes of a picture by its address, or None.
    """
    pictures = Pictures(bytes_of)
    counts: list[Count] = []
    notes = Notes(story.notes, story.blocks)
    links, note_links = Relations(FIRST), Relations()
    text = Blocks(Words(home, pictures, links, notes.refer), counts)
    small = Blocks(Words(home, pictures, note_links, notes.quote), counts)
    frame = Frame(looks=looks)
    made: list[str] = []
    extents: list[_Extent] = []
    for block in story.blocks:
        made.append("".join(text.set(block, frame)))
        notes.set(small, looks)
        reached = (len(links), len(counts), len(notes.made), len(note_links))
        extents.append(_Extent(*reached, len(pictures.found)))
    return WordBody(made, links, counts, notes.made, note_links, pictures.found, extents)
