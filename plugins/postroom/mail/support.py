"""What mail clients drop: one row per style, element, attribute or kind of picture.

Source:
    caniemail.com as of 2026-06, checked for Gmail, Outlook, Apple Mail and Yahoo. Most
    tests there are some years old: a floor, not a promise.
"""

from dataclasses import dataclass
from typing import Literal

DATED = "2026-06"

Sort = Literal["style", "element", "attribute", "picture"]


@dataclass(frozen=True)
class Loss:
    """Something that at least one of the big clients does not show."""

    sort: Sort
    name: str
    """A property, a `property:value`, a piece of a value such as `calc(`, a tag, an
    attribute, the ending of a picture's name."""

    lost_in: str
    instead: str


_GMAIL = "Gmail"
_WORD = "Outlook on Windows"
_WEB = "Outlook.com"
_YAHOO = "Yahoo"
_NEARLY_ALL = "Gmail, Outlook, Yahoo"


def _rows(sort: Sort, *rows: tuple[str, str, str]) -> tuple[Loss, ...]:
    return tuple(
        Loss(sort, name, lost_in, instead)
        for names, lost_in, instead in rows
        for name in names.split()
    )


LOSSES: tuple[Loss, ...] = (
    *_rows(
        "style",
        ("display:flex display:inline-flex", _WORD, "set one column, or a table"),
        ("display:grid display:inline-grid", f"{_WORD}, {_YAHOO}", "set one column"),
        ("position z-index", f"{_GMAIL}, {_WORD}", "let it stand in the flow"),
        ("float", _WORD, "use `align` on the picture or the table"),
        ("background-image background-size", _WORD, "use a plain background-color"),
        ("linear-gradient( radial-gradient(", "Outlook, Yahoo", "use one colour"),
        ("calc( clamp(", "Outlook, Yahoo", "write the result in pixels"),
        ("var(", _NEARLY_ALL, "write the value itself"),
        ("rgba(", _WORD, "write six hexadecimal digits"),
        ("oklch( lab( light-dark(", _NEARLY_ALL, "write six hexadecimal digits"),
        ("rem vw vh", f"{_WORD}, {_YAHOO}", "write pixels"),
        ("transform filter mix-blend-mode", _NEARLY_ALL, "do without"),
        ("animation transition", _NEARLY_ALL, "do without"),
        ("object-fit", f"{_WORD}, {_YAHOO}", "crop the picture itself"),
        ("min-width min-height", _WORD, "use the `width` attribute of a table"),
        ("margin-inline margin-block", _NEARLY_ALL, "name the side: margin-left"),
        ("padding-inline padding-block", _NEARLY_ALL, "name the side: padding-left"),
        ("border-inline border-block", _NEARLY_ALL, "name the side: border-left"),
        ("inset inline-size block-size", _NEARLY_ALL, "use width and height"),
        ("gap column-count", f"{_WORD}, {_YAHOO}", "use padding in table cells"),
        ("clip-path mask-image", f"{_GMAIL}, Outlook", "crop the picture itself"),
        ("visibility", f"{_GMAIL}, {_WORD}", "leave it out of the mail"),
        ("text-wrap aspect-ratio", _NEARLY_ALL, "do without"),
        ("list-style-image", _NEARLY_ALL, "use the usual bullets"),
        ("writing-mode", f"{_WORD}, {_YAHOO}", "use `dir` for direction"),
    ),
    *_rows(
        "element",
        ("script noscript", _NEARLY_ALL, "take it out: no client runs it"),
        ("form input button select textarea", _WORD, "link to a page with the form"),
        ("iframe object embed applet", _NEARLY_ALL, "link to what it shows"),
        ("video audio", f"{_GMAIL}, Outlook, {_YAHOO}", "link to it from a picture"),
        ("svg canvas", _NEARLY_ALL, "use a PNG picture"),
        ("math", _NEARLY_ALL, "write it as text or as a picture"),
        ("link base", _NEARLY_ALL, "write styles and whole addresses into the mail"),
        ("picture", _NEARLY_ALL, "use one <img>"),
        ("main nav article section header footer", f"{_GMAIL}, {_WORD}", "use <div>"),
        ("details dialog", f"{_GMAIL}, Outlook, {_YAHOO}", "show it, or link to it"),
        ("abbr acronym", f"{_WORD}, {_YAHOO}", "write it out once"),
        ("ruby bdi wbr", f"{_GMAIL}, {_WORD}", "set it in brackets, or leave it out"),
        ("marquee meter progress", f"{_GMAIL}, {_WORD}", "say it in words"),
    ),
    *_rows(
        "attribute",
        ("srcset sizes", _NEARLY_ALL, "name one picture in `src`"),
        ("loading", _NEARLY_ALL, "take it out"),
        ("target", f"{_GMAIL}, {_WEB}, {_YAHOO}", "take it out"),
        ("hidden popover", _NEARLY_ALL, "leave it out of the mail"),
        ("aria-labelledby aria-describedby", _NEARLY_ALL, "use `aria-label`"),
    ),
    *_rows(
        "picture",
        (".webp .avif", _WORD, "use JPEG or PNG"),
        (".svg", _GMAIL, "use PNG"),
        (".heic .heif .tiff .tif", f"Outlook, {_YAHOO}", "use JPEG"),
        (".mp4 .ico .apng", f"{_GMAIL}, {_WORD}", "use PNG or GIF"),
    ),
)
"""Every row that a mail should not need; what only loses polish is not here."""


def losses_of(sort: Sort) -> dict[str, Loss]:
    """The rows of one sort, by name."""
    return {loss.name: loss for loss in LOSSES if loss.sort == sort}
