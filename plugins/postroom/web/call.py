"""What is asked of a platform's server, and what can come of it.

PostroomError
├── RefusedError    the other side said no; nothing came of the call
└── UnsureError     nobody knows what came of the call
"""

import ipaddress
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from pydantic import SecretStr

from postroom import PostroomError
from postroom.model.text import clean_line

_BEARER = "Bearer "


def bear(token: SecretStr) -> SecretStr:
    """Write a token as the header `Authorization` has it (RFC 6750, 2.1)."""
    return SecretStr(_BEARER + token.get_secret_value())


@dataclass(frozen=True)
class Service:
    """A platform's server, as calls reach it and errors speak of it."""

    name: str
    url: str
    """Where all its addresses begin, without a slash at the end."""

    admission: str
    """How to get what opens it: a key, a token, a password."""

    setting: str
    """Where its address can be set."""

    def at(self, path: str, **query: str | int) -> str:
        """The address of one thing that it does."""
        return f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True)
class Call:
    """One request. What is secret in it is a `SecretStr`, which nothing prints."""

    method: str
    url: str
    body: Mapping[str, Any] | bytes | None = None
    """What becomes JSON, or a file as it is."""

    headers: Mapping[str, str | SecretStr] = field(default_factory=dict)

    hidden: tuple[SecretStr, ...] = ()
    """What no text may hold beside these: parts of what a header says, say."""

    @property
    def secrets(self) -> Iterator[str]:
        """What no text may hold."""
        body = self.body.values() if isinstance(self.body, Mapping) else ()
        for value in (*self.headers.values(), *body, *self.hidden):
            if isinstance(value, SecretStr):
                yield value.get_secret_value().removeprefix(_BEARER)

    @property
    def sent_headers(self) -> dict[str, str]:
        """The headers as they go out: secrets too, for no eyes but the server's."""
        kind = {"Content-Type": "application/json"}
        given = kind if isinstance(self.body, Mapping) else {}
        return {**given, **{key: _reveal(value) for key, value in self.headers.items()}}

    @property
    def sent_body(self) -> bytes | None:
        """The body as it goes out: secrets too, for no eyes but the server's."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, ensure_ascii=False, default=_reveal).encode()

    def __str__(self) -> str:
        """Say for people what would be sent: secrets as stars, files by their size."""
        line = f"{self.method} {self.url}"
        if self.body is None:
            return line
        if isinstance(self.body, bytes):
            return f"{line}\n({len(self.body)} bytes)"
        return f"{line}\n{json.dumps(self.body, ensure_ascii=False, indent=2, default=str)}"


def _reveal(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


class RefusedError(PostroomError):
    """The other side said no."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class UnsureError(PostroomError):
    """The call went out, and nobody knows what came of it."""


def check_address(url: str, setting: str) -> str:
    """Check where secrets would go to; give it without the slash at its end.

    Args:
        url: Where a server is said to be.
        setting: Who says so.

    Raises:
        PostroomError: It is no plain https address; http is for this machine alone.
    """
    parts = _split(url)
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    is_plain &= url == clean_line(url) and " " not in url
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts))
    if not (parts.hostname and is_plain and is_safe):
        raise PostroomError(
            f"{setting}: no secret goes to such an address\n"
            "    fix: write it as https://social.example; http is for this machine alone"
        )
    return url.rstrip("/")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # a bracket or a port that makes no sense
        return SplitResult("", "", "", "", "")
    return parts


def _is_here(parts: SplitResult) -> bool:
    """Whether an address never leaves this machine."""
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
