"""What cannot be read is told of: place, fact, fix; and everything else is looked at."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.e2e.building import NOW, command_here

from postroom.cli import main

pytestmark = pytest.mark.e2e
BEGIN = "---\ntitle: Deep\ndate: 2026-01-02\nuid: deep1\n---\n\n"
NO_FILE = "it cannot be read: it is a pipe, a device or a folder, and no file"
NOTHING = "it cannot be read: no such file or directory"
CIRCLE = "it cannot be read: too many levels of symbolic links"
DEEP = "it has too many lists, quotes or tags within each other"
READABLE = "make it a readable file, or take it out"
FLAT = "take some of the levels out"


def _write(text: str | bytes) -> Callable[[Path], object]:
    content = text if isinstance(text, bytes) else text.encode()
    return lambda path: path.write_bytes(content)


def _listen(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name must be short
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(path.name)
    os.chdir(here)


PLACES = {
    "posts/pipe.md": (os.mkfifo, NO_FILE, READABLE),
    "posts/zero.md": (lambda p: p.symlink_to("/dev/zero"), NO_FILE, READABLE),
    "posts/gone.md": (lambda p: p.symlink_to("nothing.md"), NOTHING, READABLE),
    "posts/turns.md": (lambda p: p.symlink_to("turns.md"), CIRCLE, READABLE),
    "pipe.md": (os.mkfifo, NO_FILE, READABLE),
    "pipe.txt": (os.mkfifo, NO_FILE, READABLE),
    "gone.md": (lambda p: p.symlink_to("nothing.md"), NOTHING, READABLE),
    "gone.png": (lambda p: p.symlink_to("nothing.png"), NOTHING, READABLE),
    "turns.png": (lambda p: p.symlink_to("turns.png"), CIRCLE, READABLE),
    "socket.bin": (
        _listen,
        "it cannot be read: no such device or address",
        READABLE,
    ),
    "again": (
        lambda p: p.symlink_to("."),
        "it is a link that leads back to a folder above it",
        "take the link out",
    ),
    "posts/lists.md": (
        _write(BEGIN + "".join(f"{'    ' * n}- x\n\n" for n in range(200))),
        DEEP,
        FLAT,
    ),
    "posts/quotes.md": (
        _write(BEGIN.replace("deep1", "deep2") + ">" * 400 + " x\n"),
        DEEP,
        FLAT,
    ),
    "posts/tags.md": (
        _write(BEGIN.replace("deep1", "deep3") + "<b>" * 3000 + "x" + "</b>" * 3000),
        DEEP,
        FLAT,
    ),
}


def begin_site(folder: Path) -> Path:
    content = folder / "content"
    (content / "posts").mkdir(parents=True)
    (content / "index.md").write_text("# Home\n\n[a picture](gone.png)\n")
    (content / "posts/one.md").write_text(
        "---\ntitle: One\ndate: 2026-01-01\nuid: one1\n---\n\nText.\n"
    )
    (folder / "mkdocs.yml").write_text(
        "site_name: Small\nsite_url: https://small.example/\ndocs_dir: content\n"
        "theme:\n  name: material\n  font: false\n"
        "plugins:\n  - postroom:\n      share: {enabled: false}\n"
    )
    return content


@pytest.fixture(scope="module")
def holed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("holed")
    content = begin_site(folder)
    for path, (make, _, _) in PLACES.items():
        make(content / path)
    # a folder that is called like a text holds others, as any folder does
    (content / "folder.md").mkdir()
    return folder


def _expected() -> list[str]:
    rows = [(path, what, fix) for path, (_, what, fix) in PLACES.items()]
    return [line for p, w, f in sorted(rows) for line in (f"{p}: {w}", f"    fix: {f}")]


def test_a_build_tells_of_every_file_that_cannot_be_read(holed):
    built = command_here(holed)

    told = [line for line in built.lines if line in _expected()]
    assert built.code == 1
    assert "Traceback" not in built.output
    assert sorted(told) == sorted(_expected()), built.output
    assert not (holed / "site").exists()


def test_check_tells_the_same_once_and_reads_the_others(holed, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    checked = CliRunner().invoke(main, ["check", "-f", str(holed / "mkdocs.yml")])

    lines = [line for line in checked.output.splitlines() if "posts read" not in line]
    assert checked.exit_code == 1
    assert sorted(lines) == sorted(_expected())
    assert f"4 posts read, {len(PLACES)} problems" in checked.output


@pytest.mark.parametrize(
    "written", ["abc", "", "-1000000000000", "9" * 30, "1.5", "999999999999"]
)
def test_a_moment_that_is_none_is_told(tmp_path, monkeypatch, written):
    begin_site(tmp_path)
    (tmp_path / "content/index.md").write_text("# Home\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)

    checked = CliRunner().invoke(main, ["check", "-f", str(tmp_path / "mkdocs.yml")])

    assert checked.exit_code == 1
    assert "SOURCE_DATE_EPOCH: " in checked.output
    assert "is no time of a build\n    fix: write the seconds since 1970" in checked.output


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "out/a.md"),
            "out/a.md: no space left on device\n"
            "    fix: make room there, and run the command again\n",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "a.md"),
            "a.md: permission denied\n    fix: look whether it is there, and yours to use, "
            "and run the command again\n",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "the disk: no space left on device\n"
            "    fix: make room there, and run the command again\n",
        ),
    ],
)
def test_what_the_system_refuses_is_a_sentence(tmp_path, monkeypatch, error, told):
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("postroom.cli.init.create_folder", refuse)

    run = CliRunner().invoke(main, ["init", str(tmp_path / "new")])

    assert (run.exit_code, run.output) == (1, told)


def test_a_site_that_was_begun_and_killed_can_be_begun_again(tmp_path):
    (tmp_path / ".postroom-0123456789abcdef").mkdir()

    run = CliRunner().invoke(main, ["init", str(tmp_path)])

    assert run.exit_code == 0
    assert (tmp_path / "mkdocs.yml").is_file()


def test_a_folder_that_cannot_be_listed_is_told(tmp_path, monkeypatch):
    content = begin_site(tmp_path)
    (content / "index.md").write_text("# Home\n")
    closed = content / "posts/closed"
    closed.mkdir()
    listed = os.scandir

    def refuse(path: str | Path = ".") -> object:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    checked = CliRunner().invoke(main, ["check", "-f", str(tmp_path / "mkdocs.yml")])

    assert checked.exit_code == 1
    assert (
        "posts/closed: it cannot be read: permission denied\n"
        "    fix: make it a readable file, or take it out\n" in checked.output
    )
