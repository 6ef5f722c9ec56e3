"""A story becomes the lengths in which newsletters have room for it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from postroom.fragments.story import (
    Element,
    Story,
    count_words,
    notes_within,
    parse_story,
    parse_summary,
)
from postroom.kits.credit import Origin
from postroom.kits.kit import Kit
from postroom.model.formats import LENGTHS, Room

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hr"})


@dataclass(frozen=True)
class Length:
    """One length of a text."""

    room: Room
    """Its row in the table of lengths."""

    story: Story
    """Where its blocks are from: the whole text, or its author's short version."""

    blocks: int
    """It holds so many of the story's first blocks."""

    words: int
    origin: Origin

    @property
    def name(self) -> str:
        """What it is called."""
        return self.room.name

    @property
    def shown(self) -> tuple[Element, ...]:
        """The blocks it holds."""
        return self.story.blocks[: self.blocks]

    @property
    def notes(self) -> dict[str, Element]:
        """The footnotes that belong to it: the first ones of its story."""
        return notes_within(self.shown, self.story.notes)


def list_lengths(kit: Kit) -> tuple[Length, ...]:
    """The whole text, then every short version that is shorter, longest first.

    A text that cannot be cut within the words has no such version.
    """
    story = parse_story(kit.html)
    counts = [count_words(block) for block in story.blocks]
    full, *shorter = LENGTHS.values()
    whole = Length(full, story, len(counts), sum(counts), "whole")
    return (whole, *_short_versions(kit, whole, counts, shorter))


def _short_versions(
    kit: Kit, whole: Length, counts: Sequence[int], rooms: Iterable[Room]
) -> Iterator[Length]:
    own = dict(kit.summaries)
    for room in rooms:
        if own.get(room.words):
            story = parse_summary(own[room.words])
            held = sum(map(count_words, story.blocks))
            yield Length(room, story, len(story.blocks), held, "author")
        elif whole.words > room.words:
            kept = _cut(whole.story.blocks, counts, room.words)
            held = sum(counts[:kept])
            if held >= room.least:
                yield Length(room, whole.story, kept, held, "cut")


def _cut(blocks: Sequence[Element], counts: Sequence[int], most: int) -> int:
    """How many blocks stay within the words; none at the end waits for the next one."""
    kept = bisect_right(list(accumulate(counts)), most)
    while kept and _announces(blocks[kept - 1]):
        kept -= 1
    return kept


def _announces(block: Element) -> bool:
    """Whether a block is nothing without what follows it."""
    return block.tag in _HEADINGS or block.text_content().rstrip().endswith((":", "："))
