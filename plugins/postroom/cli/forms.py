"""`postroom forms`: GitHub's issue forms, and the workflows that answer them."""

import shlex
from pathlib import Path

import click

from postroom.cli.config import config_option, find_site
from postroom.cli.inbox import folder_of
from postroom.edition.lookup import find_newsletter
from postroom.intake.formfolder import (
    FOLDER,
    WORKFLOWS,
    FormFolder,
    is_project,
    list_labels,
    read_requirements,
    render_all,
    render_workflow,
)
from postroom.toolbox.files import write_files
from postroom.toolbox.origin import find_origin


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if forms are outdated.")
@click.option(
    "--workflows", is_flag=True, help="Write the workflows that answer the forms, too."
)
@config_option
def forms(check: bool, workflows: bool, config_file: Path) -> None:
    """Write GitHub's issue forms, one for each kind of item, as the table has them."""
    place = find_site(config_file)
    root, site = folder_of(place), place.survey.edition.site
    find_newsletter(site, "")  # says so, if there is none
    newsletters = [newsletter.options for newsletter in site.newsletters]
    submit = site.absolute(site.page("submit")) if site.url else ""
    folder = FormFolder(root / FOLDER, dict(render_all(newsletters, submit)))
    if check:
        folder.check()
        click.echo(f"{folder.path}: up to date")
        return
    outdated = folder.outdated
    folder.write()
    for path in outdated:
        click.echo(f"{path}: removed, nothing asks for it any more")
    asked, origin = read_requirements(root), find_origin()
    for name in WORKFLOWS if workflows and not is_project(root) else ():
        files = render_workflow(name, origin.requirement, asked)
        write_files({root / path: text for path, text in files.items()})
        for path in files:
            click.echo(f"{root / path}: written")
    click.echo(f"{folder.path}: {len(folder.forms)} files written")
    click.echo("GitHub sets only labels that exist; make those that are missing, once:")
    for label in list_labels(newsletters):
        click.echo(f"    gh label create {shlex.quote(label)}")
