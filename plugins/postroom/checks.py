"""An edition before it is made: what would overwrite, lead nowhere, or show boxes."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from postroom.edition.edition import Edition
from postroom.edition.feedspec import FORMATS
from postroom.edition.views import paginate
from postroom.errors import Place, Problem
from postroom.model.artefact import Artefact
from postroom.pages.metadata import card_of
from postroom.pages.pagespec import list_newsletter_pages, list_reprint_pages
from postroom.pages.typefaces import missing_letters
from postroom.toolbox.wording import nearest


def check_edition(
    edition: Edition,
    *,
    pages: Mapping[str, str],
    fonts: Sequence[Path] | None,
    unread: Container[str] = (),
) -> Iterator[Problem]:
    """Find what is wrong with the site as a whole.

    Args:
        edition: The site.
        pages: What else stands on it: paths, and the files behind them.
        fonts: The site's own font files; None if one of them cannot be read.
        unread: The paths that there may be all the same: files could not be read.
    """
    yield from _check_address(edition)
    yield from _check_aliases(edition, unread)
    yield from _check_collisions(edition, pages)
    if fonts is not None:
        yield from _check_cards(edition, fonts)


def check_targets(edition: Edition, known: Container[str]) -> Iterator[Problem]:
    """Find the settings that lead nowhere; ``known`` has every path of the site."""
    options = edition.site.options
    targets = [(f"menu.{entry.name}", entry.target) for entry in options.menu]
    if options.icon:
        targets.append(("icon", options.icon))
    for key, target in targets:
        path = target.partition("#")[0].partition("?")[0]
        if not target.startswith(("https://", "http://", "mailto:")) and path not in known:
            yield Problem(
                Place("mkdocs.yml", 0, key),
                f"there is nothing at {target!r}",
                "write a path of the site, such as `about/`, or a web address",
                is_fatal=False,
            )


def check_artefacts(
    artefacts: Iterable[Artefact], pages: Mapping[str, str]
) -> Iterator[Problem]:
    """Find pages of the site's own that would overwrite what is made; by file path."""
    for artefact in artefacts:
        if artefact.path in pages:
            yield Problem(
                Place(pages[artefact.path]),
                f"/{artefact.path} is made by Postroom, for the post of that name",
                "give the page another name",
            )


def _check_address(edition: Edition) -> Iterator[Problem]:
    if not edition.site.url:
        yield Problem(
            Place("mkdocs.yml", 0, "site_url"),
            "there is no site_url: feeds and share pages need absolute addresses",
            "add `site_url: https://your.domain/`; until then they are left out",
            is_fatal=False,
        )


def _check_aliases(edition: Edition, unread: Container[str]) -> Iterator[Problem]:
    feeds = [feed.path(style) for feed in edition.feeds for style in FORMATS]
    for old, current in edition.site.options.feeds.aliases.items():
        if feeds and current not in feeds and current not in unread:
            yield Problem(
                Place("mkdocs.yml", 0, f"feeds.aliases.{old}"),
                f"there is no feed at {current!r}",
                nearest(current, feeds),
                is_fatal=False,
            )


def _check_collisions(edition: Edition, pages: Mapping[str, str]) -> Iterator[Problem]:
    """No post may overwrite a list, another page, or another post."""
    site = edition.site
    taken = {
        **pages,
        **{
            listing.path: f"the page of {view.title!r}"
            for view in edition.views
            for listing in paginate(site, view)
        },
        **{overview.path: f"the list of {overview.kind}" for overview in edition.overviews},
        site.page("feeds"): "the page of feeds",
        **{
            page.path: f"the page of {page.title!r}"
            for page in (*list_newsletter_pages(edition), *list_reprint_pages(edition))
        },
    }
    for newsletter in site.newsletters:
        for issue in newsletter.issues:
            yield from _check_taken(site.issue_page(newsletter, issue), issue.path, taken)
    for post in sorted(site.posts, key=lambda p: p.path):
        path = site.post_page(post)
        if path in taken:
            yield Problem(
                Place(post.path, 0, "slug"),
                f"the address /{path} is already that of {taken[path]}",
                "give the post another slug",
            )
        taken.setdefault(path, post.path)


def _check_taken(path: str, file: str, taken: dict[str, str]) -> Iterator[Problem]:
    if path in taken:
        yield Problem(
            Place(file, 0, "number"),
            f"the address /{path} is already that of {taken[path]}",
            "give that page another name",
        )
    taken.setdefault(path, file)


def _check_cards(edition: Edition, fonts: Sequence[Path]) -> Iterator[Problem]:
    """Cards leave out what no font at hand can write; that must not go unsaid."""
    site = edition.site
    if not (site.url and site.options.share.enabled and site.options.share.cards):
        return
    texts = [(Place("mkdocs.yml", 0, "site_name"), site.name)]
    for post in site.posts:
        card = card_of(site, post)
        texts.append((Place(post.path, 0, "title"), card.title))
        texts.append((Place(post.path, 0, "authors"), card.byline))
    first = {text: place for place, text in reversed(texts)}  # told once, not for each
    for text, place in reversed(first.items()):
        missing = missing_letters(text, fonts)
        if missing:
            yield Problem(
                place,
                f"no font for {missing[:12]!r}: cards leave this text out",
                "add a font file that has these letters to `share: {card_fonts: [...]}`",
                is_fatal=False,
            )
