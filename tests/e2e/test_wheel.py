"""The wheel has everything that a site needs, and nothing that only the checkout does."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from tests.e2e.building import ROOT

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--wheel-dir"]
    subprocess.run([*command, str(folder)], check=True, capture_output=True, timeout=300)
    [wheel] = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def shipped(folder: str, into: str) -> set[str]:
    """What the wheel calls the files of a folder of the checkout."""
    root = ROOT / folder
    kept = (p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {f"{into}/{path.relative_to(root).as_posix()}" for path in kept}


def test_has_every_template(names):
    templates = shipped("templates", "postroom/templates")

    assert "postroom/templates/pages/post.html" in templates
    assert templates - names == set()


def test_has_every_file_of_the_package(names):
    assert shipped("plugins/postroom", "postroom") - names == set()


@pytest.mark.parametrize(
    "ending",
    ["py.typed", "SourceSerif4-SemiBold.ttf", "-text-latin.woff2", "OFL.txt", "share.css"],
)
def test_has(names, ending):
    assert [name for name in names if name.endswith(ending)]


def test_has_nothing_of_the_checkout(names):
    tops = {name.partition("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"postroom"}
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []


def test_registers_the_plugin_and_the_command(names):
    assert [name for name in names if name.endswith("entry_points.txt")]
