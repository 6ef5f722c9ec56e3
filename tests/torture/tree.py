"""The files of a folder, so that what happened to them can be told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

CACHE = ".cache"

Tree = Mapping[str, bytes]
"""Bytes by path; of a link, where it leads; of an empty folder (`path/`) none."""


def read_tree(folder: Path, *, leaves_out: str = CACHE) -> Tree:
    """Read every file below a folder, but for the one that may be lost at any time."""
    tree = {}
    for root, folders, names in os.walk(folder):
        if Path(root) == folder and leaves_out in folders:
            folders.remove(leaves_out)
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in (*names, *links):
            path = Path(root) / name
            content = os.fsencode(path.readlink()) if path.is_symlink() else _read(path)
            tree[path.relative_to(folder).as_posix()] = content
        if not names and not folders:
            tree[f"{Path(root).relative_to(folder).as_posix()}/"] = b""
    return tree


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # a moment ago it was there
        return b""


def put_tree(source: Path, folder: Path) -> None:
    """Put a copy of a folder where another one may be."""
    folder.parent.mkdir(exist_ok=True)
    if folder.exists():
        for root, _, _ in os.walk(folder):  # some took their rights away
            Path(root).chmod(0o700)
        shutil.rmtree(folder)
    shutil.copytree(source, folder, symlinks=True)


def is_aside(path: str) -> bool:
    """Whether a file is hidden: what a killed writer left, and nobody reads."""
    return any(part.startswith(".") for part in path.split("/"))
