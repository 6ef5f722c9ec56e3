"""What strangers wrote becomes HTML that can do nothing but be read."""

import re
from html import escape, unescape

import nh3

from postroom.model.target import real_host, refuse

_TAGS = frozenset("a blockquote br code em li ol p pre strong ul".split())
_SCHEMES = frozenset({"https", "http", "mailto"})
_WHOLE = re.compile(r"https?://[^/\s\\]|mailto:", re.I)
_BARE = re.compile(r"<a>(.*?)</a>", re.S)
_LINK = re.compile(r'<a href="([^"]*)">.*?</a>', re.S)
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_NEAR = 300
"""Characters around a link in which one finds what it is a part of."""


def _only_honest_addresses(_: str, name: str, value: str) -> str | None:
    """Keep nothing but addresses that lead where they say, by themselves."""
    is_kept = name == "href" and _WHOLE.match(value) and not refuse(value)
    return value if is_kept else None


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={"a": {"href"}},
    url_schemes=set(_SCHEMES),
    url_relative="deny",
    link_rel=None,
    attribute_filter=_only_honest_addresses,
    clean_content_tags=set("iframe math noscript script style svg template".split()),
)


def clean_submitted(html: str) -> str:
    """Keep words, emphasis, lists, quotes and links of HTML from anybody; nothing else.

    Behind a link whose words are the address of another host stands where it leads.
    """
    return _LINK.sub(_show_target, _BARE.sub(r"\1", _CLEANER.clean(html))).strip()


def show_addresses(cleaned: str) -> str:
    """Write behind every link where it leads, for what shows words alone.

    Args:
        cleaned: What `clean_submitted` made.
    """
    return _LINK.sub(_show_address, cleaned)


def _show_address(found: re.Match[str]) -> str:
    words, address = _shown(found[0]), unescape(found[1])
    is_shown = address.removeprefix("mailto:").rstrip("/") in words
    return found[0] if is_shown else f"{found[0]} ({found[1]})"


def _show_target(found: re.Match[str]) -> str:
    """Read a link with what stands around it without a space: to readers it is one word."""
    html = found.string
    before = _shown(html[max(0, found.start() - _NEAR) : found.start()])
    after = _shown(html[found.end() : found.end() + _NEAR])
    word = re.split(r"\s", before)[-1] + _shown(found[0]) + re.split(r"\s", after)[0]
    real = real_host(word, unescape(found[1]))
    return f"{found[0]} ({escape(real)})" if real else found[0]


def _shown(html: str) -> str:
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))
