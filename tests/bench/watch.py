"""A watched build becomes conversions per post, or seconds per stage."""

from __future__ import annotations

import pstats
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .measure import run_python
from .sites import Bench

_PLACES = {
    "pages": "postroom/pages/render.py",
    "files": "postroom/engines/mkdocs/artefacts.py",
    "build": "mkdocs/commands/build.py",
    "utils": "mkdocs/utils/__init__.py",
}
_JINJA = "jinja2/environment.py"
_SEARCH = "material/plugins/search/plugin.py"

STAGES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("settings, plugins' imports", (("mkdocs/config/base.py", "load_config"),)),
    ("the theme's files", (("mkdocs/structure/files.py", "add_files_from_theme"),)),
    ("reading posts", (("postroom/reading/library.py", "read_library"),)),
    ("checks", (("postroom/checks.py", "check_edition"),
                ("postroom/checks.py", "check_targets"))),
    ("Markdown: converting", (("markdown/core.py", "convert"),)),
    ("Markdown: setting it up", (("markdown/core.py", "__init__"),)),
    ("fragments", (("postroom/fragments/clean.py", "make_fragment"),)),
    ("views, neighbours", (("postroom/edition/views.py", "list_views"),
                           ("postroom/edition/neighbours.py", "find_neighbours"))),
    ("post bodies", (("pages", "render_article"),)),
    ("bodies of lists", (("pages", "render_listing"), ("pages", "render_overview"),
                         ("pages", "render_feeds_page"), ("pages", "render_home"))),
    ("page heads", (("pages", "render_head"),)),
    ("page frames (theme's Jinja)", ((_JINJA, "render", "build", "_build_page"),)),
    ("404, sitemap", (("build", "_build_theme_template"),)),
    ("search", ((_SEARCH, "on_page_context"), (_SEARCH, "on_post_build"))),
    ("feeds", (("postroom/build.py", "_render_feed"),)),
    ("share pages", (("build.py", "_recall_share_page"),)),
    ("oEmbed", (("postroom/pages/metadata.py", "render_oembed"),)),
    ("cards", (("postroom/pages/card.py", "render_card"),)),
    ("writing", (("utils", "write_file"), ("utils", "copy_file"),
                 ("pathlib.py", "write_bytes", "files", "copy_file"),
                 ("pathlib.py", "mkdir", "files", "copy_file"))),
)  # fmt: skip
"""Each stage and its functions: file, name, and perhaps the file and name of the caller."""

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Stage:
    """What a part of the build took under the profiler; None when nothing was found."""

    name: str
    seconds: float
    calls: int | None


def count_conversions(site: Bench) -> tuple[int, int, float]:
    """How often an essay was converted: least, most, and on average."""
    out = site.folder / "conversions.txt"
    run_python(["-m", "tests.bench.inside", "count", str(site.config), str(out)], site)
    seen = Counter(map(int, out.read_text(encoding="ascii").split()))
    times = [seen[number] for number in range(site.plan.posts)]
    return min(times), max(times), sum(times) / len(times)


def profile_stages(site: Bench) -> list[Stage]:
    """Build under `cProfile` and sum up by stage; the whole comes first."""
    out = site.folder / "profile.pstats"
    run_python(["-m", "tests.bench.inside", "profile", str(site.config), str(out)], site)
    stats: Any = pstats.Stats(str(out))
    stages = [_sum_up(name, functions, stats.stats) for name, functions in STAGES]
    rest = stats.total_tt - sum(stage.seconds for stage in stages)
    stages.sort(key=lambda stage: -stage.seconds)
    return [
        Stage("everything", stats.total_tt, site.plan.posts),
        *stages,
        Stage("what is left", rest, None),
    ]


def _sum_up(
    name: str, functions: tuple[tuple[str, ...], ...], stats: Mapping[Key, Any]
) -> Stage:
    found = [entry for wanted in functions for entry in _find(wanted, stats)]
    if not found:
        return Stage(name, 0.0, None)
    return Stage(
        name, sum(seconds for _, seconds in found), sum(calls for calls, _ in found)
    )


def _find(wanted: tuple[str, ...], stats: Mapping[Key, Any]) -> list[tuple[int, float]]:
    """The calls and cumulative seconds of a function, or of its calls from one caller."""
    found = []
    for key, (_, calls, _, cumulative, callers) in stats.items():
        if not _matches(key, *wanted[:2]):
            continue
        if len(wanted) == 2:
            found.append((calls, cumulative))
            continue
        found += [(c[0], c[3]) for k, c in callers.items() if _matches(k, *wanted[2:])]
    return found


def _matches(key: Key, place: str, name: str) -> bool:
    path = key[0].replace("\\", "/")
    return key[2] == name and path.endswith(_PLACES.get(place, place))
