"""A server of feeds on this machine: good ones, broken ones, and those that mean harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from postroom.web.guard import Web, open_client

LOOPBACK = "127.0.0.1"
HOST = "feeds.example"
"""What the server is called; only `a_web` finds it."""

Reply = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One question, and the ways to answer it."""

    protocol_version = "HTTP/1.1"
    server: FeedServer

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers.items())))
        with suppress(ConnectionError):  # whoever asked has left
            self.server.replies[self.path](self)
        self.close_connection = True

    def say(self, content: bytes = b"", status: int = 200, **headers: str) -> None:
        """Answer with a whole message."""
        self.begin(status, Content_Length=str(len(content)), **headers)
        self.wfile.write(content)

    def begin(self, status: int = 200, **headers: str) -> None:
        """Answer with a head; `_` in names stands for `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def drip(self, *, chunk: bytes = b" ", pause: float = 0.05) -> None:
        """Go on for ever, a little at a time."""
        while not self.server.is_closing.wait(pause):
            self.wfile.write(chunk)
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Be quiet."""


class FeedServer(ThreadingHTTPServer):
    """Answers each path in its own way, and remembers what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), Request)
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.is_closing = Event()

    def url(self, path: str, host: str = HOST) -> str:
        """The address of a path."""
        return f"http://{host}:{self.server_port}{path}"

    def serve(self, path: str, reply: Reply | bytes, **headers: str) -> str:
        """Answer a path with a message, or in any other way; give its address."""
        if isinstance(reply, bytes):
            content = reply
            self.replies[path] = lambda request: request.say(content, **headers)
        else:
            self.replies[path] = reply
        return self.url(path)


@contextmanager
def open_server() -> Iterator[FeedServer]:
    """Run a server as long as it is needed."""
    server = FeedServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.is_closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def a_web(**machines: str) -> Web:
    """A web in which this machine is public, and every host is on it but those named.

    The names of hosts have `_` for `.`, as in ``inside_example="10.0.0.1"``.
    """
    elsewhere = {host.replace("_", "."): machine for host, machine in machines.items()}
    return Web(
        open_client("a test", 5.0, needed_by="a test"),
        resolve=lambda host, port: [elsewhere.get(host, LOOPBACK)],
        is_public=lambda machine: machine == LOOPBACK,
    )
