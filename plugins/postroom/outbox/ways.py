"""The settings of a newsletter, and the environment, become a way out."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.model.imprint import NewsletterOptions, Way
from postroom.outbox.accounts import Environment
from postroom.outbox.recipients import read_secret
from postroom.outbox.senders.buttondown import Buttondown
from postroom.outbox.senders.folder import FolderSender
from postroom.outbox.senders.keila import Keila
from postroom.outbox.senders.kit import KitBroadcasts
from postroom.outbox.senders.listmonk import Listmonk
from postroom.outbox.senders.mailchimp import Mailchimp
from postroom.outbox.senders.sender import Sender
from postroom.outbox.senders.service import ListService
from postroom.outbox.senders.smtp import SmtpSender
from postroom.outbox.senders.webhook import Webhook
from postroom.web.call import check_address
from postroom.web.courier import Courier
from postroom.web.guard import open_client
from postroom.web.smtp import Relay, SmtpSession

SERVICES: Mapping[str, type[ListService]] = {
    kind.id: kind
    for kind in (Listmonk, Buttondown, KitBroadcasts, Mailchimp, Keila, Webhook)
}
"""Services that have the list, by their ids."""

SENDERS: Mapping[str, type[Sender]] = {
    FolderSender.id: FolderSender,
    SmtpSender.id: SmtpSender,
    **SERVICES,
}
"""Every way out, by its id."""

USER, PASSWORD = "POSTROOM_SMTP_USER", "POSTROOM_SMTP_PASSWORD"
_SUBMISSION, _IMPLICIT = 587, 465
_SECONDS = 30.0
_MINUTE = 60


def open_way(
    options: NewsletterOptions,
    environment: Environment,
    *,
    via: Way,
    folder: Path,
    now: datetime,
) -> Sender:
    """Make the way out that a newsletter has; nothing is asked yet.

    Args:
        options: Its settings.
        environment: All variables: what is secret is there, or in files that they name.
        via: By which way.
        folder: Where messages are put that nobody sends.
        now: The moment.

    Raises:
        PostroomError: What opens it is missing, or may not go there.
    """
    if via == "folder":
        return FolderSender(folder)
    if via == "smtp":
        return _open_smtp(options, environment)
    kind = SERVICES[via]
    url = options.send.server or kind.home
    url = check_address(url, "mkdocs.yml [newsletters.send.server]")
    courier = Courier(partial(open_client, "send", _SECONDS, needed_by="send"))
    secrets = {key: SecretStr(key) for key in kind.keys}
    closed = kind(courier, url, secrets, now, options.send.lists)
    return _unlock(closed, environment)


def _unlock(service: ListService, environment: Environment) -> ListService:
    """Give a service what opens it.

    Raises:
        PostroomError: Something of it is missing.
    """
    secrets = {}
    for key in service.keys:
        secret = read_secret(key, environment)
        if secret is None:
            raise PostroomError(f"${key} is not set\n    fix: {service.admission}")
        if not secret.get_secret_value().isascii():
            raise PostroomError(
                f"${key} has signs in it that cannot be sent\n    fix: {service.admission}"
            )
        secrets[key] = secret
    return dataclasses.replace(service, secrets=secrets).located()


def open_session(options: NewsletterOptions, environment: Environment) -> SmtpSession:
    """Make the connection to a newsletter's mail server; it is not opened yet.

    Raises:
        PostroomError: Nobody said where it is.
    """
    if not options.send.server:
        raise PostroomError(
            f"{options.title} has no mail server\n"
            "    fix: set `send: {via: smtp, server: mail.example.org}` in its settings"
        )
    host, port = _split(options.send.server)
    domain = options.mailbox.rpartition("@")[2]
    relay = Relay(
        host,
        port,
        is_implicit=port == _IMPLICIT,
        user=read_secret(USER, environment),
        password=read_secret(PASSWORD, environment),
        name=domain or "localhost",
    )
    return SmtpSession(relay)


def _open_smtp(options: NewsletterOptions, environment: Environment) -> SmtpSender:
    return SmtpSender(
        open_session(options, environment),
        pace=_MINUTE / options.send.rate,
        is_list=bool(options.send.to),
    )


def _split(server: str) -> tuple[str, int]:
    """Read `mail.example.org`, `mail.example.org:465` or `[::1]:25`.

    Raises:
        PostroomError: It is none of these.
    """
    host, _, port = server.rpartition(":")
    if not host or server.endswith("]"):
        host, port = server, str(_SUBMISSION)
    if not port.isdecimal() or "/" in host or not 0 < int(port) < 1 << 16:
        raise PostroomError(
            f"mkdocs.yml [newsletters.send.server]: {server!r} is no mail server\n"
            "    fix: write it as `mail.example.org` or `mail.example.org:465`"
        )
    return host.strip("[]"), int(port)
