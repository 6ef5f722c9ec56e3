"""What was last seen of a feed, as the cache keeps it until the next time."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from postroom.harvest.find import Fault, Find
from postroom.toolbox.cache import Cache

_KIND = "harvest"

PARSED: TypeAdapter[tuple[Find, ...] | Fault] = TypeAdapter(tuple[Find, ...] | Fault)
"""Writes what was gathered as JSON, and reads it."""


@dataclass(frozen=True)
class Memory:
    """What a feed had when it could last be read, and how to ask for what is new."""

    finds: tuple[Find, ...] = ()
    etag: str = ""
    modified: str = ""
    """Its validators (RFC 9110, 8.8), word for word."""

    wait_until: datetime | None = None
    """Its server asked not to be asked before."""


_MEMORY = TypeAdapter(Memory)


def recall(cache: Cache, url: str) -> Memory:
    """What is remembered of a feed; nothing if it was never read."""
    remembered = cache.find(_KIND, url)
    try:
        return _MEMORY.validate_json(remembered) if remembered else Memory()
    except ValidationError:  # written by another version
        return Memory()


def remember(cache: Cache, url: str, memory: Memory) -> None:
    """Keep what was seen of a feed."""
    cache.keep(_KIND, url, _MEMORY.dump_json(memory))
