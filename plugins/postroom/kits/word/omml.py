"""A formula in MathML becomes one of Word's own, which editors can change.

Source:
    ECMA-376, part 1, 22.1 (OMML); MathML Core.
"""

from collections.abc import Callable

from postroom.fragments.story import Element
from postroom.kits.word.xml import escape

_LARGE = frozenset("∑∏∫∬∮⋃⋂")
_LIMITS = "∑∏⋃⋂"
_UNSAID = frozenset({"none", "mphantom", "mprescripts", "mspace"})
_KNOWN = (
    frozenset(
        "menclose mfrac mi mmultiscripts mn mo mover mpadded mroot mrow msqrt mstyle msub"
        " msubsup msup mtable mtd mtext mtr munder munderover".split()
    )
    | _UNSAID
)


def is_formula(math: Element) -> bool:
    """Whether there is something in it, and nothing but signs of formulas."""
    return bool(math.text_content().strip()) and all(
        node.tag in _KNOWN for node in math.iterdescendants()
    )


def write_formula(math: Element) -> str:
    """Write a formula; one that is a block stands in a paragraph of its own."""
    made = f'<m:oMath xmlns:m="{_NAMESPACE}">{_write_all(math)}</m:oMath>'
    if math.get("display") != "block":
        return made
    return f'<m:oMathPara xmlns:m="{_NAMESPACE}">{made}</m:oMathPara>'


_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _write_all(node: Element) -> str:
    """Write what an element holds; a large sign takes in what follows it."""
    children = list(node)
    made = _run(node.text, node)
    for position, child in enumerate(children):
        if _is_large(child):
            rest = "".join(map(_write_with_tail, children[position + 1 :]))
            return made + _write_large(child, _run(child.tail, node) + rest)
        made += _write_with_tail(child)
    return made


def _write_with_tail(node: Element) -> str:
    return _write(node) + _run(node.tail, node.getparent())


def _write(node: Element) -> str:
    writer = _WRITERS.get(node.tag)
    if node.tag in _UNSAID:
        return ""
    needed = _CHILDREN.get(node.tag, 0)
    if writer is None or (needed and len(node) != needed):
        return _write_all(node)
    return writer(node)


def _run(text: str | None, node: Element) -> str:
    said = " ".join((text or "").split())
    if node.tag == "mtext":
        said = f" {said} " if said else ""
    if not said:
        return ""
    upright = (
        "" if node.tag == "mi" and len(said) == 1 else '<m:rPr><m:sty m:val="p"/></m:rPr>'
    )
    return f'<m:r>{upright}<m:t xml:space="preserve">{escape(said)}</m:t></m:r>'


def _part(name: str, node: Element) -> str:
    return f"<m:{name}>{_write(node)}</m:{name}>"


def _shape(tag: str, *names: str) -> Callable[[Element], str]:
    """Write an element whose children have names of their own."""

    def write(node: Element) -> str:
        inner = "".join(map(_part, names, node))
        return f"<m:{tag}>{inner}</m:{tag}>"

    return write


def _fraction(node: Element) -> str:
    is_bare = node.get("linethickness") in ("0", "0px")
    kind = '<m:fPr><m:type m:val="noBar"/></m:fPr>' if is_bare else ""
    return f"<m:f>{kind}{_part('num', node[0])}{_part('den', node[1])}</m:f>"


def _root(node: Element) -> str:
    hidden = '<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>'
    return f"<m:rad>{hidden}<m:e>{_write_all(node)}</m:e></m:rad>"


def _nth_root(node: Element) -> str:
    return f"<m:rad>{_part('deg', node[1])}{_part('e', node[0])}</m:rad>"


def _both(node: Element) -> str:
    below = f"<m:limLow>{_part('e', node[0])}{_part('lim', node[1])}</m:limLow>"
    return f"<m:limUpp><m:e>{below}</m:e>{_part('lim', node[2])}</m:limUpp>"


def _is_large(node: Element) -> bool:
    is_form = node.tag in ("munder", "mover", "munderover", "msub", "msup", "msubsup")
    return is_form and len(node) > 1 and (node[0].text or "").strip() in _LARGE


def _write_large(node: Element, rest: str) -> str:
    """Write a sum, a product or an integral with its limits (22.1.2.70)."""
    sign = (node[0].text or "").strip()
    place = "undOvr" if sign in _LIMITS else "subSup"
    has_low, has_high = (
        node.tag not in ("mover", "msup"),
        node.tag not in ("munder", "msub"),
    )
    low = _write(node[1]) if has_low else ""
    high = _write(node[-1]) if has_high else ""
    hidden = "" if has_low else '<m:subHide m:val="1"/>'
    hidden += "" if has_high else '<m:supHide m:val="1"/>'
    return (
        f'<m:nary><m:naryPr><m:chr m:val="{sign}"/><m:limLoc m:val="{place}"/>{hidden}'
        f"</m:naryPr><m:sub>{low}</m:sub><m:sup>{high}</m:sup><m:e>{rest}</m:e></m:nary>"
    )


def _matrix(node: Element) -> str:
    rows = [row for row in node if row.tag == "mtr"]
    if node.get("displaystyle") == "true":
        return _equations(rows)
    made = "".join(
        f"<m:mr>{''.join(f'<m:e>{_write_all(cell)}</m:e>' for cell in row)}</m:mr>"
        for row in rows
    )
    return f"<m:m>{made}</m:m>" if made else ""


def _equations(rows: list[Element]) -> str:
    """Set equations below each other, each whole: LibreOffice shows none from its `=`."""
    lines = ("".join(map(_write_all, row)) for row in rows)
    made = "".join(f"<m:e>{line}</m:e>" for line in lines)
    return f"<m:eqArr>{made}</m:eqArr>" if made else ""


_CHILDREN = {
    "mfrac": 2,
    "mover": 2,
    "mroot": 2,
    "msub": 2,
    "msubsup": 3,
    "msup": 2,
    "munder": 2,
    "munderover": 3,
}
"""How many each has to have; what has others is written as a row."""

_WRITERS: dict[str, Callable[[Element], str]] = {
    "mfrac": _fraction,
    "mover": _shape("limUpp", "e", "lim"),
    "mroot": _nth_root,
    "msqrt": _root,
    "msub": _shape("sSub", "e", "sub"),
    "msubsup": _shape("sSubSup", "e", "sub", "sup"),
    "msup": _shape("sSup", "e", "sup"),
    "mtable": _matrix,
    "munder": _shape("limLow", "e", "lim"),
    "munderover": _both,
}
