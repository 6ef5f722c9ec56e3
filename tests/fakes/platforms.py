"""dev.to, Mastodon and Bluesky, as far as a post is concerned, with their rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from tests.fakes.server import Answer, Asked, Server

_LINK = re.compile(r"https?://\S+")
_COST = "characters_reserved_per_url"
_TID = re.compile("[2-7a-j][2-7a-z]{12}")


class Forem(Server):
    """dev.to: shows only published articles by id, and drafts in one's own list."""

    key = "k-forem-5f2a"
    name = "ines"

    def __init__(self) -> None:
        super().__init__()
        self.articles: list[dict[str, Any]] = []
        self.page = 0
        """How many articles a page has, if not as many as were asked for."""

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("api-key") != self.key:
            return Answer(401, {"error": "unauthorized", "status": 401})
        if asked.line == "GET /api/articles/me/all":
            return Answer(200, self._list(asked.query))
        found = re.fullmatch(r"/api/articles(?:/(\d+))?", asked.path)
        if not found or asked.method not in ("POST", "PUT"):
            return Answer(404, {"error": "not found", "status": 404})
        return self._write(asked.json["article"], int(found[1] or 0))

    def _list(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        size = self.page or int(query.get("per_page", "30"))
        start = (int(query.get("page", "1")) - 1) * size
        return self.articles[start : start + size]

    def _write(self, said: Mapping[str, Any], number: int) -> Answer:
        if fault := self._find_fault(said, number):
            message = f"Validation failed: {fault}"
            return Answer(422, {"error": message, "status": 422})
        known = {article["id"]: article for article in self.articles}
        article = known.get(number) or {"id": 101 + len(self.articles), "published": False}
        article |= {key: said[key] for key in said if key != "tags"}
        if said["body_markdown"].lstrip().startswith("---"):
            article["published"] = True  # its front matter may say so, and is obeyed
        article["tag_list"] = said.get("tags", [])
        article["url"] = f"https://dev.to/{self.name}/{article['id']}-temp-slug"
        if article not in self.articles:
            self.articles.insert(0, article)
        shown = {key: article[key] for key in article if key != "published"}
        return Answer(200 if number else 201, shown)

    def _find_fault(self, said: Mapping[str, Any], number: int) -> str:
        tags = said.get("tags", [])
        if len(tags) > 4:
            return "Tag list exceed the maximum of 4 tags"
        if not all(re.fullmatch(r"[^\W_]+", tag) for tag in tags):
            return "Tag contains non-alphanumeric or prohibited unicode characters"
        taken = {a.get("canonical_url") for a in self.articles if a["id"] != number}
        if said.get("canonical_url") in taken:
            return "Canonical url has already been taken."
        return ""


class MastodonServer(Server):
    """A server of Mastodon: no drafts, and a key that keeps from posting twice."""

    token = "t-mastodon-91cc"

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[dict[str, Any]] = []
        self.keys: dict[str, dict[str, Any]] = {}
        self.limits = {"max_characters": 500, _COST: 23}

    def answer(self, asked: Asked) -> Answer:
        if asked.line == "GET /api/v2/instance":
            return Answer(200, {"configuration": {"statuses": self.limits}})
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Answer(401, {"error": "The access token is invalid"})
        if asked.line == "GET /api/v1/accounts/verify_credentials":
            return Answer(200, {"id": "7", "username": "ines"})
        if asked.line == "GET /api/v1/accounts/7/statuses":
            return Answer(200, self.statuses[: int(asked.query.get("limit", "20"))])
        if asked.line == "POST /api/v1/statuses":
            return self._publish(asked)
        return Answer(404, {"error": "Record not found"})

    def _publish(self, asked: Asked) -> Answer:
        said, key = asked.json, asked.headers.get("idempotency-key", "")
        if key in self.keys:
            return Answer(200, self.keys[key])
        counted = _LINK.sub(
            "x" * self.limits["characters_reserved_per_url"], said["status"]
        )
        if len(counted) > self.limits["max_characters"]:
            most = self.limits["max_characters"]
            message = f"Validation failed: Text character limit of {most} exceeded"
            return Answer(422, {"error": message})
        number = str(900 + len(self.statuses))
        status = {
            "id": number,
            "uri": f"https://social.example/users/ines/statuses/{number}",
            "url": f"https://social.example/@ines/{number}",
            "visibility": said["visibility"],
            "content": f"<p>{_LINK.sub(_show, escape(said['status'], quote=False))}</p>",
            "card": None,
        }
        self.statuses.insert(0, status)
        self.keys[key] = status
        return Answer(200, status)


def _show(link: re.Match[str]) -> str:
    bare = link[0].partition("://")[2]
    return f'<a href="{link[0]}"><span class="invisible">https://</span>{bare}</a>'


class BlueskyServer(Server):
    """A server of the AT Protocol: records have keys, and no two the same."""

    identifier = "ines@longtable.example"
    password = "pw-bsky-4e1d"
    access = "jwt-bsky-77aa"
    did = "did:plc:ines2345"

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, dict[str, Any]] = {}
        self.blobs: list[tuple[str, bytes]] = []

    def answer(self, asked: Asked) -> Answer:
        name = asked.path.removeprefix("/xrpc/")
        if name == "com.atproto.server.createSession":
            return self._log_in(asked.json)
        if name == "com.atproto.repo.getRecord":
            return self._get(asked.query)
        if asked.headers.get("authorization") != f"Bearer {self.access}":
            return Answer(
                401, {"error": "AuthMissing", "message": "Authentication Required"}
            )
        if name == "com.atproto.repo.uploadBlob":
            return self._upload(asked)
        if name == "com.atproto.repo.createRecord":
            return self._create(asked.json)
        return Answer(404, {"error": "XRPCNotSupported", "message": "XRPCNotSupported"})

    def _log_in(self, said: Mapping[str, str]) -> Answer:
        if said != {"identifier": self.identifier, "password": self.password}:
            message = "Invalid identifier or password"
            return Answer(401, {"error": "AuthenticationRequired", "message": message})
        session = {"did": self.did, "handle": "ines.example", "accessJwt": self.access}
        return Answer(200, {**session, "refreshJwt": "jwt-refresh"})

    def _uri(self, key: str) -> str:
        return f"at://{self.did}/app.bsky.feed.post/{key}"

    def _get(self, query: Mapping[str, str]) -> Answer:
        uri = self._uri(query["rkey"])
        if query["repo"] != self.did or uri not in self.records:
            message = f"Could not locate record: {uri}"
            return Answer(400, {"error": "RecordNotFound", "message": message})
        return Answer(200, {"uri": uri, "cid": "bafy", "value": self.records[uri]})

    def _upload(self, asked: Asked) -> Answer:
        if len(asked.body) > 1_000_000:
            return Answer(413, {"error": "PayloadTooLarge", "message": "too large"})
        kind = asked.headers["content-type"]
        self.blobs.append((kind, asked.body))
        ref = {"$link": f"bafkrei{len(self.blobs)}"}
        blob = {"$type": "blob", "ref": ref, "mimeType": kind, "size": len(asked.body)}
        return Answer(200, {"blob": blob})

    def _create(self, said: Mapping[str, Any]) -> Answer:
        record, uri = said["record"], self._uri(said["rkey"])
        if said["repo"] != self.did or not _TID.fullmatch(said["rkey"]):
            return Answer(400, {"error": "InvalidRequest", "message": "Invalid record key"})
        if len(record["text"]) > 300:
            message = "Record/text must not be longer than 300 graphemes"
            return Answer(400, {"error": "InvalidRequest", "message": message})
        if uri in self.records:  # atproto issue 3718: no better answer than this
            message = "Internal Server Error"
            return Answer(500, {"error": "InternalServerError", "message": message})
        self.records[uri] = record
        return Answer(200, {"uri": uri, "cid": "bafy"})
