"""A comment in any page becomes a part of ours: latest posts, ways to subscribe."""

import re

from postroom.pages.newsletter import render_kinds, render_ways
from postroom.pages.render import Leaf, render_latest

_COMMENT = re.compile(r"<!--\s*postroom:(latest|subscribe|kinds)\b([^>]*?)-->")
_SETTING = re.compile(r"(\w+)=(?:\"([^\"]*)\"|(\S+))")
_COUNT = 5


def fill_placeholders(html: str, leaf: Leaf) -> str:
    """Fill in `<!-- postroom:latest count=3 category="Careers" -->` and its like."""
    if "postroom:" not in html:
        return html

    def fill(found: re.Match[str]) -> str:
        if found[1] == "subscribe":
            return render_ways(leaf)
        if found[1] == "kinds":
            return render_kinds(leaf)
        asked = {m[1]: m[2] or m[3] for m in _SETTING.finditer(found[2])}
        count = asked.get("count", "")
        return render_latest(
            leaf,
            count=int(count) if count.isdecimal() else _COUNT,
            category=asked.get("category", ""),
        )

    return _COMMENT.sub(fill, html)
