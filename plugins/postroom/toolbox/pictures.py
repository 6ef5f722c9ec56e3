"""The pictures of a text: which they are, and their sizes, so that nothing jumps."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as markup

Size = tuple[int, int]
_PICTURE = re.compile(r"<img\b([^<>]*)>")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_SHOWS = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""")


def list_pictures(html: str) -> dict[str, str]:
    """Find the pictures of a clean text: their addresses, and what they show in words."""
    found: dict[str, str] = {}
    for tag in _PICTURE.findall(html):
        source, shows = _SOURCE.search(tag), _SHOWS.search(tag)
        if source:
            words = unescape(shows[1] or shows[2] or "") if shows else ""
            found.setdefault(unescape(source[1]), words)
    return found


def size_pictures(html: str, url: str, size_of: Callable[[str], Size | None]) -> str:
    """Add width and height where they are known and missing.

    Args:
        html: The text, with addresses relative to ``url``.
        url: The absolute address of the page it stands on.
        size_of: Gives the width and height of a picture by its absolute address.
    """

    def fill(found: re.Match[str]) -> str:
        source = _SOURCE.search(found[1])
        if source is None or "width=" in found[1]:
            return found[0]
        try:
            size = size_of(urljoin(url, source[1]))
        except ValueError:  # an address that makes no sense
            return found[0]
        if size is None:
            return found[0]
        return f'<img width="{size[0]}" height="{size[1]}"{found[1]}>'

    return _PICTURE.sub(fill, html)


def leave_out(html: str, shown: tuple[str, ...]) -> str:
    """Take the pictures out of a clean text that may not be loaded, see `leave_out_of`."""
    if "<img" not in html:
        return html
    root = etree.fromstring(f"<html><body>{html}</body></html>", _PARSER).find("body")
    if not leave_out_of(root, shown):
        return html
    made: str = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return made[made.index(">") + 1 : made.rindex("<")].strip()


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
