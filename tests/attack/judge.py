"""What became of hostile words, as browsers, readers, mail and calendars see it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from email import message_from_bytes, policy
from html import unescape
from io import BytesIO
from itertools import chain
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree.ElementTree import Element

import feedparser
import html5lib
from icalendar import Calendar
from lxml import etree
from tests.attack.payloads import EVIL

Breach = tuple[str, str]
"""Its kind, and what was seen."""

KINDS = tuple(
    "executable loaded outside tracebacks headers references deceived steered lost"
    " unreadable".split()
)
"""Every kind of breach."""

# pages

_ACTIVE = frozenset(
    "animate animatemotion animatetransform applet base embed foreignobject form frame"
    " frameset iframe input object portal script set textarea button".split()
)
_ADDRESSES = frozenset(
    "action background cite data formaction href longdesc manifest ping poster src srcset"
    " xlink:href".split()
)
_LOADED = frozenset("background data poster src srcset".split())
_LOADING = frozenset(
    "dns-prefetch icon manifest modulepreload pingback preconnect prefetch preload"
    " stylesheet".split()
)
"""What a browser does not wait with; a canonical address, say, is only followed."""

_PROGRAM = re.compile(r"(?:java|vb|live)script:|data:|blob:|filesystem:|file:", re.I)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
_STYLE = re.compile(r"url\s*\(|expression|@import|behaviou?r|-moz-binding|position", re.I)
_RULE_END = re.compile("[{},;]")
_NEARER = re.compile(r"(?<=[\"'=])[./]+|\d+")
"""How far up an address begins, and how long a text is: pages differ in it."""

_UNSEEN = re.compile(r"[\x00-\x20\x7f]")
_OURS = "small.example"
"""Where nobody is led astray."""

_DATA = ("application/json", "application/ld+json")


_BESIDE = re.compile(r"=[\w-]+\.(html|md|txt)(?=')", re.ASCII)
"""A file that lies beside a page, by its name alone."""


def look_at_page(html: str, known: Collection[str] = ()) -> Iterator[Breach]:
    """Look at a page, or a part of one, as browsers do.

    Args:
        html: The page.
        known: What is active in pages that nobody from outside has written into.
    """
    root = html5lib.parse(html, namespaceHTMLElements=False)
    for node in root.iter():
        if isinstance(node.tag, str):
            looks = (_look_at_element(node), _look_at_values(node), _look_at_links(node))
            for kind, what in chain(*looks):
                if what not in known:
                    yield kind, what


def _look_at_element(node: Element) -> Iterator[Breach]:
    tag = node.tag.rpartition("}")[2].lower()
    words = " ".join("".join(node.itertext()).split())
    if tag == "script" and node.get("type") in _DATA and _is_json(words):
        return
    if tag == "style":
        for rule in _RULE_END.split(words):
            yield "executable", f"<style>{''.join(rule.split())}"
    elif tag in _ACTIVE:
        named = sorted(f"{key}={value}" for key, value in node.attrib.items())
        shown = words if tag == "script" else ""
        active = _NEARER.sub("0", f"<{tag} {named}>{shown}")
        yield "executable", _BESIDE.sub(r"=beside.\1", active)
    if tag == "meta" and (node.get("http-equiv") or "").lower() == "refresh":
        yield "executable", f"<meta refresh {node.get('content')}>"
    loads = _LOADING & {*(node.get("rel") or "").lower().split()}
    if tag == "link" and loads and _host_of(node.get("href") or "") == EVIL:
        yield "loaded", f"<link {node.get('href')}>"


def _look_at_values(node: Element) -> Iterator[Breach]:
    for key, value in node.attrib.items():
        name = str(key).rpartition("}")[2].lower()
        address = _UNSEEN.sub("", value)
        if name.startswith("on") or name == "srcdoc":
            yield "executable", f"{node.tag} {name}={value}"
        if name == "style" and _STYLE.search(unescape(value)):
            yield "executable", f"{node.tag} style={value}"
        if name in _ADDRESSES and _PROGRAM.match(address) and not _PICTURE.match(address):
            yield "executable", f"{node.tag} {name}={value}"
        if name in _LOADED and _host_of(value.partition(" ")[0]) == EVIL:
            yield "loaded", f"{node.tag} {name}={value}"
        if name == "href" and address.lower().startswith("mailto:"):
            yield from look_at_mailto(address)


def _look_at_links(node: Element) -> Iterator[Breach]:
    """Look for words that are an address, and lead elsewhere without saying so."""
    for link, after in zip(node, [*node, None][1:], strict=True):
        words = "".join(link.itertext()).strip() if link.tag == "a" else ""
        if re.match(r"https?://\S+$", words) and (host := _host_of(link.get("href", ""))):
            following = (link.tail or "") + ("" if after is None else str(after.text))
            if host not in (_host_of(words) or host, _OURS) and not following.startswith(
                f" ({host}"
            ):
                yield "deceived", f"{words} leads to {host}"
    host, before = _split(node.get("href", ""))
    if before:
        yield "deceived", f"{before}@ before {host}"


def _split(address: str) -> tuple[str, str]:
    """The host, and what stands before the host; empty for what is none."""
    try:
        parts = urlsplit(address.replace("\\", "/"))
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.username or ""


def _host_of(address: str) -> str:
    return _split(address)[0].removeprefix("www.")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def look_at_mailto(address: str) -> Iterator[Breach]:
    """Look for headers that a mail program would fill in, beside subject and body."""
    mailbox, _, query = address.partition(":")[2].partition("?")
    if not unquote(mailbox).isprintable():
        yield "headers", address
    for name, value in parse_qsl(query, keep_blank_values=True):
        is_line = name.lower() != "body" and not value.isprintable()
        if name.lower() not in ("subject", "body") or is_line:
            yield "headers", address


# feeds, and other XML

_HTML = frozenset(("encoded", "description", "title"))
"""What readers of RSS take for HTML."""

_LEAD = ("comments", "guid", "href", "htmlUrl", "id", "link", "src", "url", "xmlUrl")
"""What holds an address, as an element or as an attribute."""

_PLAIN = frozenset(("category", "creator", "managingeditor"))
"""What some of them unescape although it is none."""


def look_at_xml(raw: bytes, known: Collection[str] = ()) -> Iterator[Breach]:
    """Look at a feed, a list of feeds, or a map of the site."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        yield "unreadable", str(error)
        return
    is_atom = root.tag == "{http://www.w3.org/2005/Atom}feed"
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname.lower()
        text = "".join(node.itertext())
        for led in (*(node.get(key, "") for key in _LEAD), text * (name in _LEAD)):
            if _PROGRAM.match(led.strip()):
                yield "executable", f"<{name}>: {led}"
        if node.get("type") == "html" if is_atom else name in _HTML:
            yield from look_at_page(text, known)
        elif name in _PLAIN:
            yield from look_at_page(unescape(text), known)
    if etree.QName(root).localname in ("rss", "feed"):
        yield from _look_as_reader(raw)


def _look_as_reader(raw: bytes) -> Iterator[Breach]:
    parsed = feedparser.parse(BytesIO(raw), sanitize_html=False)
    if parsed.bozo:
        yield "unreadable", str(parsed.get("bozo_exception"))
    for entry in parsed.entries:
        addresses = [link.get("href", "") for link in entry.get("links", ())]
        for address in [*addresses, entry.get("id", "")]:
            if _PROGRAM.match(address):
                yield "executable", address


def look_at_json(raw: bytes, known: Collection[str] = ()) -> Iterator[Breach]:
    """Look at a JSON Feed, or at what a page searches in: every text that is HTML.

    Source:
        JSON Feed 1.1, "Items", and oEmbed, 2.3.4: a title is plain text there.
    """
    value = json.loads(raw)
    has_plain_titles = isinstance(value, Mapping) and "version" in value
    shown = {"content_html", "text", *(() if has_plain_titles else ("title",))}
    for key, text in _list_texts(value):
        if key in shown and "<" in text:
            yield from look_at_page(text, known)
        if key.endswith("url") and _PROGRAM.match(text):
            yield "executable", f"{key}: {text}"


def _list_texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _list_texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _list_texts(inner, key)


# calendars

_PROPERTIES = frozenset(
    "CLASS CREATED CATEGORIES DESCRIPTION DTEND DTSTAMP DTSTART DURATION LAST-MODIFIED"
    " LOCATION RRULE SEQUENCE STATUS SUMMARY TRANSP UID URL".split()
)
_PARAMETERS = frozenset(("TZID", "VALUE", "LANGUAGE"))


def look_at_calendar(raw: bytes) -> Iterator[Breach]:
    """Look at a calendar: nothing but events, and nothing in them but what we say."""
    try:
        calendar = Calendar.from_ical(raw)
    except ValueError as error:
        yield "unreadable", str(error)
        return
    for part in calendar.walk():
        if part.name not in ("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"):
            yield "headers", f"a {part.name}"
        for name, value in part.property_items(recursive=False):
            if part.name == "VEVENT" and name not in ("BEGIN", "END", *_PROPERTIES):
                yield "headers", f"{name} of an event: {value!r}"
            if strange := set(getattr(value, "params", ())) - _PARAMETERS:
                yield "headers", f"{sorted(strange)} of {name}"
            if name == "URL" and _PROGRAM.match(str(value)):
                yield "executable", f"URL of an event: {value}"


# mail

_HEADERS = frozenset(
    "from to subject date message-id archived-at list-id list-unsubscribe list-archive"
    " list-help list-post list-owner mime-version content-type content-language"
    " content-transfer-encoding feedback-id auto-submitted precedence x-unsent".split()
)
_NOTE = re.compile(r"[\[［【〔⟦]\s*(\d+)\s*[\]］】〕⟧]")
_DEFINED = re.compile(r"\[(\d+)\] (?:https?:|mailto:)")
_WAY_OUT = "To unsubscribe:"


def look_at_message(raw: bytes) -> Iterator[Breach]:
    """Look at a message as it goes over the wire."""
    message = message_from_bytes(raw, policy=policy.default)
    for name, value in message.items():
        if name.lower() not in _HEADERS or not str(value).isprintable():
            yield "headers", f"{name}: {value}"
    for name in sorted({name.lower() for name in message}):
        if len(message.get_all(name, [])) > 1:
            yield "headers", f"{name} twice"
    kinds = [part.get_content_type() for part in message.walk()]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        yield "headers", f"parts {kinds}"
    if message.defects:
        yield "unreadable", str(message.defects)


def look_at_text(text: str) -> Iterator[Breach]:
    """Look at a text mail, or a kit's: its numbers in brackets and its end are its own."""
    lines = text.split("\n")
    defined = [int(found[1]) for line in lines if (found := _DEFINED.match(line))]
    if defined != [*range(1, len(defined) + 1)]:
        strays = [n for at, n in enumerate(defined, 1) if n != at][:3]
        yield "references", f"[{strays}] stand where they were not counted"
    named = [int(each[1]) for line in lines for each in _NOTE.finditer(line)]
    for number in sorted(set(named)):
        if number not in defined or named.count(number) < 2:
            yield "references", f"[{number}] is nobody's"
    bare = [line.replace("\xa0", " ").rstrip() for line in lines]
    ends = [at for at, line in enumerate(bare) if line in ("--", "\u2014")]
    if len(ends) > 1 or bare.count(_WAY_OUT) > 1:
        yield "references", f"{len(ends)} ends, {bare.count(_WAY_OUT)} ways out"
    if any(line in ("\x0b", "\x0c", "\x85") for line in text) or "\u2028" in text:
        yield "references", "lines that are none of ours"


# files

_NAME = re.compile(r"(?!\.\.?$)[\w.@+-]+|\[Content_Types\]\.xml", re.ASCII)
_PACKED = frozenset((".docx", ".html", ".md", ".txt", ".zip"))
_UNNUMBERED = frozenset(("README.txt", "bios.txt", "credit.txt"))
"""Files of a kit that refer to nothing by number."""

_FIELDS = frozenset(("PAGE", "NUMPAGES"))
"""What Word may work out by itself."""


def look_at_archive(raw: bytes) -> Iterator[Breach]:
    """Look at an archive: names that lead nowhere else, and what is in its files."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            parts = [part for part in path.parts if not _NAME.fullmatch(part)]
            if path.is_absolute() or ".." in path.parts or parts:
                yield "outside", entry.filename
            if entry.external_attr >> 28 == 0o12:
                yield "outside", f"{entry.filename}, a link"
            if path.suffix in _PACKED and path.name not in _UNNUMBERED:
                held = LOOKS[path.suffix](archive.read(entry), ())
                yield from ((kind, f"{entry.filename}: {what}") for kind, what in held)
            if path.suffix in (".rels", ".xml"):
                yield from _look_at_word(archive.read(entry))


def _look_at_word(raw: bytes) -> Iterator[Breach]:
    """Look at a part of a Word file: no fields that run, no pictures from elsewhere."""
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False))
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        target = node.get("Target") or ""
        is_link = (node.get("Type") or "").endswith("/hyperlink")
        if name == "Relationship" and node.get("TargetMode") == "External":
            if not is_link or _PROGRAM.match(target):
                yield "loaded", target
            if target.lower().startswith("mailto:"):
                yield from look_at_mailto(target)
        said = [*node.attrib.values(), node.text or ""] if name in _RUN else []
        if any(each.strip() for each in said if each.strip() not in _FIELDS):
            yield "executable", f"<{name}> {said}"


_RUN = frozenset(("altChunk", "fldSimple", "instrText", "object"))
_MARKDOWN = re.compile(r"\]\(\s*<?([a-z]+script|data):", re.I)


def look_at_markdown(text: str) -> Iterator[Breach]:
    """Look at the Markdown of a kit as the loosest renderer shows it: it may hold HTML."""
    if found := _MARKDOWN.search(text):
        yield "executable", found[0]


LOOKS: dict[str, Callable[[bytes, Collection[str]], Iterator[Breach]]] = {
    ".docx": lambda raw, _: look_at_archive(raw),
    ".eml": lambda raw, _: look_at_message(raw),
    ".html": lambda raw, known: look_at_page(raw.decode(), known),
    ".ics": lambda raw, _: look_at_calendar(raw),
    ".json": look_at_json,
    ".md": lambda raw, _: look_at_markdown(raw.decode()),
    ".opml": look_at_xml,
    ".xml": look_at_xml,
    ".zip": lambda raw, _: look_at_archive(raw),
    ".txt": lambda raw, _: look_at_text(raw.decode()),
}
"""What opens a file of a name, or of an ending."""


def look_at_file(path: str, raw: bytes, known: Collection[str] = ()) -> Iterator[Breach]:
    """Look at a file of a site as whatever opens it would."""
    place = PurePosixPath(path)
    if strays := [part for part in place.parts if not _NAME.fullmatch(part)]:
        yield "outside", f"named {strays}"
    if look := LOOKS.get(place.name) or LOOKS.get(place.suffix):
        yield from look(raw, known)
