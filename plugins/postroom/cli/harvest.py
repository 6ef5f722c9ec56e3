"""`postroom harvest`: what groups and members have published, for an editor to decide."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import config_option
from postroom.cli.desk import Inbox, open_inbox, root_of
from postroom.cli.issue import newsletter_option
from postroom.cli.new import random_uid
from postroom.errors import Problem
from postroom.harvest.memory import recall
from postroom.harvest.poll import Poll
from postroom.harvest.proposals import (
    DAYS,
    Proposal,
    add_dismissed,
    keep_recent,
    list_dismissed,
    list_known,
    propose,
)
from postroom.harvest.report import describe_proposals, render_proposals
from postroom.harvest.reprint import compose_reprint, list_terms
from postroom.harvest.source import FeedSource, list_sources
from postroom.intake.submission import Submission
from postroom.kits.prose import escape
from postroom.model.licence import LICENCES
from postroom.model.text import count, plain_slug, shorten, shorten_slug
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import write_file
from postroom.toolbox.marks import say_plain
from postroom.toolbox.wording import nearest
from postroom.web.fetch import Fetcher, Limits
from postroom.web.guard import Web, missing_package, open_client

_NAME = "postroom harvest"
_MAX_BYTES = 80
"""Of a file's name, which systems limit in bytes."""

_MAX_NAME = 80
"""Characters of a name below an item."""


@click.command()
@click.option(
    "--accept", metavar="KEY", multiple=True, help="Make a link item of it; repeatable."
)
@click.option(
    "--reprint", metavar="KEY", multiple=True, help="Draft a post of its text; repeatable."
)
@click.option(
    "--dismiss", metavar="KEY", multiple=True, help="Never show it again; repeatable."
)
@click.option("--title", help="What to call the item instead.")
@click.option("--text", help="Why it is worth the time, in your own words.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=DAYS,
    show_default=True,
    help="Show what appeared in so many days.",
)
@click.option(
    "--most-seconds",
    type=click.FloatRange(1),
    default=Limits().most_seconds,
    show_default=True,
    help="How long all feeds may take together.",
)
@click.option("--json", "as_json", is_flag=True, help="Print proposals for programs.")
@newsletter_option
@config_option
@click.pass_obj
def harvest(
    web: Web | None,
    accept: tuple[str, ...],
    reprint: tuple[str, ...],
    dismiss: tuple[str, ...],
    title: str | None,
    text: str | None,
    days: int,
    most_seconds: float,
    as_json: bool,
    name: str,
    config_file: Path | None,
) -> None:
    """Read the feeds of groups and members, and list what is new in them.

    Nothing enters the site by itself: each proposal has a key, by which you take it in or
    put it away. That needs no network: it is about what the last reading has found.
    """
    if (title or text) and len(accept) != 1:
        raise click.UsageError("--title and --text are about one --accept")
    basket = Basket.of_site(config_file, name)
    if not (accept or reprint or dismiss):
        is_read = basket.fetch(web, Limits(most_seconds=most_seconds))
        basket.show(days, as_json=as_json)
        sys.exit(0 if is_read else 1)
    accepted, reprinted, dismissed = basket.choose(accept, reprint, dismiss)
    for proposal in accepted:
        basket.accept(proposal, title or "", text or "")
    for proposal in reprinted:
        basket.reprint(proposal)
    if dismissed:
        basket.dismiss(dismissed)


@dataclass(frozen=True)
class Basket:
    """What was gathered for a newsletter, and what an editor does with it."""

    desk: Inbox
    root: Path
    """The folder of the site's settings."""

    sources: tuple[FeedSource, ...]

    @classmethod
    def of_site(cls, config_file: Path | None, name: str) -> "Basket":
        """Open the newsletter of a name, and find whose feeds are read for it."""
        desk = open_inbox(config_file, name)
        for problem in _find_broken(desk):
            click.echo(str(problem), err=True)
        sources = list_sources(desk.site.survey.edition.site, desk.newsletter)
        if not sources:
            raise PostroomError(
                "no feed is to be read\n"
                "    fix: write `harvest:` and its address into the file of a group, or "
                "`members:` into the options of the newsletter"
            )
        return cls(desk, root_of(config_file), sources)

    @property
    def cache(self) -> Cache:
        """Where the last reading of each feed is kept."""
        return Cache(self.root / CACHE)

    def fetch(self, web: Web | None, limits: Limits) -> bool:
        """Read every feed, and say what is wrong; whether any of them could be read."""
        found = Poll(self._open(web, limits), self.cache).run(self.sources)
        broken = 0
        for problem in found:
            click.echo(str(_cleaned(problem)), err=True)
            broken += problem.is_fatal
        return broken < len(self.sources)

    def _open(self, web: Web | None, limits: Limits) -> Fetcher:
        url = self.desk.site.survey.edition.site.url
        purpose = "what is new here?" + (f" {url}" if url.isascii() else "")
        if find_spec("feedparser") is None:
            raise missing_package("feedparser", _NAME)
        web = web or Web(open_client(purpose, limits.seconds, needed_by=_NAME))
        return Fetcher(web, self.desk.site.now, limits)

    def list_proposals(self) -> tuple[Proposal, ...]:
        """Everything new that was there when the feeds were read last."""
        survey = self.desk.site.survey
        posts = (manuscript.post for manuscript in survey.library.manuscripts)
        known = list_known(
            survey.edition.site,
            self.desk.newsletter,
            posts,
            list_dismissed(self._read_dismissed()),
        )
        gathered = ((s, recall(self.cache, s.feed).finds) for s in self.sources)
        return propose(gathered, known)

    def show(self, days: int, *, as_json: bool) -> None:
        """Print what is new and not too old."""
        proposals = self.list_proposals()
        recent = keep_recent(proposals, self.desk.site.now, days)
        if as_json:
            click.echo(json.dumps(describe_proposals(recent), indent=1))
            return
        told = f"{count(len(recent), 'new post')} in {count(len(self.sources), 'feed')}"
        older = len(proposals) - len(recent)
        click.echo(told + (f"; {older} older, for --days" if older else ""))
        if recent:
            click.echo(f"\n{render_proposals(recent)}")

    def choose(self, *several: Iterable[str]) -> list[list[Proposal]]:
        """Find proposals by their keys, all of them before anything is done."""
        by_key = {proposal.key: proposal for proposal in self.list_proposals()}
        return [
            [_find(key, by_key) for key in dict.fromkeys(map(str.lower, keys))]
            for keys in several
        ]

    def accept(self, proposal: Proposal, title: str, text: str) -> None:
        """File a link item, as if somebody had sent it in."""
        find, source = proposal.find, proposal.source
        answers = {
            "title": title or find.title,
            "url": find.url,
            "text": text or escape(find.summary),
            "by": find.author or shorten(source.name, _MAX_NAME),
        }
        verdict = self.desk.check(
            Submission(
                "link",
                answers,
                source=f"harvest:{source.id}",
                submitted=self.desk.site.now.date(),
                consent=True,  # the editor's own: it is a link to a public page
            )
        )
        told = "\n".join(str(_cleaned(problem)) for problem in verdict.problems)
        if not verdict.is_accepted:
            raise PostroomError(
                f"{told}\nSay it yourself: "
                f"postroom harvest --accept {proposal.key} --title '...' --text '...'"
            )
        if told:
            click.echo(told, err=True)
        click.echo(str(self.desk.file(verdict)))

    def reprint(self, proposal: Proposal) -> None:
        """Write the draft of a post, and say what its licence asks."""
        site = self.desk.site
        slug = shorten_slug(plain_slug(proposal.find.title), _MAX_BYTES) or proposal.key
        folder = site.posts / f"{site.now:%Y}"
        if (folder / f"{slug}.md").exists() or slug in _list_slugs(self.desk):
            slug = f"{slug}-{proposal.key}"
        draft = compose_reprint(
            proposal,
            uid=random_uid(),
            today=site.now.date(),
            slug=slug,
            language=site.survey.edition.site.language,
        )
        write_file(folder / f"{slug}.md", draft)
        click.echo(str(folder / f"{slug}.md"))
        licence = proposal.find.licence
        click.echo(f"{LICENCES[licence].name} asks of you:", err=True)
        for term in list_terms(licence):
            click.echo(f"  {term}", err=True)

    def dismiss(self, proposals: Sequence[Proposal]) -> None:
        """Write down what need not be shown again."""
        addresses = (proposal.find.url for proposal in proposals)
        path = self.root / FILE
        write_file(path, add_dismissed(self._read_dismissed(), addresses))
        click.echo(str(path))

    def _read_dismissed(self) -> str:
        path = self.root / FILE
        return path.read_text("utf-8", "replace") if path.exists() else ""


def _find(key: str, by_key: Mapping[str, Proposal]) -> Proposal:
    if key not in by_key:
        fix = nearest(key, by_key, "see what there is: `postroom harvest`")
        raise PostroomError(f"there is no proposal {key!r}\n    fix: {fix}")
    return by_key[key]


def _find_broken(desk: Inbox) -> Iterator[Problem]:
    """What is wrong with files of groups: such a group has no feed to be read."""
    survey = desk.site.survey
    for problem in survey.problems:
        is_group = problem.place.path.rpartition("/")[0] == survey.source.groups
        if is_group and problem.is_fatal:
            yield problem


def _list_slugs(desk: Inbox) -> frozenset[str]:
    manuscripts = desk.site.survey.library.manuscripts
    return frozenset(manuscript.post.slug for manuscript in manuscripts)


def _cleaned(problem: Problem) -> Problem:
    """Take out of a problem what somebody else's server may have put in."""
    return replace(problem, what=say_plain(problem.what), fix=say_plain(problem.fix))
