"""`postroom forms`: GitHub's issue forms, and the workflows that answer them."""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from postroom import __version__
from postroom.cli.config import config_option, find_site
from postroom.cli.desk import root_of
from postroom.edition.lookup import find_newsletter
from postroom.errors import ContentError, Place, Problem
from postroom.intake.forms import form_labels, form_name, render_chooser, render_form
from postroom.model.kinds import KINDS
from postroom.model.site import Site
from postroom.toolbox.files import write_file
from postroom.toolbox.templates import SHIPPED

FOLDER = ".github/ISSUE_TEMPLATE"
WORKFLOWS = ("intake.yml", "items.yml", "items-comment.yml")
_CHOOSER = "config.yml"
_RUN = "run `postroom forms`"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if forms are outdated.")
@click.option(
    "--workflows", is_flag=True, help="Write the workflows that answer the forms, too."
)
@config_option
def forms(check: bool, workflows: bool, config_file: Path | None) -> None:
    """Write GitHub's issue forms, one for each kind of item, as the table has them."""
    root = root_of(config_file)
    site = find_site(config_file).survey.edition.site
    find_newsletter(site, "")  # says so, if there is none
    made = _leave_strangers(root, dict(render_all(site)))
    stale = list(_find_stale(root, made))
    if check:
        _compare(root, made, stale)
        return
    for name, text in made.items():
        write_file(root / FOLDER / name, text)
    for path in stale:
        path.unlink()
        click.echo(f"{path}: removed, nothing asks for it any more")
    if workflows:
        for name in WORKFLOWS:
            copy_workflow(root, name)
    click.echo(f"{root / FOLDER}: {len(made)} files written")
    click.echo("GitHub sets only labels that exist; make those that are missing, once:")
    for label in _list_labels(site):
        click.echo(f"    gh label create {shlex.quote(label)}")


def render_all(site: Site) -> Iterator[tuple[str, str]]:
    """Render every form of a site, and the page that offers them, by their names."""
    every = [newsletter.options for newsletter in site.newsletters]
    for options in every:
        for kind in KINDS.values():
            yield form_name(kind, options), render_form(kind, options)
    url = site.absolute(site.page("submit")) if site.url else ""
    yield _CHOOSER, render_chooser(every, submit_url=url)


def _list_labels(site: Site) -> list[str]:
    labels = (
        label
        for newsletter in site.newsletters
        for kind in KINDS.values()
        for label in form_labels(kind, newsletter.options)
    )
    return [*dict.fromkeys(labels), "accept", "declined"]


def _head(text: str) -> str:
    """The comment by which a file of ours is known."""
    return text.partition("\n")[0]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _leave_strangers(root: Path, made: Mapping[str, str]) -> dict[str, str]:
    """Leave a page of forms that others wrote; forms of theirs stand in our way."""
    theirs = [
        name
        for name, text in made.items()
        if (root / FOLDER / name).exists()
        and _head(_read(root / FOLDER / name)) != _head(text)
    ]
    what = "the file was not written by `postroom forms`"
    fix = "give it another name, or delete it"
    problems = [
        Problem(Place(str(root / FOLDER / name)), what, fix)
        for name in theirs
        if name != _CHOOSER
    ]
    if problems:
        raise ContentError(problems)
    return {name: text for name, text in made.items() if name not in theirs}


def _find_stale(root: Path, made: Mapping[str, str]) -> Iterator[Path]:
    """Find forms of ours that no kind and no newsletter asks for."""
    heads = {_head(text) for text in made.values()}
    for path in sorted((root / FOLDER).glob("*.yml")):
        if path.name not in made and _head(_read(path)) in heads:
            yield path


def _compare(root: Path, made: Mapping[str, str], stale: list[Path]) -> None:
    problems = [
        Problem(Place(str(path)), "nothing asks for it any more", _RUN) for path in stale
    ]
    for name, text in made.items():
        path = root / FOLDER / name
        if not path.exists():
            problems.append(Problem(Place(str(path)), "there is no such form yet", _RUN))
        elif _read(path) != text:
            what = "it is not what the table of kinds makes of it"
            problems.append(Problem(Place(str(path)), what, _RUN))
    if problems:
        raise ContentError(problems)
    click.echo(f"{root / FOLDER}: up to date")


def copy_workflow(root: Path, name: str) -> None:
    """Take along a workflow of this project's own, for this version in the index."""
    path = root / ".github/workflows" / name
    places = (SHIPPED / "workflows" / name, SHIPPED.parent / ".github/workflows" / name)
    source = next(place for place in places if place.is_file())
    if path.exists() and path.samefile(source):
        return
    text = source.read_text(encoding="utf-8")
    packages = f"postroom=={__version__}"  # another one may ask for other forms
    if (root / "requirements.txt").is_file():
        packages += " -r requirements.txt"
    write_file(path, text.replace("pip install .", f"pip install {packages}"))
    click.echo(f"{path}: written")
