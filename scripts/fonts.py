"""The whole Source Serif becomes the few small files that the magazine is set in.

`make fonts` takes the family from the npm package `source-serif` and writes to
`templates/magazine/assets/postroom/fonts/`; what is there is kept in Git.
A changed range of letters goes into `magazine.css`, too; a test compares them.
"""

import io
import sys
import tarfile
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "templates/magazine/assets/postroom/fonts"
FAMILY = "Postroom Serif"
"""The licence reserves the name of the original for the original."""

CUTS = {
    "text": "SourceSerif4-Regular",
    "italic": "SourceSerif4-It",
    "title": "SourceSerif4Subhead-Semibold",
}
"""The master of each cut; titles and bold words share one, drawn for sizes between."""

FEATURES = "kern liga locl ccmp onum lnum pnum tnum".split()
SMALL_CAPITALS = "smcp c2sc".split()
LATIN = (
    "0020-007E 00A0-017F 0218-021B 02C6 02C7 02DA 02DC"
    " 2009-200B 2010-2015 2018-201E 2020-2022 2026 202F 2030 2032 2033 2039 203A 2044 "
    "20AC 2116 2122 2190-2193 2212 2215 2260 2264 2265 FB01 FB02"
)
EXTENDED = (
    "0180-0217 021C-024F 0259 02BB 02BC 02D8 02D9 02DB 02DD "
    "0300-0328 1E00-1EFF 20A0-20AB 20AD-20C0 2C60-2C7F A720-A7FF"
)
PARTS = {"latin": LATIN, "extended": EXTENDED}


def make_subset(master: bytes, ranges: str, features: list[str]) -> bytes:
    """Keep the letters of some ranges, and what the features make of them."""
    font = TTFont(io.BytesIO(master), recalcTimestamp=False)
    options = Options(
        layout_features=features,
        flavor="woff2",
        hinting=False,
        name_IDs=[0, 1, 2, 4, 13, 14],
        notdef_outline=True,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(ranges.replace(" ", ",")))
    subsetter.subset(font)
    for record in font["name"].names:
        record.string = str(record).replace("Source Serif 4", FAMILY)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def main(package: str) -> None:
    """Write the files of every cut."""
    with tarfile.open(package) as archive:
        for cut, name in CUTS.items():
            member = archive.extractfile(f"package/WOFF2/TTF/{name}.ttf.woff2")
            assert member is not None  # it is a file
            master = member.read()
            for part, ranges in PARTS.items():
                capitals = SMALL_CAPITALS if (cut, part) == ("text", "latin") else []
                kept = [*FEATURES, *capitals]
                path = FONTS / f"postroom-serif-{cut}-{part}.woff2"
                path.write_bytes(make_subset(master, ranges, kept))
                print(f"{path.name}: {path.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
