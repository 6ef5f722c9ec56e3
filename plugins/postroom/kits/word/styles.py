"""A language becomes `styles.xml`: a manuscript in a serif, styles called as in Word."""

from collections.abc import Iterable
from typing import NamedTuple

from postroom.kits.word.runs import EASTERN, TYPEWRITTEN, write_language
from postroom.kits.word.shapes import STEP
from postroom.kits.word.xml import write_part

SERIF = "Georgia"
_CODE = "HTMLPreformatted"
_GREY = '<w:color w:val="595959"/>'
_TOGETHER = "<w:keepNext/><w:keepLines/>"


class _Style(NamedTuple):
    """A style of paragraphs."""

    id: str
    name: str
    """Word shows those that it knows in its own language."""

    paragraph: str = ""
    run: str = ""
    next: str = ""
    is_ours: bool = False
    """Whether Word has none of this name."""


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _gap(before: int, after: int, line: int = 312) -> str:
    """Say how much is above and below, and how high a line is (240 is one line)."""
    return (
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" '
        'w:lineRule="auto"/>'
    )


def _heading(level: int, points: float, before: int, run: str = "<w:b/><w:bCs/>") -> _Style:
    return _Style(
        f"Heading{level}",
        f"heading {level}",
        f'{_TOGETHER}{_gap(before, 100, 264)}<w:outlineLvl w:val="{level - 1}"/>',
        f"{run}{_size(points)}",
        next="Normal",
    )


_BOLD_ITALIC = "<w:b/><w:bCs/><w:i/><w:iCs/>"
_STYLES = (
    _Style(
        "Title",
        "Title",
        f"{_TOGETHER}{_gap(0, 120, 252)}",
        f"<w:b/><w:bCs/>{_size(23)}",
        next="Subtitle",
    ),
    _Style(
        "Subtitle",
        "Subtitle",
        f"{_TOGETHER}{_gap(0, 160, 276)}",
        f"<w:i/><w:iCs/>{_GREY}{_size(13)}",
        next="Normal",
    ),
    _Style("Byline", "Byline", _gap(0, 400), _size(10.5), next="Normal", is_ours=True),
    _heading(1, 15, 360),
    _heading(2, 12.5, 300),
    _heading(3, 11, 240, _BOLD_ITALIC),
    _heading(4, 11, 240, "<w:i/><w:iCs/>"),
    _heading(5, 10, 240, f"<w:i/><w:iCs/>{_GREY}"),
    _Style(
        "Quote",
        "Quote",
        f'{_gap(0, 140, 300)}<w:ind w:left="{STEP}" w:right="{STEP}"/>',
        _size(10.5),
    ),
    _Style("ListParagraph", "List Paragraph", "<w:contextualSpacing/>"),
    _Style(
        _CODE,
        "HTML Preformatted",
        '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="BFBFBF"/></w:pBdr>'
        f'{_gap(60, 200, 264)}<w:ind w:left="200"/><w:jc w:val="left"/>',
        f"{TYPEWRITTEN}<w:noProof/>{_size(9)}",
    ),
    _Style("Figure", "Figure", _gap(120, 100, 240), is_ours=True),
    _Style("Caption", "caption", _gap(0, 160, 264), f"{_GREY}{_size(9.5)}"),
    _Style("TableText", "Table Text", _gap(50, 50, 264), _size(10), is_ours=True),
    _Style("TableEnd", "Table End", _gap(0, 0, 240), _size(8), is_ours=True),
    _Style(
        "DefinitionTerm",
        "Definition Term",
        f"{_TOGETHER}{_gap(60, 20)}",
        "<w:b/><w:bCs/>",
        is_ours=True,
    ),
    _Style(
        "SectionBreak",
        "Section Break",
        f'{_gap(240, 320)}<w:jc w:val="center"/>',
        is_ours=True,
    ),
    _Style("FootnoteText", "footnote text", _gap(0, 60, 252), _size(9)),
    _Style(
        "Credit", "Credit", f"<w:keepLines/>{_gap(0, 60, 276)}", _size(9.5), is_ours=True
    ),
    _Style(
        "Footer", "footer", f'{_gap(0, 0, 240)}<w:jc w:val="center"/>', f"{_GREY}{_size(9)}"
    ),
)
_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="1F4E79"/>'
    '<w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference">'
    '<w:name w:val="footnote reference"/><w:basedOn w:val="DefaultParagraphFont"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="HTMLCode"><w:name w:val="HTML Code"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>'
    f"{TYPEWRITTEN}<w:noProof/>{_size(9.5)}</w:rPr></w:style>"
)
_HAIRLINE = 'w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"'
_LINE = 'w:val="single" w:sz="8" w:space="0" w:color="404040"'
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="RuledTable">'
    '<w:name w:val="Ruled Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    f"<w:top {_LINE}/><w:bottom {_LINE}/><w:insideH {_HAIRLINE}/>"
    "</w:tblBorders></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    f"<w:bottom {_LINE}/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
)
_NUMBERS = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
    '<w:name w:val="No List"/></w:style>'
)


def style_of_code(language: str) -> str:
    """The id of the style of code, which has one for each language of programs."""
    return f"{_CODE}-{language}" if language else _CODE


def write_styles(language: str, code: Iterable[str] = ()) -> bytes:
    """Write the styles of a text.

    Args:
        language: What it is written in (BCP 47).
        code: What its code is written in; whoever sets it sees that in the style's name.
    """
    eastern = EASTERN.get(language.partition("-")[0].lower(), SERIF)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{SERIF}" '
        f'w:hAnsi="{SERIF}" w:eastAsia="{eastern}" w:cs="Times New Roman"/>'
        f"{_size(11)}{write_language(language)}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/>{_gap(0, 140)}'
        "</w:pPr></w:style>"
    )
    paragraphs = "".join(map(_write_style, _STYLES))
    paragraphs += "".join(map(_write_style_of_code, code))
    styles = normal + paragraphs + _CHARACTERS + _TABLES + _NUMBERS
    return write_part("styles", defaults + styles)


def _write_style_of_code(language: str) -> str:
    return (
        '<w:style w:type="paragraph" w:customStyle="1" '
        f'w:styleId="{style_of_code(language)}"><w:name w:val="HTML Preformatted '
        f'{language}"/><w:basedOn w:val="{_CODE}"/><w:qFormat/></w:style>'
    )


def _write_style(style: _Style) -> str:
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    ours = ' w:customStyle="1"' if style.is_ours else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    return (
        f'<w:style w:type="paragraph"{ours} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>{following}<w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr>{run}</w:style>"
    )
