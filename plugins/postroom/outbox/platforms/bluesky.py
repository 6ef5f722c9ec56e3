"""Bluesky: one post, seen by everybody at once, with a card that leads to the essay."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import Field, SecretStr

from postroom.outbox.announcement import Announcement, compose_text
from postroom.outbox.platforms.platform import (
    Confirm,
    Platform,
    ResponseBody,
    Result,
    ThereError,
)
from postroom.web.call import Call, RefusedError, UnsureError, bear

_POSTS = "app.bsky.feed.post"
_MOST_GRAPHEMES = 300
_MOST_THUMB = 1_000_000
_NOT_THERE = frozenset({400, 404})
"""How servers say that there is no such record; newer ones say why, too."""

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_MICROSECONDS = 1_000_000
_CLOCKS = 1 << 10
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?’”)\]]")
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


class _Session(ResponseBody):
    """What an app password opens, for a few minutes."""

    access: SecretStr = Field(alias="accessJwt", min_length=1)
    did: str = Field(pattern=r"^did:[a-z]+:[\w.:%-]+$")
    handle: str = Field(pattern=r"^[\w.-]+$")


class _Blob(ResponseBody):
    """A file that was uploaded; the record names it by just this."""

    blob: dict[str, Any]


class _Record(ResponseBody):
    """A record that is there."""

    uri: str


@dataclass(frozen=True)
class Bluesky(Platform):
    """An account at Bluesky, or at another server of the AT Protocol.

    Source:
        https://docs.bsky.app/docs/advanced-guides/posts, https://atproto.com/specs/tid
    """

    id = "bluesky"
    name = "Bluesky"
    home = "https://bsky.social"
    keys = ("BLUESKY_IDENTIFIER", "BLUESKY_APP_PASSWORD")

    @property
    def admission(self) -> str:
        """How to get an app password."""
        return (
            "make an app password at https://bsky.app/settings/app-passwords, set "
            "BLUESKY_APP_PASSWORD to it, and BLUESKY_IDENTIFIER to your handle"
        )

    def outline(self, announcement: Announcement) -> tuple[Call, ...]:
        """List what would be asked and sent, if nothing is there yet."""
        session = _Session(accessJwt="-", did="did:plc:yours", handle="yours")
        upload = self._upload(session, announcement)
        blob = {"$type": "blob", "ref": "(what the upload answers)"} if upload else None
        record = compose_record(announcement, now=self.now, thumb=blob)
        steps = (
            self._log_in(),
            self._look(session, announcement),
            upload,
            self._create(session, announcement, record),
        )
        return tuple(filter(None, steps))

    def push(self, announcement: Announcement, confirm: Confirm) -> Result | None:
        """Publish one post, under a key that no second one can have."""
        session = self.ask(self._log_in(), _Session)
        result = Result("published", self._page(session, announcement))
        if self._is_there(session, announcement):
            raise ThereError(self.name, result.url)
        if not confirm(compose_text(announcement, most=_MOST_GRAPHEMES)):
            return None
        thumb = self._send_thumb(session, announcement)
        record = compose_record(announcement, now=self.now, thumb=thumb)
        try:
            call = self._create(session, announcement, record)
            self.ask(call, _Record)
        except (RefusedError, UnsureError):
            if not self._is_there(session, announcement):
                raise
        return result

    def _is_there(self, session: _Session, announcement: Announcement) -> bool:
        try:
            self.ask(self._look(session, announcement), _Record)
        except RefusedError as error:
            if error.status not in _NOT_THERE:
                raise
            return False
        return True

    def _send_thumb(
        self, session: _Session, announcement: Announcement
    ) -> dict[str, Any] | None:
        upload = self._upload(session, announcement)
        return self.ask(upload, _Blob).blob if upload else None

    def _page(self, session: _Session, announcement: Announcement) -> str:
        named = session.handle != "handle.invalid"
        who = session.handle if named else session.did
        return f"https://bsky.app/profile/{who}/post/{self._key(announcement)}"

    def _key(self, announcement: Announcement) -> str:
        """The name of the record: the same for the same post, unless that is wanted."""
        moment = self.now if self.again else announcement.published
        return compose_tid(moment, announcement.uid)

    def _log_in(self) -> Call:
        return Call(
            "POST",
            self._method("com.atproto.server.createSession"),
            {
                "identifier": self.secrets["BLUESKY_IDENTIFIER"],
                "password": self.secrets["BLUESKY_APP_PASSWORD"],
            },
        )

    def _look(self, session: _Session, announcement: Announcement) -> Call:
        url = self._method(
            "com.atproto.repo.getRecord",
            repo=session.did,
            collection=_POSTS,
            rkey=self._key(announcement),
        )
        return Call("GET", url, headers=_admit(session))

    def _upload(self, session: _Session, announcement: Announcement) -> Call | None:
        """Send the first picture that may be the thumb of a card, if there is one."""
        for picture in announcement.previews:
            kinds = (kind for start, kind in _PICTURES if picture.startswith(start))
            kind = next(kinds, "")
            if kind and len(picture) <= _MOST_THUMB:
                url = self._method("com.atproto.repo.uploadBlob")
                headers = {**_admit(session), "Content-Type": kind}
                return Call("POST", url, picture, headers)
        return None

    def _create(
        self, session: _Session, announcement: Announcement, record: dict[str, Any]
    ) -> Call:
        body = {
            "repo": session.did,
            "collection": _POSTS,
            "rkey": self._key(announcement),
            "validate": True,
            "record": record,
        }
        url = self._method("com.atproto.repo.createRecord")
        return Call("POST", url, body, _admit(session))

    def _method(self, name: str, **query: str) -> str:
        return self.service.at(f"/xrpc/{name}", **query)


def _admit(session: _Session) -> dict[str, str | SecretStr]:
    return {"Authorization": bear(session.access)}


def compose_record(
    announcement: Announcement, *, now: datetime, thumb: dict[str, Any] | None
) -> dict[str, Any]:
    """Say of a post what a record of Bluesky has."""
    text = compose_text(announcement, most=_MOST_GRAPHEMES)
    external = {
        "uri": announcement.home,
        "title": announcement.title,
        "description": announcement.sentence,
    }
    return {
        "$type": _POSTS,
        "text": text,
        "createdAt": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "langs": [announcement.language],
        "facets": list(_list_links(text, announcement.home)),
        "embed": {
            "$type": "app.bsky.embed.external",
            "external": external | ({"thumb": thumb} if thumb else {}),
        },
    }


def _list_links(text: str, home: str) -> Iterator[dict[str, Any]]:
    """Say which bytes of a text lead where; its end is the essay's own address."""
    own = text.removesuffix(home)
    for link in _LINK.finditer(own):
        yield _link(own[: link.start()], link[0])
    yield _link(own, home)


def _link(before: str, uri: str) -> dict[str, Any]:
    start = len(before.encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(uri.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}],
    }


def compose_tid(moment: datetime, uid: str) -> str:
    """Make the key of a record from a moment and an identity.

    Many posts have a date and no time: the identity fills what is below the second, so
    that two posts of one day have keys of their own.

    Source:
        https://atproto.com/specs/tid: 53 bits of microseconds, 10 bits of a clock.
    """
    spread = int.from_bytes(hashlib.sha256(uid.encode()).digest()[:8])
    micros = max(0, int(moment.timestamp())) * _MICROSECONDS + spread % _MICROSECONDS
    number = micros * _CLOCKS + spread // _MICROSECONDS % _CLOCKS
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))
