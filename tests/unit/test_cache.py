"""The cache saves time and never changes a byte, whatever happens to its files."""

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from postroom.toolbox.cache import Cache, take_remarks

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


# what somebody else put there


@pytest.fixture(autouse=True)
def _nothing_said():
    take_remarks()
    yield
    take_remarks()


def an_entry(folder: Path) -> Path:
    _warm(folder)
    [path] = files_of(folder)
    return path


def _unsealed(path: Path, _: Path) -> None:
    path.write_bytes(hashlib.sha256(b"forged").digest() + b"forged")


def _sealed_with_another_key(path: Path, _: Path) -> None:
    sealed = hmac.new(b"another", b"forged", "sha256").digest()
    path.write_bytes(sealed + b"forged")


def _moved_from_another_key(path: Path, _: Path) -> None:
    other = path.parents[2]
    Cache(other).keep("card", "other", b"forged")
    [moved] = [each for each in files_of(other) if each != path]
    moved.replace(path)


def _moved_from_another_kind(path: Path, _: Path) -> None:
    other = path.parents[2]
    Cache(other).keep("kit", "key", b"forged")
    [moved] = [each for each in files_of(other) if each != path]
    moved.replace(path)


def _a_link(path: Path, outside: Path) -> None:
    path.rename(outside / "entry")
    path.symlink_to(outside / "entry")


def _a_link_to_nothing(path: Path, outside: Path) -> None:
    path.unlink()
    path.symlink_to(outside / "made")


def _a_fifo(path: Path, _: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _a_huge_file(path: Path, _: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(10**12)


def _a_linked_folder(path: Path, outside: Path) -> None:
    path.parent.rename(outside / "shard")
    path.parent.symlink_to(outside / "shard")


def _a_linked_kind(path: Path, outside: Path) -> None:
    kind = path.parents[1]
    kind.rename(outside / "kind")
    kind.symlink_to(outside / "kind")


def _a_linked_cache(path: Path, outside: Path) -> None:
    folder = path.parents[2]
    folder.rename(outside / "cache")
    folder.symlink_to(outside / "cache")


def _a_linked_folder_above(path: Path, outside: Path) -> None:
    above = path.parents[3]
    above.rename(outside / "above")
    above.symlink_to(outside / "above")


FORGED = [
    _unsealed,
    _sealed_with_another_key,
    _moved_from_another_key,
    _moved_from_another_kind,
    _a_link,
    _a_link_to_nothing,
    _a_fifo,
    _a_huge_file,
    _a_linked_folder,
    _a_linked_kind,
    _a_linked_cache,
    _a_linked_folder_above,
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes of Unix")
@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__.strip("_"))
def test_what_somebody_else_put_there_is_not_used_and_leads_nowhere(forge, tmp_path):
    folder, outside = tmp_path / "site/.cache/postroom", tmp_path / "outside"
    outside.mkdir()
    forge(an_entry(folder), outside)
    before = {path: path.lstat().st_mtime_ns for path in files_of(outside)}

    given = Cache(folder).recall("card", "key", lambda: b"made again")
    Cache(folder).trim(0)
    Cache(folder).clear()

    assert given == b"made again"
    assert {path: path.lstat().st_mtime_ns for path in files_of(outside)} == before
    [remark] = take_remarks()
    assert ".cache/postroom" in remark
    assert "\n    fix: " in remark


def test_an_entry_of_another_code_is_none(tmp_path, monkeypatch):
    an_entry(tmp_path)

    monkeypatch.setattr("postroom.toolbox.cache.code_of", lambda kind: "another version")

    assert Cache(tmp_path).find("card", "key") is None
    assert take_remarks() == []


# how much there is


def a_cache_of(folder: Path, ages: dict[str, int]) -> Cache:
    """A cache with entries of 1,000 bytes that were last used so many days ago."""
    cache = Cache(folder)
    known: set[Path] = set()
    for key, days in ages.items():
        cache.keep("card", key, b"x" * (1000 - 32))
        [path] = {*files_of(folder)} - known
        known.add(path)
        moment = time.time() - days * 86400
        os.utime(path, (moment, moment))
    return cache


def left_of(cache: Cache, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if cache.find("card", key) is not None]


TRIMMED = {
    "it is small enough": (3000, "abc"),
    "one has to go": (2999, "bc"),
    "two have to go": (1000, "c"),
    "nothing may stay": (0, ""),
}


@pytest.mark.parametrize(("most", "left"), TRIMMED.values(), ids=TRIMMED.keys())
def test_what_was_not_used_for_the_longest_time_goes_first(most, left, tmp_path):
    cache = a_cache_of(tmp_path, {"a": 30, "b": 20, "c": 10})

    cache.trim(most)

    assert left_of(cache, "abc") == [*left]


def test_what_is_in_use_stays(tmp_path):
    cache = a_cache_of(tmp_path, {"a": 30, "b": 20})
    cache.find("card", "a")

    cache.trim(1000)

    assert left_of(cache, "ab") == ["a"]


def test_what_comes_from_the_future_is_from_before_the_clock_went_back(tmp_path):
    cache = a_cache_of(tmp_path, {"a": -300, "b": 20})

    cache.trim(1000)

    assert left_of(cache, "ab") == ["b"]


def test_a_cache_that_is_emptied_keeps_what_is_not_its_own(tmp_path):
    cache = a_cache_of(tmp_path, {"a": 1, "b": 1})
    letter = tmp_path / "offers/humber.eml"
    letter.parent.mkdir()
    letter.write_bytes(b"To:")
    strange = next(files_of(tmp_path / "card")[0].parent.glob("*")).with_name("mine.txt")
    strange.write_bytes(b"mine")
    assert [(s.kind, s.entries, s.size) for s in cache.list_shelves()] == [
        ("card", 2, 2000)
    ]

    cache.clear()

    assert sorted(files_of(tmp_path)) == sorted([letter, strange])
    assert cache.list_shelves() == []


def test_what_a_stopped_build_left_goes_after_an_hour(tmp_path):
    cache = a_cache_of(tmp_path, {"a": 1})
    shard = files_of(tmp_path)[0].parent
    for name, seconds in (("new-old", 7200), ("new-young", 60)):
        (shard / name).write_bytes(b"half")
        moment = time.time() - seconds
        os.utime(shard / name, (moment, moment))

    cache.trim(10**6)

    assert {path.name for path in shard.iterdir() if path.name[:4] == "new-"} == {
        "new-young"
    }
