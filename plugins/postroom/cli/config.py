"""The site in the current folder, as commands see it."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.structure.files import get_files
from mkdocs.utils import get_build_datetime

from postroom import PostroomError
from postroom.engines.mkdocs.backlog import Backlog, read_backlog
from postroom.engines.mkdocs.reader import Survey, site_root, survey_site
from postroom.engines.mkdocs.rendering import needed_by, render_some
from postroom.errors import Place, Problem
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.reading.issues import IssueManuscript
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.wording import nearest

config_option: Callable[[Any], Any] = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml; else the one in the current folder.",
)


@dataclass(frozen=True)
class Workplace:
    """A site's folder of content, and what there is in it."""

    survey: Survey
    warnings: tuple[str, ...] = ()
    """What MkDocs says of the settings."""

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
        rooms = self.survey.source.mailrooms
        return next(r.folder for r in rooms if r.options == newsletter.options)


def find_site(config_file: Path | None) -> Workplace:
    """Load the site that a command is about."""
    with _listening() as said:
        config = _load(config_file, said)
        options: Options = config.plugins["postroom"].config.options
        now = get_build_datetime()
        survey = survey_site(get_files(config), config, options, now=now, preview=False)
    return Workplace(survey, tuple(said))


def find_backlog(config_file: Path | None, name: str) -> tuple[Backlog, datetime]:
    """Load what waits for the next issue of a newsletter, and the moment of asking."""
    with _listening() as said:
        config = _load(config_file, said)
    options: Options = config.plugins["postroom"].config.options
    newsletter = choose_newsletter(options.newsletters, name)
    now = get_build_datetime()
    cache = Cache(site_root(config) / CACHE)
    return read_backlog(config, options, newsletter, now=now, cache=cache), now


def choose_newsletter(known: Sequence[NewsletterOptions], name: str) -> NewsletterOptions:
    """The newsletter of a name, or the first one."""
    if not known:
        raise PostroomError(
            "mkdocs.yml [newsletters]: the site has no newsletter\n"
            "    fix: add `newsletters:` with a `title` to the plugin's options"
        )
    by_name = {name: o for o in known for name in (o.folder, o.id)}
    if name and name not in by_name:
        folders = ", ".join(options.folder for options in known)
        raise PostroomError(
            f"there is no newsletter {name!r}\n    fix: write one of {folders}"
        )
    return by_name[name] if name else known[0]


def proof_issue(
    config_file: Path | None, choose: Callable[[Survey], IssueManuscript]
) -> tuple[Survey, tuple[Problem, ...]]:
    """Read a site once, and render the issue that is chosen of it, as a build would.

    Returns:
        The site, and what MkDocs says of the issue's links and pictures.
    """
    with _listening() as said:
        survey = _render(
            config_file, said, lambda survey: needed_by(survey, choose(survey).issue)
        )
    path = choose(survey).issue.path
    told = [text for text in said if text.startswith(f"Doc file '{path}'")]
    return survey, tuple(
        Problem(Place(path), text.partition("' ")[2], _MEND_LINK, is_fatal=False)
        for text in dict.fromkeys(told)
    )


def render_post(config_file: Path | None, name: str) -> tuple[Survey, Post]:
    """Read a site, and render one post of it, by slug or uid, as a build would.

    Raises:
        PostroomError: There is no such post.
    """
    with _listening() as said:
        survey = _render(config_file, said, lambda survey: [find_post(survey, name).path])
    return survey, find_post(survey, name)


def render_issue(
    config_file: Path | None, choose: Callable[[Survey], Issue]
) -> tuple[Survey, Issue]:
    """Read a site, and render one issue of it and the posts that it lists."""
    with _listening() as said:
        survey = _render(
            config_file, said, lambda survey: needed_by(survey, choose(survey))
        )
    return survey, choose(survey)


def find_post(survey: Survey, name: str) -> Post:
    """Find a post by its slug or its uid, drafts too if the survey has them.

    Raises:
        PostroomError: There is none; names the nearest.
    """
    by_name = {p.uid: p for p in survey.edition.site.posts}
    by_name |= {p.slug: p for p in survey.edition.site.posts}
    if name not in by_name:
        slugs = [post.slug for post in survey.edition.site.posts]
        fix = nearest(name, slugs, "look for its uid or slug in its file")
        raise PostroomError(f"there is no post {name!r}\n    fix: {fix}")
    return by_name[name]


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


def _render(
    config_file: Path | None, said: list[str], choose: Callable[[Survey], Iterable[str]]
) -> Survey:
    config = _load(config_file, said)
    try:
        return render_some(config, choose)
    except PluginError as error:
        raise PostroomError(str(error)) from error


def _load(config_file: Path | None, said: list[str]) -> MkDocsConfig:
    try:
        config = load_config(config_file=str(config_file) if config_file else None)
    except (MkDocsException, Abort) as error:
        reasons = said or [str(error).strip() or "cannot be read"]
        told = "\n".join(f"mkdocs.yml: {reason}" for reason in reasons)
        raise PostroomError(f"{told}\n    fix: {_FIX}") from error
    if config.plugins.get("postroom") is None:
        raise PostroomError(
            "mkdocs.yml [plugins]: postroom is not among the plugins\n"
            "    fix: add `- postroom` to `plugins:`"
        )
    return config


_MEND_LINK = "mend the link, or take it out"
_FIX = "mend mkdocs.yml, run the command in the folder of a site, or name its file with -f"


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Keep what MkDocs would print about a site's settings."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    listener, propagated, level = Listener(logging.WARNING), logger.propagate, logger.level
    logger.addHandler(listener)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield said
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated
        logger.setLevel(level)
