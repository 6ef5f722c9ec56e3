"""Files of a site say when they changed, and a build that ends early changes none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from mkdocs.config import load_config
from tests.e2e import sites
from tests.e2e.building import _AROUND, NOW, Built, a_post, a_site, build_here, command_here
from tests.e2e.reading import differing

from postroom.engines.mkdocs import staging
from postroom.engines.mkdocs.staging import Staging

pytestmark = pytest.mark.e2e
FIRST = a_post("First", "One, two, three.", uid="first1", date="2026-03-04T08:00:00")
FILES = {"posts/first.md": FIRST, "posts/dot.png": sites.PIXEL}


def a_built_site(folder: Path) -> Path:
    a_site(folder, FILES)
    build_here(folder)
    return folder


def site_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the time of every file of a site."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted((folder / "site").rglob("*"))
        if path.is_file()
    }


def leftovers_in(folder: Path) -> list[Path]:
    return [*folder.rglob(".postroom-site-*")]


def write(folder: Path, path: str, content: str) -> None:
    (folder / "docs" / path).write_text(content, encoding="utf-8")


def age(folder: Path, seconds: int) -> None:
    """Let every file of the site be older than it is."""
    for path in (folder / "site").rglob("*"):
        if path.is_file():
            when = path.stat().st_mtime - seconds
            os.utime(path, (when, when))


@pytest.mark.parametrize(
    "seconds", [0, 3600, -3600], ids=["at once", "later", "clock back"]
)
def test_only_what_changes_gets_a_later_time(tmp_path, seconds):
    a_built_site(tmp_path)
    age(tmp_path, seconds)
    before = site_of(tmp_path)
    second = a_post("Second", uid="second", date="2026-03-04T08:00:00")
    write(tmp_path, "posts/second.md", second)

    build_here(tmp_path)

    after = site_of(tmp_path)
    changed = {path for path in before if before[path][0] != after[path][0]}
    times = {path: (before[path][1], after[path][1]) for path in before}
    assert {"site/feed.xml", "site/feed.json", "site/atom.xml"} & changed
    assert {p for p, (old, new) in times.items() if old != new} == changed
    seconds_of = [
        (old // 10**9, new // 10**9) for p, (old, new) in times.items() if p in changed
    ]
    assert all(old < new for old, new in seconds_of)


def test_a_correction_of_the_same_length_gets_a_later_time(tmp_path):
    a_built_site(tmp_path)
    before = site_of(tmp_path)
    write(tmp_path, "posts/first.md", FIRST.replace("One, two", "Two, one"))

    build_here(tmp_path)

    after = site_of(tmp_path)
    for path in ("site/feed.xml", "site/posts/first/index.html"):
        assert len(after[path][0]) == len(before[path][0])
        assert after[path][1] // 10**9 > before[path][1] // 10**9


def test_what_is_removed_goes_and_what_hosts_keep_hidden_stays(tmp_path):
    files = {**FILES, "posts/second.md": a_post("Second", uid="second")}
    build_here(a_site(tmp_path, files, exclude_docs="!.well-known"))
    for kept in (".git/HEAD", ".well-known/acme/token"):
        (tmp_path / "site" / kept).parent.mkdir(parents=True)
        (tmp_path / "site" / kept).write_text("kept", encoding="utf-8")
    (tmp_path / "docs/.well-known").mkdir()
    write(tmp_path, ".well-known/security.txt", "Contact: us")
    (tmp_path / "docs/posts/second.md").unlink()

    built = build_here(tmp_path)

    assert "posts/second/index.html" not in built.files
    assert built.files[".git/HEAD"] == built.files[".well-known/acme/token"] == b"kept"
    assert built.files[".well-known/security.txt"] == b"Contact: us"


def test_the_folder_of_the_site_stays_the_same(tmp_path):
    a_built_site(tmp_path)
    folder = (tmp_path / "site").stat().st_ino

    config = load_config(config_file=str(tmp_path / "mkdocs.yml"))
    build_here(tmp_path)

    assert (tmp_path / "site").stat().st_ino == folder
    assert config.site_dir == str(tmp_path / "site")
    assert leftovers_in(tmp_path) == []


def _wrong_slug(folder: Path) -> None:
    write(folder, "posts/wrong.md", a_post("Wrong", slug="a/../b"))


def _broken_link(folder: Path) -> None:
    write(folder, "posts/wrong.md", a_post("Wrong", "[Gone](gone.md)"))


def _broken_code(folder: Path) -> None:
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    hook = "def on_post_page(output, **_):\n    raise OSError(28, 'No space left')\n"
    (folder / "hook.py").write_text(hook, encoding="utf-8")


def _full_at_a_copy(number: int) -> Callable[[Path], None]:
    hook = (
        "import os\n"
        "def on_post_page(output, config, **_):\n"
        "    to = config.site_dir + '/a.js'\n"
        f"    raise OSError({number}, os.strerror({number}), '/theme/a.js', None, to)\n"
    )

    def spoil(folder: Path) -> None:
        with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
            config.write("hooks: [hook.py]\n")
        (folder / "hook.py").write_text(hook, encoding="utf-8")

    return spoil


def _vanished_picture(folder: Path) -> None:
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    hook = (
        "from pathlib import Path\n"
        "def on_env(env, config, **_):\n"
        "    Path(config.docs_dir, 'posts/dot.png').unlink()\n"
    )
    (folder / "hook.py").write_text(hook, encoding="utf-8")


FAILURES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a problem of a post": (_wrong_slug, "posts/wrong.md:4 [slug]"),
    "a strict warning": (_broken_link, "Aborted with 1 warnings in strict mode!"),
    "a full disk": (_broken_code, "no space left"),
    "a disk that is full at a copy": (_full_at_a_copy(28), "site/a.js: no space left"),
    "a file that may not be so long": (_full_at_a_copy(27), "site/a.js: file too large"),
    "a picture that vanished": (
        _vanished_picture,
        "posts/dot.png: no such file or directory\n    fix: put it back",
    ),
}


@pytest.mark.parametrize(("spoil", "told"), FAILURES.values(), ids=FAILURES.keys())
def test_a_build_that_fails_leaves_the_last_site(tmp_path, spoil, told):
    a_built_site(tmp_path)
    before = site_of(tmp_path)
    spoil(tmp_path)

    failed = command_here(tmp_path)

    assert failed.code == 1
    assert told in failed.output
    assert "Traceback" not in failed.output
    assert site_of(tmp_path) == before
    assert leftovers_in(tmp_path) == []


ZH = "\u6c49"
LONG = {
    "a slug": ({"posts/a.md": a_post(slug=ZH * 90)}, "posts/a.md [slug]", 270),
    "a kit of a slug": (
        {"posts/a.md": a_post(slug=ZH * 84, reprint="allowed")},
        "posts/a.md [slug]",
        260,
    ),
    "a tag": ({"posts/a.md": a_post(tags=[ZH * 90])}, "posts/a.md [tags]", 270),
    "a category": (
        {"posts/a.md": a_post(categories=[ZH * 90])},
        "posts/a.md [categories]",
        270,
    ),
    "a series": ({"posts/a.md": a_post(series=ZH * 90)}, "posts/a.md [series]", 270),
}


@pytest.mark.parametrize(("files", "place", "size"), LONG.values(), ids=LONG.keys())
def test_a_name_of_too_many_bytes_is_told_once(tmp_path, files, place, size):
    failed = command_here(a_site(tmp_path, files))

    assert failed.code == 1
    assert failed.output.count("is the most") == 1
    assert f"{place}: a file called" in failed.output
    assert f"would need {size} bytes; 255 is the most" in failed.output


def test_an_interrupted_build_leaves_the_last_site(tmp_path, monkeypatch):
    a_built_site(tmp_path)
    before = site_of(tmp_path)
    write(tmp_path, "posts/first.md", FIRST.replace("One", "Two"))
    config = load_config(config_file=str(tmp_path / "mkdocs.yml"))
    plugin = config.plugins["postroom"]

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("mkdocs.commands.build._build_page", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build_here(tmp_path)
    plugin.on_shutdown()  # as its command does

    assert site_of(tmp_path) == before
    assert leftovers_in(tmp_path) == []


PAUSE = """
import os, time
def on_post_page(output, **_):
    print("begun", flush=True)
    time.sleep(60)
"""


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**_AROUND, "SOURCE_DATE_EPOCH": str(NOW), "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_build_leaves_the_last_site_and_the_next_one_cleans_up(tmp_path, number):
    a_built_site(tmp_path)
    (tmp_path / "tmp").mkdir()
    before = site_of(tmp_path)
    settings = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"{settings}hooks: [hook.py]\n", encoding="utf-8")
    (tmp_path / "hook.py").write_text(PAUSE, encoding="utf-8")

    with start(tmp_path) as building:
        assert building.stdout is not None
        assert building.stdout.readline() == "begun\n"
        building.send_signal(number)

    assert site_of(tmp_path) == before
    assert [*(tmp_path / "tmp").iterdir()] == []
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build_here(tmp_path)
    assert site_of(tmp_path) == before
    assert leftovers_in(tmp_path) == []


def test_two_builds_at_once_both_end_well(tmp_path):
    a_site(tmp_path, FILES)
    (tmp_path / "tmp").mkdir()

    building = [start(tmp_path) for _ in range(2)]
    codes = [each.wait(timeout=120) for each in building]
    for each in building:
        each.communicate()
    built = Built(0, "", tmp_path / "site").files

    assert codes == [0, 0]
    assert leftovers_in(tmp_path) == []
    assert differing(built, build_here(tmp_path, into=tmp_path / "alone").files) == []


def test_a_preview_that_fails_shows_the_last_site(tmp_path):
    a_site(tmp_path, FILES)
    before = build_here(tmp_path, command="serve", strict=False).files
    write(tmp_path, "posts/first.md", FIRST.replace("One", "Two"))
    after = Built(0, "", build_here(tmp_path, command="serve", strict=False).folder).files
    (tmp_path / "docs/page.md").write_bytes(b"\xff\xfe\xfa")

    with pytest.raises(Exception, match="utf-8"):
        build_here(tmp_path, command="serve", strict=False)

    shown = Built(0, "", tmp_path / "site").files
    assert "posts/first/index.html" in differing(before, after)
    assert differing(after, shown) == []


def a_staging(folder: Path) -> Staging:
    """A new site that replaces a file by a folder, a folder by a file, and one by one."""
    last = {"a/x": "1", "b": "1", "c/x": "1", "c/old": "1", "d": "1", ".h/old": "1"}
    new = {"a": "2", "b/x": "2", "c/x": "2", "c/new": "2", "e": "2", ".h/new": "2"}
    for path, text in last.items():
        (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / path).write_text(text, encoding="utf-8")
    a_site(folder, {})
    staged = Staging(load_config(config_file=str(folder / "mkdocs.yml")))
    for path, text in new.items():
        (staged.tree / path).parent.mkdir(parents=True, exist_ok=True)
        (staged.tree / path).write_text(text, encoding="utf-8")
    return staged


def texts_in(folder: Path) -> dict[str, str]:
    files = Built(0, "", folder).files
    return {path: content.decode() for path, content in files.items()}


LAST = {"a/x": "1", "b": "1", "c/x": "1", "c/old": "1", "d": "1", ".h/old": "1"}
PUBLISHED = {
    "a": "2", "b/x": "2", "c/x": "2", "c/new": "2", "e": "2", ".h/new": "2", ".h/old": "1"
}  # fmt: skip


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchanges", "renames"])
def test_every_system_puts_the_same_in_place(tmp_path, monkeypatch, exchanges):
    if not exchanges:
        monkeypatch.setattr(staging, "_swap", lambda *_: False)
    staged = a_staging(tmp_path)

    staged.publish()
    staged.end()

    assert texts_in(tmp_path / "site") == PUBLISHED
    assert leftovers_in(tmp_path) == []


def test_what_cannot_be_moved_brings_everything_back(tmp_path, monkeypatch):
    staged = a_staging(tmp_path)

    def fail(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(staging, "_take_away", fail)
    with pytest.raises(PermissionError):
        staged.publish()
    staged.end()

    assert texts_in(tmp_path / "site") == LAST
    assert leftovers_in(tmp_path) == []


def test_a_folder_that_nothing_can_be_moved_into_holds_the_aside_folder(
    tmp_path, monkeypatch
):
    def refuse(self, target):
        raise OSError(18, "Invalid cross-device link")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        staged = a_staging(tmp_path)

    assert staged.tree.is_relative_to(tmp_path / "site")
    staged.publish()
    staged.end()
    assert texts_in(tmp_path / "site") == PUBLISHED
    assert leftovers_in(tmp_path) == []


def test_signals_wait_until_the_site_is_in_place(tmp_path, monkeypatch):
    staged = a_staging(tmp_path)
    swap = staging._swap

    def swap_and_interrupt(new, last):
        signal.raise_signal(signal.SIGINT)
        return swap(new, last)

    monkeypatch.setattr(staging, "_swap", swap_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        staged.publish()
    staged.end()

    assert texts_in(tmp_path / "site") == PUBLISHED


def test_another_thread_can_publish_too(tmp_path):
    staged = a_staging(tmp_path)

    thread = Thread(target=staged.publish)
    thread.start()
    thread.join()
    staged.end()

    assert texts_in(tmp_path / "site") == PUBLISHED
