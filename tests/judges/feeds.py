"""The judge of feeds: a document in, what is wrong with it out.

The rules are those of the W3C feed validator, under its names, with its warnings taken
as seriously as its errors; those of RFC 4287, 5005 and 4151 and of JSON Feed 1.1; and
our own, where a valid feed would still serve its readers badly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from .atom import check_atom
from .common import BOM, Findings, check_bytes, finding
from .jsonfeed import check_json
from .opml import check_opml
from .rss import check_rss
from .xmlfile import (
    ATOM,
    MalformedError,
    XmlFile,
    check_declarations,
    check_prolog,
    check_text,
    parse_xml,
)

_FORMATS: Mapping[str, Callable[[XmlFile, str, datetime | None], Findings]] = {
    "rss": check_rss,
    f"{{{ATOM}}}feed": check_atom,
    "opml": check_opml,
}


def check_feed(
    document: bytes,
    url: str,
    *,
    now: datetime | None = None,
    allow: Collection[str] = (),
) -> list[str]:
    """Judge an RSS 2.0, Atom 1.0, JSON Feed 1.1 or OPML 2.0 document.

    Args:
        document: The file as it is served.
        url: The absolute address at which it is served; its self link says the same.
        now: Nothing may be dated after this aware moment; None leaves that unchecked.
        allow: Names of rules whose breach the caller accepts.

    Returns:
        Every finding once, warnings too, as ``RuleName: place: explanation``.
    """
    findings = dict.fromkeys(_check(document, url, now))
    return [line for line in findings if line.partition(":")[0] not in allow]


def _check(document: bytes, url: str, now: datetime | None) -> Findings:
    found = list(check_bytes(document))
    yield from found
    if any(line.startswith("UnicodeError") for line in found):
        return
    body = document.removeprefix(BOM).lstrip()
    if body.startswith((b"{", b"[")):
        yield from check_json(body, url, now)
    else:
        yield from _check_xml(document, url, now)


def _check_xml(document: bytes, url: str, now: datetime | None) -> Findings:
    body = document.removeprefix(BOM).lstrip()
    bad = list(check_text(body.decode()))
    yield from bad
    yield from check_prolog(document)
    try:
        file = parse_xml(body)
    except MalformedError as error:
        if not bad:  # what a bad character breaks needs no second line
            yield str(error)
        return
    yield from check_declarations(file)
    check = _FORMATS.get(str(file.root.tag))
    if check is None:
        yield finding("UnknownFormat", "file", f"has the root {file.root.tag}")
    else:
        yield from check(file, url, now)
