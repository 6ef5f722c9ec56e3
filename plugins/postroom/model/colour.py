"""Two colours become their contrast; one becomes the nearest that can be read."""

import re
from functools import cache

LIGHT_PAPER, DARK_PAPER = "#fbf8f1", "#1d1a17"
"""What pages are printed on, by day and by night."""

LEAST = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3, AA)."""

_COLOUR = re.compile(r"#(?:([0-9a-f]{6})|([0-9a-f]{3}))", re.I)
_STEPS = 255
_LINEAR = 0.04045
"""Below this share of a part sRGB is a straight line (IEC 61966-2-1)."""


def spell_colour(text: str) -> str:
    """Write a colour as `#rrggbb`; raises `ValueError` if it is none."""
    found = _COLOUR.fullmatch(text.strip())
    if found is None:
        raise ValueError("write a colour as '#2f5d50'")
    return f"#{found[1] or ''.join(digit * 2 for digit in found[2])}".lower()


def contrast(colour: str, ground: str) -> float:
    """How well one shows on the other: from 1 to 21.

    Source:
        WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    dark, light = sorted(map(_luminance, (colour, ground)))
    return (light + 0.05) / (dark + 0.05)


@cache  # asked for on every line of every list
def make_readable(colour: str, ground: str, least: float = LEAST) -> str:
    """Mix as little black or white into a colour as lets it be read on a ground."""
    end = max((0, 255), key=lambda end: contrast(_mix(ground, end, 1), ground))
    mixes = (_mix(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next(mixed for mixed in mixes if contrast(mixed, ground) >= least)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in _parts(colour))
    red, green, blue = (
        s / 12.92 if s <= _LINEAR else ((s + 0.055) / 1.055) ** 2.4 for s in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: str, end: int, share: float) -> str:
    mixed = (round(part + (end - part) * share) for part in _parts(colour))
    return f"#{bytes(mixed).hex()}"
