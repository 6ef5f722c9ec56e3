"""A smaller torture, and proof that its judge can complain."""

from __future__ import annotations

from pathlib import Path

import pytest

from .__main__ import SHORT, play
from .disks import cut_files, fail_at_steps
from .process import Act
from .yard import Yard

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc"),
]


@pytest.mark.parametrize("name", SHORT)
def test_nothing_is_lost(name):
    figures, breaches = play(name, 1, SHORT)

    assert sum(row["events"] for row in figures.values()) > 0
    assert breaches == []


def write_in_place(path: Path, content: str | bytes) -> None:
    """Write as one should not: cut the file off, then fill it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for line in str(content).splitlines(keepends=True):
            file.write(line)
            file.flush()


@pytest.mark.parametrize("kind", ["bytes lost", "half files"])
def test_a_writer_that_writes_in_place_is_found_out(tmp_path, monkeypatch, kind):
    module = "check" if kind == "bytes lost" else "new"
    monkeypatch.setattr(f"postroom.cli.{module}.write_file", write_in_place)
    words = {"check": ("check", "--fix"), "new": ("new", "What the choir sang")}[module]
    yard = Yard(tmp_path, 1)
    yard.acts = [Act(module, "small", words)]

    cut_files(yard)
    fail_at_steps(yard, 5)

    assert [breach for breach in yard.breaches if f": {kind}" in breach]
