"""Rights are taken away; what cannot be read or written is told in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

from .mishaps import become_nobody
from .process import Act
from .tree import put_tree
from .yard import Yard

_TAKEN = {
    "a text": ("docs/posts/letter.md", 0o000),
    "the posts": ("docs/posts", 0o000),
    "the content": ("docs", 0o500),
    "a group's file": ("docs/groups/humber.yml", 0o000),
    "the items": ("docs/newsletter/items", 0o500),
    "the settings": ("mkdocs.yml", 0o000),
    "the site": ("site", 0o500),
    "what is written aside": (".", 0o500),
    "the cache": (".cache", 0o000),
}


def take_rights(yard: Yard, acts: int | None = None) -> None:
    """Run every command as somebody who may not read or write something."""
    if os.getuid():
        return
    for parent in (yard.folder, yard.site.parent):
        parent.mkdir(exist_ok=True)
        parent.chmod(0o755)
    for act in yard.acts[:acts]:
        yard.promise(act)
        for name, (path, mode) in _TAKEN.items():
            _prepare(yard, act)
            (yard.site / path).chmod(mode)
            ended = yard.run(act, become_nobody)
            yard.judge("rights", act, f"{name} {mode:03o}", ended)
    put_tree(yard.folder / "small" / "site", yard.site)


def _prepare(yard: Yard, act: Act) -> None:
    """Give everything to nobody."""
    yard.lay_out(act)
    for place in (yard.site.parent / "tmp", yard.site.parent / "home"):
        place.mkdir(exist_ok=True)
        place.chmod(0o777)
    for root, _, files in os.walk(yard.site):
        for path in (Path(root), *(Path(root) / name for name in files)):
            os.chown(path, 65534, 65534)
