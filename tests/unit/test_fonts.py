"""The fonts of the magazine have what its style sheet asks of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "templates/magazine/assets/postroom/magazine.css"
FACE = re.compile(r"url\((fonts/[^)]+)\).*?unicode-range: ([^;]+);")
FEATURES = {
    "oldstyle-nums": "onum",
    "lining-nums": "lnum",
    "tabular-nums": "tnum",
    "proportional-nums": "pnum",
    "all-small-caps": "smcp",
}
"""What CSS calls them, and what OpenType does."""

MOST_BYTES = 33_000


def faces() -> list[tuple[str, str]]:
    return FACE.findall(SHEET.read_text(encoding="utf-8"))


def open_font(name: str) -> TTFont:
    return TTFont(SHEET.parent / name)


def features_of(font: TTFont) -> set[str]:
    return {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def numbers_in(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.replace("U+", "").split(", "):
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_every_font_file_is_used_and_there():
    names = {name for name, _ in faces()}

    assert names == {f"fonts/{path.name}" for path in SHEET.parent.glob("fonts/*.woff2")}


@pytest.mark.parametrize(("name", "ranges"), faces())
def test_a_font_is_small_and_asked_only_for_what_it_may_have(name, ranges):
    letters = set(open_font(name).getBestCmap())

    assert (SHEET.parent / name).stat().st_size < MOST_BYTES
    assert letters - {0x20, 0xA0} <= numbers_in(ranges)


@pytest.mark.parametrize("cut", ["text", "italic", "title"])
def test_each_cut_has_figures_of_all_kinds_and_hyphens_that_hold(cut):
    font = open_font(f"fonts/postroom-serif-{cut}-latin.woff2")

    assert {"onum", "lnum", "pnum", "tnum"} <= features_of(font)
    assert {0x2011, 0x2013, 0x2014, 0x2019, 0x201E, 0x2026, 0x202F} <= set(
        font.getBestCmap()
    )


def test_what_the_sheet_turns_on_is_in_the_text_font():
    sheet = SHEET.read_text(encoding="utf-8")
    asked = {tag for name, tag in FEATURES.items() if name in sheet}

    assert asked == set(FEATURES.values())
    assert asked <= features_of(open_font("fonts/postroom-serif-text-latin.woff2"))
