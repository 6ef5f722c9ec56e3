"""What is promised of speed and size: each case, what it is compared with, its ratio."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from . import peers
from .corpus import name_of
from .issues import PER_ISSUE
from .measure import ROOT, BuildFailedError, Cost, Output, build, middle, run
from .peers import MissingError, Peer, Rival, settle
from .serve import time_save
from .sites import OURS, Bench, Plan, make_site

_BEFORE = 375_000
"""Bytes of a site with kits for each essay, before each text was stored once."""


@dataclass(frozen=True)
class Case:
    """One promise: at most so many times what it is compared with."""

    what: str
    against: str
    most: float
    aim: float | None = None


CASES = {
    "cold": Case("cold, without kits", "Material blog + rss", 0.20, 0.15),
    "cold kits": Case("cold, with kits", "Material blog + rss", 0.25, 0.2),
    "eleventy": Case("cold, without kits", "Eleventy + rss", 1.6, 1.2),
    "small": Case("cold, a small site", "Material blog + rss", 0.4, 0.3),
    "edit": Case("one essay edited, with kits", "Hugo", 1.0, 0.8),
    "edit large": Case("the same, large site, no kits", "Hugo", 0.5, 0.4),
    "same": Case("nothing changed, with kits", "one essay edited", 0.9),
    "example": Case("example site, nothing changed", "its cold build", 0.25),
    "serve": Case("serve: from saving to the page", "one essay edited", 0.7),
    "serve example": Case("serve: the example site", "its cold build", 0.15),
    "flat": Case("CPU per essay, large site", "at the usual size", 1.1),
    "memory": Case("peak memory, large site", "Hugo", 0.25),
    "output": Case("bytes of a site with kits", "before: 375 KB an essay", 0.4),
    "item": Case("one item added to a newsletter", "its cold build", 0.1),
    "help": Case("postroom --help", "importing click", 3),
    "version": Case("postroom --version", "importing click", 3),
    "check": Case("postroom check, warm", "cold, with kits", 0.1),
    "place": Case("place beside 30 x the steps", "beside few", 2),
    "intake": Case("one item to 10 x the items", "to few", 2),
    "offers": Case("offers, 300 groups x 200", "check of the same", 1.3),
    "portfolio": Case("portfolio, 300 groups x 200", "check of the same", 1.3),
}
"""By the name under which it is measured, in the order in which they are shown."""


@dataclass(frozen=True)
class Sizes:
    """How much is built."""

    small: int
    posts: int
    large: int
    """0 leaves the large site out."""

    groups: tuple[int, int]
    steps: int
    """Of each group."""

    issues: tuple[int, int]
    runs: int


FULL = Sizes(100, 1000, 10_000, (10, 300), 200, (60, 600), 3)
QUICK = Sizes(30, 100, 0, (2, 20), 50, (2, 20), 1)


@dataclass(frozen=True)
class Standing:
    """What a generator took: from nothing, after an edit, with nothing changed."""

    cold: Cost
    edited: Cost
    same: Cost
    made: Output


@dataclass
class Results:
    """What was measured so far, and what could not be."""

    standings: dict[tuple[str, int], Standing] = field(default_factory=dict)
    """By the name of the generator, and the number of essays."""

    ratios: dict[str, tuple[float, str]] = field(default_factory=dict)
    """By the name of the case, with the two figures."""

    missing: dict[str, str] = field(default_factory=dict)
    """Why a generator is not there, by its name; and why a case was not measured."""

    def compare(self, name: str, ours: float, theirs: float, unit: str = "s") -> None:
        """Note the ratio of a case."""
        self.ratios[name] = (ours / theirs, f"{_say(ours)} / {_say(theirs)} {unit}")

    def race(self, name: str, ours: Cost, theirs: Cost, unit: str = "s") -> None:
        """Note the ratio of two times; beside it what other work does not disturb."""
        self.compare(name, ours.wall, theirs.wall, unit)
        ratio, figures = self.ratios[name]
        self.ratios[name] = (ratio, f"{figures}; CPU {ours.cpu / theirs.cpu:.2f}")


def _say(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def measure(folder: Path, sizes: Sizes, say: Callable[[str], None]) -> Results:
    """Measure all cases, as far as generators can be had."""
    results = Results()
    for posts, wanted in _races(sizes):
        say(f"building {posts:,} essays with {len(wanted)} generators")
        runs = sizes.runs if posts <= sizes.posts else 1
        _race(folder, posts, wanted, runs, results)
    _compare_races(sizes, results)
    parts: dict[str, Callable[[Path, Sizes, Results], None]] = {
        "serving": _serve,
        "building the example site": _example,
        "adding an item": _add_item,
        "asking for help": _ask_help,
        "checking": _check,
        "placing, offering": _desk,
        "taking in": _intake,
    }
    for what, part in parts.items():
        say(what)
        try:
            part(folder, sizes, results)
        except BuildFailedError as error:
            results.missing[what] = str(error).splitlines()[0]
    return results


def _races(sizes: Sizes) -> Iterator[tuple[int, tuple[Peer, ...]]]:
    yield sizes.small, (peers.POSTROOM, peers.MATERIAL)
    yield sizes.posts, peers.PEERS
    if sizes.large:
        yield sizes.large, (peers.POSTROOM, peers.HUGO)


def _race(
    folder: Path, posts: int, wanted: Sequence[Peer], runs: int, results: Results
) -> None:
    """Build the sites of several generators in turn, A B A B; keep the medians."""
    rivals: list[Rival] = []
    for peer in wanted:
        try:
            rivals.append(settle(peer, folder / f"{peer.output}-{len(rivals)}", posts))
        except MissingError as error:
            results.missing[peer.name] = str(error)
    turns = [[_try_out(rival, n) for rival in rivals] for n in range(runs)]
    for rival, of_one in zip(rivals, zip(*turns, strict=True), strict=True):
        cold, edited, same = (middle(costs) for costs in zip(*of_one, strict=True))
        standing = Standing(cold, edited, same, rival.weigh())
        results.standings[rival.peer.name, posts] = standing
        rival.remove()


def _try_out(rival: Rival, number: int) -> tuple[Cost, Cost, Cost]:
    cold = rival.build()
    rival.edit(number)
    edited = rival.build(keeps=True)
    return cold, edited, rival.build(keeps=True)


def _compare_races(sizes: Sizes, results: Results) -> None:
    held = results.standings
    ours = held.get((peers.POSTROOM.name, sizes.posts))
    whole = held.get((peers.WITH_KITS.name, sizes.posts))
    small = held.get((peers.POSTROOM.name, sizes.small))
    large = held.get((peers.POSTROOM.name, sizes.large))
    assert ours is not None  # Postroom is there
    assert whole is not None
    assert small is not None
    if theirs := held.get((peers.MATERIAL.name, sizes.posts)):
        results.race("cold", ours.cold, theirs.cold)
        results.race("cold kits", whole.cold, theirs.cold)
    if theirs := held.get((peers.MATERIAL.name, sizes.small)):
        results.race("small", small.cold, theirs.cold)
    if theirs := held.get((peers.ELEVENTY.name, sizes.posts)):
        results.race("eleventy", ours.cold, theirs.cold)
    if theirs := held.get((peers.HUGO.name, sizes.posts)):
        results.race("edit", whole.edited, theirs.edited)
    results.race("same", whole.same, whole.edited)
    results.compare("output", whole.made.mb, _BEFORE * sizes.posts / 1e6, "MB")
    if large:
        each = (large.cold.cpu / sizes.large, ours.cold.cpu / sizes.posts)
        results.compare("flat", each[0] * 1000, each[1] * 1000, "ms")
        if theirs := held.get((peers.HUGO.name, sizes.large)):
            results.race("edit large", large.edited, theirs.edited)
            results.compare("memory", large.cold.peak, theirs.cold.peak, "MB")


def _serve(folder: Path, sizes: Sizes, results: Results) -> None:
    site = make_site(folder / "serve", Plan(OURS, sizes.posts))
    name = name_of(sizes.posts // 2)
    essay, page = site.folder / f"docs/posts/{name}.md", f"posts/{name}/"
    edited = results.standings[peers.WITH_KITS.name, sizes.posts].edited.wall
    took = time_save(site.folder, essay, page, sizes.runs)
    shutil.rmtree(site.folder)
    results.compare("serve", median(took), edited)


def _example(folder: Path, sizes: Sizes, results: Results) -> None:
    place = folder / "example"
    copied = shutil.ignore_patterns(".*", "site", "tests", "plugins", "dist")
    shutil.copytree(ROOT, place, ignore=copied)
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    turns = []
    for _ in range(sizes.runs):
        for name in ("site", ".cache"):
            shutil.rmtree(place / name, ignore_errors=True)
        turns.append([run(command, place, "the example site") for _ in range(2)])
    cold, same = (middle(of_one) for of_one in zip(*turns, strict=True))
    results.race("example", same, cold)
    essay = place / "content/posts/a-year-of-small-favours.md"
    found = [essay] if essay.is_file() else [*place.rglob("a-year-of-small-favours.md")]
    page = "posts/a-year-of-small-favours/"
    took = time_save(place, found[0], page, sizes.runs)
    shutil.rmtree(place)
    results.compare("serve example", median(took), cold.wall)


def _add_item(folder: Path, sizes: Sizes, results: Results) -> None:
    plan = Plan(OURS, 10, kits=False, issues=sizes.issues[1], waiting=1)
    site = make_site(folder / "issues", plan)
    cold = build(site)
    [waiting] = _list_last(site)
    issue = site.newsletter / "issues" / f"{sizes.issues[1]}.md"
    text = issue.read_text(encoding="utf-8")
    listed = f"    items:\n      - {waiting}\n"
    issue.write_text(text.replace("    items:\n", listed, 1), encoding="utf-8")
    added = run([sys.executable, "-m", "mkdocs", "build", "-q"], site.folder, "an item")
    shutil.rmtree(site.folder)
    results.race("item", added, cold)


def _list_last(site: Bench) -> list[str]:
    """The items that no issue lists: those with the last numbers."""
    names = sorted((p.stem for p in site.newsletter.glob("items/*.md")), key=_number)
    return names[-site.plan.waiting :]


def _number(name: str) -> str:
    return name.rpartition("-")[2]


def _ask_help(folder: Path, sizes: Sizes, results: Results) -> None:
    import_click = [sys.executable, "-c", "import click"]
    for name in ("help", "version"):
        ours, theirs = _time_in_turns(
            folder, 5 * sizes.runs, _postroom(f"--{name}"), import_click
        )
        results.race(name, ours, theirs)


def _postroom(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from postroom.cli import main; main()", *arguments]


def _time_in_turns(folder: Path, runs: int, *commands: Sequence[str]) -> list[Cost]:
    turns = [[run(each, folder, each[-1]) for each in commands] for _ in range(runs)]
    return [middle(costs) for costs in zip(*turns, strict=True)]


def _check(folder: Path, sizes: Sizes, results: Results) -> None:
    site = make_site(folder / "check", Plan(OURS, sizes.posts))
    build(site)
    checks = [run(_postroom("check"), site.folder, "check") for _ in range(sizes.runs + 1)]
    shutil.rmtree(site.folder)
    cold = results.standings[peers.WITH_KITS.name, sizes.posts].cold
    results.race("check", middle(checks[1:]), cold)


def _desk(folder: Path, sizes: Sizes, results: Results) -> None:
    few, many = (
        _make_desk(folder / f"desk-{count}", count, sizes.steps) for count in sizes.groups
    )
    turns = []
    for number in range(sizes.runs):
        words = _postroom("place", "group-001", name_of(number), "replied")
        turns.append([run(words, site.folder, "place") for site in (few, many)])
    little, much = (middle(costs) for costs in zip(*turns, strict=True))
    results.race("place", much, little)
    commands = [_postroom(name) for name in ("check", "offers", "portfolio")]
    check, offers, portfolio = _time_in_turns(many.folder, sizes.runs, *commands)
    results.race("offers", offers, check)
    results.race("portfolio", portfolio, check)
    for site in (few, many):
        shutil.rmtree(site.folder)


def _make_desk(folder: Path, groups: int, steps: int) -> Bench:
    """Write a site with groups, each of which printed some of its essays."""
    site = make_site(folder, Plan(OURS, steps + 10))
    home = folder / "docs/groups"
    for group in range(groups):
        name = f"group-{group:03}"
        (home / name).mkdir(parents=True)
        about = f"name: Group {group}\nkind: association\n"
        (home / f"{name}.yml").write_text(about, encoding="utf-8")
        for number in range(steps):
            day = date(2026, 1, 5) + timedelta(days=(group + number) % 120)
            text = (
                f'post: "{name_of(number)}"\nmove: "published"\ndate: {day}\n'
                f'url: "https://{name}.example/{number}"\n'
            )
            path = home / name / f"{day}-published-{name_of(number)}-aaaa.yml"
            path.write_text(text, encoding="utf-8")
    return site


_ROW = """\
title,url,text
A very new thing that nobody has seen,https://new.example/thing,Many will like to read it.
"""


def _intake(folder: Path, sizes: Sizes, results: Results) -> None:
    sites = [
        make_site(folder / f"intake-{n}", Plan(OURS, 10, kits=False, issues=n))
        for n in sizes.issues
    ]
    command = _postroom("intake", "csv", "one.csv", "--kind", "link", "--consent")
    for site in sites:
        (site.folder / "one.csv").write_text(_ROW, encoding="utf-8")
        run(command, site.folder, "intake")  # whatever it remembers is there from now on
    turns = [
        [run(command, site.folder, "intake") for site in sites] for _ in range(sizes.runs)
    ]
    few, many = (middle(costs) for costs in zip(*turns, strict=True))
    for site in sites:
        shutil.rmtree(site.folder)
    items = [f"{n * PER_ISSUE:,}" for n in sizes.issues]
    results.race("intake", many, few, f"s, at {items[1]} and {items[0]}")
