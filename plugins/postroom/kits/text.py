"""A kit becomes plain text that can be pasted into a mail: 72 columns, numbered links.

Ours, because no library writes text as newsletters paste it.
"""

import unicodedata
from collections.abc import Sequence

from postroom.fragments.story import Story
from postroom.kits.credit import plain
from postroom.kits.kit import Kit
from postroom.kits.lengths import Length
from postroom.kits.setting import render_lengths, set_story, standfirst_of
from postroom.toolbox.walker import (
    REFERENCE,
    Links,
    Walker,
    disarm,
    set_references,
    underline,
)
from postroom.toolbox.wrap import LINE, indent, wrap

_RULE = "* * *"


def render_texts(kit: Kit, lengths: Sequence[Length]) -> dict[str, str]:
    """Write every length of a kit, by its name; no line has more than 72 columns.

    Code and addresses stay whole, whatever their length.
    """
    return render_lengths(lengths, lambda story: _TextSetter(kit, story).write)


class _TextSetter:
    """Sets every block of one story; a length joins its first ones."""

    def __init__(self, kit: Kit, story: Story) -> None:
        self.kit = kit
        self.setting = set_story(kit, story)
        self.blocks: list[str] = []
        self.counts = [0]
        links = Links(form=REFERENCE)
        walker = Walker(links)
        for place in self.setting.blocks:
            self.blocks.append("\n".join(walker.write(place)))
            self.counts.append(len(links.mentioned))
        self.addresses = links.mentioned

    def write(self, length: Length) -> str:
        """Write one length; the links of its notes go on counting where its text ends."""
        kit = self.kit
        links = Links(self.addresses[: self.counts[length.blocks]], form=REFERENCE)
        text = [
            *_head(kit, length),
            *self.blocks[: length.blocks],
            *self._notes(length, Walker(links)),
        ]
        listed = "\n".join(links.take())
        credit = (_paragraph(plain(line)) for line in kit.credit[length.origin])
        parts = [*map(self._own, text), listed, _RULE, *map(self._own, credit)]
        return "\n\n".join(filter(None, parts)).replace("\u00a0", " ") + "\n"

    def _own(self, part: str) -> str:
        """Leave numbers in brackets to our own links in what strangers sent in."""
        kind = self.kit.kind
        said = part if kind == "post" else disarm(part, has_notes=kind == "issue")
        return set_references(said)

    def _notes(self, length: Length, walker: Walker) -> list[str]:
        made = ["\n".join(underline(["Notes"], "-"))]
        for number, name in enumerate(length.notes, 1):
            mark = f"[note {number}] "
            lines = walker.write(self.setting.notes[name], LINE - len(mark))
            made.append("\n".join(indent(lines, mark, " " * len(mark))))
        return made if length.notes else []


def _head(kit: Kit, length: Length) -> list[str]:
    return [
        "\n".join(underline(wrap(kit.title), "=")),
        _paragraph(standfirst_of(kit, length)),
        _paragraph(f"By {kit.byline}") if kit.byline else "",
    ]


def _paragraph(prose: str) -> str:
    return "\n".join(wrap(prose))


_PAIRS = (
    "‘' ’' ‚' ‛' ′' “\" ”\" „\" ‟\" ″\" «\" »\" ‹' ›' ‐- ‑- ‒- –- −- —-- ―-- •* ·- ⁄/"
    " ←<- →-> ↔<-> ⇐<= ⇒=> ×x ÷/ ±+/- ≠!= ≤<= ≥>= √sqrt ©(c) ®(R) €EUR £GBP ☑[x]"
    " ßss ẞSS æae ÆAE œoe ŒOE øo ØO łl ŁL đd ĐD ðd ÐD þth ÞTh ıi"
)
_ASCII = str.maketrans({pair[0]: pair[1:] for pair in _PAIRS.split()} | {"☐": "[ ]"})


def ascii_text(text: str) -> str:
    """Write text with ASCII alone, for mail programs of long ago; `?` for the rest."""
    lines = text.split("\n")
    return "\n".join(line if line.isascii() else _spell(line) for line in lines)


def _spell(line: str) -> str:
    plain = line.translate(_ASCII)
    if plain.isascii():
        return plain
    taken_apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in taken_apart if not unicodedata.combining(c))
    return bare.translate(_ASCII).encode("ascii", "replace").decode()
