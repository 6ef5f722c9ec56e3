"""A portfolio as it is read: a page for a browser, a report for a terminal, JSON."""

import json
import re
from datetime import date
from fractions import Fraction

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.factories import a_group, a_placement, a_step
from tests.unit.holdings import GROUPS, PLACEMENTS, SINCE, TITLES, UNTIL, nothing, portfolio

from postroom.portfolio.figures import reckon
from postroom.portfolio.holdings import Portfolio
from postroom.portfolio.json import render_json
from postroom.portfolio.page import render_portfolio
from postroom.portfolio.report import WIDTH, render_report
from postroom.portfolio.wording import decimal, fit, number, percent, suggest, sum_up
from postroom.toolbox.templates import Templates
from postroom.toolbox.wrap import width_of

TEMPLATES = Templates()
FACE = TEMPLATES.read("portfolio/face.css").strip()
SEEN = re.compile(r"\s+")


def render(made: Portfolio) -> bytes:
    return render_portfolio(made, TITLES, site_name="The Long Table", templates=TEMPLATES)


PAGES = {"a portfolio": render(portfolio()), "nothing": render(nothing())}


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def page(request) -> html.HtmlElement:
    """The page of some figures and of none."""
    return html.document_fromstring(request.param)


def said(element: html.HtmlElement) -> str:
    return SEEN.sub(" ", element.text_content()).strip()


def table(name: str) -> list[list[str]]:
    """The rows of a table of the page, by the id of its section."""
    whole = html.document_fromstring(PAGES["a portfolio"])
    found = whole.find(f".//caption[@id='{name}-table']").getparent()
    return [[said(cell) for cell in row] for row in found.iter("tr")]


# the page


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES.keys())
def test_it_is_html_without_a_mistake(made):
    html5lib.HTMLParser(strict=True).parse(made.decode())


def test_it_is_what_it_was(golden):
    for name, made in (("page", "a portfolio"), ("nothing", "nothing")):
        known = PAGES[made].replace(FACE.encode(), b"/* face.css */\n")
        golden(f"portfolio/{name}.html", known)


def test_it_asks_nobody_for_anything(page):
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")

    assert policy.startswith("default-src 'none'; ")
    assert page.find(".//meta[@name='robots']").get("content") == "noindex"
    for tag in ("script", "link", "img", "iframe", "a", "form", "base"):
        assert list(page.iter(tag)) == []
    assert "url(http" not in html.tostring(page, encoding="unicode")
    assert "@import" not in html.tostring(page, encoding="unicode")


def test_every_drawing_is_followed_by_its_numbers(page):
    for svg in page.iterfind(".//svg[@role='img']"):
        section = svg.getparent()
        assert section.tag == "section"
        assert len(section.findall(".//table")) == 1
        assert section.index(svg) < section.index(section.find("div"))


def test_every_table_tells_what_its_cells_are(page):
    tables = list(page.iter("table"))

    assert tables
    for found in tables:
        box = found.getparent()
        heads = found.findall("thead/tr/th")
        assert found[0].tag == "caption"
        assert {head.get("scope") for head in heads} == {"col"}
        assert (box.get("tabindex"), box.get("role")) == ("0", "region")
        assert box.get("aria-labelledby") == found[0].get("id")
        for row in found.iterfind(".//tbody/tr"):
            assert row[0].get("scope") == "row"
            assert len(row) == len(heads)


def test_every_id_is_there_once(page):
    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids))
    for attribute in ("aria-labelledby", "aria-describedby"):
        for names in page.xpath(f"//@{attribute}"):
            assert set(names.split()) <= set(ids)


def test_the_tables_say_what_the_drawings_show():
    assert table("kinds")[:2] == [
        ["Kind", "Groups", "Placements", "Share", "Replies", "Per placement"],
        ["association", "1", "3", "60%", "63", "21.0"],
    ]
    assert table("kinds")[-1] == ["All", "5", "5", "", "72", "14.4"]
    assert table("groups")[2] == [
        *("Sing Out & Sons, Harehills", "1", "20%", "7", "7.0", "hobby"),
    ]
    assert table("offers")[3] == [
        "The Forum of Newsletter Editors and Their Hyphens",
        *("2", "1", "0", "1", "0", "100%", "50%", "29.0"),
    ]
    assert table("months")[4] == ["February 2026", "1", "1", "40"]
    assert table("months")[-2] == ["November 2026, in part", "1", "0", "0"]
    assert table("travels")[1] == ["The forty letters", "3", "28"]
    assert table("platforms")[1] == ["The Wall", "1", "3"]


def test_titles_are_text_whatever_is_in_them():
    made = PAGES["a portfolio"].decode()

    assert "Give &lt;before&gt; you ask" in made
    assert "<before>" not in made


def test_a_site_may_have_a_page_of_its_own(tmp_path):
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "portfolio/page.html").write_text("{{ summary }}", encoding="utf-8")

    made = render_portfolio(
        nothing(), {}, site_name="Mine", templates=Templates([tmp_path])
    )

    assert made.decode() == sum_up(nothing())


def test_the_order_in_which_files_are_read_is_of_no_importance():
    turned = reckon(reversed(GROUPS), reversed(PLACEMENTS), since=SINCE, until=UNTIL)

    assert render(turned) == PAGES["a portfolio"]


# the report


def test_the_report_is_what_it_was(golden):
    golden("portfolio/report.txt", render_report(portfolio(), TITLES).encode())
    golden("portfolio/nothing.txt", render_report(nothing(), TITLES).encode())


def test_the_figures_for_programs_are_what_they_were(golden):
    golden("portfolio/figures.json", render_json(portfolio(), TITLES).encode())


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")))


@given(
    st.lists(NAMES.filter(lambda name: name.strip()), min_size=1, max_size=4),
    st.sampled_from([0, 7, 1_000_000]),
    st.integers(0, 40),
)
def test_no_line_of_the_report_is_too_long(names, replies, more_months):
    groups = [a_group(f"group{n}", name=name) for n, name in enumerate(names)]
    placed = [
        a_placement(a_step("published", group=group.id), a_step(group=group.id, **again))
        for group in groups
        for again in [{"move": "replied", "replies": replies}]
    ]
    until = date(2026 + more_months // 12, more_months % 12 + 1, 28)
    made = reckon(groups, placed, since=date(2025, 12, 1), until=until)

    lines = render_report(made, {"post/aaaa": names[0]}).splitlines()

    assert max(map(width_of, lines)) <= WIDTH


def test_columns_stand_below_each_other():
    lines = render_report(portfolio(), TITLES).splitlines()
    start = lines.index("By group") + 2

    block = lines[start : start + 7]

    assert {width_of(line) for line in block} == {WIDTH}
    assert block[1].startswith("Humber Engineers ")
    assert block[3].startswith("The Forum of Newsletter Edito")
    assert block[-1].startswith("all ")


# words and numbers

NUMBERS = {
    "a number": (number(1240), "1,240"),
    "a part": (percent(Fraction(1, 3)), "33%"),
    "half a percent is one": (percent(Fraction(1, 200)), "1%"),
    "less is none": (percent(Fraction(1, 201)), "0%"),
    "all": (percent(Fraction(1)), "100%"),
    "no part": (percent(None), "–"),
    "a decimal": (decimal(Fraction(13, 3)), "4.3"),
    "a half rounds up": (decimal(Fraction(1, 4)), "0.3"),
    "a whole decimal": (decimal(Fraction(1240)), "1,240.0"),
    "no decimal": (decimal(None), "–"),
    "a name that fits": (fit("Humber", 6), "Humber"),
    "a name that does not": (fit("Humber Engineers", 8), "Humber…"),
    "a name of wide letters": (fit("読書会の読書会", 8), "読書会…"),
}


@pytest.mark.parametrize(("written", "expected"), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers_are_written_the_same_everywhere(written, expected):
    assert written == expected


def made_of(*steps: dict, groups: tuple = ()) -> Portfolio:
    """Figures of March and April 2026: each step on its own about one post."""
    placements = [
        a_placement(*(a_step(post=f"post{n}", **step) for step in story))
        for n, story in enumerate(steps)
    ]
    known = groups or tuple(a_group(f"g{n}", name=f"G{n}", kind=k) for n, k in KINDS)
    return reckon(known, placements, since=date(2026, 3, 1), until=date(2026, 4, 30))


KINDS = tuple(
    enumerate("association alumni employer faith hobby neighbourhood online".split())
)


def published(group: int, replies: int = 0) -> list[dict]:
    return [{"group": f"g{group}", "move": "published", "replies": replies}]


def declined(group: int) -> list[dict]:
    return [{"group": f"g{group}", "move": move} for move in ("offered", "declined")]


EVERYBODY = [[{"group": f"g{n}", "move": "offered", "day": 59}] for n, _ in KINDS]
EVENLY = [published(n, 2) for n, _ in KINDS]

ADVICE = {
    "all is well": ([*EVERYBODY, *EVENLY], ["Nothing stands out."]),
    "half with one group": (
        [*EVERYBODY, *(published(n, 2) for n in (0, 0, 1, 2))],
        [
            "Half of the placements (2 of 4) are with one group, G0: a single event could "
            "end them."
        ],
    ),
    "all with one group": (
        [*EVERYBODY, *(published(0, 2) for _ in range(3))],
        [
            "All of the placements (3 of 3) are with one group, G0: a single event could "
            "end them."
        ],
    ),
    "too few to tell": (
        [*EVERYBODY, published(0, 2), published(0, 2)],
        ["Nothing stands out."],
    ),
    "one that always says no": (
        [*EVERYBODY[1:], *EVENLY, *(declined(0) for _ in range(3))],
        ["G0 declined all 3 offers that it answered: ask what it would print."],
    ),
    "one that never was asked": (
        [*EVERYBODY[1:], *EVENLY],
        ["G0 was never offered anything."],
    ),
    "one that owes an answer": (
        [*EVERYBODY, *EVENLY, [{"group": "g6", "move": "offered", "day": 10}]],
        ["G6 has not answered the offer of 10 March 2026."],
    ),
    "one that owes two": (
        [
            *(*EVERYBODY, *EVENLY),
            *([{"group": "g6", "move": "offered", "day": day}] for day in (12, 10)),
        ],
        ["G6 has not answered 2 offers, the oldest of 10 March 2026."],
    ),
    "readers who write": (
        [*EVERYBODY, *EVENLY[1:], published(0, 9)],
        [
            "The readers of G0 write most: 9.0 replies a placement, against 3.0 over all.",
        ],
    ),
    "nothing for months": (
        EVERYBODY,
        ["No placement appeared for 2 months, from March 2026 to April 2026."],
    ),
}


@pytest.mark.parametrize(("steps", "expected"), ADVICE.values(), ids=ADVICE.keys())
def test_it_suggests_what_the_figures_say(steps, expected):
    assert list(suggest(made_of(*steps))) == expected


def test_many_groups_of_one_kind_are_one_kind():
    groups = tuple(a_group(f"g{n}", name=f"G{n}", kind="faith") for n in range(3))

    advice = suggest(made_of(*(published(n, 2) for n in range(3)), groups=groups))

    assert advice[:2] == (
        "All of the placements (3 of 3) are with groups of one kind, faith.",
        "There is no association, alumni, employer, hobby, neighbourhood or online group "
        "yet.",
    )


SUMS = {
    "nothing happened": (
        [],
        "From 1 March 2026 to 30 April 2026, nothing was offered. Nothing was published.",
    ),
    "nobody answered": (
        EVERYBODY[:2],
        "From 1 March 2026 to 30 April 2026, 2 offers went to 2 of 7 groups; 0 got an "
        "answer. Nothing was published.",
    ),
    "one of each": (
        [[*declined(1)], [{"group": "g1", "move": "offered"}, *published(1, 1)]],
        "From 1 March 2026 to 30 April 2026, 2 offers went to 1 of 7 groups; 2 got an "
        "answer, 1 a yes. 1 placement appeared with 1 group of 1 kind, and 1 reply came, "
        "1.0 a placement. That is as spread as over 1.0 equal groups, or 1.0 equal kinds.",
    ),
}


@pytest.mark.parametrize(("steps", "expected"), SUMS.values(), ids=SUMS.keys())
def test_all_of_it_in_a_sentence(steps, expected):
    assert sum_up(made_of(*steps)) == expected


def test_no_group_at_all_is_said():
    assert sum_up(nothing()) == (
        "From 1 November 2025 to 28 November 2026, there was no group to offer anything "
        "to. Nothing was published."
    )
    assert suggest(nothing()) == (
        "Describe the first group: who would print what you wrote?",
    )


def test_programs_read_parts_as_numbers_and_nothing_as_null():
    told = json.loads(render_json(portfolio(), TITLES))

    assert told["groups"][0]["share"] == 0.6
    assert told["groups"][1]["answer_rate"] is None
    assert told["travels"][1]["title"] == "Give <before> you ask"
