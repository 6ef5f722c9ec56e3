"""A formula is typed in one line: nothing of what it says is lost, nothing is added."""

import pytest
from lxml import html

from postroom.toolbox.formula import say_formula

A = "<mo>(</mo><mi>a</mi><mo>)</mo>"
SAID = {
    "two brackets beside each other are bracketed": (
        f"<msup><mrow>{A}{A}</mrow><mn>2</mn></msup>",
        "((a)(a))²",
    ),
    "one around another is enough": (
        f"<msup><mrow><mo>(</mo>{A}<mo>)</mo></mrow><mn>2</mn></msup>",
        "((a))²",
    ),
    "one that is never closed is bracketed": (
        f"<mfrac><mrow><mo>(</mo>{A}</mrow><mi>b</mi></mfrac>",
        "(((a))/b",
    ),
    "its source is not said": (
        "<semantics><mi>x</mi><annotation>\\mathit{x}</annotation></semantics>",
        "x",
    ),
    "what is not seen is not said": (
        "<mi>x</mi><mphantom><mi>y</mi></mphantom>",
        "x",
    ),
}


@pytest.mark.parametrize(("mathml", "expected"), SAID.values(), ids=SAID.keys())
def test_a_formula_is_one_line(mathml, expected):
    math = html.fragment_fromstring(f"<math>{mathml}</math>")

    assert say_formula(math) == expected
