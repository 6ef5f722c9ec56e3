"""The drawings of a site as bitmaps, for those who see no drawings: mail programs."""

import hashlib
from dataclasses import dataclass

from postroom.edition.edition import Edition, once_per_edition
from postroom.toolbox.drawings import draw_bitmap, is_drawing, measure_drawing
from postroom.toolbox.pictures import Size

FOLDER = "assets/postroom/drawings"


@dataclass(frozen=True)
class Bitmap:
    """What stands for a drawing."""

    path: str
    """Below the site; named after what it shows, so that no program shows an older one."""

    content: bytes
    """A PNG."""

    size: Size
    """Width and height in which it is to be shown: it has more pixels, for fine screens."""


@once_per_edition(lambda url: url)
def find_bitmap(edition: Edition, url: str) -> Bitmap | None:
    """Draw a drawing of the site; None if it is none, lies elsewhere, or cannot be drawn.

    Args:
        edition: Knows the site's pictures.
        url: The absolute address of a picture.
    """
    content = edition.bytes_of(url)
    if not content or not is_drawing(content, url):
        return None
    drawn, size = draw_bitmap(content), measure_drawing(content)
    if drawn is None or size is None:
        return None
    name = hashlib.sha256(drawn).hexdigest()[:16]
    return Bitmap(f"{FOLDER}/{name}.png", drawn, size)
