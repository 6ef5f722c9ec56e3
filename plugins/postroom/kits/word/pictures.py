"""Pictures of a text go into its document: as `fit_for_print` gives them."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from postroom.kits.archive import PackedFile
from postroom.kits.word.xml import escape
from postroom.toolbox.meaning import read_number

_KEPT = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}
"""What Word has shown for twenty years."""

_EMU_PER_PIXEL = 9525
_EMU_PER_TWIP = 635
_TALLEST = 12_000
"""In twentieths of a point: a page has some room for words, too."""

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture as it is in the document."""

    target: str
    """Its path, as `document.xml` says it."""

    entry: PackedFile
    width: int
    height: int
    """In pixels."""


class Pictures:
    """Fetches the pictures of a text, each once."""

    def __init__(self, bytes_of: Callable[[str], bytes | None]) -> None:
        """Ask for the bytes of a picture by its address."""
        self.found: list[WordPicture] = []
        """In the order in which they were asked for."""

        self.drawn = 0
        """How often one was drawn: every drawing has a number of its own."""

        self._bytes_of = bytes_of
        self._by_url: dict[str, WordPicture | None] = {}

    def find(self, url: str) -> WordPicture | None:
        """Give a picture by its address; None if it is not at hand or is no picture."""
        if url not in self._by_url:
            content = self._bytes_of(url)
            picture = _load(content, len(self.found) + 1) if content else None
            self._by_url[url] = picture
            self.found += [picture] if picture else []
        return self._by_url[url]


def _load(content: bytes, number: int) -> WordPicture | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind, size = _KEPT.get(image.format or ""), image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if kind is None:
        return None
    target = f"media/image{number}.{kind}"
    entry = PackedFile(f"word/{target}", content, is_packed=True)
    return WordPicture(target, entry, *size)


def measure(picture: WordPicture, asked: str | None, room: int) -> tuple[int, int]:
    """How large a picture is printed, in EMU; its proportions stay.

    Args:
        picture: The picture.
        asked: The pixels that its text wants it to be wide, if any.
        room: The width that is there, in twentieths of a point.
    """
    wanted = read_number(asked, 0) or picture.width
    ratio = picture.height / picture.width
    most = min(room * _EMU_PER_TWIP, int(_TALLEST * _EMU_PER_TWIP / ratio))
    width = max(min(wanted * _EMU_PER_PIXEL, most), 1)
    return width, max(round(width * ratio), 1)


def draw(number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """Write the n-th picture of a text; ``name`` is its relationship's."""
    width, height = size
    described = f'id="{number}" name="Picture {number}" descr="{escape(alt)}"'
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" '
        f'distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f"<wp:docPr {described}/>"
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" '
        'noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f"<pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing>"
    )
