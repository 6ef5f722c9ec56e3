"""How a paragraph stands on the page becomes its `w:pPr` element."""

from functools import lru_cache
from typing import NamedTuple

STEP = 425
"""How far in a list or a quote stands, in twentieths of a point: three quarters of a cm."""


class Shape(NamedTuple):
    """How one paragraph stands on the page; what is not said is as its style says."""

    style: str = ""
    """The id of a style; empty for "Normal"."""

    depth: int = 0
    """How many lists and quotes it stands in."""

    number: tuple[int, int] | None = None
    """Its level in a list, from 0, and the id of the list; None if it has no number."""

    align: str = ""
    """`center` or `right`."""

    is_rtl: bool = False
    is_kept: bool = False
    """Whether it stays on one page with the next paragraph."""

    is_loose: bool = False
    """Whether it keeps its distance to a paragraph of the same style."""

    has_rule: bool = False
    """Whether there is a thin line above it."""


_OWN_DEPTH = {"Quote": 1}
_RULE = (
    '<w:pBdr><w:top w:val="single" w:sz="4" w:space="10" w:color="808080"/></w:pBdr>',
    '<w:spacing w:before="480"/>',
)


def write_paragraph(runs: str, shape: Shape) -> str:
    """Write a paragraph."""
    return f"<w:p>{_properties(shape)}{runs}</w:p>"


@lru_cache(1024)
def _properties(shape: Shape) -> str:
    """Write what a shape says, in the order in which CT_PPr has it."""
    border, spacing = _RULE if shape.has_rule else ("", "")
    made = (
        f'<w:pStyle w:val="{shape.style}"/>' if shape.style else "",
        "<w:keepNext/>" if shape.is_kept else "",
        _number(shape.number) if shape.number else "",
        border,
        "<w:bidi/>" if shape.is_rtl else "",
        spacing,
        _indent(shape),
        '<w:contextualSpacing w:val="0"/>' if shape.is_loose else "",
        _align(shape) if shape.align else "",
        "<w:rPr><w:rtl/></w:rPr>" if shape.is_rtl else "",
    )
    said = "".join(made)
    return f"<w:pPr>{said}</w:pPr>" if said else ""


def _number(number: tuple[int, int]) -> str:
    level, list_id = number
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def _indent(shape: Shape) -> str:
    """Say how far in it stands, unless its style or its list says the same."""
    if shape.number:
        if shape.number[0] + 1 == shape.depth:
            return ""
        return f'<w:ind w:left="{shape.depth * STEP}" w:hanging="{STEP}"/>'
    if _OWN_DEPTH.get(shape.style, 0) == shape.depth:
        return ""
    return f'<w:ind w:left="{shape.depth * STEP}"/>'


def _align(shape: Shape) -> str:
    """Say where it is set; in Word, the left of a paragraph is where it begins."""
    if shape.align == "right":
        return f'<w:jc w:val="{"left" if shape.is_rtl else "right"}"/>'
    return '<w:jc w:val="center"/>'
