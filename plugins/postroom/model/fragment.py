"""What the engine rendered, cleaned: the one source of every output's HTML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    """The essay as HTML that needs nothing around it; all addresses are absolute."""

    html: str
    """For feeds and mail: no ids, no classes, no way back from footnotes."""

    page_html: str
    """For pages of our own: with ids, footnotes that lead back, aligned cells."""

    excerpt: str
    """The first paragraphs, as `html`."""

    opening: str
    """The first of them."""

    text: str
    """The words alone; one line per block."""

    words: int
    """How many words the text has."""

    teaser: str = ""
    """Plain text to choose by: what stands before the author's mark, or the first
    paragraphs; no headings, no footnotes."""

    left_out: tuple[str, ...] = ()
    """What the page shows and no other output can, by its name in the vocabulary."""
