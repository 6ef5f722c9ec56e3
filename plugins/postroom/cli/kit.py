"""`postroom kit`: the reprint kit of one post, issue or item, as files."""

from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.completion import complete_post
from postroom.cli.config import need_address, render_issue, render_post
from postroom.cli.options import config_option, newsletter_option
from postroom.cli.progress import show_progress
from postroom.edition.lookup import find_issue, find_newsletter, find_printed
from postroom.engines.mkdocs.reader import Survey
from postroom.kits.compose import compose_issue_kit, compose_item_kit, compose_post_kit
from postroom.kits.files import KitStore, OpenKit, picture_name
from postroom.kits.kit import Kit
from postroom.model.newsletter import Newsletter
from postroom.model.text import count
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import write_file, write_files


@click.command()
@click.argument("post", required=False, shell_complete=complete_post)
@click.option("--issue", "number", type=int, help="Of the issue of this number instead.")
@click.option("--item", help="Of this printed item instead: its file's name, or its uid.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A folder for its files, or a file that ends in .zip; else NAME-kit.zip.",
)
@newsletter_option
@config_option
def kit(
    post: str | None,
    number: int | None,
    item: str | None,
    output: Path | None,
    name: str,
    config_file: Path,
) -> None:
    """Write the reprint kit of POST, by its slug, whatever its terms say.

    A build makes the same kits for everything that may be reprinted.
    """
    if sum(wanted is not None for wanted in (post, number, item)) != 1:
        raise PostroomError(
            "a kit is made of one text\n    fix: name a post, or write --issue or --item"
        )
    survey, composed = _compose(config_file, post, number, item, name)
    need_address(survey.edition.site, "a kit leads back to the site")
    cache = Cache(survey.root / CACHE)
    store = KitStore(cache, survey.edition.bytes_of)
    with show_progress("Making the kit"):
        opened = store.open(composed)
    path = output or Path(opened.archive_name)
    if path.suffix == ".zip":
        write_file(path, opened.archive)
    else:
        _write_folder(path, opened, store)
    lengths = opened.manifest["lengths"]
    click.echo(str(path))
    words = ", ".join(f"{length['words']:,}" for length in lengths)
    click.echo(
        f"{composed.title}: {count(len(lengths), 'length')} ({words} words)", err=True
    )


def _compose(
    config_file: Path,
    post: str | None,
    number: int | None,
    item: str | None,
    name: str,
) -> tuple[Survey, Kit]:
    if post is not None:
        survey, essay = render_post(config_file, post)
        return survey, compose_post_kit(survey.edition, essay)

    def of(survey: Survey) -> Newsletter:
        return find_newsletter(survey.edition.site, name)

    if item is not None:
        survey, _ = render_issue(config_file, lambda s: find_printed(of(s), item).issue)
        printed = find_printed(of(survey), item)
        return survey, compose_item_kit(survey.edition, of(survey), printed)
    assert number is not None  # one of the three was given
    survey, issue = render_issue(config_file, lambda s: find_issue(of(s), number))
    return survey, compose_issue_kit(survey.edition, of(survey), issue)


def _write_folder(folder: Path, opened: OpenKit, store: KitStore) -> None:
    """Write the files of a kit, its pictures too."""
    files = {folder / name: content for name, content in opened.files.items()}
    for picture in opened.kit.illustrations:
        pixels = store.bytes_of(picture.url)
        if pixels is not None:
            files[folder / picture_name(picture)] = pixels
    write_files(files)
