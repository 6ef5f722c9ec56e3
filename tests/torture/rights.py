"""Rights are taken away; what cannot be read or written is told in a sentence."""

from __future__ import annotations

import shutil

from .acts import BUILD
from .judge import Promise, judge_words
from .mishaps import heed_rights
from .process import Act
from .tree import CACHE, read_tree
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
    "the cache": (CACHE, 0o000),
}


def take_rights(yard: Yard) -> None:
    """Run every command where something may not be read, or not be written."""
    for act in yard.acts:
        for name, (path, mode) in _TAKEN.items():
            if act is BUILD and path == "mkdocs.yml":
                continue  # MkDocs reads it before it knows of anybody else
            promise = _promise(yard, act, path, mode)
            yard.lay_out(act)
            taken = yard.site / path
            given = taken.stat().st_mode
            taken.chmod(mode)
            ended = yard.run(act, heed_rights)
            taken.chmod(given)
            wrong = [*promise.judge(read_tree(yard.site)), *judge_words(ended)]
            yard.book("rights", act.name, f"{name} {mode:03o}", wrong)


def _promise(yard: Yard, act: Act, path: str, mode: int) -> Promise:
    """Let commands do without what cannot be read; a site is whole, or the last one."""
    promise, _ = yard.promise(act)
    if mode or act is BUILD or path == CACHE:
        return promise
    yard.lay_out(act)
    left_out = yard.site / path
    shutil.rmtree(left_out) if left_out.is_dir() else left_out.unlink()
    yard.run(act)
    end = {**promise.before, **read_tree(yard.site)}
    return Promise(promise.before, (*promise.ends, end))
