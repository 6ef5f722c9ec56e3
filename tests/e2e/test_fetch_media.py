"""Pictures from elsewhere become files of the site: asked for, once, within limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.e2e.building import a_post, a_site, build_here
from tests.fakes.feedserver import a_web, open_server

from postroom.cli import fetch_media, main

pytestmark = pytest.mark.e2e

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


@pytest.fixture
def server():
    with open_server() as server:
        yield server


def fetch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(fetch_media, "Web", lambda client: a_web())
    return CliRunner().invoke(main, ["fetch-media", "-f", str(folder / "mkdocs.yml")])


def test_a_picture_is_fetched_once_and_its_address_rewritten(tmp_path, server, monkeypatch):
    good = server.serve("/open.gif", PNG)
    server.serve("/moved", lambda r: r.say(status=302, Location="/open.gif"))
    page = server.serve("/page", b"<html>")
    body = f"![A]({good}) and <img src='{server.url('/moved')}'>\r\n\r\n![no]({page})\r\n"
    folder = a_site(tmp_path, {"posts/a.md": a_post("A", "BODY", uid="aaaa")})
    file = folder / "docs/posts/a.md"
    file.write_bytes(
        file.read_bytes().replace(b"\n", b"\r\n").replace(b"BODY", body.encode())
    )

    first = fetch(folder, monkeypatch)
    after = file.read_bytes()
    server.asked.clear()
    second = fetch(folder, monkeypatch)

    [picture] = (folder / "docs/images/fetched").iterdir()
    assert picture.read_bytes() == PNG
    assert after.count(f"../images/fetched/{picture.name}".encode()) == 2
    assert page.encode() in after
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert "stays: it is no PNG, JPEG, GIF, WebP or AVIF" in first.output
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert file.read_bytes() == after
    assert [path for path, _ in server.asked] == ["/page"]


def test_every_place_is_a_warning_until_then(tmp_path):
    text = "Text.\n\n![x](https://elsewhere.example/open.gif?u=1)\n"
    folder = a_site(tmp_path, {"posts/a.md": a_post("A", text, uid="aaaa")})

    built = build_here(folder, strict=False)

    [told] = [line for line in built.lines if "can count readers" in line]
    assert told.endswith(
        ": a picture is loaded from 'elsewhere.example', which can count readers"
    )
    assert "elsewhere.example" not in built.text("share/a/index.html").replace(
        'href="https://elsewhere.example/open.gif?u=1"', ""
    )


def test_a_cover_is_fetched_too_and_a_second_run_asks_nobody(tmp_path, server, monkeypatch):
    cover = server.serve("/cover.png", PNG)
    post = a_post("A", "Text.", uid="aaaa", image=cover)
    folder = a_site(tmp_path, {"posts/a.md": post})

    first = fetch(folder, monkeypatch)
    server.asked.clear()
    second = fetch(folder, monkeypatch)

    [picture] = (folder / "docs/images/fetched").iterdir()
    written = (folder / "docs/posts/a.md").read_text(encoding="utf-8")
    assert f"image: ../images/fetched/{picture.name}" in written
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert server.asked == []
    assert "0 pictures fetched, 0 not" in second.output


def test_a_picture_that_is_too_large_stays_where_it_is(tmp_path, server, monkeypatch):
    large = server.serve("/large.png", PNG + b"\0" * 10_000_000)
    folder = a_site(tmp_path, {"posts/a.md": a_post("A", f"![A]({large})", uid="aaaa")})

    done = fetch(folder, monkeypatch)

    assert done.exit_code == 1
    assert "stays: it is larger than 10,000,000 bytes" in done.output
    assert large in (folder / "docs/posts/a.md").read_text(encoding="utf-8")
    assert not (folder / "docs/images").exists()
