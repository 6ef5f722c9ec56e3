"""A table that is too wide for a telephone is a list of labelled lines there."""

import pytest
from lxml import html

from postroom.mail.tables import label_tables
from postroom.toolbox.trees import render_tree

NARROW = "<table><tr><th>Day</th><th>€</th></tr><tr><td>Monday</td><td>7</td></tr></table>"
LABEL = '<span class="l" style="display:none;mso-hide:all">'
LONG = "Donaudampfschifffahrtsgesellschaft"
WIDE = (
    f"<table><tr><th>Day</th><th>Who</th></tr><tr><td>{LONG}</td><td>Ines <b>O.</b></td>"
    "</tr></table>"
)
CASES = {
    "no table": ("<p>a</p>", "<p>a</p>"),
    "one that fits": (NARROW, NARROW),
    "one that does not": (
        WIDE,
        '<table class="w"><tr><th class="h">Day</th><th class="h">Who</th></tr><tr><td>'
        f"{LABEL}Day: </span>{LONG}</td><td>{LABEL}Who: </span>Ines "
        "<b>O.</b></td></tr></table>",
    ),
    "many columns": (
        f"<table><tr>{'<td>Words</td>' * 6}</tr></table>",
        f'<table class="w"><tr>{"<td>Words</td>" * 6}</tr></table>',
    ),
    "long lines of short words": (
        f"<table><tr><td>{'so it goes ' * 9}</td></tr></table>",
        f"<table><tr><td>{'so it goes ' * 9}</td></tr></table>",
    ),
    "a cell that spans two": (
        f"<table><tr><th>a</th><th>b</th></tr><tr><td colspan='2'>{LONG}s</td>"
        "</tr></table>",
        '<table class="w"><tr><th class="h">a</th><th class="h">b</th></tr><tr>'
        f'<td colspan="2">{LABEL}a: </span>{LONG}s</td></tr></table>',
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_becomes_of_a_table(text, expected):
    tree = html.fragment_fromstring(text, create_parent="div")
    before = render_tree(tree)

    assert render_tree(label_tables(tree)) == expected
    assert render_tree(tree) == before
