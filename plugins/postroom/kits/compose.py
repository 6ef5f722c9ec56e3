"""A post, an issue or an item becomes its kit: all that an editor has to know of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from postroom.edition.edition import Edition, once_per_edition
from postroom.edition.facts import host_of
from postroom.edition.renditions import find_mail, find_print
from postroom.edition.sheet import (
    compose_sheet,
    render_issue_entry,
    render_item_entry,
    set_item,
)
from postroom.kits.kit import Contributor, Illustration, Kit, Permission
from postroom.kits.lengths import list_lengths
from postroom.kits.names import stem_of
from postroom.model.address import add_query, normalise
from postroom.model.author import Author
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.licence import find_licence
from postroom.model.names import set_apart
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.post import Appearance, PictureTerms, Post, Reprint
from postroom.model.sheet import Block, Part, Sheet
from postroom.model.text import join_names, plain_slug, set_apostrophes
from postroom.toolbox.pictures import leave_out, list_pictures, replace_pictures

_SENTENCE = re.compile(r".+?[.!?…][”’)\]]*(?=\s|$)|.+$", re.S)
_SHORT_BIO, _BIO = 50, 100
_COVER = "the cover"
_ENDINGS = frozenset(".avif .gif .jpeg .jpg .png .webp".split())


@once_per_edition(lambda post: post.path)
def compose_post_kit(edition: Edition, post: Post) -> Kit:
    """Say of a post what its kit says; to print it, one has to ask unless it is allowed."""
    site = edition.site
    first = _first_place(edition, post)
    terms = site.terms_of(post)
    authors = site.authors_of(post)
    html, withheld = _choose_pictures(edition, post)
    if post.image and not post.image.may_be_reprinted:
        withheld = tuple(dict.fromkeys((post.image.alt or _COVER, *withheld)))
    written = post.summaries.by_length if post.summaries else ()
    return Kit(
        name=stem_of(post.slug),
        kind="post",
        title=post.title,
        home=site.home_of(post),
        site=first.name,
        published=(first.date or post.published).date(),
        licence=post.licence_or(site.options.licence),
        permission=_permission(terms),
        language=post.lang or site.language,
        html=html,
        standfirst=post.description,
        byline=join_names([author.name for author in authors]),
        note=terms.note if terms else "",
        not_before=_day_to_wait_for(edition, terms),
        contact=site.contact_of(post),
        summaries=tuple((words, set_apostrophes(prose)) for words, prose in written),
        contributors=tuple(_introduce(edition, author) for author in authors),
        illustrations=tuple(_illustrate(edition, post, html)),
        withheld=withheld,
    )


def list_illustrations(edition: Edition, post: Post) -> tuple[Illustration, ...]:
    """List the pictures that a post's kit has, without the rest of it."""
    html, _ = _choose_pictures(edition, post)
    return tuple(_illustrate(edition, post, html))


def _choose_pictures(edition: Edition, post: Post) -> tuple[str, tuple[str, ...]]:
    """Leave out of a post what is not to be shown, and what nobody else may print."""
    html = leave_out(edition.fragment(post).page_html, edition.site.shown)
    return withhold_pictures(edition.site.picture_terms(post), html)


def withhold_pictures(
    terms: Mapping[str, PictureTerms], html: str
) -> tuple[str, tuple[str, ...]]:
    """Leave out of a text the pictures that nobody else may print.

    Args:
        terms: What others may do with pictures, by their addresses.
        html: The text.

    Returns:
        The text, which says so where they stood, and what they show.
    """
    withheld: dict[str, None] = {}

    def write(url: str, alt: str) -> str | None:
        own = terms.get(_bare(url))
        if own is None or own.may_be_reprinted:
            return None
        withheld[alt or own.credit or "a picture"] = None
        shows = f": {escape(alt.rstrip('.'))}" if alt else ""
        return f"<em>[A picture that may not be reprinted is left out{shows}.]</em>"

    return replace_pictures(html, write), tuple(withheld)


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def words_of(
    edition: Edition, post: Post, counted: tuple[int, ...] = ()
) -> tuple[int, ...]:
    """How many words each length of a post's kit has.

    Args:
        edition: The edition, which remembers them: a kit is large, they are not.
        post: A post that has a kit.
        counted: The words, said by whoever made the kit.
    """

    def count() -> tuple[int, ...]:
        return tuple(x.words for x in list_lengths(compose_post_kit(edition, post)))

    return edition.once(("words", post.path), lambda: counted or count())


def compose_group_kit(edition: Edition, post: Post, group: Group) -> Kit:
    """Say the same to one group, with the links back to us that it asked for."""
    kit = compose_post_kit(edition, post)
    if post.canonical or not group.link_tag:  # a canonical address is not ours to change
        return kit
    return replace(kit, home=add_query(kit.home, group.link_tag))


def _permission(terms: Reprint | None) -> Permission:
    """Anything but a plain yes means to ask, even in a kit that only its author makes."""
    return "allowed" if terms and terms.permission == "allowed" else "ask"


def _day_to_wait_for(edition: Edition, terms: Reprint | None) -> date | None:
    """The first day on which others may print it, if that has not come."""
    moment = terms.not_before if terms else None
    return moment.date() if moment and moment > edition.now else None


def _first_place(edition: Edition, post: Post) -> Appearance:
    """Where a post was first published, and when, as far as anybody said."""
    site, canonical = edition.site, post.canonical
    if not canonical:
        return Appearance(name=site.name)
    for place in site.appearances_of(post):
        if place.url and normalise(place.url) == normalise(canonical):
            return place
    return Appearance(name=host_of(canonical))


@once_per_edition(lambda author: author.id)
def _introduce(edition: Edition, author: Author) -> Contributor:
    site = edition.site
    bio = author.bio or author.description
    return Contributor(
        name=author.name,
        url=site.home_of_author(author),
        bio_50=author.bios.words_50 or first_sentences(bio, _SHORT_BIO),
        bio_100=author.bios.words_100 or first_sentences(bio, _BIO),
    )


def first_sentences(prose: str, words: int) -> str:
    """Keep whole sentences up to a number of words; at least one of them."""
    kept: list[str] = []
    held = 0
    for sentence in _SENTENCE.findall(" ".join(prose.split())):
        held += len(sentence.split())
        if kept and held > words:
            break
        kept.append(sentence.strip())
    return " ".join(kept)


def _illustrate(edition: Edition, post: Post, html: str) -> Iterator[Illustration]:
    """Name the pictures that go with a post: its cover, its authors, those it shows."""
    site, image = edition.site, post.image
    taken: set[str] = set()
    shown = list_pictures(html)
    cover = site.cover_of(post)
    if image and image.may_be_reprinted and cover.startswith(site.base):
        yield _show(
            edition,
            cover,
            "cover",
            taken,
            role="cover",
            alt=image.alt,
            credit=image.credit,
            licence=image.licensed,
            pasted=_pasted(edition, cover) if cover in shown else "",
        )
    for author in site.authors_of(post):
        photo = site.photo_of(author)
        if photo.startswith(site.base):
            name = plain_slug(author.id) or "author"
            yield _show(edition, photo, name, taken, role="photo", alt=author.name)
    others = {url: alt for url, alt in shown.items() if url != cover}
    yield from _illustrate_text(edition, others, taken, site.picture_terms(post))


def _illustrate_text(
    edition: Edition,
    shown: Mapping[str, str],
    taken: set[str],
    terms: Mapping[str, PictureTerms],
) -> Iterator[Illustration]:
    """Name the pictures of the site that a text shows; others are not ours to give."""
    own = [url for url in shown if url.startswith(edition.site.base)]
    for number, url in enumerate(own, 1):
        name = f"picture-{number}"
        said = terms.get(_bare(url), PictureTerms())
        yield _show(
            edition,
            url,
            name,
            taken,
            role="text",
            alt=shown[url],
            credit=said.credit,
            licence=said.licensed,
            pasted=_pasted(edition, url),
        )


def _show(
    edition: Edition, url: str, wanted: str, taken: set[str], **said: Any
) -> Illustration:
    """Say how a kit holds a picture, and under which name that no other of it has."""
    name = set_apart(wanted, taken.__contains__)
    taken.add(name)
    printed = find_print(edition, url)
    ending = PurePosixPath(unquote(urlsplit(printed.url if printed else url).path)).suffix
    ending = ending.lower()
    return Illustration(
        url,
        name + (ending if ending in _ENDINGS else ""),
        size=printed.size if printed else edition.size_of(url),
        printed=printed.url if printed and printed.path else "",
        **said,
    )


def _pasted(edition: Edition, url: str) -> str:
    """The address of what pasted texts show of a picture, if that is another."""
    found = find_mail(edition, url)
    return found.url if found and found.path else ""


def compose_issue_kit(edition: Edition, newsletter: Newsletter, issue: Issue) -> Kit:
    """Say of an issue what its kit says; neither its sponsor nor its call for items."""
    site, options = edition.site, newsletter.options
    terms = site.terms_of(issue)
    sheet = compose_sheet(edition, newsletter, issue)
    parts = tuple(_keep_back(edition, issue, sheet))
    own = replace(sheet, parts=parts, sponsor=None, sponsor_html="", submit_url="")
    html = leave_out(render_issue_entry(edition, own), site.shown)
    posts = filter(None, map(edition.post_by_slug, issue.post_slugs))
    pictures = {u: p for post in posts for u, p in site.picture_terms(post).items()}
    html, withheld = withhold_pictures(pictures, html)
    licence = find_licence(issue.licence or site.options.licence)
    assert licence is not None  # both were checked at the edge
    return Kit(
        name=stem_of(issue_name(newsletter, issue)),
        kind="issue",
        title=issue.subject,
        home=site.absolute(site.issue_page(newsletter, issue)),
        site=f"{options.title} No. {issue.number}",
        published=issue.date.date(),
        licence=licence,
        permission=_permission(terms),
        language=site.language,
        html=html,
        standfirst=issue.preheader,
        note=terms.note if terms else "",
        not_before=_day_to_wait_for(edition, terms),
        contact=_mailbox(edition, newsletter),
        illustrations=tuple(
            _illustrate_text(edition, list_pictures(html), set(), pictures)
        ),
        withheld=withheld,
    )


def issue_name(newsletter: Newsletter, issue: Issue) -> str:
    """What the text of an issue is called."""
    return f"{newsletter.options.id}-{issue.number}"


def _keep_back(edition: Edition, issue: Issue, sheet: Sheet) -> Iterator[Part]:
    """Leave but one line of the essays that may not be printed as the issue may."""
    site = edition.site
    posts = filter(None, map(edition.post_by_slug, issue.post_slugs))
    lines = {
        site.absolute(site.post_page(post)): post.description
        for post in posts
        if not _goes_along(edition, post, issue)
    }

    def set_line(block: Block) -> Block:
        line = lines.get(block.permalink)
        if line is None:
            return block
        return replace(block, html=f"<p>{escape(line)}</p>" if line else "")

    for part in sheet.parts:
        yield replace(part, blocks=tuple(map(set_line, part.blocks)))


def _goes_along(edition: Edition, post: Post, issue: Issue) -> bool:
    """Whether an essay may be printed by whoever may print an issue that holds it."""
    site = edition.site
    own, its = site.terms_of(post), site.terms_of(issue)
    if own is None or own.permission not in ("allowed", its and its.permission):
        return False
    if _day_to_wait_for(edition, own):
        return False
    default = site.options.licence
    return post.licence_or(default) == find_licence(issue.licence or default)


def compose_item_kit(edition: Edition, newsletter: Newsletter, printed: Printed) -> Kit:
    """Say of an item what its kit says; its sender agreed to the newsletter's licence."""
    site, item = edition.site, printed.item
    licence = find_licence(site.options.licence)
    assert licence is not None
    block = set_item(edition, newsletter, printed)
    return Kit(
        name=stem_of(item.anchor),
        kind=item.kind,
        title=item.title,
        home=block.permalink,
        site=f"{newsletter.options.title} No. {printed.issue.number}",
        published=printed.issue.date.date(),
        licence=licence,
        permission="allowed" if licence.url else "ask",
        language=site.language,
        html=leave_out(render_item_entry(edition, replace(block, credit="")), site.shown),
        byline=item.by,
        contact=_mailbox(edition, newsletter),
    )


def _mailbox(edition: Edition, newsletter: Newsletter) -> str:
    mailbox = newsletter.options.mailbox
    return edition.site.contact_of() or (f"mailto:{mailbox}" if mailbox else "")
