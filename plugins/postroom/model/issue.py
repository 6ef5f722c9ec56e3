"""What an issue is: one number of a newsletter, an editor's letter and its sections."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from postroom.model.alias import Aliases
from postroom.model.base import Frozen, LicenceName, Line, Moment, Prose, WebAddress
from postroom.model.base import Lines as Names
from postroom.model.item import UID
from postroom.model.post import Terms


class Quote(Frozen):
    """A sentence worth repeating."""

    text: Prose = Field(min_length=1)
    by: Line = ""
    url: WebAddress | None = None


class Sponsor(Frozen):
    """Who paid for the stamps; said openly, in words, without a tracked link."""

    name: Line
    url: WebAddress
    text: Prose = ""


class Section(Frozen):
    """A part of an issue: posts, items, or both."""

    title: Line
    posts: Names = ()
    """Posts, by slug."""

    items: Names = ()
    """Items, by the names of their files without `.md`."""

    show: Literal["line", "excerpt", "full"] = "excerpt"
    """How much of its posts an issue holds."""

    again: bool = False
    """Whether its items are those of earlier issues, named once more in a line each."""


class Issue(Frozen):
    """One number of a newsletter."""

    path: str = Field(exclude=True)
    """The Markdown file, relative to the content folder."""

    uid: str = Field(pattern=UID)
    """Identity in every feed; never changes."""

    number: int = Field(strict=True, ge=0, le=99_999)
    date: Moment
    """When it appears; a bare date means midnight UTC."""

    subject: Line
    """The subject of the mail, and the title of the page."""

    preheader: Line = ""
    """What a mailbox shows beside the subject."""

    sections: tuple[Section, ...] = ()
    quote: Annotated[
        Quote | None,
        BeforeValidator(lambda v: {"text": v} if isinstance(v, str) else v),
    ] = None
    sponsor: Sponsor | None = None
    licence: LicenceName | None = None
    """Of the letter; items keep what their senders agreed to."""

    reprint: Terms = None
    """May others reprint it, like a post's; its items keep their own terms."""

    aliases: Aliases = ()
    """Addresses it had before, such as `letters/2024/may/`: each leads to it."""

    draft: bool = False
    """Kept out of the built site; shown, and marked, by `serve`."""

    @property
    def published(self) -> datetime:
        """When it appeared, aware."""
        return self.date

    @property
    def updated(self) -> datetime:
        """An issue does not change once it is out."""
        return self.date

    @property
    def sort_key(self) -> tuple[datetime, str]:
        """Orders issues by date, then by number, oldest first."""
        return (self.date, f"{self.number:05}")

    @property
    def tag(self) -> str:
        """The end of its tag URI."""
        return f"issue/{self.uid}"

    def is_public(self, now: datetime) -> bool:
        """Whether readers may see it at the given moment."""
        return not self.draft and self.date <= now

    @property
    def item_names(self) -> tuple[str, ...]:
        """Every item that it prints, in its order."""
        own = (section for section in self.sections if not section.again)
        return tuple(name for section in own for name in section.items)

    @property
    def called_again(self) -> tuple[str, ...]:
        """Every item of an earlier issue that it names once more."""
        others = (section for section in self.sections if section.again)
        return tuple(name for section in others for name in section.items)

    @property
    def post_slugs(self) -> tuple[str, ...]:
        """Every post it lists, in its order."""
        return tuple(slug for section in self.sections for slug in section.posts)
