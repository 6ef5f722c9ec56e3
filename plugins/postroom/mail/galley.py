"""The texts of an issue, parsed once and made fit for mail: what both parts come from."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree, html

from postroom.model.sheet import Sheet
from postroom.toolbox.mailhtml import Size, transform
from postroom.toolbox.pictures import leave_out_of

_PARSER = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
_BELOW_TITLE = 1
_BELOW_BLOCK = 3


@dataclass(frozen=True)
class Galley:
    """Every text of a sheet as a tree of its own, in the order of the sheet."""

    letter: html.HtmlElement
    sponsor: html.HtmlElement
    blocks: tuple[tuple[html.HtmlElement, ...], ...]
    """One tuple per section."""


def set_galley(sheet: Sheet) -> Galley:
    """Parse and transform what a sheet says; nobody changes the trees after this."""
    texts = [block.html for part in sheet.parts for block in part.blocks]
    letter, sponsor, *trees = _parse([sheet.letter.html, sheet.sponsor_html, *texts])
    for tree in (letter, sponsor, *trees):
        leave_out_of(tree, sheet.shown)
        _put_stand_ins(tree, sheet.stand_ins)
    transform(letter, above=_BELOW_TITLE, images=sheet.images)
    for tree in (sponsor, *trees):
        _transform_block(tree, sheet.images)
    left = iter(trees)
    blocks = tuple(tuple(next(left) for _ in part.blocks) for part in sheet.parts)
    return Galley(letter, sponsor, blocks)


def _put_stand_ins(tree: html.HtmlElement, stand_ins: Mapping[str, str]) -> None:
    """Show in the place of pictures what every mail program can, and soon."""
    for picture in tree.iter("img") if stand_ins else ():
        source = picture.get("src") or ""
        picture.set("src", stand_ins.get(source, source))


def _transform_block(tree: html.HtmlElement, images: Mapping[str, Size]) -> None:
    if len(tree):
        transform(tree, above=_BELOW_BLOCK, images=images)


def _parse(texts: list[str]) -> list[html.HtmlElement]:
    """Parse all texts as one document; one by one if a tag has no end."""
    found = _parse_all(texts)
    if len(found) == len(texts):
        return found
    return [_parse_all([text])[0] for text in texts]


def _parse_all(texts: list[str]) -> list[html.HtmlElement]:
    joined = "".join(f"<div>{text}</div>" for text in texts)
    document = etree.fromstring(f"<html><body>{joined}</body></html>", _PARSER)
    return list(document.find("body"))
