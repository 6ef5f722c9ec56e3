"""A server on this machine that remembers what it was asked, and can be made to fail."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request, as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """By small letters."""

    body: bytes

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What it answers, once."""

    status: int = 200
    body: Any = None
    """What becomes JSON; or bytes, as they are."""

    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> bytes:
        made = isinstance(self.body, bytes)
        return self.body if made else json.dumps(self.body).encode()


Trouble = Callable[["Server", Asked, BaseHTTPRequestHandler], Answer | None]
"""What happens instead of an answer; None if the line is dead afterwards."""


class Server:
    """Answers as `answer` says, unless there is trouble with what is asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.troubles: dict[str, list[Trouble]] = {}
        self.is_over = Event()
        self.url = ""

    def answer(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def trouble(self, line: str, *troubles: Trouble) -> None:
        """Have trouble with the next requests of a line, such as `GET /api`."""
        self.troubles.setdefault(line, []).extend(troubles)

    @property
    def lines(self) -> list[str]:
        return [asked.line for asked in self.asked]

    def handle(self, asked: Asked, handler: BaseHTTPRequestHandler) -> Answer | None:
        self.asked.append(asked)
        for line in (asked.line, "*"):
            if self.troubles.get(line):
                return self.troubles[line].pop(0)(self, asked, handler)
        return self.answer(asked)


@contextmanager
def listening(server: Server) -> Iterator[Server]:
    """Let a server answer at an address of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", "0"))
            asked = Asked(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                {key.lower(): value for key, value in self.headers.items()},
                self.rfile.read(length),
            )
            answer = server.handle(asked, self)
            if answer is None:
                self.close_connection = True
                return
            kind = {"Content-Type": "application/json", **answer.headers}
            self.send_response(answer.status)
            for key, value in {**kind, "Content-Length": str(len(answer.sent))}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(answer.sent)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Whoever asked went away: that is what some tests are about."""

    listener = Listener(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listener.server_port}"
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


# trouble


def answering(status: int, body: Any = None, **headers: str) -> Trouble:
    """Answer this instead; `retry_after` stands for the header of that name."""
    named = {key.replace("_", "-").title(): value for key, value in headers.items()}
    return lambda server, asked, handler: Answer(status, body, named)


def done_but(trouble: Trouble) -> Trouble:
    """Do what is asked, and then have trouble all the same."""

    def do(server: Server, asked: Asked, handler: BaseHTTPRequestHandler) -> Answer | None:
        server.answer(asked)
        return trouble(server, asked, handler)

    return do


def cut(server: Server, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
    """Hang up without a word."""
    with suppress(OSError):
        handler.connection.shutdown(socket.SHUT_RDWR)


def half(server: Server, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
    """Hang up in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": 1')


def stall(server: Server, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the test is over."""
    server.is_over.wait(10)


def drip(server: Server, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
    """Never end, a byte at a time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    with suppress(OSError):
        while not server.is_over.wait(0.02):
            handler.wfile.write(b" ")


def flood(server: Server, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
    """Answer with 50 MB."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(50_000_000))
    handler.end_headers()
    with suppress(OSError):
        for _ in range(500):
            handler.wfile.write(b" " * 100_000)
