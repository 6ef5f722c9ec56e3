"""A mail server: every reader gets a message of their own, or a mailing list gets one."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import Act, Fate
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient
from postroom.outbox.senders.sender import Delivery, Sender
from postroom.web.smtp import SmtpAnswer, SmtpSession

_GOOD, _LATER, _NO = 2, 4, 5
_SESSION = ("connect", "tls", "auth", "from")
"""Stages at which a server has not heard yet for whom a message is."""

_MEANINGS = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such domain",
    "1.10": "its domain takes no mail",
    "2.1": "the mailbox is switched off",
    "2.2": "the mailbox is full",
    "2.3": "it is too large for the mailbox",
    "3.4": "it is too large",
    "7.1": "the server's rules do not allow it",
    "7.20": "it has no DKIM signature that holds",
    "7.23": "SPF does not name this server",
    "7.25": "this server has no reverse name",
    "7.26": "DMARC does not allow it",
    "7.28": "too much came at once",
}
"""What enhanced codes say (RFC 3463, RFC 7372, RFC 7505, RFC 8617), without their class."""

_STOPS = {
    "connect": "check `server` below `send`, and your connection",
    "tls": "it has to offer STARTTLS or TLS with a certificate that holds for its name",
    "auth": "set POSTROOM_SMTP_USER and POSTROOM_SMTP_PASSWORD to what it gave you",
    "from": "set `address` below `mail` to one that it lets you send from",
}


def judge(answer: SmtpAnswer) -> Fate:
    """Decide what came of a message, by the last answer about it.

    Up to its last byte nobody has it. After that only an answer tells: RFC 5321, 4.2.1
    and 4.5.3.2.6.
    """
    kind = answer.code // 100
    if answer.stage == "end" and kind == _GOOD:
        return "sent"
    if answer.stage == "end" and kind not in (_LATER, _NO):
        return "unknown"
    is_final = kind == _NO and answer.stage not in _SESSION
    return "refused" if is_final else "deferred"


def word(answer: SmtpAnswer) -> str:
    """Say an answer in words that hold nobody's address."""
    if not answer.code:
        return f"no answer at {answer.stage}"
    meaning = _MEANINGS.get(answer.detail.partition(".")[2], "")
    numbers = f"{answer.code} {answer.detail}".strip()
    return f"{numbers}: {meaning}" if meaning else numbers


def stops(answer: SmtpAnswer) -> bool:
    """Whether no other letter would fare better."""
    is_barred = answer.stage in _SESSION and answer.code // 100 == _NO
    return is_barred or answer.stage == "tls"


@dataclass(frozen=True)
class SmtpSender(Sender):
    """A server that takes mail from us, over one connection."""

    id = "smtp"
    name = "The mail server"
    has_people = True
    has_drafts = False

    session: SmtpSession
    pace: float = 0.0
    waits: tuple[float, ...] = (30.0, 120.0, 300.0)
    is_list: bool = False
    """Whether it is a mailing list that gets it."""

    def opened(self) -> AbstractContextManager[object]:
        """Keep the connection, and say goodbye at the end."""
        return self.session

    def check(self, mailing: Mailing) -> Iterator[str]:
        """Greet the server; ask how much it takes."""
        with self.session:
            answer = self.session.greet()
        if answer.code // 100 != _GOOD:
            yield self._explain(answer)
            return
        size = len(mailing.message(None))
        if 0 < self.session.size < size:
            yield (
                f"{self.name} takes {self.session.size} bytes, and the mail has {size}\n"
                "    fix: set `show: line` or `show: excerpt` in its sections"
            )

    def send(
        self, mailing: Mailing, recipient: Recipient | None, *, act: Act, remote: str
    ) -> Delivery:
        """Hand one message over; the answer decides, and its absence does not."""
        assert recipient is not None  # a mail server has no list
        assert act == "live"  # nor drafts
        to = recipient.mailbox
        message = (
            mailing.message_for_list(to)
            if self.is_list
            else mailing.message(to, recipient.short)
        )
        answer = self.session.deliver(mailing.options.mailbox, to.address, message)
        if stops(answer):
            raise PostroomError(self._explain(answer))
        is_down = answer.code in (0, 421) or answer.stage in _SESSION
        return Delivery(judge(answer), word(answer), is_down=is_down)

    def test(self, mailing: Mailing, to: Mailbox, *, remote: str) -> str:
        """Send one message to its editor."""
        message = mailing.as_test.message(to, "test")
        with self.session:
            answer = self.session.deliver(mailing.options.mailbox, to.address, message)
        if judge(answer) != "sent":
            raise PostroomError(self._explain(answer))
        return "a test letter is on its way to you"

    def _explain(self, answer: SmtpAnswer) -> str:
        fix = _STOPS.get(answer.stage, "ask whoever runs it")
        host = f"{self.session.relay.host}:{self.session.relay.port}"
        return f"{host} does not take it ({word(answer)})\n    fix: {fix}"
