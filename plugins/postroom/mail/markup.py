"""The elements of a mail, one by one: pictures, links, tables, and what clients drop."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from lxml import html

from postroom.errors import Place, Problem
from postroom.mail.support import DATED, Loss, losses_of
from postroom.model.address import tidy

Found = tuple[str, str, bool]
"""What is wrong, what to do, and whether it is fatal."""

_STYLES = losses_of("style")
_ELEMENTS = losses_of("element")
_ATTRIBUTES = losses_of("attribute")
_PICTURES = losses_of("picture")
_LIVE = frozenset("script form iframe object embed applet base link".split())
_PLACEHOLDER = re.compile(r"\{\{|\{%|\*\||\[\[")
_PIECE = re.compile(r"[a-z-]+\(|(?<=\d)(?:rem|vw|vh)\b")
_SPACED = re.compile(r"rgb\(\s*\d+\s+\d")
_TEMPLATE = "see `mail/issue.html`"


def lint_markup(root: html.HtmlElement, place: Place) -> Iterator[Problem]:
    """Find what is wrong with the elements of a mail; each thing is said once."""
    found: dict[Found, None] = {}
    for node in root.iter("*"):
        for check in _CHECKS:
            found.update(dict.fromkeys(check(node)))
    found.update(dict.fromkeys(_check_headings(root)))
    for what, fix, is_fatal in found:
        yield Problem(place, what, fix, is_fatal)


def _check_element(node: html.HtmlElement) -> Iterator[Found]:
    if node.tag in _ELEMENTS:
        yield _lost(f"<{node.tag}>", _ELEMENTS[node.tag], is_fatal=node.tag in _LIVE)
    for name in node.attrib:
        if name in _ATTRIBUTES:
            yield _lost(f"the attribute `{name}`", _ATTRIBUTES[name])
        if name.startswith("on"):
            yield f"the mail has a script: `{name}`", "take it out", True


def _lost(what: str, loss: Loss, *, is_fatal: bool = False) -> Found:
    return f"{what} is lost in {loss.lost_in} ({DATED})", loss.instead, is_fatal


def _check_style(node: html.HtmlElement) -> Iterator[Found]:
    style = (node.get("style") or "").lower()
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        names = [name, f"{name}:{value}", *_PIECE.findall(value)]
        for written in names:
            if written in _STYLES:
                yield _lost(f"the style `{written}`", _STYLES[written])
        yield from _check_declaration(name, value)


def _check_declaration(name: str, value: str) -> Iterator[Found]:
    if "!important" in value:
        what = f"the style `{name}` is inline and !important: dark mode cannot change it"
        yield what, f"take !important out, {_TEMPLATE}", False
    if name.startswith("margin") and re.search(r"(?:^|\s)-\d", value):
        yield f"the margin `{value}` is negative, and lost", "use padding", False
    if _SPACED.search(value):
        what = f"the colour `{value}` makes Gmail drop the whole style"
        yield what, "write six hexadecimal digits", True


def _check_link(node: html.HtmlElement) -> Iterator[Found]:
    target = node.get("href")
    if node.tag != "a" or target is None or _PLACEHOLDER.match(target):
        return
    if target.startswith("#"):
        what = f"the link {target!r} leads nowhere in several mail programs"
        yield what, "link to the page instead", False
    elif not re.match("https?:|mailto:|tel:", target):
        yield f"the link {target!r} is not a whole address", "write it with https://", True
    elif target.startswith("http:"):
        yield f"the link {target!r} is not https", "try it with https://", False
    elif target.startswith("https:") and tidy(target) != target:
        what = f"the link {target!r} counts its readers"
        yield what, f"write {tidy(target)!r}", False


def _check_image(node: html.HtmlElement) -> Iterator[Found]:
    if node.tag != "img":
        return
    source = node.get("src") or ""
    shown = f"the picture {source[:80]!r}"
    if not source.startswith("https://"):
        yield f"{shown} has no whole https address", "put it on the site", True
    if node.get("alt") is None:
        yield f"{shown} has no alt text", 'say what it shows, or write alt=""', False
    if not (node.get("width") or "").isdecimal():
        yield f"{shown} has no width, so that Outlook fills the screen", "set it", False
    if node.get("width") in ("0", "1"):
        yield f"{shown} is too small to be seen: does it count readers?", "delete it", True
    loss = _PICTURES.get(_ending(source))
    if loss:
        yield _lost(shown, loss)


def _ending(address: str) -> str:
    try:
        path = urlsplit(address).path.lower()
    except ValueError:
        return ""
    return "." + path.rpartition(".")[2]


def _check_table(node: html.HtmlElement) -> Iterator[Found]:
    if node.tag != "table" or node.get("role") in ("presentation", "none"):
        return
    heads = list(node.iter("th"))
    if not heads:
        what = "a table has no headings: screen readers read it as data"
        yield what, 'put role="presentation" on it, or <th> into it', False
    elif any(head.get("scope") is None for head in heads):
        what = f"the heading {heads[0].text_content()!r} does not say what it heads"
        yield what, "put `scope` on every <th>", False


def _check_headings(root: html.HtmlElement) -> Iterator[Found]:
    level = 0
    for node in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        following = int(node.tag[1])
        if following > level + 1:
            what = f"the heading {node.text_content().strip()!r} skips a level"
            yield what, f"use <h{level + 1}>", False
        level = following


_CHECKS: tuple[Callable[[html.HtmlElement], Iterator[Found]], ...] = (
    _check_element,
    _check_style,
    _check_link,
    _check_image,
    _check_table,
)
