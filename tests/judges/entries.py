"""What entries of any format must keep together: identity, time, order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from .common import Findings, finding


@dataclass(frozen=True)
class Entry:
    """One entry as its format states it; None where it does not, or badly."""

    place: str
    id: str | None
    published: datetime | None
    updated: datetime | None = None

    @property
    def changed(self) -> datetime | None:
        """When the entry changed last, as far as it says."""
        return self.updated or self.published


def check_entries(
    entries: Sequence[Entry],
    *,
    updated: datetime | None,
    now: datetime | None,
    twice: str,
) -> Findings:
    """Ids are unique, times agree with each other and the feed, newest first.

    ``twice`` names the rule that a repeated id breaks in the format at hand.
    """
    yield from _check_ids(entries, twice)
    yield from _check_times(entries)
    yield from _check_feed_time(entries, updated)
    yield from _check_order(entries)
    yield from _check_ties(entries)
    if now is not None:
        yield from _check_future(entries, updated, now)


def _check_ids(entries: Iterable[Entry], rule: str) -> Findings:
    seen: set[str] = set()
    for entry in entries:
        if entry.id and entry.id in seen:
            yield finding(rule, entry.place, f"the id {entry.id!r} is used twice")
        seen.add(entry.id or "")


def _check_times(entries: Iterable[Entry]) -> Findings:
    for entry in entries:
        if entry.updated and entry.published and entry.updated < entry.published:
            what = f"updated {entry.updated} is before published {entry.published}"
            yield finding("UpdatedBeforePublished", entry.place, what)


def _check_feed_time(entries: Sequence[Entry], updated: datetime | None) -> Findings:
    changes = [entry.changed for entry in entries if entry.changed]
    if not changes or updated is None:
        return
    newest = max(changes).replace(microsecond=0)  # RSS counts whole seconds
    updated = updated.replace(microsecond=0)
    exact = all(entry.updated for entry in entries)
    if updated < newest or (exact and updated != newest):
        what = f"is updated {updated}, its newest entry {newest}"
        yield finding("UpdatedMismatch", "feed", what)


def _check_order(entries: Sequence[Entry]) -> Findings:
    for first, second in pairwise(entries):
        if first.published and second.published and first.published < second.published:
            yield finding("NotNewestFirst", second.place, "is newer than the one before it")


def _check_ties(entries: Sequence[Entry]) -> Findings:
    """Entries of one moment follow their ids, up or down, but always the same way."""
    ties = [
        (first.id < second.id, second.place)
        for first, second in pairwise(entries)
        if first.published and first.published == second.published
        if first.id and second.id and first.id != second.id
    ]
    for (up, _), (also_up, place) in pairwise(ties):
        if up != also_up:
            yield finding(
                "TiesNotById", place, "stands among others of its moment out of order"
            )


def _check_future(
    entries: Iterable[Entry], updated: datetime | None, now: datetime
) -> Findings:
    dated = [("feed", updated)]
    for entry in entries:
        dated += [(entry.place, entry.published), (entry.place, entry.updated)]
    for place in dict.fromkeys(where for where, when in dated if when and when > now):
        yield finding("ImplausibleDate", place, f"is dated after {now}")
