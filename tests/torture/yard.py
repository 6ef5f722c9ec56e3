"""Where it happens: a fresh copy of a site for every event, and what came of it."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from .acts import LARGE, SMALL, make_large, make_small
from .judge import Breach, Promise, judge_words, without_asides
from .mishaps import AtNthWrite
from .outside import open_outside
from .process import Act, Ended, Mishap, run
from .tree import Tree, put_tree, read_tree


@dataclass
class Yard:
    """Folders, dice and figures of all rounds."""

    folder: Path
    seed: int
    figures: dict[str, Counter[str]] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the site that most events begin with."""
        self._closing = ExitStack()
        self.outside = self._closing.enter_context(open_outside())
        os.environ.update(self.outside.around)
        self.acts = make_small(self.folder / SMALL / "site", self.outside)
        self.site = self.folder / "work" / "site"
        self._promises: dict[str, tuple[Promise, float]] = {}
        self._end_of: dict[tuple[str, int], Tree] = {}

    def close(self) -> None:
        """End what runs beside it."""
        self._closing.close()

    def dice(self, name: str) -> random.Random:
        """Chances of one's own, so that a round is the same whichever others there are."""
        return random.Random(f"{self.seed} {name}")

    def lay_out(self, act: Act) -> Path:
        """Put a fresh copy of an act's site where it happens."""
        if act.site == LARGE and not (self.folder / LARGE).exists():
            make_large(self.folder / LARGE / "site")
        self.outside.forget()
        shutil.rmtree(self.site.parent / "tmp", ignore_errors=True)
        put_tree(self.folder / act.site / "site", self.site)
        return self.site

    def list_steps(self, act: Act, most: int, *, dies: bool) -> Iterator[AtNthWrite]:
        """List mishaps at steps of writing: all, or some and the last, which publish.

        Args:
            act: The command.
            most: How many of its steps.
            dies: Whether the command is killed there, or finds the disk full.
        """
        counter = AtNthWrite(0, self.site.parent, dies)
        self.suffer(act, counter)
        early = range(1, max(1, counter.steps - most // 2) + 1)
        late = range(len(early) + 1, counter.steps + 1)
        stride = max(1, -(-len(early) // max(1, most - len(late))))
        for nth in (*early[::stride], *late):
            yield AtNthWrite(nth, self.site.parent, dies)

    def end_of(self, *acts: Act, salts: Sequence[int] = (0, 0)) -> Tree:
        """Give what is there after acts, one after the other and undisturbed."""
        key = " + ".join(f"{a.name} {s}" for a, s in zip(acts, salts, strict=False)), 0
        if key not in self._end_of:
            self.lay_out(acts[0])
            for act, salt in zip(acts, salts, strict=False):
                run(act, self.site, salt=salt)
            self._end_of[key] = read_tree(self.site)
        return self._end_of[key]

    def promise(self, act: Act) -> tuple[Promise, float]:
        """Give what may come of an act, done once or twice, and how long it takes."""
        if act.name not in self._promises:
            before = read_tree(self.lay_out(act))
            seconds = run(act, self.site).seconds
            ends = (self.end_of(act), self.end_of(act, act))
            self._promises[act.name] = Promise(before, ends), seconds
        return self._promises[act.name]

    def suffer(self, act: Act, *mishaps: Mishap) -> Ended:
        """Let an act go wrong, on a fresh copy."""
        self.promise(act)  # known before, for it is found out at the same place
        self.lay_out(act)
        return self.run(act, *mishaps)

    def run(self, act: Act, *mishaps: Mishap) -> Ended:
        """Run an act where it is laid out."""
        return run(act, self.site, mishaps=mishaps)

    def judge(self, name: str, act: Act, moment: str, ended: Ended) -> None:
        """Judge what an act left that went wrong, whether or not it came to an end."""
        promise, _ = self.promise(act)
        now = read_tree(self.site)
        wrong = [*judge_words(ended)]
        if ended.code < 0:  # it was killed
            shown = without_asides(now, promise)
            self.count(name, "aside", len(now) > len(shown))
            self.count(name, "between", not promise.has_site_of(shown))
            now = shown
            wrong += promise.judge_entries(now)
        self.book(name, act.name, moment, [*promise.judge(now), *wrong])

    def do_again(self, name: str, act: Act, moment: str) -> None:
        """Do an act once more, undisturbed; all is as if nothing had happened."""
        promise, _ = self.promise(act)
        ended = run(act, self.site)
        now = without_asides(read_tree(self.site), promise)
        wrong = [*promise.judge_end(now), *judge_words(ended)]
        left = [path.name for path in (self.site.parent / "tmp").iterdir()]
        wrong += [Breach("unasked files", f"$TMPDIR/{each}") for each in left]
        if self.outside.count_twice():
            wrong.append(Breach("unasked files", "it was sent twice"))
        self.book(name, act.name, f"{moment}, and again", wrong)

    def book(self, name: str, act: str, moment: str, wrong: Iterable[Breach]) -> None:
        """Enter an event, and what was wrong with it."""
        self.count(name, "events")
        for breach in wrong:
            self.count(name, breach.kind)
            self.breaches.append(
                f"{name}: {breach.kind}\n    SEED={self.seed}, {act}, {moment}\n"
                f"    {breach.what}"
            )

    def count(self, name: str, what: str, many: int = 1) -> None:
        """Add to a figure of a round."""
        self.figures.setdefault(name, Counter())[what] += many
