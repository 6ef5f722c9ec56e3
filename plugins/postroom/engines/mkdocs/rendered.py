"""What the engine rendered of a post or a letter becomes its fragment."""

from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from postroom.edition.edition import Edition
from postroom.edition.renditions import size_as_shown
from postroom.engines.mkdocs.failures import too_deep
from postroom.engines.mkdocs.pages import IssuePage, PostPage
from postroom.errors import Problem
from postroom.fragments import TooDeepError, make_fragment
from postroom.fragments.directions import let_blocks_turn
from postroom.fragments.stored import recall_fragment
from postroom.model.text import direction_of
from postroom.toolbox.cache import Cache


def keep_fragment(
    edition: Edition,
    page: PostPage | IssuePage,
    cache: Cache,
    config: MkDocsConfig,
    files: Files,
) -> list[Problem]:
    """Clean what was rendered of a post or a letter, once for every output.

    Returns:
        Why that cannot be done; then nothing is kept, so that the rest can be looked at.
    """
    if page.content is None:  # a dirty build renders only what has changed
        _render_page(page.file, config, files)
    assert page.content is not None  # it was rendered a moment ago
    site = edition.site
    path = page.file.src_uri
    language = _language_of(page) or site.language
    try:
        fragment = recall_fragment(
            cache,
            page.content,
            url=site.absolute(page.path),
            more=site.options.post_excerpt_separator,
            size_of=partial(size_as_shown, edition),
            language=language,
        )
    except TooDeepError:
        edition.fragments.keep(path, make_fragment("", url=""))
        return [too_deep(path)]
    edition.fragments.keep(path, fragment)
    page.content = let_blocks_turn(page.content, direction_of(language))
    if isinstance(page, IssuePage):
        page.letter = page.content
    return []


def _language_of(page: PostPage | IssuePage) -> str:
    return page.manuscript.post.lang if isinstance(page, PostPage) else ""


def _render_page(file: File, config: MkDocsConfig, files: Files) -> None:
    """Do for one page what MkDocs does for every page."""
    plugins, page = config.plugins, file.page
    assert page is not None
    page = plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    assert page.markdown is not None
    page.markdown = plugins.on_page_markdown(
        page.markdown, page=page, config=config, files=files
    )
    page.render(config, files)
    assert page.content is not None
    page.content = plugins.on_page_content(
        page.content, page=page, config=config, files=files
    )
