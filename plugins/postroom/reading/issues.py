"""Markdown files become issues: each one checked by itself."""

import hashlib
import json
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.model.address import stem
from postroom.model.issue import Issue
from postroom.reading.frontmatter import Document, explain_twins, parse_document
from postroom.reading.posts import PAGE_KEYS
from postroom.toolbox.wording import UNKNOWN, explain, nearest_key

_KEYS = frozenset(set(Issue.model_fields) - {"path"})


@dataclass(frozen=True)
class IssueManuscript:
    """An issue together with what its editor wrote."""

    issue: Issue
    document: Document

    def place(self, *keys: str) -> Place:
        """Point at a key of its front matter."""
        return self.document.place(self.issue.path, keys)


def parse_issue(
    path: str, source: bytes
) -> tuple[IssueManuscript | None, tuple[Problem, ...]]:
    """Read one issue; without a manuscript the problems say why."""
    document = parse_document(path, source)
    if isinstance(document, Problem):
        return None, (document,)
    problems = [*_find_strangers(path, document)]
    values = {key: document.meta[key] for key in document.meta.keys() & _KEYS}
    try:
        issue = Issue.model_validate(_complete(values, path))
    except ValidationError as error:
        problems += explain(error, lambda keys: document.place(path, keys), Issue)
        return None, tuple(problems)
    return IssueManuscript(issue, document), tuple(problems)


def _find_strangers(path: str, document: Document) -> Iterable[Problem]:
    for key in sorted(document.meta.keys() - _KEYS - PAGE_KEYS):
        place = Place(path, document.line(key), key)
        yield Problem(place, UNKNOWN, nearest_key(key, _KEYS), is_fatal=False)
    yield from explain_twins(path, document)


def _complete(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Add what an issue need not say: its path, and a number and uid after its file."""
    name = stem(path)
    completed = {"path": path, **values}
    if completed.get("number") is None and name.isdecimal():
        completed["number"] = int(name)
    if completed.get("uid") is None:
        folder = path.rpartition("/")[0]
        digest = hashlib.sha256(f"{folder}\n{completed.get('number')}".encode()).digest()
        completed["uid"] = b32encode(digest).decode().lower()[:10]
    elif isinstance(completed["uid"], int):
        completed["uid"] = str(completed["uid"])
    return completed


def encode_issues(issues: Iterable[Issue]) -> bytes:
    """Write issues down so that they need not be parsed again."""
    dumped = [
        {**issue.model_dump(mode="json", exclude_defaults=True), "path": issue.path}
        for issue in issues
    ]
    return json.dumps(dumped, ensure_ascii=False).encode()


def decode_issues(encoded: bytes) -> list[Issue]:
    """Read what `encode_issues` wrote."""
    return [Issue.model_validate(values) for values in json.loads(encoded)]
