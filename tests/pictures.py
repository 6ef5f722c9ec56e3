"""Pictures of every kind, as small as they can be."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

ORIENTATION, PLACE = 0x0112, 0x8825


def a_picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (300, 150),
    mode: str = "RGB",
    *,
    colour: Any = None,
    **written: Any,
) -> bytes:
    """A picture of one colour; ``written`` goes into its file."""
    many = (0, 128, 128, 99)[: len(Image.new(mode, (1, 1)).getbands())]
    shown = colour if colour is not None else many[0] if len(many) == 1 else many
    return encode(Image.new(mode, size, shown), kind, **written)


def a_photo(kind: str = "PNG", size: tuple[int, int] = (600, 400), **written: Any) -> bytes:
    """A picture that no method makes small: every pixel is of a colour of its own."""
    noise = random.Random(0).randbytes(size[0] * size[1] * 3)
    return encode(Image.frombytes("RGB", size, noise), kind, **written)


def encode(image: Image.Image, kind: str, **written: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **written)
    return made.getvalue()


def an_exif(orientation: int = 1, *, place: bool = False) -> Image.Exif:
    """What a telephone writes: how it was held, and where."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    if place:
        exif[PLACE] = {1: "N", 2: (53.0, 48.0, 0.0), 3: "W", 4: (1.0, 32.0, 0.0)}
    return exif


def a_profile() -> bytes:
    """The profile of colours that are not those of screens."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def moving(kind: str = "GIF", size: tuple[int, int] = (900, 30)) -> bytes:
    frames = [Image.new("RGB", size, colour) for colour in ("red", "blue")]
    return encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=90)


def a_bomb(side: int = 20_000) -> bytes:
    """A PNG of a few bytes that says it has hundreds of millions of pixels."""

    def chunk(name: bytes, held: bytes) -> bytes:
        body = name + held
        return struct.pack(">I", len(held)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def open_picture(content: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(content))
    opened.load()
    return opened
