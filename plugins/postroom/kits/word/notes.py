"""Footnotes of a text become footnotes of Word."""

from collections import Counter
from collections.abc import Iterable, Mapping

from postroom.fragments.story import Element, note_of
from postroom.kits.word.blocks import Blocks
from postroom.kits.word.frame import Frame
from postroom.kits.word.runs import Line, Looks, write_run, write_text
from postroom.kits.word.words import Words
from postroom.kits.word.xml import write_part

_NOTE = frozenset({"note"})
_MARK = write_run("<w:footnoteRef/>", _NOTE) + write_run(write_text(" "))
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
    "<w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr>'
    '<w:spacing w:after="0"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)


class Notes:
    """Numbers the notes of a text in the order in which it refers to them."""

    def __init__(self, notes: Mapping[str, Element], blocks: Iterable[Element]) -> None:
        """Know the notes by id, and the text that refers to them."""
        self.made: list[str] = []
        self._notes = notes
        self._numbers: dict[str, int] = {}
        self._open: list[str] = []
        links = (link for block in blocks if notes for link in block.iter("a"))
        self._times = Counter(map(note_of, links))

    def refer(self, words: Words, link: Element, looks: Looks, line: Line) -> None:
        """Write a reference; the second one to a note repeats its number."""
        note = note_of(link)
        if note not in self._notes:
            words.say(link, looks, line)
        elif note in self._numbers:
            line.add(_repeat(self._numbers[note]))
        else:
            number = self._numbers[note] = len(self._numbers) + 1
            line.add(_refer(number, is_repeated=self._times[note] > 1))

    def quote(self, words: Words, link: Element, looks: Looks, line: Line) -> None:
        """Write a note in brackets: Word has no notes to notes."""
        note = note_of(link)
        if note not in self._notes or note in self._open:
            return
        found, looks = self._notes[note], looks - {"sup"}
        self._open.append(note)
        line.write(" [", looks)
        for part in found if found.find("p") is not None else [found]:
            words.say(part, looks, line)
        line.trim()
        line.write("]", looks)
        self._open.pop()

    def set(self, blocks: Blocks, looks: Looks) -> None:
        """Write the notes that were referred to since the last time."""
        frame = Frame("FootnoteText", looks=looks, mark=_MARK)
        for note, number in list(self._numbers.items())[len(self.made) :]:
            self._open = [note]
            made = "".join(blocks.set(self._notes[note], frame) or [frame.set("")])
            self.made.append(f'<w:footnote w:id="{number}">{made}</w:footnote>')


def write_notes(notes: Iterable[str]) -> bytes:
    """Write the part that holds the notes."""
    return write_part("footnotes", _SEPARATORS + "".join(notes))


def _refer(number: int, *, is_repeated: bool) -> str:
    made = write_run(f'<w:footnoteReference w:id="{number}"/>', _NOTE)
    if not is_repeated:
        return made
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="_RefNote{number}"/>{made}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def _repeat(number: int) -> str:
    made = write_run(write_text(str(number)), _NOTE)
    return f'<w:fldSimple w:instr=" NOTEREF _RefNote{number} \\f \\h ">{made}</w:fldSimple>'
