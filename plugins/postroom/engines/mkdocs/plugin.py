"""The adaptor: translates MkDocs events, decides nothing."""

import gc
import logging
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import mkdocs
from jinja2 import Environment, TemplateError
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import (
    BasePlugin,
    CombinedEvent,
    event_priority,
    get_plugin_logger,
)
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime

from postroom.build import list_heavy, list_renditions, list_shortened, list_shown
from postroom.checks import check_pictures, list_left_out
from postroom.engines.mkdocs.artefacts import ArtefactFile, Progress, list_files
from postroom.engines.mkdocs.beside import (
    check_plugins,
    spare_generated,
    vouch_for_menu,
)
from postroom.engines.mkdocs.blogtemplates import (
    BlogSpeaker,
    attach_lists,
    choose_templates,
    remark_on_unused,
)
from postroom.engines.mkdocs.complaints import Listener
from postroom.engines.mkdocs.config import PostroomConfig, site_root
from postroom.engines.mkdocs.conversion import Converter
from postroom.engines.mkdocs.desk import FirstBuild, stand_before
from postroom.engines.mkdocs.dressing import Dresser
from postroom.engines.mkdocs.failures import (
    explain_depth,
    explain_disk,
    explain_failure,
    explain_place,
)
from postroom.engines.mkdocs.forerunner import Forerunner
from postroom.engines.mkdocs.inventory import (
    Inventory,
    Known,
    keep_inventory,
    recall_inventory,
)
from postroom.engines.mkdocs.pagelist import add_pages, leave_out_all_but, let_convert
from postroom.engines.mkdocs.pages import (
    TEMPLATE,
    GeneratedPage,
    IssuePage,
    PostPage,
    path_of,
)
from postroom.engines.mkdocs.phrases import Phrases
from postroom.engines.mkdocs.preview import Preview
from postroom.engines.mkdocs.reader import Scope, Survey, keep_submitted, survey_site
from postroom.engines.mkdocs.recollection import (
    KEPT,
    Recollection,
    find_stranger,
    recollect,
)
from postroom.engines.mkdocs.rendered import keep_fragment
from postroom.engines.mkdocs.searching import (
    is_searched,
    let_find_items,
    let_others_rest,
    write_index,
)
from postroom.engines.mkdocs.settings import explain_settings
from postroom.engines.mkdocs.staging import Staging
from postroom.engines.mkdocs.stopwatch import Stopwatch, find_screen
from postroom.engines.mkdocs.workers import (
    MANY,
    Order,
    Workers,
    spare_processors,
)
from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.model.artefact import Artefact
from postroom.model.materialblog import IN_MENU, IN_TEMPLATES, explain_idle
from postroom.model.options import Options
from postroom.model.site import Site
from postroom.pages.placeholders import check_placeholders
from postroom.pages.search import FOLDER
from postroom.pages.words import phrases_in
from postroom.reading.sitemap import PUBLISHED
from postroom.toolbox.cache import CACHE, Cache, take_remarks
from postroom.toolbox.drawings import disarm_drawing
from postroom.toolbox.files import write_file
from postroom.toolbox.templates import CompiledTemplates, Templates
from postroom.toolbox.wording import show

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("postroom")

_SHEET = "assets/postroom/views.css"
"""What pages of ours need in the dress of a theme."""

_MAGAZINE = "assets/postroom/magazine.css"
"""What all pages need in the dress of ours."""


class PostroomPlugin(BasePlugin[PostroomConfig]):
    """Publishes what the core derives from a MkDocs site."""

    is_serving = False
    is_dirty = False
    writes_aside = True
    """Whether there is a last site, which stays as it is until the new one is whole."""

    is_published = False
    """Whether what is built goes online at once."""

    settings: MkDocsConfig | None = None
    staging: Staging | None = None
    workers: Workers | None = None
    forerunner: Forerunner | None = None
    """Makes texts, then pages, before MkDocs comes to them."""

    files: Files | None = None
    survey: Survey | None = None
    recollection: Recollection | None = None
    listener = Listener()
    """Hears what is said while a site is served."""

    first_build = FirstBuild()

    shown: Sequence[str] = ()
    """The addresses of the pictures that pages show."""

    standing: Known
    """What is known of the files of the last site."""

    last_site: Path | None = None
    """Where the last site is, for a command that writes none and asks what would stay."""

    preview: Preview | None = None
    stopwatch: Stopwatch | None = None
    scope = Scope()
    """How much of the site is looked at; a command says it before the build."""

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        self.is_serving = command == "serve"
        self.is_dirty = dirty
        self.writes_aside = not dirty
        self.is_published = command == "gh-deploy"
        self.scope, self.progress = Scope(), Progress()
        self.first_build = FirstBuild()
        if self.is_serving:
            self.listener = Listener()
            for logger in _list_loggers():
                logger.addHandler(self.listener)
            self.first_build.outlive()
        self.standing = {}
        self.preview = Preview() if self.is_serving else None

    @event_priority(math.inf)  # before anybody makes a note of where the site is
    def _write_aside(self, config: MkDocsConfig) -> None:
        self._give_up()
        if not self.writes_aside:
            return
        try:
            self.staging = Staging(config)
        except OSError as error:
            problem = explain_place(error, Path(config.site_dir))
            raise PluginError(f"postroom:\n{problem}") from error

    def _prepare(self, config: MkDocsConfig) -> MkDocsConfig:
        self.stopwatch = Stopwatch(find_screen())
        self.stopwatch.attach(config)
        try:
            self.now = _now()  # before MkDocs asks, who takes anything for a number
        except ContentError as error:
            raise PluginError(f"postroom:\n{error}") from error
        options = self.config.options
        self.templates_of_posts = choose_templates(config, options)
        if options.layout == "material-blog":
            _tell_of_blog(config, options, self.config.data, self.templates_of_posts)
        refused = explain_settings(self.config.refused, Path(config.config_file_path))
        if refused := refused or [*check_plugins(config, options)]:
            told = ContentError(refused)
            raise PluginError(f"postroom:\n{told}") from told
        spare_generated(config, GeneratedPage)
        self.settings = config
        self.survey = self.files = None
        self.listener.config = config
        self.fatal: list[Problem] = []
        self.recollection = None
        self.shown = ()
        self._templates: dict[str, str] = {}
        templates = Templates([site_root(config) / "templates"])
        _add_theme(config, templates, self.config.options.magazine)
        if is_searched(config, options):
            let_others_rest(config)
        if "pymdownx.highlight" in config.markdown_extensions:
            code = config.mdx_configs.setdefault("pymdownx.highlight", {})
            code.setdefault("pygments_lang_class", True)  # else nobody knows the language
        return config

    on_config = CombinedEvent(_write_aside, _prepare)

    @event_priority(-50)  # pages that other plugins generate are there
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        options = self.config.options
        scope = self.scope
        if self.is_serving and options.draft_on_serve:
            scope = replace(scope, preview=True)
        survey = self.survey = survey_site(files, config, options, scope, now=self.now)
        if scope.until == "read":
            raise ScopeEnd
        self.fatal = [problem for problem in survey.problems if problem.is_fatal]
        _warn(survey.problems, options)
        site = survey.edition.site
        if site.url and not options.feeds.authority:
            minted = site.authority.removeprefix("tag:").rstrip(":/")
            log.info(
                f"entry ids follow site_url; keep them: feeds: {{authority: '{minted}'}}"
            )
        self.converter = Converter(config, Cache(site_root(config) / CACHE))
        add_pages(survey, files, self.converter, *self.templates_of_posts)
        for file in survey.withheld:
            file.inclusion = InclusionLevel.EXCLUDED
        taken = [file.src_uri for file in files if not file.inclusion.is_excluded()]
        self.progress = Progress()
        for file in list_files(survey.artefacts, config, taken, self.progress):
            if files.get_file_from_path(file.src_uri) is None:  # else it was told of
                files.append(file)
        gc.freeze()  # all of this stays until the end of the build: nobody need look there
        return files

    @event_priority(-100)  # after this MkDocs renders the pages
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        self.files = files  # for a command, which may ask what was near
        let_convert(self.converter, files)
        options = self.config.options
        if options.layout == "material-blog" and not options.magazine:
            attach_lists(nav, files, config, options)
        if self.scope.choose is not None and self.survey is not None:
            leave_out_all_but(set(self.scope.choose(self.survey)), files)
        elif self.scope.until == "built" and not self.is_dirty:
            self._prepare_texts(files, config)
        return nav

    def _prepare_texts(self, files: Files, config: MkDocsConfig) -> None:
        """Let other processes convert what is new, if no plugin minds being asked twice."""
        assert self.survey is not None
        if find_stranger(config):
            return
        edition = self.survey.edition
        cache = Cache(site_root(config) / CACHE)
        pages = self._list_pages(files)
        of_text: dict[str, list[Artefact]] = {}
        for artefact in self.survey.artefacts:
            of_text.setdefault(artefact.origin.file, []).append(artefact)

        def make(number: int) -> None:
            page = pages[number]
            build._populate_page(page, config, files)
            if isinstance(page, PostPage):
                keep_fragment(edition, page, cache, config, files)
                for artefact in of_text.get(page.file.src_uri, ()):
                    artefact.make()

        self.forerunner = Forerunner(len(pages), make)

    def _list_pages(self, files: Files) -> list[Page]:
        """List the pages that MkDocs renders, in its order."""
        level = (
            InclusionLevel.is_in_serve if self.is_serving else InclusionLevel.is_included
        )
        listed = files.documentation_pages(inclusion=level)
        return [file.page for file in listed if file.page is not None]

    @event_priority(-100)
    def on_page_content(self, html: str, **_: Any) -> str:
        if self.forerunner is not None:
            self.forerunner.pass_by(is_new=self.converter.has_kept)
        return html

    def _stop_if_broken(self) -> None:
        """End a build that nobody should publish; a preview shows what it can."""
        if not self.fatal:
            return
        if self.is_serving:
            log.error(str(ContentError(self.fatal)))
        if self.is_serving or self.scope.is_patient:
            return
        many = "1 problem" if len(self.fatal) == 1 else f"{len(self.fatal)} problems"
        raise PluginError(f"postroom found {many}:\n{ContentError(self.fatal)}")

    @event_priority(-100)  # every page is rendered, every problem known, nothing written
    def on_env(
        self, env: Environment, *, config: MkDocsConfig, files: Files
    ) -> Environment:
        assert self.survey is not None
        if self.forerunner is not None:
            self.forerunner.end()
        edition = self.survey.edition
        pages = [
            file.page
            for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
            if file.page is not None
        ]
        deep: list[Problem] = []
        cache = Cache(site_root(config) / CACHE)
        for page in pages:
            if isinstance(page, (PostPage, IssuePage)):
                deep += keep_fragment(edition, page, cache, config, files)
            elif not isinstance(page, GeneratedPage):
                page.update_date = _stated_date(page, edition.site)
        if self.scope.until == "rendered":
            raise ContentError(deep) if deep else ScopeEnd
        deep += _check_pictures(self.survey, files)
        deep += _check_placeholders(pages)
        self.fatal += (problem for problem in deep if problem.is_fatal)
        found = tuple(sorted((*self.survey.problems, *deep)))
        self.survey = replace(self.survey, problems=found)
        self._stop_if_broken()
        _remark(self.survey)
        let_find_items(edition, pages)
        speaker = BlogSpeaker(edition, config, files)
        self.dresser = Dresser(edition, self.config.options, speaker)
        for page in pages:
            self.dresser.place_parts(page)
        self.environment = env
        env.bytecode_cache = CompiledTemplates.at_hand()
        env.filters.setdefault("date", edition.site.write_day)
        vouch_for_menu(env, is_ours=self.config.options.magazine)
        env.globals["postroom"] = self._describe_frame(env, config)
        if not self.is_dirty:
            self._begin_writing(pages, cache, files, config)
        return env

    def _begin_writing(
        self, pages: Sequence[Page], cache: Cache, files: Files, config: MkDocsConfig
    ) -> None:
        """Write what can be before MkDocs writes, and find out what need not be."""
        assert self.survey is not None
        edition = self.survey.edition
        self.shown = self._add_renditions(pages, cache, files, config)
        self._recollect(pages, cache, files, config)
        self._show_saved(pages, files, config)
        self.workers = _start_workers(files)
        self._prepare_pages(files, config)
        if is_searched(config, self.config.options):
            folder = Path(config.site_dir)
            write_index(edition, pages, cache, folder, self.progress.inventory)

    def _add_renditions(
        self, pages: Iterable[Page], cache: Cache, files: Files, config: MkDocsConfig
    ) -> list[str]:
        """Write what outputs show in the place of the pictures that authors named.

        Returns:
            The absolute addresses of these pictures.
        """
        assert self.survey is not None
        edition = self.survey.edition
        absolute = edition.site.absolute
        texts = [(absolute(path_of(p)), p.content or "") for p in pages]
        shown = list_shown(edition, texts)
        made = list_renditions(edition, cache, shown)
        for file in list_files(made, config, (), self.progress):
            files.append(file)
        return shown

    def _recollect(
        self, pages: Iterable[Page], cache: Cache, files: Files, config: MkDocsConfig
    ) -> None:
        """Let pages be rendered by looking for what they became before."""
        assert self.survey is not None
        made = recollect(cache, self.survey, files, config)
        if isinstance(made, str):
            log.debug(f"every page is rendered anew: {made} may change it")
            return
        self.recollection = made
        if self.staging is not None:
            site, is_new = self.staging.site, not (self.is_serving and self.standing)
            if is_new:
                self.standing = recall_inventory(cache, site)
            self.progress.inventory = Inventory(self.standing, site, self.staging.tree)
        elif self.last_site is not None:
            known = recall_inventory(cache, self.last_site)
            self.progress.inventory = Inventory(known, self.last_site, None)
        self.progress.state = made.state
        for page in pages:
            if not page.file.inclusion.is_excluded():  # MkDocs marks these later
                template = page.meta.get("template", "main.html")
                self._templates[page.file.src_uri] = template
                page.meta["template"] = KEPT

    def _prepare_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Let other processes render what has changed."""
        if self.recollection is None:
            return
        pages = self._list_pages(files)
        listed = [page.file for page in pages]

        def make(number: int) -> None:
            self.progress.inventory = None  # nothing is linked from here
            page = pages[number]
            page.file.abs_dest_path = os.devnull
            build._build_page(page, config, listed, self.nav, self.environment)

        were_new = self.forerunner is not None and self.forerunner.has_run
        self.forerunner = Forerunner(len(pages), make)
        if were_new:  # so are the pages: they can be made while feeds and indexes are
            self.forerunner.start()

    def _show_saved(
        self, pages: Iterable[Page], files: Files, config: MkDocsConfig
    ) -> None:
        """Show a page that was saved before all others are written."""
        if self.preview is None or self.staging is None or self.recollection is None:
            return
        saved = self.preview.find_saved(pages)
        self.preview.show(
            saved,
            staging=self.staging,
            config=config,
            files=files,
            nav=self.nav,
            env=self.environment,
        )

    def _describe_frame(self, env: Environment, config: MkDocsConfig) -> dict[str, Any]:
        """Gather what the templates of the frame say beside what MkDocs gives them."""
        assert self.survey is not None
        edition = self.survey.edition
        categories = (o.path for o in edition.overviews if o.kind == "categories")
        language = config.theme.get("language") or edition.site.language
        return {
            "site": edition.site,
            "edition": edition,
            "phrases": Phrases(env, language or "en"),
            "say": phrases_in(edition.site.language),
            "search": FOLDER if is_searched(config, self.config.options) else "",
            "all": next(categories, edition.archive.path),
        }

    @event_priority(-math.inf)  # after this nobody writes
    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        has_helped = self._wait_for_others()
        self._look_over(Path(config.site_dir))
        if self.staging is not None and not _is_refused():
            self.staging.publish(partial(self._take_stock, config))
            if self.preview is not None:
                self.preview.finish()
        self._give_up()
        sitemap = Path(config.site_dir, "sitemap.xml")
        if self.is_published and sitemap.is_file():
            write_file(site_root(config) / PUBLISHED, sitemap.read_bytes())
        most = self.config.options.cache.max_mb * 1_000_000
        Cache(site_root(config) / CACHE).trim_now_and_then(most, has_grown=has_helped)
        for remark in take_remarks():
            log.info(remark)
        for line in self.stopwatch.report() if self.stopwatch else ():
            log.debug(line)

    def _wait_for_others(self) -> bool:
        """Let all be made; whether other processes have helped."""
        has_run = self.forerunner is not None and self.forerunner.has_run
        if self.forerunner is not None:
            self.forerunner.end()
        if self.workers is None:
            return has_run
        try:
            self.workers.wait()
        except PostroomError as error:
            raise PluginError(f"postroom:\n{error}") from error
        self.workers = None
        return True

    def _look_over(self, site: Path) -> None:
        """Look over what was written: what is heavy is told, what is live is disarmed."""
        if self.survey is None:
            return
        places = [site, *([self.last_site] if self.last_site else [])]
        weigh = partial(_weigh, places)
        heavy = list_heavy(self.survey.edition, self.shown, weigh)
        _warn(heavy, self.config.options)
        _disarm_drawings(map(Path, self.survey.source.list_drawings()))

    @event_priority(-math.inf)  # others shall hear of it, too
    def on_build_error(self, *, error: Exception, **_: Any) -> None:
        if isinstance(error, TemplateError) and self.settings is not None:
            told = explain_failure(error, self.settings)
            self._give_up()
            raise PluginError(f"postroom:\n{told}") from ContentError([told])
        problem = explain_depth(error)
        if self.staging is not None and isinstance(error, OSError):
            problem = explain_disk(error, self.staging)
        self._give_up()
        if problem:
            raise PluginError(f"postroom:\n{problem}") from error

    def on_serve(
        self, server: "LiveReloadServer", *, config: MkDocsConfig, **_: Any
    ) -> "LiveReloadServer":
        stand_before(server, config, self)
        if self.preview is not None:
            self.preview.server = server
        return server

    def on_shutdown(self) -> None:
        for logger in _list_loggers():
            logger.removeHandler(self.listener)
        self._give_up()

    def list_standing(self) -> frozenset[str]:
        """List the pages that would stay as the last site has them."""
        if self.last_site is None or self.progress.inventory is None:
            return frozenset()
        paths = self.progress.inventory.paths
        return frozenset(p for p in paths if p.endswith((".html", ".htm")))

    def _take_stock(self, config: MkDocsConfig) -> None:
        """Keep what is known of the site that is about to be published."""
        inventory, staging = self.progress.inventory, self.staging
        if self.survey is not None:
            keep_submitted(self.survey.edition, config)
        if inventory is None or staging is None:
            return
        before, self.standing = self.standing, inventory.describe()
        if not self.is_serving and self.standing != before:  # a preview goes when it ends
            cache = Cache(site_root(config) / CACHE)
            keep_inventory(cache, staging.site, self.standing)

    def _give_up(self) -> None:
        """End what was begun, and is not done; after a whole build that is nothing."""
        gc.unfreeze()
        if self.forerunner is not None:
            self.forerunner.end()
            self.forerunner = None
        if self.workers is not None:
            self.workers.stop()
            self.workers = None
        if self.staging is not None:
            self.staging.end()
            self.staging = None

    @event_priority(-100)  # all others had their say
    def on_page_context(self, context: Any, *, page: Page, **_: Any) -> Any:
        if page.meta.get("template") != KEPT:
            return self.dresser.fill(context, page)
        assert self.recollection is not None
        page.meta["template"] = self._templates[page.file.src_uri]
        key = self.recollection.identify(page)
        if self._take_over(page, key):
            if self.forerunner is not None:
                self.forerunner.pass_by(is_new=False)
            return {**context, "kept": "taken over"}
        found = self.recollection.find(key)
        if self.forerunner is not None:
            self.forerunner.pass_by(is_new=found is None)
        if found is None:
            template = self.environment.get_template(page.meta["template"])
            context = self.dresser.fill(context, page)
            found = self.dresser.add_head(template.render(context), page)
            self.recollection.keep(key, found)
        return {**context, "kept": found}

    def _take_over(self, page: Page, key: str) -> bool:
        """Let a page stay as it is in the last site, if it would be the same again."""
        if self.progress.inventory is None:
            return False
        path = page.file.dest_uri
        if not self.progress.inventory.take_over(path, key):
            self.progress.inventory.enter(path, key, [path])
            return False
        assert self.settings is not None  # a build is going on
        nowhere = Path(self.settings.site_dir, "aside")  # of a command that writes no site
        aside = self.staging.aside if self.staging else nowhere
        page.file.abs_dest_path = str(aside)  # for MkDocs, which has to write
        return True

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        is_whole = page.file.src_uri in self._templates
        return output if is_whole else self.dresser.add_head(output, page)


class ScopeEnd(BaseException):
    """A command has seen what it came for; no error, and nobody is to take it for one."""


def _now() -> datetime:
    """The moment of the build, which SOURCE_DATE_EPOCH may say.

    Raises:
        PostroomError: What it says is no such moment.
    """
    try:
        now = get_build_datetime()
    except (ValueError, OverflowError, OSError):
        now = None
    if now is not None and now.year in _YEARS:
        return now
    what = f"{show(os.environ.get('SOURCE_DATE_EPOCH', ''))} is no time of a build"
    fix = "write the seconds since 1970, such as 1772582400, or unset it"
    raise ContentError([Problem(Place("SOURCE_DATE_EPOCH"), what, fix)])


_YEARS = range(1970, 2106)
"""Those that archives can have, such as that of the sitemap; RFC 1952, 2.3.1."""


def _weigh(sites: Iterable[Path], path: str) -> int:
    """Weigh a file where it was written; 0 if it is none of the site's."""
    for site in sites:
        with suppress(OSError):
            return (site / path).stat().st_size
    return 0


def _disarm_drawings(paths: Iterable[Path]) -> None:
    """Leave nothing live in the drawings of a site: anybody may open one by itself."""
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        if content and (disarmed := disarm_drawing(content)) != content:
            write_file(path, disarmed)


def _is_refused() -> bool:
    """Whether MkDocs has counted warnings, and ends a strict build a moment later."""
    loggers = _list_loggers()
    counters = [h for each in loggers for h in each.handlers if hasattr(h, "get_counts")]
    return any(counter.get_counts() for counter in counters)


def _list_loggers() -> list[logging.Logger]:
    # ProperDocs has a logger of its own, and counts what plugins tell MkDocs' as well
    return [logging.getLogger(name) for name in {mkdocs.__name__, "mkdocs"}]


def _remark(survey: Survey) -> None:
    for problem in list_shortened(survey.edition):
        log.info(str(problem))
    for problem in survey.remarks:
        log.info(str(problem))
    for problem in list_left_out(survey.edition, survey.bodies):
        log.info(str(problem))


def _warn(problems: Iterable[Problem], options: Options) -> None:
    """Tell of what is no error; a blog of Material's that was built strictly still is."""
    is_theirs = options.layout == "material-blog"
    for problem in problems:
        if not problem.is_fatal:
            level = logging.INFO if is_theirs else logging.WARNING
            log.log(level, str(problem), extra={"problem": problem})


def _check_pictures(survey: Survey, files: Files) -> list[Problem]:
    """Find the pictures that nobody can see, and tell of those that say too much."""
    known = {file.dest_uri for file in files}
    found = list(check_pictures(survey.edition, survey.pictures, survey.bodies, known))
    _warn(found, survey.edition.site.options)
    return found


def _check_placeholders(pages: Iterable[Page]) -> list[Problem]:
    """Find the comments that were to become a part of ours, and are none."""
    found = [
        problem
        for page in pages
        if "postroom:" in (page.content or "") and page.file.abs_src_path
        for problem in check_placeholders(
            page.content or "", page.file.src_uri, page.file.content_string
        )
    ]
    for problem in found:
        log.warning(str(problem), extra={"problem": problem})
    return found


def _start_workers(files: Files) -> Workers | None:
    """Let processes of their own do the jobs, if there are many of them."""
    ours = (file for file in files if isinstance(file, ArtefactFile) and file.is_first)
    jobs = [file for file in ours if file.artefact.job and not file.take_over()]
    if len(jobs) < MANY or not spare_processors():
        for file in jobs:
            file.progress.made.remove(file.artefact.paths[0])
        return None
    return Workers(map(_hand_over, jobs))


def _hand_over(file: ArtefactFile) -> Order:
    """Let another process make what a file is of."""
    artefact = file.artefact
    assert artefact.job is not None  # it was chosen by that
    assert file.dest_dir is not None  # it is the site's
    return Order(artefact.job(), Path(file.dest_dir))


def _tell_of_blog(
    config: MkDocsConfig,
    options: Options,
    written: Mapping[str, Any],
    templates: tuple[str, str],
) -> None:
    """Say what of a blog of Material's does nothing here: options, templates."""
    used = frozenset() if options.magazine else IN_MENU
    used |= frozenset() if templates == (TEMPLATE, TEMPLATE) else IN_TEMPLATES
    if idle := explain_idle(written, used):
        log.info(f"of the options of Material's blog, these do nothing: {idle}")
    for problem in remark_on_unused(config, options):
        log.info(str(problem))


def _add_theme(config: MkDocsConfig, templates: Templates, magazine: bool) -> None:
    """Put our templates before the theme's and behind the site's own."""
    parts = ["magazine", "theme"] if magazine else ["theme"]
    folders = [
        str(f / part) for f in templates.folders for part in parts if (f / part).is_dir()
    ]
    at = 1 if config.theme.custom_dir else 0
    config.theme.dirs[at:at] = folders
    config.watch += [str(f) for f in templates.folders if str(f) not in config.watch]
    if magazine:
        config.theme.static_templates.add(_MAGAZINE)  # it takes in the other sheet
    elif _SHEET not in config.extra_css:
        config.extra_css.insert(0, _SHEET)


def _stated_date(page: Page, site: Site) -> str:
    """The date that a page gives itself; nothing rather than the day of the build."""
    stated = page.meta.get("date")
    if isinstance(stated, dict):
        stated = stated.get("updated") or stated.get("created")
    if isinstance(stated, date):
        return stated.isoformat()[:10]
    return "" if site.posts else page.update_date
