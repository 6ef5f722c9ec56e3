"""`postroom kit`: the reprint kit of one post, issue or item, as files."""

from functools import partial
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import config_option, need_address, render_issue, render_post
from postroom.cli.issue import find_newsletter, newsletter_option
from postroom.engines.mkdocs.reader import Survey
from postroom.kits.compose import compose_issue_kit, compose_item_kit, compose_post_kit
from postroom.kits.files import KitStore, OpenKit, picture_name
from postroom.kits.kit import Kit
from postroom.model.issue import Issue
from postroom.model.newsletter import Printed
from postroom.model.text import count
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import write_file
from postroom.toolbox.wording import nearest


@click.command()
@click.argument("post", required=False)
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
    survey, made = _compose(config_file, post, number, item, name)
    need_address(survey.edition.site, "a kit leads back to the site")
    press = KitStore(Cache(config_file.parent / CACHE), survey.edition.bytes_of)
    opened = press.open(made)
    path = output or Path(opened.archive_name)
    if path.suffix == ".zip":
        write_file(path, opened.archive)
    else:
        _write_folder(path, opened, survey)
    lengths = opened.manifest["lengths"]
    click.echo(str(path))
    told = ", ".join(f"{length['words']:,}" for length in lengths)
    click.echo(f"{made.title}: {count(len(lengths), 'length')} ({told} words)", err=True)


def _compose(
    config_file: Path,
    post: str | None,
    number: int | None,
    item: str | None,
    name: str,
) -> tuple[Survey, Kit]:
    if post is not None:
        survey, found = render_post(config_file, post)
        return survey, compose_post_kit(survey.edition, found)
    if item is not None:
        survey, _ = render_issue(
            config_file, lambda survey: _find_printed(survey, name, item).issue
        )
        newsletter = find_newsletter(survey.edition.site, name)
        printed = _find_printed(survey, name, item)
        return survey, compose_item_kit(survey.edition, newsletter, printed)
    assert number is not None  # one of the three was given
    survey, issue = render_issue(config_file, partial(_find_issue, name, number))
    newsletter = find_newsletter(survey.edition.site, name)
    return survey, compose_issue_kit(survey.edition, newsletter, issue)


def _find_issue(name: str, number: int, survey: Survey) -> Issue:
    newsletter = find_newsletter(survey.edition.site, name)
    known = {issue.number: issue for issue in newsletter.every}
    if number not in known:
        there = ", ".join(map(str, sorted(known))) or "none yet"
        raise PostroomError(f"there is no issue {number}\n    fix: choose one of {there}")
    return known[number]


def _find_printed(survey: Survey, name: str, item: str) -> Printed:
    newsletter = find_newsletter(survey.edition.site, name)
    by_name = {p.item.uid: p for p in newsletter.printed}
    by_name |= {p.item.name: p for p in newsletter.printed}
    wanted = item.rpartition("/")[2].removesuffix(".md")
    if wanted not in by_name:
        fix = nearest(wanted, by_name, "name one that an issue lists")
        raise PostroomError(f"no issue has printed an item {wanted!r}\n    fix: {fix}")
    return by_name[wanted]


def _write_folder(folder: Path, opened: OpenKit, survey: Survey) -> None:
    """Write the files of a kit, its pictures too."""
    for name, content in opened.files.items():
        write_file(folder / name, content)
    for picture in opened.kit.illustrations:
        shown = survey.edition.bytes_of(picture.url)
        if shown is not None:
            write_file(folder / picture_name(picture), shown)
