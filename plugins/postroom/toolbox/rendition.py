"""A picture becomes another: smaller, upright, in the colours of screens, and nothing else.

Whatever a camera or a program wrote into it stays behind, such as where it was taken.
"""

import io
import struct
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

Size = tuple[int, int]

WEB = (320, 480, 800, 1280)
"""In pixels: a thumbnail on a fine screen, a telephone, a fine one, a column."""

MAIL, CARD, PRINT = 1104, 1200, 2480
"""Twice the column of a letter; a link's preview; a page of A4 at 300 dots per inch."""

PLAIN = frozenset({"JPEG", "PNG", "GIF"})
"""What everything shows that shows pictures."""

MOST_BYTES = 500_000
"""A picture of a page that is heavier than this is remarked on."""

_FORMATS = {"webp": "WEBP", "jpg": "JPEG", "png": "PNG"}
_QUALITY = {"WEBP": 78, "JPEG": 85}
_SHARP = 90
"""The quality of letters and lines."""

_ORIENTATION, _PLACE = 0x0112, 0x8825
_TOLD = frozenset({"AVIF", "JPEG", "MPO", "TIFF", "WEBP"})
"""What cameras write, and may say where they were."""

_ENDS = {"JPEG": b"\xff\xd9", "MPO": b"\xff\xd9", "PNG": b"IEND", "GIF": b"\x00;"}
_SIDEWAYS = frozenset({5, 6, 7, 8})
_PALETTES = frozenset({"1", "P"})
_COLOURS = 256
_WRITTEN_INTO = (
    "exif",
    "photoshop",
    "xmp",
    "Raw profile type APP1",
    "Raw profile type exif",
    "Raw profile type xmp",
    "XML:com.adobe.xmp",
)
_POINTER = b"version https://git-lfs"

_PHOTOGRAPHIC = 0.4
"""Bytes of a pixel: a PNG of a screen, or of lines, takes less, one of the world more."""

_KNOWN = ("AVIF", "BMP", "GIF", "ICO", "JPEG", "PNG", "TIFF", "WEBP")
"""What browsers show, or writers send; no format that is a program, such as PostScript."""

_MOVING = frozenset({"AVIF", "GIF", "PNG", "WEBP"})

_DAMAGE = (
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for what is no picture, is cut off, or has more pixels than it dares
to unpack: some ninety million."""


@dataclass(frozen=True)
class Look:
    """What one knows of a picture before anything is made of it; plain values."""

    format: str
    """As Pillow calls it."""

    size: Size
    """Width and height as it is seen, which is not how a camera held sideways wrote it."""

    bytes: int
    moves: bool
    is_flat: bool
    """Whether it has few colours, or is seen through: made smaller, it is a PNG."""

    is_bare: bool
    """Whether it is upright, in the colours of screens, and nothing is written into it."""

    is_whole: bool
    """Whether its file has an end."""

    has_place: bool
    """Whether its file says where it was taken."""

    @property
    def ending(self) -> str:
        """What a smaller one is, where any program is to show it."""
        return "png" if self.is_flat else "jpg"

    def fits(self, width: int, formats: Collection[str] = PLAIN) -> bool:
        """Whether it can be shown as it is, where it may be so wide."""
        return self.is_bare and self.format in formats and self.size[0] <= width


@dataclass(frozen=True, order=True)
class PictureShape:
    """How wide a picture is made, and of which kind."""

    width: int
    ending: str

    def size_of(self, look: Look) -> Size:
        """The size that a picture gets, which is never larger than it was."""
        width = min(self.width, look.size[0])
        return width, max(1, round(look.size[1] * width / look.size[0]))


def measure_picture(source: str | BinaryIO) -> Size | None:
    """Say how wide and high a picture is, as it is seen; None if it is none.

    Args:
        source: The picture, or the path of its file.
    """
    try:
        with _open(source) as picture:
            return _upright_size(picture)
    except _DAMAGE:
        return None


def look_at(content: bytes) -> Look | None:
    """Look at a picture; None if it is none, or has too many pixels to be unpacked."""
    try:
        with _open(io.BytesIO(content)) as picture:
            return Look(
                format=_format_of(picture),
                size=_upright_size(picture),
                bytes=len(content),
                moves=picture.format in _MOVING and getattr(picture, "is_animated", False),
                is_flat=_is_flat(picture, len(content)),
                is_bare=_is_bare(picture),
                is_whole=_is_whole(content, picture.format or ""),
                has_place=_says_place(picture),
            )
    except _DAMAGE:
        return None


def explain_broken(content: bytes) -> tuple[str, str, bool]:
    """Say why there is nothing to look at: what is wrong, how to mend it, is it fatal."""
    if content.startswith(_POINTER):
        return "is a pointer of Git LFS, and no picture", "run `git lfs pull`", True
    try:
        with _open(io.BytesIO(content)):
            pass
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        most = f"{Image.MAX_IMAGE_PIXELS or 0:,}"
        return f"has more than {most} pixels: pages show all", "make it smaller", False
    except _DAMAGE:
        pass
    return "is no picture, whatever its name says", "save it as JPEG, PNG or WebP", True


def make_renditions(
    content: bytes, shapes: Collection[PictureShape]
) -> dict[PictureShape, bytes]:
    """Make a picture in several shapes; the same picture gives the same bytes.

    Raises:
        ValueError: It is broken, or has too many pixels to be unpacked.
    """
    look = look_at(content)
    if look is None:
        raise ValueError("no picture")
    try:
        with _open(io.BytesIO(content)) as picture:
            has_palette = picture.mode in _PALETTES
            picture.draft(None, (max(s.width for s in shapes),) * 2)  # unpacks less of it
            whole = _set_colours(_turn(picture))
        return {each: _make(whole, look, each, has_palette) for each in sorted(shapes)}
    except _DAMAGE as error:
        raise ValueError(f"a broken picture: {error}") from error


def shape_for_print(look: Look) -> PictureShape | None:
    """Say what is made of a picture for print; None if it is printed as it is."""
    if look.fits(PRINT) and not look.moves:
        return None
    return PictureShape(min(PRINT, look.size[0]), look.ending)


@contextmanager
def _open(source: str | BinaryIO) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)  # of what is written into it
        with Image.open(source, formats=_KNOWN) as picture:
            yield picture


def _format_of(picture: Image.Image) -> str:
    """What a picture is; cameras put several JPEGs into one, and show the first."""
    return "JPEG" if picture.format == "MPO" else picture.format or ""


def _orientation_of(picture: Image.Image) -> int:
    """How a camera was held; a PNG says it in front, or would have to be unpacked."""
    if picture.format == "PNG" and "exif" not in picture.info:
        return 1
    said = _exif_of(picture).get(_ORIENTATION, 1)
    return said if isinstance(said, int) else 1


def _exif_of(picture: Image.Image) -> Image.Exif:
    """What a camera wrote; nothing if that is damaged, for the picture may be sound."""
    try:
        return picture.getexif()
    except _DAMAGE:
        return Image.Exif()


def _says_place(picture: Image.Image) -> bool:
    if picture.format not in _TOLD and "exif" not in picture.info:
        return False
    try:
        return bool(_exif_of(picture).get_ifd(_PLACE))
    except _DAMAGE:
        return False


def _upright_size(picture: Image.Image) -> Size:
    width, height = picture.size
    return (height, width) if _orientation_of(picture) in _SIDEWAYS else (width, height)


def _is_bare(picture: Image.Image) -> bool:
    known = picture.info
    is_usual = picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    return (
        is_usual
        and _is_of_screens(known.get("icc_profile"))
        and not any(known.get(name) for name in _WRITTEN_INTO)
    )


def _is_whole(content: bytes, format_: str) -> bool:
    """Whether a file goes on to its end; some have more behind that."""
    if format_ == "WEBP":  # which says its length
        return len(content) >= int.from_bytes(content[4:8], "little")
    end = _ENDS.get(format_)
    return end is None or content.rfind(end) > len(content) // 2


def _is_of_screens(profile: bytes | None) -> bool:
    return not profile or b"sRGB" in profile or b"s\0R\0G\0B" in profile


def _is_flat(picture: Image.Image, size: int) -> bool:
    is_light = size < _PHOTOGRAPHIC * picture.width * picture.height
    if picture.format == "GIF" or picture.mode in _PALETTES:
        return True
    if picture.format == "PNG" and is_light:
        return True
    if not picture.has_transparency_data:
        return False
    return (
        picture.convert("RGBA").getchannel("A").histogram()[-1]
        < picture.width * picture.height
    )


def _turn(picture: Image.Image) -> Image.Image:
    """Unpack a picture, and set it upright."""
    if _orientation_of(picture) == 1:
        picture.load()
        return picture
    return ImageOps.exif_transpose(picture)


def _set_colours(picture: Image.Image) -> Image.Image:
    """Give a picture the colours of screens, eight bits each."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.point(lambda value: value * (1 / _COLOURS)).convert("L")  # 16 bits
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode in ("1", "L") and mode == "RGB":
        return picture.convert("L")
    if picture.mode == "CMYK" or not _is_of_screens(profile):
        picture = _convert_profile(picture, profile, mode)
    return picture.convert(mode)


def _convert_profile(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    if not profile:
        return picture
    plain = picture.convert(mode) if picture.mode in ("P", "LA", "PA") else picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screens = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(plain, own, screens, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):  # a profile of something else
        return picture
    return made or picture


def _make(whole: Image.Image, look: Look, shape: PictureShape, has_palette: bool) -> bytes:
    size = shape.size_of(look)
    scaled = whole
    if size != whole.size:
        scaled = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    scaled.info = {}
    format_ = _FORMATS[shape.ending]
    made = io.BytesIO()
    if format_ == "PNG":
        few = (
            scaled.quantize(_COLOURS, Image.Quantize.FASTOCTREE) if has_palette else scaled
        )
        few.save(made, format_)
    elif format_ == "JPEG":
        shown = scaled if scaled.mode == "L" else scaled.convert("RGB")
        shown.save(
            made, format_, quality=_QUALITY[format_], optimize=True, progressive=True
        )
    else:
        shown = scaled.convert("RGB") if scaled.mode == "L" else scaled
        quality = _SHARP if look.is_flat else _QUALITY[format_]
        shown.save(made, format_, quality=quality, method=4)
        exact = io.BytesIO()
        if look.is_flat:  # few colours may take less room as they are
            shown.save(exact, format_, lossless=True, method=4)
        if 0 < exact.tell() < made.tell():
            return exact.getvalue()
    return made.getvalue()
