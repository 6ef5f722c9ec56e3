"""A former address becomes a page that leads to where its text is now."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from postroom.edition.edition import Edition
from postroom.model.alias import add_below
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.pages.policy import forbid_all_but
from postroom.pages.render import Leaf

_FOLLOW = "location.replace(document.links[0].href + location.search + location.hash)"
"""Takes along what a browser leaves behind that follows the head alone: the place within a
page, such as an item of an issue."""


@dataclass(frozen=True)
class Redirect:
    """Where a former address leads."""

    alias: str
    file: str
    """The Markdown file that says it."""

    target: str = ""
    """The path of the page that is there instead; empty for that of the file, which may
    still be moved."""

    title: str = ""
    """What that page is called; empty where nobody knows before it is rendered."""


def list_redirects(
    edition: Edition, written: Mapping[str, Collection[str]]
) -> Iterator[Redirect]:
    """List all former addresses, and those that stood below them.

    Args:
        edition: Whose posts and issues may have some.
        written: Those of other pages, by Markdown file.
    """
    site = edition.site
    for post in site.posts:
        for alias, target in _list_of_post(edition, post):
            yield Redirect(alias, post.path, target, post.title)
    for newsletter in site.newsletters:
        for issue in newsletter.issues:
            yield from _list_of_issue(edition, newsletter, issue)
    for path, aliases in written.items():
        for alias in aliases:
            yield Redirect(alias, path)


def _list_of_post(edition: Edition, post: Post) -> Iterator[tuple[str, str]]:
    """What was a share page leads to the share page, and its kit to the kit."""
    site = edition.site
    shared = f"{site.path('share')}/"
    has_share = bool(site.url) and site.options.share.enabled
    for alias in post.aliases:
        if not (alias.startswith(shared) and (has_share or site.has_kit(post))):
            yield alias, site.post_page(post)
            continue
        is_kit = alias.endswith("/kit/") and site.has_kit(post)
        page = site.share_page(post) if has_share else site.post_page(post)
        yield alias, site.kit_page(post) if is_kit else page
        if site.has_kit(post) and not is_kit:
            yield from ((kit, site.kit_page(post)) for kit in add_below(alias, ["kit/"]))


def _list_of_issue(
    edition: Edition, newsletter: Newsletter, issue: Issue
) -> Iterator[Redirect]:
    """What stood below an issue leads to what stands below it: its mail, its kits."""
    site = edition.site
    folder = site.path(newsletter.options.folder, str(issue.number))
    below = {"email.html": f"{folder}/email.html"} if site.url else {}
    if site.has_kit(issue):
        kit = site.issue_kit_path(newsletter, issue)
        below["kit/"] = f"{kit}/{site.index_name}"
    if site.has_item_kits(issue):
        for name in issue.item_names:
            if item := newsletter.items.get(name):
                kit = site.item_kit_path(newsletter, issue, item.anchor)
                below[f"kit/{item.anchor}/"] = f"{kit}/{site.index_name}"
    for alias in issue.aliases:
        places = {alias: site.issue_page(newsletter, issue)}
        places |= zip(add_below(alias, below), below.values(), strict=False)
        for place, target in places.items():
            yield Redirect(place, issue.path, target, issue.subject)


def render_redirect(edition: Edition, path: str, redirect: Redirect) -> bytes:
    """Render the page at a former address.

    It works without a script. It does not forbid to be listed: what search engines know of
    the former address goes to the new one, as `canonical` says.

    Args:
        edition: The site.
        path: The file of the page.
        redirect: Where it leads.

    Source:
        HTML, 4.2.5.3 (refresh); RFC 6596 (canonical).
    """
    leaf = Leaf(edition, path)
    target = redirect.target or edition.address_of(redirect.file)
    target = target.removeprefix("./")
    html = leaf.render(
        "moved.html",
        title=redirect.title or edition.site.name,
        address=leaf.link(target),
        canonical=edition.site.absolute(target) if edition.site.url else "",
        follow=Markup(_FOLLOW),
        policy=forbid_all_but("", _FOLLOW),
    )
    return html.encode()
