"""The parts of a document that are the same for every text."""

from postroom.kits.archive import PackedFile
from postroom.kits.word.relations import relate, write_relations
from postroom.kits.word.runs import TYPEWRITER
from postroom.kits.word.styles import SERIF, write_styles
from postroom.kits.word.xml import DECLARATION, OFFICE, PACKAGE, write_part

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = "styles settings fontTable numbering footnotes footer".split()
_TYPES = {
    "/word/document.xml": f"{_MAIN}.document.main+xml",
    **{f"/word/{part}.xml": f"{_MAIN}.{part}+xml" for part in _PARTS},
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": (
        "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    ),
}
_PICTURES = ("gif", "jpeg", "png")

FOOTER = f"rId{_PARTS.index('footer') + 1}"
"""The relationship of the line at the foot of every page."""

FIRST = len(_PARTS) + 1
"""The first number that no relationship of every document has."""

PARTS = [
    relate(f"rId{n}", f"{OFFICE}/{part}", f"{part}.xml") for n, part in enumerate(_PARTS, 1)
]
"""The relationships that every document has."""


def list_fixed(language: str, code: tuple[str, ...]) -> tuple[PackedFile, ...]:
    """Give the parts that are the same for all texts in a language (BCP 47).

    Args:
        language: The language.
        code: What the code in these texts is written in.
    """
    made = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _roots(),
        "docProps/app.xml": _application(),
        "word/styles.xml": write_styles(language, code),
        "word/settings.xml": write_part("settings", _SETTINGS),
        "word/fontTable.xml": write_part("fonts", _FONTS),
        "word/footer.xml": write_part("ftr", _FOOTER),
    }
    return tuple(PackedFile(name, content) for name, content in made.items())


def _content_types() -> bytes:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **{kind: f"image/{kind}" for kind in _PICTURES},
    }
    made = [
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in defaults.items()
    ]
    made += [
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in _TYPES.items()
    ]
    opened = f'<Types xmlns="{PACKAGE}/content-types">'
    return f"{DECLARATION}{opened}{''.join(made)}</Types>".encode()


def _roots() -> bytes:
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    return write_relations(
        [
            relate("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
            relate("rId2", core, "docProps/core.xml"),
            relate("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ]
    )


def _application() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    inner = "<Application>Postroom</Application>"
    return f'{DECLARATION}<Properties xmlns="{space}">{inner}</Properties>'.encode()


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="425"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
_FONTS = (
    f'<w:font w:name="{SERIF}"><w:altName w:val="Cambria"/><w:family w:val="roman"/>'
    '<w:pitch w:val="variable"/></w:font>'
    f'<w:font w:name="{TYPEWRITER}"><w:altName w:val="Courier New"/>'
    '<w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>'
)
_FOOTER = (
    '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:fldSimple w:instr=" PAGE ">'
    "<w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"
)
