"""A job or an event that an issue printed becomes a page of its own."""

from typing import Any

from markupsafe import Markup

from postroom.edition.edition import Edition
from postroom.edition.sheet import set_item
from postroom.fragments.clean import text_of
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.text import direction_of, shorten
from postroom.pages.policy import forbid_all_but, local_address, write_style
from postroom.pages.posting import describe_posting
from postroom.pages.words import day_in, phrases_in, spoken_for
from postroom.toolbox.cache import fingerprint


def key_of_notice(
    edition: Edition, newsletter: Newsletter, printed: Printed, state: str
) -> str:
    """Tell all that a page depends on, without making it; empty if that is not known.

    Args:
        edition: The site.
        newsletter: Whose issue printed it.
        printed: The job or event.
        state: Tells one state of the site's settings from another.
    """
    templates, item = edition.templates, printed.item
    if not state or templates.has_own("notice"):  # which may ask for anything
        return ""
    issue, is_over = printed.issue, _is_over(edition, printed)
    place = f"{issue.path} {issue.number} {issue.date.isoformat()} {is_over}"
    around = edition.once(
        ("around notices", newsletter.options.id),
        lambda: fingerprint("site", state, edition.surroundings, newsletter.options),
    )
    return fingerprint("notice", around, place, edition.digest_of_item(item))


def _is_over(edition: Edition, printed: Printed) -> bool:
    return printed.item.over_since(printed.issue.date) <= edition.now


def render_notice(edition: Edition, newsletter: Newsletter, printed: Printed) -> bytes:
    """Render the page of a job or an event: no script, nothing from elsewhere.

    What is over, or was taken back, keeps its address, says so, and leaves search.
    """
    site, item = edition.site, printed.item
    path = site.notice_page(newsletter, item)
    root = "../" * path.count("/")
    block = set_item(edition, newsletter, printed)
    is_over = _is_over(edition, printed)
    is_found = not (is_over or item.is_gone)
    json_ld = describe_posting(edition, newsletter, printed) if is_found else ""
    text = " ".join(text_of(block.html).split())
    facts = ", ".join(fact.text for fact in block.facts)
    icon = site.absolute(site.tab_icon) if site.tab_icon else ""
    letters = "".join((site.name, block.title, text, facts, block.credit))
    css = write_style(edition.templates, root, "share/share.css", letters=letters)
    home = site.absolute(site.newsletter_page(newsletter))
    board = site.absolute(site.newsletter_page(newsletter, item.row.plural))
    said: dict[str, Any] = {
        "block": block,
        "html": Markup(block.html.replace("<a href=", '<a rel="nofollow ugc" href=')),
        "canonical": site.absolute(path),
        "description": shorten(text, 160) or facts or block.title,
        "is_over": is_over and not item.withdrawn,
        "is_found": is_found,
        "printed_on": printed.issue.date,
        "number": printed.issue.number,
        "newsletter": newsletter.options.title,
        "home": local_address(home, site.base, root),
        "board": local_address(board, site.base, root),
        "heading": item.row.heading,
        "kind": item.kind,
        "place": local_address(block.permalink, site.base, root),
        "icon": local_address(icon, site.base, root) if icon else "",
        "css": Markup(css),
        "json_ld": Markup(json_ld),
        "policy": forbid_all_but(css, *([json_ld] if json_ld else [])),
    }
    page = edition.templates.render(
        "notice/page.html",
        site=site,
        say=phrases_in(site.language),
        day=day_in(site.language),
        language=spoken_for(site.language),
        direction=direction_of(site.language),
        **said,
    )
    return page.encode()
