"""A story becomes what mail programs and editors keep: a copy, each block in its place."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from lxml import etree, html

from postroom.fragments.story import Element, Story, blocks_of, is_way_back, note_of
from postroom.kits.kit import Kit
from postroom.kits.lengths import Length
from postroom.toolbox.mailhtml import transform
from postroom.toolbox.walker import BLOCKS

_BELOW_TITLE = 1
_MENDED = frozenset({"a", "figure", "td", "th"})


@dataclass(frozen=True)
class Setting:
    """A copy of a story, its addresses whole, its references to notes plain numbers."""

    blocks: tuple[Element, ...]
    """One element for each block of the story, which holds what became of it."""

    notes: dict[str, Element]
    """The same for each note, by id; each holds a `<li>`."""

    nodes: tuple[Element, ...]
    """Everything in it; as long as they are held, lxml need not wrap them again."""


def render_lengths(
    lengths: Sequence[Length], start: Callable[[Story], Callable[[Length], str]]
) -> dict[str, str]:
    """Write each length, by its name.

    Args:
        lengths: Those that are cut from one story share it.
        start: Sets all blocks of a story, once, and gives what writes a length of it.
    """
    writers: dict[int, Callable[[Length], str]] = {}
    made: dict[str, str] = {}
    for length in lengths:
        key = id(length.story)
        if key not in writers:
            writers[key] = start(length.story)
        made[length.name] = writers[key](length)
    return made


def standfirst_of(kit: Kit, length: Length) -> str:
    """What stands below the title of a length; empty if it has no room for that."""
    return kit.standfirst if length.room.has_standfirst else ""


def set_story(kit: Kit, story: Story) -> Setting:
    """Copy a story and make it fit for mail programs."""
    root = html.Element("div")
    held = [*story.blocks, *story.notes.values()]
    places = [_place(root, element) for element in held]
    numbers = {name: number for number, name in enumerate(story.notes, 1)}
    for picture in root.iter("img"):
        source = picture.get("src") or ""
        picture.set("src", kit.pasted.get(source, source))
    for node in tuple(root.iterdescendants()):
        if node.tag in _MENDED:
            _mend(node, kit.home, numbers)
    sizes = {x.pasted or x.url: x.size for x in kit.illustrations if x.size}
    transform(root, above=_BELOW_TITLE, images=sizes)
    count = len(story.blocks)
    notes = dict(zip(story.notes, places[count:], strict=True))
    return Setting(tuple(places[:count]), notes, tuple(root.iterdescendants()))


def _place(root: Element, element: Element) -> Element:
    place: Element = etree.SubElement(root, "div")
    place.append(copy(element))  # with all it holds
    return place


def _mend(node: Element, home: str, numbers: Mapping[str, int]) -> None:
    if node.tag == "a":
        _mend_link(node, home, numbers)
    elif node.tag == "figure":
        _mend_figure(node)
    elif node.get("class"):  # how a page sets the cell
        node.set("align", node.get("class"))


def _mend_figure(figure: Element) -> None:
    """Set it in paragraphs; a caption of plain words stands right below the picture."""
    blocks = list(blocks_of(figure))
    if [block.tag for block in blocks] == ["p", "figcaption"] and _is_plain(blocks[1]):
        caption = blocks.pop()
        caption.tag = "small"
        blocks[0].extend([caption.makeelement("br"), caption])
    figure[:] = blocks
    for caption in figure.iter("figcaption"):
        caption.tag = "p" if _is_plain(caption) else "div"
    figure.drop_tag()


def _is_plain(caption: Element) -> bool:
    return not any(child.tag in BLOCKS for child in caption)


def _mend_link(link: Element, home: str, numbers: Mapping[str, int]) -> None:
    target = link.get("href") or ""
    name = note_of(link)
    if is_way_back(link):
        _drop_way_back(link)
    elif name:
        link.attrib.clear()
        link.text, link[:] = f"[{numbers.get(name) or link.text_content()}]", []
    elif target.startswith("#"):
        link.set("href", home + target)


def _drop_way_back(link: Element) -> None:
    """Take it out, with the space before it, and a paragraph that held nothing else."""
    paragraph, before = link.getparent(), link.getprevious()
    link.drop_tree()
    if before is not None:
        before.tail = (before.tail or "").rstrip()
    else:
        paragraph.text = (paragraph.text or "").rstrip()
        if paragraph.tag == "p" and not paragraph.text and not len(paragraph):
            paragraph.drop_tree()
