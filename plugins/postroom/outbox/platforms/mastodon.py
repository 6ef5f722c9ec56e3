"""Mastodon: one post, seen by everybody at once, that leads to the essay."""

import hashlib
import re
from dataclasses import dataclass
from html import unescape

from pydantic import Field, SecretStr

from postroom.model.base import WebAddress
from postroom.outbox.announcement import Announcement, compose_text
from postroom.outbox.graphemes import count_graphemes
from postroom.outbox.platforms.platform import (
    Confirm,
    Platform,
    ResponseBody,
    Result,
    ThereError,
    is_home,
)
from postroom.web.call import Call, RefusedError, UnsureError, bear

_MOST_LOOKED_AT = 40
_LINK = re.compile(r"https?://\S+")
_HREF = re.compile(r'href="([^"]*)"')


class _Account(ResponseBody):
    """Whose token it is."""

    id: str = Field(pattern=r"^\w+$")


class _Card(ResponseBody):
    """The preview of what a post leads to."""

    url: str = ""


class _Status(ResponseBody):
    """A post of ours."""

    id: str
    url: WebAddress | None = None
    uri: WebAddress
    content: str = ""
    card: _Card | None = None

    def leads_to(self, announcement: Announcement) -> bool:
        """Whether it has a link to the essay."""
        links = [*map(unescape, _HREF.findall(self.content))]
        links += [self.card.url] if self.card else []
        return any(is_home(link, announcement) for link in links)


class _Limits(ResponseBody):
    """How long posts may be, and what an address counts."""

    max_characters: int = Field(default=500, ge=50)
    characters_reserved_per_url: int = Field(default=23, ge=0)


class _Configuration(ResponseBody):
    statuses: _Limits = _Limits()


class _Instance(ResponseBody):
    """What a server says of itself."""

    configuration: _Configuration = _Configuration()


@dataclass(frozen=True)
class Mastodon(Platform):
    """An account at a server that speaks Mastodon's API.

    Source:
        https://docs.joinmastodon.org/methods/statuses/
    """

    id = "mastodon"
    name = "Mastodon"
    home = ""
    keys = ("MASTODON_TOKEN",)

    @property
    def admission(self) -> str:
        """How to get a token."""
        return (
            f"make an application at {self.url}/settings/applications with the scopes "
            "read:accounts, read:statuses and write:statuses, and set MASTODON_TOKEN to "
            "its access token"
        )

    def outline(self, announcement: Announcement) -> tuple[Call, ...]:
        """List what would be asked and sent, if nothing is there yet."""
        text = _compose(announcement, _Limits())
        return (
            self._get("/api/v1/accounts/verify_credentials"),
            self._list_statuses("(your id)"),
            self._get("/api/v2/instance"),
            self._write(announcement, text),
        )

    def push(self, announcement: Announcement, confirm: Confirm) -> Result | None:
        """Publish one post, unless one that leads to the essay is there."""
        call = self._get("/api/v1/accounts/verify_credentials")
        account = self.ask(call, _Account)
        before = self._find(announcement, account)
        if before and not self.again:
            raise ThereError(self.name, before[0].url or before[0].uri)
        text = _compose(announcement, self._ask_limits())
        if not confirm(text):
            return None
        try:
            status = self.ask(self._write(announcement, text), _Status)
        except UnsureError:
            known = {status.id for status in before}
            new = [s for s in self._find(announcement, account) if s.id not in known]
            if not new:
                raise
            status = new[0]
        return Result("published", status.url or status.uri)

    def _find(self, announcement: Announcement, account: _Account) -> list[_Status]:
        """Look for posts that lead to the essay, newest first."""
        call = self._list_statuses(account.id)
        statuses = self.ask(call, list[_Status])
        return [status for status in statuses if status.leads_to(announcement)]

    def _ask_limits(self) -> _Limits:
        try:
            call = self._get("/api/v2/instance")
            instance = self.ask(call, _Instance)
        except (RefusedError, UnsureError):  # some servers speak only half of the API
            return _Limits()
        return instance.configuration.statuses

    def _list_statuses(self, account: str) -> Call:
        return self._get(
            f"/api/v1/accounts/{account}/statuses",
            limit=_MOST_LOOKED_AT,
            exclude_reblogs="true",
        )

    def _get(self, path: str, **query: str | int) -> Call:
        return Call("GET", self.service.at(path, **query), headers=self._headers)

    def _write(self, announcement: Announcement, text: str) -> Call:
        """The key keeps a server from taking the same text twice within an hour."""
        meant = f"{announcement.uid}\n{text}" + ("\nagain" if self.again else "")
        key = hashlib.sha256(meant.encode()).hexdigest()
        body = {
            "status": text,
            "visibility": self.visibility,
            "language": announcement.language.partition("-")[0].lower(),
        }
        headers = {**self._headers, "Idempotency-Key": key}
        return Call("POST", self.service.at("/api/v1/statuses"), body, headers)

    @property
    def _headers(self) -> dict[str, str | SecretStr]:
        return {"Authorization": bear(self.secrets["MASTODON_TOKEN"])}


def _compose(announcement: Announcement, limits: _Limits) -> str:
    cost = limits.characters_reserved_per_url

    def count(text: str) -> int:
        return count_graphemes(_LINK.sub("x" * cost, text))

    return compose_text(announcement, most=limits.max_characters, link=cost, count=count)
