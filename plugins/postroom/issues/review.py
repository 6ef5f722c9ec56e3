"""One issue as it would go out, and everything that speaks against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address

from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.issues.proofread import proofread
from postroom.mail.issue import IssueMail, compose_mail, compose_plain
from postroom.mail.lint import lint_mail
from postroom.mail.message import compose_message
from postroom.mail.preview import render_preview
from postroom.model.address import stem
from postroom.model.newsletter import Newsletter
from postroom.model.sheet import Sheet
from postroom.model.site import Site
from postroom.reading.issues import IssueManuscript
from postroom.reading.unread import Unread
from postroom.toolbox.templates import Templates


def choose_issue(
    newsletter: Newsletter,
    manuscripts: Iterable[tuple[Newsletter, IssueManuscript]],
    number: int | None,
    problems: Iterable[Problem] = (),
) -> IssueManuscript:
    """Find the issue of a number, or the one with the highest.

    Args:
        newsletter: Whose issue is meant.
        manuscripts: The issues of all newsletters, drafts too.
        number: Its number; None for the last one.
        problems: All that is wrong with the site: an issue may not be there because of one.

    Raises:
        PostroomError: There is no such issue.
        ContentError: Its file is broken.
    """
    by_number = {
        manuscript.issue.number: manuscript
        for owner, manuscript in manuscripts
        if owner.options == newsletter.options
    }
    wanted = max(by_number, default=None) if number is None else number
    if wanted not in by_number:
        broken = [p for p in problems if "/issues/" in p.place.path]
        if its_own := [p for p in broken if stem(p.place.path) == f"{number}"]:
            raise ContentError(its_own)
        reasons = "".join(f"\n{problem}" for problem in broken)
        there = ", ".join(map(str, sorted(by_number)))
        fix = f"choose one of {there}" if there else "begin one with `postroom issue new`"
        missing = "yet" if number is None else number
        raise PostroomError(f"there is no issue {missing}\n    fix: {fix}{reasons}")
    return by_number[wanted]


@dataclass(frozen=True)
class IssueReview:
    """One issue, with everything to judge it by."""

    newsletter: Newsletter
    manuscript: IssueManuscript
    site: Site
    sheet: Sheet
    templates: Templates
    problems: tuple[Problem, ...]
    """Of the whole site, as far as they concern the newsletter."""

    unread: tuple[Unread, ...] = ()
    """The files that nobody can read, and that are told among the problems."""

    @property
    def name(self) -> str:
        """What files about it are called."""
        return f"{self.newsletter.options.id}-{self.manuscript.issue.number}"

    @property
    def mail(self) -> IssueMail:
        """The mail for the newsletter's service."""
        return compose_mail(self.sheet, self.newsletter.options, self.templates)

    @property
    def message(self) -> bytes:
        """The mail as a file that any mail program opens.

        Raises:
            ContentError: No mail program could open or send it.
        """
        return self._compose()

    def compose_draft(self, to: Address | None = None) -> bytes:
        """Compose the mail as a file that a mail program opens, and sends.

        Args:
            to: Who gets it; else the newsletter's own address.

        Raises:
            ContentError: No mail program could open or send it.
        """
        return self._compose(to, is_draft=True)

    def _compose(self, to: Address | None = None, *, is_draft: bool = False) -> bytes:
        options = self.newsletter.options
        return compose_message(
            self.sheet,
            options,
            mail=compose_plain(self.sheet, options, self.templates),
            authority=self.site.authority,
            base=self.site.base,
            to=to,
            is_draft=is_draft,
        )

    @property
    def preview(self) -> bytes:
        """A page that shows the mail wide and narrow, light and dark, and as text."""
        mail = compose_plain(self.sheet, self.newsletter.options, self.templates)
        return render_preview(
            mail.html,
            mail.text,
            subject=mail.subject,
            preheader=self.sheet.preheader,
            templates=self.templates,
        )

    def proofread(self) -> tuple[Problem, ...]:
        """Find what its editor would want to know of its words and its items."""
        return tuple(proofread(self.manuscript, self.newsletter, self.site, self.unread))

    def check(self, mail: IssueMail) -> tuple[Problem, ...]:
        """Find everything that speaks against sending it; once each, in reading order."""
        problems, message = [*self.problems, *self.proofread()], None
        try:
            message = self.message
        except PostroomError as error:
            problems += getattr(error, "problems", ())
        place = Place(self.manuscript.issue.path)
        problems += lint_mail(mail.html, mail.text, message, place=place)
        return tuple(sorted(set(problems)))
