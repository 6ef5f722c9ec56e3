"""Whether a web address leads anywhere: asked once a day, politely, and never of machines
that are nobody's business.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from postroom import PostroomError, __version__
from postroom.cache import Cache
from postroom.engines.mkdocs.survey import CACHE

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0
"""How long an answer may take."""

_HOPS = 5
_GONE = frozenset({404, 410})
_ERROR = 400
_THERE = range(200, 300)
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}

Resolve = Callable[[str, int], list[str]]
"""Finds the numeric addresses of a host; raises `socket.gaierror`."""


class _TurnedAwayError(Exception):
    """An address that is not asked; its text says why."""


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system for the numeric addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


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
        try:
            import httpx  # noqa: PLC0415 - only those who ask for it need it
        except ImportError:
            raise PostroomError(
                "--online needs the package httpx\n"
                "    fix: run `python -m pip install 'postroom[online]'`"
            ) from None
        agent = {"User-Agent": f"postroom/{__version__} (is this link alive?)"}
        client = httpx.Client(headers=agent, timeout=SECONDS, trust_env=False)
        return cls(client, Cache(root / CACHE), today)

    def visit(self, url: str) -> str:
        """Say what is wrong with an address; nothing if it may well be all right."""
        key = f"{self.today}\n{url}"
        return self.cache.recall("online", key, lambda: self._ask(url).encode()).decode()

    def answers(self, url: str) -> bool:
        """Whether a page is certainly there, and over https all the way."""
        key = f"{self.today}\nanswers\n{url}"
        found = self.cache.recall("online", key, lambda: b"yes" * self._is_there(url))
        return bool(found)

    def _is_there(self, url: str) -> bool:
        import httpx  # noqa: PLC0415

        try:
            return self._find_status(url, schemes=("https",)) in _THERE
        except (_TurnedAwayError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return False

    def _find_status(self, url: str, *, schemes: Collection[str] = _PORTS) -> int:
        status = self._follow("HEAD", url, schemes)
        if status >= _ERROR:  # some servers answer only those who want to read
            status = self._follow("GET", url, schemes)
        return status

    def _ask(self, url: str) -> str:
        import httpx  # noqa: PLC0415

        try:
            status = self._find_status(url)
        except _TurnedAwayError as refusal:
            return str(refusal)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return ""  # slow, down, or shy of machines: that proves nothing
        return f"the page answers with {status}: it is gone" if status in _GONE else ""

    def _follow(self, method: str, url: str, schemes: Collection[str]) -> int:
        """Ask a page, and those it sends us on to; give the last one's status."""
        for _ in range(_HOPS):
            if urlsplit(url).scheme not in schemes:
                return 0
            status, target = self._send(method, url)
            if status not in _MOVED or not target:
                return status
            url = urljoin(url, target)
        return 0

    def _send(self, method: str, url: str) -> tuple[int, str]:
        """Send one request to the very machine that was found to be public."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not host:
            return 0, ""
        machine = self._find_machine(host, parts.port or _PORTS[parts.scheme])
        request = self.client.build_request(
            method,
            _at_machine(parts, machine),
            headers={"Host": parts.netloc.rpartition("@")[2]},
            extensions={"sni_hostname": host},
        )
        answer = self.client.send(request, stream=True, follow_redirects=False)
        answer.close()  # what the page says is not wanted
        return answer.status_code, answer.headers.get("location", "")

    def _find_machine(self, host: str, port: int) -> str:
        """Resolve a host once: asked again, it might say something else."""
        try:
            machines = self.resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:  # our own line is down
                raise OSError from error
            raise _TurnedAwayError(f"there is no host {host!r}") from error
        if not machines or not all(map(is_public, machines)):
            raise _TurnedAwayError(f"{host!r} is not on the public web")
        return machines[0]


def is_public(machine: str) -> bool:
    """Whether a numeric address belongs to the public internet."""
    address = ipaddress.ip_address(machine.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not (mapped or address).is_multicast


def _at_machine(parts: SplitResult, machine: str) -> str:
    name = f"[{machine}]" if ":" in machine else machine
    netloc = f"{name}:{parts.port}" if parts.port else name
    return parts._replace(netloc=netloc, fragment="").geturl()
