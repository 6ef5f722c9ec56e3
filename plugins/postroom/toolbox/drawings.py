"""A drawing (SVG) becomes a bitmap: seen everywhere, and nothing in it is live."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from math import isfinite
from pathlib import Path

from lxml import etree

import postroom

_FONTS = Path(postroom.__file__).parent / "pages" / "fonts"
_FAMILY = "Source Serif 4"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_DROPPED = frozenset("script foreignobject feimage iframe audio video".split())
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.I)
_ELSEWHERE = re.compile(r"@import|url\(\s*[\"']?(?!\s*#)|expression|\\", re.I)
_RUNNING = frozenset("script foreignobject handler iframe object embed audio video".split())
_PAGE = "http://www.w3.org/1999/xhtml"
_INSTRUCTION = re.compile(rb"<\?xml-stylesheet|<!ENTITY|<!ATTLIST", re.I)
_UNSEEN = re.compile(r"[\x00-\x20]")
_PROGRAM = re.compile(r"(?:^|;)(?:[a-z]+script|data|blob|file):", re.I)
_FAR = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)(?<!data:)", re.I)
_REMOTE = re.compile(
    r"@import[^;]*;?|url\(\s*[\"']?\s*(?!data:)(?:[a-z][a-z0-9+.-]*:|//)[^)]*\)|expression\("
    r"|(?:image-set|src)\([^)]*\)?",
    re.I,
)
_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg"/>\n'

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(?:px)?\s*")

_MOST_BYTES = 2_000_000
_MOST_COPIES = 5_000
_WIDE, _LARGEST, _MOST_RATIO = 1_600, 2_400, 20


def is_drawing(content: bytes, name: str = "") -> bool:
    """Whether a picture is a drawing, by its name or by what it holds."""
    named = name.lower().partition("?")[0].endswith((".svg", ".svgz"))
    return named or b"<svg" in content[:4096].lower()


def draw_bitmap(content: bytes) -> bytes | None:
    """Draw it as a PNG; the same drawing gives the same bytes. None if it cannot be.

    Scripts, what lies elsewhere (files of this machine, too), entities and copies of copies
    without end have no part in it; letters are those of the shipped font.

    Source:
        SVG 2, 2.2 (secure static mode).
    """
    import resvg_py  # noqa: PLC0415 - few sites have drawings

    root = _parse(content)
    if root is None or not _is_small(root):
        return None
    _clean(root)
    size = _measure(root)
    if size is None:
        return None
    width, height = size
    if not 1 / _MOST_RATIO <= width / height <= _MOST_RATIO:
        return None
    wide = min(max(width, _WIDE), _LARGEST, _LARGEST * width / height)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    try:
        made: bytes = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"),
            width=max(round(wide), 1),
            skip_system_fonts=True,
            font_files=sorted(map(str, _FONTS.glob("*.ttf"))),
            font_family=_FAMILY,
            serif_family=_FAMILY,
            sans_serif_family=_FAMILY,
            cursive_family=_FAMILY,
            fantasy_family=_FAMILY,
            monospace_family=_FAMILY,
        )
    except (ValueError, RuntimeError):
        return None
    return made


def measure_drawing(content: bytes) -> tuple[int, int] | None:
    """Say how wide and high it is meant to be shown, in pixels; None if it is broken."""
    root = _parse(content)
    size = _measure(root) if root is not None else None
    if size is None:
        return None
    width, height = size
    return max(round(width), 1), max(round(height), 1)


def disarm_drawing(content: bytes) -> bytes:
    """Take out of a drawing all that would run or be fetched where it is opened by itself.

    What holds nothing of that keeps its bytes; what is no drawing becomes an empty one.
    Files beside it are left to it, as are looks and movement.

    Source:
        SVG 2, 2.2 (secure animated mode).
    """
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or _name(root) != "svg" or _is_of_page(root):
        return _EMPTY
    is_harmless = not parser.error_log and not _INSTRUCTION.search(content)
    live = [strip for node in list(root.iter()) for strip in _list_live(node)]
    if is_harmless and not live:
        return content
    for strip in live:
        strip()
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _list_live(node: etree._Element) -> Iterator[Callable[[], object]]:
    """List what takes the live parts out of an element."""
    name = _name(node)
    text = _read_style(node) if name == "style" else ""
    is_foreign = name in _RUNNING or _is_of_page(node)
    if isinstance(node, etree._Entity) or is_foreign or "\\" in text:
        yield partial(_drop, node)
        return
    if _REMOTE.search(text):
        bare = _REMOTE.sub("", text)
        if len(node) or _REMOTE.search(bare):  # what is left makes a new one
            yield partial(_drop, node)
            return
        yield partial(setattr, node, "text", bare)
    for key, value in node.attrib.items() if name else ():
        bare = etree.QName(key).localname.lower()
        address = _UNSEEN.sub("", value)
        is_led = bare in ("href", "to", "from", "values", "by", "src")
        runs = is_led and _PROGRAM.search(address) and not _PICTURE.match(address)
        is_fetched = bare in ("href", "src") and name != "a" and _FAR.match(address)
        is_remote = _REMOTE.search(value) or ("\\" in value and "(" in value)
        if bare.startswith("on") or runs or is_fetched or is_remote:
            yield partial(node.attrib.pop, key)


def _is_of_page(node: etree._Element) -> bool:
    """Whether an element is one of HTML, which is as live within a drawing as elsewhere."""
    return bool(_name(node)) and etree.QName(node).namespace == _PAGE


def _read_style(node: etree._Element) -> str:
    """The sheet as browsers put it together, and all the words that are within it."""
    own = (node.text or "") + "".join(child.tail or "" for child in node)
    return f"{own}\n{''.join(node.itertext())}" if len(node) else own


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        recover=recover,
    )


def _parse(content: bytes) -> etree._Element | None:
    parser = _parser()
    if len(content) > _MOST_BYTES:
        return None
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if _name(root) == "svg" else None


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""


def _clean(root: etree._Element) -> None:
    """Take out whatever could run, or be fetched."""
    for node in list(root.iter()):
        name = _name(node)
        if not name or name in _DROPPED or _is_elsewhere(node):
            _drop(node)
            continue
        for key, value in list(node.attrib.items()):
            is_live = key.lower().startswith("on")
            if is_live or (key not in _HREFS and _ELSEWHERE.search(value)):
                del node.attrib[key]


def _is_elsewhere(node: etree._Element) -> bool:
    if _name(node) == "style":
        return bool(_ELSEWHERE.search("".join(node.itertext())))
    targets = [node.get(key, "").strip() for key in _HREFS if key in node.attrib]
    own = (t.startswith("#") or _PICTURE.match(t) for t in targets)
    return _name(node) != "a" and not all(own)


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _is_small(root: etree._Element) -> bool:
    """Whether all copies that `use` asks for are a number that can be drawn."""
    by_id = {node.get("id"): node for node in root.iter() if node.get("id")}
    open_ids: set[str] = set()

    @cache
    def count(name: str) -> int:
        if name not in by_id or name in open_ids:
            return 0
        open_ids.add(name)
        total = count_all(by_id[name].iter())
        open_ids.discard(name)
        return total

    def count_all(nodes: Iterable[etree._Element]) -> int:
        total = 0
        for node in nodes:
            total += 1
            if _name(node) == "use":
                total += sum(count(node.get(key, "").strip()[1:]) for key in _HREFS)
            if total > _MOST_COPIES:
                return _MOST_COPIES + 1
        return total

    try:
        return count_all(root.iter()) <= _MOST_COPIES
    except RecursionError:
        return False


def _measure(root: etree._Element) -> tuple[float, float] | None:
    """Say how large a drawing is meant to be; None if that is no number."""
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        _, _, wide, high = map(float, box)
    except ValueError:
        wide, high = 300.0, 150.0  # CSS 2.1, 10.3.2
    found = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    width, height = (float(m[1]) if m else None for m in found)
    ratio = (wide / high if wide > 0 and high > 0 else 0.0) or 2.0
    width = width or (height * ratio if height else wide) or 1.0
    height = height or width / ratio
    if not (isfinite(width) and isfinite(height)):
        return None
    return max(width, 1.0), max(height, 1.0)
