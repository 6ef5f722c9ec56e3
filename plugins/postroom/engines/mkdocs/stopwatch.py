"""A build tells what took how long, and how far it is, to whoever waits for it."""

import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

_PATIENCE = 2.0
"""Seconds that nobody minds waiting without a word."""

_PAUSE = 0.1
_CLEAR = "\r\x1b[K"

FOUND, READ, CONVERTED = "finding files", "reading and checking", "converting texts"
GATHERED, MADE = "what follows from all texts", "feeds, share pages, kits, files"
RENDERED, FINISHED = "writing pages", "putting the site in place"


@dataclass
class Stopwatch:
    """Times the stages of one build, as MkDocs' events come by."""

    show: Callable[[str], None] | None = None
    """Shows how far it is, in the place of what it showed before; None if nobody looks."""

    clock: Callable[[], float] = time.perf_counter
    stages: dict[str, float] = field(default_factory=dict)
    """Seconds, by what took them, in the order in which it began."""

    _begun: float = 0.0
    _last: float = 0.0
    _shown: float = 0.0
    _done: int = 0
    _count: int = 0

    def attach(self, config: MkDocsConfig) -> None:
        """Listen to a build that has just begun.

        Whatever comes before the first event of a kind, or between two of them, belongs
        to the stage that ends there.
        """
        self._begun = self._last = self.clock()
        events: dict[str, list[Callable[..., Any]]] = config.plugins.events
        events["files"].insert(0, self._ends(FOUND))
        events["files"].append(self._count_pages)
        events["page_markdown"].append(self._passes(CONVERTED))
        events["env"].insert(0, self._ends(CONVERTED))
        events["env"].append(self._ends(GATHERED))
        events["pre_template"].insert(0, self._ends(MADE))
        events["post_page"].append(self._passes(RENDERED))
        events["post_build"].insert(0, self._ends(RENDERED))
        events["post_build"].append(self._ends(FINISHED))

    def _ends(self, stage: str) -> Callable[..., None]:
        def listen(*_: object, **__: object) -> None:
            self._end(stage)
            self._done = 0

        return listen

    def _passes(self, stage: str) -> Callable[..., None]:
        def listen(*_: object, **__: object) -> None:
            self._done += 1
            self._tell(stage)

        return listen

    def _count_pages(self, files: Files, **_: object) -> None:
        self._end(READ)
        self._count = sum(1 for _ in files.documentation_pages())

    def _end(self, stage: str) -> None:
        now = self.clock()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now
        following = _AFTER.get(stage)
        if following:
            self._tell(following)
        elif self.show:
            self.show("")

    def _tell(self, stage: str) -> None:
        now = self.clock()
        is_late = now - self._begun > _PATIENCE and now - self._shown > _PAUSE
        if self.show is None or not is_late:
            return
        self._shown = now
        of = f" {self._done:,} of {self._count:,}" if self._done else ""
        self.show(f"{stage}{of}")

    def report(self) -> list[str]:
        """Say what took how long, a line for each stage."""
        whole = sum(self.stages.values())
        rows = [*self.stages.items(), ("all of it", whole)]
        return [f"{seconds:8.2f} s  {stage}" for stage, seconds in rows]


_STAGES = (FOUND, READ, CONVERTED, GATHERED, MADE, RENDERED, FINISHED)
_AFTER = dict(pairwise(_STAGES))


def find_screen() -> Callable[[str], None] | None:
    """Give what shows a line to somebody who looks on; None in CI, a pipe, or if asked."""
    log = logging.getLogger("mkdocs")
    is_asked = logging.DEBUG < log.getEffectiveLevel() <= logging.INFO
    if not is_asked or os.environ.get("CI") or not sys.stderr.isatty():
        return None
    screen = Screen(sys.stderr)
    for handler in log.handlers:
        handler.addFilter(screen)
    return screen.show


class Screen(logging.Filter):
    """A line of a terminal that is written again and again; a log is not torn by it."""

    def __init__(self, stream: IO[str]) -> None:
        """Write to a terminal."""
        super().__init__()
        self._stream = stream
        self._is_clear = True

    def show(self, text: str) -> None:
        """Show a text, or nothing."""
        if text or not self._is_clear:
            self._stream.write(f"{_CLEAR}{text}")
            self._stream.flush()
        self._is_clear = not text

    def filter(self, record: logging.LogRecord) -> bool:
        """Make room for what is logged."""
        self.show("")
        return True
