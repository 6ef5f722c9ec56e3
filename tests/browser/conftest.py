"""The example site at the address that it was built for, and people who visit it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.e2e.building import ROOT, Built, build
from tests.machine import find_browser

FLAGS = [
    *"--no-sandbox --disable-gpu --disable-quic --no-first-run".split(),
    *"--disable-background-networking --disable-component-update --disable-sync".split(),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing is out there
]
USUAL = {
    "locale": "en-GB",
    "reduced_motion": "reduce",  # so that nothing is looked at half-way
    "viewport": {"width": 1280, "height": 700},
}
PATIENCE = 10_000
"""Milliseconds after which something does not come any more."""

LOOKING = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")


class _Shelf(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A browser that goes on to the next page hangs up on the last one."""


@dataclass(frozen=True)
class Site:
    """The built example, and where it is online."""

    url: str
    built: Built


@pytest.fixture(scope="package")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build the example for the address where it can be visited, and serve it there."""
    folder = tmp_path_factory.mktemp("online") / "site"
    with _Server(("127.0.0.1", 0), partial(_Shelf, directory=folder)) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        built = build(ROOT, into=folder, env={"SITE_URL": url})
        assert built.code == 0, built.output
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Site(url, built)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.fail("there is no browser\n    fix: run `make test`", pytrace=False)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=FLAGS)


class Visitor:
    """Somebody with a browser of their own, who notices what goes wrong in it."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.strayed: list[str] = []
        """Requests to other hosts."""

        self.troubles: list[str] = []
        """What a page's console complained of, and the requests that failed."""

        context.set_default_timeout(PATIENCE)
        context.on("request", self._look_where_it_goes)  # a route would turn off the cache
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        context.on("requestfailed", self._look_at_failure)
        context.on("response", self._look_at_status)
        self.context = context
        self.page: Page = context.new_page()

    def _look_where_it_goes(self, request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.strayed.append(request.url)

    def _listen(self, message) -> None:
        # a failed request is told by its response, which knows the address
        if message.type in ("error", "warning") and "Failed to load" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")

    def _look_at_failure(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the visitor went on to another page
            self.troubles.append(f"{request.failure}: {request.url}")

    def _look_at_status(self, response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")

    def go(self, path: str) -> Page:
        """Open a page of the site by its path."""
        response = self.page.goto(self.url + path)
        assert response is not None
        assert response.status < 400, path
        return self.page

    def resize(self, width: int, height: int = 700) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def look(self, name: str, *values: object) -> Any:
        """Call a function of `looking.js` in the page."""
        code = f"values => {{ {LOOKING}\nreturn {name}(...values) }}"
        return self.page.evaluate(code, list(values))


@pytest.fixture
def arrive(browser: Browser, online: Site) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of somebody's own; nobody may be sent to another host by a page."""
    visitors: list[Visitor] = []

    def come(**settings: object) -> Visitor:
        context = browser.new_context(**{**USUAL, **settings})
        visitors.append(Visitor(context, online.url))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
    assert [url for visitor in visitors for url in visitor.strayed] == []


@pytest.fixture
def visitor(arrive: Callable[..., Visitor]) -> Visitor:
    return arrive()


@pytest.fixture
def without_script(arrive: Callable[..., Visitor]) -> Visitor:
    """Somebody whose browser runs no JavaScript."""
    return arrive(java_script_enabled=False)
