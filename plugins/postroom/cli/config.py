"""The site that a command is about: found, and seen as far as the command needs."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from postroom import PostroomError
from postroom.cli.progress import show_progress
from postroom.edition.lookup import choose_newsletter, find_post
from postroom.engines.mkdocs.driver import Visit, visit_site
from postroom.engines.mkdocs.reader import Scope, Survey
from postroom.engines.mkdocs.sitefiles import folder_of
from postroom.errors import ContentError, Problem
from postroom.model.address import stem
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.model.site import Site

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")


def find_settings(start: Path | None = None) -> Path:
    """Find the settings of the site that a folder is in, as a path from that folder.

    Raises:
        PostroomError: Neither the folder nor any above it has a site.
    """
    here = (start or Path()).resolve()
    for folder in (here, *here.parents):
        for name in SETTINGS:
            if (folder / name).is_file():
                return Path(os.path.relpath(folder / name, here))
    raise PostroomError(
        f"{SETTINGS[0]}: there is none in this folder, nor in any above it\n"
        "    fix: run the command in the folder of a site, or name its file with -f"
    )


def _take_settings(
    context: click.Context, _: click.Parameter, given: Path | None
) -> Path | None:
    """Take the file that was named, or the nearest one, and say which if it is not here."""
    if given is not None or context.resilient_parsing:
        return given
    found = find_settings()
    if found.name != str(found):
        click.echo(f"the site of {found}", err=True)
    return found


config_option: Callable[[Any], Any] = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_take_settings,
    help="The site's mkdocs.yml; else the nearest in this folder or above it.",
)


@dataclass(frozen=True)
class Workplace:
    """A site's folder of content, and what there is in it."""

    survey: Survey

    @property
    def content(self) -> Path:
        """Its folder of content."""
        return Path(self.survey.source.config.docs_dir)

    @property
    def options(self) -> Options:
        """What its owner set."""
        return self.survey.source.options

    @property
    def now(self) -> datetime:
        """The moment of asking."""
        return self.survey.edition.now

    @property
    def posts(self) -> Path:
        """Where new posts go."""
        return self.content / self.survey.source.folder

    def folder_of(self, newsletter: Newsletter) -> str:
        """Where a newsletter's files are, below the content folder."""
        return folder_of(newsletter.options, self.options)

    def list_items(self, newsletter: Newsletter) -> dict[str, str]:
        """Where its items are, by their paths below the content folder."""
        every = self.survey.source.newsletters
        files = next(files for files in every if files.options == newsletter.options)
        return {path: file.abs_src_path or "" for path, file in files.items.items()}

    def count_listed(self, newsletter: Newsletter) -> int:
        """How many of its items its issues list, whether these were read or not."""
        listed = {name for issue in newsletter.every for name in issue.item_names}
        every = self.survey.source.newsletters
        files = next(files for files in every if files.options == newsletter.options)
        return sum(stem(path) in listed for path in files.items)


def find_site(config_file: Path | None) -> Workplace:
    """Load the site that a command is about."""
    return Workplace(_see(_visit(config_file, lambda _: Scope("read"))))


def find_waiting(config_file: Path | None, name: str) -> tuple[Workplace, Newsletter]:
    """Load what waits for the next issue of a newsletter, and of the rest no more."""

    def choose_scope(options: Options) -> Scope:
        chosen = choose_newsletter(options.newsletters, name)
        return Scope("read", waiting=chosen.folder)

    survey = _see(_visit(config_file, choose_scope))
    [newsletter] = survey.edition.site.newsletters
    return Workplace(survey), newsletter


def find_desk(config_file: Path | None, group: str) -> Workplace:
    """Load what happened at one group, and of the others no more than who they are."""
    return Workplace(_see(_visit(config_file, lambda _: Scope("read", group=group))))


def look_issue_over(
    config_file: Path | None, choose: Callable[[Survey], Issue]
) -> tuple[Survey, tuple[Problem, ...]]:
    """Render the issue that is chosen of a site, as a build would.

    Returns:
        The site, and what is wrong with the issue's links and pictures.
    """
    visit = _visit(config_file, _scope_of(lambda s: _needed_by(s, choose(s))))
    survey = _see(visit)
    path = choose(survey).path
    return survey, tuple(p for p in visit.problems if p.place.path == path)


def render_post(config_file: Path | None, name: str) -> tuple[Survey, Post]:
    """Read a site, and render one post of it, by slug or uid, as a build would.

    Raises:
        PostroomError: There is no such post.
    """

    def find(survey: Survey) -> Post:
        return find_post(survey.edition.site.posts, name, explain=survey.explain_unread)

    survey = _see(_visit(config_file, _scope_of(lambda s: [find(s).path])))
    return survey, find(survey)


def render_issue(
    config_file: Path | None, choose: Callable[[Survey], Issue]
) -> tuple[Survey, Issue]:
    """Read a site, and render one issue of it and the posts that it lists."""
    visit = _visit(config_file, _scope_of(lambda s: _needed_by(s, choose(s))))
    survey = _see(visit)
    return survey, choose(survey)


def _scope_of(choose: Callable[[Survey], Iterable[str]]) -> Callable[[Options], Scope]:
    """Render some pages alone, drafts too: nothing is hidden from editors."""
    return lambda _: Scope("rendered", preview=True, choose=choose)


def _needed_by(survey: Survey, issue: Issue) -> Iterable[str]:
    """The file of an issue, and those of the posts that it lists."""
    posts = map(survey.edition.post_by_slug, issue.post_slugs)
    return (issue.path, *(post.path for post in posts if post))


def check_site(config_file: Path | None) -> Visit:
    """Build a site into nowhere, and find all that would stop a strict build of it."""
    return _visit(config_file, lambda _: Scope(is_patient=True))


def _visit(config_file: Path | None, choose_scope: Callable[[Options], Scope]) -> Visit:
    settings = config_file or find_settings()
    with show_progress("Reading the site"):
        return visit_site(settings, choose_scope)


def _see(visit: Visit) -> Survey:
    """Give what was seen, unless something failed."""
    if visit.failure is not None:
        raise ContentError([visit.failure])
    assert visit.survey is not None  # nothing failed
    return visit.survey


def need_address(site: Site, because: str) -> None:
    """Stop where nobody said at which address the site will be.

    Raises:
        PostroomError: There is none; says what needs it.
    """
    if not site.url:
        raise PostroomError(
            f"mkdocs.yml [site_url]: there is none, and {because}\n"
            "    fix: add `site_url: https://your.domain/`"
        )
