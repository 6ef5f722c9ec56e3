"""Both parts of a mail are checked against what clients keep, and readers are owed."""

import re
from collections.abc import Iterator

from lxml import etree, html

from postroom.errors import Place, Problem
from postroom.mail.markup import lint_markup
from postroom.toolbox.wrap import width_of

_WARN_KB = 80
_MOST_KB = 100
_STYLE_KB = 8
_KB = 1024
_LONGEST = 78
_LATIN = 0xFF
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TAG = re.compile(r"</?(?:p|div|span|table|td|tr|a|br|img|h[1-6]|ul|ol|li)(?:\s[^<>]*)?/?>")
_ENCODED = re.compile(
    rb"(?im)^((?:List-(?!Id)[a-z-]+|Archived-At|Message-ID):(?:.*(?:\r?\n[ \t].*)*))"
)
_SHORTER = "set `show: line` or `show: excerpt` in its sections, or list fewer items"
_PARSER = html.HTMLParser(huge_tree=True, encoding="utf-8")

_DOCUMENT = {
    "//html/@lang": ("the mail does not say its language", "put `lang` on <html>"),
    "//title[normalize-space()]": ("the mail has no title", "put a <title> into <head>"),
    "//meta[@name='viewport']": (
        "the mail does not fit itself to phones",
        'put <meta name="viewport" content="width=device-width, initial-scale=1"> in',
    ),
    "//body//*[@lang and @role='article']": (
        "webmail strips <html>, and the language with it",
        'put `lang` and `role="article"` on the outer <div> as well',
    ),
}
_OWED = {
    "why": ("does not say why its reader gets it", "set `reason` below `mail`"),
    "stop": ("has no way to unsubscribe", "set `unsubscribe` or `address` below `mail`"),
    "postal": ("has no postal address, which laws ask for", "set `postal` below `mail`"),
}
"""What the end of every mail says, by the class of its paragraph."""


def lint_mail(
    page: str, text: str, message: bytes | None, *, place: Place
) -> Iterator[Problem]:
    """Find everything in a mail that its readers would not get, or would miss.

    Args:
        page: The HTML part.
        text: The text part.
        message: The whole message, if there is one.
        place: The file of the issue, which all problems name.
    """
    root = etree.fromstring(page.encode(), _PARSER)
    yield from _lint_size(page, place)
    yield from _lint_characters(page, place)
    yield from _lint_document(root, place)
    yield from lint_markup(root, place)
    yield from _lint_text(text, root, place)
    if message is not None:
        yield from _lint_message(message, place)


def _lint_size(page: str, place: Place) -> Iterator[Problem]:
    size = len(page.encode()) / _KB
    if size > _MOST_KB:
        what = f"the mail has {size:.0f} KB, and Gmail cuts it at about {_MOST_KB}"
        yield Problem(place, what, _SHORTER)
    elif size > _WARN_KB:
        what = f"the mail has {size:.0f} KB of the {_MOST_KB} that Gmail shows"
        yield Problem(place, what, _SHORTER, is_fatal=False)
    style = sum(map(len, re.findall(r"<style[^>]*>(.*?)</style>", page, re.S)))
    if style > _STYLE_KB * _KB:
        what = f"the style sheet has {style} characters, and Gmail drops it beyond 8192"
        yield Problem(place, what, "write fewer rules in `mail/issue.html`", is_fatal=False)


def _lint_characters(page: str, place: Place) -> Iterator[Problem]:
    """Both make Gmail show a small mail as clipped."""
    control = _CONTROL.search(page)
    if control:
        what = f"the mail holds the control character U+{ord(control[0]):04X}"
        yield Problem(place, what, "delete it: Gmail shows such a mail as clipped")
    if page and ord(max(page)) <= _LATIN:
        what = "the mail has no character above U+00FF, so that a relay may re-encode it"
        fix = "write one curly quotation mark or dash, as in “ or –"
        yield Problem(place, what, fix, is_fatal=False)


def _lint_document(root: html.HtmlElement, place: Place) -> Iterator[Problem]:
    for path, (what, fix) in _DOCUMENT.items():
        if not root.xpath(path):
            yield Problem(place, what, f"{fix}, in `mail/issue.html`", is_fatal=False)
    said = {name for node in root.iter("p") for name in (node.get("class") or "").split()}
    for name, (what, fix) in _OWED.items():
        if name not in said:
            yield Problem(place, f"the mail {what}", fix, is_fatal=name == "stop")


def _lint_text(text: str, root: html.HtmlElement, place: Place) -> Iterator[Problem]:
    for line in text.splitlines():
        is_code = line.startswith("    ")
        if not is_code and width_of(line) > _LONGEST and "://" not in line:
            what = f"a line of the text part has {width_of(line)} columns: {line[:40]!r}"
            fix = "break it in the template; mail programs break after 78"
            yield Problem(place, what, fix, is_fatal=False)
        tag = None if is_code else _TAG.search(line)
        if tag:
            what = f"the text part shows the tag {tag[0]!r}"
            yield Problem(place, what, "write it as code, between ` marks", is_fatal=False)
    for target in dict.fromkeys(root.xpath("//a/@href")):
        if target not in text and target.removeprefix("mailto:") not in text:
            what = f"the text part does not lead to {target}"
            yield Problem(place, what, "name the address in the text part as well")


def _lint_message(message: bytes, place: Place) -> Iterator[Problem]:
    """Check the bytes: a parser would decode the fault away."""
    head = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0]
    for header in _ENCODED.findall(head):
        if b"=?" in header:
            name = header.partition(b":")[0].decode()
            what = f"{name} is encoded, so that mail programs ignore it"
            yield Problem(place, what, "write its address in ASCII alone")
