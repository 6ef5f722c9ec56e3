"""The adaptor: translates MkDocs events, decides nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime

from postroom.build import list_artefacts
from postroom.cache import Cache
from postroom.engines.mkdocs.config import PostroomConfig
from postroom.engines.mkdocs.files import ArtefactFile
from postroom.engines.mkdocs.pages import MadePage, PostPage
from postroom.engines.mkdocs.source import Source
from postroom.errors import ContentError, Problem
from postroom.fragments import make_fragment
from postroom.model.site import Site
from postroom.model.text import clean_line
from postroom.pages import render
from postroom.pages.edition import Edition
from postroom.pages.made import list_pages
from postroom.pages.placed import place_latest
from postroom.pages.render import Leaf
from postroom.pages.templates import Templates
from postroom.pages.typefaces import find_fonts
from postroom.preflight import check_edition, check_targets
from postroom.reading.media import private_media
from postroom.reading.posts import Manuscript

log = get_plugin_logger("postroom")

CACHE = ".cache/postroom"


class PostroomPlugin(BasePlugin[PostroomConfig]):
    """Publishes what the core derives from a MkDocs site."""

    is_serving = False

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.edition: Edition | None = None
        self.fatal: list[Problem] = []
        self.templates = Templates([_root(config) / "templates"])
        _add_theme(config, self.templates, self.config.options.magazine)
        return config

    @event_priority(-50)  # pages that other plugins generate are there
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        source = Source(files, config, self.config.options)
        site = self._read_site(source, get_build_datetime())
        edition = Edition(site, self.templates, source.size_of, source.address_of)
        self.edition = edition
        fonts, problems = find_fonts(_root(config), site.options.share.card_fonts)
        pages = {file.url: path for path, file in source.pages.items()}
        self._report([*problems, *check_edition(edition, pages=pages, fonts=fonts)])
        for made in list_pages(edition):
            MadePage(made, files, config)
        for artefact in list_artefacts(edition, Cache(_root(config) / CACHE), fonts):
            if files.get_file_from_path(artefact.path) is None:
                files.append(ArtefactFile.of(artefact, config))
        known = {path for file in files for path in (file.url, file.src_uri)}
        self._report(check_targets(edition, known.__contains__))
        return files

    def _read_site(self, source: Source, now: datetime) -> Site:
        """Read everything; give posts their pages, and hide what nobody should see yet."""
        library, authors, problems = source.read(now)
        broken = self._report(problems)
        sound = [m for m in library.manuscripts if m.post.path not in broken]
        preview = self.is_serving and self.config.options.draft_on_serve
        shown = [m for m in sound if preview or m.post.is_public(now)]
        site = Site(
            name=clean_line(unescape(source.config.site_name)),
            url=_with_slash(source.config.site_url),
            options=self.config.options,
            description=clean_line(source.config.site_description or ""),
            language=self.config.options.language or _language(source.config),
            index_name="" if source.config.use_directory_urls else "index.html",
            posts=tuple(m.post for m in shown),
            hidden=frozenset(m.post.uid for m in shown if not m.post.is_public(now)),
            authors=authors,
        )
        if site.url and not self.config.options.feeds.authority:
            minted = site.authority.removeprefix("tag:").rstrip(":/")
            log.info(
                f"entry ids follow site_url; keep them: feeds: {{authority: '{minted}'}}"
            )
        _add_posts(shown, source, site)
        if not self.is_serving:
            for path in private_media(source.media, sound, now):
                source.media[path].inclusion = InclusionLevel.EXCLUDED
        return site

    def _report(self, problems: Iterable[Problem]) -> frozenset[str]:
        """Log warnings, keep fatal problems for the end; give the files to leave out."""
        fatal = []
        for problem in problems:
            if problem.is_fatal:
                fatal.append(problem)
            else:
                log.warning(str(problem))
        self.fatal += fatal
        return frozenset(problem.place.path for problem in fatal)

    def _stop_if_broken(self) -> None:
        """End a build that nobody should publish; a preview shows what it can."""
        if not self.fatal:
            return
        if self.is_serving:
            log.error(str(ContentError(self.fatal)))
        else:
            many = "1 problem" if len(self.fatal) == 1 else f"{len(self.fatal)} problems"
            raise PluginError(f"postroom found {many}:\n{ContentError(self.fatal)}")

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        return place_latest(html, self._leaf(page))

    @event_priority(-100)  # every page is rendered, every problem known, nothing written
    def on_env(
        self, env: Environment, *, config: MkDocsConfig, files: Files
    ) -> Environment:
        self._stop_if_broken()
        edition = self.edition
        assert edition is not None
        for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
            if isinstance(file.page, PostPage) and file.page.content is not None:
                post = file.page.manuscript.post
                edition.fragments[post.uid] = make_fragment(
                    file.page.content,
                    url=edition.site.absolute(file.page.path),
                    more=edition.site.options.post_excerpt_separator,
                    size_of=edition.size_of,
                )
            elif file.page is not None and not isinstance(file.page, (PostPage, MadePage)):
                file.page.update_date = _stated_date(file.page, edition.site)
        env.globals["postroom"] = {"site": edition.site, "edition": edition}
        return env

    def on_page_context(self, context: Any, *, page: Page, **_: Any) -> Any:
        leaf = self._leaf(page)
        if isinstance(page, PostPage):
            post = page.manuscript.post
            context["body"] = render.render_article(
                leaf, post, content=page.content or "", headings=page.headings
            )
            if post.canonical:
                page.canonical_url = post.canonical
        elif isinstance(page, MadePage):
            context["body"] = page.made.render(leaf, page.content or "")
        elif page.meta.get("template") == "home.html":
            context["body"] = render.render_home(leaf, intro=page.content or "")
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        post = page.manuscript.post if isinstance(page, PostPage) else None
        made = page.made if isinstance(page, MadePage) else None
        head = render.render_head(
            self._leaf(page),
            title=unescape(page.title or ""),
            description=made.description if made else str(page.meta.get("description", "")),
            post=post,
            feed=made.feed if made else None,
        )
        return output.replace("</head>", f"{head}</head>", 1)

    def _leaf(self, page: Page) -> Leaf:
        assert self.edition is not None
        return Leaf(self.edition, getattr(page, "path", page.url))


def _add_posts(shown: Sequence[Manuscript], source: Source, site: Site) -> None:
    paths = {manuscript.post.path for manuscript in shown}
    for manuscript in shown:
        PostPage(manuscript, source.posts[manuscript.post.path], site, source.config)
    for path, file in source.posts.items():
        if path not in paths:
            file.inclusion = InclusionLevel.EXCLUDED


def _add_theme(config: MkDocsConfig, templates: Templates, magazine: bool) -> None:
    """Put our templates before the theme's and behind the site's own."""
    parts = ["magazine", "theme"] if magazine else ["theme"]
    folders = [
        str(f / part) for f in templates.folders for part in parts if (f / part).is_dir()
    ]
    at = 1 if config.theme.custom_dir else 0
    config.theme.dirs[at:at] = folders
    sheets = ["assets/postroom/views.css"]
    if magazine:
        sheets.append("assets/postroom/magazine.css")
    config.watch += [str(f) for f in templates.folders if str(f) not in config.watch]
    config.extra_css[:0] = [sheet for sheet in sheets if sheet not in config.extra_css]


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path()


def _with_slash(url: str | None) -> str:
    return f"{url.rstrip('/')}/" if url else ""


def _language(config: MkDocsConfig) -> str:
    language = config.theme.get("language") or config.theme.get("locale") or "en"
    return str(language).replace("_", "-")


def _stated_date(page: Page, site: Site) -> str:
    """The date that a page gives itself; nothing rather than the day of the build."""
    stated = page.meta.get("date")
    if isinstance(stated, dict):
        stated = stated.get("updated") or stated.get("created")
    if stated:
        return str(stated)[:10]
    return "" if site.posts else page.update_date
