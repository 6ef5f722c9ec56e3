"""What a feed holds: an entry as it came, and the find that is made of it."""

from dataclasses import dataclass
from datetime import datetime

from postroom.model.address import normalise


@dataclass(frozen=True)
class RawEntry:
    """One entry as its feed tells it; hostile, and every text of it is HTML."""

    url: str
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    summary: str = ""
    content: str = ""
    licences: tuple[str, ...] = ()
    """Addresses of licences, or anything else."""


@dataclass(frozen=True)
class Find:
    """One post of a group or a member; safe to show, and as true as its feed."""

    url: str
    """Its page, without trackers; http or https."""

    title: str
    author: str = ""
    """Who wrote it, if the feed names anybody."""

    published: datetime | None = None
    """When, in UTC; None if the feed does not say, or says what is still to come."""

    summary: str = ""
    """A few sentences of plain text."""

    licence: str = ""
    """The SPDX name of a licence that lets others print it; else nothing."""

    html: str = ""
    """The whole text, if the feed has it and the licence is open; no pictures."""

    pictures: int = 0
    """How many pictures were left out of it."""

    @property
    def address(self) -> str:
        """Its page, written so that two addresses of one page are the same."""
        return normalise(self.url)

    @property
    def is_reprintable(self) -> bool:
        """Whether its text is here, may be printed, and can be credited with a date."""
        return bool(self.html and self.licence and self.published)


@dataclass(frozen=True)
class Fault:
    """Why a feed gave nothing, and what to do about it."""

    what: str
    fix: str
