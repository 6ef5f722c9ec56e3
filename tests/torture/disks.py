"""Disks are full, at every step of writing and after every page."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .acts import BUILD
from .mishaps import ShortFiles
from .tree import read_tree
from .yard import Yard

_PAGE = 4096


def fail_at_steps(yard: Yard, most: int) -> None:
    """Let the disk be full at some steps of writing of every command."""
    for act in yard.acts:
        for mishap in yard.list_steps(act, most, dies=False):
            ended = yard.suffer(act, mishap)
            yard.judge("full at a step", act, f"step {mishap.nth}", ended)
            yard.do_again("full at a step", act, f"step {mishap.nth}")


def cut_files(yard: Yard, sizes: Sequence[int]) -> None:
    """Let what is written be cut off after some bytes."""
    for act in yard.acts:
        for most in sizes:
            ended = yard.suffer(act, ShortFiles(most))
            yard.judge("files cut off", act, f"at {most} bytes", ended)
            yard.do_again("files cut off", act, f"at {most} bytes")


def fill_small_disks(yard: Yard, most: int) -> None:
    """Run every command on a disk with so many pages left, until it gets through."""
    for act in yard.acts:
        promise, _ = yard.promise(act)
        stride = 1 if act is not BUILD else 29
        for pages in range(0, most * stride, stride):
            with _small_disk(yard.site.parent) as disk:
                if not disk:
                    return
                yard.lay_out(act)
                _resize(yard.site.parent, pages)
                ended = yard.run(act)
                yard.judge("small disk", act, f"{pages} pages left", ended)
                is_done = read_tree(yard.site) in promise.ends
                _resize(yard.site.parent, 1 << 15)
                yard.do_again("small disk", act, f"{pages} pages left")
            if is_done:
                break


@contextmanager
def _small_disk(place: Path) -> Iterator[bool]:
    """Mount a disk; not everybody may."""
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", str(place)]
    done = subprocess.run(words, capture_output=True, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", str(place)], check=True)


def _resize(place: Path, pages: int) -> None:
    size = shutil.disk_usage(place).used + pages * _PAGE
    remount = f"remount,size={max(size, _PAGE)}"
    subprocess.run(["mount", "-o", remount, str(place)], check=True)
