"""The inbox of a newsletter of the site in the current folder, as commands open it."""

from contextlib import suppress
from pathlib import Path

from postroom.cli.config import Workplace, find_site, find_waiting
from postroom.edition.lookup import find_newsletter
from postroom.errors import ContentError
from postroom.intake.inbox import Inbox
from postroom.intake.index import ItemIndex
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import shown
from postroom.web.linkcheck import Visitor


def open_inbox(config_file: Path, name: str = "", *, online: bool = False) -> Inbox:
    """Open the inbox of the newsletter of a name, or of the site's first one."""
    index = None
    with suppress(ContentError):  # what is wrong with issues is nobody's matter here
        place, newsletter = find_waiting(config_file, name)
        index = ItemIndex.of(
            Cache(place.survey.root / CACHE),
            newsletter.options.folder,
            place.list_items(newsletter),
            newsletter.options.lent_zone,
        )
        if ledger := index.open():
            return inbox_of(place, newsletter, online=online, ledger=ledger)
    place = find_site(config_file)
    newsletter = find_newsletter(place.survey.edition.site, name)
    if index is not None:
        index.keep(newsletter.items.values())
    return inbox_of(place, newsletter, online=online)


def inbox_of(
    place: Workplace,
    newsletter: Newsletter,
    *,
    online: bool = False,
    ledger: Ledger | None = None,
) -> Inbox:
    """Open the inbox of a newsletter of a site; its ledger may be open already."""
    visitor = Visitor.of_site(folder_of(place), place.now.date()) if online else None
    return Inbox.of(
        place.survey.edition.site,
        newsletter,
        content=place.content,
        now=place.now,
        visitor=visitor,
        ledger=ledger,
    )


def folder_of(place: Workplace) -> Path:
    """The folder of a site's settings, as one would write it from here."""
    return shown(place.survey.root)
