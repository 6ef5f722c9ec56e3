"""Mailing services: the plain HTML form with which each takes a subscription."""

from dataclasses import dataclass
from urllib.parse import quote

from postroom.model.imprint import ServiceOptions


@dataclass(frozen=True)
class SubscribeForm:
    """A form that works without a script; for a mailbox, a letter to send."""

    action: str
    field: str = ""
    """The name of the field for the address; empty where there is no form."""

    hidden: tuple[tuple[str, str], ...] = ()
    trap: str = ""
    """A field that people leave empty, and robots do not."""


def form_of(service: ServiceOptions, title: str) -> SubscribeForm:
    """The form of a service, as its own documentation describes it."""
    action = service.action or ""
    account = quote(service.account, safe="")
    forms = {
        "buttondown": SubscribeForm(
            f"https://buttondown.com/api/emails/embed-subscribe/{account}",
            "email",
            (("embed", "1"),),
        ),
        "keila": SubscribeForm(action, "contact[email]", trap="h[url]"),
        "kit": SubscribeForm(
            f"https://app.kit.com/forms/{account}/subscriptions", "email_address"
        ),
        "listmonk": SubscribeForm(
            action, "email", tuple(("l", name) for name in service.lists), trap="nonce"
        ),
        "mailchimp": SubscribeForm(action, "EMAIL", trap=_mailchimp_trap(action)),
        "mailto": SubscribeForm(
            f"mailto:{service.mail}?subject={quote(f'Subscribe: {title}')}"
            f"&body={quote(f'Please send me {title}.')}"
        ),
    }
    return forms[service.name]


def _mailchimp_trap(action: str) -> str:
    """Its field is named after the account and the list, which the address has."""
    known = dict(part.partition("=")[::2] for part in action.partition("?")[2].split("&"))
    return f"b_{known.get('u', '')}_{known.get('id', '')}"
