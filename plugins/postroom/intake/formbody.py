"""What GitHub makes of a filled form, the body of a GitHub issue, becomes a submission."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from postroom.errors import Place, Problem
from postroom.intake.names import BEFORE
from postroom.intake.submission import Submission
from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL, Kind

MAX_BODY = 100_000
"""Characters; GitHub itself takes 65,536."""

_HEADING = re.compile(r"### (\S.*?)\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_BOX = re.compile(r"[-*] \[([xX])\] (.+)")
_EMPTY = "_no response_"
REPOSITORY = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)
"""The owner and the name of a repository."""

_CONSENT = "consent"


@dataclass(frozen=True)
class Form:
    """A filled form, taken apart."""

    answers: Mapping[str, str]
    """Raw text by the name of its field."""

    consent: bool
    mail_is_public: bool
    problems: tuple[Problem, ...] = ()


def parse_form(body: str, kind: Kind, *, source: str = "form") -> Form:
    """Take the body of a GitHub issue apart, by the questions of the form that made it.

    Only the form's own questions begin an answer, in the form's order; of one that stands
    there twice the first counts, and the second is a problem.

    Args:
        body: The body as GitHub has it, edited by anybody.
        kind: The kind whose form it was.
        source: What problems name as their place.
    """
    if len(body) > MAX_BODY:
        what = f"{len(body):,} characters"
        problem = Problem(Place(source), what, f"write at most {MAX_BODY:,} in all")
        return Form({}, consent=False, mail_is_public=False, problems=(problem,))
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    names = {field.label: field.name for field in kind.all_fields} | {BEFORE: _CONSENT}
    answers, problems = _collect(lines, names, source)
    ticked = {
        " ".join(box[2].split())
        for line in answers.pop(_CONSENT, "").split("\n")
        if (box := _BOX.fullmatch(line.strip()))
    }
    return Form(
        {name: answer for name, answer in answers.items() if answer},
        consent=CONSENT in ticked,
        mail_is_public=PUBLIC_MAIL in ticked,
        problems=tuple(problems),
    )


def _collect(
    lines: list[str], names: Mapping[str, str], source: str
) -> tuple[dict[str, str], list[Problem]]:
    order = list(names)
    problems: dict[str, Problem] = {}
    answers: dict[str, list[str]] = {}
    fenced = set(_find_fenced(lines))
    current: list[str] = []
    last = -1
    for number, line in enumerate(lines):
        heading = None if number in fenced else _HEADING.fullmatch(line)
        label = heading[1] if heading else ""
        if label not in names:
            current.append(line)
        elif order.index(label) > last and names[label] not in answers:
            last = order.index(label)
            current = answers[names[label]] = []
        else:
            problems.setdefault(label, _explain_forged(label, names[label], number, source))
            current = []
    by_name = {name: _answer(text) for name, text in answers.items()}
    return by_name, list(problems.values())


def _find_fenced(lines: list[str]) -> Iterator[int]:
    """Find the lines within code; a fence that is never closed is none."""
    opened, fence = -1, ""
    for number, line in enumerate(lines):
        mark = _FENCE.fullmatch(line)
        if mark is None:
            continue
        if not fence:
            opened, fence = number, mark[1]
        elif mark[1].startswith(fence) and not mark[2].strip():
            yield from range(opened, number + 1)
            fence = ""


def _explain_forged(label: str, name: str, number: int, source: str) -> Problem:
    return Problem(
        Place(source, number + 1, name),
        f"“{label}” stands where it is not asked",
        "write no headings in an answer, and leave those of the form where they are",
    )


def _answer(lines: list[str]) -> str:
    text = "\n".join(lines).strip()
    return "" if text.casefold() == _EMPTY else text


def read_submission(
    payload: Mapping[str, Any], *, label: str
) -> Submission | Problem | None:
    """Read what somebody sent in, out of a webhook's `issues` event.

    Args:
        payload: The event, as GitHub writes it to a file.
        label: The label of the newsletter's forms.

    Returns:
        None if no GitHub issue in it has the label, a problem if it cannot be read.

    Source:
        GitHub Docs, "Webhook events and payloads", `issues`.
    """
    issue = payload.get("issue") if isinstance(payload, Mapping) else None
    if not isinstance(issue, Mapping) or issue.get("pull_request"):
        return None
    # to GitHub labels that differ by case are the same
    labels = {name.casefold() for name in label_names(issue)}
    if label.casefold() not in labels:
        return None
    number = issue.get("number")
    submitted = _day(issue.get("created_at"))
    if not isinstance(number, int) or submitted is None:
        what = "the event has no number, or no date, of its GitHub issue"
        return Problem(Place("event"), what, "hand over the event as GitHub wrote it")
    source = f"github{_repository(payload)}#{number}"
    kinds = [KINDS[name] for name in KINDS if name in labels - {label.casefold()}]
    if len(kinds) != 1:
        return _explain_labels(source, kinds)
    body = issue.get("body")
    form = parse_form(body if isinstance(body, str) else "", kinds[0], source=source)
    return Submission(
        kind=kinds[0].name,
        answers=form.answers,
        source=source,
        submitted=submitted,
        consent=form.consent,
        mail_is_public=form.mail_is_public,
        problems=form.problems,
    )


def _repository(payload: Mapping[str, Any]) -> str:
    """Where the issue is: its number alone says nothing once a site has moved."""
    repository = payload.get("repository")
    name = repository.get("full_name") if isinstance(repository, Mapping) else None
    is_name = isinstance(name, str) and REPOSITORY.fullmatch(name)
    return f":{name}" if is_name else ""


def label_names(issue: Mapping[str, Any]) -> Iterator[str]:
    """The names of a GitHub issue's labels, as an event has them."""
    labels = issue.get("labels")
    for label in labels if isinstance(labels, list) else ():
        name = label.get("name") if isinstance(label, Mapping) else label
        if isinstance(name, str):
            yield name


def _day(stamp: object) -> date | None:
    try:
        return datetime.fromisoformat(stamp).date() if isinstance(stamp, str) else None
    except ValueError:
        return None


def _explain_labels(source: str, kinds: list[Kind]) -> Problem:
    names = " and ".join(kind.name for kind in kinds)
    what = f"it has the labels {names}" if kinds else "no label says its kind"
    fix = f"an editor will set the label: one of {', '.join(KINDS)}"
    return Problem(Place(source, 0, "kind"), what, fix)


def body_hash(body: str) -> str:
    """What an approval is bound to: any change of the body changes it."""
    return hashlib.sha256(body.encode(errors="surrogatepass")).hexdigest()
