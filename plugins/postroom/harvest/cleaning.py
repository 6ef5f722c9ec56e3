"""A raw entry becomes a find: plain words, one address, a licence that we know."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import nh3

from postroom.fragments import TooDeepError, make_fragment
from postroom.harvest.find import Find, RawEntry
from postroom.model.address import normalise, tidy
from postroom.model.characters import neutralise
from postroom.model.licence import LICENCES
from postroom.model.text import clean_line, shorten

_TITLE, _AUTHOR, _SUMMARY = 120, 80, 300
"""Characters, at most what an item may have."""

_ADDRESS = 1_000
_TEXT = 200_000
"""Characters of HTML; what is longer is no essay, and not looked at further."""

_WHOLE_WORDS = 300
"""A description of so many words is the text itself."""

_NOBODY = frozenset({"admin", "administrator", "root", "webmaster"})
"""Names that systems have, not people."""

_MAIL = re.compile(r"\S*@\S*")
_APPENDED = re.compile(
    r"(?<!\s)\s*(?:\[?(?:…|\.\.\.)\]?|Continue reading .{1,200}"
    r"|The post .{1,300} (?:appeared first|first appeared) on .{1,200})$"
)
"""What blog engines add to descriptions."""

_DEED = re.compile(r"/(?:deed|legalcode)(?:\.[\w.-]+)?/?$")
_OPEN = {normalise(licence.url): name for name, licence in LICENCES.items() if licence.url}

_TAGS = (
    "a blockquote br cite code del dd dl dt em h2 h3 h4 h5 h6 hr i b kbd li mark ol p pre q"
    " s samp small strong sub sup table tbody td tfoot th thead tr u ul var"
)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={"a": {"href"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}},
    url_schemes={"https", "http", "mailto"},
    url_relative="deny",
    link_rel=None,
    clean_content_tags={"figcaption", "script", "style"},
)
_PICTURE = re.compile(r"<img[ >]")
_EMPTY = re.compile(r"<(a|em|li|p|strong)(?: [^<>]*)?>\s*</\1>")


def clean_entry(entry: RawEntry) -> Find | None:
    """Make a find of a raw entry; None if it has no page or nothing to call it by."""
    url = _mend_address(entry.url)
    if not url:
        return None
    description = _words_of(entry.summary, url)
    summary = shorten(_cut_appended(description or _words_of(entry.content, url)), _SUMMARY)
    title = shorten(_words_of(entry.title, url), _TITLE) or shorten(summary, _TITLE)
    if not title:
        return None
    is_whole = len(description.split()) >= _WHOLE_WORDS
    text = entry.content or (entry.summary if is_whole else "")
    licence = _name_licence(entry.licences)
    html, pictures = _printable(text, url) if licence else ("", 0)
    return Find(
        url=url,
        title=title,
        author=_name_authors(entry.authors),
        published=entry.published,
        summary=summary,
        licence=licence,
        html=html,
        pictures=pictures,
    )


def _mend_address(url: str) -> str:
    """The address of a page, as items have it; empty for what is none."""
    spelled = clean_line(url).replace(" ", "%20")
    try:
        parts = urlsplit(spelled)
        mended, _ = tidy(parts.geturl()), parts.port
        normalise(mended)
    except ValueError:  # a bracket or a port that makes no sense
        return ""
    is_page = parts.scheme in ("https", "http") and parts.hostname and not parts.username
    return mended if is_page and len(mended) <= _ADDRESS else ""


def _words_of(html: str, url: str) -> str:
    """The words of HTML in one line, with nothing hidden among them."""
    try:
        words = make_fragment(html[:_TEXT], url=url).text
    except TooDeepError:
        return ""
    return clean_line(neutralise(words)[0])


def _cut_appended(text: str) -> str:
    if len(text) > _SUMMARY * 3:  # its end will not be shown
        return text
    return _APPENDED.sub("…" if text.endswith(("…", "]", "...")) else "", text)


def _name_authors(names: Iterable[str]) -> str:
    """Who wrote it, in a line; an e-mail address is nobody's name."""
    without_mail = (_MAIL.sub("", neutralise(name[:_SUMMARY])[0]) for name in names)
    cleaned = dict.fromkeys(clean_line(name).strip(" ,()<>") for name in without_mail)
    people = [name for name in cleaned if name and name.lower() not in _NOBODY]
    *others, last = people or [""]
    return shorten(f"{', '.join(others)} and {last}" if others else last, _AUTHOR)


def _name_licence(addresses: Iterable[str]) -> str:
    """The name of the first licence that lets others print it; empty if there is none."""
    for address in addresses:
        try:
            known = _OPEN.get(normalise(_DEED.sub("", address.strip()[:_ADDRESS])))
        except ValueError:
            continue
        if known:
            return known
    return ""


def _printable(text: str, url: str) -> tuple[str, int]:
    """What others may print of a text, and how many pictures that leaves out.

    A licence of a text says nothing of pictures in it.
    """
    if len(text) > _TEXT:
        return "", 0
    try:
        whole = make_fragment(text, url=url).html
    except TooDeepError:
        return "", 0
    html = _CLEANER.clean(neutralise(whole)[0])
    for _ in range(3):  # a picture in a link in a paragraph
        html = _EMPTY.sub("", html)
    return html.strip(), len(_PICTURE.findall(whole))
