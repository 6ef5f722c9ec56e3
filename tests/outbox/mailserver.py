"""A mail server on this machine: real SMTP, and every way of failing, by lot.

What it accepted stands in a file, one recipient a line, before anybody is told: that is
the mailbox. Run as a program it prints its port, and ends with its standard input.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections.abc import Callable
from pathlib import Path

import click
from aiosmtpd.smtp import SMTP, Envelope, Session

FAULTS = (
    "drop at MAIL",
    "drop at RCPT",
    "drop at DATA",
    "drop in the text",
    "accept and die",
    "accept and stall",
    "stall before accepting",
    "451 at RCPT",
    "550 at RCPT",
    "421 at MAIL",
    "452 at the end",
    "554 at the end",
    "garbage at the end",
    "accept and garble",
)
STALL = 30.0


class Handler:
    """Takes mail into a file, and fails as lots are drawn."""

    def __init__(self, box: Path, rate: float, seed: int) -> None:
        self.box, self.rate, self.dice = box, rate, random.Random(seed)
        self.fault = ""
        self.refused: set[str] = set()

    def draw(self) -> None:
        self.fault = self.dice.choice(FAULTS) if self.dice.random() < self.rate else ""

    def accept(self, recipient: str) -> None:
        with self.box.open("a", encoding="utf-8") as file:
            file.write(f"{recipient}\n")

    async def handle_MAIL(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list,
    ) -> str:
        self.draw()
        if self.fault == "drop at MAIL":
            return hang_up(server)
        if self.fault == "421 at MAIL":
            return "421 4.3.2 come back later"
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list,
    ) -> str:
        if self.fault == "drop at RCPT":
            return hang_up(server)
        if self.fault == "451 at RCPT":
            return f"451 4.7.1 <{address}> is greylisted"
        if self.fault == "550 at RCPT" or address in self.refused:
            self.refused.add(address)  # who is not there, is not there tomorrow
            return f"550 5.1.1 <{address}> is unknown"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        [recipient] = envelope.rcpt_tos
        if self.fault.startswith("accept") or not self.fault:
            self.accept(recipient)
        return await self.reply(server)

    async def reply(self, server: SMTP) -> str:
        if self.fault in ("accept and stall", "stall before accepting"):
            await asyncio.sleep(STALL)
        if self.fault in ("accept and die", "drop in the text"):
            return hang_up(server)
        replies = {
            "452 at the end": "452 4.3.1 no room",
            "554 at the end": "554 5.6.0 not like this",
            "garbage at the end": "?? \x7f",
            "accept and garble": "2!0 \x07 OK",
        }
        return replies.get(self.fault, "250 2.0.0 queued")


def hang_up(server: SMTP) -> str:
    assert server.transport is not None
    server.transport.abort()
    return "421 gone"


class Faulty(SMTP):
    """Fails at DATA, too, before a byte of the text is there."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if self.event_handler.fault == "drop at DATA":
            hang_up(self)
            return
        await super().smtp_DATA(arg)


async def serve(handler: Handler, tell: Callable[[int], None]) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Faulty(handler, hostname="mail.example", ident="", loop=loop),
        "127.0.0.1",
        0,
    )
    tell(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--box", type=Path, required=True)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    handler = Handler(given.box, given.rate, given.seed)
    asyncio.run(serve(handler, click.echo))


if __name__ == "__main__":
    main()
