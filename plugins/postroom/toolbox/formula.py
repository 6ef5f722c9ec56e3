"""A formula in MathML becomes a line, as one types it: `x = (a + b)/2`, `x²`, `1/3`."""

import re
from collections.abc import Sequence

from lxml import html

_FORMS = {
    "mfrac": "{}/{}",
    "mover": "{}^{}",
    "mroot": "{}^(1/{})",
    "msub": "{}_{}",
    "msubsup": "{}_{}^{}",
    "msup": "{}^{}",
    "munder": "{}_{}",
    "munderover": "{}_{}^{}",
}
_UNBRACKETED = {
    "mfrac": (0, 1),
    **dict.fromkeys(("msub", "msubsup", "munder", "munderover"), (1,)),
}
"""The parts that may need no brackets even if they are several signs."""

_GROUPS = frozenset("math mpadded mrow mstyle semantics".split())
_SPACED = frozenset("+-−±×÷·=≠<>≤≥≈≡∈→⇒")
"""Signs with a space on both sides, unless they come first."""

_UNSEEN = dict.fromkeys(range(0x2061, 0x2065))
"""Signs that only programs need: function application, invisible times."""

_SCRIPTS = frozenset("mover msub msubsup msup munder munderover".split())
_LARGE = frozenset("∑∏∫∬∮⋃⋂")
_UNSAID = frozenset({"annotation", "annotation-xml", "mphantom", "none", "mprescripts"})
_RAISED = str.maketrans("0123456789+−-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_RAISABLE = re.compile(r"[+−-]?[0-9]{1,3}|n")
_ACCENTS = {"→": "\u20d7", "^": "\u0302", "¯": "\u0304", "~": "\u0303", "˙": "\u0307"}
"""What stands above one letter, and the sign that is written with it."""

_BARS = frozenset("_¯―‾")
"""Lines above letters; each of these gets its own."""

_PRIMES = frozenset("'′″‴⁗")


def write_formula(node: html.HtmlElement) -> str:
    """Write a formula, or a part of one, so that nothing of its meaning is lost."""
    if node.tag in _UNSAID:
        return ""
    if node.tag == "mspace":
        return _write_space(node)
    if node.tag == "mtable" and node.get("displaystyle") == "true":
        return "; ".join(map(_write_equation, node))
    parts = [write_formula(child) for child in node]
    form = _FORMS.get(node.tag, "")
    if form and len(parts) == form.count("{}"):
        return _write_form(node, form, parts)
    return _write_row(node, parts)


def _write_row(node: html.HtmlElement, parts: list[str]) -> str:
    children = list(node)
    said = " ".join((node.text or "").translate(_UNSEEN).split())
    is_behind_name = False
    for child, part in zip(children, parts, strict=True):
        if not part:  # such as the sign that a function is applied
            continue
        is_named = _is_name(child)
        is_apart = _is_apart(said, part, is_named=is_named, is_behind_name=is_behind_name)
        said += (" " if is_apart else "") + part + _behind(child)
        said += " " if _is_large(child) else ""
        is_behind_name = is_named
    if node.tag == "msqrt":
        return f"√{_bracket(_look_through(children), said)}"
    if node.tag == "mtr":
        return f"[{', '.join(parts)}]"
    if node.tag == "mtext":
        return f" {said} " if said or node.text else ""
    is_spaced = said in _SPACED and node.tag == "mo" and node.getprevious() is not None
    return f" {said} " if is_spaced else said


def _is_apart(said: str, part: str, *, is_named: bool, is_behind_name: bool) -> bool:
    """Whether what comes next would run into what was said: `sin x`, two and a third."""
    last, first = said[-1:], part[:1]
    if last.isdigit() and first.isdigit():
        return True
    if is_behind_name and last == ")":  # lim_(x → 0) (x + 1)
        return True
    is_word = is_named or is_behind_name
    return is_word and (last.isalnum() or last == ")") and (first.isalnum() or first == "√")


def _is_name(node: html.HtmlElement) -> bool:
    """Whether it is the name of a function, with or without limits."""
    while node.tag in _SCRIPTS and len(node):
        node = node[0]
    name = (node.text or "").strip()
    return node.tag in ("mi", "mo") and len(name) > 1 and name.isalpha()


def _write_space(node: html.HtmlElement) -> str:
    """Write a gap that sets things apart; nothing for one that pulls them together."""
    width = node.get("width") or ""
    return "" if not width or width.startswith(("-", "0em", "negative")) else " "


def _write_equation(row: html.HtmlElement) -> str:
    """Write one of several equations below each other; its cells are no terms."""
    return " ".join(" ".join(map(write_formula, row)).split())


def say_formula(node: html.HtmlElement, before: str = "") -> str:
    """Write a whole formula as one line.

    Args:
        node: The formula.
        before: What stands before it: behind a number, a number is kept apart.

    Returns:
        The line; empty if there is nothing in it.
    """
    said = " ".join(write_formula(node).split())
    return f" {said}" if before[-1:].isdigit() and said[:1].isdigit() else said


def _is_large(node: html.HtmlElement) -> bool:
    """Whether it is a sum, a product or an integral with limits."""
    return node.tag in _FORMS and len(node) > 1 and (node[0].text or "").strip() in _LARGE


def _behind(node: html.HtmlElement) -> str:
    return "" if (node.tail or "").isspace() else node.tail or ""


def _write_form(node: html.HtmlElement, form: str, parts: list[str]) -> str:
    bare = [" ".join(part.split()) for part in parts]
    if node.tag == "msup" and _RAISABLE.fullmatch(bare[1]):
        return f"{_bracket(_look_through(node[:1]), bare[0])}{bare[1].translate(_RAISED)}"
    if node.tag == "msup" and set(bare[1]) <= _PRIMES:
        return f"{_bracket(_look_through(node[:1]), bare[0])}{bare[1]}"
    if node.tag == "mover" and bare[1] in _ACCENTS and len(bare[0]) == 1:
        return f"{bare[0]}{_ACCENTS[bare[1]]}"
    if node.tag == "mover" and bare[1] in _BARS and bare[0].isalnum():
        return "".join(f"{letter}\u0305" for letter in bare[0])
    if node.tag == "mfrac" and (node.get("linethickness") or "") in ("0", "0px"):
        return f"{bare[0]} over {bare[1]}"
    whole = [_bracket(_look_through([c]), part) for c, part in zip(node, bare, strict=True)]
    for place in _UNBRACKETED.get(node.tag, ()):
        if bare[place].isalnum() and _is_clear(node, place):
            whole[place] = bare[place]
    return form.format(*whole)


def _look_through(nodes: Sequence[html.HtmlElement]) -> html.HtmlElement | None:
    """The one element that says all; None if several do."""
    said = [node for node in nodes if node.tag not in _UNSAID]
    if len(said) != 1:
        return None
    return _look_through(said[0]) if said[0].tag in _GROUPS else said[0]


def _is_clear(node: html.HtmlElement, place: int) -> bool:
    """Whether several signs say without brackets that they belong together."""
    if node.tag != "mfrac":
        return not any(node[place].iter(*_FORMS))  # an index: a_ij
    inner = _look_through([node[place]])
    return place == 0 or (inner is not None and inner.tag == "msup")  # ab/c²


def _bracket(node: html.HtmlElement | None, part: str) -> str:
    """Set brackets around what is not one sign, word or number, unless it has them."""
    is_word = node is not None and not len(node) and _is_word(node, part)
    return part if len(part) == 1 or is_word or _is_bracketed(part) else f"({part})"


def _is_word(leaf: html.HtmlElement, part: str) -> bool:
    return part.isalnum() or (leaf.tag in ("mi", "mn") and part != "" and " " not in part)


def _is_bracketed(part: str) -> bool:
    """Whether brackets around a part belong together."""
    if not (part.startswith("(") and part.endswith(")")):
        return False
    depth = 0
    for position, sign in enumerate(part):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return position == len(part) - 1
    return False
