"""Markdown that holds the signs of Liquid becomes Markdown that shows them."""

import re

_SIGN = re.compile(
    r"(?P<code>~{3}.*?~{3}|`{3}.*?`{3}|`{2}.+?`{2}|`.+?`)"
    r"|(?P<url>https?://[^\s<>()\"`]*[{}][^\s<>()\"`]*)"
    r"|\\?\{(?=\\?[{%]|`|~~~)",
    re.S,
)
"""What Forem takes for code, an address with braces, or a brace that opens something."""

_RAW = re.compile(r"\{%-?\s*(end)?raw\b[^%}]*%\}")
_BRACE = "{% raw %}{{% endraw %}"
_RULE = re.compile(r"[-\s]*?(?=\n|$)")


def escape_liquid(markdown: str) -> str:
    """Write Markdown so that Forem shows every brace and obeys none.

    Forem turns Markdown into HTML first and runs Liquid on that, so entities would be
    live again; variables are forbidden there, so that a brace cannot be one. What it takes
    for code it wraps in `raw` itself, and hides one spelling of `endraw` in it.

    Source:
        https://github.com/forem/forem, app/services/markdown_processor/parser.rb
    """
    return _SIGN.sub(_escape, markdown)


def _escape(sign: re.Match[str]) -> str:
    if sign["code"]:
        return _RAW.sub(lambda raw: f"{{% {raw[1] or ''}raw %}}", sign["code"])
    if sign["url"]:
        return sign["url"].replace("{", "%7B").replace("}", "%7D")
    return _BRACE


def hide_front_matter(markdown: str) -> str:
    """Begin a text so that nothing takes its first line for the start of front matter."""
    text = markdown.lstrip()
    if not text.startswith("---"):
        return text
    rule = _RULE.match(text)
    return f"***{text[rule.end() :]}" if rule else f"\\{text}"
