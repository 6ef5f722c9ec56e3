"""In which formats and lengths a kit has its text: a row each; all else follows.

Files, the kit's page, its manifest and README.txt, what groups can ask for and what
commands offer are all made from `FORMATS` and `LENGTHS`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal


@dataclass(frozen=True)
class Format:
    """One format of a text."""

    name: str
    """What groups and commands call it."""

    ending: str
    """Of its files."""

    title: str
    """For people."""

    media_type: str
    use: str
    """What it is for, after "for"."""

    writer: str
    """What writes it, as `module:function`, since the room that does stands above this
    table: it makes the content of each length, by the length's name, of a kit and its
    lengths."""

    place: int
    """Where it stands on the page of a kit: what most editors use comes first."""

    embeds: bool = False
    """Whether it holds the pictures: its writer gets what gives their bytes as well."""

    copied: str = ""
    """What a button of the kit's page copies; empty where it cannot be shown as text."""


@dataclass(frozen=True)
class Room:
    """One length of a text: the room that a newsletter has for it."""

    name: str
    words: int
    """At most, about; 0 for all of them."""

    least: int = 0
    """Words below which a cut is none: the next shorter length has the very same one, or
    it says too little."""

    has_standfirst: bool = True
    """Whether there is room for a sentence below the title."""


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "text",
            "txt",
            "Plain text",
            "text/plain",
            use="mail",
            writer="postroom.kits.text:render_texts",
            place=2,
            copied="plain text",
        ),
        Format(
            "word",
            "docx",
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            use="Word",
            writer="postroom.kits.docx:render_docx",
            place=1,
            embeds=True,
        ),
        Format(
            "html",
            "html",
            "HTML",
            "text/html",
            use="web editors",
            writer="postroom.kits.html:render_documents",
            place=4,
            copied="HTML",
        ),
        Format(
            "markdown",
            "md",
            "Markdown",
            "text/markdown",
            use="Markdown",
            writer="postroom.kits.markdown:render_markdown",
            place=3,
            copied="Markdown",
        ),
    )
}
"""Every format by its name, in the order in which groups and commands name them."""

LENGTHS: dict[str, Room] = {
    row.name: row
    for row in (
        Room("full", 0),
        Room("500", 500, least=251),
        Room("250", 250, least=101, has_standfirst=False),
        Room("100", 100, least=20, has_standfirst=False),
    )
}
"""Every length by its name: the whole text, then shorter and shorter ones."""


if TYPE_CHECKING:
    FormatName = str
    LengthName = str
else:
    FormatName = Literal[tuple(FORMATS)]
    LengthName = Literal[tuple(LENGTHS)]
