"""Web addresses as their owners meant them: without trackers, written one way."""

import re
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote,
    urlencode,
    urlsplit,
    urlunsplit,
)

_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|twclid|yclid|ttclid|"
    r"li_fat_id|igshid?|mc_[ce]id|mkt_tok|_hsenc|_hsmi|__hs\w+|hsCtaTracking|vero_id|"
    r"oly_(?:anon|enc)_id|ref_src|ref_url|s_cid|cmpid|ck_subscriber_id|_openstat|"
    r"wickedid|rb_clickid|ga_\w+|_ga|_gl",
    re.I,
)
_SHARED = frozenset({"ref", "source", "from", "share", "feature"})
"""Parameters that some sites need, and others use to count: left to what they say."""

_COUNTING = re.compile(
    r"twitter|facebook|linkedin|newsletter|rss|email|share|hn|producthunt|"
    r"(?:[\w-]+\.)+[a-z]{2,}",
    re.I,
)
SHORTENERS = frozenset(
    "bit.ly buff.ly cutt.ly dlvr.it fb.me goo.gl ift.tt is.gd lnkd.in ow.ly po.st rb.gy"
    " rebrand.ly s.id shorturl.at snip.ly t.co t.ly tiny.cc tinyurl.com trib.al v.gd"
    " wp.me".split()
)
_PORTS = {"http": 80, "https": 443}
_SAFE = "!$&'()*+,;=:@/~-._"
_SAFE_IN_MAIL = "%/:=&?~#+!$,;'@()*[]-._"
_PLAIN = re.compile(r"[!#-;=?-z~]*", re.ASCII)


def tidy(url: str) -> str:
    """Take the trackers out of an address; all else stays as it was written."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _is_tracker(pair)]
    return url if kept == pairs else urlunsplit(parts._replace(query="&".join(kept)))


def _is_tracker(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if name.lower() in _SHARED:
        return bool(_COUNTING.fullmatch(unquote(value)))
    return bool(_TRACKERS.fullmatch(unquote(name)))


def normalise(url: str) -> str:
    """Write an address so that two that lead to one page are the same.

    Without scheme, `www.`, default port, trackers and slash at the end; host in small
    letters, query sorted. The fragment stays: some pages are many.

    Source:
        RFC 3986, 6.2: syntax-based and scheme-based normalisation.
    """
    parts = urlsplit(tidy(url))
    host = _host(parts)
    path = "%2F".join(map(_spell, re.split("%2f", parts.path, flags=re.I)))
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"/(?:index\.(?:html?|php))?$", "", path)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return urlunsplit(("", host, path, query, parts.fragment)).removeprefix("//")


def _spell(path: str) -> str:
    """Write each character of a path the one way that needs the fewest codes."""
    return quote(unquote(path), safe=_SAFE)


def _host(parts: SplitResult) -> str:
    try:
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except (UnicodeError, ValueError):
        return parts.netloc.lower()
    named = host.removeprefix("www.").rstrip(".")
    return named if port in (None, _PORTS.get(parts.scheme)) else f"{named}:{port}"


def add_query(url: str, query: str) -> str:
    """Add parameters to an address; none leave it as it is."""
    if not query:
        return url
    parts = urlsplit(url)
    joined = "&".join(filter(None, (parts.query, query.strip("&"))))
    return urlunsplit(parts._replace(query=joined))


def join_path(path: str, target: str) -> str:
    """Resolve a relative path against a file's; `..` never leaves the root."""
    parts: list[str] = [] if target.startswith("/") else path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")
"""How the names of Markdown files may end; MkDocs knows the same."""

INDEXES = ("index", "README")
"""What is called after its folder."""


def file_of_page(page: str) -> str:
    """The file of a page, by the path that links to it have."""
    return page if page.endswith(".html") else f"{page}index.html"


def folder_of_page(page: str) -> str:
    """The folder in which stands what belongs to a page: `a/` of `a/`, `a.html` and
    `a/index.html`, without the slash."""
    if page.endswith("/"):
        return page.rstrip("/")
    return page.removesuffix("index.html").rstrip("/").removesuffix(".html")


def is_markdown(path: str) -> bool:
    """Whether a path is that of a Markdown file."""
    return path.endswith(MARKDOWN)


def stem(path: str) -> str:
    """The name of a Markdown file without its ending."""
    name = path.rpartition("/")[2]
    before, _, ending = name.rpartition(".")
    return before if f".{ending}" in MARKDOWN else name


def file_name(path: str) -> str:
    """What a Markdown file is called after: itself, or its folder if it is the index."""
    name, folder = stem(path), path.rpartition("/")[0].rpartition("/")[2]
    return folder if name in INDEXES and folder else name


_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.I)
_SIGNS = {ord(sign): f"%{ord(sign):02X}" for sign in '<>"'}
_BRACKETS = _SIGNS | {ord(sign): f"%{ord(sign):02X}" for sign in "[]"}


def quote_signs(url: str) -> str:
    """Write as percent signs what no address has as it is, and what others mean by it.

    Templates take `<` and `"` for markup, readers of a text `[1]` for the number of a link;
    the brackets of a host stay.

    Source:
        RFC 3986, 2 and 3.2.2.
    """
    found = _AUTHORITY.match(url)
    end = found.end() if found else 0
    return url[:end].translate(_SIGNS) + url[end:].translate(_BRACKETS)


def ascii_address(url: str) -> str:
    """Write an address with ASCII alone: percent signs in paths, punycode in hosts."""
    if _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that makes no sense
        return quote(url, safe=_SAFE_IN_MAIL)
    host = parts.netloc if parts.netloc.isascii() else _punycode(parts.netloc)
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_SAFE_IN_MAIL)


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return quote(host)
