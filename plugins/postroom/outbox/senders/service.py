"""A service that has the list: it gets one draft an issue, found again by its name."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.mail.services import SERVICES as ENGINES
from postroom.outbox.journal import Act
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient
from postroom.outbox.senders.sender import Delivery, Sender
from postroom.toolbox.wording import nearest
from postroom.web.call import Call, RefusedError, Service, UnsureError
from postroom.web.courier import Courier

T = TypeVar("T")


@dataclass(frozen=True)
class RemoteIssue:
    """An issue as a service has it."""

    id: str
    url: str
    """Where one goes on with it."""

    state: str
    """What the service says of it, in its own word."""

    is_draft: bool
    """Whether no reader has it, nor will have without a person's doing."""


@dataclass(frozen=True)
class ListService(Sender):
    """An account at a service that keeps addresses, and takes issues by HTTP."""

    home: ClassVar[str] = ""
    """Where its API begins; empty where everybody has a server of their own."""

    keys: ClassVar[tuple[str, ...]]
    """The names of what opens it."""

    logins: ClassVar[tuple[str, ...]] = ()
    """Those of them that are a name, which may be any word, and are no secret."""

    courier: Courier
    url: str
    secrets: Mapping[str, SecretStr]
    now: datetime
    lists: tuple[str, ...] = ()
    """Who of all its readers get it, as the service calls them."""

    @property
    @abstractmethod
    def admission(self) -> str:
        """How to get what opens it: a key that can do no more than it must."""

    @property
    @abstractmethod
    def headers(self) -> Mapping[str, str | SecretStr]:
        """What every call says."""

    @abstractmethod
    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Look whether an issue is there, by its id if it is known, or by its name."""

    @abstractmethod
    def create(self, mailing: Mailing) -> RemoteIssue:
        """Make a draft of it, in so many words: nothing is left to a default."""

    @abstractmethod
    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """Make the draft that is there say what the issue says now."""

    @abstractmethod
    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """Let readers have it."""

    def located(self) -> "ListService":
        """Go where its key says that it is, if keys say so."""
        return self

    @property
    def service(self) -> Service:
        """Its server."""
        setting = "`server` below `send`" if not self.home else f"{self.name}'s API"
        return Service(self.name, self.url, self.admission, setting)

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        **query: str | int,
    ) -> Call:
        """Word one call; whatever opens the service is hidden in what comes of it."""
        hidden = tuple(s for key, s in self.secrets.items() if key not in self.logins)
        url = self.service.at(path, **query)
        return Call(method, url, body, self.headers, hidden)

    def escape(self, line: str) -> str:
        """Keep a line from the service's template engine."""
        return ENGINES[self.engine].escape_subject(line)

    def ask(self, shape: type[T], call: Call) -> T:
        """Make a call, and give what its answer says."""
        return self.courier.ask(self.service, call, shape)

    def tell(self, call: Call) -> None:
        """Make a call whose answer says nothing."""
        self.courier.tell(self.service, call)

    def check(self, mailing: Mailing) -> Iterator[str]:
        """Ask for the issue: that needs the address, the key and the right to look."""
        try:
            self.find(mailing, "")
        except PostroomError as error:
            yield str(error)

    def send(
        self, mailing: Mailing, recipient: Recipient | None, *, act: Act, remote: str
    ) -> Delivery:
        """Look first; then make or change the draft, and let it go if that is wished."""
        there = self.find(mailing, remote)
        if there and not there.is_draft:
            note = f"{there.state} there: nothing was touched"
            return Delivery("sent", note, remote=there.id, url=there.url)
        if there is None:
            there = self._create(mailing)
        elif not (remote and act == "live"):  # what its editor changed there stays
            there = self.update(mailing, there)
        if act == "draft":
            return Delivery("drafted", there.state, remote=there.id, url=there.url)
        try:
            self.start(mailing, there)
        except UnsureError:
            after = self.find(mailing, there.id)
            if after is None or after.is_draft:
                raise
        return Delivery("sent", remote=there.id, url=there.url)

    def _create(self, mailing: Mailing) -> RemoteIssue:
        """Make it; where that seems to fail, it may be there all the same."""
        try:
            return self.create(mailing)
        except (RefusedError, UnsureError):
            there = self.find(mailing, "")
            if there is None:
                raise
            return there

    def test(self, mailing: Mailing, to: Mailbox, *, remote: str) -> str:
        """Let the service send its draft to one address."""
        there = self.find(mailing, remote)
        if there is None:
            raise PostroomError(
                f"{self.name} has no draft of it yet\n"
                "    fix: make one with `postroom send push`; it goes to nobody"
            )
        return self.send_test(mailing, there, to)

    def send_test(self, mailing: Mailing, there: RemoteIssue, to: Mailbox) -> str:
        """Send a copy of a draft; most services do, some only by hand."""
        raise PostroomError(
            f"{self.name} lets no program send a test\n    fix: do it at {there.url}"
        )

    def look(self, mailing: Mailing, remote: str) -> str:
        """Say how the issue stands there."""
        there = self.find(mailing, remote)
        return f"{there.state}: {there.url}" if there else "it is not there"


def choose_lists(
    names: Iterable[str], ids: Mapping[str, T], *, service: str
) -> tuple[T, ...]:
    """Find the lists of a service by their names.

    Raises:
        PostroomError: A list is not there, or not for this key.
    """
    chosen = []
    for name in names:
        if name not in ids:
            fix = nearest(name, [*ids], "give the key the right to use it")
            raise PostroomError(
                f"{service} has no list {name!r} for this key\n    fix: {fix}"
            )
        chosen.append(ids[name])
    return tuple(chosen)
