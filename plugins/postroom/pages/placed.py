"""A comment in any page becomes a list of the latest posts."""

import re

from postroom.pages.render import Leaf, render_latest

_COMMENT = re.compile(r"<!--\s*postroom:latest\b([^>]*?)-->")
_SETTING = re.compile(r"(\w+)=(?:\"([^\"]*)\"|(\S+))")
_COUNT = 5


def place_latest(html: str, leaf: Leaf) -> str:
    """Fill in `<!-- postroom:latest count=3 category="Careers" -->`."""
    if "postroom:latest" not in html:
        return html

    def fill(found: re.Match[str]) -> str:
        asked = {m[1]: m[2] or m[3] for m in _SETTING.finditer(found[1])}
        count = asked.get("count", "")
        return render_latest(
            leaf,
            count=int(count) if count.isdecimal() else _COUNT,
            category=asked.get("category", ""),
        )

    return _COMMENT.sub(fill, html)
