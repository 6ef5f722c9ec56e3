"""`postroom check`: everything that is wrong with the content, without a build."""

import sys
from pathlib import Path

import click

from postroom.cli.config import Workplace, config_option, find_site
from postroom.reading.library import Library


@click.command()
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--fix", is_flag=True, help="Write a uid into each post that has none.")
@config_option
def check(strict: bool, fix: bool, config_file: Path | None) -> None:
    """Read all posts and authors, and list every problem with its fix."""
    site = find_site(config_file)
    library, _, problems = site.source.read(site.now)
    for problem in problems:
        click.echo(str(problem), err=True)
    missing = [m.post for m in library.manuscripts if "uid" not in m.document.meta]
    if fix:
        _write_uids(site, library)
    elif missing:
        click.echo(
            f"{len(missing)} posts have no uid of their own: moved, they would be new to "
            "every feed reader\n    fix: run `postroom check --fix`"
        )
    fatal = [problem for problem in problems if problem.is_fatal or strict]
    click.echo(f"{len(library.manuscripts)} posts read, {len(problems)} problems")
    sys.exit(1 if fatal else 0)


def _write_uids(site: Workplace, library: Library) -> None:
    """Make the derived identity a written one, so that it survives a move."""
    for manuscript in library.manuscripts:
        if "uid" in manuscript.document.meta:
            continue
        path = site.content / manuscript.post.path
        text = path.read_bytes().decode("utf-8-sig")
        fence, _, rest = text.partition("\n")
        end = "\r\n" if fence.endswith("\r") else "\n"
        path.write_bytes(f"{fence}\nuid: {manuscript.post.uid}{end}{rest}".encode())
        click.echo(f"{manuscript.post.path}: uid {manuscript.post.uid}")
