"""A picture becomes a smaller one."""

import io

from PIL import Image, ImageOps

_QUALITY = 78


def make_thumbnail(picture: bytes, width: int) -> bytes:
    """Scale a picture to a width in pixels, as WebP, without what a camera wrote into it.

    What is broken is given back as it is: browsers show of it what they can.
    """
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            upright = ImageOps.exif_transpose(opened)
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            height = max(1, round(upright.height * width / upright.width))
            scaled = upright.convert(mode).resize((width, height), Image.Resampling.LANCZOS)
        scaled.save(made, "WEBP", quality=_QUALITY, method=4)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return picture
    return made.getvalue()
