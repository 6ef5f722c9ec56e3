"""A feed's address becomes its bytes: asked politely, read within bounds."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NoReturn

from postroom.model.text import clean_line, shorten
from postroom.web.guard import LedElsewhereError, TurnedAwayError, Web

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class Limits:
    """What one run may cost."""

    max_bytes: int = 2_000_000
    """Of one feed, unpacked."""

    seconds: float = 15.0
    """For one feed: to find it, to get it and to make sense of it."""

    most_seconds: float = 120.0
    """For all feeds together."""

    at_once: int = 4
    """Feeds that are read at the same time."""

    hops: int = 5
    """How often the way to a feed may lead elsewhere."""


class NotFetchedError(Exception):
    """A feed that was not to be had: what is wrong, and what to do."""

    def __init__(self, what: str, fix: str, wait_until: datetime | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.wait_until = wait_until
        """Its server asks not to be asked before."""


@dataclass(frozen=True)
class FeedRequest:
    """What is asked for: a feed, unless it is still as it was."""

    url: str
    etag: str = ""
    modified: str = ""
    """What its server said of the version that is known (RFC 9110, 8.8), word for word."""

    @property
    def headers(self) -> dict[str, str]:
        """The request as HTTP has it."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        sent = {key: value for key, value in known.items() if value}
        return {"Accept": _ACCEPTED, "Accept-Encoding": "gzip", **sent}


@dataclass(frozen=True)
class FeedResponse:
    """What a server said."""

    url: str
    """Where the feed was found in the end."""

    moved_to: str = ""
    """Where it is from now on, if it has left its address for good."""

    content: bytes | None = None
    """None: it is still as it was."""

    charset: str = ""
    etag: str = ""
    modified: str = ""


_ACCEPTED = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
)
_OK, _UNCHANGED, _TOO_MANY, _BUSY = 200, 304, 429, 503
_GONE = frozenset({404, 410})
_LONGEST_WAIT = timedelta(days=1)
_PACKED = frozenset({"gzip", "x-gzip"})
_GZIP = 16 + zlib.MAX_WBITS
_MAX_VALIDATOR = 1_000
_SAID = 100

_CHECK = "check its address"
_LATER = "try again later; if it stays so, ask its owner"


@dataclass(frozen=True)
class Fetcher:
    """Gets feeds, each within its bounds."""

    web: Web
    now: datetime
    """The moment of asking, from which servers reckon how long to wait."""

    limits: Limits = Limits()

    def fetch(self, request: FeedRequest, until: float) -> FeedResponse:
        """Get one feed.

        Args:
            request: Its address, and which version of it is known.
            until: The moment of `monotonic` at which it is given up.

        Raises:
            NotFetchedError: It is not to be had now.
        """
        import httpx  # noqa: PLC0415 - only those who ask for it need it

        try:
            return self._follow(request, until)
        except (LedElsewhereError, TurnedAwayError) as refusal:
            raise NotFetchedError(f"{refusal}", _CHECK) from refusal
        except httpx.TimeoutException as error:
            raise self.late from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            reason = shorten(clean_line(f"{error}"), _SAID)
            what = f"there is no answer: {reason}" if reason else "there is no answer"
            raise NotFetchedError(what, _LATER) from error

    @property
    def late(self) -> NotFetchedError:
        """What is said of a feed that takes longer than it may."""
        what = f"it cannot be read within {self.limits.seconds:g} seconds"
        return NotFetchedError(what, _LATER)

    def _follow(self, request: FeedRequest, until: float) -> FeedResponse:
        with self.web.follow(
            "GET",
            request.url,
            hops=self.limits.hops,
            headers=request.headers,
            left=partial(self._left, until),
        ) as found:
            left_for = found.moved_to if found.moved_to != request.url else ""
            return self._read(found.reply, found.url, left_for, until)

    def _left(self, until: float) -> float:
        left = until - monotonic()
        if left <= 0:
            raise self.late
        return left

    def _read(
        self, reply: "httpx.Response", url: str, moved_to: str, until: float
    ) -> FeedResponse:
        if reply.status_code == _UNCHANGED:
            return FeedResponse(url, moved_to)
        if reply.status_code != _OK:
            self._refuse(reply)
        return FeedResponse(
            url,
            moved_to,
            content=self._unpack(reply, until),
            charset=reply.charset_encoding or "",
            etag=_validator(reply, "etag"),
            modified=_validator(reply, "last-modified"),
        )

    def _refuse(self, reply: "httpx.Response") -> NoReturn:
        status = reply.status_code
        if status in _GONE:
            raise NotFetchedError(f"it is gone: the answer is {status}", _CHECK)
        wait_until = None
        if status in (_TOO_MANY, _BUSY):
            wait_until = _parse_wait(reply.headers.get("retry-after", ""), self.now)
        raise NotFetchedError(f"the answer is {status}", _LATER, wait_until)

    def _unpack(self, reply: "httpx.Response", until: float) -> bytes:
        """Read no more than a feed may have: of what is packed, no more is unpacked."""
        packing = reply.headers.get("content-encoding", "identity").strip().lower()
        if packing not in _PACKED and packing not in ("", "identity"):
            what = f"it is packed as {shorten(packing, _SAID)!r}, which nobody asked for"
            raise NotFetchedError(what, "ask its owner")
        unpacker = zlib.decompressobj(_GZIP) if packing in _PACKED else None
        most, content = self.limits.max_bytes, bytearray()
        for chunk in reply.iter_raw():
            self._left(until)
            room = most + 1 - len(content)
            try:
                content += unpacker.decompress(chunk, room) if unpacker else chunk
            except zlib.error as error:
                raise NotFetchedError("it cannot be unpacked", "ask its owner") from error
            if len(content) > most:
                raise NotFetchedError(
                    f"it is larger than {most:,} bytes",
                    "ask its owner for a feed of the newest posts alone",
                )
        return bytes(content)


def _validator(reply: "httpx.Response", name: str) -> str:
    """What can be sent back as it came."""
    value: str = reply.headers.get(name, "")
    is_plain = value.isascii() and value.isprintable() and len(value) <= _MAX_VALIDATOR
    return value if is_plain else ""


def _parse_wait(retry_after: str, now: datetime) -> datetime | None:
    """Until when to wait; never longer than a day.

    Source:
        RFC 9110, 10.2.3: seconds, or a date.
    """
    try:
        if retry_after.strip().isdecimal():
            until = now + timedelta(
                seconds=min(int(retry_after), _LONGEST_WAIT.total_seconds())
            )
        else:
            until = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(aware.astimezone(UTC), now + _LONGEST_WAIT)
