"""What a page plays or frames becomes a link that says what it is and where."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from lxml import etree, html

_NOUNS = {"audio": "Audio", "embed": "File", "iframe": "Embedded page", "object": "File"}
_VIDEO_HOSTS = (
    "dailymotion.com loom.com peertube player.vimeo.com vimeo.com wistia.com wistia.net"
    " youtu.be youtube-nocookie.com youtube.com".split()
)
_ENDINGS = {
    "Video": (".mp4", ".m4v", ".mov", ".ogv", ".webm"),
    "Audio": (".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"),
}
_PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_LINES = (
    "p",
    "a",
    "em",
    "strong",
    "b",
    "i",
    "li",
    "td",
    "th",
    "dt",
    "figcaption",
    "figure",
)


def set_embed(node: html.HtmlElement, resolve: Callable[[str], str]) -> bool:
    """Put a link in the place of what is embedded, or what the author wrote for the case.

    Args:
        node: A `video`, `audio`, `iframe`, `object` or `embed`.
        resolve: Makes an address absolute; empty if nobody should follow it.

    Returns:
        Whether there was anything to lead to, or to say; if not, it is left as it is.
    """
    address = resolve(_source_of(node))
    if node.tag == "object" and _has_content(node):
        for inner in list(node.iter("param")):
            inner.drop_tree()
        node.drop_tag()
        return True
    if not address:
        return _use_fallback(node)
    poster = resolve(node.get("poster") or "")
    title = " ".join((node.get("title") or node.get("aria-label") or "").split())
    noun = _noun_of(node, address)
    _replace(node, address, title or f"{noun}: {show_address(address)}", poster)
    return True


def show_address(address: str) -> str:
    """Write an address for people: without its scheme, as far as it can be read."""
    parts = urlsplit(address)
    return unquote(f"{parts.netloc}{parts.path}").removeprefix("www.").rstrip("/")


def _source_of(node: html.HtmlElement) -> str:
    inner = node.find(".//source")
    lazy = (node.get(name) for name in ("src", "data", "data-src", "data-lazy-src"))
    said = next(filter(None, lazy), "")
    if (not said or said == "about:blank") and inner is not None:
        said = inner.get("src") or ""
    return "" if said == "about:blank" else said.strip()


def _noun_of(node: html.HtmlElement, address: str) -> str:
    if node.tag == "video":
        return "Video"
    path = urlsplit(address).path.lower()
    for noun, endings in _ENDINGS.items():
        if path.endswith(endings) and node.tag != "audio":
            return noun
    host = urlsplit(address).hostname or ""
    if node.tag == "iframe" and any(map(host.endswith, _VIDEO_HOSTS)):
        return "Video"
    return "Picture" if path.endswith(_PICTURES) else _NOUNS[node.tag]


def _has_content(node: html.HtmlElement) -> bool:
    return bool(node.text_content().strip()) or any(True for _ in node.iter("img"))


def _use_fallback(node: html.HtmlElement) -> bool:
    """Keep what the author wrote for those who cannot see it, if that is all there is."""
    if not _has_content(node) or node.tag == "iframe":
        return False
    node.drop_tag()
    return True


def _replace(node: html.HtmlElement, address: str, said: str, poster: str) -> None:
    stands_alone = node.getparent().tag not in _LINES
    tail = node.tail
    identity = node.get("id")
    for child in list(node):
        node.remove(child)
    node.attrib.clear()
    node.text, node.tail = None, tail
    if identity:
        node.set("id", identity)
    if poster:
        _set_poster(node, address, said, poster)
    else:
        node.tag = "p" if stands_alone else "a"
        link = etree.SubElement(node, "a") if stands_alone else node
        link.set("href", address)
        link.text = said


def _set_poster(node: html.HtmlElement, address: str, said: str, poster: str) -> None:
    """A figure with the still picture; in a paragraph it is taken out of that later."""
    is_in_figure = node.getparent().tag == "figure"
    node.tag = "p" if is_in_figure else "figure"
    link = etree.SubElement(node, "a", href=address)
    etree.SubElement(link, "img", src=poster, alt=said)
    if not is_in_figure:
        caption = etree.SubElement(node, "figcaption")
        etree.SubElement(caption, "a", href=address).text = said
