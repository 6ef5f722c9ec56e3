"""The Markdown of strangers: without raw HTML, headings, pictures or extensions."""

import re
from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

_BLOCKS = ("hashheader", "setextheader", "hr", "reference")
_INLINE = ("html", "image_link", "image_reference", "short_image_ref")
_BARE = r"(?<![\w\"'=/])(?<!\]\()(https?://[^\s<>()\[\]\"]*[^\s<>()\[\]\".,;:!?*_'])"
_AFTER_LINKS = 100
_SETTABLE = re.compile(r"[\"'`]|--|\.\.\.|<<|>>")
"""What setting would change; without any of it, it would only take as long again."""


class _BareAddress(InlineProcessor):  # type: ignore[misc]
    """Makes a link of an address that somebody just typed."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # noqa: N802  # the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        address = self.unescape(m[1])
        link = Element("a", href=address)
        link.text = AtomicString(address)
        return link, m.start(0), m.end(0)


@cache
def _reader(is_smart: bool) -> Markdown:
    reader = Markdown(extensions=["smarty"] if is_smart else [])
    reader.preprocessors.deregister("html_block")
    for name in _BLOCKS:
        reader.parser.blockprocessors.deregister(name)
    for name in _INLINE:
        reader.inlinePatterns.deregister(name)
    reader.inlinePatterns.register(_BareAddress(_BARE, reader), "bare", _AFTER_LINKS)
    return reader


def convert_submitted(text: str, *, is_smart: bool = False) -> str:
    """Convert the text of an item; what it may not hold stands there as it was typed.

    Args:
        text: Markdown from anybody.
        is_smart: Whether quotes and dashes are set as the site sets them in essays.
    """
    needs_setting = is_smart and _SETTABLE.search(text) is not None
    converted: str = _reader(needs_setting).reset().convert(text)
    return converted
