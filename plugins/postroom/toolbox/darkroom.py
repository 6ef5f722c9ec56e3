"""What is made of a picture is made once, and kept while it and the code stay the same."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.drawings import draw_bitmap, is_drawing
from postroom.toolbox.rendition import (
    Look,
    PictureShape,
    look_at,
    make_renditions,
    shape_for_print,
)

DRAWN = PictureShape(0, "png")
"""The bitmap of a drawing, which has the size that it is drawn in."""

_KIND = "picture"


def recall_look(
    cache: Cache | None, digest: str, read: Callable[[], bytes | None]
) -> Look | None:
    """Look at a picture, or remember what was seen of it; see `look_at`.

    Args:
        cache: Where that is kept.
        digest: Tells the picture from others.
        read: Gives its bytes, if nobody remembers.
    """

    def look() -> str:
        seen = look_at(read() or b"")
        return json.dumps(seen and asdict(seen))

    if cache is None:
        return look_at(read() or b"")
    key = fingerprint(_KIND, "look", digest)
    seen = json.loads(cache.recall_text(_KIND, key, look))
    return Look(**seen | {"size": tuple(seen["size"])}) if seen else None


def recall_renditions(
    cache: Cache | None, content: bytes, shapes: Iterable[PictureShape]
) -> dict[PictureShape, bytes]:
    """Make a picture in several shapes, or take them from the cache.

    What is broken becomes nothing.
    """
    wanted = list(dict.fromkeys(shapes))
    digest = hashlib.sha256(content).hexdigest()
    keys = {each: fingerprint(_KIND, each.width, each.ending, digest) for each in wanted}
    known = {each: cache.find(_KIND, keys[each]) for each in wanted} if cache else {}
    made = {each: content for each, content in known.items() if content is not None}
    if missing := [each for each in wanted if each not in made]:
        fresh = _make(content, missing)
        for each in fresh if cache else ():
            assert cache is not None
            cache.keep(_KIND, keys[each], fresh[each])
        made |= fresh
    return made


def recall_print(cache: Cache | None, content: bytes, url: str) -> bytes | None:
    """Give a picture as kits hold it; None if it is broken."""
    if is_drawing(content, url):
        return recall_renditions(cache, content, [DRAWN])[DRAWN] or None
    look = look_at(content)
    if look is None:
        return None
    shape = shape_for_print(look)
    return recall_renditions(cache, content, [shape])[shape] or None if shape else content


def _make(content: bytes, shapes: list[PictureShape]) -> Mapping[PictureShape, bytes]:
    if shapes == [DRAWN]:
        return {DRAWN: draw_bitmap(content) or b""}
    try:
        return make_renditions(content, shapes)
    except ValueError:  # cut off: it is told of, and nobody gets half of it
        return dict.fromkeys(shapes, b"")


@dataclass(frozen=True)
class RenditionJob:
    """All that is made of one picture; plain values, for processes of their own."""

    file: str
    shapes: tuple[tuple[str, PictureShape], ...]
    """The paths below the site, and what is to be there."""

    cache: Path

    def make(self) -> dict[str, bytes]:
        """Make every file of it; a picture is unpacked once."""
        content = Path(self.file).read_bytes()
        made = recall_renditions(Cache(self.cache), content, [s for _, s in self.shapes])
        return {path: made[shape] for path, shape in self.shapes}
