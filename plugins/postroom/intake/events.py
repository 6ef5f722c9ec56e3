"""What an event of GitHub's means, and what is to be done because of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postroom import PostroomError
from postroom.errors import Problem
from postroom.intake.actions import (
    Action,
    Close,
    ClosePull,
    Leave,
    OpenPull,
    Push,
    Rewrite,
    TakeLabel,
    Write,
)
from postroom.intake.checkout import Tip
from postroom.intake.formbody import body_hash, label_names, read_submission
from postroom.intake.github import Comment, GitHubIssue, PullRequest
from postroom.intake.inbox import Inbox
from postroom.intake.reply import (
    read_checked,
    render_declined,
    render_edited,
    render_foreign_commit,
    render_overtaken,
    render_pull,
    render_reply,
    render_taken,
    says_taken,
    was_good,
)
from postroom.intake.submission import Submission, Verdict

ACCEPT = "accept"
DECLINED = "declined"
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
_AGAIN = (
    "An editor has just accepted this, but the text was edited after it was checked. It is "
    "checked now; an editor has to look at it once more."
)


@dataclass(frozen=True)
class Event:
    """What happened to a GitHub issue that has the label of a newsletter."""

    action: str
    number: int
    submission: Submission | Problem
    """What somebody sent in by it, or why that cannot be read."""

    body: str
    labels: frozenset[str]
    """Those it has, in small letters: to GitHub they are the same."""

    is_open: bool
    label: str = ""
    """The one that was set just now."""

    is_edited: bool = False
    """Whether its text was changed just now."""

    credit: str = ""
    """Its author, as the last line of a commit message has them; may be empty."""

    base: str = ""
    """The repository's default branch."""

    @property
    def branch(self) -> str:
        """Where its item waits for an editor."""
        return f"intake/{self.number}"

    @property
    def checked(self) -> str:
        """What an answer to it, and an approval of it, are bound to."""
        return body_hash(self.body)

    @property
    def kind(self) -> str:
        """The kind of item that it is to be; may be empty."""
        return self.submission.kind if isinstance(self.submission, Submission) else ""

    @property
    def is_approval(self) -> bool:
        """Whether an editor wants the item."""
        return self.action == "labeled" and self.label.casefold() == ACCEPT

    @property
    def declined_because(self) -> str | None:
        """Why an editor does not want it: what the label says after `declined`."""
        word, _, reason = self.label.partition(":")
        is_declined = self.action == "labeled" and word.strip().casefold() == DECLINED
        return reason.strip() if is_declined else None

    @property
    def asks_for_answer(self) -> bool:
        """Whether there is something new to check."""
        is_other_label = self.action == "labeled" and not self.is_approval
        return (
            self.action == "opened"
            or (self.action == "edited" and self.is_edited)
            or (is_other_label and self.declined_because is None)
        )

    @property
    def takes_approval_back(self) -> bool:
        """Whether what an editor has approved is no longer what it was."""
        return self.action == "edited" and self.is_edited and ACCEPT in self.labels


def read_event(payload: Any, *, label: str) -> Event | None:
    """Read a webhook's `issues` event, whatever stands in it.

    Args:
        payload: The event, as GitHub writes it to a file.
        label: The label of the newsletter's forms.

    Returns:
        None if it is about no GitHub issue that has the label.

    Raises:
        PostroomError: The event is not as GitHub writes it.

    Source:
        GitHub Docs, "Webhook events and payloads", `issues`.
    """
    submission = read_submission(payload, label=label)
    if submission is None:
        return None
    issue = payload["issue"]
    number, changes = issue.get("number"), payload.get("changes")
    if not isinstance(number, int):
        raise PostroomError(str(submission))
    return Event(
        action=_text(payload, "action"),
        number=number,
        submission=submission,
        body=_text(issue, "body"),
        labels=frozenset(map(str.casefold, label_names(issue))),
        is_open=_text(issue, "state") == "open",
        label=_text(payload.get("label"), "name"),
        is_edited="body" in changes if isinstance(changes, Mapping) else False,
        credit=_credit(issue.get("user")),
        base=_text(payload.get("repository"), "default_branch"),
    )


def _text(values: object, key: str) -> str:
    value = values.get(key) if isinstance(values, Mapping) else None
    return value if isinstance(value, str) else ""


def _credit(user: object) -> str:
    number = user.get("id") if isinstance(user, Mapping) else None
    login = _text(user, "login")
    if not isinstance(number, int) or not _LOGIN.fullmatch(login):
        return ""
    return f"Co-authored-by: {login} <{number}+{login}@users.noreply.github.com>"


@dataclass(frozen=True)
class Answered:
    """An answer that we gave before."""

    comment: int
    checked: str
    """The hash of what it is about."""

    was_good: bool


def find_answers(comments: Sequence[Comment]) -> Iterator[Answered]:
    """Find the answers that our own workflows gave; anybody can write what looks so."""
    for comment in comments:
        checked = read_checked(comment.body or "") if comment.is_ours else ""
        if checked:
            yield Answered(comment.id, checked, was_good(comment.body or ""))


def decide_answer(inbox: Inbox, event: Event, comments: Sequence[Comment]) -> list[Action]:
    """Answer what was sent in; in a new comment if there is another text to approve.

    Args:
        inbox: The newsletter that it is for.
        event: What happened.
        comments: Everything that was said below the GitHub issue, oldest first.
    """
    answers = list(find_answers(comments))
    return [_place(_render(inbox, event, _judge(inbox, event)), event, answers)]


@dataclass(frozen=True)
class Scene:
    """What GitHub and Git say by the time that an approval is looked at."""

    comments: Sequence[Comment]
    """Everything that was said below the GitHub issue, oldest first."""

    now: GitHubIssue
    tip: Tip | None = None
    """The last commit of its branch, if there is one."""

    pull: PullRequest | None = None
    """Its open pull request, if there is one."""


def decide_acceptance(inbox: Inbox, event: Event, scene: Scene) -> list[Action]:
    """File what an editor accepted, if it is what was checked; else say what is in the way.

    The label comes off before anything is said, and only what still has it is filed: a run
    that is repeated accepts nothing that nobody looked at.
    """
    answers = list(find_answers(scene.comments))
    verdict = _judge(inbox, event)
    was_seen = bool(answers) and answers[-1].checked == event.checked
    if verdict.is_known or not verdict.is_accepted or not was_seen:
        reply = _render(inbox, event, verdict)
        if verdict.is_accepted and not verdict.is_known:
            reply = f"{_AGAIN}\n\n{reply}"
        return [TakeLabel(event.number, ACCEPT), _place(reply, event, answers)]
    text_now = body_hash(scene.now.body or "")
    if text_now != event.checked:
        return _stop(event, scene, render_overtaken(text_now))
    if scene.tip and not scene.tip.is_ours:
        return _stop(event, scene, render_foreign_commit(event.branch, scene.tip.commit))
    if not scene.now.is_open or not scene.now.has(ACCEPT):
        return [Leave(f"#{event.number} is closed, or not accepted any more")]
    return list(_file(inbox, event, verdict, scene))


def _file(inbox: Inbox, event: Event, verdict: Verdict, scene: Scene) -> Iterator[Action]:
    title = f"item: {event.kind} from #{event.number}"
    message = "\n\n".join(part for part in (title, event.credit) if part) + "\n"
    yield Push(verdict, event.branch, message, over=scene.tip.commit if scene.tip else "")
    if scene.pull is None:
        body = render_pull(event.number, event.checked)
        yield OpenPull(event.branch, event.base, title, body)
    was_told = any(c.is_ours and says_taken(c.body or "") for c in scene.comments)
    if scene.pull is None or not was_told:
        taken = render_taken(verdict, newsletter=inbox.newsletter)
        yield Write(event.number, taken)


def _stop(event: Event, scene: Scene, why: str) -> list[Action]:
    label = TakeLabel(event.number, ACCEPT)
    return [label, *_say_once(event.number, why, scene.comments)]


def decide_withdrawal(
    event: Event, pull: PullRequest | None, comments: Sequence[Comment]
) -> list[Action]:
    """Take an approval back, since the text is no longer what was approved.

    Args:
        event: The edit.
        pull: The open pull request of what was approved, if there is one.
        comments: Everything that was said there, oldest first.
    """
    actions: list[Action] = [TakeLabel(event.number, ACCEPT)]
    if pull:
        edited = render_edited(event.number, event.checked)
        actions += _say_once(pull.number, edited, comments)
    return actions


def decide_rejection(
    event: Event, comments: Sequence[Comment], pull: PullRequest | None
) -> list[Action]:
    """Tell why something was declined, and close it.

    Args:
        event: The editor's word.
        comments: Everything that was said below the GitHub issue, oldest first.
        pull: Its open pull request, if there is one.
    """
    actions = _say_once(
        event.number, render_declined(event.declined_because or ""), comments
    )
    actions += [Close(event.number, "not_planned")]
    return actions + ([ClosePull(pull.number)] if pull else [])


def _say_once(number: int, body: str, comments: Sequence[Comment]) -> list[Action]:
    """Say something, unless it is the last thing that we said: a run may be repeated."""
    ours = [comment for comment in comments if comment.is_ours]
    return [] if ours and ours[-1].says(body) else [Write(number, body)]


def _judge(inbox: Inbox, event: Event) -> Verdict:
    if isinstance(event.submission, Submission):
        return inbox.check(event.submission)
    problem = event.submission
    nothing = Submission(
        "", {}, source=problem.place.path, submitted=inbox.now.date(), consent=False
    )
    return Verdict(nothing, None, "", (problem,))


def _render(inbox: Inbox, event: Event, verdict: Verdict) -> str:
    return render_reply(
        verdict, newsletter=inbox.newsletter, checked=event.checked, url=inbox.submit_url
    )


def _place(reply: str, event: Event, answers: Sequence[Answered]) -> Action:
    """Rewrite the last answer only if no editor may have seen another text below it.

    Of a comment that is rewritten GitHub tells nobody: an approval would be bound to a text
    that whoever gave it did not see. What was faulty before and after is not approved.
    """
    if not answers:
        return Write(event.number, reply)
    last = answers[-1]
    is_same_text = last.checked == event.checked and last.was_good == was_good(reply)
    if is_same_text or not (last.was_good or was_good(reply)):
        return Rewrite(event.number, last.comment, reply)
    return Write(event.number, reply)
