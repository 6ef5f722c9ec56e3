"""A newsletter becomes the insides of its pages: issues, boards, ways in and out."""

import re
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from markupsafe import Markup

from postroom.edition.boards import compose_board
from postroom.edition.edition import Edition
from postroom.edition.feedlists import feed_key
from postroom.edition.sheet import compose_sheet, set_item
from postroom.intake.forms import form_name, list_questions
from postroom.model.issue import Issue
from postroom.model.kinds import CONSENT, KINDS, Kind
from postroom.model.names import set_apart
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.sheet import Block
from postroom.model.site import Site
from postroom.model.text import set_apostrophes
from postroom.pages.render import Leaf, render_plain
from postroom.pages.services import SubscribeForm, form_of

_ID = re.compile(r'\bid="([^"]+)"')


def render_issue(leaf: Leaf, newsletter: Newsletter, issue: Issue, *, content: str) -> str:
    """Render the page of an issue; ``content`` is its letter as the engine made it."""
    edition = leaf.edition
    newer, older = newsletter.beside(issue)
    letter = render_plain(leaf, content)
    taken = {*_ID.findall(letter)}
    sheet = compose_sheet(edition, newsletter, issue)
    credits = (block.credit for part in sheet.parts for block in part.blocks)
    return leaf.render(
        "issue.html",
        newsletter=newsletter,
        issue=issue,
        sheet=sheet,
        lead=find_lead(edition, issue),
        senders=list(dict.fromkeys(filter(None, credits))),
        kit_of=partial(_kit_of, edition.site, newsletter, issue),
        letter=Markup(letter),
        section_id=lambda number: set_apart(f"section-{number}", taken.__contains__),
        newer=newer,
        older=older,
        has_mail=bool(edition.site.url),
    )


def find_lead(edition: Edition, issue: Issue) -> Post | None:
    """Find the essay whose cover an issue wears: the first it lists that has one."""
    posts = map(edition.post_by_slug, issue.post_slugs)
    return next((post for post in posts if post and post.image), None)


def _kit_of(site: Site, newsletter: Newsletter, issue: Issue, block: Block) -> str:
    """The path of the kit's page of an item; empty if it has none."""
    if not (block.anchor and site.has_item_kits(issue)):
        return ""
    folder = site.item_kit_path(newsletter, issue, block.anchor)
    return f"{folder}/{site.index_name}"


def render_newsletter(newsletter: Newsletter, leaf: Leaf, intro: str = "") -> str:
    """Render a newsletter's own page: what it is, its boards, every issue."""
    edition = leaf.edition
    kinds = [kind for kind in KINDS.values() if newsletter.printed_of(kind.name)]
    return leaf.render(
        "newsletter.html",
        newsletter=newsletter,
        feed=edition.feed_by_key(feed_key(newsletter)),
        lead=find_lead(edition, newsletter.issues[0]) if newsletter.issues else None,
        kinds=kinds,
        has_events=bool(edition.site.url and newsletter.events),
        intro=Markup(intro),
    )


def render_board(newsletter: Newsletter, kind: Kind, leaf: Leaf, intro: str = "") -> str:
    """Render all items of a kind, those that still stand first."""
    edition = leaf.edition
    board = compose_board(edition, newsletter, kind)
    return leaf.render(
        "board.html",
        newsletter=newsletter,
        board=board,
        block_of=partial(set_item, edition, newsletter),
        feed=edition.feed_by_key(feed_key(newsletter, kind.plural)),
        has_calendar=bool(edition.site.url) and kind.has_times,
        intro=Markup(intro),
    )


def render_submit(leaf: Leaf, intro: str = "") -> str:
    """Render the page that says how to send something in."""
    site = leaf.edition.site
    return leaf.render(
        "submit.html",
        newsletters=site.newsletters,
        kinds=KINDS.values(),
        form_address=partial(_form_address, site),
        letter_address=_letter_address,
        consent=set_apostrophes(CONSENT),
        intro=Markup(intro),
    )


def _form_address(site: Site, newsletter: Newsletter, kind: Kind) -> str:
    """Where the form of a kind is; prefilled with what the newsletter knows."""
    if "github" not in (urlsplit(site.repository).hostname or ""):
        return ""  # nobody else has such forms
    asked = {"template": form_name(kind, newsletter.options)}
    if kind.field("zone"):
        asked["zone"] = newsletter.options.zone
    return f"{site.repository}/issues/new?{urlencode(asked)}"


def _letter_address(newsletter: Newsletter, kind: Kind) -> str:
    """The address of a letter in which the questions of a kind stand already.

    Source:
        RFC 6068, 5: lines end with %0D%0A.
    """
    mailbox = newsletter.options.mailbox
    if not mailbox:
        return ""
    asked = {
        "subject": f"{kind.name.capitalize()}: ",
        "body": "\r\n\r\n".join(list_questions(kind, newsletter.options)) + "\r\n",
    }
    return f"mailto:{quote(mailbox, safe='@')}?{urlencode(asked, quote_via=quote)}"


def render_subscribe(leaf: Leaf, intro: str = "") -> str:
    """Render the page that offers the mail list and the feed as equals."""
    return _render_ways(leaf, "subscribe.html", intro=Markup(intro))


def render_ways(leaf: Leaf) -> str:
    """Render the two ways to subscribe, for any page."""
    return _render_ways(leaf, "ways.html")


def _render_ways(leaf: Leaf, template: str, **values: Any) -> str:
    edition = leaf.edition
    return leaf.render(
        template,
        newsletters=[n for n in edition.site.newsletters if n.options.service],
        form=_form,
        feed=next(iter(edition.feeds), None),
        feed_of=lambda n: edition.feed_by_key(feed_key(n)),
        **values,
    )


def _form(newsletter: Newsletter) -> SubscribeForm:
    assert newsletter.options.service is not None  # only these are shown
    return form_of(newsletter.options.service, newsletter.options.title)


def render_kinds(leaf: Leaf) -> str:
    """Render the table of kinds, for a guide."""
    return leaf.render("kinds.html", kinds=KINDS.values())
