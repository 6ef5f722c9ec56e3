"""An issue as it is set: what its page, its feed entry and its mail all say."""

from dataclasses import dataclass, field
from datetime import datetime

from postroom.model.fragment import Fragment


@dataclass(frozen=True, slots=True)
class Fact:
    """A few words below a title: a place, a day, a pay."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A post or an item in its place in an issue; all addresses are absolute."""

    kind: str
    """`post`, or a kind of items."""

    title: str
    url: str
    """Where the title leads; may be empty."""

    permalink: str
    """Its place on the page of the issue; for a post, its page."""

    anchor: str
    """The last part of the permalink; empty for a post."""

    facts: tuple[Fact, ...] = ()
    html: str = ""
    """What it says, clean; may be empty."""

    credit: str = ""
    """Who sent it in; empty for a post, whose facts say who wrote it."""

    credit_url: str = ""
    page: str = ""
    """The page that it has to itself; empty if it has none."""


@dataclass(frozen=True)
class Part:
    """One section."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sheet:
    """One issue with everything in its place; all addresses are absolute."""

    newsletter: str
    """The newsletter's title."""

    number: int
    date: datetime
    subject: str
    preheader: str
    url: str
    """The page of the issue."""

    language: str
    letter: Fragment
    """The editor's letter."""

    parts: tuple[Part, ...] = ()
    """Sections that hold something."""

    quote: Fact | None = None
    """A sentence worth repeating, and its address."""

    quoted: str = ""
    """Whose sentence it is."""

    sponsor: Fact | None = None
    sponsor_html: str = ""
    licence: Fact | None = None
    """The licence's name and address."""

    submit_url: str = ""
    """Where one sends something in for the next issue."""

    home_url: str = ""
    """The page of the newsletter."""

    shown: tuple[str, ...] = ("https://", "http://")
    """How the addresses begin of pictures that its mail may load."""

    images: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height of its pictures, by address, as far as they are known."""

    stand_ins: dict[str, str] = field(default_factory=dict)
    """The addresses of what its mail shows in the place of other pictures, by theirs:
    bitmaps of drawings, smaller ones, and kinds that every program knows."""

    pictures: tuple[str, ...] = ()
    """The addresses of its pictures."""
