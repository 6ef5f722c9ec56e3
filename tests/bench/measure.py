"""A site becomes a build, and a build becomes its costs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .issues import NOW
from .sites import Bench

ROOT = Path(__file__).parents[2]
_SETTINGS = {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
}
_MB = 1_000_000


class BuildFailedError(Exception):
    """A build ended with an error, or did not make every page."""


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds, and MB of memory at its peak."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Output:
    """What a build wrote."""

    files: int
    mb: float


def build(site: Bench, *, keep_cache: bool = False) -> Cost:
    """Build a site in a process of its own, from nothing unless the cache is to stay."""
    shutil.rmtree(site.output, ignore_errors=True)
    if not keep_cache:
        shutil.rmtree(site.cache, ignore_errors=True)
    cost = run_python(["-m", "mkdocs", "build", "-q", "-f", str(site.config)], site)
    _check_made(site, "posts/essay-*/index.html", site.plan.posts)
    _check_made(site, "newsletter/*/email.html", site.plan.issues)
    return cost


def rebuild(site: Bench, runs: int) -> tuple[Cost, Cost, Cost]:
    """Build a site from nothing, after an edit of one essay, and with nothing changed."""
    costs = []
    essay = sorted((site.folder / "docs/posts").glob("*.md"))[site.plan.posts // 2]
    for number in range(runs):
        cold = build(site)
        with essay.open("a", encoding="utf-8") as text:
            text.write(f"\nOne more sentence, of the run {number}.\n")
        edited = build(site, keep_cache=True)
        costs.append((cold, edited, build(site, keep_cache=True)))
    cold, edited, same = (middle(of_one) for of_one in zip(*costs, strict=True))
    return cold, edited, same


def _check_made(site: Bench, pattern: str, count: int) -> None:
    made = sum(1 for _ in site.output.glob(pattern))
    if made != count:
        raise BuildFailedError(f"{site.plan.kind} made {made} of {count} {pattern}")


def build_in_turns(
    sites: Sequence[Bench],
    runs: int,
    pick: Callable[[Iterable[Cost]], Cost] | None = None,
) -> list[Cost]:
    """Build each site several times, A B A B; give the median cost of each."""
    costs = [[build(site) for site in sites] for _ in range(runs)]
    return [(pick or middle)(of_one) for of_one in zip(*costs, strict=True)]


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each cost by itself."""
    seen = list(costs)
    return Cost(
        median(c.wall for c in seen),
        median(c.cpu for c in seen),
        median(c.peak for c in seen),
    )


def least(costs: Iterable[Cost]) -> Cost:
    """The least of each cost by itself: what a quiet machine would take."""
    seen = list(costs)
    return Cost(
        min(c.wall for c in seen), min(c.cpu for c in seen), min(c.peak for c in seen)
    )


def ask(site: Bench, module: str, *arguments: object) -> tuple[Cost, list[float]]:
    """Run a module of ours beside a site; give its cost, and the figures it wrote."""
    out = site.folder / "figures.json"
    given = [str(out), *map(str, arguments)]
    cost = run_python(["-m", f"tests.bench.{module}", *given], site)
    figures: list[float] = json.loads(out.read_text(encoding="ascii"))
    return cost, figures


def run_python(arguments: Sequence[str], site: Bench) -> Cost:
    """Run Python beside a site."""
    return run([sys.executable, *arguments], site.folder, site.plan.kind)


def run(command: Sequence[str], folder: Path, name: str) -> Cost:
    """Run a command in a folder; memory is that of the largest process of those run."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")[-3000:]
            raise BuildFailedError(f"{name} stopped with {process.returncode}:\n{text}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / _MB)


def environment() -> dict[str, str]:
    """Our own, with this repository's tests to import, a fixed day, and no banners."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, **_SETTINGS, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def written(site: Bench, pattern: str = "**/*") -> Output:
    """Count the files of a built site, and how large they are."""
    return count_files(site.output, pattern)


def count_files(folder: Path, pattern: str = "**/*") -> Output:
    """Count the files below a folder, and how large they are."""
    sizes = [path.stat().st_size for path in folder.glob(pattern) if path.is_file()]
    return Output(len(sizes), sum(sizes) / _MB)
