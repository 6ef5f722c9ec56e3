"""The HTML of a mail becomes the words that it shows, as a plain one has them."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p"
    " pre section table td tr ul".split()
)
_UNSHOWN = frozenset("head script style svg template title".split())
_ADDRESS = re.compile(r"https?://[^\s<>]{1,2000}", re.I)
_HEADING = re.compile(
    r"(?:question|field|frage|feld|champ|pregunta|campo)s? "
    r"(?:answer|response|value|antwort|wert|réponse|valeur|respuesta|valor)(?:s|e|en|es)?",
    re.I,
)
"""What forms write above a table of questions and answers."""

_GAPS = re.compile(r"\n{3,}")
_PAIR = 2
_MAX_QUESTION = 120
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")


class _Words(HTMLParser):
    """Collects text, and ends a line where a block does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unshown = ""
        self._quotes = 0
        self._link = ""
        self._linked = 0
        """Where the words of a link begin."""

        self._rows: list[list[int]] = []
        """Where the cells of each open row begin, and the row within them."""

    def handle_starttag(
        self, tag: str, attributes: Iterable[tuple[str, str | None]]
    ) -> None:
        if tag in _UNSHOWN and not self._unshown:
            self._unshown = tag
        if tag == "a":
            self._link = (dict(attributes).get("href") or "").strip()
            self._linked = len(self.parts)
        self._quotes += tag == "blockquote"
        self._break(tag)
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th") and self._rows:
            self._rows[-1].append(len(self.parts))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unshown:
            self._unshown = ""
        if tag == "a":
            self._end_link()
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if tag == "tr" and self._rows:
            self._end_row(self._rows.pop())
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            line = "\n> " if self._quotes else "\n"
            self.parts.append(line * 2 if tag == "p" else line)

    def _end_row(self, cells: list[int]) -> None:
        """Write a row of a question and its answer as one line."""
        if len(cells) != _PAIR:
            return
        question = "".join(self.parts[cells[0] : cells[1]]).strip()
        answer = "".join(self.parts[cells[1] :]).strip()
        if _HEADING.fullmatch(f"{question} {answer}"):
            del self.parts[cells[0] :]
        elif question and "\n" not in question and len(question) <= _MAX_QUESTION:
            mark = "" if question.endswith(("?", ":")) else ":"
            self.parts[cells[0] :] = [f"\n{question}{mark} {answer}\n"]

    def _end_link(self) -> None:
        """Write where a link leads, unless its words say so."""
        if self._unshown or not _ADDRESS.fullmatch(self._link):
            return
        words = "".join(self.parts[self._linked :]).strip()
        if words != self._link:
            self.parts.append(f" <{self._link}>" if words else self._link)
        self._link = ""

    def handle_data(self, text: str) -> None:
        if not self._unshown:
            self.parts.append(re.sub(r"\s+", " ", text))


def strip_tags(html: str) -> str:
    """Take the words out of HTML, one line a block.

    Links are written as `words <address>`, and quotes with `>` before each line; pictures
    are lost.
    """
    words = _Words()
    words.feed(html)
    words.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(words.parts).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()
