"""A mail server on this machine, in a thread: STARTTLS, a password, and a mailbox."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "ines", "Pw-planted-81x"


@dataclass
class MailServer:
    """Keeps what it takes; answers as `replies` say first."""

    letters: list[tuple[str, bytes]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    """What it says at the end of the next texts, instead of taking them."""

    greylisted: set[str] = field(default_factory=set)
    """Who has to be tried again."""

    senders: list[str] = field(default_factory=list)
    port: int = 0
    is_private: bool = True
    """Whether text came over TLS alone."""

    @property
    def people(self) -> list[str]:
        return [address for address, _ in self.letters]

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.greylisted:
            self.greylisted.discard(address)
            return f"451 4.7.1 <{address}>: greylisted"
        if address.startswith("nobody"):
            return f"550 5.1.1 <{address}>: unknown, and your key is {PASSWORD}"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.is_private &= session.ssl is not None
        if self.replies:
            return self.replies.pop(0)
        self.senders.append(envelope.mail_from)
        self.letters.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 2.0.0 queued as 5F2"


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost that is its own authority: it, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj"]
    command += ["/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


@contextmanager
def mail_server(
    tls: tuple[Path, Path] | None = None, **options: Any
) -> Iterator[MailServer]:
    """Let a server take mail; with a certificate it wants TLS and a password."""
    server = MailServer()
    secured: dict[str, Any] = {}
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, tls))
        secured = {
            "tls_context": context,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": _let_in,
        }
    with socket.create_server(("127.0.0.1", 0)) as free:
        server.port = free.getsockname()[1]
    where = {"hostname": "127.0.0.1", "port": server.port}
    controller = Controller(server, **where, **secured, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _let_in(
    server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword
) -> AuthResult:
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)
