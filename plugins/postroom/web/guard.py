"""The public web, as commands ask it: never a machine that is nobody's business."""

import socket
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from postroom import PostroomError, __version__
from postroom.model.netblocks import is_public, parse_host

if TYPE_CHECKING:
    import httpx

_MOVED = frozenset({301, 302, 303, 307, 308})
"""Answers that send one elsewhere."""

_FOR_GOOD = frozenset({301, 308})

_PORTS = {"http": 80, "https": 443}
SCHEMES = tuple(_PORTS)

Resolve = Callable[[str, int], list[str]]
"""Finds the numeric addresses of a host; raises `socket.gaierror`."""


class TurnedAwayError(Exception):
    """An address that is not asked; its text says why."""


class LedElsewhereError(Exception):
    """An address that leads on and on, or to where nobody is to be asked."""


@dataclass(frozen=True)
class Found:
    """Where an address leads in the end, and what is said there."""

    reply: "httpx.Response"
    url: str
    moved_to: str
    """Where it is from now on: as far as everybody said that it has moved for good."""


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system for the numeric addresses of a host."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in addresses]


@dataclass(frozen=True)
class Web:
    """A way to ask public machines, one request at a time, without being led elsewhere."""

    client: "httpx.Client"
    resolve: Resolve = resolve_host
    is_public: Callable[[str], bool] = is_public

    @contextmanager
    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Iterator["httpx.Response"]:
        """Send one request to the very machine that was found to be public.

        Args:
            method: `GET`, `HEAD`.
            url: An http or https address.
            headers: What is said beside the host.
            seconds: How long one step may take, if not as long as the client says.

        Yields:
            The answer, of which nothing but the head was read.

        Raises:
            TurnedAwayError: The address has no public machine.
            httpx.HTTPError, OSError, ValueError: There was no answer.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().removesuffix(".")
        if not host or parts.scheme not in _PORTS or parts.port == 0:
            raise TurnedAwayError("it is no address of the web")
        machine = self._find_machine(host, parts.port or _PORTS[parts.scheme])
        there = parts._replace(netloc=_netloc(machine, parts.port), fragment="")
        request = self.client.build_request(
            method,
            there.geturl(),
            headers={**(headers or {}), "Host": _netloc(host, parts.port)},
            timeout=self.client.timeout if seconds is None else seconds,
            extensions={"sni_hostname": host},
        )
        answer = self.client.send(request, stream=True, follow_redirects=False)
        try:
            yield answer
        finally:
            answer.close()

    @contextmanager
    def follow(  # noqa: PLR0913 - those of `ask`, and how far it may lead
        self,
        method: str,
        url: str,
        *,
        hops: int,
        headers: Mapping[str, str] | None = None,
        left: Callable[[], float | None] = lambda: None,
        schemes: Collection[str] = (),
    ) -> Iterator[Found]:
        """Send a request, and once more to wherever the answer leads.

        Args:
            method: `GET`, `HEAD`.
            url: An http or https address.
            hops: How often it may lead elsewhere.
            headers: What is said beside the host.
            left: Says before each request how long one of its steps may take, in seconds.
            schemes: Those that alone may be asked, at first and later, if not all.

        Raises:
            LedElsewhereError: It leads elsewhere too often, or to another scheme.
            TurnedAwayError: An address on the way has no public machine.
            httpx.HTTPError, OSError, ValueError: There was no answer.
        """
        moved_to = url
        for _ in range(hops + 1):
            parts = urlsplit(url)
            if schemes and (parts.scheme not in schemes or not parts.hostname):
                raise LedElsewhereError(f"it leads to {url!r}")
            with self.ask(method, url, headers=headers, seconds=left()) as reply:
                target = reply.headers.get("location", "")
                if reply.status_code not in _MOVED or not target:
                    yield Found(reply, url, moved_to)
                    return
                stays = moved_to == url and reply.status_code in _FOR_GOOD
            url = urljoin(url, target)
            moved_to = url if stays else moved_to
        raise LedElsewhereError(f"it leads elsewhere more than {hops} times")

    def _find_machine(self, host: str, port: int) -> str:
        """Resolve a host once: asked again, it might say something else."""
        try:
            written = parse_host(host)
        except ValueError as error:
            raise TurnedAwayError(f"there is no host {host!r}") from error
        try:
            machines = [str(written)] if written else self.resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:  # our own line is down
                raise OSError from error
            raise TurnedAwayError(f"there is no host {host!r}") from error
        if not machines or not all(map(self.is_public, machines)):
            raise TurnedAwayError(f"{host!r} is not on the public web")
        return machines[0]


def _netloc(name: str, port: int | None) -> str:
    shown = f"[{name}]" if ":" in name else name
    return f"{shown}:{port}" if port else shown


def open_client(purpose: str, seconds: float, *, needed_by: str) -> "httpx.Client":
    """Make a client that says who asks, keeps nothing, and waits so long for an answer.

    Args:
        purpose: Why it asks, as the owners of servers read it in their logs.
        seconds: How long one step of an answer may take.
        needed_by: What cannot be done without httpx.
    """
    try:
        import httpx  # noqa: PLC0415 - only those who ask for it need it
    except ImportError:
        raise missing_package("httpx", needed_by) from None
    return httpx.Client(
        headers={"User-Agent": f"postroom/{__version__} ({purpose})"},
        timeout=seconds,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        # a connection is to a machine: kept, it would serve another host's name as well
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def missing_package(name: str, needed_by: str) -> PostroomError:
    """What is said where something that only some need is not installed."""
    return PostroomError(
        f"{needed_by} needs the package {name}\n"
        "    fix: run `python -m pip install 'postroom[online]'`"
    )
