"""The text of a kit becomes a story: blocks in their order, and the notes they refer to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from lxml import etree, html

from postroom.toolbox.meaning import set_formulas_apart, write_out_abbreviations

Element: TypeAlias = html.HtmlElement

_PARSER = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
_NOTE = re.compile(r"#(fn[-:].+)")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SIGN = re.compile(
    "[々-〇\u3041-ヿ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_STOP = re.compile("[\u3000-〄〈-〿・！-／：-＠［-｀｛-･]")
"""What stands between signs and is none."""


@dataclass(frozen=True)
class Story:
    """A text taken apart; nobody changes its elements."""

    blocks: tuple[Element, ...]
    """What stands below each other: paragraphs, headings, lists, tables, quotes, code."""

    notes: dict[str, Element]
    """Footnotes, `<li>` elements, by id, as one comes upon them when reading: a note that
    another note refers to follows that one. What the beginning of a text refers to is the
    beginning of its notes."""


def parse_story(made: str) -> Story:
    """Take the HTML of a page apart; loose words become paragraphs."""
    body = etree.fromstring(f"<html><body>{made}</body></html>", _PARSER).find("body")
    write_out_abbreviations(body)
    set_formulas_apart(body)
    blocks = list(blocks_of(body))
    listed = _take_notes(blocks)
    return Story(tuple(blocks), notes_within(blocks, listed))


def parse_summary(prose: str) -> Story:
    """Make a story of plain paragraphs."""
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPHS.split(prose.strip()))
    return parse_story("".join(f"<p>{escape(part)}</p>" for part in paragraphs if part))


def note_of(link: Element) -> str:
    """The id of the footnote that a link leads to; empty for any other link."""
    found = _NOTE.fullmatch(link.get("href") or "")
    return found[1] if found else ""


def is_way_back(link: Element) -> bool:
    """Whether a link leads from a footnote to where it was referred to."""
    return link.get("class") == "back" or (link.get("href") or "").startswith("#fnref")


def notes_within(
    places: Iterable[Element], notes: Mapping[str, Element]
) -> dict[str, Element]:
    """Choose the notes that something refers to, and those that these refer to."""
    found: dict[str, Element] = {}
    if notes:
        _follow(places, notes, found)
    return found


def _follow(
    places: Iterable[Element], notes: Mapping[str, Element], found: dict[str, Element]
) -> None:
    for place in places:
        for name in map(note_of, place.iter("a")):
            if name in notes and name not in found:
                found[name] = notes[name]
                _follow([notes[name]], notes, found)


def count_words(block: Element) -> int:
    """How many words a block has; the numbers of footnotes are none."""
    return count_words_of("".join(_words_of(block)))


def count_words_of(text: str) -> int:
    """How many words plain text has; each Chinese or Japanese sign is one, as in Word."""
    apart, signs = _SIGN.subn(" x ", text)
    return len((_STOP.sub(" ", apart) if signs else text).split())


def _words_of(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if not (child.tag == "sup" and any(map(note_of, child.iter("a")))):
            yield from _words_of(child)
        gap = "" if child.tag in _INLINE else " "
        yield gap + (child.tail or "")


_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark math q ruby s samp small span"
    " strong sub sup time u var wbr".split()
)
"""What may stand within a line."""


def blocks_of(place: Element) -> Iterator[Element]:
    """Take out what stands below each other; words between them become paragraphs."""
    run = _begin_run(place, place.text)
    for child in list(place):
        if child.tag in _INLINE or child.tag == "br":
            tail, child.tail = child.tail, None
            run.append(child)
            child.tail = tail
            continue
        if _holds_anything(run):
            yield run
        tail, child.tail = child.tail, None
        yield child
        run = _begin_run(place, tail)
    if _holds_anything(run):
        yield run


def _begin_run(place: Element, text: str | None) -> Element:
    run: Element = place.makeelement("p")
    run.text = text
    return run


def _holds_anything(run: Element) -> bool:
    return len(run) > 0 or bool((run.text or "").strip())


def _take_notes(blocks: list[Element]) -> dict[str, Element]:
    """Take the list of footnotes out, and the line above it, wherever its author put it."""
    for place, block in enumerate(blocks):
        if _is_list_of_notes(block):
            begin = place - 1 if place and blocks[place - 1].tag == "hr" else place
            del blocks[begin : place + 1]
            return {item.get("id"): item for item in block}
    return {}


def _is_list_of_notes(block: Element) -> bool:
    if block.tag != "ol" or not len(block):
        return False
    return all((item.get("id") or "").startswith(("fn-", "fn:")) for item in block)
