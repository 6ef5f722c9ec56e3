"""A verdict becomes the answer to whoever sent something in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from postroom.edition.facts import write_again
from postroom.errors import Problem
from postroom.intake.private import hide_private
from postroom.intake.submission import Verdict, way_of
from postroom.intake.times import write_moment
from postroom.model.cadence import next_date
from postroom.model.kinds import KINDS
from postroom.model.newsletter import Newsletter
from postroom.model.text import shorten, write_day
from postroom.toolbox.marks import say, say_block, say_plain

_MARK = "<!-- postroom:checked sha256={} {} -->"
_MARKED = re.compile(
    r"<!-- postroom:checked sha256=([0-9a-f]{64})(?: (good|faulty))? -->\s*\Z"
)
_SHOWN = 200
_LISTED = 20
"""Problems that are told one by one: GitHub takes 65,536 characters in all."""

_SENTENCE = 500
_WHERE = {
    "consent": "Before you send:",
    "kind": "Kind:",
    "submitted": "Day:",
}

_TAKEN = "Taken; "
_EDITED = "<!-- postroom:edited sha256={} -->"


@dataclass(frozen=True)
class _Reply:
    """What is to be said, in whatever form."""

    opening: str
    answers: tuple[tuple[str, str], ...]
    """Questions, and the answers as they were understood: hostile."""

    faults: tuple[tuple[str, Problem], ...]
    """Questions, and what must change."""

    notes: tuple[tuple[str, Problem], ...]
    closing: str


def render_reply(
    verdict: Verdict, *, newsletter: Newsletter, checked: str = "", url: str = ""
) -> str:
    """Render the answer as a comment in Markdown.

    Nothing that was sent in can mention, link or format anything in it.

    Args:
        verdict: What the checks found.
        newsletter: Where the item is to appear, and when.
        checked: The hash of what was checked, to be read back by `read_checked`.
            Whether all was well stands beside it.
        url: The page that says how to send something in.
    """
    reply = _compose(verdict, newsletter)
    blocks = [reply.opening]
    blocks += [_list("What must change:", reply.faults)] if reply.faults else []
    blocks += [_list("What was noticed:", reply.notes)] if reply.notes else []
    if reply.answers:
        blocks += ["What was understood:", "\n".join(_list_answers(reply))]
    blocks.append(reply.closing + (f" [How to send something in]({url})." if url else ""))
    blocks += [_MARK.format(checked, _judge(verdict))] if checked else []
    return "\n\n".join(blocks) + "\n"


def _judge(verdict: Verdict) -> str:
    return "good" if verdict.is_known or verdict.is_accepted else "faulty"


def _list(title: str, problems: tuple[tuple[str, Problem], ...]) -> str:
    lines = [
        f"- {_bold(label)}{say(_cut(problem.what))}. _Fix:_ {say(_cut(problem.fix))}."
        for label, problem in problems[:_LISTED]
    ]
    return "\n".join([f"{title}\n", *lines, *(f"- {more}" for more in _rest(problems))])


def _cut(text: str) -> str:
    return shorten(text, _SENTENCE)


def _rest(problems: tuple[tuple[str, Problem], ...]) -> Iterator[str]:
    """What stands for the problems that are not listed."""
    if len(problems) > _LISTED:
        yield f"and {len(problems) - _LISTED:,} more"


def _list_answers(reply: _Reply) -> Iterator[str]:
    for label, answer in reply.answers:
        yield f"- {_bold(label)}{say_block(answer)}".replace(" \n", "\n", 1)


def _bold(label: str) -> str:
    return f"**{label}** " if label else ""


def render_plain_reply(verdict: Verdict, *, newsletter: Newsletter, url: str = "") -> str:
    """Render the answer as plain text, for a terminal or a mail."""
    reply = _compose(verdict, newsletter)
    lines = [reply.opening.replace("**", ""), ""]
    for title, problems in (
        ("What must change:", reply.faults),
        ("What was noticed:", reply.notes),
    ):
        if problems:
            lines += [title, *_list_plain(problems), ""]
    if reply.answers:
        understood = [f"  {label} {say_plain(answer)}" for label, answer in reply.answers]
        lines += ["What was understood:", *understood, ""]
    lines += [reply.closing.replace("**", ""), *([url] if url else [])]
    return "\n".join(lines) + "\n"


def _list_plain(problems: tuple[tuple[str, Problem], ...]) -> Iterator[str]:
    for label, problem in problems[:_LISTED]:
        yield f"  {f'{label} ' if label else ''}{say_plain(_cut(problem.what))}"
        yield f"    fix: {say_plain(_cut(problem.fix))}"
    for more in _rest(problems):
        yield f"  {more}"


def _compose(verdict: Verdict, newsletter: Newsletter) -> _Reply:
    labelled = [(_label(verdict, problem), problem) for problem in verdict.problems]
    return _Reply(
        opening=_open(verdict),
        answers=tuple(_understood(verdict)),
        faults=tuple(pair for pair in labelled if pair[1].is_fatal),
        notes=tuple(pair for pair in labelled if not pair[1].is_fatal),
        closing=_close(verdict, newsletter),
    )


def _label(verdict: Verdict, problem: Problem) -> str:
    kind = KINDS.get(verdict.submission.kind)
    field = kind.field(problem.place.key) if kind else None
    return _ask(field.label) if field else _WHERE.get(problem.place.key, "")


def _ask(label: str) -> str:
    """Write a question so that an answer can follow it."""
    return label if label.endswith("?") else f"{label}:"


def _open(verdict: Verdict) -> str:
    count = sum(problem.is_fatal for problem in verdict.problems)
    if verdict.is_known:
        return "Thank you. This is here already, word for word; nothing has to be done."
    if count == 0:
        return "Thank you! Everything is there, and an editor will read it."
    things = "one thing has" if count == 1 else f"{count} things have"
    return f"Thank you! Before an editor can read it, {things} to change."


def _understood(verdict: Verdict) -> Iterator[tuple[str, str]]:
    kind = KINDS.get(verdict.submission.kind)
    if kind is None:
        return
    yield "Kind:", kind.name
    item, submission = verdict.item, verdict.submission
    for field in kind.all_fields:
        value = item.answer(field.name) if item else submission.answers.get(field.name)
        if value:
            if item and field.type == "repeat":
                value = write_again(item.days).removeprefix("; ")
            shown = shorten(_write(value), field.most * 2 if item else _SHOWN)
            yield (
                _ask(field.label),
                shown if submission.mail_is_public else hide_private(shown),
            )


def _write(value: object) -> str:
    return write_moment(value) if isinstance(value, date) else str(value)[:5_000]


def _close(verdict: Verdict, newsletter: Newsletter) -> str:
    submission = verdict.submission
    issue = _next_issue(newsletter, submission.submitted)
    if verdict.is_accepted:
        is_told = way_of(submission.source) == "github"  # nobody can write to the others
        what_next = "You will be told." if is_told else "Look for it there."
        return f"If it is taken, it appears in {issue}. {what_next}"
    return (
        "Change it where you wrote it, and it will be checked again. "
        f"It can still be in {issue}."
    )


def _next_issue(newsletter: Newsletter, submitted: date) -> str:
    """Write which issue takes what is sent in on a day, when it is due, and until when."""
    number, due = newsletter.next_number, newsletter.next_date
    lead = timedelta(days=newsletter.options.deadline)
    if due and submitted > due - lead:
        number, due = number + 1, next_date(due, newsletter.options.cadence)
    name = f"№ {number} of {say(newsletter.options.title)}"
    if due is None or submitted > due:  # it has not begun, or it is late
        return name
    until = write_day(due - lead)
    return f"{name}, which is due on {write_day(due)} and takes items until {until}"


def render_taken(verdict: Verdict, *, newsletter: Newsletter) -> str:
    """Render what an editor's acceptance means, as a comment."""
    issue = _next_issue(newsletter, verdict.submission.submitted)
    return (
        f"{_TAKEN}it waits for {issue}. "
        "You need not do anything, and will be told when an issue has printed it.\n"
    )


def says_taken(comment: str) -> bool:
    """Whether a comment of ours says what an editor's acceptance means."""
    return comment.startswith(_TAKEN)


def render_pull(number: int, checked: str) -> str:
    """Render what a pull request with one item says of itself.

    Args:
        number: The GitHub issue that it comes from.
        checked: The hash of the text that was accepted.
    """
    return (
        f"What #{number} sent in, as it was checked (SHA-256 of its text:\n`{checked}`). "
        f"Merge it, and it waits for the next issue; `#{number}` stays\n"
        "open until an issue has printed it.\n"
    )


def render_edited(number: int, edited: str) -> str:
    """Render what a pull request is told when the text is edited that it was made of.

    Args:
        number: The GitHub issue that it comes from.
        edited: The hash of the new text: so that each edit is told of, and once.
    """
    return (
        f"The text of #{number} was edited after it was accepted. Look at\n"
        f"it again: with the label `accept` this pull request follows it.\n\n"
        f"{_EDITED.format(edited)}\n"
    )


def render_overtaken(edited: str) -> str:
    """Render why nothing is taken whose text changes under an editor's hands.

    Args:
        edited: The hash of the new text: so that each edit is told of, and once.
    """
    return (
        "The text was edited while it was being accepted. Look at it\n"
        f"again, and set the label `accept` once more.\n\n{_EDITED.format(edited)}\n"
    )


def render_foreign_commit(branch: str, commit: str) -> str:
    """Render why a branch is left alone that somebody else has worked on.

    Args:
        branch: Its name.
        commit: Its last commit.
    """
    return (
        f"The last commit on the branch `{branch}` was made by somebody,\n"
        "so it is left as it is. Change the file there, or delete the branch and\n"
        f"set the label `accept` once more.\n\n<!-- postroom:commit {commit} -->\n"
    )


def render_used(number: int, url: str) -> str:
    """Render that an issue has printed a submission, as a last comment.

    Args:
        number: The number of the issue.
        url: Where it stands now; may be empty.
    """
    place = f"[№ {number}]({url})" if url else f"№ {number}"
    return f"Used in {place}. Thank you for sending it in!\n"


def render_over() -> str:
    """Render that no issue could print a submission in time, as a last comment."""
    return (
        "Its time has passed before an issue could print it, so this is closed. "
        "Thank you for sending it in, and do send the next one!\n"
    )


def render_declined(reason: str) -> str:
    """Render that an editor declined a submission, in the editor's words, if any."""
    why = f": {say(' '.join(reason.split()))}" if reason.strip() else ""
    return f"Not taken this time{why}. Thank you for thinking of the newsletter.\n"


def read_checked(comment: str) -> str:
    """Read the hash of what was checked out of an answer of ours; nothing if none ends it.

    Anybody can write such a line: ask who wrote the comment first.
    """
    mark = _MARKED.search(comment[-200:])
    return mark[1] if mark else ""


def was_good(comment: str) -> bool:
    """Whether an answer of ours said that nothing has to change."""
    mark = _MARKED.search(comment[-200:])
    return mark is not None and mark[2] == "good"
