"""Elements of the modules that feeds may use: dc, sy, fh, media, creativeCommons."""

from __future__ import annotations

from lxml import etree

from . import leaves
from .common import Findings, check_url, finding, is_mime, words
from .leaves import Checks, check_positive
from .shapes import Shape, check_attributes, check_shape, children_of, name_of
from .xmlfile import XmlFile

CHANNEL_ONCE = words(
    "dc:date dc:language dc:rights dc:title dc:description sy:updatePeriod"
    " sy:updateFrequency sy:updateBase fh:archive fh:complete media:title"
    " media:description media:copyright"
)
ENTRY_ONCE = words(
    "dc:date dc:language dc:rights dc:title dc:description dc:source media:title"
    " media:description media:copyright"
)
MANY = words(
    "dc:creator dc:subject dc:publisher dc:contributor dc:identifier"
    " creativeCommons:license media:thumbnail media:category media:keywords"
    " media:credit"
)
ENTRY_MANY = MANY | words("media:content media:group")

_MEDIUMS = words("image audio video document executable")
_TEXT_TYPES = words("plain html")
_INSIDE_MEDIA = Shape(
    once=words("media:title media:description media:copyright"),
    many=words("media:thumbnail media:category media:keywords media:credit"),
    attributes=words(
        "bitrate channels duration expression fileSize framerate height isDefault lang"
        " medium samplingrate type url width"
    ),
)
_GROUP = Shape(once=_INSIDE_MEDIA.once, many=_INSIDE_MEDIA.many | words("media:content"))


def media_content(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """One rendition of a picture, sound or film."""
    yield from check_shape(place, element, _INSIDE_MEDIA)
    yield from _check_url(place, element)
    medium, kind = element.get("medium"), element.get("type")
    if medium is not None and medium not in _MEDIUMS:
        yield finding("InvalidMediaMedium", place, f"{medium!r} is no medium")
    if kind is not None and not is_mime(kind):
        yield finding("InvalidMIMEAttribute", place, f"{kind!r} is no media type")
    yield from _check_numbers(place, element, ("height", "width", "fileSize"))
    yield from check_media(place, element, file)


def media_group(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """Renditions of the same thing: at least two."""
    yield from check_shape(place, element, _GROUP)
    contents = [
        child for child in children_of(element) if name_of(child) == "media:content"
    ]
    if len(contents) <= 1:
        what = f"groups {len(contents)} media:content"
        yield finding("MediaGroupWithoutAlternatives", place, what)
    yield from check_media(place, element, file)


def media_thumbnail(place: str, element: etree._Element, _file: XmlFile) -> Findings:
    """A small picture."""
    yield from check_attributes(place, element, words("height time url width"))
    yield from _check_url(place, element)
    yield from _check_numbers(place, element, ("height", "width"))


def media_text(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """A title or description of a medium."""
    kind = element.get("type", "plain")
    yield from check_attributes(place, element, words("type"))
    if kind not in _TEXT_TYPES:
        yield finding("InvalidMediaTextType", place, f"{kind!r} is neither plain nor html")
    elif kind == "plain":
        yield from leaves.undeclared(place, element, file)


def check_media(place: str, element: etree._Element, file: XmlFile) -> Findings:
    """The media elements inside another one."""
    for child in children_of(element):
        for check in CHECKS.get(name_of(child), ()):
            yield from check(f"{place}/{name_of(child)}", child, file)


def _check_url(place: str, element: etree._Element) -> Findings:
    address = element.get("url")
    if address is None:
        yield finding("MissingAttribute", place, "has no url")
    else:
        yield from check_url(place, address)


def _check_numbers(place: str, element: etree._Element, names: tuple[str, ...]) -> Findings:
    for name in names:
        if name in element.attrib:
            yield from check_positive(f"{place} {name}", str(element.attrib[name]))


CHECKS: Checks = {
    "dc:date": (leaves.w3cdtf,),
    "dc:language": (leaves.language,),
    "dc:creator": (leaves.filled,),
    "creativeCommons:license": (leaves.url,),
    "sy:updatePeriod": (leaves.period,),
    "sy:updateFrequency": (leaves.positive,),
    "sy:updateBase": (leaves.w3cdtf,),
    "media:content": (media_content,),
    "media:group": (media_group,),
    "media:thumbnail": (media_thumbnail,),
    "media:title": (media_text,),
    "media:description": (media_text,),
}
"""What each module asks of its elements, in any format."""

STRUCTURED = words(
    "media:content media:group media:thumbnail media:title media:description"
)
"""Elements whose attributes and children are checked above."""

ATTRIBUTES = {
    "media:category": words("label scheme"),
    "media:copyright": words("url"),
    "media:credit": words("role scheme"),
}
