"""A story becomes the lengths in which newsletters have room for it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, get_args

from postroom.fragments.story import (
    Element,
    Story,
    count_words,
    notes_within,
    parse_story,
    parse_summary,
)
from postroom.kits.kit import Kit

Name = Literal["full", "500", "250", "100"]
"""What a length is called: the whole, or the words it has at most, about."""

SHORT: tuple[Name, ...] = get_args(Name)[1:]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hr"})
LEAST: dict[Name, int] = {"500": 251, "250": 101, "100": 20}
"""Words below which a cut is none: the next shorter length has the very same one, or it
says too little."""


@dataclass(frozen=True)
class Length:
    """One length of a text."""

    name: Name
    story: Story
    """Where its blocks are from: the whole text, or its author's short version."""

    blocks: int
    """It holds so many of the story's first blocks."""

    words: int
    origin: Literal["whole", "author", "cut"]
    """The whole text, the author's own short version, or the beginning of the text, cut at
    the end of a paragraph."""

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
    whole = Length("full", story, len(counts), sum(counts), "whole")
    return (whole, *_short_versions(kit, whole, counts))


def _short_versions(kit: Kit, whole: Length, counts: Sequence[int]) -> Iterator[Length]:
    own = dict(kit.summaries)
    for name in SHORT:
        words = int(name)
        if own.get(words):
            story = parse_summary(own[words])
            held = sum(map(count_words, story.blocks))
            yield Length(name, story, len(story.blocks), held, "author")
        elif whole.words > words:
            kept = _cut(whole.story.blocks, counts, words)
            held = sum(counts[:kept])
            if held >= LEAST[name]:
                yield Length(name, whole.story, kept, held, "cut")


def _cut(blocks: Sequence[Element], counts: Sequence[int], most: int) -> int:
    """How many blocks stay within the words; none at the end waits for the next one."""
    kept = bisect_right(list(accumulate(counts)), most)
    while kept and _announces(blocks[kept - 1]):
        kept -= 1
    return kept


def _announces(block: Element) -> bool:
    """Whether a block is nothing without what follows it."""
    return block.tag in _HEADINGS or block.text_content().rstrip().endswith((":", "："))
