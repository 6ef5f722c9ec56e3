"""A fragment is cleaned once, while what was rendered and its pictures stay the same."""

import json
from collections.abc import Callable
from dataclasses import asdict

from postroom.fragments.clean import make_fragment
from postroom.fragments.elements import Size
from postroom.model.fragment import Fragment
from postroom.toolbox.cache import Cache, fingerprint

_KIND = "fragment"


def recall_fragment(  # noqa: PLR0913 - those of `make_fragment`, and the cache
    cache: Cache,
    rendered: str,
    *,
    url: str,
    more: str,
    size_of: Callable[[str], Size | None],
    language: str,
) -> Fragment:
    """Clean what the engine rendered, or take it from the cache; see `make_fragment`.

    Args:
        cache: Where fragments are kept, with the sizes of the pictures that they have.
        rendered: The HTML of the text alone, with addresses relative to ``url``.
        url: The absolute address of the page that the text stands on.
        more: The comment that ends the excerpt.
        size_of: Gives the width and height of a picture by its absolute address.
        language: What the text is in (BCP 47).

    Raises:
        TooDeepError: Of lists, quotes and tags there are too many within each other.
    """
    key = fingerprint(_KIND, rendered, url, more, language)
    found = cache.find_text(_KIND, key)
    if found is not None:
        fragment, sizes = json.loads(found)
        if all(size_of(picture) == (size and tuple(size)) for picture, size in sizes):
            # a list would give outputs another key than the tuple that was made
            return Fragment(**fragment | {"left_out": tuple(fragment["left_out"])})
    asked: dict[str, Size | None] = {}

    def note_size(picture: str) -> Size | None:
        asked[picture] = size_of(picture)
        return asked[picture]

    made = make_fragment(rendered, url=url, more=more, size_of=note_size, language=language)
    cache.keep_text(_KIND, key, json.dumps([asdict(made), [*asked.items()]]))
    return made
