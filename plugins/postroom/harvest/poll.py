"""One round: every feed is asked once, and what it has is remembered."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic

from postroom.errors import Problem
from postroom.harvest.find import Fault, Find
from postroom.harvest.source import Source
from postroom.harvest.store import GATHERED, Memory, recall, remember
from postroom.toolbox.cache import Cache
from postroom.web.fetch import Answer, Fetcher, NotFetchedError, Question
from postroom.web.parallel import do_all

_MARGIN = 0.1
"""Seconds before nobody waits any longer, in which to say what took so long."""

_SLOW = Fault("making sense of it takes too long", "ask its owner for a plain feed")
_CRASHED = Fault("no sense can be made of it", "ask its owner for a plain feed")


@dataclass(frozen=True)
class Round:
    """Goes from feed to feed; what is wrong with one is no other's problem."""

    fetcher: Fetcher
    cache: Cache

    def go(self, sources: Iterable[Source]) -> Iterator[Problem]:
        """Ask every feed; give what is wrong, and what was noticed."""
        limits = self.fetcher.limits
        by_feed = {source.feed: source for source in sources}
        done = do_all(
            {feed: partial(self._visit, source) for feed, source in by_feed.items()},
            at_once=limits.at_once,
            seconds=limits.seconds,
            most_seconds=limits.most_seconds,
        )
        for feed, found in done:
            source = by_feed.pop(feed)
            yield from [self._explain_late(source)] if found is None else found
        for source in by_feed.values():
            what = f"no time was left for it within {limits.most_seconds:g} seconds"
            yield Problem(source.place, what, "run it again, or raise --most-seconds")

    def _explain_late(self, source: Source) -> Problem:
        late = self.fetcher.late
        return Problem(source.place, late.what, late.fix)

    def _visit(self, source: Source, until: float) -> list[Problem]:
        memory = recall(self.cache, source.feed)
        if memory.wait_until and self.fetcher.now < memory.wait_until:
            told = f"{memory.wait_until:%Y-%m-%d %H:%M} UTC"
            what = f"its server asks us to wait until {told}"
            return [Problem(source.place, what, "run it again then", is_fatal=False)]
        question = Question(source.feed, memory.etag, memory.modified)
        try:
            answer = self.fetcher.fetch(question, until)
        except NotFetchedError as error:
            if error.wait_until:
                waiting = replace(memory, wait_until=error.wait_until)
                remember(self.cache, source.feed, waiting)
            return [Problem(source.place, error.what, error.fix)]
        return [*_explain_move(source, answer), *self._keep(source, answer, until)]

    def _keep(self, source: Source, answer: Answer, until: float) -> Iterator[Problem]:
        """Remember what a feed has; one that has gone bad stays as it was remembered."""
        if answer.content is None:
            return
        left = until - monotonic() - _MARGIN
        found = gather_apart(answer, self.fetcher.now, seconds=left)
        if isinstance(found, Fault):
            yield Problem(source.place, found.what, found.fix)
            return
        memory = Memory(found, answer.etag, answer.modified)
        remember(self.cache, source.feed, memory)


def _explain_move(source: Source, answer: Answer) -> Iterator[Problem]:
    if answer.moved_to:
        what = f"it has moved to {answer.moved_to}"
        yield Problem(source.place, what, "write that address", is_fatal=False)


def gather_apart(
    answer: Answer, now: datetime, *, seconds: float
) -> tuple[Find, ...] | Fault:
    """Make sense of a feed in a process of its own, which can be stopped.

    A small feed can keep its parser busy for hours: nothing else would end that.
    """
    if seconds <= 0:
        return _SLOW
    command = [sys.executable, "-P", "-m", "postroom.harvest"]
    facts = [answer.url, answer.charset, now.isoformat(), f"{seconds:.0f}"]
    try:
        done = subprocess.run(
            [*command, *facts],
            input=answer.content or b"",
            capture_output=True,
            check=True,
            timeout=seconds,
        )
        return GATHERED.validate_json(done.stdout)
    except subprocess.TimeoutExpired:
        return _SLOW
    except (OSError, ValueError, subprocess.CalledProcessError):
        return _CRASHED
