"""A colour that cannot be read, as WCAG counts contrast, gets a near one that can."""

import pytest

from postroom.model.colour import (
    DARK_PAPER,
    LIGHT_PAPER,
    contrast,
    make_readable,
    spell_colour,
)
from postroom.model.options import Accent
from postroom.pages.plate import INKS


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_what_wcag_says(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("written", "expected"), [("#ABC", "#aabbcc"), (" #2F5d50 ", "#2f5d50")]
)
def test_a_colour_is_spelt_in_one_way(written, expected):
    assert spell_colour(written) == expected


@pytest.mark.parametrize("written", ["red", "#12", "#12345", "2f5d50", "", "#ggg", "#١٢٣"])
def test_what_is_no_colour_is_said_to_be_none(written):
    with pytest.raises(ValueError, match="write a colour as '#2f5d50'"):
        spell_colour(written)


@pytest.mark.parametrize("paper", [LIGHT_PAPER, DARK_PAPER])
@pytest.mark.parametrize(
    "colour", ["#ffff00", "#88bbaa", "#fbf8f1", "#1d1a17", "#000000", "#ffffff", "#808080"]
)
def test_every_colour_has_a_near_one_that_can_be_read(colour, paper):
    near = make_readable(colour, paper)

    assert contrast(near, paper) >= 4.5
    assert near == colour or contrast(near, paper) < 4.7
    assert make_readable(near, paper) == near


@pytest.mark.parametrize("ink", INKS, ids=lambda ink: ink.light)
def test_every_ink_of_ours_can_be_read_by_day_and_by_night(ink):
    assert contrast(ink.light, LIGHT_PAPER) >= 4.5
    assert contrast(ink.by_night, DARK_PAPER) >= 4.5


def test_a_colour_for_the_night_may_be_given_or_follows():
    assert Accent(light="#2f5d50", dark="#8FC3B1").by_night == "#8fc3b1"
    assert contrast(Accent(light="#2f5d50").by_night, DARK_PAPER) >= 6.5
