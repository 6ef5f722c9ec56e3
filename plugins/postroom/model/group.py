"""What a group is: another community, with a newsletter to which posts are offered."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from postroom.model.base import Frozen, LicenceName, Line, Lines, WebAddress
from postroom.model.deadline import Deadline, next_deadline
from postroom.model.formats import FormatName

GROUP_ID = r"^[a-z0-9][a-z0-9-]{0,60}$"

GroupKind = Literal[
    "association", "alumni", "employer", "faith", "hobby", "neighbourhood", "online"
]
Pace = Literal["weekly", "fortnightly", "monthly", "quarterly", "yearly", "irregular"]
Platform = Literal["devto", "mastodon", "bluesky", "medium", "substack", "linkedin"]

_PAIR = "[A-Za-z0-9._~-]+=[A-Za-z0-9._~-]+"
ANNOUNCING: tuple[Platform, ...] = ("mastodon", "bluesky", "linkedin")
"""Platforms on which a text is told of, and not printed once more."""

_MOST_WORDS = 100_000
_ANSWER = timedelta(days=14)
_NOTICE = timedelta(days=5)
_RANGE = re.compile(r"(?:(\d{1,6}) ?[-–] ?)?(\d{1,6})", re.ASCII)


def _range(value: object) -> object:
    """Let `250-500` stand for a range, and one number for the most."""
    if not isinstance(value, (str, int)):
        return value
    found = _RANGE.fullmatch(str(value).strip())
    if found is None or isinstance(value, bool):
        raise ValueError("write the words as `250-500`, or one number for the most")
    return (int(found[1] or 0), int(found[2]))


def _alone(value: object) -> object:
    """Let one entry stand for a list of one."""
    return (value,) if isinstance(value, str) else value


def _id(value: str) -> str:
    if not re.fullmatch(GROUP_ID, value):
        raise ValueError("write the name that the file had, without `.yml`")
    return value


class Wants(Frozen):
    """What a group's editor wishes to get."""

    formats: Annotated[tuple[FormatName, ...], BeforeValidator(_alone)] = ()
    """text, word, html, markdown; the favourite first. Nothing said: text."""

    words: Annotated[tuple[int, int] | None, BeforeValidator(_range)] = None
    """The least and the most words, as `250-500`; one number is the most."""

    topics: Lines = ()
    """Categories, tags or series of ours; nothing said: all of them."""

    exclusive_days: int = Field(default=0, strict=True, ge=0, le=3660)
    """For so many days, nobody else may print what they print, nor have printed it."""

    third_person: bool = False
    """Whether they print nothing that says "I"."""

    @field_validator("words")
    @classmethod
    def _in_order(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value and not 0 <= value[0] <= value[1] <= _MOST_WORDS:
            raise ValueError("write the fewer words first, such as `250-500`")
        return value

    @property
    def format(self) -> FormatName:
        """What to send them."""
        return self.formats[0] if self.formats else "text"


class FeedRule(Frozen):
    """What the feed made for a group lists."""

    topics: Lines = ()
    """Categories, tags or series; nothing said: what the group wants."""

    authors: Lines = ()
    """Keys of `authors.yml`; nothing said: all."""

    content: Literal["full", "summary"] = "full"
    """Whole essays, or their descriptions."""

    limit: int | None = Field(default=None, strict=True, ge=1, le=200)
    """Entries; else the site's limit."""


class Group(Frozen):
    """Another community, as `groups/<id>.yml` describes it."""

    path: str = Field(exclude=True)
    """The YAML file, relative to the content folder."""

    id: str = Field(pattern=GROUP_ID, exclude=True)
    """The name of its file: what commands and addresses call it."""

    name: Line
    """The community."""

    newsletter: Line = ""
    """What its newsletter is called, if not like the community."""

    url: WebAddress | None = None
    """Its page."""

    kind: GroupKind
    """association, alumni, employer, faith, hobby, neighbourhood or online."""

    size: int | None = Field(default=None, strict=True, ge=1)
    """How many people read it, about."""

    aliases: Annotated[
        tuple[Annotated[str, AfterValidator(_id)], ...], BeforeValidator(_alone)
    ] = ()
    """What its file was called before: the feed made for it stays there as well."""

    language: str = Field(default="", pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    """What it is written in (BCP 47); else the site's language."""

    cadence: Pace = "irregular"
    """How often it appears."""

    deadline: Deadline | None = None
    """When it closes: `15th monthly`, `last friday monthly`, `wednesday fortnightly from
    2026-01-07`, or a rule of RFC 5545. Quarters begin in January unless it says so."""

    wants: Wants = Wants()
    """What its editor wishes to get."""

    licences: Annotated[tuple[LicenceName, ...], BeforeValidator(_alone)] = ()
    """The licences it accepts; nothing said: any, with the author's leave."""

    feed: Annotated[
        FeedRule | Literal[False],
        BeforeValidator(lambda v: FeedRule() if v is True else v),
    ] = FeedRule()
    """What the feed made for it lists; `false` for none."""

    link_tag: str = Field(default="", pattern=rf"^({_PAIR}(&{_PAIR})*)?$")
    """Parameters that its links back carry, such as `utm_source=humber`; as a rule none."""

    harvest: WebAddress | None = None
    """The feed in which it publishes, for `postroom harvest`."""

    platform: Platform | None = None
    """Which platform it stands for, if it is one that `postroom crosspost` writes to."""

    server: WebAddress | None = None
    """Where the account is, for platforms of many servers."""

    note: Line = ""
    """Anything worth remembering; never published."""

    @field_validator("language", mode="before")
    @classmethod
    def _norwegian(cls, value: object) -> object:
        return "no" if value is False else value  # what YAML reads a bare `no` as

    @property
    def title(self) -> str:
        """What readers know it as: its newsletter, else the community."""
        return self.newsletter or self.name

    @property
    def only_announces(self) -> bool:
        """Whether what appears there is a line and a link."""
        return self.platform in ANNOUNCING

    @property
    def topics(self) -> tuple[str, ...]:
        """What its feed is about; empty for everything."""
        return (self.feed.topics if self.feed else ()) or self.wants.topics

    def follow_up_after(self, day: date) -> date:
        """When to ask again after an offer: in two weeks, or once its next issue is closed.

        An issue that closes within days of the offer is not waited for.
        """
        latest = day + _ANSWER
        closing = next_deadline(self.deadline, day + _NOTICE) if self.deadline else None
        return min(latest, closing + timedelta(days=1)) if closing else latest
