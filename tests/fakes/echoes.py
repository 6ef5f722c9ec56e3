"""Answers that say our own keys, in whatever form and place."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from tests.fakes.server import Trouble, answering

CODED: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "base64": lambda key: b64encode(key.encode()).decode(),
    "base64 of a header": lambda key: b64encode(f"Bearer {key}".encode()).decode(),
    "percent": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
    "references of HTML": lambda key: "".join(f"&#{ord(c)};" for c in key),
    "references of JSON": lambda key: "".join(f"\\u{ord(c):04x}" for c in key),
    "hexadecimal": lambda key: key.encode().hex(),
}
"""Every form in which a server may say a key."""

ECHOES: dict[str, Callable[[str], Trouble]] = {
    **{
        str(status): lambda said, status=status: answering(status, {"error": said})
        for status in (400, 401, 403, 404, 409, 422, 429, 500, 503)
    },
    "a page": lambda said: answering(500, f"<html><p>{said}</p>".encode()),
    "no JSON": lambda said: answering(200, said.encode()),
    "names of members": lambda said: answering(422, {"errors": {said: [said]}}),
    "on to elsewhere": lambda said: answering(302, location=f"https://x.example/?{said}"),
    "patience": lambda said: answering(429, {"error": said}, retry_after=said),
}
"""Every answer in which it may say something."""
