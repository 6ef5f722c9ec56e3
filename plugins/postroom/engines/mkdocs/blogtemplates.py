"""Templates that a site wrote for Material's blog find what they ask for."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from postroom.edition.edition import Edition
from postroom.edition.views import kind_of
from postroom.engines.mkdocs.pages import (
    TEMPLATE,
    GeneratedPage,
    Named,
    PostPage,
)
from postroom.engines.mkdocs.phrases import Phrases
from postroom.errors import Place, Problem
from postroom.model.options import Options
from postroom.model.view import Listing

if TYPE_CHECKING:
    from material.plugins.blog.structure import Excerpt

POST = "blog-post.html"
LIST = "blog.html"
_PARTS = ("partials/post.html", "partials/pagination.html")
"""What Material's own `blog.html` is made of."""


def list_own(config: MkDocsConfig) -> tuple[str, ...]:
    """List what of the blog's templates a site wrote itself."""
    own = config.theme.custom_dir
    names = (POST, LIST, *_PARTS)
    return tuple(name for name in names if own and Path(own, name).is_file())


def choose_templates(config: MkDocsConfig, options: Options) -> tuple[str, str]:
    """Choose the templates of posts and of their lists: the site's, if it has some.

    In the magazine there is no room for them, which has a frame of its own.
    """
    if options.layout != "material-blog" or options.magazine:
        return TEMPLATE, TEMPLATE
    own = {*list_own(config)}
    post = POST if POST in own else TEMPLATE
    return post, LIST if own & {LIST, *_PARTS} else TEMPLATE


def remark_on_unused(config: MkDocsConfig, options: Options) -> Iterator[Problem]:
    """Name the templates of a site that no page has."""
    if options.layout != "material-blog" or not options.magazine:
        return
    folder = Path(config.theme.custom_dir or "")
    root = Path(config.config_file_path or "").parent
    for name in list_own(config):
        path = folder / name
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        what = "no page has this template: the magazine has a frame of its own"
        fix = "set `magazine: false`, which keeps Material's, or take the file away"
        yield Problem(Place(shown.as_posix(), 1), what, fix, is_fatal=False)


def attach_lists(
    nav: Navigation, files: Files, config: MkDocsConfig, options: Options
) -> None:
    """Put archive, categories and authors into the menu, and posts below their list.

    Source:
        material.plugins.blog.plugin, `on_nav`, in its version 9.
    """
    pages = [f.page for f in files.documentation_pages(inclusion=InclusionLevel.all)]
    lists = {p.path: p for p in pages if isinstance(p, GeneratedPage) and p.made.listing}
    firsts = [page for page in lists.values() if _kind_of(page)]
    for page in lists.values():
        if page not in firsts and page.made.listing:
            page.parent = lists[page.made.listing.paths[0]]  # type: ignore[assignment]
    index = next((page for page in firsts if _kind_of(page) == "index"), None)
    if index is not None:
        _chain([page for page in pages if isinstance(page, PostPage)], index)
        phrases = Phrases(config.theme.get_env(), config.theme.get("language") or "en")
        _add_sections(nav, index, firsts, phrases, options)


def _kind_of(page: GeneratedPage) -> str:
    """What a first page lists; empty for all others."""
    listing = page.made.listing
    return listing.view.kind if listing and listing.number == 1 else ""


def _chain(posts: list[PostPage], index: GeneratedPage) -> None:
    """Let each post lead to the one before and after it, and to the list of all."""

    def rank(page: PostPage) -> tuple[bool, datetime]:
        return page.manuscript.post.pin, page.manuscript.post.published

    # of one moment, the first comes last there: this is more than sorting the other way
    posts = sorted(posts, key=rank, reverse=True)[::-1]
    for page in posts:
        page.parent = index  # type: ignore[assignment]
    for before, after in pairwise(posts):
        before.next_page, after.previous_page = after, before


def _add_sections(
    nav: Navigation,
    index: GeneratedPage,
    firsts: list[GeneratedPage],
    phrases: Phrases,
    options: Options,
) -> None:
    """Add sections beside the list of all posts, if a site has put it into its menu."""
    if index.parent is None and options.blog_dir:
        return
    items = index.parent.children if isinstance(index.parent, Section) else nav.items
    named = {
        "years": options.material.archive_name,
        "categories": options.material.categories_name,
        "authors": options.material.authors_profiles_name,
    }
    for kind, name in named.items():
        listed = [page for page in firsts if _kind_of(page) == kind]
        if not listed:
            continue
        if kind == "categories":
            listed = _in_order(listed, options)
        section = Section(phrases.t(name), [*listed])
        section.parent = index.parent
        for page in listed:
            page.parent = section
            page.is_one_of_many = True
        items.append(section)
        nav.pages.extend(listed)


def _in_order(pages: list[GeneratedPage], options: Options) -> list[GeneratedPage]:
    """Sort the pages of categories as the options say."""
    views = ((page, page.made.listing.view) for page in pages if page.made.listing)
    named = [(page, Named(name=v.title, title=v.title, posts=v.posts)) for page, v in views]
    named.sort(key=lambda pair: pair[1]["name"])
    is_reversed = options.material.categories_sort_reverse
    named.sort(key=lambda pair: options.order_of(pair[1]), reverse=is_reversed)
    return [page for page, _ in named]


@dataclass
class BlogSpeaker:
    """Says what templates of Material's blog ask for, in one build."""

    edition: Edition
    config: MkDocsConfig
    files: Files
    _excerpts: "dict[str, Excerpt]" = field(default_factory=dict)
    _reader: Markdown | None = None

    @cached_property
    def _lists(self) -> dict[str, GeneratedPage]:
        files = self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        pages = (file.page for file in files)
        return {page.path: page for page in pages if isinstance(page, GeneratedPage)}

    @cached_property
    def _settings(self) -> "_Settings":
        """The settings with Material's blog among the plugins, which templates ask."""
        from material.plugins.blog.config import BlogConfig  # noqa: PLC0415 - few need it

        site = self.edition.site
        options = {name: option.default for name, option in BlogConfig._schema}
        options |= self.config.plugins["postroom"].config.data
        pages = (self.files.src_uris[post.path].page for post in self.edition.front)
        blog = Named(
            config=Named(options),
            blog=Named(posts=[*pages], url=site.page(site.options.index)),
        )
        return _Settings(self.config, blog)

    def speak(self, context: Any, page: Page) -> None:
        """Give a template what it would have from Material's blog.

        A page of ours keeps titles apart from texts; there, they are part of them.
        """
        if self.config.theme.custom_dir:
            context["config"] = self._settings
        if isinstance(page, PostPage):
            page.make_excerpt = self.excerpt_of
            self._complete(page)
            page.content = self._convert(page.heading) + (page.content or "")
        elif isinstance(page, GeneratedPage) and page.made.listing:
            listing = page.made.listing
            self._head(page, listing)
            context["posts"] = [*self._list_posts(page, listing)]
            context["pagination"] = self._page(page, listing)

    def _convert(self, heading: str) -> str:
        if not heading.strip():
            return ""
        if self._reader is None:
            self._reader = Markdown(
                extensions=self.config.markdown_extensions,
                extension_configs=self.config.mdx_configs or {},
            )
        html: str = self._reader.reset().convert(heading)
        return f"{html}\n"

    def _complete(self, page: PostPage) -> None:
        """Add what is known of a post once all texts are rendered.

        Lists do it, too: where the page of a post stays as it is, nobody else has.
        """
        post = page.manuscript.post
        page.config["links"] = [Link(*each) for each in self.edition.further(post)]
        page.config["readtime"] = self.edition.minutes(post) or None

    def _head(self, page: GeneratedPage, listing: Listing) -> None:
        """Let a list begin with its title, and a further page with that of the first."""
        options = self.edition.site.options.material
        first = self._lists[listing.paths[0]]
        page.title = first.title
        if not page.is_written:
            page.content = self._convert(f"# {first.title}")
        if first.is_written and options.pagination_keep_content:
            page.content = first.content
        if not [*page.toc]:
            page.toc = TableOfContents([AnchorLink(str(first.title), "", 1)])

    def _list_posts(self, page: GeneratedPage, listing: Listing) -> "Iterator[Excerpt]":
        options = self.edition.site.options
        separator = options.post_excerpt_separator
        for post in listing.posts:
            shown = self.files.src_uris[post.path].page
            assert isinstance(shown, PostPage)
            excerpt = self.excerpt_of(shown)
            excerpt.render(page, separator)
            headings = [*excerpt.toc]
            if headings and options.material.shows_headings(kind_of(listing.view)):
                page.toc.items[0].children.append(headings[0])
            yield excerpt

    def excerpt_of(self, page: PostPage) -> "Excerpt":
        """Make what lists show of a post, once."""
        from material.plugins.blog.structure import Excerpt  # noqa: PLC0415 - few need it

        known = self._excerpts.get(page.path)
        if known is not None:
            return known
        whole = copy(page)
        whole.markdown = page.heading + (page.markdown or "")
        has_title = bool(page.heading.strip() or page._title_from_render)
        whole._title_from_render = str(page.title) if has_title else None
        excerpt = Excerpt(whole, self.config, self.files)
        excerpt.title = page.title
        options = self.edition.site.options.material
        excerpt.authors = page.authors[: options.post_excerpt_max_authors]
        excerpt.categories = page.categories[: options.post_excerpt_max_categories]
        self._complete(page)
        self._excerpts[page.path] = excerpt
        return excerpt

    def _page(self, page: GeneratedPage, listing: Listing) -> Any:
        """Make what writes links to the other pages of a list; None where it is whole."""
        options = self.edition.site.options
        size = options.material.per_page(kind_of(listing.view), options.pagination_per_page)
        if not size:
            return None
        from paginate import Page as Pagination  # noqa: PLC0415 - few need it

        urls = [self._lists[path].url for path in listing.paths]
        pages = Pagination(
            listing.view.posts,
            page=listing.number,
            items_per_page=size,
            url_maker=lambda number: get_relative_url(urls[number - 1], page.url),
        )
        return lambda attributes: pages.pager(
            format=options.material.pagination_format,
            show_if_single_page=options.material.pagination_if_single_page,
            **attributes,
        )


class _Settings:
    """The settings of a site as templates for Material's blog know them."""

    def __init__(self, config: MkDocsConfig, blog: Named) -> None:
        self._config = config
        self.plugins = {**config.plugins, "blog": blog, "material/blog": blog}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._config, name)

    def __getitem__(self, name: str) -> Any:
        return self.plugins if name == "plugins" else self._config[name]


def is_foreign(page: Page, options: Options) -> bool:
    """Whether the template of a page was written for Material's blog."""
    is_theirs = options.layout == "material-blog"
    return is_theirs and page.meta.get("template") != TEMPLATE
