"""A webhook: signed JSON for a program of one's own, which keeps from taking it twice."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from postroom.outbox.journal import Act
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import Recipient
from postroom.outbox.senders.sender import Delivery
from postroom.outbox.senders.service import ListService, RemoteIssue
from postroom.web.call import Call

_PREFIX = "whsec_"


@dataclass(frozen=True)
class Webhook(ListService):
    """A program that takes issues; it says nothing but whether it did.

    Source:
        https://www.standardwebhooks.com, version 1: `webhook-id` is the same whenever the
        same thing is sent again.
    """

    id = "webhook"
    name = "The webhook"
    keys = ("POSTROOM_WEBHOOK_SECRET",)
    looks = False

    @property
    def admission(self) -> str:
        """How to get what it is signed with."""
        return (
            "set POSTROOM_WEBHOOK_SECRET to what both sides know, such as "
            "`openssl rand -base64 32` prints"
        )

    @property
    def headers(self) -> Mapping[str, str | SecretStr]:
        """Nothing but what is signed."""
        return {}

    def check(self, mailing: Mailing) -> Iterator[str]:
        """There is nothing that can be asked without handing over."""
        yield from ()

    def send(
        self, mailing: Mailing, recipient: Recipient | None, *, act: Act, remote: str
    ) -> Delivery:
        """Post it, once."""
        self.tell(self.sign(mailing, act))
        return Delivery("sent" if act == "live" else "drafted")

    def sign(self, mailing: Mailing, act: Act) -> Call:
        """Word the call, and sign it."""
        body = json.dumps(_payload(mailing, act), ensure_ascii=False).encode()
        name = f"{mailing.slug}-{mailing.content}-{act}"
        moment = f"{self.now.timestamp():.0f}"
        seal = hmac.new(
            self._key, f"{name}.{moment}.".encode() + body, hashlib.sha256
        ).digest()
        headers: dict[str, str | SecretStr] = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{base64.b64encode(seal).decode()}",
        }
        return Call("POST", self.url, body, headers, tuple(self.secrets.values()))

    @property
    def _key(self) -> bytes:
        secret = self.secrets["POSTROOM_WEBHOOK_SECRET"].get_secret_value()
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            return secret.encode()

    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Nobody can look."""
        return None

    def create(self, mailing: Mailing) -> RemoteIssue:
        """A webhook keeps nothing that could be named."""
        raise NotImplementedError

    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """There is nothing to change."""
        raise NotImplementedError

    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """There is nothing to start."""
        raise NotImplementedError


def _payload(mailing: Mailing, act: Act) -> dict[str, Any]:
    mail, sheet = mailing.mail_for("mailto"), mailing.sheet
    return {
        "type": "newsletter.issue",
        "status": act,
        "uid": mailing.issue,
        "slug": mailing.slug,
        "newsletter": mailing.options.title,
        "number": sheet.number,
        "date": sheet.date.isoformat(),
        "language": sheet.language,
        "subject": mail.subject,
        "preheader": sheet.preheader,
        "canonical_url": sheet.url,
        "html": mail.html,
        "text": mail.text,
        "lists": list(mailing.options.send.lists),
        "sha256": mailing.content,
    }
