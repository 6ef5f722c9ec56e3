"""Web addresses as mail can carry them: ASCII alone, nothing that an engine would read."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
_PLAIN = re.compile(r"[!#-;=?-z~]*", re.ASCII)


def ascii_address(url: str) -> str:
    """Write an address with ASCII alone: percent signs in paths, punycode in hosts."""
    if _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that makes no sense
        return quote(url, safe=_SAFE)
    host = parts.netloc if parts.netloc.isascii() else _punycode(parts.netloc)
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_SAFE)


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return quote(host)
