"""A kit becomes HTML that can be pasted anywhere: no class, no id, styles in place."""

from collections.abc import Sequence
from html import escape

from postroom.fragments.story import Element, Story
from postroom.kits.credit import linked
from postroom.kits.kit import Kit
from postroom.kits.lengths import Length
from postroom.kits.setting import render_lengths, set_story, standfirst_of
from postroom.model.text import direction_of
from postroom.toolbox.trees import render_tree

_LINE = "#cccccc"
_CELL = f"border:1px solid {_LINE};padding:6px 10px;vertical-align:top"
_STYLES = {
    "blockquote": f"margin:0 0 16px;padding:0 16px;border-{{start}}:3px solid {_LINE}",
    "caption": "padding:0 0 8px;text-align:{start}",
    "dd": "margin-bottom:8px",
    "dl": "margin:0 0 16px",
    "dt": "margin:0;font-weight:bold",
    "h2": "margin:0 0 8px",
    "h3": "margin:24px 0 8px",
    "h4": "margin:16px 0 8px",
    "hr": f"margin:24px 0;border:0;border-top:1px solid {_LINE}",
    "img": "max-width:100%;height:auto",
    "ol": "margin-top:0;margin-bottom:16px",  # Word needs what stands on its other sides
    "p": "margin:0 0 16px",
    "pre": "margin:0 0 16px;white-space:pre-wrap",
    "table": "margin:0 0 16px;border-collapse:collapse",
    "td": _CELL,
    "th": _CELL,
    "ul": "margin-top:0;margin-bottom:16px",
}
_RENAMED = {"h2": "h3", "h3": "h4"}
_RENAMED |= dict.fromkeys(("h4", "h5", "h6"), "h4")
_RENAMED |= dict.fromkeys(("cite", "dfn", "var"), "em")
"""Headings of the text stand below its title, which is a `h2`; editors know one tag for
slanted words."""


def render_html(kit: Kit, lengths: Sequence[Length]) -> dict[str, str]:
    """Write every length of a kit, by its name, as a fragment of a page."""
    return render_lengths(lengths, lambda story: _HtmlSetter(kit, story).write)


def render_documents(kit: Kit, lengths: Sequence[Length]) -> dict[str, str]:
    """Write every length of a kit, by its name, as a whole document."""
    language, turned = escape(kit.language), direction_of(kit.language)
    head = (
        f'<!doctype html>\n<html lang="{language}" dir="{turned}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(kit.title)}</title>\n</head>"
    )
    made = render_html(kit, lengths)
    return {name: f"{head}{_BEGIN}{text}{_END}" for name, text in made.items()}


def take_fragment(document: str) -> str:
    """Take out of a document what one pastes; anything else is given as it is."""
    _, _, behind = document.partition(_BEGIN)
    return behind.removesuffix(_END) if behind else document


_BEGIN = "\n<body>\n"
_END = "</body>\n</html>\n"


class _HtmlSetter:
    """Sets every block of one story; a length joins its first ones."""

    def __init__(self, kit: Kit, story: Story) -> None:
        self.kit = kit
        self.direction = direction_of(kit.language)
        self.start = "right" if self.direction == "rtl" else "left"
        self.styles = {
            tag: style.format(start=self.start) for tag, style in _STYLES.items()
        }
        setting = set_story(kit, story)
        for node in setting.nodes:
            self._set(node)
        self.blocks = [render_tree(place) for place in setting.blocks]
        self.notes = {name: render_tree(place) for name, place in setting.notes.items()}

    def _set(self, node: Element) -> None:
        tag = node.tag
        if tag in _RENAMED:
            tag = node.tag = _RENAMED[tag]
        if tag in self.styles:
            node.set("style", self.styles[tag])
        if tag == "th" and not node.get("align"):
            node.set("align", self.start)

    def write(self, length: Length) -> str:
        """Write one length."""
        parts = [
            *self._head(length),
            *self.blocks[: length.blocks],
            *self._notes(length),
            self._open("hr"),
            *self._credit(length),
        ]
        if self.direction == "rtl":
            language = escape(self.kit.language)
            parts = [f'<div dir="rtl" lang="{language}">', *parts, "</div>"]
        return "\n".join(filter(None, parts)) + "\n"

    def _open(self, tag: str) -> str:
        return f'<{tag} style="{self.styles[tag]}">'

    def _element(self, tag: str, held: str) -> str:
        return f"{self._open(tag)}{held}</{tag}>"

    def _head(self, length: Length) -> list[str]:
        kit = self.kit
        standfirst = standfirst_of(kit, length)
        return [
            self._element("h2", _text(kit.title)),
            self._element("p", f"<em>{_text(standfirst)}</em>") if standfirst else "",
            self._element("p", f"By {_text(kit.byline)}") if kit.byline else "",
        ]

    def _notes(self, length: Length) -> list[str]:
        listed = [self.notes[name] for name in length.notes]
        if not listed:
            return []
        heading = self._element("h3", "Notes")
        return [heading, self._open("ol"), *listed, "</ol>"]

    def _credit(self, length: Length) -> list[str]:
        """Write the lines of credit, which are in English whatever the text is in."""
        lines = self.kit.credit[length.origin]
        turned = ' dir="ltr" lang="en"' if self.direction == "rtl" else ""
        begin = f'<p{turned} style="{self.styles["p"]}">'
        licence = self.kit.licence.url
        return [f"{begin}{linked(line, licence=licence)}</p>" for line in lines]


def _text(words: str) -> str:
    return escape(words, quote=False)
