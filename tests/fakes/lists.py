"""listmonk, Buttondown, Kit, Mailchimp, Keila, as far as an issue goes, by their rules."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from tests.fakes.server import Answer, Asked, Server


class ListServer(Server):
    """Keeps issues; counts how often one went out to readers."""

    key = "K3y-planted-7f"
    secrets: ClassVar[dict[str, str]]
    """What opens it, by the names of variables."""

    def __init__(self) -> None:
        super().__init__()
        self.issues: list[dict[str, Any]] = []
        self.sent: list[str] = []
        """The ids of what readers got, once for each time."""

    def answer(self, asked: Asked) -> Answer:
        if not self.lets_in(asked):
            return Answer(401, {"message": "who are you?", "code": "unauthorized"})
        return self.serve(asked) or Answer(404, {"message": "not found"})

    def lets_in(self, asked: Asked) -> bool:
        raise NotImplementedError

    def serve(self, asked: Asked) -> Answer | None:
        raise NotImplementedError

    def by_id(self, number: object) -> dict[str, Any] | None:
        return next((i for i in self.issues if str(i["id"]) == str(number)), None)

    def state_of(self, issue: dict[str, Any]) -> str:
        return str(issue["status"])

    def subject_of(self, issue: dict[str, Any]) -> str:
        return str(issue["subject"])

    def html_of(self, issue: dict[str, Any]) -> str:
        return str(issue["body"])

    def send_by_hand(self) -> None:
        """Somebody sends it there."""
        for issue in self.issues:
            issue["status"] = "sent"


class ListmonkServer(ListServer):
    """listmonk 6.2: drops lists without a word, compiles bodies, keeps slugs apart."""

    secrets: ClassVar = {
        "LISTMONK_API_USER": "postroom",
        "LISTMONK_API_TOKEN": ListServer.key,
    }
    lists: ClassVar = {"Friends": 3, "Neighbours": 4}

    def __init__(self) -> None:
        super().__init__()
        self.templates = [{"id": 9, "name": "Postroom"}, {"id": 1, "name": "Default"}]
        self.dropped: set[int] = set()

    def lets_in(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"token postroom:{self.key}"

    def serve(self, asked: Asked) -> Answer | None:
        if asked.line == "GET /api/lists":
            lists = [{"id": i, "name": n} for n, i in self.lists.items()]
            return Answer(200, {"data": {"results": lists}})
        if asked.line == "GET /api/templates":
            return Answer(200, {"data": self.templates})
        if asked.line == "GET /api/campaigns":
            words = asked.query["query"].lower()
            found = [i for i in self.issues if words in (i["name"] + i["subject"]).lower()]
            return Answer(200, {"data": {"results": found}})
        if asked.line == "POST /api/campaigns":
            return self._write(asked.json, None)
        one = re.fullmatch(r"/api/campaigns/(\d+)(/\w+)?", asked.path)
        issue = self.by_id(one[1]) if one else None
        if one is None or issue is None:
            return None
        return self._serve_one(asked, issue, one[2] or "")

    def _serve_one(self, asked: Asked, issue: dict[str, Any], act: str) -> Answer | None:
        if act == "" and asked.method == "PUT":
            return self._write(asked.json, issue)
        if act == "/preview":
            live = re.sub(r'\{\{ (Safe )?"([^"\\]|\\.)*" \}\}', "", issue["altbody"])
            live = live.replace("{{ UnsubscribeURL }}", "")
            if re.search(r"\{\{|<", live):
                return Answer(400, {"message": "ends in a non-text context"})
            return Answer(200, b"<!doctype html><p>the mail", {"Content-Type": "text/html"})
        if act == "/status":
            issue["status"] = asked.json["status"]
            self.sent.append(str(issue["id"]))
            return Answer(200, {"data": issue})
        if act == "/test":
            return Answer(200, {"data": True})
        return None

    def _write(self, said: dict[str, Any], issue: dict[str, Any] | None) -> Answer:
        if issue and issue["status"] != "draft":
            return Answer(400, {"message": "Only drafts can be changed"})
        slug = re.sub(r"[^a-z0-9-]", "-", said["archive_slug"].lower())
        if any(i["archive_slug"] == slug and i is not issue for i in self.issues):
            return Answer(400, {"message": "Slug already exists"})
        engine = re.sub(r'\{\{ (Safe )?"([^"\\]|\\.)*" \}\}', "", said["body"])
        engine = re.sub(r"<style>.*?</style>", "", engine, flags=re.S)
        if "{" in engine.replace("{{ UnsubscribeURL }}", ""):
            return Answer(400, {"message": "Error compiling campaign body"})
        named = {i: n for n, i in self.lists.items() if i not in self.dropped}
        lists = [{"id": i, "name": named[i]} for i in said["lists"] if i in named]
        if not lists:
            return Answer(400, {"message": "No lists selected"})
        kind = said["content_type"]
        kind = kind if kind in ("html", "plain", "markdown", "visual") else "richtext"
        if issue is None:
            issue = {"id": 40 + len(self.issues), "status": "draft"}
            self.issues.append(issue)
        issue |= {**said, "archive_slug": slug, "lists": lists, "content_type": kind}
        return Answer(200, {"data": issue})


class ButtondownServer(ListServer):
    """Buttondown: what does not say that it is a draft is sent."""

    secrets: ClassVar = {"BUTTONDOWN_API_KEY": ListServer.key}
    known = frozenset(
        "subject body status slug canonical_url description image secondary_id "
        "publish_date template metadata attachments filters featured".split()
    )

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, dict[str, Any]] = {}

    def lets_in(self, asked: Asked) -> bool:
        return (
            asked.headers.get("authorization") == f"Token {self.key}"
            and asked.headers.get("x-api-version") == "2026-04-01"
        )

    def serve(self, asked: Asked) -> Answer | None:  # noqa: PLR0911 - one a request
        if asked.line == "GET /emails":
            page = int(asked.query.get("page", "1"))
            issues = self.issues[(page - 1) * 2 : page * 2]
            return Answer(200, {"results": issues, "count": len(self.issues)})
        if asked.line == "POST /emails":
            return self._create(asked)
        one = re.fullmatch(r"/emails/(\w+)(/[\w-]+)?", asked.path)
        issue = self.by_id(one[1]) if one else None
        if one is None or issue is None:
            return None
        if one[2] == "/publish":
            issue["status"] = "in_flight"
            self.sent.append(issue["id"])
            return Answer(200, issue)
        if one[2] == "/send-draft":
            return Answer(200, {})
        if asked.method == "PATCH":
            return self._change(issue, asked.json)
        return Answer(200, issue)

    def _create(self, asked: Asked) -> Answer:
        key = asked.headers.get("x-idempotency-key", "")
        if key in self.keys:
            return Answer(201, self.keys[key])
        said = asked.json
        if any(issue["slug"] == said.get("slug") for issue in self.issues):
            detail = {"code": "email_duplicate", "detail": "Another email has this slug"}
            return Answer(400, detail)
        issue = {"id": f"em_{len(self.issues)}", "status": "about_to_send"}
        answer = self._change(issue, said)
        if answer.status == 200:
            self.issues.append(issue)
            self.keys[key] = issue
            if issue["status"] == "about_to_send":
                self.sent.append(issue["id"])
            return Answer(201, issue)
        return answer

    def _change(self, issue: dict[str, Any], said: dict[str, Any]) -> Answer:
        if unknown := said.keys() - self.known:
            return Answer(422, {"detail": f"extra fields: {sorted(unknown)}"})
        if said.get("body", "").startswith("---"):
            return Answer(400, {"code": "body_contains_frontmatter"})
        issue |= said
        return Answer(200, issue)


class KitServer(ListServer):
    """Kit, version 4: a time sends it, `public` shows it."""

    secrets: ClassVar = {"KIT_API_KEY": ListServer.key}

    def lets_in(self, asked: Asked) -> bool:
        return asked.headers.get("x-kit-api-key") == self.key

    def serve(self, asked: Asked) -> Answer | None:
        if asked.line == "GET /v4/broadcasts":
            start = int(asked.query.get("after") or 0)
            more = len(self.issues) > start + 1
            page = {"has_next_page": more, "end_cursor": str(start + 1)}
            found = self.issues[start : start + 1]
            return Answer(200, {"broadcasts": found, "pagination": page})
        if asked.line == "POST /v4/broadcasts":
            issue: dict[str, Any] = {"id": 70 + len(self.issues)}
            self.issues.append(issue)
            return Answer(201, {"broadcast": self._write(issue, asked.json)})
        one = re.fullmatch(r"/v4/broadcasts/(\d+)", asked.path)
        issue_ = self.by_id(one[1]) if one else None
        if issue_ is None:
            return None
        return Answer(200, {"broadcast": self._write(issue_, asked.json)})

    def _write(self, issue: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        issue |= said
        if issue["send_at"] is not None:
            self.sent.append(str(issue["id"]))
        assert issue["public"] is False
        return issue

    def state_of(self, issue: dict[str, Any]) -> str:
        return "sent" if issue["send_at"] else "draft"

    def html_of(self, issue: dict[str, Any]) -> str:
        return str(issue["content"])

    def send_by_hand(self) -> None:
        for issue in self.issues:
            issue["send_at"] = "2026-12-01T07:00:00Z"


class MailchimpServer(ListServer):
    """Mailchimp, version 3.0: a campaign, and apart from it what it says."""

    secrets: ClassVar = {"MAILCHIMP_API_KEY": ListServer.key}
    lists: ClassVar = {"Friends": "aud1"}

    def lets_in(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Bearer {self.key}"

    def serve(self, asked: Asked) -> Answer | None:
        if asked.line == "GET /3.0/lists":
            lists = [{"id": i, "name": n} for n, i in self.lists.items()]
            return Answer(200, {"lists": lists})
        if asked.line == "GET /3.0/campaigns":
            start = int(asked.query["offset"])
            return Answer(200, {"campaigns": self.issues[start:]})
        if asked.line == "POST /3.0/campaigns":
            issue = {"id": f"c{len(self.issues)}", "web_id": 5, "status": "save"}
            issue |= asked.json
            self.issues.append(issue)
            return Answer(200, issue)
        one = re.fullmatch(r"/3\.0/campaigns/(\w+)(/[\w/]+)?", asked.path)
        found = self.by_id(one[1]) if one else None
        if one is None or found is None:
            return None
        return self._serve_one(asked, found, one[2] or "")

    def _serve_one(self, asked: Asked, issue: dict[str, Any], act: str) -> Answer | None:
        if act == "/content":
            issue["content"] = asked.json
            return Answer(200, asked.json)
        if act == "/actions/send":
            issue["status"] = "sending"
            self.sent.append(issue["id"])
            return Answer(204, b"")
        if act == "/actions/test":
            return Answer(204, b"")
        issue |= asked.json
        return Answer(200, issue)

    def state_of(self, issue: dict[str, Any]) -> str:
        return "draft" if issue["status"] == "save" else "sent"

    def subject_of(self, issue: dict[str, Any]) -> str:
        return str(issue["settings"]["subject_line"])

    def html_of(self, issue: dict[str, Any]) -> str:
        return str(issue["content"]["html"])


class KeilaServer(ListServer):
    """Keila 0.9."""

    secrets: ClassVar = {"KEILA_API_KEY": ListServer.key}

    def lets_in(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Bearer {self.key}"

    def serve(self, asked: Asked) -> Answer | None:  # noqa: PLR0911 - one a request
        if asked.line == "GET /api/v1/senders":
            senders = [{"id": "s1", "from_email": "table@longtable.example.org"}]
            return Answer(200, {"data": senders})
        if asked.line == "GET /api/v1/segments":
            return Answer(200, {"data": [{"id": "g1", "name": "Friends"}]})
        if asked.line == "GET /api/v1/campaigns":
            return Answer(200, {"data": self.issues})
        if asked.line == "POST /api/v1/campaigns":
            issue = {"id": f"k{len(self.issues)}", "sent_at": None, "scheduled_for": None}
            issue |= asked.json["data"]
            self.issues.append(issue)
            return Answer(201, {"data": issue})
        one = re.fullmatch(r"/api/v1/campaigns/(\w+)(/actions/send)?", asked.path)
        found = self.by_id(one[1]) if one else None
        if one is None or found is None:
            return None
        if one[2]:
            found["sent_at"] = "2026-12-01T07:00:00Z"
            self.sent.append(found["id"])
            return Answer(202, {"data": {"campaign_id": found["id"]}})
        found |= asked.json["data"]
        return Answer(200, {"data": found})

    def state_of(self, issue: dict[str, Any]) -> str:
        return "sent" if issue["sent_at"] else "draft"

    def html_of(self, issue: dict[str, Any]) -> str:
        return str(issue["html_body"])

    def send_by_hand(self) -> None:
        for issue in self.issues:
            issue["sent_at"] = "2026-12-01T07:00:00Z"


class Receiver(ListServer):
    """A program behind a webhook, which takes what has the same name once."""

    secrets: ClassVar = {"POSTROOM_WEBHOOK_SECRET": ListServer.key}

    def lets_in(self, asked: Asked) -> bool:
        return asked.headers["webhook-signature"].startswith("v1,")

    def serve(self, asked: Asked) -> Answer | None:
        said = {"id": asked.headers["webhook-id"], **asked.json}
        if not self.by_id(said["id"]):
            self.issues.append(said)
            if said["status"] == "live":
                self.sent.append(said["id"])
        return Answer(202, b"")

    def html_of(self, issue: dict[str, Any]) -> str:
        return str(issue["html"])


LIST_SERVERS: dict[str, type[ListServer]] = {
    "listmonk": ListmonkServer,
    "buttondown": ButtondownServer,
    "kit": KitServer,
    "mailchimp": MailchimpServer,
    "keila": KeilaServer,
    "webhook": Receiver,
}
