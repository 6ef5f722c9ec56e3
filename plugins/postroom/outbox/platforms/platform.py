"""What a platform with an API is to us: it shows what it would send, and sends it once."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, SecretStr

from postroom import PostroomError
from postroom.model.address import normalise
from postroom.outbox.announcement import Announcement
from postroom.web.call import Call, Service
from postroom.web.courier import Courier

T = TypeVar("T")
Visibility = Literal["public", "unlisted", "private", "direct"]

Confirm = Callable[[str], bool]
"""Shows its author a text that everybody will see at once; false if it is not to go out."""


class ResponseBody(BaseModel):
    """What we need of an answer; what else it says is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def is_home(address: str, announcement: Announcement) -> bool:
    """Whether an address that a platform shows is the one the essay is at."""
    try:
        return normalise(address) == normalise(announcement.home)
    except ValueError:  # a bracket or a port that makes no sense
        return False


@dataclass(frozen=True)
class Result:
    """What came of handing over."""

    outcome: Literal["drafted", "updated", "published"]
    url: str
    """Where its author goes on with the draft, or where everybody reads it."""


@dataclass(frozen=True)
class Platform(ABC):
    """An account at a platform that takes what we send it."""

    id: ClassVar[str]
    """What commands and groups call the platform."""

    name: ClassVar[str]
    home: ClassVar[str]
    """Where it is; empty where every account has a server of its own."""

    keys: ClassVar[tuple[str, ...]]
    """The names of what opens it."""

    courier: Courier
    url: str
    """Where its addresses begin, without a slash at the end."""

    secrets: Mapping[str, SecretStr]
    """What opens it, by name."""

    now: datetime
    visibility: Visibility = "public"
    """Who sees what is published, where one can choose."""

    again: bool = False
    """Whether it is wanted even if it is there already."""

    @property
    @abstractmethod
    def admission(self) -> str:
        """How to get what opens it."""

    @abstractmethod
    def outline(self, announcement: Announcement) -> tuple[Call, ...]:
        """List what would be asked and sent, if nothing is there yet; asks nobody.

        Raises:
            PostroomError: It cannot be said in the room there is.
        """

    @abstractmethod
    def push(self, announcement: Announcement, confirm: Confirm) -> Result | None:
        """Look what is there, then write a draft, or publish if there are none.

        Returns:
            What came of it; None if its author said no.

        Raises:
            ThereError: It is out already; nothing was touched.
            RefusedError: The platform said no.
            UnsureError: Nobody knows what came of it, not even after looking.
        """

    @property
    def service(self) -> Service:
        """Its server."""
        setting = f"`server` of its group, or ${address_variable(self.id)}"
        return Service(self.name, self.url, self.admission, setting)

    def ask(self, call: Call, shape: type[T]) -> T:
        """Make a call to it."""
        return self.courier.ask(self.service, call, shape)


def address_variable(platform: str) -> str:
    """The name of what says that a platform is elsewhere."""
    return f"POSTROOM_{platform.upper()}_URL"


class ThereError(PostroomError):
    """It is published already."""

    def __init__(self, name: str, url: str) -> None:
        super().__init__(
            f"{name} has it already, at {url}: nothing was touched\n"
            "    fix: change it there, by hand"
        )
        self.name = name
        self.url = url
