"""Every feed is asked once, and what it has is remembered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic

from postroom.errors import Problem
from postroom.harvest.find import Fault, Find
from postroom.harvest.memory import PARSED, Memory, recall, remember
from postroom.harvest.source import FeedSource
from postroom.toolbox.apart import Helper, HelperError, HelperSlowError
from postroom.toolbox.cache import Cache
from postroom.web.fetch import FeedRequest, FeedResponse, Fetcher, NotFetchedError
from postroom.web.parallel import call_all

_MARGIN = 0.1
"""Seconds before nobody waits any longer, in which to say what took so long."""

_SLOW = Fault("making sense of it takes too long", "ask its owner for a plain feed")
_CRASHED = Fault("no sense can be made of it", "ask its owner for a plain feed")


@dataclass(frozen=True)
class Poll:
    """Goes from feed to feed; what is wrong with one is no other's problem."""

    fetcher: Fetcher
    cache: Cache

    def run(self, sources: Iterable[FeedSource]) -> Iterator[Problem]:
        """Ask every feed; give what is wrong, and what was noticed."""
        limits = self.fetcher.limits
        by_feed = {source.feed: source for source in sources}
        polled = call_all(
            {feed: partial(self._visit, source) for feed, source in by_feed.items()},
            at_once=limits.at_once,
            seconds=limits.seconds,
            most_seconds=limits.most_seconds,
        )
        for feed, problems in polled:
            source = by_feed.pop(feed)
            yield from [self._explain_late(source)] if problems is None else problems
        for source in by_feed.values():
            what = f"no time was left for it within {limits.most_seconds:g} seconds"
            yield Problem(source.place, what, "run it again, or raise --most-seconds")

    def _explain_late(self, source: FeedSource) -> Problem:
        late = self.fetcher.late
        return Problem(source.place, late.what, late.fix)

    def _visit(self, source: FeedSource, until: float) -> list[Problem]:
        memory = recall(self.cache, source.feed)
        if memory.wait_until and self.fetcher.now < memory.wait_until:
            moment = f"{memory.wait_until:%Y-%m-%d %H:%M} UTC"
            what = f"its server asks us to wait until {moment}"
            return [Problem(source.place, what, "run it again then", is_fatal=False)]
        request = FeedRequest(source.feed, memory.etag, memory.modified)
        try:
            response = self.fetcher.fetch(request, until)
        except NotFetchedError as error:
            if error.wait_until:
                waiting = replace(memory, wait_until=error.wait_until)
                remember(self.cache, source.feed, waiting)
            return [Problem(source.place, error.what, error.fix)]
        return [*_explain_move(source, response), *self._keep(source, response, until)]

    def _keep(
        self, source: FeedSource, response: FeedResponse, until: float
    ) -> Iterator[Problem]:
        """Remember what a feed has; one that has gone bad stays as it was remembered."""
        if response.content is None:
            return
        left = until - monotonic() - _MARGIN
        finds = parse_apart(response, self.fetcher.now, seconds=left)
        if isinstance(finds, Fault):
            yield Problem(source.place, finds.what, finds.fix)
            return
        memory = Memory(finds, response.etag, response.modified)
        remember(self.cache, source.feed, memory)


def _explain_move(source: FeedSource, response: FeedResponse) -> Iterator[Problem]:
    if response.moved_to:
        what = f"it has moved to {response.moved_to}"
        yield Problem(source.place, what, "write that address", is_fatal=False)


def parse_apart(
    response: FeedResponse, now: datetime, *, seconds: float
) -> tuple[Find, ...] | Fault:
    """Make sense of a feed in a process of its own, which can be stopped.

    A small feed can keep its parser busy for hours: nothing else would end that.
    """
    if seconds <= 0:
        return _SLOW
    facts = (response.url, response.charset, now.isoformat(), f"{seconds:.0f}")
    try:
        with Helper("postroom.harvest", *facts) as helper:
            answer = helper.ask(response.content or b"", seconds=seconds)
        return PARSED.validate_json(answer)
    except HelperSlowError:
        return _SLOW
    except (HelperError, ValueError):
        return _CRASHED
