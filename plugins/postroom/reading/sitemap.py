"""The sitemap of the site as it was last published: which addresses readers have."""

import re
from html import unescape
from urllib.parse import unquote

PUBLISHED = ".cache/postroom-published.xml"
"""The last one that was seen online, in the folder of a site's settings: beside the cache,
which may be deleted at any time."""

_LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)")


def parse_sitemap(source: bytes) -> tuple[str, ...]:
    """List the addresses of a sitemap, as they are written.

    Source:
        sitemaps.org, 0.9: `loc` is escaped as XML is.
    """
    found = (each.decode("utf-8", "replace") for each in _LOCATION.findall(source))
    return tuple(dict.fromkeys(map(unescape, found)))


def path_of(address: str, base: str) -> str | None:
    """The path of an address below that of the site; None if it is somewhere else."""
    if not f"{address}/".startswith(base):
        return None
    return unquote(address.removeprefix(base).partition("?")[0])
