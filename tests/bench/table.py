"""Costs become one plain table: ratios first, since they do not depend on the machine."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from platform import python_version

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
    ]


def comparison(ours: tuple[Cost, Output], theirs: tuple[Cost, Output]) -> list[str]:
    """Compare two cold builds."""
    (cost, made), (their_cost, their_made) = ours, theirs
    rows = [
        ("wall time, s", cost.wall, their_cost.wall, 0.4),
        ("CPU time, s", cost.cpu, their_cost.cpu, 0.4),
        ("peak memory, MB", cost.peak, their_cost.peak, 1.0),
        ("files written", made.files, their_made.files, None),
        ("MB written", made.mb, their_made.mb, None),
    ]
    return [
        "",
        _row("Cold build", "ratio", "target", "Postroom", "Material"),
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
    return f"{name:<32}{made}".rstrip()


def _target(ratio: float, most: float | None) -> str:
    if most is None:
        return ""
    return f"<= {most:.1f} {'' if ratio <= most else '!'}".rstrip()


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
