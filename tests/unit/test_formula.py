"""A formula is typed in one line: nothing of what it says is lost, nothing is added."""

import pytest
from lxml import html

from postroom.toolbox.formula import say_formula

A = "<mo>(</mo><mi>a</mi><mo>)</mo>"
AB = "<mrow><mi>a</mi><mi>b</mi></mrow>"
SAID = {
    "a product below a line is not a fraction and a factor": (
        "<mfrac><mn>1</mn><mrow><mn>2</mn><mi>x</mi></mrow></mfrac>",
        "1/(2x)",
    ),
    "a fraction and a factor": (
        "<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>x</mi>",
        "1/2x",
    ),
    "a power of a product": (f"<msup>{AB}<mn>2</mn></msup>", "(ab)²"),
    "a power that is a product": (f"<msup><mi>e</mi>{AB}</msup>", "e^(ab)"),
    "a power of a power": (
        "<msup><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><mn>3</mn></msup>",
        "(x²)³",
    ),
    "a root of a product": (f"<msqrt>{AB}</msqrt>", "√(ab)"),
    "a root of a product without a group": ("<msqrt><mi>a</mi><mi>b</mi></msqrt>", "√(ab)"),
    "a root of a root": (
        "<msqrt><mrow><msqrt><mn>16</mn></msqrt></mrow></msqrt>",
        "√(√16)",
    ),
    "an index of several letters": (
        "<msub><mi>a</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>",
        "a_ij",
    ),
    "words and numbers in groups": (
        "<mfrac><mrow><mrow><mi>sin</mi></mrow></mrow><mstyle><mn>2.5</mn></mstyle></mfrac>",
        "sin/2.5",
    ),
    "powers in a fraction": (
        "<mfrac><msup><mi>a</mi><mn>2</mn></msup><msup><mi>b</mi><mn>2</mn></msup></mfrac>",
        "a²/b²",
    ),
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
    "the name of a function stands apart": (
        "<mn>2</mn><mi>sin</mi><mi>x</mi><mo>+</mo><msup><mi>cos</mi><mn>2</mn></msup>"
        "<mo>\u2061</mo><mi>y</mi><mo>+</mo><mi>f</mi><mi>tan</mi><mo>(</mo><mi>z</mi>"
        "<mo>)</mo>",
        "2 sin x + cos² y + f tan(z)",
    ),
    "a limit stands apart from what it is of": (
        "<msub><mo>lim</mo><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></msub><mfrac><mrow>"
        "<mi>sin</mi><mi>x</mi></mrow><mi>x</mi></mfrac>",
        "lim_(x → 0) (sin x)/x",
    ),
    "a derivative": (
        "<msup><mi>f</mi><mi>′</mi></msup><mo>(</mo><mi>x</mi><mo>)</mo>",
        "f′(x)",
    ),
    "a line above letters": (
        "<mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>―</mo></mover>",
        "A\u0305B\u0305",
    ),
    "a number and its unit": (
        "<mn>5</mn><mtext>\u00a0</mtext><mi>k</mi><mi>m</mi>",
        "5 km",
    ),
    "a gap sets things apart": (
        '<mi>f</mi><mspace width="0.167em"></mspace><mi>d</mi><mi>x</mi>',
        "f dx",
    ),
    "one that pulls them together does not": (
        '<mi>f</mi><mspace width="-0.167em"></mspace><mspace width="negativethinmathspace">'
        "</mspace><mi>x</mi>",
        "fx",
    ),
    "equations below each other": (
        '<mtable displaystyle="true"><mtr><mtd><mi>a</mi></mtd><mtd><mi></mi><mo>=</mo>'
        "<mi>b</mi></mtd><mtd><mtext>(1)</mtext></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd>"
        "<mi></mi><mo>=</mo><mi>d</mi></mtd></mtr></mtable>",
        "a = b (1); c = d",
    ),
    "a matrix": (
        "<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd>"
        "<mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo>",
        "([1, 0][0, 1])",
    ),
}


@pytest.mark.parametrize(("mathml", "expected"), SAID.values(), ids=SAID.keys())
def test_a_formula_is_one_line(mathml, expected):
    math = html.fragment_fromstring(f"<math>{mathml}</math>")

    assert say_formula(math) == expected
