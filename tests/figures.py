"""What a long proof counted becomes one plain table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def draw_figures(
    rows: Mapping[str, Counter[str]], columns: Sequence[str], seed: int
) -> list[str]:
    """Draw a row for each name, and one for all of them."""
    every = {**rows, "all": sum(rows.values(), Counter())}
    wide = max(map(len, every))
    return [
        f"SEED={seed}",
        " " * wide + "".join(f"  {column}" for column in columns),
        *(
            f"{name:{wide}}" + "".join(f"  {row[c]:{len(c)}}" for c in columns)
            for name, row in every.items()
        ),
    ]
