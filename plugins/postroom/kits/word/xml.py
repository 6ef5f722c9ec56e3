"""Text becomes XML, and XML a part of a document."""

from html import escape as escape_html

from postroom.model.text import clean_text

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def escape(text: str) -> str:
    """Write text as the content or an attribute of an element."""
    return escape_html(clean_text(text))


def write_part(root: str, inner: str) -> bytes:
    """Write a part whose elements are called `w:` and its relationships `r:`."""
    opened = f'<w:{root} xmlns:w="{_WORD}" xmlns:r="{OFFICE}">'
    return f"{DECLARATION}{opened}{inner}</w:{root}>".encode()
