"""One build in this very process, watched: `python -m tests.bench.inside`."""

from __future__ import annotations

import cProfile
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import markdown
from mkdocs.__main__ import cli

from .corpus import MARKER

_MARKED = re.compile(MARKER.replace("{number:05d}", r"(\d{5})"))


def build(config: str) -> None:
    """Do what `mkdocs build` does."""
    cli(["build", "-q", "-f", config], standalone_mode=False)


def count(config: str, out: Path) -> None:
    """Write the number of an essay to a file each time that it is converted.

    The file is opened for appending, so that forked workers are counted too.
    """
    convert: Callable[[markdown.Markdown, str], str] = markdown.Markdown.convert
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def watched(self: markdown.Markdown, source: str) -> str:
        for number in _MARKED.findall(source):
            os.write(handle, f"{number}\n".encode())
        return convert(self, source)

    markdown.Markdown.convert = watched
    build(config)


def profile(config: str, out: Path) -> None:
    """Write where the time went, as `cProfile` sees it."""
    watch = cProfile.Profile()
    watch.runcall(build, config)
    watch.dump_stats(out)


if __name__ == "__main__":  # the way, the site's settings, the file to write
    {"count": count, "profile": profile}[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
