"""``make attack``: send hostile things by every way in, build, look; prints figures."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

from tests.attack.judge import KINDS, look_at_file, look_at_message
from tests.attack.yard import EPOCH, WAYS, Yard, fill_clean, print_all, send_all
from tests.e2e.building import Built, build
from tests.figures import draw_figures

SENT = 12_000
PRINTED = 3_000
WORKERS = 2
COLUMNS = ("sent", "taken", "printed", "files", *KINDS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make attack")
    parser.add_argument("--seed", type=int, default=None, help="of the chances")
    given = parser.parse_args()
    seed = random.randrange(1 << 30) if given.seed is None else given.seed
    began = time.monotonic()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(WORKERS, context) as pool:
        known = pool.submit(learn).result()
        seeds = [seed * WORKERS + number for number in range(WORKERS)]
        attack = partial(
            play, known=known, sent=SENT // WORKERS, printed=PRINTED // WORKERS
        )
        played = [*pool.map(attack, seeds)]
    figures: dict[str, Counter[str]] = {}
    for rows, _ in played:
        for name, row in rows.items():
            figures.setdefault(name, Counter()).update(row)
    breaches = [breach for _, breaches in played for breach in breaches]
    print("\n".join([*render(figures, seed), "", *breaches]))  # noqa: T201
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)  # noqa: T201
    return 1 if breaches else 0


def learn() -> frozenset[str]:
    """Learn what is active in a site into which nobody from outside has written."""
    with tempfile.TemporaryDirectory(prefix="postroom-attack-") as folder:
        yard = Yard(Path(folder) / "site", Random(0))
        fill_clean(yard)
        built = _build(yard)
        assert not yard.breaches, yard.breaches
        files = built.files.items()
        return frozenset(what for path, raw in files for _, what in look_at_file(path, raw))


def play(
    seed: int, *, known: frozenset[str], sent: int, printed: int
) -> tuple[Mapping[str, Counter[str]], Sequence[str]]:
    """Send so many hostile things, print some of what is taken, and look at all of it."""
    with tempfile.TemporaryDirectory(prefix="postroom-attack-") as folder:
        yard = Yard(Path(folder) / "site", Random(seed))
        send_all(yard, sent)
        print_all(yard, printed)
        built = _build(yard)
        look(yard, built, known)
        return yard.figures, yard.breaches


def _build(yard: Yard) -> Built:
    with yard.watch("site"):
        built = build(
            yard.folder, strict=False, env={"SOURCE_DATE_EPOCH": EPOCH}, seconds=600
        )
    if built.code or "Traceback" in built.output:
        yard.breach("tracebacks", built.output[-2_000:])
    return built


def look(yard: Yard, built: Built, known: frozenset[str]) -> None:
    """Look at every file of a site, and at the first messages that go out of it."""
    for path, raw in built.files.items():
        yard.count("site", "files")
        for kind, what in look_at_file(path, raw, known):
            yard.breach(kind, f"{path}: {what[:300]}")
    issues = (yard.folder / "docs/newsletter/issues").glob("*.md")
    for number in sorted(path.stem for path in issues)[:2]:
        path = yard.folder / "sent" / f"{number}.eml"
        with yard.watch("site"):
            yard.run("site", "issue", "eml", number, "--output", path)
        for kind, what in look_at_message(path.read_bytes()):
            yard.breach(kind, f"{path.name}: {what[:300]}")


def render(figures: Mapping[str, Counter[str]], seed: int) -> list[str]:
    """Make a table of the figures."""
    names = [*WAYS, *sorted(figures.keys() - WAYS.keys() - {"site"}), "site"]
    rows = {name: figures.get(name, Counter()) for name in names}
    return [
        *draw_figures(rows, COLUMNS, seed),
        "sent: by somebody; taken: filed as an item; printed: in an issue, which is built",
        "files: of the built sites, each looked at as what opens it does",
    ]


if __name__ == "__main__":
    sys.exit(main())
