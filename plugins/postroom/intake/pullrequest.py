"""Item files that a pull request adds or changes: what is wrong with them, and a report."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postroom import PostroomError
from postroom.errors import Place, Problem
from postroom.intake.actions import Action, Rewrite, Write
from postroom.intake.checks import check_item
from postroom.intake.github import Comment, PullRequest
from postroom.intake.inbox import Inbox
from postroom.model.ledger import Ledger
from postroom.model.text import clean_line

_MARK = "<!-- postroom:items -->"
_MOST = 60_000
"""Characters of a comment; GitHub itself takes 65,536."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def check_files(
    inbox: Inbox, paths: Iterable[Path], problems: Sequence[Problem]
) -> dict[str, list[Problem]]:
    """Check items against all others, and against each other, as if they were sent in.

    Args:
        inbox: A newsletter; the items of others are left alone.
        paths: The files that are added or changed.
        problems: What is wrong with the site, as its reader found it.

    Returns:
        The problems of each file that is an item of the newsletter, by its path below the
        folder of the site's content.
    """
    folder = inbox.site.path(inbox.newsletter.options.folder, "items")
    names = {os.path.relpath(path, inbox.content).replace(os.sep, "/") for path in paths}
    changed = sorted(name for name in names if name.startswith(f"{folder}/"))
    items = {item.path: item for item in inbox.newsletter.items.values()}
    ledger = Ledger.of(item for path, item in items.items() if path not in changed)
    by_path: dict[str, list[Problem]] = {}
    for path in changed:
        if not os.path.lexists(inbox.content / path):
            continue  # it was deleted
        by_path[path] = list(_find_known(inbox.content, path, problems))
        if path in items:
            by_path[path] += check_item(
                items[path],
                newsletter=inbox.newsletter,
                ledger=ledger,
                now=inbox.now,
                home=inbox.home,
            )
            ledger.add(items[path])
    return by_path


def _find_known(content: Path, path: str, problems: Sequence[Problem]) -> Iterator[Problem]:
    """What is wrong with a file by itself, or with another because of it."""
    if (content / path).is_symlink():
        what = "it is a link to another file"
        yield Problem(Place(path), what, "commit the file itself")
    for problem in problems:
        if problem.place.path == path or f" {path}" in problem.what:
            yield problem


def render_report(by_path: Mapping[str, Sequence[Problem]]) -> str:
    """Render what was found as plain text, file by file; whoever posts it quotes it."""
    if not by_path:
        return "No item is added or changed here.\n"
    lines = []
    for path, problems in by_path.items():
        lines += [_plain(path), *([] if problems else ["    all is well"])]
        lines += [
            f"    {_plain(line)}"
            for problem in problems
            for line in str(problem).split("\n")
        ]
    return "\n".join(lines) + "\n"


def _plain(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    return indent + clean_line(line)


def pull_number(payload: Any) -> int:
    """The number of the pull request that an event is about.

    Raises:
        PostroomError: It is about none.
    """
    pull = payload.get("pull_request") if isinstance(payload, Mapping) else None
    number = pull.get("number") if isinstance(pull, Mapping) else None
    if not isinstance(number, int):
        raise PostroomError(
            "event: it is about no pull request\n"
            "    fix: hand over a `pull_request` event as GitHub wrote it"
        )
    return number


@dataclass(frozen=True)
class CheckRun:
    """A finished run of the workflow that checks pull requests, as GitHub tells of it."""

    commit: str
    """What was checked: nobody but GitHub has a say in this, nor in where it came from."""

    repository: str
    branch: str
    is_good: bool


def read_check_run(payload: Any) -> CheckRun | None:
    """Read a webhook's `workflow_run` event; None if it tells of no finished check.

    Source:
        GitHub Docs, "Webhook events and payloads", `workflow_run`.
    """
    run = payload.get("workflow_run") if isinstance(payload, Mapping) else None
    if not isinstance(run, Mapping) or run.get("event") != "pull_request":
        return None
    if run.get("conclusion") not in ("success", "failure"):
        return None
    home = run.get("head_repository")
    return CheckRun(
        commit=f"{run.get('head_sha') or ''}",
        repository=f"{home.get('full_name') or ''}" if isinstance(home, Mapping) else "",
        branch=f"{run.get('head_branch') or ''}",
        is_good=run["conclusion"] == "success",
    )


@dataclass(frozen=True)
class Report:
    """What a check wrote, by code of the pull request: text from anybody."""

    number: int
    """The pull request that it says it is about."""

    text: str


def read_report(folder: Path) -> Report | None:
    """Read a report; None if there is none.

    Raises:
        PostroomError: It does not say which pull request it is about.
    """
    if not folder.is_dir():
        return None
    number = _read(folder / "number", 20).strip()
    if not _NUMBER.fullmatch(number):
        raise PostroomError(
            "the report is about no pull request\n"
            "    fix: look at the run that wrote it: no comment was made of it"
        )
    return Report(int(number), _read(folder / "report.md", 4 * _MOST))


def _read(path: Path, most: int) -> str:
    """Read a file that may be anything, a link to what is nobody's business too."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return file.read(most).decode(errors="replace")


def decide_report(
    run: CheckRun, report: Report, pull: PullRequest, comments: Sequence[Comment]
) -> list[Action]:
    """Post a report as one comment, in which nothing is active, where it belongs.

    Args:
        run: The check that wrote it.
        report: What it wrote.
        pull: The pull request that the report says it is about.
        comments: Everything that was said there, oldest first.

    Raises:
        PostroomError: It belongs to another commit, or to another pull request.
    """
    if pull.head.sha != run.commit:
        raise PostroomError(
            "the report is not about the newest commit\n"
            "    fix: nothing: the check of the newest one writes its own"
        )
    home = pull.head.repo.full_name if pull.head.repo else ""
    if not home or (home, pull.head.ref) != (run.repository, run.branch):
        raise PostroomError(
            "the report is about another pull request\n"
            "    fix: look at the run that wrote it: no comment was made of it"
        )
    body = _quote(report.text, is_good=run.is_good)
    ours = [c for c in comments if c.is_ours and (c.body or "").startswith(_MARK)]
    if ours:
        return [Rewrite(report.number, ours[-1].id, body)]
    return [Write(report.number, body)]


def _quote(text: str, *, is_good: bool) -> str:
    opening = "Thank you! Everything is there, and an editor will read it."
    if not is_good:
        opening = "Thank you! Before an editor can take this, something must change."
    quoted = "\n".join(f"    {line}" for line in text.splitlines())
    return f"{_MARK}\n\n{opening} The check says:\n\n{quoted}\n"[:_MOST]
