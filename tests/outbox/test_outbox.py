"""Nobody gets a letter twice, and nobody is lost unsaid; `make outbox` does more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed")
def test_every_reader_has_one_letter_or_is_told_of():
    command = [sys.executable, "-m", "tests.outbox", "--readers=40", "--kills=20"]

    ended = subprocess.run(
        [*command, "--seed=3"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    figures = dict(reversed(line.split(maxsplit=1)) for line in ended.stdout.splitlines())
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert figures["doubles"] == "0"
    assert int(figures["killed"]) >= 12
