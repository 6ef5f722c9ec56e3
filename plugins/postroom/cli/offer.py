"""`postroom offer`: a message to an editor, as a draft that a person sends."""

import os
import re
from dataclasses import replace
from pathlib import Path

import click

from postroom.cli.completion import complete_group, complete_post
from postroom.cli.config import config_option, need_address, render_post
from postroom.edition.lookup import find_group
from postroom.engines.mkdocs.reader import Survey
from postroom.errors import PostroomError
from postroom.kits.files import KitStore
from postroom.mail.addressbook import (
    BOOK,
    explain_exposed,
    explain_missing,
    read_addresses,
)
from postroom.mail.draft import EditorMessage, compose_draft
from postroom.model.formats import FORMATS, LENGTHS, FormatName, LengthName
from postroom.model.group import Group
from postroom.model.post import Post
from postroom.offers.drafts import (
    choose_length,
    explain_next,
    pair,
    refuse_unlinked,
    write_message,
)
from postroom.offers.stepfile import StepFolder
from postroom.outbox.journal import NAME
from postroom.outbox.letters import PersonalLetter, is_begun, send_letter
from postroom.outbox.recipients import find_key
from postroom.outbox.ways import open_session
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import find_draft, refuse_public, shown, write_file

_TODO = re.compile(r"\bTK\b")


@click.command()
@click.argument("group", shell_complete=complete_group)
@click.argument("post", shell_complete=complete_post)
@click.option(
    "--length",
    "asked",
    type=click.Choice([*LENGTHS]),
    help="Which length; else the longest that the group takes.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    help="In which format; else the one that the group likes best.",
)
@click.option("--link-only", is_flag=True, help="Link to the kit, and send no text.")
@click.option("--send", "sends", is_flag=True, help="Show it, ask, and send it.")
@click.option("--yes", is_flag=True, help="Do not ask before it is sent.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; else .cache/postroom/offers/GROUP-POST.eml.",
)
@config_option
def offer(
    group: str,
    post: str,
    asked: LengthName | None,
    form: FormatName | None,
    link_only: bool,
    sends: bool,
    yes: bool,
    output: Path | None,
    config_file: Path,
) -> None:
    """Draft the message that offers POST to the editor of GROUP; only --send sends it."""
    survey, essay = render_post(config_file, post)
    edition, config = survey.edition, survey.source.config
    site, root = edition.site, survey.root
    folder = survey.source.groups
    partner = find_group(site, group, folder=folder, problems=survey.problems)
    need_address(site, "an offer leads back to the site")
    every = tuple(manuscript.post for manuscript in survey.library.manuscripts)
    store = KitStore(Cache(root / CACHE), edition.bytes_of)
    pairing = pair(edition, every, essay, partner, store)
    path = output or find_draft(root, f"offers/{pairing.name}.eml")
    published = (config.docs_dir, config.site_dir, config.theme.custom_dir)
    refuse_public(path, published, because="a draft has addresses in it")
    if link_only:
        refuse_unlinked(pairing)
    length, known_at = choose_length(pairing, asked), shown(root / BOOK)
    book = read_addresses(known_at, environment=os.environ, groups=site.group_by_id)
    message = write_message(pairing, book, length, form, link_only=link_only)
    write_file(path, compose_draft(message, domain=site.domain))
    click.echo(str(path))
    for line in (
        *pairing.notes,
        *map(str, book.problems),
        *explain_missing(book, partner),
        *explain_exposed((known_at, path)),
        message.subject,
        *explain_next(pairing, message, length),
    ):
        click.echo(line, err=True)
    if sends:
        _send(survey, partner, essay, message, is_agreed=yes)


def _send(
    survey: Survey,
    partner: Group,
    essay: Post,
    message: EditorMessage,
    *,
    is_agreed: bool,
) -> None:
    """Show the message, send it, and record that it is offered once the server took it.

    Raises:
        PostroomError: Somebody is not named, or it did not go out.
    """
    site, root = survey.edition.site, survey.root
    sender, recipient = message.sender, message.recipient
    if sender is None or recipient is None:
        raise PostroomError(
            "nothing is sent before both of you have an address\n"
            f"    fix: write them into {BOOK}"
        )
    if _TODO.search(message.text):
        message = replace(message, text=click.edit(message.text) or message.text)
    if _TODO.search(message.text):
        raise PostroomError(
            "the message still says TK, where your own words belong\n"
            "    fix: write them when your editor ($EDITOR) opens, or send the draft from "
            "your mail program"
        )
    servers = [each.options for each in site.newsletters if each.options.send.via == "smtp"]
    if not servers:
        raise PostroomError(
            "no newsletter of the site has a mail server\n"
            "    fix: set `send: {via: smtp, server: mail.example.org}` in one, or send "
            "the draft from your mail program"
        )
    click.echo(f"\n{message.subject}\n\n{message.text}", err=True)
    if not (is_agreed or click.confirm("Send it?", err=True)):
        raise PostroomError("nothing was sent\n    fix: add --yes where nobody can answer")
    key = find_key(root, os.environ, is_new=not is_begun(root))
    letter = PersonalLetter(
        f"offer-{partner.id}-{essay.uid}",
        sender,
        recipient,
        compose_draft(message, domain=site.domain, sent=survey.edition.now),
    )
    session = open_session(servers[0], os.environ)
    send_letter(letter, session, key, shown(root / NAME))
    content = Path(survey.source.config.docs_dir)
    steps = StepFolder(site, content, survey.edition.now.date())
    path, _ = steps.write(partner, essay, "offered", {"note": "by postroom offer --send"})
    click.echo(f"it is sent, and recorded in {shown(path)}")
