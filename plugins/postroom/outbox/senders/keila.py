"""Keila: a campaign, known by the data that it carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.outbox.mailing import Mailing
from postroom.outbox.platforms.platform import ResponseBody
from postroom.outbox.senders.service import ListService, RemoteIssue, choose_lists


class _KeilaCampaign(ResponseBody):
    id: str
    data: dict[str, Any] | None = None
    sent_at: str | None = None
    scheduled_for: str | None = None


class _KeilaCampaigns(ResponseBody):
    data: tuple[_KeilaCampaign, ...]


class _KeilaAnswer(ResponseBody):
    data: _KeilaCampaign


class _KeilaSender(ResponseBody):
    id: str
    from_email: str = ""


class _KeilaSenders(ResponseBody):
    data: tuple[_KeilaSender, ...]


class _Segment(ResponseBody):
    id: str
    name: str


class _Segments(ResponseBody):
    data: tuple[_Segment, ...]


@dataclass(frozen=True)
class Keila(ListService):
    """A project at Keila, or at a Keila of one's own.

    Source:
        https://www.keila.io/docs/api, version 0.9.
    """

    id = engine = "keila"
    name = "Keila"
    keys = ("KEILA_API_KEY",)

    @property
    def admission(self) -> str:
        """How to get a key, which is good for one project."""
        return f"make a key in your project at {self.url}, and set KEILA_API_KEY to it"

    @property
    def headers(self) -> Mapping[str, str | SecretStr]:
        """Who asks."""
        key = self.secrets["KEILA_API_KEY"].get_secret_value()
        return {"Authorization": SecretStr(f"Bearer {key}")}

    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Look for its data."""
        call = self.call("GET", "/api/v1/campaigns")
        for campaign in self.ask(_KeilaCampaigns, call).data:
            if (campaign.data or {}).get("postroom") == mailing.slug:
                return self._issue(campaign)
        return None

    def create(self, mailing: Mailing) -> RemoteIssue:
        """Make a campaign."""
        call = self.call("POST", "/api/v1/campaigns", self._payload(mailing))
        return self._issue(self.ask(_KeilaAnswer, call).data)

    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """Change a campaign."""
        path = f"/api/v1/campaigns/{there.id}"
        call = self.call("PATCH", path, self._payload(mailing))
        return self._issue(self.ask(_KeilaAnswer, call).data)

    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """Send it."""
        self.tell(self.call("POST", f"/api/v1/campaigns/{there.id}/actions/send"))

    def _payload(self, mailing: Mailing) -> dict[str, Any]:
        mail = mailing.mail_for(self.engine)
        said = {
            "subject": mail.subject,
            "preview_text": self.escape(mailing.sheet.preheader),
            "settings": {"type": "html"},
            "html_body": mail.html,
            "sender_id": self._find_sender(mailing),
            "data": {"postroom": mailing.slug, "sha256": mailing.content},
        }
        if self.lists:
            call = self.call("GET", "/api/v1/segments")
            ids = {each.name: each.id for each in self.ask(_Segments, call).data}
            (said["segment_id"],) = choose_lists(self.lists[:1], ids, service=self.name)
        return {"data": said}

    def _find_sender(self, mailing: Mailing) -> str:
        address = mailing.options.mailbox
        senders = self.ask(_KeilaSenders, self.call("GET", "/api/v1/senders")).data
        ids = (each.id for each in senders if each.from_email == address)
        if (chosen := next(ids, None)) is None:
            raise PostroomError(
                "Keila has no sender with the address of this newsletter\n"
                "    fix: add one there, or set `address` below `mail` to one that it has"
            )
        return chosen

    def _issue(self, campaign: _KeilaCampaign) -> RemoteIssue:
        state = "sent" if campaign.sent_at else "draft"
        state = "scheduled" if campaign.scheduled_for and state == "draft" else state
        url = f"{self.url}/campaigns/{campaign.id}"
        return RemoteIssue(campaign.id, url, state, state == "draft")
