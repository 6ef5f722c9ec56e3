"""GitHub's REST API, as far as a newsletter's intake is concerned, with its rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

from tests.fakes.server import Answer, Asked, Server

REPOSITORY = "long-table/long-table"
BOT = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}
ADDRESS = "https://long-table.github.io/long-table/"


class GitHubServer(Server):
    """One repository: its GitHub issues, comments, labels and pull requests."""

    token = "ghs_5ecre7"

    def __init__(self) -> None:
        super().__init__()
        self.issues: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.pulls: list[dict[str, Any]] = []
        self.pages: str | None = ADDRESS
        self.number = 5000

    def add_issue(self, number: int, body: str, labels: Iterable[str]) -> None:
        """Let somebody open a GitHub issue."""
        names = [{"name": name} for name in labels]
        self.issues[number] = {
            "number": number,
            "state": "open",
            "state_reason": None,
            "body": body,
            "labels": names,
        }

    def add_pull(self, number: int, branch: str, **head: Any) -> dict[str, Any]:
        """Let somebody open a pull request."""
        place = {"sha": "0" * 40, "repo": {"full_name": REPOSITORY}, **head}
        pull = {"number": number, "state": "open", "head": {"ref": branch, **place}}
        self.pulls.append(pull)
        return pull

    def add_comment(self, number: int, body: str, user: Any = BOT) -> dict[str, Any]:
        """Let somebody write a comment."""
        self.number += 1
        comment = {"id": self.number, "body": body, "user": user}
        self.comments.setdefault(number, []).append(comment)
        return comment

    def said(self, number: int) -> list[str]:
        """The text of every comment on a GitHub issue or a pull request."""
        return [comment["body"] for comment in self.comments.get(number, [])]

    def labels(self, number: int) -> list[str]:
        return [label["name"] for label in self.issues[number]["labels"]]

    def open_pull(self, branch: str) -> dict[str, Any] | None:
        opened = (pull for pull in self.pulls if pull["state"] == "open")
        return next((pull for pull in opened if pull["head"]["ref"] == branch), None)

    @property
    def changes(self) -> list[str]:
        """What was asked for that changes something."""
        start = f"/repos/{REPOSITORY}"
        return [
            f"{asked.method} {asked.path.removeprefix(start)}"
            for asked in self.asked
            if asked.method != "GET"
        ]

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Answer(401, {"message": "Bad credentials"})
        path = asked.path.removeprefix(f"/repos/{REPOSITORY}/")
        for line, do in self._ways.items():
            if found := re.fullmatch(line, f"{asked.method} {path}"):
                return do(self, asked, *map(_as_number, found.groups()))
        return Answer(404, {"message": "Not Found"})

    def _page(self, asked: Asked, values: list[Any]) -> Answer:
        size = int(asked.query.get("per_page", "30"))
        start = (int(asked.query.get("page", "1")) - 1) * size
        return Answer(200, values[start : start + size])

    def _list_issues(self, asked: Asked) -> Answer:
        assert asked.query["state"] == "open"
        opened = [issue for issue in self.issues.values() if issue["state"] == "open"]
        return self._page(asked, opened)

    def _show_issue(self, asked: Asked, number: int) -> Answer:
        if number not in self.issues:
            return Answer(404, {"message": "Not Found"})
        return Answer(200, self.issues[number])

    def _change_issue(self, asked: Asked, number: int) -> Answer:
        self.issues[number] |= asked.json
        return Answer(200, self.issues[number])

    def _list_comments(self, asked: Asked, number: int) -> Answer:
        return self._page(asked, self.comments.get(number, []))

    def _write_comment(self, asked: Asked, number: int) -> Answer:
        return Answer(201, self.add_comment(number, asked.json["body"]))

    def _rewrite_comment(self, asked: Asked, number: int) -> Answer:
        every = [comment for some in self.comments.values() for comment in some]
        [comment] = [comment for comment in every if comment["id"] == number]
        comment["body"] = asked.json["body"]
        return Answer(200, comment)

    def _take_label(self, asked: Asked, number: int, name: str) -> Answer:
        labels = self.issues[number]["labels"] if number in self.issues else []
        left = [label for label in labels if label["name"].lower() != name.lower()]
        if left == labels:
            return Answer(404, {"message": "Label does not exist"})
        self.issues[number]["labels"] = left
        return Answer(200, left)

    def _list_pulls(self, asked: Asked) -> Answer:
        """Of forks too: owners, not repositories, are told apart."""
        owner, _, branch = asked.query["head"].partition(":")
        assert owner == REPOSITORY.partition("/")[0]
        pulls = [pull for pull in self.pulls if pull["state"] == asked.query["state"]]
        return Answer(200, [pull for pull in pulls if pull["head"]["ref"] == branch])

    def _show_pull(self, asked: Asked, number: int) -> Answer:
        [pull] = [pull for pull in self.pulls if pull["number"] == number]
        return Answer(200, pull)

    def _open_pull(self, asked: Asked) -> Answer:
        said = asked.json
        if self.open_pull(said["head"]):
            return Answer(422, {"message": "Validation Failed"})
        self.number += 1
        pull = self.add_pull(self.number, said["head"])
        pull |= {key: said[key] for key in ("base", "title", "body")}
        return Answer(201, pull)

    def _change_pull(self, asked: Asked, number: int) -> Answer:
        [pull] = [pull for pull in self.pulls if pull["number"] == number]
        pull |= asked.json
        return Answer(200, pull)

    def _show_pages(self, asked: Asked) -> Answer:
        if self.pages is None:
            return Answer(404, {"message": "Not Found"})
        return Answer(200, {"html_url": self.pages})

    _ways: ClassVar[dict[str, Callable[..., Answer]]] = {
        "GET pages": _show_pages,
        "GET issues": _list_issues,
        r"GET issues/(\d+)": _show_issue,
        r"PATCH issues/(\d+)": _change_issue,
        r"GET issues/(\d+)/comments": _list_comments,
        r"POST issues/(\d+)/comments": _write_comment,
        r"PATCH issues/comments/(\d+)": _rewrite_comment,
        r"DELETE issues/(\d+)/labels/([^/]+)": _take_label,
        "GET pulls": _list_pulls,
        r"GET pulls/(\d+)": _show_pull,
        "POST pulls": _open_pull,
        r"PATCH pulls/(\d+)": _change_pull,
    }


def _as_number(word: str) -> int | str:
    return int(word) if word.isdecimal() else word


# events, as GitHub writes them

_RECORDED = Path(__file__).resolve().parents[1] / "sites/intake"


def recorded(kind: str) -> dict[str, Any]:
    """The event of one submission, as GitHub wrote it."""
    event: dict[str, Any] = json.loads((_RECORDED / f"{kind}.json").read_text("utf-8"))
    return event


def labelled(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The event of a label that an editor set on the same GitHub issue."""
    label = {"id": 1, "name": name, "color": "ededed", "default": False}
    changed = {**deepcopy(dict(event)), "action": "labeled", "label": label}
    changed.pop("changes", None)
    changed["issue"]["labels"].append(label)
    return changed


def edited(event: Mapping[str, Any], body: str) -> dict[str, Any]:
    """The event of another text of the same GitHub issue."""
    changed = {**deepcopy(dict(event)), "action": "edited"}
    changed["changes"] = {"body": {"from": changed["issue"]["body"]}}
    changed["issue"]["body"] = body
    return changed
