"""A comment in any page becomes a part of ours: latest posts, ways to subscribe."""

import re
from collections.abc import Iterator

from postroom.errors import Place, Problem
from postroom.pages.newsletter import render_kinds, render_ways
from postroom.pages.render import Leaf, render_latest
from postroom.toolbox.wording import nearest

PLACEHOLDERS = ("latest", "subscribe", "kinds")
_COMMENT = re.compile(rf"<!--\s*postroom:({'|'.join(PLACEHOLDERS)})\b([^>]*?)-->")
_ANY = re.compile(r"<!--\s*postroom:([\w-]*)")
_SETTING = re.compile(r"(\w+)=(?:\"([^\"]*)\"|(\S+))")
_COUNT = 5


def check_placeholders(html: str, path: str, text: str) -> Iterator[Problem]:
    """Say which placeholders of a page are none.

    Args:
        html: What became of the page.
        path: Its file.
        text: What the file says, in which they are looked for.
    """
    for name in _ANY.findall(html):
        if name not in PLACEHOLDERS:
            line = text[: text.find(f"postroom:{name}")].count("\n") + 1
            what = f"there is no placeholder {name!r}"
            fix = nearest(name, PLACEHOLDERS, f"write {', '.join(PLACEHOLDERS)}")
            yield Problem(Place(path, line), what, fix, is_fatal=False)


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
