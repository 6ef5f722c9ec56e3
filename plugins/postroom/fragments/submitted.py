"""What strangers wrote becomes HTML that can do nothing but be read."""

import re

import nh3

_TAGS = frozenset("a blockquote br code em li ol p pre strong ul".split())
_SCHEMES = frozenset({"https", "http", "mailto"})
_WHOLE = re.compile(r"https?://[^/\s\\]|mailto:", re.I)
_BARE = re.compile(r"<a>(.*?)</a>", re.S)


def _only_whole_addresses(_: str, name: str, value: str) -> str | None:
    """Keep nothing but addresses, and none that would borrow from the page's own."""
    return value if name == "href" and _WHOLE.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={"a": {"href"}},
    url_schemes=set(_SCHEMES),
    url_relative="deny",
    link_rel=None,
    attribute_filter=_only_whole_addresses,
    clean_content_tags=set("iframe math noscript script style svg template".split()),
)


def clean_submitted(html: str) -> str:
    """Keep words, emphasis, lists, quotes and links of HTML from anybody; nothing else."""
    return _BARE.sub(r"\1", _CLEANER.clean(html)).strip()
