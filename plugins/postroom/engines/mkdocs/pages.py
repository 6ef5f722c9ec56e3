"""Pages of ours as MkDocs pages: posts, and lists that no file stands for."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from postroom.edition.edition import Edition
from postroom.engines.mkdocs.artefacts import move
from postroom.engines.mkdocs.beside import mark_defaults
from postroom.engines.mkdocs.conversion import Converter
from postroom.fragments.clean import text_of
from postroom.model.address import MARKDOWN
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.pages.pagespec import PageSpec
from postroom.pages.render import Heading
from postroom.pages.search import Record
from postroom.pages.words import phrases_in
from postroom.reading.issues import IssueManuscript
from postroom.reading.posts import PAGE_KEYS, Manuscript

TEMPLATE = "postroom/page.html"


_REFERENCE = re.compile(r"&(?=#|\w)")


def write_title(title: str) -> str:
    """Write a title as the HTML that themes print, and no more than that needs.

    Plugins that take it for text, and escape it themselves, shall not do so twice.
    """

    def write(found: re.Match[str]) -> str:
        behind = title[found.start() : found.start() + 40]
        return "&" if unescape(behind) == behind else "&amp;"

    return _REFERENCE.sub(write, title).replace("<", "&lt;")


class Named(dict[str, Any]):
    """What templates ask for as `.name` and as `["name"]`."""

    def __getattr__(self, name: str) -> Any:
        return self.get(name)


def _speak_material(
    site: Site, post: Post, meta: Mapping[str, Any]
) -> tuple[Named, list[Named], list[Named]]:
    """Say what templates ask of a post of Material's blog: its config, authors, categories.

    Source:
        material.plugins.blog.structure, in its version 9.
    """
    said = meta.get("date")
    others = said if isinstance(said, dict) else {}
    dates = Named({k: _at_midnight(v) for k, v in others.items()})
    dates |= Named(created=post.published, updated=post.date.updated)
    keys = ("authors", "categories", "pin", "readtime", "slug")
    config = Named({key: getattr(post, key) for key in keys}, date=dates, links=None)
    config["draft"] = meta.get("draft")
    authors = [
        Named(
            author.model_dump(),
            avatar=site.options.media_path(author.avatar.lstrip("/")),
            url=author.url or site.author_page(author),
        )
        for author in site.authors_of(post)
    ]
    categories = [
        Named(title=name, name=name, url=site.page_of_term("categories", name))
        for name in (post.categories if site.options.has_lists("categories") else ())
    ]
    return config, authors, categories


def _at_midnight(value: object) -> object:
    """Give a day as a moment, and with it all that templates ask of dates."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


class PostPage(Page):
    """A post; its file was read once, before MkDocs came to it."""

    excerpt: Page | None = None
    """What lists of Material's blog show of it, for templates that ask."""

    def __init__(
        self,
        manuscript: Manuscript,
        file: File,
        site: Site,
        converter: Converter,
        template: str = TEMPLATE,
    ) -> None:
        post = manuscript.post
        move(file, site.path(site.post_folder(post), "index.html"))
        hidden = site.is_hidden(post)
        file.inclusion = InclusionLevel.DRAFT if hidden else InclusionLevel.NOT_IN_NAV
        super().__init__(write_title(post.title), file, converter.config)
        self.manuscript = manuscript
        self.converter = converter
        self.template = template
        self.path = site.post_page(post)
        if site.options.layout == "material-blog":
            self.config, self.authors, self.categories = _speak_material(
                site, post, manuscript.document.meta
            )
        self.update_date = post.updated.date().isoformat()

    def read_source(self, config: MkDocsConfig) -> None:
        meta = dict(self.manuscript.document.meta)
        meta.pop("title", None)  # self.title has it, escaped
        meta.setdefault("template", self.template)
        if self.template != TEMPLATE:
            meta["hide"] = [*{*(meta.get("hide") or ()), "navigation"}]  # as there
        meta["description"] = escape(self.manuscript.post.description)
        mark_defaults(meta, config)
        self.markdown, self.meta = self.manuscript.body, meta

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.converter.render(self, files)

    @property
    def heading(self) -> str:
        """The Markdown of the title, and what stands above it; may be empty."""
        body, text = self.manuscript.document.body, self.manuscript.body
        return body.removesuffix(text) if body != text else ""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The table of contents, without what Postroom shows elsewhere."""
        return _headings(self.toc)


class IssuePage(Page):
    """An issue; its editor's letter is a page like any other."""

    letter = ""
    """What the engine rendered of the letter."""

    def __init__(
        self,
        manuscript: IssueManuscript,
        file: File,
        site: Site,
        newsletter: Newsletter,
        converter: Converter,
    ) -> None:
        issue = manuscript.issue
        folder = (newsletter.options.folder, str(issue.number))
        move(file, site.path(*folder, "index.html"))
        hidden = issue.uid in newsletter.hidden
        file.inclusion = InclusionLevel.DRAFT if hidden else InclusionLevel.NOT_IN_NAV
        super().__init__(write_title(issue.subject), file, converter.config)
        self.manuscript = manuscript
        self.converter = converter
        self.newsletter = newsletter
        self.path = site.issue_page(newsletter, issue)
        self.update_date = issue.date.date().isoformat()

    def read_source(self, config: MkDocsConfig) -> None:
        issue = self.manuscript.issue
        meta = {k: v for k, v in self.manuscript.document.meta.items() if k in PAGE_KEYS}
        meta.setdefault("template", TEMPLATE)
        meta["description"] = escape(issue.preheader)
        self.markdown, self.meta = self.manuscript.document.body, meta

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.converter.render(self, files)
        issue, items = self.manuscript.issue, self.newsletter.items
        anchors = {items[name].anchor for name in issue.item_names if name in items}
        self.present_anchor_ids = {*(self.present_anchor_ids or ()), *anchors}


def _headings(toc: TableOfContents | list[AnchorLink]) -> tuple[Heading, ...]:
    return tuple(Heading(h.title, h.id, _headings(h.children)) for h in toc)


class GeneratedPage(Page):
    """A list, an overview, the feeds page; a site may write its introduction."""

    is_one_of_many = False
    """Whether it stands in a section of the menu as one of its pages."""

    def __init__(
        self, made: PageSpec, files: Files, config: MkDocsConfig, template: str = TEMPLATE
    ) -> None:
        written = find_page(files, made.path)
        file = written or _generate(made.path, files, config)
        if written:
            move(written, f"{made.path.removesuffix('index.html')}index.html")
        super().__init__(None if written else write_title(made.title), file, config)
        self.made = made
        self.template = template if made.listing else TEMPLATE
        self.path = made.path
        self.is_written = written is not None
        if made.updated:
            self.update_date = made.updated.date().isoformat()

    def read_source(self, config: MkDocsConfig) -> None:
        if self.is_written:
            super().read_source(config)
            self.meta.setdefault("template", self.template)
            return
        self.markdown = ""
        self.meta = {
            "template": self.template,
            "search": {"exclude": True},
            "description": escape(self.made.description),
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        if self.is_written:
            super().render(config, files)
            return
        self.content, self.toc = "", get_toc([])
        self.present_anchor_ids = set()

    @property
    def is_index(self) -> bool:
        """Whether a theme takes it for the page of its section."""
        return super().is_index and not self.is_one_of_many


def find_page(files: Files, path: str) -> File | None:
    """Find the page that a site wrote as the introduction of a list, by the list's path."""
    folder = path.removesuffix("index.html").rstrip("/")
    names = (folder, f"{folder}/index", f"{folder}/README")
    for name in (f"{name}{ending}" for name in names for ending in reversed(MARKDOWN)):
        file = files.src_uris.get(name.lstrip("/"))
        if file is not None:
            return file
    return None


def _generate(path: str, files: Files, config: MkDocsConfig) -> File:
    folder = path.removesuffix("index.html").rstrip("/")
    source = f"{folder}/index.md" if folder else "index.md"
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    files.append(file)
    return file


def path_of(page: Page) -> str:
    """The path of a page, as a file system has it; MkDocs writes it with percent signs."""
    if isinstance(page, (PostPage, IssuePage, GeneratedPage)):
        return page.path
    return unquote(page.url)


def describe_page(edition: Edition, page: Page) -> Record:
    """Say what search knows of a page; its content is there."""
    kicker = page.parent.title if page.parent else ""
    if isinstance(page, PostPage):
        post = page.manuscript.post
        kicker, text = ", ".join(post.categories), edition.fragment(post).text
    elif isinstance(page, IssuePage):
        title, number = page.newsletter.options.title, page.manuscript.issue.number
        kicker = f"{title}, {phrases_in(edition.site.language)('No.')} {number}"
        text = text_of(page.content or "")
    else:
        text = text_of(page.content or "")
    return Record(page.url, unescape(page.title or ""), kicker, text)
