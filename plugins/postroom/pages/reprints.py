"""All essays that may be reprinted become one page for editors."""

from functools import partial

from markupsafe import Markup

from postroom.kits.compose import words_of
from postroom.pages.render import Leaf

_MOST_LISTED = 200
"""The page shows no more; every essay leads to its own kit."""


def render_reprints(leaf: Leaf, intro: str = "") -> str:
    """Render the page that shows editors everything that may be reprinted."""
    return leaf.render(
        "reprints.html",
        posts=leaf.edition.site.reprints[:_MOST_LISTED],
        words_of=partial(words_of, leaf.edition),
        intro=Markup(intro),
    )
