"""While a site is served, the page that was saved is there first, and then the rest."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from postroom.engines.mkdocs.staging import Staging

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_FEW = 3
"""So many pages are saved at once by somebody who writes; more come with all others."""


class Preview:
    """What browsers see of a site that is being written."""

    def __init__(self) -> None:
        """Begin before there is a server: it comes with the first site."""
        self.server: LiveReloadServer | None = None
        self._seen: dict[str, int] = {}
        self._is_ahead = False

    def find_saved(self, pages: Iterable[Page]) -> list[Page]:
        """Find the few pages whose text was saved since this was last asked."""
        before, all_pages = self._seen, {page.file.src_uri: page for page in pages}
        self._seen = {
            path: hash((page.markdown, str(page.meta))) for path, page in all_pages.items()
        }
        known = [path for path in all_pages if path in before]
        saved = [all_pages[path] for path in known if before[path] != self._seen[path]]
        return saved if len(saved) <= _FEW else []

    def show(  # noqa: PLR0913 - what MkDocs needs for a page, and where it goes
        self,
        saved: Iterable[Page],
        *,
        staging: Staging,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        env: Environment,
    ) -> None:
        """Render pages before all others, and let browsers load them.

        Args:
            saved: The pages; afterwards they are as if this had not been.
            staging: Where the next site is written, and the last one is.
            config: The settings of the site.
            files: All its files.
            nav: Its navigation.
            env: The templates.
        """
        shown = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        for page in saved:
            before = page.content, dict(page.meta)
            is_draft = page.file.inclusion.is_excluded()
            build._build_page(page, config, shown, nav, env, excluded=is_draft)
            page.content, page.meta = before
            if staging.show(page.file.dest_uri):
                self._is_ahead = True
        server = self.server
        if self._is_ahead and server is not None and hasattr(server, "_epoch_cond"):
            with server._epoch_cond:
                server._visible_epoch = server._wanted_epoch
                server._epoch_cond.notify_all()

    def finish(self) -> None:
        """Let browsers load their pages again, now that all are there."""
        server = self.server
        if self._is_ahead and server is not None and hasattr(server, "_wanted_epoch"):
            server._wanted_epoch += 1  # MkDocs shows that a moment later
        self._is_ahead = False
