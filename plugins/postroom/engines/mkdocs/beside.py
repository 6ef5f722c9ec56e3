"""Other plugins of a site: what ours does so that both are right, or why they cannot be."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from postroom.errors import Place, Problem
from postroom.model.artefact import SETTINGS, Claim, Origin
from postroom.model.options import Options
from postroom.reading.frontmatter import add_defaults

_LANGUAGES = "i18n"
_FEEDS = "rss"
_REDIRECTS = "redirects"
_DEFAULTS = "material/meta"
_TAGS = ("material/tags", "tags")


def check_plugins(config: MkDocsConfig, options: Options) -> Iterator[Problem]:
    """Find the plugins that no site can have together with ours, and say why."""
    if options.feeds.replace and _FEEDS in config.plugins:
        yield Problem(
            Place(SETTINGS, 0, f"plugins.{_FEEDS}"),
            "it writes the feeds whose place `feeds.replace` takes",
            f"take `{_FEEDS}` out of `plugins`, or `replace` out of `feeds`",
        )
    if _LANGUAGES in config.plugins:
        yield Problem(
            Place(SETTINGS, 0, f"plugins.{_LANGUAGES}"),
            "mkdocs-static-i18n has no room for lists, which no file stands for, and "
            "builds all languages into one folder: each would write over the feeds, share "
            "pages, mails and kits of the one before",
            "give each language a mkdocs.yml and a `site_url` of its own, or say `lang:` "
            "in the posts that are in another",
        )


def list_redirect_claims(config: MkDocsConfig) -> Iterator[Claim]:
    """List the pages that mkdocs-redirects writes at last, over whatever is there."""
    plugin = config.plugins.get(_REDIRECTS)
    for old in plugin.config["redirect_maps"] if plugin is not None else ():
        path = File(str(old), "", "", config.use_directory_urls).dest_uri
        key = f"plugins.{_REDIRECTS}.redirect_maps.{old}"
        yield path, Origin(f"the redirect from {old}", SETTINGS, key, "take it out there")


def spare_generated(config: MkDocsConfig, generated: type[Page]) -> None:
    """Let feeds of others pass by the pages that no file stands for.

    They ask for the file, and a list of essays is nothing to subscribe to.
    """
    feeds = config.plugins.get(_FEEDS)
    methods = config.plugins.events["page_content"]
    for at, method in enumerate(methods):
        if feeds is not None and getattr(method, "__self__", None) is feeds:
            methods[at] = _passing_by(method, generated)


def _passing_by(method: Callable[..., Any], generated: type[Page]) -> Callable[..., Any]:
    @wraps(method)
    def call(html: str, *, page: Page, **values: Any) -> Any:
        return None if isinstance(page, generated) else method(html, page=page, **values)

    return call


def find_tag_index(config: MkDocsConfig, files: Files, posts: str) -> str:
    """Find the page on which Material's tags plugin lists all tags; "" if there is none.

    Args:
        config: The settings of the site.
        files: All files.
        posts: The folder of the posts, which list nothing.
    """
    plugin = next(filter(None, map(config.plugins.get, _TAGS)), None)
    if plugin is None:
        return ""
    name = re.escape(plugin.config["listings_directive"])
    directive = re.compile(rf"<!--\s*{name}\b")
    for file in files.documentation_pages():
        if file.src_uri == plugin.config["tags_file"]:
            return unquote(file.url).removeprefix("./")
        if file.src_uri.startswith(f"{posts}/") or file.src_dir != config.docs_dir:
            continue
        if directive.search(file.content_string):
            return unquote(file.url).removeprefix("./")
    return ""


def vouch_for_menu(env: Environment, *, is_ours: bool) -> None:
    """Tell section-index that the menus of the magazine know sections with a page."""
    if is_ours and env.loader and hasattr(env.loader, "found_supported_theme"):
        env.loader.found_supported_theme = True


def find_defaults(config: MkDocsConfig, path: str) -> Mapping[str, Any]:
    """Find what Material's meta plugin says of all posts in a folder.

    It tells pages when they are rendered; what a post is has to be known before.
    """
    found: Mapping[str, Any] = {}
    for name, values in _read_defaults(config).items():
        if path.startswith(posixpath.dirname(name)):  # as that plugin does
            found = add_defaults(values or {}, found)
    return found


def mark_defaults(meta: dict[str, Any], config: MkDocsConfig) -> None:
    """Note in what a page says of itself that it has these, so that it gets them once."""
    if written := _read_defaults(config):
        meta["__extends"] = [*written]


def _read_defaults(config: MkDocsConfig) -> Mapping[str, Any]:
    plugin = config.plugins.get(_DEFAULTS)
    written: Mapping[str, Any] = getattr(plugin, "meta", {})
    return {path.replace("\\", "/"): values for path, values in written.items()}
