"""The family Source Serif 4 becomes the few small cuts that pages are set in.

Run by `make fonts`, never by a build: the cuts are kept beside the templates. The same
family gives the same bytes. Cuts may not bear the name of what they were cut from (OFL
1.1, 3: "Source" is reserved), so they are called Postroom Serif.
"""

import base64
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGE = "source-serif@4.5.1"
"""The whole family at npm, as its makers publish it, under the OFL."""

FAMILY = "Postroom Serif"
FOLDER = Path(__file__).parent.parent / "templates/theme/assets/postroom/fonts"
FACES = FOLDER.parents[3] / "share/faces.css"
MAGAZINE = FOLDER.parents[3] / "magazine/assets/postroom/magazine.css"
"""The magazine has the rules in its own sheet: a sheet more is a request more."""

INLINED = FOLDER.parents[3] / "portfolio/face.css"
"""The text cut once more, without capitals, for a page that is opened from a disk."""

TEXT = ("kern", "liga", "locl", "ccmp", "onum", "lnum", "pnum", "tnum")
CAPITALS = ("smcp", "c2sc")
"""What sheets may name; a test holds every rule against these."""


@dataclass(frozen=True)
class Cut:
    """One face of the family, and what of it is kept."""

    source: str
    weight: str
    """What `font-weight` it answers to."""

    style: str
    name: str
    features: tuple[str, ...]


CUTS = (
    Cut("SourceSerif4-Regular", "400", "normal", "text", (*TEXT, *CAPITALS)),
    Cut("SourceSerif4-It", "400", "italic", "italic", TEXT),  # has no small capitals
    Cut("SourceSerif4Display-Bold", "600 900", "normal", "display", (*TEXT, *CAPITALS)),
)


def _spread(*spans: str) -> frozenset[int]:
    """Write out ranges as CSS has them: `20-7E`, `131`."""
    ends = (span.split("-") for span in spans)
    return frozenset(c for e in ends for c in range(int(e[0], 16), int(e[-1], 16) + 1))


NAMES = frozenset(map(ord, "ĄąĆćĘęŁłŃńŚśŹźŻżČčĚěŘřŠšŽžŐőĞğİıŞş"))
"""What names from Gdańsk, Brno or İzmir need: one of them must not cost a file."""

SCRIPTS = {
    "latin": NAMES
    | _spread(
        *("20-7E", "A0-FF", "152-153", "178", "2C6", "2DC"),
        # spaces, hyphens (2011 does not break), dashes, quotes, daggers, primes, fractions
        *("2002-200B", "2010-2015", "2018-201E", "2020-2022", "2026", "202F", "2030"),
        *("2032-2033", "2039-203A", "2044", "20AC", "2116", "2122"),
        *("2190-2193", "2196-2199", "2212", "2248", "2260", "2264-2265", "2713"),
    ),
    "latin-ext": _spread(
        *("100-151", "154-177", "179-24F", "2A0-2C5", "2C7-2DB", "2DD-330"),
        *("1E00-1EFF", "20A0-20AB", "20AD-20C0"),
    )
    - NAMES,
    "greek": _spread("370-3FF"),
    "cyrillic": _spread("400-4FF"),
}
"""What each file may hold; a browser fetches only those whose letters a page has."""


def cut_font(face: TTFont, cut: Cut, letters: Collection[int]) -> bytes:
    """Keep of a face some letters and features; give it the name that it may bear."""
    options = subset.Options(
        layout_features=[*cut.features],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=[0, 13, 14],
        name_languages=[0x409],
    )
    options.drop_tables += ["DSIG", "meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(face)
    own = cut.name.title()
    names = {1: FAMILY, 2: own, 4: f"{FAMILY} {own}", 6: f"PostroomSerif-{own}"}
    for number, text in names.items():
        face["name"].setName(text, number, 3, 1, 0x409)
    face.flavor = "woff2"
    face.recalcTimestamp = False
    made = io.BytesIO()
    face.save(made)
    return made.getvalue()


def css_range(letters: Collection[int]) -> str:
    """Write the letters as `unicode-range` takes them."""
    spans: list[list[int]] = []
    for letter in sorted(letters):
        if spans and spans[-1][1] == letter - 1:
            spans[-1][1] = letter
        else:
            spans.append([letter, letter])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def write_face(cut: Cut, source: str, letters: Collection[int]) -> str:
    """Write the rule that names a cut; ``source`` is an address for a sheet."""
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:{cut.style};'
        f"font-weight:{cut.weight};font-display:swap;"
        f'src:url({source}) format("woff2");'
        f"unicode-range:{css_range(letters)}}}\n"
    )


def file_of(cut: Cut, script: str) -> str:
    """Name the file of a cut."""
    return f"postroom-serif-{cut.name}-{script}.woff2"


def _fetch(folder: Path) -> Path:
    """Bring the family; npm checks it against the registry's sum."""
    said = subprocess.run(
        ["npm", "pack", "--silent", PACKAGE],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(folder / said.stdout.split()[-1]) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def main() -> None:
    """Cut all anew."""
    with tempfile.TemporaryDirectory() as folder:
        family = _fetch(Path(folder))
        licence = (family / "LICENSE.md").read_text(encoding="utf-8")
        (FOLDER / "OFL.txt").write_text(licence, encoding="utf-8")
        rules = []
        for script, wanted in SCRIPTS.items():
            for cut in CUTS:
                face = TTFont(family / f"TTF/{cut.source}.ttf")
                letters = wanted & face.getBestCmap().keys()
                made = cut_font(face, cut, letters)
                (FOLDER / file_of(cut, script)).write_bytes(made)
                rules.append(write_face(cut, f"fonts/{file_of(cut, script)}", letters))
                sys.stdout.write(f"{file_of(cut, script)}: {len(made):,} bytes\n")
        text = replace(CUTS[0], features=TEXT)
        face = TTFont(family / f"TTF/{text.source}.ttf")
        letters = SCRIPTS["latin"] & face.getBestCmap().keys()
        packed = base64.b64encode(cut_font(face, text, letters)).decode()
        rule = write_face(text, f"data:font/woff2;base64,{packed}", letters)
        INLINED.write_text(rule, encoding="utf-8")
    sheet, faces = MAGAZINE.read_text(encoding="utf-8"), FACES.read_text(encoding="utf-8")
    MAGAZINE.write_text(sheet.replace(faces, "".join(rules)), encoding="utf-8")
    FACES.write_text("".join(rules), encoding="utf-8")


if __name__ == "__main__":
    main()
