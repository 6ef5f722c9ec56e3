"""Caches are old, damaged, poisoned, locked and gone; sites stay what they are."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .acts import BUILD
from .process import start
from .tree import CACHE
from .yard import Yard

_DIGEST = 32


def spoil_caches(yard: Yard, times: int, ways: Sequence[str] = ()) -> None:
    """Spoil a warm cache, one entry of each kind in each way, or all of a kind."""
    dice = yard.dice("caches")
    yard.promise(BUILD)
    for _ in range(times):
        for name in ways or _WAYS:
            folder = yard.lay_out(BUILD) / CACHE
            kinds: dict[str, list[Path]] = {}
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    kinds.setdefault(_kind_of(path, folder), []).append(path)
            for paths in kinds.values():
                for path in paths if dice.random() < 0.5 else [dice.choice(paths)]:
                    _WAYS[name](path, dice)
            moment = f"every kind: {', '.join(kinds)}; {name}"
            ended = yard.run(BUILD)
            yard.judge("caches", BUILD, moment, ended)
            yard.do_again("caches", BUILD, moment)


def lose_caches(yard: Yard, times: int) -> None:
    """Delete the cache in the middle of a build."""
    dice = yard.dice("lost caches")
    _, seconds = yard.promise(BUILD)
    for _ in range(times):
        site = yard.lay_out(BUILD)
        shutil.rmtree(site / CACHE)
        running = start(BUILD, site)
        moment = dice.random() * seconds
        time.sleep(moment)
        shutil.rmtree(site / CACHE, ignore_errors=True)
        yard.judge("lost caches", BUILD, f"deleted after {moment:.3f} s", running.wait())
        yard.do_again("lost caches", BUILD, f"deleted after {moment:.3f} s")


def _kind_of(path: Path, folder: Path) -> str:
    return "/".join(path.relative_to(folder).parts[:2])


def _flip(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def _truncate(path: Path, dice: random.Random) -> None:
    os.truncate(path, dice.randrange(path.stat().st_size + 1))


def _swap(path: Path, dice: random.Random) -> None:
    others = [p for p in path.parents[1].rglob("*") if p.is_file()]
    other = dice.choice(others)
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


def _poison(path: Path, _: random.Random) -> None:
    """Write what somebody would who knows the format, and no secret."""
    content = path.read_bytes()[_DIGEST:].replace(b"e", b"3").replace(b"title", b"t1tle")
    path.write_bytes(hashlib.sha256(content).digest() + content)


def _be_folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _link_away(path: Path, _: random.Random) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def _be_old(path: Path, _: random.Random) -> None:
    path.rename(path.with_name(f"{path.name}-of-another-version"))


def _lock(path: Path, _: random.Random) -> None:
    path.chmod(0o400)
    path.parent.chmod(0o500)


_WAYS: dict[str, Callable[[Path, random.Random], None]] = {
    "flipped": _flip,
    "truncated": _truncate,
    "swapped": _swap,
    "poisoned": _poison,
    "folders": _be_folder,
    "links": _link_away,
    "of another version": _be_old,
    "read only": _lock,
}
