"""Search of our own takes the place of the engine's where pages are the magazine's."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from postroom.edition.edition import Edition
from postroom.edition.sheet import render_whole_issue
from postroom.engines.mkdocs.inventory import Inventory
from postroom.engines.mkdocs.pages import IssuePage, describe_page
from postroom.engines.mkdocs.workers import write_files
from postroom.model.options import Options
from postroom.pages.search import Words, compose_index
from postroom.toolbox.cache import Cache, fingerprint

_SEARCHED = 50
"""Of so many issues search finds the items; all would be a download of megabytes."""


def is_searched(config: MkDocsConfig, options: Options) -> bool:
    """Whether a site has search, and pages in which our own is used."""
    if not options.magazine:
        return False
    return any(plugin.config.get("enabled", True) for plugin in _find_searches(config))


def _find_searches(config: MkDocsConfig) -> "list[BasePlugin[Any]]":
    named = (config.plugins.get(name) for name in ("search", "material/search"))
    return [plugin for plugin in named if plugin]


def let_others_rest(config: MkDocsConfig) -> None:
    """Let others not make an index of all pages that no page of the magazine asks for."""
    plugins = _find_searches(config)
    for event in ("page_context", "post_build"):
        methods = config.plugins.events[event]
        methods[:] = [m for m in methods if getattr(m, "__self__", None) not in plugins]


def let_find_items(edition: Edition, pages: Iterable[Page]) -> None:
    """Put the items of issues into what search reads of their pages."""
    newest = {i.path for n in edition.site.newsletters for i in n.issues[:_SEARCHED]}
    for page in pages:
        if isinstance(page, IssuePage) and page.manuscript.issue.path in newest:
            issue = page.manuscript.issue
            page.content = render_whole_issue(edition, page.newsletter, issue)


def write_index(
    edition: Edition,
    pages: Iterable[Page],
    cache: Cache,
    folder: Path,
    inventory: Inventory | None,
) -> None:
    """Write the index of all pages, but for lists, which say nothing by themselves.

    Args:
        edition: The site.
        pages: Its pages, which are rendered.
        cache: Where the words of each text are kept.
        folder: Where the site is written.
        inventory: What is known of the last site.
    """
    shown = (p for p in pages if not (p.meta.get("search") or {}).get("exclude"))
    records = (describe_page(edition, p) for p in shown if not p.is_homepage)
    words: dict[str, Words] = dict(json.loads(cache.find_text("search", "words") or "{}"))
    known = {*words}
    for path, text in compose_index(records, words):
        key = fingerprint("search", text)
        if inventory is None or not inventory.take_over(path, key):
            write_files(folder, {path: text.encode()})
            if inventory is not None:
                inventory.enter(path, key, [path])
    if words.keys() != known:
        cache.keep_text("search", "words", json.dumps(words))
