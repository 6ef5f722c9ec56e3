"""What a way out is to us: it takes one letter, once, and says what came of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import ClassVar

from postroom.mail.addressbook import Mailbox
from postroom.model.imprint import Service
from postroom.outbox.journal import Act, Fate
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient


@dataclass(frozen=True)
class Delivery:
    """What came of handing a letter over; no word of it is an address or a secret."""

    fate: Fate
    note: str = ""
    remote: str = ""
    """What a service calls it from now on."""

    url: str = ""
    """Where one goes on with it."""

    is_down: bool = False
    """Whether the server is to blame, not the letter."""


class Sender(ABC):
    """A way out for letters."""

    id: ClassVar[str]
    """What settings and the journal call it."""

    name: ClassVar[str]

    engine: ClassVar[Service] = "mailto"
    """Whose template engine reads the mail; `mailto` is none."""

    has_people: ClassVar[bool] = False
    """Whether it gets a letter for every reader; else a service has the list."""

    has_drafts: ClassVar[bool] = True
    """Whether something can be there that no reader sees yet."""

    looks: ClassVar[bool] = True
    """Whether it can be asked what is there."""

    pace: float = 0.0
    """Seconds between one letter and the next."""

    waits: tuple[float, ...] = ()
    """How long to wait, time after time, before what was put off is tried again."""

    def opened(self) -> AbstractContextManager[object]:
        """Keep what letters share open, such as a connection."""
        return nullcontext()

    @abstractmethod
    def check(self, mailing: Mailing) -> Iterator[str]:
        """Ask whether it would take an issue, and hand nothing over.

        Yields:
            What stands in the way, each with its fix.
        """

    @abstractmethod
    def send(
        self, mailing: Mailing, recipient: Recipient | None, *, act: Act, remote: str
    ) -> Delivery:
        """Hand one letter over, once.

        Args:
            mailing: The issue.
            recipient: Who gets it; None where a service has the list.
            act: Whether readers are to get it, or nobody yet.
            remote: What the service calls it, if it is known to have it as it is now.

        Raises:
            UnsureError: Nobody knows what came of it, not even after looking.
            PostroomError: Nothing came of it, and nothing would come of the next.
        """

    @abstractmethod
    def test(self, mailing: Mailing, to: Mailbox, *, remote: str) -> str:
        """Send a copy to its editor alone; say what was done.

        Raises:
            PostroomError: It cannot be done.
        """

    def look(self, mailing: Mailing, remote: str) -> str:
        """Say how an issue stands there; empty where nothing can be asked."""
        return ""
