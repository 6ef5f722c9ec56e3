"""What is asked of GitHub, to the letter, and what is made of everything it answers."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from traceback import format_exception
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.fakes.echoes import CODED, ECHOES
from tests.fakes.github import BOT, REPOSITORY, GitHubServer
from tests.fakes.server import Trouble, answering, cut, done_but, half, listening, stall
from tests.unit.intaking import (
    NOW,
    a_newsletter,
    a_submission,
    an_event,
    answers_of,
    check,
    fill_form,
)

from postroom import PostroomError
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
    carry_out,
)
from postroom.intake.checkout import BOT_MAIL, Checkout, Tip
from postroom.intake.events import Event, read_event
from postroom.intake.github import PER_PAGE, GitHub
from postroom.intake.inbox import Inbox
from postroom.intake.outcomes import Outcome
from postroom.intake.plan import (
    Plan,
    plan_acceptance,
    plan_answer,
    plan_rejection,
    plan_withdrawal,
    tell_outcomes,
)
from postroom.model.kinds import KINDS
from postroom.model.options import Options
from postroom.model.site import Site
from postroom.web.call import RefusedError, UnsureError
from postroom.web.courier import Courier

AT = f"/repos/{REPOSITORY}"


@pytest.fixture
def server() -> Iterator[GitHubServer]:
    with ExitStack() as stack:
        server = GitHubServer()
        server.add_issue(12, "text", ["submission", "link", "accept"])
        stack.enter_context(listening(server))
        yield server


def a_github(server: GitHubServer, seconds: float = 5) -> GitHub:
    def open_client() -> httpx.Client:
        return httpx.Client(timeout=seconds, trust_env=False)

    courier = Courier(open_client, 2 * seconds)
    return GitHub(courier, REPOSITORY, SecretStr(server.token), server.url)


def do(server: GitHubServer, *actions: Action) -> list[str]:
    return [str(action) for action in carry_out(actions, a_github(server))]


PULL = OpenPull("intake/12", "main", "item: link from #12", "What #12 sent in")
CHANGES: dict[str, tuple[Action, str, Any]] = {
    "a comment": (Write(12, "Hello"), f"POST {AT}/issues/12/comments", {"body": "Hello"}),
    "another text": (
        Rewrite(12, 5001, "Hello"),
        f"PATCH {AT}/issues/comments/5001",
        {"body": "Hello"},
    ),
    "a label taken off": (
        TakeLabel(12, "accept"),
        f"DELETE {AT}/issues/12/labels/accept",
        None,
    ),
    "closed": (
        Close(12, "not_planned"),
        f"PATCH {AT}/issues/12",
        {"state": "closed", "state_reason": "not_planned"},
    ),
    "a pull request": (
        PULL,
        f"POST {AT}/pulls",
        {
            "head": "intake/12",
            "base": "main",
            "title": "item: link from #12",
            "body": "What #12 sent in",
        },
    ),
    "a pull request closed": (ClosePull(90), f"PATCH {AT}/pulls/90", {"state": "closed"}),
}
every_change = pytest.mark.parametrize(
    ("action", "line", "body"), CHANGES.values(), ids=CHANGES.keys()
)


@every_change
def test_every_action_is_one_request(server, action, line, body):
    server.add_comment(12, "old")
    server.add_pull(90, "intake/12", repo={"full_name": "rosa/copy"})
    server.pulls[0]["head"]["ref"] = "elsewhere"

    done = do(server, action)

    [asked] = server.asked
    assert asked.line == line
    assert (asked.json if asked.body else None) == body
    assert asked.headers["authorization"] == f"Bearer {server.token}"
    assert asked.headers["accept"] == "application/vnd.github+json"
    assert asked.headers["x-github-api-version"] == "2022-11-28"
    assert asked.headers["user-agent"]
    assert done == [str(action)]


QUESTIONS: dict[str, tuple[Callable[[GitHub], Any], str, dict[str, str]]] = {
    "comments": (
        lambda github: github.comments(12),
        f"GET {AT}/issues/12/comments",
        {"per_page": "25", "page": "1"},
    ),
    "a GitHub issue": (lambda github: github.find_issue(12), f"GET {AT}/issues/12", {}),
    "all that are open": (
        lambda github: github.open_issues(),
        f"GET {AT}/issues",
        {"state": "open", "per_page": "25", "page": "1"},
    ),
    "a branch's pull request": (
        lambda github: github.find_open_pull("intake/12"),
        f"GET {AT}/pulls",
        {"state": "open", "head": "long-table:intake/12"},
    ),
    "a pull request": (lambda github: github.find_pull(90), f"GET {AT}/pulls/90", {}),
    "the site's address": (lambda github: github.find_address(), f"GET {AT}/pages", {}),
}


@pytest.mark.parametrize(("ask", "line", "query"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_every_question_is_one_request(server, ask, line, query):
    server.add_pull(90, "intake/12")
    server.add_comment(12, "Hello")

    assert ask(a_github(server))

    [asked] = server.asked
    assert (asked.line, asked.query) == (line, query)
    assert asked.body == b""


def test_all_pages_are_read(server):
    for number in range(2 * PER_PAGE):
        server.add_comment(12, f"comment {number}")

    comments = a_github(server).comments(12)

    assert [c.body for c in comments] == [f"comment {n}" for n in range(2 * PER_PAGE)]
    assert [asked.query["page"] for asked in server.asked] == ["1", "2", "3"]


def test_a_page_of_the_longest_comments_is_not_too_much(server):
    for _ in range(PER_PAGE):
        server.add_comment(12, "\N{ROLLING ON THE FLOOR LAUGHING}" * 65_536)
    sent = server.answer(server_asks(server, 12)).body
    whole = sum(len(comment["body"].encode()) for comment in sent)

    assert whole < 7_000_000


def server_asks(server: GitHubServer, number: int) -> Any:
    a_github(server).find_address()
    asked = server.asked[-1]
    query = {"per_page": f"{PER_PAGE}"}
    return type(asked)("GET", f"{AT}/issues/{number}/comments", query, asked.headers, b"")


def test_a_branch_of_the_same_name_in_a_fork_is_not_ours(server):
    server.add_pull(89, "intake/12", repo={"full_name": "long-table/copy"})
    server.add_pull(88, "intake/12", repo=None)
    assert a_github(server).find_open_pull("intake/12") is None

    server.add_pull(90, "intake/12", repo={"full_name": REPOSITORY.title()})
    pull = a_github(server).find_open_pull("intake/12")

    assert pull is not None
    assert pull.number == 90


def test_a_label_that_is_gone_is_gone(server):
    do(server, TakeLabel(12, "accept"), TakeLabel(12, "accept"))

    assert server.labels(12) == ["submission", "link"]


@pytest.mark.parametrize("status", [409, 422])
def test_a_pull_request_that_somebody_opened_meanwhile_is_as_good(server, status):
    server.add_pull(90, "intake/12")
    server.trouble(f"POST {AT}/pulls", answering(status, {"message": "Validation Failed"}))

    do(server, PULL)

    assert len(server.pulls) == 1


def test_a_pull_request_that_cannot_be_opened_is_said(server):
    message = {"message": "Validation Failed"}
    server.trouble(f"POST {AT}/pulls", answering(422, message))

    with pytest.raises(RefusedError, match="GitHub does not take it: Validation Failed"):
        do(server, PULL)


def test_a_site_that_is_not_on_pages_has_no_address_from_there(server):
    server.pages = None
    assert a_github(server).find_address() == ""

    server.trouble(f"GET {AT}/pages", answering(403, {"message": "Not for you"}))
    assert a_github(server).find_address() == ""

    server.trouble(f"GET {AT}/pages", answering(502))
    with pytest.raises(UnsureError):
        a_github(server).find_address()


NO, UNSURE = RefusedError, UnsureError
ADMIT = (
    r"hand over `GH_TOKEN: \$\{\{ github.token \}\}` in a job that has the `permissions:`"
)
LOOKS = "run the command again: it looks first, and makes nothing twice$"
TROUBLES: dict[str, tuple[Trouble, type[PostroomError], str]] = {
    "401": (
        answering(401, {"message": "Bad credentials"}),
        NO,
        f"does not let us in: Bad credentials\n    fix: {ADMIT}",
    ),
    "403": (
        answering(403, {"message": "Resource not accessible by integration"}),
        NO,
        f"does not allow it: Resource not accessible by integration\n    fix: {ADMIT}",
    ),
    "403 as long as nobody allows it": (
        answering(403, {"message": "GitHub Actions is not permitted to create or approve"}),
        NO,
        r"to create them in Settings > Actions > General$",
    ),
    "403, since the hour is used up": (
        answering(403, {"message": "API rate limit exceeded"}, x_ratelimit_remaining="0"),
        NO,
        "asks for patience: API rate limit exceeded\n    fix: run the command again in",
    ),
    "403, since it is too fast": (
        answering(403, {"message": "secondary rate limit"}, retry_after="60"),
        NO,
        "asks for patience: secondary rate limit\n    fix: run the command again in 60 sec",
    ),
    "403, with room left": (
        answering(403, {"message": "no"}, x_ratelimit_remaining="4711"),
        NO,
        "does not allow it: no\n",
    ),
    "404": (answering(404, {"message": "Not Found"}), NO, "has nothing at /repos/long-t"),
    "429": (answering(429, {}, retry_after="7"), NO, "run the command again in 7 seconds$"),
    "500": (answering(500), UNSURE, rf"is in trouble \(500\)\n    fix: {LOOKS}"),
    "502 with a page": (answering(502, b"<html>"), UNSURE, rf"\(502\)\n    fix: {LOOKS}"),
    "cut": (cut, UNSURE, f"broke off\n    fix: {LOOKS}"),
    "cut in the middle": (half, UNSURE, "broke off\n"),
    "silence": (stall, UNSURE, f"does not answer in time\n    fix: {LOOKS}"),
    "a page": (answering(200, b"<title>Unicorn!"), UNSURE, "something that is not JSON"),
    "another shape": (answering(200, [1]), UNSURE, "answers without `"),
    "moved": (answering(301, location="https://x.example"), NO, "no secret goes along"),
}


@pytest.mark.parametrize(
    ("trouble", "error", "expected"), TROUBLES.values(), ids=TROUBLES.keys()
)
def test_trouble_is_one_sentence_with_a_fix(server, trouble, error, expected):
    server.trouble("*", trouble)
    github = a_github(server, 0.2 if trouble is stall else 5)

    with pytest.raises(error) as caught:
        list(carry_out([Write(12, "Hello")], github))

    text = str(caught.value)
    assert text.startswith("GitHub ")
    assert re.search(expected, text), text
    assert text.count("\n    fix: ") == text.count("\n") == 1
    assert server.token not in text
    assert server.said(12) == []


def test_what_fails_ends_it_and_what_was_done_is_known(server):
    server.trouble(f"PATCH {AT}/issues/12", answering(500))
    actions = [Write(12, "a"), Close(12, "completed"), Write(12, "b")]
    done = carry_out(actions, a_github(server))

    assert next(done) == actions[0]
    with pytest.raises(UnsureError):
        next(done)

    assert server.said(12) == ["a"]


def test_nothing_is_asked_where_nothing_is_to_be_done(server):
    assert do(server, Leave("it is about nothing of ours")) == [
        "nothing to do: it is about nothing of ours"
    ]
    assert server.asked == []


@pytest.mark.parametrize("repository", ["", "table", "a/b/c", "a/b\n", "../a b"])
def test_a_repository_that_is_none_is_said(server, repository):
    with pytest.raises(PostroomError, match=r"\$GITHUB_REPOSITORY: got"):
        GitHub(Courier(httpx.Client), repository, SecretStr("x"))


def test_a_token_is_never_shown(server):
    assert server.token not in repr(a_github(server))


# outcomes


TAKEN = "Taken; it will be printed.\n"


def outcomes() -> list[Outcome]:
    return [Outcome(n, f"Used in № {n}.\n", "completed") for n in (11, 12, 13)]


def tell(server: GitHubServer) -> list[str]:
    done = tell_outcomes(outcomes(), a_github(server), lambda: None)
    return [str(action) for action in done]


@pytest.fixture
def waiting(server: GitHubServer) -> GitHubServer:
    for number in (11, 13):
        server.add_issue(number, "text", ["submission"])
    for number in (11, 12, 13):
        server.add_comment(number, TAKEN)
    return server


def test_everybody_is_told_with_a_pause_between_two_comments(waiting):
    pauses = []
    told = tell_outcomes(
        outcomes(), a_github(waiting), lambda: pauses.append(len(waiting.asked))
    )

    assert [str(action) for action in told] == [
        line
        for number in (11, 12, 13)
        for line in (f"#{number}: a comment", f"#{number}: closed, completed")
    ]
    assert pauses == [3, 6]
    assert {issue["state_reason"] for issue in waiting.issues.values()} == {"completed"}


def test_nobody_is_told_where_nothing_was_taken(waiting):
    waiting.comments[12] = []
    waiting.add_comment(12, TAKEN, {"login": "somebody", "type": "User"})

    assert "nothing to do: nothing of #12 was accepted there" in tell(waiting)
    assert waiting.said(12) == [TAKEN]


def test_one_who_cannot_be_told_does_not_keep_the_others_waiting(waiting):
    locked = answering(
        403, {"message": "Unable to create comment because issue is locked."}
    )
    waiting.trouble(f"POST {AT}/issues/11/comments", locked)

    with pytest.raises(PostroomError, match="#11: GitHub does not allow it: Unable to"):
        tell(waiting)

    assert [waiting.issues[n]["state"] for n in (11, 12, 13)] == [
        "open",
        "closed",
        "closed",
    ]


LINES = [f"{method} {AT}/issues/12{end}" for method, end in (
    ("GET", "/comments"), ("POST", "/comments"), ("PATCH", ""))]  # fmt: skip
BREAKS: dict[str, Trouble] = {
    "before the deed": answering(502),
    "after the deed": done_but(cut),
    "in the middle of the answer": done_but(half),
    "since it is too much": answering(403, {"message": "slow"}, retry_after="1"),
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("trouble", BREAKS.values(), ids=BREAKS.keys())
def test_a_second_run_tells_the_rest_and_nobody_twice(waiting, line, trouble):
    waiting.trouble(line, trouble)
    with pytest.raises(PostroomError):
        tell(waiting)
    assert waiting.said(13) == [TAKEN]

    tell(waiting)

    assert [waiting.said(n) for n in (11, 12, 13)] == [
        [TAKEN, f"Used in № {n}.\n"] for n in (11, 12, 13)
    ]
    assert {issue["state"] for issue in waiting.issues.values()} == {"closed"}


def test_a_comment_of_the_bot_that_says_the_same_is_recognised(waiting):
    waiting.add_comment(12, "Used in № 12.", BOT)

    tell(waiting)

    assert waiting.said(12) == [TAKEN, "Used in № 12."]


@pytest.mark.parametrize("echo", ECHOES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_key_that_is_planted_in_an_answer_is_nowhere(server, echo, change, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    action, line, _ = CHANGES[change]
    forms = [code(server.token) for code in CODED.values()]
    server.trouble(line, ECHOES[echo](" ".join(forms)))

    with suppress(PostroomError):
        do(server, action)

    told = caplog.text + "".join(capfd.readouterr())
    assert not [form for form in forms if form.casefold() in told.casefold()]


@pytest.mark.parametrize("echo", ECHOES)
def test_what_is_said_of_an_answer_with_a_planted_key_has_none(server, echo):
    forms = [code(server.token) for code in CODED.values()]
    server.trouble(f"POST {AT}/issues/12/comments", ECHOES[echo](" ".join(forms)))

    with pytest.raises(PostroomError) as error:
        do(server, Write(12, "Hello"))

    told = "".join(format_exception(error.value)).casefold()
    assert not [form for form in forms if form.casefold() in told]


# plans


class Desk(Checkout):
    """A checkout whose `origin` has one branch of ours, and remembers what is pushed."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        object.__setattr__(self, "pushed", [])

    def find_tip(self, branch: str) -> Tip | None:
        return Tip("a" * 40, BOT_MAIL) if branch == "intake/12" else None

    def push_file(self, path: Path, branch: str, *, message: str, over: str) -> None:
        self.pushed.append((path.read_text(encoding="utf-8"), branch, message, over))


def an_inbox(content: Path) -> Inbox:
    site = Site("Table", "", Options())
    return Inbox.of(site, a_newsletter(), content=content, now=NOW)


def happens(action: str, label: str = "", **issue: Any) -> Event:
    body = fill_form(KINDS["link"], answers_of("link"))
    payload = an_event(body, **issue) | {"action": action, "label": {"name": label}}
    event = read_event(payload, label="submission")
    assert event is not None
    return event


IDLE: dict[str, tuple[Plan, tuple[str, str, str], str]] = {
    "an answer to what is closed": (plan_answer, ("opened", "", "closed"), "nothing new"),
    "an answer to what is reopened": (plan_answer, ("reopened", "", "open"), "nothing new"),
    "acceptance of what is closed": (
        plan_acceptance,
        ("labeled", "accept", "closed"),
        "nobody has just accepted #12",
    ),
    "acceptance without its label": (
        plan_acceptance,
        ("labeled", "link", "open"),
        "nobody has just accepted #12",
    ),
    "a refusal of what is closed": (
        plan_rejection,
        ("labeled", "declined", "closed"),
        "nobody has just declined #12",
    ),
    "a refusal without its label": (
        plan_rejection,
        ("labeled", "accept", "open"),
        "nobody has just declined #12",
    ),
    "an edit of what nobody accepted": (
        plan_withdrawal,
        ("edited", "", "open"),
        "#12 is not an accepted text",
    ),
}


@pytest.mark.parametrize(("plan", "event", "why"), IDLE.values(), ids=IDLE.keys())
def test_what_an_event_is_not_about_is_left_and_nobody_asked(
    server, tmp_path, plan, event, why
):
    action, label, state = event
    happened = happens(action, label, state=state)

    [leave] = plan(an_inbox(tmp_path), happened, a_github(server), Desk(tmp_path))

    assert isinstance(leave, Leave)
    assert leave.why.startswith(why)
    assert server.asked == []


def test_what_is_declined_is_closed_with_the_pull_request_that_is_open(server, tmp_path):
    server.add_pull(90, "intake/12")
    event = happens("labeled", "declined: it is an advertisement")

    actions = plan_rejection(an_inbox(tmp_path), event, a_github(server), Desk(tmp_path))

    said, *closed = actions
    assert isinstance(said, Write)
    assert "it is an advertisement" in said.body
    assert closed == [Close(12, "not_planned"), ClosePull(90)]


def test_who_accepts_what_nobody_checked_is_asked_to_look_again(server, tmp_path):
    body = fill_form(KINDS["link"], answers_of("link"))
    server.issues[12]["body"] = body

    actions = plan_acceptance(
        an_inbox(tmp_path), happens("labeled", "accept"), a_github(server), Desk(tmp_path)
    )

    assert not any(isinstance(action, Push | OpenPull) for action in actions)
    assert TakeLabel(12, "accept") in actions


def test_a_push_is_filed_and_read_again_before_anybody_sees_it(server, tmp_path):
    verdict = check(a_submission())
    push = Push(verdict, "intake/12", "item: link from #12\n", "a" * 40)
    inbox, desk, reread = an_inbox(tmp_path), Desk(tmp_path), []

    done = carry_out(
        [push], a_github(server), inbox=inbox, checkout=desk, reread=reread.append
    )

    assert [str(action) for action in done] == [f"{verdict.path}: pushed to intake/12"]
    path = inbox.place_of(verdict)
    assert reread == [path]
    assert desk.pushed == [
        (path.read_text(encoding="utf-8"), "intake/12", push.message, push.over)
    ]
    assert server.asked == []


def test_what_a_build_would_stop_at_is_not_pushed(server, tmp_path):
    push = Push(check(a_submission()), "intake/12", "item: link from #12\n", "")
    desk = Desk(tmp_path)

    def stop(path: Path) -> None:
        raise PostroomError(f"{path.name}: a build would stop at it")

    with pytest.raises(PostroomError, match="a build would stop at it"):
        list(
            carry_out(
                [push],
                a_github(server),
                inbox=an_inbox(tmp_path),
                checkout=desk,
                reread=stop,
            )
        )

    assert desk.pushed == []
