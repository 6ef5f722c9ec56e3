"""A feed reader and a mirror behind an ordinary server see every change; `make readers`."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.e2e.building import Built, a_post, a_site, build_here

PROGRAMS = ("nginx", "newsboat", "rsync")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
pytestmark = [
    pytest.mark.readers,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]
DAY = "2026-03-04T08:00:00"
FIRST = a_post("First", "One, two, three.", uid="first1", date=DAY)
SERVER = """
daemon off; pid {0}/nginx.pid; error_log {0}/error.log; worker_processes 1; {user}
events {{}}
http {{
  log_format brief "$status $uri"; access_log {0}/access.log brief;
  client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c;
  uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
  server {{ listen 127.0.0.1:{port}; root {0}/site; }}
}}
"""


@dataclass
class Readers:
    """A served site, somebody who reads its feed, and a mirror of it."""

    folder: Path
    port: int

    def write(self, name: str, text: str) -> None:
        (self.folder / f"docs/posts/{name}.md").write_text(text, encoding="utf-8")

    def publish(self) -> None:
        build_here(self.folder)

    def reload(self) -> int:
        """Let newsboat look at the feed; give what the server answered."""
        urls = self.folder / "urls"
        urls.write_text(f"http://127.0.0.1:{self.port}/feed.xml\n", encoding="utf-8")
        (self.folder / "config").write_text("", encoding="utf-8")
        files = ("-u", str(urls), "-c", self.cache, "-C", str(self.folder / "config"))
        subprocess.run(
            ["newsboat", *files, "-x", "reload"],
            check=True,
            timeout=60,
            capture_output=True,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
        log = (self.folder / "access.log").read_text(encoding="utf-8")
        return int(log.splitlines()[-1].split()[0])

    @property
    def cache(self) -> str:
        return str(self.folder / "cache.db")

    def texts(self) -> dict[str, str]:
        """What newsboat shows, by title."""
        with sqlite3.connect(self.cache) as database:
            return dict(database.execute("select title, content from rss_item"))

    def mirror(self) -> None:
        """Copy what rsync takes for changed."""
        there = str(self.folder / "mirror")
        command = ["rsync", "-a", "--delete", f"{self.folder}/site/", there]
        subprocess.run(command, check=True)

    def is_mirrored(self) -> bool:
        both = (Built(0, "", self.folder / name).files for name in ("site", "mirror"))
        return next(both) == next(both)


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Readers]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for path in (tmp_path, *list(tmp_path.parents)[:2]):
        if path.name.startswith(("test", "pytest")):
            path.chmod(0o755)
    readers = Readers(a_site(tmp_path, {"posts/first.md": FIRST}), port)
    readers.write("second", a_post("Second", "Old.", uid="second", date="2026-03-01"))
    readers.publish()
    is_root = (
        "user root;" if Path("/root").stat().st_uid == Path.home().stat().st_uid else ""
    )
    (tmp_path / "nginx.conf").write_text(SERVER.format(tmp_path, port=port, user=is_root))
    command = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as serving:
        try:
            _wait_for(port)
            yield readers
        finally:
            serving.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx does not start")


CHANGES: dict[str, tuple[Callable[[Readers], None], Callable[[dict[str, str]], bool]]] = {
    "an edit": (
        lambda it: it.write("first", FIRST.replace("three", "three, and four")),
        lambda texts: "and four" in texts["First"],
    ),
    "a second post of the same day": (
        lambda it: it.write("third", a_post("Third", uid="third1", date=DAY)),
        lambda texts: "Third" in texts,
    ),
    "a correction of the same length": (
        lambda it: it.write("first", FIRST.replace("One, two", "Two, one")),
        lambda texts: "Two, one" in texts["First"],
    ),
    "a removed post": (
        lambda it: (it.folder / "docs/posts/second.md").unlink(),
        lambda texts: "First" in texts,  # what was read once, newsboat keeps
    ),
}


@pytest.mark.parametrize(("change", "is_seen"), CHANGES.values(), ids=CHANGES.keys())
def test_a_reader_and_a_mirror_see_it(readers, change, is_seen):
    assert [readers.reload(), readers.reload()] == [200, 200]  # from now on it knows when
    readers.mirror()
    readers.publish()
    assert readers.reload() == 304  # nothing changed

    change(readers)
    readers.publish()

    assert readers.reload() == 200
    assert is_seen(readers.texts())
    readers.mirror()
    assert readers.is_mirrored()
