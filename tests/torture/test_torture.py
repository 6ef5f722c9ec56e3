"""A smaller torture, and proof that its judge can complain."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .__main__ import SHORT
from .acts import PLACE
from .disks import cut_files
from .process import Act
from .yard import Yard

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc"),
]


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    around = {**os.environ}
    with closing(Yard(tmp_path_factory.mktemp("torture"), 1)) as yard:
        yield yard
    os.environ.clear()
    os.environ.update(around)


@pytest.mark.parametrize("name", SHORT)
def test_nothing_is_lost(yard, name):
    yard.acts, yard.figures, yard.breaches = [PLACE], {}, []

    SHORT[name](yard)

    assert yard.breaches == []
    assert yard.figures or name == "small disks"  # not everybody may mount one


def write_in_place(path: Path, content: str | bytes, **_: str) -> None:
    """Write as one should not: cut the file off, then fill it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


CARELESS = {
    "bytes lost": (Act("check", "small", ("check", "--fix")), "check.write_file"),
    "half files": (Act("new", "small", ("new", "What the choir sang")), "new.write_new"),
}


@pytest.mark.parametrize("kind", CARELESS)
def test_a_writer_that_writes_in_place_is_found_out(yard, monkeypatch, kind):
    act, writer = CARELESS[kind]
    yard.acts, yard.figures, yard.breaches = [act], {}, []
    yard.promise(act)
    monkeypatch.setattr(f"postroom.cli.{writer}", write_in_place)

    cut_files(yard, (100,))

    assert [breach for breach in yard.breaches if f": {kind}" in breach]
