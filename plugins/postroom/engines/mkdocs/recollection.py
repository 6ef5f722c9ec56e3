"""A page is rendered once, for as long as nothing that it may say has changed.

What a page says of itself is its own: its text, its headings, its front matter. What it may
say of the rest of the site is its context: all settings, templates, files and front matter,
and of other essays what lists and neighbours show of them, but not their bodies.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from postroom.edition.edition import Edition
from postroom.edition.renditions import find_web, show_cover, show_face
from postroom.edition.sheet import find_pictures
from postroom.engines.mkdocs.artefacts import ArtefactFile
from postroom.engines.mkdocs.config import PostroomConfig
from postroom.engines.mkdocs.conversion import Opaque, explain_extensions, spell
from postroom.engines.mkdocs.pages import GeneratedPage, IssuePage, PostPage, path_of
from postroom.engines.mkdocs.reader import Survey
from postroom.engines.mkdocs.sitefiles import SiteFiles
from postroom.model.post import Post
from postroom.pages.metadata import preview_picture
from postroom.pages.render import Leaf
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.makers import SHIPPED, list_libraries
from postroom.toolbox.pictures import list_pictures

KEPT = "postroom/kept.html"
"""The template that renders nothing but what was kept."""

_KIND = "page"
_TEMPLATES = frozenset({".css", ".html", ".js", ".txt", ".xml"})
_MOMENT = re.compile(rb"\b(?:now|build_date_utc)\b")
_UNAFFECTED = {"postroom", "search", "material/search", "redirects"}
"""Plugins that change nothing of pages beside what is in their text and front matter."""


class Recollection:
    """What was kept of a site's pages, in one state of it."""

    def __init__(
        self, cache: Cache, edition: Edition, contexts: tuple[str, str], state: str
    ) -> None:
        """Take the context of essays and their lists, and that of all other pages."""
        self._cache, self._edition = cache, edition
        self._light, self._whole = contexts
        self.state = state
        """Tells all from what it was that is no text."""

    def identify(self, page: Page) -> str:
        """Tell all that a page's bytes depend on; nothing where nobody knows."""
        try:
            return fingerprint(_KIND, *self._describe(page))
        except Opaque:
            return ""

    def find(self, key: str) -> str | None:
        """Give what a page has become, if nothing has changed since."""
        return self._cache.find_text(_KIND, key) if key else None

    def keep(self, key: str, output: str) -> None:
        """Keep what a page has become."""
        if key:
            legal = output.encode(errors="xmlcharrefreplace").decode()  # as it is written
            self._cache.keep_text(_KIND, key, legal)

    def _describe(self, page: Page) -> Iterator[object]:
        """Say all that a page's bytes depend on."""
        edition, content = self._edition, page.content or ""
        yield [page.file.src_uri, page.url, page.title, page.update_date, content]
        yield [page.canonical_url, page.edit_url, page.is_homepage]
        yield [*_spell_headings(page.toc)]
        yield spell(page.meta)
        site = edition.site
        shown = page.letter if isinstance(page, IssuePage) else content
        yield Leaf(edition, path_of(page)).set_pictures(shown)
        if isinstance(page, PostPage):
            post = page.manuscript.post
            if site.url:  # what previews show follows from fonts and icons, too
                yield preview_picture(edition, post)
            yield [self._context(self._light), edition.digest_of(post)]
        elif isinstance(page, GeneratedPage) and page.made.lists_posts:
            yield self._context(self._light)
        elif isinstance(page, IssuePage):
            yield self._context(self._light)
            yield from _spell_issue(edition, page)
        else:
            yield self._context(self._whole)

    @staticmethod
    def _context(known: str) -> str:
        if not known:
            raise Opaque("a moment that does not come again")
        return known


def recollect(
    cache: Cache, survey: Survey, files: Files, config: MkDocsConfig
) -> Recollection | str:
    """Look at all that pages may say of their site; or say who stands in the way.

    Args:
        cache: Where pages are kept.
        survey: What the site holds; its texts are rendered.
        files: All files of the site.
        config: Its settings.
    """
    if stranger := find_stranger(config):
        return stranger
    extensions, what = explain_extensions(config.markdown_extensions, config.mdx_configs)
    if what:
        return what
    edition = survey.edition
    own = [*_list_own_templates(edition, config)]
    try:
        settings = [*_spell_settings(config)]
    except Opaque as error:
        return str(error)
    base = [
        _spell_theme(config),
        settings,
        extensions,
        own,
        [*_spell_templates([SHIPPED])],
        list_libraries(["material", "mkdocs", "jinja2"]),
        [*_spell_surroundings(survey)],
    ]
    state = fingerprint("site", base, [*_spell_media(edition, files)])
    moment = [edition.now.date(), edition.last_turn]
    light = fingerprint(_KIND, base, [*_spell_site(survey, files)], moment)
    whole = ""
    if not _tells_moment(edition, config) or "SOURCE_DATE_EPOCH" in os.environ:
        # without a moment of its own a build has one that does not come again
        now = edition.now if _tells_moment(edition, config) else None
        texts = [[*_spell_essay(edition, post)] for post in edition.site.posts]
        whole = fingerprint(_KIND, light, texts, [*_spell_newsletters(survey)], now)
    # what a site wrote itself may ask for anything
    return Recollection(cache, edition, (whole if own else light, whole), state)


def find_stranger(config: MkDocsConfig) -> str:
    """Name a plugin or a hook that may do anything to pages; nothing if there is none."""
    others = sorted({*config.plugins} - _UNAFFECTED)
    return f"the plugin {others[0]}" if others else "a hook" if config.hooks else ""


def _spell_settings(config: MkDocsConfig) -> Iterator[object]:
    left_out = {"site_dir", "strict", "plugins", "theme", "markdown_extensions"}
    left_out |= {"mdx_configs", "watch", "hooks", "dev_addr", "validation"}
    # each file says whether it is one of these
    left_out |= {"exclude_docs", "draft_docs", "not_in_nav"}
    for key in sorted(config.keys() - left_out):
        try:
            yield key, spell(config[key])
        except Opaque as error:
            raise Opaque(f"the setting {key}") from error
    yield spell({**config.theme, "locale": str(config.theme.locale)})
    for name, plugin in config.plugins.items():
        settings = plugin.config
        is_ours = isinstance(settings, PostroomConfig)
        yield [name, settings.options if is_ours else spell({**settings})]


def _list_own_templates(edition: Edition, config: MkDocsConfig) -> Iterator[object]:
    """List the templates that a site wrote itself."""
    folders = [*edition.templates.folders[:-1]]
    own = config.theme.custom_dir
    if own and Path(own) not in folders:
        folders.append(Path(own))
    yield from _spell_templates(folders)


def _spell_theme(config: MkDocsConfig) -> list[str]:
    """Name a theme, and its version; those of a version are the same."""
    named = entry_points(group="mkdocs.themes", name=config.theme.name or "")
    return [f"{each.value} {each.dist and each.dist.version}" for each in named]


def _spell_templates(folders: Iterable[Path]) -> Iterator[object]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                yield [name, hashlib.sha256(path.read_bytes()).digest()]


def _tells_moment(edition: Edition, config: MkDocsConfig) -> bool:
    """Whether a template may say the moment of the build, and not only what has come."""
    folders = [*edition.templates.folders[:-1]]
    if config.theme.name == "material":  # which does not
        folders += [Path(each) for each in [config.theme.custom_dir] if each]
    else:
        folders += [Path(each) for each in config.theme.dirs]
    pages = (path for folder in folders for path in folder.rglob("*.*"))
    texts = (path.read_bytes() for path in pages if path.suffix in _TEMPLATES)
    return any(_MOMENT.search(text) for text in texts)


def _spell_media(edition: Edition, files: Files) -> Iterator[object]:
    """Say of each picture and font whether it may be another than it was."""
    paths = (f.abs_src_path for f in files if not f.is_documentation_page())
    for path in (*filter(None, paths), *map(str, edition.fonts)):
        try:
            about = Path(path).stat()
        except OSError:  # it went away a moment ago
            continue
        yield [path, about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]


def _spell_surroundings(survey: Survey) -> Iterator[object]:
    """Say what outputs may say of a site, but for its essays."""
    edition, source = survey.edition, survey.source
    site = edition.site
    yield [site.name, site.url, site.description, site.language, site.index_name]
    yield [
        *sorted(site.hidden),
        *([a.id, a.model_dump_json()] for a in site.authors.values()),
    ]
    texts = source.posts.keys() | _list_printed(source)
    yield sorted((p, d) for p, d in source.digests.items() if p not in texts)
    yield [show_face(edition, author) for author in site.authors.values()]


def _list_printed(source: SiteFiles) -> Iterable[str]:
    """List the files of all issues and items."""
    return {path for each in source.newsletters for path in (*each.issues, *each.items)}


def _spell_essay(edition: Edition, post: Post) -> Iterator[object]:
    """Say what pages may say of an essay, and how they show its pictures."""
    yield edition.digest_of(post)
    pictures = list_pictures(edition.fragment(post).page_html)
    yield [find_web(edition, url) for url in pictures]


def _spell_newsletters(survey: Survey) -> Iterator[object]:
    """Say what pages may say of issues and items."""
    source = survey.source
    for newsletter in survey.edition.site.newsletters:
        yield [*map(survey.edition.digest_of_issue, newsletter.issues)]
        yield [[issue.path for issue in newsletter.coming], newsletter.today]
    yield sorted(f"{p} {source.digests.get(p, b'').hex()}" for p in _list_printed(source))


def _spell_issue(edition: Edition, page: IssuePage) -> Iterator[object]:
    """Say what the page of an issue says: the issue, those beside it, and the next one."""
    newsletter, issue = page.newsletter, page.manuscript.issue
    yield edition.digest_of_issue(issue)
    yield [find_web(edition, url) for url in find_pictures(edition, issue)]
    for other in newsletter.beside(issue):
        yield other and [other.path, other.number, other.date, other.subject]
    if newsletter.newest is issue:
        yield [newsletter.next_date, newsletter.next_number, newsletter.is_closed]
        yield newsletter.deadline


def _spell_site(survey: Survey, files: Files) -> Iterator[object]:
    """Say what pages may say of a site's files and essays, but for the bodies of these."""
    edition = survey.edition
    site = edition.site
    for file in files:
        # what artefacts there are follows from all of this
        if not (isinstance(file, ArtefactFile) or file.inclusion.is_excluded()):
            yield [file.src_uri, file.url, file.inclusion.name]
            yield file.page and [file.page.title, file.page.url]
    for post in site.posts:
        text = edition.fragment(post)
        listed: list[object] = [text.excerpt, text.opening, text.teaser]
        listed.append(edition.minutes(post))
        yield [post.path, post.model_dump_json(), listed, show_cover(edition, post)]


def _spell_headings(toc: Iterable[AnchorLink]) -> Iterator[object]:
    for heading in toc:
        yield [
            heading.title,
            heading.id,
            heading.level,
            [*_spell_headings(heading.children)],
        ]
