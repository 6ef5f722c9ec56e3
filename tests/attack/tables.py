"""Tables that want to stop whoever reads them, or are no tables at all."""

from collections.abc import Iterator
from random import Random

from postroom.intake.tabletext import MAX_BYTES

_HEAD = "title,text\n"
_ROW = "A table of the long room,It seats nine people.\n"


def list_tables(seed: int = 0, scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """List hostile tables, each with its name.

    Args:
        seed: The same seed makes the same tables.
        scale: How much there is of what there is too much of; 1 is what a limit is for.
    """
    chance = Random(seed)

    def many(number: int) -> int:
        return int(number * scale)

    texts = {
        "100,000 rows": _HEAD + _ROW * many(100_000),
        "too many rows": _HEAD + "a,b\n" * many(1_000_000),
        "rows of nothing": _HEAD + "\n" * many(5_000_000),
        "rows of commas": _HEAD + (("," * many(900_000)) + "\n") * 20,
        "a cell of 10 MB": f"{_HEAD}a,{'b' * many(10_000_000)}\n{_ROW}",
        "a cell of 10 MB in quotes": f'{_HEAD}a,"{"b " * many(5_000_000)}"\n{_ROW}',
        "a cell of many lines": _HEAD + 'a,"' + "b\n" * many(3_000_000) + f'"\n{_ROW}',
        "quotes without end": _HEAD + 'a,"b\n' * many(100_000),
        "escapes without end": _HEAD
        + 'a,""b""\n' * many(100_000)
        + '"'
        + '""\n' * many(500_000),
        "quotes": _HEAD + '"' * many(5_000_001),
        "columns": "title," * many(1_000_000) + "\n" + _ROW,
        "a header without end": "title" * many(2_000_000),
        "NULs": "\0" * many(1_000_000),
        "NULs in cells": f"{_HEAD}a\0b,\0\n",
        "rows of CR": _HEAD.replace("\n", "\r") + _ROW.replace("\n", "\r") * many(1_000),
        "formulas": _HEAD + "".join(f"{c}1+1,{c}x\n" for c in "=+-@\t\r＝＋－＠"),
        "stamps": "timestamp," + _HEAD + "".join(f"{'9' * 500},a{n},b\n" for n in range(9)),
        "ragged rows": _HEAD + "a,b,c,d\na\n,,,,,\n",
    }
    yield from ((name, text.encode()) for name, text in texts.items())
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"):
        yield name, (_HEAD + _ROW).encode(name)
        yield f"{name}, cut", (_HEAD + _ROW).encode(name)[:-1]
        yield f"{name}, spoiled", (_HEAD + _ROW).encode(name)[:-9] + chance.randbytes(9)
    yield "noise", chance.randbytes(1_000_000)
    yield "too many bytes", b"a" * (MAX_BYTES + 1)
    for start in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1", b"\x1f\x8b\x08", b"%PDF-1.7"):
        yield f"{start!r}", start + chance.randbytes(1_000)
