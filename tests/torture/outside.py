"""Feeds, dev.to and GitHub on this machine, as every command finds them anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.fakes.feeds import item as feed_item
from tests.fakes.feeds import rss
from tests.fakes.feedserver import open_server
from tests.fakes.github import REPOSITORY, GitHubServer, recorded
from tests.fakes.platforms import Forem
from tests.fakes.server import listening

_FEED = rss(
    feed_item(
        pubDate="Thu, 05 Mar 2026 08:00:00 GMT",
        description="They meet on Tuesdays.",
        content_encoded="<p>They meet on Tuesdays, and mend.</p>",
        cc_license="https://creativecommons.org/licenses/by/4.0/",
    )
)


@dataclass(frozen=True)
class Outside:
    """What commands talk to."""

    feed: str
    """The address of a feed."""

    forem: Forem
    github: GitHubServer

    @property
    def around(self) -> dict[str, str]:
        """What the environment says of it."""
        return {
            "DEVTO_API_KEY": Forem.key,
            "POSTROOM_DEVTO_URL": self.forem.url,
            "GH_TOKEN": GitHubServer.token,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_API_URL": self.github.url,
            "SITE_URL": "https://small.example/",
        }

    @property
    def event(self) -> str:
        """What GitHub says of something that was sent in."""
        return json.dumps(recorded("link"))

    def forget(self) -> None:
        """Let nothing have happened yet."""
        self.forem.articles.clear()
        self.github.comments.clear()
        self.github.issues.clear()
        issue = recorded("link")["issue"]
        labels = [label["name"] for label in issue["labels"]]
        self.github.add_issue(issue["number"], issue["body"], labels)

    def count_twice(self) -> int:
        """How much is there twice: drafts of a post, answers to a submission."""
        answers = (len(comments) for comments in self.github.comments.values())
        return sum(max(0, many - 1) for many in (len(self.forem.articles), *answers))


@contextmanager
def open_outside() -> Iterator[Outside]:
    """Run the servers as long as they are needed."""
    with open_server() as feeds, listening(Forem()) as forem:
        assert isinstance(forem, Forem)
        with listening(GitHubServer()) as github:
            assert isinstance(github, GitHubServer)
            yield Outside(feeds.serve("/humber.xml", _FEED), forem, github)
