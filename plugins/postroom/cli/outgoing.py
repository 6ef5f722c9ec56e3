"""An issue on the desk from which it is handed over: what commands that send share."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import click

from postroom.cli.config import look_issue_over, need_address
from postroom.edition.edition import Edition
from postroom.edition.lookup import find_newsletter
from postroom.edition.sheet import compose_sheet
from postroom.engines.mkdocs.reader import Survey
from postroom.engines.mkdocs.sitefiles import folder_of
from postroom.errors import PostroomError, Problem
from postroom.fragments.clean import text_of
from postroom.issues.review import IssueReview, choose_issue
from postroom.mail.addressbook import BOOK, Mailbox, read_addresses
from postroom.mail.issue import IssueMail
from postroom.model.fragment import Fragment
from postroom.model.imprint import NewsletterOptions, SendOptions, Way
from postroom.model.text import count
from postroom.outbox.goodname import check_name, describe_sender
from postroom.outbox.journal import (
    NAME,
    Act,
    Journal,
    JournalWriter,
    open_journal,
    read_journal,
)
from postroom.outbox.mailing import Mailing
from postroom.outbox.recipients import (
    READERS,
    OutboxKey,
    Recipient,
    find_key,
    read_recipients,
)
from postroom.outbox.senders.sender import Delivery, Sender
from postroom.outbox.sending import (
    Postbox,
    SendPlan,
    Task,
    explain_stuck,
    explain_unknown,
    plan,
    write_plan,
)
from postroom.outbox.ways import SENDERS, open_way
from postroom.reading.issues import IssueManuscript
from postroom.toolbox.files import find_draft, refuse_public, shown, write_file
from postroom.web.dns import make_lookup

_FELT = 5.0
"""Seconds of silence after which one wonders."""


def review_issue(
    number: int | None, name: str, config_file: Path
) -> tuple[Survey, IssueReview]:
    """Render one issue: the one asked for, or the last there is."""

    def choose(survey: Survey) -> IssueManuscript:
        newsletter = find_newsletter(survey.edition.site, name)
        chosen = choose_issue(newsletter, survey.issues, number, survey.problems)
        need_address(survey.edition.site, "a mail needs absolute addresses")
        return chosen

    survey, problems = look_issue_over(config_file, lambda s: choose(s).issue)
    site, manuscript = survey.edition.site, choose(survey)
    newsletter = find_newsletter(site, name)
    folder = f"{folder_of(newsletter.options, site.options)}/"
    nearby = (p for p in survey.problems if p.place.path.startswith(folder))
    review = IssueReview(
        newsletter,
        manuscript,
        site,
        compose_sheet(survey.edition, newsletter, manuscript.issue),
        survey.edition.templates,
        (*problems, *nearby, *survey.explain_unread(*manuscript.issue.post_slugs)),
        survey.unread,
    )
    return survey, review


@dataclass(frozen=True)
class SendDesk:
    """One issue, the way it goes out, and where that is written down."""

    survey: Survey
    review: IssueReview
    mailing: Mailing
    via: Way
    readers: Path | None = None
    """The list of readers, if not the usual one."""

    @property
    def root(self) -> Path:
        """The folder of the site."""
        return self.survey.root

    @property
    def edition(self) -> Edition:
        """The site."""
        return self.survey.edition

    @property
    def path(self) -> Path:
        """The journal."""
        return shown(self.root / NAME)

    @property
    def options(self) -> SendOptions:
        """How the newsletter goes out."""
        return self.mailing.options.send

    @property
    def kind(self) -> type[Sender]:
        """The way it goes out, without what opens it."""
        return SENDERS[self.via]

    @property
    def number(self) -> int:
        """The number of the issue."""
        return self.mailing.sheet.number

    @cached_property
    def sender(self) -> Sender:
        """The way it goes out.

        Raises:
            PostroomError: What opens it is missing.
        """
        return open_way(
            self.mailing.options,
            os.environ,
            via=self.via,
            folder=find_draft(self.root, "send"),
            now=self.edition.now,
        )

    def open_key(self, journal: Journal) -> OutboxKey | None:
        """Give what addresses are hashed with, if there are any."""
        if not self._has_addresses:
            return None
        return find_key(self.root, os.environ, is_new=not journal.key)

    @property
    def _has_addresses(self) -> bool:
        if not self.kind.has_people:
            return False
        is_needed = self.via == "smtp" or self.readers is not None
        return is_needed or (self.root / READERS).exists()

    def list_recipients(self, key: OutboxKey | None) -> tuple[Recipient | None, ...]:
        """List who is to get it.

        Raises:
            PostroomError: Nobody said who, or they are too many for a mail server.
        """
        if key is None:
            return (None,)
        if self.via == "smtp" and self.options.to:
            return (Recipient(Mailbox("", self.options.to), key.token_of(self.options.to)),)
        path = self.readers or shown(self.root / READERS)
        config = self.survey.source.config
        published = (config.docs_dir, config.site_dir, config.theme.custom_dir)
        fix = f"move it beside mkdocs.yml, as {READERS}"
        refuse_public(path, published, because="it has addresses in it", fix=fix)
        recipients = read_recipients(path, key)
        if self.via == "smtp" and len(recipients) > self.options.most:
            raise PostroomError(
                f"{path}: there are {len(recipients)} readers, and a mail server of one's "
                f"own is for {self.options.most}\n"
                "    fix: use a service, such as listmonk or Buttondown; or set `most` "
                "below `send`, if your server is known for sending so much"
            )
        return recipients

    def plan(
        self,
        act: Act,
        journal: Journal,
        recipients: tuple[Recipient | None, ...],
    ) -> SendPlan:
        """Decide what would be done."""
        looks = self.kind.looks
        return plan(
            self.mailing, recipients, journal, sender=self.via, act=act, looks=looks
        )

    def read_plan(self, act: Act) -> SendPlan:
        """Decide what would be done, as things are; write it down for `push`."""
        journal = read_journal(self.path)
        self.say_torn(journal)
        planned = self.plan(act, journal, self.list_recipients(self.open_key(journal)))
        letters = sorted(task.letter.to for task in planned.due)
        said = {"content": self.mailing.content, "letters": letters}
        write_file(self._plan_file(act), json.dumps(said))
        return planned

    def _plan_file(self, act: Act) -> Path:
        name = f"send/{self.mailing.slug}-{self.via}-{act}.json"
        return find_draft(self.root, name)

    def say_torn(self, journal: Journal) -> None:
        """Tell of a line that was never finished."""
        if journal.is_torn:
            what = "its last line was not finished when something stopped; it is left out"
            click.echo(f"{self.path}: {what}", err=True)

    def compare(self, planned: SendPlan) -> None:
        """Stop where the plan that was looked at is not this one.

        Raises:
            PostroomError: The issue, or who gets it, has changed since.
        """
        path = self._plan_file(planned.act)
        if not path.exists():
            return
        said = json.loads(path.read_text("utf-8"))
        again = "    fix: look at `postroom send plan` again, then push"
        if said["content"] != self.mailing.content:
            before, now = said["content"], self.mailing.content
            raise PostroomError(
                f"№ {self.number} has changed since it was planned: {before} is now {now}\n"
                + again
            )
        due = {task.letter.to for task in planned.due}
        if more := due - {*said["letters"]}:
            letters = count(len(more), "letter")
            raise PostroomError(f"{letters} more than planned would go out\n{again}")

    @contextmanager
    def open_plan(self, act: Act) -> Iterator[tuple[SendPlan, JournalWriter]]:
        """Plan while nobody else can send; give what may be added to the journal, too."""
        before = read_journal(self.path)
        self.say_torn(before)
        key = self.open_key(before)
        recipients = self.list_recipients(key)
        with open_journal(self.path, key.mark if key else "") as (journal, writer):
            yield self.plan(act, journal, recipients), writer

    def push(self, act: Act, *, agreed: bool, rest: bool) -> bool:
        """Hand over what is planned; whether all of it came to a good end.

        Raises:
            PostroomError: A person has to decide something first.
        """
        self.refuse_early(act)
        with self.open_plan(act) as (planned, writer):
            self.compare(planned)
            for line in write_plan(planned):
                click.echo(line, err=True)
            if stuck := [*explain_stuck(planned, rest=rest)]:
                raise PostroomError("\n".join(stuck))
            for line in explain_unknown(planned):
                click.echo(line, err=True)
            if not planned.due:
                click.echo("nothing is left to hand over")
                return not planned.count("unknown")
            if act == "live" and not agreed:
                self.ask_number(planned)
            fates = Postbox(self.sender, writer, self.tell, _rest).push(planned)
        for fate, number in sorted(fates.items()):
            click.echo(f"{count(number, 'letter')} {fate}")
        return fates.keys() <= {"sent", "drafted"} and not planned.count("unknown")

    def refuse_early(self, act: Act) -> None:
        """Stop what should not go out at all.

        Raises:
            PostroomError: There are problems, or nobody could read it on the site.
        """
        fatal = [p for p in self.list_problems() if p.is_fatal]
        if fatal:
            raise PostroomError("\n".join(map(str, fatal)))
        if act == "live" and not self.review.manuscript.issue.is_public(self.edition.now):
            raise PostroomError(
                f"{self.review.manuscript.issue.path}: readers of the site cannot see it "
                "yet\n    fix: publish it first; its mail leads there"
            )
        if act == "draft" and not self.kind.has_drafts:
            raise PostroomError(
                f"{self.via} has no drafts: what is handed over is out\n"
                "    fix: look at `postroom send test`, then add --live"
            )

    def ask_number(self, planned: SendPlan) -> None:
        """Let a person type the number.

        Raises:
            PostroomError: It was not the number.
        """
        who = count(len(planned.due), "reader")
        who = who if self.kind.has_people else "its readers"
        typed = click.prompt(
            f"Type the number of the issue to send it to {who}",
            default="",
            show_default=False,
            err=True,
        )
        if typed.strip() != str(self.number):
            raise PostroomError(
                "nothing was sent\n    fix: type the number, or add --yes where nobody can"
            )

    def tell(self, task: Task, outcome: Delivery) -> None:
        """Say what came of a letter, by the line of its reader."""
        who = f"reader in line {task.recipient.line}: " if task.recipient else ""
        note = f" ({outcome.note})" if outcome.note else ""
        where = f": {outcome.url}" if outcome.url else ""
        click.echo(f"{who}{outcome.fate}{note}{where}")

    @property
    def mail(self) -> IssueMail:
        """The mail as this way out takes it."""
        return self.mailing.mail_for(self.kind.engine)

    @property
    def next_step(self) -> str:
        """What to do next: the safe thing."""
        newsletter = self.mailing.options.id
        push = f"postroom send push {self.number} --newsletter {newsletter} --live"
        if self.via == "folder":
            return "next: open the files in a mail program, look, and send them there"
        if self.kind.has_drafts:
            return f"next: look at the draft, and send it there, or with `{push}`"
        return f"next: read the test letter, and then `{push}`"

    def list_problems(self) -> tuple[Problem, ...]:
        """List what speaks against sending it."""
        return self.review.check(self.mail)

    def find_editor(self) -> Mailbox:
        """Find whom a test letter is for: whoever writes, else the newsletter itself.

        Raises:
            PostroomError: Nobody said so.
        """
        book = read_addresses(self.root / BOOK, environment=os.environ, groups=())
        address = self.mailing.options.mailbox
        editor = book.sender or (Mailbox("", address) if address else None)
        if editor is None:
            raise PostroomError(
                "nobody said where a test letter goes\n"
                f"    fix: write `from:` and your address into {BOOK}, or set POSTROOM_FROM"
            )
        return editor

    def find_remote(self) -> str:
        """Find what the service calls it."""
        return read_journal(self.path).remote_of(self.mailing.issue, self.via)

    def test(self) -> str:
        """Send a copy to the editor alone."""
        return self.sender.test(self.mailing, self.find_editor(), remote=self.find_remote())


def _rest(seconds: float) -> None:
    """Wait, and say so where it is felt."""
    if seconds >= _FELT:
        again = f"what was put off is tried again in {seconds:.0f} seconds"
        click.echo(again, err=True)
    time.sleep(seconds)


def say_name(options: NewsletterOptions, via: Way) -> bool:
    """Say what the DNS has to say of a newsletter's sender; whether all is well."""
    identity = describe_sender(options, via)
    if via == "folder":
        told = "files sent by hand are for a small list, of people one could write to"
        click.echo(told, err=True)
    problems = [*check_name(identity, make_lookup())]
    for problem in problems:
        click.echo(problem, err=True)
    if not problems:
        click.echo(f"mailboxes have every reason to trust {identity.domain}")
    return not problems


def open_desk(
    number: int | None,
    name: str,
    config_file: Path,
    *,
    via: Way | None = None,
    readers: Path | None = None,
    correction: str = "",
) -> SendDesk:
    """Render an issue, and find the way it goes out.

    Args:
        number: Its number; None for the last one.
        name: The newsletter's.
        config_file: The site's settings.
        via: By which way, if not by that of the settings.
        readers: The list of readers, if not the usual one.
        correction: What a correction says in its place, in Markdown.
    """
    survey, review = review_issue(number, name, config_file)
    site = survey.edition.site
    mailing = Mailing(
        review.manuscript.issue.uid,
        review.sheet,
        review.newsletter.options,
        review.templates,
        site.authority,
        site.base,
    )
    if correction.strip():
        mailing = mailing.correct(_set(survey.edition, correction), "Correction")
        review = replace(review, sheet=mailing.sheet)
    return SendDesk(survey, review, mailing, via or mailing.options.send.via, readers)


def _set(edition: Edition, markdown: str) -> Fragment:
    """Set a few words as a letter."""
    html = edition.clean(markdown)
    text = text_of(html)
    return Fragment(html, html, html, html, text=text, words=len(text.split()))
