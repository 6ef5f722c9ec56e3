"""What a post is: the front matter of one essay, checked."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
    field_validator,
)

from postroom.model.alias import Aliases
from postroom.model.base import (
    Frozen,
    LicenceName,
    Line,
    Lines,
    Moment,
    Prose,
    WebAddress,
    text_keys,
)
from postroom.model.formats import LENGTHS
from postroom.model.licence import Licence, find_licence
from postroom.model.text import SLUG, clean_line


class Dates(Frozen):
    """When a post appeared, and when it last changed in substance.

    mkdocs-material's blog allows dates of other names; they are not used.
    """

    model_config = ConfigDict(extra="ignore")

    created: Moment
    """First publication; never moves. A date in the future schedules the post."""

    updated: Moment | None = None
    """Last change worth telling readers about."""

    @field_validator("updated")
    @classmethod
    def _in_order(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        created = info.data.get("created")
        if value and created and value < created:
            raise ValueError("write a date after `created`, or leave it out")
        return value


class SeriesPart(Frozen):
    """A post's place in a series."""

    name: Line
    part: int | None = Field(default=None, ge=1)
    """Counted from 1; left out, the parts follow by date."""


class PictureTerms(Frozen):
    """What others may do with a picture, if not what they may do with the text."""

    credit: Line = ""
    """Who made it."""

    licence: LicenceName | None = None
    """An SPDX name or an address; else it goes with the text."""

    reuse: bool | None = None
    """`no` keeps it out of kits; so does a licence that reserves all rights."""

    @property
    def licensed(self) -> Licence | None:
        """Its own licence, if it has one."""
        return find_licence(self.licence) if self.licence else None

    @property
    def may_be_reprinted(self) -> bool:
        """Whether kits may hold it."""
        if self.reuse is not None:
            return self.reuse
        return self.licensed is None or bool(self.licensed.url)


class Cover(PictureTerms):
    """The picture that stands for a post."""

    src: Line
    """A path relative to the post's file, or a web address."""

    alt: Line = ""
    """What the picture shows, for those who do not see it."""


class Appearance(Frozen):
    """A place where a post appeared too."""

    name: Line
    url: WebAddress | None = None
    date: Moment | None = None


class Reprint(Frozen):
    """What editors of other newsletters may do with a post."""

    permission: Literal["allowed", "ask", "no"] = "ask"
    note: Line = ""
    not_before: Moment | None = None


def _terms(value: object) -> object:
    """Let one word stand for its permission."""
    if value is True:
        raise ValueError("write one of 'allowed', 'ask' or 'no'")
    if value is False:
        value = "no"  # YAML reads a bare `no` as false
    return {"permission": value} if isinstance(value, str) else value


Terms = Annotated[Reprint | None, BeforeValidator(_terms)]
"""May others reprint it: a word, or `permission`, `note` and `not_before`."""


_SHORT = tuple(room for room in LENGTHS.values() if room.words)


class _Summaries(Frozen):
    """The author's own short versions, for newsletters with little room."""

    @property
    def by_length(self) -> tuple[tuple[int, str], ...]:
        """Those that were written, with the words they are meant to have; longest first."""
        all_of_them = ((room.words, getattr(self, f"words_{room.name}")) for room in _SHORT)
        return tuple((words, prose) for words, prose in all_of_them if prose)


if TYPE_CHECKING:
    Summaries = _Summaries
else:  # a key for each length that is not the whole
    Summaries = create_model(
        "Summaries",
        __base__=_Summaries,
        __doc__=_Summaries.__doc__,
        **{
            f"words_{room.name}": (Prose, Field(default="", alias=room.name))
            for room in reversed(_SHORT)
        },
    )


class Cta(Frozen):
    """The invitation at the end of a post."""

    title: Line = "Let's find time to talk"
    text: Prose = ""
    booking: WebAddress | None = None
    """Where a reader can book a conversation."""

    mail: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+)?$")
    """A public address for letters."""


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _related(value: object) -> object:
    if isinstance(value, dict):
        value = [value]
    return tuple(_flat_links(value)) if isinstance(value, list) else value


_MAX_DEPTH = 5


def _flat_links(entries: list[Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    """Turn mkdocs-material's nav-like `links` into (title, target) pairs."""
    for entry in entries:
        if isinstance(entry, str):
            yield ("", clean_line(entry))
        elif not isinstance(entry, dict) or depth > _MAX_DEPTH:
            raise ValueError("write addresses, or titles with addresses, one a line")
        else:
            for title, target in entry.items():
                if isinstance(target, list):
                    yield from _flat_links(target, depth + 1)
                else:
                    yield (clean_line(str(title)), clean_line(str(target)))


class Post(Frozen):
    """An essay: its identity, its dates and what its author says about it."""

    path: str = Field(exclude=True)
    """The Markdown file, relative to the content folder."""

    uid: str = Field(pattern=r"^[a-z0-9]{4,16}$")
    """Identity in every feed; never changes, whatever title or address do."""

    title: Line
    """Plain text: no HTML, no entities."""

    address: str | None = Field(default=None, exclude=True)
    """What stands in its address in the place of the slug, if that cannot be one: a slug
    of Material's may have dots and slashes, or none; no key of the front matter."""

    slug: str = Field(pattern=SLUG, max_length=120)
    """The last part of the address: letters, digits, `-` and `_`."""

    date: Annotated[
        Dates,
        BeforeValidator(lambda v: v if isinstance(v, (dict, Dates)) else {"created": v}),
    ]
    """First publication; or `created` and `updated`."""

    description: Line = ""
    """One sentence for lists, feeds and link previews."""

    authors: Lines = ()
    """Keys of `authors.yml`."""

    categories: Lines = ()
    """The few rubrics of the magazine."""

    tags: Lines = ()
    """What the post is about."""

    series: Annotated[SeriesPart | None, BeforeValidator(_named)] = None
    """The series it belongs to: a name, or `name` and `part`."""

    image: Annotated[
        Cover | None,
        BeforeValidator(lambda v: {"src": v} if isinstance(v, str) else v),
    ] = None
    """The cover: a path, or `src`, `alt`, `credit`, `licence` and `reuse`."""

    pictures: dict[str, PictureTerms] = Field(default_factory=dict)
    """Whose the pictures of the text are, by path: `credit`, `licence`, `reuse`."""

    rubrics: Lines = Field(default=(), exclude=True)
    """The categories as they were written, where several became one: Material's blog has
    them all in its addresses; no key of the front matter."""

    is_scheduled: bool = Field(default=True, exclude=True)
    """Whether a date in the future keeps it back; in Material's blog that is an option's
    affair, and no key of the front matter."""

    draft: bool = False
    """Kept out of the built site; shown, and marked, by `serve`."""

    pin: bool = False
    """Listed before all others."""

    readtime: int | None = Field(default=None, ge=0)
    """Minutes, if the count of words misleads."""

    links: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_related)] = ()
    """Further reading: addresses, or titles with addresses."""

    licence: LicenceName | None = None
    """An SPDX name such as CC-BY-4.0; else the site's."""

    canonical: WebAddress | None = None
    """The address of the first publication, if that was elsewhere."""

    aliases: Aliases = ()
    """Addresses it had before, such as `old/address/`: each leads to it."""

    also_on: tuple[Annotated[Appearance, BeforeValidator(_named)], ...] = ()
    """Where else it was published: `name`, `url`, `date`."""

    reprint: Terms = None
    """May others reprint it: allowed, ask or no; or with `note` and `not_before`."""

    summaries: Summaries | None = None
    """Short versions of 100, 250 and 500 words, in the author's own words."""

    cta: Cta | bool = True
    """The invitation at the end: the site's, its own, or `false` for none."""

    lang: str = Field(default="", pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    """The language of the text (BCP 47), if not the site's."""

    @field_validator("summaries", mode="before")
    @classmethod
    def _number_keys(cls, value: object) -> object:
        return text_keys(value)

    @property
    def published(self) -> datetime:
        """First publication, aware."""
        return self.date.created

    @property
    def updated(self) -> datetime:
        """Last change in substance, aware; the first publication if there was none."""
        return self.date.updated or self.date.created

    @property
    def sort_key(self) -> tuple[datetime, str]:
        """Orders posts by publication, then by uid, oldest first."""
        return (self.date.created, self.uid)

    @property
    def tag(self) -> str:
        """The end of its tag URI."""
        return f"post/{self.uid}"

    @property
    def topics(self) -> frozenset[str]:
        """What it is filed under, in small letters: categories, tags and its series."""
        series = (self.series.name,) if self.series else ()
        names = (*self.categories, *self.tags, *series)
        return frozenset(name.casefold() for name in names)

    def is_about(self, topics: Iterable[str]) -> bool:
        """Whether it is filed under one of some topics."""
        return not self.topics.isdisjoint(topic.casefold() for topic in topics)

    def is_public(self, now: datetime) -> bool:
        """Whether readers may see this post at the given moment."""
        return not self.draft and (self.published <= now or not self.is_scheduled)

    def licence_or(self, default: str) -> Licence:
        """The post's licence, or the site's."""
        found = find_licence(self.licence or default)
        assert found is not None  # both were checked at the edge
        return found
