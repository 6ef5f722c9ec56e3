"""`postroom intake files`: item files that a pull request adds or changes, checked."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from postroom.cli.config import Workplace, config_option, find_site
from postroom.errors import Place, Problem
from postroom.intake.checks import check_item
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.model.text import clean_line, count
from postroom.toolbox.files import write_file


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file for what was found, as plain text.",
)
@config_option
def files(paths: tuple[Path, ...], report: Path | None, config_file: Path | None) -> None:
    """Check the files of items at PATHS as if they were sent in; leave others alone."""
    site = find_site(config_file)
    found: dict[str, list[Problem]] = {}
    for newsletter in site.survey.edition.site.newsletters:
        folder = f"{site.folder_of(newsletter)}/items/"
        named = [os.path.relpath(path, site.content).replace(os.sep, "/") for path in paths]
        changed = sorted({path for path in named if path.startswith(folder)})
        found |= check_files(site, newsletter, changed)
    problems = [problem for told in found.values() for problem in told]
    for problem in problems:
        click.echo(str(problem), err=True)
    if report:
        write_file(report, render_report(found))
    click.echo(f"{count(len(found), 'item')} checked, {count(len(problems), 'problem')}")
    sys.exit(1 if any(problem.is_fatal for problem in problems) else 0)


def check_files(
    site: Workplace, newsletter: Newsletter, changed: list[str]
) -> dict[str, list[Problem]]:
    """Check items against all others, and against each other; problems by path."""
    items = {item.path: item for item in newsletter.items.values()}
    ledger = Ledger.of(item for path, item in items.items() if path not in changed)
    found: dict[str, list[Problem]] = {}
    for path in changed:
        if not os.path.lexists(site.content / path):
            continue  # it was deleted
        found[path] = list(_find_known(site, path))
        if path in items:
            found[path] += check_item(
                items[path], newsletter=newsletter, ledger=ledger, now=site.now
            )
            ledger.add(items[path])
    return found


def _find_known(site: Workplace, path: str) -> Iterator[Problem]:
    """What is wrong with a file by itself, or with another because of it."""
    if (site.content / path).is_symlink():
        what = "it is a link to another file"
        yield Problem(Place(path), what, "commit the file itself")
    for problem in site.survey.problems:
        if problem.place.path == path or f" {path}" in problem.what:
            yield problem


def render_report(found: dict[str, list[Problem]]) -> str:
    """Render what was found as plain text, file by file; whoever posts it quotes it."""
    if not found:
        return "No item is added or changed here.\n"
    lines = []
    for path, problems in found.items():
        lines += [_plain(path), *([] if problems else ["    all is well"])]
        lines += [
            f"    {_plain(line)}"
            for problem in problems
            for line in str(problem).split("\n")
        ]
    return "\n".join(lines) + "\n"


def _plain(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    return indent + clean_line(line)
