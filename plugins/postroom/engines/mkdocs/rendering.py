"""A few posts and issues rendered alone, and nothing written."""

from collections.abc import Callable, Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel, get_files
from mkdocs.structure.nav import get_navigation

from postroom.engines.mkdocs.pages import IssuePage, PostPage
from postroom.engines.mkdocs.plugin import PostroomPlugin, keep_fragment, render_page
from postroom.engines.mkdocs.reader import Survey
from postroom.model.issue import Issue


def render_some(config: MkDocsConfig, choose: Callable[[Survey], Iterable[str]]) -> Survey:
    """Read a site, and render the posts and issues that are chosen of it, drafts too.

    Args:
        config: The site's settings.
        choose: Gives the paths of their files.

    Returns:
        What the site holds; its edition has the fragments of what was chosen.
    """
    plugins = config.plugins
    postroom = plugins["postroom"]
    assert isinstance(postroom, PostroomPlugin)
    plugins.on_startup(command="build", dirty=False)
    postroom.is_proofing = True
    config = plugins.on_config(config)
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    files = plugins.on_files(files, config=config)
    plugins.on_nav(get_navigation(files, config), config=config, files=files)
    survey = postroom.survey
    assert survey is not None  # reading the files made it
    for path in choose(survey):
        file = files.get_file_from_path(path)
        assert file is not None  # it was read a moment ago
        file.inclusion = InclusionLevel.NOT_IN_NAV  # of drafts MkDocs forgives all links
        render_page(file, config, files)
        assert isinstance(file.page, (PostPage, IssuePage))
        keep_fragment(survey.edition, file.page)
    return survey


def needed_by(survey: Survey, issue: Issue) -> Iterable[str]:
    """The file of an issue, and those of the posts that it lists."""
    posts = map(survey.edition.post_by_slug, issue.post_slugs)
    return (issue.path, *(post.path for post in posts if post))
