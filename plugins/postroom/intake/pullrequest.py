"""Item files that a pull request adds or changes: what is wrong with them, and a report."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postroom import PostroomError
from postroom.errors import Place, Problem
from postroom.intake.actions import Action, Rewrite, Write
from postroom.intake.checkout import Change
from postroom.intake.checks import check_item
from postroom.intake.github import Comment, PullRequest
from postroom.intake.inbox import Inbox
from postroom.intake.submission import way_of
from postroom.intake.times import find_zone, remark_zone
from postroom.model.address import is_markdown
from postroom.model.item import Item
from postroom.model.ledger import Ledger
from postroom.model.text import clean_line
from postroom.reading.items import parse_item
from postroom.toolbox.wording import show

_MARK = "<!-- postroom:items -->"
_MOST = 60_000
"""Characters of a comment; GitHub itself takes 65,536."""

_REFUSED_MODES = {
    "120000": ("it is a link to another file", "commit the file itself"),
    "160000": ("it is another repository", "take it out"),
}
"""Modes of Git that no file of ours has."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class Branch:
    """What a pull request would merge, and what its files were before."""

    name: str
    """Its name, if it is one of the repository itself; empty for a stranger's."""

    before: Callable[[Path], bytes]
    """Reads a file as it was before; nothing if it was not there."""

    def may_claim(self, source: str) -> bool:
        """Whether an item of it can have come in that way."""
        if way_of(source) == "github":
            return self.name == f"intake/{source.rpartition('#')[2]}"
        return bool(self.name) or source in ("", "file")


def branch_of(payload: Any) -> str:
    """The branch of a pull request, as its event has it, if it is the repository's own.

    Only those who may write to the repository can push to one.
    """
    pull = payload.get("pull_request") if isinstance(payload, Mapping) else None
    names = [_repository_of(pull, side) for side in ("head", "base")]
    head = pull.get("head") if isinstance(pull, Mapping) else None
    ref = head.get("ref") if isinstance(head, Mapping) else None
    return ref if isinstance(ref, str) and names[0] and names[0] == names[1] else ""


def _repository_of(pull: object, side: str) -> str:
    end = pull.get(side) if isinstance(pull, Mapping) else None
    home = end.get("repo") if isinstance(end, Mapping) else None
    return f"{home.get('full_name') or ''}" if isinstance(home, Mapping) else ""


def find_harmful(changes: Iterable[Change], top: Path) -> dict[str, list[Problem]]:
    """Find what no pull request may carry, whatever else it is about.

    Args:
        changes: What it changes.
        top: The folder of the repository.
    """
    by_path: dict[str, list[Problem]] = {}
    for change in changes:
        name = _name_of(change.path, top)
        refusal = _REFUSED_MODES.get(change.mode)
        if ".cache" in name.casefold().split("/") and not change.is_gone:
            refusal = ("what a build keeps for itself", "leave `.cache/` out of Git")
        if refusal:
            by_path[name] = [Problem(Place(name), *refusal)]
    return by_path


def find_strays(
    changes: Iterable[Change], top: Path, places: Collection[Path]
) -> dict[str, list[Problem]]:
    """Find files beside the items of a stranger's pull request; without items, none.

    Args:
        changes: What it changes.
        top: The folder of the repository.
        places: The folders in which items live.
    """
    paths = [change.path for change in changes]
    strays = [path for path in paths if not _is_item(path, places)]
    if len(strays) == len(paths):
        return {}
    what, fix = "it is no item", "send it in by a pull request of its own"
    names = [_name_of(path, top) for path in strays]
    return {name: [Problem(Place(name), what, fix)] for name in names}


def _is_item(path: Path, places: Collection[Path]) -> bool:
    return path.parent in places and is_markdown(path.name)


def _name_of(path: Path, top: Path) -> str:
    return os.path.relpath(path, top).replace(os.sep, "/")


def check_files(
    inbox: Inbox,
    paths: Iterable[Path],
    problems: Sequence[Problem],
    origin: Branch | None = None,
) -> dict[str, list[Problem]]:
    """Check items against all others, and against each other, as if they were sent in.

    Args:
        inbox: A newsletter; the items of others are left alone.
        paths: The files that are added or changed.
        problems: What is wrong with the site, as its reader found it.
        origin: The pull request that they come by, if they do.

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
            by_path[path] += _check_source(inbox, items[path], origin)
            by_path[path] += _remark_zone(inbox, items[path])
            ledger.add(items[path])
    return by_path


def _check_source(inbox: Inbox, item: Item, origin: Branch | None) -> Iterator[Problem]:
    """Find a source that an item by this way cannot have: it would be answered there."""
    if origin is None or origin.may_claim(item.source):
        return
    before = origin.before(inbox.content / item.path)
    known, _ = parse_item(item.path, before, zone=inbox.newsletter.options.lent_zone)
    if known is None or (known.uid, known.source) != (item.uid, item.source):
        what = f"got {show(item.source)}: it comes by pull request"
        yield Problem(Place(item.path, 0, "source"), what, "take the line out")


def _remark_zone(inbox: Inbox, item: Item) -> Iterator[Problem]:
    """Say whose time zone counts, if the file of an item says none."""
    zone, asked = inbox.newsletter.options.lent_zone, find_zone(item.row)
    if zone and asked and not item.is_all_day:
        _, problems = parse_item(item.path, (inbox.content / item.path).read_bytes())
        if any(problem.place.key == asked.name for problem in problems):
            yield remark_zone(item.path, asked.name, zone)


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
