"""What pages of ours that stand alone may load: their own style, script and pictures."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from postroom.toolbox.templates import Templates

LINKED = "linked"
"""Stands for a style or script that lies in a file of the site."""


def forbid_all_but(
    css: str, *scripts: str, pictures: Iterable[str] = (), frames: bool = False
) -> str:
    """Forbid everything but a page's own style, scripts, data blocks and pictures.

    Args:
        css: What stands in its `style` element; `LINKED` if it links to a file of the site.
        scripts: What stands in its `script` elements, data blocks too, or `LINKED`.
        pictures: Addresses of pictures from elsewhere, if there are any.
        frames: Whether it shows other files of the site in frames.

    Source:
        Content Security Policy Level 3, 2.3 and 6.7.
    """
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in pictures if url}
    shown = " ".join(["'self'", *sorted(origins)])
    allowed = " ".join(map(_source, scripts)) or "'none'"
    framed = "frame-src 'self'; " if frames else ""
    return (
        f"default-src 'none'; connect-src 'self'; {framed}"
        f"style-src {_source(css)}; script-src {allowed}; "
        f"img-src {shown}; font-src 'self'; base-uri 'none'; form-action 'none'"
    )


def write_style(
    templates: Templates, root: str, *sheets: str, letters: str | None = None
) -> str:
    """Put the house's face before some sheets.

    Args:
        templates: Where sheets are read.
        root: The way up to where the face lies.
        sheets: The sheets, by their names.
        letters: All that the page says, if it needs only the cuts that have these.
    """
    faces = templates.read("share/faces.css")
    if letters is not None:
        faces = _leave_cuts_out(faces, frozenset(re.sub(_COMMON, "", letters)))
    own = faces.replace("url(fonts/", f"url({root}assets/postroom/fonts/")
    return own + "".join(map(templates.read, sheets))


@lru_cache(256)
def _leave_cuts_out(faces: str, letters: frozenset[str]) -> str:
    """Keep the cuts of a face that have some of these letters, and those of plain Latin.

    What a single cut has no letters for, the next font has: it needs no range.
    """
    codes = {ord(" "), *map(ord, letters)}
    ranges = {found: set(_list_codes(found)) for found in _RANGE.findall(faces)}
    kept = [found for found, held in ranges.items() if codes & held]
    for found in ranges.keys() - {*kept}:
        faces = re.sub(rf"@font-face{{[^}}]*{re.escape(found)}}}\n?", "", faces)
    return faces.replace(kept[0], "") if len(kept) == 1 else faces


def _list_codes(found: str) -> Iterator[int]:
    for first, last in _CODES.findall(found):
        yield from range(int(first, 16), int(last or first, 16) + 1)


_COMMON = re.compile(r"[ -~]+")
_RANGE = re.compile(r";unicode-range:[^}]*")
_CODES = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


def _source(text: str) -> str:
    if text == LINKED:
        return "'self'"
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def local_address(address: str, base: str, root: str) -> str:
    """Write the address of a file of the site so that it loads from any host."""
    return root + address[len(base) :] if address.startswith(base) else address
