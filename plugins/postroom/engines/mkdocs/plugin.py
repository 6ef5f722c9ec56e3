"""The adaptor: translates MkDocs events, decides nothing."""

import re
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
from postroom.engines.mkdocs.pages import TEMPLATE, Made, MadePage, PostPage
from postroom.engines.mkdocs.source import Source
from postroom.errors import ContentError, Problem
from postroom.fragments import make_fragment
from postroom.model.site import Site, latest
from postroom.model.text import clean_line
from postroom.pages import render
from postroom.pages.edition import Edition
from postroom.pages.render import Leaf
from postroom.pages.templates import Templates
from postroom.pages.typefaces import find_fonts
from postroom.pages.views import paginate
from postroom.preflight import check_edition, check_targets
from postroom.reading.media import private_media

log = get_plugin_logger("postroom")

CACHE = ".cache/postroom"
_PLACED = re.compile(r"<!--\s*postroom:latest\b([^>]*?)-->")
_SETTING = re.compile(r"(\w+)=(?:\"([^\"]*)\"|(\S+))")


class PostroomPlugin(BasePlugin[PostroomConfig]):
    """Publishes what the core derives from a MkDocs site."""

    is_serving = False
    is_dirty = False

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        self.is_serving = command == "serve"
        self.is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.edition: Edition | None = None
        self.fatal: list[Problem] = []
        self.templates = Templates([_root(config) / "templates"])
        _add_theme(config, self.templates, self.config.options.magazine)
        return config

    @event_priority(-50)  # pages that other plugins generate are there
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        source = Source(files, config, self.config.options)
        now = get_build_datetime()
        library, authors, problems = source.read(now)
        broken = self._report(problems)
        shown = [m for m in library.manuscripts if m.post.path not in broken]
        preview = self.is_serving and self.config.options.draft_on_serve
        listed = [m for m in shown if preview or m.post.is_public(now)]
        site = Site(
            name=clean_line(unescape(config.site_name)),
            url=_with_slash(config.site_url),
            options=self.config.options,
            description=clean_line(config.site_description or ""),
            language=self.config.options.language or _language(config),
            index_name="" if config.use_directory_urls else "index.html",
            posts=tuple(m.post for m in listed),
            hidden=frozenset(m.post.uid for m in listed if not m.post.is_public(now)),
            authors=authors,
        )
        self.edition = Edition(site, self.templates, source.size_of, source.address_of)
        self._add_posts(listed, shown, source, site, now)
        fonts, font_problems = find_fonts(_root(config), site.options.share.card_fonts)
        pages = {file.url: path for path, file in source.pages.items()}
        self._report(
            [*font_problems, *check_edition(self.edition, pages=pages, fonts=fonts)]
        )
        for made in _list_pages(self.edition):
            MadePage(made, files, config)
        for artefact in list_artefacts(self.edition, Cache(_root(config) / CACHE), fonts):
            if files.get_file_from_path(artefact.path) is None:
                files.append(ArtefactFile.of(artefact, config))
        if site.url and not site.options.feeds.authority:
            minted = site.authority.removeprefix("tag:").rstrip(":/")
            log.info(
                f"entry ids follow site_url; to keep them: feeds: {{authority: '{minted}'}}"
            )
        known = {path for file in files for path in (file.url, file.src_uri)}
        self._report(list(check_targets(self.edition, known.__contains__)))
        return files

    def _report(self, problems: list[Problem]) -> frozenset[str]:
        """Log warnings, keep fatal problems for the end; give the files to leave out."""
        fatal = [problem for problem in problems if problem.is_fatal]
        for problem in problems:
            if not problem.is_fatal:
                log.warning(str(problem))
            elif self.is_serving:
                log.error(str(problem))
        self.fatal += fatal
        return frozenset(problem.place.path for problem in fatal)

    def _stop_if_broken(self) -> None:
        """End a build that nobody should publish; a preview shows what it can."""
        if self.fatal and not self.is_serving:
            many = "1 problem" if len(self.fatal) == 1 else f"{len(self.fatal)} problems"
            raise PluginError(f"postroom found {many}:\n{ContentError(self.fatal)}")

    def _add_posts(
        self, listed: list[Any], shown: list[Any], source: Source, site: Site, now: datetime
    ) -> None:
        paths = {m.post.path for m in listed}
        for manuscript in listed:
            PostPage(manuscript, source.posts[manuscript.post.path], site, source.config)
        for path, file in source.posts.items():
            if path not in paths:
                file.inclusion = InclusionLevel.EXCLUDED
        if not self.is_serving:
            for path in private_media(source.media, shown, now):
                source.media[path].inclusion = InclusionLevel.EXCLUDED

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        if "postroom:latest" not in html:
            return html
        leaf = self._leaf(page)

        def place(found: re.Match[str]) -> str:
            asked = {m[1]: m[2] or m[3] for m in _SETTING.finditer(found[1])}
            count = asked.get("count", "5")
            return render.render_latest(
                leaf,
                count=int(count) if count.isdecimal() else 5,
                category=asked.get("category", ""),
            )

        return _PLACED.sub(place, html)

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


def _list_pages(edition: Edition) -> list[Made]:
    """Every page of ours that is no post."""
    made = []
    for view in edition.views:
        for listing in paginate(edition.site, view):
            made.append(
                Made(
                    path=listing.path,
                    title=view.title
                    if listing.number == 1
                    else f"{view.title}, page {listing.number}",
                    render=lambda leaf, intro, listing=listing: render.render_listing(  # type: ignore[misc]
                        leaf, listing, intro=intro
                    ),
                    description=view.description,
                    feed=edition.feed_of(view),
                    updated=latest(view.posts) or latest(edition.site.posts),
                )
            )
    for overview in edition.overviews:
        made.append(
            Made(
                path=overview.path,
                title=overview.title,
                render=lambda leaf, intro, overview=overview: render.render_overview(  # type: ignore[misc]
                    leaf, overview, intro=intro
                ),
                updated=latest(edition.site.posts),
            )
        )
    if edition.feeds:
        made.append(
            Made(
                path=edition.site.page("feeds"),
                title="Feeds",
                render=lambda leaf, intro: render.render_feeds_page(leaf, intro=intro),
                updated=latest(edition.site.posts),
            )
        )
    return made


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


__all__ = ["TEMPLATE", "PostroomPlugin"]
