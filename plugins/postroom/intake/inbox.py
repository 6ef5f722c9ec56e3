"""Where submissions arrive: a newsletter, what it has already, and where items go."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from postroom.errors import ContentError, Place, Problem
from postroom.intake.itemfile import render_item
from postroom.intake.manners import NOT_SECURE
from postroom.intake.names import fold
from postroom.intake.submission import (
    Submission,
    Verdict,
    check_submission,
    uid_of,
    way_of,
)
from postroom.intake.waiting import (
    FOLDER,
    IGNORED,
    Waiting,
    digest_of,
    find_waiting_file,
    name_file,
    read_waiting,
    render_waiting,
)
from postroom.model.item import Item
from postroom.model.ledger import Ledger, fingerprint
from postroom.model.newsletter import Newsletter
from postroom.model.site import Site
from postroom.model.target import host_of
from postroom.toolbox.files import TakenError, write_file, write_new
from postroom.web.linkcheck import Visitor

_MOST_WAITING = 1_000
"""Files that wait in an inbox: more than any editor mends."""


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

    @property
    def waiting_folder(self) -> Path:
        """Where what cannot be taken as it is waits; no part of the site."""
        return self.content / self.site.path(self.newsletter.options.folder, FOLDER)

    @property
    def maps_path(self) -> Path:
        """The file that says how tables are read."""
        return self.waiting_folder / "forms.yml"

    def hold(self, verdict: Verdict) -> Path | None:
        """Let a submission wait for an editor; what waits already stays as it is.

        Returns:
            Its file; None where more waits than anybody mends.
        """
        submission = verdict.submission
        if path := find_waiting_file(self.waiting_folder, submission.source):
            return path
        if sum(1 for _ in self.waiting_folder.glob("*.md")) >= _MOST_WAITING:
            return None
        ignored = self.waiting_folder / ".gitignore"
        if not ignored.exists():
            write_file(ignored, IGNORED)
        path = self.waiting_folder / name_file(submission)
        write_file(path, render_waiting(submission, verdict.problems))
        return path

    def recognise(self, submission: Submission, taken: Collection[str]) -> Submission:
        """Find which row this is, among those that have its stamp.

        Args:
            submission: What was read.
            taken: The sources of rows that were recognised before it.
        """
        if not submission.others or self.was_dealt_with(submission):
            return submission
        names = (submission.source, *submission.others)
        free = [name for name in names if name not in taken]
        known = {name: said for name in names if (said := self._list_words(name))}
        words = _words_of(submission.answers)
        alike = (name for name in free if known.get(name, frozenset()) & words)
        is_more = submission.of_its_stamp > len(known)  # so one of them is new
        others = (name for name in free if is_more != (name in known))
        own = next(alike, "") or next(others, submission.source)
        return replace(submission, source=own)

    def recognise_item(self, verdict: Verdict, taken: Collection[str]) -> Submission | None:
        """Find which row an item is that nobody knows by its source: tables change.

        It is one of the same day, with nearly the title or the address of a row that is not
        there by itself; without a day, with just the title or the address.
        """
        item, submission = verdict.item, verdict.submission
        is_new = item is not None and not (verdict.replaces or verdict.is_known)
        if item is None or not is_new or way_of(item.source) != "csv":
            return None
        for twin in self.ledger.find(item):
            known = twin.item
            is_row = way_of(known.source) == "csv" and known.source not in taken
            is_same = known.submitted == item.submitted
            if not submission.is_stamped:
                words = fingerprint(known.title) == fingerprint(item.title)
                is_same = twin.shares == "url" or words
            if is_row and is_same and known.kind == item.kind:
                return replace(submission, source=known.source)
        return None

    def _list_words(self, source: str) -> frozenset[str]:
        """List what tells something that is known from others; nothing if it is not."""
        item = self.ledger.of_uid(uid_of(source))
        if item is not None and item.source == source:
            return _words_of({name: f"{item.answer(name) or ''}" for name in _TELLING})
        if uid_of(source) not in self._waiting_uids:
            return frozenset()
        if path := find_waiting_file(self.waiting_folder, source):
            with suppress(ContentError):  # it is told where it is taken in
                return _words_of(read_waiting(path).submission.answers)
        return frozenset()

    @cached_property
    def _waiting_uids(self) -> frozenset[str]:
        return frozenset(p.stem[-8:] for p in self.waiting_folder.glob("*.md"))

    def has_printed(self, item: Item) -> bool:
        """Whether readers have an item already."""
        return item.name in self.newsletter.printed_in

    def was_dealt_with(self, submission: Submission) -> bool:
        """Whether an editor has mended or dropped this, as it was sent in."""
        return digest_of(submission) in self._dealt_with

    @cached_property
    def _dealt_with(self) -> frozenset[str]:
        try:
            return frozenset(self._memory.read_text(encoding="utf-8").split("\n"))
        except OSError:
            return frozenset()

    @property
    def _memory(self) -> Path:
        return self.waiting_folder / "done.txt"

    def close(self, waiting: Waiting) -> None:
        """Take away what waited, and remember that it need not come again."""
        known = self._dealt_with | {waiting.as_sent}
        write_file(self._memory, "\n".join(sorted(filter(None, known))) + "\n")
        self.__dict__.pop("_dealt_with", None)
        waiting.path.unlink(missing_ok=True)

    def release(self, source: str) -> None:
        """Take away what waited, now that it is taken."""
        if path := find_waiting_file(self.waiting_folder, source):
            path.unlink(missing_ok=True)

    def close_answered(self, submission: Submission) -> Path | None:
        """Take away the letter that waited and that this one corrects.

        It is one to which this is an answer, of the same person about the same thing: on a
        list, another may answer with something else.

        Returns:
            Its file, if there is one.
        """
        words, by = _words_of(submission.answers), submission.answers.get("by", "")
        for source in submission.answers_to:
            path = find_waiting_file(self.waiting_folder, source)
            if path is None:
                continue
            with suppress(ContentError):  # it is told where it is taken in
                waiting = read_waiting(path)
                before = waiting.submission
                is_theirs = fold(before.answers.get("by", "")) == fold(by)
                is_same = before.kind == submission.kind and is_theirs
                if is_same and _words_of(before.answers) & words:
                    self.close(waiting)
                    return path
        return None

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


_TELLING = ("title", "url", "reach", "text")
"""Answers of which one, at least, stays as it was where others are corrected."""


def _words_of(answers: Mapping[str, str]) -> frozenset[str]:
    told = ((name, fingerprint(answers.get(name) or "")) for name in _TELLING)
    return frozenset(f"{name} {words}" for name, words in told if words)


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
