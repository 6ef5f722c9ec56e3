"""Markdown becomes the lengths that it will have, as an estimate: nothing is rendered."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from postroom.fragments.story import count_words_of
from postroom.model.formats import LENGTHS
from postroom.model.post import Post, Summaries
from postroom.model.site import Site
from postroom.offers.situation import Situation
from postroom.reading.posts import Manuscript

_UNSEEN = re.compile(
    r"^[ \t]*(?:`{3,}|~{3,}).*$"  # what opens and closes code; its words count as words
    r"|<!--(?s:.*?)(?:-->|\Z)"
    r"|^\[\^[^\]\n]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*"  # footnotes
    r"|^ {0,3}\*?\[[^\]\n]+\]:.*$"  # where links lead, what abbreviations mean
    r"|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])"
    r"|\[\^[^\]\n]+\]"
    r"|\{[:#.][^{}\n]*\}"
    r"|</?[A-Za-z][^<>]*>"
    r"|^[ \t>]*\d+[.)](?=\s)",
    re.M,
)
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_WORD = re.compile(r"\S*[^\W_]\S*")
_GAP = re.compile(r"\n\s*\n")


def estimate_situation(
    site: Site, shown: Iterable[Manuscript], every: Iterable[Post], today: date
) -> Situation:
    """Look at posts that nobody has rendered.

    Args:
        site: The site, its groups and what became of offers.
        shown: The posts that may be offered.
        every: All posts: those that readers cannot see yet may have been offered, too.
        today: The day of asking.
    """
    lengths = {m.post.uid: estimate_lengths(m.body, m.post.summaries) for m in shown}
    return Situation(site, lengths, today, tuple(every))


def estimate_lengths(body: str, summaries: Summaries | None) -> dict[str, int]:
    """Estimate the words of a text and of its short versions, by the names of lengths.

    Only rendering says how many there are; in essays the two differ by a word or two. A
    text is cut where kits would cut it, at the end of a paragraph.

    Args:
        body: The Markdown below the front matter.
        summaries: The author's own short versions.
    """
    counts = [_count_words(block) for block in _GAP.split(_strip(body))]
    whole = sum(counts)
    lengths = {"full": whole}
    own = dict(summaries.by_length) if summaries else {}
    for room in filter(lambda room: room.words, LENGTHS.values()):
        if room.words in own:
            lengths[room.name] = count_words_of(own[room.words])
        elif whole > room.words and (held := _cut(counts, room.words)) >= room.least:
            lengths[room.name] = held
    return lengths


def _strip(body: str) -> str:
    """Take out what no reader sees as words."""
    return _LINK.sub(r"\1", _UNSEEN.sub(" ", body))


def _count_words(markdown: str) -> int:
    """Count what has a letter or a figure; marks alone are no words."""
    return count_words_of(" ".join(_WORD.findall(markdown)))


def _cut(counts: Sequence[int], most: int) -> int:
    """How many words the first blocks have that stay within the most."""
    held = 0
    for count in counts:
        if held + count > most:
            break
        held += count
    return held
