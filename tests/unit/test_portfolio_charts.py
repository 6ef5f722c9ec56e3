"""The drawings of a portfolio: to scale, told apart without colour, letters that stay."""

import re
from fractions import Fraction

import pytest
from lxml import etree, html
from markupsafe import Markup
from tests.factories import a_group
from tests.unit.holdings import portfolio

from postroom.portfolio.charts import (
    SEGMENTS,
    Drawing,
    draw_months,
    draw_offers,
    draw_shares,
    draw_swatch,
    parts_of,
)
from postroom.portfolio.figures import reckon
from postroom.portfolio.holdings import Holding, Month, OfferTally
from postroom.toolbox.templates import Templates

MADE = portfolio()
TEMPLATE = Templates().read("portfolio/page.html")
NAMED = Drawing("some", "A title & more", "What <it> shows.")


def parsed(drawn: Markup) -> etree._Element:
    return html.fragment_fromstring(str(drawn))


def words(drawn: Markup) -> list[str]:
    return [text.text_content() for text in parsed(drawn).iter("text")]


def rects(drawn: Markup, kind: str) -> list[tuple[float, float]]:
    """Where the bars of a kind begin, and how long they are, in percent."""
    found = parsed(drawn).iterfind(f".//rect[@class='{kind}']")
    return [(_percent(rect.get("x")), _percent(rect.get("width"))) for rect in found]


def _percent(length: str) -> float:
    return float(length.removesuffix("%"))


def months(count: int, **counts: int) -> list[Month]:
    facts = {"offered": 0, "published": 0, "replies": 0} | counts
    known = reckon(
        (), (), since=MADE.period.since.replace(year=2000), until=MADE.period.until
    )
    return [Month(month.first, is_whole=True, **facts) for month in known.months[:count]]


def holding(name: str = "Humber", share: Fraction | None = None, **counts: int) -> Holding:
    return Holding("humber", name, "association", OfferTally(**counts), share)


DRAWN = {
    "shares": draw_shares(NAMED, MADE.kinds),
    "offers": draw_offers(NAMED, MADE.groups),
    "months": draw_months(NAMED, MADE.months),
}


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN.keys())
def test_every_drawing_is_a_picture_with_a_name_and_a_description(drawn):
    svg = etree.fromstring(str(drawn))

    said = [svg.find(f".//*[@id='{id_}']") for id_ in svg.get("aria-labelledby").split()]
    assert svg.get("role") == "img"
    assert [(part.tag, part.text) for part in said] == [
        ("title", "A title & more"),
        ("desc", "What <it> shows."),
    ]


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN.keys())
def test_letters_keep_their_size_at_every_width(drawn):
    lengths = re.findall(r'\b(?:x|y|x1|y1|x2|y2|cx|cy|width|height)="([^"]+)"', drawn)
    bare = [length for length in lengths if not re.fullmatch(r"-?[\d.]+(%|em)", length)]

    assert "viewBox" not in drawn
    assert "font-size" not in drawn
    assert set(bare) <= {"6", "2.5", "3"}  # of the patterns


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN.keys())
def test_nothing_lies_outside_the_drawing(drawn):
    svg = parsed(drawn)
    high = float(svg.get("height").removesuffix("em"))

    for part in svg.iter("text", "rect", "line", "circle"):
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= _percent(part.get(name, "0%").removesuffix("%")) <= 100
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(part.get(name, "0em").removesuffix("em")) <= high
        if part.tag == "rect" and part.get("x"):
            assert _percent(part.get("x")) + _percent(part.get("width")) <= 100.01


# shares


def test_a_bar_is_as_long_as_its_share_of_the_frame():
    drawn = draw_shares(NAMED, MADE.groups)

    assert rects(drawn, "whole") == [(0, 100)] * 5
    assert rects(drawn, "accent") == [(0, 60), (0, 20), (0, 20)]


def test_a_bar_has_its_name_and_its_numbers():
    assert words(draw_shares(NAMED, MADE.groups))[:4] == [
        *("Humber Engineers", "3, 60%"),
        *("Sing Out & Sons, Harehills", "1, 20%"),
    ]


def test_a_kind_without_a_group_is_an_empty_place():
    drawn = DRAWN["shares"]

    assert words(drawn)[-6:] == [
        *("alumni", "no group", "faith", "no group", "neighbourhood", "no group"),
    ]
    assert len(rects(drawn, "whole none")) == 3


def test_nothing_published_is_drawn_as_empty_frames():
    drawn = draw_shares(NAMED, [holding()])

    assert words(drawn) == ["Humber", "0, –"]
    assert rects(drawn, "accent") == []


def test_a_long_name_is_cut_in_a_narrow_window_only():
    drawn = draw_shares(NAMED, [holding("The Forum of Newsletter Editors and More")])

    name = parsed(drawn).find(".//text")
    assert name.text == "The Forum of Newsletter E"
    assert [(part.get("class"), part.text) for part in name] == [
        ("more", "ditors and More"),
        ("less", "…"),
    ]


def test_an_endless_name_ends():
    drawn = draw_shares(NAMED, [holding("long " * 40)])

    assert len(words(drawn)[0]) <= 60 + len("…")


# offers


def test_what_became_of_offers_lies_end_to_end():
    tally = OfferTally(offered=10, accepted=7, declined=2, appeared=4)

    drawn = draw_offers(NAMED, [holding(**vars(tally))])

    assert parts_of(tally) == (4, 3, 2, 1)
    assert [rects(drawn, kind)[0] for kind, _ in SEGMENTS] == [
        *((0, 40), (40, 30), (70, 20), (90, 10)),
    ]
    assert words(drawn) == ["Humber", "10 offered", "4", "3", "2", "1"]


def test_bars_of_offers_share_one_scale():
    drawn = draw_offers(NAMED, [holding(offered=8), holding(offered=2), holding()])

    assert rects(drawn, "unanswered") == [(0, 100), (0, 25)]
    assert words(drawn)[-1] == "0 offered"


def test_a_part_too_narrow_for_its_number_has_none():
    drawn = draw_offers(NAMED, [holding(offered=100, declined=2)])

    assert words(drawn) == ["Humber", "100 offered", "98"]


def test_no_two_fates_look_alike_without_colour():
    style = TEMPLATE.partition("rect.appeared{")[2]
    fills = re.findall(r"rect\.(\w+)\{fill:([^}]+)\}", "rect.appeared{" + style)

    assert dict(fills) == {
        "appeared": "var(--accent)",
        "coming": "url(#hatch)",
        "declined": "url(#dots)",
        "unanswered": "var(--paper)",
    }
    assert [name for name, _ in fills] == [kind for kind, _ in SEGMENTS]
    for pattern in ("hatch", "dots"):
        assert DRAWN["offers"].count(f'<pattern id="{pattern}"') == 1


def test_a_swatch_shows_one_fate_and_is_not_read_out():
    assert draw_swatch("declined") == (
        '<svg class="swatch" aria-hidden="true" width="1.6em" height=".9em">'
        '<rect class="declined" width="100%" height="100%"/></svg>'
    )


# months


def test_a_month_has_a_column_a_dot_and_both_numbers():
    drawn = draw_months(NAMED, months(2, published=3, replies=1240))

    assert words(drawn) == [
        *("Published", "3", "3"),
        *("Nov", "2000", "Dec"),
        *("Replies", "1,240", "1,240"),
    ]
    assert rects(drawn, "accent") == [(10, 30), (60, 30)]
    assert [dot.get("cx") for dot in parsed(drawn).iter("circle")] == ["25%", "75%"]


def test_an_idle_month_says_so_and_one_that_is_not_over_does_not():
    idle, begun = months(2)
    drawn = draw_months(NAMED, [idle, Month(begun.first, is_whole=False, **COUNTS)])

    assert words(drawn).count("0") == 2
    assert list(parsed(drawn).iter("circle")) == []


COUNTS = {"offered": 0, "published": 0, "replies": 0}

ROWS = {
    "thirteen months fit": (13, 9, 1),
    "a year more does not": (25, 9, 2),
    "nor do long numbers": (13, 123_456, 3),
    "a hundred years": (300, 1, 24),
}


@pytest.mark.parametrize(("count", "most", "rows"), ROWS.values(), ids=ROWS.keys())
def test_many_months_stand_in_rows(count, most, rows):
    drawn = draw_months(NAMED, months(count, replies=most))

    assert words(drawn).count("Published") == rows
    assert len(list(parsed(drawn).iter("circle"))) == count


def test_years_stand_where_they_begin():
    years = [word for word in words(DRAWN["months"]) if word.startswith("20")]

    assert years == ["2025", "2026"]


def test_the_same_figures_give_the_same_drawing():
    again = portfolio()

    assert draw_shares(NAMED, again.kinds) == DRAWN["shares"]
    assert draw_offers(NAMED, again.groups) == DRAWN["offers"]
    assert draw_months(NAMED, again.months) == DRAWN["months"]


def test_names_are_text_whatever_is_in_them():
    groups = (a_group("odd", name="<script>alert('x')</script> & \"Co\""),)
    made = reckon(groups, (), since=MADE.period.since, until=MADE.period.until)

    drawn = draw_shares(NAMED, made.groups)

    assert "<script" not in drawn
    assert words(drawn)[0].startswith("<script>alert('x')</scrip")
