"""Buttondown: an email that is a draft because every call says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import SecretStr

from postroom.mail.addressbook import Mailbox
from postroom.outbox.mailing import Mailing
from postroom.outbox.platforms.platform import ResponseBody
from postroom.outbox.senders.service import ListService, RemoteIssue
from postroom.web.call import RefusedError

_VERSION = "2026-04-01"
_MOST_PAGES = 50
_GONE = 404


class _Email(ResponseBody):
    id: str
    status: str
    metadata: dict[str, Any] | None = None


class _Emails(ResponseBody):
    results: tuple[_Email, ...]


@dataclass(frozen=True)
class Buttondown(ListService):
    """A newsletter at Buttondown.

    Source:
        Its OpenAPI description of 2026-08-22, https://docs.buttondown.com.
    """

    id = engine = "buttondown"
    name = "Buttondown"
    home = "https://api.buttondown.com/v1"
    keys = ("BUTTONDOWN_API_KEY",)

    @property
    def admission(self) -> str:
        """How to get a key that cannot send."""
        return (
            "make a key at https://buttondown.com/settings/api with `email_access: write` "
            "and `sending_access: none`, and set BUTTONDOWN_API_KEY to it"
        )

    @property
    def headers(self) -> Mapping[str, str | SecretStr]:
        """Who asks, and for which version: an older one sends more easily."""
        key = self.secrets["BUTTONDOWN_API_KEY"].get_secret_value()
        return {"Authorization": SecretStr(f"Token {key}"), "X-API-Version": _VERSION}

    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Look for its id, or among all for the one that says it is ours."""
        if remote:
            try:
                return _issue(self.ask(_Email, self.call("GET", f"/emails/{remote}")))
            except RefusedError as error:
                if error.status != _GONE:
                    raise
        for email in self._list_all():
            if (email.metadata or {}).get("postroom") == mailing.slug:
                return _issue(email)
        return None

    def _list_all(self) -> Iterator[_Email]:
        for page in range(1, _MOST_PAGES + 1):
            call = self.call("GET", "/emails", page=page, ordering="-creation_date")
            try:
                emails = self.ask(_Emails, call).results
            except RefusedError as error:
                if page == 1 or error.status != _GONE:  # beyond the last page is nothing
                    raise
                return
            yield from emails
            if not emails:
                return

    def create(self, mailing: Mailing) -> RemoteIssue:
        """Make a draft; the key keeps Buttondown from making it twice."""
        call = self.call("POST", "/emails", self._payload(mailing))
        key = {"X-Idempotency-Key": f"{mailing.slug}-{mailing.content}"}
        call = replace(call, headers={**call.headers, **key})
        return _issue(self.ask(_Email, call))

    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """Change a draft."""
        call = self.call("PATCH", f"/emails/{there.id}", self._payload(mailing))
        return _issue(self.ask(_Email, call))

    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """Publish it, which sends it."""
        self.tell(self.call("POST", f"/emails/{there.id}/publish", {}))

    def send_test(self, mailing: Mailing, there: RemoteIssue, to: Mailbox) -> str:
        """Send the draft to one address."""
        path = f"/emails/{there.id}/send-draft"
        self.tell(self.call("POST", path, {"recipients": [to.address]}))
        return "a test letter is on its way to you"

    def _payload(self, mailing: Mailing) -> dict[str, Any]:
        mail, sheet = mailing.mail_for(self.engine), mailing.sheet
        said = {
            "subject": mail.subject,
            "body": mail.html,
            "status": "draft",  # the default sends
            "template": "naked",
            "slug": mailing.slug,
            "canonical_url": sheet.url,
            "description": sheet.preheader,
            "metadata": {"postroom": mailing.slug, "sha256": mailing.content},
        }
        # from 1 only
        return {**said, "secondary_id": sheet.number} if sheet.number else said


def _issue(email: _Email) -> RemoteIssue:
    url = f"https://buttondown.com/emails/{email.id}"
    return RemoteIssue(email.id, url, email.status, email.status == "draft")
