"""The inbox of a newsletter of the site in the current folder, as commands open it."""

from pathlib import Path

from postroom.cli.config import Workplace, find_site
from postroom.edition.lookup import find_newsletter
from postroom.intake.inbox import Inbox
from postroom.model.newsletter import Newsletter
from postroom.toolbox.files import shown
from postroom.web.linkcheck import Visitor


def open_inbox(config_file: Path, name: str = "", *, online: bool = False) -> Inbox:
    """Open the inbox of the newsletter of a name, or of the site's first one."""
    place = find_site(config_file)
    newsletter = find_newsletter(place.survey.edition.site, name)
    return inbox_of(place, newsletter, online=online)


def inbox_of(place: Workplace, newsletter: Newsletter, *, online: bool = False) -> Inbox:
    """Open the inbox of a newsletter of a site."""
    visitor = Visitor.of_site(folder_of(place), place.now.date()) if online else None
    return Inbox.of(
        place.survey.edition.site,
        newsletter,
        content=place.content,
        now=place.now,
        visitor=visitor,
    )


def folder_of(place: Workplace) -> Path:
    """The folder of a site's settings, as one would write it from here."""
    return shown(place.survey.root)
