"""The shipped cuts of the typeface: whatever a sheet asks of them they have."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import cut_fonts
from cut_fonts import CUTS, FACES, FAMILY, FOLDER, INLINED, SCRIPTS, cut_font, file_of
from postroom.pages.typefaces import TEXT_FONT

TEMPLATES = FACES.parent.parent
SHEETS = {
    path: path.read_text(encoding="utf-8")
    for pattern in ("*.css", "portfolio/*.html", "share/*.html", "kit/*.html")
    for path in TEMPLATES.rglob(pattern)
    if path not in (FACES, INLINED)
}
RULE = re.compile(r"[{;]\s*(font-[a-z-]+):\s*([^;}]+)")
FONTS = {path.name: TTFont(path) for path in sorted(FOLDER.glob("*.woff2"))}
LATIN = [file_of(cut, "latin") for cut in CUTS]

FEATURES = {
    "normal": (),
    "none": (),
    "common-ligatures": ("liga",),
    "oldstyle-nums": ("onum",),
    "lining-nums": ("lnum",),
    "proportional-nums": ("pnum",),
    "tabular-nums": ("tnum",),
    "small-caps": ("smcp",),
    "all-small-caps": ("smcp", "c2sc"),
}
"""What each word of `font-variant` needs (CSS Fonts 4, 6)."""


def substituted(font: TTFont, feature: str) -> set[str]:
    """The glyphs that a feature exchanges."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    }
    found: set[str] = set()
    for index in lookups:
        for part in table.LookupList.Lookup[index].SubTable:
            bare = getattr(part, "ExtSubTable", part)
            found |= set(getattr(bare, "mapping", ())) | set(getattr(bare, "ligatures", ()))
    return found


def asked(name: str) -> set[tuple[str, str]]:
    """Each value that a sheet gives to a property, with the sheet."""
    return {
        (value.replace("!important", "").strip(), path.name)
        for path, sheet in SHEETS.items()
        for key, value in RULE.findall(sheet)
        if key == name
    }


def test_every_variant_that_a_sheet_asks_for_is_drawn():
    named = {
        (word, sheet)
        for part in ("", "-numeric", "-caps", "-ligatures")
        for value, sheet in asked(f"font-variant{part}")
        for word in value.split()
    }
    text = FONTS[LATIN[0]]
    idle = {
        (word, feature, sheet)
        for word, sheet in named
        for feature in FEATURES[word]
        if not substituted(text, feature)
    }

    assert {"oldstyle-nums", "all-small-caps"} <= {word for word, _ in named}
    assert idle == set()


def test_no_sheet_names_features_by_their_codes():
    """These win over every variant, so that lining figures in tables were old-style."""
    assert asked("font-feature-settings") == set()


def test_no_sheet_asks_for_sizes_that_static_cuts_do_not_have():
    assert [name for name, font in FONTS.items() if "fvar" in font] == []
    assert asked("font-optical-sizing") | asked("font-variation-settings") == set()


def test_every_weight_that_a_sheet_asks_for_is_cut():
    weights = {value for value, _ in asked("font-weight")} - {"inherit", "normal", "bold"}
    named = {w for value in weights for w in value.split()}

    assert {w for w in named if w != "400" and not 600 <= int(w) <= 900} == set()


@pytest.mark.parametrize("name", LATIN)
def test_figures_are_old_style_or_stand_in_columns_in_every_cut(name):
    font = FONTS[name]
    digits = {font.getBestCmap()[ord(d)] for d in "0123456789"}

    assert digits <= substituted(font, "onum") & substituted(font, "pnum")
    assert len({font["hmtx"][digit][0] for digit in digits}) == 1


@pytest.mark.parametrize("name", [LATIN[0], LATIN[2]])
def test_all_letters_have_small_capitals(name):
    font = FONTS[name]
    glyphs = font.getBestCmap()

    for letters, feature in (("abcxyzéßæ", "smcp"), ("ABCXYZÉÆ", "c2sc")):
        wanted = {glyphs[ord(letter)] for letter in letters}
        assert wanted <= substituted(font, feature), feature


@pytest.mark.parametrize("name", LATIN)
def test_letters_are_kerned_and_joined(name):
    font = FONTS[name]

    assert "kern" in {r.FeatureTag for r in font["GPOS"].table.FeatureList.FeatureRecord}
    assert font.getBestCmap()[ord("f")] in substituted(font, "liga")


@pytest.mark.parametrize("name", LATIN)
@pytest.mark.parametrize(
    "letter", "\u2011\u2010–—‘’“”„‚«»‹›…·•†‡′″€™№−×÷←→↑↓↗Œœ§¶©®", ids=ascii
)
def test_typography_is_drawn_in_every_cut(name, letter):
    font = FONTS[name]

    assert font["glyf"][font.getBestCmap()[ord(letter)]].numberOfContours != 0


@pytest.mark.parametrize("name", LATIN)
@pytest.mark.parametrize("space", "\u00a0\u2009\u202f\u200a", ids=ascii)
def test_spaces_have_a_width(name, space):
    font = FONTS[name]

    assert font["hmtx"][font.getBestCmap()[ord(space)]][0] > 0


def test_what_sheets_and_templates_write_is_drawn():
    """No sign falls back on whatever face a reader's machine has."""
    written = "".join(
        "".join(re.findall(r"[^\x00-\x7f]|\\[0-9a-f]{4}", path.read_text(encoding="utf-8")))
        for folder in ("pages", "share", "kit", "magazine", "portfolio")
        for path in (TEMPLATES / folder).rglob("*.*")
        if path.suffix in (".html", ".css") and path != FACES
    )
    said = re.sub(r"\\([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), written)
    known = {chr(code) for code in FONTS[LATIN[0]].getBestCmap()}

    assert {letter for letter in said if letter not in known} == set()


def _letters(spans: str) -> set[int]:
    ends = (span.strip().removeprefix("U+").split("-") for span in spans.split(","))
    return {c for e in ends for c in range(int(e[0], 16), int(e[-1], 16) + 1)}


def test_every_file_is_named_once_for_just_the_letters_that_it_has():
    rules = re.findall(r"url\(fonts/(.*?)\).*?unicode-range:(.*?)}", FACES.read_text())

    assert [name for name, _ in rules] == [file_of(c, s) for s in SCRIPTS for c in CUTS]
    assert {name: _letters(spans) for name, spans in rules} == {
        name: set(font.getBestCmap()) for name, font in FONTS.items()
    }


def test_the_magazines_sheet_has_the_same_rules():
    [sheet] = [text for path, text in SHEETS.items() if path.name == "magazine.css"]

    assert FACES.read_text() in sheet
    assert "Source Serif" not in sheet


@pytest.mark.parametrize(
    ("name", "most"), [*zip(LATIN, (28_000, 23_000, 31_000), strict=True)]
)
def test_cuts_are_small(name, most):
    assert (FOLDER / name).stat().st_size <= most


@pytest.mark.parametrize("name", FONTS)
def test_a_cut_says_whose_it_is_and_bears_no_reserved_name(name):
    """OFL 1.1: "Source" is reserved, notice and licence stay."""
    said = {record.nameID: str(record) for record in FONTS[name]["name"].names}

    assert said[1] == FAMILY
    assert "Reserved Font Name ‘Source’" in said[0]
    assert "SIL Open Font License" in said[13]
    assert [n for n in (1, 2, 4, 6) if "source" in said[n].lower()] == []


def test_the_cut_that_a_page_carries_is_small_and_whole():
    rule = INLINED.read_text(encoding="utf-8")
    carried = b64decode(re.findall(r"base64,([^)]+)\)", rule)[0])
    font = TTFont(BytesIO(carried))

    assert len(carried) <= 25_000
    assert set(font.getBestCmap()) == set(FONTS[LATIN[0]].getBestCmap())
    assert font["name"].getDebugName(1) == FAMILY
    assert substituted(font, "onum")


def test_the_licence_lies_beside_the_cuts():
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")

    assert licence.startswith("Copyright 2014 - 2023 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_same_face_gives_the_same_bytes():
    def cut() -> bytes:
        return cut_font(TTFont(TEXT_FONT), CUTS[1], frozenset(map(ord, "Häfen 2026")))

    made = cut()

    assert made == cut()
    assert set(TTFont(BytesIO(made)).getBestCmap()) == set(map(ord, "Häfen 2026"))


def test_the_knife_is_not_shipped():
    assert Path(cut_fonts.__file__).parent.name == "plugins"
