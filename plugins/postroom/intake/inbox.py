"""Where submissions arrive: a newsletter, what it has already, and where items go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from postroom.errors import Place, Problem
from postroom.intake.itemfile import render_item
from postroom.intake.manners import NOT_SECURE
from postroom.intake.submission import Submission, Verdict, check_submission
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site
from postroom.model.target import host_of
from postroom.toolbox.files import TakenError, write_file, write_new
from postroom.web.linkcheck import Visitor


@dataclass(frozen=True)
class Inbox:
    """A newsletter that takes submissions."""

    site: Site
    newsletter: Newsletter
    content: Path
    """The folder of the site's content."""

    now: datetime
    ledger: Ledger
    """All items there are; those that are filed are entered."""

    visitor: Visitor | None = None
    """Asks after links; None where nobody wants that: the network is not needed."""

    @classmethod
    def of(  # noqa: PLR0913 - each is a part of it
        cls,
        site: Site,
        newsletter: Newsletter,
        *,
        content: Path,
        now: datetime,
        visitor: Visitor | None = None,
        ledger: Ledger | None = None,
    ) -> "Inbox":
        """Open the inbox of a newsletter: enter its items into a ledger.

        Args:
            site: What the newsletter is part of.
            newsletter: One of the site's.
            content: The folder of the site's content.
            now: The moment of asking.
            visitor: Who asks after links, if anybody does.
            ledger: All items, if somebody has entered them.
        """
        ledger = ledger or Ledger.of(newsletter.items.values())
        return cls(site, newsletter, content, now, ledger, visitor)

    @property
    def submit_url(self) -> str:
        """The page that says how to send something in; empty while it is nowhere."""
        return self.site.absolute(self.site.page("submit")) if self.site.url else ""

    @property
    def home(self) -> str:
        """The site's own host; empty while it is nowhere."""
        return host_of(self.site.url) if self.site.url else ""

    def check(self, submission: Submission) -> Verdict:
        """Check a submission against everything that is there."""
        verdict = check_submission(
            submission,
            newsletter=self.newsletter,
            ledger=self.ledger,
            now=self.now,
            home=self.home,
        )
        item = verdict.item
        if self.visitor is None or verdict.is_known or item is None or not item.url:
            return verdict
        place = Place(submission.source, 0, "url")
        notes = tuple(_ask_after(item.url, self.visitor, place))
        others = (p for p in verdict.problems if not (notes and p.what == NOT_SECURE))
        return replace(verdict, problems=(*others, *notes))

    @property
    def items_folder(self) -> Path:
        """Where the files of items are."""
        folder = self.site.path(self.newsletter.options.folder, "items")
        return self.content / folder

    def place_of(self, verdict: Verdict) -> Path:
        """Where the file of an item is, or goes."""
        return self.content / self.site.path(verdict.path)

    def file(self, verdict: Verdict, *, may_update: bool = False) -> Path:
        """Write an accepted item to its file, and enter it into the ledger.

        Args:
            verdict: What the checks found.
            may_update: Whether an editor wants what is there already to be changed.

        Raises:
            TakenError: Another item has this file, or the item is there in other words.
            PostroomError: It cannot be written.
        """
        assert verdict.item is not None
        path = self.place_of(verdict)
        namesake = self.ledger.of_name(verdict.item.name)
        rendered = render_item(verdict.item)
        if verdict.replaces is not None and not may_update:
            raise TakenError(
                f"{path}: it is there already in other words, and stays as it is\n"
                "    fix: change that file, or send it in as a new one"
            )
        if namesake is not None and namesake.uid == verdict.item.uid:
            write_file(path, rendered)
        else:
            _write_first(path, rendered)
        self.ledger.add(verdict.item)
        return path


def _write_first(path: Path, rendered: str) -> None:
    fix = "give that file another name, and run the command again"
    try:
        write_new(path, rendered, fix=fix)
    except TakenError as error:
        what = "another item has this file"
        raise TakenError(f"{path}: {what}\n    fix: {fix}") from error


def _ask_after(url: str, visitor: Visitor, place: Place) -> Iterator[Problem]:
    """Ask whether an address leads anywhere, and whether it does so over https too."""
    secure = f"https:{url.removeprefix('http:')}"
    if url.startswith("http:") and visitor.answers(secure):
        what = f"{NOT_SECURE}, and the page answers at https:// as well"
        yield Problem(place, what, f"write {secure}", is_fatal=False)
    elif what := visitor.visit(url):
        yield Problem(place, what, "open it once, and check its spelling", is_fatal=False)
