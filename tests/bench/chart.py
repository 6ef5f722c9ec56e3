"""Figures become a chart of bars: ratios that are read without script or colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _LEFT, _ROW, _BAR = 640, 170, 30, 14
_INK, _OURS, _THEIRS = "#7d766c", "#b4432b", "#a59b8c"


def draw_bars(
    title: str, groups: Mapping[str, Sequence[tuple[str, float]]], *, unit: str
) -> str:
    """Draw groups of bars; within a group the longest one is as long as there is room.

    Args:
        title: What the chart says, for those who do not see it.
        groups: By what is compared, the name and the ratio of each bar.
        unit: What a ratio of 1 is.
    """
    parts: list[str] = []
    top = 24
    for heading, bars in groups.items():
        parts.append(_text(0, top, heading, "600"))
        longest = max(ratio for _, ratio in bars)
        for name, ratio in bars:
            top += _ROW
            width = max(2, round((_WIDTH - _LEFT - 80) * ratio / longest))
            fill = _OURS if name.startswith("Postroom") else _THEIRS
            parts.append(_text(0, top, name))
            parts.append(
                f'<rect x="{_LEFT}" y="{top - 11}" width="{width}" height="{_BAR}" '
                f'fill="{fill}"/>'
            )
            parts.append(_text(_LEFT + width + 8, top, f"{ratio:.2g}"))
        top += _ROW + 14
    parts.append(_text(0, top, unit))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top + 12}" '
        f'role="img" font-family="Georgia, serif" font-size="14">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>\n"
    )


def _text(x: int, y: int, words: str, weight: str = "400") -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{_INK}" font-weight="{weight}">{escape(words)}</text>'
    )
