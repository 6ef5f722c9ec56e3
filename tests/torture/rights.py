"""Rights are taken away; what cannot be read or written is told in a sentence."""

from __future__ import annotations

from .mishaps import heed_rights
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


def take_rights(yard: Yard) -> None:
    """Run every command where something may not be read, or not be written."""
    for act in yard.acts:
        yard.promise(act)
        for name, (path, mode) in _TAKEN.items():
            yard.lay_out(act)
            (yard.site / path).chmod(mode)
            ended = yard.run(act, heed_rights)
            yard.judge("rights", act, f"{name} {mode:03o}", ended)
