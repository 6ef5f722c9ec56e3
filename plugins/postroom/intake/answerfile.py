"""A file of answers, as programs write it, becomes submissions."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from postroom import PostroomError
from postroom.intake.submission import Submission, way_of
from postroom.toolbox.wording import show

_KEYS = frozenset({"answers", "consent", "kind", "mail_is_public", "source", "submitted"})
_OTHER_WAYS = frozenset({"csv", "github", "harvest", "mail"})
"""Ways by which nothing comes in by a file: whoever sent it would be answered there."""

_ASKED = ", ".join(f"`{key}`" for key in sorted(_KEYS))


def read_answers(path: Path, today: date) -> list[Submission]:
    """Read submissions from a JSON object, a list of them, or from one on each line.

    Args:
        path: The file.
        today: The day of those that name none.

    Raises:
        PostroomError: It is no such file; names the first thing that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(f"{path}: {reason}\n    fix: name a file of answers") from error
    try:
        whole = json.loads(text)
        values = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        values = [
            _parse(line, path, at)
            for at, line in enumerate(text.split("\n"), 1)  # JSON holds other line ends
            if line.strip()
        ]
    return [_read_one(value, path, today) for value in values]


def _parse(line: str, path: Path, at: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise PostroomError(
            f"{path}:{at}: this is not JSON\n    fix: write one object a line"
        ) from None


def _read_one(value: Any, path: Path, today: date) -> Submission:
    if not isinstance(value, Mapping) or not isinstance(value.get("answers"), Mapping):
        raise PostroomError(
            f"{path}: there are no answers\n    fix: write an object with {_ASKED}"
        )
    if strange := sorted(value.keys() - _KEYS):
        raise PostroomError(f"{path}: unknown key {strange[0]!r}\n    fix: use {_ASKED}")
    try:
        submitted = date.fromisoformat(value.get("submitted") or f"{today}")
    except (TypeError, ValueError):
        raise PostroomError(
            f"{path} [submitted]: got {value['submitted']!r}\n"
            "    fix: write a date such as 2026-12-18"
        ) from None
    source = f"{value.get('source', 'file')}"
    if way_of(source) in _OTHER_WAYS:
        raise PostroomError(
            f"{path} [source]: got {show(source)}, which is another way in\n"
            "    fix: leave it out, or name the program that wrote the file"
        )
    return Submission(
        kind=f"{value.get('kind', '')}",
        answers={
            key: "" if answer is None else f"{answer}"
            for key, answer in value["answers"].items()
        },
        source=source,
        submitted=submitted,
        consent=value.get("consent") is True,
        mail_is_public=value.get("mail_is_public") is True,
    )
