"""All feeds that a newsletter reads become proposals, and an editor decides about each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path

from postroom.errors import PostroomError, Problem
from postroom.harvest.memory import recall
from postroom.harvest.poll import Poll
from postroom.harvest.proposals import (
    DISMISSED,
    Proposal,
    add_dismissed,
    list_dismissed,
    list_known,
    propose,
)
from postroom.harvest.source import FeedSource, list_sources
from postroom.intake.submission import Submission, Verdict
from postroom.kits.prose import escape
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import plain_slug, shorten, shorten_slug
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import update_file
from postroom.toolbox.marks import say_plain
from postroom.toolbox.wording import nearest
from postroom.web.fetch import Fetcher, Limits
from postroom.web.guard import Web, missing_package, open_client

_NAME = "postroom harvest"
_MAX_BYTES = 80
"""Of a file's name, which systems limit in bytes."""

_MAX_NAME = 80
"""Characters of a name below an item."""


@dataclass(frozen=True)
class Harvest:
    """What the feeds hold that are read for a newsletter, or for a site without one."""

    site: Site
    newsletter: Newsletter | None
    posts: tuple[Post, ...]
    """All posts, drafts too."""

    root: Path
    """The folder of the site's settings."""

    sources: tuple[FeedSource, ...]
    """Whose feeds are read."""

    @property
    def cache(self) -> Cache:
        """Where the last reading of each feed is kept."""
        return Cache(self.root / CACHE)

    def poll(
        self, now: datetime, limits: Limits, web: Web | None = None
    ) -> Iterator[Problem]:
        """Read every feed, and give what is wrong, or was noticed.

        Args:
            now: The moment of asking.
            limits: What it may cost.
            web: The way to ask; else a client of its own.

        Raises:
            PostroomError: What reads feeds is not installed.
        """
        purpose = "what is new here?"
        if self.site.url.isascii():
            purpose += f" {self.site.url}"
        if find_spec("feedparser") is None:
            raise missing_package("feedparser", _NAME)
        web = web or Web(open_client(purpose, limits.seconds, needed_by=_NAME))
        for problem in Poll(Fetcher(web, now, limits), self.cache).run(self.sources):
            yield clean_problem(problem)

    def list_proposals(self) -> tuple[Proposal, ...]:
        """Everything new that was there when the feeds were read last."""
        dismissed = list_dismissed(self._read_dismissed())
        known = list_known(self.site, self.newsletter, self.posts, dismissed)
        remembered = ((s, recall(self.cache, s.feed).finds) for s in self.sources)
        proposals = propose(remembered, known)
        return tuple(replace(p, may_be_link=self.newsletter is not None) for p in proposals)

    def choose(self, *several: Iterable[str]) -> list[list[Proposal]]:
        """Find proposals by their keys, all of them before anything is done.

        Raises:
            PostroomError: There is none with a key; names the nearest.
        """
        by_key = {proposal.key: proposal for proposal in self.list_proposals()}
        return [
            [_find(key, by_key) for key in dict.fromkeys(map(str.lower, keys))]
            for keys in several
        ]

    def dismiss(self, proposals: Iterable[Proposal]) -> Path:
        """Write down what need not be shown again; give the file that says so."""
        addresses = [proposal.find.url for proposal in proposals]
        path = self.root / DISMISSED
        update_file(path, lambda before: add_dismissed(before, addresses))
        return path

    def _read_dismissed(self) -> str:
        path = self.root / DISMISSED
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def name_reprint(self, proposal: Proposal, folder: Path) -> str:
        """Name the file of a reprint, which no other post may be called.

        Args:
            proposal: What is reprinted.
            folder: Where the file goes.
        """
        slug = shorten_slug(plain_slug(proposal.find.title), _MAX_BYTES) or proposal.key
        slugs = {post.slug for post in self.posts}
        is_taken = (folder / f"{slug}.md").exists() or slug in slugs
        return f"{slug}-{proposal.key}" if is_taken else slug


def open_harvest(
    site: Site, newsletter: Newsletter | None, posts: tuple[Post, ...], root: Path
) -> Harvest:
    """Find whose feeds are read for a newsletter, or for a site without one.

    Args:
        site: Whose groups have feeds.
        newsletter: Whose members have feeds, if there is one.
        posts: All posts, drafts too.
        root: The folder of the site's settings.

    Raises:
        PostroomError: Nobody has any.
    """
    sources = list_sources(site, newsletter)
    if not sources:
        raise PostroomError(
            "no feed is to be read\n"
            "    fix: write `harvest:` and its address into the file of a group, or "
            "`members:` into the options of the newsletter"
        )
    return Harvest(site, newsletter, posts, root, sources)


def _find(key: str, by_key: Mapping[str, Proposal]) -> Proposal:
    if key not in by_key:
        fix = nearest(key, by_key, "see what there is: `postroom harvest`")
        raise PostroomError(f"there is no proposal {key!r}\n    fix: {fix}")
    return by_key[key]


def compose_link(
    proposal: Proposal, *, today: date, title: str = "", text: str = ""
) -> Submission:
    """Make of a proposal what somebody could have sent in: a link item.

    Args:
        proposal: Whose page is linked to.
        today: When it was chosen.
        title: What the editor calls it instead.
        text: What the editor says of it instead.
    """
    find, source = proposal.find, proposal.source
    answers = {
        "title": title or find.title,
        "url": find.url,
        "text": text or escape(find.summary),
        "by": find.author or shorten(source.name, _MAX_NAME),
    }
    return Submission(
        "link",
        answers,
        source=f"harvest:{source.id}",
        submitted=today,
        consent=True,  # the editor's own: it is a link to a public page
    )


def review_link(proposal: Proposal, verdict: Verdict) -> list[str]:
    """Give what was noticed of a link item.

    Raises:
        PostroomError: It cannot be taken as it is; says how to say it oneself.
    """
    problems = [str(clean_problem(problem)) for problem in verdict.problems]
    if not verdict.is_accepted:
        command = f"postroom harvest --accept {proposal.key} --title '...' --text '...'"
        raise PostroomError("\n".join([*problems, f"Say it yourself: {command}"]))
    return problems


def clean_problem(problem: Problem) -> Problem:
    """Take out of a problem what somebody else's server may have put in."""
    return replace(problem, what=say_plain(problem.what), fix=say_plain(problem.fix))
