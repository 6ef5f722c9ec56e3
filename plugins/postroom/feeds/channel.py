"""A feed specification becomes a channel: what every format says of the whole feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from postroom.edition.feedspec import STYLES, FeedSpec
from postroom.feeds.entry import Entry
from postroom.model.licence import find_licence
from postroom.model.site import Site

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a feed that has no entry yet."""


@dataclass(frozen=True)
class Channel:
    """One document in one format: identity, addresses, entries."""

    id: str
    title: str
    description: str
    home: str
    url: str
    """Where this very document is served."""

    type: str
    """The media type of this document."""

    updated: datetime
    language: str
    entries: tuple[Entry, ...]
    links: tuple[tuple[str, str, str], ...]
    """Further links: (rel, address, media type)."""

    author: str
    author_url: str
    icon: str
    licence: str
    is_archive: bool
    is_complete: bool
    hub: str


def compose_channel(
    spec: FeedSpec, style: str, site: Site, entries: Mapping[str, Entry]
) -> Channel:
    """Say of a feed what one format's document says of itself."""
    listed = tuple(entries[subject.tag] for subject in spec.subjects)
    licence = find_licence(site.options.licence)
    icon = site.options.icon
    suffix = f"/{spec.year}" if spec.year else ""
    return Channel(
        id=f"{site.authority}feed/{quote(spec.key)}{suffix}",
        title=spec.title,
        description=spec.description,
        home=site.absolute(spec.home),
        url=site.absolute(spec.path(style)),
        type=STYLES[style].type,
        updated=max((e.updated for e in listed), default=EPOCH),
        language=site.language,
        entries=listed,
        links=tuple(_links(spec, style, site)),
        author=site.name,
        author_url=site.base,
        icon=site.absolute(icon) if icon else "",
        licence=licence.url if licence else "",
        is_archive=bool(spec.year),
        is_complete=spec.is_complete,
        hub=(site.options.feeds.hub or "") if not spec.year else "",
    )


def _links(spec: FeedSpec, style: str, site: Site) -> list[tuple[str, str, str]]:
    """What leads on: the subscription document, older and newer archives."""
    kind = STYLES[style].type
    found = []
    if spec.year:
        current = site.absolute(f"{spec.folder}{STYLES[style].file}")
        found.append(("current", current, kind))
    for rel, year in (("prev-archive", spec.older), ("next-archive", spec.newer)):
        if year:
            found.append((rel, site.absolute(spec.archive(year, style)), kind))
    return found
