"""The HTML of a letter becomes the words that it shows."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p"
    " pre section table td tr ul".split()
)
_UNSHOWN = frozenset("head script style svg template title".split())
_GAPS = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")


class _Words(HTMLParser):
    """Collects text, and ends a line where a block does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unshown = ""

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag in _UNSHOWN and not self._unshown:
            self._unshown = tag
        self.handle_endtag(tag, ends=False)

    def handle_endtag(self, tag: str, *, ends: bool = True) -> None:
        if ends and tag == self._unshown:
            self._unshown = ""
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, text: str) -> None:
        if not self._unshown:
            self.parts.append(re.sub(r"\s+", " ", text))


def strip_tags(html: str) -> str:
    """Take the words out of HTML, one line a block; links and pictures are lost."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(words.parts).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()
