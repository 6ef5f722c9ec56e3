"""What was there is there, what is new is whole, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .process import Ended
from .tree import Tree, is_aside

KINDS = ("bytes lost", "half files", "unasked files", "orphans", "tracebacks", "other ends")


@dataclass(frozen=True)
class Breach:
    """A promise that was not kept."""

    kind: str
    """One of `KINDS`."""

    what: str


@dataclass(frozen=True)
class Promise:
    """What a folder may look like."""

    before: Tree
    ends: tuple[Tree, ...]
    """After the command came to an end, undisturbed; the first is the usual one."""

    def judge(self, now: Tree) -> Iterator[Breach]:
        """Judge what a command left that came to no end, or to one that is not known."""
        for path, content in self.before.items():
            allowed = {content, *(end.get(path, b"") for end in self.ends)}
            if path not in now and all(path in end for end in self.ends):
                yield Breach("bytes lost", f"{path} is gone")
            elif path in now and now[path] not in allowed:
                yield Breach("bytes lost", f"{path}: {_differ(content, now[path])}")
        for path, content in now.items():
            if path in self.before:
                continue
            allowed = {end[path] for end in self.ends if path in end}
            if not allowed:
                yield Breach("unasked files", path)
            elif content not in allowed:
                yield Breach("half files", f"{path}: {_differ(max(allowed), content)}")

    def has_site_of(self, now: Tree) -> bool:
        """Whether the site is the last one or a new one, and nothing in between."""
        return _site_of(now) in [_site_of(tree) for tree in (self.before, *self.ends)]

    def judge_entries(self, now: Tree) -> Iterator[Breach]:
        """Judge whether every entry of a site is whole: they are exchanged one by one."""
        known = [_site_of(tree) for tree in (self.before, *self.ends)]
        for name, entry in _site_of(now).items():
            if entry not in [site.get(name) for site in known]:
                yield Breach("half files", f"site/{name} is partly the last, partly new")

    def judge_end(self, now: Tree) -> Iterator[Breach]:
        """Judge what a command left that was not disturbed any more."""
        if now not in self.ends:
            wrong = [*self.judge(now)]
            missing = sorted(self.ends[0].keys() - now.keys())
            others = [p for p in sorted(now) if now[p] != self.ends[0].get(p)]
            what = f"missing {missing[:5]}, other {others[:5]}"
            yield from wrong or [Breach("other ends", what)]


def judge_words(ended: Ended) -> Iterator[Breach]:
    """Judge what a command said, and whether its processes ended with it."""
    if "Traceback" in ended.said:
        yield Breach("tracebacks", ended.said[ended.said.index("Traceback") :][-1500:])
    if ended.survivors:
        yield Breach("orphans", f"processes {ended.survivors}")


def without_asides(now: Tree, promise: Promise) -> Tree:
    """Leave out what lies aside: a killed writer cannot take it along.

    That is a hidden file, and a folder that is empty until its file gets its name.
    """
    known = promise.before.keys() | {path for end in promise.ends for path in end}

    def is_left(path: str) -> bool:
        is_begun = path.endswith("/") and any(each.startswith(path) for each in known)
        return path not in known and (is_aside(path) or is_begun)

    return {path: content for path, content in now.items() if not is_left(path)}


def _site_of(tree: Tree) -> dict[str, dict[str, bytes]]:
    """The files of a site by the entry of its folder that they are in."""
    entries: dict[str, dict[str, bytes]] = {}
    for path in sorted(tree):
        if path.startswith("site/"):
            entries.setdefault(path.split("/")[1], {})[path] = tree[path]
    return entries


def _differ(expected: bytes, content: bytes) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(expected, content, strict=False)) if a != b),
        min(len(expected), len(content)),
    )
    near = slice(max(0, at - 20), at + 40)
    return (
        f"{len(content)} bytes for {len(expected)}, another from {at}: "
        f"{content[near]!r} for {expected[near]!r}"
    )
