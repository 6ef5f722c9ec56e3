"""What the engine renders: pages of ours for posts, issues and lists, none for items."""

from collections.abc import Collection

from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page

from postroom.engines.mkdocs.conversion import Converter
from postroom.engines.mkdocs.pages import GeneratedPage, IssuePage, PostPage
from postroom.engines.mkdocs.reader import Survey


def add_pages(
    survey: Survey, files: Files, converter: Converter, post: str, listing: str
) -> None:
    """Give posts pages of ours, hide the other posts, and add the lists."""
    hidden = dict(survey.source.posts)
    for manuscript in survey.shown:
        file = hidden.pop(manuscript.post.path)
        PostPage(manuscript, file, survey.edition.site, converter, post)
    _add_issues(survey, converter)
    for file in hidden.values():
        file.inclusion = InclusionLevel.EXCLUDED
    for made in survey.pages:
        GeneratedPage(made, files, converter.config, listing)


def let_convert(converter: Converter, files: Files) -> None:
    """Let the texts of MkDocs' own pages be converted as those of ours are."""
    for file in files.documentation_pages(inclusion=InclusionLevel.all):
        page = file.page
        if page is None and file.inclusion is InclusionLevel.NOT_IN_NAV:
            page = Page(None, file, converter.config)  # as MkDocs does a moment later
        if type(page) is Page or (isinstance(page, GeneratedPage) and page.is_written):
            converter.take(page)


def _add_issues(survey: Survey, converter: Converter) -> None:
    """Give issues pages of ours; items stand on these, and have none."""
    every = survey.source.newsletters
    hidden = {path: file for files in every for path, file in files.issues.items()}
    for newsletter, manuscript in survey.issues:
        file = hidden.pop(manuscript.issue.path)
        IssuePage(manuscript, file, survey.edition.site, newsletter, converter)
    items = (file for files in every for file in files.items.values())
    for file in (*hidden.values(), *items):
        file.inclusion = InclusionLevel.EXCLUDED


def leave_out_all_but(paths: Collection[str], files: Files) -> None:
    """Let MkDocs render a few pages alone; links to the others lead where they should."""
    for file in files.documentation_pages(inclusion=InclusionLevel.all):
        is_chosen = file.src_uri in paths
        # not a draft either: of drafts MkDocs forgives all links
        file.inclusion = InclusionLevel.NOT_IN_NAV if is_chosen else InclusionLevel.EXCLUDED
