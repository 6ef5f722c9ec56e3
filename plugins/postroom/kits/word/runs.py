"""Words and their looks become runs: `w:r` elements, which follow each other in a line."""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from postroom.kits.word.xml import escape
from postroom.model.text import direction_of

Looks = AbstractSet[str]
"""How words look: names of `_MARKS`, and `lang:` with the language they are in."""

PLAIN: Looks = frozenset()
BREAK = "<w:r><w:br/></w:r>"

TYPEWRITER = "Consolas"
TYPEWRITTEN = (
    f'<w:rFonts w:ascii="{TYPEWRITER}" w:hAnsi="{TYPEWRITER}" w:cs="{TYPEWRITER}"/>'
)
EASTERN = {"ja": "Yu Mincho", "ko": "Batang", "zh": "SimSun"}
"""Languages that Word has fonts of their own for, and which."""

_MARKS = {
    "link": '<w:rStyle w:val="Hyperlink"/>',
    "code": '<w:rStyle w:val="HTMLCode"/>',
    "note": '<w:rStyle w:val="FootnoteReference"/>',
    "typewriter": TYPEWRITTEN,
    "strong": "<w:b/><w:bCs/>",
    "em": "<w:i/><w:iCs/>",
    "strike": "<w:strike/>",
    "small": '<w:sz w:val="19"/><w:szCs w:val="19"/>',
    "mark": '<w:highlight w:val="yellow"/>',
    "underline": '<w:u w:val="single"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "rtl": "<w:rtl/>",
}
"""In the order in which CT_RPr has them; Word opens no other."""

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def write_run(inner: str, looks: Looks = PLAIN) -> str:
    """Write a run of anything."""
    return f"<w:r>{_properties(frozenset(looks))}{inner}</w:r>"


def write_text(text: str) -> str:
    """Write what a run of words holds; every space stays."""
    shown = escape(text.replace("\u00ad", ""))  # Word prints soft hyphens as hyphens
    return f'<w:t xml:space="preserve">{shown}</w:t>'


def write_language(language: str) -> str:
    """Say which language (BCP 47) words are in, for whichever script they are in."""
    if not _LANGUAGE.fullmatch(language):
        return ""
    base = language.partition("-")[0].lower()
    eastern = f' w:eastAsia="{language}"' if base in EASTERN else ""
    bidi = f' w:bidi="{language}"' if direction_of(language) == "rtl" else ""
    return f'<w:lang w:val="{language}"{eastern}{bidi}/>'


@lru_cache(1024)
def _properties(looks: Looks) -> str:
    if "link" in looks and "code" in looks:  # a run has one style
        looks = looks - {"code"} | {"typewriter"}
    if not looks.isdisjoint(("code", "typewriter")):
        looks = looks - {"rtl"}
    made = "".join(xml for name, xml in _MARKS.items() if name in looks)
    languages = (look.partition(":")[2] for look in looks if ":" in look)
    made += "".join(map(write_language, languages))
    return f"<w:rPr>{made}</w:rPr>" if made else ""


class Line:
    """Collects what one paragraph holds; white space is as HTML shows it."""

    def __init__(self, room: int = 0) -> None:
        """Begin; ``room`` is how wide a picture in it may be, in 1/20 of a point."""
        self.room = room
        self._made: list[str] = []
        self._text = ""
        self._looks = PLAIN
        self._follows_space = True
        self._breaks = 0
        self.has_words = False
        """Whether there is anything but pictures."""

    def write(self, text: str, looks: Looks) -> None:
        """Add words."""
        shown = _SPACES.sub(" ", text)
        if self._follows_space and shown.startswith(" "):
            shown = shown[1:]
        if not shown:
            return
        if looks != self._looks:
            self._flush()
            self._looks = looks
        self._text += shown
        self._follows_space = shown.endswith(" ")
        self.has_words = True

    def add(self, made: str) -> None:
        """Add elements that are no words."""
        self._flush()
        self._break()
        self._made.append(made)
        self._follows_space = False

    def break_off(self) -> None:
        """Go on in the next line, if there is anything to come, and was."""
        self.trim()
        self._flush()
        self._breaks += 1 if self._made else 0
        self._follows_space = True

    def begin(self) -> None:
        """Go on at the beginning of a line."""
        if not self._breaks:
            self.break_off()

    def mark(self) -> int:
        """Remember this place for `enclose`."""
        self._flush()
        return len(self._made)

    def enclose(self, mark: int, name: str) -> None:
        """Make what was added since a place was remembered lead to a relationship."""
        self._flush()
        self._made.insert(mark, f'<w:hyperlink r:id="{name}">')
        self._made.append("</w:hyperlink>")

    def trim(self) -> None:
        """Take spaces away from the end."""
        self._text = self._text.rstrip(" \u00a0")

    def finish(self) -> str:
        """Give the runs, without spaces at the end."""
        self.trim()
        self._flush()
        return "".join(self._made)

    def _flush(self) -> None:
        if self._text:
            self._break()
            self._made.append(write_run(write_text(self._text), self._looks))
            self._text = ""

    def _break(self) -> None:
        self._made += [BREAK] * self._breaks
        self._breaks = 0
