"""Issues and items become entries: what every feed format says of them."""

from postroom.feeds.entry import Entry, Person, Term
from postroom.fragments.clean import text_of
from postroom.model.issue import Issue
from postroom.model.licence import find_licence
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.sheet import Block, Sheet
from postroom.model.site import Site
from postroom.model.text import shorten


def compose_issue_entry(
    issue: Issue, newsletter: Newsletter, site: Site, *, sheet: Sheet, html: str
) -> Entry:
    """Say of an issue what feeds say; ``html`` is the whole of it."""
    full = site.options.feeds.content == "full"
    return Entry(
        id=f"{site.authority}{issue.tag}",
        url=sheet.url,
        title=issue.subject,
        summary=issue.preheader or shorten(sheet.letter.teaser, 300) or issue.subject,
        html=html if full else "",
        published=issue.published,
        updated=issue.updated,
        authors=(Person(newsletter.options.title, sheet.home_url),),
        terms=(),
        image=None,
        licence=sheet.licence.url if sheet.licence else "",
        via="",
        language=sheet.language,
    )


def compose_item_entry(
    printed: Printed, newsletter: Newsletter, site: Site, *, block: Block, html: str
) -> Entry:
    """Say of an item what feeds say; ``html`` is the whole of it."""
    item = printed.item
    text = text_of(block.html)
    licence = find_licence(site.options.licence)
    board = site.absolute(site.newsletter_page(newsletter, item.row.plural))
    facts = ", ".join(fact.text for fact in block.facts)
    return Entry(
        id=f"{site.authority}{printed.tag}",
        url=block.permalink,
        title=item.title,
        summary=shorten(" ".join(text.split()), 300) or facts or item.title,
        html=html,
        published=printed.published,
        updated=printed.updated,
        authors=(
            Person(item.by, item.by_url or "")
            if item.by
            else Person(newsletter.options.title, site.absolute(site.page())),
        ),
        terms=(Term(item.row.heading, board),),
        image=None,
        licence=licence.url if licence else "",
        via="",
        language=site.language,
    )
