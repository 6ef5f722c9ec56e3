"""What cannot be taken as it is waits in a file, to be mended and not typed again."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from postroom.errors import ContentError, Place, Problem
from postroom.intake.private import hide_private
from postroom.intake.submission import Submission, uid_of
from postroom.model.characters import neutralise
from postroom.model.kinds import KINDS
from postroom.model.text import clean_text, plain_slug, shorten_slug
from postroom.toolbox.files import shown
from postroom.toolbox.marks import say_plain

FOLDER = "inbox"
"""Below the folder of a newsletter; no part of the site."""

IGNORED = """\
# What waits here may be from people who have not agreed to anything yet: Git leaves it out.
# Take this line away if several editors mend it together.
*.md
"""
_HOW = (
    "# Mend this, and run `postroom intake inbox`. To drop it, so that it does not come "
    "again,\n# run `postroom intake inbox --drop` with the name of this file."
)
_FACTS = ("kind", "submitted", "source", "consent", "mail_is_public", "as_sent")
_MOST = 5_000
"""Characters of an answer that are kept."""

_MAX_SLUG = 40
_MAX_BYTES = 200_000


def name_file(submission: Submission) -> str:
    """Name the file in which a submission waits: after its day, title and uid."""
    slug = shorten_slug(plain_slug(_shown(submission, "title")), _MAX_SLUG)
    stem = slug or plain_slug(submission.kind[:_MAX_SLUG]) or "item"
    return f"{submission.submitted}-{stem}-{uid_of(submission.source)}.md"


def digest_of(submission: Submission) -> str:
    """Tell what was sent in from what is sent in again in other words."""
    answers = sorted(submission.answers.items())
    told = json.dumps([submission.kind, f"{submission.submitted}", answers])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Waiting:
    """A submission that waits in a file."""

    path: Path
    submission: Submission
    """As it stands there now."""

    as_sent: str
    """The digest of what was sent in."""


def render_waiting(submission: Submission, problems: Iterable[Problem]) -> str:
    """Write a submission that waits, with what must change; nobody's address is in it.

    Args:
        submission: What was sent in.
        problems: What is wrong with it.
    """
    kind = KINDS.get(submission.kind)
    names = [asked.name for asked in kind.asks] if kind else [*submission.answers]
    facts = {
        "kind": submission.kind,
        "submitted": f"{submission.submitted}",
        "source": submission.source,
        "as_sent": digest_of(submission),
        "consent": "yes" if submission.consent else "no",
    } | ({"mail_is_public": "yes"} if submission.mail_is_public else {})
    answers = {name: _shown(submission, name) for name in names if name != "text"}
    lines = ["---", _HOW, *_list_problems(submission, problems)]
    lines += [f"{key}: {_quote(value)}" for key, value in (facts | answers).items()]
    text = _shown(submission, "text")
    return "\n".join([*lines, "---", "", *([text] if text else [])]).rstrip() + "\n"


def _quote(value: str) -> str:
    """Write an answer so that nothing in it means anything; nothing, as nothing."""
    return json.dumps(value, ensure_ascii=not value.isprintable()) if value else '""'


def _shown(submission: Submission, name: str) -> str:
    answer = (submission.answers.get(name) or "")[:_MOST]
    answer = clean_text(neutralise(answer)[0]).strip()
    return answer if submission.mail_is_public else hide_private(answer)


def _list_problems(submission: Submission, problems: Iterable[Problem]) -> Iterator[str]:
    kind = KINDS.get(submission.kind)
    for problem in problems:
        asked = kind.field(problem.place.key) if kind else None
        label = f"{asked.name}: " if asked else ""
        mark = "" if problem.is_fatal else " (a remark)"
        yield f"# {label}{say_plain(hide_private(problem.what))}{mark}"
        yield f"#     fix: {say_plain(hide_private(problem.fix))}"


def parse_waiting(text: str, path: Path) -> Waiting:
    """Read what waits in a file, mended or not.

    Raises:
        ContentError: It is no such file any more.
    """
    try:
        _, front, body = text.split("---\n", 2)
        meta = yaml.load(front, Loader=yaml.BaseLoader)
        values = {str(key): _flat(value) for key, value in meta.items()}
        submitted = date.fromisoformat(values.get("submitted", ""))
    except (ValueError, AttributeError, yaml.YAMLError) as error:
        fix = "keep the lines with `---`, and a key before each answer; or delete it"
        what = "this is not what waits in an inbox"
        raise ContentError([Problem(Place(f"{shown(path)}"), what, fix)]) from error
    answers = {key: value for key, value in values.items() if key not in _FACTS}
    submission = Submission(
        kind=values.get("kind", ""),
        answers={**answers, "text": body.strip()},
        source=values.get("source", ""),
        submitted=submitted,
        consent=_is_yes(values.get("consent", "")),
        mail_is_public=_is_yes(values.get("mail_is_public", "")),
        where=f"{shown(path)}",
    )
    return Waiting(path, submission, values.get("as_sent", ""))


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _is_yes(value: str) -> bool:
    return value.strip().casefold() in ("yes", "true")


def list_waiting(folder: Path) -> Iterator[Waiting | Problem]:
    """List what waits in a folder, by name: the oldest first; or what is wrong with it."""
    for path in sorted(folder.glob("*.md")):
        try:
            yield read_waiting(path)
        except ContentError as error:
            yield from error.problems


def read_waiting(path: Path) -> Waiting:
    """Read the file in which something waits.

    Raises:
        ContentError: It is no such file any more.
    """
    with path.open("rb") as file:
        source = file.read(_MAX_BYTES + 1)
    return parse_waiting(source.decode("utf-8", errors="replace"), path)


def find_waiting_file(folder: Path, source: str) -> Path | None:
    """Find the file in which what came from a source waits."""
    return next(folder.glob(f"*-{uid_of(source)}.md"), None)


def write_waiting(waiting: Iterable[Waiting | Problem]) -> Iterator[str]:
    """Write what waits in an inbox, as a report of how things stand."""
    waiting = list(waiting)
    if not waiting:
        return
    yield "\nIn the inbox, to be mended: then run `postroom intake inbox`"
    for each in waiting:
        if isinstance(each, Problem):
            yield f"  {each}"
            continue
        title = say_plain(each.submission.answers.get("title", ""))[:80]
        yield f"  {each.submission.kind:<8} {shown(each.path)}  {title}"
