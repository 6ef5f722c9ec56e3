"""What a text loads from elsewhere: pictures that can count its readers, and their like."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from postroom.errors import Place, Problem
from postroom.reading.links import blank_code

_ADDRESS = r"(?:https?:)?//[^\s\"'<>()]+"
_ALT = r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
_INLINE = re.compile(rf"{_ALT}\(\s*<?({_ADDRESS})", re.I)
_REFERRED = re.compile(rf"{_ALT}(?!\()(?:\s?\[([^\[\]]*)\])?")
_DEFINED = re.compile(rf"^ {{0,3}}\[([^\[\]]+)\]:\s*<?({_ADDRESS})", re.I | re.M)
_TAG = re.compile(
    r"<(img|source|video|audio|iframe|embed|object|image|use|feimage|input|track|link|script"
    r"|picture|body|table|td|th)\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.I,
)
_LOADING = re.compile(
    r"\b(?:src|srcset|imagesrcset|poster|data|data-src|href|xlink:href|background)"
    r"\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)",
    re.I,
)
_WITHIN = re.compile(r"(?:https?:)?//[^\s\"'<>,]+", re.I)
_STYLE = re.compile(rf"(?:url\(|@import)\s*[\"']?({_ADDRESS})", re.I)
_HARMLESS = re.compile(
    r"\brel\s*=\s*[\"']?(?:canonical|alternate|license|me|author)\b", re.I
)
_PICTURES = frozenset({"img", "source", "image", "feimage", "video", "input", "picture"})

FETCH = "run `postroom fetch-media`, or name its host in `remote_media`"
_LINK = "link to it instead, or name its host in `remote_media`"


@dataclass(frozen=True, order=True)
class RemoteMedium:
    """An address of a text from which its readers' browsers load something."""

    start: int
    end: int
    """Where it stands in the text."""

    url: str
    """As browsers ask for it; what begins with `//` has a scheme now."""

    is_picture: bool = True

    @property
    def host(self) -> str:
        """Whose server it is."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""


def find_remote(text: str, allowed: Collection[str] = ()) -> list[RemoteMedium]:
    """Find what a Markdown text loads from elsewhere, code aside, in its order.

    Args:
        text: The text, HTML in it included.
        allowed: Hosts that may know who reads it.
    """
    if "//" not in text:
        return []
    media = {medium.start: medium for medium in _find(blank_code(text))}
    return [medium for _, medium in sorted(media.items()) if medium.host not in allowed]


def _find(text: str) -> Iterator[RemoteMedium]:
    for found in _STYLE.finditer(text):
        yield _medium(found.start(1), found[1])
    for tag in _TAG.finditer(text):
        yield from _find_within(tag)
    for found in _INLINE.finditer(text):
        yield _medium(found.start(2), found[2])
    labels = {_fold(found[2] or found[1]) for found in _REFERRED.finditer(text)}
    for found in _DEFINED.finditer(text):
        if _fold(found[1]) in labels:
            yield _medium(found.start(2), found[2])


def _find_within(tag: re.Match[str]) -> Iterator[RemoteMedium]:
    name = tag[1].lower()
    if name == "link" and _HARMLESS.search(tag[2]):
        return
    for loading in _LOADING.finditer(tag[2]):
        at = tag.start(2) + loading.start(1)
        for found in _WITHIN.finditer(loading[1]):
            yield _medium(at + found.start(), found[0], name in _PICTURES)


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()


def _medium(start: int, written: str, is_picture: bool = True) -> RemoteMedium:
    url = unescape(written)
    whole = f"https:{url}" if url.startswith("//") else url
    return RemoteMedium(start, start + len(written), whole, is_picture)


def check_remote(path: str, text: str, allowed: Collection[str]) -> Iterator[Problem]:
    """Warn of what a file's text loads from elsewhere; one warning a place."""
    for medium in find_remote(text, allowed):
        line = text.count("\n", 0, medium.start) + 1
        yield Problem(Place(path, line), *explain(medium), is_fatal=False)


def explain(medium: RemoteMedium) -> tuple[str, str]:
    """Say what is wrong with a medium, and what to do."""
    noun = "a picture" if medium.is_picture else "something"
    what = f"{noun} is loaded from {medium.host or medium.url!r}, which can count readers"
    return what, FETCH if medium.is_picture else _LINK
