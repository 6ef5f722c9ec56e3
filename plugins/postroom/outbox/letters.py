"""One letter to one person goes out by a mail server, once: an offer to an editor."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import NAME, Letter, open_journal, read_journal
from postroom.outbox.recipients import OutboxKey
from postroom.outbox.senders.smtp import judge, word
from postroom.web.smtp import SmtpSession


@dataclass(frozen=True)
class PersonalLetter:
    """A message that is for one person alone."""

    subject: str
    """What it is about, by names that do not change: `offer-humber-aaaa`."""

    sender: Mailbox
    recipient: Mailbox
    message: bytes = field(repr=False)


def send_letter(
    letter: PersonalLetter, session: SmtpSession, key: OutboxKey, path: Path
) -> None:
    """Send one letter, and write down what came of it.

    Args:
        letter: What goes out.
        session: The mail server.
        key: What addresses are hashed with.
        path: The journal.

    Raises:
        PostroomError: It went out before, or did not go out, or nobody knows.
    """
    to = key.token_of(letter.recipient.address)
    content = hashlib.sha256(letter.message).hexdigest()[:16]
    known = Letter(letter.subject, content, to, "smtp")
    with open_journal(path, key.mark) as (journal, writer), session:
        fates = {fate for _, fate in journal.list_issue(letter.subject)}
        if fates & {"sent", "unknown"}:
            state = "is sent" if "sent" in fates else "may be sent: look, or ask"
            raise PostroomError(
                f"{letter.subject}: it {state}, and nobody gets it twice\n"
                f"    fix: write by hand; {path.name} says when it was"
            )
        attempt = writer.begin(known, "live")
        answer = session.deliver(
            letter.sender.address, letter.recipient.address, letter.message
        )
        fate = judge(answer)
        writer.end(attempt, fate, note=word(answer))
    if fate == "unknown":
        raise PostroomError(
            f"nobody knows whether the server took it ({word(answer)})\n"
            "    fix: look into what you sent there; it is not tried again"
        )
    if fate != "sent":
        raise PostroomError(
            f"the mail server did not take it ({word(answer)})\n"
            "    fix: mend that, and run the command again"
        )


def is_begun(root: Path) -> bool:
    """Whether anybody was hashed before, so that the key must be the same."""
    return bool(read_journal(root / NAME).key)
