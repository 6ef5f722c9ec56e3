"""The example's communities: of many kinds, with a year of placements behind them."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

from tests.unit.test_docs import ROOT, example

from postroom.model.options import Options
from postroom.model.placement import Placement
from postroom.reading.groups import Partners, read_partners

GROUPS = ROOT / "content" / "groups"


@cache
def partners() -> Partners:
    """Everything that the example says of groups."""
    paths: list[Path] = sorted(GROUPS.rglob("*.yml"))
    return read_partners(
        (
            (path.relative_to(ROOT / "content").as_posix(), path.read_bytes())
            for path in paths
        ),
        folder="groups",
        posts=[manuscript.post for manuscript in example().manuscripts],
        issues=(),
        options=Options(),
        authors=None,
    )


def placements() -> list[Placement]:
    """What became of essays in communities; announcements are none."""
    announcing = {group.id for group in partners().groups if group.platform}
    return [p for p in partners().placements if p.group not in announcing]


def test_it_has_no_problem():
    assert partners().problems == ()


def test_it_has_six_communities_of_as_many_kinds():
    communities = [group for group in partners().groups if not group.platform]

    assert len(communities) >= 6
    assert len({group.kind for group in communities}) >= 6


def test_it_has_a_year_of_placements_and_essays_that_travelled():
    days = [step.date for placement in placements() for step in placement.steps]
    published = Counter(p.subject for p in placements() if p.published)

    assert len(placements()) >= 25
    assert max(days) - min(days) >= date(2026, 12, 1) - date(2025, 12, 1)
    assert sum(many > 1 for many in published.values()) >= 3


def test_everything_that_can_happen_has_happened():
    moves = {step.move for placement in placements() for step in placement.steps}

    assert moves == {
        *("offered", "reminded", "accepted", "declined", "published", "replied", "thanked")
    }


def test_no_editor_is_in_it():
    texts = [path.read_text(encoding="utf-8") for path in GROUPS.rglob("*.yml")]

    assert [text for text in texts if "@" in text.replace("social.example/@", "")] == []
