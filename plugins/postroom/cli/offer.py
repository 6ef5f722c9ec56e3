"""`postroom offer`: a message to an editor, as a draft that a person sends."""

import os
from pathlib import Path

import click

from postroom.cli.config import config_option, need_address, render_post
from postroom.edition.lookup import find_group
from postroom.kits.files import KitStore
from postroom.mail.addressbook import (
    BOOK,
    explain_exposed,
    explain_missing,
    read_addresses,
)
from postroom.mail.draft import compose_draft
from postroom.model.formats import FORMATS, LENGTHS, FormatName, LengthName
from postroom.offers.drafts import (
    choose_length,
    explain_next,
    pair,
    refuse_unlinked,
    write_message,
)
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import find_draft, refuse_public, shown, write_file


@click.command()
@click.argument("group")
@click.argument("post")
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
    output: Path | None,
    config_file: Path,
) -> None:
    """Draft the message that offers POST to the editor of GROUP; nothing is sent."""
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
