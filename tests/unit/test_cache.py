"""The cache saves time and never changes a byte, whatever happens to its files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from postroom.toolbox.cache import Cache

CONTENT = b"a picture" * 100


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _empty(folder: Path) -> None:
    pass


def _warm(folder: Path) -> None:
    Cache(folder).recall("card", "key", lambda: CONTENT)


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        _warm(folder)
        [path] = files_of(folder)
        path.write_bytes(change(path.read_bytes()))

    return damage


def _a_file_instead(folder: Path) -> None:
    folder.write_bytes(b"no folder")


def _a_folder_instead_of_the_file(folder: Path) -> None:
    _warm(folder)
    [path] = files_of(folder)
    path.unlink()
    path.mkdir()


STATES = {
    "cold": (_empty, 1),
    "warm": (_warm, 0),
    "with one byte changed": (_changed(lambda stored: stored[:-1] + b"!"), 1),
    "with its seal changed": (_changed(lambda stored: b"!" + stored[1:]), 1),
    "cut off": (_changed(lambda stored: stored[:50]), 1),
    "cut off within the seal": (_changed(lambda stored: stored[:5]), 1),
    "emptied": (_changed(lambda stored: b""), 1),
    "grown": (_changed(lambda stored: stored + b"more"), 1),
    "where nothing can be written": (_a_file_instead, 1),
    "with a folder in the way": (_a_folder_instead_of_the_file, 1),
}


@pytest.mark.parametrize(("prepare", "calls"), STATES.values(), ids=STATES.keys())
def test_a_cache_in_any_state_gives_the_same_bytes(prepare, calls, tmp_path):
    folder = tmp_path / "cache"
    prepare(folder)
    made = []

    def make() -> bytes:
        made.append(1)
        return CONTENT

    assert Cache(folder).recall("card", "key", make) == CONTENT
    assert len(made) == calls


def test_what_was_damaged_is_mended(tmp_path):
    _changed(lambda stored: stored[:50])(tmp_path)

    Cache(tmp_path).recall("card", "key", lambda: CONTENT)

    assert Cache(tmp_path).recall("card", "key", lambda: b"made again") == CONTENT


def test_another_kind_or_key_is_another_thing(tmp_path):
    cache = Cache(tmp_path)
    asked = [
        ("card", "one"),
        ("card", "two"),
        ("kit page", "one"),
        ("card", "../one"),
        ("card", "é" * 5000),
    ]

    for kind, key in asked:
        cache.recall(kind, key, f"{kind} {key}".encode)

    assert [cache.recall(kind, key, lambda: b"") for kind, key in asked] == [
        f"{kind} {key}".encode() for kind, key in asked
    ]
    assert all(path.is_relative_to(tmp_path) for path in files_of(tmp_path))


def test_even_nothing_is_kept(tmp_path):
    Cache(tmp_path).recall("card", "key", lambda: b"")

    assert Cache(tmp_path).recall("card", "key", lambda: b"made again") == b""


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    _a_folder_instead_of_the_file(tmp_path)

    Cache(tmp_path).recall("card", "key", lambda: CONTENT)

    assert files_of(tmp_path) == []


def test_what_cannot_be_made_is_not_kept(tmp_path):
    def fail() -> bytes:
        raise RuntimeError("no ink")

    with pytest.raises(RuntimeError, match="no ink"):
        Cache(tmp_path).recall("card", "key", fail)

    assert files_of(tmp_path) == []
