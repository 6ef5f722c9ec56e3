"""What a site's owner can set of a newsletter."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from postroom.model.base import Folder, Frozen, Line, Lines, Prose, WebAddress
from postroom.model.cadence import Cadence
from postroom.model.item import Zone
from postroom.model.kinds import KINDS

Service = Literal["buttondown", "keila", "kit", "listmonk", "mailchimp", "mailto"]
POSTS = "posts"
"""What a section holds that lists essays."""

_MAIL = r"^([^@\s<>]+@[^@\s<>]+)?$"


class SectionOptions(Frozen):
    """One section of every issue: its title, and what belongs into it."""

    title: Line
    holds: Lines
    """Kinds of items, and `posts`."""

    @field_validator("holds")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in KINDS and name != POSTS:
                raise ValueError(f"write kinds of items: {', '.join((POSTS, *KINDS))}")
        return value


def _section(value: object) -> object:
    """Let a kind stand for itself, and `Title: kinds` for a section."""
    if isinstance(value, str):
        heading = KINDS[value].heading if value in KINDS else "New essays"
        return {"title": heading, "holds": (value,)}
    if isinstance(value, dict) and len(value) == 1:
        ((title, holds),) = value.items()
        return {"title": title, "holds": holds}
    return value


class ServiceOptions(Frozen):
    """Who keeps the list of addresses: a mailing service, or a mailbox."""

    name: Service = "mailto"
    account: Line = ""
    """The account's name at Buttondown, the form's number at Kit."""

    action: WebAddress | None = None
    """Where the form is sent, at listmonk, Keila and Mailchimp."""

    lists: Lines = ()
    """The ids of the lists at listmonk."""

    mail: str = Field(default="", pattern=_MAIL)
    """The address that takes subscriptions by letter."""

    @model_validator(mode="after")
    def _complete(self) -> "ServiceOptions":
        needed = {"buttondown": "account", "kit": "account", "mailto": "mail"}
        key = needed.get(self.name, "action")
        if not getattr(self, key):
            raise ValueError(f"{self.name} needs `{key}` as well")
        return self


class MailOptions(Frozen):
    """What every mail of a newsletter says of itself."""

    sender: Line = ""
    """The sender's name; else the newsletter's title."""

    address: str = Field(default="", pattern=_MAIL)
    """The address that mails come from, and that readers can answer."""

    postal: Prose = ""
    """The postal address that laws ask for."""

    reason: Prose = ""
    """Why the reader gets this mail, in a sentence."""

    unsubscribe: str = Field(default="", pattern=r"^((https|mailto):\S+)?$")
    """Where to stop it: an address; a mailing service has its own."""

    one_click: bool = False
    """Whether `unsubscribe` takes a bare POST request (RFC 8058)."""

    list_id: str = Field(default="", pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)+)?$")
    """The list's lasting name (RFC 2919), such as `table.example.org`."""


Way = Literal[
    "folder",
    "smtp",
    "listmonk",
    "buttondown",
    "kit",
    "mailchimp",
    "keila",
    "webhook",
]
"""The ways out that `postroom send` knows."""


class SendOptions(Frozen):
    """How an issue reaches its readers; a build never looks at it."""

    via: Way = "folder"
    """By which way."""

    server: str = Field(default="", pattern=r"^\S*$")
    """The mail server as `host` or `host:port`, or the address of one's own service."""

    to: str = Field(default="", pattern=_MAIL)
    """The address of a mailing list, which is then all that gets it."""

    lists: Lines = ()
    """Who gets it, by the names of lists at listmonk, the audience at Mailchimp."""

    most: int = Field(default=500, ge=1)
    """So many readers may get it by a mail server; for more there are services."""

    rate: int = Field(default=60, ge=1)
    """So many letters a minute go to a mail server."""

    dkim: str = Field(default="", pattern=r"^[\w.-]*$")
    """The selector of the key that the mail is signed with, for `--online`."""

    @model_validator(mode="after")
    def _reachable(self) -> "SendOptions":
        if self.via in ("smtp", "listmonk", "keila", "webhook") and not self.server:
            raise ValueError(f"{self.via} needs `server` as well")
        if self.via in ("listmonk", "mailchimp") and not self.lists:
            raise ValueError(f"{self.via} needs `lists` as well")
        return self


class Member(Frozen):
    """Somebody of the community who publishes elsewhere."""

    name: Line
    feed: WebAddress
    """Where their posts are listed: RSS, Atom or JSON Feed."""


def _member(value: object) -> object:
    """Let `Name: https://their.feed` stand for a member."""
    if isinstance(value, dict) and len(value) == 1 and not value.keys() & {"name", "feed"}:
        ((name, feed),) = value.items()
        return {"name": name, "feed": feed}
    return value


class NewsletterOptions(Frozen):
    """What a site's owner can set of one newsletter."""

    title: Line
    folder: Folder = "newsletter"
    """Below the content folder, and in the address."""

    description: Line = ""
    """One sentence: what it brings, and to whom."""

    cadence: Cadence = "monthly"
    """How often it appears."""

    deadline: int = Field(default=3, ge=0, le=60)
    """Days before an issue on which items have to be there."""

    sections: tuple[Annotated[SectionOptions, BeforeValidator(_section)], ...] = Field(
        default_factory=lambda: (POSTS, *KINDS), validate_default=True
    )
    """What an issue holds, in this order: kinds of items, `posts`, or `Title: [kinds]`."""

    zone: Zone = "UTC"
    """The time zone of events that name none."""

    label: Line = "submission"
    """The label of its forms at GitHub."""

    service: ServiceOptions | None = None
    """Who keeps the list of addresses; without it there is no mail to subscribe to."""

    mail: MailOptions = MailOptions()
    """What every mail says of itself."""

    send: SendOptions = SendOptions()
    """How an issue reaches its readers."""

    members: tuple[Annotated[Member, BeforeValidator(_member)], ...] = ()
    """People whose posts `postroom harvest` proposes: `Name: address of the feed`."""

    @property
    def lent_zone(self) -> str:
        """The time zone of what names none; empty where nobody set one."""
        return self.zone if "zone" in self.model_fields_set else ""

    @property
    def mailbox(self) -> str:
        """The address that its mail comes from, if anybody said it."""
        return self.mail.address or (self.service.mail if self.service else "")

    @property
    def id(self) -> str:
        """Its name in commands: the last part of its folder."""
        return self.folder.rpartition("/")[2]
