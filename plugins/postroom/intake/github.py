"""A repository at GitHub: what is asked of its REST API, and what is changed there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, SecretStr

from postroom import PostroomError
from postroom.intake.formbody import REPOSITORY
from postroom.web.call import Call, RefusedError, Service, bear
from postroom.web.courier import Courier

API = "https://api.github.com"
BOT = "github-actions[bot]"
"""Who our workflows write as; nobody else can."""

PER_PAGE = 25
"""A page of so many of GitHub's longest texts is no more than a courier carries."""

_MOST_PAGES = 200
_GONE = 404
_IN_THE_WAY = frozenset({409, 422})
_HEADERS = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
}
_ADMISSION = (
    "hand over `GH_TOKEN: ${{ github.token }}` in a job that has the `permissions:` of the "
    "workflow that Postroom comes with; for pull requests, allow Actions to create them in "
    "Settings > Actions > General"
)

Answer = TypeVar("Answer")


class _Shape(BaseModel):
    """What we need of an answer; what else it says is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _User(_Shape):
    login: str = ""
    type: str = ""


class Comment(_Shape):
    """What somebody wrote below a GitHub issue or a pull request."""

    id: int
    body: str | None = ""
    user: _User | None = None

    @property
    def is_ours(self) -> bool:
        """Whether our workflows wrote it."""
        return self.user is not None and (self.user.login, self.user.type) == (BOT, "Bot")

    def says(self, text: str) -> bool:
        """Whether it says just this; of ends of lines GitHub makes its own."""
        return (self.body or "").replace("\r\n", "\n").strip() == text.strip()


class _Label(_Shape):
    name: str = ""


class GitHubIssue(_Shape):
    """A GitHub issue as it is now."""

    number: int
    state: str
    body: str | None = ""
    labels: tuple[_Label | str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for something."""
        return self.state == "open"

    def has(self, label: str) -> bool:
        """Whether it has a label, in whatever case: to GitHub it is the same."""
        names = (has if isinstance(has, str) else has.name for has in self.labels)
        return label.casefold() in map(str.casefold, names)


class _Repository(_Shape):
    full_name: str = ""


class _PullHead(_Shape):
    ref: str
    sha: str
    repo: _Repository | None = None


class PullRequest(_Shape):
    """A pull request as it is now."""

    number: int
    head: _PullHead


class _Pages(_Shape):
    html_url: str | None = None


@dataclass(frozen=True)
class GitHub:
    """A repository at GitHub, to whoever has a token for it.

    Every method raises RefusedError or UnsureError, as a courier does.

    Source:
        GitHub Docs, "REST API", version 2022-11-28.
    """

    courier: Courier
    repository: str
    """Its owner and name."""

    token: SecretStr
    url: str = API

    def __post_init__(self) -> None:
        if not REPOSITORY.fullmatch(self.repository):
            raise PostroomError(
                f"$GITHUB_REPOSITORY: got {self.repository!r}\n"
                "    fix: write the repository's owner and name, as in `rosa/table`"
            )

    def comments(self, number: int) -> tuple[Comment, ...]:
        """All comments on a GitHub issue or a pull request, oldest first."""
        return self._all(f"/issues/{number}/comments", list[Comment])

    def find_issue(self, number: int) -> GitHubIssue:
        """A GitHub issue as it is now."""
        return self._ask("GET", f"/issues/{number}", GitHubIssue)

    def open_issues(self) -> tuple[GitHubIssue, ...]:
        """All GitHub issues that are open; pull requests are among them."""
        return self._all("/issues", list[GitHubIssue], {"state": "open"})

    def find_pull(self, number: int) -> PullRequest:
        """A pull request as it is now."""
        return self._ask("GET", f"/pulls/{number}", PullRequest)

    def find_open_pull(self, branch: str) -> PullRequest | None:
        """The open pull request of a branch of ours, never of one so called elsewhere."""
        owner = self.repository.partition("/")[0]
        query = {"state": "open", "head": f"{owner}:{branch}"}
        pulls = self._ask("GET", "/pulls", list[PullRequest], query=query)
        return next((pull for pull in pulls if self._is_of(pull, branch)), None)

    def _is_of(self, pull: PullRequest, branch: str) -> bool:
        home = pull.head.repo.full_name if pull.head.repo else ""
        return (home.casefold(), pull.head.ref) == (self.repository.casefold(), branch)

    def find_address(self) -> str:
        """Where GitHub Pages puts the site; empty if it does not, or may not say so."""
        try:
            return self._ask("GET", "/pages", _Pages).html_url or ""
        except RefusedError:
            return ""

    def comment(self, number: int, body: str) -> None:
        """Write a comment on a GitHub issue or a pull request."""
        self._ask("POST", f"/issues/{number}/comments", Comment, body={"body": body})

    def rewrite(self, comment: int, body: str) -> None:
        """Give a comment another text."""
        self._ask("PATCH", f"/issues/comments/{comment}", Comment, body={"body": body})

    def take_label(self, number: int, label: str) -> None:
        """Take a label off a GitHub issue, if it still has it."""
        try:
            self._ask("DELETE", f"/issues/{number}/labels/{label}", list[_Label])
        except RefusedError as error:
            if error.status != _GONE:
                raise

    def close(self, number: int, reason: str) -> None:
        """Close a GitHub issue; the reason is `completed` or `not_planned`."""
        body = {"state": "closed", "state_reason": reason}
        self._ask("PATCH", f"/issues/{number}", GitHubIssue, body=body)

    def open_pull(self, branch: str, *, base: str, title: str, body: str) -> None:
        """Open a pull request; one that is there by now is as good."""
        fields = {"head": branch, "base": base, "title": title, "body": body}
        try:
            self._ask("POST", "/pulls", PullRequest, body=fields)
        except RefusedError as error:
            if error.status not in _IN_THE_WAY or not self.find_open_pull(branch):
                raise

    def close_pull(self, number: int) -> None:
        """Close a pull request without merging it."""
        self._ask("PATCH", f"/pulls/{number}", PullRequest, body={"state": "closed"})

    def _all(
        self, path: str, shape: type[list[Answer]], query: Mapping[str, str] | None = None
    ) -> tuple[Answer, ...]:
        every: list[Answer] = []
        for page in range(1, _MOST_PAGES + 1):
            paged = {**(query or {}), "per_page": f"{PER_PAGE}", "page": f"{page}"}
            some = self._ask("GET", path, shape, query=paged)
            every += some
            if len(some) < PER_PAGE:
                break
        return tuple(every)

    def _ask(
        self,
        method: str,
        path: str,
        shape: type[Answer],
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        service = Service("GitHub", self.url, _ADMISSION, "$GITHUB_API_URL")
        url = service.at(f"/repos/{self.repository}{path}", **(query or {}))
        headers: dict[str, str | SecretStr] = dict(_HEADERS)
        headers["Authorization"] = bear(self.token)
        return self.courier.ask(service, Call(method, url, body, headers), shape)
