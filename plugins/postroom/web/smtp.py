"""A mail becomes a server's answer: one connection, each message once, in private.

What a server says in words may hold anybody's address: only its numbers leave this module.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from pydantic import SecretStr

from postroom.model.netblocks import parse_host

Stage = Literal["connect", "tls", "auth", "from", "rcpt", "data", "end"]
"""How far a message came; up to `data` nobody has any of it."""

_ENHANCED = re.compile(rb"([245])\.(\d{1,3})\.(\d{1,3})\b")
_DOT = re.compile(rb"(?m)^\.")
_GO_ON = (354,)
_OK = range(200, 300)


class SmtpAnswer(NamedTuple):
    """What a server said last, and about what."""

    stage: Stage
    code: int = 0
    """Its reply (RFC 5321, 4.2); 0 if none came, or none that makes sense."""

    detail: str = ""
    """Its enhanced code (RFC 3463), such as `5.1.1`."""


@dataclass(frozen=True)
class Relay:
    """A mail server that takes mail from us."""

    host: str
    port: int
    is_implicit: bool = False
    """Whether it speaks TLS from the first byte, as on port 465 (RFC 8314)."""

    user: SecretStr | None = None
    password: SecretStr | None = None
    name: str = "localhost"
    """What we call ourselves."""

    seconds: float = 60.0
    """How long each answer may take."""

    end_seconds: float = 600.0
    """How long it may take to say that it has a message (RFC 5321, 4.5.3.2.6)."""

    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @property
    def is_here(self) -> bool:
        """Whether what is said to it never leaves this machine."""
        try:
            machine = parse_host(self.host)
        except ValueError:
            return False
        return self.host == "localhost" or (machine is not None and machine.is_loopback)


class _StopError(Exception):
    """The server is not to be used; says its last answer."""

    def __init__(self, stage: Stage, reply: tuple[int, bytes] = (0, b"")) -> None:
        super().__init__(stage)
        self.answer = _answer(stage, reply)


class SmtpSession:
    """A connection that is opened at the first message, and again when it was lost."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self._client: smtplib.SMTP | None = None
        self.size: int = 0
        """The largest message that it takes; 0 if it did not say."""

    def __enter__(self) -> "SmtpSession":
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye; whatever comes of that changes nothing."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.quit()
            except (OSError, smtplib.SMTPException):
                client.close()

    def greet(self) -> SmtpAnswer:
        """Connect, and be let in; nothing is sent."""
        try:
            self._connect()
        except _StopError as stop:
            return stop.answer
        return SmtpAnswer("auth", 235)

    def deliver(self, sender: str, recipient: str, message: bytes) -> SmtpAnswer:
        """Hand one message over for one recipient, once.

        Args:
            sender: Where what bounces goes to.
            recipient: One address.
            message: Its bytes, with CRLF at the end of each line.

        Returns:
            The answer that decides. At the stage `end` with no code nobody knows what
            came of it; at any stage before, nobody has it.
        """
        try:
            client = self._connect()
            self._expect("from", client, f"MAIL FROM:<{sender}>")
            self._expect("rcpt", client, f"RCPT TO:<{recipient}>")
            self._expect("data", client, "DATA", codes=_GO_ON)
        except _StopError as stop:
            return self._leave(stop.answer)
        return self._leave(self._end(client, message))

    def _end(self, client: smtplib.SMTP, message: bytes) -> SmtpAnswer:
        """Send the message; from here on silence means that nobody knows."""
        try:
            assert client.sock is not None  # it is connected
            client.sock.settimeout(self.relay.end_seconds)
            ending = b"" if message.endswith(b"\r\n") else b"\r\n"
            client.send(_DOT.sub(b"..", message) + ending + b".\r\n")
            reply = client.getreply()
            client.sock.settimeout(self.relay.seconds)
        except (OSError, smtplib.SMTPException, ValueError, AttributeError):
            self._drop()
            return SmtpAnswer("end")
        return _answer("end", reply)

    def _leave(self, answer: SmtpAnswer) -> SmtpAnswer:
        """Begin anew with the next message, on this connection if it still holds."""
        is_over = answer.code in (0, 421) or answer.stage in ("connect", "tls", "auth")
        if is_over:
            self._drop()
        elif answer.stage != "end" and self._client is not None:
            try:
                self._ask("from", self._client, "RSET")
            except _StopError:
                self._drop()
        return answer

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connect(self) -> smtplib.SMTP:
        if self._client is None:
            client = self._open()
            try:
                self._enter(client)
            except _StopError:
                client.close()
                raise
            self._client = client
        return self._client

    def _open(self) -> smtplib.SMTP:
        relay = self.relay
        kind: Callable[..., smtplib.SMTP] = smtplib.SMTP
        if relay.is_implicit:
            kind = partial(smtplib.SMTP_SSL, context=relay.context())
        try:
            return kind(
                relay.host,
                relay.port,
                local_hostname=relay.name,
                timeout=relay.seconds,
            )
        except ssl.SSLError:
            raise _StopError("tls") from None
        except smtplib.SMTPResponseException as error:
            raise _StopError("connect", (error.smtp_code, b"")) from None
        except (OSError, smtplib.SMTPException):
            raise _StopError("connect") from None

    def _enter(self, client: smtplib.SMTP) -> None:
        relay = self.relay
        self._ehlo(client)
        if not relay.is_implicit and (client.has_extn("starttls") or not relay.is_here):
            try:
                client.starttls(context=relay.context())
            except (OSError, smtplib.SMTPException):  # also where none is offered
                raise _StopError("tls") from None
            self._ehlo(client)
        if relay.user and relay.password:
            user, password = relay.user, relay.password
            try:
                client.login(user.get_secret_value(), password.get_secret_value())
            except smtplib.SMTPResponseException as error:
                reply = _as_bytes(error.smtp_error)
                raise _StopError("auth", (error.smtp_code, reply)) from None
            except (OSError, smtplib.SMTPException, ValueError):
                raise _StopError("auth") from None
        size = client.esmtp_features.get("size", "")
        self.size = int(size) if size.isdecimal() else 0

    def _ehlo(self, client: smtplib.SMTP) -> None:
        try:
            code, text = client.ehlo()
            if code not in _OK:
                code, text = client.helo()
        except (OSError, smtplib.SMTPException, ValueError):
            raise _StopError("connect") from None
        if code not in _OK:
            raise _StopError("connect", (code, text))

    def _expect(
        self,
        stage: Stage,
        client: smtplib.SMTP,
        line: str,
        codes: Container[int] = _OK,
    ) -> None:
        reply = self._ask(stage, client, line)
        if reply[0] not in codes:
            raise _StopError(stage, reply)

    def _ask(self, stage: Stage, client: smtplib.SMTP, line: str) -> tuple[int, bytes]:
        try:
            return client.docmd(line)
        except (OSError, smtplib.SMTPException, ValueError):
            self._drop()
            raise _StopError(stage) from None


def _answer(stage: Stage, reply: tuple[int, bytes]) -> SmtpAnswer:
    code, text = reply
    enhanced = _ENHANCED.match(_as_bytes(text).strip())
    detail = enhanced[0].decode() if enhanced else ""
    return SmtpAnswer(stage, code if 200 <= code < 600 else 0, detail)  # noqa: PLR2004


def _as_bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")
