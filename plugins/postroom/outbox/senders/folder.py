"""A folder: messages as files, which any mail program opens and sends."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import Act
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient
from postroom.outbox.senders.sender import Delivery, Sender
from postroom.toolbox.files import write_file


@dataclass(frozen=True)
class FolderSender(Sender):
    """A folder that is for its author alone."""

    id = "folder"
    name = "The folder"
    has_people = True

    folder: Path

    def check(self, mailing: Mailing) -> Iterator[str]:
        """Nothing can stand in the way that writing would not tell."""
        yield from ()

    def send(
        self, mailing: Mailing, recipient: Recipient | None, *, act: Act, remote: str
    ) -> Delivery:
        """Write the message; the same one is the same file."""
        mailbox = recipient.mailbox if recipient else None
        token = recipient.short if recipient else ""
        path = self._write(mailing, mailbox, token)
        return Delivery("drafted", url=str(path))

    def test(self, mailing: Mailing, to: Mailbox, *, remote: str) -> str:
        """Write one for its editor."""
        return f"{self._write(mailing.as_test, to, 'test')}"

    def _write(self, mailing: Mailing, to: Mailbox | None, token: str) -> Path:
        name = f"{mailing.name}-{token}" if token else mailing.name
        path = self.folder / f"{name}.eml"
        write_file(path, mailing.message(to, token))
        return path
