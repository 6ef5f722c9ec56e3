"""An issue as its mailing service takes it: subject, HTML and text, safe for its engine."""

import hashlib
from dataclasses import dataclass
from html import escape

from postroom.mail.galley import set_galley
from postroom.mail.headers import unsubscribe_address
from postroom.mail.html import render_html
from postroom.mail.services import PLAIN, SERVICES, Engine
from postroom.mail.text import render_text
from postroom.model.imprint import NewsletterOptions, Service
from postroom.model.sheet import Sheet
from postroom.toolbox.templates import Templates


@dataclass(frozen=True)
class IssueMail:
    """What is handed over: nothing in it is live but the service's own tags."""

    subject: str
    html: str
    text: str


def compose_mail(
    sheet: Sheet, options: NewsletterOptions, templates: Templates
) -> IssueMail:
    """Compose the mail for the newsletter's service; plain mail if it has none."""
    name = options.service.name if options.service else "mailto"
    return _compose(sheet, options, templates, SERVICES[name])


def compose_for(
    service: Service, sheet: Sheet, options: NewsletterOptions, templates: Templates
) -> IssueMail:
    """Compose the mail for one service, whichever the newsletter has."""
    return _compose(sheet, options, templates, SERVICES[service])


def compose_plain(
    sheet: Sheet, options: NewsletterOptions, templates: Templates
) -> IssueMail:
    """Compose the mail for SMTP and files, where no engine reads it."""
    return _compose(sheet, options, templates, PLAIN)


def _compose(
    sheet: Sheet, options: NewsletterOptions, templates: Templates, engine: Engine
) -> IssueMail:
    """Render, then escape, then put the way out in; nothing submitted comes later."""
    way_out = engine.unsubscribe or unsubscribe_address(options)
    stand_in = _stand_in(sheet) if way_out else ""
    galley = set_galley(sheet)
    text = render_text(sheet, options, unsubscribe=stand_in, galley=galley)
    page = render_html(sheet, options, templates, unsubscribe=stand_in, galley=galley)
    mail = IssueMail(
        subject=engine.escape_subject(sheet.subject),
        html=engine.escape_html(page),
        text=engine.escape_text(text),
    )
    return _put_in(mail, stand_in, way_out) if stand_in else mail


def _stand_in(sheet: Sheet) -> str:
    """What no text can hold: it is made from all of them."""
    return "unsubscribe-" + hashlib.sha256(repr(sheet).encode()).hexdigest()[:24]


def _put_in(mail: IssueMail, stand_in: str, way_out: str) -> IssueMail:
    return IssueMail(
        subject=mail.subject,
        html=mail.html.replace(stand_in, escape(way_out)),
        text=mail.text.replace(stand_in, way_out),
    )
