"""One issue on its way out: what every sender hands over, and what tells it from others."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

from postroom.mail.addressbook import Mailbox
from postroom.mail.headers import for_reader, mailbox
from postroom.mail.issue import IssueMail, compose_for, compose_plain
from postroom.mail.message import compose_message
from postroom.model.fragment import Fragment
from postroom.model.imprint import NewsletterOptions, Service
from postroom.model.sheet import Sheet
from postroom.model.text import clean_line, slugify
from postroom.toolbox.templates import Templates


@dataclass(frozen=True)
class Mailing:
    """One issue, or a correction of it, as it is handed over."""

    issue: str
    """Its identity, which never changes."""

    sheet: Sheet
    options: NewsletterOptions
    templates: Templates
    authority: str
    """The start of the site's tag URIs."""

    base: str
    """The address of the site."""

    @property
    def name(self) -> str:
        """What files about it are called."""
        return f"{self.options.id}-{self.sheet.number}"

    @property
    def slug(self) -> str:
        """What services know it by: nothing else of this or any site is called so."""
        plain = slugify(self.options.id).encode("ascii", "ignore").decode().strip("-")
        return f"{plain or 'newsletter'}-{self.sheet.number}-{self.issue}".lower()

    @property
    def sender(self) -> str:
        """Whom it comes from, as From says it."""
        options = self.options
        return str(mailbox(options.mail.sender or options.title, options.mailbox))

    @cached_property
    def content(self) -> str:
        """What stands for all that it says: one letter changed, and it is another."""
        said = self.message(None)
        return hashlib.sha256(said).hexdigest()[:16]

    @cached_property
    def plain(self) -> IssueMail:
        """The mail for readers, with a stand-in where each of them has a name."""
        options = for_reader(self.options, self._stand_in)
        return compose_plain(self.sheet, options, self.templates)

    def mail_for(self, service: Service) -> IssueMail:
        """The mail as a service takes it: nothing in it is live but the service's tags."""
        return compose_for(service, self.sheet, self.options, self.templates)

    @cached_property
    def _stand_in(self) -> str:
        """What no text can hold: it is made from all of them."""
        return "reader-" + hashlib.sha256(repr(self.sheet).encode()).hexdigest()[:24]

    def message(self, to: Mailbox | None, token: str = "") -> bytes:
        """The message for one reader, or for whoever it is given to.

        Raises:
            ContentError: Nobody said which address the mail comes from.
        """
        options = for_reader(self.options, token or "you")
        return self._compose(to, token or "you", options)

    def message_for_list(self, to: Mailbox) -> bytes:
        """The message for a mailing list: it says itself how to leave it."""
        return self._compose(to, "", self.options, is_for_list=True)

    def _compose(
        self,
        to: Mailbox | None,
        token: str,
        options: NewsletterOptions,
        *,
        is_for_list: bool = False,
    ) -> bytes:
        mail = IssueMail(
            self.plain.subject,
            self.plain.html.replace(self._stand_in, token),
            self.plain.text.replace(self._stand_in, token),
        )
        return compose_message(
            self.sheet,
            options,
            mail=mail,
            authority=self.authority,
            base=self.base,
            to=mailbox(clean_line(to.name), to.address) if to else None,
            is_for_list=is_for_list,
        )

    @property
    def as_test(self) -> "Mailing":
        """The same, to be looked at before it goes out."""
        subject = f"[Test] {self.sheet.subject}"
        return replace(self, sheet=replace(self.sheet, subject=subject))

    def correct(self, words: Fragment, title: str) -> "Mailing":
        """Make a short letter that corrects it: words, and the way to the whole."""
        seal = hashlib.sha256(words.html.encode()).hexdigest()[:8]
        sheet = Sheet(
            newsletter=self.sheet.newsletter,
            number=self.sheet.number,
            date=self.sheet.date,
            subject=f"{title}: {self.sheet.subject}",
            preheader="",
            letter=words,
            url=self.sheet.url,
            language=self.sheet.language,
            home_url=self.sheet.home_url,
        )
        return replace(self, issue=f"{self.issue}-{seal}", sheet=sheet)
