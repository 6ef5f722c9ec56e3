"""Whether a web address leads anywhere: asked once a day, politely, and never of machines
that are nobody's business.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from postroom.toolbox.cache import CACHE, Cache
from postroom.web.guard import (
    SCHEMES,
    LedElsewhereError,
    Resolve,
    TurnedAwayError,
    Web,
    open_client,
    resolve_host,
)

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0
"""How long an answer may take."""

_HOPS = 5
_GONE = frozenset({404, 410})
_ERROR = 400
_THERE = range(200, 300)


@dataclass(frozen=True)
class Visitor:
    """Asks pages whether they are there."""

    client: "httpx.Client"
    cache: Cache
    today: date
    resolve: Resolve = resolve_host

    @classmethod
    def of_site(cls, root: Path, today: date) -> "Visitor":
        """Prepare a visitor whose findings are kept in the site's cache."""
        client = open_client("is this link alive?", SECONDS, needed_by="--online")
        return cls(client, Cache(root / CACHE), today)

    def visit(self, url: str) -> str:
        """Say what is wrong with an address; nothing if it may well be all right."""
        key = f"{self.today}\n{url}"
        return self.cache.recall("online", key, lambda: self._ask(url).encode()).decode()

    def answers(self, url: str) -> bool:
        """Whether a page is certainly there, and over https all the way."""
        key = f"{self.today}\nanswers\n{url}"
        return bool(self.cache.recall("online", key, lambda: b"yes" * self._is_there(url)))

    def _is_there(self, url: str) -> bool:
        import httpx  # noqa: PLC0415 - only those who ask for it need it

        try:
            return self._find_status(url, schemes=("https",)) in _THERE
        except (TurnedAwayError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return False

    def _find_status(self, url: str, *, schemes: Collection[str] = SCHEMES) -> int:
        status = self._follow("HEAD", url, schemes)
        if status >= _ERROR:  # some servers answer only those who want to read
            status = self._follow("GET", url, schemes)
        return status

    def _ask(self, url: str) -> str:
        import httpx  # noqa: PLC0415

        try:
            status = self._find_status(url)
        except TurnedAwayError as refusal:
            return str(refusal)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return ""  # slow, down, or shy of machines: that proves nothing
        return f"the page answers with {status}: it is gone" if status in _GONE else ""

    def _follow(self, method: str, url: str, schemes: Collection[str]) -> int:
        """Ask a page, and those it sends us on to; give the last one's status."""
        web = Web(self.client, self.resolve)
        try:
            with web.follow(method, url, hops=_HOPS, schemes=schemes) as found:
                return found.reply.status_code
        except LedElsewhereError:
            return 0
