"""All essays that may be reprinted become one page for editors."""

from markupsafe import Markup

from postroom.kits.compose import compose_post_kit
from postroom.kits.lengths import Length, list_lengths
from postroom.model.post import Post
from postroom.pages.render import Leaf

_MOST_LISTED = 200
"""The page shows no more; every essay leads to its own kit."""


def render_reprints(leaf: Leaf, intro: str = "") -> str:
    """Render the page that shows editors everything that may be reprinted."""

    def lengths_of(post: Post) -> tuple[Length, ...]:
        return list_lengths(compose_post_kit(leaf.edition, post))

    return leaf.render(
        "reprints.html",
        posts=leaf.edition.site.reprints[:_MOST_LISTED],
        lengths_of=lengths_of,
        intro=Markup(intro),
    )
