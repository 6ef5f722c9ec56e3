"""Mailchimp: a campaign with its content, known by the title that only its owner sees."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.mailing import Mailing
from postroom.outbox.platforms.platform import ResponseBody
from postroom.outbox.senders.service import ListService, RemoteIssue, choose_lists

_SERVER = re.compile(r"[a-z]{2}\d{1,3}")
_PAGE = 500
_MOST_PAGES = 20


class _CampaignSettings(ResponseBody):
    title: str = ""


class _MailchimpCampaign(ResponseBody):
    id: str
    web_id: int = 0
    status: str
    settings: _CampaignSettings = _CampaignSettings()


class _MailchimpCampaigns(ResponseBody):
    campaigns: tuple[_MailchimpCampaign, ...]


class _Audience(ResponseBody):
    id: str
    name: str


class _Audiences(ResponseBody):
    lists: tuple[_Audience, ...]


@dataclass(frozen=True)
class Mailchimp(ListService):
    """An account at Mailchimp; where its server is stands at the end of the key.

    Source:
        https://mailchimp.com/developer/marketing/api/campaigns/, version 3.0.
    """

    id = engine = "mailchimp"
    name = "Mailchimp"
    home = "https://login.mailchimp.com"
    keys = ("MAILCHIMP_API_KEY",)

    @property
    def admission(self) -> str:
        """How to get a key; Mailchimp has none that cannot send."""
        return (
            "make a key at https://admin.mailchimp.com/account/api/, and set "
            "MAILCHIMP_API_KEY to it, with the server at its end, as in `…-us21`"
        )

    @property
    def headers(self) -> Mapping[str, str | SecretStr]:
        """Who asks."""
        key = self.secrets["MAILCHIMP_API_KEY"].get_secret_value()
        return {"Authorization": SecretStr(f"Bearer {key}")}

    def located(self) -> "Mailchimp":
        """Find its server at the end of the key."""
        server = self.secrets["MAILCHIMP_API_KEY"].get_secret_value().rpartition("-")[2]
        if self.url != self.home:
            return self
        if not _SERVER.fullmatch(server):
            what = "$MAILCHIMP_API_KEY does not end with a server, as in `-us21`"
            raise PostroomError(f"{what}\n    fix: {self.admission}")
        return replace(self, url=f"https://{server}.api.mailchimp.com")

    def check(self, mailing: Mailing) -> Iterator[str]:
        """Ask for the issue and the audience."""
        try:
            self.find(mailing, "")
            self._find_audience()
        except PostroomError as error:
            yield str(error)

    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Look for its title."""
        for campaign in self._list_all():
            if campaign.settings.title == mailing.slug:
                return _issue(campaign)
        return None

    def _list_all(self) -> Iterator[_MailchimpCampaign]:
        for page in range(_MOST_PAGES):
            call = self.call(
                "GET",
                "/3.0/campaigns",
                count=_PAGE,
                offset=page * _PAGE,
                sort_field="create_time",
                sort_dir="DESC",
            )
            campaigns = self.ask(_MailchimpCampaigns, call).campaigns
            yield from campaigns
            if len(campaigns) < _PAGE:
                return

    def create(self, mailing: Mailing) -> RemoteIssue:
        """Make a campaign, and then what it says."""
        said = {"type": "regular", **self._payload(mailing)}
        call = self.call("POST", "/3.0/campaigns", said)
        return self._fill(mailing, self.ask(_MailchimpCampaign, call))

    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """Change a campaign, and what it says."""
        call = self.call("PATCH", f"/3.0/campaigns/{there.id}", self._payload(mailing))
        return self._fill(mailing, self.ask(_MailchimpCampaign, call))

    def _fill(self, mailing: Mailing, campaign: _MailchimpCampaign) -> RemoteIssue:
        mail = mailing.mail_for(self.engine)
        content = {"html": mail.html, "plain_text": mail.text}
        self.tell(self.call("PUT", f"/3.0/campaigns/{campaign.id}/content", content))
        return _issue(campaign)

    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """Send it."""
        self.tell(self.call("POST", f"/3.0/campaigns/{there.id}/actions/send"))

    def send_test(self, mailing: Mailing, there: RemoteIssue, to: Mailbox) -> str:
        """Send the draft to one address."""
        path = f"/3.0/campaigns/{there.id}/actions/test"
        body = {"test_emails": [to.address], "send_type": "html"}
        self.tell(self.call("POST", path, body))
        return "a test letter is on its way to you"

    def _payload(self, mailing: Mailing) -> dict[str, Any]:
        mail, options = mailing.mail_for(self.engine), mailing.options
        return {
            "recipients": {"list_id": self._find_audience()},
            "settings": {
                "subject_line": mail.subject,
                "preview_text": self.escape(mailing.sheet.preheader),
                "title": mailing.slug,
                "from_name": self.escape(options.mail.sender or options.title),
                "reply_to": options.mailbox,
            },
        }

    def _find_audience(self) -> str:
        call = self.call("GET", "/3.0/lists", count=_PAGE)
        ids = {each.name: each.id for each in self.ask(_Audiences, call).lists}
        audience, *_ = choose_lists(self.lists[:1], ids, service=self.name)
        return audience


def _issue(campaign: _MailchimpCampaign) -> RemoteIssue:
    url = f"https://admin.mailchimp.com/campaigns/edit?id={campaign.web_id}"
    status = campaign.status
    return RemoteIssue(campaign.id, url, status, status == "save")
