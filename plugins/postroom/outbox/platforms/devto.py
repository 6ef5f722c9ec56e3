"""dev.to, and every other Forem: a draft that its author looks at and publishes there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from postroom import PostroomError
from postroom.model.base import WebAddress
from postroom.outbox.announcement import Announcement
from postroom.outbox.liquid import escape_liquid, hide_front_matter
from postroom.outbox.platforms.platform import (
    Confirm,
    Platform,
    ResponseBody,
    Result,
    ThereError,
    is_home,
)
from postroom.web.call import Call, UnsureError

_VERSION = "application/vnd.forem.api-v1+json"
_PAGE = 50
_MOST_PAGES = 100
_MOST_TAGS = 4
_MOST_IN_TAG = 30
_NO_LETTER = re.compile(r"[\W_]+")


class _Article(ResponseBody):
    """An article of ours."""

    id: int
    url: WebAddress
    canonical_url: str | None = None
    published: bool


class _Written(ResponseBody):
    """What writing one answers with; it does not say whether it is a draft."""

    id: int


@dataclass(frozen=True)
class Devto(Platform):
    """An account at dev.to, or at another Forem.

    Source:
        https://developers.forem.com/api/v1
    """

    id = "devto"
    name = "dev.to"
    home = "https://dev.to"
    keys = ("DEVTO_API_KEY",)

    @property
    def admission(self) -> str:
        """How to get a key."""
        return f"make a key at {self.url}/settings/extensions, and set DEVTO_API_KEY to it"

    def outline(self, announcement: Announcement) -> tuple[Call, ...]:
        """List what would be asked and sent, if nothing is there yet."""
        return (self._list_page(1), self._write(announcement, None))

    def push(self, announcement: Announcement, confirm: Confirm) -> Result:
        """Write a draft, or change the one that is there; nobody else sees either."""
        before = self._find(announcement)
        if before and before.published:
            raise ThereError(self.name, before.url)
        unsure: UnsureError | None = None
        try:
            self.ask(self._write(announcement, before), _Written)
        except UnsureError as error:
            if before:  # to change it again does no harm
                raise
            unsure = error
        article = self._find(announcement)
        if article is None:
            raise unsure or self._miss()
        if article.published:
            raise PostroomError(
                f"{self.name} published it at once, at {article.url}\n"
                "    fix: open it there, and choose Unpublish if that is too early"
            )
        return Result("updated" if before else "drafted", f"{article.url}/edit")

    def _miss(self) -> UnsureError:
        return UnsureError(
            f"{self.name} took it, and does not list it\n"
            "    fix: look at your dashboard there in a minute"
        )

    def _find(self, announcement: Announcement) -> _Article | None:
        """Look for the article by the address that it leads back to."""
        ours = [
            article
            for article in self._list_all()
            if is_home(article.canonical_url or "", announcement)
        ]
        return max(ours, key=lambda article: article.published, default=None)

    def _list_all(self) -> Iterator[_Article]:
        for page in range(1, _MOST_PAGES + 1):
            articles = self.ask(self._list_page(page), list[_Article])
            yield from articles
            if not articles:
                return

    def _list_page(self, page: int) -> Call:
        url = self.service.at("/api/articles/me/all", page=page, per_page=_PAGE)
        return Call("GET", url, headers=self._headers)

    def _write(self, announcement: Announcement, there: _Article | None) -> Call:
        path = f"/api/articles/{there.id}" if there else "/api/articles"
        return Call(
            "PUT" if there else "POST",
            self.service.at(path),
            {"article": compose_article(announcement)},
            self._headers,
        )

    @property
    def _headers(self) -> dict[str, str | SecretStr]:
        return {"Accept": _VERSION, "api-key": self.secrets["DEVTO_API_KEY"]}


def compose_article(announcement: Announcement) -> dict[str, Any]:
    """Say of a post what an article has; that it is a draft is never left out."""
    known = {
        "title": announcement.title,
        "body_markdown": hide_front_matter(escape_liquid(announcement.markdown)),
        "canonical_url": announcement.home,
        "description": announcement.sentence,
        "main_image": announcement.cover,
        "series": announcement.series,
        "tags": list(list_tags(announcement.tags)),
    }
    return {"published": False, **{key: value for key, value in known.items() if value}}


def list_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Write tags as Forem wants them: at most four, of letters and digits."""
    plain = (unicodedata.normalize("NFKC", tag).lower() for tag in tags)
    plain_tags = dict.fromkeys(_NO_LETTER.sub("", tag) for tag in plain)
    return tuple(tag for tag in plain_tags if 0 < len(tag) <= _MOST_IN_TAG)[:_MOST_TAGS]
