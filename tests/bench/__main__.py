"""Postroom beside other generators: `python -m tests.bench` from the repository's root."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from . import kits, paper, peers, table
from .cases import FULL, QUICK, Results, Sizes, measure
from .chart import draw_bars
from .hugo import build_hugo_site, make_hugo_site
from .measure import (
    ROOT,
    BuildFailedError,
    ask,
    build,
    build_in_turns,
    middle,
    rebuild,
    written,
)
from .sites import OURS, THEIRS, Plan, make_site
from .watch import count_conversions, profile_stages

_ROOM = 6_000_000_000
REPORT = ROOT / ".cache" / "bench.txt"
CHART = ROOT / "content/guide/speed.svg"


@dataclass(frozen=True)
class Size:
    """How much is built."""

    posts: int
    growth: int
    runs: int
    counted: int
    cards: int
    paper: paper.Volume


def main() -> int:
    """Run everything, print one table and keep it."""
    options = _parse()
    try:
        scratch = tempfile.TemporaryDirectory(prefix="postroom-bench-", dir=_find_memory())
        with scratch as folder:
            lines = _measure(Path(folder), _size(options), options)
    except BuildFailedError as error:
        _say(f"a build failed: {error}")
        return 1
    report = "\n".join(lines) + "\n"
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(report, encoding="utf-8")
    sys.stdout.write(report)
    return 0


def _find_memory() -> Path | None:
    """A folder in memory that is large enough; None for the usual one.

    Some disks take ten times as long for files in the place of others that were just
    deleted, and every build here begins with that.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    return memory if roomy else None


def _size(options: argparse.Namespace) -> Size:
    if options.quick:
        volume = paper.Volume(few=10, many=40, runs=1)
        return Size(100, 300, runs=1, counted=30, cards=30, paper=volume)
    volume = paper.Volume(max(options.issues // 10, 1), options.issues, options.runs)
    return Size(
        options.posts, options.growth, options.runs, counted=200, cards=200, paper=volume
    )


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--posts", type=int, default=1000, help="essays to compare with")
    parser.add_argument("--growth", type=int, default=5000, help="essays of the large site")
    parser.add_argument("--issues", type=int, default=600, help="of the newsletter")
    parser.add_argument("--runs", type=int, default=3, help="builds of each, for medians")
    parser.add_argument(
        "--only", choices=("targets", "essays", "newsletter"), help="one part"
    )
    parser.add_argument("--quick", action="store_true", help="small sites, three minutes")
    parser.add_argument("--large", type=int, help="essays of the largest site; 0 for none")
    parser.add_argument("--profile", action="store_true", help="say where our time goes")
    return parser.parse_args()


def _measure(folder: Path, size: Size, options: argparse.Namespace) -> list[str]:
    for kind in (OURS, THEIRS) if options.only == "essays" else (OURS,):
        # compiles modules, and fails early
        build(make_site(folder / f"first-{kind}", Plan(kind, 10)))
    lines = [*table.headline(size.posts, size.runs), peers.name_processor()]
    is_whole = options.only is None and not options.quick
    if options.only == "essays" or is_whole:
        lines += _measure_essays(folder, size, profiled=options.profile)
    if options.only == "newsletter" or is_whole:
        lines += _measure_newsletter(folder, size.paper)
    if options.only in (None, "targets"):
        sizes = _choose_sizes(options)
        results = measure(folder, sizes, _say)
        lines += [*table.standings(results), *table.targets(results)]
        if not options.quick:
            CHART.write_text(_draw_chart(results, sizes), encoding="utf-8")
    return lines


def _choose_sizes(options: argparse.Namespace) -> Sizes:
    if options.quick:
        return QUICK
    large = FULL.large if options.large is None else options.large
    return replace(FULL, posts=options.posts, large=large, runs=options.runs)


def _draw_chart(results: Results, sizes: Sizes) -> str:
    """Draw what all take from nothing and after an edit, in builds of ours.

    Processor time, since whatever else a machine does disturbs it least.
    """
    found = {n: s for (n, posts), s in results.standings.items() if posts == sizes.posts}
    ours = found[peers.POSTROOM.name]
    groups = {
        f"{sizes.posts:,} essays, from nothing": [
            (name, each.cold.cpu / ours.cold.cpu) for name, each in found.items()
        ],
        "The same, after an edit of one essay": [
            (name, each.edited.cpu / ours.edited.cpu) for name, each in found.items()
        ],
    }
    names = ", ".join(found)
    title = f"What {names} take to build the same essays, beside Postroom"
    unit = "Processor seconds, where Postroom without kits takes one."
    return draw_bars(title, groups, unit=unit)


def _measure_newsletter(folder: Path, volume: paper.Volume) -> list[str]:
    _say(f"building issues of 80 items, {volume.few} and {volume.many}")
    lines = paper.grow(folder, volume)
    _say("sending in one more item")
    lines += paper.submit(folder, volume)
    _say("making mails")
    lines += paper.mail(folder, volume)
    _say("drafting an issue")
    return lines + paper.draft(folder, volume)


def _measure_essays(folder: Path, size: Size, *, profiled: bool) -> list[str]:
    lines = _compare(folder, size)
    lines += _grow(folder, size)
    lines += _rebuild(folder, size)
    lines += _count(folder, size)
    lines += _draw(folder, size)
    lines += _press(folder, size)
    if profiled:
        _say("profiling")
        site = make_site(folder / "profiled", Plan(OURS, size.posts))
        lines += table.stages(profile_stages(site))
    return lines


def _compare(folder: Path, size: Size) -> list[str]:
    _say(f"building {size.posts} posts with both, runs: {size.runs}")
    plans = {
        "kits": Plan(OURS, size.posts),
        "bare": Plan(OURS, size.posts, kits=False),
        "theirs": Plan(THEIRS, size.posts),
    }
    sites = [make_site(folder / name, plan) for name, plan in plans.items()]
    costs = build_in_turns(sites, size.runs)
    ours, bare, theirs = zip(costs, map(written, sites), strict=True)
    for site in sites:
        shutil.rmtree(site.folder)
    return table.comparison(ours, bare, theirs)


def _grow(folder: Path, size: Size) -> list[str]:
    _say(f"building {size.posts} and {size.growth} posts, runs: {size.runs}")
    counts = (size.posts, size.growth)
    sites = [make_site(folder / f"growing-{n}", Plan(OURS, n)) for n in counts]
    few, many = zip(counts, build_in_turns(sites, size.runs), strict=True)
    for site in sites:
        shutil.rmtree(site.folder)
    return table.growth(few, many)


def _rebuild(folder: Path, size: Size) -> list[str]:
    _say(f"building {size.posts} posts again, runs: {size.runs}")
    plans = {
        "without kits": Plan(OURS, size.posts, kits=False),
        "with kits": Plan(OURS, size.posts),
        "with a hook": Plan(OURS, size.posts, kits=False, hook=True),
    }
    rows = []
    for name, plan in plans.items():
        site = make_site(folder / name, plan)
        rows.append((name, rebuild(site, size.runs)))
        shutil.rmtree(site.folder)
    peer = make_hugo_site(folder / "hugo", size.posts)
    hugo = middle([build_hugo_site(peer, size.posts) for _ in range(size.runs)])
    return [*table.rebuilds(rows), *table.beside_hugo(rows, hugo)]


def _count(folder: Path, size: Size) -> list[str]:
    _say("counting conversions")
    plans = {
        "Postroom": Plan(OURS, size.counted),
        "Postroom, without share pages": Plan(OURS, size.counted, share=False),
        "Postroom, without tags": Plan(OURS, size.counted, tagged=False),
        "Material": Plan(THEIRS, size.counted),
    }
    sites = {name: make_site(folder / name, plan) for name, plan in plans.items()}
    return table.conversions(
        [(name, count_conversions(site)) for name, site in sites.items()]
    )


def _draw(folder: Path, size: Size) -> list[str]:
    _say("drawing cards")
    plain = make_site(folder / "plain", Plan(OURS, size.cards, kits=False))
    site = make_site(folder / "cards", Plan(OURS, size.cards, kits=False, cards=True))
    turns = [
        (build(plain), build(site), build(site, keep_cache=True)) for _ in range(size.runs)
    ]
    costs = [middle(of_one) for of_one in zip(*turns, strict=True)]
    return table.cards(size.cards, costs, written(site, "share/*/card.png"))


def _press(folder: Path, size: Size) -> list[str]:
    _say("pressing kits")
    without = make_site(folder / "without", Plan(OURS, size.cards, kits=False))
    site = make_site(folder / "kits", Plan(OURS, size.cards))
    turns = [
        (build(without), build(site), build(site, keep_cache=True))
        for _ in range(size.runs)
    ]
    costs = [middle(of_one) for of_one in zip(*turns, strict=True)]
    figures = dict(zip(kits.FIGURES, ask(site, "kits")[1], strict=True))
    return table.kits(size.cards, costs, written(site, "share/*/kit/*"), figures)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
