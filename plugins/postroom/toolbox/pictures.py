"""The pictures of a text: which they are, and their sizes, so that nothing jumps."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin

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
