"""listmonk: a campaign, known by the last part of its address in the archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.mail.headers import list_headers
from postroom.outbox.mailing import Mailing
from postroom.outbox.platforms.platform import ResponseBody
from postroom.outbox.senders.service import ListService, RemoteIssue, choose_lists

_TEMPLATE = "Postroom"
_BARE = '{{ template "content" . }}'
_MOST = 1000


class _Listed(ResponseBody):
    """A list, or a template."""

    id: int
    name: str


class _Campaign(ResponseBody):
    id: int
    status: str
    archive_slug: str | None = None
    lists: tuple[_Listed, ...] = ()


class _Campaigns(ResponseBody):
    results: tuple[_Campaign, ...]


class _Lists(ResponseBody):
    results: tuple[_Listed, ...]


class _CampaignsAnswer(ResponseBody):
    data: _Campaigns


class _CampaignAnswer(ResponseBody):
    data: _Campaign


class _ListsAnswer(ResponseBody):
    data: _Lists


class _TemplatesAnswer(ResponseBody):
    data: tuple[_Listed, ...]


@dataclass(frozen=True)
class Listmonk(ListService):
    """A listmonk of one's own, version 6.

    Source:
        https://listmonk.app/docs/apis/campaigns/, and its source of v6.2.0.
    """

    id = engine = "listmonk"
    name = "listmonk"
    keys = ("LISTMONK_API_USER", "LISTMONK_API_TOKEN")
    logins = ("LISTMONK_API_USER",)

    @property
    def admission(self) -> str:
        """How to get a token that cannot send."""
        return (
            f"make an API user at {self.url}/admin/users, with a role that may get lists "
            "and templates and manage campaigns, and not send them; set LISTMONK_API_USER "
            "and LISTMONK_API_TOKEN"
        )

    @property
    def headers(self) -> Mapping[str, str | SecretStr]:
        """Who asks."""
        user, token = (self.secrets[key].get_secret_value() for key in self.keys)
        return {"Authorization": SecretStr(f"token {user}:{token}")}

    def check(self, mailing: Mailing) -> Iterator[str]:
        """Ask for the issue, its lists and its template."""
        try:
            self.find(mailing, "")
            self._payload(mailing)
        except PostroomError as error:
            yield str(error)

    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Look for its slug: what listmonk finds is whatever holds the words."""
        path, name = "/api/campaigns", mailing.slug
        call = self.call("GET", path, query=name, no_body="true", per_page=_MOST)
        for campaign in self.ask(_CampaignsAnswer, call).data.results:
            if campaign.archive_slug == mailing.slug:
                return self._issue(campaign)
        return None

    def create(self, mailing: Mailing) -> RemoteIssue:
        """Make a campaign."""
        call = self.call("POST", "/api/campaigns", self._payload(mailing))
        return self._written(self.ask(_CampaignAnswer, call).data)

    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """Change a campaign."""
        path = f"/api/campaigns/{there.id}"
        call = self.call("PUT", path, self._payload(mailing))
        return self._written(self.ask(_CampaignAnswer, call).data)

    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """Let it run."""
        path = f"/api/campaigns/{there.id}/status"
        self.tell(self.call("PUT", path, {"status": "running"}))

    def send_test(self, mailing: Mailing, there: RemoteIssue, to: Mailbox) -> str:
        """Send it to one subscriber."""
        body = {**self._payload(mailing), "subscribers": [to.address]}
        self.tell(self.call("POST", f"/api/campaigns/{there.id}/test", body))
        return "a test letter is on its way to you, if you are a subscriber there"

    def _written(self, campaign: _Campaign) -> RemoteIssue:
        """Look at what was written: lists may be dropped without a word."""
        names = {each.name for each in campaign.lists}
        if missing := [name for name in self.lists if name not in names]:
            raise PostroomError(
                f"listmonk left out the list {missing[0]!r}\n"
                "    fix: give the role of the key the right to manage it"
            )
        # errors of subject and text part are told only when somebody looks
        self.tell(self.call("GET", f"/api/campaigns/{campaign.id}/preview"))
        return self._issue(campaign)

    def _issue(self, campaign: _Campaign) -> RemoteIssue:
        url = f"{self.url}/admin/campaigns/{campaign.id}"
        status = campaign.status
        return RemoteIssue(str(campaign.id), url, status, status == "draft")

    def _payload(self, mailing: Mailing) -> dict[str, Any]:
        mail = mailing.mail_for(self.engine)
        headers = {
            name: self.escape(value)
            for name, value in list_headers(
                mailing.sheet, mailing.options, base=mailing.base
            )
            if not name.startswith("List-Unsubscribe")  # its own
        }
        return {
            "name": mailing.slug,
            "subject": mail.subject,
            "lists": list(self._find_lists()),
            "type": "regular",
            "content_type": "html",
            "body": mail.html,
            "altbody": mail.text,
            "archive_slug": mailing.slug,
            "template_id": self._find_template(),
            "from_email": self.escape(mailing.sender),
            "headers": [{name: value} for name, value in headers.items()],
            "messenger": "email",
            "send_at": None,
            "archive": False,
            "tags": ["postroom"],
        }

    def _find_lists(self) -> tuple[int, ...]:
        call = self.call("GET", "/api/lists", per_page="all", minimal="true")
        ids = {each.name: each.id for each in self.ask(_ListsAnswer, call).data.results}
        return choose_lists(self.lists, ids, service="listmonk")

    def _find_template(self) -> int:
        call = self.call("GET", "/api/templates", no_body="true")
        templates = self.ask(_TemplatesAnswer, call).data
        ids = (each.id for each in templates if each.name == _TEMPLATE)
        if (chosen := next(ids, None)) is None:
            raise PostroomError(
                f"listmonk has no template {_TEMPLATE!r}, and puts the mail into another\n"
                f"    fix: make one of that name, which says {_BARE} and nothing else"
            )
        return chosen
