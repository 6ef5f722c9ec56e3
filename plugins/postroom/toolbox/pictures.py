"""The pictures of a text: which they are, and how each is shown, so that nothing jumps."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as markup

from postroom.toolbox.trees import render_tree

Size = tuple[int, int]
_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_PICTURE = re.compile(r"""<img\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_SOURCE = re.compile(rf"(?<![\w-])src{_VALUE}")
_SHOWS = re.compile(rf"(?<![\w-])alt{_VALUE}")
_WIDTH = re.compile(rf"(?<![\w-])width{_VALUE}")
_HEIGHT = re.compile(rf"(?<![\w-])height{_VALUE}")
_CHOICES = re.compile(r"(?<![\w-])(?:data-)?srcset\s*=")


def list_pictures(html: str, url: str = "") -> dict[str, str]:
    """Find the pictures of a text: their addresses, and what they show in words.

    Args:
        html: The text.
        url: What its addresses are relative to, unless it is clean.
    """
    found: dict[str, str] = {}
    for tag in _PICTURE.findall(html) if "<img" in html else ():
        if source := _read(_SOURCE, tag):
            with suppress(ValueError):  # an address that makes no sense
                found.setdefault(urljoin(url, source), _read(_SHOWS, tag))
    return found


def _read(attribute: re.Pattern[str], tag: str) -> str:
    found = attribute.search(tag)
    return unescape(next(filter(None, found.groups()), "")) if found else ""


@dataclass(frozen=True)
class Shown:
    """How a picture is shown in the place of the one that its author named."""

    address: str
    """Empty if it stays."""

    size: Size
    choices: str = ""
    """What a browser may load instead, as `srcset` says it."""


def set_pictures(
    html: str, url: str, show: Callable[[str], Shown | None], sizes: str = ""
) -> str:
    """Show each picture as it should be, and say how much room it takes.

    The width or height that an author asked for stays, and the other follows from it.

    Args:
        html: The text, with addresses relative to ``url``.
        url: The absolute address of the page it stands on.
        show: Says how a picture is shown, by its absolute address; None leaves it alone.
        sizes: How wide pictures are that nobody said anything of, as `sizes` says it.
    """

    def set_one(found: re.Match[str]) -> str:
        tag = found[1]
        source = _read(_SOURCE, tag)
        try:
            shown = show(urljoin(url, source)) if source else None
        except ValueError:  # an address that makes no sense
            return found[0]
        if shown is None:
            return found[0]
        if shown.address:
            _, mark, anchor = source.partition("#")  # which sheets look for
            address = f'src="{escape(shown.address)}{escape(mark + anchor)}"'
            tag = _SOURCE.sub(lambda _: address, tag, count=1)
        room, width = _say_room(tag, shown.size)
        if shown.choices and not _CHOICES.search(tag):
            wide = f"{width}px" if 0 < width < _NARROW else sizes
            room += f' srcset="{escape(shown.choices)}" sizes="{wide}"'
        return f"<img{room}{tag}>"

    return _PICTURE.sub(set_one, html) if "<img" in html else html


def _say_room(tag: str, size: Size) -> tuple[str, int]:
    """Write the sides that a tag does not say, and how wide its author wants it, if so."""
    wide, high = _read(_WIDTH, tag), _read(_HEIGHT, tag)
    sides = complete_size(wide, high, size)
    said = zip(("width", "height"), (wide, high), sides, strict=True)
    room = "".join(f' {name}="{side}"' for name, own, side in said if side and not own)
    return room, (_pixels(sides[0]) if wide or high else 0)


def complete_size(width: str, height: str, size: Size) -> tuple[str, str]:
    """Say both sides of a picture of which its author may have said one.

    Args:
        width: As the author wrote it; empty if not.
        height: The same.
        size: Its own width and height.
    """
    if not width and not height:
        return str(size[0]), str(size[1])
    if width and not height and _pixels(width):
        return width, str(max(1, round(_pixels(width) * size[1] / size[0])))
    if height and not width and _pixels(height):
        return str(max(1, round(_pixels(height) * size[0] / size[1]))), height
    return width, height


def _pixels(side: str) -> int:
    bare = side.strip().removesuffix("px")
    return int(bare) if bare.isdecimal() and len(bare) < _LONGEST_SIDE else 0


_NARROW = 600
"""In pixels: wider than this, a picture fills the column on most screens."""

_LONGEST_SIDE = len("100000")


def replace_pictures(html: str, write: Callable[[str, str], str | None]) -> str:
    """Put words in the place of some pictures of a clean text.

    Args:
        html: The text.
        write: Gives HTML for an address and what it shows in words; None if it stays.
    """

    def replace_one(found: re.Match[str]) -> str:
        written = write(_read(_SOURCE, found[1]), _read(_SHOWS, found[1]))
        return found[0] if written is None else written

    return _PICTURE.sub(replace_one, html) if "<img" in html else html


def leave_out(html: str, shown: tuple[str, ...]) -> str:
    """Take the pictures out of a clean text that may not be loaded, see `leave_out_of`."""
    if "<img" not in html:
        return html
    root = etree.fromstring(f"<html><body>{html}</body></html>", _PARSER).find("body")
    if not leave_out_of(root, shown):
        return html
    return render_tree(root)


def leave_out_of(root: markup.HtmlElement, shown: tuple[str, ...]) -> bool:
    """Put in the place of pictures what they show in words, as a link to them.

    Args:
        root: What holds them.
        shown: How the addresses begin that may be loaded.

    Returns:
        Whether there were any.
    """
    others = [p for p in root.iter("img") if not (p.get("src") or "").startswith(shown)]
    for picture in others:
        address = picture.get("src") or ""
        words = " ".join((picture.get("alt") or "").split()) or _name_picture(address)
        is_linked = any(above.tag == "a" for above in picture.iterancestors())
        stand_in = picture.makeelement("span" if is_linked or not address else "a")
        stand_in.text, stand_in.tail = words, picture.tail
        if stand_in.tag == "a":
            stand_in.set("href", address)
        picture.getparent().replace(picture, stand_in)
        if stand_in.tag == "span":
            stand_in.drop_tag()
    return bool(others)


def _name_picture(address: str) -> str:
    try:
        return f"picture at {urlsplit(address).hostname}"
    except ValueError:
        return "picture"


_PARSER = markup.HTMLParser(huge_tree=True)
