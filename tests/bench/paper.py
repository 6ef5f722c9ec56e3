"""The newsletter's figures: growth, one more item, a mail, the draft of an issue.

Of several runs the least counts: whatever else the machine does can only add to it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from . import table
from .issues import PER_ISSUE
from .measure import BuildFailedError, Cost, ask, build_in_turns, least
from .sites import OURS, Bench, Plan, make_site

_ESSAYS = 10
"""Of every site here: what counts is the newsletter beside them."""

_FIRST = 100
"""Items of the small newsletter that one more is sent to."""

_MAILS = 12


@dataclass(frozen=True)
class Volume:
    """How many issues of eighty items the newsletters have."""

    few: int
    many: int
    runs: int


def grow(folder: Path, volume: Volume) -> list[str]:
    """Build sites without a newsletter, with a small and with a large one."""
    counts = (0, volume.few, volume.many)
    sites = [make_site(folder / f"paper-{n}", _plan(n)) for n in counts]
    bare, *others = build_in_turns(sites, volume.runs, least)
    for site in sites:
        shutil.rmtree(site.folder)
    few, many = (
        (count * PER_ISSUE, _less(cost, bare))
        for count, cost in zip(counts[1:], others, strict=True)
    )
    return table.newsletter_growth(few, many)


def _plan(issues: int, waiting: int = 0) -> Plan:
    return Plan(OURS, _ESSAYS, kits=False, issues=issues, waiting=waiting)


def _less(cost: Cost, bare: Cost) -> Cost:
    return Cost(cost.wall - bare.wall, cost.cpu - bare.cpu, cost.peak - bare.peak)


def submit(folder: Path, volume: Volume) -> list[str]:
    """Send one more item to a small and to a large newsletter."""
    site = make_site(folder / "desk", _plan(0))
    counts = (_FIRST, volume.many * PER_ISSUE)
    few, many = zip(counts, ask(site, "desk", *counts)[1], strict=True)
    return table.submission(few, many)


def mail(folder: Path, volume: Volume) -> list[str]:
    """Make the mails of a few issues."""
    site = make_site(folder / "mail", _plan(_MAILS))
    turns = [ask(site, "mail")[1] for _ in range(volume.runs)]
    converting, composing, printing = map(min, zip(*turns, strict=True))
    return table.mails(PER_ISSUE, converting, composing=composing, printing=printing)


def draft(folder: Path, volume: Volume) -> list[str]:
    """Draft an issue beside many items, and read all items for comparison."""
    site = make_site(folder / "draft", _plan(volume.many - 1, waiting=PER_ISSUE))
    cold, _ = _draft(site)
    turns = [(_draft(site), ask(site, "drafts", "read")) for _ in range(volume.runs)]
    drafting, reading = (
        (least(cost for cost, _ in of_one), min(inner[0] for _, inner in of_one))
        for of_one in zip(*turns, strict=True)
    )
    shutil.rmtree(site.folder)
    return table.drafts(volume.many * PER_ISSUE, cold, drafting=drafting, reading=reading)


def _draft(site: Bench) -> tuple[Cost, list[float]]:
    """Draft the next issue, look whether it has what waits for it, and take it away."""
    path = site.newsletter / "issues" / f"{site.plan.issues + 1}.md"
    figures = ask(site, "drafts", "new")
    listed = path.read_text(encoding="utf-8").count("\n      - ")
    if listed != site.plan.waiting:
        raise BuildFailedError(f"a draft lists {listed} of {site.plan.waiting} items")
    path.unlink()
    return figures
