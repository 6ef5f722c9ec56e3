"""An issue becomes a sheet: everything it says, in its order, ready for any output."""

from collections.abc import Iterator
from html import escape

from postroom.edition.edition import Edition, once_per_edition
from postroom.edition.facts import list_facts
from postroom.edition.renditions import find_mail, size_as_shown
from postroom.model.issue import Issue, Section
from postroom.model.item import Correction, Item
from postroom.model.licence import find_licence
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.post import Post
from postroom.model.sheet import Block, Fact, Part, Sheet
from postroom.model.site import Site
from postroom.model.target import real_host
from postroom.model.text import join_names, write_day
from postroom.toolbox.pictures import list_pictures


@once_per_edition(lambda newsletter, issue: issue.path)
def compose_sheet(edition: Edition, newsletter: Newsletter, issue: Issue) -> Sheet:
    """Put an issue together."""
    site = edition.site
    licence = find_licence(issue.licence or site.options.licence)
    letter = edition.fragment(issue)
    composed = (_compose_part(edition, newsletter, issue, s) for s in issue.sections)
    parts = tuple(part for part in composed if part.blocks)
    sponsor = edition.clean(issue.sponsor.text) if issue.sponsor else ""
    pictures = find_pictures(edition, issue)
    mailed = {url: made for url in pictures if (made := find_mail(edition, url))}
    sizes = {url: size for url in pictures if (size := size_as_shown(edition, url))}
    return Sheet(
        newsletter=newsletter.options.title,
        number=issue.number,
        date=issue.date,
        subject=issue.subject,
        preheader=issue.preheader,
        url=site.absolute(site.issue_page(newsletter, issue)),
        language=site.language,
        letter=letter,
        parts=parts,
        quote=Fact(issue.quote.text, issue.quote.url or "") if issue.quote else None,
        quoted=issue.quote.by if issue.quote else "",
        sponsor=Fact(issue.sponsor.name, issue.sponsor.url) if issue.sponsor else None,
        sponsor_html=sponsor,
        licence=Fact(licence.name, licence.url) if licence else None,
        submit_url=site.absolute(site.page("submit")),
        home_url=site.absolute(site.newsletter_page(newsletter)),
        shown=site.shown,
        images=sizes | {made.url: made.size for made in mailed.values() if made.size},
        stand_ins={url: made.url for url, made in mailed.items() if made.path},
        pictures=pictures,
    )


@once_per_edition(lambda issue: issue.path)
def find_pictures(edition: Edition, issue: Issue) -> tuple[str, ...]:
    """Find the pictures of an issue: its letter's and its essays', for items have none."""
    posts = ((edition.post_by_slug(n), s.show) for s in issue.sections for n in s.posts)
    blocks = [set_post(edition, post, show) for post, show in posts if post]
    texts = [edition.fragment(issue).html, *(block.html for block in blocks)]
    return tuple(dict.fromkeys(url for text in texts for url in list_pictures(text)))


def _compose_part(
    edition: Edition, newsletter: Newsletter, issue: Issue, section: Section
) -> Part:
    posts = (edition.post_by_slug(slug) for slug in section.posts)
    blocks = [set_post(edition, post, section.show) for post in posts if post]
    return Part(section.title, (*blocks, *_items(edition, newsletter, issue, section)))


def _items(
    edition: Edition, newsletter: Newsletter, issue: Issue, section: Section
) -> Iterator[Block]:
    for name in section.items:
        item = newsletter.items.get(name)
        if item is None:
            continue
        if not section.again:
            yield set_item(edition, newsletter, Printed(item, issue, position=0))
        elif (first := newsletter.listed.get(name)) and not item.withdrawn:
            yield _call_again(edition, newsletter, Printed(item, first, position=0))


def _call_again(edition: Edition, newsletter: Newsletter, printed: Printed) -> Block:
    """Name an item once more: a line that leads to where it was printed."""
    item = printed.item
    permalink = edition.site.absolute(edition.site.place_of(newsletter, printed))
    return Block(
        kind=item.kind,
        title=item.title,
        url=permalink,
        permalink=permalink,
        anchor="",
        facts=list_facts(item)[:1],
    )


@once_per_edition(lambda post, show: (post.path, show))
def set_post(edition: Edition, post: Post, show: str) -> Block:
    """Set a post as a section shows it: a line, its opening, or the whole."""
    site = edition.site
    fragment = edition.fragment(post)
    address = site.absolute(site.post_page(post))
    text = {"line": "", "excerpt": fragment.excerpt, "full": fragment.html}[show]
    if show == "excerpt" and text != fragment.html:
        text += f'<p><a href="{escape(address)}">Read on</a></p>'
    line = f"<p>{escape(edition.description(post))}</p>"
    minutes = edition.minutes(post)
    return Block(
        kind="post",
        title=post.title,
        url=address,
        permalink=address,
        anchor="",
        facts=tuple(_byline(site, post, minutes)),
        html=text or line,
    )


def _byline(site: Site, post: Post, minutes: int) -> Iterator[Fact]:
    if authors := site.authors_of(post):
        yield Fact(f"By {join_names([author.name for author in authors])}")
    if minutes:
        yield Fact(f"{minutes} minute{'' if minutes == 1 else 's'}")


@once_per_edition(lambda newsletter, printed: (printed.issue.path, printed.item.path))
def set_item(edition: Edition, newsletter: Newsletter, printed: Printed) -> Block:
    """Set an item: its title, its facts, its text, and who sent it in."""
    item = printed.item
    permalink = edition.site.absolute(edition.site.place_of(newsletter, printed))
    if item.withdrawn:
        said = f"Withdrawn on {write_day(item.withdrawn)}."
        return Block(
            kind=item.kind,
            title=item.title,
            url="",
            permalink=permalink,
            anchor=item.anchor,
            facts=(),
            html=f"<p><em>{said}</em></p>",
        )
    return Block(
        kind=item.kind,
        title=_name_target(item.title, item.url or ""),
        url=item.url or "",
        permalink=permalink,
        anchor=item.anchor,
        facts=list_facts(item),
        html=edition.clean(item.text) + "".join(map(_say_correction, item.corrections)),
        credit=_name_target(item.by, item.by_url or ""),
        credit_url=item.by_url or "",
        page=_page_of(edition.site, newsletter, item),
    )


def _page_of(site: Site, newsletter: Newsletter, item: Item) -> str:
    """The address of the page that a job or an event has to itself."""
    if not (item.row.schema and site.url):
        return ""
    return site.absolute(site.notice_page(newsletter, item))


def _say_correction(correction: Correction) -> str:
    day, note = write_day(correction.date), escape(correction.note)
    return f"<p><em>Corrected on {day}: {note}</em></p>"


def _name_target(words: str, address: str) -> str:
    """Say behind words that name another host where they lead."""
    real = real_host(words, address) if address else ""
    return f"{words} ({real})" if real else words


@once_per_edition(lambda newsletter, issue: issue.path)
def render_whole_issue(edition: Edition, newsletter: Newsletter, issue: Issue) -> str:
    """Render an issue as the one text of a feed entry, and for those who search."""
    return render_issue_entry(edition, compose_sheet(edition, newsletter, issue))


def render_issue_entry(edition: Edition, sheet: Sheet) -> str:
    """Render a sheet as one text that needs nothing around it."""
    return edition.templates.render("feeds/issue.html", sheet=sheet).strip()


def render_item_entry(edition: Edition, block: Block) -> str:
    """Render an item as the text of a feed entry."""
    return edition.templates.render("feeds/item.html", block=block).strip()
