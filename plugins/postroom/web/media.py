"""A picture's address becomes its bytes: asked of public machines, within bounds."""

from dataclasses import dataclass
from time import monotonic

from postroom.web.guard import LedElsewhereError, TurnedAwayError, Web

_OK = 200
_HOPS = 5
_HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity"}
_SIGNS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


class NotAPictureError(Exception):
    """What was not taken; its text says why."""


@dataclass(frozen=True)
class PictureFetcher:
    """Gets pictures, each within its bounds."""

    web: Web
    max_bytes: int = 10_000_000
    seconds: float = 30.0

    def fetch(self, url: str) -> tuple[bytes, str]:
        """Get a picture, and the ending of its kind: png, jpg, gif, webp or avif.

        Raises:
            NotAPictureError: There is none, or it is none of these, or too large.
        """
        import httpx  # noqa: PLC0415 - only those who ask for it need it

        try:
            content = self._follow(url, monotonic() + self.seconds)
        except (LedElsewhereError, TurnedAwayError) as refusal:
            raise NotAPictureError(str(refusal)) from refusal
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise NotAPictureError("there is no answer") from error
        kind = sniff(content)
        if not kind:
            raise NotAPictureError("it is no PNG, JPEG, GIF, WebP or AVIF")
        return content, kind

    def _follow(self, url: str, until: float) -> bytes:
        with self.web.follow("GET", url, hops=_HOPS, headers=_HEADERS) as found:
            if found.reply.status_code != _OK:
                raise NotAPictureError(f"the answer is {found.reply.status_code}")
            content = bytearray()
            for chunk in found.reply.iter_raw():
                content += chunk
                if len(content) > self.max_bytes:
                    raise NotAPictureError(f"it is larger than {self.max_bytes:,} bytes")
                if monotonic() > until:
                    raise NotAPictureError("it takes too long")
        return bytes(content)


def sniff(content: bytes) -> str:
    """Tell the kind of a picture by how it begins; empty if it is of none we take."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    return next((kind for sign, kind in _SIGNS.items() if content.startswith(sign)), "")
