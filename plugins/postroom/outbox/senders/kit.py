"""Kit: a broadcast that no page shows and no time sends, known by its description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from postroom.outbox.mailing import Mailing
from postroom.outbox.platforms.platform import ResponseBody
from postroom.outbox.senders.service import ListService, RemoteIssue

_PAGE = 500
_MOST_PAGES = 20


class _Broadcast(ResponseBody):
    id: int
    description: str | None = None
    send_at: str | None = None


class _Pagination(ResponseBody):
    has_next_page: bool = False
    end_cursor: str | None = None


class _Broadcasts(ResponseBody):
    broadcasts: tuple[_Broadcast, ...]
    pagination: _Pagination = _Pagination()


class _BroadcastAnswer(ResponseBody):
    broadcast: _Broadcast


@dataclass(frozen=True)
class KitBroadcasts(ListService):
    """An account at Kit.

    Source:
        https://developers.kit.com/api-reference/broadcasts, version 4.
    """

    id = engine = "kit"
    name = "Kit"
    home = "https://api.kit.com"
    keys = ("KIT_API_KEY",)

    @property
    def admission(self) -> str:
        """How to get a key; Kit has none that cannot send."""
        return (
            "make a key of version 4 at https://app.kit.com/account_settings/"
            "developer_settings, and set KIT_API_KEY to it"
        )

    @property
    def headers(self) -> Mapping[str, str | SecretStr]:
        """Who asks."""
        return {"X-Kit-Api-Key": self.secrets["KIT_API_KEY"]}

    def find(self, mailing: Mailing, remote: str) -> RemoteIssue | None:
        """Look for what its description says, which no reader sees."""
        for broadcast in self._list_all():
            if broadcast.description == _describe(mailing):
                return _issue(broadcast)
        return None

    def _list_all(self) -> Iterator[_Broadcast]:
        after = ""
        for _ in range(_MOST_PAGES):
            call = self.call("GET", "/v4/broadcasts", per_page=_PAGE, after=after)
            answer = self.ask(_Broadcasts, call)
            yield from answer.broadcasts
            if not (answer.pagination.has_next_page and answer.pagination.end_cursor):
                return
            after = answer.pagination.end_cursor

    def create(self, mailing: Mailing) -> RemoteIssue:
        """Make a broadcast."""
        call = self.call("POST", "/v4/broadcasts", self._payload(mailing))
        return _issue(self.ask(_BroadcastAnswer, call).broadcast)

    def update(self, mailing: Mailing, there: RemoteIssue) -> RemoteIssue:
        """Change a broadcast."""
        call = self.call("PUT", f"/v4/broadcasts/{there.id}", self._payload(mailing))
        return _issue(self.ask(_BroadcastAnswer, call).broadcast)

    def start(self, mailing: Mailing, there: RemoteIssue) -> None:
        """Give it a time: now."""
        payload = self._payload(mailing, send_at=self.now)
        self.tell(self.call("PUT", f"/v4/broadcasts/{there.id}", payload))

    def _payload(self, mailing: Mailing, send_at: datetime | None = None) -> dict[str, Any]:
        mail = mailing.mail_for(self.engine)
        return {
            "subject": mail.subject,
            "content": mail.html,
            "preview_text": self.escape(mailing.sheet.preheader),
            "description": _describe(mailing),
            "public": False,  # else it is a page there
            "published_at": None,
            "send_at": send_at.isoformat() if send_at else None,  # a time sends it
        }


def _describe(mailing: Mailing) -> str:
    return f"Postroom {mailing.slug}"


def _issue(broadcast: _Broadcast) -> RemoteIssue:
    number = str(broadcast.id)
    state = f"to be sent at {broadcast.send_at}" if broadcast.send_at else "draft"
    url = f"https://app.kit.com/campaigns/{number}/draft"
    return RemoteIssue(number, url, state, broadcast.send_at is None)
