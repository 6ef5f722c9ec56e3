"""While a site is served, what was saved is in the browser before the rest is written."""

from pathlib import Path
from threading import Condition

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from tests.e2e.building import SERVED, a_post, a_site, build_here
from tests.e2e.reading import differing

pytestmark = pytest.mark.e2e


class Server:
    """Stands for MkDocs' server: notes what it would serve when browsers are told."""

    mount_path = "/"

    def builder(self) -> None: ...

    def serve_request(self, *_: object) -> None: ...

    def set_app(self, _: object) -> None: ...

    def __init__(self, site: Path) -> None:
        self.site = site
        self.told: list[tuple[bool, bool]] = []
        self._visible_epoch, self._wanted_epoch = 4, 5
        self._epoch_cond = Condition()
        self._epoch_cond.notify_all = self._note  # type: ignore[method-assign]

    def _note(self) -> None:
        page = (self.site / "posts/second/index.html").read_text(encoding="utf-8")
        feed = (self.site / "feed.xml").read_text(encoding="utf-8")
        self.told.append(("Once more" in page, "Once more" in feed))
        assert self._visible_epoch == self._wanted_epoch


def serve(folder: Path, *, is_first: bool = False) -> Server:
    """Build as `mkdocs serve` does, which asks for the settings each time."""
    config = load_config(
        config_file=str(folder / "mkdocs.yml"), site_dir=str(folder / "served")
    )
    if is_first:
        config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = SERVED
    build(config, serve_url=SERVED)
    server = Server(folder / "served")
    return config.plugins.on_serve(server, config=config, builder=lambda: None)


@pytest.fixture
def folder(tmp_path) -> Path:
    posts = {f"posts/{name}.md": a_post(name.title()) for name in ("first", "second")}
    return a_site(tmp_path, {**posts, "about.md": "# About\n\n| a |\n| - |\n| b |\n"})


def save(folder: Path, path: str) -> None:
    with (folder / "docs" / path).open("a", encoding="utf-8") as file:
        file.write("\nOnce more.\n")


def test_the_page_that_was_saved_is_there_before_all_others(folder):
    server = serve(folder, is_first=True)
    save(folder, "posts/second.md")

    serve(folder)

    assert server.told == [(True, False)]
    assert server._wanted_epoch == 6  # so that every page is loaded again
    feed = (folder / "served/feed.xml").read_text(encoding="utf-8")
    assert "Once more" in feed


def test_in_the_end_the_site_is_that_of_a_build_without_it(folder):
    serve(folder, is_first=True)
    for path in ("posts/second.md", "about.md", "posts/first.md", "about.md"):
        save(folder, path)
        serve(folder)
    files = {
        path.relative_to(folder / "served").as_posix(): path.read_bytes()
        for path in (folder / "served").rglob("*")
        if path.is_file()
    }

    anew = build_here(folder, command="serve", strict=False, into=folder / "anew")

    assert differing(files, anew.files) == []


def test_where_nothing_was_saved_nobody_is_told(folder):
    server = serve(folder, is_first=True)

    serve(folder)

    assert (server.told, server._wanted_epoch) == ([], 5)
