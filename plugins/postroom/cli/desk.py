"""Where submissions arrive: a newsletter, what it has already, and where items go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from postroom import PostroomError
from postroom.cli.config import Workplace, find_site
from postroom.edition.lookup import find_newsletter
from postroom.errors import Place, Problem
from postroom.intake.itemfile import render_item
from postroom.intake.manners import NOT_SECURE
from postroom.intake.submission import Submission, Verdict, check_submission
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.toolbox.files import write_file
from postroom.web.linkcheck import Visitor


@dataclass(frozen=True)
class Inbox:
    """A newsletter that takes submissions."""

    site: Workplace
    newsletter: Newsletter
    ledger: Ledger
    visitor: Visitor | None = None
    """None where nobody asked for it: the network is not needed."""

    @property
    def submit_url(self) -> str:
        """The page that says how to send something in; empty while it is nowhere."""
        site = self.site.survey.edition.site
        return site.absolute(site.page("submit")) if site.url else ""

    def check(self, submission: Submission) -> Verdict:
        """Check a submission against everything that is there."""
        verdict = check_submission(
            submission, newsletter=self.newsletter, ledger=self.ledger, now=self.site.now
        )
        item = verdict.item
        if self.visitor is None or verdict.is_known or item is None or not item.url:
            return verdict
        place = Place(submission.source, 0, "url")
        notes = tuple(_ask_after(item.url, self.visitor, place))
        kept = (p for p in verdict.problems if not (notes and p.what == NOT_SECURE))
        return replace(verdict, problems=(*kept, *notes))

    def place_of(self, verdict: Verdict) -> Path:
        """Where the file of an item is, or goes."""
        return self.site.content / self.site.survey.edition.site.path(verdict.path)

    def file(self, verdict: Verdict) -> Path:
        """Write an accepted item to its file, and enter it into the ledger."""
        assert verdict.item is not None
        path = self.place_of(verdict)
        named = self.newsletter.items.get(verdict.item.name)
        if path.exists() and (named is None or named.uid != verdict.item.uid):
            raise PostroomError(
                f"{path}: another item has this file\n"
                "    fix: give that file another name, and run the command again"
            )
        write_file(path, render_item(verdict.item))
        self.ledger.add(verdict.item)
        return path


def _ask_after(url: str, visitor: Visitor, place: Place) -> Iterator[Problem]:
    """Ask whether an address leads anywhere, and whether it does so over https too."""
    secure = f"https:{url.removeprefix('http:')}"
    if url.startswith("http:") and visitor.answers(secure):
        what = f"{NOT_SECURE}, and the page answers at https:// as well"
        yield Problem(place, what, f"write {secure}", is_fatal=False)
    elif what := visitor.visit(url):
        yield Problem(place, what, "open it once, and check its spelling", is_fatal=False)


def open_inbox(config_file: Path | None, name: str = "", *, online: bool = False) -> Inbox:
    """Load the site, and the newsletter of a name, or its first one."""
    site = find_site(config_file)
    newsletter = find_newsletter(site.survey.edition.site, name)
    visitor = Visitor.of_site(root_of(config_file), site.now.date()) if online else None
    return Inbox(site, newsletter, Ledger.of(newsletter.items.values()), visitor)


def root_of(config_file: Path | None) -> Path:
    """The folder of a site's settings."""
    return config_file.parent if config_file else Path()
