"""Posts and fragments become entries: what every feed format says of one post."""

import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from html import escape
from urllib.parse import urlsplit

from postroom.model.fragment import Fragment
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import shorten

_escape = partial(escape, quote=False)
_TAGS, _TAGS_OF_ONE = 250, 60
"""Bytes of tags around an entry, and around each thing in it, as Atom has them."""

_MOST = 500_000
"""Bytes of one text in a feed: readers and services give up on one of 512,000."""


@dataclass(frozen=True)
class Person:
    """A name, and perhaps a page and a picture."""

    name: str
    url: str = ""
    avatar: str = ""


@dataclass(frozen=True)
class Term:
    """A word under which an entry is filed, and the page that lists its like."""

    label: str
    scheme: str


@dataclass(frozen=True)
class Medium:
    """The picture that stands for an entry."""

    url: str
    type: str
    alt: str
    size: tuple[int, int] | None


@dataclass(frozen=True)
class Entry:
    """What a feed lists; the same in every feed and format that carries it."""

    id: str
    """A tag URI (RFC 4151); never changes."""

    url: str
    """The page for people."""

    title: str
    """Plain text."""

    summary: str
    """Plain text; may be empty."""

    html: str
    """The whole essay; empty when the feed gives summaries only."""

    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    terms: tuple[Term, ...]
    image: Medium | None
    licence: str
    """The address of the licence, if it has one."""

    via: str
    """The first publication elsewhere, if there was one."""

    language: str

    @cached_property
    def size(self) -> int:
        """The bytes that a feed grows by, at most, as XML or JSON write it."""
        plain = f"{self.id}{self.title}{self.url}{self.via}{self.licence}"
        summary = _escape(_escape(self.summary)) * (1 if self.html else 2)
        beside = [plain, *(f"{p.name}{p.url}{p.avatar}" for p in self.authors)]
        beside += [f"{term.label}{term.label}{term.scheme}" for term in self.terms]
        if self.image:
            beside.append(f"{self.image.url}{self.image.alt}")
        written = summary + "".join(map(_escape, beside))
        return self._text_size + len(written.encode()) + _TAGS + _TAGS_OF_ONE * len(beside)

    @cached_property
    def _text_size(self) -> int:
        """The bytes of its text where it takes most."""
        as_json = json.dumps(self.html, ensure_ascii=False)
        return max(len(_escape(self.html).encode()), len(as_json.encode()))

    @cached_property
    def is_too_long(self) -> bool:
        """Whether no feed could carry its text, as XML or JSON write it."""
        return self._text_size > _MOST

    @property
    def fitted(self) -> "Entry":
        """The same, or only its summary where its text is too long for a feed."""
        return replace(self, html="") if self.is_too_long else self


def compose_entry(
    post: Post,
    fragment: Fragment,
    site: Site,
    show: Callable[[str], tuple[str, tuple[int, int] | None]],
) -> Entry:
    """Say of a post what feeds say; ``show`` gives the picture they load, and its size."""
    full = site.options.feeds.content == "full"
    return Entry(
        id=f"{site.authority}{post.tag}",
        url=site.absolute(site.post_page(post)),
        title=post.title,
        summary=post.description or shorten(fragment.teaser, 300) or post.title,
        html=fragment.html if full else "",
        published=post.published,
        updated=post.updated,
        authors=tuple(
            Person(a.name, site.home_of_author(a), show(site.avatar_of(a))[0])
            for a in site.authors_of(post)
        )
        or (Person(site.name, site.base),),
        terms=tuple(
            Term(label, site.absolute(site.page_of_term(kind, label)))
            for kind in ("categories", "tags")
            for label in dict.fromkeys(getattr(post, kind))
        ),
        image=_medium(post, site, show),
        licence=post.licence_or(site.options.licence).url,
        via=post.canonical or "",
        language=post.lang or site.language,
    )


def _medium(
    post: Post, site: Site, show: Callable[[str], tuple[str, tuple[int, int] | None]]
) -> Medium | None:
    if post.image is None:
        return None
    url, size = show(site.cover_of(post))
    kind = mimetypes.guess_type(urlsplit(url).path)[0] or ""
    return Medium(url, kind, post.image.alt, size) if kind.startswith("image/") else None
