"""MkDocs' own build, run for a command: into nowhere, and as far as the command needs it.

No order of events is copied here, so that hooks, other plugins and warnings are those of
a build.
"""

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import mkdocs
from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugins

from postroom.engines.mkdocs.blogtemplates import list_own
from postroom.engines.mkdocs.complaints import Complaint, Listener, explain_complaints
from postroom.engines.mkdocs.failures import explain_failure
from postroom.engines.mkdocs.plugin import PostroomPlugin, ScopeEnd
from postroom.engines.mkdocs.reader import Scope, Survey
from postroom.engines.mkdocs.settings import BY_CONFIG, explain_settings
from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.model.options import Options
from postroom.reading.switching import find_base, put_base
from postroom.toolbox.files import write_file
from postroom.toolbox.scratch import nowhere


@dataclass(frozen=True)
class Rehearsal:
    """What came of a build into a folder that is nobody's."""

    name: str
    """What the site is called."""

    base: str
    """Its address; empty if it has none."""

    files: Mapping[str, str]
    """The paths of pages that have a Markdown file of their own, by that file."""

    survey: Survey | None
    """None without Postroom."""

    templates: tuple[str, ...] = ()
    """Those of the site's own that are for Material's blog."""


@dataclass(frozen=True)
class Visit:
    """What a command has seen of a site."""

    survey: Survey | None
    """None if something failed before anything was read."""

    problems: tuple[Problem, ...]
    """What MkDocs, other plugins and hooks find wrong: all that a strict build counts."""

    failure: Problem | None = None
    """What would have ended a build."""

    pages: frozenset[str] = frozenset()
    """The paths of all pages that were written, if the build came so far."""


def visit_site(config_file: Path, choose_scope: Callable[[Options], Scope]) -> Visit:
    """Run MkDocs' build of a site, into a folder that is gone afterwards.

    Args:
        config_file: The settings of the site.
        choose_scope: Says how far the build goes, once the options are known.

    Raises:
        ContentError: The settings cannot be used.
        PostroomError: The site does not use Postroom.
    """
    with _listening() as heard:
        config = _load(config_file, heard)
    settings = [
        replace(problem, is_fatal=False)  # it was loaded all the same
        for problem in explain_settings(_texts(heard), config_file)
    ]
    plugin = config.plugins.get("postroom")
    if not isinstance(plugin, PostroomPlugin):
        raise PostroomError(
            f"{config_file.name} [plugins]: postroom is not among the plugins\n"
            "    fix: add `- postroom` to `plugins:`"
        )
    with _listening(config) as heard:
        error, pages = _run(config, plugin, choose_scope(plugin.config.options))
    failure = explain_failure(error, config) if error else None
    heard = [each for each in heard if each.text != str(error)]
    found = explain_complaints(heard, config, plugin.files)
    problems = tuple(dict.fromkeys((*settings, *found)))
    return Visit(plugin.survey, problems, failure, pages)


def build_site(config_file: Path, *, strict: bool) -> list[str]:
    """Build a site as `mkdocs build` does, with what it prints; say what took how long.

    Args:
        config_file: The settings of the site.
        strict: Whether warnings count as errors; else its settings say it.

    Raises:
        Abort: It cannot be built; why is in the log.
    """
    state = State()  # which prints the log for as long as it is there
    config = load_config(config_file=str(config_file), strict=strict or None)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    plugin = config.plugins.get("postroom")
    del state
    watch = plugin.stopwatch if isinstance(plugin, PostroomPlugin) else None
    return watch.report() if watch else []


class _Draft(io.BytesIO):
    """Settings that are in no file yet, or no more; what they name is found."""

    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text.encode())
        self.name = str(path.resolve())


def rehearse(config_file: Path, texts: Mapping[Path, str], folder: Path) -> Rehearsal:
    """Build a site into a folder, of settings that need not be in their files.

    Args:
        config_file: The file that they are, or were, or will be in.
        texts: What is to be in it, and in files that it inherits from.
        folder: Where; an empty one.

    Raises:
        ContentError: It cannot be built.
    """
    with _listening() as heard, nowhere() as aside:
        config = _load(config_file, heard, _draft(config_file, texts, aside))
        config.site_dir = str(folder)
        plugin = config.plugins.get("postroom")
        own = plugin if isinstance(plugin, PostroomPlugin) else None
        try:
            config.plugins.on_startup(command="build", dirty=False)
            if own is not None:
                own.writes_aside = False
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except PostroomError:
            raise
        except (Exception, SystemExit) as error:
            cause = error.__context__ if isinstance(error, Abort) else None
            raise ContentError([explain_failure(cause or error, config)]) from error
    pages = own.files.documentation_pages() if own and own.files else ()
    return Rehearsal(
        config.site_name,
        config.site_url or "",
        {f.src_uri: f.dest_uri for f in pages if f.src_dir == config.docs_dir},
        own.survey if own else None,
        list_own(config),
    )


def _draft(
    config_file: Path,
    texts: Mapping[Path, str],
    aside: Path,
    heirs: frozenset[Path] = frozenset(),
) -> str:
    """Give the text of settings; what they inherit is written into a folder aside."""
    heirs |= {config_file.resolve()}
    text = texts.get(config_file)
    if text is None:
        text = config_file.read_text("utf-8")
    if name := find_base(text):
        base = config_file.parent / name
        if base.resolve() in heirs:
            raise ContentError([_explain_circle(config_file)])
        if base.is_file():
            inherited = _draft(base, texts, aside, heirs)
            written = aside / f"{len([*aside.iterdir()])}.yml"
            write_file(written, inherited.encode())
            return put_base(text, str(written))
    return text


def _explain_circle(config_file: Path) -> Problem:
    what = "these settings inherit from themselves"
    fix = "take `INHERIT` out of one of the files that name each other"
    return Problem(Place(config_file.name, 0, "INHERIT"), what, fix)


def list_material_options() -> frozenset[str]:
    """Name the options of Material's blog; none if it is not installed."""
    plugin = get_plugins().get("material/blog")
    schema = plugin.load().config_class._schema if plugin else ()
    return frozenset(name for name, _ in schema)


def _load(config_file: Path, heard: list[Complaint], text: str = "") -> MkDocsConfig:
    source = _Draft(text, config_file) if text else str(config_file)
    try:
        return load_config(config_file=source, strict=False)
    except (Exception, Abort) as error:
        if isinstance(error, RecursionError):  # MkDocs follows them round and round
            raise ContentError([_explain_circle(config_file)]) from error
        told = explain_settings(_texts(heard), config_file)
        if isinstance(error, Abort) and told:
            raise ContentError(told) from error
        bare = MkDocsConfig(config_file_path=str(config_file))
        raise ContentError([explain_failure(error, bare)]) from error


def _texts(heard: list[Complaint]) -> list[str]:
    return [each.text for each in heard if each.text.startswith(BY_CONFIG)]


def _run(
    config: MkDocsConfig, plugin: PostroomPlugin, scope: Scope
) -> tuple[BaseException | None, frozenset[str]]:
    """Build, and give back what ended the build, unless that was its scope or its end.

    The other half is the pages that it wrote.
    """
    site_dir, pages = config.site_dir, frozenset[str]()
    config.strict = scope.until == "built"
    plugin.survey, plugin.files = None, None
    try:
        with nowhere() as folder:
            config.site_dir = str(folder)
            config.plugins.on_startup(command="build", dirty=False)
            plugin.scope = scope
            plugin.writes_aside = False
            plugin.last_site = Path(site_dir)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
                pages = _list_pages(folder) | plugin.list_standing()
    except ScopeEnd:
        return None, pages
    except PostroomError:  # for its user as it is
        raise
    except Abort as error:  # of warnings, which were heard; or of an error, which is in it
        return error.__context__, pages
    except (Exception, SystemExit) as error:
        return error, pages
    finally:
        plugin.scope, plugin.last_site = Scope(), None
        config.site_dir = site_dir
    return None, pages


def _list_pages(folder: Path) -> frozenset[str]:
    """List the pages that a build wrote, whoever made them."""
    found = (p for ending in ("html", "htm") for p in folder.rglob(f"*.{ending}"))
    return frozenset(path.relative_to(folder).as_posix() for path in found)


@contextmanager
def _listening(config: MkDocsConfig | None = None) -> Iterator[list[Complaint]]:
    """Keep what MkDocs would print, and what a strict build would count."""
    listener = Listener(config)
    # ProperDocs has a name of its own, and counts what plugins tell MkDocs' log as well
    loggers = [logging.getLogger(name) for name in {mkdocs.__name__, "mkdocs"}]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    try:
        yield listener.heard
    finally:
        for logger, (is_propagated, level) in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.propagate = is_propagated
            logger.setLevel(level)
