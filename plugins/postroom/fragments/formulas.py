"""Formulas, however a page sets them, become one readable copy: MathML.

Source:
    What pages hold: pymdownx.arithmatex in all its modes, KaTeX 0.16, MathJax 2 to 4,
    MediaWiki. Where there is only TeX, `latex2mathml` reads it.
"""

import re

from lxml import etree, html

from postroom.fragments.rules import MATHML
from postroom.toolbox.attributes import keep_attributes

_SETS = frozenset("arithmatex katex katex-display MathJax MathJax_Display math-tex".split())
"""The classes of what holds a formula, whoever set it."""

_PREVIEW = "MathJax_Preview"
_DELIMITED = re.compile(
    r"\s*(?:\\\((?P<inline>.*)\\\)|\\\[(?P<display>.*)\\\]"
    r"|\$\$(?P<dollars>.*)\$\$|\$(?P<dollar>.*)\$)\s*",
    re.S,
)
_SCRIPT = re.compile(r"math/(?:tex|asciimath)\s*(;\s*mode=display)?", re.I)
_TEX = "application/x-tex"
_KEPT = frozenset({"encoding", "linethickness"})
_READ = MATHML | {"annotation", "annotation-xml", "semantics"}
_PARSER = html.HTMLParser(huge_tree=True)


def is_formula(node: html.HtmlElement, classes: set[str]) -> bool:
    """Whether an element is there to hold a formula."""
    if node.tag == "script":
        return _SCRIPT.match(node.get("type") or "") is not None
    return node.tag in ("mjx-container", "math") or not classes.isdisjoint(_SETS)


def set_formula(node: html.HtmlElement, classes: set[str]) -> bool:
    """Put one copy in the place of a formula; false if nothing readable is in it."""
    math = node if node.tag == "math" else _find_math(node)
    is_display = _is_display(node, math, classes)
    tex = _tex_of(node, math)
    if math is None:
        math = _read_tex(tex, is_display=is_display) if tex else None
    if math is None and not tex:
        return False
    _drop_second(node)
    copy = _mend(math, tex, is_display) if math is not None else _write_code(node, tex)
    if copy is not node:
        copy.tail, node.tail = node.tail, None
        node.getparent().replace(node, copy)
    return True


def _find_math(node: html.HtmlElement) -> html.HtmlElement | None:
    found = next(node.iter("math"), None)
    if found is None and node.get("data-mathml"):
        found = _parse(node.get("data-mathml"))
        if found is not None and not _is_plain(found):
            return None
    return found


def _is_plain(math: html.HtmlElement) -> bool:
    """Whether a formula out of an attribute is nothing else; nobody cleans it any more."""
    for node in math.iterdescendants():
        if node.tag not in _READ:
            return False
        keep_attributes(node, _KEPT)
    return True


def _parse(written: str) -> html.HtmlElement | None:
    body = etree.fromstring(f"<html><body>{written}</body></html>", _PARSER).find("body")
    return body.find(".//math")


def _is_display(
    node: html.HtmlElement, math: html.HtmlElement | None, classes: set[str]
) -> bool:
    if math is not None and math.get("display") == "block":
        return True
    script = node if node.tag == "script" else next(node.iter("script"), None)
    if script is not None and "mode=display" in (script.get("type") or ""):
        return True
    if classes & {"katex-display", "MathJax_Display"} or node.get("display") == "true":
        return True
    delimited = _DELIMITED.fullmatch(node.text_content())
    if delimited and (delimited["display"] or delimited["dollars"]):
        return True
    return node.tag == "div" and "arithmatex" in classes


def _tex_of(node: html.HtmlElement, math: html.HtmlElement | None) -> str:
    """The TeX that a formula was made of, as far as it is there."""
    if math is not None:
        for note in math.iter("annotation"):
            if note.get("encoding") == _TEX:
                return str(note.text_content()).strip()
        return math.get("alttext") or ""
    script = node if node.tag == "script" else next(node.iter("script"), None)
    if script is not None:
        return str(script.text or "").strip()
    said = str(node.text_content())
    delimited = _DELIMITED.fullmatch(said)
    return (delimited[delimited.lastgroup or 0] if delimited else said).strip()


def _read_tex(tex: str, *, is_display: bool) -> html.HtmlElement | None:
    """Make MathML of TeX; None if it holds what nobody here knows."""
    from latex2mathml.converter import convert  # noqa: PLC0415  # few texts have formulas

    try:
        made = convert(tex, display="block" if is_display else "inline")
    except Exception:  # it has a dozen of them, and IndexError
        return None
    math = _parse(made)
    return None if math is None or "\\" in math.text_content() else math


def _mend(math: html.HtmlElement, tex: str, is_display: bool) -> html.HtmlElement:
    for note in list(math.iter("annotation", "annotation-xml")):
        note.getparent().remove(note)
    for group in list(math.iter("semantics")):
        group.drop_tag()
    keep_attributes(math, ("dir", "id"))
    if is_display:
        math.set("display", "block")
    if tex:
        math.set("alttext", " ".join(tex.split()))
    return math


def _write_code(node: html.HtmlElement, tex: str) -> html.HtmlElement:
    code = node.makeelement("code")
    code.text = tex
    return code


def is_preview(node: html.HtmlElement, classes: set[str]) -> bool:
    """Whether an element shows a formula until a script has set the one behind it."""
    after = node.getnext()
    return _PREVIEW in classes and after is not None


def _drop_second(node: html.HtmlElement) -> None:
    """Take away the source behind a formula that is set already."""
    after = node.getnext()
    is_script = after is not None and after.tag == "script"
    if is_script and node.tag != "script" and _SCRIPT.match(after.get("type") or ""):
        after.drop_tree()
