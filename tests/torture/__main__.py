"""``make torture``: every round at its full length; prints figures, and what was broken."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from . import caches, clocks, disks, kills, pairs, rights
from .judge import KINDS
from .yard import Yard

Rounds = Mapping[str, Callable[[Yard], None]]
FULL: Rounds = {
    "kills": lambda yard: kills.kill_at_random(yard, 320),
    "large builds": lambda yard: kills.kill_large_builds(yard, 30),
    "steps": lambda yard: kills.kill_at_steps(yard, 25),
    "full disks": lambda yard: disks.fail_at_steps(yard, 25),
    "cut files": disks.cut_files,
    "small disks": lambda yard: disks.fill_small_disks(yard, 20),
    "caches": lambda yard: caches.spoil_caches(yard, 2),
    "lost caches": lambda yard: caches.lose_caches(yard, 10),
    "pairs": lambda yard: pairs.run_pairs(yard, 8),
    "rights": rights.take_rights,
    "clocks": clocks.move_clocks,
}
SHORT: Rounds = {
    "kills": lambda yard: kills.kill_at_random(yard, 11),
    "steps": lambda yard: kills.kill_at_steps(yard, 1),
}
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
        played = [*pool.map(play, names, [seed] * len(names))]
    figures = {name: row for yard, _ in played for name, row in yard.items()}
    breaches = [breach for _, breaches in played for breach in breaches]
    print("\n".join([*render(figures, seed), "", *breaches]))  # noqa: T201
    return 1 if breaches else 0


def play(
    name: str, seed: int, rounds: Rounds = FULL
) -> tuple[dict[str, Counter[str]], list[str]]:
    """Play one round in a yard of its own; give its figures, and what was broken."""
    with tempfile.TemporaryDirectory(prefix="postroom-torture-", dir=_memory()) as folder:
        began = time.monotonic()
        yard = Yard(Path(folder), seed)
        rounds[name](yard)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)  # noqa: T201
        return yard.figures, yard.breaches


def render(figures: Mapping[str, Counter[str]], seed: int) -> list[str]:
    """Make a table of the figures, with what they mean below it."""
    total: Counter[str] = sum(figures.values(), Counter())
    rows = [*figures.items(), ("all", total)]
    wide = max(len(name) for name, _ in rows)
    return [
        f"SEED={seed}",
        " " * wide + "".join(f"  {column}" for column in COLUMNS),
        *(
            f"{name:{wide}}" + "".join(f"  {row[c]:{len(c)}}" for c in COLUMNS)
            for name, row in rows
        ),
        "aside: a kill left a hidden file, until the command is run again",
        "between: a kill left a site that is partly new, until it is built again",
        "both: of two at once, both succeeded",
    ]


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
