"""The attributes of an element of HTML, which may have any name."""

from collections.abc import Container

from lxml import html


def keep_attributes(node: html.HtmlElement, kept: Container[str]) -> None:
    """Take away all attributes but some.

    The parser takes names that lxml then refuses to take away one by one, such as `{on`.
    """
    attributes = node.attrib
    wanted = [name for name in attributes if name in kept]
    if len(wanted) < len(attributes):
        values = [attributes[name] for name in wanted]
        attributes.clear()
        attributes.update(zip(wanted, values, strict=True))
