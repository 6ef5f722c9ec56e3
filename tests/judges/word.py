"""Word documents, ECMA-376 transitional: what Word opens without repairing it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .common import Findings, finding

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_EXTERNAL = ("http://", "https://", "mailto:", "tel:", "ftp://", "geo:", "xmpp:", "magnet:")
_STYLED = ("pStyle", "rStyle", "tblStyle", "basedOn", "next")

_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
        " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap"
        " overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid"
        " spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
        " textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss"
        " imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs"
        " highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout"
        " specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW"
        " jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
        " tblDescription"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
        " tcFitText vAlign hideMark"
    ),
    "tblBorders": "top left start bottom right end insideH insideV",
    "tcBorders": "top left start bottom right end insideH insideV tl2br tr2bl",
    "tblCellMar": "top left start bottom right end",
    "pBdr": "top left bottom right between bar",
    "numPr": "ilvl numId",
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
        " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg"
        " textDirection bidi rtlGutter docGrid printerSettings"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
        " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr"
        " rPr tblPr trPr tcPr tblStylePr"
    ),
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "lvlOverride": "startOverride lvl",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "settings": (
        "zoom defaultTabStop autoHyphenation evenAndOddHeaders characterSpacingControl"
        " footnotePr endnotePr compat docVars rsids themeFontLang decimalSymbol"
        " listSeparator"
    ),
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "pic": "nvPicPr blipFill spPr",
    "blipFill": "blip srcRect tile stretch",
    "spPr": "xfrm custGeom prstGeom noFill",
    "xfrm": "off ext",
}
"""The sequences of the schema; an element that none of them has is for nobody to use."""

_FIRST = {"p": "pPr", "r": "rPr", "tc": "tcPr"}
"""What may stand in an element at its beginning only."""


@dataclass(frozen=True)
class _Package:
    """A document taken apart."""

    parts: dict[str, bytes]
    trees: dict[str, etree._Element]

    def relations(self, part: str) -> dict[str, etree._Element]:
        """What a part leads to, by id."""
        folder, _, name = part.rpartition("/")
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {} if tree is None else {r.get("Id"): r for r in tree.iter(_RELATION)}

    def values(self, part: str, tag: str, attribute: str) -> list[str]:
        """The values of an attribute, wherever a part has it."""
        found = self.trees[part].iter(_W + tag)
        return [node.get(_W + attribute) for node in found]


def check_docx(made: bytes) -> Findings:
    """Find what Word would repair, or refuse to open."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    if names[0] != "[Content_Types].xml":
        yield finding("FirstPart", names[0], "[Content_Types].xml comes first")
    trees = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(content)
            except etree.XMLSyntaxError as error:
                yield finding("WellFormed", name, str(error))
                return
    package = _Package(parts, trees)
    for name, tree in trees.items():
        for node in tree.iter(etree.Element):
            if etree.QName(node).namespace != _MATH:  # names there mean something else
                yield from _check_node(name, node)
    yield from _check_types(package)
    yield from _check_relations(package)
    yield from _check_names(package)
    yield from _check_numbers(package)


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def _check_node(part: str, node: etree._Element) -> Findings:
    tag = _local(node)
    found = [_local(child) for child in node]
    order = _ORDER.get(tag, "").split()
    unknown = [name for name in found if order and name not in order]
    if unknown:
        yield finding("UnknownElement", part, f"{tag} has no {unknown[0]}")
    elif order:
        places = [order.index(name) for name in found]
        if places != sorted(places):
            yield finding("ElementOrder", part, f"{tag}: {' '.join(found)}")
    first = _FIRST.get(tag)
    if first and first in found[1:]:
        yield finding("ElementOrder", part, f"{first} is not the first of {tag}")
    if tag == "tc" and (not found or found[-1] != "p"):
        yield finding("CellEnd", part, "a cell ends with a paragraph")
    if tag == "tbl" and node.tag.startswith(_W):
        yield from _check_grid(part, node)
        after = node.getnext()
        if after is None or _local(after) == "tbl":
            yield finding("TableEnd", part, "a table needs a paragraph behind it")


def _check_grid(part: str, table: etree._Element) -> Findings:
    columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
    for row in table.findall(_W + "tr"):
        spans = (cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in row.findall(_W + "tc"))
        held = sum(1 if span is None else int(span.get(_W + "val")) for span in spans)
        if held != columns:
            yield finding("TableGrid", part, f"{held} columns of {columns}")


def _check_types(package: _Package) -> Findings:
    types = package.trees["[Content_Types].xml"]
    endings = {node.get("Extension") for node in types.iter(_TYPES + "Default")}
    named = {node.get("PartName") for node in types.iter(_TYPES + "Override")}
    for name in package.parts:
        if f"/{name}" not in named and name.rpartition(".")[2] not in endings:
            yield finding("ContentType", name, "of no type")
    for name in named:
        if name[1:] not in package.parts:
            yield finding("ContentType", name, "is not there")


def _check_relations(package: _Package) -> Findings:
    for part, tree in package.trees.items():
        relations = package.relations(part)
        for name in sorted(set(_relations_used(tree)) - relations.keys()):
            yield finding("RelationMissing", part, name)
        for relation in relations.values():
            target = relation.get("Target")
            if relation.get("TargetMode") and not _is_followed(target):
                yield finding("LinkTarget", part, target)
    reached = set(_targets(package))
    for name in sorted(reached - package.parts.keys()):
        yield finding("RelationTarget", name, "is not there")
    for name in package.parts:
        if not name.endswith(".rels") and name[0] != "[" and name not in reached:
            yield finding("PartUnused", name, "nothing leads to it")


def _relations_used(tree: etree._Element) -> Iterator[str]:
    for node in tree.iter(etree.Element):
        yield from (value for key, value in node.items() if key.startswith(_R))


def _is_followed(target: str) -> bool:
    return target.startswith(_EXTERNAL) and not set(target) & set(' "<>\\^`{|}')


def _targets(package: _Package) -> Iterator[str]:
    """Every part that another, or the package, leads to."""
    for part in ("", *package.trees):
        folder = posixpath.dirname(part)
        for relation in package.relations(part).values():
            if not relation.get("TargetMode"):
                yield posixpath.normpath(posixpath.join(folder, relation.get("Target")))


def _check_names(package: _Package) -> Findings:
    styles = set(package.values("word/styles.xml", "style", "styleId"))
    lists = set(package.values("word/numbering.xml", "num", "numId"))
    for part in ("word/document.xml", "word/footnotes.xml", "word/styles.xml"):
        for tag in _STYLED:
            for name in set(package.values(part, tag, "val")) - styles:
                yield finding("StyleMissing", part, name)
        for name in set(package.values(part, "numId", "val")) - lists:
            yield finding("ListMissing", part, name)


def _check_numbers(package: _Package) -> Findings:
    document = "word/document.xml"
    notes = package.values("word/footnotes.xml", "footnote", "id")
    asked = package.values(document, "footnoteReference", "id")
    if asked != [str(number) for number in range(1, len(asked) + 1)]:
        yield finding("NoteOrder", document, " ".join(asked))
    if notes != ["-1", "0", *asked]:
        yield finding("NoteMissing", document, f"{notes} for {asked}")
    parts = (package.trees[document], package.trees["word/footnotes.xml"])
    drawn = [node.get("id") for tree in parts for node in tree.iter(_WP + "docPr")]
    marks = package.values(document, "bookmarkStart", "id")
    for kind, numbers in {"picture": drawn, "bookmark": marks}.items():
        if len(numbers) != len(set(numbers)):
            yield finding("NumberTwice", document, f"{kind}: {' '.join(numbers)}")
