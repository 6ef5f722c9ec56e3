"""What an element holds becomes HTML."""

from lxml import etree, html


def render_tree(tree: html.HtmlElement) -> str:
    """Write what an element holds as HTML, without the element itself."""
    made = render_node(tree)
    return made[made.index(">") + 1 : made.rindex("<")].strip() if made else ""


def render_node(node: html.HtmlElement) -> str:
    """Write an element as HTML; `wbr`, which the parser never closes, has no end."""
    made: str = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    return made.replace("</wbr>", "")
