"""A formula in MathML becomes a line, as one types it: `x = (a + b)/2`."""

from postroom.fragments.story import Element

_FORMS = {
    "mfrac": "{}/{}",
    "mover": "{}^{}",
    "msub": "{}_{}",
    "msubsup": "{}_{}^{}",
    "msup": "{}^{}",
    "munder": "{}_{}",
    "munderover": "{}_{}^{}",
}
_SPACED = frozenset("+-−±×÷·=≠<>≤≥≈≡∈→⇒")
"""Signs with a space on both sides, unless they come first."""

_UNSEEN = dict.fromkeys(range(0x2061, 0x2065))
"""Signs that only programs need: function application, invisible times."""


def write_formula(node: Element) -> str:
    """Write a formula, or a part of one, so that nothing of its meaning is lost."""
    parts = [write_formula(child) for child in node]
    form = _FORMS.get(node.tag, "")
    if form and len(parts) == form.count("{}"):
        return form.format(*map(_bracket, parts))
    said = " ".join((node.text or "").translate(_UNSEEN).split()) + "".join(parts)
    if node.tag == "msqrt":
        return f"√{_bracket(said)}"
    if node.tag == "mtr":
        return f"[{', '.join(parts)}]"
    is_spaced = said in _SPACED and node.tag == "mo" and node.getprevious() is not None
    return f" {said} " if is_spaced else said


def _bracket(part: str) -> str:
    return part if len(part) == 1 or part.isalnum() else f"({part})"
