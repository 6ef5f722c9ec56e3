"""What an element holds becomes HTML."""

from lxml import etree, html


def render_tree(tree: html.HtmlElement) -> str:
    """Write what an element holds as HTML, without the element itself."""
    made: str = etree.tostring(tree, encoding="unicode", method="html", with_tail=False)
    return made[made.index(">") + 1 : made.rindex("<")].strip() if made else ""
