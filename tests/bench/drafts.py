"""Seconds without imports: `python -m tests.bench.drafts OUT new|read`, beside a site."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from .issues import FOLDER

_ITEMS = Path("docs") / FOLDER / "items"


def draft() -> float:
    """Do what `postroom issue new` does."""
    from postroom.cli import main  # noqa: PLC0415  # the other way does without it

    start = process_time()
    main(["issue", "new"], standalone_mode=False)
    return process_time() - start


def read() -> float:
    """Read and parse the file of every item once."""
    from postroom.reading.items import parse_item  # noqa: PLC0415

    start = process_time()
    for path in _ITEMS.iterdir():
        item, problems = parse_item(f"{FOLDER}/items/{path.name}", path.read_bytes())
        assert item is not None, problems
    return process_time() - start


if __name__ == "__main__":
    made = {"new": draft, "read": read}[sys.argv[2]]()
    Path(sys.argv[1]).write_text(json.dumps([made]), encoding="ascii")
