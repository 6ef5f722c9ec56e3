"""``make torture``: every round at its full length; prints figures, and what was broken."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.figures import draw_figures

from . import caches, clocks, disks, kills, pairs, rights
from .judge import KINDS
from .yard import Yard

Rounds = Mapping[str, Callable[[Yard], None]]
FULL: Rounds = {
    "kills": lambda yard: kills.kill_at_random(yard, 320),
    "steps": lambda yard: kills.kill_at_steps(yard, 10),
    "small disks": lambda yard: disks.fill_small_disks(yard, 8),
    "full disks": lambda yard: disks.fail_at_steps(yard, 10),
    "caches": lambda yard: caches.spoil_caches(yard, 2),
    "cut files": lambda yard: disks.cut_files(yard, (0, 1, 100, 700, 5000)),
    "pairs": lambda yard: pairs.run_pairs(yard, 8),
    "rights": rights.take_rights,
    "clocks": clocks.move_clocks,
    "large builds": lambda yard: kills.kill_large_builds(yard, 20),
    "lost caches": lambda yard: caches.lose_caches(yard, 10),
}
"""By turns for one process and the other, which take about as long."""

SHORT: Rounds = {
    "kills": lambda yard: kills.kill_at_random(yard, 1),
    "steps": lambda yard: kills.kill_at_steps(yard, 1),
    "small disks": lambda yard: disks.fill_small_disks(yard, 1),
    "full disks": lambda yard: disks.fail_at_steps(yard, 1),
    "caches": lambda yard: caches.spoil_caches(yard, 1, ["poisoned"]),
    "cut files": lambda yard: disks.cut_files(yard, [100]),
    "pairs": lambda yard: pairs.run_pairs(yard, 1, pairs.PAIRS[:1]),
    "rights": rights.take_rights,
    "clocks": lambda yard: clocks.move_clocks(yard, clocks.MOMENTS[-1:]),
    "lost caches": lambda yard: caches.lose_caches(yard, 1),
}
"""All but the one that takes a minute; `tests/e2e/test_stopping.py` is about that."""

COLUMNS = ("events", *KINDS, "aside", "between", "both")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make torture")
    parser.add_argument("--seed", type=int, default=None, help="of the chances")
    parser.add_argument("--only", choices=FULL, help="one round")
    given = parser.parse_args()
    seed = random.randrange(1 << 30) if given.seed is None else given.seed
    names = [given.only] if given.only else [*FULL]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(2, context) as pool:
        played = [*pool.map(play, (names[::2], names[1::2]), (seed, seed))]
    figures = {name: row for yard, _ in played for name, row in yard.items()}
    breaches = [breach for _, breaches in played for breach in breaches]
    print("\n".join([*render(figures, seed), "", *breaches]))  # noqa: T201
    return 1 if breaches else 0


def play(names: Sequence[str], seed: int) -> tuple[dict[str, Counter[str]], list[str]]:
    """Play rounds in a yard of their own; give its figures, and what was broken."""
    if not names:
        return {}, []
    with (
        tempfile.TemporaryDirectory(prefix="postroom-torture-", dir=_memory()) as folder,
        closing(Yard(Path(folder), seed)) as yard,
    ):
        for name in names:
            began = time.monotonic()
            FULL[name](yard)
            took = f"{name}: {time.monotonic() - began:.0f} s"
            print(took, file=sys.stderr, flush=True)  # noqa: T201
        return yard.figures, yard.breaches


def render(figures: Mapping[str, Counter[str]], seed: int) -> list[str]:
    """Make a table of the figures, with what they mean below it."""
    return [
        *draw_figures(figures, COLUMNS, seed),
        "aside: a kill left an empty folder, or a hidden file that goes an hour later",
        "between: a kill left a site that is partly new, until it is built again",
        "both: of two at once, both succeeded",
    ]


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
