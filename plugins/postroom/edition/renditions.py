"""The pictures of a site as each output shows them: small enough, and of a kind it knows.

This is the one place that decides what is made of a picture. Originals stay where they
are, for those who link to them; no page, feed, mail or kit loads one that is too large.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from postroom.edition.edition import Edition, once_per_edition
from postroom.model.author import Author
from postroom.model.post import Post
from postroom.toolbox.darkroom import DRAWN, recall_look, recall_renditions
from postroom.toolbox.drawings import is_drawing, measure_drawing
from postroom.toolbox.pictures import Shown, set_pictures
from postroom.toolbox.rendition import (
    CARD,
    MAIL,
    MOST_BYTES,
    PLAIN,
    WEB,
    Look,
    PictureShape,
    Size,
    shape_for_print,
)

FOLDER = "assets/postroom/pictures"
_SHOWN_BY_BROWSERS = PLAIN | {"WEBP", "AVIF"}


@dataclass(frozen=True)
class Rendition:
    """A picture as an output shows it."""

    url: str
    """The absolute address; that of the original, if it is shown as it is."""

    size: Size | None
    """Width and height of the picture, which may have more pixels, for fine screens; None
    if nobody knows."""

    path: str = ""
    """Below the site; empty if there is nothing to be made."""

    shape: PictureShape = DRAWN


@dataclass(frozen=True)
class WebPicture:
    """A picture as pages show it: one that everything knows, and smaller ones."""

    plain: Rendition
    choices: tuple[Rendition, ...] = ()
    """WebP, the smallest first; none where the plain one is as good."""

    def list_choices(self, link: Callable[[str], str]) -> str:
        """Write them as `srcset` does; ``link`` writes an address."""
        return ", ".join(f"{link(c.url)} {c.size[0]}w" for c in self.choices if c.size)


@once_per_edition(lambda url: url)
def find_web(edition: Edition, url: str) -> WebPicture | None:
    """Say how pages, feeds and pasted HTML show a picture; None for what is not the site's.

    What moves stays as it is, and so does what is small, upright and bare.
    """
    look = look_of(edition, url)
    if look is None:
        return None
    size = look.size
    if look.moves or not look.is_whole:
        return WebPicture(Rendition(url, size))
    is_light = look.fits(WEB[-1], _SHOWN_BY_BROWSERS) and look.bytes <= MOST_BYTES
    plain = Rendition(url, size) if is_light else _plan(edition, url, look, WEB[-1])
    if is_light and size[0] <= WEB[1]:
        return WebPicture(plain)
    widths = [*(w for w in WEB if w < size[0]), min(WEB[-1], size[0])]
    shapes = (PictureShape(width, "webp") for width in dict.fromkeys(widths))
    return WebPicture(plain, tuple(_name(edition, url, look, each) for each in shapes))


@once_per_edition(lambda url: url)
def find_mail(edition: Edition, url: str) -> Rendition | None:
    """Say how mails show a picture; None for what is not the site's, or is broken."""
    look = look_of(edition, url)
    if look is None or not look.is_whole:
        return _find_bitmap(edition, url)
    is_light = look.fits(MAIL) and look.bytes <= MOST_BYTES
    if is_light or (look.moves and look.format in PLAIN):
        return Rendition(url, look.size)
    return _plan(edition, url, look, MAIL)


@once_per_edition(lambda url: url)
def find_print(edition: Edition, url: str) -> Rendition | None:
    """Say how kits hold a picture; None for what is not the site's, or is broken."""
    look = look_of(edition, url)
    if look is None or not look.is_whole:
        return _find_bitmap(edition, url)
    shape = shape_for_print(look)
    return _name(edition, url, look, shape) if shape else Rendition(url, look.size)


@once_per_edition(lambda url: url)
def find_card(edition: Edition, url: str) -> Rendition | None:
    """Say how the previews of links show a picture; these know JPEG and PNG."""
    look = look_of(edition, url)
    if look is None or not look.is_whole:
        return None
    if look.fits(2 * CARD, {"JPEG", "PNG"}) and look.bytes <= MOST_BYTES:
        return Rendition(url, look.size)
    return _plan(edition, url, look, CARD)


def size_as_shown(edition: Edition, url: str) -> Size | None:
    """How wide and high pages show a picture that nobody wants otherwise."""
    shown = find_web(edition, url)
    return shown.plain.size if shown else edition.size_of(url)


def show_pictures(
    edition: Edition, link: Callable[[str], str] | None = None
) -> Callable[[str], Shown | None]:
    """Give what says how a text shows its pictures, see `set_pictures`.

    Args:
        edition: Knows the pictures of the site.
        link: Writes an absolute address as pages do, which may load smaller ones; without
            it the text is for feeds.
    """

    def show(url: str) -> Shown | None:
        found = find_web(edition, url)
        size = found.plain.size if found else edition.size_of(url)
        if size is None:
            return None
        if found is None:
            return Shown("", size)
        address = found.plain.url if found.plain.path else ""
        if link is None:
            return Shown(address, size)
        return Shown(address and link(address), size, found.list_choices(link))

    return show


def set_for_feeds(edition: Edition, html: str) -> str:
    """Let a clean text show its pictures as feed readers should load them."""
    return set_pictures(html, edition.site.base, show_pictures(edition))


def show_cover(edition: Edition, post: Post) -> WebPicture | None:
    """Say how pages show the cover of a post; None if it has none."""
    return _show(edition, edition.site.cover_of(post))


def show_face(edition: Edition, author: Author) -> WebPicture | None:
    """Say how pages show an author; None if there is no picture."""
    return _show(edition, edition.site.avatar_of(author))


def _show(edition: Edition, url: str) -> WebPicture | None:
    if not url:
        return None
    return find_web(edition, url) or WebPicture(Rendition(url, edition.size_of(url)))


@once_per_edition(lambda url: url)
def digest_of(edition: Edition, url: str) -> str:
    """Tell one picture from another, as it came; empty if it is not at hand."""
    content = edition.bytes_of(url)
    return hashlib.sha256(content).hexdigest() if content else ""


@once_per_edition(lambda url: url)
def look_of(edition: Edition, url: str) -> Look | None:
    """Look at a picture of the site; None for others, for drawings and what is broken."""
    digest = digest_of(edition, url)
    if not digest:
        return None
    return recall_look(edition.cache, digest, lambda: edition.bytes_of(url))


def _plan(edition: Edition, url: str, look: Look, most: int) -> Rendition:
    shape = PictureShape(min(most, look.size[0]), look.ending)
    return _name(edition, url, look, shape)


def _name(edition: Edition, url: str, look: Look, shape: PictureShape) -> Rendition:
    """Name a rendition after what it shows, so that no program shows an older one."""
    name = f"{digest_of(edition, url)[:16]}-{shape.width}.{shape.ending}"
    path = f"{FOLDER}/{name}"
    return Rendition(edition.site.absolute(path), shape.size_of(look), path, shape)


def _find_bitmap(edition: Edition, url: str) -> Rendition | None:
    """Draw a drawing of the site, for those who see none: mail programs."""
    content = edition.bytes_of(url)
    if not content or not is_drawing(content, url):
        return None
    size = measure_drawing(content)
    if size is None or not recall_renditions(edition.cache, content, [DRAWN])[DRAWN]:
        return None
    path = f"{FOLDER}/{digest_of(edition, url)[:16]}.png"
    return Rendition(edition.site.absolute(path), size, path)


def list_made(
    pictures: Iterable[tuple[str, Rendition | None]],
) -> Iterator[tuple[str, tuple[Rendition, ...]]]:
    """Gather what has to be made of each picture, by its address, each thing once.

    Args:
        pictures: The addresses of originals, and what outputs show of them.
    """
    found: dict[str, dict[str, Rendition]] = {}
    paths: set[str] = set()
    for url, rendition in pictures:
        if rendition and rendition.path and rendition.path not in paths:
            paths.add(rendition.path)
            found.setdefault(url, {})[rendition.path] = rendition
    for url, renditions in found.items():
        yield url, tuple(renditions.values())
