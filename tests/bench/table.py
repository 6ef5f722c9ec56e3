"""Costs become one plain table: ratios first, since they do not depend on the machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from platform import python_version

from .cases import CASES, Results
from .measure import Cost, Output
from .watch import Stage

_TOOLS = ("mkdocs", "mkdocs-material", "mkdocs-rss-plugin", "Markdown")


def headline(posts: int, runs: int) -> list[str]:
    """Say what was built, with what."""
    tools = ", ".join(f"{tool} {version(tool)}" for tool in _TOOLS)
    times = "1 run" if runs == 1 else f"medians of {runs} runs"
    return [
        f"Postroom's benchmark: {posts:,} essays of about 1,100 words, {times}",
        f"Python {python_version()}, {tools}",
        "Material: blog with archive, categories and profiles; tags; rss with full content",
        "Ours / theirs; a ratio above its target has an exclamation mark",
        "Newsletter: issues of 80 items, 10 essays beside them, the least of the runs",
    ]


def standings(results: Results) -> list[str]:
    """Show what each generator took: seconds, MB, files; and who could not be had."""
    lines = []
    for posts in sorted({posts for _, posts in results.standings}):
        title = f"{posts:,} essays: wall s (CPU s)"
        lines += ["", _wide(title, "cold", "edited", "unchanged", "peak MB", "MB", "files")]
        for (name, count), found in results.standings.items():
            if count == posts:
                costs = (found.cold, found.edited, found.same)
                cells = [f"{cost.wall:.1f} ({cost.cpu:.1f})" for cost in costs]
                cells += [f"{found.cold.peak:,.0f}", f"{found.made.mb:,.1f}"]
                lines.append(_wide(name, *cells, f"{found.made.files:,}"))
    missing = [f"{name}: {why}" for name, why in results.missing.items()]
    return [*lines, *(["", "Not measured:", *missing] if missing else [])]


def _wide(name: str, *cells: str) -> str:
    widths = (16, 16, 16, 9, 9, 9)
    made = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{name:<32}{made}".rstrip()


def targets(results: Results) -> list[str]:
    """Show each promise, and whether it is kept."""
    lines = ["", _promise("Case", "compared with", "at most", "aim", "measured", "")]
    for name, case in CASES.items():
        aim = f"{case.aim:g}" if case.aim is not None else ""
        ratio, figures = results.ratios.get(name, (None, "not measured"))
        if ratio is None:
            said, verdict = "", ""
        else:
            said = f"{ratio:.2f}"
            met = "met" if ratio <= case.most else f"missed by {ratio / case.most - 1:.0%}"
            verdict = "met, and the aim" if case.aim and ratio <= case.aim else met
        cells = (case.against, f"{case.most:g}", aim, said, f"{verdict:<18}{figures}")
        lines.append(_promise(case.what, *cells))
    return lines


def _promise(what: str, against: str, *cells: str) -> str:
    most, aim, said, last = cells
    row = f"{what:<32}{against:<26}{most:>8}{aim:>6}{said:>10}  {last}"
    return row.rstrip()


def comparison(
    ours: tuple[Cost, Output], bare: tuple[Cost, Output], theirs: tuple[Cost, Output]
) -> list[str]:
    """Compare cold builds: with kits, which processes of their own make, and without."""
    return [
        "",
        *_compare_builds("Cold build, with kits", ours, theirs, cpu=None),
        "",
        *_compare_builds("Cold build, without kits", bare, theirs, cpu=0.4),
    ]


def _compare_builds(
    title: str, ours: tuple[Cost, Output], theirs: tuple[Cost, Output], *, cpu: float | None
) -> list[str]:
    (cost, made), (their_cost, their_made) = ours, theirs
    rows = [
        ("wall time, s", cost.wall, their_cost.wall, 0.4),
        ("CPU time, all processes, s", cost.cpu, their_cost.cpu, cpu),
        ("peak memory, MB", cost.peak, their_cost.peak, 1.0),
        ("files written", made.files, their_made.files, None),
        ("MB written", made.mb, their_made.mb, None),
    ]
    return [
        _row(title, "ratio", "target", "Postroom", "Material"),
        *(
            _row(name, f"{a / b:.2f}", _target(a / b, most), _number(a), _number(b))
            for name, a, b, most in rows
        ),
    ]


def growth(few: tuple[int, Cost], many: tuple[int, Cost]) -> list[str]:
    """Compare what a post takes in a small and in a large site."""
    (posts, cost), (more_posts, more_cost) = few, many
    rows = [
        ("CPU time per post, ms", cost.cpu * 1000, more_cost.cpu * 1000),
        ("wall time per post, ms", cost.wall * 1000, more_cost.wall * 1000),
        ("peak memory per post, MB", cost.peak, more_cost.peak),
    ]
    lines = [
        _row(name, f"{(b / more_posts) / (a / posts):.2f}", "", f"{a / posts:.2f}",
             f"{b / more_posts:.2f}")
        for name, a, b in rows
    ]  # fmt: skip
    peaks = _row("peak memory, MB", "", "", _number(cost.peak), _number(more_cost.peak))
    return ["", _row("Growth", "ratio", "", f"{posts:,}", f"{more_posts:,}"), *lines, peaks]


def rebuilds(rows: Sequence[tuple[str, tuple[Cost, Cost, Cost]]]) -> list[str]:
    """Compare a rebuild with the cold build: after an edit, and with nothing changed."""
    lines = [""]
    for name, (cold, *others) in rows:
        lines.append(_row(f"Rebuild {name}, CPU s", "ratio", "", "rebuild", "cold"))
        for what, cost in zip(("one essay edited", "nothing changed"), others, strict=True):
            cells = (f"{cost.cpu:.1f}", f"{cold.cpu:.1f}")
            lines.append(_compare(what, cost.cpu / cold.cpu, None, *cells))
    return lines


def beside_hugo(
    rows: Sequence[tuple[str, tuple[Cost, Cost, Cost]]], hugo: Cost
) -> list[str]:
    """Compare with Hugo, which builds everything each time."""
    lines = ["", _row("Beside Hugo", "ratio", "", "Postroom", "Hugo")]
    for name, (cold, edited, _) in rows[:2]:  # a hook is none of Hugo's
        for what, cost in (("cold", cold), ("one essay edited", edited)):
            for unit, ours, theirs in (
                ("wall s", cost.wall, hugo.wall),
                ("CPU s", cost.cpu, hugo.cpu),
                ("peak MB", cost.peak, hugo.peak),
            ):
                cells = (_number(ours), _number(theirs))
                lines.append(
                    _compare(f"{what} {name}, {unit}", ours / theirs, None, *cells)
                )
    return lines


def conversions(rows: Sequence[tuple[str, tuple[int, int, float]]]) -> list[str]:
    """Say how often a post's Markdown was converted."""
    return [
        "",
        _row("Markdown conversions per post", "min", "max", "mean", ""),
        *(_row(name, str(a), str(b), f"{mean:.2f}", "") for name, (a, b, mean) in rows),
    ]


def cards(count: int, costs: Sequence[Cost], made: Output) -> list[str]:
    """Say what cards add to a build: without, cold and warm."""
    without, cold, warm = costs
    rows = [
        _row(f"{name}, ms", "", "", f"{(cost.cpu - without.cpu) / count * 1000:.1f}",
             f"{(cost.wall - without.wall) / count * 1000:.1f}")
        for name, cost in (("nothing cached", cold), ("all cached", warm))
    ]  # fmt: skip
    size = _row("KB", "", "", f"{made.mb * 1000 / max(made.files, 1):.1f}", "")
    return ["", _row(f"A card ({made.files} of them)", "", "", "CPU", "wall"), *rows, size]


def kits(
    count: int, costs: Sequence[Cost], made: Output, figures: Mapping[str, float]
) -> list[str]:
    """Say what kits take: each format by itself, and what they add to a build."""
    without, cold, warm = costs
    converting = figures["conversion"]
    rows = [
        ("plain text, ms", figures["text"], 1.0),
        ("Markdown, ms", figures["markdown"], 1.0),
        ("HTML, ms", figures["html"], 1.0),
        ("Word, no pictures, ms", figures["word"], 6.0),
        ("all files and archive, ms", figures["cold"], None),
        ("the same from the cache, ms", figures["warm"], None),
    ]
    added = [
        _row(f"{name}, ms", "", "", f"{(cost.cpu - without.cpu) / count * 1000:.1f}",
             f"{(cost.wall - without.wall) / count * 1000:.1f}")
        for name, cost in (("nothing cached", cold), ("all cached", warm))
    ]  # fmt: skip
    return [
        "",
        _row("A kit: all lengths", "ratio", "target", "kit", "Markdown"),
        *(
            _compare(name, spent / converting, most, *_milliseconds(spent, converting))
            for name, spent, most in rows
        ),
        _row(f"A kit in a build ({count} of them)", "", "", "CPU", "wall"),
        *added,
        _row("KB of files", "", "", f"{made.mb * 1000 / count:.1f}", ""),
    ]


def newsletter_growth(few: tuple[int, Cost], many: tuple[int, Cost]) -> list[str]:
    """Compare what an item adds to a build in a small and in a large newsletter."""
    (items, cost), (more, dearer) = few, many
    rows = [
        ("CPU time per item, ms", cost.cpu / items * 1000, dearer.cpu / more * 1000),
        ("peak memory per item, KB", cost.peak / items * 1000, dearer.peak / more * 1000),
    ]
    lines = [_compare(name, b / a, _FLAT, f"{a:.2f}", f"{b:.2f}") for name, a, b in rows]
    return [
        "",
        _row("Newsletter: items beside essays", "ratio", "target", f"{items:,}",
             f"{more:,}"),
        *lines,
        _row("CPU time, s", "", "", _number(cost.cpu), _number(dearer.cpu)),
    ]  # fmt: skip


def submission(few: tuple[int, float], many: tuple[int, float]) -> list[str]:
    """Compare what one more item takes where there are few and many."""
    (items, first), (more, last) = few, many
    made = (f"{first * 1e6:.0f}", f"{last * 1e6:.0f}")
    return [
        "",
        _row("Newsletter: one more item", "ratio", "target", f"at {items:,}",
             f"at {more:,}"),
        _compare("all checks, duplicates too, µs", last / first, _FLAT, *made),
    ]  # fmt: skip


def mails(items: int, converting: float, *, composing: float, printing: float) -> list[str]:
    """Compare an issue's mail with the conversions of its Markdown."""
    rows = [
        ("HTML, text and .eml, ms", printing),
        ("the same from Markdown on, ms", composing + printing),
    ]
    title = f"Newsletter: mail of {items} items"
    return [
        "",
        _row(title, "ratio", "target", "mail", "Markdown"),
        *(
            _compare(name, spent / converting, 3, *_milliseconds(spent, converting))
            for name, spent in rows
        ),
    ]


def drafts(
    items: int,
    cold: Cost,
    *,
    drafting: tuple[Cost, float],
    reading: tuple[Cost, float],
) -> list[str]:
    """Compare drafting an issue with reading all items."""
    (cost, inner), (other, inner_other) = drafting, reading
    most = 0.25 if items >= _MANY else None
    rows = [
        ("without imports, s", inner, inner_other, most),
        ("the whole command, s", cost.cpu, other.cpu, most),
        ("the same without an index, s", cold.cpu, other.cpu, None),
    ]
    return [
        "",
        _row(f"Newsletter: draft, {items:,} items", "ratio", "target", "issue new",
             "read all"),
        *(_compare(name, a / b, most, f"{a:.2f}", f"{b:.2f}") for name, a, b, most in rows),
    ]  # fmt: skip


_FLAT = 1.25
"""What grows with the size of a site is far above; what does not varies less."""

_MANY = 48_000
"""Items from which on a draft must cost a quarter of reading; with few, imports count."""


def _milliseconds(*spent: float) -> list[str]:
    return [f"{seconds * 1000:.1f}" for seconds in spent]


def _compare(name: str, ratio: float, most: float | None, *cells: str) -> str:
    return _row(name, f"{ratio:.2f}", _target(ratio, most), *cells)


def stages(found: Sequence[Stage]) -> list[str]:
    """Say where the time went, under a profiler that makes all calls dearer."""
    whole = found[0].seconds
    return [
        "",
        _row("Where the time goes (cProfile)", "%", "", "s", "calls"),
        *(
            _row(
                stage.name,
                f"{stage.seconds / whole * 100:.1f}",
                "",
                f"{stage.seconds:.2f}",
                "" if stage.calls is None else f"{stage.calls:,}",
            )
            for stage in found
        ),
    ]


def _row(name: str, *cells: str) -> str:
    widths = (7, 10, 10, 10)
    made = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{name:<40}{made}".rstrip()


def _target(ratio: float, most: float | None) -> str:
    if most is None:
        return ""
    return f"<= {most:g} {'' if ratio <= most else '!'}".rstrip()


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
